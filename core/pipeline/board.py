"""The board a plan is made on: which takes are still good, and what each open slot would ask for.

A take is good while its fingerprint equals that of the request the slot would make today; what a person
uploaded is always good. Everything is computed at most once per board.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from core.catalogue.models import Catalogue, Model, load_catalogue
from core.pipeline.planned import Accepted
from core.requests import Request, fingerprint
from core.story import Origin, Slot, SlotKind, Step, Story, Take

T = TypeVar("T")


class StepModule(Protocol):
    """What one module of core/pipeline offers: the step's name and three pure functions."""

    STEP: Step
    KIND: SlotKind

    def slots(self, story: Story) -> Iterable[Slot]:
        """Every slot the step fills."""

    def request(self, slot: Slot, board: Board) -> Request | None:
        """What to ask for; None while an input is missing."""

    def accept(self, slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
        """What an answer means in rows. Raises ProviderError(BAD_OUTPUT)."""

    def priority(self, slot: Slot, story: Story) -> int:
        """Smaller goes first."""

    # A module may also offer `fitting(slot, row, board) -> Model`: the row in place of the chosen one, where
    # that one cannot do this slot.


class Board:
    """One Story, looked at by every step."""

    def __init__(
        self, story: Story, steps: Mapping[SlotKind, StepModule], catalogue: Catalogue | None = None
    ) -> None:
        self.story = story
        self.catalogue = catalogue or load_catalogue()
        self._steps = steps
        self._chosen: dict[tuple[Step, str], Model] = {}
        self._asked: dict[Slot, tuple[Request | None, str]] = {}
        self._worked_out: dict[Callable[[Board], Any], Any] = {}
        self._needs: dict[object, set[Slot]] = {}
        self._noting: list[set[Slot]] = []
        self._looking: list[object] = []
        self._watchers: defaultdict[object, set[object]] = defaultdict(set)
        """Slot or work -> the slots and works that looked at it while they were worked out."""

    @property
    def slots(self) -> int:
        """How many slots were looked at, which tells how large the board is."""
        return len(self._asked)

    def row(self, slot: Slot) -> Model:
        """The row that fills a slot, as people know it; a variant of it may serve the request (R10)."""
        module = self._steps[slot.kind]
        chosen = self.model(module.STEP, slot)
        fitting = getattr(module, "fitting", None)
        found: Model = chosen if fitting is None else fitting(slot, chosen, self)
        return found

    def model(self, step: Step, slot: Slot | None = None) -> Model:
        """The model that fills a slot: what the person asked for it, else the project's choice for the step."""
        wanted = self.story.wish(slot).model if slot is not None else ""
        named = step, wanted or self.story.project.models.get(step.value, "")
        if named not in self._chosen:
            self._chosen[named] = self.catalogue.chosen(*named)
        return self._chosen[named]

    def again(self, slot: Slot) -> int:
        """How often another one was asked for, for a maker that has to be told: others never give the same."""
        return self.story.wish(slot).variation if self.row(slot).repeats else 0

    def asked(self, slot: Slot) -> tuple[Request | None, str]:
        """Today's request for a slot and its fingerprint; (None, "") while an input is missing."""
        self._watched(slot)
        if slot not in self._asked:
            self._looking.append(slot)
            try:
                module = self._steps[slot.kind]
                request = self._noted(slot, lambda: module.request(slot, self))
                self._asked[slot] = request, "" if request is None else self._mark(slot, request)
            finally:
                self._looking.pop()
        return self._asked[slot]

    def good(self, kind: SlotKind, target: str) -> Take | None:
        """The selected take of a slot, if it is still what the slot asks for."""
        slot = Slot(kind, target)
        self._watched(slot)
        if self._noting:
            self._noting[-1].add(slot)
        take = self.story.takes.get(slot)
        if take is None or take.origin is Origin.UPLOAD or slot in self.story.pinned:
            return take
        return take if take.fingerprint == self.asked(slot)[1] else None

    def once(self, work: Callable[[Board], T]) -> T:
        """What a function of the board gives, worked out at most once."""
        self._watched(work)
        if work not in self._worked_out:
            self._looking.append(work)
            try:
                self._worked_out[work] = self._noted(work, lambda: work(self))
            finally:
                self._looking.pop()
        if self._noting:
            self._noting[-1] |= self._needs[work]
        found: T = self._worked_out[work]
        return found

    def wanting(self, slots: Iterable[Slot]) -> frozenset[Slot]:
        """Those of the slots that are missing or stale, and everything missing or stale that they need."""
        found: set[Slot] = set()
        left = list(slots)
        while left:
            slot = left.pop()
            if slot not in found and self.good(slot.kind, slot.target) is None:
                found.add(slot)
                self.asked(slot)
                left += self._needs[slot]
        return frozenset(found)

    def needs(self, slot: Slot) -> frozenset[Slot]:
        """Every slot that today's request for this one looks at."""
        self.asked(slot)
        return frozenset(self._needs[slot])

    def given_up(self, kind: SlotKind, target: str) -> bool:
        """Whether today's request for the slot has failed for good."""
        slot = Slot(kind, target)
        return (slot, self.asked(slot)[1]) in self.story.given_up

    def document(self, kind: SlotKind, target: str) -> Mapping[str, Any] | None:
        """The accepted document of a text slot, as plain JSON; None while it is missing or stale."""
        take = self.good(kind, target)
        return None if take is None else take.facts["document"]

    def carry_to(self, story: Story, changed: Iterable[Slot]) -> None:
        """Go on with a story in which only the takes of these slots are others.

        What looked at them, directly or not, is worked out anew when it is asked for.
        """
        self.story = story
        left: list[object] = list(changed)
        while left:
            for key in self._watchers.pop(left.pop(), ()):
                known: dict[Any, Any] = self._asked if isinstance(key, Slot) else self._worked_out
                if key in known:
                    del known[key]
                    left.append(key)

    def forget(self, kind: SlotKind) -> None:
        """Work out anew what the slots of this kind ask for; for those that nothing else looks at."""
        for slot in [slot for slot in self._asked if slot.kind is kind]:
            del self._asked[slot]

    def _watched(self, key: object) -> None:
        if self._looking:
            self._watchers[key].add(self._looking[-1])

    def _mark(self, slot: Slot, request: Request) -> str:
        """The fingerprint; another one when a person asked for another result of the same request."""
        variation = self.story.wish(slot).variation
        return fingerprint(f"{self.row(slot).id}#{variation}" if variation else self.row(slot).id, request)

    def _noted(self, key: object, work: Callable[[], T]) -> T:
        """Does the work and keeps which slots it looked at."""
        met: set[Slot] = set()
        self._noting.append(met)
        try:
            return work()
        finally:
            self._noting.pop()
            self._needs[key] = met
