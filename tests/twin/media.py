"""Real files for the answers: pictures, H.264 clips, lip-synced clips, speech and music, all made here.

The same question gives the same bytes. Results are remembered, so that a film's worth of clips is quick.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import cv2
import imageio_ffmpeg  # type: ignore[import-untyped, unused-ignore]
import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

Pixels = npt.NDArray[np.uint8]
Sound = npt.NDArray[np.int16]

RATE = 44_100
"""Samples per second of speech and music, as the speech services give by default."""

CHARACTERS_PER_SECOND = 15.0
"""How fast an even voice reads."""

MIMES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "pcm": "audio/pcm",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file really is."""

    mime: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    fps: float = 0.0
    alpha: bool = False
    sound: bool = False


def picture(words: str, width: int, height: int, form: str = "png", black: bool = False) -> bytes:
    """A picture in the asked size: a simple drawn face before a sky whose colours follow the words."""
    return _picture(seed_of(words), width, height, form, black)


def clip(still: bytes, width: int, height: int, frames: int, fps: float, black: bool = False) -> bytes:
    """A silent H.264 MP4 of exactly so many frames: a slow move over the still."""
    return _clip(bytes(1) if black else still, width, height, frames, fps)


def lipsync(clip_bytes: bytes, speech: bytes, seconds: float, sound: bool = True, still: bool = False) -> bytes:
    """The clip with a mouth that opens with the speech's loudness, and the speech as its sound."""
    return _lipsync(clip_bytes, speech, round(seconds, 3), sound, still)


def speech(text: str, form: str = "mp3", speed: float = 1.0, silent: bool = False, rate: int = RATE) -> bytes:
    """Syllable-like sound as long as the text takes to read."""
    return _encoded(_syllables(text, speed, silent), form, rate)


def speech_seconds(text: str, speed: float = 1.0) -> float:
    """How long `speech` makes it: a quarter of a second around the words."""
    return 0.25 + max(1, len(text.strip())) / CHARACTERS_PER_SECOND / speed


def music(words: str, seconds: float, form: str = "mp3") -> bytes:
    """Slow chords."""
    return _encoded(_chords(seed_of(words), seconds), form, RATE)


def seed_of(words: str) -> int:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")


@lru_cache(maxsize=256)
def facts(data: bytes) -> Facts | None:
    """What a file is, by its content; None when it is no picture, sound or clip."""
    return _picture_facts(data) or _av_facts(data)


def _picture_facts(data: bytes) -> Facts | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            mime = Image.MIME.get(image.format or "", "image/unknown")
            return Facts(mime, image.width, image.height, alpha="A" in image.getbands())
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _av_facts(data: bytes) -> Facts | None:
    try:
        with av.open(io.BytesIO(data), "r") as container:
            seconds = (container.duration or 0) / 1_000_000
            sound = bool(container.streams.audio)
            if container.streams.video:
                stream = container.streams.video[0]
                fps = float(stream.average_rate or 0)
                return Facts("video/mp4", stream.width, stream.height, seconds, fps, sound=sound)
            name = container.format.name
            return Facts(_sound_mime(name), seconds=seconds, sound=True) if sound else None
    except (av.FFmpegError, ValueError):
        return None


