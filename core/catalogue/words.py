"""What a person is told about a model: what it makes, its price, its limits, and which key it needs.

The command line, the chat and the page all say it with these words (R30, R31).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.catalogue.arguments import longest_seconds
from core.catalogue.models import LOCAL, Catalogue, Model, Price
from core.catalogue.prices import likely
from core.requests import (
    ImageRequest,
    LipSyncRequest,
    Move,
    Reference,
    Request,
    Staging,
    VideoRequest,
    Window,
)
from core.story import SAMPLE_RATE, Step


@dataclass(frozen=True, slots=True)
class ModelView:
    """One model as people see it."""

    id: str
    title: str
    platform: str
    steps: tuple[Step, ...]
    makes: str
    price: str
    example: str
    """The price of something usual, such as "$0.11 for a clip of 5 s"; empty where nothing is usual."""
    limits: str
    ready: bool
    """Whether its key is there."""
    needs: str
    """The setting that is missing; empty when it is ready."""
    note: str
    source: str
    checked: date
    here: bool = False
    """Whether it works on this machine and is free."""


def views(catalogue: Catalogue, keys: Collection[str], step: Step | None = None) -> tuple[ModelView, ...]:
    """Every model that people may choose, for one step or for all."""
    rows = catalogue.models.values() if step is None else catalogue.able(step)
    return tuple(view(catalogue, row, keys) for row in rows if row.offered)


def view(catalogue: Catalogue, row: Model, keys: Collection[str]) -> ModelView:
    lane = catalogue.lanes[row.provider]
    ready = catalogue.reachable(row, keys)
    return ModelView(
        id=row.id,
        title=row.title,
        platform=lane.title,
        steps=row.steps,
        makes=makes(row),
        price=price_words(row),
        example=example(row),
        limits=limits(row),
        ready=ready,
        needs="" if ready else lane.key,
        note=row.note,
        source=row.source,
        checked=row.checked,
        here=row.provider.startswith(LOCAL),
    )


def makes(row: Model) -> str:
    """What comes out: "pictures", "clips", "lip sync", "speech", "text", …"""
    return ", ".join(dict.fromkeys(_MAKES[step] for step in row.steps))


def price_words(row: Model) -> str:
    """The price list's line, such as "$0.014 a second, in blocks of 5 s"; "free" where nothing is charged."""
    if row.provider.startswith(LOCAL):
        return "free"
    return _PRICES[row.price.per](row)


def example(row: Model) -> str:
    """What something usual costs, worked out as a real call is; empty where the price says it already."""
    if row.provider.startswith(LOCAL) or (row.price.per in ("call", "image", "video") and not row.price.by):
        return ""
    usual = next((build for steps, build in _USUAL if steps & set(row.steps)), None)
    if usual is None:
        return ""
    request, words = usual(row)
    return f"{dollars(likely(row, request))} {words}"


def limits(row: Model) -> str:
    """What it takes and how long its work may be, in a few words; empty when nothing bounds it."""
    if row.provider.startswith(LOCAL):
        return ""
    return "; ".join(filter(None, (words(row) for words in (_pictures, _sight, _spans, _sides, _characters))))


def dollars(micros: int) -> str:
    """An amount such as "$0.11" or "$0.0333": to the cent, finer only where it needs to be."""
    return _usd(Decimal(micros) / 1_000_000)


_MAKES: Mapping[Step, str] = {
    Step.STORY: "text",
    Step.ANALYSIS: "text",
    Step.VOICES: "casting",
    Step.SCRIPT: "text",
    Step.AUDIO: "speech",
    Step.SCENES: "text",
    Step.SHOTS: "text",
    Step.REFS: "pictures",
    Step.FRAMES: "pictures",
    Step.VIDEOS: "clips",
    Step.LIPSYNC: "lip sync",
    Step.EXPORT: "the film",
}


# ------------------------------------------------------------------------------------------- prices


def _usd(value: float | Decimal) -> str:
    whole, _, cents = f"{Decimal(str(value)):f}".partition(".")
    cents = cents.rstrip("0")
    return f"${whole}.{cents.ljust(2, '0')}" if cents else f"${whole}"


