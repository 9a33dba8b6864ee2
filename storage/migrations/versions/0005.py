"""After the sale: the ledger of what agents did; keys that stand for others, refunds and changes of the built-in shop"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
ONCE = "kind = 'replaced' AND stage IN ('asked', 'approved', 'set-aside', 'taken', 'sent')"


def upgrade() -> None:
    op.create_table('replacements',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('shop', sa.Text(), nullable=False),
    sa.Column('order_number', sa.Text(), nullable=False),
    sa.Column('bad', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_index('replacements_order', 'replacements', ['order_number', 'shop'], unique=False)
    op.create_index('replacements_agent', 'replacements', ['asked_by', 'at'], unique=False)
    op.create_index('ix_replacements_at', 'replacements', ['at'], unique=False)
    op.create_index('replacements_once', 'replacements', ['shop', 'order_number', 'bad'], unique=True,
        sqlite_where=sa.text(ONCE), postgresql_where=sa.text(ONCE))
    _shop()


def _shop() -> None:
    op.add_column('card_keys', sa.Column('replaces', BIG, nullable=True))
    op.add_column('card_keys', sa.Column('replacement', sa.Text(), nullable=True))
    op.create_index('card_keys_replacement', 'card_keys', ['replacement'], unique=True)
    op.add_column('shop_orders', sa.Column('refunded', sa.Text(), nullable=True))
    op.add_column('shop_orders', sa.Column('changed_at', sa.Float(), nullable=False, server_default='0'))
    op.create_index('shop_orders_changed', 'shop_orders', ['changed_at', 'number'], unique=False)
    op.create_table('shop_refunds',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('order_number', sa.Text(), nullable=False),
    sa.Column('amount', sa.Text(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['order_number'], ['shop_orders.number'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_index('ix_shop_refunds_order_number', 'shop_refunds', ['order_number'], unique=False)


def downgrade() -> None:
    """A key that was replaced counts again beside the new one: nothing says any more which of them does."""
    op.execute("UPDATE card_keys SET state = 'sold' WHERE state = 'replaced'")
    op.drop_table('shop_refunds')
    op.drop_index('shop_orders_changed', 'shop_orders')
    op.drop_column('shop_orders', 'changed_at')
    op.drop_column('shop_orders', 'refunded')
    op.drop_index('card_keys_replacement', 'card_keys')
    op.drop_column('card_keys', 'replacement')
    op.drop_column('card_keys', 'replaces')
    op.drop_table('replacements')
