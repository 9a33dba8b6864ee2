"""Waits are short here: what is tried is the order of things, not the clock."""

from datetime import timedelta

import pytest

from core import courier, delivery, retrying, worker


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_WAIT", timedelta(milliseconds=5))
    monkeypatch.setattr(courier, "RETRY_STORE", timedelta(milliseconds=5))
    monkeypatch.setattr(courier, "SWEEP", timedelta(milliseconds=20))
    monkeypatch.setattr(worker, "SWEEP", timedelta(milliseconds=5))
    monkeypatch.setattr(retrying, "SILENT_FOR", timedelta(milliseconds=5))
