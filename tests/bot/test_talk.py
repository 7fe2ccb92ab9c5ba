"""What is said around films: commands, languages, strangers, groups, voice, odd messages, odd presses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from chatting import STORY, Stage, settings_for, staged
from many_films import keep_films
from twin.telegram import Person, Telegram

from bot.app import run
from core.errors import BadInput
from core.studio import open_studio


async def test_too_short_a_text_is_no_story(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.send("Hi there")
    await ann.sees("very short for a story")
    assert await stage.studio.projects(f"tg:{ann.id}") == ()


async def test_an_unknown_command_is_refused_and_never_taken_for_a_story(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    ann.send("/upscale this very long thing that could be a story")
    await ann.sees("I do not know this command")
    assert await stage.studio.projects(f"tg:{ann.id}") == ()


async def test_a_story_comes_as_a_file(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.document(STORY.encode(), "fox.txt", "text/plain")
    await ann.sees("A fox found a lantern", button="Cancel")


async def test_a_file_of_another_kind_is_refused(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.document(b"%PDF-1.7", "fox.pdf", "application/pdf")
    await ann.sees("I read stories from .txt, .md and .fountain")


async def test_a_voice_note_cannot_be_heard_without_a_model(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    ann.voice()
    await ann.sees("I cannot listen here")


async def test_the_other_language_is_chosen_and_kept(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.send("/settings")
    await ann.tap("Deutsch", message=await ann.sees("Settings"))
    await ann.sees("Einstellungen")
    ann.send("/help")
    await ann.sees("So geht es")


async def test_a_german_telephone_is_answered_in_german(telegram: Telegram, tmp_path: Path) -> None:
    uwe = telegram.person("Uwe", language="de-AT")
    async with staged(telegram, tmp_path, allowed=[uwe]):
        uwe.start()
        await uwe.sees("Schick mir eine Geschichte")


async def test_the_account_names_missing_keys_and_takes_none(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    ann.send("/account")
    told = await ann.sees("no key (FAL_KEY)", seconds=20)
    assert "Spent today $0.00" in told.text


async def test_a_stranger_learns_their_id_and_an_admin_lets_them_in(
    telegram: Telegram, ann: Person, tmp_path: Path
) -> None:
    eve = telegram.person("Eve")
    async with staged(telegram, tmp_path, admins=[ann]) as stage:
        eve.send(STORY)
        await eve.sees(f"Your id: {eve.id}")
        asked = await ann.sees("Eve (@eve", button="Allow")
        eve.send(STORY)
        await telegram.settled()
        assert len(eve.screen().messages) == 3, "a stranger is answered once"
        await ann.tap("Allow", message=asked)
        await eve.sees("You are welcome now")
        eve.start()
        await eve.sees("Send me a story")
        assert await stage.studio.projects(f"tg:{eve.id}") == ()


async def test_an_admin_sets_a_budget(telegram: Telegram, ann: Person, tmp_path: Path) -> None:
    async with staged(telegram, tmp_path, admins=[ann]) as stage:
        ann.send("/budget 4711 2 20.50")
        await ann.sees("Budget of 4711: $2.00 a day, $20.50 a month")
        person = await stage.studio.person("tg:4711")
        assert (person.ceiling_day, person.ceiling_month) == (2_000_000, 20_500_000)


async def test_admins_words_are_not_for_others(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.send("/allow 4711")
    await ann.sees("Only admins can do this")


async def test_an_unknown_group_is_left(telegram: Telegram, stage: Stage, ann: Person) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("Somewhere", bob, bot="left")
    group.add_bot(bob)
    await bob.sees("may not stay here", chat=group.chat)
    await telegram.until(lambda: group.chat.members[telegram.state.bot.id] == "left")


async def test_in_a_group_only_the_owner_and_admins_direct(
    telegram: Telegram, ann: Person, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven.append("pinned messages")  # the bot is no admin there, and does without
    bob, eve = telegram.person("Bob"), telegram.person("Eve")
    group = telegram.group("Films", ann, bob, eve)
    chats = {"telegram_allowed_chats": str(group.id)}
    async with staged(telegram, tmp_path, allowed=[ann, bob], **chats) as stage:
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        panel = await ann.sees("A fox found", chat=group.chat, button="Cancel")
        refused = await bob.answer(bob.press("Cancel", message=panel))
        assert refused == "Only Ann or an admin can do this."
        assert await eve.answer(eve.press("Cancel", message=panel)) == "This bot is private."
        boss = telegram.person("Boss")
        group.join(boss, admin=True)
        assert await boss.answer(boss.press("Pause", message=panel)) == "This bot is private."
        await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))


async def test_a_forged_or_old_button_is_answered_and_does_nothing(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    eve = telegram.person("Eve")
    ann.send("/projects")
    listed = await ann.sees("Your film")
    project = await filmed.project(ann)
    assert "older version" in await ann.answer(ann.press_forged("v0:s.rf:x", listed))
    assert "older version" in await ann.answer(ann.press_forged("v1:p.del3:" + project, listed))
    assert "gone" in await ann.answer(ann.press_forged("v1:p.open:p_00000000", listed))
    eve.start()
    hello = await eve.sees("This bot is private")
    assert await eve.answer(eve.press_forged(f"v1:p.del2:{project}", hello)) == "This bot is private."
    assert await filmed.studio.projects(f"tg:{ann.id}")


async def test_a_press_on_a_message_too_old_to_be_read_still_acts(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    ann.send("/projects")
    listed = await ann.sees("Your film")
    await ann.answer(ann.press("A fox found", message=listed, stale=True))
    await ann.sees("animatic is ready")


async def test_optional_calls_that_fail_stop_nothing(
    telegram: Telegram, stage: Stage, ann: Person, forgiven: list[str]
) -> None:
    forgiven += ["pinned messages", "REACTION_INVALID"]
    telegram.arm("no_reactions", times=None)
    telegram.arm("no_rights", "pinChatMessage", times=None)
    ann.send(STORY)
    await ann.sees("A fox found", button="Cancel")
    await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))
    telegram.disarm()


async def test_a_voice_note_is_written_down_read_back_and_filmed(
    telegram: Telegram, ann: Person, tmp_path: Path
) -> None:
    async with (
        listening(STORY) as address,
        staged(
            telegram, tmp_path, allowed=[ann], openai_base_url=address, openai_hearing_model="whisper"
        ) as stage,
    ):
        ann.voice()
        await ann.sees("I heard: A fox found a lantern")
        await ann.sees("A fox found a lantern", button="Cancel")
        await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))


async def test_telegram_being_away_takes_nobody_down(telegram: Telegram, ann: Person, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path, allowed=[ann])
    await telegram.down()
    async with open_studio(settings) as studio, run(studio, settings) as bot:
        assert await studio.projects(f"tg:{ann.id}") == ()
        assert bot.state in ("connecting", "offline")
        await telegram.up()
        await asyncio.wait_for(bot.online.wait(), 20)
        ann.start()
        await ann.sees("Send me a story")


async def test_a_refused_token_is_said_and_not_tried_for_ever(
    telegram: Telegram, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven.append("Unauthorized")
    settings = settings_for(telegram, tmp_path, telegram_bot_token="7000000001:AAwrongwrongwrongwrongwrong")
    async with open_studio(settings) as studio, run(studio, settings) as bot:
        with pytest.raises(BadInput, match="refuses the bot's token"):
            await bot.ended()
    assert len([one for one in telegram.outbox if one.method == "getMe"]) <= 1


async def test_whoever_blocked_the_bot_gets_the_film_when_they_are_back(
    telegram: Telegram, filmed: Stage, ann: Person, forgiven: list[str]
) -> None:
    forgiven.append("blocked by the user")
    telegram.arm("blocked", "sendVideo")
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    await telegram.until(lambda: any(one.status == 403 for one in telegram.outbox))
    await telegram.settled()
    ann.send("/help")
    await ann.sees("🎉", kind="video", seconds=30)


async def test_a_film_stays_in_its_topic(
    telegram: Telegram, ann: Person, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven.append("pinned messages")
    group = telegram.group("Films", ann, topics=True)
    topic = group.topic("Foxes")
    async with staged(telegram, tmp_path, allowed=[ann], telegram_allowed_chats=str(group.id)) as stage:
        ann.send(f"/new {STORY}", chat=group.chat, topic=topic)
        panel = await ann.sees("A fox found", chat=group.chat, button="Cancel")
        assert panel.topic == topic
        await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))


async def test_two_films_are_told_apart_when_one_is_to_be_stopped(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    ann.send(STORY)
    await ann.sees("A fox found a lantern", button="Cancel")
    ann.send(STORY.replace("fox", "hen"))
    second = await ann.sees("A hen found a lantern", button="Cancel")
    ann.send("/cancel")
    asked = await ann.sees("Which film shall I stop", after=second)
    await ann.tap("A hen", message=asked)
    await ann.tap("Yes, stop", message=await ann.sees("Stop now?"))
    await ann.sees("Everything made so far is kept", seconds=20)
    states = {card.title: card.state for card in await stage.studio.projects(f"tg:{ann.id}")}
    assert states["A hen found a lantern"] == "cancelled"
    assert states["A fox found a lantern"] in ("running", "finished")
    for card in await stage.studio.projects(f"tg:{ann.id}"):
        await stage.studio.cancel(f"tg:{ann.id}", card.id)


@asynccontextmanager
async def listening(words: str) -> AsyncIterator[str]:
    """A server of one's own that writes down whatever it hears as these words."""

    async def heard(request: web.Request) -> web.Response:
        form = await request.post()
        assert form["model"] == "whisper"
        assert isinstance(form["file"], web.FileField)
        return web.json_response({"text": words})

    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", heard)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def test_a_list_of_many_films_is_leafed_through_to_its_end(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    await keep_films(stage.studio, f"tg:{ann.id}", 123)
    ann.send("/projects")
    shown = await ann.sees("Your 123 films", button="1/25")
    assert "Film 123" in shown.text
    last = ann.press_forged("v1:p.ls::24", shown)
    await ann.answer(last)
    await ann.sees("Film 1$", button="25/25")
    assert [label for label in shown.labels if "▶" in label] == []
    await ann.tap("◀", message=shown)
    await ann.sees("Film 4$", button="24/25")
    await ann.answer(ann.press_forged("v1:p.ls::999", shown))
    await ann.sees("Film 1$", button="25/25")