def _sound_mime(name: str) -> str:
    known = {"mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "aac": "audio/aac"}
    return known.get(name, "audio/mp4" if "mp4" in name or "m4a" in name else f"audio/{name}")


# ------------------------------------------------------------------------------------------- pictures


@lru_cache(maxsize=64)
def _picture(seed: int, width: int, height: int, form: str, black: bool) -> bytes:
    pixels = np.zeros((height, width, 3), np.uint8) if black else _painted(seed, width, height)
    out = io.BytesIO()
    image = Image.fromarray(pixels)
    if form == "png":
        image.save(out, "PNG", compress_level=1)
    elif form == "webp":
        image.save(out, "WEBP", quality=80, method=0)
    else:
        image.save(out, "JPEG", quality=90)
    return out.getvalue()


def _painted(seed: int, width: int, height: int) -> Pixels:
    rng = np.random.default_rng(seed)
    top, bottom = rng.integers(40, 120, 3), rng.integers(120, 230, 3)
    share = np.linspace(0.0, 1.0, height)[:, None, None]
    sky = np.broadcast_to(top * (1 - share) + bottom * share, (height, width, 3))
    canvas = np.ascontiguousarray(sky.astype(np.uint8))
    for _ in range(6):
        centre = (int(rng.integers(0, width)), int(rng.integers(height // 2, height)))
        axes = (int(width * rng.uniform(0.1, 0.4)), int(height * rng.uniform(0.05, 0.2)))
        cv2.ellipse(
            canvas, centre, axes, 0, 0, 360, [int(c) for c in rng.integers(30, 200, 3)], -1, cv2.LINE_AA
        )
    _face(canvas, width, height)
    return canvas


def _face(canvas: Pixels, width: int, height: int) -> None:
    x, y, r = width // 2, int(height * 0.4), min(width, height) // 6
    cv2.ellipse(canvas, (x, y), (int(r * 0.85), r), 0, 0, 360, (224, 182, 150), -1, cv2.LINE_AA)
    for side in (-1, 1):
        eye = (x + side * r // 3, y - r // 5)
        cv2.circle(canvas, eye, max(2, r // 8), (250, 250, 250), -1, cv2.LINE_AA)
        cv2.circle(canvas, eye, max(1, r // 16), (30, 30, 40), -1, cv2.LINE_AA)
    cv2.ellipse(canvas, (x, y + r // 2), (r // 3, max(1, r // 20)), 0, 0, 360, (140, 60, 60), -1, cv2.LINE_AA)


# ------------------------------------------------------------------------------------------- clips


@lru_cache(maxsize=48)
def _clip(still: bytes, width: int, height: int, frames: int, fps: float) -> bytes:
    planes = _planes(_fitted(still, int(width * 1.02) // 4 * 4, int(height * 1.02) // 4 * 4))
    return _encode(_moved(planes, width, height, frames), width, height, fps)


def _fitted(still: bytes, width: int, height: int) -> Pixels:
    """The still scaled and cut to fill a size; black when it cannot be read."""
    try:
        with Image.open(io.BytesIO(still)) as image:
            pixels = np.asarray(image.convert("RGB"))
    except (UnidentifiedImageError, OSError):
        return np.zeros((height, width, 3), np.uint8)
    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    size = (max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    grown = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return np.ascontiguousarray(grown[top : top + height, left : left + width]).astype(np.uint8)


def _planes(pixels: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    height, width = pixels.shape[:2]
    packed = cv2.cvtColor(pixels, cv2.COLOR_RGB2YUV_I420).reshape(-1)
    luma, chroma = width * height, width * height // 4
    parts = packed[:luma], packed[luma : luma + chroma], packed[luma + chroma :]
    half = (height // 2, width // 2)
    return parts[0].reshape(height, width), parts[1].reshape(half), parts[2].reshape(half)  # type: ignore[return-value]


def _moved(planes: tuple[Pixels, Pixels, Pixels], width: int, height: int, frames: int) -> Iterator[bytes]:
    spare_x, spare_y = planes[0].shape[1] - width, planes[0].shape[0] - height
    for index in range(frames):
        share = index / max(1, frames - 1)
        x, y = int(spare_x * share) // 2 * 2, spare_y // 4 * 2
        yield planes[0][y : y + height, x : x + width].tobytes()
        for plane in planes[1:]:
            yield plane[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2].tobytes()


def _encode(parts: Iterator[bytes], width: int, height: int, fps: float, sound: bytes = b"") -> bytes:
    with tempfile.TemporaryDirectory(prefix="twin") as name:
        folder = Path(name)
        raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", f"{fps:g}", "-i", "-"]
        voice: list[str] = []
        if sound:
            (folder / "voice").write_bytes(sound)
            voice = ["-i", "voice", "-c:a", "aac", "-b:a", "96k"]
        video = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p"]
        inputs, encoders = [*raw, *voice[:2]], [*video, *voice[2:]]
        _ffmpeg(folder, [*inputs, *encoders, "-threads", "1", "-movflags", "+faststart", "out.mp4"], parts)
        return (folder / "out.mp4").read_bytes()


def _ffmpeg(folder: Path, arguments: list[str], parts: Iterator[bytes]) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stderr is not None
        try:
            for part in parts:
                process.stdin.write(part)
        except BrokenPipeError:
            pass
        process.stdin.close()
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"ffmpeg ended with {process.returncode}: {said.strip()}")


# ------------------------------------------------------------------------------------------- lip sync


@lru_cache(maxsize=48)
def _lipsync(clip_bytes: bytes, speech: bytes, seconds: float, sound: bool, still: bool) -> bytes:
    seen = facts(clip_bytes)
    assert seen is not None
    fps = seen.fps or 24.0
    count = max(1, round(seconds * fps))
    loud = np.zeros(count) if still else _loudness(speech, count, fps)
    voice = _cut_wav(speech, count / fps) if sound else b""
    return _encode(_spoken(clip_bytes, loud), seen.width, seen.height, fps, voice)


def _spoken(clip_bytes: bytes, loud: npt.NDArray[np.float64]) -> Iterator[bytes]:
    """The clip's frames, from the start again when the speech is longer, with the mouth drawn in."""
    index = 0
    while index < len(loud):
        with av.open(io.BytesIO(clip_bytes), "r") as container:
            for frame in container.decode(video=0):
                if index == len(loud):
                    return
                yield _with_mouth(frame.to_ndarray(format="yuv420p"), frame.width, frame.height, loud[index])
                index += 1


def _with_mouth(packed: Any, width: int, height: int, loud: float) -> bytes:
    r = min(width, height) // 6
    box = (r // 3, max(1, round(r * 0.32 * loud)))
    luma = np.ascontiguousarray(packed[:height])
    cv2.ellipse(luma, (width // 2, int(height * 0.4) + r // 2), box, 0, 0, 360, (45,), -1, cv2.LINE_AA)
    return luma.tobytes() + bytes(np.ascontiguousarray(packed[height:]))


def _loudness(speech: bytes, count: int, fps: float) -> npt.NDArray[np.float64]:
    samples = np.abs(decoded(speech).astype(np.float64))
    step = RATE / fps
    levels = [samples[int(i * step) : int((i + 1) * step)].mean() if int(i * step) < len(samples) else 0.0
              for i in range(count)]  # fmt: skip
    peak = max(levels) or 1.0
    return np.asarray(levels) / peak


def _cut_wav(speech: bytes, seconds: float) -> bytes:
    samples = decoded(speech)[: int(seconds * RATE)]
    padded = np.zeros(int(seconds * RATE), np.int16)
    padded[: len(samples)] = samples
    return _wav(padded, RATE)


@lru_cache(maxsize=32)
def decoded(data: bytes) -> Sound:
    """The sound of a file as mono samples at RATE."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    parts: list[Any] = []
    with av.open(io.BytesIO(data), "r") as container:
        for frame in container.decode(audio=0):
            parts += [made.to_ndarray()[0] for made in resampler.resample(frame)]
    parts += [made.to_ndarray()[0] for made in resampler.resample(None)]
    return np.concatenate(parts).astype(np.int16) if parts else np.zeros(0, np.int16)


# ------------------------------------------------------------------------------------------- sound


def _syllables(text: str, speed: float, silent: bool) -> Callable[[], Sound]:
    def make() -> Sound:
        total = int(speech_seconds(text, speed) * RATE)
        sound = np.zeros(total)
        if silent:
            return sound.astype(np.int16)
        rng = np.random.default_rng(seed_of(text))
        pitch, lead = 110 + int(rng.integers(0, 90)), RATE // 10
        per = (total - 2 * lead) / max(1, len(text))
        for index, letter in enumerate(text):
            if letter.lower() in "aeiouyäöüáéíóúаеиоуыэюя" or (letter.isalpha() and index % 3 == 0):
                _add_tone(
                    sound, lead + int(index * per), int(per * 2.4), pitch * (1 + 0.12 * rng.standard_normal())
                )
        return np.clip(sound * 9000, -32000, 32000).astype(np.int16)

    return make


def _add_tone(sound: npt.NDArray[np.float64], start: int, length: int, pitch: float) -> None:
    length = min(length, len(sound) - start)
    if length < 8:
        return
    t = np.arange(length) / RATE
    wave_form = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 2, 3, 5))
    sound[start : start + length] += np.hanning(length) * np.asarray(wave_form)


def _chords(seed: int, seconds: float) -> Callable[[], Sound]:
    def make() -> Sound:
        t = np.arange(int(seconds * RATE)) / RATE
        root = 110 * 2 ** ((seed % 12) / 12)
        chord = sum(np.sin(2 * np.pi * root * ratio * t) for ratio in (1.0, 1.25, 1.5))
        return np.asarray(chord * (0.6 + 0.4 * np.sin(2 * np.pi * t / 4)) * 4000).astype(np.int16)

    return make


_SOUNDS: dict[tuple[int, str, int], bytes] = {}


def _encoded(make: Callable[[], Sound], form: str, rate: int) -> bytes:
    samples = make()
    key = (seed_of(hashlib.sha256(samples.tobytes()).hexdigest()), form, rate)
    if key not in _SOUNDS:
        _SOUNDS[key] = _sound_file(samples, form, rate)
    return _SOUNDS[key]


def _sound_file(samples: Sound, form: str, rate: int) -> bytes:
    if rate != RATE:
        spots = np.linspace(0, len(samples) - 1, int(len(samples) * rate / RATE))
        samples = np.interp(spots, np.arange(len(samples)), samples).astype(np.int16)
    if form == "pcm":
        return samples.tobytes()
    if form == "wav":
        return _wav(samples, rate)
    with tempfile.TemporaryDirectory(prefix="twin") as name:
        _ffmpeg(Path(name), ["-f", "wav", "-i", "-", "-b:a", "64k", f"out.{form}"], iter([_wav(samples, rate)]))
        return Path(name, f"out.{form}").read_bytes()


def _wav(samples: Sound, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()
