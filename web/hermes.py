"""The bridge: films for programs that have nothing but HTTP, and where they fetch them from (R40).

`POST /api/hermes/projects/create-and-run`, `GET …/{id}/status`, `GET …/{id}/export`, and for paid levels
`POST …/{id}/upgrade`. Errors have the API's shape; what is not ready yet is told as a status.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any, Literal, cast

from aiohttp import web
from pydantic import Field, ValidationError

from core.errors import BadInput, NotFound, NotReady, StudioError
from core.intake import source_from_text
from core.settings import Settings
from core.story import Aspect
from core.studio import FOLDER, Brief, Links, Order, Standing, Studio, moment, numbers, shares_disk
from web.hermes_views import BridgeExport, BridgeStatus, VariantQuery, WaitQuery
from web.media import attachment, file_name, straight
from web.problems import TooLarge, WrongType, one_shape
from web.table import MAX_JSON, PERSON, SETTINGS, STUDIO, Endpoint, Facts, Taken, told

ROOT = "/api/hermes/projects"

LONGEST_WAIT = 45.0
"""Seconds that a status may be waited for; programs give up after a minute."""

DELIVER = "The task is complete only when the person has the film."

NEXT = {
    "queued": "GET status_url with ?wait=45 until the state is completed.",
    "running": "GET status_url with ?wait=45 until the state is completed.",
    "needs_input": f"Ask the person, then POST {ROOT}/{{id}}/upgrade with {{}} to go on.",
    "completed": f"GET export_url, fetch the film, give it to the person. {DELIVER}",
    "failed": f"Tell the person; POST {ROOT}/{{id}}/upgrade with {{}} tries again.",
    "cancelled": f"POST {ROOT}/{{id}}/upgrade with {{}} goes on.",
    "needs_confirmation": f"Ask the person; on yes POST {ROOT}/{{id}}/upgrade with this quote_id.",
}

FILM = FOLDER + "{project}/{variant}/{sha:[0-9a-f]{64}}.mp4"

SHAPES = {"portrait": Aspect.TALL, "landscape": Aspect.WIDE, "square": Aspect.SQUARE}


Part = Callable[[web.Application, Studio, Settings], None]


class CreateTaken(Taken):
    """A film that is wanted. Models are used by paid levels; the animatic is drawn here."""

    story: str = Field(min_length=1)
    aspect: Literal["16:9", "9:16", "1:1", "4:5", "portrait", "landscape", "square"] = "16:9"
    style: str = Field("", max_length=400)
    language: str = Field("", max_length=35)
    level: Literal["animatic", "pictures", "clips"] = "animatic"
    reference_image_model: str = Field("qwen", max_length=100)
    frame_image_model: str = Field("qwen", max_length=100)
    max_cost: Decimal = Field(Decimal(0), ge=0, le=10_000)
    idempotency_key: str = Field("", max_length=200)


class UpgradeTaken(Taken):
    """More of a film: a level, the yes to a price, or simply going on."""

    level: Literal["", "animatic", "pictures", "clips"] = ""
    shots: str = Field("", max_length=200)
    max_cost: Decimal = Field(Decimal(0), ge=0, le=10_000)
    quote_id: str = Field("", max_length=40)


def hermes_routes() -> list[web.RouteDef]:
    """The bridge's routes; the app has a guard that says who asks."""
    told: list[web.RouteDef] = [web.route(row.method, row.path, cast(Any, row.work)) for row in hermes_rows()]
    return [*told, web.get(FILM, film)]


def hermes_rows() -> tuple[Endpoint, ...]:
    """The bridge as the OpenAPI document tells it; its handlers read their requests themselves."""
    told: tuple[tuple[str, str, Any, Facts], ...] = (
        (
            *("POST", f"{ROOT}/create-and-run", create_and_run),
            {"body": CreateTaken, "gives": BridgeStatus, "status": 202, "also": {"200": BridgeStatus}},
        ),
        ("GET", f"{ROOT}/{{id}}/status", status, {"query": WaitQuery, "gives": BridgeStatus}),
        (
            *("GET", f"{ROOT}/{{id}}/export", export),
            {"query": VariantQuery, "gives": BridgeExport, "also": {"409": BridgeStatus}},
        ),
        (
            *("POST", f"{ROOT}/{{id}}/upgrade", upgrade),
            {"body": UpgradeTaken, "gives": BridgeStatus, "status": 202, "also": {"200": BridgeStatus}},
        ),
        ("POST", f"{ROOT}/{{id}}/cancel", cancel, {"gives": BridgeStatus}),
    )
    return tuple(Endpoint(method, path, work, **facts) for method, path, work, facts in told)


