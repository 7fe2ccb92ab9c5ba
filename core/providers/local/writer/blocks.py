"""The one shape every story is read into: headings, breaks, narration and cued dialogue in source order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.errors import BadInput

MAX_CHARACTERS = 200_000
"""Longest story that is staged: spoken at 15 characters a second it already lasts 3 h 40 min."""


class BlockKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    BREAK = "break"
    NARRATION = "narration"
    DIALOGUE = "dialogue"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, break or cued line of the source."""

    kind: BlockKind
    text: str
    speaker: str = ""
    """The cue of a screenplay line; prose has its speakers inside the text."""
    manner: str = ""
    cue: str = ""
    """The whole cue as written ("ANA (V.O.)"), for the reasons."""


def cleaned(source: str) -> str:
    """The source with one kind of line end, composed letters and no invisible characters; its words untouched.

    Raises BadInput when nothing in it could be told, or when there is more than one film can hold.
    """
    if len(source) > MAX_CHARACTERS:
        raise BadInput(
            f"The story has {len(source):,} characters; one film takes up to {MAX_CHARACTERS:,}.",
            next_step="Make it in parts, for example one chapter at a time.",
        )
    text = unicodedata.normalize("NFC", _line_ends(source))
    if _looks_binary(text):
        raise BadInput(
            "This does not look like a text: it is full of characters that no writing uses.",
            next_step="Save the story as plain text in UTF-8 and try again.",
        )
    kept = "".join(char for char in text if _visible(char))
    if not has_words(kept):
        raise BadInput(
            "There are no words in this story, so there is nothing to tell.",
            next_step="Write at least one sentence.",
        )
    return kept.strip("\n")


def has_words(text: str) -> bool:
    """Whether anything in the text can be spoken."""
    return any(char.isalnum() for char in text)


def flattened(text: str) -> str:
    """Runs of white space as one space."""
    return " ".join(text.split())


def prose_blocks(text: str) -> list[Block]:
    """Plain text: paragraphs at empty lines, a lone short first line as title, rows of marks as breaks."""
    paragraphs = list(_paragraphs(text))
    blocks = [_prose_block(lines) for lines in paragraphs]
    if len(blocks) > 1 and _is_title(paragraphs[0]):
        blocks[0] = Block(BlockKind.TITLE, blocks[0].text)
    return blocks


def spoken(blocks: list[Block], keep_text: bool) -> list[Block]:
    """The blocks whose words are told; headings only when they must be kept or nothing else is there."""
    told = [block for block in blocks if block.kind in (BlockKind.NARRATION, BlockKind.DIALOGUE)]
    if any(has_words(block.text) for block in told) and not keep_text:
        return told
    return [
        Block(BlockKind.NARRATION, block.text) if block.kind in (BlockKind.TITLE, BlockKind.HEADING) else block
        for block in blocks
        if block.kind is not BlockKind.BREAK
    ]


_BREAK = re.compile(r"[\s*#~=_\-–—•·.+oO◦⁂†]{1,40}")
_CHAPTER = re.compile(
    r"(?i)(chapter|part|kapitel|teil|chapitre|partie|cap[ií]t[uo]lo|parte|глава|часть)\b.{0,60}"
)
_CJK_CHAPTER = re.compile(r"第[0-9一二三四五六七八九十百]{1,5}[章回节節話部].{0,30}")
_ENDS = ".!?…:;,\"”“»«’'—-。！？」』）)"
_SPEECH_MARKS = '"“”„«»「『—–'


def _line_ends(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for other in ("\x0b", "\x0c", "\x85", "\u2028"):
        text = text.replace(other, "\n")
    return text.replace("\u2029", "\n\n")


def _visible(char: str) -> bool:
    """Joiners stay: they belong to words in several scripts and to joined emoji."""
    if char in "\n\t\u200c\u200d":
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _looks_binary(text: str) -> bool:
    if "\x00" in text:
        return True
    strange = sum(char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cs") for char in text)
    return strange - text.count("\n") - text.count("\t") > max(4, len(text) // 20)


def _paragraphs(text: str) -> Iterator[list[str]]:
    alone = _one_per_line(text)
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip() and not _is_break(line) and not (lines and (alone or _opens(lines[-1], line))):
            lines.append(line.strip())
            continue
        if lines:
            yield lines
        lines = [line.strip()] if line.strip() else []
        if lines and _is_break(line):
            yield lines
            lines = []


def _one_per_line(text: str) -> bool:
    """Whether every line is a paragraph: no empty line anywhere, and most lines end as sentences do."""
    lines = [line.strip() for line in text.split("\n")]
    ended = sum(bool(line) and line[-1] in _ENDS and line[-1] not in ",:;—-" for line in lines)
    return all(lines) and ended * 10 >= len(lines) * 6


def _opens(before: str, line: str) -> bool:
    """Whether a line that starts with a quote or dash begins a paragraph of its own.

    Not in the middle of a sentence, and not where lines are wrapped by hand at 55 to 100 characters.
    """
    start = line.lstrip()[:2]
    speech = start[:1] in _SPEECH_MARKS or start == "- "
    return speech and before[-1] in _ENDS and before[-1] not in ",:;" and not 55 <= len(before) <= 100


def _is_break(line: str) -> bool:
    marks = line.strip()
    return bool(marks) and not has_words(marks.replace("o", "").replace("O", "")) and _is_row(marks)


def _is_row(marks: str) -> bool:
    """At least three marks, or one star: "***", "* * *", "⁂", "---"; but not "..." or "?!"."""
    if not _BREAK.fullmatch(marks) or set(marks) <= set(". …"):
        return False
    return marks in ("*", "⁂", "#", "~") or len(marks.replace(" ", "")) >= 3


def _prose_block(lines: list[str]) -> Block:
    text = flattened(" ".join(lines))
    if len(lines) == 1 and _is_break(text):
        return Block(BlockKind.BREAK, text)
    if len(lines) == 1 and len(text) <= 70 and (_CHAPTER.fullmatch(text) or _CJK_CHAPTER.fullmatch(text)):
        return Block(BlockKind.HEADING, text)
    return Block(BlockKind.NARRATION, text)


def _is_title(lines: list[str]) -> bool:
    text = lines[0]
    return len(lines) == 1 and len(text) <= 60 and text[-1] not in _ENDS and text[0] not in _SPEECH_MARKS
