"""The page's server: routes, middlewares, and how it runs beside the other parts of `serve`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from core.errors import BadInput
from core.settings import Settings
from core.studio import Studio
from web import events, guard, hermes, login, media, openapi, pace, problems, signin, tending
from web.api import account, entities, film, money, projects, runs, shots
from web.shell import SHELL, Shell
from web.table import SETTINGS, STUDIO, Endpoint, handler_of

ROWS: tuple[Endpoint, ...] = tuple(
    row
    for module in (signin, login, projects, runs, money, film, entities, shots, account)
    for row in module.table.rows
)
"""Every path of the API, in one table."""

MOST_UPDATE = 1_000_000
"""Bytes of one update; Telegram's have some kB."""

Part = Callable[[web.Application, Studio, Settings], None]
"""Adds routes of another face. Under /api/ and /mcp only those get in whom `studio.who` knows by their token,
and errors of the Studio are turned into the shape of the API."""


def create_app(studio: Studio, settings: Settings, parts: Sequence[Part] = ()) -> web.Application:
    """The page, its API and whatever `parts` add."""
    chain: list[Middleware] = [problems.one_shape, guard.right_host, pace.not_too_often, guard.signed_in]
    app = web.Application(middlewares=chain, client_max_size=0)
    app[STUDIO], app[SETTINGS] = studio, settings
    app[media.SIGNER] = media.Signer.of(settings.data_dir)
    app[media.AT_ONCE] = asyncio.Semaphore(2)
    app[SHELL] = Shell()
    app[pace.SIGN_INS] = pace.Pace(settings.sign_in_per_minute)
    app[events.STREAMS] = events.Streams()
    app[guard.PUBLIC] = {(row.method, row.path) for row in ROWS if row.public}
    app[guard.PUBLIC].add(("GET", "/api/openapi.json"))
    app.router.add_routes(_api(ROWS))
    app.router.add_get("/api/openapi.json", _openapi)
    app.router.add_get("/m/{project}/{sha}", media.media)
    app.router.add_get("/m/{project}/{sha}/package", film.signed_package)
    app.router.add_get("/link/{secret}", signin.link_page)
    app.router.add_post("/link/{secret}", signin.link_taken)
    for part in (hermes.mount, tending.mount, *parts):
        part(app, studio, settings)
    app.router.add_routes(app[SHELL].routes())
    app.on_shutdown.append(_end_streams)
    app.on_response_prepare.append(guard.say_headers)
    return app


def telegram_webhook(webhook: Callable[[], Any]) -> Part:
    """Where Telegram brings its updates; `webhook` gives what takes them, None while the chat is not there."""

    async def take(request: web.Request) -> web.Response:
        taker = webhook()
        if taker is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        body = await request.content.read(MOST_UPDATE + 1)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return web.Response(status=await taker.take(secret, body))

    def mount(app: web.Application, studio: Studio, settings: Settings) -> None:
        app.router.add_post("/telegram", take)

    return mount


@contextlib.asynccontextmanager
async def running(
    studio: Studio, settings: Settings, parts: Sequence[Part] = ()
) -> AsyncIterator[tuple[str, int]]:
    """Listen at WEB_HOST and WEB_PORT; gives where. Raises BadInput when that place is taken."""
    app = create_app(studio, settings, parts)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.web_host, settings.web_port, reuse_address=True)
        try:
            await site.start()
        except OSError as error:
            raise BadInput(
                f"Nobody can listen at {settings.web_host}:{settings.web_port}: {error.strerror}.",
                next_step="Choose another port with --port or WEB_PORT.",
            ) from error
        host, port = runner.addresses[0][:2]
        yield str(host), int(port)
    finally:
        app[tending.STOPPING]["now"] = True
        await runner.cleanup()


def _api(rows: Iterable[Endpoint]) -> list[web.RouteDef]:
    """aiohttp takes the first route that fits, so paths without parameters come first."""
    ordered = sorted(rows, key=lambda row: row.path.count("{"))
    return [web.route(row.method, row.path, handler_of(row)) for row in ordered]


async def _openapi(request: web.Request) -> web.Response:
    body = openapi.as_json((*ROWS, *hermes.hermes_rows()), request.app[SETTINGS])
    answer = web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-cache"})
    answer.enable_compression()
    return answer


async def _end_streams(app: web.Application) -> None:
    """Streams never end by themselves."""
    streams = list(app[events.STREAMS].tasks)
    for task in streams:
        task.cancel()
    if streams:
        await asyncio.wait(streams, timeout=2.0)
