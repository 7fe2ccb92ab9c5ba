"""Wishes, pinned takes, notes of submissions, people and tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_second"
down_revision = "20261122_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project", sa.Column("run_only", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("selection", sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("job", sa.Column("notes", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("job", sa.Column("tried", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "wish",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=128), server_default="", nullable=False),
        sa.Column("variation", sa.Integer(), server_default="0", nullable=False),
        sa.Column("references", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("edit", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_wish_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "target", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_project_id"), "wish", ["project_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=35), server_default="", nullable=False),
        sa.Column("ceiling_day", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_month", sa.BigInteger(), nullable=True),
        sa.Column("choices", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("scope", sa.String(length=16), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
    )
    op.create_index(op.f("ix_token_owner"), "token", ["owner"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("no film is worth less than its tables")
