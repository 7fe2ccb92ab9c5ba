"""Finds the characters of a story: who speaks or acts, under which names, and what the text says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.documents import CharacterDoc
from core.providers.local.writer.person import MOST_CHARACTERS, TELLER, Person, documents
from core.providers.local.writer.phrases import Mention, mentions, tokens
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.speech import Line
from core.story import SegmentKind


def characters(lines: Sequence[Line], rules: Rules) -> tuple[CharacterDoc, ...]:
    """Everybody who speaks or acts, in order of first appearance."""
    finder = _Finder(rules, _lower_words(lines, rules))
    for i, line in enumerate(lines):
        finder.read(line, lines[i - 1] if i else None)
    return tuple(documents(finder.people, lines, rules))


_NEAR = 8


@dataclass
class _Finder:
    rules: Rules
    lower: frozenset[str]
    people: list[Person] = field(default_factory=list)
    recent: list[Person] = field(default_factory=list)
    paragraph: int = -1
    subject: Person | None = None
    """Who acted last."""
    speaker: Person | None = None
    """Whom the last tag named."""
    heard: int = -9
    """The paragraph of the last tag."""
    cued: dict[str, Person] = field(default_factory=dict)
    named: dict[str, list[Person]] = field(default_factory=dict)
    called: dict[str, list[Person]] = field(default_factory=dict)
    """Noun or title -> those it may mean."""

    def read(self, line: Line, before: Line | None) -> None:
        if line.paragraph != self.paragraph:
            self.paragraph, self.recent = line.paragraph, self.recent[-2:]
        if line.cue:
            self._cue(line)
        elif line.kind is SegmentKind.DIALOGUE:
            self._tagged(line)
        else:
            self._narrated(line)

    def _cue(self, line: Line) -> None:
        person = self.cued.get(line.cue.casefold())
        if person is None:
            words = [word.capitalize() if word.isupper() else word for word in line.cue.split()]
            person = self._find_named(tuple(words)) or self._new(words)
            person.cue = line.cue.casefold()
            self.cued[person.cue] = person
            low = [word.casefold() for word in words]
            for word in low:
                self._call(person, word if word in self.rules.nouns else "")
            person.title = person.title or next((word for word in low if word in self.rules.titles), "")
        person.spoke += 1
        person.because = person.because or f"the cue {line.whole or line.cue}"

    def _tagged(self, line: Line) -> None:
        tag = line.tag
        if tag is None:
            return
        answers = line.paragraph == self.heard + 1
        self.heard, last = line.paragraph, self.speaker
        self.speaker = None
        if tag.mention.kind == "pronoun":
            self._vote(tag.mention, last if answers else None)
            person = self._lonely(tag.mention)
        else:
            self.speaker = person = self._person(tag.mention, spoken=True)
        if person is None:
            return
        person.spoke += 1
        self.subject = person
        person.because = person.because or f"speaks: “{_short(tag.text)}”"
        self._introduced(person, line.text)

    def _introduced(self, person: Person, said: str) -> None:
        """ "My name is Jule": from here on the girl has a name."""
        words = tokens(said, self.rules)
        lows = [word.low for word in words]
        for phrase in self.rules.phrases("introducing"):
            parts = phrase.split()
            ends = [i + len(parts) for i in range(len(lows)) if lows[i : i + len(parts)] == parts]
            for word in (words[end] for end in ends[:1] if end < len(words)):
                if word.is_capital and not person.names and self._find_named((word.text,)) is None:
                    self._name_it(person, word.text)

    def _narrated(self, line: Line) -> None:
        found = [] if not self.rules.spaced else mentions(line.text, self.rules)
        for i, mention in enumerate(found):
            self._revealed(line.text, mention, found[max(0, i - 4) : i])
            self._aged(line.text, mention)
            person = self._person(mention, spoken=False)
            if person is None:
                continue
            person.seen += 1
            self.subject = person if mention.subject else self.subject
            person.acted += mention.subject
            person.within += bool(mention.names) and _within(line.text, mention)
            person.placed += _placed(line.text, mention, self.rules)
            if mention.subject:
                person.because = (
                    person.because or f"acts: “{_short(line.text[mention.start : mention.start + 80])}”"
                )
            self._called_so(line.text, mention, found[i + 1 : i + 2], person)
        if not self.rules.spaced:
            self._dense(line)

    def _dense(self, line: Line) -> None:
        """Without spaces: nouns for people and animals anywhere; pronouns vote for the one before."""
        named = [(line.text.find(name), one) for one in self.people for name in one.names if name in line.text]
        for _, person in sorted(named, key=lambda row: -row[0]):
            self.recent = [*self.recent[-_NEAR:], person]
            self.subject = person
        for sign, gender in self.rules.pronouns.items():
            if sign in line.text:
                self._vote(Mention("pronoun", sign, gender=gender))
        nouns = sorted(self.rules.nouns, key=len, reverse=True)
        text = line.text
        for noun in nouns:
            if noun in text:
                person = self._find_noun(noun, ()) or self._new([], noun)
                self.recent.append(person)
                person.seen += text.count(noun)
                person.acted += 1
                person.because = person.because or f"acts: “{_short(text[text.find(noun) :])}”"
                text = text.replace(noun, "\0")

    def _person(self, mention: Mention, *, spoken: bool) -> Person | None:
        """The one that is meant, a new one when need be; None for a word that is no person."""
        if mention.kind in ("plural", "it"):
            self.subject = None if mention.kind == "plural" and mention.subject else self.subject
            return None
        if mention.kind in ("pronoun", "object"):
            struck = mention.kind == "object" and not mention.owned
            self._vote(mention, self.subject if struck else None)
            return self._lonely(mention) if spoken else None
        if mention.kind == "first":
            return self._first(mention) if spoken or mention.kind == "first" else None
        person = self._find(mention)
        if person is None:
            if not self._acceptable(mention, spoken):
                return None
            person = self._new(list(mention.names), mention.head, mention.title)
        self._learn(person, mention)
        self.recent = [one for one in self.recent[-_NEAR:] if one is not person] + [person]
        return person

    def _lonely(self, mention: Mention) -> Person | None:
        """ "she said" in a story that names no she: the pronoun is all the text gives."""
        gender = mention.gender
        if not gender or any(one.gender(self.rules) in (gender, "") for one in self.people[:MOST_CHARACTERS]):
            return None
        person = self._new([mention.phrase.capitalize()])
        person.votes[gender] += 1
        person.phrases[mention.phrase] += 1
        return person

    def _first(self, mention: Mention) -> Person:
        person = self.cued.get(TELLER)
        if person is None:
            word = mention.phrase if self.rules.language == "en" else mention.phrase.capitalize()
            person = self._new([word])
            person.cue = TELLER
            self.cued[person.cue] = person
        return person

    def _find(self, mention: Mention) -> Person | None:
        if not mention.names:
            return self._find_noun(mention.head or mention.title, mention.adjectives)
        return self._find_named(mention.names) or self._find_titled(mention) or self._find_role(mention)

    def _find_role(self, mention: Mention) -> Person | None:
        """ "the baker" of before gets a name: "the baker, Ana,"."""
        if mention.head in {name.casefold() for name in mention.names} | {mention.title}:
            return None
        found = self._find_noun(mention.head, mention.adjectives)
        return found if found is not None and not found.names else None

    def _find_named(self, names: Sequence[str]) -> Person | None:
        wanted = {name.casefold() for name in names}
        for person in (one for name in sorted(wanted) for one in self.named.get(name, ())):
            have = {name.casefold() for name in person.names}
            if wanted <= have or have <= wanted:
                return person
        return None

    def _name_it(self, person: Person, name: str) -> None:
        person.names.append(name)
        self.named.setdefault(name.casefold(), []).append(person)

    def _find_titled(self, mention: Mention) -> Person | None:
        """ "the captain" of before gets a name: "Captain Reyes"."""
        if not mention.title or mention.title not in self.rules.nouns:
            return None
        return next((one for one in self.called.get(mention.title, ()) if not one.names), None)

    def _find_noun(self, head: str, adjectives: Sequence[str]) -> Person | None:
        fitting = self.called.get(head, [])
        telling = self._telling(adjectives)
        exact = [one for one in fitting if telling and telling & self._telling(one.adjectives)]
        open_ones = [one for one in fitting if not telling or not self._telling(one.adjectives)]
        choice = exact or open_ones
        return next((one for one in reversed(self.recent) if one in choice), choice[-1] if choice else None)

    def _telling(self, adjectives: Sequence[str]) -> set[str]:
        return set(adjectives) & self.rules.words("telling_apart")

    def _new(self, names: Sequence[str], noun: str = "", title: str = "") -> Person:
        person = Person(len(self.people), title=title)
        for name in names:
            self._name_it(person, name)
        self._call(person, noun)
        self._call(person, title)
        self.people.append(person)
        return person

    def _call(self, person: Person, noun: str) -> None:
        """The noun or title may mean this one from here on."""
        if noun and noun not in person.nouns:
            if noun != person.title or noun in self.rules.nouns:
                person.nouns.append(noun)
            self.called.setdefault(noun, []).append(person)

    def _learn(self, person: Person, mention: Mention) -> None:
        for name in mention.names:
            if name.casefold() not in {known.casefold() for known in person.names}:
                self._name_it(person, name)
        person.title = person.title or mention.title
        self._call(person, mention.head)
        person.adjectives.extend(word for word in mention.adjectives if word not in person.adjectives)
        person.phrases[mention.phrase.removesuffix("'s").removesuffix("’s")] += 1
        if mention.gender:
            person.votes[mention.gender] += 2

    def _vote(self, mention: Mention, avoid: Person | None = None) -> None:
        """A pronoun tells the gender of the last one it can mean; as a subject it tells that they act."""
        person = self._meant(mention.gender, avoid)
        if person is not None:
            person.votes[mention.gender] += 1
            acts = mention.kind == "pronoun" and mention.subject and person.sure(self.rules)
            person.acted += acts

    def _meant(self, gender: str, avoid: Person | None) -> Person | None:
        """Somebody near of that gender or none; a word that may be no name only when nobody else is known.

        `avoid` has just spoken: who answers is somebody else.
        """
        order = (self.subject, *reversed(self.recent[-3:]))
        near = [one for one in order if one is not None and one.cue != TELLER and one is not avoid]
        fitting = [one for one in near if one.gender(self.rules) in ("", gender)]
        sure = [one for one in fitting if one.sure(self.rules)]
        far = [
            one for one in reversed(self.people) if one.gender(self.rules) == gender and one.sure(self.rules)
        ]
        return next(iter((*sure, *far[:1], *fitting)), None)

    def _called_so(self, text: str, mention: Mention, following: Sequence[Mention], person: Person) -> None:
        """ "A baker named Ana" is Ana."""
        for other in following:
            between = text[mention.end : other.start].strip().casefold()
            named = between in self.rules.phrases("naming") and (mention.kind, other.kind) == ("noun", "name")
            if named and self._find_named(other.names) is None:
                self._learn(person, other)

    def _aged(self, text: str, mention: Mention) -> None:
        """ "She was nine": a child."""
        after = tokens(text[mention.end : mention.end + 40], self.rules)[:2]
        told = len(after) == 2 and after[0].low in self.rules.words("auxiliaries")
        if told and self.recent and mention.kind == "pronoun" and after[1].low in self.rules.ages:
            self.recent[-1].adjectives.append(after[1].low)

    def _revealed(self, text: str, mention: Mention, earlier: Sequence[Mention]) -> None:
        """ "A girl came running. It was Ana": the name belongs to the one just seen."""
        before = text[max(0, mention.start - 24) : mention.start].casefold().rstrip()
        if mention.kind != "name" or not earlier or self._find_named(mention.names) is not None:
            return
        if before.endswith(self.rules.phrases("revealing") or ("\0",)):
            nouns = [one for one in earlier if one.kind == "noun"]
            seen = self._find_noun(nouns[-1].head, nouns[-1].adjectives) if nouns else None
            if seen is not None and not seen.names:
                for name in mention.names:
                    self._name_it(seen, name)

    @cached_property
    def _no_names(self) -> frozenset[str]:
        """Words that begin sentences with a capital and name nobody."""
        things = self.rules.words("handling", "things") | self.rules.words("handling", "not_things")
        words = self.rules.words("not_names") | things | frozenset(self.rules.weathers)
        return (
            (words | frozenset(self.rules.places)) - frozenset(self.rules.names) - frozenset(self.rules.nouns)
        )

    def _acceptable(self, mention: Mention, spoken: bool) -> bool:
        low = [name.casefold() for name in mention.names]
        if mention.kind == "noun":
            plural = mention.phrase.split()[0].casefold() in self.rules.plural_determiners
            return not plural and (spoken or mention.head in self.rules.nouns or bool(mention.names))
        if any(name in self._no_names for name in low):
            return False
        known = bool(mention.title) or any(name in self.rules.names or name in self.rules.nouns for name in low)
        if self.rules.data.get("capital_nouns") and not (spoken or known):
            return mention.subject and not any(name in self.lower for name in low)
        return spoken or known or not any(name in self.lower for name in low)


def _within(text: str, mention: Mention) -> bool:
    before = text[: mention.start].rstrip(" \"'“”‘’«»„")
    return bool(before) and before[-1] not in ".!?…:;—–"


def _placed(text: str, mention: Mention, rules: Rules) -> bool:
    before = text[max(0, mention.start - 24) : mention.start].split()[-1:]
    return bool(before) and before[0].casefold() in rules.words("place_prepositions")


def _lower_words(lines: Sequence[Line], rules: Rules) -> frozenset[str]:
    """Words that also stand in small letters somewhere: no names."""
    return frozenset(
        word.low for line in lines for word in tokens(line.text, rules) if word.is_word and not word.is_capital
    )


def _short(text: str) -> str:
    """A few words, for a reason."""
    clean = text.strip(" ,;:")
    return clean if len(clean) <= 48 else f"{clean[:46].rsplit(' ', 1)[0]} …"
