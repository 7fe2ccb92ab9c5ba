"""The film: its self-check, its files, and downloading it (R37, B1, B9, B10)."""

from __future__ import annotations

import asyncio
import secrets
import zipfile
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from core.errors import NotReady
from core.settings import Settings
from core.story import Take
from core.studio import Film, Studio
from web import views
from web.api import taken
from web.api.projects import drawn, reason
from web.drawing import Drawing
from web.media import file_name, sent, signed_for, straight
from web.table import SETTINGS, STUDIO, Ask, Table

table = Table()

ENDINGS: Mapping[str, tuple[str, str]] = {
    "srt": ("Captions (SRT)", ".srt"),
    "vtt": ("Captions (WebVTT)", ".vtt"),
    "sheet": ("Storyboard", ".png"),
    "report_text": ("Self-check", ".txt"),
    "report": ("Self-check, for programs", ".json"),
    "manifest": ("Where it came from", ".json"),
    "thumbnail": ("Poster", ".jpg"),
}
"""Part of a film -> its title for people, and how its file ends."""


@table.get("/api/projects/{id}/export", gives=views.FilmView)
async def export(ask: Ask) -> views.FilmView:
    """The finished film, its self-check and everything beside it; or why there is none yet."""
    here = await drawn(ask, ask.path["id"])
    try:
        film = await ask.studio.delivery(ask.person, ask.path["id"], needed="nothing")
    except NotReady as error:
        return views.FilmView(ready=False, reason=reason(error))
    take = here.film()
    return _view(here, film, take) if take else views.FilmView(ready=False, reason="There is no film yet.")


@table.get("/api/projects/{id}/download-video", query=taken.DownloadAsked, stream="video/mp4")
async def download(ask: Ask) -> web.StreamResponse:
    """The film as an attachment, whole or by ranges (R37, R39)."""
    variant, project = ask.query.variant, ask.path["id"]
    film = await ask.studio.delivery(ask.person, project, variant, needed="nothing")
    name = file_name(film.title, ".mp4")
    answer: web.StreamResponse | None = await straight(ask.request, ask.person, project, film.sha256, name)
    if answer is None:
        film = await ask.studio.delivery(ask.person, project, variant)
        answer = sent(film.path, film.mime, name=name)
    answer.headers["X-Content-SHA256"] = film.sha256
    return answer


@table.get("/api/projects/{id}/download-package", stream="application/zip")
async def package(ask: Ask) -> web.StreamResponse:
    """The film with its timelines and every piece of picture and sound in one archive (B9)."""
    return await _package(ask.studio, ask.settings, ask.person, ask.path["id"])


async def signed_package(request: web.Request) -> web.StreamResponse:
    """The same by a signed address of the film, for pages whose links carry no token (telegram.md 6.2)."""
    person, _ = signed_for(request)
    return await _package(request.app[STUDIO], request.app[SETTINGS], person, request.match_info["project"])


async def _package(studio: Studio, settings: Settings, person: str, project_id: str) -> web.StreamResponse:
    film = await studio.delivery(person, project_id, needed="all")
    timelines = await studio.timelines(person, project_id)
    story = await studio.story(person, project_id)
    numbers = {f"piece:{shot.id}": shot.index + 1 for shot in story.shots}
    kept = settings.data_dir / "cache" / "page" / f"{film.sha256}.zip"
    if not kept.exists():
        await asyncio.to_thread(_pack, kept, film, timelines, numbers)
    return sent(kept, "application/zip", name=file_name(film.title, ".zip"))


def _pack(kept: Path, film: Film, timelines: Mapping[str, str], numbers: Mapping[str, int]) -> None:
    """Stored, not compressed: what is in it is compressed already. Whole, or not there at all."""
    name = file_name(film.title, "")
    kept.parent.mkdir(parents=True, exist_ok=True)
    made = kept.with_suffix(f".{secrets.token_hex(4)}")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.write(film.path, f"{name}/{name}.mp4")
        for ending, text in timelines.items():
            archive.writestr(f"{name}/{name}.{ending}", text)
        for part, path in film.parts.items():
            if part in numbers:
                archive.write(path, f"{name}/media/shot-{numbers[part]:03}.mp4")
            elif part in ("narration", "music"):
                archive.write(path, f"{name}/media/{part}.wav")
            elif part in ENDINGS:
                archive.write(path, f"{name}/{part}{ENDINGS[part][1]}")
    made.replace(kept)


def _view(here: Drawing, film: Film, take: Take) -> views.FilmView:
    part = take.parts.get
    name = file_name(film.title, ".mp4")
    thumbnail, captions, sheet = part("thumbnail"), part("vtt"), part("sheet")
    return views.FilmView(
        ready=True,
        url=here.url(take.asset),
        download_url=here.url(take.asset, name=name),
        poster_url=here.url(thumbnail) if thumbnail else None,
        captions_url=here.url(captions) if captions else None,
        title=film.title,
        sha256=film.sha256,
        size=film.size,
        seconds=film.seconds,
        width=film.width,
        height=film.height,
        passed=film.passed,
        report={key: value for key, value in take.facts.items() if key not in ("document",)},
        files=tuple(_files(here, film, take)),
        sheet_url=here.url(sheet, 1280) if sheet else None,
    )


def _files(here: Drawing, film: Film, take: Take) -> list[views.FileView]:
    found = []
    for key, sha in take.parts.items():
        if key not in ENDINGS:
            continue
        title, ending = ENDINGS[key]
        if key in film.sizes:
            url = here.url(sha, name=file_name(film.title, ending))
            found.append(views.FileView(key, title, url, film.sizes[key]))
    package = here.signer.address(here.person, here.story.project.id, take.asset, below="/package")
    found.append(views.FileView("package", "For editing programs (OTIO, FCPXML, XML, EDL)", package, 0))
    return sorted(found, key=lambda one: [*ENDINGS, one.name].index(one.name))
