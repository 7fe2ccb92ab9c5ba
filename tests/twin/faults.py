"""Armed faults: which there are (faults.toml), which are armed, and which strikes a request."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that strikes: its name, what it does, and the values it does it with."""

    name: str
    effect: str
    values: Mapping[str, Any]

    @property
    def how(self) -> str:
        return str(self.values.get("how", ""))

    def does(self, effect: str, *how: str) -> bool:
        """Whether it has this effect, in one of these ways when any are named."""
        return self.effect == effect and (not how or self.how in how)


@dataclass(slots=True)
class Armed:
    """A fault waiting for its requests."""

    fault: Fault
    service: str
    endpoints: tuple[str, ...]
    where: tuple[str, ...]
    times: int | None
    skip: int
    every: int
    seen: int = 0
    struck: int = field(default=0)

    @property
    def spent(self) -> bool:
        return self.times is not None and self.struck >= self.times

    def matches(self, service: str, endpoint: str, model: str) -> bool:
        if self.spent or self.service not in ("*", service):
            return False
        if self.endpoints and endpoint not in self.endpoints:
            return False
        names = (service, endpoint, f"{service}.{endpoint}", model)
        return all(any(fnmatchcase(name, word) for name in names) for word in self.where)

    def counts(self) -> bool:
        """Count one matching request; true when the fault strikes it."""
        self.seen += 1
        late = self.seen - self.skip
        return late > 0 and (late - 1) % self.every == 0


class Faults:
    """What is armed, in the order of arming; the first that matches strikes."""

    def __init__(self) -> None:
        self.armed: list[Armed] = []

    def arm(
        self, name: str, where: str = "", times: int | None = 1, *, skip: int = 0, every: int = 1, **values: Any
    ) -> Armed:
        """Let a fault strike the next `times` requests that match (None: all of them).

        `where` narrows it: words of which each must be the service, the endpoint, "service.endpoint" or the
        model, with * and ? as wildcards ("replicate.create wan-video/*"). `skip` lets so many matching requests
        pass first, `every` strikes each k-th. Further values replace the ones of faults.toml (retry_after=1).
        Raises KeyError for a name that is not in faults.toml.
        """
        row = {**rows()[name], **values}
        endpoints = row["on"]
        words = tuple(where.split())
        if any("." in word and "/" not in word for word in words):
            endpoints = []
        fault = Fault(name, str(row["effect"]), row)
        armed = Armed(fault, str(row["service"]), tuple(endpoints), words, times, skip, every)
        self.armed.append(armed)
        return armed

    def disarm(self, name: str = "") -> None:
        """Take back one fault, or all of them."""
        self.armed = [one for one in self.armed if name and one.fault.name != name]

    def strike(self, service: str, endpoint: str, model: str = "") -> Fault | None:
        """The fault that strikes this request, counted as used; None when none does."""
        for one in self.armed:
            if one.matches(service, endpoint, model) and one.counts():
                one.struck += 1
                return one.fault
        return None


@cache
def rows() -> Mapping[str, Mapping[str, Any]]:
    """Every fault that can be armed, by name."""
    return tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))
