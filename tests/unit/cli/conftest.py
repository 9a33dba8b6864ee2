"""The command line as a person uses it: in a folder, with a clean environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bots.cli import app

Kamidesk = Callable[..., Result]
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("KAMIDESK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kamidesk(folder: Path, logs_as_before: None) -> Kamidesk:
    """kamidesk("init", "--yes", typed="…") in this process; Enter at what else is asked."""

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, list(arguments), input=f"{typed}\n")

    return run


@pytest.fixture
def shop(folder: Path, kamidesk: Kamidesk) -> Path:
    """A folder where `kamidesk init` was run."""
    assert kamidesk("init", "--yes").exit_code == 0
    return folder


@pytest.fixture
def shell(folder: Path) -> Shell:
    """shell("run", KAMIDESK_WEB__PORT="1") in a process of its own, as in a terminal."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("kamidesk")), *arguments]
        around = {**os.environ, **environment}
        return subprocess.run(command, env=around, capture_output=True, text=True, timeout=60, check=False)

    return run
