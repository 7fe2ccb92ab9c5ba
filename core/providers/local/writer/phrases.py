"""Finds who or what a stretch of words points at: pronouns, names, and nouns for people and animals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.providers.local.writer.rules import Rules


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark with its place in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.low[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text points at somebody."""

    kind: str
    """"pronoun", "it", "object", "plural", "first", "name" or "noun"."""
    phrase: str
    names: tuple[str, ...] = ()
    title: str = ""
    head: str = ""
    """The noun, in small letters."""
    adjectives: tuple[str, ...] = ()
    gender: str = ""
    start: int = 0
    end: int = 0
    subject: bool = False
    owned: bool = False
    """With "his", "her", "my" or a name's genitive before it."""


@lru_cache(maxsize=4096)
def tokens(text: str, rules: Rules) -> tuple[Token, ...]:
    """Words and marks; "she-said" forms like "dit-elle" fall apart, elided articles stand alone."""
    pattern = _ELIDING if rules.data.get("elision") else _WORD
    found: list[Token] = []
    for match in pattern.finditer(text):
        word = match.group()
        if "-" in word:
            found.extend(_unhyphened(word, match.start(), rules))
        else:
            found.append(Token(word, word.casefold().replace("’", "'"), match.start(), match.end()))
    return tuple(found)


def noun_phrase(words: Sequence[Token], i: int, rules: Rules) -> tuple[Mention, int] | None:
    """The mention that begins exactly at token i, and the token after it."""
    if i >= len(words) or not words[i].is_word:
        return None
    low = words[i].low
    if low in rules.first_person and (words[i].text == "I" or rules.language != "en"):
        return _mention("first", words, i, i + 1), i + 1
    if low in rules.words("neuter"):
        return _mention("it", words, i, i + 1), i + 1
    fellows = _fellows(words, i, rules)
    if fellows:
        return _mention("plural", words, i, i + fellows), i + fellows
    if low in rules.words("plural_pronouns") or _is_plural(words, i, rules):
        return _mention("plural", words, i, i + 1), i + 1
    if low in rules.pronouns:
        return _mention("pronoun", words, i, i + 1, gender=rules.pronouns[low]), i + 1
    if _determines(words[i], rules):
        return _determined(words, i, rules)
    if words[i].is_capital or low in rules.titles:
        return _named(words, i, rules)
    return None


def mentions(text: str, rules: Rules) -> list[Mention]:
    """Every mention in a stretch of narration, in order; nouns only when they are people or animals."""
    words = tokens(text, rules)
    found: list[Mention] = []
    i = 0
    while i < len(words):
        parsed = noun_phrase(words, i, rules)
        if parsed is None or not _worth(parsed[0], rules):
            found.extend(_pointing(words, i, rules))
            i += 1
            continue
        mention, after = parsed
        found.append(_with_role(mention, words, i, after, rules))
        i = after
    return _apposed(_sharing(found, text, rules), words, rules)


def _sharing(found: list[Mention], text: str, rules: Rules) -> list[Mention]:
    """ "Ana and Tom sat": both act."""
    for i in range(len(found) - 2, -1, -1):
        between = text[found[i].end : found[i + 1].start].strip().casefold()
        if found[i + 1].subject and between in rules.words("joining"):
            found[i] = replace(found[i], subject=True)
    return found


def _apposed(found: list[Mention], words: Sequence[Token], rules: Rules) -> list[Mention]:
    """ "The old conductor, Mr. Brandt, looked" and "Ana, the baker, sang" point at one each."""
    places = {word.start: i for i, word in enumerate(words)}
    merged: list[Mention] = []
    for mention in found:
        if merged and _same_one(merged[-1], mention, words, places, rules):
            merged[-1] = _merged(merged[-1], mention)
        else:
            merged.append(mention)
    return merged


def _same_one(
    one: Mention, other: Mention, words: Sequence[Token], places: Mapping[int, int], rules: Rules
) -> bool:
    """A role and a name, or a name and a role, between commas that are not those of a list."""
    at = places[other.start]
    after = next((i for i in range(at, len(words)) if words[i].start >= other.end), len(words))
    if words[at - 1].text != "," or words[at - 1].start < one.end:
        return False
    vague = words[at].low in rules.words("indefinite") and other.head in rules.nouns
    described = vague and after < len(words) and _describes(words[after], rules)
    return _role_and_name(one, other, vague, rules) and (described or _closed(words, after, rules))


def _role_and_name(one: Mention, other: Mention, vague: bool, rules: Rules) -> bool:
    """A role beside a name, or beside a second role that tells more of the first ("her guide, a thin man")."""
    if {one.kind, other.kind} - {"noun", "name"} or (one.names and other.names) or one.head == other.head:
        return False
    if one.kind == "noun" and other.kind == "name":
        return not one.names
    if one.kind == "noun":
        return vague and one.phrase.split()[0].casefold() not in rules.words("indefinite")
    return vague or (one.kind == "name" and not other.owned and other.head in rules.nouns)


