"""An answer in place of the work, in the words of the real Bot API."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """`{"ok": false, …}` with the HTTP status equal to the error code."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters

    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(words: str) -> Refusal:
    """400 with the words after "Bad Request: "."""
    return Refusal(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refusal:
    """403 with the words after "Forbidden: "."""
    return Refusal(403, f"Forbidden: {words}")


def conflict(words: str) -> Refusal:
    """409 with the words after "Conflict: "."""
    return Refusal(409, f"Conflict: {words}")


def too_many(seconds: float) -> Refusal:
    """429 that asks for so many seconds of silence (a whole number on the real service)."""
    return Refusal(429, f"Too Many Requests: retry after {seconds:g}", retry_after=seconds)
