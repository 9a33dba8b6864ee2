"""The staff group takes twenty messages a minute; here a minute has six seconds, for the server and for the product."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bots.telegram import overflow, staffcapabilities
from tests.telegram.botapi import Topic
from tests.telegram.botapi.rates import Limit
from tests.telegram.botapi.server import Seen
from tests.telegram.hard.place import Place, place_in

MINUTE = timedelta(seconds=6)
BUYERS = [f"买家{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"]
WORDS = [f"第{number}条。" for number in range(5)]
LONG = timedelta(seconds=60)


@pytest.fixture
async def place(tmp_path: Path, stock: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    for module in (overflow, staffcapabilities):
        monkeypatch.setattr(module, "WINDOW", MINUTE)
    async with place_in(tmp_path, stock=stock) as found:
        found.api.rates.group = Limit(20, MINUTE.total_seconds())
        found.api.rates.on = True
        yield found


def written(place: Place, *methods: str) -> list[Seen]:
    """What was written into the group, in order."""
    group = str(place.scene.group.id)
    return [one for one in place.api.calls_of(*methods) if str(one.args.get("chat_id")) == group]


async def rush(place: Place) -> None:
    """Ten buyers want a person and write five messages each, all at once; agents see all of it, in order."""
    for name in BUYERS:
        place.writes(name, "转人工")
    for text in WORDS:
        for name in BUYERS:
            place.writes(name, text)
    for name in BUYERS:
        await place.until(lambda name=name: bool(place.topics(name)), LONG)  # type: ignore[misc]
        [topic] = place.topics(name)
        await place.until(lambda topic=topic: WORDS[-1] in place.lines(topic), LONG)  # type: ignore[misc]
        text = place.lines(topic)
        places = [text.index(word) for word in WORDS]
        assert places == sorted(places)
        assert [text.count(word) for word in WORDS] == [1] * len(WORDS)


async def taken(place: Place, topics: Sequence[Topic]) -> None:
    """An agent answers in all of these; their cards tell so."""
    for topic in topics:
        place.answers(topic, "在看了。")
    for topic in topics:
        await place.until(lambda topic=topic: "Lin" in place.cards(topic)[0].text, LONG)  # type: ignore[misc]


async def test_ten_buyers_at_once_are_all_seen_in_order_without_a_refusal(place: Place) -> None:
    async with place.opened():
        await rush(place)
        assert len(written(place, "sendMessage")) <= 2 * len(BUYERS) + 5, "a card each, and one message for most"
        assert place.api.rates.refused == 0


async def test_the_cards_are_changed_when_the_words_are_through(place: Place) -> None:
    async with place.opened():
        topics = [await place.asks_for_a_person(name) for name in BUYERS[:6]]
        for text in WORDS:
            for name in BUYERS[:6]:
                place.writes(name, text)
        await place.api.settled(place.scene.shop)
        await taken(place, topics)
        for topic in topics:
            assert [place.lines(topic).count(word) for word in WORDS] == [1] * len(WORDS)
        methods = [one.method for one in written(place, "sendMessage", "editMessageText")]
        assert methods.count("editMessageText") <= 2 * len(topics)
        assert "sendMessage" not in methods[methods.index("editMessageText") :]
        assert place.api.rates.refused == 0


async def test_a_second_bot_takes_over_what_the_first_has_no_room_for(place: Place) -> None:
    """The first one still sends what has buttons, and changes it."""
    helper = place.api.new_bot("helper")
    place.api.adds(place.scene.group, helper)
    place.api.promotes(place.scene.group, helper)
    place.raw["channels"]["telegram-staff"]["main"]["overflow_tokens"] = [helper.token]
    async with place.opened():
        await rush(place)
        writers = Counter(one.bot.user.first_name for one in written(place, "sendMessage"))
        assert 5 <= writers["helper"] <= 20
        assert writers["staff"] <= 15
        assert place.api.rates.refused == 0
        await taken(place, [place.topics(name)[0] for name in BUYERS])
        assert {one.bot for one in written(place, "editMessageText")} == {place.scene.staff}
        assert place.api.rates.refused <= 2
