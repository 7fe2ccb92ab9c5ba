"""Made-up requests against the document: no answer that it does not name, and never a fault of ours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from audit.knocking import ids_of, knock
from house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")

KNOCKER = "tg:9"

ABSENT = ("account_overview",)
"""Asks the providers, which are not there."""


async def test_schemathesis_finds_nothing(house: House, tmp_path: Path) -> None:
    """`make audit` sends many more."""
    film = await house.film(KNOCKER)
    ids = await ids_of(house.studio, KNOCKER, film)
    token = await house.token(KNOCKER)
    found = await asyncio.to_thread(knock, house.base, token, ids, tmp_path, examples=3, left_out=ABSENT)
    assert not found, found
