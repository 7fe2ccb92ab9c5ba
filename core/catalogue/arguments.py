"""From a request to the arguments of a call: which row serves it, which files are sent, what every blank holds.

Pure: the same row and request always give the same arguments. What a row cannot do is said before anything is
sent, as ProviderError(INVALID_INPUT) with a sentence for the person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from core.catalogue.models import Catalogue, Lengths, Model, Sizes, Variant
from core.catalogue.speech import Spoken, spoken
from core.errors import Fault, NotFound, ProviderError
from core.requests import (
    ImageRequest,
    LipSyncRequest,
    Reference,
    Request,
    SpeechRequest,
    TextRequest,
    VideoRequest,
)
from core.story import SAMPLE_RATE, Step

SOUND = "sound"
"""Under this name `urls` has a lip sync's sound: the shot's speeches with the silences between."""

EDITED = "picture"
"""Kind of a reference that is itself to be edited (R14)."""


def served_by(catalogue: Catalogue, row: Model, request: Request) -> Model:
    """The row that really serves a request: the first variant that fits, else the row itself (R10)."""
    fitting = (variant for variant in row.variants if _fits(variant, request))
    variant = next(fitting, None)
    return row if variant is None else catalogue.model(variant.use)


def assets(row: Model, request: Request) -> tuple[str, ...]:
    """The files that are sent, by asset, in order, already cut to what the row takes (R11).

    For a lip sync the clip and then the speeches; those go out as one sound, see SOUND.
    """
    match request:
        case ImageRequest():
            return tuple(reference.asset for reference in sent(row, request))
        case TextRequest():
            return request.images if row.sees else ()
        case VideoRequest():
            return (request.frame,)
        case LipSyncRequest():
            return (request.clip, *request.speech)
        case _:
            return ()


def sent(row: Model, request: ImageRequest) -> tuple[Reference, ...]:
    """The references of a picture that are sent; the rest is shown as unused (R11)."""
    return request.references[: row.references.most]


def unused(row: Model, request: ImageRequest) -> tuple[Reference, ...]:
    """The references beyond what the row takes."""
    return request.references[row.references.most :]


def arguments(row: Model, request: Request, urls: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a call, from the row's template. `urls` has the address of every asset that is sent.

    For a lip sync the clip's address stands under the clip's asset, the sound's under SOUND. For a language
    model the result goes beside `model`, the messages and the schema. Raises as `check` does.
    """
    check(row, request)
    values = _values(row, request, urls)
    filled = _filled(row.arguments, values)
    return dict(filled) if isinstance(filled, Mapping) else {}


def check(row: Model, request: Request) -> None:
    """Raises ProviderError(INVALID_INPUT) with a sentence that says why the row cannot serve the request."""
    if not _STEPS.get(type(request), frozenset()) & set(row.steps):
        raise _refused(row, f"{row.title} cannot do this kind of work.")
    match request:
        case ImageRequest():
            _check_references(row, request)
            _check_words(row, request.prompt, "prompt")
        case VideoRequest():
            _check_words(row, request.prompt, "prompt")
            clip_length(row, request)
        case LipSyncRequest():
            _check_span(row, request)
        case SpeechRequest():
            _check_words(row, request.text and said(row, request).tagged, "line")
        case _:
            pass


def successor(
    catalogue: Catalogue, row: Model, request: Request, keys: Collection[str], tried: Collection[str]
) -> Model | None:
    """The row that takes over after a refusal by `row`: it takes the same inputs, and all of them (R23, B5).

    `row` is the row that was asked; `tried` are the ids of all rows asked before. None when there is none.
    """
    row = served_by(catalogue, row, request)
    before = [row, *(served_by(catalogue, catalogue.model(model_id), request) for model_id in tried)]
    asked = {(one.provider, one.endpoint) for one in before}
    for model_id in row.next:
        there = served_by(catalogue, catalogue.model(model_id), request)
        fresh = (there.provider, there.endpoint) not in asked
        if fresh and catalogue.reachable(there, keys) and _takes_as_much(there, row, request):
            return there
    return None


def roomier(catalogue: Catalogue, step: Step, count: int) -> tuple[Model, ...]:
    """The models a person can choose for a step that take so many pictures, the tightest first (R11)."""
    rows = (row for row in catalogue.able(step) if row.offered and row.references.most >= count)
    return tuple(sorted(rows, key=lambda row: row.references.most))


def _takes_as_much(there: Model, row: Model, request: Request) -> bool:
    try:
        check(there, request)
    except ProviderError:
        return False
    return len(assets(there, request)) >= len(assets(row, request))


def _fits(variant: Variant, request: Request) -> bool:
    match request:
        case ImageRequest():
            return _fits_picture(variant, request)
        case VideoRequest():
            return _fits_span(variant, request.half_seconds * 500)
        case LipSyncRequest():
            return _fits_span(variant, milliseconds(request))
        case _:
            return False


