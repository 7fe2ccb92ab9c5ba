"""What reached the stand-in, in the order of arrival: every request, what it carried and what it cost."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Media:
    """One picture, sound or clip that a request carried or pointed at."""

    where: str
    """Its place in the body: "input.input_images[0]"."""
    sha256: str
    """Of the bytes themselves, whether they came inline, as an upload or by address."""
    mime: str
    bytes: int
    width: int = 0
    height: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Entry:
    """One request and what became of it."""

    number: int
    at: float
    """Seconds since the stand-in opened."""
    service: str
    endpoint: str
    """"chat", "create", "submit", "status", "result", "file", …"""
    method: str
    path: str
    model: str = ""
    key: str = ""
    """The label of the key that was used; never the key."""
    body: Any = None
    """JSON with every inline file replaced by "sha256:…"."""
    media: list[Media] = field(default_factory=list)
    status: int = 0
    """HTTP status of the answer; 0 when the connection was dropped without one."""
    fault: str = ""
    """The armed fault that struck."""
    job: str = ""
    """Prediction, request or generation id."""
    charged: int = 0
    """Micro-dollars; for a job they come in when it ends."""
    units: float = 0.0
    unit: str = ""

    @property
    def references(self) -> list[Media]:
        """The pictures the request carried, in the order of the body."""
        return [one for one in self.media if one.mime.startswith("image/")]


class Journal:
    """All entries, and the money in them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def open(self, entry: Entry) -> None:
        self.entries.append(entry)

    def select(self, service: str = "", endpoint: str = "", model: str = "", key: str = "") -> list[Entry]:
        """The entries that match everything that is named, in the order of arrival."""
        asked = {"service": service, "endpoint": endpoint, "model": model, "key": key}
        wanted = {name: value for name, value in asked.items() if value}
        return [one for one in self.entries if all(getattr(one, name) == wanted[name] for name in wanted)]

    def paid(self) -> list[Entry]:
        """The entries that cost something."""
        return [one for one in self.entries if one.charged]

    def money(self, **which: str) -> int:
        """Micro-dollars charged in all, or by the entries that `select` would give."""
        return sum(one.charged for one in self.select(**which))

    def by_key(self) -> dict[str, int]:
        """Micro-dollars charged to each key."""
        total: dict[str, int] = {}
        for one in self.paid():
            total[one.key] = total.get(one.key, 0) + one.charged
        return total

    def lines(self) -> Iterator[str]:
        """Each entry as one line of JSON."""
        for one in self.entries:
            yield json.dumps(dataclasses.asdict(one), ensure_ascii=False, sort_keys=True)

    def write(self, path: Path) -> None:
        """Everything as JSON lines."""
        path.write_text("".join(f"{line}\n" for line in self.lines()), encoding="utf-8")


_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def hashed(value: Any) -> Any:
    """The value with every inline file ("data:…", base64 of a picture) replaced by its sha-256."""
    if isinstance(value, Mapping):
        return {key: hashed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hashed(item) for item in value]
    if isinstance(value, str) and is_inline(value):
        return f"sha256:{hashlib.sha256(_bytes_of(value)).hexdigest()}"
    return value


def is_inline(value: str) -> bool:
    """Whether a string is a file rather than words: a data address, or long and base64 from end to end."""
    return value.startswith("data:") or (len(value) > 2000 and _BASE64.fullmatch(value) is not None)


def _bytes_of(value: str) -> bytes:
    payload = value.partition(",")[2] if value.startswith("data:") else value
    try:
        return base64.b64decode(payload, validate=True)
    except binascii.Error:
        return value.encode()
