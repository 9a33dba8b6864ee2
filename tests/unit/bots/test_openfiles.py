"""The process lets itself hold more connections than a shell usually gives it."""

import subprocess
import sys

SCRIPT = """
import resource
from bots.openfiles import allow_many
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 2048))
print(allow_many(), resource.getrlimit(resource.RLIMIT_NOFILE)[0], allow_many())
"""


def test_as_many_as_the_system_lets_us() -> None:
    told = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["2048", "2048", "2048"]
