"""For all tests: where their files lie, and how many of them run side by side."""

import math
import os
import shutil
from pathlib import Path

import psutil
import pytest

IN_MEMORY, ROOMY = Path("/dev/shm"), 4 * 2**30
ROOT = "PYTEST_DEBUG_TEMPROOT"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Its threads wait for one another by going round in circles: beside other tests that makes the FAQ's thrice as slow.
Here, and not in a hook, because it counts only until NumPy is imported, and other conftest files do that."""


def pytest_configure() -> None:
    """Databases wait for the disk at every commit, and most of what tests take is this wait: their files lie in memory
    where there is plenty. `--basetemp=DIR`, or this variable of pytest's, is for those who want them elsewhere."""
    if ROOT not in os.environ and _roomy():
        os.environ[ROOT] = str(IN_MEMORY)


def _roomy() -> bool:
    return (
        IN_MEMORY.is_dir()
        and shutil.disk_usage(IN_MEMORY).free > ROOMY
        and psutil.virtual_memory().available > 2 * ROOMY
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: there is always one that waits for a platform, a browser, a kill."""
    return math.ceil((os.cpu_count() or 1) * 1.5)
