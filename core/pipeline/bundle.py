"""The pictures that go along with a prompt: which, in what order, and cut to what the model takes (R10-R15).

What a request holds is exactly what is sent, so that a retry sends the same and a take tells what it was made
from. The row a person chose may be served by another one, which then says how many pictures there may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.catalogue.arguments import EDITED, sent, served_by, unused
from core.catalogue.models import LOCAL, Catalogue, Model
from core.pipeline import wording
from core.requests import ImageRequest, Reference, Staging
from core.story import Entity, GuideImage, Shot, Slot, SlotKind, Step, Story


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entity's guide images that a model does not take, and the models that take more of them (R11)."""

    guides: tuple[GuideImage, ...] = ()
    models: tuple[Model, ...] = ()


def cut(request: ImageRequest, row: Model, catalogue: Catalogue) -> ImageRequest:
    """The request with only the references that its row takes."""
    return replace(request, references=sent(served_by(catalogue, row, request), request))


def worded(
    request: ImageRequest, row: Model, catalogue: Catalogue, words: Callable[[Sequence[Reference]], str]
) -> ImageRequest:
    """The request cut to its row, with a prompt that may speak of the pictures that are really sent."""
    once = cut(replace(request, prompt=words(request.references)), row, catalogue)
    return cut(replace(once, prompt=words(once.references)), row, catalogue)


def of_entity(entity: Entity, story: Story) -> tuple[Reference, ...]:
    """What a reference image is made from: the picture to be edited, the guide images in the person's order,
    then the further pictures the person named; never the present reference image by itself (R13, R14)."""
    wish = story.wish(Slot(SlotKind.REFERENCE, entity.id))
    kind = entity.kind.value
    edited = [Reference(wish.edit, entity.name, EDITED)] if wish.edit else []
    guides = [Reference(guide.asset, entity.name, kind, guide=True) for guide in story.guides_of(entity.id)]
    named = [Reference(asset, entity.name, kind) for asset in wish.references]
    return _each_once([*edited, *guides, *named])


def of_shot(shot: Shot, ranked: Sequence[Reference], story: Story) -> tuple[Reference, ...]:
    """What a frame is made from: the picture to be edited, what the person named, then the ranked (R15)."""
    wish = story.wish(Slot(SlotKind.FRAME, shot.id))
    place = story.scene(shot.scene_id).set_id
    backdrop = story.entity(place).name if place else ""
    edited = [Reference(wish.edit, backdrop, EDITED)] if wish.edit else []
    return _each_once([*edited, *(Reference(asset, "", "named") for asset in wish.references), *ranked])


STYLE = "style"
"""Kind of a picture that is sent for the manner in which it is painted, not for what it shows."""


def takes_style(row: Model) -> bool:
    """Whether a model can be given a style: one that takes a single picture would only change that one."""
    return not row.draws and row.references.most > 1


def styled(request: ImageRequest, row: Model, catalogue: Catalogue, story: Story) -> ImageRequest:
    """The request with the picture of the film's style, last, where its model has room for one more."""
    picture = story.project.style_picture
    if not picture or any(one.kind == EDITED for one in request.references):
        return request
    more = replace(request, references=_each_once([*request.references, Reference(picture, "", STYLE)]))
    server = served_by(catalogue, row, more)
    fits = takes_style(server) and len(more.references) <= server.references.most
    return more if fits else request


def shown(shot: Shot, story: Story) -> list[Entity]:
    """Every entity of a shot, by rank, each once: the focus, the characters, the set, the props (R15)."""
    scene = story.scene(shot.scene_id)
    ids = [shot.focus, *shot.characters, scene.set_id, *shot.props]
    return [story.entity(entity_id) for entity_id in dict.fromkeys(ids) if entity_id]


def around(shot: Shot, story: Story) -> list[Entity]:
    """Things of the scene that the shot does not name itself; they rank last (R15)."""
    named = {entity.id for entity in shown(shot, story)}
    return [story.entity(prop) for prop in story.scene(shot.scene_id).props if prop not in named]


def left_out(story: Story, entity: Entity, row: Model, catalogue: Catalogue) -> LeftOut:
    """The guide images that a reference by this row would not be sent, and which offered models take more."""
    request = _draft(entity, story)
    unsent = {reference.asset for reference in unused(served_by(catalogue, row, request), request)}
    guides = tuple(guide for guide in story.guides_of(entity.id) if guide.asset in unsent)
    if not guides:
        return LeftOut()
    taken = len(cut(request, row, catalogue).references)
    counts = {
        other.id: len(cut(request, other, catalogue).references)
        for other in catalogue.able(Step.REFS)
        if other.offered and not other.provider.startswith(LOCAL)
    }
    more = sorted((model_id for model_id, count in counts.items() if count > taken), key=lambda i: -counts[i])
    return LeftOut(guides, tuple(catalogue.model(model_id) for model_id in more))


def _draft(entity: Entity, story: Story) -> ImageRequest:
    """As much of a reference's request as its row and its pictures depend on."""
    words = entity.prompt if entity.prompt_is_own else wording.reference(entity, story.project.style)
    return ImageRequest(
        words, 1, 1, of_entity(entity, story), staging=Staging(entity.kind.value, style=story.project.style)
    )


def _each_once(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """A picture that is given twice is sent once, where it stands first."""
    return tuple({reference.asset: reference for reference in reversed(references)}.values())[::-1]
