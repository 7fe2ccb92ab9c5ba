"""What people and groups usually want: settings, budgets of groups, films put away."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chatting import STORY, Stage, paid_calls, staged
from twin import Twin
from twin.telegram import Group, Person, Telegram, picture
from twin.telegram.state import Message

from core.story import Aspect, Captions, Slot, SlotKind
from core.studio import Change


@pytest.fixture
async def paid(telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(telegram, tmp_path, allowed=[ann], env=twin.env) as opened:
        yield opened


async def test_a_film_begins_with_what_its_person_usually_wants(
    telegram: Telegram, paid: Stage, ann: Person, twin: Twin
) -> None:
    ann.send("/settings")
    panel = await ann.sees("Settings", button="16:9")
    await ann.tap("16:9", message=panel)
    await ann.tap("Captions", message=panel)
    await ann.tap("as told", message=panel)
    await ann.tap("90 s", message=await ann.sees("How long shall your stories last"))
    await ann.tap("Offer first", message=await ann.sees("A written story lasts: 90 s"))
    await ann.tap("Best", message=await ann.sees("What shall I offer first"))
    await ann.tap("Frames", message=await ann.sees("I offer first: Best"))
    listed = await ann.sees("which model for your new films")
    chosen = next(label for label in listed.labels if label.startswith("2 "))
    await ann.tap(chosen, message=listed)
    await ann.sees(f"Frames: {chosen[2:10]}")
    ann.send(STORY)
    card = await ann.sees("Your stories usually last 90 s", button="Film it", seconds=90)
    assert f"Your models: Frames {chosen[2:10]}" in card.text
    assert card.labels.index(_label(card, "Film it")) < card.labels.index(_label(card, "Paint it"))
    project = (await paid.studio.story(f"tg:{ann.id}", await paid.project(ann))).project
    assert (project.aspect, project.captions) == (Aspect.TALL, Captions.OFF)
    quote = await paid.studio.quote(f"tg:{ann.id}", project.id, level="pictures")
    person = await paid.studio.person(f"tg:{ann.id}")
    assert {line.model for line in quote.lines if line.step == "frames"} == {person.choices["models"]["frames"]}
    assert not paid_calls(twin)


def _label(message: Message, words: str) -> str:
    return next(label for label in message.labels if words in label)


async def test_a_usual_length_may_be_any(telegram: Telegram, stage: Stage, ann: Person) -> None:
    ann.send("/settings")
    await ann.tap("as told", message=await ann.sees("Settings"))
    await ann.tap("Another length", message=await ann.sees("How long shall your stories last"))
    asked = await ann.sees("How long shall your stories usually last")
    ann.reply(asked, "2 min 30")
    await ann.sees("A written story lasts: 150 s")
    ann.send("/settings")
    await ann.tap("150 s", message=await ann.sees("Settings", button="150 s"))
    await ann.tap("as told", message=await ann.sees("How long shall your stories last"))
    await ann.sees("A written story lasts: as told")


async def test_a_film_is_put_away_and_taken_out_again(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    panel = await ann.sees("animatic is ready", kind="photo", button="More")
    await ann.tap("More", message=panel)
    press = await ann.tap("Put away", message=await ann.sees("What would you like"))
    assert press.text == "Put away. /projects still has it, under 🗄."
    ann.send("/projects")
    listed = await ann.sees("All your films are put away", button="Put away (1)")
    await ann.tap("Put away", message=listed)
    listed = await ann.sees("1 film is put away", button="A fox found")
    await ann.tap("A fox found", message=listed)
    panel = await ann.sees("animatic is ready", kind="photo", button="More", after=listed)
    await ann.tap("More", message=panel)
    press = await ann.tap("Take out again", message=await ann.sees("What would you like"))
    assert press.text == "It is in your list again."
    ann.send("/projects")
    await ann.sees("Your film", button="A fox found")


async def test_a_group_spends_nothing_before_an_admin_of_the_bot_gives_it_a_budget(
    telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven += ["pinned messages", "message to unpin"]  # the bot is no admin there, and does without
    boss, chief = telegram.person("Boss"), telegram.person("Chief")
    group = telegram.group("Films", chief, ann)
    chats = {"telegram_allowed_chats": str(group.id)}
    people = {"allowed": [ann, chief], "admins": [boss]}
    async with staged(telegram, tmp_path, env=twin.env, **people, **chats) as stage:  # type: ignore[arg-type]
        ann.send("/settings", chat=group.chat)
        panel = await ann.sees("This group has no budget", chat=group.chat, button="Owner and admins")
        refused = await ann.answer(ann.press("Owner and admins", message=panel))
        assert refused == "Only admins of this group can do this."
        await chief.tap("Owner and admins", message=panel)
        await ann.sees("Settings", chat=group.chat, button="Admins only")
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        poor = await ann.sees("This group has no budget yet", chat=group.chat, button="Needs", seconds=90)
        told = await ann.tap(_label(poor, "Needs"), message=poor)
        assert (told.alert, told.text.splitlines()[0]) == (True, "You spent $0.00 today, $0.00 this month.")
        boss.send(f"/budget {group.id} 2 20")
        await boss.sees(f"Budget of {group.id}: $2.00 a day, $20.00 a month")
        ann.send("/status", chat=group.chat)
        rich = await ann.sees("Your budget: $2.00 left", chat=group.chat, button="Paint it")
        said = await ann.answer(ann.press("Paint it", message=rich))
        assert said == "Only admins may spend in this group. Ask one of them to press the price."
        assert not paid_calls(twin)
        await chief.tap("Paint it", message=rich)
        await ann.sees("are ready. Look through them", chat=group.chat, seconds=60)
        await stage.studio.cancel(f"tg:{ann.id}", await stage.project(ann))
        assert (await stage.studio.group(f"tg:{group.id}")).left < 2_000_000
        await money_aside(stage, chief, ann, group)
        boss.send("/users")
        told = await boss.sees("1 group")
        assert "Films" in told.text


async def money_aside(stage: Stage, chief: Person, ann: Person, group: Group) -> None:
    """What a film cost is shown to whoever asks, and to nobody else (telegram.md 9.11)."""
    ann.send("/account", chat=group.chat)
    shared = await ann.sees("The group, today", chat=group.chat, button="My figures")
    assert "fal" not in shared.text
    assert (await chief.tap("My figures", message=shared)).alert
    ann.send("/status", chat=group.chat)
    panel = await ann.sees("Stopped. Everything made so far is kept", chat=group.chat, button="More")
    await ann.tap("More", message=panel)
    menu = await ann.sees("What would you like", chat=group.chat)
    told = await chief.tap("Costs", message=menu)
    assert told.alert
    assert re.match("“A fox found a lantern”: \\$0\\.[0-9]+ spent\\n", told.text)
    assert not any("spent\n" in message.text for message in group.chat.visible())


async def test_the_admins_of_a_group_say_what_one_film_may_cost(
    telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path, forgiven: list[str]
) -> None:
    """It stands on the card, and a film that would cost more has no button that buys it."""
    forgiven.append("pinned messages")
    boss, chief = telegram.person("Boss"), telegram.person("Chief")
    group = telegram.group("Films", chief, ann)
    chats = {"telegram_allowed_chats": str(group.id)}
    async with staged(telegram, tmp_path, allowed=[ann, chief], admins=[boss], env=twin.env, **chats) as stage:
        boss.send(f"/budget {group.id} 2 20 0.5")
        await boss.sees(f"Budget of {group.id}: $2.00 a day, $20.00 a month, $0.50 a film.")
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        card = await ann.sees("One film of this group costs $0.50", chat=group.chat, button="Needs", seconds=90)
        assert "Your budget: $0.50 left" in card.text
        assert any("Paint it" in label for label in card.labels)
        ann.send("/settings@video_story_bot", chat=group.chat)
        panel = await ann.sees("the films of this group", chat=group.chat, button="A film")
        assert await ann.answer(ann.press("A film", message=panel)) == "Only admins of this group can do this."
        await chief.tap("A film", message=panel)
        await chief.tap("$1.00", message=await chief.sees("What may one film", chat=group.chat))
        await chief.sees("One film of this group costs $1.00 at the most", chat=group.chat, button="A film")
        assert (await stage.studio.group(f"tg:{group.id}")).film == 1_000_000
        for wrong in ("2 20 -1", "2 20 x", "2", "2 20 1 1"):
            given = boss.send(f"/budget {group.id} {wrong}")
            await boss.sees("for a group dollars a film", after=given)
        assert (await stage.studio.group(f"tg:{group.id}")).film == 1_000_000


async def test_a_group_has_its_own_defaults(
    telegram: Telegram, ann: Person, tmp_path: Path, forgiven: list[str]
) -> None:
    forgiven.append("pinned messages")
    chief = telegram.person("Chief")
    group = telegram.group("Films", chief, ann)
    chats = {"telegram_allowed_chats": str(group.id)}
    async with staged(telegram, tmp_path, allowed=[ann, chief], **chats) as stage:
        chief.send("/settings", chat=group.chat)
        panel = await chief.sees("the films of this group", chat=group.chat, button="16:9")
        await chief.tap("16:9", message=panel)
        await chief.sees("the films of this group", chat=group.chat, button="9:16")
        ann.send(f"/new@video_story_bot {STORY}", chat=group.chat)
        await ann.sees("A fox found", chat=group.chat, button="Cancel")
        project = (await stage.studio.story(f"tg:{ann.id}", await stage.project(ann))).project
        assert (project.aspect, project.purse) == (Aspect.TALL, f"tg:{group.id}")
        await stage.studio.cancel(f"tg:{ann.id}", project.id)


async def test_a_picture_is_the_style_of_the_film_and_goes_to_the_models_that_take_it(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    person = f"tg:{ann.id}"
    await keyed.studio.set_person(person, choices={"stops": False})
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    panel = await ann.sees("animatic is ready", kind="photo", button="Paint it")
    first = await ann.sees("🎉", kind="video", seconds=30)
    ann.photo(picture("a style", 900, 700))
    asked = await ann.sees("Who or what is this for", button="Style reference")
    await ann.tap("Style reference", message=asked)
    kept = await ann.sees("This picture is the style of the film now")
    assert "✅ Frames: Default (FLUX.2 Pro) is given it" in kept.text
    assert not paid_calls(twin)
    panel = await ann.sees("as in your picture", kind="photo", button="Paint it")
    await ann.tap("Paint it", message=panel)
    await ann.sees("🎉", kind="video", after=first, seconds=90)
    story = await keyed.studio.story(person, await keyed.project(ann))
    style = story.project.style_picture
    frames = [story.takes[Slot(SlotKind.FRAME, shot.id)] for shot in story.shots]
    assert style and all(style in take.references for take in frames)
    assert all("Paint it in the style of picture" in take.prompt for take in frames)


async def test_a_model_of_one_picture_paints_by_words_and_that_is_told(
    telegram: Telegram, keyed: Stage, ann: Person
) -> None:
    person, project = f"tg:{ann.id}", await keyed.project(ann)
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    panel = await ann.sees("animatic is ready", kind="photo", button="Look")
    await keyed.studio.change(
        person, project, Change(models=(("frames", "fal:kontext"), ("refs", "fal:kontext")))
    )
    await ann.tap("Look", message=panel)
    await ann.tap("As in a picture", message=await ann.sees("Which look"))
    asked = await ann.sees("Send a picture in whose style")
    ann.photo(picture("a style", 900, 700), reply_to=asked)
    kept = await ann.sees("takes a single picture, so it paints by your words alone. These would be given it")
    await ann.tap("Style picture", message=kept)
    await telegram.settled()
    assert (await keyed.studio.story(person, project)).project.style_picture is None


async def test_what_the_studio_cannot_do_is_told_in_the_person_s_language(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    ann.send("/settings")
    await ann.tap("Deutsch", message=await ann.sees("Settings"))
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Dein Film"))
    await ann.sees("Das Animatic ist fertig", kind="photo")
    ann.send("9: dunkler")
    told = await ann.sees("Eine Einstellung 9 gibt es nicht.")
    assert "Der Film hat die Einstellungen 1 bis 3." in told.text
