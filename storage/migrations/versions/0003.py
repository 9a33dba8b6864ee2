"""One buyer in several chats: who is whose, who was introduced to whom, and where an order was proven"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('kin',
    sa.Column('conversation', BIG, autoincrement=False, nullable=False),
    sa.Column('buyer', sa.Text(), nullable=False),
    sa.Column('version', BIG, nullable=False),
    sa.Column('left_buyer', sa.Text(), nullable=True),
    sa.Column('left_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('conversation')
    )
    op.create_index('ix_kin_buyer', 'kin', ['buyer'], unique=False)
    op.create_table('introductions',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('host', BIG, nullable=False),
    sa.Column('guest', BIG, nullable=True),
    sa.Column('mark', sa.Text(), nullable=True),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('until', sa.Float(), nullable=False),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('mark')
    )
    op.create_index('ix_introductions_host', 'introductions', ['host'], unique=False)
    op.create_index('ix_introductions_until', 'introductions', ['until'], unique=False)
    op.create_table('proven_orders',
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('conversation', BIG, autoincrement=False, nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('number', 'conversation')
    )


def downgrade() -> None:
    for table in ('proven_orders', 'introductions', 'kin'):
        op.drop_table(table)
