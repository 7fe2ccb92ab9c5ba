"""The story step: cleaning, titles, languages, and what is refused."""

from __future__ import annotations

import pytest

from core.errors import BadInput, Fault, ProviderError
from core.providers.local.writer import write
from core.providers.local.writer.blocks import MAX_CHARACTERS
from core.providers.local.writer.language import language_of
from core.providers.local.writer.reading import blocks_of
from core.requests import TextRequest


def told(source: str, source_format: str = "text", **more: object):
    return write(TextRequest("story", {"source": source, "source_format": source_format, **more}))


@pytest.mark.parametrize("source", ["", " \n\t", "\ufeff", "... !!!", "😀😀", "\u200b\u2060"])
def test_a_story_without_words_is_refused_with_a_sentence(source):
    with pytest.raises(BadInput, match="no words"):
        told(source)


def test_five_megabytes_are_refused_before_anything_is_read():
    with pytest.raises(BadInput, match="5,000,000 characters"):
        told("word " * 1_000_000)


def test_the_longest_story_is_taken():
    assert told(("word " * MAX_CHARACTERS)[:MAX_CHARACTERS], language="en").title


@pytest.mark.parametrize(
    "source", ["abc\x00def", "\x01\x02\x03\x04\x05\x06\x07 hi", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd x"]
)
def test_what_looks_binary_is_refused(source):
    with pytest.raises(BadInput, match="look like a text"):
        told(source)


@pytest.mark.parametrize(
    ("source", "source_format"), [("```\ncode\n```", "markdown"), ("/* out */ [[note]]", "fountain")]
)
def test_a_story_that_is_all_hidden_parts_is_refused(source, source_format):
    with pytest.raises(BadInput, match="Nothing in this story"):
        told(source, source_format)


def test_an_unknown_task_is_the_callers_fault():
    with pytest.raises(ProviderError) as refused:
        write(TextRequest("poem", {}))
    assert refused.value.fault is Fault.INVALID_INPUT


def test_line_ends_and_invisible_signs_are_cleaned_and_words_kept():
    story = told("\ufeffAna\u200b waved.\r\n\r\nCafe\u0301 at 9.\u00ad", language="en")
    assert story.text == "Ana waved.\n\nCafé at 9."


@pytest.mark.parametrize(
    ("source", "source_format", "title"),
    [
        ("The Last Ferry\n\nTom waited.", "text", "The Last Ferry"),
        ("Tom waited on the old pier for nine long hours. He slept.", "text", "Tom waited on the old pier"),
        ("Once upon a time there was a queen who slept.", "text", "Once upon a time"),
        ("# The *Lamp*\n\nTom waited.", "markdown", "The Lamp"),
        ("---\ntitle: no\n---\n\n# Yes\n\nTom.", "markdown", "Yes"),
        ("Title: Doors\n\nTom waits.", "fountain", "Doors"),
        ("小梅提着灯笼，站在码头上。", "text", "小梅提着灯笼"),
    ],
)
def test_the_title_is_the_persons_or_the_first_words(source, source_format, title):
    assert told(source, source_format).title == title


def test_a_title_that_was_given_wins():
    assert told("# Other\n\nTom.", "markdown", title="Mine").title == "Mine"


def test_only_a_heading_is_still_a_film(film):
    assert film("# The Storm", "markdown").lines == [("", "The Storm")]


def test_a_title_over_marks_alone_is_still_a_film(film):
    assert film("Ana\n\n“").lines[0][1].startswith("Ana")


def test_a_prompt_says_what_a_key_would_add():
    assert "key" in told("A cat crosses a street at dawn.", "prompt").notes[0]
    assert told("A cat crosses a street at dawn.", "text").notes == ()


def test_a_language_without_word_lists_is_said_plainly():
    assert "“pl”" in told("Kot śpi.", language="pl").notes[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A cat crosses a street at dawn.", "en"),
        ("Der Sturm kam in der Nacht über den Hafen.", "de"),
        ("Le phare s'est éteint pendant la nuit.", "fr"),
        ("La niña miró el mar y no dijo nada.", "es"),
        ("Il faro era spento e la notte era buia.", "it"),
        ("O farol estava apagado e a noite não acabava.", "pt"),
        ("小梅提着一盏红灯笼。", "zh"),
        ("キツネが井戸を見ました。", "ja"),
        ("여우가 우물을 보았다.", "ko"),
        ("Лиса посмотрела в колодец.", "ru"),
        ("قال علي مرحبا يا صديقي", "ar"),
        ("שלום לכולם", "he"),
        ("राम घर गया।", "hi"),
        ("Kot śpi na starym dachu i śni o rybach.", "pl"),
        ("Ana", "en"),
        ("12345", "en"),
    ],
)
def test_the_language_is_found(text, language):
    assert language_of(text) == language


def test_markdown_is_read_as_words_headings_and_breaks():
    text = "# T\n\nA *very* [long](http://x) `walk`.\n\n- one\n- two\n\n> Quoted.\n\n***\n\n## Night\n\n"
    text += "![x](y.png)End.\n\n```\nno\n```"
    found = [(block.kind.value, block.text) for block in blocks_of(text, "markdown")]
    assert found == [
        ("title", "T"),
        ("narration", "A very long walk."),
        ("narration", "one"),
        ("narration", "two"),
        ("narration", "Quoted."),
        ("break", "***"),
        ("heading", "Night"),
        ("narration", "End."),
    ]


def test_plain_text_has_breaks_chapters_and_speech_on_its_own_line():
    text = "Chapter One\n\nIt rained.\n“Go,” said Ana.\n\n* * *\n\nIt stopped."
    found = [(block.kind.value, block.text) for block in blocks_of(text, "text")]
    assert found == [
        ("title", "Chapter One"),
        ("narration", "It rained."),
        ("narration", "“Go,” said Ana."),
        ("break", "* * *"),
        ("narration", "It stopped."),
    ]


def test_lines_wrapped_by_hand_are_one_paragraph():
    text = (
        "Ana walked along the harbour wall until she came to the very end,\n“Go,” she said, and she went\nhome."
    )
    assert len(blocks_of(text, "text")) == 1
