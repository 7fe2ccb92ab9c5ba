"""Caption cues from the script's own words: where lines break, and when each cue is shown.

Every token of every line stands in exactly one cue, in order, and no cue leaves its shot (media.md 9).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class CueWord:
    """A token of the script, or a piece of one that is too long or written without spaces."""

    text: str
    start: int
    """Samples from the film's start."""
    end: int
    token: int
    """Which token of its line's `text.split()`."""
    joined: bool = False
    """True when no space stands before it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once: one or two lines of words."""

    start: int
    """Samples from the film's start."""
    end: int
    lines: tuple[tuple[CueWord, ...], ...]
    segment: str
    shot: str
    """The shot whose slot the cue stays in; empty when the film has no shots."""
    speaker: str = ""

    @property
    def text(self) -> str:
        """The cue's lines, divided by line feeds."""
        return "\n".join(line_text(line) for line in self.lines)


NARROW = 20
"""Width of one character, in twentieths: a wide (CJK) one counts 42, so that 20 of them fill 42 columns."""
_WIDE = 42
_COLUMNS = ((1.5, 42), (0.95, 34), (0.7, 30), (0.0, 26))
"""Least shape (width over height) and characters in one line (media.md 9; fewer in tall films)."""

_LONGEST = 6.0
_SHORTEST = 1.0
"""Seconds that a cue should stand, where the speech allows it."""
_HOLD = SAMPLE_RATE * 4 // 10
_BRIDGE = SAMPLE_RATE * 5 // 10
_FLASH = SAMPLE_RATE // 10

_ENDS = frozenset(".!?…。！？؟।")
_PAUSES = frozenset(",;:—–،؛、，；：")
_CLOSERS = frozenset("\"'”’»)]}」』）】〉》")
_TITLES = (
    "mr mrs ms dr prof st mt capt lt sgt col gen rev hon hr fr frl mme mmes mlle ste sra srta sres dra sig"
)
_SHORTCUTS = "sigg sig.ra dott dott.ssa avv проф jr sr vs vol approx dept nr z.b d.h u.a e.g i.e"
_SHORTENED = frozenset(f"{_TITLES} {_SHORTCUTS}".split())
"""Words whose full stop is no end: titles and shortcuts that belong to what follows."""
_NOT_FIRST = _ENDS | _PAUSES | _CLOSERS | frozenset("・ーゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%‰")
_NOT_LAST = frozenset("“‘«([{「『（【〈《")
_THAI_LEADING = frozenset("เแโใไ")


def columns(width: int, height: int) -> int:
    """How many characters stand in one line of a film of this shape."""
    return next(count for shape, count in _COLUMNS if width / height >= shape)


def film_cues(request: RenderRequest) -> tuple[Cue, ...]:
    """All caption cues of a film, in order of time."""
    return caption_cues(request.lines, request.shots, request.fps, columns(request.width, request.height))


def caption_cues(
    lines: Sequence[FilmLine], shots: Sequence[FilmShot], fps: int, line_columns: int
) -> tuple[Cue, ...]:
    """The cues of all lines. Each stays inside the slot of the shot that shows its line."""
    cues: list[Cue] = []
    ordered = sorted(lines, key=lambda line: line.start)
    for i, line in enumerate(ordered):
        follower = ordered[i + 1].start if i + 1 < len(ordered) else None
        cues.extend(_line_cues(line, _slot(line, shots, fps, follower), line_columns))
    return tuple(cues)


def line_text(words: Sequence[CueWord]) -> str:
    """One caption line as it is read."""
    return "".join(("" if word.joined or i == 0 else " ") + word.text for i, word in enumerate(words))


def line_width(words: Sequence[CueWord]) -> int:
    """Width of one caption line in twentieths of a column."""
    return _width(words, _edges(words), (0, len(words)))


@dataclass(frozen=True, slots=True)
class _Slot:
    shot: str
    start: int
    end: int


def _slot(line: FilmLine, shots: Sequence[FilmShot], fps: int, follower: int | None) -> _Slot:
    """The time a line's cues may use: its shot's frames, up to the next line."""
    end = line.start + line.samples
    room = end + 2 * _HOLD if follower is None else max(follower, end)
    shot = next((s for s in shots if line.segment in s.lines), None)
    if shot is None:
        shot = next((s for s in reversed(shots) if _at(s.first_frame, fps) <= line.start), None)
    if shot is None:
        return _Slot("", line.start, room)
    first, last = _at(shot.first_frame, fps), _at(shot.first_frame + shot.frames, fps)
    start = min(max(line.start, first), last)
    return _Slot(shot.shot, start, max(start, min(room, last)))


def _at(frame: int, fps: int) -> int:
    return frame * SAMPLE_RATE // fps


