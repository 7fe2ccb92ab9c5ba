"""A long story is worked through in parts by a language model, and no word of it is lost on the way."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from text_run import TextRun, new_story
from twin import Twin
from words_bench import CATALOGUE, Bench

from core.catalogue.models import Catalogue, load_catalogue
from core.pipeline import analysis, parts, plan, scenes
from core.pipeline.planned import PlannedJob
from core.prompts.wording import words_of
from core.providers.base import Done
from core.providers.chat import Chat
from core.story import EntityKind, Slot, SlotKind, Story

NAMES = ("Mara", "Tom", "Ana", "Pavel")
PLACES = ("harbour", "lighthouse", "kitchen", "forest", "station", "library")
PROPS = ("lantern", "letter", "map", "key")
DOES = ("waits", "listens", "turns round", "looks up", "counts the steps", "shuts the door")


def long_story(words: int) -> str:
    """A story of at least so many words, whose paragraphs all differ."""
    chance = random.Random(words)
    told: list[str] = []
    while sum(len(one.split()) for one in told) < words:
        a, b = chance.sample(NAMES, 2)
        place, prop, number = chance.choice(PLACES), chance.choice(PROPS), chance.randint(1, 99_999)
        told.append(
            f"At the {place} {a} {chance.choice(DOES)} while the {prop} lies where {b} was, {number} of all. "
            f'"Did you see the {prop} near the {place}?" asked {a}. "I have seen {number} of them," said {b}. '
            f"Nobody {chance.choice(DOES)} for a long time; then {b} {chance.choice(DOES)}."
        )
    return "\n\n".join(told)


def catalogue(words_at_once: int) -> Catalogue:
    """The product's rows, and one of a language model that is given so many words."""
    ours = load_catalogue()
    row = dataclasses.replace(CATALOGUE.model("sonnet-whole"), id="m", parts=words_at_once, most_tokens=16_000)
    return dataclasses.replace(ours, models={**ours.models, "m": row}, lanes={**ours.lanes, **CATALOGUE.lanes})


class Writer:
    """The language model of the stand-in, asked over HTTP."""

    def __init__(self, twin: Twin, folder: Path, rows: Catalogue) -> None:
        env = twin.env
        key = SecretStr(env["OPENROUTER_API_KEY"])
        self.chat = Chat(rows, env["OPENROUTER_BASE_URL"], key, receipts="/generation")
        self.rows = rows
        self.desk = Bench(folder)

    async def ask(self, job: PlannedJob) -> Done:
        done = await self.chat.start(job.model, job.request, self.desk, key=str(job.slot))
        assert isinstance(done, Done)
        return done

    def run(self, story: Story) -> TextRun:
        return TextRun(story, self.rows, self.ask)


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


@pytest.fixture
async def writer(twin: Twin, tmp_path: Path) -> AsyncIterator[Writer]:
    made = Writer(twin, tmp_path, catalogue(3_000))
    yield made
    await made.chat.aclose()


async def test_twenty_thousand_words_reach_the_shots_and_every_one_is_in_the_script(
    twin: Twin, writer: Writer
) -> None:
    """Issue B: long stories are worked through in parts without losing the thread."""
    source = long_story(20_000)
    run = writer.run(new_story(source, "m", source_format="text", keep_text=True))
    story = await run.until_done()
    assert words_of(source) == [word for line in story.segments for word in words_of(line.text)]
    made = Counter(job.slot.kind for job in run.jobs)
    assert made[SlotKind.STORY] == 1
    assert made[SlotKind.ANALYSIS] == made[SlotKind.SCRIPT] == len(parts.cut(source, 3_000)) == 7
    assert made[SlotKind.SHOTS] == len(story.scenes) > 100
    assert [line.index for line in story.segments] == list(range(len(story.segments)))
    covered = [segment for scene in story.scenes for segment in scene.segments]
    assert covered == [line.id for line in story.segments]
    shown = [segment for scene in story.scenes for shot in story.shots if shot.scene_id == scene.id
             for segment in shot.segments]  # fmt: skip
    assert sorted(shown) == sorted(covered)
    assert {one.name for one in story.of_kind(EntityKind.CHARACTER)} == set(NAMES)
    assert all(len(job.slot.target) <= 16 for job in run.jobs)
    assert sum(take.cost for take in story.takes.values()) == twin.journal.money()
    assert len(twin.journal) == len(run.jobs)


