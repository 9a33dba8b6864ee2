"""Binds a member's Telegram account to his account in the shop, by a code that the shop mails to his address there.

The shop binds only to a member that it has; no user is made."""

import re

import msgspec

from core.errors import NotPossible, ShopUnavailable
from core.shopparts import Known
from storage.shops.contacts import contact_of
from storage.shops.dujiao_next.asking import FORBIDDEN, NOT_FOUND, UNAUTHORIZED, Asking, Declined, TooMany
from storage.shops.dujiao_next.channel import Channel, is_account
from storage.shops.dujiao_next.guest import LONGEST_MAIL
from storage.shops.dujiao_next.wire import BoundShape, one

PURPOSE = "telegram_bind"
CONFLICT = "channel_identity_conflict"
_CODE = re.compile(r"[0-9A-Za-z]{4,12}")


class Binding:
    def __init__(self, asking: Asking, channel: Channel) -> None:
        self._asking = asking
        self._channel = channel

    async def send_code(self, mail: str) -> None:
        """Whether the shop has such a member stays with it. One who asks again too soon has his code already.

        Raises: NotPossible: it sends none: an older one does not know of it; ShopUnavailable."""
        address = contact_of(mail).value
        if not address or len(address.encode(errors="replace")) > LONGEST_MAIL:
            return
        body = msgspec.json.encode({"email": address, "purpose": PURPOSE})
        try:
            await self._asking.ask("POST", "/auth/send-verify-code", body=body)
        except TooMany:
            return
        except Declined as declined:
            if declined.code == NOT_FOUND:
                return
            raise NotPossible(f"The shop sends no code: {declined.detail}") from None

    async def bind(self, buyer: Known, mail: str, code: str) -> bool:
        """False: the code is not the right one, or too old. Repeated, it says once more that he is bound.

        Raises: NotPossible: the account in the shop is closed, or has another Telegram account; ShopUnavailable."""
        address, typed = contact_of(mail).value, code.strip()
        if not is_account(buyer) or not address or not _CODE.fullmatch(typed):
            return False
        said = {"channel_user_id": buyer.id, "bind_mode": "email_code", "email": address, "code": typed}
        try:
            answer = await self._channel.ask("POST", "/identities/telegram/bind", body=msgspec.json.encode(said))
        except Declined as declined:
            return await self._refused(declined, buyer, address)
        told = one(BoundShape, answer.data)
        if not told.bound or told.identity is None or told.identity.provider_user_id != buyer.id:
            raise ShopUnavailable("It answers about another buyer than asked.")
        return True

    async def _refused(self, declined: Declined, buyer: Known, mail: str) -> bool:
        """A code counts once: who has been bound by it is bound, though the shop takes it no more."""
        if declined.code in (UNAUTHORIZED, FORBIDDEN) or declined.error == CONFLICT:
            raise NotPossible(f"The shop does not bind them: {declined.detail}")
        return await self._channel.member(buyer) == mail
