"""What was offered to the admins is kept for a while, so that it is not offered every night."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from faq.offers import Cluster, Offer, Offers
from storage.faq_offers import OffersInSql
from storage.memory.faq_offers import OffersInMemory
from tests.contracts.conftest import Place

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REBIND = Cluster(
    id="0a1b2c3d",
    question="怎么换绑手机",
    language="zh",
    wordings=("换手机号", '想"换绑"'),
    chats=7,
    unhelped=2,
    nearest="account-change",
)
GIFT = Cluster(id="ffff0000", question="Can I gift it?", language="en", chats=3)


@pytest.fixture
async def offers(any_place: Place) -> AsyncIterator[Offers]:
    if any_place.kind == "memory":
        yield OffersInMemory()
    else:
        async with any_place.opened() as database:
            yield OffersInSql(database)


async def test_an_offer_comes_back_as_it_was(offers: Offers) -> None:
    await offers.put([GIFT, REBIND], NOON)
    assert await offers.get(REBIND.id) == REBIND
    assert await offers.get("nothing") is None
    assert await offers.since(NOON) == [Offer(REBIND, NOON), Offer(GIFT, NOON)]


async def test_only_since_then(offers: Offers) -> None:
    await offers.put([GIFT], NOON)
    await offers.put([REBIND], NOON + timedelta(days=1))
    assert [one.cluster.id for one in await offers.since(NOON + timedelta(hours=1))] == [REBIND.id]


async def test_offered_again_it_is_as_it_is_now(offers: Offers) -> None:
    await offers.put([GIFT], NOON)
    grown = replace(GIFT, chats=9)
    await offers.put([grown], NOON + timedelta(days=40))
    assert await offers.since(NOON) == [Offer(grown, NOON + timedelta(days=40))]


async def test_what_is_older_is_forgotten(offers: Offers) -> None:
    await offers.put([], NOON)
    await offers.put([GIFT], NOON)
    await offers.put([REBIND], NOON + timedelta(days=1))
    assert await offers.forget(NOON + timedelta(hours=1)) == 1
    assert await offers.get(GIFT.id) is None
    assert await offers.get(REBIND.id) == REBIND