async def test_each_part_is_told_what_came_before(writer: Writer) -> None:
    source = long_story(6_500)
    run = writer.run(new_story(source, "m", source_format="text", keep_text=True))
    await run.until_done()
    pieces = parts.cut(source, 3_000)
    for kind in (SlotKind.ANALYSIS, SlotKind.SCRIPT):
        first, second, *_ = run.of_kind(kind)
        assert "<before>" not in first.request.prompt  # type: ignore[union-attr]
        assert f"<before>\n{parts.tail(pieces[0])}\n</before>" in second.request.prompt  # type: ignore[union-attr]
    _, second, *_ = run.of_kind(SlotKind.ANALYSIS)
    assert second.request.inputs["known"]["characters"]  # type: ignore[union-attr]
    _, second, *_ = run.of_kind(SlotKind.SCENES)
    assert second.request.inputs["previous"]["set"]  # type: ignore[union-attr]


async def test_parts_of_a_script_do_not_wait_for_each_other_and_rows_wait_for_all(writer: Writer) -> None:
    run = writer.run(new_story(long_story(6_500), "m", source_format="text", keep_text=True))
    while not (todo := [job for job in plan.plan(run.story, writer.rows) if job.slot.kind is SlotKind.SCRIPT]):
        for job in plan.plan(run.story, writer.rows):
            if job.slot.kind in (SlotKind.STORY, SlotKind.ANALYSIS):
                run.take_in(job, await writer.ask(job))
    assert [str(job.slot) for job in todo] == ["script:p_0123456789"]
    run.take_in(todo[0], await writer.ask(todo[0]))
    assert run.story.segments == ()
    rest = [job for job in plan.plan(run.story, writer.rows) if job.slot.kind is SlotKind.SCRIPT]
    assert [str(job.slot) for job in rest] == ["script:p_0123456789.1", "script:p_0123456789.2"]
    for job in reversed(rest):
        assert not [one for one in plan.plan(run.story, writer.rows) if one.slot.kind is SlotKind.SCENES]
        run.take_in(job, await writer.ask(job))
    assert len(run.story.segments) > 500
    assert [str(job.slot) for job in plan.plan(run.story, writer.rows) if job.slot.kind is SlotKind.SCENES]


async def test_an_edit_at_the_end_leaves_the_parts_before_as_they_are(writer: Writer) -> None:
    """B6: the analysis of the last part changes, and it names nobody new."""
    source = long_story(6_500)
    run = writer.run(new_story(source, "m", source_format="text", keep_text=True))
    story = await run.until_done()
    project = dataclasses.replace(story.project, source=f"{source} Nobody moves.")
    again = writer.run(dataclasses.replace(story, project=project))
    await again.until_done()
    done = Counter(str(job.slot) for job in again.jobs if job.slot.kind is not SlotKind.SHOTS)
    last = {f"{kind}:p_0123456789.2" for kind in ("analysis", "script", "scenes")}
    assert set(done) == {"story:p_0123456789"} | last
    assert again.story.segments[-1].text == "Nobody moves."


async def test_a_prompt_becomes_a_story_that_is_narrated_whole(writer: Writer) -> None:
    run = writer.run(new_story("Mara finds a letter in the lighthouse; Tom helps.", "m"))
    story = await run.until_done()
    said = {word for line in story.segments for word in words_of(line.text)}
    assert set(words_of(story.project.text)) - said <= {"said"}
    assert [job.slot.target for job in run.of_kind(SlotKind.STORY)] == ["p_0123456789"]
    assert all("." not in job.slot.target for job in run.jobs)


async def test_a_screenplay_that_was_written_anew_is_prose_and_a_kept_one_is_still_a_screenplay(
    writer: Writer,
) -> None:
    source = "INT. KITCHEN - NIGHT\n\nMara waits by the lamp.\n\nMARA\nCome in, Tom.\n"
    for keep in (False, True):
        run = writer.run(new_story(source, "m", source_format="fountain", keep_text=keep))
        while not run.of_kind(SlotKind.ANALYSIS):
            for job in plan.plan(run.story, writer.rows):
                run.jobs.append(job)
                if job.slot.kind is SlotKind.STORY:
                    run.take_in(job, await writer.ask(job))
        (asked,) = run.of_kind(SlotKind.ANALYSIS)
        assert asked.request.inputs["source_format"] == ("fountain" if keep else "text")  # type: ignore[union-attr]
        assert (run.story.project.text == source.strip()) is keep


async def test_a_text_that_is_too_long_to_be_written_anew_is_told_as_it_is(writer: Writer) -> None:
    source = long_story(3_500)
    run = writer.run(new_story(source, "m", source_format="text"))
    story = await run.until_done()
    assert story.project.text == source
    assert source not in run.jobs[0].request.prompt  # type: ignore[union-attr]


