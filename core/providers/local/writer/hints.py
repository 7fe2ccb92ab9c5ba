"""Reads place, time of day and weather out of the words of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.providers.local.writer.phrases import Token, tokens
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.walls import seen_from, within, without
from core.story import Place, TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class PlaceHint:
    """A place that a line names."""

    name: str
    """As written, without article and adjectives of looks, first letter large."""
    place: Place
    strength: str
    """"arrival" (somebody gets there), "opening" (the line begins there), "located", or "mention"."""
    looks: tuple[str, ...] = ()
    phrase: str = ""
    walled: bool = False
    """The inside or outside of what is usually seen the other way round, so that only its name tells it."""


@dataclass(frozen=True, slots=True)
class TimeHint:
    """A time of day that a line names."""

    phrase: str
    time: TimeOfDay | None
    """None for a jump that does not say when ("hours later")."""
    turns: bool
    """A new time begins with this line; otherwise it is only named."""
    leap: bool = False
    """Time is left out: "the next morning" is a new scene even after a morning."""
    new_day: bool = False
    """The leap is over at least one night, so that the weather of before says nothing."""


def place_hints(text: str, rules: Rules, moving: bool = False) -> list[PlaceHint]:
    """Every place of a line of narration. `moving`: the line before ends in mid-sentence, with motion."""
    if not rules.spaced:
        return list(_dense_places(text, rules))
    words = tokens(text, rules)
    return [hint for i in range(len(words)) if (hint := _place_at(words, i, rules, moving)) is not None]


def place_in(text: str, rules: Rules) -> PlaceHint | None:
    """The place a heading names, wherever it stands in it; the last one is the most exact."""
    low = text.casefold()
    if not rules.spaced:
        found = [word for word in rules.places if word in low]
        word = max(found, key=lambda one: (low.rfind(one), len(one)), default="")
        return PlaceHint(_named(word), rules.places[word], "opening", phrase=text) if word else None
    words = tokens(low, rules)
    at = max((i for i, token in enumerate(words) if token.low in rules.places), default=-1)
    if at < 0:
        return None
    name, place = words[at].low, rules.places[words[at].low]
    preps = rules.words("inside", "only") | rules.words("inside", "into") | rules.words("inside", "out")
    prep = next((token.low for token in reversed(words[:at]) if token.low in preps), "")
    return _walled(PlaceHint(_named(name), place, "opening", phrase=text), seen_from(place, name, prep, rules))


def slug_place(inside: str, place: str, rules: Rules) -> PlaceHint:
    """The place of a screenplay's heading under the writer's own name: "INT. BAKERY", "EXT. BOAT"."""
    known = place_in(place, rules)
    name = " ".join(word.capitalize() if word.isupper() else word for word in place.split())
    if known is None:
        return PlaceHint(name, Place.PLAIN, "opening", phrase=place)
    hint = PlaceHint(name, known.place, "opening", phrase=place)
    if inside.casefold() == "int":
        return _walled(hint, within(known.place, known.name.casefold(), rules))
    return _walled(hint, without(known.place, rules)) if inside.casefold() == "ext" else hint


def going_in(text: str, here: PlaceHint | None, rules: Rules) -> PlaceHint | None:
    """ "They went inside": the inside of the building they stood before."""
    words = tokens(text, rules) if here is not None and moves(text, rules) else ()
    for i, word in enumerate(words):
        alone = i + 1 == len(words) or not words[i + 1].is_word or words[i + 1].low in rules.words("joining")
        if here is not None and alone and word.low in rules.words("inside", "only"):
            noun = here.name.split()[-1].casefold()
            found = _walled(replace(here, strength="arrival"), within(here.place, noun, rules))
            return found if found.walled and not here.walled else None
    return None


def _walled(hint: PlaceHint, seen: tuple[Place, str]) -> PlaceHint:
    """The hint as it is seen: inside or outside, with a name that says so."""
    place, pattern = seen
    if not pattern:
        return hint
    name = _named(pattern.format(hint.name if pattern.startswith("{") else hint.name.lower()))
    return replace(hint, name=name, place=place, walled=True)


def time_hint(text: str, rules: Rules) -> TimeHint | None:
    """The first time of day or jump in time that the line names."""
    patterns = _patterns(rules)
    low = (
        patterns.no.sub(lambda match: "\0" * len(match.group()), text.casefold())
        if patterns.no
        else text.casefold()
    )
    jump = patterns.jump.search(low) if patterns.jump else None
    turn = patterns.turn.search(low) if patterns.turn else None
    named = patterns.named.search(low) if patterns.named else None
    time = dict(rules.times).get(named.group()) if named else None
    if jump and jump.start() <= _OPENING:
        said = set(jump.group().split())
        leap = bool(said & rules.words("times", "leap"))
        new_day = leap and bool(said & rules.words("times", "new_day"))
        return TimeHint(jump.group(), time, turns=True, leap=leap, new_day=new_day)
    if named is None:
        return None
    return TimeHint((turn or named).group(), time, turns=turn is not None)


def weather_hint(text: str, rules: Rules) -> tuple[Weather, Weather] | None:
    """The weather a line begins and ends with; clear when the sun shines or rain, snow or fog are over."""
    if not rules.spaced:
        found = [kind for word, kind in rules.weathers.items() if word in text]
        return (found[0], found[0]) if found else None
    words = tokens(text, rules)
    kinds = list(_skies(words, rules))
    last = max((word.start for word in words if word.low in rules.weathers), default=-1)
    pattern = _patterns(rules).bright
    bright = pattern.search(text.casefold()) if pattern else None
    if bright and bright.start() > last:
        kinds.append(Weather.CLEAR)
    return (kinds[0], kinds[-1]) if kinds else None


def weather_begins(text: str, rules: Rules) -> bool:
    """ "Heavy rain began": until then it was dry."""
    return rules.spaced and any(word.low in rules.words("weather", "begins") for word in tokens(text, rules))


def _skies(words: Sequence[Token], rules: Rules) -> Iterator[Weather]:
    """Rain, snow and fog as they are, or their end; "it smelled of rain" is none."""
    for i, word in enumerate(words):
        if word.low in rules.weathers:
            around = [*words[max(0, i - 2) : i], *_ended(words[i + 1 : i + 6], rules)]
            lows = {one.low for one in around}
            if not lows & rules.words("weather", "hinted"):
                yield Weather.CLEAR if lows & rules.words("weather", "over") else rules.weathers[word.low]


def _ended(after: Sequence[Token], rules: Rules) -> Iterator[Token]:
    """Up to four words after the weather's own; "over the platform" and "stopped the train" end no fog."""
    for k, word in enumerate(after[:4]):
        if k + 1 >= len(after) or after[k + 1].low not in rules.determiners:
            yield word


