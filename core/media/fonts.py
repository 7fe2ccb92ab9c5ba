"""The fonts that captions are drawn with: which family draws which character, and which none can draw.

Fonts travel as packages (media.md 1). libass loads every font in the folder it is given and does not look for
missing glyphs in other families by itself, so text is split into runs and only the fonts it needs are laid out.
"""

from __future__ import annotations

import shutil
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from core.errors import NotReady


@dataclass(frozen=True, slots=True)
class Font:
    """One family of a font package."""

    family: str
    package: str
    file: str
    """Path inside the package."""
    laid: str
    """Plain name of the file in a folder for libass."""
    face: int = 0
    """Which face of a collection."""

    @property
    def line(self) -> float:
        """Line height as a multiple of the em: libass counts its font size in it."""
        return _face(self).line

    def draws(self, character: str) -> bool:
        """Whether the font has a glyph of its own for the character."""
        return _face(self).has(ord(character))


_CJK = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", "cjk.ttc")
SANS = Font("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", "sans.ttf")
FONTS = (
    SANS,
    Font("Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf", "arabic.ttf"),
    Font("Heebo", "fontpkg_heebo", "files/Heebo[wght].ttf", "hebrew.ttf"),
    Font("Noto Sans Thai", "fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf", "thai.ttf"),
)
"""Noto Sans draws Latin, Greek, Cyrillic and Devanagari; then Arabic, Hebrew (and Yiddish), Thai."""
HAN = {
    "ja": Font("Noto Sans CJK JP", *_CJK, face=0),
    "ko": Font("Noto Sans CJK KR", *_CJK, face=1),
    "zh": Font("Noto Sans CJK SC", *_CJK, face=2),
    "zh-hant": Font("Noto Sans CJK TC", *_CJK, face=3),
}
"""The same characters are written differently in each of these languages."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font draws."""

    font: Font
    text: str


def runs(text: str, language: str = "") -> tuple[Run, ...]:
    """The text cut into runs of one font each, without the characters that no font here can draw.

    A run goes on as long as its font can draw what comes, so digits and punctuation do not break it.
    """
    fonts = _candidates(text, language)
    chosen: list[tuple[Font, str]] = []
    font = next((found for found in (_lasting(cluster, fonts) for cluster in _clusters(text)) if found), SANS)
    for cluster in _clusters(text):
        if not cluster.isspace():
            found = font if _can_draw(font, cluster) else _first(cluster, fonts)
            if found is None:
                continue
            font = found
        chosen.append((font, "".join(c for c in cluster if _silent(c) or c.isspace() or font.draws(c))))
    return tuple(
        Run(key, "".join(part for _, part in group)) for key, group in groupby(chosen, lambda it: it[0])
    )


def missing_glyphs(text: str) -> str:
    """Every character of the text that no font here can draw, once each, in order; such as emoji."""
    fonts = (*FONTS, HAN["zh"])
    wanted = dict.fromkeys(c for c in text if not _silent(c) and not c.isspace())
    return "".join(c for c in wanted if not any(font.draws(c) for font in fonts))


def lay_fonts(text: str, folder: Path, language: str = "") -> None:
    """Put the fonts that the text needs, Noto Sans always, into a folder for libass `fontsdir`.

    Links where the file system can, copies else. Raises NotReady when a font package is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = writing(text, language)
    needed = {SANS} | {run.font for word in text.split() for run in runs(word, written)}
    for laid, source in sorted({(font.laid, _path(font)) for font in needed}):
        target = folder / laid
        if target.exists():
            continue
        try:
            target.symlink_to(source)
        except OSError:
            shutil.copyfile(source, target)


def writing(text: str, language: str = "") -> str:
    """Which way of writing Han characters a text wants (a key of HAN): by its script, else its language."""
    language = language.lower()
    if any("぀" <= c <= "ヿ" for c in text):
        return "ja"
    if any("가" <= c <= "힣" for c in text):
        return "ko"
    if language.startswith("zh") and any(mark in language for mark in ("hant", "tw", "hk", "mo")):
        return "zh-hant"
    return language[:2] if language[:2] in HAN else "zh"


def _candidates(text: str, language: str) -> tuple[Font, ...]:
    return (*FONTS, HAN[writing(text, language)])


def _clusters(text: str) -> Iterator[str]:
    """A character with the marks and joiners that belong to it."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (unicodedata.combining(text[i]) or _silent(text[i])):
            yield text[start:i]
            start = i


def _lasting(cluster: str, fonts: tuple[Font, ...]) -> Font | None:
    """The font of a letter: what comes before the first letter is drawn with it too."""
    return _first(cluster, fonts) if cluster[0].isalpha() else None


def _first(cluster: str, fonts: tuple[Font, ...]) -> Font | None:
    whole = (font for font in fonts if _can_draw(font, cluster))
    return next(whole, next((font for font in fonts if font.draws(cluster[0])), None))


def _can_draw(font: Font, cluster: str) -> bool:
    return all(_silent(c) or font.draws(c) for c in cluster)


def _silent(character: str) -> bool:
    """Joiners, direction marks and variation selectors: they have no picture of their own."""
    return unicodedata.category(character) in {"Cf", "Cc"} or "\ufe00" <= character <= "\ufe0f"


def _path(font: Font) -> Path:
    spec = find_spec(font.package)
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        if (found := Path(place) / font.file).is_file():
            return found
    raise NotReady(
        f"The font “{font.family}” is not installed.",
        next_step=f"Install the package {font.package.replace('_', '-')}.",
    )


@dataclass(frozen=True)
class _Face:
    """What is read from a font file: its line height and the ranges of characters it has glyphs for."""

    line: float
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, code: int) -> bool:
        at = bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]


@cache
def _face(font: Font) -> _Face:
    data = _path(font).read_bytes()
    tables = _tables(data, font.face)
    per_em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    ascent, descent = struct.unpack_from(">HH", data, tables[b"OS/2"] + 74)
    ranges = sorted(_ranges(data, tables[b"cmap"]))
    return _Face((ascent + descent) / per_em, tuple(r[0] for r in ranges), tuple(r[1] for r in ranges))


def _tables(data: bytes, face: int) -> dict[bytes, int]:
    start = struct.unpack_from(">I", data, 12 + 4 * face)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    entries = (struct.unpack_from(">4sIII", data, start + 12 + 16 * i) for i in range(count))
    return {tag: offset for tag, _, offset, _ in entries}


def _ranges(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """First and last character of each range, from the Unicode subtable of the widest reach."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    records = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * i) for i in range(count)]
    unicode = [cmap + at for platform, _, at in records if platform in (0, 3)]
    tables = {struct.unpack_from(">H", data, at)[0]: at for at in unicode}
    if 12 in tables:
        yield from _wide_ranges(data, tables[12])
    elif 4 in tables:
        yield from _short_ranges(data, tables[4])


def _wide_ranges(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    for i in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * i)
        yield first, last


def _short_ranges(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    size = struct.unpack_from(">H", data, at + 6)[0]
    half = size // 2
    ends = struct.unpack_from(f">{half}H", data, at + 14)
    starts = struct.unpack_from(f">{half}H", data, at + 16 + size)
    yield from ((first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF)
