"""Many films of one person, as rows: more than any list shows at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.store import projects
from core.story import Project
from core.studio import Studio

FIRST = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def keep_films(studio: Studio, owner: str, count: int, *, words: str = "Film") -> list[str]:
    """Give somebody so many films with numbers from 1 on; gives their ids, the oldest first."""
    rows = [
        Project(
            *(f"p_{number:010}", owner, f"{words} {number}", "Ana waits."),
            created_at=FIRST + timedelta(minutes=number // 2),  # two at a time have one instant
        )
        for number in range(1, count + 1)
    ]
    async with studio._database.write() as db:
        for row in rows:
            await projects.insert_project(db, row)
    return [row.id for row in rows]
