"""Decides who says each speech: by cue, tag, action beside it, open quote, or turn in a dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.documents import CharacterDoc
from core.providers.local.writer.people import People, Thread
from core.providers.local.writer.speech import Line, acting
from core.story import SegmentKind


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line with its speaker; None means that the narrator tells it."""

    line: Line
    speaker: CharacterDoc | None
    because: str


def attributed(lines: Sequence[Line], people: People) -> list[Spoken]:
    """Every line with its speaker and the reason, in order."""
    listener = _Listener(people, lines)
    return [listener.hear(i) for i in range(len(lines))]


@dataclass
class _Listener:
    """Goes through the lines once, remembering whose turn it is."""

    people: People
    lines: Sequence[Line]
    thread: Thread = field(init=False)
    turns: list[CharacterDoc] = field(default_factory=list)
    """Speakers in order, one entry per paragraph of speech."""
    last_paragraph: int = -9
    said: str = ""

    def __post_init__(self) -> None:
        self.thread = Thread(self.people)

    def hear(self, i: int) -> Spoken:
        line = self.lines[i]
        if line.kind is SegmentKind.NARRATION:
            self.thread.read(line.text)
            return Spoken(line, None, "")
        speaker, because = self._decide(i)
        if speaker is not None:
            self._remember(line, speaker)
        return Spoken(line, speaker, because)

    def _remember(self, line: Line, speaker: CharacterDoc) -> None:
        if line.paragraph != self.last_paragraph or not self.turns or self.turns[-1] is not speaker:
            self.turns.append(speaker)
        if line.paragraph - self.last_paragraph > 1:
            self.turns = [self.turns[-1]] if line.paragraph - self.last_paragraph > 4 else self.turns
        self.last_paragraph, self.said = line.paragraph, line.text
        self.thread.touch(speaker)
        self.thread.only = None
        if line.tag is not None:
            self.thread.subject = speaker

    def _decide(self, i: int) -> tuple[CharacterDoc | None, str]:
        line = self.lines[i]
        if line.cue:
            found = self.people.named(line.cue)
            return found, f"the cue {line.whole or line.cue}"
        if line.carried and self.turns:
            return self.turns[-1], "the same quote goes on from the paragraph before"
        for rule in (self._by_tag, self._by_paragraph, self._by_action, self._by_turn):
            speaker, because = rule(i)
            if speaker is not None:
                return speaker, because
        return None, "the text does not say who speaks, so the narrator tells it"

    def _by_tag(self, i: int) -> tuple[CharacterDoc | None, str]:
        """The tag of this speech."""
        line = self.lines[i]
        if line.tag is None:
            return None, ""
        mention = line.tag.mention
        speaker = self.thread.resolve(mention, self._not_again(line))
        return speaker, f"the tag “{line.tag.text.strip(' ,.;:—–-，。：')}”"

    def _not_again(self, line: Line) -> CharacterDoc | None:
        """A pronoun in the answer to a line means the other one, when there are two it could mean."""
        answers = line.paragraph == self.last_paragraph + 1 and self.turns
        return self.turns[-1] if answers else None

    def _by_paragraph(self, i: int) -> tuple[CharacterDoc | None, str]:
        """Another speech of the same paragraph has a tag."""
        line = self.lines[i]
        if line.paragraph == self.last_paragraph and self.turns:
            return self.turns[-1], "the same paragraph goes on"
        tagged = next((one for one in self._paragraph(i) if one.tag is not None), None)
        if tagged is None or tagged.tag is None:
            return None, ""
        speaker = self.thread.resolve(tagged.tag.mention, self._not_again(line))
        return speaker, f"the tag “{tagged.tag.text.strip(' ,.;:—–-')}” in the same paragraph"

    def _by_action(self, i: int) -> tuple[CharacterDoc | None, str]:
        """Who acts in the sentence right beside the speech, in the same paragraph."""
        line = self.lines[i]
        for step in (-1, 1):
            j = i + step
            if not 0 <= j < len(self.lines) or self.lines[j].paragraph != line.paragraph:
                continue
            text = self.lines[j].text
            mention = acting(text, self.people.rules, last_sentence=step < 0)
            speaker = self.thread.resolve(mention) if mention is not None else None
            if speaker is None and step < 0:
                speaker = self._only_subject(text)
            if speaker is not None:
                return speaker, f"{speaker.name} acts beside the words: “{text[:40].strip()}”"
        return None, ""

    def _only_subject(self, text: str) -> CharacterDoc | None:
        subjects = {one.name: one for one, mention in self.people.in_text(text) if mention.subject}
        return next(iter(subjects.values())) if len(subjects) == 1 else None

    def _by_turn(self, i: int) -> tuple[CharacterDoc | None, str]:
        """In a dialogue of two it is the other one's turn."""
        line = self.lines[i]
        addressed = self.people.called_in(line.text)
        if self.turns and line.paragraph - self.last_paragraph <= 2:
            last = self.turns[-1]
            called = self.people.called_in(self.said)
            if called is not None and called is not last and called is not addressed:
                return called, f"{last.name} spoke to {called.name} just before"
            acted = self.thread.only if line.paragraph - self.last_paragraph == 2 else None
            if acted is not None and acted is not last and acted is not addressed:
                return acted, f"{acted.name} acts just before"
            other = next((one for one in reversed(self.turns[:-1]) if one is not last), None)
            other = other or next((one for one in reversed(self.thread.recent) if one is not last), None)
            other = other or self._ahead(i, last)
            if other is not None and other is not addressed:
                return other, f"it is {other.name}'s turn after {last.name}"
            return last, f"nobody else is there but {last.name}"
        return self._opening(i, addressed)

    def _opening(self, i: int, addressed: CharacterDoc | None) -> tuple[CharacterDoc | None, str]:
        """The first words of a dialogue: whoever was named last and does not answer next."""
        answer = self._next_tagged(i)
        for one in (self.thread.subject, *reversed(self.thread.recent)):
            if one is not None and one is not addressed and one is not answer:
                return one, f"{one.name} was named last before these words"
        rest = [one for one in self.people.characters if one is not addressed and one is not answer]
        if len(rest) == 1 and len(self.people.characters) <= 2:
            return rest[0], f"only {rest[0].name} is left to say it"
        return None, ""

    def _ahead(self, i: int, last: CharacterDoc) -> CharacterDoc | None:
        answer = self._next_tagged(i)
        if answer is not None and answer is not last:
            return answer
        others = [one for one in self.people.characters if one is not last]
        return others[0] if len(others) == 1 else None

    def _next_tagged(self, i: int) -> CharacterDoc | None:
        """Who says the next paragraph's speech, when its tag names somebody."""
        for line in self.lines[i + 1 : i + 4]:
            if line.paragraph == self.lines[i].paragraph + 1 and line.tag is not None:
                return self.people.find(line.tag.mention)
        return None

    def _paragraph(self, i: int) -> list[Line]:
        near = self.lines[max(0, i - 12) : i + 12]
        return [one for one in near if one.paragraph == self.lines[i].paragraph]
