"""What language-model services share on the way out: a row's arguments, pictures, time, lost answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from core.catalogue.models import Access, Model
from core.errors import Fault, ProviderError
from core.media.threads import Turn, in_turn
from core.providers.base import Desk, Drafting
from core.providers.drafts import draft_of
from core.providers.faults_words import sentences
from core.providers.shown import shown
from core.requests import Request, TextRequest

READ_SECONDS = 0.25
"""How often an answer that is coming in is read."""

CHARACTERS_PER_TOKEN = 4
"""About; only the progress bar counts with it."""

ONCE = httpx2.Limits(max_keepalive_connections=0)
"""A connection is never used twice: none can turn out to be closed after a question was written to it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a service may take, in seconds."""

    connect: float = 10.0
    silence: float = 120.0
    """Between two signs of life: both services send some while a model thinks (providers.md A4, B3)."""
    longest: float = 1200.0
    """For a whole answer: 64,000 tokens at 60 a second are 18 minutes."""

    def timeout(self) -> httpx2.Timeout:
        return httpx2.Timeout(self.silence, connect=self.connect)


@dataclass
class Writing:
    """Tells how far an answer is while it comes in, and what it says so far."""

    desk: Desk
    row: Model
    request: TextRequest
    _characters: int = field(default=0, init=False)
    _said: list[str] = field(default_factory=list, init=False)
    _read_at: float = field(default=0.0, init=False)

    def tell(self, words: str) -> None:
        self._characters += len(words)
        self._said.append(words)
        self._read()
        expected = (self.request.most_tokens or self._characters) * CHARACTERS_PER_TOKEN / 2
        share = min(0.95, self._characters / max(1.0, expected))
        self.desk.progress(share, f"{self.row.title} is writing")

    def _read(self) -> None:
        """Find what a person would read in it, now and then."""
        now = time.monotonic()
        if now - self._read_at >= READ_SECONDS and isinstance(self.desk, Drafting):
            self._read_at = now
            self.desk.draft(draft_of(self.request.task, "".join(self._said)))


def text_request(request: Request, row: Model) -> TextRequest:
    """The request, when the model can be asked it at all. Raises ProviderError(INVALID_INPUT)."""
    if not isinstance(request, TextRequest) or not request.prompt:
        raise _impossible(row, f"{row.title} writes documents and makes nothing else.")
    if request.images and not row.sees:
        raise _impossible(row, f"{row.title} cannot look at pictures.")
    return request


def merged(usual: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The usual arguments with a row's own in their place.

    A blank such as "$tokens" stands in one argument only: the row's, when it names one. "" leaves one out.
    """
    kept = {
        name: value
        for name, value in usual.items()
        if not (isinstance(value, str) and value.startswith("$") and wants(row, value))
    }
    return {name: value for name, value in {**kept, **row}.items() if value != ""}


def wants(arguments: Any, name: str) -> bool:
    """Whether the arguments of a row ask for a value, at any depth."""
    if isinstance(arguments, Mapping):
        return any(wants(value, name) for value in arguments.values())
    if isinstance(arguments, (list, tuple)):
        return any(wants(value, name) for value in arguments)
    return bool(arguments == name)


def filled(arguments: Any, values: Mapping[str, Any]) -> Any:
    """The arguments with every "$name" replaced by its value; one without a value is left out."""
    if isinstance(arguments, Mapping):
        made = {key: filled(value, values) for key, value in arguments.items()}
        return {key: value for key, value in made.items() if value is not None}
    if isinstance(arguments, (list, tuple)):
        return [filled(value, values) for value in arguments]
    if isinstance(arguments, str) and arguments.startswith("$") and arguments[1:] in values:
        return values[arguments[1:]]
    return arguments


async def pictures(request: TextRequest, desk: Desk, row: Model) -> list[str]:
    """The request's pictures as base64 of small JPEGs. Raises ProviderError(INVALID_INPUT)."""
    try:
        return [await in_turn(Turn.LOOKED_AT, shown, desk.path(asset)) for asset in request.images]
    except OSError as error:
        raise _impossible(row, "This picture cannot be read, so nobody can look at it.") from error


def unreachable(error: BaseException) -> bool:
    """Whether the connection was never made, so that the service surely saw nothing."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)):
            return True
        cause = cause.__cause__
    return False


def lost(row: Model, lane: Access, request_id: str) -> ProviderError:
    """The question was sent, and no answer came."""
    what = (
        f"The connection to {lane.title} was lost after the question had been sent, "
        f"so nobody knows whether {row.title} answered."
    )
    words = sentences(what, None, "Look at your account there before you ask again.")
    return ProviderError(Fault.UNKNOWN_OUTCOME, words, model=row.id, request_id=request_id)


def no_find(row: Model) -> ProviderError:
    """These services cannot be asked about an answer that was lost."""
    what = f"The program ended while {row.title} was writing, and its answer cannot be fetched again."
    words = sentences(what, None, "Look at your account there before you ask again.")
    return ProviderError(Fault.UNKNOWN_OUTCOME, words, model=row.id)


def no_check(row: Model) -> ProviderError:
    return _impossible(row, f"{row.title} answers at once; there is nothing to wait for.")


def _impossible(row: Model, what: str) -> ProviderError:
    return ProviderError(Fault.INVALID_INPUT, sentences(what, 0, ""), model=row.id, cost=0)
