"""The analysis step: the characters, sets and props that the text itself names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.documents import AnalysisDoc, SetDoc
from core.providers.local.writer.blocks import Block, spoken
from core.providers.local.writer.cast import characters
from core.providers.local.writer.props import props
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.script import script
from core.providers.local.writer.speech import lines
from core.providers.local.writer.staging import Stage, same_set, stages


def analysis(blocks: list[Block], rules: Rules, keep_text: bool = False) -> AnalysisDoc:
    """Who speaks or acts, where the scenes play, and what is handled."""
    read = lines(spoken(blocks, keep_text), rules, keep_text)
    people = characters(read, rules)
    segments = script(blocks, people, rules, keep_text).segments
    return AnalysisDoc(
        characters=people,
        sets=tuple(_sets(stages(blocks, segments, rules))),
        props=props(read, rules),
    )


def _sets(found: Sequence[Stage]) -> Iterator[SetDoc]:
    """One set per place that a scene plays in."""
    seen: list[Stage] = []
    for stage in found:
        place = stage.place
        if place is None or any(_merged(stage, other) for other in seen):
            continue
        seen.append(stage)
        yield SetDoc(
            name=place.name,
            place=place.place,
            appearance=", ".join(place.looks),
            because=f"a scene plays there: “{place.phrase}”",
        )


def _merged(stage: Stage, other: Stage) -> bool:
    """Named by headings, two places are two sets; found in prose, alike places are one."""
    if stage.place is not None and other.place is not None and stage.heading and other.heading:
        return stage.place.name.casefold() == other.place.name.casefold()
    return same_set(stage.place, other.place)
