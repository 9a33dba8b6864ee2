"""What a buyer's page may do, and the routes of the buyer chat."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from aiohttp import hdrs, web
from msgspec import structs

from bots.web.callers import caller_of
from bots.web.capabilities import TEXT_LIMIT
from bots.web.entries import Side, milliseconds
from bots.web.errors import NotTaken, Why
from bots.web.fileroutes import file_link, hand_out, receive, refusal
from bots.web.hub import Connection, Feed
from bots.web.inbound import Seat
from bots.web.limits import Allowance
from bots.web.orderpass import OrderPasses
from bots.web.origins import from_own_page
from bots.web.parts import Parts
from bots.web.protocol import (
    Bring,
    FromPage,
    Hello,
    Me,
    Older,
    Speak,
    Spoken,
    Typing,
    Welcome,
)
from bots.web.session import serve
from bots.web.settings import BuyerSettings
from bots.web.visitors import Visitor, Visitors
from core.channel import HttpRoute, Sink
from core.errors import Forged
from core.messages import AccountId, Address, ChannelName, ChatId, ContactOpened, EventId, Person, PersonId

WEB = ChannelName("web")
CHAT = "chat"
"""The wire name of the one box that a buyer has."""


def box_of(where: Address) -> str:
    """The mailbox box of a buyer's chat."""
    return Address(where.channel, where.account, ChatId(CHAT)).key + "/" + where.chat.replace("/", "%2F")


def address_of(account: AccountId, visitor: Visitor) -> Address:
    return Address(WEB, account, ChatId(visitor.id))


class BuyerVisit:
    """One buyer's page while it is open."""

    def __init__(self, pages: "BuyerPages", sink: Sink, connection: Connection, caller: str) -> None:
        self.connection = connection
        self._caller = caller
        self._pages = pages
        self._sink = sink
        self._parts = pages.parts
        self._talk = pages.parts.talk(sink)
        self._visitor = Visitor("", new=True)
        self._seat: Seat | None = None

    @property
    def name(self) -> str:
        return self._seat.who.id if self._seat else ""

    @property
    def lasts(self) -> None:
        """A buyer may stay."""

    def admit(self, frame: Hello) -> None:
        visitor = self._pages.visitors.welcome(frame.token)
        if visitor.new and self._pages.newcomers.take(self._caller, asyncio.get_running_loop().time()):
            raise NotTaken(Why.SLOW_DOWN)
        self._visitor, self._seat = visitor, _seat(self._pages.account, visitor, frame.language)

    async def hello(self, frame: Hello) -> None:
        visitor, seat = self._visitor, self._seated
        await self.connection.send(self._pages.welcome(visitor))
        since = 0 if visitor.new else frame.since.get(CHAT, 0)
        opened = self._pages.brought(seat, frame.order)
        if not since:
            entries = await self._parts.reader().latest(seat.box, CHAT)
            await self.connection.send(entries)
            since = entries.seq
            if not entries.items:
                opened = opened or _opened(seat, frame.start, self._parts)
        if opened:
            await self._sink.accept((opened,))
        reader, box = self._parts.reader(), seat.box
        self._parts.hub.follow(self.connection, Feed(box, CHAT, lambda seq: reader.changed(box, seq), since))

    async def speak(self, frame: Spoken) -> str:
        return await self._talk.take(frame, self._seated)

    async def other(self, frame: FromPage) -> None:
        seat = self._seated
        match frame:
            case Typing():
                self._sink.typing(seat.where, seat.who)
            case Older():
                await self.connection.send(await self._parts.reader().latest(seat.box, CHAT, frame.before))
            case Bring():
                if brought := self._pages.brought(seat, frame.order):
                    await self._sink.accept((brought,))
            case Speak():
                self._seat = _speaking(seat, frame.language)
            case _:
                raise NotTaken(Why.UNREADABLE)

    def leave(self) -> None:
        self._parts.hub.leave_all(self.connection)

    @property
    def _seated(self) -> Seat:
        if self._seat is None:
            raise NotTaken(Why.HELLO_FIRST)
        return self._seat


