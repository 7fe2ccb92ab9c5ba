"""Resources: a person's films as things a client can list and read, without the films' bytes."""

from __future__ import annotations

import json
import re
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from core.errors import NotFound
from mcp_server import views
from mcp_server.tools import Desk

SCHEME = "video-story://projects/"
MOST = 50
"""Projects on a page."""

URI = re.compile(re.escape(SCHEME) + r"(p_[0-9a-z]{10})(/project|/script|)")
"""Of one part of one film."""

_PARTS = {"": "How it stands", "/project": "Characters, sets and shots", "/script": "The spoken lines"}


async def listed(desk: Desk, cursor: str = "") -> ListResourcesResult:
    """A page of the person's films, the newest first. Raises MCPError for a cursor that we never gave."""
    try:
        found = await desk.studio.projects(desk.person, limit=MOST + 1, after=cursor)
    except NotFound:
        raise MCPError(INVALID_PARAMS, "There is no such cursor. List from the beginning.") from None
    cards = found[:MOST]
    rows = [
        Resource(uri=SCHEME + card.id, name=card.title or card.source[:60], mime_type="application/json")
        for card in cards
    ]
    return ListResourcesResult(resources=rows, next_cursor=cards[-1].id if len(found) > MOST else None)


async def templates(ctx: Any, params: Any) -> ListResourceTemplatesResult:
    """What can be read of every film."""
    rows = [
        ResourceTemplate(uri_template=f"{SCHEME}{{project_id}}{part}", name=words, mime_type="application/json")
        for part, words in _PARTS.items()
    ]
    return ListResourceTemplatesResult(resource_templates=rows)


async def read(desk: Desk, uri: str) -> ReadResourceResult:
    """One part of one film. Raises MCPError for anything that is not there for this person."""
    found = URI.fullmatch(uri)
    try:
        if found is None:
            raise NotFound(f"There is no resource {uri[:120]!r}.", next_step=f"List them, or read {SCHEME}p_….")
        text = await _text(desk, *found.groups())
    except NotFound as missing:
        raise MCPError(INVALID_PARAMS, str(missing), {"uri": uri[:200]}) from None
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type="application/json", text=text)])


async def _text(desk: Desk, project_id: str, part: str) -> str:
    if part == "":
        return views.status_view(await desk.studio.standing(desk.person, project_id)).compact()
    story = await desk.studio.story(desk.person, project_id)
    if part == "/project":
        return views.project_view(story).compact()
    names = {entity.id: entity.name for entity in story.entities}
    lines = [{"who": names.get(line.speaker or "", "narrator"), "says": line.text} for line in story.segments]
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
