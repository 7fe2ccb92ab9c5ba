"""The page in a real browser: a whole film is made, on a telephone and at a desk (issue F)."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from browser import CHROMIUM, DESK, NO_CHROMIUM, PHONE, Visitor, opened, visitor
from house import STORY, House, photo, served
from playwright.async_api import Browser, Locator, Page, Route, expect
from pydantic import SecretStr
from twin import Twin

from core.story import Slot, SlotKind
from core.studio import Change
from web.app import running

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM),
]

_MOVES = "() => /[1-9]/.test(document.querySelector('.playhead').style.transform)"

PHASES = ("story", "analysis", "script", "timeline", "images", "video", "export")

READY = 120_000
"""Milliseconds a short film may take on a busy machine."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with opened() as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """With keys for everything, and services that take a moment."""
    async with Twin(0.15) as twin:
        keys = {name.lower(): value for name, value in twin.env.items()}
        async with served(tmp_path_factory.mktemp("page"), **keys) as found:
            yield found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_whole_film_is_made_in_the_page(
    house: House, browser: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    async with visitor(browser, house, size) as me:
        project = await _creates(me)
        await _watches(me)
        await _every_view_is_whole(me, project)
        await _no_view_is_stale(me, project)
        await _brings_photos_and_sees_which_are_sent(me, project, tmp_path)
        await _cannot_generate_while_a_save_is_in_flight(me)
        await _runs_two_jobs_and_reloads(me, project)
        await _clears_a_reference_and_restores_a_take(me, project)
        await _edits_a_line_and_sees_what_is_redone(me, project)
        await _downloads(me, project)
        assert me.wrong == []
        await house.studio.delete_project("local", project)


async def _creates(me: Visitor) -> str:
    page = me.page
    await page.get_by_label("Tell a story").fill(STORY)
    await page.get_by_role("button", name="Make the animatic").click()
    await page.wait_for_url(re.compile(r"/p/p_\w+/timeline"))
    return page.url.split("/p/")[1].split("/")[0]


async def _watches(me: Visitor) -> None:
    """Without a reload from the story to the film; the preview plays before anything else is asked."""
    page = me.page
    await expect(page.locator(".now strong")).to_have_text("The film is ready", timeout=READY)
    assert await page.locator(".shots-track .clip").count() >= 3
    await page.get_by_role("button", name="Play the film as it is").click()
    await page.wait_for_function(_MOVES)
    await expect(page.locator(".caption")).to_contain_text("Ana stood")
    await page.get_by_role("button", name="Pause").first.click()


async def _every_view_is_whole(me: Visitor, project: str) -> None:
    """axe finds nothing on any view, nothing is wider than the window, nothing to tap is too small (R32)."""
    wrong: dict[str, list[str]] = {}
    story = await me.house.studio.story("local", project)
    drawers = [
        "/analysis?activity",
        "/analysis?account",
        f"/analysis?entity={story.entities[0].id}",
        f"/images?shot={story.shots[0].id}",
    ]
    for path in ("/", *(f"/p/{project}/{view}" for view in PHASES), *(f"/p/{project}{one}" for one in drawers)):
        await me.go(path)
        if path.partition("?")[2]:
            await me.page.locator(".sheet").wait_for()
            await me.settled()
        wide = await me.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found = [*await me.violations(), *await me.page.evaluate(_TOO_SMALL), *(["too wide"] if wide else [])]
        if found:
            wrong[path.partition(project)[2] or path] = found
    assert wrong == {}


async def _no_view_is_stale(me: Visitor, project: str) -> None:
    """R22, B3: what another face changes is on every view at once, without a reload."""
    await me.go(f"/p/{project}/story")
    for phase in PHASES:
        await me.page.locator(f'a.phase-link[href$="/{phase}"]').click()
        await expect(me.page.locator(f"main.{phase}")).to_be_visible()
        await me.house.studio.change("local", project, Change(title=f"Told in {phase}"))
        await expect(me.page.locator("h1.title")).to_have_text(f"Told in {phase}")
    await me.page.locator('a.phase-link[href$="/story"]').click()
    await expect(me.page.get_by_label("Title")).to_have_value(f"Told in {PHASES[-1]}")
    await me.page.get_by_role("link", name="Your films").click()
    await expect(me.page.get_by_role("heading", name=f"Told in {PHASES[-1]}")).to_be_visible()
    await me.house.studio.change("local", project, Change(title="Told at home"))
    await expect(me.page.get_by_role("heading", name="Told at home")).to_be_visible()


_TOO_SMALL = """
() => [...document.querySelectorAll('button, a[href], select, summary, label.chooser, input')]
  .filter((el) => !['file', 'checkbox'].includes(el.type))
  .filter((el) => el.offsetParent && !el.closest('.tracks, .skip, p, .toast'))
  .filter((el) => { const box = el.getBoundingClientRect(); return box.height < 43.5 || box.width < 43.5; })
  .map((el) => el.outerHTML.slice(0, 120))
