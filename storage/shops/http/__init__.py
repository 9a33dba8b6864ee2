"""Any other shop, over a small signed HTTP contract: docs/shops/http.md."""

from typing import Any

from core.ports import Clock, ShopAbility, Vault
from core.shop import ShopId
from storage.sessions import Sessions
from storage.shops.breaker import Breaker
from storage.shops.calls import Calls
from storage.shops.decoding import decode
from storage.shops.gateway import PaymentProbe
from storage.shops.http.hook import Hook
from storage.shops.http.parts import shop_class
from storage.shops.http.settings import HttpSettings, Part
from storage.shops.http.shop import ALWAYS, HttpShop
from storage.shops.http.wire import Wire

__all__ = ["HttpShop", "open_shop"]


def open_shop(shop: ShopId, settings: dict[str, Any], sessions: Sessions, vault: Vault, clock: Clock) -> HttpShop:  # noqa: ARG001
    """Asks nothing yet. Raises: WrongSetting."""
    known = decode(HttpSettings, "http", shop, settings)
    secret = known.secret.get_secret_value()
    calls = Calls(known.url, Breaker(), known.within, proxy=known.proxy)
    return shop_class(known)(
        shop=shop,
        settings=known,
        wire=Wire(calls, secret, clock),
        vault=vault,
        hook=Hook(shop, secret, clock),
        gateway=PaymentProbe(known.gateway) if known.gateway else None,
        abilities=ALWAYS | ({ShopAbility.STOCK} if Part.STOCK in known.serves else set()),
    )
