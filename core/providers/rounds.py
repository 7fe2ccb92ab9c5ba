"""From question to document: ask a language model, read its answer, have it repaired once, add up the cost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from core.catalogue.arguments import most_tokens
from core.catalogue.models import Access, Model
from core.documents import DOCUMENTS, Document
from core.errors import Fault, ProviderError
from core.prompts import objection, repair
from core.providers.base import Done, MadeFile
from core.providers.faults_words import Refusal, error_of, sentences
from core.providers.healing import healed
from core.requests import TextRequest


@dataclass(frozen=True, slots=True)
class Said:
    """What a model answered, and what for."""

    text: str
    finish: str = ""
    """"stop", "cut", "refused" or "error"; empty when the answer broke off."""
    cost: int | None = None
    """Micro-dollars; None when nobody told."""
    tokens_in: int = 0
    tokens_out: int = 0
    answered_by: str = ""
    request_id: str = ""
    refusal: Refusal = field(default_factory=Refusal)
    """What it says about itself when it refused or failed."""


@dataclass(frozen=True, slots=True)
class Again:
    """The first answer and what is wrong with it, for a second question."""

    answer: str
    words: str


_THEN = "When another try does not help, choose another model."

Ask = Callable[[Again | None, int], Awaitable[Said]]
"""Asks with so many tokens for the answer (0: as many as the model likes). Raises ProviderError."""


async def written(request: TextRequest, row: Model, lane: Access, ask: Ask) -> Done:
    """The document that was asked for, checked; at most two questions, both paid for.

    What both can cost at the most is held for before (prices.most).

    Raises ProviderError with what was charged: BAD_OUTPUT when no answer can be used, MODERATION when the
    model refuses, and what `ask` raises.
    """
    limit = most_tokens(row, request)
    first = _usable(await ask(None, limit), row, lane)
    document, wrong = read(request, first.text)
    if document is not None:
        return _done(document, (first,))
    second = await _repaired(first, wrong, limit, row, lane, ask)
    document, wrong = read(request, second.text)
    if document is None:
        raise _useless(row, wrong, total(first.cost, second.cost), second.request_id)
    return _done(document, (first, second))


def read(request: TextRequest, text: str) -> tuple[Document | None, str]:
    """The document in an answer, or None and what is wrong with it, in words the model can work with."""
    value = healed(text)
    if value is None:
        return None, "It is not a JSON object."
    try:
        document = DOCUMENTS[request.task].model_validate(value)
    except ValidationError as wrong:
        return None, " ".join(_said(error) for error in wrong.errors()[:5])
    against = objection(request.task, request.inputs, document)
    return (None, against) if against else (document, "")


def total(*costs: int | None) -> int | None:
    """The sum; None as soon as one is unknown."""
    return None if any(cost is None for cost in costs) else sum(cost for cost in costs if cost is not None)


async def _repaired(first: Said, wrong: str, limit: int, row: Model, lane: Access, ask: Ask) -> Said:
    """The second answer. Whatever goes wrong now, the first was paid for."""
    try:
        return _usable(await ask(Again(first.text, repair(wrong)), limit), row, lane)
    except ProviderError as error:
        if error.fault is Fault.UNKNOWN_OUTCOME:
            raise
        raise ProviderError(
            error.fault if error.policy.charged is not False else Fault.BAD_OUTPUT,
            error.message,
            model=row.id,
            retry_after=error.retry_after,
            request_id=error.request_id,
            cost=total(first.cost, error.cost),
        ) from error


def _usable(said: Said, row: Model, lane: Access) -> Said:
    """An answer that came to its end. Raises ProviderError for any other."""
    if said.finish == "stop" and said.text.strip():
        return said
    if said.finish in ("refused", "error"):
        raise error_of(said.refusal, row, lane, cost=said.cost)
    if said.finish == "cut":
        why = "did not come to an end within the length it was given"
    elif said.finish == "stop":
        why = "is empty"
    else:
        why = "broke off"
    words = sentences(f"The answer of {row.title} {why}.", said.cost, _THEN)
    raise ProviderError(Fault.BAD_OUTPUT, words, model=row.id, request_id=said.request_id, cost=said.cost)


def _useless(row: Model, wrong: str, cost: int | None, request_id: str) -> ProviderError:
    what = f"The answer of {row.title} cannot be used: {wrong}"
    words = sentences(what, cost, _THEN)
    return ProviderError(Fault.BAD_OUTPUT, words, model=row.id, request_id=request_id, cost=cost)


def _done(document: Document, said: tuple[Said, ...]) -> Done:
    facts: dict[str, Any] = {
        "answered_by": said[-1].answered_by,
        "tokens_in": sum(one.tokens_in for one in said),
        "tokens_out": sum(one.tokens_out for one in said),
        "request_ids": [one.request_id for one in said],
        "repaired": len(said) > 1,
    }
    data = document.model_dump_json().encode()
    return Done(MadeFile("application/json", data=data), facts=facts, cost=total(*(one.cost for one in said)))


def _said(error: Mapping[str, Any]) -> str:
    """One mistake as pydantic names it: where and what."""
    where = ".".join(str(part) for part in error["loc"]) or "the document"
    return f"{where}: {error['msg']}."
