"""Language models write documents: what is asked, with which arguments, what comes back and what it cost."""

from __future__ import annotations

import base64
import dataclasses
import io
import json

import pytest
from PIL import Image
from twin import Twin
from words_bench import CATALOGUE, ROWS, Bench, Makers, question

from core.documents import LookDoc, ScriptDoc, StoryDoc
from core.errors import Fault, ProviderError
from core.prompts.wording import words_of
from core.requests import SpeechRequest, TextRequest

SEEN = "It has to show one person.\n<about>\nMara\n</about>"
LOOK = question(task="look", inputs={"about": "Mara"}, prompt=SEEN, images=("photo",))


@pytest.mark.parametrize("model", [row.id for row in ROWS])
async def test_a_document_is_written_and_its_cost_is_the_service_s(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    done = await makers.of(model).start(model, question(), bench, key="a1")
    story = StoryDoc.model_validate_json(done.main.data)
    assert "Mara" in story.text and done.main.mime == "application/json"
    assert done.cost == twin.journal.money()
    (entry,) = twin.journal.entries
    assert done.facts["answered_by"] == entry.model
    assert entry.units in (0, done.facts["tokens_in"] + done.facts["tokens_out"])


@pytest.mark.parametrize("model", ["sonnet", "claude"])
async def test_the_note_is_kept_before_the_question_goes_out(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    class Torn(Bench):
        async def note(self, facts: object) -> None:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        await makers.of(model).start(model, question(), Torn(bench.folder), key="a1")
    assert len(twin.journal) == 0
    await makers.of(model).start(model, question(), bench, key="a1")
    assert bench.notes[0]["key"] == "a1"


async def test_thoughts_do_not_eat_the_answer(twin: Twin, makers: Makers, bench: Bench) -> None:
    """A2: a small limit with reasoning on gives an empty answer; the row turns it off."""
    small = question(most_tokens=300)
    with pytest.raises(ProviderError) as raised:
        await makers.of("thinker").start("thinker", small, bench, key="a1")
    assert raised.value.fault is Fault.BAD_OUTPUT
    assert (await makers.of("sonnet").start("sonnet", small, bench, key="a2")).cost
    told = twin.journal.entries[-1].body
    assert told["max_completion_tokens"] == 300 and told["reasoning"] == {"enabled": False}


async def test_no_answer_may_be_longer_than_its_row_allows(twin: Twin, makers: Makers, bench: Bench) -> None:
    row = dataclasses.replace(CATALOGUE.model("sonnet"), most_tokens=900)
    maker = makers.of("sonnet")
    maker.catalogue = dataclasses.replace(CATALOGUE, models={"sonnet": row})
    await maker.start("sonnet", question(most_tokens=5_000), bench, key="a1")
    assert twin.journal.entries[0].body["max_completion_tokens"] == 900


async def test_openrouter_falls_back_by_itself_and_says_who_answered(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    twin.arm("or_502", where="anthropic/claude-sonnet-5.5")
    done = await makers.of("two").start("two", question(), bench, key="a1")
    assert done.facts["answered_by"] == "google/gemini-3.5-flash"
    assert done.cost == twin.journal.money() and len(twin.journal) == 1


async def test_another_model_s_answer_costs_what_the_reply_says(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    twin.arm("or_fallback_model")
    done = await makers.of("sonnet").start("sonnet", question(), bench, key="a1")
    assert done.facts["answered_by"] == "google/gemini-3.5-flash-lite"
    assert done.cost == twin.journal.money()


async def test_a_server_that_cannot_be_held_to_a_schema_gets_it_in_words(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    await makers.of("plain").start("plain", question(), bench, key="a1")
    told = twin.journal.entries[0].body
    assert "response_format" not in told and "stream" not in told
    assert told["max_tokens"] == 4_000 and "max_completion_tokens" not in told
    assert told["model"] == "llama3.3:70b"
    assert '"additionalProperties": false' in told["messages"][0]["content"]
    await makers.of("own").start("own", question(), bench, key="a2")
    told = twin.journal.entries[1].body
    assert told["response_format"]["json_schema"]["strict"] is True
    assert "additionalProperties" not in told["messages"][0]["content"]


async def test_a_long_answer_of_claude_is_streamed_though_the_row_would_not(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    """B5: above 21,333 tokens the service only streams."""
    await makers.of("claude-whole").start("claude-whole", question(most_tokens=21_333), bench, key="a1")
    await makers.of("claude-whole").start("claude-whole", question(most_tokens=21_334), bench, key="a2")
    assert [entry.body["stream"] for entry in twin.journal] == [False, True]


@pytest.mark.parametrize("model", ["sonnet", "claude"])
async def test_pictures_are_shown_small_and_after_the_words(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    """A2: a 3000 px PNG goes out as a JPEG of at most 1024 px inside the request."""
    done = await makers.of(model).start(model, LOOK, bench, key="a1")
    assert LookDoc.model_validate_json(done.main.data).people == 1
    (entry,) = twin.journal.entries
    (seen,) = entry.references
    assert (seen.mime, seen.width, seen.height) == ("image/jpeg", 1024, 683)
    assert entry.body["messages"][-1]["content"][0]["type"] == "text"
    assert done.cost == entry.charged


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "I;16"])
def test_pictures_of_every_kind_become_jpegs(bench: Bench, mode: str) -> None:
    from core.providers.shown import shown

    path = bench.folder / "odd"
    Image.new(mode, (40, 20)).save(path, "TIFF")
    with Image.open(io.BytesIO(base64.b64decode(shown(path)))) as made:
        assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (40, 20))


async def test_what_a_model_cannot_do_is_refused_before_anything_is_sent(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    unreadable = dataclasses.replace(LOOK, images=("text",))
    (bench.folder / "text").write_text("no picture")
    speech = SpeechRequest("Hello", "voice", "en")
    for model, request in (("own", LOOK), ("sonnet", unreadable), ("sonnet", speech), ("claude", speech)):
        with pytest.raises(ProviderError) as raised:
            await makers.of(model).start(model, request, bench, key="a1")
        assert raised.value.fault is Fault.INVALID_INPUT and raised.value.cost == 0
    assert len(twin.journal) == 0 and bench.notes == []


async def test_what_does_not_fit_the_story_is_repaired_with_the_reason(
    twin: Twin, makers: Makers, bench: Bench
) -> None:
    """The stand-in leaves "said Mara" out, which a text that is kept word for word does not allow."""
    text = 'The rain stopped. "Come in," said Mara. The lamp was out.'
    inputs = {"text": text, "keep_text": True, "analysis": {"characters": [{"name": "Mara", "aliases": []}]}}
    prompt = f'<story>\n{text}\n</story>\n{{"characters": [{{"name": "Mara"}}]}}'
    asked = TextRequest("script", inputs, prompt=prompt, most_tokens=2_000)
    done = await makers.of("sonnet").start("sonnet", asked, bench, key="a1")
    assert done.facts["repaired"] is True and done.cost == twin.journal.money()
    why = twin.journal.entries[1].body["messages"][-1]["content"]
    assert "word for word" in why and "“said Mara. The lamp was out”" in why
    lines = ScriptDoc.model_validate_json(done.main.data).segments
    assert words_of(" ".join(line.text for line in lines)) == words_of(text)


async def test_the_key_is_nowhere_but_in_the_header(twin: Twin, makers: Makers, bench: Bench) -> None:
    twin.arm("or_401")
    with pytest.raises(ProviderError) as raised:
        await makers.of("sonnet").start("sonnet", question(), bench, key="a1")
    told = f"{raised.value.message} {raised.value.request_id} {bench.notes} {makers!r}"
    assert "sk-" not in told and "sk-" not in json.dumps(twin.journal.entries[0].body)


async def test_progress_is_told_while_the_answer_comes_in(makers: Makers, bench: Bench) -> None:
    await makers.of("sonnet").start("sonnet", question(), bench, key="a1")
    assert len(bench.shares) > 5 and bench.shares == sorted(bench.shares) and bench.shares[-1] < 1
