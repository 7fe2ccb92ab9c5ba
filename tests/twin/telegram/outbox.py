"""Everything the bot asked of Telegram, in the order of arrival: the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HARMLESS = ("message is not modified",)
"""Refusals that a correct bot earns now and then (telegram.md 2.6)."""


@dataclass(slots=True)
class Sent:
    """One request and its answer."""

    number: int
    at: float
    """Seconds since the server opened."""
    method: str
    """In Telegram's spelling: "sendMessage"."""
    params: dict[str, Any] = field(default_factory=dict)
    """JSON read; files as "<name, n bytes>"."""
    chat: int = 0
    status: int = 0
    """HTTP status; 0 when nothing was answered."""
    description: str = ""
    """Of a refusal."""
    fault: str = ""
    """The armed fault that struck."""
    result: Any = None
    seconds: float = 0.0
    """How long the answer took."""


class Outbox:
    """All requests, getUpdates apart: those are counted in `polls`."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.polls = 0

    def __iter__(self) -> Iterator[Sent]:
        return iter(self.sent)

    def __len__(self) -> int:
        return len(self.sent)

    def open(self, at: float, method: str) -> Sent:
        sent = Sent(len(self.sent) + self.polls + 1, at, method)
        if method == "getUpdates":
            self.polls += 1
        else:
            self.sent.append(sent)
        return sent

    def select(self, method: str = "", chat: int = 0, status: int = 0, fault: str = "") -> list[Sent]:
        """The requests that match everything named, in order."""
        asked = {"method": method, "chat": chat, "status": status, "fault": fault}
        wanted = {name: value for name, value in asked.items() if value}
        return [one for one in self.sent if all(getattr(one, name) == wanted[name] for name in wanted)]

    def refused(self) -> list[Sent]:
        """Requests that earned a refusal of their own: no armed fault, nothing harmless."""
        return [
            one
            for one in self.sent
            if one.status >= 400 and not one.fault and not any(word in one.description for word in HARMLESS)
        ]

    def of(self, *methods: str) -> list[str]:
        """The names of the calls in order; only of these methods when any are named."""
        return [one.method for one in self.sent if not methods or one.method in methods]
