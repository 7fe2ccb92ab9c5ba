"""Secrets cannot be tried quickly, and films cannot be begun without end: 429, when to come back, and why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from house import House, served

from core.errors import TooMany
from core.intake import source_from_text
from core.studio import Brief
from web.pace import MOST_ADDRESSES, Pace


@pytest.fixture
async def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house that lets three tries and two films a minute, and in which no minute passes meanwhile."""
    monkeypatch.setattr("web.app.pace.Pace", partial(Pace, clock=lambda: 0.0))
    monkeypatch.setattr("core.studio.making.MINUTE", timedelta(hours=1))
    given = {"sign_in_per_minute": 3, "create_per_minute": 2, "public_base_url": "https://films.example"}
    async with served(tmp_path, web_host="127.0.0.1", **given) as house:
        yield house


async def test_the_fourth_try_to_sign_in_is_told_when_to_come_back(strict: House) -> None:
    good = await strict.studio.one_time_link("local")
    async with strict.visit() as stranger:
        for number in range(3):
            assert (await _try(stranger, f"vs_guess{number}")).status == 404
        refused = await _try(stranger, good)
        assert refused.status == 429
        assert refused.headers["Retry-After"] == "20"
        told = (await refused.json())["error"]
        assert told["code"] == "too_many" and told["retryable"]
        assert "Wait" in told["hint"]
        async with stranger.post(f"/link/{good}") as by_form:
            assert by_form.status == 429
        other = await _try(stranger, good, {"X-Forwarded-For": "203.0.113.7"})
        assert other.status == 200


async def test_pages_and_the_api_are_not_slowed_by_it(strict: House) -> None:
    async with strict.visit("local") as mine:
        for _ in range(12):
            async with mine.get("/api/session") as answer:
                assert answer.status == 200


async def test_the_third_film_within_a_minute_waits_and_leaves_no_trace(strict: House) -> None:
    async with strict.visit("tg:1") as mine:
        for number in range(2):
            assert (await _create(mine, f"A lamp goes out, {number}.")).status == 201
        refused = await _create(mine, "One more.")
        assert refused.status == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 3600
        body = {"story": "By an agent."}
        async with mine.post("/api/hermes/projects/create-and-run", json=body) as answer:
            assert answer.status == 429
    assert len(await strict.studio.projects("tg:1")) == 2
    async with strict.visit("tg:2") as other:
        assert (await _create(other, "Somebody else's.")).status == 201


async def test_asking_again_for_the_same_film_is_no_new_one(strict: House) -> None:
    brief = Brief(source_from_text("A lamp."))
    first = await strict.studio.create("tg:3", brief, key="tap")
    for _ in range(5):
        assert (await strict.studio.create("tg:3", brief, key="tap")).id == first.id
    await strict.studio.create("tg:3", brief)
    with pytest.raises(TooMany):
        await strict.studio.create("tg:3", brief)


def test_tries_come_back_evenly_and_old_addresses_are_forgotten() -> None:
    now = 0.0
    pace = Pace(6, clock=lambda: now)
    assert [pace.wait("a") for _ in range(7)] == [0] * 6 + [10]
    now = 10.0
    assert [pace.wait("a"), pace.wait("a")] == [0, 10]
    for number in range(MOST_ADDRESSES):
        pace.wait(str(number))
    assert pace.wait("a") == 0


async def _try(
    client: aiohttp.ClientSession, secret: str, headers: dict[str, str] | None = None
) -> aiohttp.ClientResponse:
    async with client.post("/api/session/link", json={"secret": secret}, headers=headers) as answer:
        await answer.read()
        return answer


async def _create(client: aiohttp.ClientSession, story: str) -> aiohttp.ClientResponse:
    async with client.post("/api/projects", json={"story": story, "start": False}) as answer:
        await answer.read()
        return answer
