"""DBOS as a thin dispatcher: one workflow with one step per job attempt (engine.md).

It is handed keys and calls `run_job` back, so losing its file loses nothing. In one process every lane starts
its workflows directly, which costs 3 ms and no polling; a lane that several processes share goes through a DBOS
queue, which counts for all of them but is polled. What a process hands in may be done by any other.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import sqlite3
import uuid
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from core.jobs.dispatch import RunJob
from core.jobs.lanes import Lanes

log = logging.getLogger(__name__)

QUEUE_SECONDS = 0.5
"""How often a shared lane is polled, and looked after what came out of it elsewhere: a compromise between delay
and idle cost (engine.md b)."""

_CONNECTIONS = 5
"""Connections to PostgreSQL that DBOS keeps in each process, beside the one it listens on."""

_LISTEN_SECONDS = 0.1
"""Pause of a DBOS listener thread that has nothing to listen for here; it bounds the time of a shutdown."""

_END_SECONDS = 1.0
"""How long a shutdown lets DBOS write down workflows whose bodies have ended."""

_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Flows:
    """DBOS in this process's running loop; at most one at a time."""

    def __init__(
        self, run_job: RunJob, lanes: Lanes, lost: Callable[[str], None], executor: str | None = None
    ) -> None:
        """`lost` is told of a job that was handed in and whose body never began here: DBOS met a fault, or
        another process took it out of the queue and has ended it."""
        self._run_job = run_job
        self._lanes = lanes
        self._lost = lost
        self._expected: set[str] = set()
        """Workflows started here whose jobs' bodies have not begun."""
        self._life = uuid.uuid4().hex[:8]
        self._executor = executor or f"engine-{self._life}"
        self._handed_in: dict[str, str] = {}
        """Workflow -> job that lies in a queue, or has left it for another process."""
        self._looking: asyncio.Task[None] | None = None
        self._count = itertools.count()
        self._flows: set[asyncio.Future[None]] = set()
        """Started here and not written down as ended yet."""

    async def launch(self, where: Path | str) -> None:
        """Start DBOS on its own SQLite file or in a PostgreSQL, inside the running loop."""
        global _run_job
        _run_job = self._lived
        DBOS(config=_config(where, self._executor))
        DBOS.launch()
        _leave_the_terminal()
        await self._forget_former_lives()
        for name, limits in [(lane.name, lane.limits) for lane in self._lanes.values()]:
            if limits.shared:
                await DBOS.register_queue_async(
                    _queue(name),
                    global_concurrency=limits.most,
                    limiter={"limit": limits.per_minute, "period": 60.0} if limits.per_minute else None,
                    polling_interval_sec=QUEUE_SECONDS,
                )

    async def start(self, lane: str, job_id: str, key: str, priority: int, *, queued: bool = True) -> None:
        """Hand one attempt to DBOS; on a shared lane through its queue, unless it has a place there already.

        Ids are never used twice, since an attempt that could not begin (no money, no room) is handed in again.
        """
        name = f"{key}@{self._life}.{next(self._count)}"
        if not (queued and self._lanes[lane].limits.shared):
            await self._begun(name, job_id)
            return
        self._handed_in[name] = job_id
        with SetWorkflowID(name), SetEnqueueOptions(priority=max(1, 1_000_000 - priority)):
            await DBOS.enqueue_workflow_async(_queue(lane), job_flow, job_id)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_after_queues(), name="queues")

    def over(self, job_id: str) -> None:
        """The job came out of its queue in this process and has ended."""
        for name in [name for name, job in self._handed_in.items() if job == job_id]:
            del self._handed_in[name]

    async def bury(self, living: Collection[str]) -> int:
        """Cancel what other executors than these had begun: a dead one's workflows hold their places for ever.

        Their jobs are taken up again from our own rows. Tells how many there were.
        """
        begun = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
        left = [workflow.workflow_id for workflow in begun if workflow.executor_id not in living]
        if left:
            await DBOS.cancel_workflows_async(left)
        return len(left)

    async def close(self) -> None:
        """Stop DBOS and its threads, and give the loop an executor of its own again."""
        global _run_job
        if self._looking is not None:
            self._looking.cancel()
        if self._flows:
            await asyncio.wait(self._flows, timeout=_END_SECONDS)
        await asyncio.to_thread(DBOS.destroy)
        _run_job = None
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="video-story"))

    async def forget_before(self, age: timedelta) -> int:
        """Delete the traces of workflows that ended longer ago than `age`; tells how many."""
        limit = (datetime.now(UTC) - age).isoformat()
        ended = await DBOS.list_workflows_async(
            status=_ENDED, completed_before=limit, limit=1000, load_input=False, load_output=False
        )
        ids = [workflow.workflow_id for workflow in ended]
        if ids:
            await DBOS.delete_workflows_async(ids)
        return len(ids)

    async def _begun(self, flow_id: str, job_id: str) -> None:
        self._expected.add(flow_id)
        try:
            with SetWorkflowID(flow_id):
                handle = await DBOS.start_workflow_async(job_flow, job_id)
        except BaseException:
            self._expected.discard(flow_id)
            raise
        flow: asyncio.Future[None] | None = getattr(handle, "task", None)
        if flow is None:
            self._over(flow_id, job_id)
            return
        self._flows.add(flow)
        flow.add_done_callback(self._flows.discard)
        flow.add_done_callback(lambda _: self._over(flow_id, job_id))

    async def _lived(self, job_id: str) -> None:
        self._expected.discard(str(DBOS.workflow_id))
        await self._run_job(job_id)

    def _over(self, flow_id: str, job_id: str) -> None:
        """A job whose body never began must not keep its place: nobody would ever begin it again."""
        if flow_id in self._expected:
            self._expected.discard(flow_id)
            log.error("the workflow of job %s ended before its work began", job_id)
            self._lost(job_id)

    async def _look_after_queues(self) -> None:
        """Other processes take out what this one handed in; nobody else tells when they are done with it."""
        while True:
            await asyncio.sleep(QUEUE_SECONDS)
            try:
                await self._look_once()
            except Exception:
                log.warning("the queues could not be looked at", exc_info=True)

    async def _look_once(self) -> None:
        if not self._handed_in:
            return
        ended = await DBOS.list_workflows_async(
            workflow_ids=list(self._handed_in), status=_ENDED, load_input=False, load_output=False
        )
        for workflow in ended:
            job_id = self._handed_in.pop(workflow.workflow_id, None)
            if job_id is not None:
                self._lost(job_id)

    async def _forget_former_lives(self) -> None:
        """What a killed process left open is begun anew from our rows, under ids of this life."""
        if any(lane.limits.shared for lane in self._lanes.values()):
            return
        left = await DBOS.list_workflows_async(
            status=["PENDING", "ENQUEUED", "DELAYED"], load_input=False, load_output=False
        )
        if left:
            await DBOS.delete_workflows_async([workflow.workflow_id for workflow in left])


