"""Buyers whose key does not work, for the tests of what they are asked and told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.messages import Person, PersonId
from core.replacing import Entry, Kind, Stage
from tests.unit.core.dialogue import CHAT, Dialogue, proven
from tests.unit.core.fakeshop import NOON, NUMBER, SHOP, VAULT

BAD, GOOD, STRANGE = "ABCD-1234-EFGH-5678", "WXYZ-9876-MNPQ-5432", "QQQQ-0000-RRRR-1111"
MASKED = "ABC*-78"


def of_one_key() -> Dialogue:
    """A buyer who has proven an order of one key."""
    return proven(Dialogue())


def of_two_keys() -> Dialogue:
    dialogue = Dialogue()
    dialogue.shop.sales[NUMBER].keys = (BAD, GOOD)
    return proven(dialogue)


def claimed(dialogue: Dialogue) -> Dialogue:
    """To the end."""
    dialogue.says("卡密用不了")
    dialogue.says("提示已被兑换")
    dialogue.sends_picture()
    dialogue.says("土耳其")
    dialogue.says("今天上午，试了两次")
    return dialogue


def earlier(dialogue: Dialogue, kind: Kind, **known: Any) -> None:
    """What the ledger has had for an hour."""
    entry = Entry(
        name="35.900",
        kind=kind,
        stage=Stage.SENT,
        shop=SHOP,
        order=NUMBER,
        where=CHAT,
        buyer=Person(PersonId("b1"), "小明"),
        by=Person(PersonId("b1"), "小明"),
        at=NOON - timedelta(hours=1),
        bad=VAULT.fingerprint(BAD),
        bad_masked=MASKED,
    )
    dialogue.shop.aftersales.kept.replacements[entry.name] = replace(entry, **known)


def everything(dialogue: Dialogue) -> str:
    """All that is remembered, audited or stored of it."""
    return f"{dialogue.memory} {dialogue.audit} {dialogue.shop.aftersales.kept.replacements} {dialogue.ticket}"
