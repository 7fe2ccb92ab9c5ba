"""Looking: verbs that show projects, stories, takes, models and how a run goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue import prices
from core.catalogue.arguments import served_by
from core.catalogue.models import Model
from core.catalogue.voices import Voice, load_voices
from core.catalogue.words import ModelView, view, views
from core.errors import NotReady, ProviderError
from core.jobs.engine import Status as EngineStatus
from core.jobs.gates import closed_gate
from core.jobs.upkeep import DISK_USED, room_words
from core.pipeline import bundle, looks
from core.pipeline.board import Board
from core.pipeline.looks import Look, NeedsSetup
from core.pipeline.notes import in_words, problem, slot_words
from core.pipeline.plan import STEPS, estimate
from core.pipeline.progress import progress
from core.requests import ImageRequest, LipSyncRequest, Reference, Request, VideoRequest
from core.store import events as happenings
from core.store import facts, money, projects, showing
from core.store.events import Event
from core.store.jobs import OPEN, Job, JobState
from core.store.runs import RunState
from core.story import Project, Segment, Shot, Slot, SlotKind, Step, Story, Take
from core.studio.room import Room
from core.studio.values import Activity, JobView, MediaFile, ProjectCard, Sent, Status, Unused

PAGE = 100
"""Projects that a list shows in one go."""

FIRST_WORDS = 120
"""Letters of a story that a list shows."""


class Looking(Room):
    """Verbs that change nothing."""

    async def projects(
        self, person: str, *, limit: int = PAGE, after: str = "", skip: int = 0, away: bool = False
    ) -> tuple[ProjectCard, ...]:
        """A page of the person's projects, the newest first: behind the project `after`, or the first `skip`.

        Those that were put away are left out; `away` gives them alone. Raises NotFound for a strange `after`.
        """
        async with self._database.read() as db:
            if after:
                await self._owned(db, person, after)
            found = await projects.list_projects(
                db, owner=person, limit=limit, after=after, skip=skip, away=away
            )
            return await _cards(db, found)

    async def under_way(self, person: str) -> tuple[ProjectCard, ...]:
        """All of the person's projects that are being made or wait in the middle, the newest first."""
        async with self._database.read() as db:
            return await _cards(db, await projects.under_way(db, person))

    async def is_away(self, person: str, project_id: str) -> bool:
        """Whether the project was put away. Raises NotFound."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return await projects.is_away(db, project_id)

    async def project_counts(self, person: str) -> tuple[int, int]:
        """How many of the person's projects are in lists, and how many were put away."""
        async with self._database.read() as db:
            return await projects.count_projects(db, person)

    async def little_room(self) -> str:
        """A sentence while the disk, or the budget of it, is nearly full; "" otherwise."""
        async with self._database.read() as db:
            return room_words(self._settings, await facts.recall(db, DISK_USED))

    async def takes(self, person: str, project_id: str, slot: Slot) -> tuple[Take, ...]:
        """Every take of a slot, oldest first, with prompt, model, references, seed and price (B11)."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return tuple(await showing.history(db, project_id, slot))

    async def models(self, person: str, step: Step | None = None) -> tuple[ModelView, ...]:
        """Every model people may choose, with price, limits and whether its key is there (R31)."""
        return views(self._catalogue, self._settings.keys(), step)

    async def voices(self, person: str, project_id: str = "") -> tuple[Voice, ...]:
        """The voices to choose from: those of a project's speech model, else local ones. Raises NotFound."""
        if not project_id:
            return load_voices()
        story = await self.story(person, project_id)
        row = self._catalogue.chosen(Step.AUDIO, story.project.models.get(Step.AUDIO.value, ""))
        return load_voices(row.voices) if row.voices else load_voices()

    async def status(self, person: str, project_id: str) -> Status:
        """Where the project's run is. Raises NotFound."""
        known = await self._as_seen(person, project_id)
        if known is not None:
            return await self._described(*known)
        async with self._database.read() as db:
            story = await self._as_known(db, person, project_id)
        return await self._status(story)

    async def jobs(self, person: str, project_id: str) -> tuple[JobView, ...]:
        """Active and recent jobs, newest first, with state, error and cost (R20). Raises NotFound."""
        async with self._database.read() as db:
            story = await self._as_known(db, person, project_id)
            rows = await money.rows(db, project_id)
        spent: Counter[str] = Counter()
        for row in rows:
            spent[row["job_id"]] += row["spent"]
        seen = await self._looked(project_id)
        return tuple(self._job(job, story, seen, spent) for job in seen.jobs)

    async def events(self, person: str, after: int = 0, project_id: str | None = None) -> AsyncIterator[Event]:
        """Everything that happens in one project, or in all of the person's, after event `after`, without end.

        Raises NotFound.
        """
        async for portion in self.news(person, after, project_id):
            for event in portion:
                yield event

    async def news(
        self, person: str, after: int = 0, project_id: str | None = None
    ) -> AsyncIterator[tuple[Event, ...]]:
        """The same in portions, for whoever hands on much at once. Raises NotFound."""
        mine: dict[str, bool] = {}
        if project_id is not None:
            async with self._database.read() as db:
                await self._owned(db, person, project_id)
            mine[project_id] = True
        async for portion in self._engine().news(after, project_id=project_id):
            named = {event.project_id for event in portion if event.project_id is not None}
            if unknown := sorted(named - mine.keys()):
                async with self._database.read() as db:
                    owners = await showing.owners_of(db, unknown)
                mine |= {project: owners.get(project) == person for project in unknown}
            if told := tuple(event for event in portion if mine.get(event.project_id or "")):
                yield told

    async def past_events(self, person: str, project_id: str, after: int = 0) -> tuple[Event, ...]:
        """The first of what happened in a project after event `after`: its log (R21, R22). Raises NotFound."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return await happenings.after(db, after, project_id=project_id)

    async def media(self, person: str, project_id: str, sha: str) -> MediaFile:
        """A file of the project. Raises NotFound for any other."""
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            asset = await showing.asset_of(db, project_id, sha)
        return MediaFile(await self._media.fetched(asset.sha), asset.mime, asset.size)

    async def straight(
        self, person: str, project_id: str, sha: str, kinds: tuple[str, ...], disposition: str = ""
    ) -> str:
        """An address at which a browser gets a file of the project from the object store itself, for a while.

        "" where media lie with us, and for types that do not begin with one of `kinds`. Raises NotFound.
        """
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            asset = await showing.asset_of(db, project_id, sha) if self._media.far else None
        if asset is None:
            return ""
        return self._media.address(sha, asset.mime, disposition) if asset.mime.startswith(kinds) else ""

    async def sent(self, person: str, project_id: str, slot: Slot, model: str = "") -> Sent:
        """What generating this slot would send now: words, pictures, what is left out and why, and the price.

        `model` shows it for another model than the chosen one. Raises NotFound, and NotReady while something
        it is made from is missing.
        """
        story = with_model(await self._story_with(person, project_id, slot), slot, model)
        board = Board(story, STEPS, self._catalogue)
        row = board.row(slot)
        request, _ = board.asked(slot)
        if request is None:
            raise _needs_first(slot, board, story)
        left = _left_out(slot, row, board)
        return Sent(
            slot=slot,
            model=row.id,
            title=row.title,
            prompt=getattr(request, "prompt", ""),
            references=_references(request),
            unused=left.guides,
            more=tuple(view(self._catalogue, other, self._settings.keys()) for other in left.models),
            low=_likely(served_by(self._catalogue, row, request), request),
            high=estimate(served_by(self._catalogue, row, request), request),
        )

    async def unused_guides(self, person: str, project_id: str, entity_id: str, model: str = "") -> Unused:
        """Which guide images a generation now would leave out, and which models take more (R11).

        `model` asks for another model than the chosen one. Raises NotFound.
        """
        slot = Slot(SlotKind.REFERENCE, entity_id)
        story = with_model(await self._story_with(person, project_id, slot), slot, model)
        board = Board(story, STEPS, self._catalogue)
        left = _left_out(slot, board.row(slot), board)
        keys = self._settings.keys()
        return Unused(left.guides, tuple(view(self._catalogue, row, keys) for row in left.models))

    async def place_in_line(self, person: str, project_id: str, slot: Slot) -> int:
        """Where a slot that was ordered stands: 0 when it is being made or begins now, 1 when it is the next.

        Counted as lanes take turns: what waits of the same film goes before it, and of each other film as much.
        Raises NotFound.
        """
        story = await self._story_with(person, project_id, slot)
        lane = Board(story, STEPS, self._catalogue).row(slot).provider
        async with self._database.read() as db:
            under_way, waiting, begun = await showing.in_lane(db, lane, project_id, slot)
        if begun or under_way + sum(waiting.values()) < self._at_once(lane):
            return 0
        mine = waiting.get(project_id, 0) + 1
        return mine + sum(min(count, mine) for project, count in waiting.items() if project != project_id)

    async def look(self, person: str, project_id: str, sha: str) -> Look | NeedsSetup | None:
        """What a language model saw in a picture, or why none could look; None while it is not done (R19)."""
        story = await self.story(person, project_id)
        await self.media(person, project_id, sha)
        return looks.look_of(story, sha, self._catalogue, self._settings.keys())

    # Inside

    async def _status(self, story: Story) -> Status:
        return await self._described(story, await self._looked(story.project.id))

    async def _described(self, story: Story, seen: EngineStatus) -> Status:
        """Built from the same rows as everything else (R21)."""
        active = {job.slot: seen.progress.get(job.id) for job in seen.jobs if job.state in OPEN}
        shares = {slot: told.share if told else 0.0 for slot, told in active.items()}
        failed = seen.failures
        done = progress(story, shares, {job.slot for job in failed}, self._catalogue)
        words = [told.words for told in active.values() if told and told.words]
        problems = (problem(job.slot, job.error, story) for job in failed if job.error)
        return Status(
            state=seen.run.state.value,
            steps=done.steps,
            share=done.share,
            now=words[0] if words else ", ".join(in_words(active)),
            problems=tuple(dict.fromkeys(problems)),
            question=seen.run.note if seen.run.state is RunState.PAUSED else "",
            kinds=self._activity(seen),
            seconds_left=await self._foreseen.seconds_left(story, seen, await self._gate(story, seen)),
            log=seen.log,
            unsettled=await self._unsettled(seen),
            little_room=seen.little_room,
        )

    async def _gate(self, story: Story, seen: EngineStatus) -> Step | None:
        if not story.project.gates:
            return None
        async with self._database.read() as db:
            return await closed_gate(db, seen.run, story)

    def _activity(self, seen: EngineStatus) -> dict[str, Activity]:
        halted = {job.id for job in seen.failures}
        found: dict[str, Activity] = {}
        for kind in SlotKind:
            mine = [job for job in seen.jobs if job.slot.kind is kind]
            open_jobs = [job for job in mine if job.state in OPEN]
            waiting = sum(
                job.state is JobState.WAITING or seen.waited.get(job.id, 0.0) is None for job in open_jobs
            )
            stuck = sum(job.id in halted for job in mine)
            if open_jobs or stuck:
                lanes = {job.provider for job in open_jobs}
                limit = sum(self._at_once(lane) for lane in lanes)
                found[kind.value] = Activity(len(open_jobs) - waiting, waiting, stuck, limit)
        return found

    def _job(self, job: Job, story: Story, seen: EngineStatus, spent: Mapping[str, int]) -> JobView:
        told = seen.progress.get(job.id)
        row = self._catalogue.models.get(job.model)
        return JobView(
            id=job.id,
            slot=job.slot,
            words=slot_words(job.slot, story),
            state=job.state.value,
            model=row.title if row else job.model,
            attempt=job.attempt,
            share=told.share if told else float(job.state is JobState.DONE),
            doing=told.words if told else "",
            error=job.error,
            cost=spent.get(job.id, 0),
            take=job.take_id,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )


async def _cards(db: AsyncConnection, found: Sequence[Project]) -> tuple[ProjectCard, ...]:
    states = await showing.run_states(db, [project.id for project in found])
    covers = await showing.covers(db, [project.id for project in found])
    return tuple(_card(project, states, covers) for project in found)


def _card(project: Project, states: Mapping[str, str], covers: Mapping[str, str]) -> ProjectCard:
    words = " ".join(project.source[: 2 * FIRST_WORDS].split())
    return ProjectCard(
        id=project.id,
        title=project.title,
        source=words if len(words) <= FIRST_WORDS else words[: FIRST_WORDS - 1] + "…",
        created_at=project.created_at,
        state=states.get(project.id, RunState.IDLE.value),
        aspect=project.aspect,
        cover=covers.get(project.id, ""),
    )


def _references(request: Request) -> tuple[Reference, ...]:
    if isinstance(request, (ImageRequest, LipSyncRequest)):
        return request.references
    if isinstance(request, VideoRequest):
        return (Reference(request.frame, "", "frame"),)
    return ()


def with_model(story: Story, slot: Slot, model: str) -> Story:
    """The story as if the person had chosen this model for the slot; itself for ""."""
    if not model:
        return story
    wish = replace(story.wish(slot), model=model)
    return replace(story, wishes={**story.wishes, slot: wish})


def _left_out(slot: Slot, row: Model, board: Board) -> bundle.LeftOut:
    if slot.kind is not SlotKind.REFERENCE:
        return bundle.LeftOut()
    return bundle.left_out(board.story, board.story.entity(slot.target), row, board.catalogue)


def _likely(row: Model, request: Request) -> int:
    try:
        return prices.likely(row, request)
    except ProviderError:
        return 0


def _needs_first(slot: Slot, board: Board, story: Story) -> NotReady:
    missing: Sequence[Slot] = sorted(board.wanting([slot]) - {slot}, key=str)
    first = ", ".join(in_words(missing)) or "the steps before it"
    return NotReady(f"The {slot_words(slot, story)} cannot be made yet.", next_step=f"It needs first: {first}.")


def voice_rows() -> tuple[Voice, ...]:
    """Every local voice."""
    return load_voices()


def shot_lines(story: Story) -> Iterator[tuple[Shot, tuple[Segment, ...]]]:
    """Each shot with its lines."""
    for shot in story.shots:
        yield shot, tuple(story.segment(segment) for segment in shot.segments)
