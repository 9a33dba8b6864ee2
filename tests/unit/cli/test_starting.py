"""What a person sees who starts it wrongly: one plain line, a way on, an exit code. Real processes."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.unit.cli.conftest import Shell

KAMIDESK = str(Path(sys.executable).with_name("kamidesk"))


def only_line(told: subprocess.CompletedProcess[str]) -> str:
    assert told.returncode == 1, told
    assert "Traceback" not in told.stderr
    (line,) = told.stderr.splitlines()
    return line


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`kamidesk run`, once it has told its addresses; stopped at the end."""
    around = {**os.environ, "KAMIDESK_WEB__PORT": "0", **environment}
    with subprocess.Popen(
        [KAMIDESK, "run"], cwd=folder, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told_until(process: subprocess.Popen[str], pattern: str) -> str:
    assert process.stdout
    told = ""
    while not re.search(pattern, told):
        line = process.stdout.readline()
        assert line, told
        told += line
    return told


def test_port_in_use_is_told_with_another_one(shop: Path, shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = only_line(shell("run", KAMIDESK_WEB__PORT=str(port)))
    assert line.startswith(f"web.port: another program uses port {port} already. Choose another one:")


def test_database_that_cannot_be_written_is_told(shop: Path, shell: Shell) -> None:
    (shop / "a-file").touch()
    line = only_line(shell("run", KAMIDESK_DATA_DIR=str(shop / "a-file" / "data")))
    assert line.startswith("database.url: ")
    assert "cannot be written" in line
    assert "Give this user the right to write there" in line


def test_database_server_that_does_not_answer_is_told_without_its_password(shop: Path, shell: Shell) -> None:
    line = only_line(shell("run", KAMIDESK_DATABASE__URL="postgresql://u:SECRET@127.0.0.1:1/none"))
    assert "database" in line
    assert "SECRET" not in line


def test_wrong_value_is_named_with_its_remedy(shop: Path, shell: Shell) -> None:
    line = only_line(shell("run", KAMIDESK_WEB__PORT="eighty"))
    assert line == (
        "KAMIDESK_WEB__PORT: must be a whole number, and it is 'eighty'. For example: KAMIDESK_WEB__PORT=8080"
    )


def test_missing_secret_is_told(shop: Path, shell: Shell) -> None:
    (shop / "kamidesk.env").unlink()
    assert only_line(shell("run")) == "secrets: is missing. `kamidesk init` makes it."


def test_secrets_that_others_can_read_are_refused(shop: Path, shell: Shell) -> None:
    (shop / "kamidesk.env").chmod(0o644)
    line = only_line(shell("run"))
    assert "can be read by others than its owner. Type: chmod 600" in line


def test_unknown_channel_is_told(shop: Path, shell: Shell) -> None:
    line = only_line(shell("run", KAMIDESK_CHANNELS__WEB_STAF__MAIN__PREFIX="/x"))
    assert line.startswith("channels.web-staf: is not a channel. Did you mean web-staff? There are: ")


def test_wrong_setting_of_a_channel_is_told(shop: Path, shell: Shell) -> None:
    line = only_line(shell("run", KAMIDESK_CHANNELS__WEB__MAIN__PREFX="/x"))
    assert re.match(r"channels\.web\.(main\.)?prefx: ", line)


def test_where_it_failed_is_shown_on_demand(shop: Path, shell: Shell) -> None:
    told = shell("--debug", "run", KAMIDESK_WEB__PORT="eighty")
    assert told.returncode == 1
    assert "Traceback" in told.stderr


def test_it_runs_and_stops_cleanly(shop: Path) -> None:
    with running(shop) as process:
        told = told_until(process, "Ctrl")
        assert re.search(r"Chat for buyers: http://127\.0\.0\.1:\d+/chat", told)
        assert re.search(r"Login for staff .*: http://127\.0\.0\.1:\d+/staff/login\?t=\S+", told)
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
        assert process.returncode == 0
        assert rest == ""


def test_second_one_on_the_same_data_is_refused(shop: Path, shell: Shell) -> None:
    with running(shop) as first:
        told_until(first, "Ctrl")
        line = only_line(shell("run", KAMIDESK_WEB__PORT="0"))
    assert "is in use by another KamiDesk" in line