def _describes(word: Token, rules: Rules) -> bool:
    """What may follow a role that is told of somebody: "from", "with", "who", "called"."""
    naming = {phrase.split()[0] for phrase in rules.phrases("naming")}
    return word.low in rules.words("trailing") or word.low in naming


def _closed(words: Sequence[Token], after: int, rules: Rules) -> bool:
    """The sentence ends here, or a comma is followed by what no list goes on with."""
    if after >= len(words) or words[after].text in _SENTENCE_ENDS:
        return True
    if words[after].text != "," or after + 1 >= len(words):
        return words[after].text == ","
    low = words[after + 1].low
    lists = rules.words("joining") | rules.words("openers") | rules.determiners | rules.plural_determiners
    return low not in lists and not words[after + 1].is_capital


def _merged(one: Mention, other: Mention) -> Mention:
    """One mention of both; the role in it is the phrase."""
    role, name = (one, other) if one.kind == "noun" else (other, one)
    return replace(
        role,
        kind=one.kind,
        names=name.names,
        title=name.title,
        adjectives=(*role.adjectives, *name.adjectives),
        gender=name.gender or role.gender,
        start=one.start,
        end=other.end,
        subject=one.subject,
    )


def bare_name(text: str) -> str:
    """The word without a genitive ending."""
    if text[-1:].isalpha() and "'" not in text and "’" not in text:
        return text
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending) and len(text) > len(ending):
            return text.removesuffix(ending)
    return text


_WORD = re.compile(r"\w+(?:['’\-]\w+)*['’]?|[^\w\s]")
_ELIDING = re.compile(r"[^\W\d_]{1,7}['’](?=\w)|\w+(?:\-\w+)*|[^\w\s]")
_LONGEST_PHRASE = 5
_SENTENCE_ENDS = frozenset(".!?…:;—–")


def _unhyphened(text: str, start: int, rules: Rules) -> Iterator[Token]:
    head, _, tail = text.partition("-")
    pronoun = tail.rpartition("-")[2] if tail else ""
    if pronoun.casefold() in rules.pronouns.keys() | rules.first_person and head.casefold() in rules.verbs:
        yield Token(head, head.casefold(), start, start + len(head))
        at = start + len(text) - len(pronoun)
        yield Token(pronoun, pronoun.casefold(), at, start + len(text))
    else:
        low = text.casefold().replace("’", "'")
        yield Token(text, low, start, start + len(text))


def _mention(kind: str, words: Sequence[Token], i: int, after: int, *, gender: str = "") -> Mention:
    phrase = " ".join(word.text for word in words[i:after])
    return Mention(kind, phrase, gender=gender, start=words[i].start, end=words[after - 1].end)


def _is_plural(words: Sequence[Token], i: int, rules: Rules) -> bool:
    """ "sie warteten": the verb tells that they are several."""
    if words[i].low not in rules.words("plural_verbs", "pronouns") or i + 1 >= len(words):
        return False
    return words[i + 1].low.endswith(tuple(rules.words("plural_verbs", "endings")))


def _fellows(words: Sequence[Token], i: int, rules: Rules) -> int:
    """How many words "all three" or "both of them" has, when no thing follows that is counted."""
    for phrase in rules.phrases("fellows"):
        parts = phrase.split()
        after = words[i + len(parts)] if i + len(parts) < len(words) else None
        if [word.low for word in words[i : i + len(parts)]] == parts and not (
            after and after.low.endswith("s")
        ):
            return len(parts)
    return 0


def _determines(word: Token, rules: Rules) -> bool:
    return word.low in rules.determiners or (word.is_capital and word.low.endswith("'s"))


def _determined(words: Sequence[Token], i: int, rules: Rules) -> tuple[Mention, int] | None:
    """Determiner, adjectives, noun, perhaps a name right after it ("her brother Tom", "the fisherman Tom")."""
    j = i + 1
    while j < len(words) and j - i < 3 and (words[j].low in rules.determiners or _owns(words, j)):
        j += 1
    first = j
    while j < len(words) and j - first < _LONGEST_PHRASE and _in_phrase(words, j, first, rules):
        j += 1
        if _is_noun(words[j - 1], rules) and not (j < len(words) and _is_noun(words[j], rules)):
            break
    if j == first:
        return None
    body = [word.low for word in words[first:j]]
    head = next((k for k in range(len(body) - 1, -1, -1) if body[k] in rules.nouns), len(body) - 1)
    names, after = _names_after(words, j, rules)
    return (
        Mention(
            "noun",
            " ".join(word.text for word in words[i:after]),
            names=names,
            head=body[head],
            adjectives=tuple(body[:head]),
            start=words[i].start,
            end=words[after - 1].end,
            owned=any(word.low in rules.words("owning") or word.low.endswith("'s") for word in words[i:first]),
        ),
        after,
    )


