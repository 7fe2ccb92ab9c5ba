"""The film: its self-check, its files, and downloading it (R37, B1, B9, B10)."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from core.errors import NotReady
from core.story import Take
from core.studio import Film
from web import views
from web.api import taken
from web.api.projects import drawn, reason
from web.drawing import Drawing
from web.media import file_name, sent
from web.table import Ask, Table

table = Table()

ENDINGS: Mapping[str, tuple[str, str]] = {
    "srt": ("Captions (SRT)", ".srt"),
    "vtt": ("Captions (WebVTT)", ".vtt"),
    "otio": ("Timeline (OpenTimelineIO)", ".otio"),
    "fcpxml": ("Timeline (Final Cut Pro)", ".fcpxml"),
    "xml": ("Timeline (Premiere, Final Cut 7)", ".xml"),
    "fcp7": ("Timeline (Premiere, Final Cut 7)", ".xml"),
    "edl": ("Timeline (EDL)", ".edl"),
    "sheet": ("Storyboard", ".jpg"),
    "report": ("Self-check report", ".json"),
    "manifest": ("Where it came from", ".json"),
    "thumbnail": ("Poster", ".jpg"),
}
"""Part of a film -> its title for people, and how its file ends."""


@table.get("/api/projects/{id}/export", gives=views.FilmView)
async def export(ask: Ask) -> views.FilmView:
    """The finished film, its self-check and everything beside it; or why there is none yet."""
    here = await drawn(ask, ask.path["id"])
    try:
        film = await ask.studio.delivery(ask.person, ask.path["id"])
    except NotReady as error:
        return views.FilmView(ready=False, reason=reason(error))
    take = here.film()
    return _view(here, film, take) if take else views.FilmView(ready=False, reason="There is no film yet.")


@table.get("/api/projects/{id}/download-video", query=taken.DownloadAsked, stream="video/mp4")
async def download(ask: Ask) -> web.StreamResponse:
    """The film as an attachment, whole or by ranges (R37, R39)."""
    film = await ask.studio.delivery(ask.person, ask.path["id"], ask.query.variant)
    answer = sent(film.path, film.mime, name=file_name(film.title, ".mp4"))
    answer.headers["X-Content-SHA256"] = film.sha256
    return answer


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
        path = film.parts.get(key)
        title, ending = ENDINGS.get(key, (key.replace("_", " "), f".{key}"))
        if path is not None and path.is_file():
            url = here.url(sha, name=file_name(film.title, ending))
            found.append(views.FileView(key, title, url, path.stat().st_size))
    return sorted(found, key=lambda one: list(ENDINGS).index(one.name) if one.name in ENDINGS else 99)
