"""Opening: the studio put together over one DATA_DIR: makers, lanes, catalogue, engine."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from core.catalogue.models import Catalogue, load_catalogue
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.plan_types import Accepted, PlannedJob
from core.pipeline import plan as planning
from core.providers.base import Done
from core.providers.local.provider import LocalMakers
from core.settings import Settings
from core.store import assets
from core.store.engine import open_database
from core.story import Story
from core.studio.delivering import Delivering
from core.studio.making import Making


class Studio(Making, Delivering):
    """The verbs."""


@asynccontextmanager
async def open_studio(settings: Settings, *, engine: bool = True) -> AsyncIterator[Studio]:
    """The studio over one DATA_DIR. Without its engine it can look and change, but not make.

    Raises Conflict when another process makes films there already, NoRoom when the folder cannot be written,
    BadInput when MODELS_FILE cannot be used.
    """
    catalogue = load_catalogue(settings.models_file)
    if not engine:
        database = await open_database(settings.database_url, settings.data_dir)
        try:
            yield Studio(settings, catalogue, database, assets.Media(settings.data_dir / "media"), None)
        finally:
            await database.close()
        return
    makers = LocalMakers(settings.local_workers, settings.ffmpeg)
    try:
        providers = {"local": makers, "local-brush": makers}
        async with await Engine.open(
            settings, _planner(catalogue), _accept, providers, limits={"local-brush": _brushes(settings)}
        ) as opened:
            yield Studio(settings, catalogue, opened.database, opened.media, opened)
    finally:
        await makers.aclose()


def _brushes(settings: Settings) -> Limits:
    """A brush for every second worker: each is a process that paints, while the others cut what is painted."""
    workers = settings.local_workers or os.cpu_count() or 1
    return Limits(at_once=max(1, workers // 2), repeatable=True)


def _planner(catalogue: Catalogue) -> Callable[[Story], Sequence[PlannedJob]]:
    return partial(planning.plan, catalogue=catalogue)


def _accept(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
    return planning.accept(job.slot, story, done.facts, data)
