"""`make load`: many films, followers, questions and uploads at once against one `video-story serve` on SQLite.

Questions are sent by the clock, whether earlier ones were answered or not, and a wait counts from the moment a
question was due: a server that falls behind cannot look better than it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

from bench.arrivals import with_pictures
from core.settings import Settings
from core.studio import open_studio

ROOT = Path(__file__).parents[1]
PERSON = "local"
BASE = "http://127.0.0.1"

PLACES = ("pier", "mill", "tower", "orchard", "harbour", "station", "bridge", "garden", "attic", "quarry")
_EVENT = b"\ndata:"

NAMES = ("Ana", "Tom", "Mira", "Jon", "Lea", "Otto", "Nela", "Karl", "Ida", "Paul")


@dataclass(frozen=True)
class Wanted:
    """How much of everything."""

    films: int = 200
    followers: int = 500
    asks_per_second: float = 50.0
    seconds: float = 60.0
    burst: int = 10
    """Photos sent at once."""
    burst_every: float = 5.0
    first: bool = False
    """Whether the server's event loop and whoever asks it go before everybody else's programs, for a machine
    that others use too. Threads and programs that the server begins do not."""
    arrivals: bool = False
    """Whether the films have their pictures already, so that clips are what arrives."""


@dataclass
class Seen:
    """What came of it."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    """Kind of question -> seconds until its answer."""
    errors: Counter[str] = field(default_factory=Counter)
    events: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)
    """(seconds since the start, resident MB of the server itself)."""
    cpu: float = 0.0
    """Seconds of CPU of the server itself in the window."""
    jobs: int = 0
    """Jobs done in the window."""
    clips: int = 0
    """Clips among them, with and without moving mouths."""
    running: int = 0
    """Films still under way at its end."""
    bytes_each: float = 0.0
    """Of the database, for each film."""

    def waited(self, kind: str, seconds: float) -> None:
        self.waits.setdefault(kind, []).append(seconds)

    def percentile(self, kind: str, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        found = sorted(self.waits.get(kind, [0.0]))
        return found[min(len(found) - 1, int(share * len(found)))] * 1000


async def load(env: Mapping[str, str], home: Path, wanted: Wanted) -> Seen:
    """Start the server, begin the films, and ask for `wanted.seconds`."""
    _many_files()
    ready: list[str] = []
    if wanted.arrivals:
        ready = await with_pictures(env, home, PERSON, story_number(0), wanted.films)
    secret = await _token(home)
    with _served(env, home) as (process, base):
        if wanted.first:
            _before_others(0, process.pid)
        headers = {"Authorization": f"Bearer {secret}"}
        pool = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        async with aiohttp.ClientSession(base, headers=headers, connector=pool, timeout=timeout) as client:
            return await Load(client, process.pid, home, wanted).run(ready)


class Load:
    """One run of the load against one server."""

    def __init__(self, client: aiohttp.ClientSession, pid: int, home: Path, wanted: Wanted) -> None:
        self._client = client
        self._pid = pid
        self._home = home
        self._wanted = wanted
        self._seen = Seen()
        self._began = time.monotonic()
        self._waiting: set[asyncio.Task[None]] = set()

    async def run(self, ready: list[str]) -> Seen:
        """Films that are `ready` only have to go on; without any, all are ordered."""
        films = await self._go_on(ready) if ready else await self._begin_films()
        watching = asyncio.create_task(self._watch_memory())
        following = [
            asyncio.create_task(self._follow(films[number % len(films)] if number % 10 else None))
            for number in range(self._wanted.followers)
        ]
        await asyncio.sleep(2.0)
        cpu, done, clips = _cpu(self._pid), _jobs_done(self._home), _clips(self._home)
        await asyncio.gather(self._ask(films), self._upload(films))
        if self._waiting:
            await asyncio.wait(self._waiting)
        self._seen.cpu, self._seen.jobs = _cpu(self._pid) - cpu, _jobs_done(self._home) - done
        self._seen.clips = _clips(self._home) - clips
        for task in (watching, *following):
            task.cancel()
        await asyncio.gather(watching, *following, return_exceptions=True)
        self._seen.running = _running(self._home)
        size = sum(path.stat().st_size for path in self._home.glob("video-story.sqlite*"))
        self._seen.bytes_each = size / len(films)
        return self._seen

    async def _begin_films(self) -> list[str]:
        """Ordered by an agent, with the price agreed to beforehand; eight orders at a time."""
        gate = asyncio.Semaphore(8)

        async def order(number: int) -> str:
            body = {"story": story_number(number), "level": "clips", "max_cost": "90"}
            address = "/api/hermes/projects/create-and-run"
            async with gate, self._timed("order a film"), self._client.post(address, json=body) as answer:
                found = await answer.json()
                self._note("order a film", answer.status)
                return str(found["project_id"])

        return list(await asyncio.gather(*(order(number) for number in range(self._wanted.films))))

    async def _go_on(self, films: list[str]) -> list[str]:
        """Have the rest made for its price; eight at a time."""
        gate = asyncio.Semaphore(8)

        async def go_on(film: str) -> None:
            async with gate, self._timed("go on with a film"):
                async with self._client.post(f"/api/projects/{film}/quote", json={}) as answer:
                    quote = (await answer.json())["id"]
                async with self._client.post(f"/api/projects/{film}/start", json={"quote": quote}) as answer:
                    await answer.read()
                    self._note("go on with a film", answer.status)

        await asyncio.gather(*map(go_on, films))
        return films

    async def _ask(self, films: list[str]) -> None:
        """Statuses by the clock, a list and a whole film now and then."""
        begin, count = time.monotonic(), int(self._wanted.asks_per_second * self._wanted.seconds)
        for number in range(count):
            due = begin + number / self._wanted.asks_per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            film = films[(7 * number) % len(films)]
            self._soon(self._get("status", f"/api/projects/{film}/status", due))
            if number % 50 == 25:
                self._soon(self._get("list of films", "/api/projects", due))
            if number % 25 == 10:
                self._soon(self._get("a whole film", f"/api/projects/{film}", due))

    async def _upload(self, films: list[str]) -> None:
        """Bursts of photos for somebody in a film."""
        photo = _photo()
        for number in range(int(self._wanted.seconds / self._wanted.burst_every)):
            await asyncio.sleep(self._wanted.burst_every)
            film = films[number % len(films)]
            async with self._client.get(f"/api/projects/{film}") as answer:
                people = [
                    one["id"] for one in (await answer.json()).get("entities", ()) if one["kind"] == "character"
                ]
            for _ in range(self._wanted.burst if people else 0):
                self._soon(self._send(people[0], photo))

    async def _get(self, kind: str, path: str, due: float) -> None:
        async with self._timed(kind, due), self._client.get(path) as answer:
            await answer.read()
            self._note(kind, answer.status)

    async def _send(self, character: str, photo: bytes) -> None:
        form = aiohttp.FormData()
        form.add_field("images", photo, filename="photo.jpg", content_type="image/jpeg")
        address = f"/api/characters/{character}/guide-images"
        async with self._timed("upload of a photo"), self._client.post(address, data=form) as answer:
            await answer.read()
            self._note("upload of a photo", answer.status)

    async def _follow(self, film: str | None) -> None:
        address = "/api/events" if film is None else f"/api/projects/{film}/events"
        try:
            async with self._client.get(address) as answer:
                self._note("following", answer.status)
                rest = b""
                async for chunk in answer.content.iter_any():
                    self._seen.events += (rest + chunk).count(_EVENT)
                    rest = chunk[1 - len(_EVENT) :]
        except (aiohttp.ClientError, TimeoutError) as error:
            self._seen.errors[f"following: {type(error).__name__}"] += 1

    async def _watch_memory(self) -> None:
        while True:
            self._seen.memory.append((time.monotonic() - self._began, resident(self._pid)))
            await asyncio.sleep(1.0)

    def _soon(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    @contextlib.asynccontextmanager
    async def _timed(self, kind: str, due: float | None = None) -> AsyncIterator[None]:
        due = time.monotonic() if due is None else due
        try:
            yield
        except (aiohttp.ClientError, TimeoutError) as error:
            self._seen.errors[f"{kind}: {type(error).__name__}"] += 1
        self._seen.waited(kind, time.monotonic() - due)

    def _note(self, kind: str, status: int) -> None:
        if status >= 400:
            self._seen.errors[f"{kind}: {status}"] += 1


@contextlib.contextmanager
def _served(env: Mapping[str, str], home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "cli", "serve", "--port", "0"]
    given = {**os.environ, **env, "DATA_DIR": str(home), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with subprocess.Popen(command, cwd=ROOT, env=given, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            said = ""
            while not (found := re.search(rf"{BASE}:\d+", said)):
                line = process.stdout.readline()
                assert line, said
                said += line
            yield process, found[0]
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()


async def _token(home: Path) -> str:
    async with open_studio(Settings(data_dir=home), engine=False) as studio:
        return await studio.new_token(PERSON, "load")


def story_number(number: int) -> str:
    """One of many stories of three lines."""
    place, name = PLACES[number % 10], NAMES[number // 10 % 10]
    return (
        f"{name} stood by the {place} number {number} at dusk. She held a lantern.\n\n"
        f'"One boat is missing," said {name}.\n\n'
        'Old Bert came down the steps. "Then we wait," he whispered.\n'
    )


def _photo() -> bytes:
    """About a megabyte that no filter makes smaller."""
    held = io.BytesIO()
    Image.frombytes("RGB", (640, 480), os.urandom(640 * 480 * 3)).resize((1600, 1200)).save(
        held, "JPEG", quality=85
    )
    return held.getvalue()


def _before_others(*processes: int) -> None:
    """Needs Linux and the right to do so."""
    for pid in processes:
        os.sched_setscheduler(pid, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))


def _many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))


def resident(pid: int) -> float:
    """MB of memory that a process has now; 0 when it has ended."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def _cpu(pid: int) -> float:
    """Seconds of all threads of the process, without its children."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _jobs_done(home: Path) -> int:
    return _asked(home, "SELECT count(*) FROM job WHERE state = 'done'")


def _clips(home: Path) -> int:
    return _asked(home, "SELECT count(*) FROM take WHERE kind IN ('clip', 'lipsync')")


def _running(home: Path) -> int:
    return _asked(home, "SELECT count(*) FROM project WHERE run_state = 'running'")


def _asked(home: Path, question: str) -> int:
    import sqlite3

    with contextlib.closing(sqlite3.connect(f"file:{home / 'video-story.sqlite'}?mode=ro", uri=True)) as db:
        return int(db.execute(question).fetchone()[0])


def as_json(seen: Seen, wanted: Wanted) -> dict[str, Any]:
    """Everything that was measured, for machines."""
    kinds = {
        kind: {
            "count": len(waits),
            "p50_ms": round(seen.percentile(kind, 0.5), 1),
            "p99_ms": round(seen.percentile(kind, 0.99), 1),
        }
        for kind, waits in sorted(seen.waits.items())
    }
    return {
        "wanted": vars(wanted),
        "kinds": kinds,
        "errors": dict(seen.errors),
        "events": seen.events,
        "memory_mb": round(max((mb for _, mb in seen.memory), default=0.0), 1),
        "cpu_share": round(seen.cpu / wanted.seconds, 3),
        "jobs_per_second": round(seen.jobs / wanted.seconds, 2),
        "clips_per_second": round(seen.clips / wanted.seconds, 2),
        "films_running_at_the_end": seen.running,
        "database_kb_each": round(seen.bytes_each / 1024, 1),
        "memory": [(round(at, 1), round(mb, 1)) for at, mb in seen.memory],
    }
