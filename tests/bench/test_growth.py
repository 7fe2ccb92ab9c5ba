"""Looking at one film costs the same with few and with many films in the database (issue 8)."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bench.growth import PLAN, WORK, Crowded, grown
from core.story import Step

MOST = 1.3
"""How much more many films may cost than few."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowds(tmp_path_factory: pytest.TempPathFactory) -> list[Crowded]:
    """The same work with 100 and with 1,000 films, told up to their shots."""
    return await grown(tmp_path_factory.mktemp("crowd"), (100, 1000), 1, Step.SHOTS)


@pytest.mark.parametrize("name", [*WORK, PLAN])
@pytest.mark.asyncio(loop_scope="module")
async def test_it_takes_no_more_steps_with_ten_times_the_films(crowds: list[Crowded], name: str) -> None:
    few, many = (crowd.work[name] for crowd in crowds)
    assert few.steps > 0
    assert many.steps <= MOST * few.steps


@pytest.mark.parametrize("name", [*WORK, PLAN])
@pytest.mark.asyncio(loop_scope="module")
async def test_no_statement_reads_a_table_that_grows(crowds: list[Crowded], name: str) -> None:
    assert crowds[-1].work[name].scans == set()
