"""Updates reach the product once and for good, by long polling or by the webhook, whatever is among them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bots.telegram.intake import Intake, Understood
from bots.telegram.polling import Poller
from bots.telegram.settings import BotSettings
from bots.telegram.webhook import SECRET_HEADER, Webhook
from bots.telegram.wire import Answer, Garbled, Wire
from core.errors import ChannelUnavailable, Forged, StoreUnavailable, Unreadable
from core.messages import AccountId, Address, ChannelName, ChatId, Event, Person, PersonId
from tests.conformance.stage import RememberingSink
from tests.unit.telegram.told import NOW, US

ROOM = Address(ChannelName("telegram"), AccountId("main"), ChatId(""))
SETTINGS = BotSettings.model_validate({"token": "1001:AAH"})


class ScriptedWire(Wire):
    """Answers getUpdates from a script; when it is at its end, it waits for ever, as a long poll does."""

    def __init__(self, *script: bytes | Exception, webhook: str = "") -> None:
        super().__init__(SETTINGS)
        self.script = [*script]
        self.webhook = webhook
        self.finished = asyncio.Event()
        self.asked: list[dict[str, Any]] = []
        self.deleted = 0

    async def call(self, method: str, *, seconds: float = 30, **arguments: Any) -> Answer:
        if method == "getUpdates":
            self.asked.append(arguments)
            if not self.script:
                self.finished.set()
                await asyncio.Event().wait()
            said = self.script.pop(0)
            if isinstance(said, Exception):
                raise said
            return Answer(ok=True, result=msgspec.Raw(said))
        if method == "deleteWebhook":
            self.webhook, self.deleted = "", self.deleted + 1
        return Answer(ok=True, result=msgspec.Raw(msgspec.json.encode({"url": self.webhook})))

    @property
    def offsets(self) -> list[int | None]:
        return [one["offset"] for one in self.asked]


def happened(name: str) -> Event:
    return Event(id=US.event(int(name)), at=NOW, where=ROOM, sender=Person(PersonId("700")))


async def understand(payload: bytes) -> Understood:
    """An update is its number; "mistake" meets one of ours, and what is no JSON is unreadable."""
    try:
        told = msgspec.json.decode(payload)
    except msgspec.DecodeError:
        raise Unreadable("no JSON") from None
    if told.get("mistake"):
        raise KeyError("mistake")
    return Understood((happened(str(told["update_id"])),), callback=told.get("callback", ""))


class Picky(RememberingSink):
    """`away`, and poison: an event that the store cannot keep."""

    poison = ""

    async def accept(self, events: Sequence[Event]) -> None:
        if any(event.id.endswith(f"/{self.poison}") for event in events if self.poison):
            raise ValueError("no store keeps this")
        await super().accept(events)

    @property
    def numbers(self) -> list[str]:
        return [event.rsplit("/", 1)[-1] for event in self.events]


def intake_to(sink: Picky, accepted: list[Understood] | None = None) -> Intake:
    intake = Intake(ROOM, understand, (accepted if accepted is not None else []).append)
    intake.sink = sink
    return intake


@asynccontextmanager
async def polling(wire: ScriptedWire, sink: Picky) -> AsyncIterator[Poller]:
    """Until the script is at its end, and the poller waits for more."""
    poller = Poller("telegram/main", wire, intake_to(sink).take, ("message",), 50)
    running = asyncio.create_task(poller.run())
    try:
        async with asyncio.timeout(10):
            await wire.finished.wait()
        yield poller
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def updates(*numbers: int) -> bytes:
    return msgspec.json.encode([{"update_id": number} for number in numbers])


async def test_the_offset_is_raised_when_the_updates_are_stored() -> None:
    wire, sink = ScriptedWire(updates(5, 6), updates(7), b"[]"), Picky()
    async with polling(wire, sink):
        assert sink.numbers == ["5", "6", "7"]
        assert wire.offsets == [None, 7, 8, 8]
        assert wire.asked[0] == {"allowed_updates": ["message"], "timeout": 50, "offset": None, "limit": 100}


async def test_what_could_not_be_stored_is_asked_for_again() -> None:
    wire, sink = ScriptedWire(updates(5), updates(5)), Picky()
    sink.away = True
    task = asyncio.get_running_loop().call_later(0.05, lambda: setattr(sink, "away", False))
    async with polling(wire, sink):
        assert sink.numbers == ["5"]
        assert wire.offsets == [None, None, 6]
    task.cancel()


async def test_one_unreadable_update_is_parked_and_the_others_go_on() -> None:
    said = b'[{"update_id":5},{"update_id":6,"mistake":true},{"update_id":7}]'
    wire, sink = ScriptedWire(said), Picky()
    async with polling(wire, sink):
        assert sink.numbers == ["5", "7"]
        assert sink.parked == [("6", b'{"update_id":6,"mistake":true}')]
        assert wire.offsets == [None, 8]


async def test_an_update_that_the_store_cannot_keep_is_parked_and_the_others_go_on() -> None:
    wire, sink = ScriptedWire(updates(5, 6, 7)), Picky()
    sink.poison = "6"
    async with polling(wire, sink):
        assert sink.numbers == ["5", "7"]
        assert [key for key, _ in sink.parked] == ["6"]
        assert wire.offsets == [None, 8]


async def test_an_answer_that_is_no_json_is_asked_for_one_by_one_until_the_bad_one_is_parked() -> None:
    bad = b'[{"update_id": 6, "text": "\xff\xfe"'
    wire, sink = ScriptedWire(bad, updates(5), Garbled(200, bad), Garbled(200, bad), updates(7)), Picky()
    async with polling(wire, sink):
        assert sink.numbers == ["5", "7"]
        assert [payload for _, payload in sink.parked] == [bad]
        assert wire.offsets == [None, None, 6, 6, 7, 8]
        assert [one["limit"] for one in wire.asked] == [100, 1, 100, 1, 100, 100]


async def test_updates_without_numbers_are_parked_and_asked_for_slowly() -> None:
    wire, sink = ScriptedWire(b'[{"x":1}]', updates(5)), Picky()
    async with polling(wire, sink) as poller:
        assert sink.numbers == ["5"]
        assert len(sink.parked) == 1
        assert poller.trouble == ""


async def test_a_webhook_that_is_set_is_removed_first_and_nothing_is_dropped() -> None:
    wire, sink = ScriptedWire(updates(5), webhook="https://old.example"), Picky()
    async with polling(wire, sink):
        assert (wire.deleted, sink.numbers) == (1, ["5"])


async def test_a_conflict_is_told_and_tried_again() -> None:
    wire, sink = (
        ScriptedWire(ChannelUnavailable("409 Conflict"), updates(5), ChannelUnavailable("409 Conflict")),
        Picky(),
    )
    async with polling(wire, sink) as poller:
        assert sink.numbers == ["5"]
        assert "409" in poller.trouble


async def test_presses_are_answered_only_when_they_are_stored() -> None:
    answered: list[Understood] = []
    sink = Picky()
    intake = intake_to(sink, answered)
    sink.away = True
    with pytest.raises(StoreUnavailable):
        await intake.take([b'{"update_id":5,"callback":"77"}'])
    assert answered == []
    sink.away = False
    await intake.take([b'{"update_id":5,"callback":"77"}', b"{"])
    assert [one.callback for one in answered] == ["77", ""]


async def test_a_channel_that_is_not_started_takes_nothing() -> None:
    with pytest.raises(StoreUnavailable):
        await Intake(ROOM, understand, lambda _: None).take([b"{}"])


class TestWebhook:
    SECRET = "s3cret_of-ours"

    @asynccontextmanager
    async def door(self, sink: Picky) -> AsyncIterator[Any]:
        webhook = Webhook("telegram/main", self.SECRET, intake_to(sink).take)
        [route] = webhook.routes()
        assert (route.method, route.path) == ("POST", "/telegram/main/webhook")

        async def answering(request: web.Request) -> web.StreamResponse:
            try:
                response: web.StreamResponse = await route.handler(request)
            except (Forged, StoreUnavailable) as why:
                return web.Response(status=403 if isinstance(why, Forged) else 503)
            return response

        app = web.Application()
        app.router.add_post(route.path, answering)
        async with TestClient(TestServer(app)) as client:

            async def post(payload: bytes, secret: str | None = self.SECRET) -> int:
                headers = {} if secret is None else {SECRET_HEADER: secret}
                async with client.post(route.path, data=payload, headers=headers) as answer:
                    return int(answer.status)

            yield post

    async def test_only_telegram_comes_in(self) -> None:
        sink = Picky()
        async with self.door(sink) as post:
            for secret in (None, "", "guessed", self.SECRET + "x", "ä"):
                assert await post(updates(5)[1:-1], secret) == 403
            assert sink.numbers == []
            assert await post(updates(5)[1:-1]) == 200
            assert sink.numbers == ["5"]

    async def test_what_cannot_be_read_is_kept_and_taken(self) -> None:
        sink = Picky()
        async with self.door(sink) as post:
            assert await post(b"{not json") == 200
            assert [payload for _, payload in sink.parked] == [b"{not json"]

    async def test_what_cannot_be_stored_is_to_come_again(self) -> None:
        sink = Picky()
        sink.away = True
        async with self.door(sink) as post:
            assert await post(updates(5)[1:-1]) == 503
            sink.away = False
            assert await post(updates(5)[1:-1]) == 200
