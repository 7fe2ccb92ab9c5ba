"""Turns blocks into lines of narration and speech, with what the text says about who speaks and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.providers.local.writer.blocks import Block, BlockKind, has_words
from core.providers.local.writer.dashes import untangled
from core.providers.local.writer.phrases import Mention, Token, bare_name, noun_phrase, tokens
from core.providers.local.writer.quotes import Part, parts
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.sentences import sentences
from core.story import SegmentKind


@dataclass(frozen=True, slots=True)
class Tag:
    """The words beside a speech that say who speaks."""

    mention: Mention
    text: str
    manner: str = ""
    bare: bool = False
    """Nothing in it but speaker, verb and manner, so the voice itself can say it."""
    spoken: bool = True
    """With a speech verb; False for somebody who only acts beside the speech."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of narration or speech in source order, not yet cut to length."""

    kind: SegmentKind
    text: str
    paragraph: int
    tag: Tag | None = None
    cue: str = ""
    """A screenplay's name for the speaker."""
    manner: str = ""
    dropped: str = ""
    """The bare tag that the voice stands for."""
    follows: bool = False
    """The sentence of the speech before goes on here."""
    carried: bool = False
    """The same quote as in the paragraph before."""
    whole: str = ""
    """The cue as written ("ANA (V.O.)")."""


def lines(blocks: Sequence[Block], rules: Rules, keep_text: bool = False) -> list[Line]:
    """Every word of the blocks, in order; bare speech tags are taken out unless the text must be kept."""
    found: list[Line] = []
    carried = False
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.DIALOGUE:
            found.append(_cued(block, number))
            carried = False
            continue
        heard = [piece for part in parts(block.text, carried) for piece in untangled(part, rules)]
        pieces = [_judged(part, around, rules) for part, around in _with_neighbours(heard)]
        made = list(_paragraph(_joined(pieces), number, rules, keep_text))
        if carried and made and made[0].kind is SegmentKind.DIALOGUE:
            made[0] = replace(made[0], carried=True)
        found.extend(made)
        carried = any(piece.opened for piece in pieces if piece.speech)
    return [line for line in found if line.text]


UNSEEN = "off"
"""The manner of whoever is heard and not seen, as screenplays write it."""

_TERMINAL = ".!?…。！？"
_LEADING = " ,;.:—–-，、；。："


def _cued(block: Block, number: int) -> Line:
    return Line(
        SegmentKind.DIALOGUE, block.text, number, cue=block.speaker, manner=block.manner, whole=block.cue
    )


def _with_neighbours(found: list[Part]) -> Iterator[tuple[Part, tuple[str, str]]]:
    for i, part in enumerate(found):
        before = found[i - 1].text if i else ""
        after = found[i + 1].text if i + 1 < len(found) else ""
        yield part, (before, after)


def _judged(part: Part, around: tuple[str, str], rules: Rules) -> Part:
    """Words in quotation marks that nobody says ("the "Blue Whale" sailed") become narration again."""
    if not part.speech or _is_speech(part, around, rules):
        return part
    return Part(False, part.quoted)


def _is_speech(part: Part, around: tuple[str, str], rules: Rules) -> bool:
    before, after = around
    text = part.text.rstrip("”“\"'’»「」『』 ")
    if not has_words(text):
        return False
    if _written(before, rules):
        return False
    if text[-1:] in _TERMINAL + ",，—–-" or part.opened:
        return True
    if not before or before[-1] in ",:，：":
        return True
    clause = after[:80]
    return clause[:1] in ",，" and any(word.low in rules.verbs for word in tokens(clause, rules)[:8])


def _written(before: str, rules: Rules) -> bool:
    """ "The sign said": nobody's voice."""
    last = sentences(before, rules)[-1:] if before else []
    words = tokens(last[0], rules) if last else []
    return any(word.low in rules.words("not_speakers") for word in words[:4]) and words[-1].text in ",:"


def _joined(pieces: Sequence[Part]) -> list[Part]:
    """Neighbouring stretches of narration as one."""
    found: list[Part] = []
    for piece in pieces:
        if found and not found[-1].speech and not piece.speech:
            space = "" if piece.text[:1] in ",.;:!?，。" else " "
            found[-1] = Part(False, f"{found[-1].text}{space}{piece.text}")
        else:
            found.append(piece)
    return found


