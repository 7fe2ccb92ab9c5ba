"""What is said of a written line, and which of its tokens each said word belongs to.

The line's own words stay the caption's words (media.md 9): everything here keeps, for each character that is
spoken, the number of the token of `text.split()` it came from. Nothing in a line is ever markup to the voice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.catalogue.voices import Language, find_language, language_of_script
from core.providers.local.voice.cleaning import LONGEST_WORD, broken_up, clean, is_spoken, letter_script
from core.providers.local.voice.shortcuts import said


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in one language."""

    language: Language
    text: str
    owners: tuple[int, ...]
    """For each code point of the text the token it belongs to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line made ready. No runs means that the local voice cannot say it; `notes` then says why."""

    tokens: tuple[str, ...]
    runs: tuple[Run, ...]
    notes: tuple[str, ...] = ()
    text: str = ""
    """All that can be said of it, whoever says it; empty when there is no word in it."""
    owners: tuple[int, ...] = ()
    """For each code point of `text` the token it belongs to."""


def prepare(text: str, language: str) -> Line:
    """The line as the local voice will say it.

    A word in another script is said in that script's language ("She said привет"); characters that no voice
    knows are left out with a note, and when they are more than a quarter of the letters nothing is said.
    """
    tokens = tuple(text.split())
    spoken = [clean(token) for token in tokens]
    home = find_language(language) if language.strip() else _language_of(spoken)
    words = said(spoken, home.tag if home else language)
    text, owners = _plain_text(words)
    if home is None or home.speaks == "no":
        named = f"the language {language!r}" if language.strip() else "this writing"
        note = home.note if home else f"The local voice does not speak {named}, so this line is silent."
        return Line(tokens, (), (note,), text, owners)
    builder = _Builder(home)
    for i, word in enumerate(words):
        builder.add(i, word)
    return replace(builder.line(tokens), text=text, owners=owners)


