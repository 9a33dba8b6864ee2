"""Rows of the shop as orders: what their state means, and what is not to be believed. Pure."""

from datetime import UTC
from decimal import Decimal
from html.parser import HTMLParser

from core.errors import ShopUnavailable
from core.masking import mask_contact
from core.shop import Handing, Order, OrderItem, OrderNo, OrderStatus, ShopId
from storage.shops.acg_faka.delivered import is_sentence, tells_empty_stock
from storage.shops.acg_faka.rows import OrderRow, aware
from storage.shops.acg_faka.settings import AcgFakaSettings
from storage.shops.acg_faka.variants import Variant, variant_of

AUTO, PAID, DELIVERED = 0, 1, 1


def order_of(shop: ShopId, settings: AcgFakaSettings, row: OrderRow) -> Order:
    """Raises: ShopUnavailable: the row makes no order."""
    if row.create_time is None:
        raise ShopUnavailable("An order of its database has no time.")
    handing = handing_of(row)
    item = OrderItem(str(row.commodity_id), row.name or "", max(row.card_num, 1), str(variant_in(row)), handing)
    status = status_of(row, handing, keeps_sold_cards=settings.keeps_sold_cards)
    refunded = None if row.refund_status is None else row.amount if row.refunded else Decimal(0)
    delivered = row.sold_at if status is OrderStatus.DELIVERED and handing is Handing.AUTO else None
    return Order(
        shop=shop,
        number=OrderNo(row.trade_no),
        status=status,
        items=(item,),
        amount=row.amount,
        currency=settings.currency,
        created_at=aware(row.create_time).astimezone(UTC),
        paid_at=aware(row.pay_time).astimezone(UTC) if row.pay_time and row.status == PAID else None,
        delivered_at=aware(delivered).astimezone(UTC) if delivered else None,
        contact=mask_contact(next((contact for contact in row.contacts if contact), "")),
        raw_status=f"status={row.status} delivery_status={row.delivery_status}",
        has_password=row.password != "",
        pieces=row.cards if handing is Handing.AUTO and row.cards else None,
        refunded=refunded,
        note=_plain(row.leave_message or row.usage),
    )


def handing_of(row: OrderRow) -> Handing:
    """A product that was deleted took its cards with it: then the order's own word is all there is."""
    if row.shared_id:
        return Handing.UPSTREAM
    return Handing.AUTO if row.delivery_way == AUTO else Handing.MANUAL


def variant_in(row: OrderRow) -> Variant:
    """Raises: ShopUnavailable."""
    try:
        return variant_of(row.race, row.sku)
    except ValueError:
        raise ShopUnavailable("An order's sku in its database cannot be read.") from None


def status_of(row: OrderRow, handing: Handing, *, keeps_sold_cards: bool) -> OrderStatus:
    """A shortage shows in the missing cards: the shop itself says "delivered" then, and writes a sentence for a key."""
    if row.status != PAID:
        return OrderStatus.UNPAID
    if row.refunded:
        return OrderStatus.REFUNDED
    if handing is Handing.AUTO:
        return _of_auto(row, keeps_sold_cards=keeps_sold_cards)
    if handing is Handing.UPSTREAM and tells_empty_stock(row.secret):
        return OrderStatus.SHORTAGE
    # The plugin API通知 sets "delivered" as soon as it has told somebody: a sentence is no delivery.
    waits = row.delivery_status != DELIVERED or is_sentence(row.secret, row.delivery_message)
    return OrderStatus.PAID_WAITING if waits else OrderStatus.DELIVERED


def _of_auto(row: OrderRow, *, keeps_sold_cards: bool) -> OrderStatus:
    if row.cards >= max(row.card_num, 1):
        return OrderStatus.DELIVERED
    if row.cards:
        return OrderStatus.PARTLY_DELIVERED
    told = keeps_sold_cards or is_sentence(row.secret, row.delivery_message)
    return OrderStatus.SHORTAGE if told else OrderStatus.DELIVERED


class _Words(HTMLParser):
    """The text of a note that was written in the shop's editor."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - theirs
        if tag in {"br", "p", "div", "li"}:
            self.pieces.append("\n")


def _plain(note: str) -> str:
    if "<" not in note:
        return note.strip()
    words = _Words()
    words.feed(note)
    words.close()
    lines = "".join(words.pieces).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
