"""A new channel is a new folder: a copy of bots/fake under another name works, and nothing else is touched."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.folders import BOTS

ROOT = BOTS.parent

CONFIGURED_LIKE_ANY_OTHER = """
import sys
from bots.registry import open_channels
from tests.conformance.surroundings import surroundings

settings = {"secret": "12345678", "platform_url": "http://127.0.0.1:1"}
opened = open_channels({"%(name)s": {"shop": settings}}, lambda *_: surroundings("http://127.0.0.1:1"))
[((name, account), channel)] = opened.items()
assert (name, account) == ("%(name)s", "shop"), opened
assert [route.path for route in channel.routes()] == ["/%(name)s/shop/webhook"]
assert not [module for module in sys.modules if module.startswith("bots.fake")], "the copy uses the original"
"""


@pytest.fixture(scope="module")
def name() -> str:
    return f"copied_{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def checkout(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the repository as git knows them, and one folder more."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    copy = tmp_path_factory.mktemp("checkout")
    for file in filter(None, files):
        if (ROOT / file).is_file():
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, copy / file)
    shutil.copytree(copy / "bots" / "fake", copy / "bots" / name)
    return copy


def test_a_copied_folder_is_a_channel_that_can_be_configured(checkout: Path, name: str) -> None:
    done = python(checkout, "-c", CONFIGURED_LIKE_ANY_OTHER % {"name": name})
    assert done.returncode == 0, done.stderr


def test_a_copied_folder_passes_the_conformance_suite(checkout: Path, name: str) -> None:
    done = python(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/conformance", "-k", name)
    assert done.returncode == 0, done.stdout[-5000:]
    passed = int(done.stdout.rsplit(" passed", 1)[0].split()[-1].lstrip(","))
    assert passed > 60, done.stdout[-5000:]


def test_a_copied_folder_keeps_to_the_import_rules(checkout: Path, name: str) -> None:
    done = python(checkout, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    assert "Contracts: " in done.stdout, done.stderr
    assert name not in done.stdout


def python(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """In the copy, as one would there: the current folder comes first on the path."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "PYTHON", "COV"))}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=checkout, env=clean, check=False, capture_output=True, text=True, timeout=300)
