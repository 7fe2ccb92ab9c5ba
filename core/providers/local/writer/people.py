"""Looks characters up by what the text calls them, and follows who is meant through the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.documents import CharacterDoc
from core.providers.local.writer.phrases import Mention, mentions, tokens
from core.providers.local.writer.rules import Rules


@dataclass(frozen=True)
class People:
    """The characters of an analysis, which a person may have changed."""

    characters: tuple[CharacterDoc, ...]
    rules: Rules

    @cached_property
    def index(self) -> Mapping[str, CharacterDoc]:
        """Every spelling in small letters -> character; a spelling that two share means nobody."""
        found: dict[str, CharacterDoc] = {}
        shared: set[str] = set()
        for character in self.characters:
            for spelling in _spellings(character, self.rules):
                if found.setdefault(spelling, character) is not character:
                    shared.add(spelling)
        exact = {character.name.casefold(): character for character in self.characters}
        return {key: one for key, one in found.items() if key not in shared} | exact

    def find(self, mention: Mention) -> CharacterDoc | None:
        """Who is meant; None for pronouns and for strangers."""
        for spelling in _tries(mention):
            if spelling in self.index:
                return self.index[spelling]
        return None

    def named(self, name: str) -> CharacterDoc | None:
        """By name or alias, case ignored."""
        return self.index.get(name.casefold())

    def called_in(self, said: str) -> CharacterDoc | None:
        """Somebody called by name in a speech: "Tom, wait!" or "Wait, Tom!"."""
        names = (match.group(1) or match.group(2) for match in _CALLED.finditer(said))
        return next((one for one in map(self.named, names) if one is not None), None)

    def in_text(self, text: str) -> list[tuple[CharacterDoc, Mention]]:
        """Everybody a stretch of text names, in order."""
        if not self.rules.spaced:
            return list(self._dense(text))
        pairs = ((self.find(mention), mention) for mention in mentions(text, self.rules))
        return [(character, mention) for character, mention in pairs if character is not None]

    def _dense(self, text: str) -> Iterator[tuple[CharacterDoc, Mention]]:
        places = []
        for spelling in sorted(self.index, key=lambda one: (-len(one), one)):
            at = text.casefold().find(spelling)
            if at >= 0:
                places.append((at, -len(spelling), spelling))
        for at, length, spelling in sorted(places):
            yield self.index[spelling], Mention("name", spelling, start=at, end=at - length, subject=at == 0)


_CALLED = re.compile(r"(?:^|[.!?…,]\s)([^\W\d_][\w’'-]{0,30})[,!?]|,\s([^\W\d_][\w’'-]{0,30})[.!?,…]")


@dataclass
class Thread:
    """Who was named last, so that "she" and "the other one" can be told."""

    people: People
    recent: list[CharacterDoc] = field(default_factory=list)
    """Most recent last."""
    subject: CharacterDoc | None = None
    only: CharacterDoc | None = None
    """The one whom the last stretch of narration named, when it named nobody else."""
    crowd: bool = False

    def read(self, text: str) -> list[CharacterDoc]:
        """Follow a stretch of narration; everybody it means, pronouns included, those who act first."""
        return list(self.roles(text))

    def roles(self, text: str) -> dict[CharacterDoc, bool]:
        """Follow a stretch of narration: whom it means -> whether they act in it; those who act come first."""
        meant: dict[str, tuple[CharacterDoc, bool]] = {}
        self.only, self.crowd = None, False
        for character, mention in self._meant(text):
            self.touch(character)
            acts = mention.subject or mention.kind in ("pronoun", "first")
            if acts or self.subject is None:
                self.subject = character
            named = mention.kind in ("name", "noun", "first")
            self.only = self._sole(character) if named else self.only
            meant[character.name] = (character, acts or meant.get(character.name, (character, False))[1])
        return dict(sorted(meant.values(), key=lambda row: not row[1]))

    def _sole(self, character: CharacterDoc) -> CharacterDoc | None:
        self.crowd = self.crowd or self.only not in (None, character)
        return None if self.crowd else character

    def company(self, size: int, word: str) -> list[CharacterDoc]:
        """Whom "they" means: those named last, in the order of the cast; "we" has the teller among them."""
        near = self.recent[-size:]
        if word in self.people.rules.words("with_teller"):
            near = near + [
                one for one in map(self.people.named, self.people.rules.first_person) if one is not None
            ]
        return [one for one in self.people.characters if any(one is other for other in near)]

    def touch(self, character: CharacterDoc) -> None:
        self.recent = [one for one in self.recent if one is not character] + [character]

    def by_gender(self, gender: str, avoid: CharacterDoc | None = None) -> CharacterDoc | None:
        """The one a pronoun means: surely this gender first, then perhaps."""
        if self.only is not None and self._may_be(self.only, avoid) and self.only.gender in (gender, ""):
            return self.only
        order = [one for one in (self.subject, *reversed(self.recent)) if self._may_be(one, avoid)]
        near = list({one.name: one for one in order if one is not None}.values())[:4]
        sure = (one for one in near if one.gender == gender)
        perhaps = (one for one in near if not one.gender)
        anyone = (one for one in self.people.characters if one.gender == gender and self._may_be(one, avoid))
        return next(sure, None) or next(perhaps, None) or next(anyone, None)

    def _may_be(self, one: CharacterDoc | None, avoid: CharacterDoc | None) -> bool:
        """Whoever says "I" is never "she"."""
        if one is None or one is avoid:
            return False
        return one.name.casefold() not in self.people.rules.first_person

    def resolve(self, mention: Mention, avoid: CharacterDoc | None = None) -> CharacterDoc | None:
        """Who a mention means here."""
        if mention.kind in ("pronoun", "object"):
            return self.by_gender(mention.gender, avoid) or self.by_gender(mention.gender)
        if mention.kind == "it":
            return self._creature(mention)
        if mention.kind == "plural":
            return None
        found = self.people.find(mention)
        if found is not None or not mention.head:
            return found
        return next((one for one in reversed(self.recent) if mention.head in _words(one)), None)

    def _dense(self, text: str) -> Iterator[tuple[CharacterDoc, Mention]]:
        """Without spaces: names and nouns; where there are none, a pronoun."""
        named = self.people.in_text(text)
        yield from named
        signs = [sign for sign in self.people.rules.pronouns if sign in text]
        if not named and signs:
            found = self.by_gender(self.people.rules.pronouns[signs[0]])
            if found is not None:
                yield found, Mention("pronoun", signs[0], subject=True)

    def _creature(self, mention: Mention) -> CharacterDoc | None:
        """ "It" at the head of a clause means the animal or robot named last."""
        near = (one for one in reversed(self.recent[-3:]) if one.species != "human")
        return next(near, None) if mention.subject or not mention.start else None

    def _meant(self, text: str) -> Iterator[tuple[CharacterDoc, Mention]]:
        if not self.people.rules.spaced:
            yield from self._dense(text)
            return
        creature = -1
        for mention in mentions(text, self.people.rules):
            opening = _sentence_start(text, mention.start)
            if mention.kind == "plural":
                if not self._many(text[opening : mention.start]):
                    yield from ((one, mention) for one in self._company(text, mention))
                continue
            character = self.resolve(mention)
            if character is None or (mention.kind == "it" and opening not in (mention.start, creature)):
                continue
            creature = opening if character.species != "human" else creature
            yield character, mention

    def _company(self, text: str, mention: Mention) -> list[CharacterDoc]:
        size = 3 if set(text.casefold().split()) & self.people.rules.words("threes") else 2
        return self.company(size, mention.phrase.casefold())

    def _many(self, before: str) -> bool:
        """Whether the sentence begins with several things or strangers, whom "they" then means."""
        words = [word for word in tokens(before, self.people.rules) if word.is_word][:2]
        rules = self.people.rules
        if not words or self.people.named(words[0].text) is not None or not rules.words("plural_endings"):
            return False
        counted = words[0].low in rules.plural_determiners and len(words) > 1
        noun = words[1] if counted or (words[0].low in rules.determiners and len(words) > 1) else words[0]
        plural = noun.low.endswith(tuple(rules.words("plural_endings"))) and len(noun.low) > 3
        return plural and noun.low not in rules.function_words


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence around `at` begins."""
    ends = [match.end() for match in _SENTENCE.finditer(text, 0, at)]
    return ends[-1] if ends else 0