_run_job: RunJob | None = None
"""Where the workflows of this process lead; DBOS knows its functions by name, so they stand in the module."""


@DBOS.step()
async def job_step(job_id: str) -> None:
    """One attempt. Not preemptible: a cancel reaches the body directly, without a look at DBOS's tables."""
    if _run_job is not None:
        await _run_job(job_id)


@DBOS.workflow(max_recovery_attempts=None)
async def job_flow(job_id: str) -> None:
    """One step, so that a replay can never mix up results."""
    await job_step(job_id)


def _queue(lane: str) -> str:
    return f"lane-{lane}"


class _Quick(sqlite3.Connection):
    """WAL by hand, since DBOS leaves the journal as it finds it; and no waiting for the disk: losing this file
    in a power cut loses nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute("PRAGMA journal_mode=WAL")
        self.execute("PRAGMA synchronous=OFF")


def _leave_the_terminal() -> None:
    """DBOS writes to the terminal by itself; what it has to say belongs into our log."""
    log = logging.getLogger("dbos")
    log.handlers.clear()
    log.propagate = True


def _config(where: Path | str, executor: str) -> DBOSConfig:
    logging.getLogger("dbos").setLevel(logging.ERROR)
    made: DBOSConfig = {
        "name": "video-story",
        "application_version": "1",
        "executor_id": executor,
        "log_level": "ERROR",
        "notification_listener_polling_interval_sec": _LISTEN_SECONDS,
    }
    if isinstance(where, str):
        return {**made, "system_database_url": where, "sys_db_pool_size": _CONNECTIONS}
    quick = {"connect_args": {"factory": _Quick}}
    return {**made, "system_database_url": f"sqlite:///{where}", "db_engine_kwargs": quick}
