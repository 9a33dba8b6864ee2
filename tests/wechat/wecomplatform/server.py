"""WeCom's API on a real wire: an HTTP server over the people and accounts of `People`."""

from collections import Counter
from collections.abc import Callable
from typing import Self

import msgspec
from aiohttp import web

from tests.wechat.wecomplatform import directory, sending, sessions
from tests.wechat.wecomplatform.callbacks import Callback, Callbacks, Posted
from tests.wechat.wecomplatform.calls import Call, read_call
from tests.wechat.wecomplatform.envelope import Envelope
from tests.wechat.wecomplatform.faults import Fault, Faults
from tests.wechat.wecomplatform.model import Account, Customer, Entry, Json, Line
from tests.wechat.wecomplatform.people import People
from tests.wechat.wecomplatform.refusals import Declined
from tests.wechat.wecomplatform.syncing import Syncing
from tests.wechat.wecomplatform.tokens import Tokens

CORP, SECRET = "ww5823bf96d3bd56c7", "kf-secret-0123456789abcdefghijklmnopqrstuvw"
ENVELOPE = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", CORP)
OURS = frozenset({"api", "welcome", "pool", "accepted", "ended"})
Method = Callable[[People, Json], Json]


class WeCom(People):
    """One corp with customer service accounts, its customers and its servicers. `calls`: everything that was asked.

    async with WeCom() as wecom:
        account, buyer = wecom.new_account(), wecom.new_customer("小明")
        await wecom.posts_to("http://127.0.0.1:1234/wecom/main/callback")
        wecom.says(buyer, "在吗")
        line = await wecom.hears(buyer)
    """

    def __init__(self, *, second: float = 1.0, tokenless: int = 10) -> None:
        super().__init__()
        self.faults = Faults()
        self.tokens = Tokens(self.clock, CORP, SECRET)
        self.syncing = Syncing(self, tokenless)
        self.callbacks = Callbacks(self, ENVELOPE, second=second)
        self.calls: list[Call] = []
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._posts: dict[str, Method] = {
            "kf/sync_msg": self.syncing.sync_msg,
            "kf/send_msg": sending.send_msg,
            "kf/send_msg_on_event": sending.send_msg_on_event,
            "kf/service_state/get": sessions.get_state,
            "kf/service_state/trans": sessions.trans_state,
            "kf/customer/batchget": directory.batch_get,
            "kf/account/list": directory.account_list,
            "kf/add_contact_way": directory.add_contact_way,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def settings(self, *, every_account: bool = False) -> Json:
        """With which the product finds it."""
        known = {"corp_id": CORP, "secret": SECRET, "token": ENVELOPE.token, "aes_key": ENVELOPE.aes_key}
        accounts = "" if every_account or not self.accounts else [*self.accounts]
        return known | {"open_kfid": accounts, "api_url": self.url}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens on a free port; after `stop` on the same one again, with all that it knew."""
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/cgi-bin/{path:.+}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuses connections from now on; calls that hang end."""
        self.faults.let_go()
        await self.callbacks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # ------------------------------------------------------------------ callbacks

    async def posts_to(self, url: str) -> None:
        """The address is saved in the console, which tries it at once."""
        assert await self.callbacks.handshake(url), "the address did not answer the handshake"
        self.callbacks.url = url

    def announce(self, account: Account) -> None:
        if self._runner is not None:
            self.callbacks.announce(account, self.syncing.new_token(account))

    async def reached(self, entry: Entry) -> None:
        """Waits until the product was told, and has read the entry or refused to hear of it. Raises: TimeoutError."""
        await self.settled()
        taken = bool(self.callbacks.made) and self.callbacks.made[-1].taken
        await self.until(lambda: entry.handed > 0 or not taken)

    async def settled(self) -> None:
        """Waits until no callback is under way. Raises: TimeoutError."""
        await self.until(lambda: all(callback.done for callback in self.callbacks.made))

    async def repeats(self) -> Callback:
        """The last notice once more, in a new envelope. Raises: TimeoutError."""
        callback = self.callbacks.again(self.callbacks.made[-1])
        await self.settled()
        return callback

    async def replays(self) -> int:
        """The last request once more, byte for byte, as somebody does who has listened; gives the status."""
        assert self.callbacks.last is not None, "nothing was posted yet"
        return (await self.callbacks.post(self.callbacks.last))[0]

    async def forges(self, message: str) -> int:
        """A stranger posts with a guessed signature; gives the status."""
        posted = self.callbacks.pack(message)
        status, _ = await self.callbacks.post(Posted(posted.query | {"msg_signature": "0" * 40}, posted.body))
        return status

    # ------------------------------------------------------------------ what a test looks at

    def count(self, path: str) -> int:
        return sum(call.path == path for call in self.calls)

    def codes(self, path: str) -> list[int | None]:
        """What the calls there were answered with."""
        return [call.code for call in self.calls if call.path == path]

    def screen(self, customer: Customer, account: Account | None = None) -> list[Line]:
        """All that a customer sees, in order."""
        return [line for line in self.session(customer, account).lines if not line.recalled]

    def answers(self, customer: Customer, account: Account | None = None) -> list[Line]:
        """Of it, what the product wrote."""
        return [line for line in self.screen(customer, account) if line.by in OURS]

    def twice(self, customer: Customer, account: Account | None = None) -> list[str]:
        """What the product wrote more than once, word for word."""
        counted = Counter(line.text for line in self.answers(customer, account) if line.text)
        return [text for text, times in counted.items() if times > 1]

    async def hears(self, customer: Customer, *, after: int = 0, account: Account | None = None) -> Line:
        """The product's line behind its first `after` ones; waits for it. Raises: TimeoutError."""
        await self.until(lambda: len(self.answers(customer, account)) > after)
        return self.answers(customer, account)[after]

    # ------------------------------------------------------------------ the wire

    async def _take(self, request: web.Request) -> web.StreamResponse:
        call = await read_call(request)
        self.calls.append(call)
        self.tell_watchers()
        fault = self.faults.next(call.path)
        return await (self._fail(fault, call, request) if fault is not None else self._answer(call, request))

    async def _answer(self, call: Call, request: web.Request) -> web.Response:
        try:
            answer = self._do(call, request.method)
        except Declined as declined:
            return self._declined(call, declined, request)
        finally:
            self.tell_watchers()
        call.code = 0
        return answer if isinstance(answer, web.Response) else _json(answer)

    def _do(self, call: Call, method: str) -> Json | web.Response:
        """Raises: Declined."""
        if call.path == "gettoken":
            return self.tokens.give(call.query.get("corpid", ""), call.query.get("corpsecret", ""))
        self.tokens.check(call.query.get("access_token", ""))
        if not self.trusted:
            raise Declined(60020)
        if call.path == "media/get":
            stored = self.files.of_id(call.query.get("media_id"))
            headers = {"Content-Disposition": f'attachment; filename="{stored.name or stored.media_id}"'}
            return web.Response(body=stored.data, content_type=stored.mime, headers=headers)
        if method != "POST":
            raise Declined(40058, "POST only")
        if call.path == "media/upload":
            return self._upload(call)
        if call.path not in self._posts:
            raise Declined(48002)
        return self._posts[call.path](self, call.json())

    def _upload(self, call: Call) -> Json:
        stored = self.files.take(call.query.get("type", ""), call.body, call.name)
        known = {"errcode": 0, "errmsg": "ok", "type": stored.kind, "media_id": stored.media_id}
        return known | {"created_at": str(int(stored.at))}

    async def _fail(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        if fault.applies:
            await self._answer(call, request)
        if fault.hangs:
            await self.faults.freed.wait()
        if fault.refusal is not None:
            return self._declined(call, fault.refusal, request)
        if fault.status:
            return web.Response(status=fault.status, text="<html>nginx</html>", content_type="text/html")
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # nobody is there to read it

    def _declined(self, call: Call, declined: Declined, request: web.Request) -> web.Response:
        call.code = declined.code
        return _json(declined.body(self.number(), request.remote or ""))


def _json(body: Json) -> web.Response:
    headers = {"Error-Code": str(body["errcode"]), "Error-Msg": "ok" if body["errcode"] == 0 else "refused"}
    return web.Response(body=msgspec.json.encode(body), content_type="application/json", headers=headers)
