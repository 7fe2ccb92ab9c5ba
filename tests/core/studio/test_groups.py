"""Groups: nothing is spent there before they have a budget, and then never more than it (telegram.md 9.11)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from story_builders import rows

from core.errors import BadInput, NotAllowed, NotFound, OverCeiling
from core.intake import Source
from core.jobs import ledger
from core.store import jobs as stored
from core.store import projects
from core.store.jobs import Job
from core.story import Slot, SlotKind, Step
from core.studio import Brief, Studio

ANA, BEN, GROUP = "tg:1", "tg:2", "tg:-100"

pytestmark = pytest.mark.usefixtures("both_databases")


async def film(studio: Studio, person: str = ANA, purse: str = GROUP) -> str:
    return (await studio.create(person, Brief(Source("A fox and a hen.", "prompt"), purse=purse))).id


async def hold(studio: Studio, project: str, micros: int, number: int = 1) -> None:
    """Hold money for a job of the film."""
    slot = Slot(SlotKind.CLIP, f"sh_{number}")
    job = Job(f"j_{number}", project, slot, Step.VIDEOS, "fal:x", "", "fal", "", estimate=micros)
    async with studio._database.write() as db:
        await stored.insert_jobs(db, [job])
        await ledger.hold(db, job)


async def test_a_group_that_nobody_gave_a_budget_spends_nothing(looking: Studio) -> None:
    project = await film(looking)
    group = await looking.group(GROUP)
    assert (group.has_budget, group.left) == (False, 0)
    with pytest.raises(OverCeiling, match="this group's daily ceiling"):
        await hold(looking, project, 1)


async def test_what_all_its_films_cost_together_stays_within_its_budget(looking: Studio) -> None:
    await looking.set_ceilings("local", GROUP, day=1_000_000, month=None)
    first, second = await film(looking), await film(looking, BEN)
    await hold(looking, first, 600_000)
    with pytest.raises(OverCeiling, match="this group's daily ceiling"):
        await hold(looking, second, 600_000, 2)
    await hold(looking, second, 400_000, 3)
    assert (await looking.group(GROUP)).left == 0


async def test_a_film_of_one_s_own_asks_nothing_of_a_group(looking: Studio) -> None:
    alone = await film(looking, purse="")
    await hold(looking, alone, 600_000)
    assert (await looking.group(GROUP)).ceilings[0].used == 0


async def test_a_quote_says_what_the_group_s_budget_lacks(looking: Studio) -> None:
    await looking.set_ceilings("local", GROUP, day=1_000_000, month=2_000_000)
    async with looking._database.read() as db:
        loaded = await projects.load_project(db, await film(looking))
        room = await looking._room(db, replace(rows(), project=loaded))
    assert room == 1_000_000


async def test_one_film_of_a_group_never_costs_more_than_its_admins_let_it(looking: Studio) -> None:
    """Whatever its owner agrees to; a film begun before, and one raised later, too."""
    await looking.set_ceilings("local", GROUP, day=9_000_000, month=None)
    first, second = await film(looking), await film(looking, BEN)
    await hold(looking, first, 700_000)
    await looking.set_film_ceiling(GROUP, 1_000_000)
    assert (await looking.group(GROUP)).film == 1_000_000
    async with looking._database.write() as db:
        await projects.update_project(db, first, ceiling=5_000_000)
    with pytest.raises(OverCeiling, match=r"\$0\.70 of this group's ceiling for one film of \$1\.00"):
        await hold(looking, first, 600_000, 2)
    await hold(looking, second, 1_000_000, 3)
    async with looking._database.read() as db:
        loaded = await projects.load_project(db, first)
        assert await looking._room(db, replace(rows(), project=loaded)) == 300_000
    await looking.set_film_ceiling(GROUP, None)
    await hold(looking, first, 600_000, 4)


@pytest.mark.parametrize("most", [0, -1, 10**18])
async def test_a_film_s_ceiling_is_an_amount_that_can_be_meant(looking: Studio, most: int) -> None:
    with pytest.raises(BadInput):
        await looking.set_film_ceiling(GROUP, most)


async def test_who_may_spend_in_a_group_is_its_own_choice(looking: Studio) -> None:
    project = await film(looking)
    await looking.check_spender(ANA, project)
    await looking.set_spenders(GROUP, "admins")
    with pytest.raises(NotAllowed):
        await looking.check_spender(ANA, project)
    await looking.check_spender(BEN, project, leads=True)
    with pytest.raises(NotFound):
        await looking.check_spender(BEN, project)
    with pytest.raises(BadInput):
        await looking.set_spenders(GROUP, "everybody")


async def test_a_film_put_away_is_in_its_own_list_until_it_is_taken_out(looking: Studio) -> None:
    project = await film(looking)
    before = await looking.story(ANA, project)
    await looking.put_away(ANA, project)
    assert project not in [card.id for card in await looking.projects(ANA)]
    assert [card.id for card in await looking.projects(ANA, away=True)] == [project]
    assert (await looking.is_away(ANA, project), (await looking.project_counts(ANA))[1]) == (True, 1)
    assert await looking.story(ANA, project) == before
    await looking.put_away(ANA, project, away=False)
    assert project in [card.id for card in await looking.projects(ANA)]
