"""Money at the command line: a price before anything is spent, and ways on at a ceiling that can be taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from film_looks import film_in, rows
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


def paid(person: Person) -> int:
    ((cost,),) = rows(person.home, "select coalesce(sum(spent), 0) from ledger")
    return int(cost)


async def test_a_paused_run_names_its_offers_and_takes_the_one_that_is_numbered(
    person: Person, twin: Twin
) -> None:
    """B2: at the ceiling the run pauses; what it offers there can be done with one more command."""
    words = [f"--model={step}=local:writer" for step in ("story", "analysis", "script", "scenes", "shots")]
    film = ("make", "story.txt", "--out", "film", "--to", "pictures", "--yes", "--model=audio=local:voice")
    said = await say(person, *film, *words, "--ceiling", "0.13", code=1)
    assert 0 < paid(person) <= 130_000
    offers = [line for line in said.splitlines() if line[:2] in {f"{number} " for number in range(1, 9)}]
    assert any("none of the" in offer for offer in offers)
    assert "raise the ceiling" in offers[-1]
    assert "--take NUMBER" in said
    ((project,),) = rows(person.home, "select id from project")

    assert "There is no offer 99" in await say(person, "resume", str(project), "--take", "99", code=2)
    before = paid(person)
    number = 1 + next(i for i, offer in enumerate(offers) if "Local artist for frames" in offer)
    said = await say(person, "resume", str(project), "--take", str(number))
    assert "self-check passed" in said
    assert film_in(person.home / "film").exists(), "it goes where `make` was told"
    assert paid(person) == before

    said = await say(person, "show", str(project))
    assert "Needs setup" in said
    assert "Local writer does the analysis and cannot look at pictures" in said


async def test_an_edit_that_costs_something_is_asked_about_first(person: Person, twin: Twin) -> None:
    """B2, R30."""
    await say(person, "make", "story.txt", "--out", "film")
    ((project,),) = rows(person.home, "select id from project")
    await say(person, "regenerate", str(project), "frame:1", "--model", "fal:flux-2-edit", "--yes")
    before = paid(person)
    said = await say(person, "edit", str(project), "--shot", "1", "size=close", code=2)
    assert "fal:flux-2-edit" in said
    assert "Give --yes" in said
    assert paid(person) == before
    said = await say(person, "export", str(project), "--yes")
    assert "self-check passed" in said
    assert paid(person) > before


async def test_a_job_that_nobody_can_look_up_waits_for_a_person_s_word(person: Person, twin: Twin) -> None:
    """B8: what may have been paid for is never sent again by the machine; a person says, and it goes on."""
    twin.arm("drop_unanswered", "openrouter")
    film = ("make", "story.txt", "--out", "film", "--yes", "--model=story=openrouter:sonnet")
    said = await say(person, *film, code=1)
    ((project,),) = rows(person.home, "select id from project")
    assert f"video-story jobs {project}" in said
    posted = len(twin.journal.select("openrouter", "chat"))

    said = await say(person, "jobs", str(project))
    ((job,),) = rows(person.home, "select id from job where state = 'unknown'")
    assert str(job) in said
    said = await say(person, "jobs", str(project), "--not-made", str(job))
    assert "nothing was charged" in said
    assert len(twin.journal.select("openrouter", "chat")) == posted
    assert "self-check passed" in await say(person, "resume", str(project))
    assert "outcome" in await say(person, "jobs", str(project), "--made", str(job), code=1)


async def test_a_language_model_alone_writes_a_film_that_is_drawn(person: Person, twin: Twin) -> None:
    """What each key unlocks: with a server of one's own, and nothing else, the story is developed."""
    alone = {name: value for name, value in twin.env.items() if name.startswith("OPENAI_")}
    settings = "".join(f"{name}={value}\n" for name, value in alone.items())
    person.write(".env", settings)
    assert "OPENAI_MODEL is not set; it has" in await say(person, "doctor")
    prompt = "Two sisters find a boat in the forest."
    said = await say(person, "make", prompt, "--out", "drawn")
    assert "the level “written” develops them" in said
    said = await say(person, "make", prompt, "--out", "film", "--to", "written", "--yes", code=1)
    assert "OPENAI_MODEL names no model" in said
    person.write(".env", f"{settings}OPENAI_MODEL=llama3.3:70b\n")
    said = await say(person, "make", prompt, "--out", "film", "--to", "written", "--yes")
    assert "self-check passed" in said
    assert len(rows(person.home, "select id from segment")) > 3
    assert {entry.service for entry in twin.journal} == {"openai"}
    said = await say(person, "make", prompt, "--to", "pictures", code=2)
    assert "Set FAL_KEY or REPLICATE_API_TOKEN" in said
    person.write(".env", "")
    said = await say(person, "make", prompt, "--to", "written", code=2)
    assert "OPENROUTER_API_KEY" in said