def _plain_text(words: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The words in one string, and for each code point the word it came from."""
    chars: list[str] = []
    owners: list[int] = []
    for i, word in enumerate(words):
        broken, _ = broken_up(word)
        piece = f" {broken}" if chars and any(is_spoken(char) for char in broken) else broken
        chars += piece
        owners += [i] * len(piece)
    text = "".join(chars)
    return (text, tuple(owners)) if any(is_spoken(char) for char in text) else ("", ())


_MARKS = frozenset(".,;:!?、。，！？；：")
"""After one of these another pause would only be longer."""


class _Builder:
    """Collects characters into runs of one language."""

    def __init__(self, home: Language) -> None:
        self._home = home
        self._runs: list[tuple[Language, list[str], list[int]]] = []
        self._letters = 0
        self._unknown: list[str] = []
        self._cut = False

    def add(self, token: int, word: str) -> None:
        word, cut = broken_up(word)
        self._cut = self._cut or cut
        if any(is_spoken(char) for char in word):
            self._put(token, " ")
        elif self._runs and self._runs[-1][1][-1:] and self._runs[-1][1][-1] in _MARKS:
            return
        language: Language | None = None
        known = True
        for char in word:
            script = letter_script(char)
            if script is not None:
                self._letters += 1
                language = self._reader(script)
                known = language is not None
                if not known:
                    self._unknown.append(char)
            if known:
                self._put(token, char, language)

    def line(self, tokens: tuple[str, ...]) -> Line:
        runs = tuple(
            Run(language, "".join(chars), tuple(owners))
            for language, chars, owners in self._runs
            if any(is_spoken(char) for char in chars)
        )
        notes = list(self._notes(runs))
        if not runs or 4 * len(self._unknown) > self._letters:
            return Line(tokens, (), (*notes, *_silent(runs, self._unknown)))
        return Line(tokens, runs, tuple(notes))

    def _put(self, token: int, char: str, language: Language | None = None) -> None:
        """Letters choose the run; everything else goes with the run before it."""
        if not self._runs or (language is not None and language != self._runs[-1][0]):
            self._runs.append((language or self._home, [], []))
        _, chars, owners = self._runs[-1]
        if chars or is_spoken(char):
            chars.append(char)
            owners.append(token)

    def _reader(self, script: str) -> Language | None:
        return self._home if script in self._home.scripts else _foreign(script, self._home)

    def _notes(self, runs: Sequence[Run]) -> list[str]:
        used = dict.fromkeys(run.language for run in runs)
        notes = [language.note for language in used if language.note]
        if self._unknown:
            shown = "".join(dict.fromkeys(self._unknown))[:12]
            notes.append(f"The local voice cannot read {shown}; those characters are left out of the sound.")
        if self._cut:
            notes.append(f"A word of more than {LONGEST_WORD} letters is only begun.")
        return notes


def _foreign(script: str, home: Language) -> Language | None:
    """Who reads a script that is not the line's own. Kanji in Japanese are not Chinese."""
    if script == "Han" and "Kana" in home.scripts:
        return None
    language = language_of_script(script)
    return None if language is None or language.speaks == "no" else language


def _silent(runs: Sequence[Run], unknown: Sequence[str]) -> tuple[str, ...]:
    if unknown:
        return ("Too much of this line is in characters that the local voice cannot read, so it is silent.",)
    return () if runs else ("There is no word in this line to say, so it is silent.",)


def _language_of(words: Sequence[str]) -> Language | None:
    """The language of a text of unknown language, by the script of most of its letters; English for none."""
    scripts = [script for word in words for char in word if (script := letter_script(char)) is not None]
    if not scripts:
        return find_language("en")
    if "Kana" in scripts:
        return language_of_script("Kana")
    return language_of_script(max(dict.fromkeys(scripts), key=scripts.count))


def token_times(
    line: Line, starts: Sequence[tuple[int, int]], pauses: Sequence[int], end: int
) -> tuple[tuple[int, int, int], ...]:
    """(token, start, end) for every token, in samples: in order, without holes, the last one ending at `end`.

    `starts` are (token, sample) of the words heard, `pauses` the samples at which silences begin. Tokens that
    were heard with a neighbour ("did not" in one breath) or not at all (a dash, an emoji) share the neighbour's
    time by their length; the silence after a group belongs to its last token.
    """
    anchors = _anchors(starts, len(line.tokens))
    if not line.tokens:
        return ()
    if not anchors:
        return _shared(range(len(line.tokens)), line.tokens, 0, end, end)
    times: list[tuple[int, int, int]] = []
    for i, (token, start) in enumerate(anchors):
        after, until = anchors[i + 1] if i + 1 < len(anchors) else (len(line.tokens), end)
        group = range(0 if i == 0 else token, after)
        quiet = min((pause for pause in pauses if start < pause < until), default=until)
        times += _shared(group, line.tokens, start, until, quiet if len(group) > 1 else until)
    return tuple(times)


def _anchors(starts: Sequence[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """The first sample of each heard token, strictly rising in both."""
    anchors: list[tuple[int, int]] = []
    for token, sample in starts:
        if token < count and (not anchors or (token > anchors[-1][0] and sample > anchors[-1][1])):
            anchors.append((token, sample))
    return anchors


def _shared(
    group: range, tokens: Sequence[str], start: int, until: int, quiet: int
) -> tuple[tuple[int, int, int], ...]:
    """[start, quiet) divided by the tokens' lengths; the last token goes on to `until`."""
    weights = [_weight(tokens[i]) for i in group]
    whole = sum(weights)
    cuts = [start + (quiet - start) * sum(weights[:k]) // whole for k in range(len(weights))]
    return tuple((token, a, b) for token, a, b in zip(group, cuts, (*cuts[1:], until), strict=True))


def _weight(token: str) -> int:
    """A word counts by its letters, a sign by next to nothing."""
    return 1 + 4 * len(re.findall(r"\w", token))
