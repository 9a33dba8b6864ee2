"""Messages that we send of ourselves (custom/send): counted first, then sent, then settled.

developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage"""

from contextlib import suppress
from secrets import token_hex
from typing import Final

import structlog

from bots.wechat.api import Answer, Api
from bots.wechat.official.capabilities import FORMS
from bots.wechat.official.errors import MediaGone, NoMenuMessages, NoSuchAgent, NotVerified
from bots.wechat.official.outbound import Call, is_place, key_of, media_call, shown_by, text_call, to_call
from bots.wechat.official.rights import Rights
from bots.wechat.official.wording import spoken
from bots.wechat.uploads import Unsuitable, Uploaded, Uploads
from bots.wechat.windows import Windows
from core.channel import Parcel
from core.errors import ChannelError, ChannelUnavailable, DeliveryInDoubt, ReplyWindowClosed
from core.messages import Allowance, MessageId, Receipt
from core.ports import Surroundings

log = structlog.get_logger(__name__)

SEND: Final = "cgi-bin/message/custom/send"
TRIES: Final = 3
"""Of one message, each without something that the platform did not like."""


class Pusher:
    """One account's. `kf_account`: whose name and face buyers see; empty: the account's own."""

    def __init__(self, api: Api, windows: Windows, rights: Rights, around: Surroundings, kf_account: str = "") -> None:
        self._kf_account = kf_account
        self._api = api
        self._windows = windows
        self._rights = rights
        self._uploads = Uploads(api, FORMS, around.clock)
        self._around = around
        self._takes_choices = True

    async def push(self, parcel: Parcel) -> Receipt:
        """Raises: ReplyWindowClosed: with what is left; ChannelError."""
        chat, key = parcel.message.to.chat, key_of(parcel)
        uploaded = await self.uploaded(parcel)
        left = await self._windows.take(chat, key)
        try:
            await self._sent(parcel, uploaded)
        except DeliveryInDoubt:
            raise
        except NotVerified as why:
            await self._give_back(chat, key)
            await self._rights.refused()
            raise ReplyWindowClosed(why.detail, self.none_left) from None
        except ReplyWindowClosed as why:
            raise ReplyWindowClosed(why.detail, await self._windows.exhausted(chat)) from None
        except ChannelError:
            await self._give_back(chat, key)
            raise
        return Receipt((MessageId(f"push:{token_hex(8)}"),), left)

    async def uploaded(self, parcel: Parcel) -> Uploaded | None:
        """The message's file at the platform. None: it has none that the platform takes. Raises: ChannelError."""
        if not parcel.message.media or is_place(parcel.message):
            return None
        media = parcel.message.media[0]
        try:
            return await self._uploads.send(media, parcel.files)
        except (Unsuitable, NotVerified) as why:
            log.warning("a file is told in words", to=parcel.message.to.key, why=why.detail)
            return None

    @property
    def none_left(self) -> Allowance:
        return Allowance(0, 0, self._around.clock.now())

    async def _sent(self, parcel: Parcel, uploaded: Uploaded | None) -> None:
        for number in range(TRIES):
            call = self._call(parcel, uploaded)
            try:
                await self._api.call(SEND, shown_by(call, self._kf_account), kind=Answer, repeatable=False)
            except (NoMenuMessages, NoSuchAgent, MediaGone) as why:
                if number + 1 == TRIES:
                    raise
                uploaded = await self._without(why, parcel, call, uploaded)
            else:
                return

    async def _without(
        self, why: ChannelError, parcel: Parcel, call: Call, uploaded: Uploaded | None
    ) -> Uploaded | None:
        """What the platform did not like is done another way. Raises: ChannelError: there is none."""
        if isinstance(why, NoMenuMessages) and call["msgtype"] == "msgmenu":
            self._takes_choices = False
            log.info("this account takes no choices: they are written out", code=why.detail)
        elif isinstance(why, NoSuchAgent) and self._kf_account:
            log.warning("there is no such kf_account: the account's own name is shown", kf_account=self._kf_account)
            self._kf_account = ""
        elif isinstance(why, MediaGone) and uploaded is not None:
            self._uploads.forget(uploaded)
            return await self.uploaded(parcel)
        else:
            raise why
        return uploaded

    def _call(self, parcel: Parcel, uploaded: Uploaded | None) -> Call:
        message = parcel.message
        if uploaded is not None:
            return media_call(message.to.chat, uploaded)
        if message.media or not self._takes_choices:
            return text_call(message.to.chat, spoken(message, self._around))
        return to_call(message)

    async def _give_back(self, chat: str, key: str) -> None:
        """It counts otherwise: better one too few than one too many."""
        with suppress(ChannelUnavailable):
            await self._windows.give_back(chat, key)
