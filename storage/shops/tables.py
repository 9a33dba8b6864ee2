"""The tables of the built-in shop. Times are seconds since 1970 (UTC); amounts are decimals as text, exact.

Nothing secret is in clear: `*_sealed` is encrypted by the vault, `*_mark` is its keyed fingerprint, `*_masked` is what
people may see."""

from time import time

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables import Big

AUTO = "auto"
MANUAL = "manual"
AVAILABLE = "available"
SOLD = "sold"
REPLACED = "replaced"
"""Of a key that was delivered and does not count any more: another stands for it."""

IN_STOCK = text("state = 'available'")
OF_BATCH, OF_SUPPLIER = text("batch IS NOT NULL"), text("supplier IS NOT NULL")


class ProductRow(SQLModel, table=True):
    """`kind` auto: a key from stock is given at once; manual: a person delivers. `on_sale`: its stock is watched."""

    __tablename__ = "products"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    title: str = Field(sa_column=Column(Text, nullable=False))
    price: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    unlimited: bool = Field(default=False, nullable=False)
    on_sale: bool = Field(default=True, nullable=False)


class ShopOrderRow(SQLModel, table=True):
    """`row_mark` tells whether an imported line has changed; `import_id` and `import_line` tell where it came from.

    `refunded`: how much, of what was recorded here; None: nothing was. `changed_at`: set by itself, on the clock of the
    process that writes; two processes may commit in another order."""

    __tablename__ = "shop_orders"
    __table_args__ = (Index("shop_orders_changed", "changed_at", "number"),)

    number: str = Field(sa_column=Column(Text, primary_key=True))
    status: str = Field(sa_column=Column(Text, nullable=False))
    amount: str = Field(sa_column=Column(Text, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    contact_mark: str | None = Field(default=None, sa_column=Column(Text, index=True))
    contact_sealed: str | None = Field(default=None, sa_column=Column(Text))
    contact_masked: str = Field(default="", sa_column=Column(Text, nullable=False))
    password_mark: str | None = Field(default=None, sa_column=Column(Text))
    created_at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    paid_at: float | None = Field(default=None, sa_column=Column(Float))
    delivered_at: float | None = Field(default=None, sa_column=Column(Float))
    refunded: str | None = Field(default=None, sa_column=Column(Text))
    changed_at: float | None = Field(default=None, sa_column=Column(Float, nullable=False, default=time, onupdate=time))
    row_mark: str | None = Field(default=None, sa_column=Column(Text))
    import_id: str | None = Field(default=None, sa_column=Column(Text, index=True))
    import_line: int | None = Field(default=None, sa_column=Column(Integer))


class OrderItemRow(SQLModel, table=True):
    """`position` counts the items of an order from 0; `title` is the product's at the time of the order."""

    __tablename__ = "order_items"

    order_number: str = Field(
        sa_column=Column(Text, ForeignKey("shop_orders.number", ondelete="CASCADE"), primary_key=True)
    )
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    product_id: str = Field(sa_column=Column(Text, ForeignKey("products.id"), nullable=False))
    title: str = Field(sa_column=Column(Text, nullable=False))
    quantity: int = Field(sa_column=Column(Integer, nullable=False))


class CardKeyRow(SQLModel, table=True):
    """A card key. `position` counts the pieces of an order from 0: the first item's, then the second's, and so on.

    In stock no key is there twice; among the sold ones it may be, because shops also sell one account to many.
    A key that stands for another has a place of its own after all pieces; `replaces`: the id of the other one, and
    `replacement`: the name of the replacement, for which exactly one key is taken. `batch` and `supplier`: as the owner
    named them when the key came into stock."""

    __tablename__ = "card_keys"
    __table_args__ = (
        UniqueConstraint("order_number", "position", name="card_keys_once_per_piece"),
        Index(
            "card_keys_in_stock",
            "product_id",
            "fingerprint",
            unique=True,
            sqlite_where=IN_STOCK,
            postgresql_where=IN_STOCK,
        ),
        Index("card_keys_replacement", "replacement", unique=True),
        Index("card_keys_batch", "batch", sqlite_where=OF_BATCH, postgresql_where=OF_BATCH),
        Index("card_keys_supplier", "supplier", sqlite_where=OF_SUPPLIER, postgresql_where=OF_SUPPLIER),
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    product_id: str = Field(sa_column=Column(Text, ForeignKey("products.id"), nullable=False))
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str = Field(sa_column=Column(Text, nullable=False, index=True))
    masked: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    order_number: str | None = Field(
        default=None, sa_column=Column(Text, ForeignKey("shop_orders.number", ondelete="CASCADE"))
    )
    position: int | None = Field(default=None, sa_column=Column(Integer))
    replaces: int | None = Field(default=None, sa_column=Column(Big))
    replacement: str | None = Field(default=None, sa_column=Column(Text))
    batch: str | None = Field(default=None, sa_column=Column(Text))
    supplier: str | None = Field(default=None, sa_column=Column(Text))


class ShopRefundRow(SQLModel, table=True):
    """One refund that was recorded, under its name; the money moves elsewhere."""

    __tablename__ = "shop_refunds"

    name: str = Field(sa_column=Column(Text, primary_key=True))
    order_number: str = Field(
        sa_column=Column(Text, ForeignKey("shop_orders.number", ondelete="CASCADE"), nullable=False, index=True)
    )
    amount: str = Field(sa_column=Column(Text, nullable=False))
    remark: str = Field(sa_column=Column(Text, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False))


class ImportRow(SQLModel, table=True):
    """How far the import of one file has come; the id is the file's fingerprint."""

    __tablename__ = "imports"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    line: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    imported: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    updated: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    unchanged: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    finished: bool = Field(default=False, nullable=False)


class RepeatedLineRow(SQLModel, table=True):
    """A line of an import whose order number an earlier line of the same file has."""

    __tablename__ = "import_repeats"

    import_id: str = Field(sa_column=Column(Text, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True))
    line: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
