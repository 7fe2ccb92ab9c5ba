"""The film's style as a picture: what it redoes and costs is seen first, and it goes as easily as it came."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from browser import CHROMIUM, NO_CHROMIUM, PHONE, opened, visitor
from house import House, photo, served
from playwright.async_api import expect
from twin import Twin

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with Twin() as twin:
        keys = {name.lower(): value for name, value in twin.env.items()}
        async with served(tmp_path_factory.mktemp("style"), **keys) as found:
            yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def painted(house: House) -> str:
    """A short film with one painted picture."""
    film = await house.film()
    await house.studio.upgrade("local", film, (1,), "pictures")
    standing = await house.studio.watch("local", film, 120)
    assert standing.state == "completed", standing
    return film


async def test_a_picture_is_priced_kept_and_taken_away(house: House, painted: str, tmp_path: Path) -> None:
    path = f"/api/projects/{painted}/style-picture"
    bytes_ = photo(tmp_path / "style.png").read_bytes()
    async with house.visit("local") as client:
        async with client.post(f"{path}/preview", data=_form(bytes_)) as answer:
            preview = await answer.json()
        assert preview["stale"] and preview["high"] > 0
        async with client.get(path) as answer:
            assert await answer.json() == {"uses": []}, "a preview keeps nothing"
        async with client.put(path, data=_form(bytes_)) as answer:
            assert (await answer.json())["stale"]
        async with client.get(path) as answer:
            assert all("is given it" in words for words in (await answer.json())["uses"])
        async with client.get(f"/api/projects/{painted}") as answer:
            picture = (await answer.json())["style_picture"]
        async with client.get(picture["thumb_url"]) as answer:
            assert answer.content_type.startswith("image/")
        async with client.patch(f"/api/projects/{painted}", json={"no_style_picture": True}) as answer:
            assert (await answer.json())["stale"] == []
        async with client.put(path, data=_form(b"no picture")) as answer:
            assert answer.status == 400


@pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
async def test_the_page_shows_what_a_picture_costs_before_it_is_kept(
    house: House, painted: str, tmp_path: Path
) -> None:
    async with opened() as browser, visitor(browser, house, PHONE) as me:
        page = me.page
        await me.go(f"/p/{painted}/story")
        style = page.locator("style-picture")
        await style.get_by_label("Choose a picture").set_input_files(photo(tmp_path / "style.png"))
        await expect(style.locator(".consequence")).to_contain_text("Makes again:")
        await expect(style.locator(".consequence")).to_contain_text("Costs")
        assert await me.violations() == []
        assert (await house.studio.story("local", painted)).project.style_picture is None
        await style.get_by_role("button", name="Save").click()
        await expect(style.get_by_role("button", name="Remove")).to_be_visible()
        await expect(style).to_contain_text("is given it")
        await page.locator(".now").get_by_role("button", name="Renew the film").click()
        asked = page.get_by_role("dialog", name="Renew the film")
        await expect(asked.get_by_role("button", name="Make it for")).to_be_visible()
        assert await me.violations() == []
        await asked.get_by_role("button", name="Cancel").click()
        assert (await house.studio.status("local", painted)).state == "finished", "nothing was begun"
        await style.get_by_role("button", name="Remove").click()
        await expect(style.locator(".consequence")).to_contain_text("Nothing has to be made again")
        await style.get_by_role("button", name="Save").click()
        await expect(style.get_by_label("Choose a picture")).to_be_attached()
        assert (await house.studio.story("local", painted)).project.style_picture is None
        assert me.wrong == []


def _form(picture: bytes) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("picture", picture, filename="style.png")
    return form
