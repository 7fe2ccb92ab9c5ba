"""Finds the props: things that somebody in the story takes, opens, lights or gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.documents import PropDoc
from core.providers.local.writer.phrases import Token, tokens
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.speech import Line
from core.story import SegmentKind

Thing = tuple[str, tuple[str, ...], str]
"""(noun, adjectives, the words) of a thing in a line."""


def props(lines: Sequence[Line], rules: Rules) -> tuple[PropDoc, ...]:
    """Every handled thing, in order of first handling."""
    found: dict[str, _Thing] = {}
    named: Counter[str] = Counter()
    for line in lines:
        if line.kind is not SegmentKind.NARRATION:
            continue
        named.update({word.low for word in tokens(line.text, rules)} if rules.spaced else ())
        for noun, looks, phrase in (*carried(line.text, rules), *handled(line.text, rules)):
            thing = found.setdefault(noun, _Thing(noun, phrase))
            thing.times += 1
            thing.looks.extend(look for look in looks if look not in thing.looks)
    return tuple(thing.document() for thing in found.values() if _is_prop(thing, named, rules))


def handled(text: str, rules: Rules) -> list[Thing]:
    """Each thing handled in a line."""
    if not rules.spaced:
        return list(_dense_handled(text, rules))
    words = tokens(text, rules)
    verbs = rules.words("handling", "verbs")
    rows = (_object_of(words, i, rules) for i, word in enumerate(words) if word.low in verbs)
    return [row for row in rows if row is not None]


def carried(text: str, rules: Rules) -> list[Thing]:
    """The known things somebody has about them: "waited with a red suitcase"."""
    words = tokens(text, rules) if rules.spaced else ()
    having = rules.words("handling", "having")
    rows = (_object_of(words, i, rules) for i, word in enumerate(words) if word.low in having)
    return [row for row in rows if row is not None and row[0] in rules.words("handling", "things")]


def names(text: str, prop: str, rules: Rules) -> bool:
    """Whether these words name the prop, in one or many."""
    wanted = prop.casefold()
    if not rules.spaced:
        return wanted in text.casefold()
    last = wanted.split()[-1] if wanted.split() else wanted
    return any(word.low in (last, f"{last}s") for word in tokens(text, rules))


@dataclass
class _Thing:
    noun: str
    phrase: str
    times: int = 0
    looks: list[str] = field(default_factory=list)

    def document(self) -> PropDoc:
        name = self.noun[:1].upper() + self.noun[1:]
        return PropDoc(name=name, appearance=", ".join(self.looks), because=f"is handled: “{self.phrase}”")


def _is_prop(thing: _Thing, named: Counter[str], rules: Rules) -> bool:
    """A known thing, or one that matters: handled twice, or handled and named again."""
    if thing.noun in rules.words("handling", "things"):
        return True
    return thing.times >= 2 or (named[thing.noun] >= 3)


def _object_of(words: Sequence[Token], verb: int, rules: Rules) -> Thing | None:
    """The thing right after a handling verb: "took the old lantern", "handed her a letter", "lit it"."""
    i = verb + 1
    skipped = rules.words("handling", "particles") | frozenset(rules.object_pronouns) | rules.words("neuter")
    if i + 1 < len(words) and (words[i].is_capital or words[i].low in skipped) and _det(words, i + 1, rules):
        i += 1
    if not _det(words, i, rules):
        return None
    while i < len(words) and _det(words, i, rules):
        i += 1
    body: list[str] = []
    while i < len(words) and len(body) < 4 and words[i].is_word and words[i].low not in rules.function_words:
        if body and words[i].low.endswith(rules.adverb_endings or ("\0",)):
            break
        body.append(words[i].low)
        i += 1
        if rules.data.get("adjectives_after") and body[-1] in rules.words("handling", "things"):
            break
    noun = _noun(body, rules)
    if noun is None:
        return None
    at = body.index(noun)
    phrase = " ".join(word.text for word in words[verb:i])
    return noun, tuple(body[:at]), phrase


def _noun(body: Sequence[str], rules: Rules) -> str | None:
    """The known thing among the words, else the last word unless it cannot be a prop."""
    things = rules.words("handling", "things")
    known = [word for word in body if word in things]
    if known:
        return known[-1]
    last = body[-1] if body else ""
    barred = last in rules.words("handling", "not_things") or last in rules.nouns or last in rules.places
    return None if barred or len(last) < 3 or any(char.isdigit() for char in last) else last


def _det(words: Sequence[Token], i: int, rules: Rules) -> bool:
    if i >= len(words):
        return False
    low = words[i].low
    return low in rules.determiners or low in rules.plural_determiners or low.endswith("'s")


def _dense_handled(text: str, rules: Rules) -> Iterator[Thing]:
    """Without spaces: a thing up to eight signs after a handling verb."""
    for verb in sorted(rules.words("handling", "verbs")):
        at = text.find(verb)
        if at < 0:
            continue
        reach = text[at + len(verb) : at + len(verb) + 10]
        for thing in sorted(rules.words("handling", "things"), key=lambda one: (-len(one), one)):
            place = reach.find(thing)
            if 0 <= place <= 8:
                yield thing, (), text[at : at + len(verb) + place + len(thing)]
                break
