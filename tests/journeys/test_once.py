"""Nothing is asked for twice: connections drop before, during and after answers, and the journal is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from journeys.paid import PAID_POSTS, PERSON, _key
from twin import Entry, Twin

from core.errors import StudioError
from core.intake import source_from_bytes
from core.settings import Settings
from core.store import money, tables
from core.story import Step
from core.studio import Brief, Change, Studio, open_studio

DROPS = ("drop_before", "drop_during", "drop_unanswered", "drop_after")

STORY = """\
Mara stood at the harbour before dawn. The wind had turned.

"You came," said Tom. "I did not think that you would."

"Where is the lantern?" asked Mara.

They climbed up to the lighthouse. Nobody spoke.
"""


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


def settings_of(twin: Twin, home: Path, *without: str) -> Settings:
    values = {name.lower(): value for name, value in twin.env.items() if name not in without}
    return Settings.model_validate({**values, "data_dir": home / "data"})


async def run(
    studio: Studio, models: dict[Step, str], until: Step
) -> tuple[str, list[sa.Row[tuple[object, ...]]]]:
    """Run a small film so far; gives what it said at the end and every job there was."""
    project = await studio.create(PERSON, Brief(source_from_bytes(STORY.encode(), "The lantern")))
    chosen = tuple((step.value, model) for step, model in models.items())
    await studio.change(PERSON, project.id, Change(models=chosen))
    said = ""
    try:
        async for _ in studio.run(PERSON, project.id, until=until):
            pass
    except StudioError as stopped:
        said = str(stopped)
    async with studio._database.read() as db:
        jobs = (await db.execute(sa.select(tables.job).where(tables.job.c.project_id == project.id))).all()
        ledger = await money.rows(db, project.id)
    for row in ledger:
        assert row["spent"] >= 0
    return said, list(jobs)


def posts(twin: Twin, service: str) -> list[Entry]:
    return [entry for entry in twin.journal if entry.endpoint in PAID_POSTS and entry.service == service]


def once(twin: Twin, service: str, jobs: list[sa.Row[tuple[object, ...]]]) -> None:
    """No attempt was posted twice, and nothing that was done was done again."""
    entries = posts(twin, service)
    attempts = sum(job.attempt for job in jobs if job.provider == service)
    assert 0 < len(entries) <= attempts
    paid = Counter(_key(entry) for entry in entries if entry.charged)
    assert [key for key, count in paid.items() if count > 1] == []


@pytest.mark.parametrize("drop", DROPS)
@pytest.mark.parametrize(
    ("service", "model", "endpoint"),
    [
        ("openrouter", "openrouter:sonnet", "openrouter.chat"),
        ("anthropic", "anthropic:sonnet", "anthropic.messages"),
    ],
)
async def test_a_language_model_is_asked_once_for_each_attempt(
    twin: Twin, tmp_path: Path, service: str, model: str, endpoint: str, drop: str
) -> None:
    twin.arm(drop, endpoint, skip=1)
    models = dict.fromkeys((Step.STORY, Step.ANALYSIS, Step.SCRIPT), model)
    async with open_studio(settings_of(twin, tmp_path)) as studio:
        said, jobs = await run(studio, models, Step.SCRIPT)
    assert any(entry.fault == drop for entry in posts(twin, service))
    once(twin, service, jobs)
    assert bool(said) == (drop != "drop_after")
    assert not said or ("nobody knows whether" in said and "may have cost something" in said)


@pytest.mark.parametrize(
    ("service", "model", "endpoint"),
    [
        ("fal", "fal:eleven-v3", "fal.submit"),
        ("replicate", "replicate:minimax-turbo", "replicate.create"),
    ],
)
async def test_a_queue_is_asked_once_for_each_attempt(
    twin: Twin, tmp_path: Path, service: str, model: str, endpoint: str
) -> None:
    """Every kind of drop in one run, each on a line of its own."""
    for drop in DROPS:
        twin.arm(drop, endpoint)
    async with open_studio(settings_of(twin, tmp_path)) as studio:
        _, jobs = await run(studio, {Step.AUDIO: model}, Step.AUDIO)
    assert {entry.fault for entry in posts(twin, service)} >= set(DROPS)
    once(twin, service, jobs)
    assert {job.state for job in jobs} <= {"done", "unknown"}