def mount(app: web.Application, studio: Studio, settings: Settings) -> None:
    """Add the bridge to the page's app."""
    app.router.add_routes(hermes_routes())


@contextlib.asynccontextmanager
async def serving(
    studio: Studio, settings: Settings, part: Part, place: tuple[str, int]
) -> AsyncIterator[tuple[str, int]]:
    """Only films and one other part over HTTP, without the page; gives where it listens.

    Raises BadInput when that place is taken.
    """
    app = web.Application(middlewares=[one_shape])
    app[STUDIO], app[SETTINGS] = studio, settings
    app.router.add_get(FILM, film)
    part(app, studio, settings)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, *place, reuse_address=True).start()
        host, port = runner.addresses[0][:2]
        yield str(host), int(port)
    except OSError as error:
        what = f"Nobody can listen at {place[0]}:{place[1]}: {error.strerror}."
        raise BadInput(what, next_step="Choose another port.") from error
    finally:
        await runner.cleanup()


async def create_and_run(request: web.Request) -> web.Response:
    """A new film, begun when it is free or within max_cost; the same key gives the same film again."""
    taken = await _body(request, CreateTaken)
    studio, person = request.app[STUDIO], request[PERSON]
    key = request.headers.get("Idempotency-Key", "") or taken.idempotency_key
    named = _image_models(studio, taken)
    brief = Brief(
        source_from_text(taken.story),
        aspect=SHAPES.get(taken.aspect) or Aspect(taken.aspect),
        style=taken.style,
        language=taken.language,
        level=taken.level,
        models={} if taken.level == "animatic" else named,
    )
    order = await studio.order(person, brief, key, max_cost=_micro(taken.max_cost), later=named)
    body = await _ordered(request, order)
    waiting = [card.id for card in await studio.unfetched(person) if card.id != order.project]
    if waiting:
        body["reminder"] = f"Finished and never fetched: {', '.join(waiting[:3])}. Export and deliver."
    return web.json_response(body, status=202 if order.new and order.begun else 200)


async def status(request: web.Request) -> web.Response:
    """How the film stands, at once or as soon as it has ended."""
    try:
        seconds = min(LONGEST_WAIT, max(0.0, float(request.query.get("wait", "0"))))
    except ValueError:
        raise BadInput("wait is a number of seconds.", next_step="Use ?wait=45.") from None
    studio, person, project = _asked(request)
    if seconds:
        standing = await studio.watch(person, project, seconds)
    else:
        standing = await studio.standing(person, project)
    return web.json_response(_status(request, standing))


async def export(request: web.Request) -> web.Response:
    """The export record of a finished film; how far it is while it is not."""
    studio, person, project = _asked(request)
    variant = request.query.get("variant", "original")
    try:
        handed = await studio.hand_over(person, project, variant)
    except NotReady:
        standing = await studio.standing(person, project)
        if standing.state == "completed":
            raise
        return _not_yet(_status(request, standing))
    if handed is None:
        standing = await studio.standing(person, project)
        told = {"state": "running", "message": "The smaller film is being made.", "poll_after_seconds": 5}
        return _not_yet({**_status(request, standing), **told, "next": "GET this again."})
    local = shares_disk(request.headers, request.remote or "")
    links = Links.of(request.app[SETTINGS].data_dir)
    path, until = links.address(person, project, variant, handed.film.sha256)
    record = handed.record(local=local, url=_origin(request) + path, until=until)
    fetch = "Fetch download_url, check size_bytes and sha256, give the person the film."
    return web.json_response({**record, "next": f"{fetch} {DELIVER}"})


async def upgrade(request: web.Request) -> web.Response:
    """Raise a film to a level, agree to a price, or go on."""
    taken = await _body(request, UpgradeTaken)
    studio, person, project = _asked(request)
    if taken.quote_id:
        order = await studio.agree(person, project, taken.quote_id)
    else:
        shots = numbers(taken.shots) if taken.shots else None
        order = await studio.order_upgrade(person, project, taken.level, shots, max_cost=_micro(taken.max_cost))
    return web.json_response(await _ordered(request, order), status=202 if order.begun else 200)


async def cancel(request: web.Request) -> web.Response:
    """Stop a run; what was made is kept."""
    studio, person, project = _asked(request)
    if (await studio.standing(person, project)).state in ("queued", "running", "needs_input"):
        await studio.cancel(person, project)
    return web.json_response(_status(request, await studio.standing(person, project)))


