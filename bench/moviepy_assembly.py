"""The same assembly as our export, written with MoviePy: run by the bench inside .venv-bench.

Reads a plan from a JSON file:
{"clips": [[path, seconds], …], "sound": path, "size": [w, h], "fps": n, "out": path}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from moviepy import AudioFileClip, VideoFileClip, concatenate_videoclips, vfx


def main(plan_file: str) -> None:
    plan = json.loads(Path(plan_file).read_text())
    film = concatenate_videoclips([fitted(path, seconds, plan["size"]) for path, seconds in plan["clips"]])
    film = film.with_audio(AudioFileClip(plan["sound"]))
    film.write_videofile(
        plan["out"],
        fps=plan["fps"],
        codec="libx264",
        audio_codec="aac",
        preset="veryfast",
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
        temp_audiofile_path=str(Path(plan["out"]).parent),
        logger=None,
    )


def fitted(path: str, seconds: float, size: list[int]) -> VideoFileClip:
    """The clip at the film's size and its slot's length, holding its last frame when it is too short."""
    clip = VideoFileClip(path, audio=False).resized(new_size=tuple(size))
    if clip.duration < seconds:
        clip = clip.with_effects([vfx.Freeze(t="end", freeze_duration=seconds - clip.duration)])
    return clip.subclipped(0, seconds)


main(sys.argv[1])
