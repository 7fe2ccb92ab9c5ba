"""What a person can do at a ceiling: take a cheaper model for a step, make fewer shots, or raise it (B2).

Pure, and computed from the same requests as the quote, so that what an offer saves is what is not spent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from core.catalogue import prices
from core.catalogue.arguments import served_by
from core.catalogue.models import LOCAL, Catalogue, Model
from core.errors import ProviderError
from core.pipeline.imagined import RICH, Wanted, wanted
from core.pipeline.reserve import at_most
from core.story import Slot, SlotKind, Step, Story, Wish


@dataclass(frozen=True, slots=True)
class Offer:
    """One way on. Money in micro-dollars."""

    key: str
    """Names the offer in a button: "model:frames:<model>", "shots:<n>" or "raise:<micro-dollars>"."""
    words: str
    saves: int
    """By how much the rest of the run gets cheaper at the most; 0 for a raise."""
    left: int
    """What the rest would then cost at the most."""
    fits: bool
    """Whether the rest then stays under the ceiling."""
    models: Mapping[Step, str]
    """Models to use for the slots below, or for the whole project where no slot exists yet."""
    slots: tuple[Slot, ...] = ()
    ceiling: int | None = None
    """The new ceiling of the project, for a raise."""


def offers(
    story: Story, catalogue: Catalogue, keys: Collection[str], room: int, ceiling: int | None = None
) -> tuple[Offer, ...]:
    """What can be done when the rest of the run may cost `room` at the most; what saves most comes first.

    `ceiling` is the project's own, which a person may raise; without it there is no offer to raise.
    """
    rest = [want for want in wanted(story, catalogue, RICH) if not _free(want.model)]
    left = _cost(rest)
    if left <= room:
        return ()
    here = _Here(story, catalogue, room, left, tuple(rest))
    found = [*_cheaper(here, keys), *_fewer(here)]
    ranked = sorted(found, key=lambda offer: (not offer.fits, -offer.left if offer.fits else offer.left))
    return tuple([*ranked, *_raises(here, ceiling)])


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the run stands."""

    story: Story
    catalogue: Catalogue
    room: int
    left: int
    rest: tuple[Wanted, ...]


def with_offer(story: Story, offer: Offer) -> Story:
    """The story as it is once the offer is taken."""
    if not offer.slots:
        chosen = {**story.project.models, **{step.value: model for step, model in offer.models.items()}}
        return replace(story, project=replace(story.project, models=chosen))
    wishes = dict(story.wishes)
    for slot in offer.slots:
        wishes[slot] = replace(wishes.get(slot, Wish()), model=offer.models[STEP_OF[slot.kind]])
    return replace(story, wishes=wishes)


STEP_OF = {
    SlotKind.SPEECH: Step.AUDIO,
    SlotKind.REFERENCE: Step.REFS,
    SlotKind.FRAME: Step.FRAMES,
    SlotKind.CLIP: Step.VIDEOS,
    SlotKind.LIPSYNC: Step.LIPSYNC,
}
"""Kinds whose slots can be given a model of their own; documents are chosen for the whole project."""


def _cheaper(here: _Here, keys: Collection[str]) -> Iterator[Offer]:
    """For each step that costs something the cheapest other model, and the dearest that would fit."""
    for step in dict.fromkeys(want.step for want in here.rest):
        mine = [want for want in here.rest if want.step is step]
        used = {want.model.id for want in mine}
        rows = [row for row in here.catalogue.able(step) if row.offered and row.id not in used]
        costs = {row.id: _by(row, mine, here) for row in rows if here.catalogue.reachable(row, keys)}
        held = sum(want.most for want in mine)
        able = {model_id: cost for model_id, cost in costs.items() if cost is not None and cost < held}
        cheapest = sorted(able, key=lambda model_id: able[model_id])
        room = here.room - here.left + _cost(mine)
        fitting = [model_id for model_id in cheapest if able[model_id] <= room]
        for model_id in dict.fromkeys([*cheapest[:1], *fitting[-1:]]):
            offer = _switched(here, step, here.catalogue.model(model_id))
            if offer.saves > 0:
                yield offer


