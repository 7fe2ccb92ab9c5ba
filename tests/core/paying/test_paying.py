"""The verbs about money, over a real database: quotes that bind, offers, costs, the account, the doctor."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from twin import Twin

from core.errors import BadInput, Conflict, NotFound
from core.intake import source_from_bytes
from core.jobs import forecast, ledger
from core.settings import Settings
from core.store import facts, jobs, money, projects, tables
from core.store.ids import JOB, new_id
from core.store.jobs import Job
from core.story import Slot, SlotKind, Step
from core.studio import Brief, Change, Studio, open_studio
from core.studio.agreeing import accepted, purpose_of

STORY = 'Ana stood on the pier. "One boat is missing," said Ana. Tom came down. "Then we wait," said Tom.'
PERSON = "local"
PLAIN = purpose_of(None, None, ())
ON_BOTH = pytest.mark.parametrize("where", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of a test: SQLite, and for some PostgreSQL too."""
    on_postgres = getattr(request, "param", "sqlite") == "postgres"
    monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgres_address") if on_postgres else "")


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


@pytest.fixture
def settings(twin: Twin, tmp_path: Path, where: None) -> Settings:
    values = {name.lower(): value for name, value in twin.env.items()}
    return Settings.model_validate({**values, "data_dir": tmp_path})


@pytest.fixture
async def studio(settings: Settings) -> AsyncIterator[Studio]:
    """Without an engine: nothing is made, only looked at and agreed to."""
    async with open_studio(settings, engine=False) as opened:
        yield opened


@pytest.fixture
async def project(studio: Studio) -> str:
    made = await studio.create(PERSON, Brief(source_from_bytes(STORY.encode(), "The pier"), level="clips"))
    return made.id


async def accept(studio: Studio, project_id: str, quote_id: str, **changed: object) -> int | None:
    """Take a quote; gives the project's ceiling afterwards."""
    wanted = {"until": Step.EXPORT, "purpose": PLAIN, **changed}
    async with studio._database.write() as db:
        story = await projects.load_story(db, project_id)
        await accepted(db, quote_id, story.project, **wanted)  # type: ignore[arg-type]
    return (await studio.story(PERSON, project_id)).project.ceiling


async def pay(studio: Studio, project_id: str, held: int, spent: int | None, note: str = "") -> None:
    """One call in the ledger: held, and captured unless `spent` is None."""
    slot = Slot(SlotKind.CLIP, f"sh_{held}")
    job = Job(
        new_id(JOB),
        project_id,
        slot,
        Step.VIDEOS,
        "replicate:wan",
        "wan",
        "replicate",
        str(held),
        estimate=held,
    )
    async with studio._database.write() as db:
        await jobs.insert_jobs(db, [job])
        await ledger.hold(db, job)
        if spent is not None:
            await ledger.capture(db, job, spent, note=note)


# quotes


async def test_a_quote_has_a_range_for_every_step_and_fifteen_minutes(studio: Studio, project: str) -> None:
    """B2."""
    quote = await studio.quote(PERSON, project)
    assert 0 < quote.low < quote.high
    assert (quote.low, quote.high) == (sum(x.low for x in quote.lines), sum(x.high for x in quote.lines))
    assert {line.step for line in quote.lines} >= {
        Step.STORY,
        Step.AUDIO,
        Step.FRAMES,
        Step.VIDEOS,
        Step.LIPSYNC,
    }
    left = quote.expires_at - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    async with studio._database.read() as db:
        kept = await money.load_quote(db, quote.id)
    assert (kept.low, kept.high, kept.accepted_at) == (quote.low, quote.high, None)


async def test_a_quote_says_how_long_the_making_takes_by_what_was_measured_here(
    studio: Studio, project: str
) -> None:
    """R21: a step that takes a quarter of an hour longer makes the film so much later, once."""
    by_its_rows = (await studio.quote(PERSON, project)).seconds
    assert by_its_rows is not None
    writer = (await studio.quote(PERSON, project)).lines[0].model
    name = forecast.of_kind(writer, SlotKind.STORY)
    async with studio._database.write() as db:
        await facts.remember(db, f"duration:{name}", 3_600 + studio._catalogue.model(writer).seconds)
    measured = (await studio.quote(PERSON, project)).seconds
    assert measured == pytest.approx(by_its_rows + 3_600)


async def test_a_film_takes_longer_while_others_want_the_same_maker(studio: Studio, project: str) -> None:
    alone = await studio.quote(PERSON, project)
    model = next(line.model for line in alone.lines if line.step is Step.VIDEOS)
    lane = studio._catalogue.model(model).provider
    for number in range(2 * studio._catalogue.lanes[lane].at_once):
        other = await studio.create(PERSON, Brief(source_from_bytes(STORY.encode(), str(number))))
        clip = Slot(SlotKind.CLIP, f"sh_{number}")
        async with studio._database.write() as db:
            await jobs.insert_jobs(
                db, [Job(new_id(JOB), other.id, clip, Step.VIDEOS, model, "m", lane, str(number))]
            )
            await db.execute(
                sa.update(tables.project).where(tables.project.c.id == other.id).values(run_state="running")
            )
    together = await studio.quote(PERSON, project)
    assert alone.seconds is not None and together.seconds is not None
    assert together.seconds > alone.seconds


