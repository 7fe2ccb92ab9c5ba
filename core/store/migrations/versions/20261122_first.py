"""The first tables: projects, what a film is made of, takes, jobs, quotes, money, events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asset",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=128), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_asset")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_project_id"), "event", ["project_id"], unique=False)
    op.create_table(
        "fact",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fact")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "project_id", sa.String(length=16), nullable=False, comment="no key: money outlives its project"
        ),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("spent", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=128), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('hold','capture','release')", name=op.f("ck_ledger_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("job_id", "attempt", "kind", name=op.f("uq_ledger_job_id_attempt_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ledger_at"), "ledger", ["at"], unique=False)
    op.create_index(op.f("ix_ledger_owner"), "ledger", ["owner"], unique=False)
    op.create_index(op.f("ix_ledger_project_id"), "ledger", ["project_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("source_format", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("keep_text", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("aspect", sa.String(length=8), nullable=False),
        sa.Column("fps", sa.Integer(), server_default="24", nullable=False),
        sa.Column("style", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=35), server_default="", nullable=False),
        sa.Column("captions", sa.String(length=8), nullable=False),
        sa.Column("music", sa.String(length=64), nullable=True),
        sa.Column("voices", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("models", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("gates", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("until", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "request_key",
            sa.String(length=128),
            nullable=True,
            comment="two identical create calls make one project",
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("run_state", sa.String(length=16), server_default="idle", nullable=False),
        sa.Column("run_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("run_note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("request_key", name=op.f("uq_project_request_key")),
    )
    op.create_index(op.f("ix_project_owner"), "project", ["owner"], unique=False)
    op.create_index(op.f("ix_project_run_state"), "project", ["run_state"], unique=False)
    op.create_table(
        "entity",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("appearance", sa.Text(), server_default="", nullable=False),
        sa.Column("aliases", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("gender", sa.String(length=16), server_default="", nullable=False),
        sa.Column("age", sa.String(length=16), server_default="", nullable=False),
        sa.Column("species", sa.String(length=64), server_default="human", nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("prompt", sa.Text(), server_default="", nullable=False),
        sa.Column("prompt_is_own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("voice", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_entity_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
    )
    op.create_index(op.f("ix_entity_project_id"), "entity", ["project_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("run_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=128), nullable=False),
        sa.Column("endpoint", sa.String(length=256), server_default="", nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("estimate", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("prompt", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="1", nullable=False),
        sa.Column("faults", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("operation", sa.JSON(none_as_null=True), nullable=True),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), nullable=True, comment="not started before; empty is at once"
        ),
        sa.Column("fault", sa.String(length=32), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("take_id", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','submitting','running','finishing','done','failed','cancelled','unknown')",
            name=op.f("ck_job_state"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_job_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_project_id"), "job", ["project_id"], unique=False)
    op.create_index("ix_job_slot", "job", ["kind", "target", "created_at"], unique=False)
    op.create_index("ix_job_state", "job", ["state"], unique=False)
    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("low", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("high", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lines", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("until", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_quote_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_project_id"), "quote", ["project_id"], unique=False)
    op.create_table(
        "take",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="counts the slot's takes from 1"),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=128), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), server_default="", nullable=False),
        sa.Column("model", sa.String(length=128), server_default="", nullable=False),
        sa.Column("prompt", sa.Text(), server_default="", nullable=False),
        sa.Column("references", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("parts", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("facts", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("job_id", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset"], ["asset.sha"], name=op.f("fk_take_asset")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_take_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take")),
        sa.UniqueConstraint("kind", "target", "number", name=op.f("uq_take_kind_target_number")),
    )
    op.create_index(op.f("ix_take_project_id"), "take", ["project_id"], unique=False)
    op.create_table(
        "guide_image",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("entity_id", sa.String(length=16), nullable=False),
        sa.Column("asset", sa.String(length=64), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset"], ["asset.sha"], name=op.f("fk_guide_image_asset")),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_guide_image_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_image")),
    )
    op.create_index(op.f("ix_guide_image_entity_id"), "guide_image", ["entity_id"], unique=False)
    op.create_table(
        "scene",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("set_id", sa.String(length=16), nullable=True),
        sa.Column("time", sa.String(length=16), nullable=False),
        sa.Column("weather", sa.String(length=16), nullable=False),
        sa.Column("segments", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("characters", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("props", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_scene_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["set_id"], ["entity.id"], name=op.f("fk_scene_set_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scene")),
    )
    op.create_index(op.f("ix_scene_project_id"), "scene", ["project_id"], unique=False)
    op.create_index(op.f("ix_scene_set_id"), "scene", ["set_id"], unique=False)
    op.create_table(
        "segment",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker", sa.String(length=16), nullable=True),
        sa.Column("manner", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_segment_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker"], ["entity.id"], name=op.f("fk_segment_speaker"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
    )
    op.create_index(op.f("ix_segment_project_id"), "segment", ["project_id"], unique=False)
    op.create_index(op.f("ix_segment_speaker"), "segment", ["speaker"], unique=False)
    op.create_table(
        "selection",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("take_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_selection_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["take_id"], ["take.id"], name=op.f("fk_selection_take_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "target", name=op.f("pk_selection")),
    )
    op.create_index(op.f("ix_selection_project_id"), "selection", ["project_id"], unique=False)
    op.create_index(op.f("ix_selection_take_id"), "selection", ["take_id"], unique=False)
    op.create_table(
        "shot",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("project_id", sa.String(length=16), nullable=False),
        sa.Column("scene_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("segments", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("size", sa.String(length=16), nullable=False),
        sa.Column("angle", sa.String(length=16), nullable=False),
        sa.Column("characters", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("focus", sa.String(length=16), nullable=True),
        sa.Column("props", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("prompt", sa.Text(), server_default="", nullable=False),
        sa.Column("prompt_is_own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_shot_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scene_id"], ["scene.id"], name=op.f("fk_shot_scene_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shot")),
    )
    op.create_index(op.f("ix_shot_project_id"), "shot", ["project_id"], unique=False)
    op.create_index(op.f("ix_shot_scene_id"), "shot", ["scene_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first tables")