def moves(text: str, rules: Rules) -> bool:
    """Whether somebody goes somewhere in this line."""
    if not rules.spaced:
        return any(verb in text for verb in rules.words("place_grammar", "motion"))
    return any(word.low in rules.words("place_grammar", "motion") for word in tokens(text, rules))


def _travels(words: set[str], rules: Rules) -> bool:
    """Somebody goes, or takes somebody along."""
    return bool(words & (rules.words("place_grammar", "motion") | rules.words("place_grammar", "transport")))


_OPENING = 16
"""A time within the first signs of a line opens it: "Late at night, …"."""


@dataclass(frozen=True)
class _Patterns:
    no: re.Pattern[str] | None
    jump: re.Pattern[str] | None
    turn: re.Pattern[str] | None
    named: re.Pattern[str] | None
    bright: re.Pattern[str] | None


@lru_cache(maxsize=64)
def _patterns(rules: Rules) -> _Patterns:
    return _Patterns(
        _any_of(rules.phrases("times", "not"), rules),
        _any_of(rules.phrases("times", "jump"), rules),
        _any_of(rules.phrases("times", "turn"), rules),
        _any_of([phrase for phrase, _ in rules.times], rules),
        _any_of(rules.phrases("weather", "clear_when"), rules),
    )


def _any_of(phrases: Sequence[str], rules: Rules) -> re.Pattern[str] | None:
    """One pattern for fixed phrases, the longest first; whole words where words stand apart."""
    body = "|".join(re.escape(phrase) for phrase in phrases if phrase)
    if not body:
        return None
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if rules.spaced else body)


