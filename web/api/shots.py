"""Shots: their fields, frames, clips and lip sync (R38, R39)."""

from __future__ import annotations

from core.errors import BadInput, NotFound
from core.story import Shot, Slot, SlotKind
from core.studio import Again, Change
from web import views
from web.api import taken
from web.api.entities import advanced, begin, sent_view
from web.api.projects import drawn
from web.table import Ask, Table
from web.uploads import MAX_CLIP, MAX_PHOTO, uploaded

table = Table()


@table.get("/api/shots/{id}", gives=views.ShotView)
async def shot(ask: Ask) -> views.ShotView:
    """One shot with its frame, clip and lip sync."""
    project_id, _ = await _found(ask)
    return await _view(ask, project_id)


@table.patch("/api/shots/{id}", body=taken.FieldsTaken, gives=views.ChangedView)
async def change(ask: Ask) -> views.ChangedView:
    """Change its framing, action, cast or prompt; an empty prompt is built from the fields again."""
    project_id, found = await _found(ask)
    edits = tuple((found.index + 1, f"{name}={value}") for name, value in ask.body.fields.items())
    return views.ChangedView(await ask.studio.change(ask.person, project_id, Change(shots=edits)))


@table.get("/api/shots/{id}/sent", query=taken.ShotAsked, gives=views.SentView)
async def sent(ask: Ask) -> views.SentView:
    """What making its frame, clip or lip sync would send now, and the price on the button."""
    project_id, found = await _found(ask)
    return await sent_view(ask, project_id, Slot(SlotKind(ask.query.what), found.id), ask.query.model)


@table.post("/api/shots/{id}/generate", body=taken.GenerateTaken, gives=views.RunView, status=202)
async def generate(ask: Ask) -> views.RunView:
    """Make its frame anew, from its fields and all references (R15)."""
    project_id, found = await _found(ask)
    again = Again(model=ask.body.model)
    return await begin(ask, project_id, Slot(SlotKind.FRAME, found.id), again, ask.body.max_cost)


@table.post("/api/shots/{id}/generate-advanced", body=taken.AdvancedTaken, gives=views.RunView, status=202)
async def generate_advanced(ask: Ask) -> views.RunView:
    """Make its frame anew with the person's own words and pictures (R13, R14, R16)."""
    project_id, found = await _found(ask)
    return await begin(ask, project_id, Slot(SlotKind.FRAME, found.id), advanced(ask.body), ask.body.max_cost)


@table.post("/api/shots/{id}/video", body=taken.GenerateTaken, gives=views.RunView, status=202)
async def video(ask: Ask) -> views.RunView:
    """Make its clip anew."""
    project_id, found = await _found(ask)
    again = Again(model=ask.body.model)
    return await begin(ask, project_id, Slot(SlotKind.CLIP, found.id), again, ask.body.max_cost)


@table.post("/api/shots/{id}/lipsync", body=taken.GenerateTaken, gives=views.RunView, status=202)
async def lipsync(ask: Ask) -> views.RunView:
    """Make its lip sync anew; only shots in which somebody is seen speaking have one (R28)."""
    project_id, found = await _found(ask)
    if found.id not in await ask.studio.speaking(ask.person, project_id):
        raise BadInput("Nobody is seen speaking in this shot.", next_step="Lip sync is for dialogue shots.")
    again = Again(model=ask.body.model)
    return await begin(ask, project_id, Slot(SlotKind.LIPSYNC, found.id), again, ask.body.max_cost)


@table.delete("/api/shots/{id}/first-frame")
async def clear_frame(ask: Ask) -> None:
    """Use no frame; prompt and history stay (R18)."""
    await _clear(ask, SlotKind.FRAME)


@table.delete("/api/shots/{id}/video")
async def clear_video(ask: Ask) -> None:
    """Use no clip; history stays (R18)."""
    await _clear(ask, SlotKind.CLIP)


@table.delete("/api/shots/{id}/lipsync")
async def clear_lipsync(ask: Ask) -> None:
    """Use the plain clip; history stays (R18, R27)."""
    await _clear(ask, SlotKind.LIPSYNC)


@table.post("/api/shots/{id}/first-frame", files="image", gives=views.ShotView, status=201)
async def bring_frame(ask: Ask) -> views.ShotView:
    """A person's own picture as the frame."""
    return await _bring(ask, SlotKind.FRAME, "image", MAX_PHOTO)


@table.put("/api/shots/{id}/video", files="video", gives=views.ShotView, status=201)
async def bring_clip(ask: Ask) -> views.ShotView:
    """A person's own clip for the shot."""
    return await _bring(ask, SlotKind.CLIP, "video", MAX_CLIP)


async def _clear(ask: Ask, kind: SlotKind) -> None:
    project_id, found = await _found(ask)
    await ask.studio.clear(ask.person, project_id, Slot(kind, found.id))


async def _bring(ask: Ask, kind: SlotKind, field: str, most: int) -> views.ShotView:
    project_id, found = await _found(ask)
    async with uploaded(ask.request, field, most, 1) as files:
        await ask.studio.upload(ask.person, project_id, Slot(kind, found.id), files[0])
    return await _view(ask, project_id)


async def _found(ask: Ask) -> tuple[str, Shot]:
    """The project and the shot. Raises NotFound."""
    project_id = await ask.studio.project_of(ask.person, ask.path["id"])
    story = await ask.studio.story(ask.person, project_id)
    for found in story.shots:
        if found.id == ask.path["id"]:
            return project_id, found
    raise NotFound(f"There is no shot {ask.path['id']}.")


async def _view(ask: Ask, project_id: str) -> views.ShotView:
    here = await drawn(ask, project_id)
    return next(one for one in here.shots() if one.id == ask.path["id"])
