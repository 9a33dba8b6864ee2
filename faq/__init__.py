"""The questions and answers. Its sums are small: threads for them would only wait for each other, and where the machine
is busy that takes six times as long. numpy reads this when it is first imported."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
