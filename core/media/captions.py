"""Caption files from cues: SRT and VTT beside the film, ASS to be drawn into one shot's picture.

Words of a story are text here, never commands: each format's own marks are defused.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from core.media.cues import Cue, columns
from core.media.fonts import SANS, runs, writing
from core.story import SAMPLE_RATE

_JOINER = "\u2060"
"""Word joiner: no width, no picture; breaks up what a player would take for a command."""

SPOKEN = "&H0046DCFF"
UNSPOKEN = "&H00FFFFFF"
_OUTLINE = "&H30101010"
_SHADOW = "&H90000000"

_SAFE_SIDE = 0.07
"""Share of the width kept free on each side."""
_LETTER = 0.55
"""Width of an average letter as a share of the em, capitals and wide words allowed for."""
_LARGEST = 0.052
"""Largest em as a share of the height."""


def srt(cues: Sequence[Cue]) -> str:
    """SubRip text; also what a soft (mov_text) track is made from."""
    return "".join(
        f"{i}\n{_clock(cue.start, ',')} --> {_clock(_until(cue), ',')}\n{_srt_text(cue.text)}\n\n"
        for i, cue in enumerate(cues, 1)
    )


def vtt(cues: Sequence[Cue]) -> str:
    """WebVTT text."""
    body = "".join(
        f"\n{_clock(cue.start, '.')} --> {_clock(_until(cue), '.')}\n{_vtt_text(cue.text)}\n" for cue in cues
    )
    return f"WEBVTT\n{body}"


def ass(cues: Sequence[Cue], *, width: int, height: int, fps: int, first_frame: int, language: str = "") -> str:
    """One shot's captions as an ASS script whose words light up as they are spoken.

    `cues` are those of the shot; times are told from its first frame, since they are drawn while the shot
    is encoded on its own (media.md 9). Characters without a font are left out (`fonts.missing_glyphs`).
    """
    zero = first_frame * SAMPLE_RATE // fps
    written = writing("".join(cue.text for cue in cues), language)
    lines = [_event(cue, zero, _em(width, height), written) for cue in cues]
    return _header(width, height) + "".join(lines)


def _em(width: int, height: int) -> float:
    """Letter size in px: as large as a full line allows between the safe sides, within reason."""
    room = width * (1 - 2 * _SAFE_SIDE) / (columns(width, height) * _LETTER)
    return min(room, _LARGEST * height)


def _header(width: int, height: int) -> str:
    em = _em(width, height)
    tall = height > 1.4 * width
    side, foot = round(width * _SAFE_SIDE), round(height * (0.16 if tall else 0.065))
    # The outline is blurred, so that it is shadow too: a shadow of its own would cost half as much again.
    style = (
        f"Style: Line,{SANS.family},{em * SANS.line:.1f},{SPOKEN},{UNSPOKEN},{_OUTLINE},{_SHADOW},"
        f"-1,0,0,0,100,100,0,0,1,{em * 0.1:.1f},0,2,{side},{side},{foot},-1"
    )
    return "\n".join(
        [
            "[Script Info]",
            "ScriptType: v4.00+",
            f"PlayResX: {width}",
            f"PlayResY: {height}",
            "WrapStyle: 0",
            "ScaledBorderAndShadow: yes",
            "YCbCr Matrix: TV.709",
            "",
            "[V4+ Styles]",
            "Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,"
            "Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,"
            "MarginR,MarginV,Encoding",
            style,
            "",
            "[Events]",
            "Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text",
            "",
        ]
    )


def _event(cue: Cue, zero: int, em: float, language: str) -> str:
    start, end = _centi(cue.start - zero), _centi(cue.end - zero)
    words = [word for line in cue.lines for word in line]
    stops = [_centi(word.start - zero) for word in words[1:]] + [end]
    text, at, pen = f"{{\\blur{em * 0.07:.1f}}}", start, _Pen(em, language)
    for i, (word, stop) in enumerate(zip(words, stops, strict=True)):
        before = "" if i == 0 else "\\N" if i == len(cue.lines[0]) else "" if word.joined else " "
        text += f"{before}{{\\k{max(0, stop - at)}}}{pen.write(word.text)}"
        at = max(at, stop)
    return f"Dialogue: 0,{_ass_clock(start)},{_ass_clock(max(end, start + 1))},Line,,0,0,0,,{text}\n"


class _Pen:
    """Writes words, naming the font whenever it changes."""

    def __init__(self, em: float, language: str) -> None:
        self._em = em
        self._language = language
        self._font = SANS

    def write(self, text: str) -> str:
        out = ""
        for run in runs(text, self._language):
            if run.font != self._font:
                self._font = run.font
                out += f"{{\\fn{run.font.family}\\fs{self._em * run.font.line:.1f}}}"
            out += _ass_text(run.text)
        return out


def _ass_text(text: str) -> str:
    defused = _plain(text).replace("\\", f"\\{_JOINER}")
    return defused.replace("{", "\\{").replace("}", "\\}")


def _srt_text(text: str) -> str:
    defused = re.sub(r"([<{\\])", rf"\1{_JOINER}", _plain(text))
    return defused.replace("-->", f"--{_JOINER}>")


def _vtt_text(text: str) -> str:
    return html.escape(_plain(text), quote=False)


def _plain(text: str) -> str:
    """Without control characters, which no caption format can hold; line feeds stay."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def _until(cue: Cue) -> int:
    return max(cue.end, cue.start + SAMPLE_RATE // 1000)


def _clock(samples: int, point: str) -> str:
    ms = samples * 1000 // SAMPLE_RATE
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def _centi(samples: int) -> int:
    return max(0, samples * 100 // SAMPLE_RATE)


def _ass_clock(centi: int) -> str:
    return f"{centi // 360_000}:{centi // 6_000 % 60:02}:{centi // 100 % 60:02}.{centi % 100:02}"
