"""The plot of a schedule: a row for each place of a lane, a bar for each job, time from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from bench.schedule import Bar, Made
from core.story import SlotKind

COLOURS = {
    SlotKind.SPEECH: "#5cc8a0",
    SlotKind.REFERENCE: "#c792ea",
    SlotKind.FRAME: "#82aaff",
    SlotKind.CLIP: "#ffc85c",
    SlotKind.LIPSYNC: "#ff8f6b",
    SlotKind.PIECE: "#8d99a6",
    SlotKind.FILM: "#eef0f2",
    SlotKind.LOOK: "#4c5564",
}
_OTHER = "#b7c0c8"

_WIDE, _LEFT, _RIGHT, _ROW, _GAP = 1100, 120, 28, 9, 16


def write_lanes(free: Made, steps: Made, machine: dict[str, str], out: Path) -> None:
    """Both runs of one film under each other, on one scale."""
    whole = max(free.seconds, steps.seconds)
    bound = f"lower bound {free.bound.seconds:.1f} s ({free.bound.why})"
    upper, y = _film(free, f"As it is made: {free.seconds:.1f} s, {bound}", whole, 66, free.bound.seconds)
    lower, y = _film(steps, f"With a barrier after each step: {steps.seconds:.1f} s", whole, y + 26, None)
    foot = escape(", ".join(f"{key} {value}" for key, value in machine.items()))
    high = y + 58
    out.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
        'font-family="Noto Sans, Segoe UI, Helvetica, Arial, sans-serif">'
        f'<rect width="{_WIDE}" height="{high}" rx="10" fill="#13151b"/>'
        f'<text x="28" y="34" font-size="18" fill="#eef0f2">{len(free.story.shots)} shots, lane by lane</text>'
        f"{upper}{lower}{_legend(y + 16)}"
        f'<text x="28" y="{high - 14}" font-size="11" fill="#939ca3">{foot}</text></svg>\n'
    )


def _film(made: Made, title: str, whole: float, y: int, bound: float | None) -> tuple[str, int]:
    """One run, and where it ends."""
    top, scale = y, (_WIDE - _LEFT - _RIGHT) / whole
    drawn = [f'<text x="28" y="{y}" font-size="13" fill="#eef0f2">{escape(title)}</text>']
    y += 10
    for lane, bars in groupby(sorted(made.bars, key=lambda b: (b.lane, b.began)), key=lambda b: b.lane):
        rows = places(list(bars))
        middle = y + len(rows) * _ROW / 2 + 4
        drawn.append(f'<text x="28" y="{middle:.0f}" font-size="11" fill="#939ca3">{escape(lane)}</text>')
        for row in rows:
            drawn += [_bar(bar, scale, y) for bar in row]
            y += _ROW
        y += _GAP - _ROW
    drawn.append(_seconds(whole, scale, top + 10, y))
    if bound is not None:
        x = _LEFT + bound * scale
        drawn.append(f'<path d="M{x:.1f} {top + 6}V{y}" stroke="#e0705c" stroke-dasharray="4 3"/>')
    return "".join(drawn), y + 12


def _seconds(whole: float, scale: float, top: int, y: int) -> str:
    """A fine line and a number at every so many seconds."""
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if whole / step <= 12), 200)
    marks = [(second, _LEFT + second * scale) for second in range(0, int(whole) + 1, step)]
    return "".join(
        f'<path d="M{x:.1f} {top}V{y}" stroke="#eef0f2" stroke-opacity="0.07"/>'
        f'<text x="{x:.1f}" y="{y + 10}" font-size="10" fill="#939ca3" text-anchor="middle">{second} s</text>'
        for second, x in marks
    )


def places(bars: Sequence[Bar]) -> list[list[Bar]]:
    """As few rows as hold them without two at once in one."""
    rows: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: bar.began):
        row = next((row for row in rows if row[-1].ended <= bar.began), None)
        if row is None:
            rows.append(row := [])
        row.append(bar)
    return rows


def _bar(bar: Bar, scale: float, y: int) -> str:
    x, width = _LEFT + bar.began * scale, max(1.0, (bar.ended - bar.began) * scale - 1)
    colour = COLOURS.get(bar.slot.kind, _OTHER)
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_ROW - 2}" rx="1.5" fill="{colour}"/>'


def _legend(y: int) -> str:
    names = [*((kind.value, colour) for kind, colour in COLOURS.items()), ("text and voices", _OTHER)]
    return "".join(
        f'<rect x="{28 + 110 * i}" y="{y - 9}" width="10" height="10" rx="2" fill="{colour}"/>'
        f'<text x="{43 + 110 * i}" y="{y}" font-size="11" fill="#b7c0c8">{name}</text>'
        for i, (name, colour) in enumerate(names)
    )