def _paragraph(pieces: Sequence[Part], number: int, rules: Rules, keep_text: bool) -> Iterator[Line]:
    """The lines of one paragraph. A tag belongs to the speech before it, or to the one it leads into."""
    taken = ""
    given: Tag | None = None
    follows = False
    for i, piece in enumerate(pieces):
        if not piece.speech:
            rest = piece.text[len(taken) :].lstrip(_LEADING if i else "") if taken else piece.text
            rest = rest if not i or keep_text else rest.lstrip(_LEADING)
            leading = leading_tag(rest, rules) if i + 1 < len(pieces) else None
            given = leading
            if leading is not None and leading.bare and not keep_text:
                rest = rest[: len(rest) - len(leading.text)].rstrip()
            if has_words(rest):
                follows = False
                yield Line(SegmentKind.NARRATION, rest.lstrip(" ,;，、" if i else ""), number)
            taken = ""
            continue
        after = pieces[i + 1].text if i + 1 < len(pieces) else ""
        tag = given or trailing_tag(after, piece.text, rules, last=i + 2 >= len(pieces))
        trails = tag is not None and tag is not given
        bare = tag is not None and tag.bare and not keep_text
        if trails and bare and tag is not None:
            taken = tag.text
        yield Line(
            SegmentKind.DIALOGUE,
            piece.text,
            number,
            tag=tag,
            manner=tag.manner if tag else "",
            dropped=tag.text.strip(_LEADING) if tag and bare else "",
            follows=follows,
        )
        follows = bool(bare and trails and tag and tag.text.rstrip()[-1:] in ",，")
        given = None


def trailing_tag(after: str, said: str, rules: Rules, *, last: bool) -> Tag | None:
    """The tag that a speech is followed by: 'said Ana.', ', she said,'; the clause up to the sentence's end."""
    if not has_words(after):
        return None
    clause = _first_clause(after, rules)
    leads_on = not last and clause == after and after.rstrip()[-1:] in ":："
    new_sentence = said[-1:] in _TERMINAL and after.lstrip(_LEADING)[:1].isupper()
    if leads_on and new_sentence:
        return None
    return _tag(clause, rules, after_speech=True)


def leading_tag(before: str, rules: Rules) -> Tag | None:
    """The tag that leads into a speech: 'Ana said:', 'The old man whispered,'."""
    last = sentences(before, rules)[-1:]
    if not last or last[0][-1] not in ",:，：":
        return None
    return _tag(last[0], rules, after_speech=False)


def acting(narration: str, rules: Rules, *, last_sentence: bool) -> Mention | None:
    """Who acts in the sentence next to a speech; None when it does not begin with somebody."""
    found = sentences(narration, rules)
    if not found:
        return None
    words = tokens(found[-1 if last_sentence else 0], rules)
    start = _skip_openers(words, rules)
    parsed = noun_phrase(words, start, rules)
    return parsed[0] if parsed else None


def _first_clause(after: str, rules: Rules) -> str:
    found = sentences(after, rules)
    return after[: after.find(found[0]) + len(found[0])] if found else after


def _tag(clause: str, rules: Rules, *, after_speech: bool) -> Tag | None:
    if not rules.spaced:
        return _dense_tag(clause, rules, after_speech=after_speech)
    words = [word for word in tokens(clause, rules)]
    start = next((i for i, word in enumerate(words) if word.is_word), len(words))
    verb = _verb(words, start, rules)
    if verb is None:
        return _inverted(clause, words, start, rules) if after_speech else None
    parsed = _subject(words, start, verb, rules)
    if parsed is None:
        return None
    mention, after, direct = parsed
    manner, rest = _manner(words, verb, after, rules)
    if mention.head.endswith(_voices(rules)):
        manner = f"{manner} {UNSEEN}".strip()
    return Tag(mention, clause, manner, bare=direct and not rest)


def _verb(words: Sequence[Token], start: int, rules: Rules) -> int | None:
    """Where the verb of speaking stands; "came a voice" has one of sounding."""
    if start < len(words) and words[start].low in rules.words("voices", "sounding"):
        return start if _voice(words, start + 1, rules) else None
    return next((i for i in range(start, min(len(words), start + 9)) if words[i].low in rules.verbs), None)


def _speaker_at(words: Sequence[Token], i: int, rules: Rules) -> tuple[Mention, int] | None:
    """The speaker that token i begins to name, and the token after."""
    return _voice(words, i, rules) or noun_phrase(words, i, rules)


def _voice(words: Sequence[Token], i: int, rules: Rules) -> tuple[Mention, int] | None:
    """ "a woman's voice", "a deep voice": somebody unseen; its noun is all the text tells of them."""
    end = next(
        (k for k in range(i, min(i + 5, len(words))) if words[k].low in rules.words("voices", "nouns")), -1
    )
    body = words[i + 1 : end] if end >= 0 else ()
    if end <= i or words[i].low not in rules.words("indefinite"):
        return None
    if any(not word.is_word or word.low in rules.function_words for word in body):
        return None
    owner = next((bare_name(word.low) for word in body if word.low.endswith("'s")), "")
    head = f"{owner}'s {words[end].low}" if owner else words[end].low
    gender = rules.nouns[owner].gender if owner in rules.nouns else ""
    phrase = " ".join(word.text for word in words[i : end + 1])
    adjectives = tuple(word.low for word in body if not word.low.endswith("'s"))
    start, stop = words[i].start, words[end].end
    found = Mention("noun", phrase, head=head, adjectives=adjectives, gender=gender, start=start, end=stop)
    return found, end + 1


