"""What dujiao-next says, as far as we read it. Shapes only; pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.errors import ShopUnavailable


def _list(value: object) -> object:
    """Go writes an empty list as null."""
    return () if value is None else value


def _text(value: object) -> object:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Moment = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
Money = Annotated[Decimal, Field(max_digits=20, decimal_places=8)]
Localized = str | dict[str, Any] | None
"""A text, or one for each language: {"zh-CN": ...}."""


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class ItemShape(Shape):
    """The guest's view has no `product_id`."""

    product_id: int = 0
    sku_id: int = 0
    title: Localized = None
    sku_snapshot: dict[str, Any] | None = None
    quantity: int = Field(1, ge=0, le=1_000_000)
    fulfillment_type: Text = ""
    instructions: Localized = None


class FulfillmentShape(Shape):
    """`payload_line_count`: of the whole payload; 0: not told. The payload may be cut at 100 lines."""

    type: Text = ""
    status: Text = ""
    payload: Annotated[Text, Field(repr=False)] = ""
    payload_line_count: int = 0
    delivered_at: Moment | None = None


class OrderShape(Shape):
    """The admin's and the guest's view. `user_id` 0: a guest's; the guest's view has neither `id` nor `user_id`."""

    id: int = 0
    order_no: str
    parent_id: int | None = None
    user_id: int = 0
    guest_email: Annotated[Text, Field(repr=False)] = ""
    user_email: Annotated[Text, Field(repr=False)] = ""
    status: str
    currency: Text = ""
    total_amount: Money = Decimal()
    refunded_amount: Money = Decimal()
    created_at: Moment
    updated_at: Moment | None = None
    paid_at: Moment | None = None
    items: Annotated[tuple[ItemShape, ...], BeforeValidator(_list)] = ()
    fulfillment: FulfillmentShape | None = None
    children: Annotated[tuple["OrderShape", ...], BeforeValidator(_list)] = ()

    @property
    def changed_at(self) -> datetime:
        return self.updated_at or self.created_at


class SecretShape(Shape):
    """A card key; `order_id` None: nobody's, or exported."""

    id: int
    product_id: int = 0
    sku_id: int = 0
    secret: str = Field(repr=False)
    status: str
    is_loop: bool = False
    order_id: int | None = None
    updated_at: Moment


class StatsShape(Shape):
    """`available` counts the loop keys too, which are given to everybody."""

    available: int
    loop_available: int = 0


class SkuShape(Shape):
    id: int
    sku_code: Text = ""
    spec_values: Localized = None
    is_active: bool = True
    auto_stock_available: int = 0
    manual_stock_total: int = 0


class ProductShape(Shape):
    """`manual_stock_total` -1: unlimited."""

    id: int
    title: Localized = None
    fulfillment_type: Text = ""
    is_active: bool = True
    is_mapped: bool = False
    auto_stock_available: int = 0
    manual_stock_total: int = 0
    skus: Annotated[tuple[SkuShape, ...], BeforeValidator(_list)] = ()


class PaymentShape(Shape):
    """`exception_code`: from 1.4 on, for a success that came late or twice."""

    order_id: int = 0
    order_no: Text = ""
    status: str
    provider_ref: Text = ""
    gateway_order_no: Text = ""
    exception_code: Text = ""
    created_at: Moment
    paid_at: Moment | None = None
    callback_at: Moment | None = None


class RefundShape(Shape):
    order_no: Text = ""
    type: Text = ""
    amount: Money
    remark: Text = ""


class LoginShape(Shape):
    token: Annotated[Text, Field(repr=False)] = ""
    requires_totp: bool = False
    expires_at: Moment | None = None


class PolicyShape(Shape):
    object: str
    action: str


class MeShape(Shape):
    is_super: bool = False
    roles: Annotated[tuple[str, ...], BeforeValidator(_list)] = ()
    policies: Annotated[tuple[PolicyShape, ...], BeforeValidator(_list)] = ()


class IdentityShape(Shape):
    provider: Text = ""
    provider_user_id: Text = ""


class MemberShape(Shape):
    email: Annotated[Text, Field(repr=False)] = ""


class BoundShape(Shape):
    bound: bool
    identity: IdentityShape | None = None
    user: MemberShape | None = None


class ChannelItemShape(Shape):
    product_id: int = 0
    product_title: Text = ""
    sku_id: int = 0
    sku_name: Text = ""
    quantity: int = Field(1, ge=0, le=1_000_000)
    fulfillment_type: Text = ""
    instructions: Text = ""


class ChannelChildShape(Shape):
    order_no: str
    status: Text = ""
    fulfillment: FulfillmentShape | None = None


class ChannelOrderShape(Shape):
    """The buyer's view by his messenger."""

    order_id: int = 0
    order_no: str
    status: str
    currency: Text = ""
    total_amount: Money = Decimal()
    refunded_amount: Money = Decimal()
    created_at: Moment
    updated_at: Moment | None = None
    paid_at: Moment | None = None
    fulfillment_type: Text = ""
    fulfillment_status: Text = ""
    fulfillment_result: Annotated[Text, Field(repr=False)] = ""
    fulfillment_delivered_at: Moment | None = None
    items: Annotated[tuple[ChannelItemShape, ...], BeforeValidator(_list)] = ()
    children: Annotated[tuple[ChannelChildShape, ...], BeforeValidator(_list)] = ()


class ChannelLineShape(Shape):
    """An order in the buyer's list; only its number is used."""

    order_no: str


class ChannelListShape(Shape):
    items: Annotated[tuple[ChannelLineShape, ...], BeforeValidator(_list)] = ()


class ChannelSkuShape(Shape):
    id: int
    stock_count: int


class ChannelProductShape(Shape):
    id: int
    stock_count: int
    skus: Annotated[tuple[ChannelSkuShape, ...], BeforeValidator(_list)] = ()


class CallbackShape(Shape):
    """What a callback names."""

    order_id: int = 0
    telegram_user_id: Text = ""


S = TypeVar("S", bound=Shape)


def one(shape: type[S], data: object) -> S:
    """Raises: ShopUnavailable: it is shaped otherwise; nothing of it is told."""
    try:
        return shape.model_validate(data)
    except ValidationError:
        cause = f"Its answer cannot be understood ({shape.__name__})."
    raise ShopUnavailable(cause)


def many(shape: type[S], data: object) -> Sequence[S]:
    """Raises: ShopUnavailable."""
    if data is None:
        return ()
    if not isinstance(data, list):
        raise ShopUnavailable(f"Its answer is no list ({shape.__name__}).")
    return [one(shape, each) for each in data]
