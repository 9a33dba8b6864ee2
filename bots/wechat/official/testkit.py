"""The kit by which the conformance suite drives the channel `wechat`: a platform of our own, a follower, secure mode.

Answers go out as customer-service messages (`reply_seconds` is 0); passive replies have tests of their own."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from bots.wechat.official.inbound import Us, to_events
from core.channel import Channel
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import Surroundings
from tests.wechat.platform import Account, Delivery, Mode, Shown, WeChat

CHANNEL, ACCOUNT = ChannelName("wechat"), AccountId("main")
US = Us(CHANNEL, ACCOUNT)
NUMBERED = re.compile(r"[0-9]+\. ")
SENDS = "message/custom/send"


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as WeChat shows it, which gives it no id. Implements tests.conformance.kit.Shown."""

    message: Shown
    id: str = ""

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def buttons(self) -> Sequence[Sequence[str]]:
        """Without the numbers that stand before them."""
        return [[NUMBERED.sub("", label, count=1)] for label in self.message.labels]

    @property
    def media(self) -> Sequence[bytes]:
        return self.message.media


class OfficialAccountKit:
    """A follower. Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "presses", "repeats", "forges", "garbles"})
    faults: ClassVar = frozenset(
        {"blocked", "window-closed", "rejected", "rate-limited", "failing", "away", "in-doubt"}
    )

    def __init__(self) -> None:
        self.wechat = WeChat(Account(mode=Mode.SECURE), second=0.1)
        self.buyer = self.wechat.new_person("小明")
        self._last: Delivery | None = None
        self._public_url = ""

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        return to_events(payload, US)

    # ---- before and after

    async def open(self, around: Surroundings) -> dict[str, Any]:
        self._public_url = around.public_url
        await self.wechat.start()
        return self.wechat.settings(reply_seconds=0)

    async def join(self, channel: Channel) -> None:  # noqa: ARG002 - the console is given an address, not a channel
        self.wechat.callbacks.url = f"{self._public_url}/{CHANNEL}/{ACCOUNT}/callback"
        answer = await self.wechat.callbacks.verify("2891057206418316409")
        assert answer.body == b"2891057206418316409", answer

    async def close(self) -> None:
        await self.wechat.stop()

    # ---- places

    @property
    def chat(self) -> Address:
        return Address(CHANNEL, ACCOUNT, ChatId(self.buyer.openid))

    @property
    def room(self) -> Address | None:
        return None

    # ---- what people do

    async def says(self, where: Address, text: str) -> str:  # noqa: ARG002 - one chat only
        return await self._reached(self.wechat.says(self.buyer, text))

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:  # noqa: ARG002
        if mime.startswith("image/"):
            return await self._reached(self.wechat.sends_image(self.buyer, data, name.rsplit(".", 1)[-1]))
        return await self._reached(self.wechat.sends_file(self.buyer, name, data))

    async def edits(self, where: Address, message: str, text: str) -> None:
        raise NotImplementedError("nobody edits in WeChat")

    async def deletes(self, where: Address, message: str) -> None:
        raise NotImplementedError("WeChat tells accounts of no deletions")

    async def presses(self, where: Address, message: str, label: str) -> None:  # noqa: ARG002
        shown = self.buyer.answers[-1]
        line = next(one for one in shown.labels if NUMBERED.sub("", one, count=1) == label)
        await self._reached(self.wechat.chooses(self.buyer, shown, line))

    async def repeats(self) -> None:
        assert self._last is not None, "nothing has happened yet"
        await self.wechat.callbacks.repeat(self._last)

    async def forges(self, text: str) -> None:
        fields = {"ToUserName": self.wechat.account.original, "FromUserName": self.buyer.openid, "CreateTime": 1}
        fields |= {"MsgType": "text", "Content": text, "MsgId": self.wechat.new_msg_id()}
        forged = self.wechat.callbacks.sealed(fields, token="guessed")
        assert (await self.wechat.callbacks.post(forged)).status == HTTPStatus.FORBIDDEN, "a stranger came in"

    async def garbles(self) -> None:
        await self.wechat.event(self.buyer, "an_event_of_tomorrow", EventKey="").over()

    # ---- what people see, and what goes wrong

    async def shown(self, where: Address) -> Sequence[Seen]:  # noqa: ARG002
        return [Seen(one) for one in self.buyer.answers]

    async def cause(self, fault: str, where: Address) -> None:  # noqa: ARG002
        match fault:
            case "blocked":
                self.buyer.following = False
            case "window-closed":
                self.buyer.grants.clear()
            case "rejected":
                self.wechat.faults.refuses(87014, SENDS)
            case "rate-limited":
                self.wechat.faults.refuses(45011, SENDS)
            case "failing":
                self.wechat.faults.breaks(502, SENDS)
            case "in-doubt":
                self.wechat.faults.cuts(SENDS, applied=True)
            case "away":
                await self.wechat.stop()
                await asyncio.sleep(0.05)  # the channel hears that its idle connections are closed

    async def heal(self) -> None:
        await self.wechat.start()

    async def _reached(self, delivery: Delivery) -> str:
        self._last = delivery
        await delivery.over()
        return delivery.key
