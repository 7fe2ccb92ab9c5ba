"""The page inside Telegram: its bottom buttons do what ours would, and nothing unsaved is closed unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser import CHROMIUM, NO_CHROMIUM, PHONE, opened
from house import House, served
from playwright.async_api import Page, expect
from test_signin import BOT, init_data

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)

ANA = "tg:77"

SCRIPT = (Path(__file__).parent / "telegram-web-app.js").read_text(encoding="utf-8")
"""As much of Telegram's own script as the page uses; it keeps what it was told."""


@asynccontextmanager
async def inside(house: House, start: str = "") -> AsyncIterator[Page]:
    """Ana's telephone with the Mini App open, as a link with `start` opens it."""
    signed = init_data(at=datetime.now(UTC), **({"start_param": start} if start else {}))

    async with opened() as browser:
        room = await browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, service_workers="block"
        )
        page = await room.new_page()
        await page.route(
            "https://telegram.org/**",
            lambda route: route.fulfill(body=SCRIPT, content_type="text/javascript"),
        )
        await page.goto(f"{house.base}/#{urlencode({'tgWebAppData': signed})}")
        await page.wait_for_function("() => window.Telegram?.WebApp.told.ready")
        yield page
        await room.close()


async def says(page: Page, words: str, name: str = "MainButton") -> None:
    """Wait until Telegram's button shows these words."""
    await page.wait_for_function(
        "([name, words]) => (Telegram.WebApp[name].isVisible ? Telegram.WebApp[name].text : '') === words",
        arg=[name, words],
    )


async def taps(page: Page, name: str = "MainButton") -> None:
    await page.evaluate("(name) => Telegram.WebApp[name].tap()", name)


async def closes_with_a_question(page: Page, asks: bool) -> None:
    await page.wait_for_function("(asks) => Telegram.WebApp.told.asks === asks", arg=asks)


async def test_telegrams_buttons_do_what_the_views_would(tmp_path: Path) -> None:
    bot = {"telegram_bot_token": BOT, "telegram_allowed_users": "77"}
    async with served(tmp_path, **bot) as house:
        project = await house.film(ANA)
        async with inside(house, f"{project}-script") as page:
            await expect(page.locator("main.script")).to_be_visible()
            assert await page.evaluate("Telegram.WebApp.BackButton.isVisible")
            await says(page, "")
            await page.get_by_role("button", name="Edit line 2").click()
            await page.get_by_label("Line 2", exact=True).fill("Two boats are missing")
            await says(page, "Save")
            await says(page, "Cancel", "SecondaryButton")
            await closes_with_a_question(page, True)
            await expect(page.locator(".edit-foot .button:visible")).to_have_count(0)
            await taps(page)
            await says(page, "Renew the film")
            await closes_with_a_question(page, False)
            await expect(page.locator(".line.open")).to_have_count(0)
            assert (await house.studio.story(ANA, project)).segments[1].text == "Two boats are missing"
            await page.evaluate("Telegram.WebApp.BackButton.tap()")
            await expect(page.get_by_role("heading", name="Your films")).to_be_visible()
            await says(page, "")
            assert not await page.evaluate("Telegram.WebApp.BackButton.isVisible")
            await page.get_by_label("Tell a story").fill("A night at sea.")
            await says(page, "Make the animatic · free")
            await closes_with_a_question(page, True)


async def test_a_reload_stays_signed_in_and_where_one_was(tmp_path: Path) -> None:
    """telegram.md 6.2: no cookie holds there; what Telegram signed outlives a reload, our secret does not."""
    bot = {"telegram_bot_token": BOT, "telegram_allowed_users": "77"}
    async with served(tmp_path, **bot) as house:
        project = await house.film(ANA)
        async with inside(house, f"{project}-script") as page:
            await expect(page.locator("main.script")).to_be_visible()
            await page.locator('a.phase-link[href$="/story"]').click()
            await expect(page.locator("main.story")).to_be_visible()
            assert page.url == f"{house.base}/p/{project}/story", (
                "what Telegram signed is in the address no more"
            )
            await page.reload()
            await expect(page.locator("main.story")).to_be_visible()
            await page.wait_for_function("() => window.Telegram?.WebApp.told.ready")
            assert await page.evaluate("Object.values(sessionStorage).every((kept) => !kept.includes('vs_'))")
            assert (await page.context.cookies()) == []
            another = await page.context.new_page()
            await another.goto(page.url)
            await expect(another.get_by_text("Nobody is signed in here")).to_be_visible()
            await house.studio.chats.set_user(77, role="denied")
            await page.reload()
            await expect(page.get_by_text("does not know you")).to_be_visible()
