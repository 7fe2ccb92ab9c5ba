"""What a call costs, in micro-dollars: the tables of prices.toml applied to what was really used."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Used:
    """What one call used."""

    fields: Mapping[str, Any]
    """The arguments, with defaults filled in."""
    images: int = 1
    pixels: int = 0
    """Of one picture that was made."""
    input_pixels: tuple[int, ...] = ()
    seconds: float = 0.0
    """Length that is billed: of the clip, of the sound, of the input, as the unit says."""
    frames: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """What one call cost."""

    micros: int
    units: float
    unit: str


@cache
def tables() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("prices.toml").read_text(encoding="utf-8"))


def llm(service: str, model: str) -> Mapping[str, Any] | None:
    """The row of a language model; None when the service does not know it."""
    row: Mapping[str, Any] | None = tables()["llm"][service].get(model)
    return row


def tokens(service: str, model: str, prompt: int, completion: int) -> tuple[int, int]:
    """Micro-dollars for the prompt and for the completion; their sum is what is charged."""
    row = llm(service, model)
    assert row is not None
    dear = "above" in row and prompt > row["above"]
    per_in, per_out = (row["in_above"], row["out_above"]) if dear else (row["in"], row["out"])
    total = whole(_dec(per_in) * prompt + _dec(per_out) * completion)
    first = whole(_dec(per_in) * prompt)
    return first, total - first


def media(service: str, model: str, used: Used, megapixel: int) -> Charge:
    """What a picture, clip, sound or run costs. `megapixel` is how many pixels a billed megapixel has."""
    row = tables()[service][model]
    units, dollars = _UNITS[row["per"]](row, used, megapixel)
    return Charge(whole(dollars * MILLION), float(units), row["per"])


def whole(micros: Decimal) -> int:
    """Whole micro-dollars, halves up."""
    return int(micros.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _dec(value: float) -> Decimal:
    return Decimal(str(value))


def _usd(row: Mapping[str, Any], used: Used) -> Decimal:
    usd = row["usd"]
    if not isinstance(usd, Mapping):
        factor = row.get("factor", {}).get(used.fields.get(row.get("factor_by", "")), 1)
        return _dec(usd) * _dec(factor)
    choice = used.fields.get(row["by"])
    if used.fields.get("interpolate_output") and choice in row.get("interpolated", {}):
        return _dec(row["interpolated"][choice])
    return _dec(usd[choice])


def _megapixels(pixels: int, row: Mapping[str, Any], megapixel: int) -> Decimal:
    exact = Decimal(pixels) / Decimal(megapixel)
    return Decimal(math.ceil(exact)) if row.get("round_up") else exact


def _per_megapixel(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    out = _megapixels(used.pixels, row, megapixel)
    first = _dec(row.get("first", row["usd"]))
    one = first + _dec(row["usd"]) * max(Decimal(0), out - 1) if "first" in row else _dec(row["usd"]) * out
    given = _sum(_megapixels(pixels, row, megapixel) for pixels in used.input_pixels)
    dollars = one * used.images + given * _dec(row.get("input", 0)) + _dec(row.get("run", 0))
    return out * used.images + (given if row.get("input") else Decimal(0)), dollars


def _sum(values: Any) -> Decimal:
    return sum(values, Decimal(0))


def _per_image(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    return Decimal(used.images), _usd(row, used) * used.images


def _per_run(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    return Decimal(1), _usd(row, used)


def _per_second(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    seconds = Decimal(used.frames) / row["fps"] if "fps" in row else _dec(round(used.seconds, 3))
    if "block" in row:
        seconds = Decimal(math.ceil(seconds / row["block"]) * row["block"])
    return seconds, _usd(row, used) * seconds


def _per_characters(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    thousands = Decimal(used.characters) / 1000
    return thousands, _usd(row, used) * thousands


def _per_minute(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    minutes = _dec(round(used.seconds, 3)) / 60
    return minutes, _usd(row, used) * minutes


def _per_gpu_second(row: Mapping[str, Any], used: Used, megapixel: int) -> tuple[Decimal, Decimal]:
    seconds = _dec(row["seconds"]) * used.images
    return seconds, _usd(row, used) * seconds


_UNITS = {
    "megapixel": _per_megapixel,
    "image": _per_image,
    "run": _per_run,
    "video": _per_run,
    "second": _per_second,
    "characters": _per_characters,
    "minute": _per_minute,
    "gpu_second": _per_gpu_second,
}


def known(service: str) -> Sequence[str]:
    """The language models a service lists."""
    return list(tables()["llm"][service])
