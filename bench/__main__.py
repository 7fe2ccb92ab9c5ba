"""`make bench`: how long things take against what they could take at least, and against MoviePy."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import tempfile
from pathlib import Path

from rich.console import Console

from bench import runs
from bench.material import CLIPS, FPS, SIZE, BenchDesk, decode, mixed_film, other_clip, ready_frames, with_clip
from bench.report import Measure, show, write_json, write_svg
from core.media import ffmpeg

ROOT = Path(__file__).parents[1]
console = Console()


def main() -> None:
    options = _options()
    program = ffmpeg.find()
    workers = os.cpu_count() or 1
    machine = {"cores": str(workers), "system": platform.platform(terse=True), "ffmpeg": program.version}
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="video-story-bench-", dir=options.work) as folder:
        work = Path(folder)
        if "export" not in options.skip:
            measures += exports(work, program, workers, options.rounds, moviepy="moviepy" not in options.skip)
        if "animatic" not in options.skip:
            measures += animatics(work, program, options.rounds, options.story)
    show(measures, machine)
    write_json(measures, machine, ROOT / "bench" / "results.json")
    if not options.skip:
        write_svg(measures, machine, ROOT / "docs" / "bench.svg")


def exports(work: Path, program: ffmpeg.Program, workers: int, rounds: int, *, moviepy: bool) -> list[Measure]:
    """A full export of mixed clips and one after a clip was swapped, against x264 on the same frames."""
    desk, raw = BenchDesk(work / "export"), work / "frames.yuv"
    console.print(f"Making {CLIPS} mixed clips …")
    request = mixed_film(desk, program)
    asyncio.run(ready_frames(request, desk, program, raw))
    why = runs.install_moviepy() if moviepy else "left out"
    if why:
        console.print(f"[yellow]No comparison with MoviePy: {why}.[/]")
    full, again, other = [], [], []
    for turn in range(rounds):
        console.print(f"Export, round {turn + 1} of {rounds} …")
        limit = runs.x264_alone(raw, SIZE, FPS, program, work / "x264.mp4")
        first = runs.export(request, desk, workers, fresh=True)
        shot = (7 * turn + 3) % CLIPS
        swapped = with_clip(request, shot, other_clip(request, shot, turn, desk, program))
        again.append(runs.export(swapped, desk, workers, fresh=False) / first)
        full.append(first / limit)
        if not why:
            other.append(
                runs.moviepy(request, desk, desk.folder / "narration.wav", work / "moviepy.mp4") / limit
            )
    raw.unlink()
    shutil.rmtree(desk.root)
    return [
        Measure(f"Export of {CLIPS} mixed clips", "x264 alone on the same frames", tuple(full), 1.35),
        *(
            [Measure("MoviePy, the same assembly", "x264 alone on the same frames", tuple(other), None)]
            if other
            else []
        ),
        Measure("Export again, one clip swapped", "the full export", tuple(again), 0.08),
    ]


def animatics(work: Path, program: ffmpeg.Program, rounds: int, story: Path) -> list[Measure]:
    """The whole product, from a story to a film, against the film's length and x264 on the film's frames."""
    raw = work / "animatic.yuv"
    length, limit = [], []
    for turn in range(rounds):
        console.print(f"Animatic, round {turn + 1} of {rounds} …")
        wall, film, seconds = runs.animatic(story, work / "animatic")
        if not raw.exists():
            decode([film], program, raw)
        length.append(wall / seconds)
        limit.append(wall / runs.x264_alone(raw, SIZE, FPS, program, work / "x264.mp4"))
    raw.unlink()
    return [
        Measure("Story to animatic, everything", "the film's length", tuple(length), 0.30),
        Measure("Story to animatic, everything", "x264 alone on the same frames", tuple(limit), 2.5),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each pair is measured")
    parser.add_argument("--story", type=Path, default=ROOT / "examples" / "lighthouse.md")
    parser.add_argument("--skip", nargs="*", default=[], choices=["export", "moviepy", "animatic"])
    parser.add_argument("--work", default=None, help="a folder with 8 GB of room; the system's own otherwise")
    return parser.parse_args()


main()
