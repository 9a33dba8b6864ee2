"""Keys that are taken from a dujiao-next shop's stock: asked for, and claimed"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('shop_exports',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('shop', sa.Text(), nullable=False),
    sa.Column('order_number', sa.Text(), nullable=False),
    sa.Column('product', sa.Text(), nullable=False),
    sa.Column('variant', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.Float(), nullable=False),
    sa.Column('tried_at', sa.Float(), nullable=False),
    sa.Column('card', BIG, nullable=True),
    sa.Column('sealed', sa.Text(), nullable=True),
    sa.Column('mark', sa.Text(), nullable=True),
    sa.Column('masked', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name'),
    sa.UniqueConstraint('shop', 'card', name='shop_exports_card')
    )


def downgrade() -> None:
    op.drop_table('shop_exports')
