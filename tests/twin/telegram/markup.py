"""Formatted text: the Bot API's HTML into text with entities (offsets in UTF-16), and back for a transcript."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .refusal import Refusal, bad

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}

ESCAPES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
"""The only named ones the Bot API knows; any other stays as it was written."""

LINKS = ("http://", "https://", "tg://", "mailto:")

_ESCAPE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_TAG = re.compile(r"<(/?)([^\s<>/]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([^\s=/]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'/>]+)")
_AUTOMATIC = re.compile(
    r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)»”])"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})(?!\w)"
)


def units(text: str) -> int:
    """Length in UTF-16 units, as entities and limits count it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Reads one piece of HTML from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.at = 0
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._text()
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.out), self.entities

    def _text(self) -> None:
        end = self.source.find("<", self.at)
        end = len(self.source) if end < 0 else end
        words = _ESCAPE.sub(_unescaped, self.source[self.at : end])
        self.out.append(words)
        self.length += units(words)
        self.at = end

    def _tag(self) -> None:
        found = _TAG.match(self.source, self.at)
        if found is None:
            kind = "end" if self.source[self.at + 1 : self.at + 2] == "/" else "start"
            raise _wrong(f"Unclosed {kind} tag at byte offset {self._offset()}")
        closing, tag, rest = found[1], found[2].lower(), found[3]
        self._close(tag) if closing else self._start(tag, rest)
        self.at = found.end()

    def _start(self, tag: str, rest: str) -> None:
        if tag not in KINDS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._offset()}')
        attributes = {one[1].lower(): html.unescape(one[2].strip("\"'")) for one in _ATTRIBUTE.finditer(rest)}
        if tag == "blockquote" and "expandable" in rest:
            attributes["expandable"] = ""
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset()}')
        self.open.append(_Open(tag, self.length, attributes))

    def _close(self, tag: str) -> None:
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self._offset()}")
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _wrong(
                f"Unmatched end tag at byte offset {self._offset()}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start and (entity := self._entity(opened)):
            self.entities.append(entity)

    def _entity(self, opened: _Open) -> Entity | None:
        kind = KINDS[opened.tag]
        entity: Entity = {"type": kind, "offset": opened.start, "length": self.length - opened.start}
        if kind == "text_link":
            # An address that is none leaves plain text, without a word.
            url = opened.attributes.get("href", "")
            return {**entity, "url": url} if url.startswith(LINKS) else None
        if kind == "custom_emoji":
            return {**entity, "custom_emoji_id": opened.attributes.get("emoji-id", "")}
        if kind == "blockquote" and "expandable" in opened.attributes:
            return {**entity, "type": "expandable_blockquote"}
        if kind == "code" and self.open and self.open[-1].tag == "pre" and "class" in opened.attributes:
            self.open[-1].attributes["language"] = opened.attributes["class"].removeprefix("language-")
            return None
        if kind == "pre" and "language" in opened.attributes:
            return {**entity, "language": opened.attributes["language"]}
        return entity

    def _offset(self) -> int:
        return len(self.source[: self.at].encode())


def parsed(source: str, mode: str, entities: list[Entity] | None = None) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of what a bot sends; white space at both ends goes. Raises Refusal.

    The stand-in reads HTML only; Markdown is refused like a mode that does not exist.
    """
    if mode and mode.lower() != "html":
        raise bad("unsupported parse_mode")
    text, found = _Reader(source).read() if mode else (source, list(entities or []))
    found += [one for one in automatic(text) if not _inside(one, found)]
    return _trimmed(text, found)


def automatic(text: str) -> Iterator[Entity]:
    """Commands, mentions and addresses that Telegram finds by itself."""
    for one in _AUTOMATIC.finditer(text):
        kind = str(one.lastgroup)
        yield {"type": kind, "offset": units(text[: one.start()]), "length": units(one[0])}


def as_html(text: str, entities: tuple[Entity, ...] | list[Entity]) -> str:
    """The text as HTML of a browser, each entity as its tag."""
    letters = text.encode("utf-16-le")
    marks = sorted(
        {0, len(letters) // 2, *(m for e in entities for m in (e["offset"], e["offset"] + e["length"]))}
    )
    out = []
    for start, end in pairwise(marks):
        piece = html.escape(letters[start * 2 : end * 2].decode("utf-16-le", errors="replace"))
        around = [e for e in entities if e["offset"] <= start and end <= e["offset"] + e["length"]]
        for entity in sorted(around, key=lambda e: e["length"]):
            before, after = _element(entity)
            piece = before + piece + after
        out.append(piece)
    return "".join(out)


_ELEMENTS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "code"}


def _element(entity: Entity) -> tuple[str, str]:
    kind = str(entity["type"])
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind in _ELEMENTS:
        return f"<{_ELEMENTS[kind]}>", f"</{_ELEMENTS[kind]}>"
    return f'<span class="{kind}">', "</span>"


def _inside(one: Entity, others: list[Entity]) -> bool:
    return any(
        other["offset"] < one["offset"] + one["length"] and one["offset"] < other["offset"] + other["length"]
        for other in others
        if other["type"] in ("code", "pre", "text_link")
    )


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    left = units(text) - units(text.lstrip())
    text = text.strip()
    kept = []
    for one in entities:
        start = max(0, one["offset"] - left)
        end = min(units(text), one["offset"] - left + one["length"])
        if end > start:
            kept.append({**one, "offset": start, "length": end - start})
    # Of two that cover the same letters the outer one comes first; it was closed last.
    return text, tuple(sorted(reversed(kept), key=lambda e: (e["offset"], -e["length"])))


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return ESCAPES[found[1]]
    number = int(found[2]) if found[2] else int(found[3], 16)
    return chr(number) if 0 < number < 0x110000 else found[0]


def _wrong(words: str) -> Refusal:
    return bad(f"can't parse entities: {words}")
