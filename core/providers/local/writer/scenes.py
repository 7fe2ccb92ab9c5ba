"""The scenes step: consecutive lines in one place and time, with who and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.documents import AnalysisDoc, SceneDoc, ScenesDoc, SegmentDoc, SetDoc
from core.providers.local.writer.blocks import Block
from core.providers.local.writer.fountain import heading_parts
from core.providers.local.writer.people import People, Thread
from core.providers.local.writer.props import names
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.staging import Stage, stages
from core.story import SegmentKind


def scenes(
    blocks: Sequence[Block], segments: Sequence[SegmentDoc], found: AnalysisDoc, rules: Rules
) -> ScenesDoc:
    """The scenes of the script; they cover every line once, in order."""
    people = People(found.characters, rules)
    thread = Thread(people)
    rows = []
    for stage in stages(blocks, segments, rules):
        lines = segments[stage.first : stage.last + 1]
        rows.append(
            SceneDoc(
                title=_title(stage, lines, rules),
                set=set_name(stage, found.sets),
                time=stage.time,
                weather=stage.weather,
                first_segment=stage.first,
                last_segment=stage.last,
                summary=_summary(lines),
                characters=tuple(_present(lines, thread, people)),
                props=tuple(prop.name for prop in found.props if names(_told(lines), prop.name, rules)),
                because=_because(stage),
            )
        )
    return ScenesDoc(scenes=tuple(rows))


def set_name(stage: Stage, sets: Sequence[SetDoc]) -> str:
    """The set of the analysis that the scene plays in: by name, by a shared word, then by kind; "" for none."""
    if stage.place is None:
        return ""
    name = stage.place.name.casefold()
    by_name = (one for one in sets if one.name.casefold() == name)
    by_word = (one for one in sets if set(one.name.casefold().split()) & set(name.split()))
    by_kind = (one for one in sets if one.place is stage.place.place)
    found = next(by_name, None) or next(by_kind, None) or next(by_word, None)
    return found.name if found else ""


def _title(stage: Stage, lines: Sequence[SegmentDoc], rules: Rules) -> str:
    """The heading, else place and time, else the first words."""
    _, slug, _ = heading_parts(stage.heading)
    if stage.heading and not (slug and stage.heading != slug):
        return stage.heading[:80]
    if stage.place is not None:
        time = rules.data.get("time_names", {}).get(stage.time.value, "")
        return f"{stage.place.name}, {time}" if time else stage.place.name
    words = lines[0].text.split()[:6]
    return " ".join(words)[:60].strip(" ,;:.")


def _told(lines: Sequence[SegmentDoc]) -> str:
    return "\n".join(line.text for line in lines if line.kind is SegmentKind.NARRATION)


def _summary(lines: Sequence[SegmentDoc]) -> str:
    told = next((line for line in lines if line.kind is SegmentKind.NARRATION), lines[0])
    return told.text[:160]


def _present(lines: Sequence[SegmentDoc], thread: Thread, people: People) -> Iterator[str]:
    """Who speaks or is meant by the narration, in the order of the cast, so that nobody changes sides."""
    seen: dict[str, None] = {}
    absent = people.rules.phrases("camera", "absent")
    for line in lines:
        if line.kind is SegmentKind.DIALOGUE:
            speaker = people.named(line.speaker)
            if speaker is not None:
                thread.touch(speaker)
                seen.setdefault(speaker.name)
            continue
        meant = thread.read(line.text)
        if any(phrase in line.text.casefold() for phrase in absent):
            meant = meant[:1]
        for character in meant:
            seen.setdefault(character.name)
    yield from (one.name for one in people.characters if one.name in seen)


def _because(stage: Stage) -> str:
    where = f"place from “{stage.place.phrase}”" if stage.place is not None else "no place is named"
    when = "time from the words" if stage.timed else "time carried over" if stage.first else "no time is named"
    return f"{stage.because}; {where}; {when}"
