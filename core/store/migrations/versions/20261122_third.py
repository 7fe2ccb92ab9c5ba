"""Words for one slot alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_third"
down_revision = "20261122_second"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wish", sa.Column("prompt", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("wish", "prompt")
