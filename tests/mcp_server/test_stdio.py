"""Over stdio, as a host starts us: real processes, and films that outlive whoever asked for them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from agents_at_work import Answers, sha256
from mcp import Client, StdioServerParameters
from someone import Person

STORY = "Ana waits on the pier. Tom rows home."


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody with an empty DATA_DIR; the worker that was begun for them ends with the test."""
    someone = Person(tmp_path)
    yield someone
    if worker := worker_of(someone):
        os.kill(worker, signal.SIGTERM)


def agent(person: Person, mode: str = "auto") -> AbstractAsyncContextManager[Client]:
    command, *words = person.command("mcp")
    parameters = StdioServerParameters(command=command, args=words, env=person.environment(), cwd=person.home)
    return Client(parameters, mode=mode)


def worker_of(person: Person) -> int:
    """The process that makes films for them; 0 when there is none."""
    file = person.home / "data" / "engine.json"
    return int(json.loads(file.read_text())["pid"]) if file.exists() else 0


def front_of(pid: int) -> int:
    """The process that speaks with the agent: the child of this one that runs `mcp`."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return next(one for one in children if Path(f"/proc/{one}/cmdline").read_bytes().endswith(b"\0mcp\0"))


@pytest.mark.parametrize(("mode", "next_mode"), [("auto", "legacy"), ("legacy", "auto")])
async def test_a_film_goes_on_when_the_agent_is_killed_and_another_one_fetches_it(
    person: Person, mode: str, next_mode: str
) -> None:
    async with agent(person, mode) as client:
        project = (await Answers(client).call("create_and_run", story=STORY))["project_id"]
        os.kill(front_of(os.getpid()), signal.SIGKILL)
    worker = worker_of(person)
    assert worker
    async with agent(person, next_mode) as client:
        answers = Answers(client)
        assert (await answers.until_done(project))["state"] == "completed"
        record = await answers.call("export", project_id=project)
    assert worker_of(person) == worker
    assert sha256(record["local_path"]) == record["sha256"]


async def test_a_film_goes_on_in_a_new_worker_when_the_worker_itself_is_killed(person: Person) -> None:
    async with agent(person) as client:
        answers = Answers(client)
        project = (await answers.call("create_and_run", story=STORY))["project_id"]
        worker = worker_of(person)
        os.kill(worker, signal.SIGKILL)
        assert (await answers.until_done(project))["state"] == "completed"
        assert worker_of(person) not in (0, worker)


async def test_a_worker_without_anything_to_do_ends(person: Person) -> None:
    process = await asyncio.create_subprocess_exec(
        *person.command("worker", "--idle", "1"), env=person.environment(), cwd=person.home
    )
    assert await process.wait() == 0
    assert not worker_of(person)
