"""Writing the measurements down: a table on the screen, JSON for machines, an SVG plot for the README."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

Row = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """One ratio, taken several times."""

    name: str
    over: str
    """What it is measured against."""
    rounds: tuple[float, ...]
    limit: float | None
    """The most it may be; None where there is nothing to keep."""
    note: str = ""

    @property
    def ratio(self) -> float:
        return median(self.rounds)

    @property
    def kept(self) -> bool | None:
        return None if self.limit is None else self.ratio <= self.limit


@dataclass(frozen=True)
class Figure:
    """One number with a unit."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""


def show(measures: Sequence[Measure], figures: Sequence[Figure], machine: dict[str, str]) -> None:
    table = Table(title="Ratios, median of rounds taken side by side", title_justify="left")
    for column in ("what", "over", "ratio", "limit", "rounds"):
        table.add_column(column, justify="left" if column in ("what", "over") else "right")
    for m in measures:
        colour = {True: "green", False: "red", None: "white"}[m.kept]
        limit = f"{m.limit:.2f}" if m.limit is not None else ""
        rounds = " ".join(f"{r:.3f}" for r in m.rounds)
        table.add_row(m.name, m.over, f"[{colour}]{m.ratio:.3f}[/]", limit, rounds)
    console = Console()
    if measures:
        console.print(table)
    for figure in figures:
        limit = "" if figure.limit is None else f", at most {figure.limit:g}"
        note = f" ({figure.note})" if figure.note else ""
        console.print(f"{figure.name}: {figure.value:.3g} {figure.unit}{limit}{note}")
    console.print(", ".join(f"{key} {value}" for key, value in machine.items()), style="dim")


def write_json(
    measures: Sequence[Measure], figures: Sequence[Figure], machine: dict[str, str], out: Path
) -> None:
    """Put the new rows in the place of the old ones of the same name; what was not measured now stays."""
    known = json.loads(out.read_text()) if out.exists() else {}
    rows = [{**asdict(m), "ratio": m.ratio, "kept": m.kept, "machine": machine} for m in measures]
    single = [{**asdict(figure), "machine": machine} for figure in figures]
    merged = {
        "machine": machine,
        "measures": merge(known.get("measures", []), rows, known.get("machine")),
        "figures": merge(known.get("figures", []), single, known.get("machine")),
    }
    out.write_text(json.dumps(merged, indent=2) + "\n")


def merge(old: Sequence[Row], new: Sequence[Row], machine: Any = None) -> list[Row]:
    """The old rows, each replaced by the new one of its name, then the others; `machine` made the old ones."""
    fresh = {_key(row): row for row in new}
    kept = [fresh.pop(_key(row), {"machine": machine, **row}) for row in old]
    return [*kept, *fresh.values()]


def _key(row: Row) -> tuple[Any, Any]:
    return row["name"], row.get("over")


_WIDE, _ROW, _LEFT, _RIGHT, _TOP = 860, 46, 340, 90, 66


def write_svg(measures: Sequence[Measure], machine: dict[str, str], out: Path) -> None:
    """One bar per ratio on the scale of its own limit, with a mark at the limit."""
    high = _TOP + _ROW * len(measures) + 40
    rows = "".join(_bar(m, _TOP + _ROW * i) for i, m in enumerate(measures))
    foot = escape(", ".join(f"{key} {value}" for key, value in machine.items()))
    out.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
        'font-family="Noto Sans, Segoe UI, Helvetica, Arial, sans-serif">'
        f'<rect width="{_WIDE}" height="{high}" rx="10" fill="#13151b"/>'
        '<text x="28" y="34" font-size="18" fill="#eef0f2">How much longer than the least it could take</text>'
        '<text x="28" y="53" font-size="12" fill="#939ca3">'
        "Wall time ratios; the mark is what is allowed. Shorter is better.</text>"
        f'{rows}<text x="28" y="{high - 16}" font-size="11" fill="#939ca3">{foot}</text></svg>\n'
    )


def _bar(m: Measure, y: int) -> str:
    room = _WIDE - _LEFT - _RIGHT
    whole = max(m.ratio, m.limit or m.ratio) * 1.15
    width = room * m.ratio / whole
    colour = "#5cc8a0" if m.kept else "#e0705c" if m.kept is False else "#7f8896"
    mark = ""
    if m.limit is not None:
        x = _LEFT + room * m.limit / whole
        mark = (
            f'<rect x="{x:.1f}" y="{y}" width="2" height="26" fill="#ffc85c"/>'
            f'<text x="{x + 6:.1f}" y="{y + 11}" font-size="10" fill="#ffc85c">{m.limit:g}</text>'
        )
    return (
        f'<text x="28" y="{y + 12}" font-size="14" fill="#eef0f2">{escape(m.name)}</text>'
        f'<text x="28" y="{y + 28}" font-size="11" fill="#939ca3">over {escape(m.over)}</text>'
        f'<rect x="{_LEFT}" y="{y + 2}" width="{width:.1f}" height="22" rx="3" fill="{colour}"/>{mark}'
        f'<text x="{_WIDE - 28}" y="{y + 18}" font-size="15" fill="#eef0f2" text-anchor="end">'
        f"{m.ratio:.3g}</text>"
    )
