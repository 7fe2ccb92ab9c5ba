"""What an agent is told unasked, and suggested: changes of its films, messages beside a call, prompts."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from agents_at_work import Answers, House, in_one_task
from mcp import Client, MCPError
from mcp.shared.exceptions import MCPDeprecationWarning
from mcp.types import PromptReference, ResourceTemplateReference, TextContent

from core.intake import source_from_text
from core.settings import Settings
from core.studio import Brief, Change, Studio
from mcp_server.server import build

ROOT = "video-story://projects/"


async def begun(studio: Studio, person: str) -> str:
    return (await studio.create(person, Brief(source_from_text("Tom rows home.")))).id


async def test_who_listens_hears_of_changes_of_their_own_films_only(house: House, film: str) -> None:
    mine = await begun(house.studio, "tg:2")
    never = [f"{ROOT}{film}", f"{ROOT}p_0000000000", "test://elsewhere"]
    wanted = [*never, f"{ROOT}{mine}/script", f"{ROOT}{mine}"]
    async with house.agent("tg:2") as agent, agent.client.listen(resource_subscriptions=wanted) as heard:
        await house.studio.change("local", film, Change(title="Not theirs"))
        await house.studio.change("tg:2", mine, Change(title="Theirs"))
        told = [(await anext(heard)).uri for _ in range(2)]  # type: ignore[union-attr]
    assert told == [f"{ROOT}{mine}/script", f"{ROOT}{mine}"]


async def test_who_subscribes_in_the_handshake_s_era_hears_the_same_until_unsubscribed(
    studio: Studio, settings: Settings, film: str
) -> None:
    foreign, other = await begun(studio, "tg:2"), await begun(studio, "local")
    told: asyncio.Queue[str] = asyncio.Queue()

    async def hear(message: Any) -> None:
        if getattr(message, "method", "") == "notifications/resources/updated":
            told.put_nowait(message.params.uri)

    client = Client(build(studio, settings), mode="legacy", message_handler=hear)
    async with in_one_task(client) as legacy:
        agent = Answers(legacy)
        for project in (foreign, other, film, film):
            await old(agent, "subscribe", f"{ROOT}{project}")
        await old(agent, "unsubscribe", f"{ROOT}{other}")
        await old(agent, "unsubscribe", f"{ROOT}{other}")
        await studio.change("tg:2", foreign, Change(title="Not theirs"))
        await studio.change("local", other, Change(title="Not heard"))
        await studio.change("local", film, Change(title="Theirs"))
        assert await told.get() == f"{ROOT}{film}"
    assert told.empty()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_who_wants_to_read_along_is_told_what_is_done(house: House, mode: str) -> None:
    told: list[str] = []

    async def read(message: Any) -> None:
        told.append(message.data)

    async with house.agent(mode=mode, logging_callback=read, log_level="info") as agent:
        if mode == "legacy":
            await old(agent, "level", "info")
        project = (await agent.call("create_and_run", story="Tom rows home."))["project_id"]
        await agent.until_done(project)
    assert told and all(told)
    assert not [1 for one, next_one in itertools.pairwise(told) if one == next_one]


async def test_who_asks_for_grave_messages_only_is_spared_the_others(house: House, film: str) -> None:
    told: list[str] = []

    async def read(message: Any) -> None:
        told.append(message.data)

    async with house.agent(mode="legacy", logging_callback=read) as agent:
        await agent.call("wait", project_id=film)
        await old(agent, "level", "error")
        await agent.call("wait", project_id=film)
    assert told == []


async def old(agent: Answers, verb: str, what: Any) -> None:
    """What the newest revision knows no more; the library warns of that."""
    session = agent.client.session
    verbs = {
        "subscribe": session.subscribe_resource,
        "unsubscribe": session.unsubscribe_resource,
        "level": session.set_logging_level,
    }
    with pytest.warns(MCPDeprecationWarning):
        await verbs[verb](what)


async def test_a_prompt_brings_the_story_unchanged_and_the_way_to_the_film(agent: Answers) -> None:
    listed = (await agent.client.list_prompts()).prompts
    assert [prompt.name for prompt in listed] == ["make_film", "bring_film"]
    assert all(prompt.description and prompt.arguments for prompt in listed)
    story = 'Ana said:\n"{A} boat!"'
    made = await agent.client.get_prompt("make_film", {"story": story, "aspect": "9:16"})
    words = made.messages[0].content
    assert isinstance(words, TextContent) and words.text.endswith(story)
    assert "create_and_run" in words.text and "level animatic" in words.text and "aspect 9:16" in words.text


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("make_music", {}, ["no prompt 'make_music'", "make_film, bring_film"]),
        ("make_film", {}, ["needs 'story'"]),
        ("make_film", {"story": " "}, ["needs 'story'"]),
        ("bring_film", {"project": "p_1"}, ["no argument 'project'", "project_id"]),
    ],
)
async def test_a_prompt_that_cannot_be_filled_says_what_is_missing(
    agent: Answers, name: str, given: dict[str, str], words: list[str]
) -> None:
    with pytest.raises(MCPError) as refused:
        await agent.client.get_prompt(name, given)
    assert not [word for word in words if word not in str(refused.value)], refused.value


async def test_suggestions_are_the_choices_there_are_and_the_caller_s_films(house: House, film: str) -> None:
    template = ResourceTemplateReference(uri=f"{ROOT}{{project_id}}")
    title = (await house.studio.story("local", film)).project.title
    async with house.agent() as agent, house.agent("tg:2") as stranger:
        for client, typed, found in (
            (agent, "p_", [film]),
            (agent, title[:4].upper(), [film]),
            (agent, "nothing", []),
            (stranger, "p_", []),
        ):
            answer = await client.client.complete(template, {"name": "project_id", "value": typed})
            assert answer.completion.values == found, typed
        levels = await agent.client.complete(PromptReference(name="make_film"), {"name": "level", "value": "c"})
        assert levels.completion.values == ["clips"]
        odd = await agent.client.complete(PromptReference(name="none"), {"name": "mood", "value": ""})
        assert odd.completion.values == []
