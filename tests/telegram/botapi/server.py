"""The Bot API on a real wire: an HTTP server over the people and places of `People`."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Self

import msgspec
from aiohttp import web

from tests.telegram.botapi import about, editing, sending, topics
from tests.telegram.botapi.access import chat_of
from tests.telegram.botapi.business import Business
from tests.telegram.botapi.calls import Call, read_call
from tests.telegram.botapi.faults import Fault, Faults
from tests.telegram.botapi.intake import Intake
from tests.telegram.botapi.model import Bot, Json
from tests.telegram.botapi.rates import Rates
from tests.telegram.botapi.refusals import Declined
from tests.telegram.botapi.updates import Update
from tests.telegram.botapi.webhooks import Delivery, Webhook

METHODS = sending.METHODS | editing.METHODS | topics.METHODS | about.METHODS
COUNTED = frozenset(
    {name for name in sending.METHODS if name != "sendchataction"}
    | {name for name in editing.METHODS if "edit" in name}
)
"""Those that Telegram counts as messages."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One call, whatever became of it. `method` as the bot wrote it."""

    bot: Bot
    method: str
    args: Json


class BotApi(Business):
    """Several bots and the people around them. `calls` holds everything that bots asked, in order.

    async with BotApi() as api:
        bot, buyer = api.new_bot("shop"), api.new_user("小明", language="zh-hans")
        api.starts(buyer, bot)
        answer = await api.hears(api.private(bot, buyer))
    """

    def __init__(self, *, second: float = 1.0) -> None:
        super().__init__()
        self.faults = Faults()
        self.rates = Rates(self.clock)
        self.delivery = Delivery(self, second=second)
        self.calls: list[Seen] = []
        self._intake = Intake(self, self.delivery)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens on a free port; after `stop` on the same one again, with all that it knew."""
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        app.router.add_route("*", "/{tail:.*}", _nothing)
        app.on_response_prepare.append(self._date)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        for bot in self.bots.values():
            self.delivery.push(bot)

    async def stop(self) -> None:
        """Refuses connections from now on; calls that hang end."""
        self.faults.let_go()
        await self.delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def tell(self, bot: Bot, kind: str, payload: Mapping[str, object], chat: int) -> None:
        super().tell(bot, kind, payload, chat)
        if self._runner is not None:
            self.delivery.push(bot)

    # ------------------------------------------------------------------ what a test looks at

    def webhook(self, bot: Bot) -> Webhook:
        return self.delivery.of(bot)

    def calls_of(self, *methods: str) -> list[Seen]:
        return [one for one in self.calls if one.method in methods]

    async def reached(self, bot: Bot, update: Update | None = None) -> Update:
        """Waits until the bot was given an update (its last one) and took or refused it. Raises: TimeoutError."""
        given = update or self.queue(bot).last
        assert given is not None, "nothing has happened yet"
        await self.until(lambda: given.done or given.status is not None)
        return given

    async def repeats(self, bot: Bot) -> None:
        """Hands the bot its last update once more, as a platform does that is not sure. Raises: TimeoutError."""
        last = self.queue(bot).last
        assert last is not None, "nothing has happened yet"
        self.queue(bot).put_again(last)
        self.delivery.push(bot)
        await self.reached(bot, last)

    async def settled(self, *bots: Bot) -> None:
        """Waits until these bots (or all) have taken everything. Raises: TimeoutError."""
        await self.until(lambda: not any(self.queue(bot).waiting for bot in bots or self.bots.values()))

    # ------------------------------------------------------------------ the wire

    async def _take(self, request: web.Request) -> web.StreamResponse:
        bot = self.bots.get(request.match_info["token"])
        if bot is None:
            return _answered(Declined(401, "Unauthorized"))
        try:
            call = await read_call(request, bot)
        except Declined as declined:
            return _answered(declined)
        self.calls.append(Seen(bot, call.method, call.args))
        self.tell_watchers()
        fault = self.faults.next(call.method.lower())
        return await (self._fail(fault, call, request) if fault is not None else self._answer(call))

    async def _answer(self, call: Call) -> web.Response:
        try:
            body = {"ok": True, "result": await self._do(call)}
        except Declined as declined:
            return _answered(declined)
        finally:
            self.tell_watchers()
        return web.Response(body=msgspec.json.encode(body), content_type="application/json")

    async def _do(self, call: Call) -> object:
        """Raises: Declined."""
        name = call.method.lower()
        intake = {
            "getupdates": self._intake.get_updates,
            "setwebhook": self._intake.set_webhook,
            "deletewebhook": self._intake.delete_webhook,
            "getwebhookinfo": self._intake.get_webhook_info,
        }
        if name in intake:
            return await intake[name](call)
        if name not in METHODS:
            raise Declined(404, "Not Found")
        if self.rates.on and name in COUNTED:
            self.rates.check(call.bot.id, chat_of(self, call).id)
        return METHODS[name](self, call)

    async def _fail(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        if fault.applies:
            await self._answer(call)
        if fault.hangs:
            await self.faults.freed.wait()
        if fault.refusal is not None:
            return _answered(fault.refusal)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # nobody is there to read it

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        """The header tells the server's own clock."""
        response.headers["Date"] = formatdate(self.clock.now(), usegmt=True)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.at(request.match_info["path"])
        if request.match_info["token"] not in self.bots or stored is None:
            return _answered(Declined(404, "Not Found"))
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _answered(declined: Declined) -> web.Response:
    after = declined.parameters.get("retry_after")
    headers = {"Retry-After": str(after)} if after else {}
    body = msgspec.json.encode(declined.body)
    return web.Response(status=declined.code, body=body, headers=headers, content_type="application/json")


async def _nothing(_: web.Request) -> web.Response:
    return _answered(Declined(404, "Not Found"))