async def test_the_level_that_is_meant_is_kept_and_buys_nothing(studio: Studio, project: str) -> None:
    assert await studio.preferred_level(PERSON, project) == ""
    await studio.prefer_level(PERSON, project, "pictures")
    assert await studio.preferred_level(PERSON, project) == "pictures"
    assert (await studio.story(PERSON, project)).project.ceiling is None
    with pytest.raises(NotFound):
        await studio.prefer_level(PERSON, project, "grand")
    with pytest.raises(NotFound):
        await studio.preferred_level("somebody else", project)
    await studio.prefer_level(PERSON, project, "")
    assert await studio.preferred_level(PERSON, project) == ""


async def test_an_accepted_quote_is_the_most_the_film_may_cost(studio: Studio, project: str) -> None:
    """B2."""
    quote = await studio.quote(PERSON, project)
    assert await accept(studio, project, quote.id) == quote.high


async def test_a_ceiling_that_the_person_set_stays(studio: Studio, project: str) -> None:
    await studio.change(PERSON, project, Change(ceiling=300_000))
    quote = await studio.quote(PERSON, project)
    assert quote.needed == quote.high - 300_000
    assert await accept(studio, project, quote.id) == 300_000


async def test_a_later_agreement_takes_the_place_of_an_earlier_one(studio: Studio, project: str) -> None:
    first = await studio.quote(PERSON, project)
    assert await accept(studio, project, first.id) == first.high
    second = await studio.quote(PERSON, project, until=Step.ANALYSIS)
    assert await accept(studio, project, second.id, until=Step.ANALYSIS) == second.high < first.high


@ON_BOTH
async def test_a_quote_is_accepted_once(studio: Studio, project: str) -> None:
    quote = await studio.quote(PERSON, project)
    await accept(studio, project, quote.id)
    with pytest.raises(Conflict, match="accepted before"):
        await accept(studio, project, quote.id)


async def test_a_quote_expires(studio: Studio, project: str) -> None:
    quote = await studio.quote(PERSON, project)
    with pytest.raises(Conflict, match="expired"):
        await accept(studio, project, quote.id, now=quote.expires_at)
    assert (await studio.story(PERSON, project)).project.ceiling is None


async def test_a_quote_is_for_the_story_as_it_was(studio: Studio, project: str) -> None:
    quote = await studio.quote(PERSON, project)
    await studio.change(PERSON, project, Change(style="watercolour"))
    with pytest.raises(Conflict, match="was changed"):
        await accept(studio, project, quote.id)


@pytest.mark.parametrize("changed", [{"until": Step.REFS}, {"purpose": purpose_of("clips", (1, 2), ())}])
async def test_a_quote_is_for_the_run_it_was_made_for(
    studio: Studio, project: str, changed: dict[str, object]
) -> None:
    quote = await studio.quote(PERSON, project)
    with pytest.raises(BadInput, match="another run"):
        await accept(studio, project, quote.id, **changed)


async def test_nobody_takes_another_film_s_quote(studio: Studio, project: str) -> None:
    other = await studio.create(PERSON, Brief(source_from_bytes(b"Another story.", "Other")))
    quote = await studio.quote(PERSON, other.id)
    for unknown in (quote.id, "q_nothing"):
        with pytest.raises(NotFound, match="no quote"):
            await accept(studio, project, unknown)


async def test_a_stranger_is_told_no_price(studio: Studio, project: str) -> None:
    for ask in (studio.quote("tg:1", project), studio.offers("tg:1", project), studio.costs("tg:1", project)):
        with pytest.raises(NotFound, match="no project"):
            await ask


async def test_a_shot_that_is_not_there_has_no_price(studio: Studio, project: str) -> None:
    with pytest.raises(BadInput, match="no shot 1"):
        await studio.quote(PERSON, project, level="clips", shots=(1,))


# offers


async def test_without_a_ceiling_there_is_nothing_to_offer(studio: Studio, project: str) -> None:
    assert await studio.offers(PERSON, project) == ()


