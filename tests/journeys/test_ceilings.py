"""No film passes its ceiling, whatever goes wrong (B2); `python -m journeys.ceilings 200` tries more."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeys.ceilings import tried


@pytest.mark.parametrize("seed", [3])
async def test_no_film_passes_its_ceiling_and_the_ledger_knows_all_that_was_charged(
    tmp_path: Path, seed: int
) -> None:
    found = await tried(16, seed, tmp_path)
    assert [film for film in found.films if film.highest > film.ceiling] == []
    assert {film.state for film in found.films} <= {"finished", "paused", "stopped"}
    assert sum(film.spent + film.held for film in found.films) >= found.charged > 0
    assert [film for film in found.films if film.held and not film.unknown] == []
