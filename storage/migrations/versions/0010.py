"""Guessing: proofs that failed lately, and the runs that the staff room hears of"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_proofs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("shops", sa.Text(), nullable=False),
        sa.Column("ordinary", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("failed_proofs_account", "failed_proofs", ["account", "at"], unique=False)
    for name in ("at", "buyer", "number"):
        op.create_index(f"ix_failed_proofs_{name}", "failed_proofs", [name], unique=False)
    op.create_table(
        "guessing_runs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "about"),
    )


def downgrade() -> None:
    op.drop_table("guessing_runs")
    for name in ("number", "buyer", "at"):
        op.drop_index(f"ix_failed_proofs_{name}", "failed_proofs")
    op.drop_index("failed_proofs_account", "failed_proofs")
    op.drop_table("failed_proofs")
