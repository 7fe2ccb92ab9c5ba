"""Runs: start, pause, approve, cancel; how they go; jobs, lip sync, what was paid for and never arrived."""

from __future__ import annotations

from dataclasses import asdict

from core.story import Slot, SlotKind
from core.studio import Activity, Again, LogLine, Status
from web import bills, drawing, views
from web.api import taken
from web.table import Ask, Table

table = Table()

_IDLE = Activity()


@table.get("/api/projects/{id}/status", gives=views.StatusView)
async def status(ask: Ask) -> views.StatusView:
    """Where the run is: current step, log, what is active, waiting and halted (R21, R39)."""
    found = await ask.studio.status(ask.person, ask.path["id"])
    return views.StatusView(
        state=found.state,
        yoloStep=_step(found),
        share=found.share,
        now=found.now,
        question=found.question,
        problems=found.problems,
        steps=tuple(views.StepView(s.name, s.done, s.total, s.active, s.failed) for s in found.steps),
        kinds={kind: _activity(one) for kind, one in found.kinds.items()},
        seconds_left=found.seconds_left,
        notices=found.notices,
        unsettled=found.unsettled.jobs if found.unsettled else (),
        log=tuple(_line(line) for line in found.log),
    )


@table.get("/api/projects/{id}/log", query=taken.SlotAsked, gives=list[views.LogView])
async def log(ask: Ask) -> list[views.LogView]:
    """What happened in one slot, the oldest line first (R22)."""
    slot = Slot(ask.query.kind, ask.query.target)
    lines = await ask.studio.log(ask.person, ask.path["id"], slot)
    return [_line(line) for line in lines]


@table.get("/api/projects/{id}/video-status", gives=views.VideoStatusView)
async def video_status(ask: Ask) -> views.VideoStatusView:
    """Clips: active, waiting, halted, and how many may be under way at once (R39)."""
    found = await ask.studio.status(ask.person, ask.path["id"])
    one, step = found.kinds.get(SlotKind.CLIP.value, _IDLE), _of(found, "videos")
    return views.VideoStatusView(one.active, one.waiting, one.halted, one.limit, step.done, step.total)


@table.get("/api/projects/{id}/lipsync-status", gives=views.LipsyncStatusView)
async def lipsync_status(ask: Ask) -> views.LipsyncStatusView:
    """Lip sync: what goes on, and what the rest would cost (R39)."""
    return await _lipsync(ask)


@table.post(
    "/api/projects/{id}/lipsync-all", body=taken.LipsyncTaken, gives=views.LipsyncStatusView, status=202
)
async def lipsync_all(ask: Ask) -> views.LipsyncStatusView:
    """Lip sync for every dialogue shot that has none, in the background, for what the button showed (R39)."""
    left = ask.body.max_cost
    for slot in await _lipsync_slots(ask):
        sent = await ask.studio.sent(ask.person, ask.path["id"], slot)
        again = Again(variation=False)
        await ask.studio.regenerate(ask.person, ask.path["id"], slot, again, max_cost=left)
        left = max(0, left - sent.high)
    return await _lipsync(ask)


@table.get("/api/projects/{id}/jobs", gives=list[views.JobViewed])
async def jobs(ask: Ask) -> list[views.JobViewed]:
    """Active and recent jobs, the newest first, with state, error and cost (R20)."""
    return [drawing.job(one) for one in await ask.studio.jobs(ask.person, ask.path["id"])]


@table.post("/api/projects/{id}/start", body=taken.StartTaken, gives=views.RunView, status=202)
async def start(ask: Ask) -> views.RunView:
    """Make everything up to a step; a quote that is named is agreed to."""
    run = await ask.studio.start(
        ask.person,
        ask.path["id"],
        until=ask.body.until,
        quote_id=ask.body.quote,
        ceiling=ask.body.ceiling,
    )
    return views.RunView(run.state.value)


@table.post("/api/projects/{id}/pause", gives=views.RunView)
async def pause(ask: Ask) -> views.RunView:
    """Begin nothing new; what was begun is brought to its end."""
    await ask.studio.pause(ask.person, ask.path["id"])
    return await _run(ask)


@table.post("/api/projects/{id}/resume", gives=views.RunView, status=202)
async def resume(ask: Ask) -> views.RunView:
    """Go on with whatever the run was for."""
    return views.RunView((await ask.studio.resume(ask.person, ask.path["id"])).state.value)