def _fits_picture(variant: Variant, request: ImageRequest) -> bool:
    count = len(request.references)
    guided = any(one.guide for one in request.references)
    edited = any(one.kind == EDITED for one in request.references)
    return (
        variant.subject in ("", request.staging.subject)
        and count >= variant.references
        and not (variant.fewer and count >= variant.fewer)
        and not (variant.guides and (edited or not guided))
        and not (variant.above_characters and len(request.prompt) <= variant.above_characters)
        and not (variant.below_ms or variant.above_ms)
    )


def _fits_span(variant: Variant, ms: int) -> bool:
    return (0 < ms < variant.below_ms) or (0 < variant.above_ms < ms)


# ------------------------------------------------------------------------------------------- what a row can do


_STEPS: Mapping[type[Any], frozenset[Step]] = {
    TextRequest: frozenset({Step.STORY, Step.ANALYSIS, Step.VOICES, Step.SCRIPT, Step.SCENES, Step.SHOTS}),
    SpeechRequest: frozenset({Step.AUDIO}),
    ImageRequest: frozenset({Step.REFS, Step.FRAMES}),
    VideoRequest: frozenset({Step.VIDEOS}),
    LipSyncRequest: frozenset({Step.LIPSYNC}),
}


def _check_references(row: Model, request: ImageRequest) -> None:
    if len(request.references) >= row.references.needed:
        return
    raise _refused(row, f"{row.title} works from pictures and was given {len(request.references)}.")


def _check_words(row: Model, words: str, what: str) -> None:
    most = row.lengths.most_characters
    if most and len(words) > most:
        raise _refused(
            row,
            f"{row.title} takes a {what} of at most {most:,} characters; this one has {len(words):,}. "
            "Shorten it or choose another model.",
        )
    if not words.strip():
        raise _refused(row, f"{row.title} needs words, and the {what} is empty.")


def _check_span(row: Model, request: LipSyncRequest) -> None:
    ms, most = milliseconds(request), row.lengths.most_ms
    if most and ms > most:
        raise _refused(
            row, f"{row.title} works on clips of up to {most / 1000:g} s; this shot lasts {ms / 1000:g} s."
        )


def _refused(row: Model, message: str) -> ProviderError:
    return ProviderError(Fault.INVALID_INPUT, message, model=row.id)


# ------------------------------------------------------------------------------------------- lengths and sizes


@dataclass(frozen=True, slots=True)
class ClipLength:
    """What a clip model is asked for: seconds, or frames and a rate where it wants those."""

    seconds: Fraction
    frames: int = 0
    fps: int = 0


def clip_length(row: Model, request: VideoRequest) -> ClipLength:
    """A length that covers the slot, itself rounded up to half a second (R25); what is too much is cut later.

    Where a model wants frames: the usual rate as long as it reaches; a longer slot gets the most frames at a
    lower rate. One frame more than needed is asked for, because models give one less at times. Raises
    ProviderError when the model makes no clip that long.
    """
    limits, seconds = row.lengths, Fraction(request.half_seconds, 2)
    if not limits.frames[1]:
        if limits.most_ms and seconds * 1000 > limits.most_ms:
            raise _too_long(row, seconds)
        return ClipLength(max(seconds, Fraction(limits.least_ms, 1000)))
    for fps in range(limits.usual_fps, limits.fps[0] - 1, -1):
        frames = _frames(limits, seconds * fps + 1)
        if frames <= limits.frames[1]:
            return ClipLength(Fraction(frames, fps), frames, fps)
    raise _too_long(row, seconds)


def longest_seconds(row: Model) -> float:
    """The longest clip a row makes, in seconds, to the half second below; 0 when nothing bounds it."""
    limits = row.lengths
    if not limits.frames[1]:
        return limits.most_ms / 1000
    return math.floor(2 * (limits.frames[1] - 1) / limits.fps[0]) / 2


def _too_long(row: Model, seconds: Fraction) -> ProviderError:
    return _refused(
        row,
        f"{row.title} makes clips of up to {longest_seconds(row):g} s; this shot lasts {float(seconds):g} s. "
        "Divide its lines among two shots or choose another model.",
    )


def _frames(limits: Lengths, wanted: Fraction) -> int:
    """The smallest number of frames the model has that is not below `wanted`."""
    least = limits.frames[0]
    steps = math.ceil((wanted - least) / limits.step)
    return least + max(0, steps) * limits.step


