"""The channel `wecom`: WeChat customer service (微信客服) of a company in WeCom. The composition of its parts."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import Any, Final

from bots.wechat.api import Api
from bots.wechat.decoding import decode
from bots.wechat.envelope import Envelope
from bots.wechat.media import ReceivedMedia
from bots.wechat.signing import Signature
from bots.wechat.tokens import Tokens
from bots.wechat.uploads import Uploads
from bots.wechat.wecom.calls import Calls
from bots.wechat.wecom.capabilities import CAPABILITIES, FORMS
from bots.wechat.wecom.cursors import Cursors
from bots.wechat.wecom.errors import translate
from bots.wechat.wecom.examining import examine_company
from bots.wechat.wecom.failures import Failures
from bots.wechat.wecom.inbound import Account
from bots.wechat.wecom.intake import Intake
from bots.wechat.wecom.issuing import Issuing
from bots.wechat.wecom.looking import Looking
from bots.wechat.wecom.msgids import MsgIds
from bots.wechat.wecom.names import Names
from bots.wechat.wecom.receiving import Receiving
from bots.wechat.wecom.sending import Sender
from bots.wechat.wecom.settings import CustomerServiceSettings
from bots.wechat.wecom.states import States
from bots.wechat.wecom.sync import Sync
from bots.wechat.wecom.welcome import Welcomes
from bots.wechat.windows import Windows
from bots.wechat.wire import Wire
from core.background import Background
from core.channel import Channel, Finding, HttpRoute, Parcel, Sink
from core.errors import ChannelUnavailable, WrongSetting
from core.messages import AccountId, ChannelName, Media, MediaKind, Receipt
from core.ports import Surroundings

WECOM: Final = ChannelName("wecom")
SPARE: Final = 12
"""Connections beside those that send: reading, names, files."""


@dataclass(frozen=True, slots=True)
class _Platform:
    """What both ways need."""

    wire: Wire
    api: Api
    calls: Calls
    windows: Windows
    welcomes: Welcomes
    failures: Failures
    ids: MsgIds


class CustomerServiceChannel:
    """One account. Implements Channel, ServesHttp, Examines."""

    def __init__(self, us: Account, settings: CustomerServiceSettings, around: Surroundings) -> None:
        self.capabilities = CAPABILITIES
        self._subject = f"{us.channel}/{us.account}"
        self._settings = settings
        self._around = around
        self._platform = _platform(us, settings, around)
        self._background = Background(self._subject)
        self._media = _media(self._subject, self._platform, around, self._background)
        self._receiving = _receiving(us, settings, self._platform, self._media, around)
        cursors = Cursors(around.mailbox, f"{self._subject}/cursors")
        self._sync = Sync(self._subject, self._platform.calls.page, self._receiving.take, cursors, around.clock)
        chosen, accounts = settings.open_kfid, self._platform.calls.accounts
        self._looking = Looking(self._subject, chosen, accounts, cursors, self._sync, around.buckets)
        self._intake = _intake(us, settings, self._looking, self._sync, around)
        self._sender = _sender(settings, self._platform, around)

    async def start(self, sink: Sink) -> None:
        self._platform.windows.start()
        self._receiving.sink = self._intake.sink = sink
        self._background.run(self._looking.run(self._settings.poll_seconds))

    async def stop(self) -> None:
        self._receiving.sink = self._intake.sink = None
        await self._background.stop()
        await self._sync.stop()
        await self._platform.windows.stop()
        await self._platform.api.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._intake.routes()

    async def deliver(self, parcel: Parcel) -> Receipt:
        if self._intake.sink is None:
            raise ChannelUnavailable("the channel is not started")
        return await self._sender.send(parcel)

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """Of a place its coordinates."""
        if media.kind is MediaKind.LOCATION:
            yield media.ref.encode()
            return
        async for chunk in self._media.open(media.ref):
            yield chunk

    async def examine(self) -> Sequence[Finding]:
        return await examine_company(self._subject, self._settings, self._around)


def _platform(us: Account, settings: CustomerServiceSettings, around: Surroundings) -> _Platform:
    subject = f"{us.channel}/{us.account}"
    wire = Wire(settings.api_url, CAPABILITIES.in_flight + SPARE)
    api = Api(wire, Tokens(around, f"{subject}/token", Issuing(wire, settings)), translate)
    ids = MsgIds(around.mailbox, f"{subject}/marks")
    windows = Windows(around.mailbox, f"{subject}/windows", around.clock)
    return _Platform(wire, api, Calls(api), windows, Welcomes(around.clock), Failures(us, ids), ids)


def _media(subject: str, with_: _Platform, around: Surroundings, background: Background) -> ReceivedMedia:
    return ReceivedMedia(with_.api, with_.wire, around, f"{subject}/media", background)


def _receiving(
    us: Account, settings: CustomerServiceSettings, with_: _Platform, media: ReceivedMedia, around: Surroundings
) -> Receiving:
    return Receiving(
        us=us,
        names=Names(with_.calls.names),
        windows=with_.windows,
        welcomes=with_.welcomes if settings.welcome else None,
        failures=with_.failures,
        files=media,
        clock=around.clock,
    )


def _intake(
    us: Account, settings: CustomerServiceSettings, looking: Looking, sync: Sync, around: Surroundings
) -> Intake:
    token, key = settings.token.get_secret_value(), settings.aes_key.get_secret_value()
    signature = Signature(token, timedelta(seconds=settings.freshness))
    return Intake(us, signature, Envelope(token, key, settings.corp_id), looking, sync, around.clock)


def _sender(settings: CustomerServiceSettings, with_: _Platform, around: Surroundings) -> Sender:
    return Sender(
        calls=with_.calls,
        uploads=Uploads(with_.api, FORMS, around.clock),
        windows=with_.windows,
        welcomes=with_.welcomes,
        states=States(with_.calls, take_back=settings.take_back),
        failures=with_.failures,
        ids=with_.ids,
    )


def build_customer_service(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: a value is wrong or missing, or wechatpy is not installed."""
    chosen = decode(CustomerServiceSettings, WECOM, account, settings)
    if find_spec("wechatpy") is None:
        remedy = "Type: .venv/bin/pip install -c constraints.txt -e '.[wechat]'"
        raise WrongSetting(f"channels.{WECOM}", "the library wechatpy is not installed.", remedy)
    return CustomerServiceChannel(Account(WECOM, account), chosen, around)
