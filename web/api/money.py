"""Money: quotes, upgrades in place, offers at a ceiling, costs, models, voices (R30, R31, B2, B4)."""

from __future__ import annotations

from dataclasses import asdict

from core.errors import BadInput
from core.story import Slot, SlotKind
from core.studio import Cost, Quote
from web import bills, drawing, views
from web.api import taken
from web.table import Ask, Table

table = Table()


@table.post("/api/projects/{id}/quote", body=taken.QuoteTaken, gives=bills.QuoteView)
async def quote(ask: Ask) -> bills.QuoteView:
    """What a run would cost, as a range for each step; asking costs nothing (B2)."""
    given: taken.QuoteTaken = ask.body
    only = [_slot(words) for words in given.only]
    found = await ask.studio.quote(
        ask.person, ask.path["id"], until=given.until, level=given.level, shots=given.shots, only=only
    )
    return _quote(found)


@table.post("/api/projects/{id}/upgrade", body=taken.UpgradeTaken, gives=views.RunView, status=202)
async def upgrade(ask: Ask) -> views.RunView:
    """Raise shots to pictures or clips in place, for an accepted quote (B4)."""
    given: taken.UpgradeTaken = ask.body
    shots = None if given.shots is None else tuple(given.shots)
    run = await ask.studio.upgrade(ask.person, ask.path["id"], shots, given.to, quote_id=given.quote)
    return views.RunView(run.state.value)


@table.get("/api/projects/{id}/offers", gives=list[bills.OfferView])
async def offers(ask: Ask) -> list[bills.OfferView]:
    """What can be done at a ceiling: a cheaper model, fewer shots, or raising it (B2)."""
    return [
        bills.OfferView(one.key, one.words, one.saves, one.left, one.fits)
        for one in await ask.studio.offers(ask.person, ask.path["id"])
    ]


@table.post("/api/projects/{id}/offers", body=taken.OfferTaken, gives=bills.OfferView)
async def take_offer(ask: Ask) -> bills.OfferView:
    """Do as an offer says; the run goes on when it is started again."""
    one = await ask.studio.take_offer(ask.person, ask.path["id"], ask.body.key)
    return bills.OfferView(one.key, one.words, one.saves, one.left, one.fits)


@table.get("/api/projects/{id}/costs", gives=bills.CostsView)
async def costs(ask: Ask) -> bills.CostsView:
    """What the film has cost so far, by step, model and provider."""
    found = await ask.studio.costs(ask.person, ask.path["id"])
    return bills.CostsView(
        held=found.held,
        spent=found.spent,
        estimated=found.estimated,
        refused=found.refused,
        assumed=found.assumed,
        by_step=tuple(_cost(one) for one in found.by_step),
        by_model=tuple(_cost(one) for one in found.by_model),
        by_provider=tuple(_cost(one) for one in found.by_provider),
        quoted=found.quoted,
    )


@table.get("/api/models", query=taken.StepAsked, gives=list[bills.ModelOption])
async def models(ask: Ask) -> list[bills.ModelOption]:
    """Every model people may choose, with price, limits and whether its key is set (R31)."""
    return [drawing.option(one) for one in await ask.studio.models(ask.person, ask.query.step)]


@table.get("/api/voices", query=taken.ProjectAsked, gives=list[views.VoiceView])
async def voices(ask: Ask) -> list[views.VoiceView]:
    """The voices to choose from, for a film's speech model or the local ones."""
    return [
        views.VoiceView(one.id, one.name, one.gender, one.age, one.role, one.description)
        for one in await ask.studio.voices(ask.person, ask.query.project)
    ]


def _slot(words: str) -> Slot:
    kind, _, target = words.partition(":")
    if kind not in list(SlotKind):
        raise BadInput(f"There is no kind of slot {kind!r}.")
    return Slot(SlotKind(kind), target)


def _quote(found: Quote) -> bills.QuoteView:
    return bills.QuoteView(
        id=found.id,
        low=found.low,
        high=found.high,
        lines=tuple(
            bills.QuoteLineView(
                line.step.value, line.count_low, line.count_high, line.low, line.high, line.model
            )
            for line in found.lines
        ),
        until=found.until.value,
        expires_at=found.expires_at,
        needed=found.needed,
        seconds=found.seconds,
    )


def _cost(one: Cost) -> bills.CostView:
    return bills.CostView(**asdict(one))
