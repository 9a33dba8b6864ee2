"""A real browser; where there is none, the test that needs it is skipped by name."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.frugal import frugal

ENABLE = "no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) and run again"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


@pytest.fixture(scope="session", autouse=True)
def _frugal() -> Iterator[None]:
    with frugal():
        yield


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip(ENABLE)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        await opened.close()


@pytest.fixture
def shots() -> Path | None:
    """Where screenshots of what the tests see are to be kept, if somebody wants to look at them."""
    folder = os.environ.get("KAMIDESK_SHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
