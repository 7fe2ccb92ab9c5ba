"""What the chat has to remember: people, chats, updates, panels, awaited texts, albums, files, prices, sends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_telegram"
down_revision = "20261122_third"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tg_album",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "name", name=op.f("pk_tg_album")),
    )
    op.create_table(
        "tg_chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), server_default="private", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("allowed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("migrated_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tg_chat")),
    )
    op.create_table(
        "tg_file",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.String(length=256), nullable=False),
        sa.Column("unique_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sha", "bot", "kind", name=op.f("pk_tg_file")),
    )
    op.create_table(
        "tg_inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="new", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_tg_inbox")),
    )
    op.create_index(op.f("ix_tg_inbox_state"), "tg_inbox", ["state"], unique=False)
    op.create_table(
        "tg_user",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("username", sa.String(length=64), server_default="", nullable=False),
        sa.Column("language", sa.String(length=35), server_default="", nullable=False),
        sa.Column("role", sa.String(length=16), server_default="", nullable=False),
        sa.Column("choices", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tg_user")),
    )
    op.create_table(
        "tg_await",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=64), server_default="", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tg_await_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tg_await")),
    )
    op.create_index("ix_tg_await_chat_message", "tg_await", ["chat", "message"], unique=False)
    op.create_index(op.f("ix_tg_await_project_id"), "tg_await", ["project_id"], unique=False)
    op.create_table(
        "tg_panel",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=64), server_default="", nullable=False),
        sa.Column("hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("picture", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("story_message", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tg_panel_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tg_panel")),
    )
    op.create_index("ix_tg_panel_chat_message", "tg_panel", ["chat", "message"], unique=False)
    op.create_index(op.f("ix_tg_panel_project_id"), "tg_panel", ["project_id"], unique=False)
    op.create_table(
        "tg_quote",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("action", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("high", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tg_quote_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tg_quote")),
    )
    op.create_index(op.f("ix_tg_quote_project_id"), "tg_quote", ["project_id"], unique=False)
    op.create_table(
        "tg_send",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tg_send_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tg_send")),
    )
    op.create_index(op.f("ix_tg_send_project_id"), "tg_send", ["project_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_tg_send_project_id"), table_name="tg_send")
    op.drop_table("tg_send")
    op.drop_index(op.f("ix_tg_quote_project_id"), table_name="tg_quote")
    op.drop_table("tg_quote")
    op.drop_index(op.f("ix_tg_panel_project_id"), table_name="tg_panel")
    op.drop_index("ix_tg_panel_chat_message", table_name="tg_panel")
    op.drop_table("tg_panel")
    op.drop_index(op.f("ix_tg_await_project_id"), table_name="tg_await")
    op.drop_index("ix_tg_await_chat_message", table_name="tg_await")
    op.drop_table("tg_await")
    op.drop_table("tg_user")
    op.drop_index(op.f("ix_tg_inbox_state"), table_name="tg_inbox")
    op.drop_table("tg_inbox")
    op.drop_table("tg_file")
    op.drop_table("tg_chat")
    op.drop_table("tg_album")
