"""Followers see everything once, in order, from any id on, and progress without a row."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from engine_makers import HomeMaker, chains, frame, new_project, nothing, settings

from core.jobs.engine import Engine
from core.jobs.intake import _job
from core.jobs.wire import packed, unpacked
from core.providers.base import Desk
from core.requests import (
    FilmLine,
    FilmShot,
    ImageRequest,
    LipSyncRequest,
    Move,
    Reference,
    RenderRequest,
    Request,
    SpeechRequest,
    Staging,
    TextRequest,
    VideoRequest,
    Window,
    fingerprint,
)
from core.store import events
from core.store.engine import open_database
from core.store.events import Event
from core.store.runs import Run, RunState
from core.story import Captions, Place, Size, Step, TimeOfDay


async def test_two_followers_see_the_same_from_wherever_they_begin(tmp_path: Path) -> None:
    plan = chains(2, 2, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": HomeMaker()}) as engine:
        early = asyncio.create_task(until_the_end(engine, 0))
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        whole = await early
        middle = whole[len(whole) // 2].id
        assert await until_the_end(engine, middle) == [event for event in whole if event.id > middle]
    ids = [event.id for event in whole]
    assert ids == sorted(set(ids))
    assert whole[-1].kind == "run_finished"


async def test_news_in_portions_are_the_same_events(tmp_path: Path) -> None:
    plan = chains(2, 2, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": HomeMaker()}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        told: list[Event] = []
        async for portion in engine.news():
            assert portion
            told += portion
            if portion[-1].kind == "run_finished":
                break
        assert told == await until_the_end(engine, 0)


async def until_the_end(engine: Engine, after: int) -> list[Event]:
    seen = []
    async for event in engine.events(after):
        seen.append(event)
        if event.kind == "run_finished":
            break
    return seen


async def test_an_event_of_another_process_is_found_by_looking(tmp_path: Path) -> None:
    async with await Engine.open(settings(tmp_path), chains(1, 1), nothing, {"home": HomeMaker()}) as engine:
        follower = asyncio.create_task(anext(engine.events()))  # type: ignore[arg-type]
        await asyncio.to_thread(_write_elsewhere, tmp_path)
        assert (await follower).kind == "from afar"


def _write_elsewhere(folder: Path) -> None:
    """A loop of its own stands in for the other process: nobody wakes the follower."""

    async def write() -> None:
        database = await open_database("", folder)
        async with database.write() as db:
            await events.append(db, "from afar", None)
        await database.close()

    asyncio.run(write())


async def test_progress_is_told_from_any_thread_but_not_kept(tmp_path: Path) -> None:
    home = HomeMaker()
    told = asyncio.Event()

    async def report(request: Request, desk: Desk) -> None:
        for share in range(1000):
            threading.Thread(target=desk.progress, args=(share / 1000, "drawing")).start()
        await told.wait()

    home.during = report
    plan = chains(1, 1, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": home}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        async for event in engine.events():
            if event.kind == "progress":
                break
        status = await engine.status(project)
        told.set()
        await engine.wait(project)
        async with engine.database.read() as db:
            kept = [kept.kind for kept in await events.after(db, 0)]
    assert event.data["words"] == "drawing"
    assert [share.words for share in status.progress.values()] == ["drawing"]
    assert "progress" not in kept


def test_every_kind_of_request_survives_the_database() -> None:
    staging = Staging("frame", Place.SEA, time=TimeOfDay.NIGHT, size=Size.CLOSE, prop_notes={"lamp": "brass"})
    move = Move("push_in", Window(), Window(0.4, 0.5, 0.9))
    reference = Reference("a" * 64, "Ana", "character", guide=True)
    requests: list[Request] = [
        TextRequest("script", {"text": "A lamp.", "names": ["Ana"]}, "write"),
        SpeechRequest("Who is there?", "en-f-1", "en", settings={"pitch": 40}),
        ImageRequest("a lamp", 1280, 720, (reference,), 7, staging),
        VideoRequest("it moves", "b" * 64, 5, 1280, 720, 24, move, 3),
        LipSyncRequest("c", "d", ("e", "f"), "Ana", staging, (reference,), speech_parts=({"times": "g"},)),
        RenderRequest(
            "The lamp",
            1280,
            720,
            24,
            "en",
            96_000,
            (FilmLine("sg_1", "h", 0, 48_000, "A lamp.", "", ((0, 0, 9_000),)),),
            (FilmShot("sh_1", 0, "sc_1", "The dark", 0, 48, 0, "i", "video/mp4", "j", lines=("sg_1",)),),
            Captions.SOFT,
        ),
    ]
    for request in requests:
        back = unpacked(packed(request))
        assert back == request
        assert fingerprint("local:x", back) == fingerprint("local:x", request)


def test_a_planned_job_without_endpoint_takes_it_from_the_model() -> None:
    run = Run("p_one", RunState.RUNNING, 1, Step.EXPORT, "", 1)
    assert _job(run, frame("sh_1")).endpoint == "picture"
