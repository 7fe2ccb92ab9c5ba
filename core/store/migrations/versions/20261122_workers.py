"""Several workers on one PostgreSQL: who they are, which films and jobs are whose; words of any length there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_workers"
down_revision = "20261122_growth"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("pid", sa.Integer(), server_default="0", nullable=False),
        sa.Column("alive", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.add_column("project", sa.Column("worker", sa.String(length=16), nullable=True))
    op.add_column("job", sa.Column("worker", sa.String(length=16), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _let_words_be_long()


def _let_words_be_long() -> None:
    """SQLite holds nobody to the length of a column, and what a model writes has none."""
    bind = op.get_bind()
    tables = sa.inspect(bind)
    for table in tables.get_table_names():
        narrow = [column["name"] for column in tables.get_columns(table) if _is_narrow(column["type"])]
        if narrow and table != "alembic_version":
            changes = ", ".join(f'ALTER COLUMN "{name}" TYPE text' for name in narrow)
            op.execute(f'ALTER TABLE "{table}" {changes}')


def _is_narrow(kind: object) -> bool:
    return isinstance(kind, sa.String) and kind.length is not None


def downgrade() -> None:
    op.drop_column("job", "worker")
    op.drop_column("project", "worker")
    op.drop_table("worker")
