"""Callbacks to the account's server: three tries of 5 seconds each, and what becomes of the answer.

Anything but 200 inside the limit is tried again with the same MsgId; `success` or nothing is taken quietly; a passive
reply is shown; anything else, or three tries in vain, shows the person that the service is out of order.
Source: developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message."""

import asyncio
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

import aiohttp

from tests.wechat.platform.crypto import signature
from tests.wechat.platform.envelopes import Answer, Request, seal, unseal
from tests.wechat.platform.model import FAILURE, Json, Person, Shown, Way
from tests.wechat.platform.refusals import Declined
from tests.wechat.platform.world import World
from tests.wechat.platform.xmlwire import BadReply, Reply, compose, parse_reply

LIMIT = 5.0
TRIES = 3
HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0", "Accept": "*/*", "Pragma": "no-cache"}


class Outcome(StrEnum):
    """PENDING: not over yet. QUIET: taken without words. FAILED: the person was told that we are out of order."""

    PENDING = "pending"
    QUIET = "quiet"
    REPLIED = "replied"
    FAILED = "failed"


@dataclass(slots=True, eq=False)
class Delivery:
    """One message or event on its way. `key`: its MsgId, or what names the event."""

    person: Person
    key: str
    fields: Json
    requests: list[Request] = field(default_factory=list, repr=False)
    tries: list[Answer] = field(default_factory=list)
    outcome: Outcome = Outcome.PENDING
    reply: Shown | None = None
    why: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def over(self) -> "Delivery":
        """Waits until the platform is through with it."""
        await self.done.wait()
        return self


class Callbacks:
    """`url`: where the account's server listens. `second`: how long one of the platform's seconds lasts."""

    def __init__(self, world: World, *, second: float = 1.0) -> None:
        self.url = ""
        self.second = second
        self.sent: list[Delivery] = []
        self._world = world
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    @property
    def limit(self) -> float:
        """Seconds for one answer."""
        return LIMIT * self.second

    async def stop(self) -> None:
        for task in [*self._tasks]:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def settled(self) -> None:
        """Waits until nothing is on its way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    # ------------------------------------------------------------------ as the platform does it

    def send(self, person: Person, key: str, fields: Json, *, at_once: int = 0) -> Delivery:
        """Begins; with `at_once` so many tries go out together, whatever is answered."""
        delivery = Delivery(person, key, fields)
        self.sent.append(delivery)
        task = asyncio.create_task(self._burst(delivery, at_once) if at_once else self._insist(delivery))
        task.set_name(f"callback {key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def repeat(self, delivery: Delivery) -> Answer:
        """The same once more, signed anew, as when an answer was lost on the way."""
        answer = await self._try(delivery)
        self._judge(delivery, answer)
        return answer

    async def replay(self, delivery: Delivery) -> Answer:
        """Exactly what went over the wire, by somebody who was listening."""
        return await self.post(delivery.requests[-1])

    async def verify(self, echo: str = "4375120948345356249", token: str | None = None) -> Answer:
        """The handshake when the address is configured: the server must answer with `echo`."""
        stamp, nonce = str(int(self._world.clock.stamp)), str(secrets.randbelow(10**9))
        signed = signature(self._world.account.token if token is None else token, stamp, nonce)
        query = {"signature": signed, "echostr": echo, "timestamp": stamp, "nonce": nonce}
        return await self._ask("GET", Request(query, b""))

    # ------------------------------------------------------------------ by hand

    def sealed(self, fields: Json | bytes, *, age: float = 0.0, token: str | None = None, openid: str = "") -> Request:
        """Fields, or any bytes, as the platform would send them; `age` seconds ago."""
        xml = fields if isinstance(fields, bytes) else compose(fields)
        return seal(self._world.account, xml, openid=openid, at=self._world.clock.stamp - age, token=token)

    async def post(self, request: Request) -> Answer:
        """Status 0: nobody answered inside the limit."""
        return await self._ask("POST", request)

    async def _ask(self, method: str, request: Request) -> Answer:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=False)
        begun = time.monotonic()
        data, headers = (request.body, HEADERS) if method == "POST" else (None, {})
        try:
            async with (
                asyncio.timeout(self.limit),
                self._session.request(method, self.url, params=request.query, data=data, headers=headers) as answer,
            ):
                return Answer(answer.status, await answer.read(), time.monotonic() - begun)
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return Answer(0, b"", time.monotonic() - begun)

    # ------------------------------------------------------------------ tries, and what becomes of the answers

    async def _insist(self, delivery: Delivery) -> None:
        for _ in range(TRIES):
            answer = await self._try(delivery)
            if answer.status == 200:
                self._judge(delivery, answer)
                break
            if answer.status:
                await asyncio.sleep(self.second)
        else:
            self._fail(delivery, "no answer to three tries")
        self._end(delivery)

    async def _burst(self, delivery: Delivery, times: int) -> None:
        for answer in await asyncio.gather(*(self._try(delivery) for _ in range(times))):
            self._judge(delivery, answer)
        self._end(delivery)

    async def _try(self, delivery: Delivery) -> Answer:
        request = self.sealed(delivery.fields, openid=delivery.person.openid)
        delivery.requests.append(request)
        answer = await self.post(request)
        delivery.tries.append(answer)
        self._world.tell_watchers()
        return answer

    def _judge(self, delivery: Delivery, answer: Answer) -> None:
        if answer.status != 200:
            return
        if answer.body.strip() in {b"", b"success"}:
            delivery.outcome = Outcome.QUIET if delivery.reply is None else delivery.outcome
            return
        account, person = self._world.account, delivery.person
        try:
            reply = parse_reply(unseal(account, answer.body), to=person.openid, by=account.original)
            self._show(delivery, reply)
        except (BadReply, Declined) as wrong:
            self._fail(delivery, str(wrong))

    def _show(self, delivery: Delivery, reply: Reply) -> None:
        """Raises: Declined: there is no such file."""
        media = (self._world.files.find(reply.media_id, reply.kind).data,) if reply.media_id else ()
        delivery.outcome = Outcome.REPLIED
        if not delivery.person.following:
            return
        shown = self._world.show(
            delivery.person, Way.PASSIVE, reply.kind, text=reply.text, media=media, answers=delivery.key
        )
        delivery.reply = delivery.reply or shown

    def _fail(self, delivery: Delivery, why: str) -> None:
        delivery.outcome, delivery.why = Outcome.FAILED, why
        if delivery.person.following:
            self._world.show(delivery.person, Way.FAILURE, "text", text=FAILURE, answers=delivery.key)

    def _end(self, delivery: Delivery) -> None:
        delivery.done.set()
        self._world.tell_watchers()
