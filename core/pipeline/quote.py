"""The price of a run before anything is spent: a range for each step, from the requests it will make (B2, R30).

Low is what the sparse guess would probably cost, high what the rich one could cost at the most; of documents,
as long as nearly all answers are good ones (reserve.py). With all rows written both see the same requests, and
only what a call may cost still differs. Good takes cost nothing. Every figure comes from
`core.catalogue.prices`, as do holds and captures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from core.catalogue.models import Catalogue
from core.pipeline import imagined, levels
from core.pipeline.imagined import RICH, SPARSE, Guess
from core.pipeline.reserve import reserve
from core.story import Slot, Step, Story


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What one step of a run will make, and for how much; money in micro-dollars."""

    step: Step
    count_low: int
    count_high: int
    low: int
    high: int
    model: str
    """Catalogue id of the model that does most of it."""


def forecast(
    story: Story,
    catalogue: Catalogue,
    *,
    until: Step = Step.EXPORT,
    models: Mapping[str, str] | None = None,
    shots: Collection[int] | None = None,
    only: Collection[Slot] = (),
) -> tuple[QuoteLine, ...]:
    """One line for each step that has something to make, in the order of the steps.

    `models` (a level) stand in the place of the project's own, for all shots or for those numbered from 0 in
    `shots`; `only` names slots which then are made with what they need, and nothing else.
    """
    return lines_of(asked_for(story, catalogue, until=until, models=models, shots=shots, only=only), catalogue)


def asked_for(
    story: Story,
    catalogue: Catalogue,
    *,
    until: Step = Step.EXPORT,
    models: Mapping[str, str] | None = None,
    shots: Collection[int] | None = None,
    only: Collection[Slot] = (),
) -> Story:
    """The story as such a run would find it."""
    asked = raised(story, catalogue, models, shots) if models else story
    return replace(asked, project=replace(asked.project, until=until), asked=frozenset(only) or story.asked)


def lines_of(asked: Story, catalogue: Catalogue) -> tuple[QuoteLine, ...]:
    """What making all that is missing of a story would cost."""
    low, high = (_tally(asked, catalogue, guess) for guess in (SPARSE, RICH))
    return tuple(_line(step, low, high) for step in Step if step in high.counts)


def total(lines: Iterable[QuoteLine]) -> tuple[int, int]:
    """Low and high of all lines together, in micro-dollars."""
    every = list(lines)
    return sum(line.low for line in every), sum(line.high for line in every)


def raised(
    story: Story, catalogue: Catalogue, models: Mapping[str, str], shots: Collection[int] | None = None
) -> Story:
    """The story as `levels.raising` leaves it: with these models everywhere, or in some shots (from 0)."""
    chosen = [shot for shot in story.shots if shots is None or shot.index in shots]
    wishes = {**story.wishes, **levels.raising(story, catalogue, models, chosen)}
    mine = levels.models_after(story, models, whole=shots is None)
    freed = frozenset(slot for slot in story.pinned if wishes.get(slot) == story.wishes.get(slot))
    return replace(story, project=replace(story.project, models=mine), wishes=wishes, pinned=freed)


def how_far_apart(low: int, high: int, paid: int) -> str:
    """For the report: what was quoted and what was paid, in micro-dollars, and how they lie to each other."""
    if low <= paid <= high:
        return "within the quote"
    edge, side = (low, "below") if paid < low else (high, "above")
    share = f" ({abs(paid - edge) / edge:.0%})" if edge else ""
    return f"{abs(paid - edge) / 1_000_000:.6f} dollars {side} the quote{share}"


@dataclass(frozen=True, slots=True)
class _Tally:
    """Per step: how many, how much, and which models."""

    counts: Counter[Step]
    money: Counter[Step]
    models: Mapping[Step, Counter[str]]


def _tally(story: Story, catalogue: Catalogue, guess: Guess) -> _Tally:
    counts: Counter[Step] = Counter()
    money: Counter[Step] = Counter()
    models: dict[Step, Counter[str]] = {}
    wants = tuple(imagined.wanted(story, catalogue, guess))
    for want in wants:
        counts[want.step] += 1
        money[want.step] += want.likely if guess is SPARSE else want.fair
        models.setdefault(want.step, Counter())[want.model.id] += 1
    if guess is RICH:
        money.update(reserve(wants))
    return _Tally(counts, money, models)


def _line(step: Step, low: _Tally, high: _Tally) -> QuoteLine:
    """Guesses may cross where one of them counts more but shorter things: a range is still a range."""
    counts = sorted((low.counts[step], high.counts[step]))
    money = sorted((low.money[step], high.money[step]))
    return QuoteLine(step, counts[0], counts[1], money[0], money[1], high.models[step].most_common(1)[0][0])
