"""The storyboard: every shot's panel, numbered, with its words, in one picture.

Panels are laid out and painted here; all text is drawn by libass, which brings every script's shaping and
direction along, where Pillow would need a library of the system for right-to-left text.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from core.media import camera, ffmpeg
from core.media.copies import READING_FAILS, small_picture
from core.media.desk import Desk
from core.media.fonts import SANS, lay_fonts, runs
from core.media.threads import in_thread
from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import SAMPLE_RATE

_RECIPE = 2
"""Raised whenever the same film would get another sheet."""

WIDTH = 1680
_MARGIN, _GAP, _HEAD, _STRIP = 48, 24, 116, 40
"""Px: around the sheet, between cells, for the title, above a panel for its scene."""

_GROUND, _RULE, _BADGE = (19, 21, 27), (52, 57, 70), (19, 21, 27, 205)
_WHITE, _GREY, _GOLD = "&HF2F0EE&", "&HA39C93&", "&H5CC8FF&"
_LETTER = 0.53
"""Width of an average letter as a share of the em."""
_ROWS, _WORDS, _LINE = 3, 17, 23
"""Most lines of words under a panel, their letters' size and the height of a line in px."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything lies, in px."""

    columns: int
    panel: tuple[int, int]
    tops: tuple[int, ...]
    """Per row, where its panels begin."""
    size: tuple[int, int]

    def corner(self, i: int) -> tuple[int, int]:
        """The left and top of panel i."""
        row, column = divmod(i, self.columns)
        return _MARGIN + column * (self.panel[0] + _GAP), self.tops[row]


async def draw_sheet(request: RenderRequest, desk: Desk, *, program: ffmpeg.Program) -> Path:
    """The sheet's file in the cache; drawn only when a panel or a word of it has changed.

    Raises NoRoom, NotReady without the fonts it needs, and FfmpegFailed.
    """
    kept = desk.cache / "sheets" / f"{_key(request)}.png"
    if not kept.exists():
        work = desk.folder / "sheet"
        try:
            with ffmpeg.room(desk.folder):
                await in_thread(_lay_out, request, desk, work)
            size = "{}x{}".format(*_layout(request).size)
            panels = ffmpeg.source("panels.rgb", f="rawvideo", pix_fmt="rgb24", s=size)
            stream = panels.filter("ass", "sheet.ass", fontsdir="fonts")
            options = {"frames:v": 1, "update": 1, "pix_fmt": "rgb24", "compression_level": 4}
            await ffmpeg.run(ffmpeg.command(program, stream, "sheet.png", **options), work, limit=300.0)
            with ffmpeg.room(kept.parent):
                ffmpeg.keep(work / "sheet.png", kept)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return kept


def _key(request: RenderRequest) -> str:
    lines = {line.segment: line for line in request.lines}
    film = [request.title, request.width, request.height, request.fps, request.language, request.samples]
    shots = [[shot.frame, shot.title, shot.scene, shot.frames, _words(shot, lines)] for shot in request.shots]
    return hashlib.sha256(json.dumps([_RECIPE, film, shots], ensure_ascii=False).encode()).hexdigest()


def _words(shot: FilmShot, lines: Mapping[str, FilmLine]) -> list[tuple[str, str]]:
    """(speaker, text) of the shot's lines."""
    return [(lines[s].speaker, " ".join(lines[s].text.split())) for s in shot.lines if s in lines]


def _lay_out(request: RenderRequest, desk: Desk, work: Path) -> None:
    """The panels as a picture, the text as a script, and the fonts it needs."""
    work.mkdir(parents=True, exist_ok=True)
    layout = _layout(request)
    canvas = Image.new("RGB", layout.size, _GROUND)
    pen = ImageDraw.Draw(canvas, "RGBA")
    for i, shot in enumerate(request.shots):
        corner = layout.corner(i)
        _paint_scene(pen, layout, i, request.shots)
        panel = _fit(_panel(shot, desk), layout.panel)
        canvas.paste(Image.fromarray(panel[:, :, ::-1]), corner, _rounded(layout.panel))
        _paint_badges(pen, corner, layout.panel, shot.index + 1)
    (work / "panels.rgb").write_bytes(canvas.tobytes())
    texts = list(_texts(request, layout))
    script = _script(layout.size, texts, request.language)
    (work / "sheet.ass").write_text(script, encoding="utf-8")
    lay_fonts(" ".join(text.text for text in texts), work / "fonts", request.language)