class BuyerPages:
    """The routes of one buyer chat. `sink` is set while the channel runs."""

    def __init__(self, account: AccountId, settings: BuyerSettings, parts: Parts) -> None:
        self.account = account
        self.settings = settings
        self.parts = parts
        self.visitors = Visitors(parts.signer)
        self.newcomers = Allowance(settings.newcomers_per_minute / 60, settings.newcomers_at_once)
        self._passes = OrderPasses(settings.order_key.get_secret_value(), settings.order_shop)
        self.sink: Sink | None = None

    def routes(self) -> Sequence[HttpRoute]:
        root = self.parts.root
        routes = [
            HttpRoute("GET", root, self._page("chat.html")),
            HttpRoute("GET", f"{root}/static/{{name}}", self._asset),
            HttpRoute("GET", f"{root}/ws", self._socket),
            HttpRoute("POST", f"{root}/files", self._upload),
            HttpRoute("GET", f"{root}/files/{{token}}/{{name}}", self._download),
            HttpRoute("GET", f"{self.settings.prefix}/embed.js", self._embed),
        ]
        if self.settings.demo_shop:
            routes.append(HttpRoute("GET", f"{self.settings.prefix}/demo-shop", self._page("demo-shop.html")))
        return routes

    def welcome(self, visitor: Visitor) -> Welcome:
        return Welcome(
            me=Me(visitor.id, visitor.name, Side.BUYER),
            shop=self.parts.around.shop_name,
            now=milliseconds(self.parts.around.clock.now()),
            text_limit=TEXT_LIMIT,
            upload_bytes=self.settings.upload_bytes,
            token=self.visitors.token(visitor),
            bot=self.settings.bot_name,
        )

    def brought(self, seat: Seat, token: str) -> ContactOpened | None:
        """What an order's pass means: the same event however often this buyer brings it. None: it is none of ours."""
        try:
            order, vouched = self._passes.read(token, self.parts.around.clock.now())
        except Forged:
            return None
        event = EventId(f"order:{seat.who.id}:{'vouched' if vouched else 'named'}:{order}")
        opened = _opened(seat, f"order_{order}", self.parts)
        return replace(opened, id=event, vouched=vouched)

    def _page(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def show(request: web.Request) -> web.StreamResponse:
            return self.parts.pages.page(request, name)

        return show

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        return self.parts.pages.asset(request, request.match_info["name"])

    async def _embed(self, request: web.Request) -> web.StreamResponse:
        return self.parts.pages.asset(request, "embed.js")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        sink, caller = self._admit(request), caller_of(request)
        return await serve(request, lambda connection: BuyerVisit(self, sink, connection, caller), self.parts.gate)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        try:
            visitor = self.visitors.recognise(request.headers.get(hdrs.AUTHORIZATION, "").removeprefix("Bearer "))
        except Forged:
            return refusal(Why.SIGNED_OUT)
        wait = self.parts.upload_allowance.take(visitor.id, asyncio.get_running_loop().time())
        return await receive(request, self.parts, box_of(address_of(self.account, visitor)), wait)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """The address itself is the right to read: only this buyer's chat ever names it."""
        return await hand_out(request, self.parts, file_link(request, self.parts))

    def _admit(self, request: web.Request) -> Sink:
        if not from_own_page(request, self.parts.around.public_url):
            raise web.HTTPForbidden
        if self.sink is None:
            raise web.HTTPServiceUnavailable
        return self.sink


def _seat(account: AccountId, visitor: Visitor, language: str) -> Seat:
    where = address_of(account, visitor)
    return Seat(Person(PersonId(visitor.id), visitor.name, language or None), Side.BUYER, where, box_of(where))


def _speaking(seat: Seat, language: str) -> Seat:
    return replace(seat, who=structs.replace(seat.who, language=language or None))


def _opened(seat: Seat, start: str, parts: Parts) -> ContactOpened:
    event = EventId(f"open:{seat.who.id}")
    return ContactOpened(id=event, at=parts.around.clock.now(), where=seat.where, sender=seat.who, payload=start)
