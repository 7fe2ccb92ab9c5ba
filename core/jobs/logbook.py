"""The logbook: events of a project as lines a person can read (R21, R22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.jobs.ledger import dollars
from core.store import events
from core.store.events import Event

RECENT = 40
"""Lines that a status shows."""

KINDS = ("job", "refused", "money", "over_ceiling", "overcharged", "take_selected", "run_paused", "run_stopped")
"""Events that make a line."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line about one slot, or about the run when `slot` is empty."""

    id: int
    """The event's id."""
    at: datetime | None
    slot: str
    job: str
    words: str


async def recent(
    db: AsyncConnection, project_id: str, *, slot: str = "", limit: int = RECENT
) -> tuple[LogLine, ...]:
    """The newest lines of a project or of one slot, oldest first."""
    found = await events.newest(db, project_id, KINDS, slot=slot, limit=limit)
    return lines(found)


def lines(found: Iterable[Event]) -> tuple[LogLine, ...]:
    """Those of the events that make a line."""
    return tuple(_line(event) for event in found if event.kind in KINDS)


def _line(event: Event) -> LogLine:
    slot, job = str(event.data.get("slot", "")), str(event.data.get("job", ""))
    return LogLine(event.id, event.at, slot, job, _words(event.kind, event.data))


def _words(kind: str, data: Mapping[str, Any]) -> str:
    if kind == "job":
        return _job(data)
    if kind == "refused":
        following = f"; next: {data['next']}" if data["next"] else "; nobody else is left"
        return f"{data['model']} {data['rule']}: {data['message']} ({dollars(data['cost'])}){following}"
    if kind == "money":
        return f"{_MONEY[data['entry']]} {dollars(data['amount'])}"
    if kind == "overcharged":
        return f"{data['model']} charged {dollars(data['amount'])}, only {dollars(data['held'])} were held"
    if kind == "take_selected":
        return f"take {data['take']} is in use"
    return str(data.get("note", "")) or kind.replace("_", " ")


_MONEY = {"hold": "held", "capture": "paid", "release": "given back"}

_STATES = {
    "waiting": "waits for {model}",
    "submitting": "is being sent to {model}",
    "running": "{model} works on it",
    "finishing": "{model} has made it; it is being checked and stored",
    "done": "done by {model}",
    "failed": "failed",
    "cancelled": "cancelled",
    "unknown": "nobody knows whether {model} made it",
}


def _job(data: Mapping[str, Any]) -> str:
    words = _STATES[data["state"]].format(model=data["model"])
    attempt = f", attempt {data['attempt']}" if data["attempt"] > 1 else ""
    return f"{words}{attempt}" + (f": {data['error']}" if data.get("error") else "")
