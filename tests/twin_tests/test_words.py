"""OpenRouter, Anthropic and a server of one's own through their real SDKs: documents, money, strictness."""

from __future__ import annotations

import base64
import json
from typing import Any

import anthropic
import httpx
import openai
import pytest
from twin import Twin

from core.documents import DOCUMENTS, AnalysisDoc, Document, ScenesDoc, ScriptDoc, ShotsDoc, StoryDoc
from core.pipeline.answers import partition

SONNET = "anthropic/claude-sonnet-5.5"
FLASH = "google/gemini-3.5-flash"
STRICT = {"provider": {"require_parameters": True}}
BAD_PICTURE = {"type": "image_url", "image_url": {"url": "data:x"}}
BAD_BLOCK = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}}


def form(task: str) -> dict[str, Any]:
    schema = DOCUMENTS[task].model_json_schema()
    return {"type": "json_schema", "json_schema": {"name": task, "strict": True, "schema": schema}}


async def document(client: openai.AsyncOpenAI, task: str, **inputs: Any) -> Document:
    """What the model writes for a task when its prompt carries the inputs as JSON."""
    words = f"Do the task and answer in JSON.\n\n{json.dumps(inputs, ensure_ascii=False)}"
    told = [{"role": "system", "content": "You write films."}, {"role": "user", "content": words}]
    answer = await client.chat.completions.create(model=FLASH, messages=told, response_format=form(task))
    return DOCUMENTS[task].model_validate_json(answer.choices[0].message.content)


async def test_a_film_of_as_many_scenes_as_asked_is_written(twin: Twin, router: openai.AsyncOpenAI) -> None:
    """The five documents follow from one another as the pipeline wants them (R3: every scene has shots)."""
    twin.world.scenes = 3
    story = await document(router, "story", source="Mara finds a letter in the lighthouse; Tom helps.")
    assert isinstance(story, StoryDoc) and story.text.count("\n\n") == 2
    found = await document(router, "analysis", text=story.text, language="en")
    assert isinstance(found, AnalysisDoc)
    names = {row.name for row in found.characters}
    assert {"Mara", "Tom"} <= names and found.sets and all(row.appearance for row in found.characters)
    plain = found.model_dump(mode="json")
    script = await document(router, "script", text=story.text, analysis=plain)
    assert isinstance(script, ScriptDoc)
    assert {line.speaker for line in script.segments if line.kind == "dialogue"} == {"Mara", "Tom"}
    assert len(script.segments) >= 8
    lines = script.model_dump(mode="json")["segments"]
    scenes = await document(router, "scenes", text=story.text, analysis=plain, segments=lines)
    assert isinstance(scenes, ScenesDoc) and len(scenes.scenes) == 3
    partition("scenes", [(s.first_segment, s.last_segment) for s in scenes.scenes], 0, len(lines) - 1)
    for scene in scenes.scenes:
        first, last = scene.first_segment, scene.last_segment
        numbered = [{"index": i, **lines[i]} for i in range(first, last + 1)]
        row = scene.model_dump(mode="json")
        shots = await document(router, "shots", scene=row, segments=numbered, analysis=plain)
        assert isinstance(shots, ShotsDoc)
        partition("shots", [(s.first_segment, s.last_segment) for s in shots.shots], first, last)


async def test_numbered_lines_are_read_as_well_as_json(router: openai.AsyncOpenAI) -> None:
    words = "Characters: Mara, Tom\n\n4. narration: It rains.\n5. Mara: Come in.\n6. Tom: Soon.\n"
    answer = await router.chat.completions.create(
        model=FLASH, messages=[{"role": "user", "content": words}], response_format=form("shots")
    )
    shots = ShotsDoc.model_validate_json(answer.choices[0].message.content or "").shots
    assert [(shot.first_segment, shot.focus) for shot in shots] == [(4, ""), (5, "Mara"), (6, "Tom")]


