"""What the channels' samples hold is Telegram's form: both libraries read it to its last field."""

import json
from pathlib import Path

import pytest
import telegram

from tests.conformance.folders import samples_of
from tests.conformance.recording import expectation, samples
from tests.telegram.judges import aiogram_reads, telegram_reads

STRANGE = frozenset({"content-of-a-future-kind", "channel-post", "update-of-an-unknown-kind"})
"""Of a kind that no library knows yet; cut down to what is read."""
ALL = [path for name in ("telegram", "telegram-staff") for path in samples(samples_of("telegram", name))]
REAL = [path for path in ALL if '"refused"' not in expectation(path).read_text("utf-8") and path.stem not in STRANGE]


def test_there_are_samples_of_both_channels() -> None:
    assert len({path.parent for path in REAL}) == 2
    assert len(REAL) > 60


@pytest.mark.parametrize("sample", REAL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sample_is_what_telegram_sends(sample: Path) -> None:
    update = json.loads(sample.read_bytes())
    aiogram_reads(update)
    telegram_reads(update, telegram.Bot("1:AAH"))
