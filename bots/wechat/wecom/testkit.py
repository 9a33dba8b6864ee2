"""The kit by which the conformance suite drives the channel `wecom`: a WeCom of our own, a customer, a menu."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, ClassVar

from bots.wechat.wecom.inbound import Account as Us
from bots.wechat.wecom.inbound import to_events
from core.channel import Channel
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import Surroundings
from tests.wechat.wecomplatform import Account, Customer, Entry, Line, WeCom
from tests.wechat.wecomplatform.callbacks import notice

CHANNEL, ACCOUNT = ChannelName("wecom"), AccountId("main")
US = Us(CHANNEL, ACCOUNT)
RECORDED_AT = datetime(2026, 1, 1, 10, 0, 10, tzinfo=UTC)
"""Ten seconds after the entries of samples/: a code to greet with is still good then."""
SENDS = ("kf/send_msg", "kf/send_msg_on_event")
GARBLED = {"origin": 3, "msgtype": "text", "text": "no object", "external_userid": 7}


@dataclass(frozen=True, slots=True)
class Seen:
    """One message on the customer's screen. Implements tests.conformance.kit.Shown."""

    line: Line

    @property
    def id(self) -> str:
        return self.line.msgid

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def buttons(self) -> Sequence[Sequence[str]]:
        return [[words] for _, words in self.line.choices]

    @property
    def media(self) -> Sequence[bytes]:
        return self.line.media


class CustomerServiceKit:
    """A customer in WeChat. Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "deletes", "presses", "repeats", "forges", "garbles"})
    faults: ClassVar = frozenset(
        {"blocked", "window-closed", "rejected", "rate-limited", "failing", "away", "in-doubt"}
    )

    def __init__(self) -> None:
        self.platform = WeCom(second=0.2)
        self._account: Account = self.platform.new_account()
        self._customer: Customer = self.platform.new_customer("小明")
        self._said: dict[str, Entry] = {}
        self._public_url = ""

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        return to_events(payload, US, RECORDED_AT)

    # ---- before and after

    async def open(self, around: Surroundings) -> dict[str, Any]:
        self._public_url = around.public_url
        await self.platform.start()
        return self.platform.settings()

    async def join(self, channel: Channel) -> None:  # noqa: ARG002 - the console is given an address, not a channel
        await self.platform.posts_to(f"{self._public_url}/{CHANNEL}/{ACCOUNT}/callback")

    async def close(self) -> None:
        await self.platform.stop()

    # ---- places

    @property
    def chat(self) -> Address:
        return Address(CHANNEL, ACCOUNT, ChatId(f"{self._account.open_kfid}:{self._customer.id}"))

    @property
    def room(self) -> Address | None:
        return None

    # ---- what people do

    async def says(self, where: Address, text: str) -> str:  # noqa: ARG002 - one chat only
        return await self._reached(self.platform.says(self._customer, text))

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:  # noqa: ARG002
        kind = "image" if mime.startswith("image/") else "file"
        return await self._reached(self.platform.sends(self._customer, kind, data, name=name))

    async def edits(self, where: Address, message: str, text: str) -> None:
        raise NotImplementedError("nobody edits in WeChat")

    async def deletes(self, where: Address, message: str) -> None:  # noqa: ARG002
        await self._reached(self.platform.recalls(self._customer, self._said[message]))

    async def presses(self, where: Address, message: str, label: str) -> None:  # noqa: ARG002
        line = next(line for line in self.platform.answers(self._customer) if line.msgid == message)
        await self._reached(self.platform.presses(self._customer, line, label))

    async def repeats(self) -> None:
        await self.platform.repeats()

    async def forges(self, text: str) -> None:
        message = notice(self.platform.callbacks.envelope.receiver, self._account, text)
        assert await self.platform.forges(message) == HTTPStatus.FORBIDDEN, "a stranger came in"

    async def garbles(self) -> None:
        garbled = GARBLED | {"open_kfid": self._account.open_kfid}
        await self.platform.reached(self.platform.happened(self._account, garbled))

    # ---- what people see, and what goes wrong

    async def shown(self, where: Address) -> Sequence[Seen]:  # noqa: ARG002
        return [Seen(line) for line in self.platform.answers(self._customer)]

    async def cause(self, fault: str, where: Address) -> None:  # noqa: ARG002
        match fault:
            case "blocked":
                self._customer.known = False
            case "window-closed":
                self.platform.ages(self.platform.session(self._customer), timedelta(hours=48))
            case "rejected":
                self.platform.faults.refuses(45002, *SENDS)
            case "rate-limited":
                self.platform.faults.refuses(45009, *SENDS)
            case "failing":
                self.platform.faults.breaks(502, *SENDS)
            case "in-doubt":
                self.platform.faults.cuts(*SENDS, applied=True)
            case "away":
                await self.platform.stop()
                await asyncio.sleep(0.05)  # the channel hears that its idle connections are closed

    async def heal(self) -> None:
        await self.platform.start()

    async def _reached(self, entry: Entry) -> str:
        await self.platform.reached(entry)
        self._said[entry.msgid] = entry
        return entry.msgid
