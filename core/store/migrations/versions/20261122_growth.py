"""A list of films costs the same however many there are, and so does what a person spent lately."""

from __future__ import annotations

from alembic import op

revision = "20261122_growth"
down_revision = "20261122_telegram"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_project_owner_created_at_id", "project", ["owner", "created_at", "id"])
    op.drop_index("ix_project_owner", "project")
    op.create_index("ix_ledger_owner_at", "ledger", ["owner", "at"])
    op.drop_index("ix_ledger_owner", "ledger")


def downgrade() -> None:
    op.create_index("ix_ledger_owner", "ledger", ["owner"])
    op.drop_index("ix_ledger_owner_at", "ledger")
    op.create_index("ix_project_owner", "project", ["owner"])
    op.drop_index("ix_project_owner_created_at_id", "project")
