"""A finished film says that money is held for an outcome nobody knows, until somebody tells (B8)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from film_looks import rows
from someone import STORY, Person
from twin import Twin


@pytest.fixture
async def twin(person: Person) -> AsyncIterator[Twin]:
    """The stand-in, named in the person's .env."""
    async with Twin() as opened:
        person.write(".env", "".join(f"{name}={value}\n" for name, value in opened.env.items()))
        person.write("story.txt", STORY)
        yield opened


async def say(person: Person, *words: str, code: int = 0) -> str:
    return await asyncio.to_thread(person.run, *words, code=code)


async def test_a_film_that_went_on_without_something_says_what_is_still_held_for_it(
    person: Person, twin: Twin
) -> None:
    """The film is finished, since it can do without a reference (R27)."""
    twin.arm("drop_unanswered", "fal.submit")
    said = await say(person, "make", "story.txt", "--out", "film", "--model=refs=fal:flux-2", "--yes")
    ((project,),) = rows(person.home, "select id from project")
    ((job, held),) = rows(
        person.home,
        "select job.id, sum(held) from job join ledger on job_id = job.id "
        "where state = 'unknown' group by job.id",
    )
    assert held > 0
    assert "self-check passed" in said
    words = "The outcome of 1 paid call is unknown"
    assert words in said and f"video-story jobs {project}" in said
    assert words in await say(person, "show", str(project))
    await say(person, "jobs", str(project), "--not-made", str(job))
    assert words not in await say(person, "show", str(project))
