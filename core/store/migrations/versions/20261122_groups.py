"""Films of groups count against the group's budget too; films put away; a picture for the style of a film."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_groups"
down_revision = "20261122_workers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project", sa.Column("style_picture", sa.String(length=64), nullable=True))
    op.add_column("project", _purse())
    op.add_column("project", sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ledger", _purse())
    op.create_index("ix_ledger_purse_at", "ledger", ["purse", "at"])
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("project", "style_picture", type_=sa.Text())
        op.alter_column("project", "purse", type_=sa.Text())
        op.alter_column("ledger", "purse", type_=sa.Text())


def _purse() -> sa.Column[str]:
    return sa.Column("purse", sa.String(length=64), server_default="", nullable=False)


def downgrade() -> None:
    op.drop_index("ix_ledger_purse_at", "ledger")
    op.drop_column("ledger", "purse")
    op.drop_column("project", "put_away_at")
    op.drop_column("project", "purse")
    op.drop_column("project", "style_picture")
