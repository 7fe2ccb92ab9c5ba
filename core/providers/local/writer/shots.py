"""The shots step: one camera view per line of a scene, chosen by the conventions of film."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from core.documents import AnalysisDoc, CharacterDoc, SceneDoc, SegmentDoc, ShotDoc, ShotsDoc
from core.providers.local.writer.hints import moves
from core.providers.local.writer.people import People, Thread, listed
from core.providers.local.writer.phrases import tokens
from core.providers.local.writer.props import Thing, carried, handled, names
from core.providers.local.writer.rules import Rules
from core.story import Angle, SegmentKind, Size


@dataclass(frozen=True)
class Brief:
    """What is known of one scene before it is broken into shots."""

    scene: SceneDoc
    previous: SceneDoc | None
    first: int
    segments: tuple[SegmentDoc, ...]
    analysis: AnalysisDoc
    rules: Rules

    @classmethod
    def read(cls, inputs: Mapping[str, Any], rules: Rules) -> Brief:
        """From the inputs of the task; each segment carries its place in the whole script as "index"."""
        rows = [dict(row) for row in inputs["segments"]]
        indexes = [row.pop("index") for row in rows]
        previous = inputs.get("previous")
        return cls(
            scene=SceneDoc.model_validate(inputs["scene"]),
            previous=SceneDoc.model_validate(previous) if previous else None,
            first=indexes[0],
            segments=tuple(SegmentDoc.model_validate(row) for row in rows),
            analysis=AnalysisDoc.model_validate(inputs["analysis"]),
            rules=rules,
        )


def shots(brief: Brief) -> ShotsDoc:
    """The shots of one scene; they cover its lines once, in order."""
    camera = _Camera(brief)
    for span in _spans(brief.segments):
        camera.shoot(span)
    return ShotsDoc(shots=tuple(camera.taken))


_TINY = 12
_ONE_BREATH = 44
"""Two lines of one speaker with no more signs than this are about 3 s: too short for a cut."""

_ACTION = 90
_FEW = 4
"""As many as a wide view of a company holds."""


def _spans(segments: Sequence[SegmentDoc]) -> Iterator[tuple[int, int]]:
    """First and last line of each shot: one line each, but tiny lines of one voice stay together."""
    start = 0
    for i in range(1, len(segments) + 1):
        if i == len(segments) or not _together(segments[i - 1], segments[i]):
            yield start, i - 1
            start = i


def _together(one: SegmentDoc, other: SegmentDoc) -> bool:
    same = (one.kind, one.speaker) == (other.kind, other.speaker)
    if one.kind is SegmentKind.DIALOGUE:
        return same and len(one.text) + len(other.text) <= _ONE_BREATH
    return same and len(one.text) < _TINY and len(other.text) < _TINY


@dataclass(frozen=True, slots=True)
class _View:
    """A choice for one shot."""

    size: Size
    because: str
    cast: tuple[str, ...] = ()
    focus: str = ""
    props: tuple[str, ...] = ()


@dataclass
class _Camera:
    """Shoots a scene line by line and remembers what was shown."""

    brief: Brief
    taken: list[ShotDoc] = field(default_factory=list)
    thread: Thread = field(init=False)
    people: People = field(init=False)
    here: list[CharacterDoc] = field(default_factory=list)
    """Who has been shown or heard in this scene, in order of appearance."""
    speaker: str = ""
    """Who spoke last."""
    paired: set[frozenset[str]] = field(default_factory=set)
    """Pairs that have had their two-shot."""
    shown: set[str] = field(default_factory=set)
    """Props that have had their insert."""
    tilted: set[tuple[str, Angle]] = field(default_factory=set)
    """Whom the camera has looked up or down at."""
    away: set[str] = field(default_factory=set)
    """Who is only heard."""

    def __post_init__(self) -> None:
        self.people = People(self.brief.analysis.characters, self.brief.rules)
        self.thread = Thread(self.people)
        for character in listed(self.brief.scene.characters, self.people):
            self.thread.touch(character)
        self.thread.recent.reverse()

    def shoot(self, span: tuple[int, int]) -> None:
        lines = self.brief.segments[span[0] : span[1] + 1]
        text = " ".join(line.text for line in lines)
        dialogue = lines[0].kind is SegmentKind.DIALOGUE
        view = self._spoken(lines[0], text) if dialogue else self._told(text)
        if not self.taken:
            view = self._opening(view, dialogue)
        view = self._varied(view, dialogue)
        angle, why = self._angle(lines[0].manner if dialogue else text, view)
        self.taken.append(
            ShotDoc(
                first_segment=self.brief.first + span[0],
                last_segment=self.brief.first + span[1],
                size=view.size,
                angle=angle,
                characters=view.cast,
                focus=view.focus,
                props=view.props,
                action=_action(text, lines[0], dialogue),
                because=view.because + why,
            )
        )
        self.speaker = lines[0].speaker if dialogue else ""

    def _opening(self, view: _View, dialogue: bool) -> _View:
        """A new place or time is shown from afar first."""
        before, now = self.brief.previous, self.brief.scene
        if before is None:
            because = "the film opens"
        elif before.set != now.set or not now.set:
            because = "a new place is shown from afar first"
        elif before.time is not now.time:
            because = "the same place in a new light is shown from afar first"
        else:
            return view
        focus = view.focus if view.focus in view.cast else ""
        return _View(Size.WIDE, because, view.cast, focus, view.props)

    def _spoken(self, line: SegmentDoc, text: str) -> _View:
        """Two-shot first, then the speaker close and over the listener's shoulder in turn."""
        speaker = self.people.named(line.speaker)
        if speaker is None:
            return _View(Size.MEDIUM, "a voice nobody belongs to")
        listener = self._called(line, speaker) or self._listener(speaker)
        if _is_off(line):
            return self._unseen(speaker)
        self._meet(speaker)
        name = speaker.name
        if listener is None:
            size = Size.CLOSE if self._last_size(name) is Size.MEDIUM else Size.MEDIUM
            return _View(size, f"{name} speaks alone", (name,), name)
        pair = frozenset((name, listener.name))
        cast = self._ordered((speaker, listener))
        if pair not in self.paired:
            self.paired.add(pair)
            return _View(Size.MEDIUM, f"{name} speaks to {listener.name}: both are shown first", cast, name)
        if self._last_size(name) is Size.CLOSE:
            because = f"{name} is seen over {listener.name}'s shoulder"
            return _View(Size.OVER_SHOULDER, because, cast, name)
        return _View(Size.CLOSE, f"{name} speaks, close", (name,), name)

    def _unseen(self, speaker: CharacterDoc) -> _View:
        """A voice from elsewhere: the camera stays with those who hear it."""
        self.away.add(speaker.name)
        hearing = [one for one in self.here if one is not speaker][-1:]
        if not hearing:
            return _View(Size.WIDE, f"{speaker.name} is heard, not seen")
        name = hearing[0].name
        return _View(Size.CLOSE, f"{speaker.name} is heard, not seen; {name} listens", (name,), name)

    def _last_size(self, name: str) -> Size | None:
        """The size in which this one was last seen speaking."""
        own = (shot.size for shot in reversed(self.taken) if shot.focus == name)
        return next(own, None)

    def _called(self, line: SegmentDoc, speaker: CharacterDoc) -> CharacterDoc | None:
        """Who is here and is spoken to by name."""
        called = self.people.called_in(line.text)
        seen = called is not None and called in self.here and called.name not in self.away
        return called if seen and called is not speaker else None

    def _listener(self, speaker: CharacterDoc) -> CharacterDoc | None:
        """Who is spoken to: the one who spoke last, else whoever is here."""
        last = self.people.named(self.speaker)
        heard = [last] if last is not None else []
        spoken = [
            one for one in (self.people.named(shot.focus) for shot in reversed(self.taken)) if one is not None
        ]
        for one in (*heard, *spoken, *reversed(self.here)):
            if one is not speaker and one.name not in self.away:
                return one
        return next(self._to_come(speaker), None)

    def _to_come(self, speaker: CharacterDoc) -> Iterator[CharacterDoc]:
        """Who answers at once, before narration can bring anybody new."""
        done = self.taken[-1].last_segment + 1 - self.brief.first if self.taken else 0
        for line in self.brief.segments[done:]:
            if line.kind is SegmentKind.NARRATION:
                return
            one = self.people.named(line.speaker)
            if one is not None and one is not speaker and not _is_off(line):
                yield one

    def _meet(self, character: CharacterDoc) -> None:
        self.thread.touch(character)
        self.away.discard(character.name)
        if character not in self.here:
            self.here.append(character)

    def _ordered(self, cast: Sequence[CharacterDoc]) -> tuple[str, ...]:
        """From left to right as the scene lists them, so that nobody changes sides."""
        order = {name: i for i, name in enumerate(self.brief.scene.characters)}
        names = dict.fromkeys(one.name for one in cast)
        return tuple(sorted(names, key=lambda name: order.get(name, len(order))))

    def _told(self, text: str) -> _View:
        """Narration: the thing that is handled, the one who reacts, or those who are meant."""
        before = self.people.named(self.speaker)
        roles = self.thread.roles(text)
        meant = [one for one in roles if one.name in self.brief.scene.characters]
        new = [one for one in meant if one not in self.here]
        for one in meant:
            self._meet(one)
        cast, props = self._ordered(meant), self._props(handled(text, self.brief.rules))
        if props and not new and self._wants_insert(props[0]):
            self.shown.add(props[0])
            return _View(Size.INSERT, f"{props[0]} is handled in these words", (), props[0], props[:1])
        if not meant and self.here and self._has(text, "everybody"):
            return _View(Size.WIDE, "everybody who is there is meant", self._ordered(self.here[-_FEW:]))
        if not meant and (thing := self._about(text)):
            return _View(Size.INSERT, f"the words are about {thing}", (), thing, (thing,))
        props += tuple(one for one in self._props(carried(text, self.brief.rules)) if one not in props)
        if new:
            return self._arriving(new, cast, props)
        if before is not None and meant and meant[0] is not before and self._has(text, "hears"):
            because = f"{meant[0].name} reacts to {before.name}"
            return _View(Size.CLOSE, because, (meant[0].name,), meant[0].name, props)
        going = bool(meant) and roles[meant[0]] and moves(text, self.brief.rules)
        focus = meant[0].name if meant else ""
        return self._framed(text, going, _View(Size.MEDIUM, "", cast, focus, props if meant else ()))

    def _props(self, things: Sequence[Thing]) -> tuple[str, ...]:
        """The props among the things of these words, the last one first: it is what the sentence leads to."""
        nouns = [noun for noun, _, _ in things]
        found = {}
        for prop in self.brief.analysis.props:
            places = [i for i, noun in enumerate(nouns) if noun in prop.name.casefold().split()]
            if places:
                found[prop.name] = places[-1]
        return tuple(sorted(found, key=lambda name: -found[name]))

    def _about(self, text: str) -> str:
        """The prop that a line without people is about; never twice running."""
        if self.taken and self.taken[-1].size is Size.INSERT:
            return ""
        present = (name for name in self.brief.scene.props if names(text, name, self.brief.rules))
        return next(present, "")

    def _arriving(self, new: Sequence[CharacterDoc], cast: tuple[str, ...], props: tuple[str, ...]) -> _View:
        """Whoever is new in the scene is shown well before any close view."""
        focus = new[0].name
        size = Size.WIDE if len(cast) > 2 else Size.MEDIUM
        return _View(size, f"{focus} is seen for the first time in this scene", cast, focus, props)

    def _wants_insert(self, prop: str) -> bool:
        """Once per scene, and never two inserts running."""
        return prop not in self.shown and not (self.taken and self.taken[-1].size is Size.INSERT)

    def _framed(self, text: str, going: bool, view: _View) -> _View:
        """Those who are meant, from as far as the words ask for."""
        if not view.focus:
            return self._empty(text, view)
        if len(view.cast) > 2:
            return replace(view, size=Size.WIDE, because="more than two are meant")
        if self._has(text, "feeling") and not view.props:
            return replace(view, size=Size.CLOSE, cast=(view.focus,), because=f"{view.focus}'s face tells it")
        if going and not view.props:
            return replace(view, size=Size.WIDE, because="somebody goes somewhere: the way is shown")
        return replace(view, because="what they do is shown")

    def _empty(self, text: str, view: _View) -> _View:
        """The place itself, from afar and from nearer in turn."""
        last = self.taken[-1] if self.taken else None
        if last is not None and last.size is Size.INSERT and self.here and self._has_pronoun(text):
            name = self.here[-1].name
            return _View(Size.MEDIUM, f"{name} still has {last.focus}", (name,), name, last.props)
        again = last is not None and last.size is Size.WIDE and not last.characters
        size, how = (Size.MEDIUM, "a part of it") if again else (Size.WIDE, "all of it")
        return replace(view, size=size, because=f"nobody is meant: the place itself is shown, {how}")

    def _has_pronoun(self, text: str) -> bool:
        """Whether the words go on about a thing by "it"."""
        return any(word.low in self.brief.rules.words("neuter") for word in tokens(text, self.brief.rules))

    def _has(self, text: str, words: str) -> bool:
        listed_words = self.brief.rules.words("camera", words)
        if not self.brief.rules.spaced:
            return any(word in text for word in listed_words)
        return any(word.low in listed_words for word in tokens(text, self.brief.rules))

    def _varied(self, view: _View, dialogue: bool) -> _View:
        """Never the same size with the same cast more than twice running."""
        last = self.taken[-2:]
        if len(last) < 2 or any((shot.size, shot.characters) != (view.size, view.cast) for shot in last):
            return view
        size = _OTHER[view.size]
        if dialogue and size is Size.WIDE:
            size = Size.CLOSE
        because = f"{view.because}; {size.value.replace('_', ' ')} for a change after two alike"
        return _View(size, because, view.cast, view.focus, view.props)

    def _angle(self, text: str, view: _View) -> tuple[Angle, str]:
        """From below for power and threat, from above for the small and sad; once for each, else eye level.

        Only what is told counts, and how something is said: nobody grows by speaking of storms.
        """
        angle, why = self._felt(text, view)
        if view.size is Size.OVER_SHOULDER or (view.focus, angle) in self.tilted:
            return Angle.EYE, ""
        self.tilted.add((view.focus, angle))
        return angle, why

    def _felt(self, text: str, view: _View) -> tuple[Angle, str]:
        if self._has(text, "threat"):
            return Angle.LOW, "; from below, for the power in the words"
        if view.cast and self._is_small(text) and not self._has(text, "negations"):
            return Angle.HIGH, "; from above, for how small or sad it is"
        return Angle.EYE, ""

    def _is_small(self, text: str) -> bool:
        """Somebody is lost, sad or small; "a small white house" is only a house."""
        rules = self.brief.rules
        if not rules.spaced:
            return self._has(text, "small")
        words = tokens(text, rules)
        for word, following in zip_longest(words, words[1:]):
            before_noun = (
                following is not None and following.is_word and following.low not in rules.function_words
            )
            describes = before_noun and word.low in rules.words("looks", "adjectives")
            if word.low in rules.words("camera", "small") and not describes:
                return True
        return False


_OFF = frozenset({"O.S.", "V.O.", "O.C.", "OFF", "VOICE-OVER"})
"""What screenplays write behind the name of a speaker who is not in the picture."""


def _is_off(line: SegmentDoc) -> bool:
    return bool(set(line.manner.upper().replace(",", " ").split()) & _OFF)


_OTHER = {
    Size.WIDE: Size.MEDIUM,
    Size.MEDIUM: Size.CLOSE,
    Size.CLOSE: Size.MEDIUM,
    Size.OVER_SHOULDER: Size.CLOSE,
    Size.INSERT: Size.MEDIUM,
}


def _action(text: str, line: SegmentDoc, dialogue: bool) -> str:
    """A short clause of the text; for speech only how it is said."""
    if dialogue:
        return line.manner[:_ACTION]
    if len(text) <= _ACTION:
        return text.strip(" ,;:.")
    head = text[: _ACTION + 1]
    for mark in (". ", "; ", ", ", " "):
        if head.rfind(mark) > _ACTION // 3:
            return head[: head.rfind(mark)].strip(" ,;:.")
    return head[:_ACTION]