@ON_BOTH
async def test_at_a_ceiling_cheaper_models_and_a_raise_are_offered_with_what_they_save(
    studio: Studio, project: str
) -> None:
    """B2."""
    high = (await studio.quote(PERSON, project)).high
    await studio.change(PERSON, project, Change(ceiling=high // 2))
    offers = await studio.offers(PERSON, project)
    assert {offer.key.partition(":")[0] for offer in offers} >= {"model", "raise"}
    for offer in offers:
        assert offer.words
        assert offer.fits == (offer.left <= (offer.ceiling or high // 2))
        assert offer.saves + offer.left == high


async def test_a_cheaper_model_that_was_offered_makes_the_next_quote_as_much_lower(
    studio: Studio, project: str
) -> None:
    high = (await studio.quote(PERSON, project)).high
    await studio.change(PERSON, project, Change(ceiling=high // 2))
    offer = next(one for one in await studio.offers(PERSON, project) if one.key.startswith("model:videos"))
    await studio.take_offer(PERSON, project, offer.key)
    assert (await studio.quote(PERSON, project)).high == offer.left == high - offer.saves


async def test_a_raise_that_is_taken_makes_room_for_the_rest(studio: Studio, project: str) -> None:
    high = (await studio.quote(PERSON, project)).high
    await studio.change(PERSON, project, Change(ceiling=high - 1_000))
    offer = next(one for one in await studio.offers(PERSON, project) if one.key.startswith("raise"))
    await studio.take_offer(PERSON, project, offer.key)
    assert (await studio.quote(PERSON, project)).needed == 0
    assert await studio.offers(PERSON, project) == ()


async def test_an_offer_that_was_never_made_is_not_taken(studio: Studio, project: str) -> None:
    with pytest.raises(Conflict, match="no longer stands"):
        await studio.take_offer(PERSON, project, "raise:99000000")
    assert (await studio.story(PERSON, project)).project.ceiling is None


# costs and account


@ON_BOTH
async def test_costs_tell_what_was_held_spent_refused_and_assumed(studio: Studio, project: str) -> None:
    await pay(studio, project, 110_000, 100_000)
    await pay(studio, project, 50_000, 50_000, "bad_output")
    await pay(studio, project, 30_000, 30_000, "unknown_outcome, assumed")
    await pay(studio, project, 20_000, None)
    found = await studio.costs(PERSON, project)
    assert (found.spent, found.held, found.estimated) == (180_000, 20_000, 190_000)
    assert (found.refused, found.assumed) == (80_000, 30_000)
    assert [(row.name, row.spent, row.calls) for row in found.by_provider] == [("replicate", 180_000, 3)]
    assert (await studio.costs(PERSON)).spent == 180_000
    assert (await studio.costs("tg:1")).spent == 0


async def test_costs_tell_the_accepted_quotes_beside_what_was_paid(studio: Studio, project: str) -> None:
    assert (await studio.costs(PERSON, project)).quoted is None
    quote = await studio.quote(PERSON, project)
    assert (await studio.costs(PERSON, project)).quoted is None
    await accept(studio, project, quote.id)
    assert (await studio.costs(PERSON, project)).quoted == (quote.low, quote.high)


async def test_the_account_tells_ceilings_with_what_is_left_today(settings: Settings) -> None:
    """R30."""
    limited = settings.model_copy(update={"person_day_ceiling": 2, "month_ceiling": 30})
    async with open_studio(limited, engine=False) as studio:
        made = await studio.create(PERSON, Brief(source_from_bytes(STORY.encode(), "The pier")))
        await pay(studio, made.id, 500_000, 400_000)
        await pay(studio, made.id, 100_000, None)
        found = await studio.account(PERSON)
    left = {ceiling.name: ceiling.left for ceiling in found.ceilings}
    assert left == {"person_day": 1_500_000, "month": 29_500_000}
    assert (found.today, found.month, found.held) == (400_000, 400_000, 100_000)
    assert found.providers_today == {"replicate": 400_000}


async def test_the_account_lists_the_models_of_each_platform(studio: Studio, twin: Twin) -> None:
    """R31: with price, limits, and whether the key is there."""
    found = {platform.lane: platform for platform in (await studio.account(PERSON)).platforms}
    assert set(found) == {"openrouter", "anthropic", "openai", "replicate", "fal"}
    assert all(model.price and model.ready for model in found["fal"].models)
    assert found["openrouter"].balance == 24_500_000
    assert "ADMIN" in found["fal"].not_available


async def test_the_account_is_remembered_for_a_while_and_asked_again_on_wish(
    studio: Studio, twin: Twin
) -> None:
    await studio.account(PERSON)
    asked = len(twin.journal)
    assert asked
    await studio.account(PERSON)
    assert len(twin.journal) == asked
    await studio.account(PERSON, fresh=True)
    assert len(twin.journal) > asked


async def test_a_balance_that_cannot_be_asked_now_is_shown_with_its_age(studio: Studio, twin: Twin) -> None:
    first = {one.lane: one for one in (await studio.account(PERSON)).platforms}["openrouter"]
    twin.arm("nginx_502", "openrouter", times=None)
    again = {one.lane: one for one in (await studio.account(PERSON, fresh=True)).platforms}["openrouter"]
    assert (again.balance, again.asked_at) == (first.balance, first.asked_at)
    assert "502" in again.problem


async def test_no_key_lies_in_the_database(studio: Studio, settings: Settings, project: str) -> None:
    await studio.account(PERSON)
    async with studio._database.read() as db:
        rows = [str(row) for row in await db.execute(sa.select(tables.fact))]
    text = json.dumps(rows)
    assert text
    for name in ("openrouter_api_key", "anthropic_api_key", "replicate_api_token", "fal_key"):
        assert getattr(settings, name).get_secret_value() not in text
