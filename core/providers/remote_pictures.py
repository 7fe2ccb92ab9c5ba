"""Pictures over the network: references as the row takes them, and a result in the shape that was asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.catalogue.arguments import aspect, assets, picture_size
from core.catalogue.blanks import blanks
from core.catalogue.models import Model
from core.catalogue.prices import expected
from core.media import hand_over
from core.media.receive_picture import check_picture
from core.media.threads import Turn, in_turn
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Handed, Order
from core.requests import ImageRequest

KIND = "picture"


async def prepare(row: Model, request: ImageRequest, desk: Desk, ffmpeg: str) -> Order:
    ready = await stills(row, assets(row, request), desk)
    pixels = {one.name: size[0] * size[1] for one, size in ready}
    expect = {"kind": KIND, "size": asked_size(row, request)}
    return Order(request, tuple(one for one, _ in ready), expect, expected(row, request, pixels))


async def receive(answer: Answer, getting: Getting) -> Got:
    """Raises NoGood."""
    size = answer.expect["size"]
    asked = (int(size[0]), int(size[1])) if size else None
    seen = await in_turn(Turn.CHECKED, check_picture, answer.file.path, asked)
    made = int(seen.facts["width"]) * int(seen.facts["height"])
    return Got(answer.done(seen), replace(answer.measures, pixels=made))


def asked_size(row: Model, request: ImageRequest) -> list[int] | None:
    """Width and height in px that the row asks for; None where the model keeps those of the picture sent."""
    named = set(blanks(row.arguments))
    width, height = picture_size(row.sizes, request.width, request.height)
    if {"$width", "$height"} & named:
        return [width, height]
    word = aspect(row.sizes, request.width, request.height) if "$aspect" in named else None
    if word is None:
        return None
    ours = next(key for key, value in row.sizes.aspects.items() if value == word)
    across, down = (int(part) for part in ours.split(":"))
    side = math.sqrt(width * height / (across * down))
    return [round(across * side), round(down * side)]


async def stills(row: Model, sent: Sequence[str], desk: Desk) -> list[tuple[Handed, tuple[int, int]]]:
    """Pictures as the row takes them, with their sizes in px; each only once. Raises BadInput."""
    limits = row.references
    fit = hand_over.Fit(limits.most_px, limits.least_px, limits.most_pixels, limits.most_bytes, limits.formats)

    async def one(asset: str) -> tuple[Handed, tuple[int, int]]:
        ready = await in_turn(Turn.SENT, _ready, desk.path(asset), fit)
        return Handed(asset, ready.data, ready.mime), (ready.width, ready.height)

    return [await one(asset) for asset in dict.fromkeys(sent)]


@lru_cache(maxsize=16)
def _ready(path: Path, fit: hand_over.Fit) -> hand_over.Ready:
    """Made once: the same few pictures go along with most frames. Files are named by their content."""
    return hand_over.picture(path, fit)
