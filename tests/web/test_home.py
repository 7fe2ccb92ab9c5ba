"""Home: films put away and taken back, from the page and from elsewhere, and a disk that is nearly full."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from browser import CHROMIUM, NO_CHROMIUM, PHONE, opened, visitor
from house import House, served
from many_films import keep_films
from playwright.async_api import expect

from core.jobs import upkeep

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with served(tmp_path) as found:
        yield found


async def test_a_film_that_is_put_away_is_in_its_own_list_alone(house: House) -> None:
    first, second, _ = await keep_films(house.studio, "local", 3)
    async with house.visit("local") as client:
        path = f"/api/projects/{first}/put-away"
        async with client.put(path, json={}) as answer:
            assert answer.status == 200
        async with client.get("/api/projects") as answer:
            assert first not in {card["id"] for card in await answer.json()}
        async with client.get("/api/projects?away=true") as answer:
            assert [card["id"] for card in await answer.json()] == [first]
        async with client.get("/api/home") as answer:
            assert await answer.json() == {"films": 2, "put_away": 1, "little_room": ""}
        async with client.get(f"/api/projects?away=true&after={second}") as answer:
            assert [card["id"] for card in await answer.json()] == [first]
        async with client.put(path, json={"away": False}) as answer:
            assert answer.status == 200
        async with client.get("/api/home") as answer:
            assert await answer.json() == {"films": 3, "put_away": 0, "little_room": ""}


@pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
async def test_the_page_puts_a_film_away_and_takes_it_back(house: House) -> None:
    await keep_films(house.studio, "local", 3)
    async with opened() as browser, visitor(browser, house, PHONE) as me:
        page = me.page
        listed = page.locator(".films h3")
        await expect(listed).to_have_text(["Film 3", "Film 2", "Film 1"])
        await expect(page.locator(".shelf")).to_have_count(0)
        await page.get_by_role("button", name="Put Film 2 away").click()
        await expect(listed).to_have_text(["Film 3", "Film 1"])
        await page.get_by_role("button", name="Put away · 1").click()
        away = page.locator(".shelf .line-row")
        await expect(away).to_have_count(1)
        assert await me.violations() == []
        await house.studio.put_away("local", "p_0000000001")
        await expect(listed).to_have_text(["Film 3"])
        await expect(away).to_have_count(2)
        await page.get_by_role("button", name="Take Film 2 back").click()
        await expect(listed).to_have_text(["Film 3", "Film 2"])
        await expect(page.get_by_role("button", name="Put away · 1")).to_be_visible()
        assert me.wrong == []


@pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
async def test_a_disk_that_is_nearly_full_is_told_before_a_film_is_begun(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as browser, visitor(browser, house, PHONE) as me:
        await expect(me.page.get_by_text("Little room for films")).to_have_count(0)
        monkeypatch.setattr(upkeep, "DISK_LOW", 1 << 60)
        await me.page.reload()
        await expect(me.page.get_by_text("Little room for films")).to_be_visible()
        assert await me.violations() == []