async def test_any_other_schema_is_filled_to_fit(router: openai.AsyncOpenAI, photo: bytes) -> None:
    schema = {
        "type": "object",
        "properties": {
            "description": {"type": "string"},
            "people": {"type": "integer", "minimum": 0},
            "kind": {"enum": ["photo", "drawing"]},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 3},
            "face": {"anyOf": [{"$ref": "#/$defs/Face"}, {"type": "null"}]},
        },
        "required": ["description", "people", "kind", "tags", "face"],
        "additionalProperties": False,
        "$defs": {"Face": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}},
    }
    url = "data:image/jpeg;base64," + base64.b64encode(photo).decode()
    parts = [
        {"type": "text", "text": "What is in the drawing?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    answer = await router.chat.completions.create(
        model=FLASH,
        messages=[{"role": "user", "content": parts}],  # type: ignore[list-item]
        response_format={"type": "json_schema", "json_schema": {"name": "seen", "schema": schema}},
    )
    value = json.loads(answer.choices[0].message.content or "")
    assert value["kind"] == "drawing" and len(value["tags"]) == 3 and value["face"]["x"] >= 0


async def test_the_reply_s_cost_is_the_journal_s(twin: Twin, router: openai.AsyncOpenAI) -> None:
    """A1-A6: usage.cost in dollars, the key's usage and GET /generation all say what was charged."""
    answer = await router.chat.completions.create(
        model=SONNET, messages=[{"role": "user", "content": "A storm."}]
    )
    usage = answer.usage
    assert usage is not None and usage.model_extra is not None
    micros = usage.prompt_tokens * 2 + usage.completion_tokens * 10
    assert round(usage.model_extra["cost"] * 1_000_000) == micros == twin.journal.money(service="openrouter")
    assert usage.completion_tokens_details.reasoning_tokens > 0  # type: ignore[union-attr]
    base, auth = twin.env["OPENROUTER_BASE_URL"], {"Authorization": f"Bearer {twin.env['OPENROUTER_API_KEY']}"}
    async with httpx.AsyncClient(headers=auth) as http:
        row = (await http.get(f"{base}/generation", params={"id": answer.id})).json()["data"]
        key = (await http.get(f"{base}/key")).json()["data"]
        assert (await http.get(f"{base}/credits")).status_code == 403
    assert round(row["total_cost"] * 1_000_000) == round(key["usage"] * 1_000_000) == micros


async def test_a_small_limit_is_eaten_by_reasoning(router: openai.AsyncOpenAI) -> None:
    """A2: finish_reason length with nothing to read."""
    said = [{"role": "user", "content": "A storm."}]
    cut = await router.chat.completions.create(model=SONNET, messages=said, max_completion_tokens=64)
    assert (cut.choices[0].finish_reason, cut.choices[0].message.content) == ("length", "")
    off = {"reasoning": {"enabled": False}}
    whole = await router.chat.completions.create(
        model=SONNET, messages=said, max_completion_tokens=200, extra_body=off
    )
    assert whole.choices[0].finish_reason == "stop"


async def test_the_next_model_of_the_list_answers(twin: Twin, router: openai.AsyncOpenAI) -> None:
    twin.arm("or_502", where=SONNET)
    answer = await router.chat.completions.create(
        model=SONNET, messages=[{"role": "user", "content": "Hello"}], extra_body={"models": [FLASH]}
    )
    assert answer.model == FLASH == twin.journal.entries[0].model
    twin.arm("or_403_moderation", where=SONNET)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await router.chat.completions.create(model=SONNET, messages=[{"role": "user", "content": "Hello"}])
    assert refused.value.body["metadata"]["model_slug"] == SONNET  # type: ignore[index]


async def test_a_stream_ends_with_its_usage(router: openai.AsyncOpenAI) -> None:
    stream = await router.chat.completions.create(
        model=FLASH, messages=[{"role": "user", "content": "A storm."}], stream=True
    )
    chunks = [chunk async for chunk in stream]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert chunks[-1].usage is not None and chunks[-1].choices == []


async def test_response_healing_repairs_fences_and_commas(twin: Twin, router: openai.AsyncOpenAI) -> None:
    healing = {"plugins": [{"id": "response-healing"}]}
    for fault in ("or_fenced", "or_bad_json", "or_prose"):
        twin.arm(fault)
        answer = await router.chat.completions.create(
            model=FLASH,
            messages=[{"role": "user", "content": "A storm."}],
            response_format=form("story"),
            extra_body=healing,
        )
        StoryDoc.model_validate_json(answer.choices[0].message.content or "")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"extra_body": {"temprature": 1}}, openai.BadRequestError),
        ({"extra_body": {"provider": {"orders": []}}}, openai.BadRequestError),
        ({"temperature": 3}, openai.BadRequestError),
        ({"max_completion_tokens": 3}, openai.BadRequestError),
        ({"response_format": {"type": "json"}}, openai.BadRequestError),
        ({"model": "anthropic/claude-99"}, openai.NotFoundError),
        ({"model": SONNET, "temperature": 1, "extra_body": STRICT}, openai.NotFoundError),
        ({"messages": [{"role": "user", "content": [BAD_PICTURE]}]}, openai.BadRequestError),
        ({"model": "openai/gpt-5.4", "response_format": form("story")}, openai.BadRequestError),
    ],
)
async def test_openrouter_refuses(
    twin: Twin, router: openai.AsyncOpenAI, change: dict[str, Any], kind: type[Exception]
) -> None:
    given: dict[str, Any] = {"model": FLASH, "messages": [{"role": "user", "content": "Hello"}]} | change
    with pytest.raises(kind):
        await router.chat.completions.create(**given)
    assert twin.journal.money() == 0


