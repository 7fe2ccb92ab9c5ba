"""Reads a writer's answer against its schema and refuses one that does not fit the story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import ValidationError

from core.documents import DOCUMENTS, Document
from core.errors import Fault, ProviderError
from core.prompts import objection
from core.requests import TextRequest

D = TypeVar("D", bound=Document)


def parse(schema: type[D], data: bytes) -> D:
    """The document in `data`. Raises ProviderError(BAD_OUTPUT) that names the first field that is wrong."""
    try:
        return schema.model_validate_json(data)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        raise refused(f"{schema.__name__}: {place}: {first['msg']}") from wrong


def check(request: TextRequest, data: bytes) -> None:
    """Make sure that a language model keeps to what it was asked. Raises ProviderError(BAD_OUTPUT)."""
    if request.prompt:
        wrong = objection(request.task, request.inputs, parse(DOCUMENTS[request.task], data))
        if wrong:
            raise refused(wrong.rstrip("."))


def refused(why: str) -> ProviderError:
    """A document that reads well but does not fit the story."""
    return ProviderError(Fault.BAD_OUTPUT, f"The writer's answer cannot be used: {why}.")


def partition(name: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> None:
    """Make sure that (first, last) spans cover first..last in order, each number once."""
    expected = first
    for begin, end in spans:
        if begin != expected or end < begin:
            raise refused(f"{name} must follow each other without gaps; expected {expected}, got {begin}-{end}")
        expected = end + 1
    if expected != last + 1:
        raise refused(f"{name} end at {expected - 1} instead of {last}")
