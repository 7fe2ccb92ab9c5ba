"""What must hold for any text at all: words kept, lines partitioned, nothing crashes, work bounded."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.providers.local.writer import sentences as cutting
from core.providers.local.writer.rules import languages, rules_for
from core.providers.local.writer.sentences import DENSE_LINE_CHARACTERS, LINE_CHARACTERS, cut

PIECES = st.sampled_from(
    [
        *("Ana", "Tom", "the fox", "said", "she said", "In the kitchen", "At dawn", "took the lantern"),
        *("“", "”", '"', "'", "«", "»", "„", "「", "」", "—", "-", ",", ".", "!", "?", "…", "(", "\n", "\n\n"),
        *("***", "# ", "INT. ", "[[", "/*", "@", "~", ">", "```", "3.5", "Mr. ", "A. B. ", "x" * 150),
        *("他说：", "狐狸", "。", "مرحبا", "שלום", "नमस्ते।", "😀", "👩‍👩‍👧", "é", "e\u0301"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200)
FORMATS = st.sampled_from(["prompt", "text", "markdown", "fountain"])
LANGUAGES = st.sampled_from([*languages(), "ar", "he", "hi", "ko", "pl", "xx", ""])


def words(text: str) -> str:
    """Letters and digits alone, so that spaces and marks between lines do not matter."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


@settings(max_examples=120, deadline=None)
@given(text=TEXTS, source_format=FORMATS, language=LANGUAGES, keep=st.booleans())
def test_any_text_is_staged_or_refused_and_every_line_is_in_one_scene_and_one_shot(
    film, text, source_format, language, keep
):
    try:
        made = film(text, source_format, language, keep)
    except BadInput as refused:
        assert refused.next_step
        return
    count = len(made.script.segments)
    assert count
    scenes = [n for one in made.scenes.scenes for n in range(one.first_segment, one.last_segment + 1)]
    shots = [n for one in made.flat for n in range(one.first_segment, one.last_segment + 1)]
    assert scenes == list(range(count))
    assert shots == list(range(count))
    known = set(made.names)
    assert all(line.speaker in known for line in made.script.segments if line.speaker)
    assert all(set(shot.characters) <= known for shot in made.flat)


@settings(max_examples=120, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_with_the_text_kept_every_word_is_told_in_order(film, text, language):
    try:
        made = film(text, "text", language, keep_text=True)
    except BadInput:
        return
    assert words("".join(line.text for line in made.script.segments)) == words(made.story.text)


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_without_it_no_word_is_added_and_only_tags_are_dropped(film, text, language):
    try:
        made = film(text, "text", language)
    except BadInput:
        return
    told = words("".join(line.text for line in made.script.segments))
    rest = iter(words(made.story.text))
    assert all(char in rest for char in told)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400), limit=st.sampled_from([DENSE_LINE_CHARACTERS, LINE_CHARACTERS]))
def test_cutting_keeps_every_sign_and_the_limit(text, limit):
    pieces = cut(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= limit for piece in pieces)


def test_a_word_of_ten_thousand_signs_is_cut_in_bounded_pieces(film):
    made = film("a" * 10_000)
    assert max(len(text) for _, text in made.lines) <= LINE_CHARACTERS
    assert "".join(text for _, text in made.lines) == "a" * 10_000


def test_a_sign_and_its_accent_are_never_parted():
    pieces = cut("a\u0323\u0301" * 200, LINE_CHARACTERS)
    assert all(not unicodedata.combining(piece[0]) for piece in pieces)


def test_chinese_lines_are_short(film):
    made = film(
        "小梅提着一盏红灯笼站在码头上等爷爷的船回来可是雾太大了什么也看不见只听见水声和风声一阵一阵地传来。",
        language="zh",
    )
    assert max(len(text) for _, text in made.lines) <= DENSE_LINE_CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Finch paid 3.5 pounds. He left.", ["Mr. Finch paid 3.5 pounds.", "He left."]),
        ("J. R. Moss sang. We slept.", ["J. R. Moss sang.", "We slept."]),
        ("Well... maybe not. Yes.", ["Well... maybe not.", "Yes."]),
        ("It was I. Then he ran.", ["It was I.", "Then he ran."]),
        ("“Go!” He went.", ["“Go!”", "He went."]),
        ("他走了。天黑了！真的？", ["他走了。", "天黑了！", "真的？"]),
        ("ذهب؟ نعم.", ["ذهب؟", "نعم."]),
        ("वह गया। वह आया।", ["वह गया।", "वह आया।"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert cutting.sentences(text, rules_for("en")) == expected


def test_an_ordinal_in_german_ends_no_sentence():
    assert cutting.sentences("Am 3. Mai kam er. Es regnete.", rules_for("de")) == [
        "Am 3. Mai kam er.",
        "Es regnete.",
    ]


def test_the_same_text_gives_the_same_documents(film):
    text = 'Ana met Tom in the kitchen. "Look," she said. "What?" he asked. They ran into the garden.'
    assert film(text) == film(text)


@pytest.mark.parametrize(
    ("source_format", "unit"),
    [
        *(
            ("text", unit)
            for unit in ('"a ', "„a ", "— a ", "“", "a, b; c: ", "Tom and Ana ran. ", "他说：“你好。”")
        ),
        *(("fountain", unit) for unit in ("(a\n", "A\nb\n\n", "[[")),
        *(("markdown", unit) for unit in ("*a", "[", "- a\n")),
    ],
)
def test_work_grows_with_the_text_and_not_with_its_square(film, source_format, unit):
    """Counted in function calls: four times the text is at most six times the work."""
    small, large = _calls(film, unit * 100 + "a", source_format), _calls(film, unit * 400 + "a", source_format)
    assert large <= 6 * small


def _calls(film, text: str, source_format: str) -> int:
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    film(text, source_format)
    sys.setprofile(profile)
    try:
        film(text, source_format)
    finally:
        sys.setprofile(None)
    return count


def test_every_word_list_is_well_formed():
    for code in languages():
        rules = rules_for(code)
        assert rules.verbs and rules.nouns and rules.places and rules.times and rules.weathers, code
        assert all(not re.search(r"[,;|]", word) for word in (*rules.verbs, *rules.nouns, *rules.places)), code


def test_the_documents_do_not_depend_on_how_python_hashes():
    """Repeatability: two fresh interpreters with other hash seeds write the same film."""
    code = (
        "import sys; from core.providers.local.writer import write; from core.requests import TextRequest;"
        "text = sys.stdin.read();"
        "inputs = dict(title='', text=text, source_format='text', language='zh');"
        "found = write(TextRequest('analysis', inputs));"
        "inputs['analysis'] = found.model_dump(mode='json');"
        "sys.stdout.write(found.model_dump_json() + write(TextRequest('script', inputs)).model_dump_json())"
    )
    text = (Path(__file__).parents[3] / "examples" / "xiaomei.txt").read_text(encoding="utf-8")
    written = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            input=text.encode(),
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[3],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(written) == 1