def milliseconds(request: LipSyncRequest) -> int:
    """Length of the shot's slot, rounded up; 0 when the request does not say."""
    return -(-request.samples * 1000 // SAMPLE_RATE)


def picture_size(sizes: Sizes, width: int, height: int) -> tuple[int, int]:
    """Width and height in px that a model can make: as asked or the nearest below, in the same shape."""
    scale = 1.0
    if sizes.most_pixels:
        scale = min(scale, math.sqrt(sizes.most_pixels / (width * height)))
    if sizes.most:
        scale = min(scale, sizes.most / max(width, height))
    scale = max(scale, sizes.least / min(width, height))
    return _stepped(width * scale, sizes), _stepped(height * scale, sizes)


def _stepped(side: float, sizes: Sizes) -> int:
    """A side in the model's own steps; downwards, so that no bound on pixels is passed."""
    down = math.floor(side / sizes.multiple + 1e-9) * sizes.multiple
    return max(down, -(-sizes.least // sizes.multiple) * sizes.multiple, sizes.multiple)


def aspect(sizes: Sizes, width: int, height: int) -> str | None:
    """The model's own word for the shape nearest to the one asked for; None when it names none."""
    wanted = math.log(width / height)
    return min(
        sizes.aspects.values(),
        key=lambda word: abs(_shape(sizes, word) - wanted),
        default=None,
    )


def _shape(sizes: Sizes, word: str) -> float:
    ours = next(key for key, value in sizes.aspects.items() if value == word)
    wide, _, high = ours.partition(":")
    return math.log(int(wide) / int(high))


def resolution(sizes: Sizes, width: int, height: int) -> str | None:
    """The model's word for the smallest resolution whose short side is large enough, else for the largest."""
    rising = sorted(sizes.resolutions.items(), key=lambda pair: pair[1])
    enough = [word for word, side in rising if side >= min(width, height)]
    return next(iter(enough), rising[-1][0] if rising else None)


# ------------------------------------------------------------------------------------------- filling the blanks

_ABSENT = object()
_SEEDS = 2**31


def _filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with its blanks filled; what is absent is left out, with everything that held only that."""
    if isinstance(template, str) and template.startswith("$"):
        value = values.get(template)
        return _ABSENT if value is None else value
    if isinstance(template, Mapping):
        full = {key: _filled(value, values) for key, value in template.items()}
        kept = {key: value for key, value in full.items() if value is not _ABSENT}
        return kept if kept or not template else _ABSENT
    if isinstance(template, (list, tuple)):
        return [value for value in (_filled(one, values) for one in template) if value is not _ABSENT]
    return template


def _values(row: Model, request: Request, urls: Mapping[str, str]) -> Mapping[str, Any]:
    return _BLANKS[type(request)](row, request, urls)


def _of_picture(row: Model, request: ImageRequest, urls: Mapping[str, str]) -> Mapping[str, Any]:
    width, height = picture_size(row.sizes, request.width, request.height)
    pictures = [urls[asset] for asset in assets(row, request)]
    return {
        "$prompt": request.prompt,
        "$references": pictures or None,
        "$reference": pictures[0] if pictures else None,
        "$width": width,
        "$height": height,
        "$aspect": aspect(row.sizes, request.width, request.height),
        "$resolution": resolution(row.sizes, request.width, request.height),
        "$seed": request.seed % _SEEDS,
    }


def _of_clip(row: Model, request: VideoRequest, urls: Mapping[str, str]) -> Mapping[str, Any]:
    length = clip_length(row, request)
    return {
        "$prompt": request.prompt,
        "$frame": urls[request.frame],
        "$seconds": float(length.seconds),
        "$frames": length.frames or None,
        "$fps": length.fps or None,
        "$aspect": aspect(row.sizes, request.width, request.height),
        "$resolution": resolution(row.sizes, request.width, request.height),
        "$seed": request.seed % _SEEDS,
    }


def _of_lipsync(row: Model, request: LipSyncRequest, urls: Mapping[str, str]) -> Mapping[str, Any]:
    return {"$clip": urls[request.clip], "$audio": urls[SOUND], "$seed": request.seed % _SEEDS}


def _of_speech(row: Model, request: SpeechRequest, urls: Mapping[str, str]) -> Mapping[str, Any]:
    line = said(row, request)
    return {
        "$text": request.text,
        "$tagged": line.tagged,
        "$voice": line.voice,
        "$emotion": line.emotion,
        "$speed": line.speed,
        "$pitch": line.pitch,
        "$language": line.language,
    }


def said(row: Model, request: SpeechRequest) -> Spoken:
    """The line in the row's terms. Raises ProviderError for a voice that it cannot have."""
    try:
        return spoken(row, request)
    except NotFound as unknown:
        raise _refused(row, str(unknown)) from unknown


def _of_text(row: Model, request: TextRequest, urls: Mapping[str, str]) -> Mapping[str, Any]:
    return {"$tokens": most_tokens(row, request)}


def most_tokens(row: Model, request: TextRequest) -> int:
    """The most tokens that one answer may have: what the request asks for, within what the row allows."""
    asked = request.most_tokens or row.most_tokens
    return min(asked, row.most_tokens or asked)


_BLANKS: Mapping[type[Any], Callable[[Model, Any, Mapping[str, str]], Mapping[str, Any]]] = {
    ImageRequest: _of_picture,
    VideoRequest: _of_clip,
    LipSyncRequest: _of_lipsync,
    SpeechRequest: _of_speech,
    TextRequest: _of_text,
}
