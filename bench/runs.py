"""The things that are timed: each run returns its wall time in seconds."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.material import BenchDesk
from core.media import ffmpeg
from core.media.film import make_film
from core.media.probe import pictures
from core.requests import RenderRequest

ROOT = Path(__file__).parents[1]
MOVIEPY = ROOT / ".venv-bench"


def x264_alone(raw: Path, size: tuple[int, int], fps: int, program: ffmpeg.Program, out: Path) -> float:
    """x264 on ready frames, with the film's preset and quality and as many threads as it likes."""
    frames = [
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "-s",
        f"{size[0]}x{size[1]}",
        "-r",
        str(fps),
        "-i",
        str(raw),
    ]
    encoder = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]
    return _timed([program.path, "-v", "error", "-y", *frames, *encoder, str(out)])


def export(request: RenderRequest, desk: BenchDesk, workers: int, *, fresh: bool) -> float:
    """A whole export, check included; `fresh` empties the cache first."""
    shutil.rmtree(desk.folder, ignore_errors=True)
    desk.folder.mkdir()
    if fresh:
        shutil.rmtree(desk.cache, ignore_errors=True)
        desk.cache.mkdir()
    before = time.perf_counter()
    asyncio.run(make_film(request, desk, workers=workers))
    return time.perf_counter() - before


def moviepy(request: RenderRequest, desk: BenchDesk, sound: Path, out: Path) -> float:
    """The same clips, slots and sound, assembled by MoviePy in its own environment."""
    clips = [[str(desk.path(shot.source)), shot.frames / request.fps] for shot in request.shots]
    size = [request.width, request.height]
    plan = {"clips": clips, "sound": str(sound), "size": size, "fps": request.fps, "out": str(out)}
    file = out.with_suffix(".json")
    file.write_text(json.dumps(plan))
    return _timed([str(MOVIEPY / "bin" / "python"), str(ROOT / "bench" / "moviepy_assembly.py"), str(file)])


def install_moviepy() -> str:
    """Make MoviePy's environment if it is not there; gives why not when that fails."""
    if (MOVIEPY / "done").exists():
        return ""
    try:
        subprocess.run(
            [sys.executable, "-m", "venv", str(MOVIEPY)], check=True, capture_output=True, timeout=120
        )
        pip = [
            str(MOVIEPY / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            str(ROOT / "bench" / "moviepy.txt"),
        ]
        subprocess.run(pip, check=True, capture_output=True, timeout=900)
    except (OSError, subprocess.SubprocessError):
        return "MoviePy could not be installed"
    (MOVIEPY / "done").touch()
    return ""


def animatic(story: Path, work: Path) -> tuple[float, Path, float]:
    """The whole product, from a story to a film with an empty data folder: wall, film, the film's seconds."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    command = [sys.executable, "-m", "cli", "make", str(story), "--out", str(work / "out")]
    wall = _timed(command, env={"DATA_DIR": str(work / "data"), "PATH": "/usr/bin:/bin"})
    film = next((work / "out").glob("*.mp4"))
    frames = pictures(film)
    return wall, film, float(frames[-1].at + frames[-1].lasts)


def _timed(command: list[str], env: dict[str, str] | None = None) -> float:
    before = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)
    wall = time.perf_counter() - before
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr[-2000:]}")
    return wall
