"""Decides where a new scene begins, and where, when and in what weather it plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.documents import SegmentDoc
from core.providers.local.writer.blocks import Block, BlockKind, flattened
from core.providers.local.writer.fountain import heading_parts
from core.providers.local.writer.hints import (
    PlaceHint,
    going_in,
    moves,
    place_hints,
    place_in,
    slug_place,
    time_hint,
    weather_begins,
    weather_hint,
)
from core.providers.local.writer.phrases import tokens
from core.providers.local.writer.rules import Rules
from core.story import Place, SegmentKind, TimeOfDay, Weather


@dataclass
class Stage:
    """One scene in the making."""

    first: int
    because: str
    last: int = 0
    place: PlaceHint | None = None
    settled: bool = False
    """The place was said in this scene, not carried over."""
    guessed: bool = False
    """The place was only named, not said to be where they are."""
    time: TimeOfDay = TimeOfDay.DAY
    timed: bool = False
    """The time was said in this scene, not carried over."""
    weather: Weather = Weather.CLEAR
    weathered: bool = False
    """The weather was said in this scene, not carried over."""
    sky: Weather | None = None
    """The weather said last, when it changed within the scene: the next scene begins with it."""
    heading: str = ""
    told: int = 0
    """Lines of narration so far."""


def stages(blocks: Sequence[Block], segments: Sequence[SegmentDoc], rules: Rules) -> list[Stage]:
    """The scenes of a script in order; every line is in exactly one."""
    director = _Director(rules)
    marks = _marks(blocks, segments)
    for i, segment in enumerate(segments):
        director.line(i, segment, marks.get(i, ()))
    _agree(director.done, segments, rules)
    return director.done


def same_set(one: PlaceHint | None, other: PlaceHint | None) -> bool:
    """Whether two place words mean one set: the same name, or the same kind of place, rooms aside."""
    if one is None or other is None:
        return one is other
    if one.name.casefold() == other.name.casefold():
        return True
    if one.walled or other.walled:
        return False
    return one.place is other.place and one.place not in (Place.ROOM, Place.PLAIN)


_WINDOW = 3000
_EARLY = 3
"""Lines of narration in which a scene may still say where and when it plays."""


@dataclass
class _Director:
    rules: Rules
    done: list[Stage] = field(default_factory=list)
    moving: bool = False

    def line(self, i: int, segment: SegmentDoc, marks: Sequence[Block]) -> None:
        for mark in marks:
            self._mark(i, mark)
        if not self.done:
            self.done.append(Stage(i, "the story begins"))
        if segment.kind is SegmentKind.NARRATION:
            self._narration(i, segment.text)
        self.done[-1].last = i

    def _begin(self, i: int, because: str) -> Stage:
        """A new scene at line i, or the one that has just begun there; what is known is carried over."""
        if self.done and self.done[-1].first == i:
            stage = self.done[-1]
            stage.because = because
            return stage
        before = self.done[-1] if self.done else None
        stage = Stage(i, because)
        if before is not None:
            stage.place, stage.time, stage.weather = before.place, before.time, before.sky or before.weather
        self.done.append(stage)
        return stage

    def _mark(self, i: int, mark: Block) -> None:
        """A heading or a break always begins a scene, except before the first line."""
        if mark.kind is BlockKind.TITLE:
            return
        if mark.kind is BlockKind.BREAK:
            if self.done:
                self._begin(i, f"the break “{mark.text[:12]}”")
            return
        stage = self._begin(i, f"the heading “{mark.text[:80]}”")
        stage.heading = mark.text
        slug, place, time = heading_parts(mark.text)
        if slug:
            self._slug(stage, slug_place(slug, place or mark.text, self.rules), time)
            return
        self._settle(stage, place_in(mark.text, self.rules))
        self._time(stage, mark.text)

    def _slug(self, stage: Stage, place: PlaceHint, time: str) -> None:
        """INT. BAKERY - NIGHT: the place has the name the writer gave it."""
        stage.place = place
        stage.settled = True
        self._time(stage, time)
        weather = weather_hint(f"{place.phrase} {time}".casefold(), self.rules)
        if weather is not None:
            stage.weather, stage.weathered = weather[0], True

    def _time(self, stage: Stage, words: str) -> None:
        hint = time_hint(words, self.rules)
        if hint is not None and hint.time is not None:
            self._set_time(stage, hint.time)

    def _set_time(self, stage: Stage, time: TimeOfDay) -> None:
        """With a new day rain, snow and fog are over unless they are named."""
        if time in (TimeOfDay.DAWN, TimeOfDay.DAY) and stage.time is not time:
            self._brighten(stage)
        stage.time, stage.timed = time, True

    def _brighten(self, stage: Stage) -> None:
        if not stage.weathered:
            stage.weather = Weather.CLEAR

    def _settle(self, stage: Stage, hint: PlaceHint | None) -> None:
        if hint is not None:
            stage.place, stage.settled = hint, True

    def _narration(self, i: int, text: str) -> None:
        self._clock(i, text)
        self._map(i, text)
        self._sky(text)
        stage = self.done[-1]
        stage.told += 1
        self.moving = moves(text, self.rules) and text.rstrip()[-1:] not in ".!?。！？"

    def _clock(self, i: int, text: str) -> None:
        stage, hint = self.done[-1], time_hint(text, self.rules)
        if hint is None:
            return
        opening = i == 0 or (stage.told < _EARLY and not stage.timed)
        if hint.leap and stage.first != i:
            opening = False
        if opening and (
            hint.time is None or not hint.turns or stage.first == i or not self._differs(stage, hint.time)
        ):
            if hint.time is not None and (stage.first == i or stage is self.done[0] or hint.turns):
                self._set_time(stage, hint.time)
            return
        if hint.turns and (hint.leap or hint.time is None or self._differs(stage, hint.time)):
            fresh = self._begin(i, f"the time changes: “{hint.phrase}”")
            if hint.new_day:
                self._brighten(fresh)
            if hint.time is not None:
                self._set_time(fresh, hint.time)

    def _differs(self, stage: Stage, time: TimeOfDay | None) -> bool:
        return time is not None and time is not stage.time

    def _map(self, i: int, text: str) -> None:
        hints = place_hints(text, self.rules, self.moving)
        strong = [hint for hint in hints if hint.strength in ("arrival", "opening")]
        stage = self.done[-1]
        entered = going_in(text, stage.place, self.rules)
        strong = strong or ([entered] if entered else [])
        if strong:
            hint = strong[-1] if strong[-1].strength == "arrival" else strong[0]
            self._go(i, stage, hint)
            return
        located = [hint for hint in hints if hint.strength == "located"]
        if located and not stage.settled and stage.told < _EARLY:
            self._settle(stage, located[0])
        elif hints and stage.place is None and stage.told < _EARLY:
            stage.place, stage.guessed = hints[0], True

    def _go(self, i: int, stage: Stage, hint: PlaceHint) -> None:
        early = stage.told == 0 or stage.place is None or (stage.guessed and stage.told < _EARLY)
        if not stage.settled and early:
            self._settle(stage, hint)
        elif not same_set(stage.place, hint):
            fresh = self._begin(i, f"the place changes: “{hint.phrase}”")
            self._settle(fresh, hint)

    def _sky(self, text: str) -> None:
        weather = weather_hint(text, self.rules)
        stage = self.done[-1]
        if weather is None:
            return
        late = stage.told > 0 and weather_begins(text, self.rules)
        if not stage.weathered and not late:
            stage.weather, stage.weathered = weather[0], True
        stage.sky = weather[1]


_WATERSIDE = (Place.COAST, Place.SEA, Place.HARBOUR, Place.LIGHTHOUSE)


def _agree(done: Sequence[Stage], segments: Sequence[SegmentDoc], rules: Rules) -> None:
    """Dunes lie by the sea only when the story has a sea; else they are a desert."""
    either = rules.words("either", "desert")
    found = [stage for stage in done if stage.place and stage.place.name.casefold().split()[-1] in either]
    words = {word.low for line in segments for word in tokens(line.text, rules)} if found else set()
    if any(rules.places[word] in _WATERSIDE for word in words & rules.places.keys() - either):
        return
    for stage in found:
        if stage.place is not None:
            stage.place = replace(stage.place, place=Place.DESERT)


def _marks(blocks: Sequence[Block], segments: Sequence[SegmentDoc]) -> Mapping[int, list[Block]]:
    """Line number -> the headings and breaks right before it; edited lines do not lose the way."""
    if not any(block.kind in (BlockKind.HEADING, BlockKind.BREAK) for block in blocks):
        return {}
    flat, starts = _flat(blocks)
    found: dict[int, list[Block]] = {}
    at = block = 0
    passed = -1
    for i, segment in enumerate(segments):
        place = _find(flat, segment.text, at)
        if place >= 0:
            at = place + 1
            while block + 1 < len(starts) and starts[block + 1] <= place:
                block += 1
        marks = [
            one for one in blocks[passed + 1 : block + 1] if one.kind in (BlockKind.HEADING, BlockKind.BREAK)
        ]
        if marks:
            found[i] = marks
        passed = max(passed, block)
    return found


def _flat(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """All blocks in one text, and where each begins."""
    starts, pieces, at = [], [], 0
    for block in blocks:
        text = (
            flattened(block.text)
            if block.kind in (BlockKind.NARRATION, BlockKind.DIALOGUE)
            else f"\0{block.text}"
        )
        starts.append(at)
        pieces.append(text)
        at += len(text) + 1
    return "\n".join(pieces), starts


def _find(flat: str, text: str, at: int) -> int:
    """Place of a line at or soon after `at`; a dropped tag may part it, so its first words are enough."""
    end = at + _WINDOW + len(text)
    place = flat.find(text, at, end)
    if place < 0:
        head = text[:16].rsplit(" ", 1)[0] if len(text) > 16 else text
        place = flat.find(head, at, at + _WINDOW // 4)
    return place
