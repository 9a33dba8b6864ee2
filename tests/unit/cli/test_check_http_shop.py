"""docs/shops/http.md, as its reader types it: the reference server on one side, `kamidesk check` on the other."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import create_connection

import pytest
from aiohttp.test_utils import unused_port

from tests.unit.cli.conftest import Shell

SERVER = Path(__file__).parents[3] / "docs" / "shops" / "reference_server.py"
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def served(shop: Path) -> Iterator[int]:
    """The port of a reference server that was started by hand."""
    port = unused_port()
    command = [sys.executable, str(SERVER), str(shop / "shop.db"), "--demo", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "SHOP_SECRET": SECRET}, stdout=subprocess.DEVNULL) as process:
        try:
            _until_open(port)
            yield port
        finally:
            process.terminate()


def _until_open(port: int) -> None:
    for _ in range(400):
        with suppress(OSError), create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    pytest.fail("the reference server does not start")


def test_all_that_the_page_says_is_fine(shop: Path, served: int, shell: Shell) -> None:
    with (shop / "kamidesk.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[shops.http.main]\nurl = "http://127.0.0.1:{served}"\nserves = ["stock", "replacements"]\n')
    told = shell("check", "--json", KAMIDESK_SHOPS__HTTP__MAIN__SECRET=SECRET)
    findings = {one["subject"]: one for one in json.loads(told.stdout)}
    assert findings["shop"]["seen"] == "Reference shop answers, contract 1"
    assert findings["signature"]["severity"] == "ok"
    assert "refunds" in findings["parts"]["remedy"]
    assert "Unclosed" not in told.stderr, "the shop lets go of its connections"
    assert SECRET not in told.stdout + told.stderr
