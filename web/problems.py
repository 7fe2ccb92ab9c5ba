"""Problems: every error of the API in one shape, {"error": {code, message, hint, retryable}}."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from pydantic import TypeAdapter

from core.errors import (
    BadInput,
    Conflict,
    FailedCheck,
    NoRoom,
    NotAllowed,
    NotFound,
    NotReady,
    OverCeiling,
    StudioError,
    TooMany,
)

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in words for a person."""

    code: str
    message: str
    hint: str = ""
    """What to do next; empty when nothing is known that helps."""
    retryable: bool = False
    """Whether the same request may work a little later."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The body of every answer of 400 and above."""

    error: Problem


_SHAPE = TypeAdapter(ErrorView)

STATUS: tuple[tuple[type[StudioError], int, bool], ...] = (
    (NotFound, 404, False),
    (BadInput, 400, False),
    (NotAllowed, 403, False),
    (OverCeiling, 402, False),
    (NoRoom, 507, True),
    (TooMany, 429, True),
    (Conflict, 409, True),
    (NotReady, 409, True),
    (FailedCheck, 409, False),
    (StudioError, 503, True),
)
"""Which status each kind of error has, and whether trying again may help; the first that fits."""

_HTTP = {
    400: ("bad_input", "This request cannot be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("not_allowed_here", "This address does not answer to that method."),
    413: ("too_large", "This is larger than what is taken here."),
    415: ("wrong_type", "Send JSON (or a form with files where files are meant)."),
}


class SignInNeeded(StudioError):
    """Nobody is signed in."""


class TooLarge(StudioError):
    """More bytes than are taken."""


class WrongType(StudioError):
    """A body that is not of the kind that is wanted."""


_OWN: dict[type[StudioError], int] = {SignInNeeded: 401, TooLarge: 413, WrongType: 415}


@web.middleware
async def one_shape(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into the one shape; a fault of ours is logged and told as ours."""
    try:
        return await handler(request)
    except StudioError as error:
        return problem_of(error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code, words = _HTTP.get(error.status, ("failed", error.reason))
        answer = shaped(error.status, Problem(code, words))
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except ConnectionError:
        raise
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return shaped(500, Problem("our_fault", "Something went wrong here.", "It is in the log.", True))


def problem_of(error: StudioError) -> web.Response:
    """A designed error as an answer."""
    status, retryable = _status(error)
    code = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
    answer = shaped(status, Problem(code, error.what, error.next_step, retryable))
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def shaped(status: int, problem: Problem) -> web.Response:
    """An answer of this status with the problem in it."""
    return web.Response(
        status=status, body=_SHAPE.dump_json(ErrorView(problem)), content_type="application/json"
    )


def _status(error: StudioError) -> tuple[int, bool]:
    if type(error) in _OWN:
        return _OWN[type(error)], False
    return next((status, again) for kind, status, again in STATUS if isinstance(error, kind))
