"""One seed of chaos: a stand-in, a film, and everything that can happen to it on the way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from twin import Twin
from twin.faults import rows

from chaos.invariants import Evidence, broken
from core.errors import StudioError
from core.jobs.engine import Engine
from core.jobs.passage import FarEngine
from core.store import tables
from core.store.engine import open_database

REPOSITORY = Path(__file__).parents[2]

FACTOR = 0.03
"""Times of work against the real services'; a clip takes about 1.4 s."""

SECONDS = 900
"""After so long a film counts as never finished."""

LIVES = 40

_LONG = (
    "hang",
    "stuck",
    "slow",
    "queue_long",
    "webhook",
    "429_long",
    "wait",
    "billing",
    "credits",
    "silent_drop",
)
"""Faults that only cost time here, strike what this journey does not do, or lower a price without a word."""


def usual_faults() -> list[str]:
    """Everything the stand-in can do to this journey within seconds."""
    services = ("*", "openrouter", "fal", "replicate")
    named = (name for name, row in rows().items() if row["service"] in services)
    return sorted(name for name in named if not any(word in name for word in _LONG))


ACCOUNTS = (2, 3, 8)
"""Requests at once of the accounts at fal, one for each seed."""


@dataclass
class Told:
    """What happened, counted."""

    kills: int = 0
    faults: int = 0
    pauses: int = 0
    cancels: int = 0
    lives: int = 0
    calls: int = 0
    paid: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: Told) -> None:
        for name in ("kills", "faults", "pauses", "cancels", "lives", "calls", "paid"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken += other.broken

    def line(self) -> str:
        return (
            f"{self.kills} kills, {self.faults} faults struck, {self.pauses} pauses, {self.cancels} cancels, "
            f"{self.lives} lives, {self.calls} paid calls, ${self.paid / 1e6:.6f}"
        )


async def run_seed(seed: int, home: Path, kills: int) -> Told:
    """Make one film through the chaos of this seed; the folder is removed when everything held."""
    told = Told()
    bears = random.Random(f"account of {seed}").choice(ACCOUNTS)
    async with Twin(FACTOR, scenes=1) as twin:
        twin.assume("fal", "concurrency", bears)
        try:
            async with asyncio.timeout(SECONDS):
                await _Chaos(random.Random(seed), home, twin, told).film(kills)
        except TimeoutError:
            told.broken.append(f"no film after {SECONDS} s")
        twin.write_journal(home / "journal.jsonl")
        evidence = await _evidence(home, twin)
    told.faults = sum(1 for entry in evidence.journal if entry.fault)
    told.calls = sum(1 for entry in evidence.journal if entry.charged)
    told.paid = sum(entry.charged for entry in evidence.journal)
    told.broken += broken(evidence)
    if not told.broken:
        shutil.rmtree(home)
    return told


class _Chaos:
    """The hand that kills, pauses, cancels and arms."""

    def __init__(self, rng: random.Random, home: Path, twin: Twin, told: Told) -> None:
        self._rng = rng
        self._home = home
        self._twin = twin
        self._told = told
        self._faults = usual_faults()
        self._begun = time.monotonic()

    async def film(self, kills: int) -> None:
        """Lives until the film is there; a life in which nothing more is done to it ends by itself."""
        ended = ""
        for life in range(LIVES):
            self._told.lives += 1
            calm = self._told.kills >= kills or life > kills * 5
            if calm:
                self._twin.disarm()
            mend = calm or ended in ("stopped", "finished")
            self._log(f"life {self._told.lives} begins{', mending' if mend else ''}{', calm' if calm else ''}")
            ended = await self._life(mend=mend, calm=calm)
            self._log(f"life {self._told.lives} ended: {ended or 'killed'}")
            if ended == "finished" and calm and not await _asks(self._home):
                return
        self._told.broken.append(f"no film after {LIVES} lives, the last {ended or 'was killed'}")

    async def _life(self, *, mend: bool, calm: bool) -> str:
        command = [sys.executable, "-m", "chaos.life", str(self._home), *(["--mend"] if mend else [])]
        with (self._home / "errors.log").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                cwd=REPOSITORY,
                env=self._env(),
            )
            assert process.stdout is not None
            try:
                first = await process.stdout.readline()
                self._log(first.decode().strip())
                project = first.decode().strip().rpartition(" ")[2]
                doing = asyncio.create_task(self._torment(process, project, calm))
                lines = (await process.stdout.read()).decode().split("\n")
                doing.cancel()
                await asyncio.wait({doing})
                await process.wait()
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return self._ended([line for line in lines if line])

    def _env(self) -> dict[str, str]:
        bears = self._twin.world.assumptions["fal", "concurrency"]
        found = f"{REPOSITORY}:{REPOSITORY / 'tests'}"
        return {**os.environ, **self._twin.env, "AT_ONCE": f"fal={bears}", "PYTHONPATH": found}

    def _arm(self) -> None:
        fault, skip = self._rng.choice(self._faults), self._rng.randrange(3)
        self._log(f"armed {fault} after {skip}")
        self._twin.arm(fault, skip=skip)

    def _log(self, words: str) -> None:
        """Keep what was done and when beside the film, for whoever looks into a failure."""
        with (self._home / "story.log").open("a") as log:
            log.write(f"{time.monotonic() - self._begun:7.2f} {words}\n")

    def _ended(self, lines: list[str]) -> str:
        for line in lines:
            if line.startswith("{") and '"passed": true' not in line:
                self._told.broken.append(f"the film does not pass its own check: {line}")
        return lines[-1] if lines else ""

    async def _torment(self, process: asyncio.subprocess.Process, project: str, calm: bool) -> None:
        """Random things at random moments, a kill at the end."""
        engine: Any = FarEngine(Engine, self._home / "data")
        for _ in range(0 if calm else self._rng.randrange(3)):
            self._arm()
        while not calm:
            await asyncio.sleep(self._rng.uniform(0.1, 2.5))
            what = self._rng.choice(["kill", "kill", "kill", "kill", "arm", "arm", "arm", "pause", "cancel"])
            self._log(what)
            if what == "kill":
                self._told.kills += 1
                process.send_signal(signal.SIGKILL)
                return
            if what == "arm":
                self._arm()
            else:
                setattr(self._told, f"{what}s", getattr(self._told, f"{what}s") + 1)
                with contextlib.suppress(StudioError):
                    await getattr(engine, what)(project)
                return


async def _asks(home: Path) -> bool:
    """Whether a person is asked something still, though the film is there."""
    database = await open_database("", home / "data")
    try:
        async with database.read() as db:
            unknown = sa.select(tables.job.c.id).where(tables.job.c.state == "unknown")
            return (await db.execute(unknown.limit(1))).first() is not None
    finally:
        await database.close()


async def _evidence(home: Path, twin: Twin) -> Evidence:
    database = await open_database("", home / "data")

    async def read(table: sa.Table) -> list[Mapping[str, Any]]:
        async with database.read() as db:
            return [dict(row) for row in (await db.execute(sa.select(table))).mappings()]

    try:
        return Evidence(
            journal=list(twin.journal),
            ledger=await read(tables.ledger),
            jobs=await read(tables.job),
            takes=await read(tables.take),
            media=home / "data" / "media",
        )
    finally:
        await database.close()
