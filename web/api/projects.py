"""Projects: the list, the whole film in one go, new ones, edits with their price, takes, events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from aiohttp import web

from core.errors import BadInput, StudioError
from core.intake import Source, source_from_text
from core.story import Slot, SlotKind
from core.studio import Brief, Change, ChangePreview
from web import drawing, events, views
from web.api import taken
from web.drawing import Drawing
from web.media import SIGNER
from web.table import Ask, Table
from web.uploads import MAX_PHOTO, uploaded

table = Table()


async def drawn(ask: Ask, project_id: str) -> Drawing:
    """Everything that is known of a project now. Raises NotFound."""
    shown = await ask.studio.shown(ask.person, project_id)
    return Drawing(ask.person, ask.request.app[SIGNER], shown)


async def view(ask: Ask, project_id: str) -> views.ProjectView:
    """The whole film in one go; the last event is read first, so that nothing is missed."""
    last = await ask.studio.last_event()
    here = await drawn(ask, project_id)
    project, film = here.story.project, here.film()
    width, height = project.size
    return views.ProjectView(
        id=project.id,
        title=project.title,
        source=project.source,
        source_format=project.source_format,
        text=project.text,
        aspect=project.aspect.value,
        width=width,
        height=height,
        fps=project.fps,
        style=project.style,
        style_picture=here.picture(project.style_picture) if project.style_picture else None,
        language=project.language,
        captions=project.captions.value,
        voices=project.voices,
        narrator=here.voice(project.id),
        models=project.models,
        ceiling=project.ceiling,
        gates=tuple(gate.value for gate in project.gates),
        music=bool(project.music),
        created_at=project.created_at,
        state=here.shown.state,
        length_ms=drawing.ms(here.timeline.samples),
        exact=here.timeline.exact,
        spent=here.shown.spent,
        entities=tuple(here.entity(entity) for entity in here.story.entities),
        scenes=here.scenes(),
        segments=here.segments(),
        shots=here.shots(),
        film_ready=film is not None and Slot(SlotKind.FILM, project.id) not in here.stale,
        film_stale=film is not None and Slot(SlotKind.FILM, project.id) in here.stale,
        film_url=here.url(film.asset) if film else None,
        last_event=last,
    )


@table.get("/api/projects", query=taken.PageAsked, gives=list[views.CardView])
async def projects(ask: Ask) -> list[views.CardView]:
    """A page of the person's films, the newest first: those behind the film `after`; `away` those put away."""
    signer = ask.request.app[SIGNER]
    return [
        views.CardView(
            id=card.id,
            title=card.title,
            source=card.source,
            created_at=card.created_at,
            state=card.state,
            aspect=card.aspect.value,
            cover_url=signer.address(ask.person, card.id, card.cover, width=640) if card.cover else None,
        )
        for card in await ask.studio.projects(ask.person, after=ask.query.after, away=ask.query.away)
    ]


@table.get("/api/home", gives=views.HomeView)
async def home(ask: Ask) -> views.HomeView:
    """How many films there are, how many are put away, and whether there is room for more."""
    films, put_away = await ask.studio.project_counts(ask.person)
    return views.HomeView(films, put_away, await ask.studio.little_room())


@table.post("/api/projects", body=taken.NewProject, gives=views.ProjectView, status=201)
async def create(ask: Ask) -> views.ProjectView:
    """A new film from a story; its animatic is begun at once, because that is free."""
    given: taken.NewProject = ask.body
    brief = Brief(
        source=_source(given),
        aspect=given.aspect,
        style=given.style,
        language=given.language,
        captions=given.captions,
        keep_text=given.keep_text,
    )
    key = hashlib.sha256(f"page:{given.key}".encode()).hexdigest()[:32] if given.key else ""
    project = await ask.studio.create(ask.person, brief, key=key)
    if given.start:
        await ask.studio.start(ask.person, project.id)
    return await view(ask, project.id)


@table.get("/api/projects/{id}", gives=views.ProjectView)
async def project(ask: Ask) -> views.ProjectView:
    """The whole film: its cast, lines, scenes, shots, and what is in use of each."""
    return await view(ask, ask.path["id"])


@table.patch("/api/projects/{id}", body=taken.ChangeTaken, gives=views.ChangedView)
async def change(ask: Ask) -> views.ChangedView:
    """Edit a film, all of it or nothing; tells what is to be made again."""
    return views.ChangedView(await ask.studio.change(ask.person, ask.path["id"], change_of(ask.body)))


@table.post("/api/projects/{id}/preview-change", body=taken.ChangeTaken, gives=views.PreviewView)
async def preview(ask: Ask) -> views.PreviewView:
    """What an edit would make stale, and what redoing that would cost; saves nothing (B6)."""
    return _preview(await ask.studio.preview_change(ask.person, ask.path["id"], change_of(ask.body)))


@table.delete("/api/projects/{id}")
async def delete(ask: Ask) -> None:
    """Take a film away with all its takes; what it cost stays in the books."""
    await ask.studio.delete_project(ask.person, ask.path["id"])


