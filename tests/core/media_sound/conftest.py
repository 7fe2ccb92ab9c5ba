"""Builders for sound tests: voices of tones and breath, lines on a timeline, ffmpeg as the second opinion."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from core.media import ffmpeg
from core.media.sound import Pcm, write_wav
from core.requests import FilmLine
from core.story import GAP_SAMPLES, SAMPLE_RATE


def a_voice(samples: int, seed: int = 0, pitch: float = 120.0, peak: float = 0.5) -> Pcm:
    """Speech-like: a gliding buzz under moving formants, in syllables, with breath."""
    rng = np.random.default_rng(seed)
    time = np.arange(samples) / SAMPLE_RATE
    glide = np.cumsum(
        pitch * (1 + 0.15 * np.sin(2 * np.pi * (0.6 + 0.2 * rng.random()) * time + rng.random() * 6))
    )
    phase = 2 * np.pi * glide / SAMPLE_RATE
    formant = 500 + 300 * np.sin(2 * np.pi * (2.0 + rng.random()) * time + rng.random() * 6)
    sound = sum(np.sin(k * phase) / (1 + abs(k * pitch - formant) / 200) for k in range(1, 25))
    sound = sound + rng.normal(size=samples) * 0.15
    syllables = np.clip(np.sin(2 * np.pi * (3 + rng.random()) * time + rng.random() * 6) + 0.6, 0, None)
    sound = sound * syllables
    return np.asarray(np.rint(sound / np.abs(sound).max() * peak * 32767), dtype=np.int16)


@dataclass(frozen=True)
class Talk:
    """Lines laid out as a film lays them out, and their files."""

    lines: tuple[FilmLine, ...]
    paths: Mapping[str, Path]
    total: int


@pytest.fixture
def voice() -> Callable[..., Pcm]:
    return a_voice


@pytest.fixture
def talk(tmp_path: Path) -> Callable[..., Talk]:
    def build(*sounds: Pcm, speakers: tuple[str, ...] = ("",), gap: int = GAP_SAMPLES) -> Talk:
        lines, paths, start = [], {}, 0
        for i, sound in enumerate(sounds):
            path = tmp_path / f"line{i}.wav"
            write_wav(path, sound)
            paths[f"asset{i}"] = path
            who = speakers[i % len(speakers)]
            lines.append(FilmLine(f"seg{i}", f"asset{i}", start, len(sound), f"This is line {i}.", who))
            start += len(sound) + gap
        return Talk(tuple(lines), paths, start - gap)

    return build


@pytest.fixture(scope="session")
def program() -> str:
    return ffmpeg.find().path


@pytest.fixture(scope="session")
def second_opinion(program: str) -> Callable[[Path], tuple[float, float]]:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, by ffmpeg's ebur128."""

    def measure(path: Path) -> tuple[float, float]:
        arguments = [
            program,
            "-hide_banner",
            "-nostats",
            "-i",
            str(path),
            "-af",
            "ebur128=peak=true",
            "-f",
            "null",
            "-",
        ]
        said = subprocess.run(arguments, capture_output=True, text=True, check=True).stderr
        lufs = re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", said)[-1]
        peak = re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", said)[-1]
        return float(lufs), float(peak)

    return measure
