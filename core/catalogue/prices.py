"""What a call costs, in micro-dollars: one function, `price`, for the estimate and for what is captured.

Pure. A price is exact in tenths of a cent and finer, and rounded once per call, halves up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from core.catalogue.arguments import assets, clip_length, most_tokens, picture_size, resolution, said
from core.catalogue.blanks import blanks
from core.catalogue.models import Model, Price
from core.requests import ImageRequest, LipSyncRequest, Request, SpeechRequest, TextRequest, VideoRequest
from core.story import SAMPLE_RATE

MILLION = Decimal(1_000_000)
MEGAPIXEL = 1_048_576
"""Pixels of a billed megapixel: 1024 x 1024."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a call used, or will use."""

    images: int = 1
    """Pictures made."""
    pixels: int = 0
    """Of one picture that was made."""
    sent: tuple[int, ...] = ()
    """Pixels of each picture that was sent along."""
    seconds: float = 0.0
    """Length that is billed: of the clip or sound; of the computing, where that is."""
    frames: int = 0
    """Frames of the clip that was asked for."""
    characters: int = 0
    tokens_in: int = 0
    """Tokens read."""
    tokens_out: int = 0
    """Tokens written, thoughts included."""


def price(row: Model, arguments: Mapping[str, Any], measures: Measures) -> int:
    """Micro-dollars for one call with these arguments that used so much."""
    return _whole(_COUNTS[row.price.per](row.price, arguments, measures) + _dec(row.price.run) * MILLION)


def expected(row: Model, request: Request, pixels: Mapping[str, int] | None = None) -> Measures:
    """What a call will use. A reference counts as the row's `most_pixels`, unless `pixels` has its asset.

    For a language model, where nobody knows beforehand: four bytes for a token, and a third of the tokens that
    the answer may have. Raises ProviderError as `arguments.check` does.
    """
    work: Callable[[Model, Any], Measures] | None = _EXPECTED.get(type(request))
    if work is None:
        return Measures()
    known = pixels or {}
    sent = tuple(known.get(asset, row.references.most_pixels) for asset in assets(row, request))
    return replace(work(row, request), sent=sent if isinstance(request, ImageRequest) else ())


def likely(row: Model, request: Request, pixels: Mapping[str, int] | None = None) -> int:
    """Micro-dollars that a call will likely cost."""
    return price(row, constants(row, request), expected(row, request, pixels))


def most(row: Model, request: Request) -> int:
    """Micro-dollars to hold: no call for this request, its one round of repair included, costs more."""
    if isinstance(request, TextRequest):
        return _most_text(row, request)
    measures = expected(row, request)
    if isinstance(request, LipSyncRequest):
        measures = replace(measures, seconds=measures.seconds + SPARE_SECONDS)
    return price(row, constants(row, request), measures)


def constants(row: Model, request: Request) -> Mapping[str, Any]:
    """The arguments a price may depend on, known before any file is uploaded."""
    told = {name: value for name, value in row.arguments.items() if not list(blanks(value))}
    named = [name for name, value in row.arguments.items() if value == "$resolution"]
    if named and isinstance(request, (ImageRequest, VideoRequest)):
        told |= dict.fromkeys(named, resolution(row.sizes, request.width, request.height))
    return told


SPARE_SECONDS = 0.25
"""A prepared clip ends on a whole frame, so it may be this much longer than its slot."""

UNKNOWN_SECONDS = 60.0
"""A shot whose length is not known and which nothing bounds counts as this long."""

WRAPPING_TOKENS: Mapping[str, int] = MappingProxyType(
    {"story": 1_600, "analysis": 5_000, "script": 2_200, "scenes": 3_300, "shots": 3_000, "look": 1_600}
)
"""Task -> tokens of the system's words and of the schema, at the most (a test measures both)."""

MOST_WRAPPING = 6_000
"""The same for a task that is not known here."""

REPAIR_TOKENS = 2_000
"""Tokens of the words that ask for a repair, at the most, since what is wrong is told in so many bytes
(core/prompts/render.py); the answer to be repaired comes on top."""

BYTES_PER_TOKEN = 4
"""Usual for running text; the bound is one byte, because no token is shorter."""


def _most_text(row: Model, request: TextRequest) -> int:
    """Both rounds at their largest: the second reads the first one's answer too."""
    wrapping = WRAPPING_TOKENS.get(request.task, MOST_WRAPPING)
    read = len(request.prompt.encode()) + wrapping + len(request.images) * row.price.picture
    written = most_tokens(row, request)
    first = Measures(tokens_in=read, tokens_out=written)
    second = Measures(tokens_in=read + written + REPAIR_TOKENS, tokens_out=written)
    return sum(price(row, {}, round_) for round_ in (first, second))


def one_round(row: Model, request: TextRequest, written: int) -> int:
    """Micro-dollars of one question and its answer of so many tokens, the question counted rather too long."""
    return price(row, {}, Measures(tokens_in=_read_at_most(row, request), tokens_out=written))


