"""The download address of a film for a caller, when there is a server that would answer at it."""

from __future__ import annotations

from datetime import datetime

from core.settings import Settings
from core.studio import Handed, Links
from mcp_server.callers import Caller


def link_of(settings: Settings, caller: Caller, handed: Handed) -> tuple[str, datetime | None]:
    """The address and until when it is good; "" for a caller that reaches us by no address."""
    if not caller.origin:
        return "", None
    path, until = Links.of(settings.data_dir).address(
        caller.person, handed.project, handed.variant, handed.film.sha256
    )
    return caller.origin + path, until
