"""A second program beside the one that serves (an import, a login link) takes nothing away from it."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import WrongSetting
from storage.sqlite_file import connect, make_writable

ANOTHER_PROGRAM = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
raw.execute("SELECT * FROM said").fetchall()
raw.close()
"""


def test_to_ask_whether_the_file_is_writable_leaves_the_locks_of_this_process_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite3"
    make_writable(path)
    serving = connect(path)
    serving.execute("CREATE TABLE said (words TEXT)")
    make_writable(path)  # as for a login link, in the process that serves
    subprocess.run((sys.executable, "-c", ANOTHER_PROGRAM, str(path)), check=True)
    assert (tmp_path / "shop.sqlite3-wal").exists(), "it took itself for the last one and removed what is committed"
    serving.execute("INSERT INTO said VALUES ('still here')")
    serving.close()
    later = connect(path)
    assert later.execute("SELECT words FROM said").fetchall() == [("still here",)]
    later.close()


def test_a_file_that_nobody_may_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.sqlite3"
    make_writable(path)
    monkeypatch.setattr("os.access", lambda _path, _mode: False)  # root may write everything
    with pytest.raises(WrongSetting, match="Permission denied"):
        make_writable(path)