def repaired(row: Model, request: TextRequest, written: int) -> int:
    """The same for a second question about an answer of so many tokens that could not be used."""
    read = _read_at_most(row, request) + written + REPAIR_TOKENS
    return price(row, {}, Measures(tokens_in=read, tokens_out=written))


def _read_at_most(row: Model, request: TextRequest) -> int:
    """Tokens of a question: two bytes for each are far fewer than text has in any language with letters."""
    wrapping = WRAPPING_TOKENS.get(request.task, MOST_WRAPPING)
    return -(-len(request.prompt.encode()) // 2) + wrapping + len(request.images) * row.price.picture


# ------------------------------------------------------------------------------------------- measures


def _of_picture(row: Model, request: ImageRequest) -> Measures:
    width, height = picture_size(row.sizes, request.width, request.height)
    return Measures(pixels=width * height, seconds=row.seconds)


def _of_clip(row: Model, request: VideoRequest) -> Measures:
    length = clip_length(row, request)
    return Measures(frames=length.frames, seconds=float(length.seconds))


def _of_lipsync(row: Model, request: LipSyncRequest) -> Measures:
    if not request.samples:
        return Measures(seconds=row.lengths.most_ms / 1000 or UNKNOWN_SECONDS)
    return Measures(seconds=max(request.samples / SAMPLE_RATE, row.lengths.least_ms / 1000))


def _of_speech(row: Model, request: SpeechRequest) -> Measures:
    tagged = "$tagged" in blanks(row.arguments)
    return Measures(characters=len(said(row, request).tagged if tagged else request.text))


def _of_text(row: Model, request: TextRequest) -> Measures:
    wrapping = WRAPPING_TOKENS.get(request.task, MOST_WRAPPING)
    read = (len(request.prompt.encode()) + wrapping) // BYTES_PER_TOKEN
    pictures = len(assets(row, request)) * row.price.picture
    return Measures(tokens_in=read + pictures, tokens_out=most_tokens(row, request) // 3)


_EXPECTED: Mapping[type[Any], Callable[[Model, Any], Measures]] = {
    ImageRequest: _of_picture,
    VideoRequest: _of_clip,
    LipSyncRequest: _of_lipsync,
    SpeechRequest: _of_speech,
    TextRequest: _of_text,
}


# ------------------------------------------------------------------------------------------- units


def _tokens(row: Price, arguments: Mapping[str, Any], used: Measures) -> Decimal:
    dear = bool(row.above) and used.tokens_in > row.above
    read, written = (row.usd_above, row.out_above) if dear else (row.usd, row.out)
    return _dec(read) * used.tokens_in + _dec(written) * used.tokens_out


def _megapixels(row: Price, arguments: Mapping[str, Any], used: Measures) -> Decimal:
    made = math.ceil(used.pixels / MEGAPIXEL)
    given = sum(math.ceil(pixels / MEGAPIXEL) for pixels in used.sent)
    one = _units(row, arguments, Decimal(made))
    return one * used.images + _dec(row.input) * given * MILLION


def _seconds(row: Price, arguments: Mapping[str, Any], used: Measures) -> Decimal:
    counted = Decimal(used.frames) / row.fps if row.fps else _dec(round(used.seconds, 3))
    return _units(row, arguments, counted)


def _units(row: Price, arguments: Mapping[str, Any], count: Decimal) -> Decimal:
    """Micro-dollars for so many units: whole blocks, the first one apart where it has a price of its own."""
    if row.block:
        block = _dec(row.block)
        count = math.ceil(count / block) * block
    usd = _dec(_usd(row, arguments))
    if row.first is None:
        return usd * count * MILLION
    return (_dec(row.first) + usd * max(Decimal(0), count - 1)) * MILLION


def _usd(row: Price, arguments: Mapping[str, Any]) -> float:
    return row.choices[arguments[row.by]] if row.by else row.usd


_Count = Callable[[Price, Mapping[str, Any], Measures], Decimal]

_COUNTS: Mapping[str, _Count] = {
    "call": lambda row, arguments, used: _units(row, arguments, Decimal(1)),
    "video": lambda row, arguments, used: _units(row, arguments, Decimal(1)),
    "image": lambda row, arguments, used: _units(row, arguments, Decimal(used.images)),
    "megapixel": _megapixels,
    "second": _seconds,
    "gpu_second": lambda row, arguments, used: _units(row, arguments, _dec(used.seconds)),
    "minute": lambda row, arguments, used: _units(row, arguments, _dec(round(used.seconds, 3)) / 60),
    "thousand_characters": lambda row, arguments, used: _units(row, arguments, Decimal(used.characters) / 1000),
    "token": _tokens,
}


def _dec(value: float) -> Decimal:
    return Decimal(str(value))


def _whole(micros: Decimal) -> int:
    return int(micros.quantize(Decimal(1), rounding=ROUND_HALF_UP))
