"""One fitted message on its way to a customer: as a greeting where one is owed, else counted and pushed.

A msgid is taken once for each customer service account: after a doubt the same message is sent again under the same
id, and is refused if it had arrived. That refusal is a success."""

from dataclasses import dataclass, field
from typing import Final

import structlog

from bots.wechat.uploads import Uploaded, Uploads
from bots.wechat.wecom.calls import Calls
from bots.wechat.wecom.errors import FileGone, SessionElsewhere, UnclearRefusal
from bots.wechat.wecom.failures import Failures
from bots.wechat.wecom.msgids import MsgIds
from bots.wechat.wecom.outbound import Content, Customer, attached, customer_of, in_answer, located, sent_to, written
from bots.wechat.wecom.states import States
from bots.wechat.wecom.welcome import Welcomes
from bots.wechat.windows import Windows
from core.channel import Parcel
from core.channelmemory import asking_the_store
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    DeliveryRefused,
    ReplyWindowClosed,
)
from core.messages import ChatId, MediaKind, MessageId, Receipt

log = structlog.get_logger(__name__)

DOUBTS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Push:
    """One message, ready. `by_agent`: one of ours says it, not the bot."""

    to: Customer
    chat: ChatId
    key: str
    msgid: str
    content: Content
    by_agent: bool
    file: Uploaded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """`send` raises ChannelError only. `doubts`: ids of messages that may have arrived."""

    calls: Calls
    uploads: Uploads
    windows: Windows
    welcomes: Welcomes
    states: States
    failures: Failures
    ids: MsgIds
    doubts: dict[str, None] = field(default_factory=dict)

    async def send(self, parcel: Parcel) -> Receipt:
        message = parcel.message
        to, chat = customer_of(message.to), message.to.chat
        with asking_the_store():
            msgid = await self.ids.of(parcel.key)
        if await self.windows.was_done(chat, parcel.key):
            return Receipt((MessageId(msgid),))
        content, file = await self._content(parcel)
        push = _Push(to, chat, parcel.key, msgid, content, bool(message.author or message.mirrors), file)
        self.failures.remember(msgid, parcel)
        code = self.welcomes.take(chat) if content.greets else ""
        if code and await self._answered(push, code):
            return Receipt((MessageId(msgid),))
        return await self._counted(push)

    async def _content(self, parcel: Parcel) -> tuple[Content, Uploaded | None]:
        """A file is uploaded, unless the platform has it."""
        if not parcel.message.media:
            return written(parcel.message), None
        media = parcel.message.media[0]
        if media.kind is MediaKind.LOCATION:
            return located(media), None
        file = await self.uploads.send(media, parcel.files)
        return attached(file.type, file.media_id), file

    async def _answered(self, push: _Push, code: str) -> bool:
        """By a code, which counts nowhere. False: the code is not good any more. Raises: DeliveryInDoubt."""
        try:
            await self.calls.send_on_event(in_answer(push.content, code, push.msgid))
        except (DeliveryRefused, ReplyWindowClosed) as why:
            log.info("a code for one message is not taken", chat=push.chat, why=str(why))
            return False
        except DeliveryInDoubt:
            self._doubt(push)
            raise
        return True

    async def _counted(self, push: _Push) -> Receipt:
        """The same id cannot be shown twice, so it does not count twice either."""
        if await self.windows.was_tried(push.chat, push.key):
            self._doubt(push)
            await self.windows.give_back(push.chat, push.key)
        left = await self.windows.take(push.chat, push.key)
        try:
            counts = await self._pushed(push)
        except ReplyWindowClosed as why:
            raise ReplyWindowClosed(why.detail, await self.windows.exhausted(push.chat)) from None
        except DeliveryInDoubt:
            raise
        except ChannelError:
            await self.windows.give_back(push.chat, push.key)
            raise
        if not counts:
            await self.windows.give_back(push.chat, push.key)
            return Receipt((MessageId(push.msgid),))
        self.windows.done(push.chat, push.key)
        return Receipt((MessageId(push.msgid),), left)

    async def _pushed(self, push: _Push) -> bool:
        """False: it went as the last message of a session that people had, and does not count."""
        message = sent_to(push.content, push.to, push.msgid)
        try:
            await self.calls.send(message)
        except FileGone as why:
            if push.file is None:
                raise
            self.uploads.forget(push.file)
            raise ChannelUnavailable("an uploaded file is gone: it is uploaded again") from why
        except UnclearRefusal:
            if push.msgid not in self.doubts:
                raise
        except SessionElsewhere:
            code = await self.states.regain(push.to, by_agent=push.by_agent, by_code=push.content.greets)
            if not code:
                await self.calls.send(message)
            elif await self._answered(push, code):
                return False
            else:
                raise ReplyWindowClosed("the session has ended") from None
        return True

    def _doubt(self, push: _Push) -> None:
        self.doubts[push.msgid] = None
        while len(self.doubts) > DOUBTS:
            del self.doubts[next(iter(self.doubts))]
