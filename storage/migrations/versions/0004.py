"""The FAQ: an entry is one JSON text, every edit of it is kept; what buyers ask, and whether the answers help"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PARTS = ('question', 'answer', 'phrasings', 'category', 'priority', 'actions')
LISTS = ('phrasings', 'actions')


def upgrade() -> None:
    _rewritten(_whole, sa.Column('body', sa.Text(), nullable=False))
    op.create_table('faq_edits',
    sa.Column('number', BIG, autoincrement=False, nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('number')
    )
    op.create_index('faq_edits_entry', 'faq_edits', ['id', 'language', 'number'], unique=False)
    op.create_table('faq_questions',
    sa.Column('id', BIG, nullable=False),
    sa.Column('conversation', BIG, nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('entry', sa.Text(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('trial', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_faq_questions_at', 'faq_questions', ['at'], unique=False)
    op.create_table('faq_votes',
    sa.Column('conversation', BIG, autoincrement=False, nullable=False),
    sa.Column('entry', sa.Text(), nullable=False),
    sa.Column('trial', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('helped', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('conversation', 'entry', 'trial')
    )
    op.create_index('ix_faq_votes_at', 'faq_votes', ['at'], unique=False)
    op.create_table('faq_offers',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_faq_offers_at', 'faq_offers', ['at'], unique=False)


def downgrade() -> None:
    for table in ('faq_offers', 'faq_votes', 'faq_questions', 'faq_edits'):
        op.drop_table(table)
    texts = [sa.Column(name, sa.Text(), nullable=False) for name in PARTS]
    _rewritten(_parts, *texts, sa.Column('enabled', sa.Boolean(), nullable=False))


def _rewritten(turned: Callable[[Mapping[str, Any]], dict[str, Any]], *columns: sa.Column[Any]) -> None:
    """The table of entries with other columns beside its key."""
    connection = op.get_bind()
    old = sa.Table('faq_entries', sa.MetaData(), autoload_with=connection)
    rows = [turned({str(name): value for name, value in row.items()}) for row in connection.execute(sa.select(old)).mappings()]
    op.drop_table('faq_entries')
    new = op.create_table('faq_entries',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    *columns,
    sa.PrimaryKeyConstraint('id', 'language')
    )
    op.bulk_insert(new, rows)


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    key = {'id': row['id'], 'language': row['language']}
    parts = {name: json.loads(row[name]) if name in LISTS else row[name] for name in PARTS}
    return {**key, 'body': json.dumps({**key, **parts, 'enabled': row['enabled']}, ensure_ascii=False)}


def _parts(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what 0003 has no column for."""
    body = json.loads(row['body'])
    parts = {name: json.dumps(body[name], ensure_ascii=False) if name in LISTS else body[name] for name in PARTS}
    return {'id': row['id'], 'language': row['language'], **parts, 'enabled': body['enabled']}
