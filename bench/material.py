"""What is measured: 24 clips of every size, rate and length, their narration, and the film they make."""

from __future__ import annotations

import hashlib
import io
import subprocess
import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.media import ffmpeg, pieces
from core.media.film import burned
from core.pipeline.lengths import grid, line_starts
from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import SAMPLE_RATE, Captions

CLIPS = 24
FPS = 24
SIZE = (1280, 720)

_PICTURES = (
    "testsrc2=s={size}:r={rate}:d={seconds}",
    "mandelbrot=s={size}:r={rate}:start_scale=2.{n}:end_scale=0.4:end_pts=200",
    "gradients=s={size}:r={rate}:seed={n}:d={seconds}:speed=0.02",
)
_SIZES = ("1280x720", "1920x1080", "960x540", "1280x704")
_RATES = (16, 24, 30)


@dataclass
class BenchDesk:
    """A desk over one folder; assets are files named by their sha-256."""

    root: Path

    def __post_init__(self) -> None:
        for folder in (self.folder, self.cache, self.assets):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self.root / "job"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def assets(self) -> Path:
        return self.root / "assets"

    @property
    def progress(self) -> Callable[[float, str], None]:
        return lambda share, words: None

    def path(self, asset: str) -> Path:
        return self.assets / asset

    def put(self, data: bytes) -> str:
        asset = hashlib.sha256(data).hexdigest()
        self.path(asset).write_bytes(data)
        return asset


def mixed_film(desk: BenchDesk, program: ffmpeg.Program) -> RenderRequest:
    """24 clips of 1.2 to 4 s; every fifth is shorter than its slot."""
    chance = np.random.default_rng(24)
    lengths = [int(SAMPLE_RATE * (1.2 + 2.8 * chance.random())) for _ in range(CLIPS)]
    starts = line_starts(lengths)
    cuts = grid(starts, FPS)
    lines = tuple(_line(i, starts[i], n, desk) for i, n in enumerate(lengths))
    shots = tuple(
        FilmShot(
            shot=f"s{i}",
            index=i,
            scene=f"sc{i // 6}",
            title=f"Scene {i // 6 + 1} · wide",
            first_frame=cuts.cuts[i],
            frames=cuts.frames(i),
            start=starts[i],
            source=make_clip(i, cuts.frames(i) / FPS, desk, program),
            mime="video/mp4",
            frame="",
            lines=(f"l{i}",),
        )
        for i in range(CLIPS)
    )
    return RenderRequest("Bench", *SIZE, FPS, "en", starts[-1], lines, shots, Captions.OFF)


def make_clip(i: int, seconds: float, desk: BenchDesk, program: ffmpeg.Program) -> str:
    """A clip from ffmpeg's own test pictures, as long as its slot rounded up to half a second, or shorter.

    Encoded as clip services hand them out: a few Mbit/s.
    """
    asked = max(0.5, -(-seconds // 0.5) * 0.5 if i % 5 else seconds * 0.8)
    rate = _RATES[i % len(_RATES)]
    picture = _PICTURES[i % len(_PICTURES)].format(
        size=_SIZES[i // 2 % len(_SIZES)], rate=rate, seconds=asked, n=i % 9 + 1
    )
    out = desk.root / f"made-{i}.mp4"
    command = [program.path, "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-t", f"{asked:.3f}"]
    command += ["-c:v", "libx264", "-preset", "medium", "-crf", "23", "-pix_fmt", "yuv420p", str(out)]
    subprocess.run(command, check=True)
    asset = desk.put(out.read_bytes())
    out.unlink()
    return asset


def other_clip(request: RenderRequest, shot: int, turn: int, desk: BenchDesk, program: ffmpeg.Program) -> str:
    """A clip for the same slot that was not there before."""
    return make_clip(shot + CLIPS * (turn + 1), request.shots[shot].frames / FPS, desk, program)


def with_clip(request: RenderRequest, shot: int, clip: str) -> RenderRequest:
    shots = list(request.shots)
    shots[shot] = replace(shots[shot], source=clip)
    return replace(request, shots=tuple(shots))


async def ready_frames(request: RenderRequest, desk: BenchDesk, program: ffmpeg.Program, out: Path) -> None:
    """The film's own frames as raw pictures: cut once without loss, then decoded."""
    look = pieces.Look(request.width, request.height, request.fps)
    lossless = BenchDesk(desk.root / "lossless")
    lossless.path = desk.path  # type: ignore[method-assign]
    with _settings(preset="ultrafast", crf=0):
        made = await pieces.make_pieces(
            request.shots,
            burned(request),
            look,
            lossless,
            program=program,
            workers=2,
            progress=desk.progress,
        )
    decode([piece.path for piece in made], program, out)


def decode(films: Sequence[Path], program: ffmpeg.Program, out: Path) -> None:
    """The frames of films, one after another, into one raw file."""
    with out.open("wb") as raw:
        for film in films:
            command = [
                program.path,
                "-v",
                "error",
                "-i",
                str(film),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuv420p",
                "-",
            ]
            subprocess.run(command, check=True, stdout=raw)


@contextmanager
def _settings(**changes: Any) -> Iterator[None]:
    """Other encoder settings for a while."""
    before = pieces.SETTINGS
    pieces.SETTINGS = {**before, **changes}
    try:
        yield
    finally:
        pieces.SETTINGS = before


def _line(i: int, start: int, samples: int, desk: BenchDesk) -> FilmLine:
    return FilmLine(f"l{i}", desk.put(_sound(i, samples)), start, samples, "A line of the bench.", "")


def _sound(seed: int, samples: int) -> bytes:
    """A buzzing tone with syllables, as a WAV file."""
    chance = np.random.default_rng(seed)
    t = np.arange(samples) / SAMPLE_RATE
    tone = sum(np.sin(2 * np.pi * (120 + 9 * seed) * k * t + 6 * chance.random()) / k for k in range(1, 12))
    beats = max(4, samples // 4_800)
    syllables = np.interp(t, np.linspace(0, samples / SAMPLE_RATE, beats), 0.15 + chance.random(beats))
    sound = np.clip((tone * 4_000 + chance.normal(0, 300, samples)) * syllables, -32_000, 32_000).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(sound.tobytes())
    return out.getvalue()
