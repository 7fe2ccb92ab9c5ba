"""`make load`: what one embedded server bears, and what looking costs after years; a table, JSON and a plot."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.arrivals import PACE
from bench.growth import Crowded, grown
from bench.load import Wanted, as_json, load
from bench.schedule import stand_in
from bench.workers import shared

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "load.json"
PLOT = ROOT / "docs" / "load.svg"

FILMS = (100, 1_000, 10_000)
MOST_MS, MOST_MB, MOST_GROWTH = 100.0, 400.0, 1.3
"""What is asked of it: p99 of a status, resident memory, and 10,000 films over 100."""

console = Console()


def main() -> None:
    options = _options()
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    machine = {"cores": os.cpu_count(), "system": platform.platform(terse=True)}
    with tempfile.TemporaryDirectory(prefix="video-story-load-", dir=options.work) as folder:
        for part in options.only:
            (Path(folder) / part).mkdir()
            met = {"machine": machine, "load_average_before": round(os.getloadavg()[0], 1)}
            measured = _MEASURES[part](Path(folder) / part, options)
            if measured is not None:
                found[part] = {**met, **measured}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    show(found)
    PLOT.write_text(drawn(found))


def _growth(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    crowds = asyncio.run(grown(folder, tuple(options.growth)))
    return {"films": [_crowd(crowd) for crowd in crowds]}


def _load(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    with stand_in(factor=1.0) as env:
        return _loaded(folder, options, env)


def _clips(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    with stand_in(PACE, factor=1.0) as env:
        return _loaded(folder, options, env, arrivals=True)


def _loaded(
    folder: Path, options: argparse.Namespace, env: dict[str, str], *, arrivals: bool = False
) -> dict[str, Any]:
    many = options.films, options.followers, options.asks, options.seconds
    wanted = Wanted(*many, first=options.before_others, arrivals=arrivals)
    return as_json(asyncio.run(load(_unpaced(env), folder, wanted)), wanted)


def _workers(folder: Path, options: argparse.Namespace) -> dict[str, Any] | None:
    with stand_in(factor=0.25) as env:
        rows = asyncio.run(shared(_unpaced(env), folder, options.seconds))
    if rows is None:
        console.print("There is no PostgreSQL on this machine: apt-get install postgresql")
    return None if rows is None else {"rows": rows}


_MEASURES = {"growth": _growth, "load": _load, "clips": _clips, "workers": _workers}

_LOADS = {"load": "under load", "clips": "while clips arrive"}
"""Measures of one server under load, and what is said of each."""


def _unpaced(env: dict[str, str]) -> dict[str, str]:
    """Without the pace that keeps one person from beginning two hundred films at once."""
    return {**env, "CREATE_PER_MINUTE": "0"}


def _crowd(crowd: Crowded) -> dict[str, Any]:
    return {
        "films": crowd.films,
        "kb_each": round(crowd.bytes_each / 1024, 1),
        "work": {
            name: {"steps": one.steps, "cpu_ms": round(one.seconds * 1000, 2), "scans": sorted(one.scans)}
            for name, one in crowd.work.items()
        },
    }


def ratios(films: list[dict[str, Any]]) -> dict[str, float]:
    """Steps with the most films over steps with the fewest, for each piece of work."""
    few, many = films[0]["work"], films[-1]["work"]
    return {name: round(many[name]["steps"] / max(1, few[name]["steps"]), 3) for name in few}


def show(found: dict[str, Any]) -> None:
    if "growth" in found:
        films = found["growth"]["films"]
        table = Table(*("work", *(f"{one['films']:,}" for one in films), "ratio"), title="Steps of SQLite")
        for name, ratio in ratios(films).items():
            colour = "green" if ratio <= MOST_GROWTH else "red"
            steps = (f"{one['work'][name]['steps']:,}" for one in films)
            table.add_row(name, *steps, f"[{colour}]{ratio:.2f}[/]")
        console.print(table)
    for part in [part for part in _LOADS if part in found]:
        _show_load(found[part], _LOADS[part])
    if "workers" in found:
        rows = found["workers"]["rows"]
        table = Table(*rows[0], title="Workers on one PostgreSQL, all on this machine")
        for row in rows:
            table.add_row(*map(str, row.values()))
        console.print(table)


def _show_load(seen: dict[str, Any], words: str) -> None:
    title = f"{seen['wanted']['films']} films at once, {words}"
    table = Table("kind", "count", "p50 ms", "p99 ms", title=title)
    for kind, one in seen["kinds"].items():
        table.add_row(kind, str(one["count"]), str(one["p50_ms"]), str(one["p99_ms"]))
    console.print(table)
    told = ("memory_mb", "cpu_share", "jobs_per_second", "clips_per_second", "events", "errors")
    console.print(", ".join(f"{name} {seen[name]}" for name in told if name in seen), soft_wrap=True)


_WIDE, _ROW = 860, 30


def drawn(found: dict[str, Any]) -> str:
    """Growth as bars against what is allowed, and memory over time."""
    y, parts = 60, []
    if "growth" in found:
        for name, ratio in ratios(found["growth"]["films"]).items():
            parts.append(_bar(y, name, ratio, MOST_GROWTH, f"{ratio:.2f}"))
            y += _ROW
    for part in [part for part in _LOADS if part in found]:
        seen, y = found[part], y + 20
        status, memory = seen["kinds"].get("status", {}).get("p99_ms", 0.0), seen["memory_mb"]
        parts.append(_bar(y, f"p99 of a status {_LOADS[part]} (ms)", status, MOST_MS, f"{status:g}"))
        parts.append(_bar(y + _ROW, f"memory {_LOADS[part]} (MB)", memory, MOST_MB, f"{memory:g}"))
        y += 2 * _ROW
    high = y + 40
    title = "Looking after years, and under load: the mark is what is asked"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
        'font-family="Noto Sans, Segoe UI, Helvetica, Arial, sans-serif">'
        f'<rect width="{_WIDE}" height="{high}" rx="10" fill="#13151b"/>'
        f'<text x="28" y="36" font-size="18" fill="#eef0f2">{title}</text>'
        f"{''.join(parts)}"
        f'<text x="28" y="{high - 14}" font-size="11" fill="#939ca3">{escape(_conditions(found))}</text>'
        "</svg>\n"
    )


def _conditions(found: dict[str, Any]) -> str:
    words = []
    if "growth" in found:
        counts = [one["films"] for one in found["growth"]["films"]]
        words.append(f"growth: steps of SQLite with {counts[-1]:,} films over {counts[0]:,}")
    for part in [part for part in _LOADS if part in found]:
        seen = found[part]
        words.append(
            f"{part}: {seen['wanted']['films']} films, {seen['wanted']['followers']} followers, "
            f"{seen['machine']['cores']} cores, load average before {seen['load_average_before']:.0f}"
            + (", its loop before others" if seen["wanted"].get("first") else "")
        )
    return "; ".join(words)


def _bar(y: int, name: str, value: float, most: float, words: str) -> str:
    left, room = 300, 470
    width, mark = min(room, room * value / (1.25 * most)), left + room / 1.25
    colour = "#5cc8a0" if value <= most else "#e0705c"
    return (
        f'<text x="28" y="{y + 15}" font-size="13" fill="#eef0f2">{escape(name)}</text>'
        f'<rect x="{left}" y="{y + 2}" width="{width:.1f}" height="18" rx="3" fill="{colour}"/>'
        f'<rect x="{mark:.1f}" y="{y}" width="2" height="22" fill="#ffc85c"/>'
        f'<text x="{_WIDE - 24}" y="{y + 15}" font-size="13" fill="#eef0f2" text-anchor="end">'
        f"{escape(words)}</text>"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load ARGS=…", description=__doc__)
    parser.add_argument("--only", nargs="*", default=list(_MEASURES), choices=list(_MEASURES))
    parser.add_argument("--growth", nargs="*", type=int, default=list(FILMS), help="numbers of finished films")
    parser.add_argument("--films", type=int, default=200, help="films under way at once")
    parser.add_argument("--followers", type=int, default=500)
    parser.add_argument("--asks", type=float, default=50.0, help="statuses asked for in a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--before-others", action="store_true", help="on a machine that others use: go first (Linux, root)"
    )
    parser.add_argument("--work", default=None, help="a folder with 4 GB of room; the system's own otherwise")
    return parser.parse_args()


if __name__ == "__main__":
    main()
