"""Every method and every tool with somebody else's ids: as if there were no such thing (R38, R39)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from agents_at_work import House, bearer
from kept_rows import rows_of

from core.intake import source_from_text
from core.settings import Settings
from core.store import facts
from core.studio import Brief, Studio
from mcp_server.server import build
from mcp_server.table import TOOLS

STRANGER = "tg:2"
NOW = "2026-07-28"
ROOT = "video-story://projects/"

OF_NOTHING: Mapping[str, str] = {
    "ping": "asks for nothing",
    "server/discover": "what the server is",
    "resources/list": "one's own films (test_http.py)",
    "resources/templates/list": "the same for everybody",
    "tools/list": "the same for everybody",
    "prompts/list": "the same for everybody",
    "resources/subscribe": "of the handshake's era, tried in test_notices.py",
    "resources/unsubscribe": "of the handshake's era, tried in test_notices.py",
    "subscriptions/listen": "an answer without end, tried in test_notices.py",
    "logging/setLevel": "a connection's own",
}
"""Methods that name nothing of anybody's."""

METHODS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "resources/read": tuple({"uri": f"{ROOT}{{project}}{part}"} for part in ("", "/project", "/script")),
    "tasks/get": ({"taskId": "{project}"},),
    "tasks/update": ({"taskId": "{project}", "inputResponses": {}},),
    "tasks/cancel": ({"taskId": "{project}"},),
    "prompts/get": ({"name": "bring_film", "arguments": {"project_id": "{project}"}},),
    "completion/complete": tuple(
        {
            "ref": {"type": "ref/prompt", "name": "bring_film"},
            "argument": {"name": "project_id", "value": value},
        }
        for value in ("{project}", "{title}", "p_")
    ),
}
"""Method -> what a stranger may send."""

CALLS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "upgrade": (
        {"project_id": "{project}"},
        {"project_id": "{project}", "level": "clips", "max_cost": 100},
        {"project_id": "{project}", "quote_id": "{quote}"},
        {"project_id": "{own}", "quote_id": "{quote}"},
        *({"project_id": "{project}", "outcome": one} for one in ("look", "made", "not_made")),
        {"project_id": "{own}", "outcome": "not_made:{job}"},
    ),
    "regenerate": (
        {"project_id": "{project}", "what": "frame:1"},
        {"project_id": "{project}", "what": "film", "idempotency_key": "{key}"},
        {"project_id": "{own}", "what": "reference:{entity}"},
        {"project_id": "{own}", "what": "frame:1", "idempotency_key": "{key}"},
    ),
    "estimate_cost": ({"project_id": "{project}"},),
    "wait": ({"project_id": "{project}", "seconds": 0},),
    "get_status": ({"project_id": "{project}"}, {"project_id": "{project}", "detail": "full"}),
    "export": ({"project_id": "{project}"}, {"project_id": "{project}", "variant": "chat"}),
    "list_projects": ({"cursor": "{project}"}, {"cursor": "{project}", "put_away": "yes"}),
    "get_project": ({"project_id": "{project}"},),
    "add_guide_images": (
        {"project_id": "{project}", "name": "Ana", "images": ["https://a.example/a"]},
        {"project_id": "{own}", "name": "{entity}", "images": ["{path}"]},
    ),
    "edit_project": (
        {"project_id": "{project}", "put_away": "yes"},
        {"project_id": "{project}", "style": "ink", "style_picture": "https://a.example/a"},
        {"project_id": "{own}", "style_picture": "{path}"},
    ),
    "cancel": ({"project_id": "{project}"},),
}
"""Tool -> what a stranger may send; {own} is a film of their own."""

NAMES = {
    *("project_id", "quote_id", "what", "cursor", "name", "images", "style_picture", "idempotency_key"),
    "outcome",
}
"""Arguments that name something of somebody's."""

PLAIN = {
    *("story", "level", "aspect", "style", "language", "max_cost", "shots", "prompt", "model"),
    *("detail", "seconds", "variant", "limit", "about", "put_away"),
}
"""Arguments that name nothing of anybody's."""

APART = {("create_and_run", "idempotency_key"): "makes a film; tried alone below"}