def _voices(rules: Rules) -> tuple[str, ...]:
    return tuple(rules.words("voices", "nouns")) or ("\0",)


def _inverted(clause: str, words: Sequence[Token], start: int, rules: Rules) -> Tag | None:
    """ "panted the fox": any verb in the past right after the words, with nothing but its subject."""
    endings = tuple(rules.words("speech", "verb_endings"))
    if not endings or start >= len(words) or words[start].is_capital or not words[start].low.endswith(endings):
        return None
    parsed = noun_phrase(words, start + 1, rules)
    if parsed is None or any(word.is_word for word in words[parsed[1] :]):
        return None
    return Tag(parsed[0], clause, words[start].low, bare=True)


def _subject(words: Sequence[Token], start: int, verb: int, rules: Rules) -> tuple[Mention, int, bool] | None:
    """The mention before or after the verb, the next token, and whether nothing stands between them."""
    if verb == start or all(word.low in rules.words("tag_openers") for word in words[start:verb]):
        parsed = _speaker_at(words, verb + 1, rules)
        return (parsed[0], parsed[1], True) if parsed else None
    begin = _skip_openers(words[:verb], rules) if words[start].low not in rules.pronouns else start
    parsed = _speaker_at(words[:verb], begin, rules)
    if parsed is None:
        return None
    mention, after = parsed
    return mention, verb + 1, after == verb and begin == start


def _skip_openers(words: Sequence[Token], rules: Rules) -> int:
    """Index of the first word that is not "then", "and", an adverb or a mark."""
    skipped = rules.words("openers") | rules.adverbs
    for i, word in enumerate(words):
        if word.is_word and word.low not in skipped and not word.low.endswith(rules.adverb_endings or ("\0",)):
            return i
    return 0


def _manner(words: Sequence[Token], verb: int, after: int, rules: Rules) -> tuple[str, bool]:
    """How it is said, and whether the tag has words beyond speaker, verb, listener and manner."""
    kind = rules.verbs.get(words[verb].low, "")
    rest = [word for word in words[after:] if word.is_word]
    text = " ".join(word.low for word in rest)
    found: list[str] = [kind] if kind else []
    for phrase in rules.manner_phrases:
        if phrase in text and f" {phrase} " in f" {text} ":
            found.append(phrase)
            text = f" {text} ".replace(f" {phrase} ", " ").strip()
    left = []
    for word in text.split():
        if word in rules.adverbs or (
            rules.adverb_endings and word.endswith(rules.adverb_endings) and len(word) > 4
        ):
            found.append(word)
        elif word not in rules.object_pronouns and word not in rules.words("tag_fillers"):
            left.append(word)
    return " ".join(found), bool(left)


def _dense_tag(clause: str, rules: Rules, *, after_speech: bool) -> Tag | None:
    """For scripts without spaces: the sign before the verb, less what tells the manner, is the speaker."""
    bare_clause = clause.strip(_LEADING + "：:，,。！？ ")
    places = sorted((bare_clause.find(verb), -len(verb), verb) for verb in rules.verbs if verb in bare_clause)
    if not places:
        return None
    at, _, verb = places[0] if after_speech else max(places, key=lambda row: (row[0], -row[1]))
    clause_start = max((bare_clause.rfind(mark, 0, at) for mark in "，。；！？、,"), default=-1) + 1
    subject = bare_clause[clause_start:at]
    manner = [rules.verbs[verb]] if rules.verbs[verb] else []
    for phrase in rules.manner_phrases:
        if phrase and phrase in subject:
            manner.append(phrase)
            subject = subject.replace(phrase, "")
    for particle in sorted(rules.words("particles"), key=lambda one: (-len(one), one)):
        subject = subject.removesuffix(particle)
    for particle in sorted(rules.words("leading_particles")):
        subject = subject.removeprefix(particle)
    if not 0 < len(subject) <= 8 or not has_words(subject):
        return None
    tail = bare_clause[at + len(verb) :].strip("道着了：:，,。 ")
    gender = rules.pronouns.get(subject)
    kind = "first" if subject in rules.first_person else "name" if gender is None else "pronoun"
    head = next((noun for noun in sorted(rules.nouns, key=len, reverse=True) if subject.endswith(noun)), "")
    names = () if head or kind != "name" else (subject,)
    mention = Mention(
        "noun" if head else kind, subject, names=names, head=head, gender=gender or "", subject=True
    )
    return Tag(mention, clause, " ".join(manner), bare=not tail and clause_start == 0)