def _line_cues(line: FilmLine, slot: _Slot, line_columns: int) -> Iterator[Cue]:
    words = _timed_words(line, slot, line_columns)
    if not words:
        return
    room = line_columns * NARROW
    groups = _groups(words, room)
    if any(b[0].start - a[0].start < _FLASH for a, b in pairwise(groups)):
        groups = _groups(_spread(words, words[0].start, words[-1].end), room)
    for group, following in zip_longest(groups, groups[1:]):
        end = _end(group, following[0].start, _BRIDGE) if following else _end(group, slot.end, 0)
        yield Cue(group[0].start, end, _two_lines(group, room), line.segment, slot.shot, line.speaker)


def _end(group: Sequence[CueWord], limit: int, bridge: int) -> int:
    """Shown a little longer than spoken, at least a second if there is room, and no blink between cues."""
    spoken = group[-1].end
    if limit - spoken < bridge:
        return limit
    return max(group[0].start, min(limit, max(spoken + _HOLD, group[0].start + SAMPLE_RATE)))


def _groups(words: Sequence[CueWord], room: int) -> list[Sequence[CueWord]]:
    """The words cut into cues of at most two lines: at the ends of sentences and clauses, evenly, not too fast.

    The cheapest way through all possible cuts, found from the end backwards.
    """
    edges = _edges(words)
    reach = _reach(words, edges, room)
    best, after = [0.0] * (len(words) + 1), [0] * (len(words) + 1)
    for i in range(len(words) - 1, -1, -1):
        ends = range(i + 1, reach[reach[i]] + 1)
        cost, after[i] = min((_cue_cost(words, edges, (i, j), room) + best[j], j) for j in ends)
        best[i] = cost
    cuts = [0]
    while cuts[-1] < len(words):
        cuts.append(after[cuts[-1]])
    return [words[a:b] for a, b in pairwise(cuts)]


def _two_lines(group: Sequence[CueWord], room: int) -> tuple[tuple[CueWord, ...], ...]:
    """One line when it fits, else two of about equal width, the break after a comma where that is near."""
    edges = _edges(group)
    whole = (0, len(group))
    if _width(group, edges, whole) <= room:
        return (tuple(group),)
    ways = []
    for k in range(1, len(group)):
        first, second = _width(group, edges, (0, k)), _width(group, edges, (k, len(group)))
        if max(first, second) <= room:
            ways.append((10.0 * max(first, second) / room + 0.5 * _break_cost(group, k) + (first > second), k))
    k = min(ways)[1]
    return (tuple(group[:k]), tuple(group[k:]))


def _cue_cost(words: Sequence[CueWord], edges: Sequence[int], span: tuple[int, int], room: int) -> float:
    i, j = span
    share = _width(words, edges, span) / (2 * room)
    until = words[j].start if j < len(words) else words[-1].end
    seconds = (until - words[i].start) / SAMPLE_RATE
    pace = 4.0 * max(0.0, seconds - _LONGEST) + 8.0 * max(0.0, _SHORTEST - seconds)
    stub = 4.0 if share < 0.15 and j - i < len(words) else 0.0
    return 7.0 + 6.0 * share * share + pace + stub + (_break_cost(words, j) if j < len(words) else 0.0)


def _break_cost(words: Sequence[CueWord], at: int) -> float:
    """How ill a break before this word reads.

    Best after a sentence or a clause; not after a little word that belongs to what follows, nor before the last
    word of a sentence.
    """
    bare = _bare(words[at - 1].text)
    if _is_shortened(bare):
        return 14.0
    if bare[-1:] in _ENDS or not bare:
        return 0.0
    if bare[-1:] in _PAUSES:
        return 2.0
    if _hiragana(bare[-1]) and not _hiragana(words[at].text[0]):
        return 3.5
    loose = _breaks_anywhere(words[at].text[0]) or _breaks_anywhere(bare[-1])
    if loose:
        return 6.0
    following = _bare(words[at].text)
    leaves_one = following[-1:] in _ENDS | _PAUSES and not _is_shortened(following)
    return (12.0 if words[at].joined else 6.0) + 1.5 * (len(bare) <= 3) + 3.0 * leaves_one


def _is_shortened(bare: str) -> bool:
    """ "Mr." and the initial of "J. Verne": the full stop ends no sentence."""
    if not bare.endswith("."):
        return False
    word = bare[:-1].lstrip("".join(_NOT_LAST))
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial or word.casefold() in _SHORTENED


def _bare(text: str) -> str:
    return text.rstrip("".join(_CLOSERS))


def _edges(words: Sequence[CueWord]) -> list[int]:
    """Running width before each word, its space included."""
    widths = (_text_width(word.text) + (0 if word.joined else NARROW) for word in words)
    return list(accumulate(widths, initial=0))


def _width(words: Sequence[CueWord], edges: Sequence[int], span: tuple[int, int]) -> int:
    i, j = span
    return edges[j] - edges[i] - (0 if words[i].joined else NARROW)


