"""Which way a message goes: into the platform's own request when one waits, else as a push if we may, else later."""

from datetime import timedelta
from typing import Final

from bots.wechat.official.hints import Hints
from bots.wechat.official.outbound import key_of, with_hint
from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.pushing import Pusher
from bots.wechat.official.replies import MediaReply, Reply, TextReply
from bots.wechat.official.rights import Rights
from bots.wechat.official.wording import spoken
from bots.wechat.tokens import OperatorNeeded
from bots.wechat.windows import Windows
from core.channel import Parcel
from core.errors import RateLimited, ReplyWindowClosed
from core.messages import Allowance, MediaKind, MessageId, Receipt
from core.ports import Surroundings

LONG: Final = timedelta(minutes=10)
"""A rest that the platform asks for: answers in its own requests are not to wait for it."""
KINDS: Final = {"image": MediaKind.IMAGE, "voice": MediaKind.VOICE, "video": MediaKind.VIDEO}


class Delivering:
    """`pusher`: None for an account that cannot push at all."""

    def __init__(
        self,
        passive: PassiveReplies,
        hints: Hints,
        windows: Windows,
        rights: Rights,
        pusher: Pusher | None,
        around: Surroundings,
    ) -> None:
        self._passive = passive
        self._hints = hints
        self._windows = windows
        self._rights = rights
        self._pusher = pusher
        self._around = around

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Raises: ReplyWindowClosed: it waits for the buyer's next deed; ChannelError."""
        chat, key = parcel.message.to.chat, key_of(parcel)
        if await self._windows.was_done(chat, key):
            return Receipt()
        taken = await self._answered(parcel)
        receipt = Receipt((taken,)) if taken is not None else await self._pushed(parcel)
        if parcel.behind:
            self._windows.done(chat, key)
        return receipt

    async def _answered(self, parcel: Parcel) -> MessageId | None:
        """None: no request of the buyer's waits."""
        chat = parcel.message.to.chat
        if not self._passive.waits(chat):
            return None
        return await self._passive.offer(chat, await self._reply(parcel))

    async def _reply(self, parcel: Parcel) -> Reply:
        uploaded = await self._pusher.uploaded(parcel) if self._pusher is not None and self._rights.can_push else None
        if uploaded is not None:
            kind = KINDS[uploaded.type]
            return MediaReply(kind, uploaded.media_id, uploaded.name if kind is MediaKind.VIDEO else "")
        hint = self._hints.below(parcel.message.to.chat, parcel.behind)
        return TextReply(with_hint(spoken(parcel.message, self._around), hint))

    async def _pushed(self, parcel: Parcel) -> Receipt:
        """What no push can bring now goes with the buyer's next message, as from an account that only answers."""
        if self._pusher is None or not self._rights.can_push:
            await self._windows.settle(parcel.message.to.chat)
            raise self._only_answers("this account only answers: the buyer has to write again")
        try:
            return await self._pusher.push(parcel)
        except OperatorNeeded as why:
            raise self._only_answers(why.detail) from None
        except RateLimited as why:
            if why.after is None or why.after < LONG:
                raise
            raise self._only_answers(why.detail) from None

    def _only_answers(self, why: str) -> ReplyWindowClosed:
        return ReplyWindowClosed(why, Allowance(0, 0, self._around.clock.now()))
