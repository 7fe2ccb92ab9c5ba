"""What the ledger adds up to is kept for each day, so that a ceiling costs the same however much was bought."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_tallies"
down_revision = "20261122_groups"
branch_labels = None
depends_on = None

OF = {"project": "project_id", "person": "owner", "group": "purse", "all": "''"}


def upgrade() -> None:
    far = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text() if far else sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text() if far else sa.String(length=64), nullable=False),
        sa.Column("day", sa.Text() if far else sa.String(length=10), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("spent", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "day", name="pk_tally"),
    )
    day = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')" if far else "substr(at, 1, 10)"
    for kind, name in OF.items():
        some = "purse <> ''" if kind == "group" else "1 = 1"
        op.execute(
            f"INSERT INTO tally (kind, name, day, held, spent) "
            f"SELECT '{kind}', {name}, '', sum(held), sum(spent) FROM ledger WHERE {some} GROUP BY 2"
        )
        op.execute(
            f"INSERT INTO tally (kind, name, day, held, spent) "
            f"SELECT '{kind}', {name}, {day}, 0, sum(spent) FROM ledger WHERE spent <> 0 AND {some} GROUP BY 2, 3"
        )


def downgrade() -> None:
    op.drop_table("tally")
