"""The story step: the person's words, cleaned of what nobody can see, with a title and a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from core.documents import StoryDoc
from core.providers.local.writer.blocks import Block, BlockKind, cleaned, flattened
from core.providers.local.writer.language import language_of
from core.providers.local.writer.reading import blocks_of
from core.providers.local.writer.rules import Rules, rules_for
from core.providers.local.writer.sentences import sentences

PROMPT_NOTE = (
    "This is a short film of your own words. "
    "With a key for a language model, the level “written” develops them into a whole story."
)


def told(inputs: Mapping[str, Any]) -> StoryDoc:
    """The story as it will be filmed. Raises BadInput when there is nothing to tell or too much."""
    text = cleaned(str(inputs.get("source", "")))
    source_format = str(inputs.get("source_format") or "text")
    blocks = blocks_of(text, source_format)
    language = str(inputs.get("language") or "") or language_of(_told_words(blocks))
    title = flattened(str(inputs.get("title") or "")) or _title(blocks, language)
    return StoryDoc(title=title, text=text, language=language, notes=_notes(source_format, language))


_LONGEST_TITLE = 60
_WORDS_IN_TITLE = 7
_MARKS = " .,;:!?…。，；：！？、\"“”„«»'‘’「」『』—–-*_#"


def _told_words(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if block.kind is not BlockKind.BREAK)


def _title(blocks: list[Block], language: str) -> str:
    """The title the person gave, else the first words of the story."""
    given = next((block.text for block in blocks if block.kind is BlockKind.TITLE), "")
    if given:
        return given
    told = [block for block in blocks if block.kind is not BlockKind.BREAK]
    plain = [block for block in told if block.kind in (BlockKind.NARRATION, BlockKind.DIALOGUE)] or told
    first = sentences(plain[0].text, rules_for(language))[0]
    return _first_words(first, rules_for(language))


def _first_words(sentence: str, rules: Rules) -> str:
    bare = re.sub(r"[\"“”„«»「」『』]", "", sentence).strip(_MARKS)
    clause = re.split(r"[,;:，；：—–]\s?", bare)[0]
    words = clause.split()
    if len(words) > _WORDS_IN_TITLE:
        words = _rounded(words[:_WORDS_IN_TITLE], rules)
    text = " ".join(words)
    while len(text) > _LONGEST_TITLE and len(words) > 1:
        words = words[:-1]
        text = " ".join(words)
    return text[:_LONGEST_TITLE].strip(_MARKS) or sentence[:_LONGEST_TITLE]


def _rounded(words: list[str], rules: Rules) -> list[str]:
    """A cut title without the little words at its end that lead on: "of", "there was a"."""
    little = rules.function_words | rules.words("auxiliaries") | rules.determiners
    end = len(words)
    while end > 2 and words[end - 1].casefold() in little:
        end -= 1
    return words[:end]


def _notes(source_format: str, language: str) -> tuple[str, ...]:
    notes = [PROMPT_NOTE] if source_format == "prompt" else []
    if not rules_for(language).known:
        notes.append(
            f"There are no word lists for the language “{language}” yet: "
            "speech is found by quotation marks and dashes, places and speakers may be missed."
        )
    return tuple(notes)
