"""The table of the API: each row is a path, what it takes, what it gives, and the handler that does it.

The routes and the OpenAPI document are both made from it, so that neither says what the other does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypedDict, Unpack

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from core.errors import BadInput
from core.settings import Settings
from core.studio import Studio
from web.problems import TooLarge, WrongType

STUDIO = web.AppKey("studio", Studio)
SETTINGS = web.AppKey("settings", Settings)
PERSON = web.RequestKey("person", str)
"""Who is signed in."""

MAX_JSON = 4_500_000
"""Bytes of a JSON body: a story may have 4 MB."""


class Taken(BaseModel):
    """What a request brings: nothing that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that was read: who asks, for what, and what they bring."""

    request: web.Request
    studio: Studio
    settings: Settings
    person: str
    """Empty on public paths when nobody is signed in."""
    path: Mapping[str, str]
    query: Any = None
    body: Any = None


Work = Callable[[Ask], Awaitable[Any]]


class Facts(TypedDict, total=False):
    """What a row may say."""

    gives: Any
    status: int
    also: Mapping[str, Any]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    files: str
    stream: str
    public: bool
    fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row."""

    method: str
    path: str
    work: Work
    gives: Any = None
    """The type of the answer; None answers 204."""
    status: int = 200
    also: Mapping[str, Any] = field(default_factory=dict)
    """Further status codes -> the type of their answer."""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    files: str = ""
    """Name of the form field that carries files."""
    stream: str = ""
    """Media type of an answer that the handler builds itself."""
    public: bool = False
    """Whether strangers may ask."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Parts of the path that this row stands for."""

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.work.__doc__ or "").strip().partition("\n")[0]

    @property
    def safe(self) -> bool:
        """Whether it changes nothing."""
        return self.method == "GET"


KINDS: Mapping[str, str] = {"characters": "character", "sets": "set", "props": "prop"}
"""Word of the path -> kind of entity."""


class Table:
    """Rows in the order in which they were written."""

    def __init__(self) -> None:
        self.rows: list[Endpoint] = []

    def get(self, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        return self._row("GET", path, **facts)

    def post(self, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        return self._row("POST", path, **facts)

    def put(self, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        return self._row("PUT", path, **facts)

    def patch(self, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        return self._row("PATCH", path, **facts)

    def delete(self, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        return self._row("DELETE", path, **facts)

    def _row(self, method: str, path: str, **facts: Unpack[Facts]) -> Callable[[Work], Work]:
        """A path with {kind} in it becomes one row for each kind of entity (R38)."""

        def add(work: Work) -> Work:
            row = Endpoint(method, path, work, **facts)
            if "{kind}" not in path:
                self.rows.append(row)
                return work
            for word in KINDS:
                self.rows.append(replace(row, path=path.replace("{kind}", word), fixed={"kind": word}))
            return work

        return add


def handler_of(row: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The row as aiohttp calls it: read, one verb, answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        ask = Ask(
            request=request,
            studio=request.app[STUDIO],
            settings=request.app[SETTINGS],
            person=request.get(PERSON, ""),
            path={**row.fixed, **request.match_info},
            query=_query(row, request),
            body=await _body(row, request),
        )
        given = await row.work(ask)
        if isinstance(given, web.StreamResponse):
            return given
        return answer(row, request, given)

    return handle


def answer(row: Endpoint, request: web.Request, given: Any) -> web.Response:
    """What a handler gave as JSON, with an ETag where it can be asked again."""
    if row.gives is None:
        return web.Response(status=204)
    body = adapter(row.gives).dump_json(given)
    headers = {"Cache-Control": "no-store" if not row.safe else "private, no-cache"}
    if row.safe:
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        headers["ETag"] = tag
        if tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
    made = web.Response(status=row.status, body=body, content_type="application/json", headers=headers)
    if len(body) > 1_000:
        made.enable_compression()
    return made


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Reads and writes one type as JSON."""
    return TypeAdapter(kind)


def _query(row: Endpoint, request: web.Request) -> Any:
    if row.query is None:
        return None
    try:
        return row.query.model_validate(dict(request.query))
    except ValidationError as wrong:
        raise told(wrong) from None


async def _body(row: Endpoint, request: web.Request) -> Any:
    if row.body is None:
        return None
    if request.content_type != "application/json":
        raise WrongType("This needs a JSON body.", next_step="Set the header Content-Type: application/json.")
    data = await request.content.read(MAX_JSON + 1)
    while len(data) <= MAX_JSON and not request.content.at_eof():
        data += await request.content.read(MAX_JSON + 1 - len(data))
    if len(data) > MAX_JSON:
        raise TooLarge(f"A request may have {MAX_JSON / 1e6:.1f} MB.")
    try:
        return row.body.model_validate_json(data)
    except ValidationError as wrong:
        raise told(wrong) from None


def told(wrong: ValidationError) -> BadInput:
    """The first thing that cannot be used, as a sentence."""
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    words = first["msg"].removeprefix("Value error, ")
    return BadInput(f"{where}: {words}." if where else f"{words}.")
