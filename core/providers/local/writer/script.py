"""The script step: the story's own words as lines, each with its voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.documents import CharacterDoc, ScriptDoc, SegmentDoc
from core.providers.local.writer.blocks import Block, has_words, spoken
from core.providers.local.writer.people import People
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.sentences import LINE_CHARACTERS, narration_pieces, speech_pieces
from core.providers.local.writer.speakers import Spoken, attributed
from core.providers.local.writer.speech import lines
from core.story import SegmentKind


def script(
    blocks: list[Block], characters: Sequence[CharacterDoc], rules: Rules, keep_text: bool = False
) -> ScriptDoc:
    """Every word of the story in order, as lines short enough to be one shot each."""
    read = lines(spoken(blocks, keep_text), rules, keep_text)
    heard = list(_flowing(attributed(read, People(tuple(characters), rules))))
    segments = [segment for one in heard for segment in _segments(one, rules)]
    return ScriptDoc(segments=tuple(_audible(segments)))


def _flowing(heard: Sequence[Spoken]) -> Iterator[Spoken]:
    """A sentence that only a dropped tag had parted is one line again."""
    held: Spoken | None = None
    for one in heard:
        if held is not None and _flows(held, one):
            text = f"{held.line.text} {one.line.text}"
            held = replace(held, line=replace(held.line, text=text))
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _flows(before: Spoken, one: Spoken) -> bool:
    if not one.line.follows or one.line.paragraph != before.line.paragraph:
        return False
    open_end = before.line.text[-1:] in ",;—–-" and one.line.text[:1].islower()
    return open_end and len(before.line.text) + len(one.line.text) < LINE_CHARACTERS


def _segments(one: Spoken, rules: Rules) -> Iterator[SegmentDoc]:
    line = one.line
    if line.kind is SegmentKind.NARRATION:
        for piece in narration_pieces(line.text, rules):
            yield SegmentDoc(kind=line.kind, text=piece)
        return
    because = f"{one.because}; “{line.dropped}” is heard in the voice" if line.dropped else one.because
    told = one.speaker is None
    for piece in speech_pieces(line.text, rules):
        yield SegmentDoc(
            kind=SegmentKind.NARRATION if told else SegmentKind.DIALOGUE,
            text=piece,
            speaker="" if one.speaker is None else one.speaker.name,
            manner=line.manner,
            because=because,
        )


def _audible(segments: Sequence[SegmentDoc]) -> Iterator[SegmentDoc]:
    """A piece without a word in it (a lone emoji, a dash) stays with the line before it, or the one after.

    Where it is too long for that it is left out: nobody could say it.
    """
    held: SegmentDoc | None = None
    loose = ""
    for segment in segments:
        if not has_words(segment.text):
            if held is None:
                loose = _room(loose, segment.text)
            else:
                held = held.model_copy(update={"text": _room(held.text, segment.text)})
            continue
        if held is not None:
            yield held
        held = segment.model_copy(update={"text": f"{loose} {segment.text}".strip()})
        loose = ""
    if held is not None:
        yield held


def _room(text: str, more: str) -> str:
    return f"{text} {more}".strip() if len(text) + len(more) < LINE_CHARACTERS else text
