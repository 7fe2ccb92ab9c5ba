"""What a model makes of its arguments: which size, how long, which files, and what of it is billed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import media
from .assumptions import Assumptions
from .faults import Fault
from .front import Call
from .inputs import Given, given
from .prices import Used
from .schema import SIZES, Model

CLIP_SIZES = {"480p": (832, 480), "580p": (1024, 576), "720p": (1280, 720)}
"""Wide clips, in px; the tall ones are these turned, others have as many pixels."""

AREAS = {"0.5K": 512**2, "1K": 1024**2, "2K": 2048**2, "4K": 4096**2,
         "0.5 MP": 2**19, "1 MP": 2**20, "2 MP": 2**21, "4 MP": 2**22}  # fmt: skip
"""Pixels that a named resolution stands for."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file that was made."""

    data: bytes
    form: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0

    @property
    def mime(self) -> str:
        return media.MIMES[self.form]


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that one call made."""

    files: tuple[MadeFile, ...]
    used: Used
    facts: Mapping[str, Any] = field(default_factory=dict)
    """"timestamps", "words", "nsfw", …"""


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that the model cannot work with."""

    loc: tuple[str | int, ...]
    kind: str
    """The error type in fal's words."""
    ctx: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """One call's model, arguments and files."""

    model: Model
    fields: Mapping[str, Any]
    files: Mapping[str, tuple[Given, ...]]
    assume: Assumptions
    fault: Fault | None = None

    def effect(self, *how: str) -> bool:
        return self.fault is not None and self.fault.does("media", *how)

    @property
    def pictures(self) -> list[Given]:
        return [one for several in self.files.values() for one in several if one.facts and one.facts.width]

    @property
    def words(self) -> str:
        return f"{self.model.id} {self.fields.get('prompt', '')} {self.fields.get('seed', '')}"


async def gathered(
    call: Call, model: Model, fields: Mapping[str, Any], prefix: str = ""
) -> tuple[dict[str, tuple[Given, ...]], list[Bad]]:
    """The files the arguments name, fetched and looked at, and what is wrong with them."""
    files: dict[str, tuple[Given, ...]] = {}
    bad: list[Bad] = []
    for name in model.files():
        value = fields.get(name)
        urls = value if isinstance(value, list) else [value] if value is not None else []
        several = []
        for index, url in enumerate(urls):
            loc: tuple[str | int, ...] = (name, index) if isinstance(value, list) else (name,)
            where = f"{prefix}{name}[{index}]" if isinstance(value, list) else f"{prefix}{name}"
            got = await given(call, where, url)
            problem = _problem(loc, model.fields[name], got)
            bad += [problem] if problem else []
            several += [got] if got else []
        files[name] = tuple(several)
    return files, bad


def _problem(loc: tuple[str | int, ...], spec: Mapping[str, Any], got: Given | None) -> Bad | None:
    if got is None:
        return Bad(loc, "file_download_error")
    kind = "image" if spec["is"] == "images" else spec["is"]
    facts = got.facts
    if facts is None or not facts.mime.startswith(f"{kind}/"):
        wrong = "image_load_error" if kind == "image" else f"unsupported_{kind}_format"
        return Bad(loc, wrong, {} if kind == "image" else {"supported_formats": _FORMATS[kind]})
    if len(got.data) > spec.get("bytes", math.inf):
        return Bad(loc, "file_too_large", {"max_size": spec["bytes"]})
    return _sides(loc, spec, facts) or _length(loc, spec, facts, kind)


_FORMATS = {"video": ["mp4", "mov"], "audio": ["mp3", "wav", "m4a", "aac"]}


def _sides(loc: tuple[str | int, ...], spec: Mapping[str, Any], facts: media.Facts) -> Bad | None:
    if spec.get("no_alpha") and facts.alpha:
        return Bad(
            loc, "unsupported_image_format", {"supported_formats": ["jpeg", "png without alpha", "webp"]}
        )
    if "sides" not in spec:
        return None
    least, most = spec["sides"]
    if min(facts.width, facts.height) < least:
        return Bad(loc, "image_too_small", {"min_height": least, "min_width": least})
    if max(facts.width, facts.height) > most:
        return Bad(loc, "image_too_large", {"max_height": most, "max_width": most})
    return None


def _length(loc: tuple[str | int, ...], spec: Mapping[str, Any], facts: media.Facts, kind: str) -> Bad | None:
    if "seconds" not in spec:
        return None
    least, most = spec["seconds"]
    if facts.seconds < least - 0.02:
        ctx = {"min_duration": least, "provided_duration": round(facts.seconds, 2)}
        return Bad(loc, f"{kind}_duration_too_short", ctx)
    if facts.seconds > most + 0.1:
        ctx = {"max_duration": most, "provided_duration": round(facts.seconds, 2)}
        return Bad(loc, f"{kind}_duration_too_long", ctx)
    return None


