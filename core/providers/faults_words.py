"""Why a language model's service said no: its statuses and words as a table, and the sentences for people.

Rows are read from the top; the first that fits stands. Sources: providers.md A5, B4, G5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.catalogue.models import Access, Model
from core.errors import Fault, ProviderError

LONGEST_WAIT = 120.0
"""Seconds we wait at most; a service that wants more is simply asked again then, which is free."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a service answered instead of a document."""

    status: int = 0
    """HTTP status; 0 when it came in the middle of an answer and named none."""
    kind: str = ""
    """Its own word for it: `metadata.error_type`, `error.type`, an availability code."""
    message: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """By what a fault is known, and what the person is told."""

    fault: Fault
    says: str
    """What happened; {title} is the model, {service} who serves it, {key} its key's setting, {why} a reason."""
    then: str
    """What to do next."""
    status: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""
    """A pattern in the service's message."""
    told: str = ""
    """A name that has to be in the metadata; its value is {why}."""

    def fits(self, refusal: Refusal) -> bool:
        """Whether everything that the row names is so."""
        return (
            (not self.status or refusal.status in self.status)
            and (not self.kinds or refusal.kind in self.kinds)
            and (not self.words or re.search(self.words, refusal.message, re.IGNORECASE) is not None)
            and (not self.told or self.told in refusal.metadata)
        )


_CHANGE = "Change the passage in question, or choose another model."
_WAIT = "When another try does not help, choose another model."
_CREDIT = "There is no credit left at {service}.", "Add credit there, or choose another model."
_LONG = (
    "This text is too long for {title} at once.",
    "Choose a model that takes longer texts, or give its row smaller parts.",
)
_GONE = "{service} does not offer {title} at present.", "Choose another model: video-story models."
_BUSY = "{service} cannot answer just now.", _WAIT
_SLOWER = "{service} asks us to go slower.", _WAIT
_RIGHT = "The key in {key} may not use {title}.", "Give the key that right, or choose another model."
_ORDERS = (
    "{service} took a passage of this text for an attempt to give the model orders ({why}).",
    "Rephrase the passage, or choose another model.",
)
_OURS = (
    "{title} did not take the request, which is a fault of ours: {why}",
    "Choose another model meanwhile.",
)

SIGNS: tuple[Sign, ...] = (
    Sign(Fault.AUTH, "{service} does not accept the key in {key}.", "See: video-story doctor", (401,)),
    Sign(Fault.MODERATION, "{title} refused this text ({why}).", _CHANGE, (403,), told="reasons"),
    Sign(Fault.MODERATION, *_ORDERS, (403,), told="patterns"),
    Sign(
        Fault.MODERATION, "{title} refused this text for what is in it.", _CHANGE,
        kinds=("content_policy_violation", "refusal", "content_filter"),
    ),
    Sign(
        Fault.QUOTA, *_CREDIT,
        kinds=(
            "payment_required", "billing_error", "contract_spend_limit_reached", "enforced_spend_limit_reached",
        ),
    ),
    Sign(Fault.QUOTA, *_CREDIT, (402,)),
    Sign(Fault.QUOTA, *_CREDIT, (400,), words=r"credit balance is too low"),
    Sign(Fault.AUTH, *_RIGHT, (403,)),
    Sign(Fault.RATE_LIMIT, *_SLOWER, (429,)),
    Sign(Fault.RATE_LIMIT, *_SLOWER, kinds=("rate_limit_error", "rate_limit_exceeded")),
    Sign(
        Fault.INVALID_INPUT, *_LONG, (400,),
        kinds=("context_length_exceeded", "max_tokens_exceeded", "request_too_large"),
    ),
    Sign(Fault.INVALID_INPUT, *_LONG, (413,)),
    Sign(
        Fault.INVALID_INPUT, "{title} cannot read this picture.", "Bring it as a JPEG or PNG.", (400,),
        kinds=("invalid_image", "image_too_large", "unsupported_image_format", "image_download_failed"),
    ),
    Sign(Fault.UNAVAILABLE, *_GONE, (404,)),
    Sign(Fault.UNAVAILABLE, *_GONE, (400,), words=r"not a valid model"),
    Sign(Fault.UNAVAILABLE, *_BUSY, (408, 409, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529)),
    Sign(
        Fault.UNAVAILABLE, *_BUSY,
        kinds=("overloaded_error", "api_error", "timeout_error", "timeout", "server_error"),
    ),
    Sign(Fault.INVALID_INPUT, *_OURS, (400, 405, 406, 415, 422)),
    Sign(Fault.UNAVAILABLE, "{service} gave an answer nobody here knows.", _WAIT),
)  # fmt: skip


_BROKEN = Sign(Fault.BAD_OUTPUT, "The answer of {title} broke off.", _WAIT)


def error_of(refusal: Refusal, row: Model, lane: Access, *, cost: int | None = 0) -> ProviderError:
    """The refusal as one of our faults, in words for a person.

    `cost` is what was charged all the same: nothing, as long as the service refused before it began. A fault
    that would be free but was charged, or may have been, is bad output: something was begun and is lost.
    """
    sign = next(sign for sign in SIGNS if sign.fits(refusal))
    if cost != 0 and sign.fault in (Fault.UNAVAILABLE, Fault.RATE_LIMIT):
        sign = _BROKEN
    names = {"title": row.title, "service": lane.title, "key": lane.key, "why": _why(refusal, sign)}
    return ProviderError(
        sign.fault,
        sentences(sign.says.format(**names), cost, sign.then.format(**names)),
        model=row.id,
        retry_after=wait_of(refusal),
        request_id=refusal.request_id,
        cost=cost,
    )


def sentences(what: str, cost: int | None, then: str) -> str:
    """What happened and what to do next. What it cost stands in the error; only what nobody knows is said here.

    The engine adds the amounts, which go over several models (core/jobs/refusal.py).
    """
    return " ".join(
        part for part in (what, "It may have cost something." if cost is None else "", then) if part
    )


def wait_of(refusal: Refusal) -> float | None:
    """Seconds the service asks us to wait, bounded by LONGEST_WAIT; None when it says nothing of the kind."""
    headers = {name.lower(): value for name, value in refusal.headers.items()}
    told = headers.get("retry-after") or refusal.metadata.get("retry_after")
    if told is None:
        return None
    try:
        seconds = float(told)
    except (TypeError, ValueError):
        seconds = _until(str(told))
    return min(LONGEST_WAIT, max(0.0, seconds))


def _until(when: str) -> float:
    """Seconds until an HTTP date; 0 for one that cannot be read."""
    try:
        moment = parsedate_to_datetime(when)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()


def _why(refusal: Refusal, sign: Sign) -> str:
    told = refusal.metadata.get(sign.told) if sign.told else None
    if isinstance(told, (list, tuple)):
        return ", ".join(map(str, told))
    return " ".join(refusal.message.split())[:200]
