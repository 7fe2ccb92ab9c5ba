"""Armed faults of Telegram: which there are (faults.toml), which are armed, and which strikes a call."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from ..faults import Fault
from .refusal import Refusal

BY_NAME_ONLY = {"getUpdates", "file", "webhook"}
"""What a fault strikes only when it is armed for it: polling, downloads and deliveries."""


@dataclass(slots=True)
class Armed:
    """A fault waiting for its calls."""

    fault: Fault
    methods: tuple[str, ...]
    chat: int
    contains: str
    times: int | None
    skip: int
    every: int
    seen: int = 0
    struck: int = field(default=0)

    def matches(self, method: str, chat: int, params: Mapping[str, Any]) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        if self.chat and chat != self.chat:
            return False
        if not self._named(method):
            return False
        return not self.contains or self.contains in json.dumps(params, ensure_ascii=False)

    def _named(self, method: str) -> bool:
        if not self.methods:
            return method not in BY_NAME_ONLY
        return any(fnmatchcase(method.lower(), name.lower()) for name in self.methods)

    def counts(self) -> bool:
        """Count one matching call; true when the fault strikes it."""
        self.seen += 1
        late = self.seen - self.skip
        return late > 0 and (late - 1) % self.every == 0


class Faults:
    """What is armed, in the order of arming; the first that matches strikes."""

    def __init__(self) -> None:
        self.armed: list[Armed] = []

    def arm(
        self,
        name: str,
        method: str = "",
        *,
        chat: int = 0,
        contains: str = "",
        times: int | None = 1,
        skip: int = 0,
        every: int = 1,
        **values: Any,
    ) -> Armed:
        """Let a fault strike the next `times` calls that match (None: all of them).

        `method` may hold * and ?, and is "file" for downloads; `contains` is looked for in the parameters.
        `skip` lets so many matching calls pass first, `every` strikes each k-th; further values replace those
        of faults.toml (retry_after=2). Raises KeyError for a name that is not in faults.toml.
        """
        row = {**rows()[name], **values}
        usual = tuple(row.get("on", ()))
        armed = Armed(
            Fault(name, str(row["effect"]), row),
            (method,) if method else usual,
            chat,
            contains,
            times,
            skip,
            every,
        )
        self.armed.append(armed)
        return armed

    def disarm(self, name: str = "") -> None:
        """Take back one fault, or all of them."""
        self.armed = [one for one in self.armed if name and one.fault.name != name]

    def strike(self, method: str, chat: int = 0, params: Mapping[str, Any] | None = None) -> Fault | None:
        """The fault that strikes this call, counted as used; None when none does."""
        for one in self.armed:
            if one.matches(method, chat, params or {}) and one.counts():
                one.struck += 1
                return one.fault
        return None


def refusal(fault: Fault) -> Refusal:
    """The answer that a "reply" fault stands for."""
    values = fault.values
    parameters = {name: values[name] for name in ("retry_after", "migrate_to_chat_id") if name in values}
    return Refusal(int(values["status"]), str(values["description"]).format(**values), **parameters)


@cache
def rows() -> Mapping[str, Mapping[str, Any]]:
    """Every fault that can be armed, by name."""
    return tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))
