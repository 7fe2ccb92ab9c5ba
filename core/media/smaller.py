"""A film made smaller, so that it fits where only so many bytes are taken; H.264 and AAC, ready to be streamed."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.media import ffmpeg

SOUND_KBIT, LEAST_KBIT = 128, 350
"""Bit rates: of the sound, and of the poorest picture worth sending."""

AIM = 0.94
"""Share of the limit to aim at: an encoder meets its rate on average only."""

LIMIT_SECONDS = 3_600.0


async def smaller(
    film: Path, seconds: float, most: int, target: Path, work: Path, ffmpeg_path: str = ""
) -> bool:
    """Write the film into `target` with `most` bytes at most; false when it would not be worth looking at.

    Raises NoRoom and FfmpegFailed.
    """
    picture = picture_kbit(seconds, most)
    if picture < LEAST_KBIT:
        return False
    work.mkdir(parents=True, exist_ok=True)
    try:
        with ffmpeg.room(work):
            shutil.copyfile(film, work / "film.mp4")
        source = ffmpeg.source("film.mp4")
        args = ffmpeg.command(
            ffmpeg.find(ffmpeg_path),
            [source.video, source.audio],
            "smaller.mp4",
            vcodec="libx264",
            preset="fast",
            pix_fmt="yuv420p",
            video_bitrate=f"{picture}k",
            maxrate=f"{round(picture * 1.2)}k",
            bufsize=f"{picture * 2}k",
            acodec="aac",
            audio_bitrate=f"{SOUND_KBIT}k",
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


def picture_kbit(seconds: float, most: int) -> int:
    """Kilobits a second that are left for the picture when everything has to fit into `most` bytes."""
    return int(most * AIM * 8 / 1000 / max(seconds, 1.0)) - SOUND_KBIT
