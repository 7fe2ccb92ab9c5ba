"""What can go wrong, and what is done about it.

StudioError           a person's request cannot be done; its text is for that person
├── NotFound          no such project, shot, entity, voice, file
├── BadInput          what was given cannot be used
├── NotAllowed        somebody else's project, or a missing right
├── Conflict          the thing is busy or has changed meanwhile
├── NotReady          something must exist first
├── OverCeiling       the next paid call would pass a ceiling (B2)
├── NoRoom            the disk or store cannot hold it
├── StoreAway         the object store with the media does not answer, or refuses
└── FailedCheck       a film was made but does not pass its own check (B1)

ProviderError         a maker, remote or local, said no: one of the faults of DESIGN 5
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class StudioError(Exception):
    """Shown to a person: what happened, what it cost, what to do next."""

    def __init__(self, what: str, *, next_step: str = "", cost: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step
        self.cost = cost
        """Micro-dollars that were spent before it happened."""

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()


class NotFound(StudioError):
    """No such thing, or none that this person may see."""


class BadInput(StudioError):
    """What was given cannot be used as it is."""


class NotAllowed(StudioError):
    """This person may not see or spend here."""


class Conflict(StudioError):
    """The thing is in use or was changed meanwhile."""


class NotReady(StudioError):
    """Something else must be made first."""


class TooMany(StudioError):
    """The same was asked for too often in a short time."""

    def __init__(self, what: str, *, next_step: str = "", cost: int = 0, retry_after: int = 60) -> None:
        super().__init__(what, next_step=next_step, cost=cost)
        self.retry_after = retry_after
        """Seconds after which it works again."""


class OverCeiling(StudioError):
    """The next paid call would pass a ceiling, so it was not made (B2)."""

    def __init__(self, what: str, *, next_step: str = "", cost: int = 0, ceiling: str = "project") -> None:
        super().__init__(what, next_step=next_step, cost=cost)
        self.ceiling = ceiling
        """Which one: "project", "person_day", "person_month", "group_film", "group_day", "group_month", "day",
        "month"."""
        self.may_pass = False
        """Whether it would fit if what is held now were given back."""


class NoRoom(StudioError):
    """The disk or the media store is full or cannot be written."""


class StoreAway(StudioError):
    """The object store with the media cannot be reached or refuses; what waits for it goes on by itself."""


class FailedCheck(StudioError):
    """The film was made but its self-check found a fault, so it is not presented as done (B1)."""


class Fault(StrEnum):
    """Why a maker said no."""

    INVALID_INPUT = "invalid_input"
    MODERATION = "moderation"
    FACE_REFUSED = "face_refused"
    AUTH = "auth"
    QUOTA = "quota"
    RATE_LIMIT = "rate_limit"
    UNAVAILABLE = "unavailable"
    BAD_OUTPUT = "bad_output"
    UNKNOWN_OUTCOME = "unknown_outcome"


@dataclass(frozen=True, slots=True)
class Policy:
    """What to do about a fault."""

    retries: int
    """How often the machine may try the same model again."""
    next_model: bool
    """Whether the next model that takes the same inputs is tried once (R23, B5)."""
    charged: bool | None
    """Whether money was spent; None when only the provider knows."""
    fixed_by: str
    """"us", "person", "operator", "wait"."""


POLICY: Mapping[Fault, Policy] = MappingProxyType(
    {
        Fault.INVALID_INPUT: Policy(0, False, False, "us"),
        Fault.MODERATION: Policy(0, True, None, "person"),
        Fault.FACE_REFUSED: Policy(0, True, None, "person"),
        Fault.AUTH: Policy(0, True, False, "operator"),
        Fault.QUOTA: Policy(0, True, False, "operator"),
        Fault.RATE_LIMIT: Policy(8, False, False, "wait"),
        Fault.UNAVAILABLE: Policy(2, True, False, "wait"),
        Fault.BAD_OUTPUT: Policy(1, True, True, "wait"),
        Fault.UNKNOWN_OUTCOME: Policy(0, False, None, "person"),
    }
)
"""One row per fault (DESIGN 5). An unknown outcome is never resubmitted by machine."""


ATTEMPTS: Mapping[str, int] = MappingProxyType({"shots": 3})
"""Step -> how often a model is asked at least while its answers are of no use: each scene has three (R3)."""


class ProviderError(Exception):
    """A maker could not make what was asked."""

    def __init__(
        self,
        fault: Fault,
        message: str,
        *,
        model: str = "",
        retry_after: float | None = None,
        request_id: str = "",
        cost: int | None = None,
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.model = model
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, when it said so."""
        self.request_id = request_id
        self.cost = cost
        """Micro-dollars the maker charged all the same; None lets the policy table speak."""

    @property
    def policy(self) -> Policy:
        return POLICY[self.fault]