def test_the_local_writer_gets_one_part_and_no_prompt() -> None:
    story = new_story(long_story(3_500), "local:writer", source_format="text")
    (job,) = [one for one in plan.plan(story) if one.slot.kind is SlotKind.STORY]
    assert job.request.prompt == "" and job.request.most_tokens == 0  # type: ignore[union-attr]
    assert job.request.inputs["source"] == story.project.source  # type: ignore[union-attr]


texts = st.text(alphabet="ab .!?\n。黑夜", max_size=400)


@settings(max_examples=200)
@given(texts, st.integers(1, 30))
def test_parts_put_together_are_the_text_again(text: str, words: int) -> None:
    cut = parts.cut(text, words)
    assert "".join(cut) == text
    assert all(len(words_of(part)) <= words for part in cut)


def test_parts_end_between_paragraphs_where_they_can() -> None:
    paragraphs = [f"Here is number {i} of them. It has two sentences." for i in range(10)]
    cut = parts.cut("\n\n".join(paragraphs), 20)
    assert [part.strip() for part in cut] == [
        "\n\n".join(pair) for pair in zip(paragraphs[::2], paragraphs[1::2], strict=True)
    ]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40), st.integers(1, 30))
def test_spans_of_lines_cover_every_line_once(sizes: list[int], words: int) -> None:
    lines = [{"text": "a " * size} for size in sizes]
    spans = parts.cut_lines(lines, words)
    assert (spans[0][0], spans[-1][1]) == (0, len(lines) - 1)
    assert all(b[0] == a[1] + 1 for a, b in pairwise(spans))
    assert all(a == b or sum(sizes[a : b + 1]) <= words for a, b in spans)


def scene(first: int, last: int, **more: object) -> dict[str, object]:
    return {"title": "x", "set": "the pier", "first_segment": first, "last_segment": last,
            "characters": ["Ana"], "props": [], **more}  # fmt: skip


def test_a_scene_may_go_on_over_a_border() -> None:
    one = {"scenes": [scene(0, 3), scene(4, 9)], "continues": False}
    two = {"scenes": [scene(10, 12, characters=["Tom", "Ana"]), scene(13, 20)], "continues": True}
    rows = scenes.merged([one, two])["scenes"]
    assert [(row["first_segment"], row["last_segment"]) for row in rows] == [(0, 3), (4, 12), (13, 20)]
    assert rows[1]["characters"] == ["Ana", "Tom"]
    assert len(scenes.merged([one, {**two, "continues": False}])["scenes"]) == 4


def test_a_scene_never_grows_longer_than_one_answer_can_break_up() -> None:
    most = scenes.MOST_LINES
    one, two = {"scenes": [scene(0, most - 2)]}, {"scenes": [scene(most - 1, most)], "continues": True}
    assert len(scenes.merged([one, two])["scenes"]) == 2
    rows = scenes.divided([scene(0, 2 * most)], most)
    assert [(row["first_segment"], row["last_segment"]) for row in rows] == [
        (0, most - 1), (most, 2 * most - 1), (2 * most, 2 * most),
    ]  # fmt: skip
    assert scenes.divided([scene(0, 2 * most)], 0) == [scene(0, 2 * most)]


def test_everybody_is_one_entity_with_all_the_names_of_all_parts() -> None:
    def person(name: str, *aliases: str, appearance: str = "") -> dict[str, object]:
        return {"name": name, "aliases": list(aliases), "appearance": appearance, "gender": ""}

    one = {
        "characters": [person("Ana", "the girl", appearance="red scarf"), person("Tom")],
        "sets": [],
        "props": [],
    }
    two = {
        "characters": [
            person("the girl", "Annie", appearance="blue coat"),
            person("Tom", appearance="grey beard"),
        ],
        "sets": [{"name": "the pier", "place": "harbour", "appearance": ""}],
        "props": [],
    }
    both = analysis.merged([one, two])
    ana, tom = both["characters"]
    assert (ana["name"], ana["aliases"], ana["appearance"]) == ("Ana", ["the girl", "Annie"], "red scarf")
    assert (tom["name"], tom["appearance"]) == ("Tom", "grey beard")
    assert [row["name"] for row in both["sets"]] == ["the pier"]
    assert analysis.merged([one]) is one


def test_a_slot_of_a_part_is_known_from_its_own_name() -> None:
    story = new_story("x", "m")
    slot = parts.slot_of(SlotKind.SCRIPT, story, 12)
    assert (slot, parts.number_of(slot)) == (Slot(SlotKind.SCRIPT, "p_0123456789.12"), 12)
    assert parts.number_of(parts.slot_of(SlotKind.SCRIPT, story, 0)) == 0
