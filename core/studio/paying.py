"""Paying: verbs that say what things cost, before and after, and what to do at a ceiling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import BadInput, Conflict
from core.jobs.forecast import ahead, recalled, seconds_left
from core.jobs.playing import Room as Share
from core.pipeline import levels
from core.pipeline import offers as offering
from core.pipeline.offers import Offer
from core.pipeline.quote import QuoteLine, asked_for, lines_of, total
from core.store import costs, facts, jobs, money, projects, runs, wishes
from core.store.costs import CostRow
from core.store.ids import QUOTE, new_id
from core.store.runs import RunState
from core.story import Slot, Step, Story
from core.studio import accounting, agreeing, health
from core.studio.bills import Account, Check, Cost, Costs, Quote
from core.studio.room import Room

NAMED_MODELS = "models:"
"""Under this name and the project's: step -> model that whoever ordered a film wants for its paid levels."""

_PREFERRED = "level:"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast films are made here at the moment."""

    rooms: Mapping[str, Share]
    measured: Mapping[str, float]
    """Seconds that models took, as `Durations.seconds`."""


class Paying(Room):
    """Verbs about money."""

    async def quote(
        self,
        person: str,
        project_id: str,
        *,
        until: Step = Step.EXPORT,
        level: str | None = None,
        shots: Sequence[int] | None = None,
        only: Collection[Slot] = (),
    ) -> Quote:
        """What a run would cost, as a range for each step; costs nothing itself (B2).

        `level` ("pictures", "clips") for all shots or for those numbered from 1 in `shots`; `only` for single
        slots. The quote is kept, is good for agreeing.QUOTE_MINUTES and for one run of the story as it is now.
        Raises NotFound, BadInput.
        """
        async with self._database.read() as db:
            story = await self._own(db, person, project_id)
            version = await projects.version(db, project_id)
            room = await self._room(db, await _without_agreed(db, story))
            models = None if level is None else await self._level_models(db, story, level)
            pace = await self._pace(db, project_id)
        asked = partial(self._asked, story, until=until, models=models, shots=shots, only=only)
        lines, seconds = await asyncio.to_thread(self._foretold, asked, pace)
        low, high = total(lines)
        now = datetime.now(UTC)
        purpose = {agreeing.PURPOSE: agreeing.purpose_of(level, shots, only)}
        kept = money.Quote(
            id=new_id(QUOTE),
            project_id=project_id,
            low=low,
            high=high,
            lines=tuple({**asdict(line), **purpose} for line in lines),
            until=until,
            version=version,
            created_at=now,
            expires_at=agreeing.expiry(now),
        )
        async with self._database.write() as db:
            await money.insert_quote(db, kept)
        short = 0 if room is None else max(0, high - room)
        return Quote(kept.id, low, high, lines, until, agreeing.expiry(now), short, seconds)

    async def named_models(self, person: str, project_id: str) -> dict[str, str]:
        """Step -> model that was named for the film's better pictures, before they are made."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return dict(await facts.recall(db, f"{NAMED_MODELS}{project_id}") or {})

    async def prefer_level(self, person: str, project_id: str, level: str) -> None:
        """Keep which level is meant for a film, so that its price is shown alone; "" for none. Buys nothing.

        Raises NotFound.
        """
        if level:
            self._catalogue.level(level, ())
        async with self._database.write() as db:
            await self._owned(db, person, project_id)
            await facts.remember(db, f"{_PREFERRED}{project_id}", level)

    async def preferred_level(self, person: str, project_id: str) -> str:
        """The level that is meant for a film; "" while nobody chose. Raises NotFound."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return str(await facts.recall(db, f"{_PREFERRED}{project_id}") or "")

    async def offers(self, person: str, project_id: str) -> tuple[Offer, ...]:
        """What can be done when the rest of the run passes a ceiling; nothing when it does not (B2)."""
        async with self._database.read() as db:
            story = await self._own(db, person, project_id)
            run = await runs.load_run(db, project_id)
            return await self._offers(db, replace(story, asked=frozenset(run.only)))

    async def take_offer(self, person: str, project_id: str, key: str) -> Offer:
        """Do as an offer says; the run goes on when it is started again. Raises NotFound, Conflict."""
        gone = Conflict(
            "This offer no longer stands: the film or what it costs has changed.",
            next_step="Look at the offers again.",
        )
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            version = await projects.version(db, project_id)
        found = {offer.key: offer for offer in await self.offers(person, project_id)}
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            if key not in found or version != await projects.version(db, project_id):
                raise gone
            await _apply(db, story, found[key])
        return found[key]

    async def costs(self, person: str, project_id: str | None = None) -> Costs:
        """What a film, or everything of this person, has cost so far, by step, model and provider.

        Raises NotFound.
        """
        async with self._database.read() as db:
            if project_id is not None:
                await self._own(db, person, project_id)
            rows = await costs.cost_rows(db, project_id=project_id, owner=person)
            quoted = None if project_id is None else await costs.quoted(db, project_id)
        return Costs(
            held=sum(row.held for row in rows),
            spent=sum(row.spent for row in rows),
            estimated=sum(row.estimated for row in rows),
            refused=sum(row.refused for row in rows),
            assumed=sum(row.assumed for row in rows),
            by_step=_summed(rows, lambda row: row.step or "films since deleted"),
            by_model=_summed(rows, lambda row: row.model),
            by_provider=_summed(rows, lambda row: row.provider),
            quoted=(quoted.low, quoted.high) if quoted else None,
            paid_of_quoted=quoted.paid if quoted else 0,
        )

    async def account(self, person: str, *, fresh: bool = False) -> Account:
        """Per provider what it tells of the account, the models it serves, and what is left under the ceilings.

        What providers say is asked again when it is older than accounting.KEEP_SECONDS, or at once with
        `fresh`; that takes a few seconds at most and costs nothing (R30, R31).
        """
        return await accounting.account(self._settings, self._catalogue, self._database, person, fresh=fresh)

    async def doctor(self) -> tuple[Check, ...]:
        """What is well and what is not on this machine, and what to do about it; takes some seconds."""
        return await health.doctor(self._settings)

    # for the verbs that begin runs

    async def _agree(
        self,
        db: AsyncConnection,
        story: Story,
        quote_id: str,
        *,
        until: Step = Step.EXPORT,
        level: str | None = None,
        shots: Sequence[int] | None = None,
        only: Collection[Slot] = (),
    ) -> money.Quote:
        """Take a quote for exactly this run, before anything is changed for it.

        Raises what `agreeing.accepted` does.
        """
        purpose = agreeing.purpose_of(level, shots, only)
        return await agreeing.accepted(db, quote_id, story.project, until=until, purpose=purpose)

    async def _level_models(self, db: AsyncConnection, story: Story, level: str) -> dict[str, str]:
        """Step -> model id of a level: the one named when the film was ordered, else the level's own."""
        found = levels.level_models(self._catalogue, level, self._settings.keys(), story)
        if level == levels.ANIMATIC:
            return found
        named = await facts.recall(db, f"{NAMED_MODELS}{story.project.id}") or {}
        return found | {step: model for step, model in named.items() if step in found}

    async def _pace(self, db: AsyncConnection, project_id: str) -> Pace:
        """How fast films are made here at the moment, for this one among those that are being made."""
        busy = await jobs.films_in(db)
        joins = (await runs.load_run(db, project_id)).state is not RunState.RUNNING
        films = {lane: max(1, busy.get(lane, 0) + joins) for lane in self._catalogue.lanes}
        rooms = {lane: Share(self._at_once(lane), many) for lane, many in films.items()}
        return Pace(rooms, await recalled(db))

    def _foretold(self, asked: Callable[[], Story], pace: Pace) -> tuple[tuple[QuoteLine, ...], float | None]:
        """What a run makes and costs, and the seconds it takes; in a thread, for a novel takes seconds."""
        story = asked()
        left = ahead(story, self._catalogue)
        return lines_of(story, self._catalogue), seconds_left(left, pace.rooms, pace.measured, {})

    def _forecast(
        self,
        story: Story,
        *,
        until: Step,
        models: Mapping[str, str] | None,
        shots: Sequence[int] | None,
        only: Collection[Slot],
    ) -> tuple[QuoteLine, ...]:
        asked = self._asked(story, until=until, models=models, shots=shots, only=only)
        return lines_of(asked, self._catalogue)

    def _asked(
        self,
        story: Story,
        *,
        until: Step,
        models: Mapping[str, str] | None,
        shots: Sequence[int] | None,
        only: Collection[Slot],
    ) -> Story:
        return asked_for(
            story,
            self._catalogue,
            until=until,
            models=models,
            shots=None if shots is None else _from_zero(shots, story),
            only=only,
        )

    async def _offers(self, db: AsyncConnection, story: Story) -> tuple[Offer, ...]:
        room = await self._room(db, story)
        if room is None:
            return ()
        mine = await accounting.ceilings(db, self._settings, story.project.owner, story.project)
        tightest = min(mine, key=lambda ceiling: ceiling.left)
        own = tightest.most if tightest.name == "project" else None
        keys = self._settings.keys()
        return await asyncio.to_thread(offering.offers, story, self._catalogue, keys, room, own)

    async def _room(self, db: AsyncConnection, story: Story) -> int | None:
        """Micro-dollars that may still be spent on this project; None when nothing limits it."""
        mine = await accounting.ceilings(db, self._settings, story.project.owner, story.project)
        return min((ceiling.left for ceiling in mine), default=None)

    def _price_of(self, story: Story, slot: Slot) -> tuple[int, int]:
        """Low and high, in micro-dollars, of making one slot with what it needs."""
        lines = self._forecast(story, until=Step.EXPORT, models=None, shots=None, only=(slot,))
        return total(lines)

    async def _spent(self, project_id: str) -> int:
        async with self._database.read() as db:
            return (await money.balance(db, project_id=project_id)).spent


