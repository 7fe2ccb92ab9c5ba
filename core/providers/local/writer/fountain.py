"""Reads Fountain screenplays: the elements of the format, and the neutral blocks the writer works from.

Own code, because the one maintained parser found (screenplay-tools 0.0.10) knows names and forced headings in
plain Latin capitals only, takes FADE IN: for a heading and leaves marks of notes inside the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from core.providers.local.writer.blocks import Block, BlockKind, flattened, has_words


class Kind(StrEnum):
    """The elements of the format."""

    TITLE = "title"
    HEADING = "heading"
    ACTION = "action"
    CENTERED = "centered"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRIC = "lyric"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `text` is without its marks and emphasis."""

    kind: Kind
    text: str
    extension: str = ""
    """What stands in brackets after a character's name ("V.O."), without CONT'D."""
    dual: bool = False
    number: str = ""
    """A scene's number, or the key of a title page entry, or a section's depth."""


def fountain_blocks(text: str) -> list[Block]:
    """The blocks that a film needs: what is seen and said; sections, synopses and transitions are not."""
    blocks: list[Block] = []
    cue, manner = Element(Kind.CHARACTER, ""), ""
    for element in elements(text):
        if element.kind is Kind.CHARACTER:
            cue, manner = element, ""
        elif element.kind is Kind.PARENTHETICAL:
            manner = element.text
        elif element.kind is not Kind.LYRIC:
            block = _block(element, cue, manner)
        else:
            block = _block(element, cue, "sung")
        if element.kind not in (Kind.CHARACTER, Kind.PARENTHETICAL) and block is not None:
            blocks.append(block)
        if element.kind not in (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC):
            cue, manner = Element(Kind.CHARACTER, ""), ""
    return blocks


def elements(text: str) -> list[Element]:
    """All printed and desk elements in order; notes and the boneyard are gone."""
    reader = _Reader(_without_asides(text).split("\n"))
    reader.title_page()
    while reader.at < len(reader.lines):
        reader.element()
    return reader.found


def heading_parts(heading: str) -> tuple[str, str, str]:
    """(INT/EXT, place, time) of a scene heading; parts that are not there are empty."""
    match = _SLUG.match(heading)
    inside = match.group(1) if match else ""
    rest = heading[match.end() :] if match else heading
    pieces = [piece.strip() for piece in re.split(r"\s[-–—]{1,2}\s", rest) if piece.strip()]
    if len(pieces) < 2:
        return inside, pieces[0] if pieces else "", ""
    return inside, " - ".join(pieces[:-1]), pieces[-1]


_SLUG = re.compile(r"(?i)(int\.?/ext|ext\.?/int|i/e|int|ext|est)(?:\.\s*|\s+)")
_NUMBER = re.compile(r"\s*#([\w.\-]{1,20})#\s*$")
_EXTENSION = re.compile(r"\(([^()]*)\)")
_CONTINUED = re.compile(r"(?i)(cont['’.]?d|continued|forts\.?|fortsetzung|suite|sigue)\.?")
_KEY = re.compile(r"([^\W\d_][\w ]{0,30}):(.*)")
_TITLE_KEYS = frozenset(
    {"title", "credit", "author", "authors", "source", "draft date", "date", "contact", "notes"}
)
_TITLE_KEYS_MORE = frozenset({"copyright", "revision", "episode", "series", "format", "language"})
_EMPHASIS = tuple(
    re.compile(pattern) for pattern in (r"\*\*([^*\n]+)\*\*", r"\*([^*\n]+)\*", r"\b_([^_\n]+)_\b")
)
_ESCAPED = re.compile(r"\\([*_])")
_HIDDEN = {"*": "\ue000", "_": "\ue001"}


