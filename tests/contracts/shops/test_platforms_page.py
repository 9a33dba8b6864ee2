"""The table of docs/shops/README.md says of each platform what its connector offers, and its pages are all there."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.ports import ShopPort
from core.shopparts import (
    CallsBack,
    FindsKeys,
    FindsSales,
    KnowsBuyers,
    KnowsPayments,
    ListsOrders,
    ListsStock,
    RecordsRefunds,
    ReplacesKeys,
    TellsChanges,
)
from storage.shops.http.settings import Part
from storage.shops.opening import open_shops
from tests.contracts.shops.stands import RealClock
from tests.contracts.surroundings import Away, a_vault

FOLDER = Path(__file__).parents[3] / "docs" / "shops"
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
YES, ONCE_SET_UP, NO = "●◐—"
PARTS: Mapping[str, type] = {
    "list the stock": ListsStock,
    "orders of a bad batch": FindsSales,
    "orders of a contact": ListsOrders,
    "the order of a key": FindsKeys,
    "knows bound messengers": KnowsBuyers,
    "replace a key": ReplacesKeys,
    "record a refund": RecordsRefunds,
    "where the payment is": KnowsPayments,
    "sees what changes": TellsChanges,
    "is called by the shop": CallsBack,
}
DATABASE = {"user": "kamidesk", "password": "pw", "database": "shop"}
GATEWAY = {"gateway": {"url": "https://pay.example", "pid": "1", "key": "k"}}
HTTP = {"url": "https://shop.example", "secret": "s" * 32}
NEXT = {"base_url": "https://shop.example"}
BARE: Mapping[str, dict[str, Any]] = {
    "builtin": {},
    "dujiao-next": NEXT,
    "acg-faka": DATABASE,
    "dujiaoka": DATABASE,
    "http": HTTP,
}
WHOLE: Mapping[str, dict[str, Any]] = {
    "builtin": {},
    "dujiao-next": {
        **NEXT,
        **GATEWAY,
        "admin": {"username": "kamidesk", "password": "pw"},
        "channel": {"key": "k", "secret": "s"},
    },
    "acg-faka": {**DATABASE, **GATEWAY, "refund_plugin": True, "notify_key": "a key of the plugin"},
    "dujiaoka": {**DATABASE, **GATEWAY, "callback_secret": "s" * 24},
    "http": {**HTTP, "serves": list(Part)},
}


def opened(platform: str, settings: dict[str, Any]) -> ShopPort:
    (shop,) = open_shops({platform: {"main": settings}}, Away(), a_vault(), RealClock())
    return shop


def marks() -> Mapping[tuple[str, str], str]:
    """(part, platform) -> the sign in the table."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if "·" in line]
    head = next(line for line in PAGE.splitlines() if line.startswith("| |"))
    platforms = [cell.strip() for cell in head.strip("|").split("|")][1:]
    table = {row[0].rpartition("·")[2].strip(): row[1:] for row in rows if len(row) == len(platforms) + 1}
    return {(part, platform): table[part][n][0] for part in PARTS for n, platform in enumerate(platforms)}


@pytest.mark.parametrize("platform", BARE)
@pytest.mark.parametrize("part", PARTS)
def test_what_the_table_says_is_so(part: str, platform: str) -> None:
    bare, whole = opened(platform, BARE[platform]), opened(platform, WHOLE[platform])
    sign = YES if isinstance(bare, PARTS[part]) else ONCE_SET_UP if isinstance(whole, PARTS[part]) else NO
    told = marks()[part, platform]
    may_serve_nothing = (part, platform) == ("is called by the shop", "dujiaoka")  # its route needs a secret
    assert told == (ONCE_SET_UP if may_serve_nothing else sign)


def test_every_page_that_is_named_is_there() -> None:
    for page in FOLDER.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (FOLDER / link).exists(), f"{page.name} names {link}"