def _place_at(words: Sequence[Token], i: int, rules: Rules, moving: bool) -> PlaceHint | None:
    """The place that token i is the noun of."""
    place = rules.places.get(words[i].low)
    if place is None:
        return None
    start = _phrase_start(words, i, rules)
    before = words[start - 1].low if start else ""
    determined = before in rules.determiners
    prep_at = _whole_preposition(words, start - 2 if determined else start - 1, rules)
    prep = words[prep_at].low if prep_at >= 0 else ""
    fused = prep in rules.words("place_grammar", "fused")
    if not (determined or fused):
        return None
    body = [word.low for word in words[start : i + 1]]
    telling = rules.words("looks", "adjectives") | rules.words("looks", "places")
    looks = tuple(word for word in body[:-1] if word in telling)
    name = _named(" ".join(word for word in body if word not in looks))
    strength = (
        "mention" if _compound(words, i, rules) else _strength(words, max(prep_at, 0), prep, rules, moving)
    )
    phrase = " ".join(word.text for word in words[max(prep_at, 0) : i + 1])
    hint = PlaceHint(name, place, strength, looks, phrase)
    return _walled(hint, seen_from(place, words[i].low, prep, rules))


def _whole_preposition(words: Sequence[Token], at: int, rules: Rules) -> int:
    """ "in the middle of", "at the foot of": the first word counts."""
    if at < 2 or words[at].low not in rules.words("place_grammar", "of"):
        return at
    known = rules.words("place_grammar", "parts")
    if words[at - 1].low not in known:
        return at
    first = at - 3 if at >= 3 and words[at - 2].low in rules.determiners else at - 2
    return first if words[first].low in rules.words("place_grammar", "at") else at


def _phrase_start(words: Sequence[Token], i: int, rules: Rules) -> int:
    """First of up to three words that belong to the place's noun."""
    start = i
    while start and i - start < 3 and words[start - 1].is_word:
        low = words[start - 1].low
        if low in rules.function_words or low in rules.words("place_grammar", "motion") or low in rules.verbs:
            break
        if low in rules.words("place_grammar", "fused"):
            break
        start -= 1
    return start


def _compound(words: Sequence[Token], i: int, rules: Rules) -> bool:
    """ "the harbour wall" is a wall; nouns that follow make the place a mere description."""
    if i + 1 >= len(words) or not words[i + 1].is_word:
        return False
    low = words[i + 1].low
    if rules.data.get("adjectives_after") or rules.data.get("capital_nouns"):
        return False
    return low not in rules.function_words and low not in rules.words("auxiliaries")


def _strength(words: Sequence[Token], prep_at: int, prep: str, rules: Rules, moving: bool) -> str:
    grammar = ("place_grammar",)
    earlier = {word.low for word in words[:prep_at]}
    last = words[prep_at - 1].low if prep_at else ""
    if prep in rules.words(*grammar, "enter"):
        return "arrival"
    if prep in rules.words(*grammar, "leave") or (last == "out" and prep == "of"):
        return "mention"
    at, to = prep in rules.words(*grammar, "at"), prep in rules.words(*grammar, "to")
    if not (at or to):
        return "mention"
    opens = sum(word.is_word for word in words[:prep_at]) == sum(
        word.low in rules.words("place_grammar", "lead") for word in words[:prep_at]
    )
    if opens and at:
        return "opening"
    if earlier & rules.words(*grammar, "look"):
        return "mention"
    if _travels(earlier, rules) or (moving and to):
        return "arrival" if to else "located"
    return "located" if at else "mention"


def _named(words: str) -> str:
    return words[:1].upper() + words[1:]


def _dense_places(text: str, rules: Rules) -> Iterator[PlaceHint]:
    """Without spaces: a place word with "to" or "at" before it."""
    taken: list[tuple[int, int]] = []
    for word in sorted(rules.places, key=lambda one: (-len(one), one)):
        at = text.find(word)
        if at < 0 or any(a <= at < b for a, b in taken):
            continue
        taken.append((at, at + len(word)))
        before = text[max(0, at - 6) : at]
        arrives = any(verb in before for verb in rules.words("place_grammar", "motion"))
        stays = any(sign in before for sign in rules.words("place_grammar", "at"))
        opening = stays and at <= 4
        strength = "arrival" if arrives else "opening" if opening else "located" if stays else "mention"
        yield PlaceHint(word, rules.places[word], strength, phrase=text[max(0, at - 6) : at + len(word)])
