"""Opens an acg-faka shop from its settings; it is asked nothing yet."""

from typing import Any

from core.ports import Clock, Vault
from core.shop import ShopId
from storage.sessions import Sessions
from storage.shops.acg_faka.layout import Tables
from storage.shops.acg_faka.notices import Notices
from storage.shops.acg_faka.parts import HearsNotices, RecordsWholeRefunds
from storage.shops.acg_faka.settings import PLATFORM, AcgFakaSettings
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.acg_faka.upstream import UpstreamShop
from storage.shops.breaker import Breaker
from storage.shops.decoding import decode
from storage.shops.gateway import AsksGateway, PaymentProbe
from storage.shops.mysql import Mysql


def open_shop(
    shop: ShopId,
    settings: dict[str, Any],
    sessions: Sessions,  # noqa: ARG001 - everything is in the shop's own database
    vault: Vault,
    clock: Clock,
) -> AcgFakaShop:
    """Raises: WrongSetting."""
    told = decode(AcgFakaSettings, PLATFORM, shop, settings)
    return kind_of(told)(
        shop,
        told,
        Tables(Mysql(told, Breaker()), told.prefix, clock),
        vault,
        clock,
        {number: UpstreamShop(access) for number, access in told.upstreams.items()},
        PaymentProbe(told.gateway) if told.gateway else None,
        Notices(shop, told.notify_key.get_secret_value()) if told.notify_key else None,
    )


def kind_of(settings: AcgFakaSettings) -> type[AcgFakaShop]:
    """The class with just those parts that are set up: the others ask a shop by its type what it offers."""
    parts: list[type] = []
    if settings.refund_plugin:
        parts.append(RecordsWholeRefunds)
    if settings.notify_key is not None:
        parts.append(HearsNotices)
    if settings.gateway is not None:
        parts.append(AsksGateway)
    return type(AcgFakaShop.__name__, (*parts, AcgFakaShop), {"__slots__": (), "__module__": AcgFakaShop.__module__})
