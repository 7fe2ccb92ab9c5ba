"""Entities: characters, sets and props; their fields, guide images, references, and generating them (R38)."""

from __future__ import annotations

from core.errors import NotFound, NotReady
from core.story import Entity, Slot, SlotKind
from core.studio import Again, Change
from web import drawing, views
from web.api import taken
from web.api.projects import drawn, fields, reason
from web.table import KINDS, Ask, Table
from web.uploads import MAX_PHOTO, uploaded

table = Table()


@table.get("/api/{kind}/{id}", gives=views.EntityView)
async def entity(ask: Ask) -> views.EntityView:
    """One character, set or prop with its guide images and reference."""
    project_id, _ = await _found(ask)
    return await _view(ask, project_id)


@table.patch("/api/{kind}/{id}", body=taken.FieldsTaken, gives=views.ChangedView)
async def change(ask: Ask) -> views.ChangedView:
    """Change how it looks, is called or speaks; prompts built from the fields follow (R17)."""
    project_id, found = await _found(ask)
    edit = Change(entities=fields(found.id, ask.body.fields))
    return views.ChangedView(await ask.studio.change(ask.person, project_id, edit))


@table.get("/api/{kind}/{id}/guide-images", gives=list[views.GuideView])
async def guides(ask: Ask) -> list[views.GuideView]:
    """The guide images in the person's order (R9)."""
    project_id, _ = await _found(ask)
    return list((await _view(ask, project_id)).guide_images)


@table.post("/api/{kind}/{id}/guide-images", files="images", gives=list[views.GuideView], status=201)
async def add_guides(ask: Ask) -> list[views.GuideView]:
    """Photos that show how it looks; they come after those there are."""
    project_id, found = await _found(ask)
    async with uploaded(ask.request, "images", MAX_PHOTO) as files:
        await ask.studio.add_guides(ask.person, project_id, found.id, files)
    return list((await _view(ask, project_id)).guide_images)


@table.put("/api/{kind}/{id}/guide-images", body=taken.OrderTaken, gives=list[views.GuideView])
async def order_guides(ask: Ask) -> list[views.GuideView]:
    """Put the guide images into this order; models that take few look at the first."""
    project_id, found = await _found(ask)
    await ask.studio.order_guides(ask.person, project_id, found.id, ask.body.ids)
    return list((await _view(ask, project_id)).guide_images)


@table.delete("/api/guide-images/{id}")
async def remove_guide(ask: Ask) -> None:
    """Take a guide image away; what was made with it stays."""
    project_id = await ask.studio.project_of_guide(ask.person, ask.path["id"])
    await ask.studio.remove_guide(ask.person, project_id, ask.path["id"])


@table.delete("/api/{kind}/{id}/reference-image")
async def clear_reference(ask: Ask) -> None:
    """Use no reference; guide images, prompt and history stay (R18)."""
    project_id, found = await _found(ask)
    await ask.studio.clear(ask.person, project_id, Slot(SlotKind.REFERENCE, found.id))


@table.post("/api/{kind}/{id}/reference-image", files="image", gives=views.EntityView, status=201)
async def bring_reference(ask: Ask) -> views.EntityView:
    """A person's own picture as the reference."""
    project_id, found = await _found(ask)
    async with uploaded(ask.request, "image", MAX_PHOTO, 1) as files:
        await ask.studio.upload(ask.person, project_id, Slot(SlotKind.REFERENCE, found.id), files[0])
    return await _view(ask, project_id)


@table.get("/api/{kind}/{id}/sent", query=taken.ModelAsked, gives=views.SentView)
async def sent(ask: Ask) -> views.SentView:
    """What generating it would send now, what that leaves out, and the price on the button (R11, R30)."""
    project_id, found = await _found(ask)
    return await sent_view(ask, project_id, Slot(SlotKind.REFERENCE, found.id), ask.query.model)


@table.post("/api/{kind}/{id}/generate", body=taken.GenerateTaken, gives=views.RunView, status=202)
async def generate(ask: Ask) -> views.RunView:
    """Make its reference anew, from its fields and guide images."""
    project_id, found = await _found(ask)
    again = Again(model=ask.body.model)
    return await begin(ask, project_id, Slot(SlotKind.REFERENCE, found.id), again, ask.body.max_cost)


@table.post("/api/{kind}/{id}/generate-advanced", body=taken.AdvancedTaken, gives=views.RunView, status=202)
async def generate_advanced(ask: Ask) -> views.RunView:
    """Make its reference anew with the person's own words and pictures (R13, R14, R16)."""
    project_id, found = await _found(ask)
    slot = Slot(SlotKind.REFERENCE, found.id)
    return await begin(ask, project_id, slot, advanced(ask.body), ask.body.max_cost)


# shared with shots


def advanced(given: taken.AdvancedTaken) -> Again:
    """The person's own words and pictures as a wish."""
    return Again(
        model=given.model,
        prompt=given.prompt,
        references=tuple(given.references),
        edit_existing=given.edit_existing,
    )


async def begin(ask: Ask, project_id: str, slot: Slot, again: Again, max_cost: int) -> views.RunView:
    """Make one slot for what the button showed, and nothing more."""
    run = await ask.studio.regenerate(ask.person, project_id, slot, again, max_cost=max_cost)
    return views.RunView(run.state.value)


async def sent_view(ask: Ask, project_id: str, slot: Slot, model: str) -> views.SentView:
    """What would be sent for a slot, or what has to be there first."""
    here = await drawn(ask, project_id)
    try:
        found = await ask.studio.sent(ask.person, project_id, slot, model)
        low, high = await ask.studio.price_again(ask.person, project_id, slot, Again(model=model))
    except NotReady as error:
        return await _with_what_it_needs(ask, project_id, slot, reason(error))
    guides = {guide.asset for guide in here.story.guides}
    return views.SentView(
        model=found.model,
        title=found.title,
        prompt=found.prompt,
        references=tuple(here.picture(one.asset) for one in found.references),
        unused=tuple(guide.id for guide in found.unused),
        more=tuple(drawing.option(one) for one in found.more),
        low=low,
        high=high,
        guides=sum(one.asset in guides for one in found.references),
        ready=True,
    )


async def _with_what_it_needs(ask: Ask, project_id: str, slot: Slot, first: str) -> views.SentView:
    """Nothing can be said of what will be sent before it is there, but the price of all of it can."""
    quote = await ask.studio.quote(ask.person, project_id, only=(slot,))
    named = {model.id: model.title for model in await ask.studio.models(ask.person)}
    model = quote.lines[-1].model if quote.lines else ""
    return views.SentView(
        model=model,
        title=named.get(model, ""),
        prompt="",
        references=(),
        unused=(),
        more=(),
        low=quote.low,
        high=quote.high,
        guides=0,
        ready=bool(quote.lines),
        reason=first,
    )


async def _found(ask: Ask) -> tuple[str, Entity]:
    """The project and the entity, if it is of the kind that the path says. Raises NotFound."""
    project_id = await ask.studio.project_of(ask.person, ask.path["id"])
    story = await ask.studio.story(ask.person, project_id)
    kind = KINDS[ask.path["kind"]]
    for found in story.entities:
        if found.id == ask.path["id"] and found.kind.value == kind:
            return project_id, found
    raise NotFound(f"There is no {kind} {ask.path['id']}.")


async def _view(ask: Ask, project_id: str) -> views.EntityView:
    here = await drawn(ask, project_id)
    return here.entity(here.story.entity(ask.path["id"]))