def _reach(words: Sequence[CueWord], edges: Sequence[int], room: int) -> list[int]:
    """For each word the end of the longest line that begins with it."""
    reach = [len(words)] * (len(words) + 1)
    j = 0
    for i in range(len(words)):
        j = max(j, i + 1)
        while j < len(words) and _width(words, edges, (i, j + 1)) <= room:
            j += 1
        reach[i] = j
    return reach


def _timed_words(line: FilmLine, slot: _Slot, line_columns: int) -> list[CueWord]:
    """The line's tokens, cut where they must be, with their times inside the slot."""
    tokens = line.text.split()
    words: list[CueWord] = []
    for token, (text, (start, end)) in enumerate(zip(tokens, _token_times(line, tokens), strict=True)):
        start, end = (min(max(line.start + t, slot.start), slot.end) for t in (start, end))
        pieces = list(_pieces(text, line_columns * NARROW))
        whole = [CueWord(piece, 0, 0, token, i > 0) for i, piece in enumerate(pieces)]
        words.extend(_spread(whole, start, end))
    return words


def _token_times(line: FilmLine, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of every token; those without times share what lies between their neighbours."""
    known = {token: (start, end) for token, start, end in line.words if 0 <= token < len(tokens)}
    edges = [0]
    times: list[tuple[int, int]] = []
    waiting: list[str] = []
    for i, token in enumerate(tokens):
        if i not in known:
            waiting.append(token)
            continue
        start = min(max(known[i][0], edges[-1]), line.samples)
        if waiting and start == edges[-1]:
            waiting.append(token)
            start, end = edges[-1], min(max(known[i][1], start), line.samples)
            times.extend(_shares(waiting, start, end))
        else:
            times.extend(_shares(waiting, edges[-1], start))
            end = min(max(known[i][1], start), line.samples)
            times.append((start, end))
        edges.append(end)
        waiting = []
    return times + _tail(times, waiting, line.samples)


def _tail(times: list[tuple[int, int]], waiting: Sequence[str], samples: int) -> list[tuple[int, int]]:
    """Times for trailing tokens without any; when the last known one fills the line it gives them a share."""
    if not waiting:
        return []
    if times and times[-1][1] >= samples:
        start, end = times.pop()
        return _shares(["x" * 4, *waiting], start, end)
    return _shares(waiting, times[-1][1] if times else 0, samples)


def _shares(tokens: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    weights = [len(token) + 1 for token in tokens]
    total, before, out = sum(weights), 0, []
    for weight in weights:
        first = start + (end - start) * before // total
        before += weight
        out.append((first, start + (end - start) * before // total))
    return out


def _spread(words: Sequence[CueWord], start: int, end: int) -> list[CueWord]:
    times = _shares([word.text for word in words], start, end)
    return [CueWord(w.text, a, b, w.token, w.joined) for w, (a, b) in zip(words, times, strict=True)]


def _pieces(token: str, room: int) -> Iterator[str]:
    """A token as it may be broken: whole, or cut between characters where the script has no spaces."""
    clusters = list(_clusters(token))
    loose = any(_breaks_anywhere(c[0]) for c in clusters)
    piece = ""
    for cluster in clusters:
        if piece and (_may_break(piece, cluster, loose) or _text_width(piece + cluster) > room):
            yield piece
            piece = ""
        piece += cluster
    if piece:
        yield piece


def _may_break(piece: str, following: str, loose: bool) -> bool:
    """Between two characters of a script without spaces, but never before a full stop or after a bracket."""
    if not loose or following[0] in _NOT_FIRST or piece[-1] in _NOT_LAST or piece[-1] in _THAI_LEADING:
        return False
    return _breaks_anywhere(following[0]) or _breaks_anywhere(_base(piece))


def _base(piece: str) -> str:
    return next((c for c in reversed(piece) if not unicodedata.category(c).startswith("M")), piece[-1])


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (
            unicodedata.category(text[i]) in {"Mn", "Mc", "Me", "Cf"} or text[i - 1] == "\u200d"
        ):
            yield text[start:i]
            start = i


def _breaks_anywhere(c: str) -> bool:
    """Han, kana and Thai are written without spaces (Korean is not)."""
    code = ord(c)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or 0x3000 <= code <= 0x303F
        or 0xFF00 <= code <= 0xFF60
        or 0x0E00 <= code <= 0x0E7F
    )


def _hiragana(c: str) -> bool:
    """Japanese words mostly begin with another script and end with this one."""
    return "\u3041" <= c <= "\u309f"


def _text_width(text: str) -> int:
    """In twentieths of a column. Marks on other characters have none; quotes are as wide as their word."""
    kinds = [unicodedata.east_asian_width(c) for c in text]
    wide = "WFA" if any(kind in "WF" for kind in kinds) else "WF"
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else _WIDE if kind in wide else NARROW
        for c, kind in zip(text, kinds, strict=True)
    )
