"""The paid path from story to film, held against what the stand-in saw (issue B, `make journey-paid`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from journeys.paid import CHECKS, PaidFilm, make


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> PaidFilm:
    return asyncio.run(make(tmp_path_factory.mktemp("paid")))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_of_the_paid_film(film: PaidFilm, check: Callable[[PaidFilm], None]) -> None:
    check(film)
