"""Opening: the studio put together over one DATA_DIR: makers, lanes, catalogue, engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import cast

from core.catalogue.arguments import successor
from core.catalogue.models import LOCAL, Catalogue, load_catalogue
from core.errors import Conflict
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.lock import is_closing
from core.jobs.passage import FarEngine
from core.jobs.plan_types import Accepted, NextModel, PlannedJob, Successor
from core.pipeline import plan as planning
from core.providers.base import Done, Provider
from core.providers.local.provider import LocalMakers
from core.providers.makers import close, remote_makers, warm
from core.requests import Request
from core.settings import Settings
from core.store.addresses import is_shared
from core.store.engine import open_database
from core.store.far import media_of
from core.store.keys import share_keys
from core.story import Story
from core.studio.delivering import Delivering
from core.studio.handing import Handing
from core.studio.logins import Logins
from core.studio.ordering import Ordering
from core.studio.tending import Tending
from core.studio.watching import Watching

FIND_TRIES = 20
FIND_SECONDS = 0.25
"""How often and how long a process waits for another that is just opening or closing its engine."""

BEGIN_TRIES = 160
"""The same for one that was only just started: loading everything may take seconds on a busy machine."""

Begin = Callable[[], Awaitable[None]]


class Studio(Ordering, Handing, Delivering, Logins, Tending, Watching):
    """The verbs."""


@asynccontextmanager
async def open_studio(
    settings: Settings, *, engine: bool = True, begin: Begin | None = None
) -> AsyncIterator[Studio]:
    """The studio over one DATA_DIR. Without its engine it can look and change, but not make.

    When another process makes films there already, its engine is used over loopback (DESIGN 8). A process that
    may end at any time gives `begin`: it starts such a process when one is needed and there is none, also after
    the last one has ended, and no engine is opened here.

    Raises Conflict when the other engine cannot be reached, NoRoom when the folder cannot be written, BadInput
    when MODELS_FILE or AT_ONCE cannot be used.
    """
    catalogue = load_catalogue(settings.models_file, settings.at_once)
    async with AsyncExitStack() as stack:
        seat = await stack.enter_async_context(Seat(settings, catalogue, begin)) if engine else None
        if seat is not None and isinstance(seat.engine, Engine):
            database, media = seat.engine.database, seat.engine.media
        else:
            database = await open_database(settings.database_url, settings.data_dir)
            stack.push_async_callback(database.close)
            media = media_of(settings)
            stack.callback(media.close)
        await share_keys(database, settings.data_dir)
        studio = Studio(settings, catalogue, database, media, seat)
        stack.push_async_callback(studio._foreseen.close)
        yield studio


async def work(
    settings: Settings, idle_seconds: float | None = None, begun: Callable[[], object] = lambda: None
) -> bool:
    """Make whatever films there are to make; ends after so many seconds without any, or never for None.

    `begun` is called when it has begun. False, at once, when another process does that already; on PostgreSQL
    any number may. Raises NoRoom, BadInput.
    """
    async with open_studio(settings.model_copy(update={"make_films": True})) as studio:
        if not studio.makes_films_here:
            return False
        begun()
        idle = 0.0
        while idle_seconds is None or idle < idle_seconds:
            await asyncio.sleep(IDLE_LOOK)
            idle = 0.0 if await studio.is_busy() else idle + IDLE_LOOK
    return True


IDLE_LOOK = 1.0
"""Seconds between two looks at whether there is anything to do."""


class Seat:
    """The place at the engine: one of our own, or the one of the process that holds the DATA_DIR."""

    engine: Engine
    """Ours, or a FarEngine, which has the same verbs."""

    def __init__(self, settings: Settings, catalogue: Catalogue, begin: Begin | None = None) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._begin = begin
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Seat:
        if is_shared(self._settings.database_url):
            await self._sit_among_others()
        elif self._begin is None:
            await self.take()
        else:
            self.engine = cast("Engine", FarEngine(Engine, self._settings.data_dir))
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._stack.aclose()

    async def _sit_among_others(self) -> None:
        """On PostgreSQL every process has an engine; one that may end at any time leaves making to a worker."""
        if self._begin is not None:
            self._settings = self._settings.model_copy(update={"make_films": False})
        self.engine = await self._own()
        if self._begin is not None and not self.engine.workers_elsewhere:
            await self._begin()

    async def take(self) -> None:
        """Open an engine, or find the one there is; also after the one that was used has ended."""
        if self._begin is not None:
            await self._begun(self._begin)
            return
        tries = 0
        while tries < FIND_TRIES:
            try:
                self.engine = await self._own()
                return
            except Conflict:
                far = FarEngine(Engine, self._settings.data_dir)
                if await far.is_there():
                    self.engine = cast("Engine", far)
                    return
                tries += not is_closing(self._settings.data_dir)
                await asyncio.sleep(FIND_SECONDS)
        self.engine = await self._own()

    async def _begun(self, begin: Begin) -> None:
        """Find the engine of another process, starting one when there is none. Raises Conflict."""
        far = FarEngine(Engine, self._settings.data_dir)
        if await far.is_there():
            return
        await begin()
        for _ in range(BEGIN_TRIES):
            if await far.is_there():
                return
            await asyncio.sleep(FIND_SECONDS)
        raise Conflict(
            "The process that makes films could not be started.",
            next_step="Run: video-story worker, and see what it says.",
        )

    async def _own(self) -> Engine:
        settings = self._settings
        local = LocalMakers(settings.local_workers, settings.ffmpeg)
        providers = {"local": local, "local-brush": local, **remote_makers(settings, self._catalogue)}
        limits = {"local-brush": _brushes(local), **_lanes(self._catalogue, providers)}
        try:
            opened = await Engine.open(
                settings,
                _Planner(self._catalogue),
                _accept,
                providers,
                limits=limits,
                successor=_successor(settings, self._catalogue),
                refresh=(self._balances,) if settings.keys() else (),
            )
        except BaseException:
            await close(providers)
            raise
        self._stack.push_async_callback(close, providers)
        self._stack.push_async_callback(_ended, asyncio.create_task(warm(providers), name="warm"))
        return await self._stack.enter_async_context(opened)

    async def _balances(self) -> None:
        """What providers tell of the accounts, so that a view of them is there at once."""
        from core.studio import accounting

        if isinstance(self.engine, Engine):
            await accounting.remembered(self._settings, self.engine.database, fresh=True)


async def _ended(task: asyncio.Task[None]) -> None:
    """See a task beside the work to its end; what went wrong in it shows where it is needed.

    Only after the engine's: what is loaded cannot be stopped, and a shutdown must not wait for it.
    """
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()


def _brushes(makers: LocalMakers) -> Limits:
    """One picture more than there are brushes, so that none rests while its last picture is put away."""
    return Limits(at_once=makers.brushes + 1, repeatable=True)


def _lanes(catalogue: Catalogue, providers: Mapping[str, Provider]) -> dict[str, Limits]:
    """What each service bears, as its row says."""
    rows = {name: catalogue.lanes[name] for name in providers if not name.startswith(LOCAL)}
    return {name: Limits(row.at_once, row.queued, row.per_minute) for name, row in rows.items()}


def _successor(settings: Settings, catalogue: Catalogue) -> NextModel:
    """Who is tried after a refusal: the next row that takes all that is sent, if its key is there (R23, B5)."""

    def follow(model: str, request: Request, tried: Sequence[str]) -> Successor | None:
        row = successor(catalogue, catalogue.model(model), request, settings.keys(), tried)
        if row is None:
            return None
        return Successor(row.id, row.provider, row.endpoint, planning.estimate(row, request))

    return follow


class _Planner:
    """What can be made of a story now, and what will be able to be made later."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.coming = partial(planning.coming, catalogue=catalogue)
        self._plan = partial(planning.plan, catalogue=catalogue)

    def __call__(self, story: Story) -> Sequence[PlannedJob]:
        return self._plan(story)


def _accept(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
    return planning.accept(job.slot, story, done.facts, data, job.request)
