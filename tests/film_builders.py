"""Small films for the tests of the film maker: real sounds, real stills, real clips, 320x180 px."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.media import ffmpeg
from core.pipeline.lengths import grid, line_starts
from core.requests import MOUTHS_MIME, MOVE_MIME, FilmLine, FilmShot, Move, RenderRequest, Window, plain
from core.story import SAMPLE_RATE, Captions

SIZE = (320, 180)
PUSH = Move("push_in", Window(), Window(0.52, 0.48, 0.86))


class FilmDesk:
    """A desk over three folders; assets are files named by their sha-256."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[tuple[float, str]] = []
        for folder in (self.folder, self.cache, self.root / "assets"):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self.root / "job"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    def path(self, asset: str) -> Path:
        return self.root / "assets" / asset

    @property
    def progress(self) -> Callable[[float, str], None]:
        return lambda share, words: self.said.append((share, words))

    def put(self, data: bytes) -> str:
        asset = hashlib.sha256(data).hexdigest()
        self.path(asset).write_bytes(data)
        return asset

    def picture(self, seed: int = 0, size: tuple[int, int] = (400, 225)) -> str:
        return self.put(png(scenery(seed, size)))

    def move(self, frame: str, move: Move = PUSH) -> str:
        return self.put(json.dumps({"frame": frame, "move": plain(move)}).encode())

    def sound(self, seed: int, samples: int) -> str:
        return self.put(wav(voice(seed, samples)))


def png(picture: Any) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def scenery(seed: int, size: tuple[int, int]) -> Any:
    """A soft picture with large shapes."""
    noise = np.random.default_rng(seed).integers(0, 255, (9, 16, 3), np.uint8)
    return cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)


def voice(seed: int, samples: int) -> Any:
    """A buzzing tone with syllables: enough like a voice to be levelled and found again."""
    chance = np.random.default_rng(seed)
    t = np.arange(samples) / SAMPLE_RATE
    pitch = 110 + 90 * chance.random()
    tone = sum(np.sin(2 * np.pi * pitch * k * t + 6 * chance.random()) / k for k in range(1, 12))
    beats = max(4, samples // 4_800)
    syllables = np.interp(t, np.linspace(0, samples / SAMPLE_RATE, beats), 0.15 + chance.random(beats))
    return np.clip((tone * 4_000 + chance.normal(0, 300, samples)) * syllables, -32_000, 32_000).astype("<i2")


def wav(samples: Any) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


WORDS = ("The harbour slept under a thin moon.", "“One is missing,” she said.", "Tom rubbed his eyes.")


def film_request(
    desk: FilmDesk,
    lengths: Sequence[int] = (31_000, 22_345, 40_007),
    *,
    fps: int = 24,
    captions: Captions = Captions.BURNED,
    music: str = "",
) -> RenderRequest:
    """One line per shot; the second shot has a moving mouth, the others a camera move."""
    starts = line_starts(lengths)
    cuts = grid(starts, fps)
    lines, shots = [], []
    for i, samples in enumerate(lengths):
        text = WORDS[i % len(WORDS)]
        tokens = len(text.split())
        times = tuple((k, samples * k // tokens, samples * (k + 1) // tokens) for k in range(tokens))
        speaker = ("", "Ana", "Tom")[i % 3]
        lines.append(FilmLine(f"l{i}", desk.sound(i, samples), starts[i], samples, text, speaker, times))
        frame = desk.picture(i)
        source, mime, parts = desk.move(frame), MOVE_MIME, {}
        if i % 3 == 1:
            source, mime, parts = *mouths(desk, frame, samples), {"patches": patches(desk)}
        shots.append(
            FilmShot(
                shot=f"s{i}",
                index=i,
                scene=f"sc{i // 2}",
                title=f"Harbour, night {i // 2} · wide",
                first_frame=cuts.cuts[i],
                frames=cuts.frames(i),
                start=starts[i],
                source=source,
                mime=mime,
                frame=frame,
                parts=parts,
                lines=(f"l{i}",),
            )
        )
    return RenderRequest(TITLE, *SIZE, fps, "en", starts[-1], tuple(lines), tuple(shots), captions, music)


TITLE = "The boat: 100% “it's” {odd} \\n"
BOX = (200, 101, 40, 21)


def mouths(desk: FilmDesk, frame: str, samples: int) -> tuple[str, str]:
    track = [[at, ("A", "rest", "O")[i % 3]] for i, at in enumerate(range(0, samples, 3_000))]
    boxes = {name: {"box": BOX, "top": 21 * i} for i, name in enumerate(("rest", "A", "O", "blink"))}
    score = {"frame": frame, "move": plain(PUSH), "track": track, "blinks": [[6_000, 9_000]], "patches": boxes}
    return desk.put(json.dumps(score).encode()), MOUTHS_MIME


def patches(desk: FilmDesk) -> str:
    return desk.put(png(np.concatenate([np.full((21, 40, 3), 60 * i, np.uint8) for i in range(4)])))


def make_clip(folder: Path, name: str, *arguments: str) -> bytes:
    """A real clip from ffmpeg's own test pictures."""
    out = folder / name
    exe = ffmpeg.find().path
    subprocess.run([exe, "-v", "error", "-y", *arguments, str(out)], check=True, capture_output=True)
    return out.read_bytes()