def make(order: Order) -> Made:
    """Do the work. Takes up to a few seconds; run it in a thread."""
    made = _MAKERS[order.model.makes](order)
    if order.effect("truncated"):
        cut = tuple(replace(one, data=one.data[: len(one.data) * 3 // 5]) for one in made.files)
        return replace(made, files=cut)
    return made


# ------------------------------------------------------------------------------------------- pictures


def _image(order: Order) -> Made:
    fields = order.fields
    width, height = picture_size(order)
    count = int(fields.get("num_images") or fields.get("num_outputs") or 1)
    used = Used(
        fields, count, width * height, tuple(g.facts.width * g.facts.height for g in order.pictures if g.facts)
    )
    if order.effect("wrong_size"):
        width, height = max(64, width // 2), max(64, height // 2 + 40)
    black = order.effect("black", "nsfw_black")
    form = str(fields.get("output_format") or "png")
    refs = " ".join(str(media.seed_of(one.where) ^ len(one.data)) for one in order.pictures)
    files = tuple(
        MadeFile(media.picture(f"{order.words} {refs} {i}", width, height, form, black), form, width, height)
        for i in range(count)
    )
    return Made(files, used, {"nsfw": [order.effect("nsfw_black")] * count})


def picture_size(order: Order) -> tuple[int, int]:
    """Width and height in px of what will be made."""
    return _SIZES[order.model.row["size"]](order)


def _like_input(order: Order) -> tuple[int, int]:
    facts = next((one.facts for one in order.pictures if one.facts), None)
    return (facts.width, facts.height) if facts else (1024, 1024)


def _by_image_size(order: Order) -> tuple[int, int]:
    asked = order.fields.get("image_size")
    if isinstance(asked, Mapping):
        return int(asked["width"]), int(asked["height"])
    if asked is not None and asked != "auto":
        return SIZES[asked]
    if not order.pictures:
        return SIZES["landscape_4_3"]
    width, height = _like_input(order)
    return _area(width / height, min(width * height, AREAS["1K"]), 16)


def _by_ratio(order: Order) -> tuple[int, int]:
    area = AREAS.get(str(order.fields.get("resolution")), AREAS["1K"])
    return _area(_ratio(order), area, 16)


def _by_flux2(order: Order) -> tuple[int, int]:
    fields = order.fields
    if fields.get("aspect_ratio") == "custom":
        return int(fields.get("width") or 1024), int(fields.get("height") or 1024)
    seen = _like_input(order)
    area = AREAS.get(str(fields.get("resolution")), seen[0] * seen[1])
    return _area(_ratio(order), area, 32)


def _by_width_height(order: Order) -> tuple[int, int]:
    return int(order.fields["width"]) // 16 * 16, int(order.fields["height"]) // 16 * 16


_SIZES: Mapping[str, Callable[[Order], tuple[int, int]]] = {
    "image_size": _by_image_size,
    "ratio": _by_ratio,
    "flux2": _by_flux2,
    "width_height": _by_width_height,
    "like_input": _like_input,
}


def _ratio(order: Order) -> float:
    asked = re.fullmatch(r"(\d+):(\d+)", str(order.fields.get("aspect_ratio") or ""))
    if asked:
        return int(asked[1]) / int(asked[2])
    width, height = _like_input(order)
    return width / height


def _area(ratio: float, area: int, step: int) -> tuple[int, int]:
    """The largest size of a shape within an area, in whole steps."""
    width = math.sqrt(area * ratio)
    return max(step, int(width + 0.01) // step * step), max(step, int(width / ratio + 0.01) // step * step)


# ------------------------------------------------------------------------------------------- clips


def _clip(order: Order) -> Made:
    fields, row = order.fields, order.model.row
    still = order.files[row["still"]][0]
    width, height = _clip_size(order)
    asked = order.assume[tuple(row["frames"].split("."))] if "frames" in row else fields["num_frames"]
    frames, fps = _interpolated(fields, int(asked), float(fields.get("frames_per_second") or 16))
    used = Used(fields, frames=int(asked), seconds=frames / fps)
    if order.effect("wrong_size"):
        width, height = 640, 640
    if order.effect("wrong_length"):
        frames = max(2, int(frames * float((order.fault and order.fault.values.get("share")) or 0.5)))
    if order.effect("wrong_fps"):
        fps += 8
    data = media.clip(still.data, width, height, frames, fps, order.effect("black"))
    return Made((MadeFile(data, "mp4", width, height, frames / fps),), used)


def _clip_size(order: Order) -> tuple[int, int]:
    wide = CLIP_SIZES[str(order.fields.get("resolution") or "720p")]
    ratio = _ratio(order)
    if abs(ratio - 16 / 9) < 0.06:
        return wide
    if abs(ratio - 9 / 16) < 0.02:
        return wide[1], wide[0]
    return _area(ratio, wide[0] * wide[1], 16)


def _interpolated(fields: Mapping[str, Any], frames: int, fps: float) -> tuple[int, float]:
    if fields.get("interpolate_output"):
        return round(frames / fps * 30), 30.0
    if fields.get("interpolator_model", "none") == "none":
        return frames, fps
    more = int(fields["num_interpolated_frames"]) + 1
    return frames * more, fps * more if fields["adjust_fps_for_interpolation"] else fps


# ------------------------------------------------------------------------------------------- lip sync


def _lipsync(order: Order) -> Made:
    row, fields = order.model.row, order.fields
    clip = order.files[row["clip"]]
    sound = order.files[row["sound"]]
    speech = sound[0].data if sound else media.speech(str(fields.get("text") or ""))
    video = clip[0].data if clip else media.clip(media.picture(str(fields), 1280, 720), 1280, 720, 120, 24)
    lengths = (_seconds(video), _seconds(speech))
    seconds = _synced(order, *lengths) + order.assume["both", "lipsync_drift_ms"] / 1000
    billed = lengths[0] if row["length"] == "kling" else seconds
    if order.effect("wrong_length"):
        seconds *= float((order.fault and order.fault.values.get("share")) or 0.5)
    sounding, still = not order.effect("no_audio"), order.effect("still_mouth")
    data = media.lipsync(video, speech, seconds, sounding, still)
    if order.effect("black", "wrong_size"):
        size = (640, 640) if order.effect("wrong_size") else (1280, 720)
        data = media.clip(
            media.picture("", *size), *size, max(2, round(seconds * 24)), 24, order.effect("black")
        )
    seen = media.facts(data)
    assert seen is not None
    return Made((MadeFile(data, "mp4", seen.width, seen.height, seen.seconds),), Used(fields, seconds=billed))


def _seconds(data: bytes) -> float:
    seen = media.facts(data)
    return seen.seconds if seen else 0.0


def _synced(order: Order, video: float, audio: float) -> float:
    how = order.fields.get("sync_mode", order.assume["both", "kling_result_length"])
    longest = {"cut_off": min(video, audio), "shorter": min(video, audio), "silence": video, "video": video}
    return longest.get(how, audio)


# ------------------------------------------------------------------------------------------- sound


def _speech(order: Order) -> Made:
    fields, row = order.fields, order.model.row
    text = said(fields[row["says"]])
    setting = fields.get("voice_setting") or {}
    speed = float(setting.get("speed") or fields.get("speed") or 1.0)
    form, rate = _sound_form(order)
    spoken = re.sub(r"\[[^\]]*\]|<#[\d.]+#>", "", text).strip() if row.get("tags") else text
    data = media.speech(spoken, form, speed, order.effect("silent", "black"), rate)
    seconds = media.speech_seconds(spoken, speed)
    facts = {"timestamps": _timestamps(spoken, seconds), "duration_ms": round(seconds * 1000)}
    return Made((MadeFile(data, form, seconds=seconds),), Used(fields, characters=len(text)), facts)


def said(value: Any) -> str:
    """The words to be spoken: a text, or the lines of a dialogue."""
    return value if isinstance(value, str) else " ".join(str(line.get("text", "")) for line in value)


def _sound_form(order: Order) -> tuple[str, int]:
    setting = order.fields.get("audio_setting") or {}
    form = setting.get("format") or order.fields.get("audio_format") or order.model.row.get("form", "mp3")
    rate = setting.get("sample_rate") or order.fields.get("sample_rate") or media.RATE
    return str(form), int(rate)


def _timestamps(text: str, seconds: float) -> dict[str, list[Any]]:
    """A start and an end for every character, evenly."""
    step = (seconds - 0.2) / max(1, len(text))
    starts = [round(0.1 + i * step, 3) for i in range(len(text))]
    return {
        "characters": list(text),
        "character_start_times_seconds": starts,
        "character_end_times_seconds": [round(start + step, 3) for start in starts],
    }


def _words(order: Order) -> Made:
    sound = next(several[0] for several in order.files.values() if several)
    seconds = _seconds(sound.data)
    text = str(order.fields.get("transcript") or "words that were heard")
    return Made((), Used(order.fields, seconds=seconds), {"words": spread(text.split(), seconds)})


def spread(words: Sequence[str], seconds: float) -> list[dict[str, Any]]:
    """Words over a length, each as long as its letters."""
    total = sum(len(word) + 1 for word in words) or 1
    at, rows = 0.1, []
    for word in words:
        step = (seconds - 0.2) * (len(word) + 1) / total
        rows.append({"word": word, "start": round(at, 3), "end": round(at + step * 0.9, 3)})
        at += step
    return rows


def _music(order: Order) -> Made:
    seconds = int(order.fields[order.model.row["lasts"]]) / 1000
    data = media.music(order.words, seconds)
    return Made((MadeFile(data, "mp3", seconds=seconds),), Used(order.fields, seconds=seconds))


_MAKERS: Mapping[str, Callable[[Order], Made]] = {
    "image": _image,
    "clip": _clip,
    "lipsync": _lipsync,
    "speech": _speech,
    "words": _words,
    "music": _music,
}
