"""A script is compared with its story word for word, in any language; where it leaves it is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import ScenesDoc, ScriptDoc, ShotsDoc, StoryDoc
from core.prompts import objection
from core.prompts.wording import Spoken, missing, spoken_text, words_of

STORY = 'The rain stopped. "Come in," said Mara, laughing. "Is it late?" asked Tom. Nobody answered him.'


def told(*lines: str) -> list[Spoken]:
    """Lines of narration; those that begin with a dash are spoken."""
    return [Spoken(line.removeprefix("- "), line.startswith("- ")) for line in lines]


WHOLE = told(
    "The rain stopped.",
    "- Come in,",
    "said Mara, laughing.",
    "- Is it late?",
    "asked Tom.",
    "Nobody answered him.",
)
UNTAGGED = told("The rain stopped.", "- Come in.", "- Is it late?", "Nobody answered him.")


def test_the_same_words_in_order_are_the_story() -> None:
    assert missing(STORY, WHOLE, exact=True) == ""


def test_speech_tags_may_be_left_out_only_of_a_text_that_is_not_kept() -> None:
    assert missing(STORY, UNTAGGED, exact=False) == ""
    assert missing(STORY, UNTAGGED, exact=True).startswith("said Mara, laughing.")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (told("The rain stopped.", "- Come in.", "- Is it late?"), "asked Tom. Nobody answered him"),
        (told("- Come in.", "- Is it late?", "Nobody answered him."), "The rain stopped"),
        (told("The rain stopped.", "- Come.", "- Is it late?", "Nobody answered him."), "in,"),
        (told("The rain stopped.", "- Come in.", "- Is it early?", "Nobody answered him."), "late"),
        ([], "The rain stopped"),
    ],
)
def test_missing_telling_is_named(lines: list[Spoken], names: str) -> None:
    """Never a word of the narration may be missing, whether the text is kept or was written by a model."""
    assert names in missing(STORY, lines, exact=False)
    assert missing(STORY, lines, exact=True)


@pytest.mark.parametrize(
    "story",
    [
        '"Go." Nobody moved. "Go, now."',
        'The door fell shut. "Go." He went. "Go, now."',
        '"Go," said Mara and took the lantern from him. "Go, now."',
        '"Go." So said Mara. "Go, now."',
    ],
)
def test_a_short_sentence_between_two_speeches_is_no_tag(story: str) -> None:
    lines = told(*(["The door fell shut."] if "door" in story else []), "- Go.", "- Go, now.")
    assert missing(story, lines, exact=False)


@pytest.mark.parametrize(
    "story",
    ['"Go," said Mara. "Go, now."', '“Go!” cried Mara. “Go, now.”', "„Go“, sagte Mara. „Go, now.“",
     '"Go." Mara said: "Go, now."', "« Go », dit Mara. « Go, now. »"],
)  # fmt: skip
def test_tags_before_and_after_speech_may_be_left_out(story: str) -> None:
    assert missing(story, told("- Go.", "- Go, now."), exact=False) == ""


def test_words_of_one_s_own_are_refused_in_a_kept_text() -> None:
    longer = [*WHOLE, Spoken("The end.", False)]
    assert missing(STORY, longer, exact=True)
    assert missing(STORY, longer, exact=False) == ""


def test_order_matters() -> None:
    assert missing("One. Two. Three. Four.", told("Two.", "One.", "Three.", "Four."), exact=False)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Er sagte: „Geht’s?“ — “Ja.”", ["Er sagte:", "- Geht's?", "- Ja."]),
        ("「行こう」と彼は言った。雨が止んだ。", ["- 行こう", "と彼は言った。", "雨が止んだ。"]),
        ("黑夜里，他走了。", ["黑夜里，", "他走了。"]),
        ("ชายชรา เดินไปที่ท่าเรือ", ["ชายชรา เดินไป", "ที่ท่าเรือ"]),
        ("वह घर गया। फिर लौटा।", ["वह घर गया।", "फिर लौटा।"]),
        ("قال: «تعال». ثم ذهب.", ["قال:", "- تعال", "ثم ذهب."]),
        ("L’homme qu'on n’a vu.", ["L'homme qu’on", "n'a vu."]),
        ("ＡＢＣ ﬁne STRASSE", ["ABC fine straße"]),
    ],
)
def test_any_language_and_any_marks(text: str, lines: list[str]) -> None:
    assert missing(text, told(*lines), exact=True) == ""
    assert missing(text, told(*lines[:-1]), exact=True) if len(lines) > 1 else True


sentences = st.lists(st.text("abcäß ,.'’-", min_size=1, max_size=20), min_size=1, max_size=12)


@given(sentences, st.data())
def test_any_cut_of_a_text_into_lines_tells_it_and_any_lost_word_is_found(
    parts: list[str], data: st.DataObject
) -> None:
    text = " ".join(parts)
    words = text.split()
    if not words_of(text):
        return
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=5)))
    lines = [" ".join(words[a:b]) for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    assert missing(text, told(*lines), exact=True) == ""
    lost = data.draw(st.sampled_from([i for i, word in enumerate(words) if words_of(word)]))
    rest = " ".join(word for i, word in enumerate(words) if i != lost)
    assert missing(text, told(rest), exact=True)


def test_marks_of_markdown_and_of_screenplays_are_not_words_to_be_said() -> None:
    page = (
        "---\ntitle: x\n---\n# The *pier*\n\nShe [looked](http://x.y) <!-- not this --> up.\n\n```\ncode\n```\n"
    )
    assert words_of(spoken_text(page, "markdown")) == ["the", "pier", "she", "looked", "up"]
    play = (
        "Title: The Pier\nAuthor: me\n\nINT. KITCHEN - NIGHT\n\nAna waits. [[a note]]\n\nANA\n(whispering)\n"
        "Light it, Tom.\n\n> FADE OUT.\n\nCUT TO:\n\n.SHORE\n\nTom goes.\n"
    )
    expected = ["ana", "waits", "light", "it", "tom", "tom", "goes"]
    assert words_of(spoken_text(play, "fountain")) == expected


CAST = {"characters": [{"name": "Mara", "aliases": ["the keeper"]}]}


def script(*rows: tuple[str, str]) -> ScriptDoc:
    kinds = {True: "dialogue", False: "narration"}
    lines = [{"kind": kinds[bool(who)], "speaker": who, "text": text} for who, text in rows]
    return ScriptDoc.model_validate({"segments": lines})


def test_a_script_is_objected_to_in_words_its_writer_can_work_with() -> None:
    inputs = {"text": "Go. Come in.", "keep_text": True, "analysis": CAST}
    assert objection("script", inputs, script(("", "Go."), ("the keeper", "Come in."))) == ""
    assert "Line 1 is spoken by 'Bob'" in objection("script", inputs, script(("", "Go."), ("Bob", "Come in.")))
    assert "“Come in”" in objection("script", inputs, script(("", "Go.")))
    assert "Line 1 says nothing" in objection("script", inputs, script(("", "Go."), ("", "…")))


def spans(*pairs: tuple[int, int]) -> list[dict[str, object]]:
    return [{"title": "x", "size": "wide", "first_segment": a, "last_segment": b} for a, b in pairs]


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([(4, 5), (6, 9)], ""),
        ([(0, 9)], "expected one that begins with line 4, got 0 to 9"),
        ([(4, 5), (7, 9)], "expected one that begins with line 6, got 7 to 9"),
        ([(4, 8)], "end with line 8 instead of 9"),
        ([(4, 9), (10, 12)], "end with line 12 instead of 9"),
    ],
)
def test_lines_that_are_not_covered_are_named(pairs: list[tuple[int, int]], says: str) -> None:
    inputs = {"segments": [{"index": i, "text": "x"} for i in range(4, 10)]}
    rows = spans(*pairs)
    scenes = [{key: value for key, value in row.items() if key != "size"} for row in rows]
    shots = [{key: value for key, value in row.items() if key != "title"} for row in rows]
    told_of_scenes = objection("scenes", inputs, ScenesDoc.model_validate({"scenes": scenes}))
    told_of_shots = objection("shots", inputs, ShotsDoc.model_validate({"shots": shots}))
    assert says in told_of_scenes and says in told_of_shots
    assert bool(told_of_scenes) is bool(says)


def test_a_story_needs_words_unless_the_person_s_own_are_kept() -> None:
    empty = StoryDoc(title="The pier", text="", language="en")
    assert objection("story", {"source": "a pier"}, empty)
    assert objection("story", {"opening": "a pier"}, empty) == ""
