"""Strangers and other people: every route there is refuses them, or says why it is for everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from house import House
from kept_rows import rows_of

from core.story import Slot, SlotKind
from web.app import ROWS, create_app
from web.table import Endpoint

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHERS = "tg:77"

SHAPE = {"code", "message", "hint", "retryable"}

FOR_EVERYBODY: Mapping[str, str] = {
    "/": "the shell, which holds nothing",
    "/p/{id}": "the shell",
    "/p/{id}/{view}": "the shell",
    "/s/{version}/{name}": "the shell's files",
    "/sw.js": "the shell's files",
    "/offline.html": "the shell's files",
    "/signin.css": "the shell's files",
    "/manifest.webmanifest": "the shell's files",
    "/favicon.ico": "the shell's files",
    "/api/openapi.json": "what the API is",
    "/healthz": "whether it is there, for a load balancer",
    "/readyz": "whether it is ready, for a load balancer",
    "/metrics": "figures behind a token of their own",
    "/link/{secret}": "a secret that works once is in the address",
    "/m/{project}/{sha}": "a signature is in the address",
    "/m/{project}/{sha}/package": "a signature is in the address",
    "/films/{project}/{variant}/{sha}.mp4": "a signature is in the address",
}
"""Routes outside the table that ask nobody who they are, each with what stands for a name."""

BY_TOKEN = "/api/hermes/"
"""The bridge's routes, refused in the tests below as those of the table are."""

_BODIES: Mapping[str, Any] = {
    "FieldsTaken": {"fields": {"name": "X"}},
    "SlotTaken": {"kind": "frame", "target": "sh_0000000000"},
    "StepTaken": {"step": "refs"},
    "OrderTaken": {"ids": []},
    "OfferTaken": {"key": "raise:1"},
    "SettleTaken": {"happened": True},
}


async def test_every_route_is_in_the_table_or_for_everybody_for_a_reason(house: House) -> None:
    app = create_app(house.studio, house.settings)
    paths = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    left = paths - {row.path for row in ROWS} - set(FOR_EVERYBODY)
    bridge = {path for path in left if path.startswith(BY_TOKEN)}
    assert left - bridge == set()
    assert {path for path in bridge if "/projects/{id}" not in path} == {f"{BY_TOKEN}projects/create-and-run"}


async def test_every_path_is_shut_for_strangers(house: House, film: str) -> None:
    ids = await _ids(house, film)
    asked = [(row.method, _path(row, ids), _given(row)) for row in ROWS if not row.public]
    asked += [(method, path, {"json": {}}) for method, path in _bridge(house, film)]
    wrong = []
    async with house.visit() as stranger:
        for method, path, given in asked:
            async with stranger.request(method, path, **given) as answer:
                told = await answer.json()
                if answer.status != 401 or set(told["error"]) != SHAPE:
                    wrong.append(f"{method} {path} {answer.status} {told}")
    assert not wrong


async def test_every_path_of_a_film_is_not_there_for_other_people(house: House, film: str) -> None:
    """R38, R39: 404, word for word as if it did not exist; nothing of it changes."""
    ids = await _ids(house, film)
    nowhere = {kind: f"{one.partition('_')[0]}_0000000000" for kind, one in ids.items()}
    before = await rows_of(house.studio._database, [film])
    wrong = []
    async with house.visit(OTHERS) as client:
        for foreign, nothing in zip(_of_films(house, ids), _of_films(house, nowhere), strict=True):
            said = await _answer(client, *foreign)
            if said != await _answer(client, *nothing) or not said.startswith("404"):
                wrong.append(f"{foreign}: {said}")
        async with client.get("/api/projects") as answer:
            assert await answer.json() == []
    assert not wrong, "\n".join(wrong)
    assert await rows_of(house.studio._database, [film]) == before


async def test_other_peoples_pictures_cannot_be_sent_along(house: House, film: str) -> None:
    """R13: a picture that a person names has to be theirs."""
    story = await house.studio.story("local", film)
    theirs = await house.film(OTHERS, "A fox slept in the snow.\n\nThe wolf sang to the fox all night.")
    mine = await house.studio.story(OTHERS, theirs)
    frame = story.takes[Slot(SlotKind.FRAME, story.shots[0].id)].asset
    assert frame not in {take.asset for take in mine.takes.values()}
    given = {"references": [frame], "max_cost": 0}
    async with house.visit(OTHERS) as client:
        path = f"/api/shots/{mine.shots[0].id}/generate-advanced"
        async with client.post(path, json=given) as answer:
            assert answer.status == 404


def _of_films(house: House, ids: Mapping[str, str]) -> list[tuple[str, str]]:
    """Method and path of every route that names a film or a part of one."""
    film = ids["projects"]
    table = [(row.method, _path(row, ids)) for row in ROWS if not row.public and "{id}" in row.path]
    return [*table, *_bridge(house, film), ("GET", f"/api/voices?project={film}")]


async def _answer(client: aiohttp.ClientSession, method: str, path: str) -> str:
    """What a route says, whichever id was asked for."""
    where = path.partition("?")[0]
    row = next(
        (row for row in ROWS if row.method == method and re.fullmatch(_ID.sub("[^/]+", row.path), where)), None
    )
    async with client.request(method, path, **({"json": {}} if row is None else _given(row))) as answer:
        told = await answer.json()
        assert set(told["error"]) == SHAPE
        return f"{answer.status} {_MADE.sub('<id>', repr(told))}"


_ID, _MADE = re.compile(r"\{[a-z]+\}"), re.compile(r"\b[a-z]{1,2}_[0-9a-z]{10}\b")


async def _ids(house: House, film: str) -> dict[str, str]:
    story = await house.studio.story("local", film)
    kinds = {f"{one.kind.value}s": one.id for one in story.entities}
    return {
        **kinds,
        "shots": story.shots[0].id,
        "takes": next(take.id for take in story.takes.values()),
        "jobs": (await house.studio.jobs("local", film))[0].id,
        "projects": film,
        "guide-images": "g_0000000000",
        "account": "k_0000000000",
    }


def _path(row: Endpoint, ids: Mapping[str, str]) -> str:
    return row.path.replace("{id}", ids[row.path.split("/")[2]]) if "{id}" in row.path else row.path


def _given(row: Endpoint) -> dict[str, Any]:
    if row.files:
        form = aiohttp.FormData()
        form.add_field(row.files, b"x", filename="x.png")
        return {"data": form}
    if row.body is not None:
        return {"json": _BODIES.get(row.body.__name__, {})}
    asked = row.path.endswith(("/takes", "/log"))
    return {"params": {"kind": "frame", "target": "sh_0000000000"}} if asked else {}


def _bridge(house: House, film: str) -> list[tuple[str, str]]:
    app = create_app(house.studio, house.settings)
    return sorted(
        (route.method, route.resource.canonical.replace("{id}", film))
        for route in app.router.routes()
        if route.resource is not None and "/hermes/projects/{id}" in route.resource.canonical
        if route.method != "HEAD"
    )
