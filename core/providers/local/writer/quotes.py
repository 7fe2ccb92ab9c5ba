"""Finds direct speech inside a paragraph: by quotation marks of many kinds, or by dialogue dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.providers.local.writer.blocks import has_words


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a paragraph: somebody's words, or what stands around them."""

    speech: bool
    text: str
    opened: bool = False
    """The quote was not closed in this paragraph."""
    quoted: str = ""
    """The words with their marks, for when they turn out not to be speech."""
    dashed: bool = False
    """A dash began it, so that only the words tell where it ends."""


def parts(paragraph: str, carried: bool = False) -> list[Part]:
    """Speech and the rest in turn. `carried` tells that a quote of the paragraph before is still open."""
    if carried and not _opener_at(paragraph, 0):
        return _continued(paragraph)
    found = list(_quoted_parts(paragraph))
    if any(part.speech for part in found):
        return found
    return _dashed(paragraph) or [Part(False, paragraph)]


_CLOSERS: Mapping[str, str] = {
    '"': '"”“',
    "“": '”"',
    "”": "”",
    "„": '“”"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "'": "'",
    "‘": "’'",
    "‚": "‘",
    "＂": "＂",
}
_NESTING = frozenset("「『«„“")
_SINGLE = frozenset("'‘")
_DASHES = "—–-―"
_DASH_TURN = re.compile(r"(?<=[\s.,!?…:])[—–―]\s?|\s-\s|(?<=\S)[—―](?=[.,])")


def _continued(paragraph: str) -> list[Part]:
    """A paragraph inside an open quote, up to the mark that closes it."""
    closing = re.search(r"[”»」』\"](?=[\s,.!?;:]|$)", paragraph)
    if closing is None:
        return [Part(True, paragraph, opened=True, quoted=paragraph)]
    inside, rest = paragraph[: closing.start()], paragraph[closing.end() :]
    return [
        Part(True, inside, quoted=paragraph[: closing.end()]),
        *(parts(rest.strip()) if has_words(rest) else ()),
    ]


def _quoted_parts(paragraph: str) -> Iterator[Part]:
    at = kept = 0
    missing: set[str] = set()
    while at < len(paragraph):
        opener = _opener_at(paragraph, at)
        if not opener or opener in missing:
            at += 1
            continue
        end = _close(paragraph, at, opener)
        if end < 0 and (opener in _SINGLE or not _opens_a_speech(paragraph, at)):
            missing.add(opener)
            at += 1
            continue
        if kept < at:
            yield Part(False, paragraph[kept:at].strip())
        stop = end if end >= 0 else len(paragraph)
        inside = paragraph[at + 1 : stop].strip()
        yield Part(True, inside, opened=end < 0, quoted=paragraph[at : stop + 1].strip())
        at = kept = stop + 1
    if kept < len(paragraph) and paragraph[kept:].strip():
        yield Part(False, paragraph[kept:].strip())


def _opener_at(paragraph: str, at: int) -> str:
    """The mark at `at` when it can open a quote there."""
    mark = paragraph[at : at + 1]
    if not mark or mark not in _CLOSERS:
        return ""
    before = paragraph[at - 1] if at else " "
    after = paragraph[at + 1 : at + 2]
    if mark in "「『«„“" and after:
        return mark if mark != "“" or not before.isalnum() else ""
    free = before.isspace() or before in "([—–-:：，,。¿¡"
    return mark if free and after and not after.isspace() else ""


def _close(paragraph: str, at: int, opener: str) -> int:
    """Place of the closing mark, -1 when there is none."""
    if opener in _SINGLE:
        return _close_single(paragraph, at, opener)
    closers, depth = _CLOSERS[opener], 0
    for place in range(at + 1, len(paragraph)):
        mark = paragraph[place]
        if mark in closers and not (opener == "„" and mark == '"' and _opener_at(paragraph, place)):
            if depth == 0:
                return place
            depth -= 1
        elif mark == opener and opener in _NESTING:
            depth += 1
    return _first_closer(paragraph, at, closers) if depth else -1


def _first_closer(paragraph: str, at: int, closers: str) -> int:
    """With unbalanced nesting the first closing mark counts."""
    places = [paragraph.find(mark, at + 1) for mark in closers]
    return min((place for place in places if place >= 0), default=-1)


def _close_single(paragraph: str, at: int, opener: str) -> int:
    """A single mark closes only after a sentence mark, so that apostrophes do not."""
    for match in re.finditer(r"[,.!?…—–-][’'](?![^\W_])", paragraph[at + 1 : at + 2000]):
        if paragraph[at + 1 + match.start() + 1] in _CLOSERS[opener]:
            return at + 1 + match.start() + 1
    return -1


def _opens_a_speech(paragraph: str, at: int) -> bool:
    """An unclosed quote counts at the start of a paragraph or sentence, or after a colon or comma."""
    before = paragraph[max(0, at - 8) : at].rstrip()
    return not before or before[-1] in ",:，：.!?…。！？"


def _dashed(paragraph: str) -> list[Part]:
    """ "— Words — said Ana. — More words": speech and the rest change at every dash."""
    start = paragraph[:2]
    if start[:1] not in _DASHES or not start or (start[0] in "-–" and start[1:] != " " and start[0] == "-"):
        return []
    pieces = [piece.strip() for piece in _DASH_TURN.split(paragraph[1:].strip())]
    found = []
    for number, piece in enumerate(piece for piece in pieces if piece):
        found.append(Part(number % 2 == 0, piece, quoted=piece, dashed=True))
    return found
