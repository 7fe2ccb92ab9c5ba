"""Pictures through fal and Replicate: exactly what is asked for is sent, and what comes back is kept."""

from __future__ import annotations

from PIL import Image
from twin import Twin

from core.providers.fal import Fal
from core.requests import Reference

from .conftest import Desk, picture, run


async def test_a_picture_without_references_is_one_post_and_becomes_a_png(
    fal: Fal, twin: Twin, desk: Desk
) -> None:
    done = await run(fal, "t:flux", picture(), desk)
    assert done.main.path is not None
    with Image.open(done.main.path) as image:
        assert (image.format, image.size) == ("PNG", (1280, 720))
    assert done.main.mime == "image/png"
    assert (done.facts["width"], done.facts["height"]) == (1280, 720)
    (submitted,) = twin.journal.select("fal", "submit")
    assert submitted.body == {
        "prompt": "a keeper at the lamp",
        "seed": 7,
        "image_size": {"width": 1280, "height": 720},
        "output_format": "png",
    }
    assert done.cost == submitted.charged == twin.journal.money()


async def test_references_are_sent_in_order_and_no_larger_than_they_are_paid_for(
    fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    """R15: all reference kinds, ranked; the price of a reference is known beforehand."""
    other = desk.put((desk.root / "assets" / photo).read_bytes()[:-2] + b"\xff\xd9")
    del other
    done = await run(
        fal, "t:flux", picture("on the stairs", Reference(photo, "Mara", "character", guide=True)), desk
    )
    (submitted,) = twin.journal.select("fal", "submit")
    assert submitted.model == "fal-ai/flux-2-pro/edit"
    (seen,) = submitted.references
    assert seen.width * seen.height <= 1_048_576
    assert abs(seen.width / seen.height - 1.5) < 0.01
    assert done.cost == submitted.charged == 30_000 + 15_000
