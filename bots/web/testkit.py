"""The kits by which the conformance suite drives both channels."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, ClassVar

from aiohttp import WSServerHandshakeError

from bots.web.browser import Browser
from bots.web.buyer import CHAT, address_of
from bots.web.entries import Entry, Side
from bots.web.inbound import Seat, to_events
from bots.web.logins import login_link
from bots.web.protocol import Delete, Edit, Open, Press, Said, Say, decode_frame
from bots.web.threads import GENERAL, ROOM, STAFF, thread_id
from bots.web.visitors import Visitor
from core.channel import Channel
from core.errors import Unreadable
from core.messages import AccountId, Address, Event, Person, PersonId
from core.ports import Surroundings

ACCOUNT = AccountId("main")
RECORDED = Visitor("0123456789abcdef01234567", new=False)
"""Who spoke when samples/ was recorded; an agent of that name in the staff room."""
RECORDED_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as a page shows it. Implements tests.conformance.kit.Shown."""

    id: str
    entry: Entry
    media: Sequence[bytes] = ()

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def buttons(self) -> Sequence[Sequence[str]]:
        return [[button.label for button in row] for row in self.entry.buttons]


class WebKit:
    """A buyer in his browser. Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "edits", "deletes", "presses", "repeats", "forges"})
    faults: ClassVar[frozenset[str]] = frozenset()
    root: ClassVar = "/chat"

    def __init__(self) -> None:
        self._last: Said | None = None

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        return _events(payload, Side.BUYER, address_of(ACCOUNT, RECORDED))

    async def open(self, around: Surroundings) -> dict[str, Any]:
        self._around = around
        self.browser = Browser(around.public_url, self.root)
        return {}

    async def join(self, channel: Channel) -> None:  # noqa: ARG002 - for kits that must wait for it
        await self.browser.connect()

    async def close(self) -> None:
        await self.browser.close()

    @property
    def chat(self) -> Address:
        return address_of(ACCOUNT, Visitor(self.browser.me, new=False))

    @property
    def room(self) -> Address | None:
        return None

    async def says(self, where: Address, text: str) -> str:
        return await self._do(Say(id=_nonce(), box=await self._wire(where), text=text))

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:  # noqa: ARG002 - told by content
        wire = await self._wire(where)
        upload = await self.browser.upload(data, name, f"?box={wire}")
        return await self._do(Say(id=_nonce(), box=wire, files=(upload["token"],)))

    async def edits(self, where: Address, message: str, text: str) -> None:
        await self._do(Edit(id=_nonce(), box=await self._wire(where), message=message, text=text))

    async def deletes(self, where: Address, message: str) -> None:
        await self._do(Delete(id=_nonce(), box=await self._wire(where), message=message))

    async def presses(self, where: Address, message: str, label: str) -> None:
        wire = await self._wire(where)
        await self.browser.until(lambda: message in self.browser.boxes.get(wire, {}))
        entry = dict(self.browser.shown(wire))[message]
        value = next(b.value for row in entry.buttons for b in row if b.label == label)
        await self._do(Press(id=_nonce(), box=wire, message=message, value=value))

    async def repeats(self) -> None:
        assert self._last is not None, "nothing was said yet"
        await self.browser.do(self._last)

    async def forges(self, text: str) -> None:  # noqa: ARG002 - the door is shut before a word
        """A page of another site, with a token that it made up."""
        async with Browser(self._around.public_url, self.root) as stranger:
            stranger.origin, stranger.token = "https://evil.example", f"{self.browser.token[:-4]}AAAA"
            with suppress(WSServerHandshakeError):
                await stranger.connect()
                raise AssertionError("a stranger came in")

    async def garbles(self) -> None:
        await self.browser.send('{"type": "say", "id": 5, "text"')
        await self.browser.frame(lambda f: f["type"] == "error")

    async def shown(self, where: Address) -> Sequence[Seen]:
        """As one who opens the page now sees it."""
        wire = await self._wire(where)
        async with Browser(self._around.public_url, self.root) as fresh:
            fresh.token = self.browser.token
            fresh.http.cookie_jar.update_cookies((m.key, m) for m in self.browser.http.cookie_jar)
            await fresh.connect()
            if wire != CHAT:
                await fresh.send(Open(wire))
            await fresh.until(lambda: wire in fresh.boxes)
            ours = [(key, e) for key, e in fresh.shown(wire) if self._is_ours(e)]
            return [Seen(key, e, [await fresh.download(f.url) for f in e.files]) for key, e in ours]

    async def cause(self, fault: str, where: Address) -> None:
        raise NotImplementedError("nothing fails here but the store")

    async def heal(self) -> None:
        """Nothing was caused."""

    def _is_ours(self, entry: Entry) -> bool:
        return entry.side is not Side.BUYER

    async def _wire(self, where: Address) -> str:
        assert where == self.chat
        return CHAT

    async def _do(self, frame: Said) -> str:
        """The key of the message; empty where the product asks to come again."""
        self._last = frame
        answer = await self.browser.do(frame)
        assert answer["type"] == "ack" or "retry_after" in answer, answer
        return str(answer.get("key", ""))


class StaffKit(WebKit):
    """An agent in the staff room."""

    root: ClassVar = "/staff"

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        where = Address(STAFF, ACCOUNT, ROOM, thread_id("1"))
        return _events(payload, Side.AGENT, where)

    async def join(self, channel: Channel) -> None:
        status = await self.browser.sign_in(login_link("mei", "Mei", "agent", self._around))
        assert status == HTTPStatus.SEE_OTHER, status
        await super().join(channel)

    @property
    def chat(self) -> Address:
        return Address(STAFF, ACCOUNT, ROOM)

    @property
    def room(self) -> Address | None:
        return self.chat

    async def forges(self, text: str) -> None:  # noqa: ARG002 - the door is shut before a word
        """Somebody who never signed in."""
        async with Browser(self._around.public_url, self.root) as stranger:
            await stranger.connect()
            assert not stranger.me, "a stranger came in"

    def _is_ours(self, entry: Entry) -> bool:
        return not entry.by

    async def _wire(self, where: Address) -> str:
        wire = where.thread or GENERAL
        if wire not in self.browser.boxes:
            await self.browser.send(Open(wire))
            await self.browser.until(lambda: wire in self.browser.boxes)
        return wire


def _nonce() -> str:
    return uuid.uuid4().hex


def _events(payload: bytes, side: Side, where: Address) -> Sequence[Event]:
    who = Person(PersonId(RECORDED.id), RECORDED.name)
    frame = decode_frame(payload)
    if not isinstance(frame, Said):
        raise Unreadable("a frame that makes no event")
    return to_events(frame, Seat(who, side, where, "box"), RECORDED_AT)


KITS = {"web": WebKit, "web-staff": StaffKit}
