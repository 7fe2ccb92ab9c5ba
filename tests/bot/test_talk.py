"""What is said around films: commands, languages, strangers, groups, voice, odd messages, odd presses."""

from __future__ import annotations

from pathlib import Path

from chatting import STORY, Stage, staged
from twin.telegram import Person, Telegram


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
    telegram: Telegram, ann: Person, tmp_path: Path
) -> None:
    bob, eve = telegram.person("Bob"), telegram.person("Eve")
    group = telegram.group("Films", ann, bob, eve)
    chats = {"telegram_allowed_chats": str(group.id)}
    async with staged(telegram, tmp_path, allowed=[ann, bob], **chats) as stage:
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        panel = await ann.sees("A fox found", chat=group.chat, button="Cancel")
        refused = await bob.answer(bob.press("Cancel", message=panel))
        assert refused == "Only Ann or an admin can do this."
        assert await eve.answer(eve.press("Cancel", message=panel)) == "This bot is private."
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
