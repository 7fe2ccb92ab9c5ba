"""What a lip sync model is given: a clip and the exact stretch of narration, equally long, in a size it takes.

The clip is cut or its last frame held to the shot's slot, scaled up where it is too small, and given bars where
only that makes it fit; `undo` takes the bars away again afterwards.
"""

from __future__ import annotations

import hashlib
import io
import json
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import av
import numpy as np

from core.errors import BadInput
from core.media import camera, ffmpeg, probe
from core.media.pieces import read_move
from core.media.sound import Pcm, read_mono
from core.media.threads import in_thread
from core.story import GAP_SAMPLES, SAMPLE_RATE

MOST_SOUND = 4_900_000
"""Bytes of the sound: Kling takes 5 MB (providers.md C7)."""

_RATES = (48_000, 24_000, 16_000)
"""Samples per second that are tried until the sound is small enough; speech loses little even at the last."""

_BT709 = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}

_ENCODER: Mapping[str, Any] = {
    "vcodec": "libx264",
    "preset": "veryfast",
    "crf": 14,
    "pix_fmt": "yuv420p",
    "color_range": "tv",
    **_BT709,
    "movflags": "+faststart",
    "map_metadata": -1,
    "fflags": "+bitexact",
    "threads": 2,
}
"""Finer than a film's own pieces, for what is sent is encoded twice more."""

_RECIPE = 1
"""Raised whenever this file would make other clips from the same inputs."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a model works on; 0 means that nothing is known."""

    least_px: int = 0
    most_px: int = 0
    least_ms: int = 0
    most_ms: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture is fitted into a model's sizes, all in px."""

    picture: tuple[int, int]
    """Size that the clip is scaled to."""
    whole: tuple[int, int]
    """Size with the bars around it."""

    @property
    def barred(self) -> bool:
        return self.picture != self.whole


@dataclass(frozen=True, slots=True)
class Stretch:
    """A clip made ready."""

    path: Path
    frame: Frame
    frames: int
    fps: Fraction
    source: tuple[int, int]
    """Size of the clip itself, in px."""

    @property
    def seconds(self) -> float:
        return float(self.frames / self.fps)


def stated_seconds(clip: Stretch) -> float:
    """How long the file says it is, which is what is billed: it counts in milliseconds and rounds them down."""
    with av.open(str(clip.path)) as container:
        return container.duration / 1_000_000 if container.duration else clip.seconds


def narration(speeches: Sequence[Path], samples: int) -> Pcm:
    """The spoken lines with their silences between them, exactly `samples` long (R28); 0 leaves the length.

    Raises BadInput when a line cannot be read.
    """
    parts: list[Pcm] = []
    for path in speeches:
        parts += [read_mono(path), np.zeros(GAP_SAMPLES, np.int16)]
    joined = np.concatenate(parts[:-1]) if parts else np.zeros(0, np.int16)
    out = np.zeros(samples or len(joined), np.int16)
    out[: min(len(joined), len(out))] = joined[: len(out)]
    return out


def sound_file(pcm: Pcm) -> bytes:
    """The sound as a WAV file of at most MOST_SOUND bytes. Raises BadInput when it is too long for that."""
    for rate in _RATES:
        if len(pcm) * rate // SAMPLE_RATE * 2 + 44 <= MOST_SOUND:
            return _wav(pcm if rate == SAMPLE_RATE else _resampled(pcm, rate), rate)
    raise BadInput(
        f"A stretch of {len(pcm) / SAMPLE_RATE:.0f} s is too long for lip sync.",
        next_step="Divide its lines among several shots.",
    )


def fitted(width: int, height: int, bounds: Bounds) -> Frame:
    """Scaled so that both sides lie within the bounds, with bars where the shape alone forbids that."""
    scale = 1.0
    if bounds.least_px and min(width, height) < bounds.least_px:
        scale = bounds.least_px / min(width, height)
    if bounds.most_px and max(width, height) * scale > bounds.most_px:
        scale = bounds.most_px / max(width, height)
    picture = _even(width * scale, bounds.most_px), _even(height * scale, bounds.most_px)
    whole = max(picture[0], bounds.least_px), max(picture[1], bounds.least_px)
    return Frame(picture, (_even(whole[0], 0), _even(whole[1], 0)))


