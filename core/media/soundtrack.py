"""The film's sound, made once per version and kept: voices and music as WAV, and the coded mix."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, NotFound
from core.media import ffmpeg
from core.media.aac import ENCODER, encode_aac
from core.media.desk import Desk
from core.media.narration import build_narration, film_sound
from core.media.sound import write_wav
from core.media.threads import in_thread
from core.requests import RenderRequest, SoundRequest

_RECIPE = 1
"""Raised whenever other sound would come out of the same lines."""


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Files in the cache; never move or change them."""

    voices: Path
    """WAV, mono: the levelled narration, exactly as long as the film."""
    music: Path | None
    """WAV, stereo: the music as it lies under the voices."""
    coded: Path
    """AAC, stereo: voices and music."""


async def make_soundtrack(request: RenderRequest | SoundRequest, desk: Desk) -> Soundtrack:
    """The sound of a film, from the cache when no line, no time and no music has changed.

    Raises BadInput when a line's sound or the music cannot be used, NoRoom when a disk is full.
    """
    kept = desk.cache / "sound"
    name = sound_key(request)
    music = kept / f"{name}-music.wav" if request.music else None
    track = Soundtrack(kept / f"{name}.wav", music, kept / f"{name}.m4a")
    if not track.coded.exists():
        await in_thread(_make, request, desk, track)
    return track


def sound_key(request: RenderRequest | SoundRequest) -> str:
    """Everything that the sound depends on, as a name."""
    lines = [[line.asset, line.start, line.samples, line.speaker] for line in request.lines]
    parts = [_RECIPE, ENCODER, request.samples, request.music, lines]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _make(request: RenderRequest | SoundRequest, desk: Desk, track: Soundtrack) -> None:
    work = desk.folder / "soundtrack"
    try:
        with ffmpeg.room(desk.folder):
            work.mkdir(parents=True, exist_ok=True)
            _write_sounds(request, desk, work)
        with ffmpeg.room(track.coded.parent):
            ffmpeg.keep(work / "voices.wav", track.voices)
            if track.music:
                ffmpeg.keep(work / "music.wav", track.music)
            ffmpeg.keep(work / "mix.m4a", track.coded)  # last: it tells that all of them are there
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_sounds(request: RenderRequest | SoundRequest, desk: Desk, work: Path) -> None:
    paths = {line.asset: _line_path(desk, line.asset, line.text) for line in request.lines}
    narration = build_narration(request.lines, paths, request.samples)
    music = _line_path(desk, request.music, "the music") if request.music else None
    sound = film_sound(narration, music, request.lines)
    write_wav(work / "voices.wav", sound.voices)
    if sound.music is not None:
        write_wav(work / "music.wav", sound.music)
    encode_aac(sound.mix, work / "mix.m4a")


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
