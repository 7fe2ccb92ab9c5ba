"""What the engine itself costs: CPU for each job, CPU at rest, and how soon it goes on after a kill."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.schedule import ROOT, stand_in, story_of
from core.jobs.engine import Engine
from core.settings import Settings
from core.studio import open_studio

WIDTH, LENGTH = 4, 40
"""Jobs that do nothing: so many chains, so many links each."""

REST_SECONDS = 20.0


async def job_ms(home: Path, maker: str) -> float:
    """Milliseconds of CPU, of all threads of this process, for each job of a maker that does nothing."""
    sys.path.insert(0, str(ROOT / "tests"))
    from engine_makers import HomeMaker, ShopMaker, chains, new_project, nothing, settings

    await asyncio.to_thread(home.mkdir, parents=True)
    makers = {"home": HomeMaker(), "shop": ShopMaker(home, wait=0.0)}
    plan = chains(WIDTH, LENGTH, maker=maker, price=1000 if maker == "shop" else 0)
    async with await Engine.open(settings(home), plan, nothing, {maker: makers[maker]}) as engine:
        project = await new_project(engine)
        before = time.process_time()
        await engine.run(project)
        await engine.wait(project)
        return (time.process_time() - before) / (WIDTH * LENGTH) * 1000


async def at_rest(home: Path, env: Mapping[str, str]) -> float:
    """The share of a core that an open studio takes while nothing is to be done."""
    values = {name.lower(): value for name, value in env.items()}
    async with open_studio(Settings.model_validate({**values, "data_dir": home})):
        await asyncio.sleep(2.0)
        before, at = time.process_time(), time.monotonic()
        await asyncio.sleep(REST_SECONDS)
        return (time.process_time() - before) / (time.monotonic() - at)


def after_kill(home: Path) -> float:
    """Seconds from kill -9 in the middle of twelve clips to the first job that is under way again."""
    home.mkdir(parents=True)
    with stand_in() as env:
        values = json.dumps({name.lower(): value for name, value in env.items()}) + "\n"
        first = _life(home, values)
        _line(first)
        _wait_for_clips(home)
        killed = time.monotonic()
        first.send_signal(signal.SIGKILL)
        first.wait()
        second = _life(home, values)
        try:
            return float(_line(second)) - killed
        finally:
            second.kill()
            second.wait()


def _life(home: Path, values: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.life", str(home), story_of(12)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(values)
    process.stdin.close()
    return process


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _wait_for_clips(home: Path) -> None:
    """Until the first clip has been running for a while."""
    import sqlite3

    asked = "SELECT count(*) FROM job WHERE kind = 'clip' AND state = 'running'"
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with sqlite3.connect(f"file:{home / 'video-story.sqlite'}?mode=ro", uri=True) as db:
            if db.execute(asked).fetchone()[0]:
                return
        time.sleep(0.2)
    raise SystemExit("No clip was begun within two minutes.")