@dataclass
class _Reader:
    """Walks the lines once."""

    lines: list[str]
    at: int = 0
    found: list[Element] = field(default_factory=list)

    def title_page(self) -> None:
        """Key: value lines at the very top, values may continue indented; ends at the first empty line."""
        while self.at < len(self.lines) and not self.lines[self.at].strip():
            self.at += 1
        first = _KEY.match(self.lines[self.at]) if self.at < len(self.lines) else None
        if first is None or first.group(1).strip().casefold() not in _TITLE_KEYS | _TITLE_KEYS_MORE:
            return
        key, values = "", list[str]()
        while self.at < len(self.lines) and self.lines[self.at].strip():
            line = self.lines[self.at]
            entry = _KEY.match(line)
            if entry and not line[0].isspace():
                self._entry(key, values)
                key, values = entry.group(1).strip(), [entry.group(2)]
            else:
                values.append(line)
            self.at += 1
        self._entry(key, values)

    def element(self) -> None:
        """The element that begins at the current line."""
        line = self.lines[self.at]
        bare = line.strip()
        self.at += 1
        if not bare:
            return
        if not (self._forced(bare) or self._plain(bare)):
            self._action(line)

    def _forced(self, bare: str) -> bool:
        """Elements told by their first character."""
        if re.fullmatch(r"={3,}", bare):
            return self._add(Kind.PAGE_BREAK, "")
        if bare[0] == "#":
            depth = len(bare) - len(bare.lstrip("#"))
            return self._add(Kind.SECTION, bare.lstrip("#"), number=str(depth))
        if bare[0] == "=":
            return self._add(Kind.SYNOPSIS, bare[1:])
        if bare[0] == ">":
            centred = bare.endswith("<") and len(bare) > 1
            return self._add(Kind.CENTERED if centred else Kind.TRANSITION, bare[1:].removesuffix("<"))
        if bare[0] == "~":
            return self._add(Kind.LYRIC, bare[1:])
        if bare[0] == "." and len(bare) > 1 and bare[1].isalnum():
            return self._heading(bare[1:])
        return bare[0] == "@" and self._cue(bare[1:], forced=True)

    def _plain(self, bare: str) -> bool:
        """Elements told by their shape and the empty lines around them."""
        if bare[0] == "!" or not self._after_empty():
            return False
        before_empty = self.at >= len(self.lines) or not self.lines[self.at].strip()
        if _SLUG.match(bare):
            return self._heading(bare)
        if before_empty and _capitals(bare) and (bare.endswith("TO:") or bare in ("FADE IN:", "FADE OUT.")):
            return self._add(Kind.TRANSITION, bare)
        return not before_empty and self._cue(bare, forced=False)

    def _after_empty(self) -> bool:
        return self.at < 2 or not self.lines[self.at - 2].strip()

    def _heading(self, bare: str) -> bool:
        number = _NUMBER.search(bare)
        text = bare[: number.start()] if number else bare
        return self._add(Kind.HEADING, text, number=number.group(1) if number else "")

    def _cue(self, bare: str, forced: bool) -> bool:
        """A character's name with everything that is said under it."""
        dual = bare.endswith("^")
        bare = bare.rstrip("^ ")
        name = flattened(_EXTENSION.sub(" ", bare))
        if not has_words(name) or not (forced or (_capitals(name) and name[0].isalnum())):
            return False
        notes = [note.strip() for note in _EXTENSION.findall(bare)]
        extension = ", ".join(note for note in notes if not _CONTINUED.fullmatch(note))
        self.found.append(Element(Kind.CHARACTER, plain(name), extension, dual))
        self._speech()
        return True

    def _speech(self) -> None:
        """Parentheticals, lyrics and lines up to the next empty line; two spaces keep a pause inside."""
        said: list[str] = []
        while self.at < len(self.lines) and self.lines[self.at]:
            bare = self.lines[self.at].strip()
            self.at += 1
            if bare.startswith("(") and bare.endswith(")"):
                self._said(said)
                self._add(Kind.PARENTHETICAL, bare[1:-1])
            elif bare.startswith("~"):
                self._said(said)
                self._add(Kind.LYRIC, bare[1:])
            elif bare:
                said.append(bare)
        self._said(said)

    def _said(self, said: list[str]) -> None:
        if said:
            self._add(Kind.DIALOGUE, "\n".join(said))
            said.clear()

    def _action(self, line: str) -> None:
        """Action runs to the next empty line."""
        lines = [line.strip().removeprefix("!")]
        while self.at < len(self.lines) and self.lines[self.at].strip():
            bare = self.lines[self.at].strip()
            if bare[0] in ">~#=@.!" and not bare.startswith(".."):
                break
            lines.append(bare)
            self.at += 1
        self._add(Kind.ACTION, "\n".join(lines))

    def _entry(self, key: str, values: list[str]) -> None:
        if key:
            self._add(Kind.TITLE, " ".join(value.strip() for value in values), number=key)

    def _add(self, kind: Kind, text: str, *, number: str = "") -> bool:
        self.found.append(Element(kind, plain(text.strip()), number=number))
        return True


def plain(text: str) -> str:
    """The words without emphasis marks; an escaped mark stays a mark."""
    text = _ESCAPED.sub(lambda match: _HIDDEN[match.group(1)], text)
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    for mark, hidden in _HIDDEN.items():
        text = text.replace(hidden, mark)
    return text


def _block(element: Element, cue: Element, manner: str) -> Block | None:
    text = flattened(element.text)
    if element.kind is Kind.TITLE:
        return Block(BlockKind.TITLE, text) if element.number.casefold() == "title" and text else None
    if element.kind is Kind.HEADING:
        return Block(BlockKind.HEADING, text) if text else None
    if not has_words(text) or element.kind in (Kind.SECTION, Kind.SYNOPSIS, Kind.TRANSITION, Kind.PAGE_BREAK):
        return None
    if cue.text and element.kind in (Kind.DIALOGUE, Kind.LYRIC):
        written = f"{cue.text} ({cue.extension})" if cue.extension else cue.text
        how = ", ".join(filter(None, (cue.extension, manner)))
        return Block(BlockKind.DIALOGUE, text, cue.text, how, written)
    return Block(BlockKind.NARRATION, text)


def _capitals(text: str) -> bool:
    """Has capitals and no small letters; scripts without capitals need the forcing "@"."""
    return text.upper() == text and text.lower() != text


def _without_asides(text: str) -> str:
    """Without /* boneyard */ and [[notes]]; one that is never closed is kept as words."""
    return _cut(_cut(text, "/*", "*/"), "[[", "]]")


def _cut(text: str, opening: str, closing: str) -> str:
    kept, at = [], 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + 2)) >= 0:
        kept.append(text[at:start])
        at = end + len(closing)
        if text[start - 1 : start] in ("", "\n") and text[at : at + 1] == "\n":
            at += 1
    return "".join([*kept, text[at:]])