def _a(unit: str) -> Callable[[Model], str]:
    return lambda row: f"{_each(row)} a {unit}{_blocks(row.price, unit)}"


def _each(row: Model) -> str:
    """One price, or the span of what can be asked for."""
    price = row.price
    if not price.by:
        return _usd(price.usd)
    asked = [price.choices[word] for word in row.sizes.resolutions if word in price.choices]
    prices = sorted(set(asked or price.choices.values()))
    return _usd(prices[0]) if len(prices) == 1 else f"{_usd(prices[0])} to {_usd(prices[-1])}"


def _blocks(price: Price, unit: str) -> str:
    return f", in blocks of {price.block:g} {unit}s" if price.block else ""


def _megapixels(row: Model) -> str:
    price = row.price
    first = f"{_usd(price.first)} for a megapixel, " if price.first is not None else ""
    run = f"{_usd(price.run)} a picture, " if price.run else ""
    more = "a further one" if first else "a megapixel"
    given = f", {_usd(price.input)} a megapixel sent" if price.input else ""
    return f"{run}{first}{_usd(price.usd)} {more}{given}"


def _tokens(row: Model) -> str:
    if not row.price.usd and not row.price.out:
        return "whatever your server costs you"
    return f"{_usd(row.price.usd)} read and {_usd(row.price.out)} written, a million tokens"


_PRICES: Mapping[str, Callable[[Model], str]] = {
    "call": _a("call"),
    "image": _a("picture"),
    "video": _a("clip"),
    "second": _a("second"),
    "minute": _a("minute"),
    "megapixel": _megapixels,
    "gpu_second": lambda row: f"{_each(row)} a second of computing, counted as {row.seconds:g} s",
    "thousand_characters": lambda row: f"{_each(row)} for 1,000 characters",
    "token": _tokens,
}


# ------------------------------------------------------------------------------------------- something usual


def _frame(row: Model) -> tuple[Request, str]:
    sent = tuple(Reference(f"picture {i}", "", "set") for i in range(row.references.needed))
    request = ImageRequest("A picture.", 1536, 864, sent, staging=Staging("frame"))
    return request, f"a frame from {len(sent)} picture" if sent else "a frame"


def _clip(row: Model) -> tuple[Request, str]:
    here = Window()
    request = VideoRequest("A clip.", "still", 10, 1280, 720, 24, Move("drift", here, here))
    return request, "for a clip of 5 s"


def _synced(row: Model) -> tuple[Request, str]:
    request = LipSyncRequest("clip", "still", ("line",), "", Staging("frame"), samples=4 * SAMPLE_RATE)
    return request, "for 4 s"


_USUAL: Iterable[tuple[frozenset[Step], Callable[[Model], tuple[Request, str]]]] = (
    (frozenset({Step.REFS, Step.FRAMES}), _frame),
    (frozenset({Step.VIDEOS}), _clip),
    (frozenset({Step.LIPSYNC}), _synced),
)
"""Which steps, and something usual that is asked of them, with its name."""


# ------------------------------------------------------------------------------------------- limits


def _pictures(row: Model) -> str:
    most = row.references.most
    if not {Step.REFS, Step.FRAMES} & set(row.steps):
        return ""
    if not most:
        return "no pictures"
    return "1 picture" if most == 1 else f"up to {most} pictures"


def _sight(row: Model) -> str:
    return "sees pictures" if row.sees else ""


def _spans(row: Model) -> str:
    if Step.VIDEOS in row.steps:
        longest = longest_seconds(row)
        return f"up to {longest:g} s" if longest else ""
    least, most = row.lengths.least_ms / 1000, row.lengths.most_ms / 1000
    return f"{least:g} to {most:g} s" if most else ""


def _sides(row: Model) -> str:
    if Step.LIPSYNC not in row.steps or not row.sizes.least:
        return ""
    return f"sides of {row.sizes.least} to {row.sizes.most:,} px"


def _characters(row: Model) -> str:
    most = row.lengths.most_characters
    what = "lines" if Step.AUDIO in row.steps else "prompts"
    return f"{what} of up to {most:,} characters" if most else ""
