"""Exactly the right pictures reach the services: counted, in order, in the shape each model wants (R10-R15)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from twin import Entry, Twin

from core.errors import BadInput
from core.story import Slot, SlotKind, Take
from core.studio import Again, Studio, agreeing

OWNER = "tg:1"
PIER, ANA, LAMP = (Slot(SlotKind.REFERENCE, entity) for entity in ("e_pier", "e_ana", "e_lamp"))
FRAME = Slot(SlotKind.FRAME, "sh_1")
FLUX, NANO = "fal:flux-2-pro", "fal:nano-banana"


async def made(studio: Studio, slot: Slot, again: Again) -> Take:
    """The take in use after this slot was made again; the run has to end well."""
    await studio.regenerate(OWNER, "p_1", slot, again)
    status = await studio.wait(OWNER, "p_1", 60)
    assert (status.state, status.problems) == ("finished", ())
    take = (await studio.story(OWNER, "p_1")).takes[slot]
    return take


def submitted(twin: Twin, endpoint: str = "") -> list[Entry]:
    """Paid submissions to fal, in order, for one endpoint or all."""
    found = [entry for entry in twin.journal.select(service="fal") if entry.endpoint == "submit"]
    return [entry for entry in found if endpoint in ("", entry.model)]


def pictures(entry: Entry) -> list[str]:
    return [one.sha256 for one in entry.references]


async def guides(studio: Studio, entity: str, files: list[Path]) -> list[str]:
    """Assets of the guide images, in order."""
    return [guide.asset for guide in await studio.add_guides(OWNER, "p_1", entity, files)]


@pytest.mark.parametrize(
    ("model", "endpoint", "field", "most"),
    [
        ("fal:kontext", "fal-ai/flux-pro/kontext", "image_url", 1),
        ("fal:qwen-edit", "fal-ai/qwen-image-edit", "image_url", 1),
        ("fal:qwen-plus", "fal-ai/qwen-image-edit-plus", "image_urls", 3),
        (NANO, "fal-ai/nano-banana/edit", "image_urls", 4),
        (FLUX, "fal-ai/flux-2-pro/edit", "image_urls", 9),
        ("fal:nano-banana-2", "fal-ai/nano-banana-2/edit", "image_urls", 12),
    ],
)
async def test_a_set_s_guides_are_sent_in_order_up_to_the_limit_under_the_right_name(
    paying: Studio, twin: Twin, photos: list[Path], model: str, endpoint: str, field: str, most: int
) -> None:
    """R10, R11, R12; the take names exactly what was sent."""
    sent = await guides(paying, "e_pier", photos)
    take = await made(paying, PIER, Again(model=model))
    (entry,) = submitted(twin, endpoint)
    assert pictures(entry) == sent[:most]
    assert isinstance(entry.body[field], str if field == "image_url" else list)
    assert take.references == tuple(sent[:most])
    assert take.cost == entry.charged > 0


async def test_a_character_s_first_guide_alone_goes_to_the_identity_model(
    paying: Studio, twin: Twin, photos: list[Path]
) -> None:
    """R10: chosen and shown is the default."""
    sent = await guides(paying, "e_ana", photos[:3])
    shown = await paying.sent(OWNER, "p_1", ANA, FLUX)
    take = await made(paying, ANA, Again(model=FLUX))
    (entry,) = submitted(twin)
    assert (entry.model, pictures(entry)) == ("fal-ai/flux-pulid", sent[:1])
    assert [one.asset for one in shown.references] == sent[:1]
    assert [guide.asset for guide in shown.unused] == sent[1:]
    assert shown.title == "Default (FLUX.2 Pro)"
    assert "PuLID" not in shown.title + " ".join(model.title for model in shown.more)
    assert take.prompt == shown.prompt == entry.body["prompt"]


async def test_guides_put_into_another_order_are_sent_in_that_order(
    paying: Studio, twin: Twin, photos: list[Path]
) -> None:
    """R9."""
    added = await paying.add_guides(OWNER, "p_1", "e_lamp", photos[:3])
    await paying.order_guides(OWNER, "p_1", "e_lamp", [added[2].id])
    await paying.remove_guide(OWNER, "p_1", added[0].id)
    await made(paying, LAMP, Again(model=NANO))
    assert pictures(submitted(twin)[0]) == [added[2].asset, added[1].asset]


async def test_a_regeneration_sends_no_old_reference_and_an_edit_sends_it_first(
    paying: Studio, twin: Twin, photos: list[Path]
) -> None:
    """R13, R14."""
    sent = await guides(paying, "e_pier", photos[:2])
    first = await made(paying, PIER, Again(model=FLUX))
    second = await made(paying, PIER, Again())
    third = await made(paying, PIER, Again(edit_existing=True, prompt="Make it night."))
    fourth = await made(paying, PIER, Again(references=(photos[5],)))
    assert len({first.asset, second.asset, third.asset, fourth.asset}) == 4
    bodies = submitted(twin)
    assert [pictures(entry) for entry in bodies[:3]] == [sent, sent, [second.asset, *sent]]
    assert pictures(bodies[3])[:2] == sent
    assert len(pictures(bodies[3])) == 3
    assert not {first.asset, second.asset, third.asset} & set(pictures(bodies[3]))
    assert bodies[2].body["prompt"] == "Make it night."
    assert bodies[3].body["prompt"] == bodies[0].body["prompt"]
    assert len(await paying.takes(OWNER, "p_1", PIER)) == 4


async def test_a_frame_is_sent_with_the_references_of_all_it_shows_and_again_on_a_retry(
    paying: Studio, twin: Twin
) -> None:
    """R15, R23: a retry after a fault that costs nothing sends the same bundle, not words alone."""
    twin.arm("fal_500", where="fal-ai/flux-2-pro/edit", times=1)
    take = await made(paying, FRAME, Again(model=FLUX))
    story = await paying.story(OWNER, "p_1")
    bundle = [
        story.takes[Slot(SlotKind.REFERENCE, entity)].asset for entity in ("e_ana", "e_tom", "e_pier", "e_lamp")
    ]
    frames = submitted(twin, "fal-ai/flux-2-pro/edit")
    assert len(frames) == 2
    assert [pictures(entry) for entry in frames] == [bundle, bundle]
    assert take.references == tuple(bundle)
    assert len(submitted(twin, "fal-ai/flux-2-pro")) == 4


async def test_making_one_frame_makes_nothing_it_does_not_need(paying: Studio, twin: Twin) -> None:
    before = (await paying.story(OWNER, "p_1")).takes
    await made(paying, Slot(SlotKind.FRAME, "sh_2"), Again(model=FLUX))
    after = (await paying.story(OWNER, "p_1")).takes
    changed = {slot for slot in after if after[slot] != before.get(slot)}
    frame = Slot(SlotKind.FRAME, "sh_2")
    assert {str(slot) for slot in changed if slot.kind is not SlotKind.LOOK} == {
        "frame:sh_2",
        "reference:e_ana",
        "reference:e_pier",
        "reference:e_lamp",
    }
    assert {slot.target for slot in changed if slot.kind is SlotKind.LOOK} == {after[frame].id}


async def test_a_price_agreed_to_for_one_picture_lifts_what_was_agreed_to_before(paying: Studio) -> None:
    """B2: a ceiling that a quote has set would else keep everything later from being made."""
    await made(paying, ANA, Again(model=FLUX))
    async with paying._database.write() as db:
        project = (await paying.story(OWNER, "p_1")).project
        bound = await agreeing.bind(db, project, 0)
    before = (await paying.costs(OWNER, "p_1")).spent
    assert bound == before > 30_000
    _, high = await paying.price_again(OWNER, "p_1", ANA)
    await paying.regenerate(OWNER, "p_1", ANA, max_cost=high)
    assert (await paying.wait(OWNER, "p_1", 60)).state == "finished"
    assert 30_000 < (await paying.costs(OWNER, "p_1")).spent - before <= high
    await paying.regenerate(OWNER, "p_1", ANA)
    assert (await paying.wait(OWNER, "p_1", 60)).state == "paused"


async def test_a_price_above_what_a_person_allows_is_refused_before_anything_is_sent(
    paying: Studio, twin: Twin
) -> None:
    with pytest.raises(BadInput, match="more than"):
        await paying.regenerate(OWNER, "p_1", ANA, Again(model=FLUX), max_cost=1_000)
    assert submitted(twin) == []
    assert (await paying.story(OWNER, "p_1")).wishes == {}


def test_the_photos_of_these_tests_are_different(photos: list[Path]) -> None:
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in photos}) == len(photos)
