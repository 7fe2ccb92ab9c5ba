"""How fal words its errors and shapes its results."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from .files import Stored
from .jobs import Job
from .journal import hashed
from .makers import Bad, Made, MadeFile, spread
from .schema import Wrong, models
from .world import World

DOCS = "https://docs.fal.ai/errors#"

_TYPES = {"string": "string_type", "integer": "int_type", "number": "float_type", "boolean": "bool_type",
          "array": "list_type", "object": "dict_type", "uri": "url_parsing"}  # fmt: skip

_TEXTS = {
    "string": "Input should be a valid string",
    "integer": "Input should be a valid integer",
    "number": "Input should be a valid number",
    "boolean": "Input should be a valid boolean",
    "array": "Input should be a valid list",
    "object": "Input should be a valid dictionary",
    "uri": "Input should be a valid URL, relative URL without a base",
}

_BAD = {
    "file_download_error": "Failed to download the file. Please check if the URL is accessible and try again.",
    "image_load_error": "Failed to load the image. Please ensure it is not corrupted.",
    "image_too_small": "The image is too small.",
    "image_too_large": "The image is too large.",
    "file_too_large": "The file is too large.",
    "unsupported_image_format": "The image format is not supported.",
    "unsupported_video_format": "The video format is not supported.",
    "unsupported_audio_format": "The audio format is not supported.",
    "video_duration_too_short": "The video is too short.",
    "video_duration_too_long": "The video is too long.",
    "audio_duration_too_short": "The audio is too short.",
    "audio_duration_too_long": "The audio is too long.",
}


def details(problems: Sequence[Wrong | Bad]) -> list[dict[str, Any]]:
    """The rows of a 422."""
    return [_wrong(one) if isinstance(one, Wrong) else _bad(one) for one in problems]


def _bad(one: Bad) -> dict[str, Any]:
    row: dict[str, Any] = {
        "loc": ["body", *one.loc],
        "msg": _BAD[one.kind],
        "type": one.kind,
        "url": DOCS + one.kind,
    }
    return row | ({"ctx": dict(one.ctx)} if one.ctx else {})


def _wrong(one: Wrong) -> dict[str, Any]:
    kind, text, ctx = _worded(one)
    row: dict[str, Any] = {"loc": ["body", *one.loc], "msg": text, "type": kind, "url": DOCS + kind}
    row |= {"ctx": ctx} if ctx else {}
    return row | ({} if one.kind == "missing" else {"input": hashed(one.given)})


def _worded(one: Wrong) -> tuple[str, str, dict[str, Any]]:
    limit = one.limit
    if one.kind == "type":
        return _TYPES[limit], _TEXTS[limit], {}
    if one.kind == "enum":
        shown = " or ".join([", ".join(f"'{c}'" for c in limit[:-1]), f"'{limit[-1]}'"])
        return "literal_error", f"Input should be {shown}", {"expected": shown}
    rows: dict[str, tuple[str, str, dict[str, Any]]] = {
        "missing": ("missing", "Field required", {}),
        "extra": ("extra_forbidden", "Extra inputs are not permitted", {}),
        "min": ("greater_than_equal", f"Input should be greater than or equal to {limit}", {"ge": limit}),
        "max": ("less_than_equal", f"Input should be less than or equal to {limit}", {"le": limit}),
        "multiple": ("multiple_of", f"Input should be a multiple of {limit}", {"multiple_of": limit}),
        "too_long": ("sequence_too_long", f"Sequence should have at most {limit} items", {"max_length": limit}),
        "too_short": (
            "sequence_too_short",
            f"Sequence should have at least {limit} items",
            {"min_length": limit},
        ),
        "text_too_long": (
            "string_too_long",
            f"String should have at most {limit} characters",
            {"max_length": limit},
        ),
        "text_too_short": (
            "string_too_short",
            f"String should have at least {limit} character",
            {"min_length": limit},
        ),
    }
    return rows[one.kind]


# ------------------------------------------------------------------------------------------- results


def output(world: World, job: Job, made: Made, lifetime: float) -> dict[str, Any]:
    """The result of a request, its files kept at the delivery host."""
    ends = job.ends + lifetime if lifetime else None
    fields = job.order.fields if job.order else {}
    rows = [_file(world, job, one, ends, fields.get("sync_mode") is True) for one in made.files]
    model = models("fal")[job.model]
    shaped = {
        "image": _images,
        "clip": _video,
        "lipsync": _video,
        "speech": _audio,
        "music": _audio,
        "words": _words,
    }
    result: dict[str, Any] = shaped[model.makes](job, made, rows)
    if model.makes in ("image", "clip") and "seed" in model.fields:
        result["seed"] = fields.get("seed", 42)
    return result


def _file(world: World, job: Job, one: MadeFile, ends: float | None, inline: bool) -> dict[str, Any]:
    name = f"{world.new_id(length=21)}.{one.form}"
    if inline:
        url = f"data:{one.mime};base64,{base64.b64encode(one.data).decode()}"
    else:
        stored = Stored(f"/files/b/twin/{name}", one.data, one.mime, "fal", job.model, ends)
        url = world.files.put(world.addresses["fal_files"], stored)
        job.urls.append(url)
    row: dict[str, Any] = {"url": url, "content_type": one.mime, "file_name": name, "file_size": len(one.data)}
    return row


def _images(job: Job, made: Made, rows: list[dict[str, Any]]) -> dict[str, Any]:
    for row, one in zip(rows, made.files, strict=True):
        row |= {"width": one.width, "height": one.height}
    model = models("fal")[job.model]
    result: dict[str, Any] = {"images": rows}
    if model.row.get("nsfw") or any(made.facts["nsfw"]):
        result["has_nsfw_concepts"] = made.facts["nsfw"]
    if model.row.get("describes"):
        return result | {"description": "A picture as it was asked for."}
    return result | {"timings": {}, "prompt": job.input.get("prompt", "")} if model.row.get("nsfw") else result


def _video(job: Job, made: Made, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"video": rows[0]}


def _audio(job: Job, made: Made, rows: list[dict[str, Any]]) -> dict[str, Any]:
    fields = job.order.fields if job.order else {}
    model = models("fal")[job.model]
    if model.row.get("hex"):
        asked = fields.get("output_format") == "url" and not _shape(job, "hex_audio")
        audio = rows[0] if asked else {**rows[0], "url": made.files[0].data.hex()}
        return {"audio": audio, "duration_ms": made.facts["duration_ms"]}
    result: dict[str, Any] = {"audio": rows[0]}
    if model.row.get("timestamps") and fields.get("timestamps"):
        result |= _timestamps(job, made)
    return result


def _timestamps(job: Job, made: Made) -> dict[str, Any]:
    assert job.order is not None
    inner = job.order.assume["fal", "elevenlabs_timestamps"]
    if _shape(job, "no_timestamps") or inner == "absent":
        return {}
    if _shape(job, "odd_timestamps"):
        return {"timestamps": {"unit": "frames", "marks": [0, 1, 2]}}
    if inner == "characters":
        return {"timestamps": [made.facts["timestamps"]]}
    text = "".join(made.facts["timestamps"]["characters"])
    return {"timestamps": spread(text.split(), made.facts["duration_ms"] / 1000)}


def _shape(job: Job, how: str) -> bool:
    return job.fault is not None and job.fault.does("shape", how)


def _words(job: Job, made: Made, rows: list[dict[str, Any]]) -> dict[str, Any]:
    words = [
        {
            "text": row["word"],
            "start": row["start"],
            "end": row["end"],
            "type": "word",
            "speaker_id": "speaker_0",
        }
        for row in made.facts["words"]
    ]
    text = " ".join(row["text"] for row in words)
    return {"text": text, "language_code": "eng", "language_probability": 0.98, "words": words}