@table.put("/api/projects/{id}/put-away", body=taken.AwayTaken, gives=views.Done)
async def put_away(ask: Ask) -> views.Done:
    """Leave a film out of the list, or show it there again; nothing of it is touched."""
    await ask.studio.put_away(ask.person, ask.path["id"], away=ask.body.away)
    return views.Done()


@table.put("/api/projects/{id}/music", files="music", gives=views.ChangedView)
async def music(ask: Ask) -> views.ChangedView:
    """A person's own music under the film."""
    await ask.studio.story(ask.person, ask.path["id"])
    async with uploaded(ask.request, "music", MAX_PHOTO, 1) as files:
        stale = await ask.studio.change(ask.person, ask.path["id"], Change(music=files[0]))
    return views.ChangedView(stale)


@table.get("/api/projects/{id}/style-picture", gives=views.StyleView)
async def style_picture(ask: Ask) -> views.StyleView:
    """Which models are given the picture of the film's style, each in a sentence; none without a picture."""
    return views.StyleView(await ask.studio.style_words(ask.person, ask.path["id"]))


@table.put("/api/projects/{id}/style-picture", files="picture", gives=views.ChangedView)
async def set_style_picture(ask: Ask) -> views.ChangedView:
    """A picture in whose style the film is painted."""
    await ask.studio.story(ask.person, ask.path["id"])
    async with uploaded(ask.request, "picture", MAX_PHOTO, 1) as files:
        change = Change(style_picture=files[0])
        return views.ChangedView(await ask.studio.change(ask.person, ask.path["id"], change))


@table.post("/api/projects/{id}/style-picture/preview", files="picture", gives=views.PreviewView)
async def preview_style_picture(ask: Ask) -> views.PreviewView:
    """What this picture as the style would make stale, and what redoing that would cost; keeps nothing."""
    await ask.studio.story(ask.person, ask.path["id"])
    async with uploaded(ask.request, "picture", MAX_PHOTO, 1) as files:
        change = Change(style_picture=files[0])
        return _preview(await ask.studio.preview_change(ask.person, ask.path["id"], change))


@table.get("/api/projects/{id}/waveform", gives=views.WaveView)
async def waveform(ask: Ask) -> views.WaveView:
    """How loud the narration is."""
    found = await ask.studio.waveform(ask.person, ask.path["id"])
    return views.WaveView(found.per_second, found.peaks)


@table.get("/api/projects/{id}/takes", query=taken.SlotAsked, gives=list[views.TakeView])
async def takes(ask: Ask) -> list[views.TakeView]:
    """Every attempt at one slot, the newest first (B11)."""
    here = await drawn(ask, ask.path["id"])
    slot = Slot(ask.query.kind, ask.query.target)
    found = await ask.studio.takes(ask.person, ask.path["id"], slot)
    return [here.take(take) for take in reversed(found)]


@table.post("/api/takes/{id}/select", gives=views.TakeView)
async def select(ask: Ask) -> views.TakeView:
    """Use an earlier take again; the others stay (B11)."""
    project_id = await ask.studio.project_of(ask.person, ask.path["id"])
    take = await ask.studio.select(ask.person, project_id, ask.path["id"])
    return (await drawn(ask, project_id)).take(take)


@table.get("/api/projects/{id}/events", query=taken.AfterAsked, stream="text/event-stream")
async def project_events(ask: Ask) -> web.StreamResponse:
    """What happens in one film, as server-sent events; Last-Event-ID takes it up again."""
    return await events.stream(ask, ask.path["id"])


@table.get("/api/events", query=taken.AfterAsked, stream="text/event-stream")
async def all_events(ask: Ask) -> web.StreamResponse:
    """What happens in all of the person's films, as server-sent events."""
    return await events.stream(ask, None)


def _preview(found: ChangePreview) -> views.PreviewView:
    return views.PreviewView(found.stale, tuple(str(slot) for slot in found.slots), found.low, found.high)


def _source(given: taken.NewProject) -> Source:
    """The story, written as the person says or as it looks."""
    plain = source_from_text(given.story)
    return Source(plain.text, given.format) if given.format else plain


def change_of(given: taken.ChangeTaken) -> Change:
    """An edit as the Studio takes it."""
    return Change(
        lines=tuple((line.number, line.text) for line in given.lines),
        shots=tuple((_number(one.of), f"{one.field}={one.value}") for one in given.shots),
        entities=tuple((one.of, f"{one.field}={one.value}") for one in given.entities),
        voices=tuple(given.voices.items()),
        models=tuple((step.value, model) for step, model in given.models.items()),
        captions=given.captions,
        aspect=given.aspect,
        style=given.style,
        title=given.title,
        language=given.language,
        ceiling=given.ceiling,
        no_ceiling=given.no_ceiling,
        no_music=given.no_music,
        no_style_picture=given.no_style_picture,
        gates=None if given.gates is None else tuple(given.gates),
    )


def fields(of: str, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Fields of one entity as edits."""
    return tuple((of, f"{name}={value}") for name, value in given.items())


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        raise BadInput(f"A shot is named by its number, not {given[:40]!r}.")
    return int(given)


def reason(error: StudioError) -> str:
    """Why something is not ready, in one line, without commands of a terminal."""
    return str(error) if "video-story" not in error.next_step else error.what
