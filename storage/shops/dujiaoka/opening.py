"""Builds the connector from a shop's settings."""

from typing import Any

from core.ports import Clock, Vault
from core.shop import ShopId
from storage.sessions import Sessions
from storage.shops.breaker import Breaker
from storage.shops.decoding import decode
from storage.shops.dujiaoka.callback import Receiver
from storage.shops.dujiaoka.settings import DujiaokaSettings
from storage.shops.dujiaoka.shop import DujiaokaShop, DujiaokaWithGateway
from storage.shops.gateway import PaymentProbe
from storage.shops.mysql import Mysql


def open_shop(
    shop: ShopId,
    settings: dict[str, Any],
    sessions: Sessions,  # noqa: ARG001 - its orders are in its own database
    vault: Vault,
    clock: Clock,
) -> DujiaokaShop:
    """Connects when it is asked the first time. Raises: WrongSetting."""
    known = decode(DujiaokaSettings, "dujiaoka", shop, settings)
    mysql, receiver = Mysql(known, Breaker()), Receiver(shop, known.callback_secret)
    if known.gateway is None:
        return DujiaokaShop(shop, mysql, vault, clock, receiver, known.currency)
    probe = PaymentProbe(known.gateway)
    return DujiaokaWithGateway(shop, mysql, vault, clock, receiver, known.currency, probe)