def span(samples: int, bounds: Bounds) -> int:
    """Samples that are sent for a slot: the slot, or the shortest length the model takes."""
    return max(samples, -(-bounds.least_ms * SAMPLE_RATE // 1000))


def frames_for(samples: int, fps: Fraction, bounds: Bounds) -> int:
    """Frames that cover so many samples, without passing the longest length the model takes."""
    count = ceil(Fraction(samples, SAMPLE_RATE) * fps)
    most = floor(Fraction(bounds.most_ms, 1000) * fps) if bounds.most_ms else count
    return max(1, min(count, most))


async def ready_clip(
    source: Path,
    still: Path | None,
    samples: int,
    bounds: Bounds,
    *,
    folder: Path,
    cache: Path,
    program: str = "",
) -> Stretch:
    """The clip cut or held to `samples`, in a size the model takes; kept in `cache` and made once.

    `source` is a clip, or a camera move as JSON over the picture `still`. Raises BadInput when it is neither.
    """
    matter = await in_thread(_matter, source, still)
    frames = frames_for(samples, matter.fps, bounds)
    stretch = Stretch(cache / f"{_key(source, still, frames, bounds)}.mp4", fitted(*matter.size, bounds),
                      frames, matter.fps, matter.size)  # fmt: skip
    if not await in_thread(stretch.path.exists):
        await _encode(matter, stretch, folder / "stretch", ffmpeg.find(program))
    return stretch


async def undo(path: Path, frame: Frame, *, folder: Path, program: str = "") -> Path:
    """The lip-synced clip without the bars that were added for the model."""
    if not frame.barred:
        return path
    seen = await in_thread(probe.look, path)
    across, down = seen.width / frame.whole[0], seen.height / frame.whole[1]
    width, height = _even(frame.picture[0] * across, 0), _even(frame.picture[1] * down, 0)
    work = folder / "cropped"
    _lay_out(work, path)
    video = _input().filter("crop", width, height).filter("setsar", 1)
    args = ffmpeg.command(ffmpeg.find(program), video, "cropped.mp4", **_ENCODER)
    await ffmpeg.run(args, work, limit=600.0)
    return work / "cropped.mp4"


@dataclass(frozen=True, slots=True)
class _Matter:
    """A clip, or a still with a camera move."""

    size: tuple[int, int]
    fps: Fraction
    path: Path
    clip: probe.Clip | None = None
    score: Mapping[str, Any] | None = None


def _matter(source: Path, still: Path | None) -> _Matter:
    with source.open("rb") as file:
        begins = file.read(1)
    try:
        if begins == b"{" and still is not None:
            score = json.loads(source.read_bytes())
            picture = camera.read_picture(still)
            size = (picture.shape[1] // 2 * 2, picture.shape[0] // 2 * 2)
            return _Matter(size, Fraction(int(score.get("fps", 24))), still, score=score)
        seen = probe.look(source)
    except (probe.Unreadable, ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error
    return _Matter((seen.width, seen.height), Fraction(seen.fps), source, clip=seen)


def _unreadable() -> BadInput:
    return BadInput(
        "The clip of this shot cannot be read.", next_step="Have the clip made again, or upload another."
    )


def _key(source: Path, still: Path | None, frames: int, bounds: Bounds) -> str:
    """Assets are named by their content, so their names stand for it."""
    facts = [_RECIPE, source.name, still.name if still else "", frames, bounds.least_px, bounds.most_px]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


async def _encode(matter: _Matter, stretch: Stretch, work: Path, program: ffmpeg.Program) -> None:
    _lay_out(work, matter.path)
    feed = None
    if matter.score is not None:
        picture = await in_thread(camera.read_picture, matter.path)
        move = read_move(matter.score["move"])
        feed = camera.film(picture, move, None, size=matter.size, frames=stretch.frames)
        size = f"{matter.size[0]}x{matter.size[1]}"
        tags = {"color_range": "tv", **_BT709}
        video = ffmpeg.source("pipe:0", f="rawvideo", pix_fmt="yuv420p", s=size, r=str(matter.fps), **tags)
    else:
        video = _input().filter("fps", str(matter.fps))
    args = ffmpeg.command(
        program, _framed(video, stretch), "ready.mp4", **_ENCODER, **{"frames:v": stretch.frames}
    )
    try:
        await ffmpeg.run(args, work, limit=600.0, feed=feed)
    except ffmpeg.FfmpegFailed as error:
        raise _unreadable() from error
    ffmpeg.keep(work / "ready.mp4", stretch.path)


def _lay_out(work: Path, clip: Path) -> None:
    """A folder for one run of ffmpeg, in which the clip has a plain name."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "clip").unlink(missing_ok=True)
    (work / "clip").symlink_to(clip.absolute())


def _input() -> Any:
    video = ffmpeg.source("clip", format_whitelist=probe.FORMATS, protocol_whitelist="file").video
    return video.filter("setpts", "PTS-STARTPTS")


def _framed(video: Any, stretch: Stretch) -> Any:
    """Exactly so many frames, the last one held, in exactly the size that is sent."""
    width, height = stretch.frame.picture
    if (width, height) != stretch.source:
        video = video.filter("scale", width, height, flags="bicubic", out_color_matrix="bt709", out_range="tv")
    video = video.filter("tpad", stop_mode="clone", stop=-1).filter("trim", end_frame=stretch.frames)
    if stretch.frame.barred:
        video = video.filter("pad", *stretch.frame.whole, -1, -1)
    return video.filter("setparams", range="tv", **_BT709).filter("setsar", 1)


def _even(side: float, most: int) -> int:
    """The nearest even number of px, not above `most`."""
    near = max(2, round(side / 2) * 2)
    return min(near, most // 2 * 2) if most else near


def _resampled(pcm: Pcm, rate: int) -> Pcm:
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    made = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([one.to_ndarray()[0] for one in made]).astype(np.int16)


def _wav(pcm: Pcm, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.ascontiguousarray(pcm, "<i2").tobytes())
    return out.getvalue()
