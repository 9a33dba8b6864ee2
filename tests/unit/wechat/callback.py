"""An official account's callback in operation: a web server, a store that remembers, and who answers in time."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO

import aiohttp
import pytest

from bots.webserver import Health, WebServer
from bots.wechat.official.inbound import Us
from bots.wechat.official.intake import Intake
from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.replies import Reply
from core.channel import Sink
from core.errors import StoreUnavailable
from core.messages import Address, Allowance, Event, Person
from tests.unit.wechat.letters import AES_KEY, APP_ID, BUYER, OURS, TOKEN, US, StillClock, gate, sealed, stamped
from tests.wechat.platform.envelopes import unseal
from tests.wechat.platform.model import Account, Mode
from tests.wechat.platform.xmlwire import parse_reply

MODES = ["plain", "secure"]
BOTH = pytest.mark.parametrize("mode", MODES)


@dataclass
class Store:
    """Implements core.channel.Sink. `answer`: what the bot says to each event, through the passive replies."""

    replies: PassiveReplies
    answer: Reply | None = None
    events: list[Event] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)
    taken: list[str | None] = field(default_factory=list)
    trouble: Exception | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def accept(self, events: Sequence[Event]) -> None:
        if self.trouble is not None:
            raise self.trouble
        for event in events:
            if event.id not in {one.id for one in self.events}:
                self.events.append(event)
                self.tasks += [asyncio.create_task(self._deliver(event, self.answer))] if self.answer else []
        await asyncio.sleep(0)

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        self.parked.append((key, why))

    def typing(self, where: Address, who: Person) -> None:
        raise NotImplementedError

    async def _deliver(self, event: Event, answer: Reply) -> None:
        self.taken.append(await self.replies.offer(event.where.chat, answer))


class NoHints:
    def later(self) -> str:
        return ""

    def nothing_new(self) -> str:
        return "暂时没有新回复"


@dataclass
class Ears:
    """Implements Listener."""

    said: list[str] = field(default_factory=list)
    away: bool = False

    async def hears(self, event: Event) -> Event:
        if self.away:
            raise StoreUnavailable
        self.said.append("hears")
        return replace(event, allowance=Allowance(4, 5, event.at))

    def has_heard(self, event: Event) -> None:
        self.said.append("has heard")


@dataclass
class Door:
    """The account in operation."""

    url: str
    http: aiohttp.ClientSession
    store: Store
    intake: Intake
    ears: Ears
    clock: StillClock
    mode: str

    def sent(self, plain: bytes) -> tuple[Mapping[str, str], bytes]:
        return sealed(plain) if self.mode == "secure" else (stamped(), plain)

    async def posts(self, query: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "text/xml"}
        async with self.http.post(self.url, params=query, data=BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.read()

    async def hears(self, plain: bytes) -> tuple[int, bytes]:
        return await self.posts(*self.sent(plain))

    async def asks(self, query: Mapping[str, str]) -> tuple[int, str]:
        async with self.http.get(self.url, params=query) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            return answer.status, await answer.text()

    def shown(self, body: bytes) -> str:
        """The reply as the platform would show it."""
        mode = Mode.SECURE if self.mode == "secure" else Mode.PLAIN
        account = Account(appid=APP_ID, token=TOKEN, aes_key=AES_KEY, original=OURS, mode=mode)
        return parse_reply(unseal(account, body), to=BUYER, by=OURS).text

    def nothing_stored(self) -> bool:
        return not self.store.events and not self.store.parked


async def healthy() -> Health:
    return Health(ok=True)


@asynccontextmanager
async def door(
    mode: str = "plain", *, seconds: float = 0.0, answer: Reply | None = None, us: Us = US
) -> AsyncIterator[Door]:
    clock, ears = StillClock(), Ears()
    replies = PassiveReplies(seconds, NoHints(), lambda _: None)  # type: ignore[arg-type]
    intake = Intake(us, gate(clock, secure=mode == "secure"), replies, ears, clock)
    store = Store(replies, answer)
    sink: Sink = store
    intake.open(sink)
    server = WebServer(healthy, lambda: b"")
    server.mount(intake.routes())
    port = await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession() as http:
            yield Door(f"http://127.0.0.1:{port}/wechat/main/callback", http, store, intake, ears, clock, mode)
        await asyncio.gather(*store.tasks)
    finally:
        intake.close()
        await server.stop()