_SENTENCE = re.compile(r"[.!?…][\"”’»]?\s+")


def _spellings(character: CharacterDoc, rules: Rules) -> Iterator[str]:
    for written in (character.name, *character.aliases):
        low = written.casefold()
        yield low
        words = low.split()
        while len(words) > 1 and words[0] in rules.determiners:
            words = words[1:]
            yield " ".join(words)
        if len(words) > 1 and words[-1] in rules.nouns:
            yield words[-1]
        for word in written.split():
            if (
                word[0].isupper()
                and word.casefold() not in rules.titles.keys() | rules.determiners
                and len(word) > 1
            ):
                yield word.casefold()


def _tries(mention: Mention) -> Iterator[str]:
    """Spellings of a mention from the most exact one on."""
    if mention.kind in ("pronoun", "object", "it", "plural"):
        yield mention.phrase.casefold()
        return
    yield mention.phrase.casefold()
    if mention.names:
        yield " ".join(mention.names).casefold()
        if mention.title:
            yield f"{mention.title} {' '.join(mention.names)}".casefold()
        for name in mention.names:
            yield name.casefold()
    if mention.head:
        yield " ".join((*mention.adjectives, mention.head))
        yield mention.head


def _words(character: CharacterDoc) -> set[str]:
    return {word for written in (character.name, *character.aliases) for word in written.casefold().split()}


def listed(names: Sequence[str], people: People) -> list[CharacterDoc]:
    """The characters of these names, unknown ones left out."""
    return [one for one in map(people.named, names) if one is not None]
