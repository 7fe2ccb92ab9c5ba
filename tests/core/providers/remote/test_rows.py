"""Every row that fal or Replicate serves, sent to the strict stand-in: right arguments at the right price."""

from __future__ import annotations

import asyncio

import pytest
from twin import Twin, media

from core.catalogue.models import Model, load_catalogue
from core.catalogue.prices import most
from core.providers.fal import Fal
from core.providers.replicate import Replicate
from core.requests import Reference, Request
from core.story import Step

from .conftest import Desk, clip, film, line, lipsync, picture, run, spoken

ROWS = load_catalogue()
SERVED = [row for row in ROWS.models.values() if row.provider in ("fal", "replicate")]


@pytest.mark.parametrize("row", SERVED, ids=lambda row: row.id)
async def test_a_row_does_what_it_says_at_the_price_it_names(
    row: Model, fal: Fal, replicate: Replicate, twin: Twin, desk: Desk, frame: str
) -> None:
    maker = fal if row.provider == "fal" else replicate
    asked = _request(row, desk, frame)
    done = await run(maker, row.id, asked, desk)
    (paid,) = twin.journal.paid()
    assert done.cost == paid.charged == twin.journal.money()
    assert done.cost <= most(ROWS.model(str(done.facts["served_by"])), asked)
    assert paid.status in (200, 201)


def _request(row: Model, desk: Desk, frame: str) -> Request:
    if Step.AUDIO in row.steps:
        return line(manner="sobbing")
    if Step.VIDEOS in row.steps:
        return clip(frame, half_seconds=9)
    if Step.LIPSYNC in row.steps:
        return lipsync(film(desk, frame, 2.5), frame, (spoken(desk, "I did, and would again."),), 110_000)
    few = row.references.needed or min(row.references.most, 2)
    references = [
        Reference(desk.put(media.picture(f"photo {n}", 1500, 1000, "jpeg")), f"e{n}", "prop")
        for n in range(few)
    ]
    return picture("a keeper at the lamp", *references, size=(1536, 864))


async def test_jobs_side_by_side_hand_the_same_picture_over_once(
    fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    asked = picture("x", Reference(photo, "Mara", "character"))
    await asyncio.gather(*(fal.start("t:flux", asked, desk, key=f"job.{n}") for n in range(5)))
    assert len(twin.journal.select("fal", "upload")) == 1
    assert len(twin.journal.select("fal", "submit")) == 5
