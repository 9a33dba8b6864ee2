"""A folder with a shop's files, and settings read from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.loading import load
from config.problems import Wrong, WrongSettings
from config.secrets_file import ENV_FILE, new_secrets, write_secrets
from config.settings import Settings

Load = Callable[..., Settings]
Complain = Callable[..., tuple[Wrong, ...]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with secrets and an empty kamidesk.toml."""
    monkeypatch.chdir(tmp_path)
    write_secrets(tmp_path / ENV_FILE, new_secrets())
    (tmp_path / "kamidesk.toml").touch()
    return tmp_path


@pytest.fixture
def loaded(folder: Path) -> Load:
    """loaded(toml, KAMIDESK_…=value)"""

    def read(toml: str = "", **environment: str) -> Settings:
        (folder / "kamidesk.toml").write_text(toml, "utf-8")
        return load(environment=environment)

    return read


@pytest.fixture
def complaints(loaded: Load) -> Complain:
    """What is wrong with these settings."""

    def read(toml: str = "", **environment: str) -> tuple[Wrong, ...]:
        with pytest.raises(WrongSettings) as caught:
            loaded(toml, **environment)
        return caught.value.problems

    return read
