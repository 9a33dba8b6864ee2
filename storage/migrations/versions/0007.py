"""The watchdog: how far each shop was followed, orders as we saw them last, what the staff room is to hear of"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = "due IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "shop_watch",
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("batch", BIG, nullable=False),
        sa.Column("told_at", sa.Float(), nullable=True),
        sa.Column("away_since", sa.Float(), nullable=True),
        sa.Column("away_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("shop"),
    )
    op.create_table(
        "shop_orders_seen",
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("due", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("shop", "number"),
    )
    op.create_index("ix_shop_orders_seen_at", "shop_orders_seen", ["at"], unique=False)
    op.create_index(
        "shop_orders_seen_due",
        "shop_orders_seen",
        ["shop", "due"],
        unique=False,
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )
    op.create_table(
        "shop_troubles",
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("batch", BIG, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shop", "number", "happening"),
    )


def downgrade() -> None:
    op.drop_table("shop_troubles")
    op.drop_index("shop_orders_seen_due", "shop_orders_seen")
    op.drop_index("ix_shop_orders_seen_at", "shop_orders_seen")
    op.drop_table("shop_orders_seen")
    op.drop_table("shop_watch")