async def _without_agreed(db: AsyncConnection, story: Story) -> Story:
    """The story without the ceiling of an earlier agreement, since a new one takes its place."""
    if not await agreeing.is_agreed(db, story.project):
        return story
    return replace(story, project=replace(story.project, ceiling=None))


def _from_zero(shots: Sequence[int], story: Story) -> frozenset[int]:
    """People count shots from 1. Raises BadInput for a number that there is not."""
    unknown = [number for number in shots if not 1 <= number <= len(story.shots)]
    if unknown:
        raise BadInput(
            f"There is no shot {unknown[0]}: the film has {len(story.shots)} shots.",
            next_step=f"See: video-story show {story.project.id}",
        )
    return frozenset(number - 1 for number in shots)


async def _apply(db: AsyncConnection, story: Story, offer: Offer) -> None:
    """Write what an offer stands for."""
    project = story.project
    if offer.ceiling is not None:
        await agreeing.raised(db, project, offer.ceiling)
    elif offer.slots:
        for slot in offer.slots:
            model = offer.models[offering.STEP_OF[slot.kind]]
            await wishes.set_wish(db, project.id, slot, replace(story.wish(slot), model=model))
    else:
        chosen = offering.with_offer(story, offer).project.models
        await projects.update_project(db, project.id, models=dict(chosen))


def _summed(rows: Iterable[CostRow], name: Callable[[CostRow], str]) -> tuple[Cost, ...]:
    """One cost for each name, dearest first."""
    groups: Mapping[str, list[CostRow]] = {
        key: list(group) for key, group in groupby(sorted(rows, key=name), key=name)
    }
    found = [
        Cost(
            name=key,
            calls=sum(row.calls for row in group),
            held=sum(row.held for row in group),
            spent=sum(row.spent for row in group),
            estimated=sum(row.estimated for row in group),
        )
        for key, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda cost: (-cost.spent, -cost.held, cost.name)))
