"""What a service's "no" means: the rows of remote_faults.toml, held against what it said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from time import time
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, with_config

from core.errors import Fault
from core.providers.calls import Reply

LONGEST_PAUSE = 600.0
"""Seconds: a service that asks for more is asked again then."""

MOST_SAID = 220
"""Characters of a service's own words in a sentence for a person."""

Place = Literal["upload", "submit", "look", "over"]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Row:
    """One kind of "no"; what each field means stands at the head of remote_faults.toml."""

    fault: Fault
    words: str
    on: tuple[Place, ...] = ()
    status: tuple[int, ...] = ()
    type: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    html: bool | None = None
    charged: bool | None = None
    forget: bool = False
    """Whether uploads must not be used again."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a service said, in one shape for all of them."""

    status: int
    types: tuple[str, ...]
    text: str
    html: bool = False
    retry_after: float | None = None


def row_for(service: str, place: Place, said: Said) -> Row:
    """The row that fits; every service ends with one that fits all."""
    return next(row for row in _rows(service) if _fits(row, place, said))


def said_by(reply: Reply) -> Said:
    """An answer's own words: `detail` (text, object or list), `title`, `error`, or a page's title."""
    html = reply.body is None and "<" in reply.text[:200]
    return Said(
        status=reply.status,
        types=tuple(dict.fromkeys(_types(reply))),
        text=_plain(_page_title(reply.text) if html else "; ".join(_texts(reply.body)), reply.status),
        html=html,
        retry_after=retry_after(reply),
    )


def in_words(text: str, most: int = MOST_SAID) -> str:
    """A stranger's words as one short line without control characters, addresses or a final stop."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = re.sub(r"(https?|data):\S+", "…", line)
    return (line if len(line) <= most else line[: most - 1] + "…").rstrip(" .")


def retry_after(reply: Reply) -> float | None:
    """Seconds it asked us to wait: header, else body field, else "~30s" in its words (providers.md C4)."""
    for found in (_header(reply.headers.get("retry-after", "")), reply.get("retry_after")):
        if isinstance(found, (int, float)) and not isinstance(found, bool) and found >= 0:
            return min(float(found), LONGEST_PAUSE)
    told = re.search(r"~\s*(\d+(?:\.\d+)?)\s*s\b", " ".join(_texts(reply.body)))
    return min(float(told[1]), LONGEST_PAUSE) if told else None


def _fits(row: Row, place: Place, said: Said) -> bool:
    text = said.text.casefold()
    return (
        (not row.on or place in row.on)
        and (not row.status or said.status in row.status)
        and (not row.type or any(kind in row.type for kind in said.types))
        and (not row.says or any(words.casefold() in text for words in row.says))
        and row.html in (None, said.html)
    )


def _types(reply: Reply) -> Iterator[str]:
    rows = reply.get("detail")
    for one in rows if isinstance(rows, list) else [rows]:
        if isinstance(one, Mapping) and isinstance(one.get("type"), str):
            yield one["type"]
    for named in (reply.get("error_type"), reply.headers.get("x-fal-error-type")):
        if isinstance(named, str):
            yield named


def _texts(body: Any) -> Iterator[str]:
    """Every sentence of an error body, the first being the most telling."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, Mapping):
        for name in ("title", "detail", "msg", "message", "error"):
            value = body.get(name)
            yield from _where(body, _texts(value)) if name == "msg" else _texts(value)
    elif isinstance(body, Sequence):
        for one in body[:3]:
            yield from _texts(one)


def _where(row: Mapping[str, Any], texts: Iterator[str]) -> Iterator[str]:
    """fal's message with the argument it is about."""
    place = row.get("loc")
    names = [str(part) for part in place[1:]] if isinstance(place, list) else []
    for text in texts:
        yield f"{text.rstrip('.')} ({'.'.join(names)})" if names else text


def _page_title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.IGNORECASE | re.DOTALL)
    return found[1] if found else ""


def _plain(text: str, status: int) -> str:
    return in_words(text) or f"HTTP {status}"


def _header(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None


def _rows(service: str) -> tuple[Row, ...]:
    return _table()[service]


@cache
def _table() -> Mapping[str, tuple[Row, ...]]:
    text = files("core.providers").joinpath("remote_faults.toml").read_text(encoding="utf-8")
    return {service: _ROWS.validate_python(rows) for service, rows in tomllib.loads(text).items()}


_ROWS: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])
