import os
import stat
from pathlib import Path

import pytest

from config.problems import WrongSettings
from config.secrets_file import KEYS, add_key, new_key, new_secrets, read_secrets, write_secrets


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "kamidesk.env"
    write_secrets(made, new_secrets())
    return made


def test_secrets_are_for_their_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_secrets_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_secrets(tmp_path / "a.env", {"A": "b"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.env").stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(WrongSettings, match=rf"can be read by others than its owner\. Type: chmod 600 {file}"):
        read_secrets(file)


def test_what_was_written_is_read(file: Path) -> None:
    values = {"A": "plain", "B": "with=signs-and_/", "C": "k1,k2"}
    write_secrets(file, values)
    assert read_secrets(file) == values


def test_keys_are_long_and_never_the_same() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) >= 43


def test_broken_line_is_named_with_its_number(file: Path) -> None:
    with file.open("a") as handle:
        handle.write("no equals sign\nGOOD=1\n'unclosed\n")
    with pytest.raises(WrongSettings) as caught:
        read_secrets(file)
    assert [problem.name for problem in caught.value.problems] == [f"{file}, line 4", f"{file}, line 6"]


def test_file_in_another_encoding_is_named(file: Path) -> None:
    file.write_bytes("A=密".encode("gbk"))
    with pytest.raises(WrongSettings, match="is not UTF-8 text"):
        read_secrets(file)


def test_new_key_goes_first_and_the_old_one_stays(file: Path) -> None:
    before = read_secrets(file)
    assert add_key(file) == 2
    newest, old = read_secrets(file)[KEYS].split(",")
    assert old == before[KEYS]
    assert newest != old
    assert {**read_secrets(file), KEYS: old} == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