"""


async def _brings_photos_and_sees_which_are_sent(me: Visitor, project: str, folder: Path) -> None:
    """R9, R11, R33: three photos on the card; what a model does not take is faded, with a hint."""
    page = me.page
    await me.go(f"/p/{project}/analysis")
    card = page.locator(".entity", has_text="Ana").first
    photos = [photo(folder / f"{n}.png", "Ana", n) for n in range(3)]
    await card.get_by_label("Add guide images for Ana").set_input_files(photos)
    await expect(card.locator(".tile img")).to_have_count(3)
    await card.get_by_role("button", name="Edit & regenerate").click()
    panel = page.get_by_role("dialog", name="Ana")
    await expect(panel.locator(".tile img").first).to_be_visible()
    model = panel.get_by_label("Model").last
    await model.select_option(label=await _option(model, "Kontext"))
    await expect(panel.locator(".tile.unused")).to_have_count(2)
    await expect(panel.locator(".hint")).to_contain_text("2 photos are not sent")
    await model.select_option(label=await _option(model, "Nano Banana"))
    await expect(panel.locator(".tile.unused")).to_have_count(0)
    await expect(panel.locator(".go")).to_contain_text(re.compile(r"\$0\.\d+ · 3 guides"))


async def _option(select: Locator, words: str) -> str:
    """The label of the first model of that name whose key is there."""
    await select.locator("option", has_text=words).first.wait_for(state="attached")
    labels = await select.locator("option").all_inner_texts()
    return next(label for label in labels if words in label and "needs" not in label)


async def _cannot_generate_while_a_save_is_in_flight(me: Visitor) -> None:
    """R34."""
    page = me.page
    panel = page.get_by_role("dialog", name="Ana")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        if route.request.method == "PATCH":
            held.append(route)
        else:
            await route.continue_()

    await page.route("**/api/characters/*", hold)
    await panel.get_by_label("Looks").fill("red hair, a grey coat")
    await expect(panel.locator(".go")).to_be_disabled()
    await expect(panel.locator(".go")).to_contain_text("Saving")
    await page.wait_for_timeout(900)
    assert len(held) == 1
    await expect(panel.locator(".go")).to_be_disabled()
    await held[0].continue_()
    await expect(panel.locator(".go")).to_be_enabled()
    await page.unroute("**/api/characters/*")


async def _runs_two_jobs_and_reloads(me: Visitor, project: str) -> None:
    """R20: jobs survive a reload, and one that runs disables nothing else."""
    page = me.page
    await page.get_by_role("dialog", name="Ana").locator(".go").click()
    story = await me.house.studio.story("local", project)
    tom = next(one for one in story.entities if "Tom" in one.name)
    ana = next(one for one in story.entities if one.name == "Ana")
    await me.go(f"/p/{project}/analysis?entity={tom.id}")
    panel = page.get_by_role("dialog", name=tom.name)
    model = panel.get_by_label("Model").last
    await model.select_option(label=await _option(model, "Nano Banana"))
    await expect(panel.locator(".go")).to_be_enabled()
    await panel.locator(".go").click()
    await me.go(f"/p/{project}/analysis?activity")
    await page.reload()
    await me.settled()
    drawer = page.get_by_role("dialog", name="Activity")
    for name in ("Ana", tom.name):
        await expect(drawer.locator("li", has_text=f"eference for {name}").first).to_be_visible()
    await me.house.studio.wait("local", project, 60)
    for one in (ana, tom):
        takes = await me.house.studio.takes("local", project, Slot(SlotKind.REFERENCE, one.id))
        assert len(takes) == 2, one.name
    sent = (await me.house.studio.takes("local", project, Slot(SlotKind.REFERENCE, ana.id)))[-1].references
    assert len(sent) == 3


async def _clears_a_reference_and_restores_a_take(me: Visitor, project: str) -> None:
    """R18, B11."""
    page = me.page
    story = await me.house.studio.story("local", project)
    ana = next(one for one in story.entities if one.name == "Ana")
    await me.go(f"/p/{project}/analysis?entity={ana.id}")
    panel = page.get_by_role("dialog", name="Ana")
    await expect(panel.locator(".takes .tile")).to_have_count(2)
    await panel.get_by_role("button", name="Clear").click()
    await expect(panel.locator(".preview .blank")).to_be_visible()
    await expect(panel.locator(".grid-tiles .tile img")).to_have_count(3)
    await panel.locator(".takes .tile-button").last.click()
    await panel.get_by_role("button", name="Use this take").click()
    await expect(panel.locator(".preview img")).to_be_visible()
    first, *_ = await me.house.studio.takes("local", project, Slot(SlotKind.REFERENCE, ana.id))
    now = (await me.house.studio.story("local", project)).take(SlotKind.REFERENCE, ana.id)
    assert now is not None
    assert now.id == first.id


async def _edits_a_line_and_sees_what_is_redone(me: Visitor, project: str) -> None:
    """B6: before it is saved, and after it is made."""
    page, studio = me.page, me.house.studio
    async for _ in studio.run("local", project):
        pass
    before = await studio.story("local", project)
    await me.go(f"/p/{project}/script")
    await page.get_by_role("button", name=re.compile("^Edit line 2")).click()
    await page.get_by_label("Line 2", exact=True).fill("Two boats are missing tonight")
    await expect(page.locator(".consequence")).to_contain_text("Makes again:")
    await expect(page.locator(".consequence")).to_contain_text("free")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".line.open")).to_have_count(0)
    await page.locator(".now").get_by_role("button", name="Renew the film").click()
    await expect(page.locator(".now strong")).to_have_text("The film is ready", timeout=READY)
    after = await studio.story("local", project)
    spoken = [line.id for line in after.segments if _take(before, line.id) != _take(after, line.id)]
    assert spoken == [after.segments[1].id]
    assert all(before.takes[slot] == after.takes[slot] for slot in before.takes if slot.kind is SlotKind.FRAME)


def _take(story: object, line: str) -> object:
    return story.take(SlotKind.SPEECH, line)  # type: ignore[attr-defined]


async def _downloads(me: Visitor, project: str) -> None:
    page = me.page
    await me.go(f"/p/{project}/export")
    await expect(page.locator(".block", has_text="Self-check").first).to_contain_text("Passed")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name=re.compile("^Download")).click()
    file = Path(await (await coming.value).path())
    data = await asyncio.to_thread(file.read_bytes)
    film = await me.house.studio.delivery("local", project)
    assert hashlib.sha256(data).hexdigest() == film.sha256


async def test_the_page_works_without_a_service_worker_and_tells_when_the_line_is_down(
    house: House, browser: Browser
) -> None:
    async with visitor(browser, house, PHONE, service_workers="block") as me:
        await expect(me.page.get_by_role("heading", name="Your films")).to_be_visible()
        await me.page.context.set_offline(True)
        await me.page.get_by_label("Tell a story").fill("A night at sea.")
        await me.page.get_by_role("button", name="Make the animatic").click()
        await expect(me.page.locator(".toast")).to_contain_text("There is no connection")


_KEPT = """async () => {
  const open = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(open.map((cache) => cache.keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""


async def test_without_a_line_the_worker_shows_a_page_of_its_own(house: House, browser: Browser) -> None:
    async with visitor(browser, house, PHONE) as me:
        await me.page.evaluate("navigator.serviceWorker.ready")
        await me.page.wait_for_function("() => navigator.serviceWorker.controller")
        kept = await me.page.evaluate(_KEPT)
        assert kept
        assert not [path for path in kept if path.startswith(("/api/", "/m/"))]
        await me.page.context.set_offline(True)
        await me.page.goto(me.house.base + "/p/p_0000000000")
        await expect(me.page.get_by_role("heading", name="No connection")).to_be_visible()


async def test_a_stranger_sees_how_to_come_in_and_nothing_else(house: House, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(house.base)
    await expect(page.get_by_text("Nobody is signed in here")).to_be_visible()
    await page.close()


async def test_a_browser_without_a_session_comes_in_by_the_chat(house: House, browser: Browser) -> None:
    """telegram.md 6.3: what the bot asks is in tests/bot/test_logins.py."""
    with_chat = house.settings.model_copy(
        update={"telegram_bot_token": SecretStr("12345:AAbb"), "telegram_admins": "5"}
    )
    await house.studio.chats.set_user(0, username="films_bot")
    room = await browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    async with running(house.studio, with_chat) as (host, port):
        page = await room.new_page()
        await page.goto(f"http://{host}:{port}/p/p_0000000000")
        await page.get_by_role("button", name="Sign in with Telegram").click()
        code = await _code(page)
        await house.studio.answer_login("tg:5", code, "00")
        await expect(page.get_by_text("Nobody was let in")).to_be_visible()
        await page.get_by_role("button", name="Sign in with Telegram").click()
        assert (again := await _code(page)) != code
        number = await page.locator(".login-number").inner_text()
        assert await house.studio.answer_login("tg:5", again, number)
        await expect(page.get_by_text("This film cannot be shown")).to_be_visible()
        await room.close()


async def _code(page: Page) -> str:
    link = await page.get_by_role("link", name="Open Telegram").get_attribute("href")
    assert link is not None
    assert link.startswith("https://t.me/films_bot?start=login_")
    return link.rpartition("_")[2]