async def film(request: web.Request) -> web.StreamResponse:
    """The film's bytes by their signed address, whole or by ranges; from then on it counts as fetched."""
    studio, found = request.app[STUDIO], request.match_info
    links = Links.of(request.app[SETTINGS].data_dir)
    person = links.checked(
        found["project"], found["variant"], found["sha"], lambda name: request.query.get(name, "")
    )
    if found["variant"] == "original" and (far := await _straight(request, person)):
        return far
    handed = await studio.hand_over(person, found["project"], found["variant"])
    if handed is None or handed.film.sha256 != found["sha"]:
        raise NotFound("This film was made anew since.", next_step="Export it again for a new link.")
    if request.method == "GET":
        await studio.note_fetched(person, found["project"])
    answer = web.FileResponse(handed.path)
    answer.content_type = handed.film.mime
    answer.headers["Content-Disposition"] = attachment(handed.path.name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-SHA256"] = handed.film.sha256
    return answer


# Inside


async def _straight(request: web.Request, person: str) -> web.Response | None:
    """The way to the film in the object store, where there is one and the link is to the film as it is now."""
    studio, project = request.app[STUDIO], request.match_info["project"]
    film = await studio.delivery(person, project, needed="nothing")
    if film.sha256 != request.match_info["sha"]:
        return None
    answer = await straight(request, person, project, film.sha256, file_name(film.title, ".mp4"))
    if answer is not None:
        answer.headers["X-Content-SHA256"] = film.sha256
        if request.method == "GET":
            await studio.note_fetched(person, project)
    return answer


def _asked(request: web.Request) -> tuple[Studio, str, str]:
    return request.app[STUDIO], request[PERSON], request.match_info["id"]


async def _body(request: web.Request, model: type[Any]) -> Any:
    if request.content_type != "application/json":
        raise WrongType("This needs a JSON body.", next_step="Set the header Content-Type: application/json.")
    data = b""
    while chunk := await request.content.read(MAX_JSON + 1 - len(data)):
        data += chunk
        if len(data) > MAX_JSON:
            raise TooLarge(f"A request may have {MAX_JSON / 1e6:.1f} MB.")
    try:
        return model.model_validate_json(data)
    except ValidationError as wrong:
        unknown = [str(one["loc"][0]) for one in wrong.errors() if one["type"] == "extra_forbidden"]
        what = f"There is no field {unknown[0]!r}." if unknown else told(wrong).what
        raise BadInput(what, next_step=f"It takes: {', '.join(model.model_fields)}.") from None


def _image_models(studio: Studio, taken: CreateTaken) -> dict[str, str]:
    """The models for paid levels; one that cannot be used now gives way, unless it is needed now."""
    found: dict[str, str] = {}
    for field, name in (("reference_image_model", "refs"), ("frame_image_model", "frames")):
        try:
            found |= studio.image_models(**{"refs": "", "frames": "", name: getattr(taken, field)})
        except StudioError:
            if field in taken.model_fields_set and taken.level != "animatic":
                raise
    return found


async def _ordered(request: web.Request, order: Order) -> dict[str, Any]:
    studio, person = request.app[STUDIO], request[PERSON]
    body = _status(request, await studio.standing(person, order.project))
    if order.begun:
        return body
    price = {"quote_id": order.quote_id, "low_usd": order.low / 1e6, "high_usd": order.high / 1e6}
    message = f"Nothing was spent. This costs at most ${order.high / 1e6:.2f}."
    told = {"state": "needs_confirmation", "message": message, "expires_at": moment(order.expires_at)}
    return {**body, **told, **price, "next": NEXT["needs_confirmation"].replace("{id}", order.project)}


def _status(request: web.Request, standing: Standing) -> dict[str, Any]:
    here = f"{_origin(request)}{ROOT}/{standing.project}"
    done = standing.state == "completed"
    found = {
        "project_id": standing.project,
        "state": standing.state,
        "stage": standing.stage,
        "progress": standing.progress,
        "message": standing.message,
        "note": standing.note,
        "eta_seconds": None if standing.seconds_left is None else round(standing.seconds_left),
        "cost_so_far": standing.cost / 1e6,
        "poll_after_seconds": standing.poll_after,
        "status_url": f"{here}/status",
        "export_url": f"{here}/export" if done else None,
        "delivery_required": True if done else None,
        "export_fetched_at": moment(standing.fetched_at),
        "next": NEXT[standing.state].replace("{id}", standing.project),
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _not_yet(body: dict[str, Any]) -> web.Response:
    again = str(body.get("poll_after_seconds", 5))
    return web.json_response(body, status=409, headers={"Retry-After": again})


def _origin(request: web.Request) -> str:
    return request.app[SETTINGS].public_base_url.rstrip("/") or str(request.url.origin())


def _micro(dollars: Decimal) -> int:
    return int(dollars * 1_000_000)