def _layout(request: RenderRequest) -> _Layout:
    shots, tall = len(request.shots), request.height > request.width
    columns = 5 if shots > 30 or tall else 4 if shots > 9 else 3
    width = (WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    height = round(width * request.height / request.width)
    tops, y = [], _HEAD
    for first in range(0, shots, columns):
        tops.append(y + _STRIP)
        y += _STRIP + height + _foot(request.shots[first : first + columns], request, width)
    return _Layout(columns, (width, height), tuple(tops), (WIDTH, y + _MARGIN // 2))


def _foot(row: Sequence[FilmShot], request: RenderRequest, width: int) -> int:
    """Room below a row of panels for as many lines of words as its longest text takes."""
    lines = {line.segment: line for line in request.lines}
    letters = max(_letters(" ".join(text for _, text in _words(shot, lines))) for shot in row)
    return 45 + _LINE * min(_ROWS, max(1, math.ceil(letters * 1.12 / (width / (_WORDS * _LETTER)))))


def _paint_scene(pen: ImageDraw.ImageDraw, layout: _Layout, i: int, shots: Sequence[FilmShot]) -> None:
    """A rule above the panel, unbroken as long as the scene goes on in the row."""
    x, y = layout.corner(i)
    goes_on = i + 1 < len(shots) and shots[i + 1].scene == shots[i].scene and (i + 1) % layout.columns
    end = x + layout.panel[0] + (_GAP if goes_on else 0)
    pen.rectangle((x, y - 8, end, y - 7), fill=_RULE)
    if i == 0 or shots[i - 1].scene != shots[i].scene:
        pen.rectangle((x, y - 10, x + 26, y - 7), fill=(255, 200, 92))


def _paint_badges(
    pen: ImageDraw.ImageDraw, corner: tuple[int, int], panel: tuple[int, int], number: int
) -> None:
    x, y = corner
    pen.rounded_rectangle((x + 8, y + 8, x + 26 + 11 * len(str(number)), y + 36), 7, fill=_BADGE)
    right, foot = x + panel[0] - 8, y + panel[1] - 8
    pen.rounded_rectangle((right - 58, foot - 24, right, foot), 6, fill=_BADGE)


def _panel(shot: FilmShot, desk: Desk) -> camera.Picture:
    """The shot's frame; black where it has none that can be read, as in the film."""
    try:
        return small_picture(shot.frame, desk)
    except READING_FAILS:
        return np.zeros((36, 64, 3), np.uint8)


def _fit(picture: camera.Picture, panel: tuple[int, int]) -> camera.Picture:
    """The middle of the picture, filling the panel."""
    height, width = picture.shape[:2]
    wide, high = min(width, height * panel[0] / panel[1]), min(height, width * panel[1] / panel[0])
    x, y = int((width - wide) / 2), int((height - high) / 2)
    part = picture[y : y + max(1, int(high)), x : x + max(1, int(wide))]
    return np.asarray(cv2.resize(part, panel, interpolation=cv2.INTER_AREA), np.uint8)


@cache
def _rounded(panel: tuple[int, int]) -> Image.Image:
    """What a panel is pasted through."""
    mask = Image.new("L", (panel[0] * 2, panel[1] * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, panel[0] * 2 - 1, panel[1] * 2 - 1), 20, fill=255)
    return mask.resize(panel, Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class _Text:
    """Words at a place; `anchor` as on a numeric keypad: 7 top left, 9 top right, 5 middle."""

    text: str
    x: float
    y: float
    em: float
    colour: str
    width: float
    height: float
    anchor: int = 7
    lead: str = ""
    """Words in gold before the others."""


def _texts(request: RenderRequest, layout: _Layout) -> Iterator[_Text]:
    lines = {line.segment: line for line in request.lines}
    wide = WIDTH - 2 * _MARGIN
    seconds = round(request.samples / SAMPLE_RATE)
    count = f"{len(request.shots)} shot{'s' if len(request.shots) != 1 else ''}"
    facts = f"{count}   {seconds // 60}:{seconds % 60:02}   {request.width}×{request.height}"
    yield _Text(_cut(request.title, wide, 38, 1), _MARGIN, 28, 38, _WHITE, wide, 56)
    yield _Text(facts, _MARGIN, 78, 19, _GREY, wide, 30)
    for i, shot in enumerate(request.shots):
        yield from _cell(request, layout, i, _words(shot, lines))


def _cell(request: RenderRequest, layout: _Layout, i: int, words: Sequence[tuple[str, str]]) -> Iterator[_Text]:
    shot, shots, (x, y), (width, height) = request.shots[i], request.shots, layout.corner(i), layout.panel
    scene, _, size = shot.title.rpartition(" · ")
    if i == 0 or shots[i - 1].scene != shot.scene:
        yield _Text(_cut(scene or shot.title, width, 16, 1), x, y - 34, 16, _GOLD, width, 24)
    number = str(shot.index + 1)
    yield _Text(number, x + 17 + 5.5 * len(number), y + 22, 18, _WHITE, 60, 30, 5)
    length = f"{shot.frames / request.fps:.1f} s"
    yield _Text(length, x + width - 37, y + height - 20, 14, _WHITE, 70, 30, 5)
    if scene:
        yield _Text(size, x + width, y + height + 10, 14, _GREY, width / 2, 22, 9)
    speakers = ", ".join(dict.fromkeys(speaker for speaker, _ in words if speaker))
    who, colour = (speakers, _GOLD) if speakers else ("narration", _GREY)
    yield _Text(_cut(who, width * 0.7, 15, 1), x, y + height + 9, 15, colour, width * 0.7, 24)
    text = _cut(" ".join(text for _, text in words), width, _WORDS, _ROWS)
    yield _Text(text, x, y + height + 33, _WORDS, _WHITE, width, _ROWS * _LINE + 6)


def _cut(text: str, width: float, em: float, rows: int) -> str:
    """As much of the text as fits, by the width of its characters."""
    room = width / (em * _LETTER) * (rows if rows == 1 else rows - 0.35)
    if _letters(text) <= room:
        return text
    while text and _letters(text) > room - 2:
        shorter = text.rsplit(None, 1)[0] if " " in text.strip() else ""
        text = shorter or text[: max(0, len(text) * 9 // 10)]
    return f"{text.rstrip(' ,;:.—–-')} …"


def _letters(text: str) -> int:
    """The text's width in average letters; Chinese, Japanese and Korean ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _script(size: tuple[int, int], texts: Sequence[_Text], language: str) -> str:
    """An ASS script that writes each text at its place."""
    events = "".join(_event(text, size, language) for text in texts if text.text)
    return (
        "[Script Info]\nScriptType: v4.00+\n"
        f"PlayResX: {size[0]}\nPlayResY: {size[1]}\nWrapStyle: 1\nScaledBorderAndShadow: yes\n\n"
        "[V4+ Styles]\n"
        "Format: Name,Fontname,Fontsize,PrimaryColour,BorderStyle,Outline,Shadow,Alignment,Encoding\n"
        f"Style: Plain,{SANS.family},20,&H00FFFFFF,1,0,0,7,-1\n\n"
        "[Events]\nFormat: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text\n" + events
    )


def _event(text: _Text, size: tuple[int, int], language: str) -> str:
    left, across = {7: (0.0, 1), 9: (1.0, 1), 5: (0.5, 0)}[text.anchor]
    x0, y0 = text.x - left * text.width, text.y - (0 if across else text.height / 2)
    box = f"{x0:.0f},{y0:.0f},{x0 + text.width + 2:.0f},{y0 + text.height:.0f}"
    margin = max(0, size[0] - round(text.width))
    style = f"{{\\an{text.anchor}\\pos({text.x:.1f},{text.y:.1f})\\clip({box})\\c{text.colour}}}"
    words = "".join(
        f"{{\\fn{run.font.family}\\fs{text.em * run.font.line:.1f}}}{_defused(run.text)}"
        for run in runs(text.text, language)
    )
    return f"Dialogue: 0,0:00:00.00,0:00:10.00,Plain,,{0},{margin},0,,{style}{words}\n"


def _defused(text: str) -> str:
    """Words that libass takes as words: its own marks broken up, no line feeds."""
    flat = "".join(c if c.isprintable() or c == "\u200d" else " " for c in text)
    return flat.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
