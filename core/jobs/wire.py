"""Requests as rows keep them: plain JSON on the way in, the same frozen values on the way out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from core.requests import Request, plain

_KINDS: Mapping[str, type[Any]] = {cls.__name__: cls for cls in get_args(Request)}


def packed(request: Request) -> dict[str, Any]:
    """The request as JSON with its kind."""
    return {"type": type(request).__name__, "value": plain(request)}


def unpacked(data: Mapping[str, Any]) -> Request:
    """The request that was packed."""
    made: Request = _adapter(data["type"]).validate_python(data["value"])
    return made


def assets(data: Mapping[str, Any]) -> set[str]:
    """Every asset that a packed request may name, and perhaps a hash that is none."""
    return set(_SHA.findall(json.dumps(data)))


_SHA = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[kind])