@table.post("/api/projects/{id}/cancel", gives=views.RunView)
async def cancel(ask: Ask) -> views.RunView:
    """Stop the run and what is under way; held money is given back, takes stay."""
    await ask.studio.cancel(ask.person, ask.path["id"])
    return await _run(ask)


@table.post("/api/projects/{id}/approve", body=taken.GateTaken, gives=views.RunView, status=202)
async def approve(ask: Ask) -> views.RunView:
    """Say yes at the gate the run waits at."""
    return views.RunView((await ask.studio.approve(ask.person, ask.path["id"], ask.body.gate)).state.value)


@table.post("/api/projects/{id}/retry", body=taken.SlotTaken, gives=views.Done, status=202)
async def retry(ask: Ask) -> views.Done:
    """Try again what failed, alone (R5)."""
    await ask.studio.retry(ask.person, ask.path["id"], Slot(ask.body.kind, ask.body.target))
    return views.Done()


@table.get("/api/projects/{id}/orphans", gives=list[bills.OrphanView])
async def orphans(ask: Ask) -> list[bills.OrphanView]:
    """What was paid for and never arrived (B8)."""
    words = {job.id: job.words for job in await ask.studio.jobs(ask.person, ask.path["id"])}
    return [
        bills.OrphanView(
            job=one.job.id,
            words=words.get(one.job.id, str(one.job.slot)),
            state=one.job.state.value,
            spent=one.spent,
            held=one.held,
        )
        for one in await ask.studio.orphans(ask.person, ask.path["id"])
    ]


@table.post("/api/jobs/{id}/collect", gives=views.Done, status=202)
async def collect(ask: Ask) -> views.Done:
    """Fetch a result that was paid for, for nothing (B8)."""
    project_id = await ask.studio.project_of(ask.person, ask.path["id"])
    await ask.studio.collect(ask.person, project_id, ask.path["id"])
    return views.Done()


@table.post("/api/jobs/{id}/settle", body=taken.SettleTaken, gives=views.Done)
async def settle(ask: Ask) -> views.Done:
    """A person's word on whether an unknown paid call happened; buys nothing."""
    project_id = await ask.studio.project_of(ask.person, ask.path["id"])
    await ask.studio.settle(ask.person, project_id, ask.path["id"], ask.body.happened)
    return views.Done()


async def _lipsync(ask: Ask) -> views.LipsyncStatusView:
    found = await ask.studio.status(ask.person, ask.path["id"])
    one, step = found.kinds.get(SlotKind.LIPSYNC.value, _IDLE), _of(found, "lipsync")
    slots = await _lipsync_slots(ask)
    low = high = 0
    if slots:
        quote = await ask.studio.quote(ask.person, ask.path["id"], only=slots)
        low, high = quote.low, quote.high
    return views.LipsyncStatusView(
        one.active, one.waiting, one.halted, one.limit, step.done, step.total, low, high
    )


async def _run(ask: Ask) -> views.RunView:
    return views.RunView((await ask.studio.status(ask.person, ask.path["id"])).state)


async def _lipsync_slots(ask: Ask) -> list[Slot]:
    """Dialogue shots without a lip sync that fits."""
    story = await ask.studio.story(ask.person, ask.path["id"])
    speaking = await ask.studio.speaking(ask.person, ask.path["id"])
    stale = await ask.studio.stale(ask.person, ask.path["id"])
    slots = [Slot(SlotKind.LIPSYNC, shot.id) for shot in story.shots if shot.id in speaking]
    return [slot for slot in slots if slot not in story.takes or slot in stale]


def _line(line: LogLine) -> views.LogView:
    return views.LogView(line.id, line.at, line.slot, line.job, line.words)


def _step(status: Status) -> str:
    if status.state != "running":
        return ""
    active = [step.name for step in status.steps if step.active]
    unfinished = [step.name for step in status.steps if step.done < step.total]
    return next(iter([*active, *unfinished]), "")


def _of(status: Status, name: str) -> views.StepView:
    found = next((step for step in status.steps if step.name == name), None)
    if found is None:
        return views.StepView(name, 0, 0, 0, 0)
    return views.StepView(found.name, found.done, found.total, found.active, found.failed)


def _activity(one: Activity) -> views.ActivityView:
    return views.ActivityView(**asdict(one))
