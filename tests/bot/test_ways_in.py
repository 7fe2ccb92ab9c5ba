"""Ways into the bot and out of it: deep links, invitations, the page's buttons, topics, groups with admins."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from chatting import STORY, Stage, staged
from twin.telegram import Person, Telegram

from bot.kit import start_of
from web.signin import checked

PAGE = "https://films.example"


async def test_a_link_opens_the_film_or_one_of_its_shots(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    project = await filmed.project(ann)
    ann.start(project)
    panel = await ann.sees("animatic is ready", kind="photo", button="Storyboard")
    await ann.sees("🎉", kind="video", seconds=30)
    story = await filmed.studio.story(f"tg:{ann.id}", project)
    ann.start("s_" + story.shots[1].id.removeprefix("sh_"))
    await ann.sees("Shot 2 of 3", kind="photo", after=panel)
    eve = telegram.person("Eve")
    eve.start(project)
    await eve.sees("This bot is private")


async def test_an_invitation_lets_one_person_in_once(telegram: Telegram, ann: Person, tmp_path: Path) -> None:
    bob, eve = telegram.person("Bob"), telegram.person("Eve")
    async with staged(telegram, tmp_path, admins=[ann]) as stage:
        ann.send("/invite")
        told = await ann.sees("lets one person in, once")
        found = re.search(r"start=(inv_\S+)", told.text)
        assert found is not None
        bob.start(found[1])
        await bob.sees("Send me a story")
        await ann.sees("Bob has come in by your invitation")
        eve.start(found[1])
        await eve.sees("This bot is private")
        assert await stage.studio.who(found[1].removeprefix("inv_")) is None, "an invitation is no sign-in"


@pytest.mark.parametrize("app", ["", PAGE], ids=["beside it", "inside too"])
async def test_buttons_open_the_page_inside_telegram_and_in_groups(
    telegram: Telegram, ann: Person, tmp_path: Path, film_folder: Path, forgiven: list[str], app: str
) -> None:
    """Web app buttons fail in groups (trap 7): a link there opens the page that BotFather was told of."""
    forgiven.append("pinned messages")
    telegram.rules.app = app
    group = telegram.group("Films", ann)
    chats = {"telegram_allowed_chats": str(group.id), "public_base_url": PAGE}
    shutil.copytree(film_folder / "data", tmp_path / "data")
    async with staged(telegram, tmp_path, allowed=[ann], **chats) as stage:
        project = await stage.project(ann)
        ann.start(project)
        await ann.sees("animatic is ready", button="In app")
        assert ann.open_app("In app").url.startswith(f"{PAGE}/p/{project}#")
        ann.send("/projects", chat=group.chat)
        await ann.tap("A fox found", message=await ann.sees("Your film", chat=group.chat))
        panel = await ann.sees("animatic is ready", chat=group.chat, button="In app")
        (there,) = [one for one in panel.buttons if "In app" in one.label]
        inside = f"https://t.me/video_story_bot?startapp={project}"
        assert (there.url, there.web_app) == (inside if app else f"{PAGE}/p/{project}", "")
        if app:
            opened = ann.open_app("In app", chat=group.chat)
            assert checked(opened.init_data, telegram.state.token).start == project


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/p/p_1", "p_1"),
        ("/p/p_1/images", "p_1-images"),
        ("/p/p_1?entity=e_2", "p_1-e_2"),
        ("/?account=", "account"),
        ("/", ""),
    ],
)
def test_a_place_of_the_page_fits_into_a_link(path: str, start: str) -> None:
    assert start_of(path) == start


async def test_each_film_has_a_topic_of_its_own_where_private_chats_have_topics(
    forgiven: list[str], tmp_path: Path
) -> None:
    async with Telegram(scale=0.01, topics=True) as telegram:
        ann = telegram.person("Ann")
        async with staged(telegram, tmp_path, allowed=[ann]) as stage:
            ann.send(STORY)
            panel = await ann.sees("A fox found", button="Cancel")
            assert ann.chat.topics[panel.topic].startswith("A fox found a lantern")
            film = await ann.sees("🎉", kind="video", seconds=60)
            assert film.topic == panel.topic
            ann.send(STORY.replace("fox", "hen"))
            second = await ann.sees("A hen found", button="Cancel", after=film)
            assert second.topic not in (0, panel.topic)
            await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))
        telegram.check()


async def test_an_admin_of_the_group_directs_a_film_of_somebody_else(
    telegram: Telegram, ann: Person, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven.append("pinned messages")
    boss = telegram.person("Boss")
    group = telegram.group("Films", ann)
    group.join(boss, admin=True)
    chats = {"telegram_allowed_chats": str(group.id)}
    async with staged(telegram, tmp_path, allowed=[ann, boss], **chats) as stage:
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        panel = await ann.sees("A fox found", chat=group.chat, button="Cancel")
        assert await boss.answer(boss.press("Cancel", message=panel)) == ""
        asked = await boss.sees("Stop now", chat=group.chat)
        assert await boss.answer(boss.press("Yes, stop", message=asked)) == "Stopping"
        await boss.sees("Everything made so far is kept", chat=group.chat, seconds=20)
        (card,) = await stage.studio.projects(f"tg:{ann.id}")
        assert card.state == "cancelled"


@pytest.mark.parametrize("address", ["http://localhost:8000", PAGE])
async def test_the_page_s_link_is_a_button_where_telegram_takes_it(
    telegram: Telegram, ann: Person, tmp_path: Path, address: str
) -> None:
    async with staged(telegram, tmp_path, allowed=[ann], public_base_url=address):
        ann.send("/web")
        told = await ann.sees("The page")
        assert (f"{address}/#link=" in told.text) is (address != PAGE)
        assert len(told.buttons) == (address == PAGE)
