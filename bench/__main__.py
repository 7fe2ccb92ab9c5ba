"""`make bench`: how long things take against what they could take at least, and what the engine costs."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import tempfile
from pathlib import Path

from rich.console import Console

from bench import engine, runs, schedule
from bench.lanes import write_lanes
from bench.material import CLIPS, FPS, SIZE, BenchDesk, decode, mixed_film, other_clip, ready_frames, with_clip
from bench.report import Figure, Measure, show, write_json, write_svg
from core.media import ffmpeg

ROOT = Path(__file__).parents[1]
PARTS = ("export", "moviepy", "animatic", "schedule", "engine")
SHOTS = (12, 40)
console = Console()


def main() -> None:
    options = _options()
    program = ffmpeg.find()
    workers = os.cpu_count() or 1
    machine = {"cores": str(workers), "system": platform.platform(terse=True), "ffmpeg": program.version}
    measures: list[Measure] = []
    figures: list[Figure] = []
    parts = {part for part in PARTS if part not in options.skip and part in (options.only or PARTS)}
    with tempfile.TemporaryDirectory(prefix="video-story-bench-", dir=options.work) as folder:
        work = Path(folder)
        if "export" in parts:
            measures += exports(work, program, workers, options.rounds, moviepy="moviepy" in parts)
        if "animatic" in parts:
            measures += animatics(work, program, options.rounds, options.story)
        if "schedule" in parts:
            for at_fal in options.at_fal:
                ratios, floors = schedules(work, options.rounds, machine, at_fal)
                measures, figures = measures + ratios, figures + floors
        if "engine" in parts:
            figures += engines(work)
    show(measures, figures, machine)
    write_json(measures, figures, machine, ROOT / "bench" / "results.json")
    if {"export", "moviepy", "animatic"} <= parts:
        measures = [measure for measure in measures if "shots" not in measure.name]
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


def schedules(
    work: Path, rounds: int, machine: dict[str, str], at_fal: int
) -> tuple[list[Measure], list[Figure]]:
    """Films through the stand-in against the least they can take, and against a barrier after each step.

    And what no engine could do better: its film at the lower bound, over the barriers of the last round.
    """
    measures, floors = [], []
    for shots in SHOTS:
        bound, steps = [], []
        for turn in range(rounds if shots == SHOTS[0] else 1):
            console.print(f"{shots} shots, {at_fal} at once at fal, round {turn + 1} …")
            free = _through(work / f"free-{shots}-{turn}", shots, at_fal, barriers=False)
            slow = _through(work / f"steps-{shots}-{turn}", shots, at_fal, barriers=True)
            console.print(
                f"  {free.seconds:.1f} s, at least {free.bound.seconds:.1f} s ({free.bound.why}), "
                f"with barriers {slow.seconds:.1f} s, at least {slow.apart:.1f} s"
            )
            bound.append(free.seconds / free.bound.seconds)
            steps.append(free.seconds / slow.seconds)
        name = f"{shots} shots, {at_fal} at once at fal"
        if at_fal in schedule.ACCOUNTS:
            write_lanes(free, slow, machine, ROOT / "docs" / f"schedule-{shots}-fal-{at_fal}.svg")
        aims = (1.05, 0.6) if shots == SHOTS[0] else (None, None)
        measures.append(Measure(name, "the longest chain and full lanes", tuple(bound), aims[0]))
        measures.append(Measure(name, "a barrier after each step", tuple(steps), aims[1]))
        floors += [
            Figure(f"{name}: the lower bound", free.bound.seconds, "s", note=free.bound.why),
            Figure(
                f"{name}: the lower bound over the run with barriers", free.bound.seconds / slow.seconds, ""
            ),
            Figure(
                f"{name}: the lower bound over that of the run with barriers",
                free.bound.seconds / slow.apart,
                "",
            ),
        ]
    return measures, floors


def _through(home: Path, shots: int, at_fal: int, *, barriers: bool) -> schedule.Made:
    with schedule.stand_in(at_fal=at_fal) as env:
        made = asyncio.run(schedule.run(env, home, shots, barriers=barriers))
    shutil.rmtree(home)
    return made


def engines(work: Path) -> list[Figure]:
    """What the engine itself costs."""
    console.print("The engine: jobs that do nothing, rest, a kill …")
    free = asyncio.run(engine.job_ms(work / "home", "home"))
    paid = asyncio.run(engine.job_ms(work / "shop", "shop"))
    with schedule.stand_in() as env:
        rest = asyncio.run(engine.at_rest(work / "rest", env))
    return [
        Figure("CPU of the engine for a local job", free, "ms"),
        Figure("CPU of the engine for a paid job", paid, "ms"),
        Figure("An open studio at rest, every key set", rest * 100, "% of a core", 3.0),
        Figure("From kill -9 to the first job under way again", engine.after_kill(work / "kill"), "s"),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each pair is measured")
    parser.add_argument("--story", type=Path, default=ROOT / "examples" / "lighthouse.md")
    many = "how many requests the account at fal runs at once: 2 when new, up to 40"
    parser.add_argument("--at-fal", type=int, nargs="*", default=schedule.ACCOUNTS, help=many)
    parser.add_argument("--skip", nargs="*", default=[], choices=PARTS)
    parser.add_argument("--only", nargs="*", default=[], choices=PARTS)
    parser.add_argument("--work", default=None, help="a folder with 8 GB of room; the system's own otherwise")
    return parser.parse_args()


main()