def test_every_method_and_argument_is_tried_here(studio: Studio, settings: Settings) -> None:
    """A new method, tool or argument names nothing of anybody's, or has its calls above."""
    assert set(build(studio, settings)._request_handlers) == {*OF_NOTHING, *METHODS, "tools/call"}
    taken = {(name, field) for name, tool in TOOLS.items() for field in tool.takes.model_fields}
    assert {field for _, field in taken} == NAMES | PLAIN
    tried = {(name, field) for name, calls in CALLS.items() for call in calls for field in call}
    assert {one for one in taken if one[1] in NAMES} <= tried | APART.keys()


async def test_foreign_ids_are_answered_as_ids_that_are_nowhere(house: House, film: str) -> None:
    foreign, nowhere = await _ids(house, film)
    before = await rows_of(house.studio._database, [film])
    wrong = []
    async with bearer(await house.studio.new_token(STRANGER, "agent")) as http:
        for method, params in _asked():
            said = await _said(http, house.address, method, _filled(params, foreign))
            nothing = await _said(http, house.address, method, _filled(params, nowhere))
            if _bare(said, foreign) != _bare(nothing, nowhere):
                wrong.append(f"{method} {params}: {said} and for nothing: {nothing}")
    assert not wrong, "\n".join(wrong)
    assert await rows_of(house.studio._database, [film]) == before


async def test_the_same_key_of_two_people_makes_two_films(house: House, film: str) -> None:
    told = {"story": "Ana waits on the pier.", "idempotency_key": "film"}
    async with house.agent() as owner, house.agent(STRANGER) as stranger:
        mine = (await owner.call("create_and_run", **told))["project_id"]
        theirs = (await stranger.call("create_and_run", **told))["project_id"]
        assert mine != theirs
        await owner.call("cancel", project_id=mine)
        await stranger.call("cancel", project_id=theirs)


async def _ids(house: House, film: str) -> tuple[dict[str, str], dict[str, str]]:
    """The owner's, and the same of nothing."""
    story = await house.studio.story("local", film)
    own = await house.studio.create(STRANGER, Brief(source_from_text("Tom rows home.")))
    action = {"verb": "start"}
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    order = {"project": film, "action": action, "low": 0, "high": 5, "expires_at": until}
    async with house.studio._database.write() as db:
        await facts.remember(db, "order:q_1111111111", order)
    frame = next(iter(story.takes.values())).asset
    path = str((await house.studio.media("local", film, frame)).path)
    entity = story.entities[0].name
    job = (await house.studio.jobs("local", film))[0].id
    names = {"project": film, "quote": "q_1111111111", "entity": entity, "path": path}
    foreign = {**names, "key": "theirs-1", "job": job}
    absent = {
        "project": "p_0000000000",
        "quote": "q_0000000000",
        "entity": "Zzq",
        "path": "/none",
        "key": "theirs-2",
        "job": "j_0000000000",
    }
    title = story.project.title or "Ana"
    return {**foreign, "own": own.id, "title": title}, {**absent, "own": own.id, "title": "Nothing at all"}


def _asked() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for method, many in METHODS.items():
        for params in many:
            yield method, params
    for tool, calls in CALLS.items():
        for given in calls:
            yield "tools/call", {"name": tool, "arguments": given}


def _filled(params: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(params, str):
        return params.format(**ids)
    if isinstance(params, Mapping):
        return {name: _filled(value, ids) for name, value in params.items()}
    return [_filled(one, ids) for one in params] if isinstance(params, list) else params


async def _said(http: httpx2.AsyncClient, address: str, method: str, params: Mapping[str, Any]) -> str:
    """One request of the stateless era, and its answer as it stands on the wire."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": NOW,
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "0"},
        "io.modelcontextprotocol/clientCapabilities": {"extensions": {"io.modelcontextprotocol/tasks": {}}},
    }
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": NOW,
        "Mcp-Method": method,
    }
    named = params.get("name") or params.get("taskId") or params.get("uri")
    if named and method in ("tools/call", "prompts/get", "resources/read"):
        headers["Mcp-Name"] = named
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
    answer = await http.post(f"{address}/mcp", json=body, headers=headers)
    return json.dumps(answer.json() if "json" in answer.headers["content-type"] else answer.text)


def _bare(said: str, ids: Mapping[str, str]) -> str:
    for name, one in ids.items():
        said = said.replace(one, f"<{name}>") if len(one) > 2 else said
    return said
