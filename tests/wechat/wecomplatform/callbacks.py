"""Calls the product back: the handshake, and kf_msg_or_event, three tries within five seconds each.

What is signed carries real time, whatever the platform's own clock was put to (document/path/90930)."""

import asyncio
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from tests.wechat.wecomplatform.envelope import Envelope
from tests.wechat.wecomplatform.model import Account
from tests.wechat.wecomplatform.world import World

TRIES = 3
PATIENCE_SECONDS = 5
OK = 200


@dataclass(slots=True)
class Callback:
    """One notice. `statuses`: what the product answered, try by try; 0: nothing in time."""

    account: Account
    url: str
    message: str = field(repr=False)
    statuses: list[int] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    done: bool = False

    @property
    def taken(self) -> bool:
        return bool(self.statuses) and self.statuses[-1] == OK


@dataclass(slots=True)
class Posted:
    """Query and body of one request, to be sent again as it was."""

    query: dict[str, str]
    body: str


class Callbacks:
    """`second`: how long one of WeCom's seconds lasts, in real ones. `quiet`: nothing is posted, as if it were lost."""

    def __init__(self, world: World, envelope: Envelope, *, second: float) -> None:
        self.envelope = envelope
        self.second = second
        self.url = ""
        self.quiet = False
        self.made: list[Callback] = []
        self.last: Posted | None = None
        self._world = world
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        for task in [*self._tasks]:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    # ------------------------------------------------------------------ the address

    async def handshake(self, url: str) -> bool:
        """What the console does when the address is saved. True: the echo came back, bare, within its time."""
        echo = str(secrets.randbelow(10**19))
        sealed = self.envelope.seal(echo)
        query = self.signed(sealed) | {"echostr": sealed}
        try:
            async with self._open().get(url, params=query, timeout=self._timeout) as answer:
                return answer.status == OK and await answer.text() == echo
        except (aiohttp.ClientError, TimeoutError):
            return False

    def signed(self, encrypted: str) -> dict[str, str]:
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        return {"msg_signature": self.envelope.signature(stamp, nonce, encrypted), "timestamp": stamp, "nonce": nonce}

    # ------------------------------------------------------------------ notices

    def announce(self, account: Account, token: str) -> None:
        if self.url and not self.quiet:
            self._start(Callback(account, self.url, notice(self.envelope.receiver, account, token)))

    def again(self, callback: Callback) -> Callback:
        """The same notice once more, as a platform does that is not sure."""
        anew = Callback(callback.account, self.url, callback.message)
        self._start(anew)
        return anew

    async def post(self, posted: Posted, url: str = "") -> tuple[int, str]:
        """Anything to the product's address; status (0: no answer in time) and body."""
        try:
            body, timeout = posted.body.encode(), self._timeout
            async with self._open().post(url or self.url, params=posted.query, data=body, timeout=timeout) as answer:
                return answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return 0, ""

    def pack(self, message: str) -> Posted:
        body = self.envelope.xml(message)
        encrypted = body.split("<Encrypt><![CDATA[", 1)[1].split("]]>", 1)[0]
        return Posted(self.signed(encrypted), body)

    def _start(self, callback: Callback) -> None:
        self.made.append(callback)
        task = asyncio.create_task(self._insist(callback), name="wecom callback")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, callback: Callback) -> None:
        try:
            for _ in range(TRIES):
                self.last = self.pack(callback.message)
                status, answer = await self.post(self.last, callback.url)
                callback.statuses.append(status)
                callback.answers.append(answer)
                if status == OK:
                    return
                await asyncio.sleep(self.second)
        finally:
            callback.done = True
            self._world.tell_watchers()

    @property
    def _timeout(self) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(PATIENCE_SECONDS * self.second)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def notice(corp_id: str, account: Account, token: str) -> str:
    """What kf_msg_or_event says inside its envelope (document/path/94670)."""
    return (
        f"<xml><ToUserName><![CDATA[{corp_id}]]></ToUserName><CreateTime>{int(time.time())}</CreateTime>"
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
        f"<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{account.open_kfid}]]></OpenKfId></xml>"
    )