def _by(row: Model, wants: Collection[Wanted], here: _Here) -> int | None:
    """What the same requests would cost with this row at the most; None when it cannot make one of them."""
    if _free(row):
        return 0
    try:
        return sum(prices.most(served_by(here.catalogue, row, want.request), want.request) for want in wants)
    except ProviderError:
        return None


def _switched(here: _Here, step: Step, row: Model) -> Offer:
    slots = tuple(want.slot for want in here.rest if want.step is step and STEP_OF.get(want.slot.kind) is step)
    known = tuple(slot for slot in slots if _exists(slot, here.story))
    offer = Offer(
        key=f"model:{step.value}:{row.id}",
        words="",
        saves=0,
        left=0,
        fits=False,
        models={step: row.id},
        slots=known if len(known) == len(slots) else (),
    )
    return _priced(here, offer, f"{row.title} for {step.value}")


def _exists(slot: Slot, story: Story) -> bool:
    """Whether the slot's row is there already, and not only imagined."""
    there = {row.id for row in story.segments} | {row.id for row in story.entities}
    return slot.target in there | {row.id for row in story.shots}


def _fewer(here: _Here) -> Iterator[Offer]:
    """Generated pictures and clips for the first shots only; the others stay an animatic."""
    open_shots = [shot for shot in here.story.shots if _open(shot.id, here.rest)]
    local = {
        step: row.id
        for step in (Step.FRAMES, Step.VIDEOS, Step.LIPSYNC)
        if (row := next((row for row in here.catalogue.able(step) if _free(row)), None)) is not None
    }
    for keep in dict.fromkeys((*_fitting(here, [shot.id for shot in open_shots]), 0)):
        dropped = {shot.id for shot in open_shots[keep:]}
        slots = tuple(
            want.slot
            for want in here.rest
            if want.slot.target in dropped and STEP_OF.get(want.slot.kind) in local
        )
        blank = Offer(f"shots:{keep}", "", 0, 0, False, local, slots)
        some = f"only {keep}" if keep else "none"
        offer = _priced(here, blank, f"{some} of the {len(open_shots)} shots still to be made")
        if offer.saves > 0 and (offer.fits or keep == 0):
            yield offer
            return


def _fitting(here: _Here, shots: list[str]) -> list[int]:
    """How many shots may fit, the likeliest number first: from what each of them costs by itself."""
    cost = {shot: sum(want.most for want in here.rest if want.slot.target == shot) for shot in shots}
    too_much = here.left - here.room
    keep = len(shots)
    while keep and too_much > 0:
        keep -= 1
        too_much -= cost[shots[keep]]
    return [number for number in (keep, keep - 1, keep - 2) if number > 0]


def _open(shot_id: str, rest: Collection[Wanted]) -> bool:
    kinds = (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)
    return any(want.slot.target == shot_id and want.slot.kind in kinds for want in rest)


def _raises(here: _Here, ceiling: int | None) -> Iterator[Offer]:
    if ceiling is None:
        return
    by = here.left - here.room
    words = f"raise the ceiling by {_dollars(by)} to {_dollars(ceiling + by)}"
    yield Offer(f"raise:{by}", words, 0, here.left, True, {}, (), ceiling + by)


def _priced(here: _Here, offer: Offer, words: str) -> Offer:
    """The offer with what it saves, worked out on the story as it would then be."""
    rest = wanted(with_offer(here.story, offer), here.catalogue, RICH)
    left = _cost([want for want in rest if not _free(want.model)])
    saves = here.left - left
    told = f"{words}: saves up to {_dollars(saves)}, the rest then costs {_dollars(left)} at the most"
    if left > here.room:
        told += f", still {_dollars(left - here.room)} too much"
    return replace(offer, words=told, saves=saves, left=left, fits=left <= here.room)


def _cost(rest: Collection[Wanted]) -> int:
    return at_most(rest)


def _free(row: Model) -> bool:
    return row.provider.startswith(LOCAL)


def _dollars(micro: int) -> str:
    return f"${micro / 1_000_000:.2f}"
