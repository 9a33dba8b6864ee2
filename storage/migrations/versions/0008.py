"""Bad keys are looked up by their fingerprint: was this one claimed before?"""

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('replacements_key', 'replacements', ['bad'], unique=False)


def downgrade() -> None:
    op.drop_index('replacements_key', table_name='replacements')
