"""Reading a description: which words it has, and which colour belongs to which thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour
from core.providers.local.artist.look_words import COLOURS, SHADES

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,.;:]")
_STOPS = frozenset(",.;:") | {"and", "with", "under", "over", "but"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a description in order, in lower case; punctuation stays as a word of its own."""

    order: tuple[str, ...]
    all: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Words:
        """The words of a text; joined words such as "green-eyed" are also read apart."""
        found: list[str] = []
        for word in _WORD.findall(text.casefold().replace("’", "'")):
            parts = word.split("-") if "-" in word and word not in _WHOLE else [word]
            found += parts
        return cls(tuple(found), frozenset(found))

    def __contains__(self, word: str) -> bool:
        return word in self.all

    def first(self, table: Mapping[str, str]) -> str:
        """What the table says about the first word it knows; "" when it knows none."""
        return next((table[word] for word in self.order if word in table), "")

    def known(self, table: Mapping[str, str]) -> str:
        """The first word the table knows; "" when it knows none. What is worn on top is named first."""
        return next((word for word in self.order if word in table), "")

    def near(self, noun: str, reach: int) -> frozenset[str]:
        """The few words before a noun."""
        return frozenset(
            word
            for index, found in enumerate(self.order)
            if found == noun
            for word in self.order[max(0, index - reach) : index]
        )

    def before(self, noun: str, table: Mapping[str, Colour]) -> str:
        """The nearest word before a noun, within its own phrase, that the table knows."""
        for index, found in enumerate(self.order):
            if found != noun:
                continue
            for word in reversed(self.order[max(0, index - 4) : index]):
                if word in table:
                    return word
                if word in _STOPS:
                    break
        return ""

    def colour(self, *nouns: str) -> Colour | None:
        """The colour said of any of the nouns: before it ("dark red scarf") or after ("hair is red")."""
        for index, found in enumerate(self.order):
            if found in nouns:
                colour = self._back(index) or self._ahead(index)
                if colour:
                    return colour
        return None

    def any_colour(self) -> Colour | None:
        """The first colour said of anything."""
        for index, word in enumerate(self.order):
            if word in COLOURS:
                return self._shaded(index)
        return None

    def _back(self, index: int) -> Colour | None:
        for place in range(index - 1, max(-1, index - 5), -1):
            if self.order[place] in COLOURS:
                return self._shaded(place)
            if self.order[place] in _STOPS:
                return self._ahead_of_and(place, index)
        return None

    def _ahead_of_and(self, place: int, index: int) -> Colour | None:
        """ "red and white scarf": the first of two colours joined by "and"."""
        joins = self.order[place] == "and" and index - place <= 2 and place > 0
        return self._shaded(place - 1) if joins and self.order[place - 1] in COLOURS else None

    def _ahead(self, index: int) -> Colour | None:
        after = self.order[index + 1 : index + 4]
        if after and after[0] in ("is", "are", "was", "were", "of", "in", "all"):
            for step, word in enumerate(after[1:], 2):
                if word in COLOURS:
                    return self._shaded(index + step)
        return None

    def _shaded(self, index: int) -> Colour:
        colour = COLOURS[self.order[index]]
        step = SHADES.get(self.order[index - 1], 0.0) if index else 0.0
        return lighter(colour, step) if step > 0 else darker(colour, -step)


_WHOLE = frozenset({"t-shirt", "top-hat", "shoulder-length", "clean-shaven", "broad-shouldered"})
