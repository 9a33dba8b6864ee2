"""The callback: WeCom says that there is something to read, and in which account.

Always encrypted; the receiver is the company (developer.work.weixin.qq.com/document/path/90930 and 94670)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import structlog
from aiohttp import web

from bots.wechat.envelope import Envelope, sealed_in
from bots.wechat.signing import MSG_SIGNATURE, Signature
from bots.wechat.wecom.inbound import Account
from bots.wechat.wecom.looking import Looking
from bots.wechat.wecom.sync import Sync
from bots.wechat.xml import read_xml, text_of
from core.channel import HttpRoute, Sink
from core.errors import Forged, StoreUnavailable, Unreadable
from core.messages import Address, ChatId
from core.ports import Clock

log = structlog.get_logger(__name__)

NEWS: Final = "kf_msg_or_event"
_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}


class Intake:
    """One account's door. `refused`: why the last callback was turned away, for the doctor; empty: none was since."""

    def __init__(
        self, us: Account, signature: Signature, envelope: Envelope, looking: Looking, sync: Sync, clock: Clock
    ) -> None:
        self.sink: Sink | None = None
        self.refused = ""
        self._us = us
        self._signature = signature
        self._envelope = envelope
        self._looking = looking
        self._sync = sync
        self._clock = clock

    @property
    def path(self) -> str:
        return f"/{self._us.channel}/{self._us.account}/callback"

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("GET", self.path, self._shake_hands), HttpRoute("POST", self.path, self._take))

    async def _shake_hands(self, request: Any) -> web.Response:
        """What the console asks when our address is entered. Raises: Forged: the web server turns it into 403."""
        try:
            echo = self._opened(request.query, request.query.get("echostr", ""))
        except (Forged, Unreadable) as why:
            return self._refuse(why)
        return web.Response(body=echo, headers=_PLAIN)

    async def _take(self, request: Any) -> web.Response:
        """Answers at once: what there is to read is read beside it, and from the cursor if we die before.

        Raises: Forged, StoreUnavailable: the web server turns them into 403 and 503."""
        try:
            payload = self._opened(request.query, sealed_in(await request.read()))
            fields = read_xml(payload)
            event, open_kfid, token = (text_of(fields, name) for name in ("Event", "OpenKfId", "Token"))
        except (Forged, Unreadable) as why:
            return self._refuse(why)
        self.refused = ""
        if self.sink is None:
            raise StoreUnavailable("the channel is not started")
        if event != NEWS or not open_kfid:
            room = Address(self._us.channel, self._us.account, ChatId(""))
            await self.sink.park(room, sha256(payload).hexdigest(), payload, "a callback of a kind that we do not know")
        elif self._looking.ours(open_kfid):
            self._sync.want(open_kfid, token)
        return web.Response(body=b"success", headers=_PLAIN)

    def _opened(self, query: Any, sealed: str) -> bytes:
        """Raises: Forged, Unreadable."""
        self._signature.check(MSG_SIGNATURE, query, self._clock.now(), sealed)
        return self._envelope.open(sealed)

    def _refuse(self, why: Forged | Unreadable) -> web.Response:
        if not self.refused:  # once, and again after the next good one: strangers shall not fill the log
            log.warning("a callback was refused", channel=self.path, why=why.detail)
        self.refused = why.detail
        if isinstance(why, Forged):
            raise why
        return web.Response(status=400, body=b"Unreadable", headers=_PLAIN)
