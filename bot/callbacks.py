"""What a button carries: `v1:<action>:<id>[:<argument>[:<argument>]]`, ASCII, at most 64 bytes (9.2)."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

VERSION = "v1"
MOST_BYTES = 64

ACTIONS = frozenset(
    {
        *("a.no", "a.ok"),
        *("b.open", "b.pg", "b.sel", "b.t"),
        *(
            "e.dl",
            "e.dp",
            "e.ds",
            "e.for",
            "e.hs",
            "e.ls",
            "e.ok",
            "e.open",
            "e.ph",
            "e.rg",
            "e.use",
            "e.vo",
            "e.vs",
        ),
        *("h.help", "h.new", "h.try"),
        *("l.no", "l.ok"),
        *("n.ch", "n.ed", "n.ph", "n.set"),
        *("o.get", "o.no", "o.open", "o.yes"),
        *(
            "p.ap",
            "p.aw",
            "p.cx",
            "p.cx2",
            "p.del",
            "p.del2",
            "p.fr",
            "p.log",
            "p.ls",
            "p.of",
            "p.open",
            "p.pau",
            "p.put",
            "p.res",
        ),
        *("q.no", "q.ok"),
        *("s.hs", "s.ls", "s.md", "s.ms", "s.open", "s.pm", "s.rb", "s.rf", "s.rv", "s.skip", "s.use", "s.vw"),
        *("u.ch", "u.lang", "u.me", "u.set"),
        *("x.ar", "x.cap", "x.fin", "x.lnk", "x.re", "x.see", "x.send", "x.yes"),
        *("z",),
    }
)
"""Exactly what presses.py acts on (a test says so)."""

_PART = re.compile(r"[A-Za-z0-9_.|,-]*")


@dataclass(frozen=True, slots=True)
class Action:
    """A button's data, read."""

    name: str
    target: str = ""
    args: tuple[str, ...] = ()

    def arg(self, index: int = 0) -> str:
        """An argument, or "" where there is none."""
        return self.args[index] if index < len(self.args) else ""

    def number(self, index: int = 0) -> int:
        """An argument as a number from 0; 0 for anything else."""
        return int(self.arg(index)) if self.arg(index).isascii() and self.arg(index).isdigit() else 0


def data(name: str, target: str = "", *args: object) -> str:
    """A button's data. Raises ValueError for what no button can carry, which a test over all screens finds."""
    parts = [name, target, *map(str, args)]
    text = ":".join([VERSION, *parts]).rstrip(":")
    if name not in ACTIONS or not all(_PART.fullmatch(part) for part in parts) or len(text) > MOST_BYTES:
        raise ValueError(f"no button can carry {text!r}")
    return text


def parse(text: str | None) -> Action | None:
    """What a press means; None for another version, an unknown action or anything forged."""
    if not text or len(text.encode()) > MOST_BYTES:
        return None
    version, *parts = text.split(":")
    if version != VERSION or not parts or parts[0] not in ACTIONS:
        return None
    if not all(_PART.fullmatch(part) for part in parts) or len(parts) > 4:
        return None
    return Action(parts[0], parts[1] if len(parts) > 1 else "", tuple(parts[2:]))


def short(name: str) -> str:
    """A model's, voice's or step's long name in few letters; the same name always gives the same."""
    return f"{zlib.crc32(name.encode()):08x}"
