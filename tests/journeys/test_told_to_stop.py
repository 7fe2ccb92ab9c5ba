"""Told to stop while a paid answer is on its way: commands as a person or a supervisor ends them (B8)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from film_looks import rows
from someone import Person
from twin import Entry, Twin

STORY = 'The wind had turned. "You came," said Tom.\n'

NEVER = 1e4
"""A pace at which the stand-in answers only when its clock is put forward."""

MAKE = ("make", "story.txt", "--out", "film", "--to", "written", "--yes")


@dataclass
class Customer(Person):
    """Somebody with keys, whose services are the stand-in."""

    twin: Twin | None = None
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        assert self.twin is not None
        return {**super().environment(), **self.twin.env, "WEB_PORT": "0", "DRAIN_SECONDS": "300"}

    async def begun(self, *words: str) -> asyncio.subprocess.Process:
        pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.STDOUT}
        process = await asyncio.create_subprocess_exec(
            *self.command(*words), cwd=self.home, env=self.environment(), **pipes
        )
        self.processes.append(process)
        return process

    async def goes(self) -> None:
        """Whatever was begun and runs still is ended."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def jobs(self) -> list[tuple[object, ...]]:
        return rows(self.home, "select kind, state, notes is not null from job where estimate > 0")


@pytest.fixture
async def customer(tmp_path: Path) -> AsyncIterator[Customer]:
    async with Twin(NEVER) as twin:
        person = Customer(tmp_path, twin=twin)
        person.write("story.txt", STORY)
        yield person
        await person.goes()


def asked(twin: Twin) -> asyncio.Event:
    """Set when the stand-in is asked for paid work."""
    heard, note = asyncio.Event(), twin.journal.open

    def opened(entry: Entry) -> None:
        note(entry)
        if entry.endpoint == "chat":
            heard.set()

    twin.journal.open = opened  # type: ignore[method-assign]
    return heard


async def said_until(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = await process.stdout.readline()
        assert line, said
        said += line.decode()
    return said


async def rest_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said = (await process.stdout.read()).decode()
    await process.wait()
    return said


def chats(twin: Twin) -> list[Entry]:
    return [entry for entry in twin.journal if entry.endpoint == "chat"]


@pytest.mark.parametrize(("name", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
async def test_an_answer_on_its_way_is_kept_and_the_next_command_goes_on_from_it(
    customer: Customer, name: signal.Signals, code: int
) -> None:
    twin = customer.twin
    assert twin is not None
    heard = asked(twin)
    process = await customer.begun(*MAKE)
    await heard.wait()
    os.kill(process.pid, name)
    said = await said_until(process, "Ctrl-C again stops at once")
    twin.advance(100 * NEVER)
    said += await rest_of(process)
    assert (process.returncode, "Nothing is lost" in said, "Traceback" in said) == (code, True, False), said
    assert customer.jobs() == [("story", "done", 1)]
    assert [entry.charged > 0 for entry in chats(twin)] == [True]
    spent = rows(customer.home, "select sum(held), sum(spent) from ledger")
    assert spent == [(0, twin.journal.money())]


async def test_told_twice_it_ends_at_once_and_asks_the_person_afterwards(customer: Customer) -> None:
    twin = customer.twin
    assert twin is not None
    heard = asked(twin)
    process = await customer.begun(*MAKE)
    await heard.wait()
    os.kill(process.pid, signal.SIGTERM)
    await said_until(process, "Ctrl-C again stops at once")
    os.kill(process.pid, signal.SIGTERM)
    said = await rest_of(process)
    assert (process.returncode, "asks you before anything is bought twice" in said) == (143, True), said
    assert customer.jobs() == [("story", "submitting", 1)]
    again = await customer.begun(*MAKE)
    said = await rest_of(again)
    assert again.returncode == 1
    assert "--not-made" in said and "same command again" not in said
    assert customer.jobs() == [("story", "unknown", 1)]
    assert len(chats(twin)) == 1


@pytest.mark.parametrize(
    ("words", "ready"), [(("serve",), "Open this"), (("worker",), "Making films")], ids=["serve", "worker"]
)
async def test_a_server_is_stopped_by_its_supervisor_in_order(
    customer: Customer, words: tuple[str, ...], ready: str
) -> None:
    """It waits for the answer; the command that followed the film there then goes on by itself."""
    twin = customer.twin
    assert twin is not None
    heard = asked(twin)
    server = await customer.begun(*words)
    await said_until(server, ready)
    process = await customer.begun(*MAKE)
    await heard.wait()
    os.kill(server.pid, signal.SIGTERM)
    await said_until(server, "Ctrl-C again stops at once")
    twin.world.factor = 0.0
    twin.advance(100 * NEVER)
    said = await rest_of(server)
    assert (server.returncode, "Films under way go on" in said, "Traceback" in said) == (0, True, False), said
    said = await said_until(process, "Script")
    process.kill()
    await process.wait()
    assert "✗" not in said
    assert ("story", "done", 1) in customer.jobs()