async def test_nobody_gets_in_without_a_key(twin: Twin, http: httpx.AsyncClient) -> None:
    ways = [
        ("POST", twin.env["OPENROUTER_BASE_URL"] + "/chat/completions"),
        ("GET", twin.env["OPENROUTER_BASE_URL"] + "/key"),
        ("POST", twin.url("anthropic") + "/v1/messages"),
        ("GET", twin.url("replicate") + "/v1/account"),
        ("POST", twin.url("fal_queue") + "/fal-ai/flux-2-pro"),
        ("POST", twin.url("fal_run") + "/fal-ai/flux-2-pro"),
        ("POST", twin.url("fal_rest") + "/storage/auth/token?storage_type=fal-cdn-v3"),
        ("GET", twin.url("fal_api") + "/v1/account/billing"),
    ]
    for method, url in ways:
        for headers in ({}, {"Authorization": "Bearer nobody", "x-api-key": "nobody"}):
            assert (await http.request(method, url, headers=headers, json={})).status_code == 401


async def test_claude_answers_in_the_schema_or_the_tool(twin: Twin, claude: anthropic.AsyncAnthropic) -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "text": {"type": "string"}},
        "required": ["title", "text"],
        "additionalProperties": False,
    }
    said: Any = [{"role": "user", "content": "A storm at the lighthouse."}]
    told: Any = {"model": "claude-sonnet-5-5", "max_tokens": 4000, "messages": said}
    answer = await claude.messages.create(
        **told, output_config={"format": {"type": "json_schema", "schema": schema}}
    )
    assert set(json.loads(answer.content[0].text)) == {"title", "text"}  # type: ignore[union-attr]
    used = await claude.messages.create(
        **told,
        tools=[{"name": "tell", "input_schema": schema}],  # type: ignore[list-item]
        tool_choice={"type": "tool", "name": "tell"},
    )
    assert (used.stop_reason, used.content[0].type) == ("tool_use", "tool_use")
    rows = twin.journal.select("anthropic")
    assert rows[0].charged == answer.usage.input_tokens * 2 + answer.usage.output_tokens * 10


async def test_claude_streams_the_same_message(claude: anthropic.AsyncAnthropic) -> None:
    told: Any = {
        "model": "claude-haiku-5-5",
        "max_tokens": 900,
        "messages": [{"role": "user", "content": "Mara in the harbour."}],
    }
    whole = await claude.messages.create(**told)
    async with claude.messages.stream(**told) as stream:
        final = await stream.get_final_message()
    assert final.content[0].text == whole.content[0].text  # type: ignore[union-attr]
    assert final.usage.output_tokens == whole.usage.output_tokens


async def test_an_overload_in_the_stream_raises_with_status_200(
    twin: Twin, claude: anthropic.AsyncAnthropic
) -> None:
    """B4: classify on the type too."""
    twin.arm("ant_sse_overloaded")
    said: Any = [{"role": "user", "content": "Hello"}]
    with pytest.raises(anthropic.APIStatusError) as raised:
        async with claude.messages.stream(model="claude-haiku-5-5", max_tokens=99, messages=said) as stream:
            await stream.get_final_message()
    assert raised.value.status_code == 200
    assert raised.value.body["error"]["type"] == "overloaded_error"  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"extra_body": {"temperature": 0.5}}, 400),
        ({"extra_body": {"colour": "red"}}, 400),
        ({"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "{"}]}, 400),
        ({"messages": []}, 400),
        ({"model": "claude-1"}, 404),
        ({"max_tokens": 0}, 400),
        ({"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}}, 400),
        ({"messages": [{"role": "user", "content": [BAD_BLOCK]}]}, 400),
    ],
)
async def test_anthropic_refuses(
    twin: Twin, claude: anthropic.AsyncAnthropic, change: dict[str, Any], status: int
) -> None:
    said = [{"role": "user", "content": "Hello"}]
    given: dict[str, Any] = {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": said} | change
    with pytest.raises(anthropic.APIStatusError) as refused:
        await claude.messages.create(**given)
    assert refused.value.status_code == status
    assert refused.value.request_id and twin.journal.money() == 0


async def test_models_and_tokens_are_told(twin: Twin, claude: anthropic.AsyncAnthropic) -> None:
    said: Any = [{"role": "user", "content": "Hello there"}]
    counted = await claude.messages.count_tokens(model="claude-sonnet-5-5", messages=said)
    assert counted.input_tokens == 3
    assert "claude-haiku-5-5" in {row.id for row in (await claude.models.list()).data}


async def test_a_server_of_one_s_own_is_free(twin: Twin) -> None:
    env = twin.env
    async with openai.AsyncOpenAI(base_url=env["OPENAI_BASE_URL"], api_key="none", max_retries=0) as own:
        answer = await own.chat.completions.create(
            model="qwen3:32b",
            messages=[{"role": "user", "content": "Mara at sea."}],
            response_format=form("story"),  # type: ignore[arg-type]
            extra_body={"anything": True},
        )
        StoryDoc.model_validate_json(answer.choices[0].message.content or "")
        assert len((await own.models.list()).data) == 3
        with pytest.raises(openai.NotFoundError):
            await own.chat.completions.create(model="nobody", messages=[{"role": "user", "content": "Hi"}])
    assert twin.journal.money() == 0
