"""Incidents: bad batches, and the orders that they have spoilt; keys of the built-in shop know their batch"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "incident_orders",
        sa.Column("incident", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident", "shop", "number"),
    )
    op.create_index("incident_orders_number", "incident_orders", ["number", "shop"], unique=False)
    for name in ("batch", "supplier"):
        op.add_column("card_keys", sa.Column(name, sa.Text(), nullable=True))
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"card_keys_{name}", "card_keys", [name], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    for name in ("batch", "supplier"):
        op.drop_index(f"card_keys_{name}", "card_keys")
        op.drop_column("card_keys", name)
    op.drop_index("incident_orders_number", "incident_orders")
    op.drop_table("incident_orders")
    op.drop_table("incidents")
