"""A group may say what one of its films costs at the most."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_film_ceiling"
down_revision = "20261122_tallies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("ceiling_film", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "ceiling_film")
