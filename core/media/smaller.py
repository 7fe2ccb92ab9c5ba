"""Films and clips made ready for a chat: small enough, with the index in front, with a small picture."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from PIL import Image

from core.media import ffmpeg
from core.media.threads import in_thread


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to make a film smaller, better than those after it."""

    least: int
    """Kilobits a second that its picture needs to be worth sending."""
    sound: int
    """Kilobits a second of the sound."""
    short_side: int = 0
    """Px of the shorter side; 0 leaves the picture as large as it is."""


RUNGS = (Rung(350, 128), Rung(110, 64, 480))

AIM = 0.94
"""Share of the limit to aim at: an encoder meets its rate on average only."""

LIMIT_SECONDS = 3_600.0

SIDE = 320
"""Px: the longer side of a small picture."""


async def smaller(
    film: Path, seconds: float, most: int, target: Path, work: Path, ffmpeg_path: str = ""
) -> bool:
    """Write the film into `target` with `most` bytes at most; false when it would not be worth looking at.

    Raises NoRoom and FfmpegFailed.
    """
    rung = rung_for(seconds, most)
    if rung is None:
        return False
    picture = picture_kbit(seconds, most, rung.sound)
    try:
        await in_thread(_lay, film, work / "film.mp4")
        source = ffmpeg.source("film.mp4")
        args = ffmpeg.command(
            ffmpeg.find(ffmpeg_path),
            [_sized(source.video, rung.short_side), source.audio],
            "smaller.mp4",
            vcodec="libx264",
            preset="fast",
            pix_fmt="yuv420p",
            video_bitrate=f"{picture}k",
            maxrate=f"{round(picture * 1.2)}k",
            bufsize=f"{picture * 2}k",
            acodec="aac",
            audio_bitrate=f"{rung.sound}k",
            movflags="+faststart",
        )
        await ffmpeg.run(args, work, limit=LIMIT_SECONDS)
        made = work / "smaller.mp4"
        if made.stat().st_size > most:
            return False
        with ffmpeg.room(target.parent):
            ffmpeg.keep(made, target)
        return True
    finally:
        shutil.rmtree(work, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a player wants to be told of a moving picture."""

    width: int
    height: int
    seconds: float
    thumbnail: bytes
    """JPEG of at most 320 px a side."""


async def streamable(clip: Path, target: Path, work: Path, ffmpeg_path: str = "") -> None:
    """The same moving picture with its index in front, so that it plays while it loads; nothing is encoded.

    Raises NoRoom and FfmpegFailed.
    """
    try:
        await in_thread(_lay, clip, work / "clip.mp4")
        args = ffmpeg.command(
            ffmpeg.find(ffmpeg_path), ffmpeg.source("clip.mp4"), "made.mp4", c="copy", movflags="+faststart"
        )
        await ffmpeg.run(args, work, limit=60.0)
        with ffmpeg.room(target.parent):
            ffmpeg.keep(work / "made.mp4", target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def facts_of(clip: Path) -> Facts:
    """Measured from the file itself. Raises OSError when it cannot be read."""
    with av.open(str(clip)) as container:
        frame = next(container.decode(video=0))
        seconds = float(container.duration or 0) / av.time_base
        small = Image.fromarray(frame.to_ndarray(format="rgb24"))
    width, height = small.size
    small.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return Facts(width, height, seconds, out.getvalue())


def rung_for(seconds: float, most: int) -> Rung | None:
    """The best way to bring a film of that length into `most` bytes; None when none is worth looking at."""
    return next((rung for rung in RUNGS if picture_kbit(seconds, most, rung.sound) >= rung.least), None)


def picture_kbit(seconds: float, most: int, sound: int = RUNGS[0].sound) -> int:
    """Kilobits a second that are left for the picture when everything has to fit into `most` bytes."""
    return int(most * AIM * 8 / 1000 / max(seconds, 1.0)) - sound


def _sized(video: Any, short_side: int) -> Any:
    """The picture with its shorter side that long, and whole pairs of px on the other."""
    if not short_side:
        return video
    return video.filter("scale", f"if(gt(iw,ih),-2,{short_side})", f"if(gt(iw,ih),{short_side},-2)")


def _lay(source: Path, target: Path) -> None:
    """A copy to work on. Raises NoRoom."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ffmpeg.room(target.parent):
        shutil.copyfile(source, target)