def _owns(words: Sequence[Token], j: int) -> bool:
    """ "The queen's guard": a genitive inside the phrase."""
    return words[j].low.endswith("'s") and j + 1 < len(words) and words[j + 1].is_word


def _in_phrase(words: Sequence[Token], j: int, first: int, rules: Rules) -> bool:
    word = words[j]
    if not word.is_word or word.low in rules.function_words or word.low.endswith("'s"):
        return False
    if j == first:
        return True
    if word.is_capital and word.low in rules.words("abbreviations"):
        return False
    return word.low not in rules.verbs and not word.low.endswith(rules.adverb_endings or ("\0",))


def _is_noun(word: Token, rules: Rules) -> bool:
    return word.low in rules.nouns


def _names_after(words: Sequence[Token], j: int, rules: Rules) -> tuple[tuple[str, ...], int]:
    names: list[str] = []
    while j < len(words) and words[j].is_capital and words[j].is_word and len(names) < 3:
        low = words[j].low
        if low in rules.function_words | rules.words("abbreviations") or (
            rules.data.get("capital_nouns") and bare_name(low) not in rules.names
        ):
            break
        names.append(bare_name(words[j].text))
        j += 1
        if low.endswith("'s"):
            break
    return tuple(names), j


def _named(words: Sequence[Token], i: int, rules: Rules) -> tuple[Mention, int] | None:
    """Titles and capitalised words: "Captain Tom Reyes", "Old Bear", "Mrs. Finch"."""
    titles: list[str] = []
    j = i
    while j < len(words) and words[j].low in rules.titles and j - i < 3:
        titles.append(words[j].low)
        j += 1
        if j < len(words) and words[j].text == "." and titles[-1] in rules.words("abbreviations"):
            j += 1
    names: list[str] = []
    while j < len(words) and len(names) < 4 and (_name_like(words[j], rules) or _number_name(words, j, rules)):
        names.append(bare_name(words[j].text))
        j += 1
        if words[j - 1].low.endswith("'s"):
            break
    if not names and not (titles and titles[-1] in rules.nouns):
        return None
    title = titles[-1] if titles else ""
    lows = [name.casefold() for name in names]
    head = next((low for low in reversed(lows) if low in rules.nouns), title if title in rules.nouns else "")
    return (
        Mention(
            "name" if names else "noun",
            " ".join(word.text for word in words[i:j]).replace(" .", "."),
            names=tuple(names),
            title=title,
            head=head if names else title,
            adjectives=tuple(titles[:-1]),
            gender=rules.titles.get(title, ""),
            start=words[i].start,
            end=words[j - 1].end,
        ),
        j,
    )


def _name_like(word: Token, rules: Rules) -> bool:
    if not (word.is_word and word.is_capital) or word.text[0].isdigit():
        return False
    barred = word.low in rules.function_words or word.low in rules.plural_determiners
    return not barred and word.low not in rules.verbs


def _number_name(words: Sequence[Token], j: int, rules: Rules) -> bool:
    """ "The robot, Seven, rolled": a number with a capital within a sentence."""
    within = j > 0 and (words[j - 1].is_word or words[j - 1].text == ",")
    return within and words[j].is_capital and words[j].low in rules.plural_determiners


def _worth(mention: Mention, rules: Rules) -> bool:
    if mention.kind == "noun":
        titled = mention.head in rules.titles and mention.head not in rules.words("looks", "adjectives")
        return mention.head in rules.nouns or titled or bool(mention.names)
    return True


def _pointing(words: Sequence[Token], i: int, rules: Rules) -> Iterator[Mention]:
    """ "him", "her": somebody is pointed at; "her bag" is owned."""
    low = words[i].low
    if low in rules.object_pronouns:
        following = words[i + 1] if i + 1 < len(words) else None
        owns = following is not None and following.is_word and following.low not in rules.function_words
        found = _mention("object", words, i, i + 1, gender=rules.object_pronouns[low])
        yield replace(found, owned=owns)


def _with_role(mention: Mention, words: Sequence[Token], i: int, after: int, rules: Rules) -> Mention:
    """Marks the mention as a subject when a clause opens before it and a verb may follow it."""
    before = words[i - 1].low if i else "."
    opens = (
        not before[0].isalnum() or before in rules.words("openers") | rules.words("times", "nouns") or i == 0
    )
    following = words[after] if after < len(words) else None
    acts = following is not None and _may_be_verb(following, rules)
    last = words[after - 1].low
    acts = acts and not last.endswith(("'s", "s'"))
    if opens and following is not None and (following.text == "," or following.low in rules.words("trailing")):
        acts = True
    if not (opens and acts):
        return mention
    return replace(mention, subject=True)


def _may_be_verb(word: Token, rules: Rules) -> bool:
    if not word.is_word or word.is_capital:
        return False
    return word.low in rules.words("auxiliaries") or word.low not in rules.function_words
