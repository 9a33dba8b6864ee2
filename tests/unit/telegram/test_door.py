"""A bot takes in for as long as it runs, whatever the server says first."""

import asyncio

import msgspec
import pytest

from bots.telegram.door import Door
from bots.telegram.intake import Understood
from bots.telegram.settings import ShopSettings
from bots.telegram.wire import Wire
from core import patience
from core.channel import Sink
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from tests.conformance.surroundings import surroundings

ROOM = Address(ChannelName("telegram"), AccountId("main"), ChatId(""))


async def nothing(_: bytes) -> Understood:
    return Understood()


class Silent:
    """Implements core.channel.Sink."""

    async def accept(self, events: list[Event]) -> None: ...

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None: ...

    def typing(self, where: Address, who: object) -> None: ...


@pytest.mark.parametrize("nonsense", [b"null", b"true", b"[]", b'{"id": "x"}'])
async def test_a_server_that_does_not_know_us_is_asked_again(nonsense: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [nonsense, nonsense, b'{"id": 7, "is_bot": true, "first_name": "x", "username": "our_bot"}']
    known = asyncio.Event()

    async def ask(_: Wire, method: str, **__: object) -> msgspec.Raw:
        if method == "getMe":
            return msgspec.Raw(answers.pop(0))
        known.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(patience, "FIRST", 0.001)
    monkeypatch.setattr(Wire, "ask", ask)
    monkeypatch.setattr(Wire, "call", ask)
    settings = ShopSettings.model_validate({"token": "7:" + "A" * 35, "api_url": "http://127.0.0.1:9"})
    door = Door(ROOM, settings, surroundings("http://127.0.0.1:9"), (), nothing)
    sink: Sink = Silent()  # type: ignore[assignment]
    door.open(sink)
    await asyncio.wait_for(known.wait(), 10)
    await door.close()
    assert door.username == "our_bot"
