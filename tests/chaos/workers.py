"""`python -m tests.chaos.workers`: two workers on one PostgreSQL, one of them killed in mid-run, in rounds.

What must hold: the other has everything in hand within 15 s, every film is finished, nothing was paid twice,
and no service ever had more in hand than its lane allows, by the stand-in's own record.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[1]))

import postgres_server
from twin import Twin
from twin.jobs import Job

from chaos.invariants import Evidence, broken
from chaos.life import STORY, mended
from core.catalogue.models import load_catalogue
from core.intake import source_from_bytes
from core.settings import Settings
from core.store import tables
from core.store.engine import Database
from core.store.runs import RunState
from core.studio import Brief, Change, Studio, open_studio

REPOSITORY = Path(__file__).parents[2]
PERSON = "local"

FACTOR = 0.05
"""Times of work against the real services'; a clip takes about 2.4 s."""

FILMS = 3
"""Together they want about twice as many pictures at once as a lane allows."""

WITHIN = 15.0
"""Seconds in which the survivor must have everything in hand."""

SECONDS = 600
"""After so long a round counts as never finished."""


@dataclass
class Round:
    """What happened in one round."""

    takeover: float = 0.0
    """Seconds from the kill until the survivor had every film and job of the dead one."""
    jobs: int = 0
    """Jobs the dead worker had in hand."""
    calls: int = 0
    paid: int = 0
    peaks: dict[str, int] = field(default_factory=dict)
    took: float = 0.0
    broken: list[str] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"taken over in {self.takeover:.1f} s ({self.jobs} jobs), {self.calls} paid calls, "
            f"${self.paid / 1e6:.6f}, most at once {self.peaks}, {self.took:.0f} s"
        )


async def run_round(seed: int, home: Path, url: str) -> Round:
    """Make FILMS films with two workers and kill one of them at a random moment."""
    rng, told = random.Random(seed), Round()
    begun = time.monotonic()
    async with Twin(FACTOR, scenes=1) as twin:
        env = {**twin.env, "DATABASE_URL": url, "DATA_DIR": str(home / "data"), "LOCAL_WORKERS": "1"}
        os.environ.update(env)
        both = [await _worker(home, env), await _worker(home, env)]
        try:
            async with asyncio.timeout(SECONDS):
                await _films(rng, home, both, told)
        except TimeoutError:
            told.broken.append(f"no films after {SECONDS} s")
        finally:
            for process in both:
                if process.returncode is None:
                    process.terminate()
                await process.wait()
        told.peaks = _peaks(twin)
        twin.write_journal(home / "journal.jsonl")
        journal = list(twin.journal)
    async with open_studio(Settings(make_films=False), engine=False) as studio:
        told.broken += broken(await _evidence(studio._database, journal, home))
    told.calls = sum(1 for entry in journal if entry.charged)
    told.paid = sum(entry.charged for entry in journal)
    told.broken += list(_limits_exceeded(told.peaks))
    told.took = time.monotonic() - begun
    return told


async def _films(rng: random.Random, home: Path, both: list[asyncio.subprocess.Process], told: Round) -> None:
    async with open_studio(Settings(make_films=False)) as studio:
        await _until(studio, lambda rows: len(rows["worker"]) == 2)
        projects = [await _ordered(studio, number) for number in range(FILMS)]
        wanted = rng.randrange(3, 40)
        await _until(studio, lambda rows: _done(rows) >= wanted and _busy(rows, both))
        victim = rng.choice(_busy(await _rows(studio._database), both))
        await _killed(studio, victim, told)
        for project in projects:
            await _finished(studio, project)
            state = (await studio.status(PERSON, project)).state
            if state != "finished":
                told.broken.append(f"{project} is {state}")
                continue
            film = await studio.deliver(PERSON, project, home / project)
            if not film.passed:
                told.broken.append(f"{project} does not pass its own check: {film.notes}")


async def _finished(studio: Studio, project: str) -> None:
    """What the kill cut off, so that nobody can tell, is settled as made, as a person would; then again."""
    while (await studio._engine().wait(project)).state is RunState.STOPPED:
        await mended(studio, project)


async def _ordered(studio: Studio, number: int) -> str:
    brief = Brief(source_from_bytes(STORY.encode(), f"The lantern {number}"))
    project = await studio.create(PERSON, brief, key=f"film {number}")
    level = load_catalogue().level("clips", studio._settings.keys())
    chosen = tuple((step.value, model) for step, model in level.items())
    await studio.change(PERSON, project.id, Change(models=chosen))
    await studio._engine().run(project.id)
    return project.id


