"""A real browser for the tests: Debian's Chromium, driven by Playwright, with nothing downloaded."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from house import House
from playwright.async_api import Browser, Page, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), "")

NO_CHROMIUM = "no chromium here; on Debian: apt-get install chromium"

PHONE, DESK = (390, 844), (1280, 800)

# Drawn and arrived: a drawer that still fades in has neither its colours nor its place.
# What turns for ever is let be.
_SETTLED = """
() => document.querySelector('main')
  && !document.querySelector('.spin:not(.small)')
  && document.getAnimations().every((one) =>
    one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)
"""

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@dataclass
class Visitor:
    """A person with the page open, and everything that went wrong in it."""

    page: Page
    house: House
    wrong: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        await self.page.goto(self.house.base + path)
        await self.settled()

    async def settled(self) -> None:
        """Everything that was asked for is drawn."""
        await self.page.wait_for_function(_SETTLED)

    async def violations(self) -> list[str]:
        """What axe finds, once nothing moves any more."""
        await self.settled()
        found = await Axe().run(self.page, options=_RULES)
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0].get('failureSummary', '')[:200]}"
            for one in found.response["violations"]
        ]


@contextlib.asynccontextmanager
async def opened() -> AsyncIterator[Browser]:
    """The browser itself."""
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def visitor(
    browser: Browser, house: House, size: tuple[int, int], **context: Any
) -> AsyncIterator[Visitor]:
    """Somebody who came in by a one-time link, in a window of this size."""
    view = {"width": size[0], "height": size[1]}
    room = await browser.new_context(viewport=view, has_touch=size == PHONE, accept_downloads=True, **context)  # type: ignore[arg-type]
    page = await room.new_page()
    page.set_default_timeout(30_000)
    someone = Visitor(page, house)
    page.on("pageerror", lambda error: someone.wrong.append(str(error)))
    page.on("console", lambda said: someone.wrong.append(said.text) if said.type == "error" else None)
    secret = await house.studio.one_time_link("local")
    await page.goto(f"{house.base}/#link={secret}")
    await page.get_by_role("button", name="Account").wait_for()
    try:
        yield someone
    finally:
        await room.close()
