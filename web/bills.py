"""Bills: views of money: quotes, offers, costs, models with their prices, the account. All in micro-dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A model people may choose (R31)."""

    id: str
    title: str
    platform: str
    steps: tuple[str, ...]
    makes: str
    price: str
    example: str
    limits: str
    ready: bool
    needs: str
    note: str


@dataclass(frozen=True, slots=True)
class QuoteLineView:
    """One step of a quote."""

    step: str
    count_low: int
    count_high: int
    low: int
    high: int
    model: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A price range, good for one run (B2)."""

    id: str
    low: int
    high: int
    lines: tuple[QuoteLineView, ...]
    until: str
    expires_at: datetime
    needed: int
    seconds: float | None
    """How long the making takes; null when there is nothing to make."""


@dataclass(frozen=True, slots=True)
class OfferView:
    """A way on at a ceiling (B2)."""

    key: str
    words: str
    saves: int
    left: int
    fits: bool


@dataclass(frozen=True, slots=True)
class CostView:
    """What one step, model or provider has cost."""

    name: str
    calls: int
    held: int
    spent: int
    estimated: int


@dataclass(frozen=True, slots=True)
class CostsView:
    """What a film has cost so far."""

    held: int
    spent: int
    estimated: int
    refused: int
    assumed: int
    by_step: tuple[CostView, ...]
    by_model: tuple[CostView, ...]
    by_provider: tuple[CostView, ...]
    quoted: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OrphanView:
    """Something paid for that never arrived; collecting it is free (B8)."""

    job: str
    words: str
    state: str
    spent: int
    held: int


@dataclass(frozen=True, slots=True)
class PlatformView:
    """One provider, as it tells of itself (R30, R31)."""

    lane: str
    title: str
    setting: str
    unlocks: str
    key: bool
    works: bool | None
    identity: str
    balance: int | None
    balance_of: str
    used: int | None
    not_available: str
    problem: str
    asked_at: datetime | None
    spent_today: int
    models: tuple[ModelOption, ...]


@dataclass(frozen=True, slots=True)
class CeilingView:
    """One ceiling."""

    name: str
    most: int
    used: int
    left: int


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person's account (R30, R31)."""

    person: str
    name: str
    today: int
    month: int
    held: int
    ceilings: tuple[CeilingView, ...]
    platforms: tuple[PlatformView, ...]
    little_room: str = ""
    """A sentence while the disk, or the budget of it, is nearly full."""