async def _killed(studio: Studio, victim: asyncio.subprocess.Process, told: Round) -> None:
    rows = await _rows(studio._database)
    dead = next(row["id"] for row in rows["worker"] if row["pid"] == victim.pid)
    victim.send_signal(signal.SIGKILL)
    at = time.monotonic()
    await victim.wait()
    rows = await _rows(studio._database)
    jobs = {row["id"] for row in rows["job"] if row["worker"] == dead and row["state"] in _OPEN}
    films = {row["id"] for row in rows["project"] if row["worker"] == dead and row["run_state"] == "running"}
    told.jobs = len(jobs)

    def in_hand(rows: Mapping[str, list[Mapping[str, Any]]]) -> bool:
        mine = [row for row in rows["job"] if row["id"] in jobs and row["state"] in _OPEN]
        running = [row for row in rows["project"] if row["id"] in films and row["run_state"] == "running"]
        return all(row["worker"] not in (None, dead) for row in (*mine, *running))

    await _until(studio, in_hand)
    told.takeover = time.monotonic() - at
    if told.takeover > WITHIN:
        told.broken.append(f"taken over only after {told.takeover:.1f} s")


_OPEN = ("submitting", "running", "finishing")


def _done(rows: Mapping[str, list[Mapping[str, Any]]]) -> int:
    return sum(row["state"] == "done" for row in rows["job"])


def _busy(
    rows: Mapping[str, list[Mapping[str, Any]]], both: Iterable[asyncio.subprocess.Process]
) -> list[asyncio.subprocess.Process]:
    """The workers that have something paid in hand now."""
    names = {row["worker"] for row in rows["job"] if row["state"] in _OPEN and row["estimate"]}
    pids = {row["pid"] for row in rows["worker"] if row["id"] in names}
    return [process for process in both if process.pid in pids]


async def _until(studio: Studio, held: Any) -> None:
    while True:
        if held(await _rows(studio._database)):
            return
        await asyncio.sleep(0.1)


async def _rows(database: Database) -> Mapping[str, list[Mapping[str, Any]]]:
    async with database.read() as db:
        return {
            table.name: [dict(row) for row in (await db.execute(sa.select(table))).mappings()]
            for table in (tables.job, tables.project, tables.worker)
        }


async def _worker(home: Path, env: Mapping[str, str]) -> asyncio.subprocess.Process:
    with (home / "workers.log").open("ab") as said:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cli", "worker"),
            stdout=said,
            stderr=said,
            cwd=REPOSITORY,
            env={**os.environ, **env, "PYTHONPATH": str(REPOSITORY)},
        )


def _peaks(twin: Twin) -> dict[str, int]:
    """The most each service had in hand at once, from the arrival of a job until its end."""
    moments: dict[str, list[tuple[float, int]]] = {}
    for job in twin.world.jobs.values():
        if isinstance(job, Job) and job.order is not None:
            moments.setdefault(job.service, []).extend([(job.created, 1), (job.ended, -1)])
    found = {}
    for service, steps in moments.items():
        count = most = 0
        for _, step in sorted(steps):
            count += step
            most = max(most, count)
        found[service] = most
    return found


def _limits_exceeded(peaks: Mapping[str, int]) -> Iterable[str]:
    for service, most in peaks.items():
        lane = load_catalogue().lanes[service]
        allowed = lane.at_once + lane.queued
        if most > allowed:
            yield f"{service} had {most} jobs in hand, {allowed} are allowed"


async def _evidence(database: Database, journal: list[Any], home: Path) -> Evidence:
    async with database.read() as db:
        ledger, jobs, takes = [
            [dict(row) for row in (await db.execute(sa.select(table).order_by(table.c.id))).mappings()]
            for table in (tables.ledger, tables.job, tables.take)
        ]
    return Evidence(journal=journal, ledger=ledger, jobs=jobs, takes=takes, media=home / "data" / "media")


def main() -> int:
    """Run every round; the exit code says whether all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.workers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how many rounds")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first")
    options = parser.parse_args()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every caller that was killed
    programs = postgres_server.programs()
    if programs is None:
        sys.stdout.write(f"Not run: {postgres_server.WHY_NOT}.\n")
        return 1
    server, failed = postgres_server.Server(programs), []
    server.start()
    try:
        for seed in range(options.first, options.first + options.rounds):
            home = Path(tempfile.mkdtemp(prefix=f"workers-{seed}-"))
            told = asyncio.run(run_round(seed, home, server.new_database()))
            sys.stdout.write(f"round {seed}: {told.line()}\n")
            for sentence in told.broken:
                sys.stdout.write(f"    BROKEN: {sentence}\n")
            if told.broken:
                failed.append(seed)
                sys.stdout.write(f"    kept in {home}\n")
            else:
                shutil.rmtree(home)
            sys.stdout.flush()
    finally:
        server.stop()
    sys.stdout.write(f"FAILED ROUNDS: {failed}\n" if failed else "everything held\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
