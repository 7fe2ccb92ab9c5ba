"""The word lists of one language as a frozen value: what counts as speaking, a place, a time, a thing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from core.story import Place, TimeOfDay, Weather


@dataclass(frozen=True)
class Noun:
    """What a noun says about the one it names."""

    gender: str = ""
    age: str = ""
    species: str = "human"


@dataclass(frozen=True)
class Rules:
    """One file of `words/`. A list that is missing is empty, so an unknown language has only general rules."""

    language: str
    data: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def known(self) -> bool:
        """Whether there is a file for this language."""
        return bool(self.data)

    def words(self, *path: str) -> frozenset[str]:
        """A list of single words, written as one string in the file."""
        found = self._lists.get(path)
        if found is None:
            found = self._lists[path] = frozenset(self._text(path).split())
        return found

    def phrases(self, *path: str) -> tuple[str, ...]:
        """A list of phrases, longest first so that the most exact one is found."""
        found = (" ".join(phrase.split()) for phrase in self._text(path).split("|"))
        return tuple(sorted(filter(None, found), key=lambda one: (-len(one), one)))

    def _text(self, path: tuple[str, ...]) -> str:
        value: Any = self.data
        for key in path:
            value = value.get(key, {}) if isinstance(value, Mapping) else {}
        return value.casefold() if isinstance(value, str) else ""

    @cached_property
    def _lists(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def spaced(self) -> bool:
        """Whether words stand apart."""
        return bool(self.data.get("spaced", True))

    @cached_property
    def verbs(self) -> Mapping[str, str]:
        """Speech verb -> manner; "" where the verb only says that somebody speaks."""
        plain = dict.fromkeys(self.words("speech", "plain"), "")
        return plain | {verb: verb for verb in self.words("speech", "manner")}

    @cached_property
    def adverb_endings(self) -> tuple[str, ...]:
        return tuple(self.words("speech", "adverb_endings"))

    @cached_property
    def adverbs(self) -> frozenset[str]:
        return self.words("speech", "adverbs")

    @cached_property
    def manner_phrases(self) -> tuple[str, ...]:
        return self.phrases("speech", "manner_phrases")

    @cached_property
    def pronouns(self) -> Mapping[str, str]:
        """Subject pronoun of the third person -> gender."""
        return self._by_value("pronouns")

    @cached_property
    def object_pronouns(self) -> Mapping[str, str]:
        """Words like "him" and "her", which point at somebody -> gender."""
        return self._by_value("object_pronouns")

    @cached_property
    def first_person(self) -> frozenset[str]:
        return self.words("first_person")

    @cached_property
    def determiners(self) -> frozenset[str]:
        return self.words("determiners")

    @cached_property
    def plural_determiners(self) -> frozenset[str]:
        return self.words("plural_determiners")

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that end a noun phrase."""
        pointing = frozenset(self.pronouns) | frozenset(self.object_pronouns) | self.determiners
        others = self.words("plural_pronouns") | self.words("neuter")
        return self.words("function_words") | pointing | self.first_person | others

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return self._by_value("titles")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Common given names -> gender; only a hint where no pronoun tells."""
        return self._by_value("names")

    @cached_property
    def nouns(self) -> Mapping[str, Noun]:
        """Nouns for people and animals."""
        people = {
            word: Noun(_GENDERS.get(sex, ""), age)
            for sex, ages in self.data.get("people", {}).items()
            for age, words in ages.items()
            for word in words.casefold().split()
        }
        animals = self.data.get("animals", {}).items()
        return people | {
            word: Noun(species=species) for species, words in animals for word in words.casefold().split()
        }

    @cached_property
    def kin(self) -> frozenset[str]:
        return self.words("kin")

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Word -> kind of place."""
        rows = self.data.get("places", {}).items()
        return {word: Place(place) for place, words in rows for word in words.casefold().split()}

    @cached_property
    def times(self) -> tuple[tuple[str, TimeOfDay], ...]:
        """Phrase -> time of day, longest first."""
        rows = ((phrase, time) for time in TimeOfDay for phrase in self.phrases("times", time.value))
        return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))

    @cached_property
    def weathers(self) -> Mapping[str, Weather]:
        return {word: kind for kind in Weather for word in self.words("weather", kind.value)}

    @cached_property
    def ages(self) -> Mapping[str, str]:
        return self._by_value("ages")

    def _by_value(self, key: str) -> Mapping[str, str]:
        rows = self.data.get(key, {}).items()
        return {word: _GENDERS.get(value, value) for value, words in rows for word in words.casefold().split()}


@lru_cache(maxsize=64)
def rules_for(language: str) -> Rules:
    """The rules of a language tag; "pt-BR" uses "pt", an unknown language has general rules only."""
    code = language.replace("_", "-").split("-")[0].casefold()
    if not code.isalpha() or not code.isascii():
        return Rules(language)
    page = files(__package__) / "words" / f"{code}.toml"
    data = tomllib.loads(page.read_text(encoding="utf-8")) if page.is_file() else {}
    return Rules(code, data)


def languages() -> Iterator[str]:
    """The languages that have word lists."""
    for page in sorted((files(__package__) / "words").iterdir(), key=lambda one: one.name):
        if page.name.endswith(".toml"):
            yield page.name.removesuffix(".toml")


_GENDERS = {"woman": "woman", "man": "man", "any": ""}
