"""A film of which something failed: seen where one looks, with its reason, and a price before the next try."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import CHROMIUM, NO_CHROMIUM, PHONE, opened, visitor
from house import served
from playwright.async_api import expect
from twin import Twin

from core.studio import Change

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)


async def test_what_failed_is_seen_with_its_reason_and_tried_again_at_a_price(tmp_path: Path) -> None:
    async with Twin() as twin:
        keys = {name.lower(): value for name, value in twin.env.items()}
        async with served(tmp_path, **keys) as house:
            film = await house.film()
            twin.arm("fal_422_policy", times=1000)
            twin.arm("rep_failed_nsfw", times=1000)
            await house.studio.upgrade("local", film, (1,), "pictures")
            assert (await house.studio.watch("local", film, 120)).state == "failed"
            shot = (await house.studio.story("local", film)).shots[0].id
            async with opened() as browser, visitor(browser, house, PHONE) as me:
                page = me.page
                await me.go(f"/p/{film}/images")
                await expect(page.locator(".card.shot").first).to_contain_text("Failed")
                await me.go(f"/p/{film}/images?shot={shot}")
                await expect(page.get_by_role("dialog").locator(".wrong")).to_contain_text("content rules")
                assert await me.violations() == []
                await me.go(f"/p/{film}/analysis?activity")
                drawer = page.get_by_role("dialog", name="Activity")
                await expect(drawer.locator(".counts")).to_contain_text("failed")
                assert await me.violations() == []
                await drawer.get_by_role("button", name="Try again").first.click()
                price = page.get_by_role("dialog", name="again")
                await expect(price.get_by_role("button", name="Make it for")).to_be_visible()
                await price.get_by_role("button", name="Cancel").click()
                await drawer.locator("summary", has_text="Log").click()
                await expect(drawer.locator(".log ol")).to_be_visible()
                await house.studio.change("local", film, Change(title="Another night"))
                await expect(page.locator("h1.title")).to_have_text("Another night")
                await expect(drawer.locator(".log ol")).to_be_visible()
                await me.go(f"/p/{film}/video")
                await page.locator(".now").get_by_role("button", name="Try again").click()
                asked = page.get_by_role("dialog", name="Try again")
                await expect(asked.get_by_role("button", name="Make it for")).to_be_visible()
                assert me.wrong == []
