"""One body of one job: claimed, begun, watched, stored; whatever goes wrong becomes a state of its row.

waiting -> submitting -> running -> finishing -> done, or failed, cancelled, unknown. The row is the truth:
it says `submitting`, with money held, before the maker is called, and keeps the maker's operation before the
first check. What was found in `submitting` after a crash is looked up, never simply begun again; only makers
that declare themselves repeatable are. A shutdown is not a cancel: the row knows which of them it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import Fault, NoRoom, OverCeiling, ProviderError, StoreAway, StudioError
from core.jobs import finish, ledger, refusal, wire
from core.jobs.desk import JobDesk
from core.jobs.events import Share
from core.jobs.intake import job_event
from core.jobs.lanes import Lane
from core.jobs.lookup import looked_up
from core.jobs.tools import Tools
from core.providers.base import MAY_SEND, Done, Pending, Provider
from core.store import events, jobs, money, runs
from core.store.engine import Locked
from core.store.events import Told
from core.store.jobs import OVER_CEILING, UNDER_WAY, Job, JobState
from core.store.runs import RunState

log = logging.getLogger(__name__)

T = TypeVar("T")

CHECK_FAILURES = 40
"""Checks in a row that may fail for want of a connection, with pauses up to a minute: about half an hour."""


CROWDED_SECONDS = 0.5
"""How long a lane rests here when the rows say that its maker has enough in hand."""


STORE_SECONDS = (0.5, 30.0)
"""The first and the longest pause before the object store is tried again."""


class House(Protocol):
    """What a body has to know of the process it lives in."""

    closing: bool


class Overtaken(Exception):
    """The row is no longer at this attempt and state: somebody else decided, so this body ends."""


class NoPlace(Exception):
    """Its maker has as much in hand as it bears, by the rows of all workers."""


class Attempt:
    """One body of one job."""

    job: Job
    desk: JobDesk
    done = False
    """Whether this body stored the result."""
    short: int | None = None
    """The purse's turn at which it found no room under a ceiling while others may still give theirs back."""
    resumed = False
    """Whether it was found under way, so that nobody knows what happened to its submission."""
    cost: int | None = None
    """Micro-dollars the maker named for a result that is not stored yet."""
    asked = False
    """Whether the maker may have heard of it in this life: its note was begun."""
    answer: Done | None = None
    """A result that came with the answer to the submission, so that nobody can be asked for it again."""

    def __init__(self, tools: Tools, house: House) -> None:
        self.tools = tools
        self.house = house

    async def live(self, job_id: str) -> None:
        """Bring the job as far as it goes."""
        if not await self._taken(job_id):
            return
        self.desk = await self.new_desk(job_id)
        try:
            await self._guarded()
        finally:
            self.tools.followers.forget(job_id)
            await self.desk.clear()

    async def new_desk(self, job_id: str) -> JobDesk:
        """An empty desk of the job's own."""
        desk = JobDesk(self.tools.media, self.tools.data_dir, job_id, self._tell, self._note)
        await desk.clear()
        return desk

    async def change(
        self, db: AsyncConnection, to: JobState, told: Sequence[Told] = (), **changes: Any
    ) -> None:
        """Compare and set inside a transaction, with its event; ends this body when the row has moved on."""
        if not await jobs.change_job(db, self.job, to=to, **changes):
            raise Overtaken
        self.job = dataclasses.replace(self.job, state=to, **changes)
        await events.append_all(db, [*told, ("job", self.job.project_id, job_event(self.job))])

    async def record(self, operation: Mapping[str, Any], *, finishing: bool = False) -> None:
        """Commit the operation before the first check, even of a job that was cancelled meanwhile.

        When the maker is done and only fetching and checking are left, the row says so (R29); a power cut may
        undo that, for the maker is then asked once more.
        """
        async with self.tools.database.write(durable=not finishing) as db:
            if await jobs.change_job(
                db, self.job, to=JobState.CANCELLED, given=[JobState.CANCELLED], operation=dict(operation)
            ):
                self.job = dataclasses.replace(self.job, operation=operation)
                return
            state = JobState.FINISHING if finishing else JobState.RUNNING
            await self.change(db, state, operation=dict(operation))
        if finishing:
            self.lane.fetch(self.job.id)
        else:
            self.lane.handed_over(self.job.id)
        self.tools.lanes.has_room()
        self.tools.followers.wake()

    @property
    def paid(self) -> bool:
        """Whether money was or would have been held for it."""
        return hasattr(self, "job") and self.job.estimate > 0

    @property
    def lane(self) -> Lane:
        return self.tools.lanes[self.job.provider]

    async def _guarded(self) -> None:
        """Make and store it, and turn whatever goes wrong into a state of the row."""
        try:
            if self.tools.media.far:
                await self.patiently(lambda: self.desk.bring(wire.assets(self.job.request)))
            done = await self._made()
            self.cost = done.cost
            storing = self._stored(done)
            await (self._uncut(storing) if self.answer else storing)
            self.done = True
        except ProviderError as error:
            await self._refused(error)
        except Locked:
            raise
        except StudioError as error:
            await self._unfinished(error)
        except (asyncio.CancelledError, Overtaken):
            raise
        except Exception as error:
            log.exception("job %s met a fault of ours", self.job.id)
            await self._failed_here(f"This is a fault of ours: {type(error).__name__}: {error}")

    async def _stored(self, done: Done) -> None:
        """Keep it. While another program holds the database, a result that can be fetched again is left for the
        next body, which the pump begins at once; one that cannot is held on to."""
        while True:
            try:
                return await self.patiently(lambda: finish.store(self.tools, self, done))
            except Locked:
                if self.answer is None or self.house.closing:
                    raise
                log.warning("job %s: its result waits for the database", self.job.id)

    async def patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """While the object store is away, wait and try again: nothing is given up that was paid for, and
        nothing is ordered whose picture could not be sent along."""
        pause = STORE_SECONDS[0]
        while True:
            try:
                return await work()
            except StoreAway as away:
                log.warning("job %s waits: %s", self.job.id, away)
                self._tell(0.0, f"Waiting: {away.what}")
            await asyncio.sleep(pause)
            pause = min(STORE_SECONDS[1], 2 * pause)

    # claiming it

    async def _taken(self, job_id: str) -> bool:
        """Claim a waiting job, intent and money committed before anybody is called; or find one under way."""
        try:
            async with self.tools.database.write() as db:
                claimed = await jobs.claim(db, job_id, self.tools.repeatable, self.tools.worker)
                if claimed is not None:
                    self.job = claimed
                    await self._free_place(db)
                    await ledger.hold(db, claimed, self.tools.ceilings)
                    await events.append(db, "job", claimed.project_id, **job_event(claimed))
        except OverCeiling:
            await self._no_money()
            return False
        except NoPlace:
            self.lane.hold(CROWDED_SECONDS)
            return False
        if claimed is not None:
            self.tools.followers.wake()
            return True
        return await self._found_under_way(job_id)

    async def _free_place(self, db: AsyncConnection) -> None:
        """The queue counts for all workers, but not what was taken over from a dead one; the rows know of both.

        Raises NoPlace, which undoes the claim.
        """
        lane = self.lane
        if lane.limits.shared and await jobs.places_taken(db, lane.name) > lane.limits.most:
            raise NoPlace

    async def _found_under_way(self, job_id: str) -> bool:
        """A job that was begun before; among several workers only if it is nobody else's.

        Not one that still waits: its run was told to stop since it was looked at, and no money is held for it.
        """
        self.resumed = True
        if self.tools.worker is None:
            async with self.tools.database.read() as db:
                self.job = await jobs.load_job(db, job_id)
            return self.job.state in UNDER_WAY
        async with self.tools.database.write() as db:
            adopted = await jobs.adopt(db, job_id, self.tools.worker)
        if adopted is not None:
            self.job = adopted
        return adopted is not None

    async def _no_money(self) -> None:
        """It stays as it was, marked, and the run pauses when nothing else is left to make (B2).

        While others are under way whose money may come back, it only waits for them.
        """
        async with self.tools.database.write() as db:
            job = await jobs.load_job(db, self.job.id)
            turn = self.tools.purse.turn
            try:
                await ledger.check(db, job, self.tools.ceilings)
            except OverCeiling as error:
                if error.may_pass and await money.may_come_back(db, job, error.ceiling):
                    self.short = turn
                elif await jobs.change_job(
                    db, job, to=job.state, given=[JobState.WAITING], fault=OVER_CEILING, error=str(error)
                ):
                    told = {"job": job.id, "slot": str(job.slot), "ceiling": error.ceiling}
                    await events.append(db, OVER_CEILING, job.project_id, **told, note=str(error))
        self.tools.followers.wake()

    # making it

    @property
    def _maker(self) -> Provider:
        try:
            return self.tools.providers[self.job.provider]
        except KeyError:
            raise ProviderError(
                Fault.AUTH,
                f"{self.job.model} cannot be reached: no {self.job.provider} here.",
                model=self.job.model,
            ) from None

    async def _made(self) -> Done:
        maker = self._maker
        if self.resumed and self.job.state is JobState.SUBMITTING and not await self._found(maker):
            log.info("job %s: the maker never saw it, so it is begun", self.job.id)
            self.resumed = False
        if self.job.operation is None:
            return await self._begun(maker)
        return await self._watched(maker, Pending(self.job.operation, 0.0))

    async def _found(self, maker: Provider, words: str = "") -> bool:
        """Ask the maker about a submission whose answer was lost; `words` tell how it was lost."""
        if self.lane.limits.repeatable or self.job.notes is None or self.job.operation is not None:
            return self.job.operation is not None
        operation = await looked_up(self.tools.database, maker, self.job, words)
        if operation is None:
            return False
        await self.record(operation)
        return True

    async def _begun(self, maker: Provider) -> Done:
        request = wire.unpacked(self.job.request)
        start = maker.start(self.job.model, request, self.desk, key=self.job.key)
        if self.lane.limits.repeatable:
            answer = await start
        else:
            answer = await self._submitted(maker, start)
        if isinstance(answer, Done):
            return answer
        return await self._watched(maker, answer)

    async def _submitted(self, maker: Provider, start: Coroutine[Any, Any, Pending | Done]) -> Pending | Done:
        """Submit; a lost answer is looked for at once, since only what surely never arrived is tried again."""
        try:
            return await self._shielded(start)
        except (asyncio.CancelledError, Overtaken):
            raise
        except ProviderError as error:
            if error.fault is not Fault.UNKNOWN_OUTCOME:
                raise
            lost: Exception = error
            words = error.message
        except Exception as error:
            if self.job.notes is None:
                raise
            log.exception("job %s met a fault of ours after its submission", self.job.id)
            lost, words = error, f"This is a fault of ours: {type(error).__name__}: {error}"
        if self.job.notes is None or not await self._found(maker, words):
            raise ProviderError(Fault.UNAVAILABLE, words, model=self.job.model) from lost
        assert self.job.operation is not None
        return Pending(self.job.operation, 0.0)

    async def _shielded(self, start: Coroutine[Any, Any, Pending | Done]) -> Pending | Done:
        """Submit and record in one piece: a cancel must not lose the id of something already paid for."""
        return await self._uncut(self._start_and_record(start))

    async def _start_and_record(self, start: Coroutine[Any, Any, Pending | Done]) -> Pending | Done:
        MAY_SEND.set(self.tools.lease.fence())
        answer = await start
        if isinstance(answer, Pending):
            await self._recorded(answer.operation)
        else:
            self.answer = answer
        return answer

    async def _recorded(self, operation: Mapping[str, Any]) -> None:
        """The id of what is paid for is held on to until the database takes it."""
        while True:
            try:
                return await self.record(operation)
            except Locked:
                if self.house.closing:
                    raise
                log.warning("job %s: its order waits for the database", self.job.id)

    async def _uncut(self, work: Coroutine[Any, Any, T]) -> T:
        """See this to its end although this body is told to stop: something paid for hangs on it.

        A person's cancel is heeded right after; a shutdown waits so long as it may (`Tools.drain`), and when
        the end came in time the body goes on to where everything is written down.
        """
        task = asyncio.ensure_future(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await self._drained(task)
            if not self.house.closing or task.cancelled():
                raise
            answer = task.result()
            if isinstance(answer, Pending):
                raise
            return answer

    async def _drained(self, task: asyncio.Future[Any]) -> None:
        """Wait for the end, in a shutdown only for what the maker may have heard of, and only so long."""
        while not task.done():
            idle = self.house.closing and not self.asked
            with contextlib.suppress(asyncio.CancelledError):
                most = self.tools.drain if self.house.closing else None
                await asyncio.wait({task}, timeout=0.0 if idle else most)
            if self.house.closing and not task.done():
                task.cancel()
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()

    async def _watched(self, maker: Provider, pending: Pending) -> Done:
        """Check until it is done. Checks cost nothing, so a lost connection only makes them rarer."""
        failures = 0
        self.lane.handed_over(self.job.id)
        while True:
            await asyncio.sleep(pending.wait_seconds)
            try:
                answer = await maker.check(self.job.model, pending.operation, self.desk)
            except ProviderError as error:
                failures += 1
                pending = self._again(error, pending, failures)
                continue
            failures = 0
            if isinstance(answer, Done):
                return answer
            if answer.operation != self.job.operation:
                await self.record(answer.operation, finishing=answer.finishing)
            pending = answer

    def _again(self, error: ProviderError, pending: Pending, failures: int) -> Pending:
        if error.fault not in (Fault.UNAVAILABLE, Fault.RATE_LIMIT) or error.cost is not None:
            raise error
        if failures > CHECK_FAILURES:
            raise ProviderError(
                Fault.UNKNOWN_OUTCOME,
                f"{self.job.model} has not answered for a long time.",
                model=self.job.model,
            ) from error
        wait = error.retry_after if error.retry_after is not None else min(60.0, 0.5 * 2**failures)
        if error.fault is Fault.RATE_LIMIT:
            self.lane.hold(wait)
        return Pending(pending.operation, wait)

    # when it did not work

    async def _refused(self, error: ProviderError) -> None:
        """Again later, the next model, failed, or a person's question: the policy table decides."""
        if error.cost is None:
            error.cost = self.cost
        if error.fault is Fault.UNKNOWN_OUTCOME or self._locked_out(error):
            async with self.tools.database.write() as db:
                await self.change(db, JobState.UNKNOWN, fault=error.fault.value, error=error.message)
            self.tools.followers.wake()
            return
        decided = refusal.verdict(self.job, error, self.tools.successor)
        if error.fault is Fault.RATE_LIMIT:
            self.lane.slow(decided.pause or 0.0)
        async with self.tools.database.write() as db:
            spent = await ledger.settle_failure(db, self.job, error)
            told = [refusal.event(self.job, error, spent, decided)]
            if decided.pause is None and decided.successor is None:
                words = await refusal.sentence(db, self.job, error)
                ending = {"fault": error.fault.value, "error": words, "faults": decided.faults}
                await self.change(db, JobState.FAILED, told, **ending, **await self._its_run(db))
            else:
                await self._tried_again(db, error, decided, told)
        self.tools.followers.wake()

    def _locked_out(self, error: ProviderError) -> bool:
        """Whether the key is gone while the maker may have it: fetched when it is back, not bought again."""
        submitted = self.job.operation is not None or (self.resumed and self.job.notes is not None)
        return error.fault is Fault.AUTH and error.cost is None and submitted

    async def _tried_again(
        self, db: AsyncConnection, error: ProviderError, decided: refusal.Verdict, told: Sequence[Told]
    ) -> None:
        """A new attempt, here or with the next model; its money is held when it begins."""
        elsewhere = refusal.moved(self.job, decided.successor) if decided.successor else {}
        due = datetime.now(UTC) + timedelta(seconds=decided.pause or 0.0)
        again = {"attempt": self.job.attempt + 1, "operation": None, "notes": None, "due_at": due}
        said = {"fault": error.fault.value, "error": error.message, "faults": decided.faults}
        await self.change(db, JobState.WAITING, told, **{**again, **said, **elsewhere})

    async def _unfinished(self, error: StudioError) -> None:
        """Ours to blame. A remote result that only lacks room stays to be collected; the rest has failed."""
        if not isinstance(error, NoRoom) or self.job.operation is None:
            await self._failed_here(str(error))
            return
        async with self.tools.database.write() as db:
            await runs.set_run(
                db, self.job.project_id, RunState.PAUSED, event="run_paused", note=str(error), job=self.job.id
            )
        self.tools.followers.wake()

    async def _failed_here(self, words: str) -> None:
        """No maker's fault. What was never submitted costs nothing."""
        submitted = self.job.notes is not None or self.job.operation is not None
        async with self.tools.database.write() as db:
            await ledger.settle(db, self.job, self.cost if submitted else 0, note="a fault of ours")
            await self.change(db, JobState.FAILED, fault="", error=words, **await self._its_run(db))
        self.tools.followers.wake()

    async def _its_run(self, db: AsyncConnection) -> dict[str, Any]:
        """A result that could not be collected counts as failed in today's run, so that it is not made anew."""
        if not self.job.is_collected:
            return {}
        return {"run_number": (await runs.load_run(db, self.job.project_id)).number}

    async def _note(self, facts: Mapping[str, Any]) -> None:
        """Commit what the maker wants to remember of its submission, before the submission."""
        if self.house.closing:
            raise asyncio.CancelledError
        self.asked = True
        async with self.tools.database.write(durable=True) as db:
            if not await jobs.change_job(db, self.job, to=self.job.state, notes=dict(facts)):
                raise Overtaken
        self.job = dataclasses.replace(self.job, notes=dict(facts))
        if not MAY_SEND.get()():
            what = "This machine stood still for a moment, so nothing was ordered; it is tried again."
            raise ProviderError(Fault.UNAVAILABLE, what, model=self.job.model, retry_after=1.0)

    def _tell(self, share: float, words: str, draft: str = "") -> None:
        self.tools.followers.progress(self.job.id, self.job.project_id, Share(share, words, draft))
