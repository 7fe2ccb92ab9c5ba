"""What the verbs about money give: quotes, offers, costs, the account, checks. Money in micro-dollars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.catalogue.words import ModelView
from core.pipeline.offers import Offer
from core.pipeline.quote import QuoteLine
from core.story import Step

__all__ = [
    "Account",
    "Ceiling",
    "Check",
    "Cost",
    "Costs",
    "Offer",
    "Platform",
    "ModelView",
    "Quote",
    "QuoteLine",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """A price range for a run, shown before it (B2). It can be accepted once, until it expires."""

    id: str
    low: int
    high: int
    """The most the run may cost: once accepted, it pauses rather than pass it."""
    lines: tuple[QuoteLine, ...]
    until: Step
    expires_at: datetime
    needed: int = 0
    """What stands in the way: by how much the high end passes the lowest ceiling; 0 when it fits."""
    seconds: float | None = None
    """How long the making takes, by what each model took here before (else by its row) and by how many films
    are being made now; waiting for a person not counted. None when there is nothing to make."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step, model or provider has cost so far."""

    name: str
    calls: int
    held: int
    spent: int
    estimated: int
    """What was held for the calls that are settled."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a project, or everything of a person, has cost so far."""

    held: int
    spent: int
    estimated: int
    """What was held for all that is settled; compare with `spent`."""
    refused: int
    """Part of `spent` that went into refusals, faults and results that could not be used."""
    assumed: int
    """Part of `spent` that nobody confirmed: the outcome is unknown, so it counts as spent."""
    by_step: tuple[Cost, ...]
    by_model: tuple[Cost, ...]
    by_provider: tuple[Cost, ...]
    quoted: tuple[int, int] | None = None
    """Low and high of the accepted quotes together; None when none was accepted."""
    paid_of_quoted: int = 0
    """Part of `spent` since the first quote was accepted, which is what `quoted` is to be compared with."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One ceiling and what is left under it."""

    name: str
    """"project", "person_day" or "_month", "group_film", "group_day" or "_month", "day" or "month"."""
    most: int
    used: int
    """Spent and held."""

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)


@dataclass(frozen=True, slots=True)
class Platform:
    """One provider: what it says of the account, and which models it serves (R30, R31)."""

    lane: str
    title: str
    setting: str
    """The setting that holds its key."""
    unlocks: str
    key: bool
    works: bool | None
    """Whether the provider took the key; None when that is not known."""
    identity: str
    balance: int | None
    balance_of: str
    used: int | None
    not_available: str
    """Why there is no balance; empty when there is one."""
    problem: str
    asked_at: datetime | None
    models: tuple[ModelView, ...]
    """Those people may choose, with price, limits and whether the key is there (R31)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about a person's money in one view."""

    platforms: tuple[Platform, ...]
    ceilings: tuple[Ceiling, ...]
    today: int
    """Spent today (UTC) by this person."""
    month: int
    held: int
    providers_today: Mapping[str, int]
    """Lane -> spent today by this person, by our own ledger."""
    little_room: str = ""
    """A sentence while the disk, or the budget of it, is nearly full; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the doctor looked at."""

    name: str
    state: str
    """"ok", "warn" or "fail"."""
    what: str
    next_step: str = ""

    @property
    def ok(self) -> bool:
        """Whether films can be made as it is."""
        return self.state != "fail"
