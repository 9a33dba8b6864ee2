"""Opens a dujiao-next shop from its settings."""

from datetime import timedelta
from typing import Any

from core.ports import Clock, ShopAbility, Vault
from core.shop import OrderNo, ShopId
from core.shopparts import Known
from storage.sessions import Sessions
from storage.shops.breaker import Breaker
from storage.shops.decoding import decode
from storage.shops.dujiao_next.admin import Admin
from storage.shops.dujiao_next.asking import Asking
from storage.shops.dujiao_next.binding import Binding
from storage.shops.dujiao_next.callbacks import Callbacks
from storage.shops.dujiao_next.changing import Changing
from storage.shops.dujiao_next.channel import TELEGRAM, Channel
from storage.shops.dujiao_next.examining import Examining
from storage.shops.dujiao_next.exports import Exports
from storage.shops.dujiao_next.guest import GuestCheck
from storage.shops.dujiao_next.listing import Listing
from storage.shops.dujiao_next.login import Login
from storage.shops.dujiao_next.pace import Pace
from storage.shops.dujiao_next.parts import WithAdmin, WithBoth, WithChannel
from storage.shops.dujiao_next.payments import Payments
from storage.shops.dujiao_next.reading import Reader
from storage.shops.dujiao_next.recent import Recent
from storage.shops.dujiao_next.refunding import Refunding
from storage.shops.dujiao_next.replacing import Replacing
from storage.shops.dujiao_next.settings import NextSettings
from storage.shops.dujiao_next.shop import NextShop
from storage.shops.dujiao_next.wire import CallbackShape
from storage.shops.gateway import PaymentProbe

PLATFORM = "dujiao-next"


def open_shop(shop: ShopId, settings: dict[str, Any], sessions: Sessions, vault: Vault, clock: Clock) -> NextShop:
    """Asks nothing yet. Raises: WrongSetting."""
    chosen = decode(NextSettings, PLATFORM, shop, settings)
    asking = Asking(chosen.base_url, Breaker(), clock, chosen.language)
    guest = GuestCheck(asking, chosen.guest, Pace(chosen.guest_per_minute))
    admin = Admin(asking, Login(asking, chosen.admin, clock)) if chosen.admin else None
    channel = Channel(asking, chosen.channel, clock) if chosen.channel else None
    gateway = PaymentProbe(chosen.gateway) if chosen.gateway else None
    reader = Reader(shop, chosen.language, timedelta(minutes=chosen.shortage_after_minutes))
    parts: dict[str, Any] = {
        "shop": shop,
        "abilities": _abilities(admin, channel),
        "vault": vault,
        "clock": clock,
        "reader": reader,
        "asking": asking,
        "guest": guest,
        "recent": Recent(),
        "examining": Examining(asking, guest, chosen.guest, admin, channel, gateway),
        "admin": admin,
        "channel": channel,
        "gateway": gateway,
    }
    if admin is not None:
        parts |= _of_admin(admin, reader, Exports(sessions, shop), vault) | {"payments": Payments(admin, gateway)}
    if channel is not None and chosen.channel is not None:
        parts |= {"bound": channel, "binding": Binding(asking, channel)}
        parts |= {"callbacks": Callbacks(chosen.channel, clock, _Naming(admin, channel))}
    return _class(admin, channel)(**parts)


def _class(admin: Admin | None, channel: Channel | None) -> type[NextShop]:
    if admin is not None:
        return WithBoth if channel is not None else WithAdmin
    return WithChannel if channel is not None else NextShop


def _abilities(admin: Admin | None, channel: Channel | None) -> frozenset[ShopAbility]:
    abilities = {ShopAbility.VERIFY_SECRET, ShopAbility.READ_KEYS}
    if admin is not None:
        abilities.add(ShopAbility.FIND_BY_NUMBER)
    if admin is not None or channel is not None:
        abilities.add(ShopAbility.STOCK)
    return frozenset(abilities)


def _of_admin(admin: Admin, reader: Reader, exports: Exports, vault: Vault) -> dict[str, Any]:
    return {
        "listing": Listing(admin, reader),
        "replacing": Replacing(admin, exports, vault),
        "refunding": Refunding(admin),
        "changing": Changing(admin),
    }


class _Naming:
    """The number of the order that a callback names by its row."""

    def __init__(self, admin: Admin | None, channel: Channel) -> None:
        self._admin = admin
        self._channel = channel

    async def __call__(self, told: CallbackShape) -> OrderNo | None:
        """Raises: ShopUnavailable."""
        if self._admin is not None:
            return await self._admin.number_of(told.order_id)
        return await self._channel.number_of(told.order_id, Known(TELEGRAM, told.telegram_user_id))
