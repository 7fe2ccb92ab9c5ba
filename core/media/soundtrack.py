"""The film's sound, made once per version and kept: the WAV of the voices and the coded mix."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, NotFound
from core.media import ffmpeg
from core.media.aac import ENCODER, encode_aac
from core.media.desk import Desk
from core.media.narration import build_narration, level, mix
from core.media.sound import write_wav
from core.requests import RenderRequest

_RECIPE = 1
"""Raised whenever other sound would come out of the same lines."""


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Files in the cache; never move or change them."""

    voices: Path
    """WAV, mono: the levelled narration, exactly as long as the film."""
    coded: Path
    """AAC, stereo: voices and music."""


async def make_soundtrack(request: RenderRequest, desk: Desk) -> Soundtrack:
    """The sound of a film, from the cache when no line, no time and no music has changed.

    Raises BadInput when a line's sound or the music cannot be used, NoRoom when a disk is full.
    """
    kept = desk.cache / "sound"
    name = sound_key(request)
    track = Soundtrack(kept / f"{name}.wav", kept / f"{name}.m4a")
    if not (track.voices.exists() and track.coded.exists()):
        await asyncio.to_thread(_make, request, desk, track)
    return track


def sound_key(request: RenderRequest) -> str:
    """Everything that the sound depends on, as a name."""
    lines = [[line.asset, line.start, line.samples, line.speaker] for line in request.lines]
    parts = [_RECIPE, ENCODER, request.samples, request.music, lines]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _make(request: RenderRequest, desk: Desk, track: Soundtrack) -> None:
    work = desk.folder / "soundtrack"
    try:
        with ffmpeg.room(desk.folder):
            work.mkdir(parents=True, exist_ok=True)
            _write_sounds(request, desk, work)
        with ffmpeg.room(track.coded.parent):
            ffmpeg.keep(work / "voices.wav", track.voices)
            ffmpeg.keep(work / "mix.m4a", track.coded)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_sounds(request: RenderRequest, desk: Desk, work: Path) -> None:
    paths = {line.asset: _line_path(desk, line.asset, line.text) for line in request.lines}
    narration = build_narration(request.lines, paths, request.samples)
    music = _line_path(desk, request.music, "the music") if request.music else None
    sound = mix(narration, music, request.lines)
    voices = level(narration, request.lines) if music else sound[:, 0]
    write_wav(work / "voices.wav", voices)
    encode_aac(sound, work / "mix.m4a")


def _line_path(desk: Desk, asset: str, what: str) -> Path:
    try:
        path = desk.path(asset)
        path.stat()
    except (KeyError, OSError, NotFound) as error:
        opening = what if len(what) <= 40 else f"{what[:39]}…"
        raise BadInput(
            f"The sound of “{opening}” is missing.", next_step="Make it again, then export once more."
        ) from error
    return path
