"""What is known of one person of a story while it is read, and how it is written down as a character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.documents import CharacterDoc
from core.providers.local.writer.looks import described
from core.providers.local.writer.phrases import Token, tokens
from core.providers.local.writer.rules import Noun, Rules
from core.providers.local.writer.speech import Line
from core.story import SegmentKind

MOST_CHARACTERS = 60
"""The largest cast: those who speak or act most. Nobody can tell more voices and faces apart."""

_PLAINLY = 4
"""So often has a strange word to act, when only the beginnings of sentences give it a capital."""

TELLER = "\0first"
"""The cue of whoever says "I" outside of speech."""


@dataclass
class Person:
    """What is known of one character so far."""

    first: int
    names: list[str] = field(default_factory=list)
    title: str = ""
    nouns: list[str] = field(default_factory=list)
    phrases: Counter[str] = field(default_factory=Counter)
    adjectives: list[str] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    spoke: int = 0
    acted: int = 0
    seen: int = 0
    placed: int = 0
    """How often it follows "in", "at" or "from", as places do."""
    within: int = 0
    """How often it stands with its capital inside a sentence, as names do."""
    cue: str = ""
    because: str = ""

    def sure(self, rules: Rules) -> bool:
        """Whether it is a person without doubt, not a word that a sentence happens to begin with."""
        known = any(name.casefold() in rules.names for name in self.names)
        return bool(known or self.title or self.nouns or self.spoke or self.within)

    def noun(self, rules: Rules) -> Noun:
        """What the nouns and the title say."""
        known = [rules.nouns[noun] for noun in self.nouns if noun in rules.nouns]
        titled = next(filter(None, (rules.titles.get(word, "") for word in (self.title, *self.nouns))), "")
        return Noun(
            next((noun.gender for noun in known if noun.gender), titled),
            next((noun.age for noun in known if noun.age), ""),
            next((noun.species for noun in known if noun.species != "human"), "human"),
        )

    def gender(self, rules: Rules) -> str:
        """From the nouns, else from what most pronouns say, else from a given name."""
        fixed = self.noun(rules).gender
        if fixed:
            return fixed
        if self.votes:
            return min(self.votes, key=lambda one: (-self.votes[one], one))
        return next((rules.names[name.casefold()] for name in self.names if name.casefold() in rules.names), "")

    def spellings(self) -> frozenset[str]:
        """Single words in small letters that mean this one."""
        return frozenset((*(name.casefold() for name in self.names), *self.nouns)) - {""}


def documents(people: Sequence[Person], lines: Sequence[Line], rules: Rules) -> Iterator[CharacterDoc]:
    """Everybody who counts, in order of first appearance, as the analysis lists them."""
    chosen = _chosen(people, rules)
    told = _telling_lines(lines, rules)
    everybody = {spelling for one in chosen for spelling in one.spellings()}
    for person, name in zip(chosen, _distinct([_name(one, rules) for one in chosen]), strict=True):
        noun, own = person.noun(rules), person.spellings()
        yield CharacterDoc(
            name=name,
            aliases=tuple(_aliases(person, name, rules)),
            appearance=described(told, own, everybody - own, person.adjectives, rules),
            gender=person.gender(rules),
            age=_age(person, rules) or noun.age,
            species=noun.species,
            because=f"{name} {person.because or 'is named'}",
        )


def _chosen(people: Sequence[Person], rules: Rules) -> list[Person]:
    chosen = [one for one in people if _counts(one, rules)]
    if not chosen:
        chosen = [one for one in people if one.acted or (one.seen and one.nouns)]
    weighty = sorted(chosen, key=lambda one: (-one.spoke, -one.acted, -one.seen, one.first))
    return sorted(weighty[:MOST_CHARACTERS], key=lambda one: one.first)


def _telling_lines(lines: Sequence[Line], rules: Rules) -> list[Sequence[Token]]:
    """The narration that says anything about looks."""
    said = [tokens(line.text, rules) for line in lines if line.kind is SegmentKind.NARRATION]
    telling = rules.words("looks", "parts") | rules.words("looks", "adjectives")
    return [words for words in said if any(word.low in telling for word in words)]


def _counts(person: Person, rules: Rules) -> bool:
    if person.spoke:
        return True
    if person.noun(rules).species != "human":
        return person.acted >= 2
    if person.names and person.cue != TELLER:
        known = any(name.casefold() in rules.names for name in person.names) or person.title or person.nouns
        often = person.acted >= (2 if person.within or person.votes else _PLAINLY)
        return bool(person.acted) and (bool(known) or often) and person.placed * 2 <= person.seen
    return bool(person.acted)


def _age(person: Person, rules: Rules) -> str:
    told = (*person.adjectives, person.title)
    return next((rules.ages[word] for word in told if word in rules.ages), "")


def _name(person: Person, rules: Rules) -> str:
    if person.names and person.cue != TELLER:
        title = person.title.capitalize() if person.title else ""
        written = [_written(name) for name in person.names if name.casefold() != person.title]
        return " ".join(filter(None, (title, *written)))
    if person.names:
        return person.names[0]
    told = Counter(dict(person.phrases))
    best = min(told, key=lambda phrase: (-told[phrase], len(phrase))) if told else (person.nouns or [""])[0]
    words = best.split()
    while len(words) > 1 and words[0].casefold() in rules.determiners:
        words = words[1:]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _aliases(person: Person, name: str, rules: Rules) -> list[str]:
    found = [*person.names] if len(person.names) > 1 or person.title or person.nouns else []
    if person.title in rules.nouns and person.names:
        found.append(f"the {person.title}" if rules.language == "en" else person.title)
    found.extend(sorted(person.phrases))
    found.extend(noun for noun in person.nouns)
    unique = {alias.casefold(): alias for alias in reversed(found) if alias}
    unique.pop(name.casefold(), None)
    return sorted(unique.values(), key=lambda alias: (-len(alias), alias))


def _written(name: str) -> str:
    """A screenplay's capitals as a name is written."""
    return name.capitalize() if len(name) > 1 and name.isupper() else name


def _distinct(names: Sequence[str]) -> list[str]:
    """Equal names get numbers, so that every name means one character."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name.casefold()] += 1
        found.append(name if seen[name.casefold()] == 1 else f"{name} {seen[name.casefold()]}")
    return found
