"""One message may show several: texts that waited and went as one"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

CONVENTION = {"pk": "%(table_name)s_pkey"}


def upgrade() -> None:
    _key("shown", "origin")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM links WHERE EXISTS (SELECT 1 FROM links AS other WHERE other.shown = links.shown"
                       " AND (other.seq, other.origin) > (links.seq, links.origin))"))
    _key("shown")


def _key(*columns: str) -> None:
    with op.batch_alter_table('links', naming_convention=CONVENTION) as batch_op:
        batch_op.drop_constraint('links_pkey', type_='primary')
        batch_op.create_primary_key('links_pkey', list(columns))
