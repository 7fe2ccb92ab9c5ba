"""Pictures over the network: references as the row takes them, and a result in the shape that was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from core.catalogue.arguments import assets
from core.catalogue.blanks import blanks
from core.catalogue.models import Model
from core.catalogue.prices import expected
from core.media import hand_over
from core.media.receive_picture import check_picture
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Handed, Order
from core.requests import ImageRequest

KIND = "picture"


async def prepare(row: Model, request: ImageRequest, desk: Desk, ffmpeg: str) -> Order:
    ready = await stills(row, assets(row, request), desk)
    pixels = {one.name: size[0] * size[1] for one, size in ready}
    shaped = bool({"$width", "$height", "$aspect"} & set(blanks(row.arguments)))
    expect = {"kind": KIND, "width": request.width, "height": request.height, "shaped": shaped}
    return Order(request, tuple(one for one, _ in ready), expect, expected(row, request, pixels))


async def receive(answer: Answer, getting: Getting) -> Got:
    """Raises NoGood. Where the row asks for no shape, the model gives that of the picture it was sent."""
    expect = answer.expect
    asked = (expect["width"], expect["height"]) if expect["shaped"] else None
    seen = await asyncio.to_thread(check_picture, answer.file.path, asked)
    made = int(seen.facts["width"]) * int(seen.facts["height"])
    return Got(answer.done(seen), replace(answer.measures, pixels=made))


async def stills(row: Model, sent: Sequence[str], desk: Desk) -> list[tuple[Handed, tuple[int, int]]]:
    """Pictures as the row takes them, with their sizes in px; each only once. Raises BadInput."""
    limits = row.references
    fit = hand_over.Fit(limits.most_px, limits.least_px, limits.most_pixels, limits.most_bytes, limits.formats)

    def one(asset: str) -> tuple[Handed, tuple[int, int]]:
        ready = hand_over.picture(desk.path(asset), fit)
        return Handed(asset, ready.data, ready.mime), (ready.width, ready.height)

    return [await asyncio.to_thread(one, asset) for asset in dict.fromkeys(sent)]
