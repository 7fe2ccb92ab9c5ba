"""A person and a bot talk over the stand-in, with the real python-telegram-bot on the bot's side."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonWebApp,
    Update,
    WebAppInfo,
)
from telegram.error import ChatMigrated, Conflict, Forbidden, NetworkError
from twin.telegram import NotThere, Person, Telegram

from .conftest import Open


async def test_a_bot_answers_a_person_who_presses_its_button(
    telegram: Telegram, ann: Person, polling: Open
) -> None:
    async with polling():
        ann.start("p_42")
        hello = await ann.sees("Hello, Ann! p_42")
        assert hello.body.entities[0]["type"] == "bold"
        press = await ann.tap("count")
        assert press.text == "That makes 1"
        await ann.sees("Counted to 1")
        assert await ann.answer(ann.press("v1:count:1")) == "That makes 2"
        await ann.sees("Counted to 2")
        await telegram.settled()
    assert ann.screen().labels == ["Count on"]
    assert hello.edits == 2
    telegram.check()


async def test_a_button_that_is_not_there_cannot_be_pressed(
    telegram: Telegram, ann: Person, polling: Open
) -> None:
    async with polling():
        ann.start()
        hello = await ann.sees("Hello", button="Count on")
        with pytest.raises(NotThere, match="Count on"):
            ann.press("Spend everything")
        await ann.tap("Count on")
        await ann.sees("Counted to 1")
        with pytest.raises(NotThere):
            ann.press("v1:count:0")
        old = ann.press_old("v1:count:0", hello)
        await ann.answer(old)
        telegram.check("message is not modified")


async def test_waiting_for_words_that_never_come_shows_the_screen(ann: Person) -> None:
    ann.send("anybody there?")
    with pytest.raises(NotThere, match="anybody there"):
        await ann.sees("of course", seconds=0.02)


async def test_an_update_stays_until_the_next_offset_confirms_it(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:
    ann.send("one")
    ann.send("two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [one.update_id for one in first] == [one.update_id for one in again]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [one.message.text for one in rest if one.message] == ["two"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()
    ann.send("three")
    (third,) = await bot.get_updates()
    assert third.update_id == first[1].update_id + 1


async def test_a_long_poll_ends_when_something_happens(telegram: Telegram, ann: Person, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.until(lambda: telegram.outbox.polls)
    ann.send("at last")
    (update,) = await waiting
    assert update.message is not None and update.message.text == "at last"


async def test_the_older_of_two_pollers_is_sent_away(telegram: Telegram, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.until(lambda: telegram.outbox.polls)
    async with httpx.AsyncClient(base_url=telegram.base_url + telegram.token) as other:
        assert (await other.get("/getUpdates")).json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await waiting


async def test_only_kinds_that_were_asked_for_are_kept(telegram: Telegram, ann: Person, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    ann.send("not wanted")
    await bot.get_updates(allowed_updates=["message"])
    ann.send("wanted")
    assert [one.message.text for one in await bot.get_updates() if one.message] == ["wanted"]


async def test_an_old_message_comes_without_content(telegram: Telegram, ann: Person, polling: Open) -> None:
    async with polling() as seen:
        ann.start()
        await ann.sees("Hello")
        await ann.answer(ann.press("Count on", stale=True))
    message = seen[-1].callback_query and seen[-1].callback_query.message
    # python-telegram-bot 22.8 makes it a Message of the year 1970; is_accessible tells the two apart.
    assert message and not message.is_accessible
    assert getattr(message, "text", None) is None


async def test_a_blocked_bot_is_refused_until_the_person_comes_back(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:
    ann.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ann.id, "Still there?")
    ann.start()
    await bot.send_message(ann.id, "Welcome back")
    kinds = [one.my_chat_member.new_chat_member.status for one in await bot.get_updates() if one.my_chat_member]
    assert kinds == ["kicked", "member"]


async def test_privacy_mode_lets_commands_mentions_and_replies_through(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:
    group = telegram.group("Film club", ann)
    asked = await bot.send_message(group.id, "Send photos as a reply")
    ann.send("just talking", chat=group.chat)
    ann.send("/new@video_story_bot a story", chat=group.chat)
    ann.send("/new@other_bot a story", chat=group.chat)
    ann.send("hey @video_story_bot, look", chat=group.chat)
    ann.photo(chat=group.chat)
    ann.photo(reply_to=group.chat.messages[asked.message_id])
    heard = [one.message for one in await bot.get_updates() if one.message]
    assert [one.text for one in heard] == ["/new@video_story_bot a story", "hey @video_story_bot, look", None]
    group.add_bot(by=ann, admin=True)
    ann.send("now you hear me", chat=group.chat)
    assert [one.message.text for one in (await bot.get_updates())[-1:] if one.message] == ["now you hear me"]


async def test_who_is_not_in_a_group_can_do_nothing_there(telegram: Telegram, ann: Person, bot: Bot) -> None:
    group, bob = telegram.group("Film club", ann), telegram.person("Bob")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Spend", callback_data="v1:q.ok:7")]])
    await bot.send_message(group.id, "Ready?", reply_markup=keys)
    for act in (lambda: bob.send("me!", chat=group.chat), lambda: bob.press("Spend", chat=group.chat)):
        with pytest.raises(NotThere, match="not in “Film club”"):
            act()
    group.join(bob)
    assert bob.press("Spend", chat=group.chat).by is bob.user


async def test_topics_keep_their_messages_apart(telegram: Telegram, ann: Person, bot: Bot) -> None:
    group = telegram.group("Studio", ann, topics=True, bot="administrator")
    topic = await bot.create_forum_topic(group.id, "The Lantern Fox")
    await bot.send_message(group.id, "In here", message_thread_id=topic.message_thread_id)
    await bot.send_message(group.id, "Out there")
    ann.send("me too", chat=group.chat, topic=topic.message_thread_id)
    inside = ann.screen(group.chat, topic.message_thread_id)
    assert [one.text for one in inside.messages] == ["In here", "me too"]
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.message_thread_id == topic.message_thread_id
    assert update.message.is_topic_message


async def test_a_group_that_became_a_supergroup_tells_its_new_address(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:
    old = telegram.group("Film club", ann, supergroup=False)
    new = old.migrate(by=ann)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "Anybody?")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "Found you")
    moved = [one.message for one in await bot.get_updates() if one.message]
    assert moved[0].migrate_to_chat_id == new.id
    assert moved[1].migrate_from_chat_id == old.id


async def test_a_bot_that_was_thrown_out_cannot_write(telegram: Telegram, ann: Person, bot: Bot) -> None:
    group = telegram.group("Film club", ann)
    group.remove_bot(by=ann)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(group.id, "Hello?")
    group.add_bot(by=ann)
    await bot.send_message(group.id, "Hello!")
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "Hello?")


async def test_members_and_administrators_can_be_asked_for(telegram: Telegram, ann: Person, bot: Bot) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("Film club", bob, admins=(ann,))
    assert [one.user.id for one in await bot.get_chat_administrators(group.id)] == [ann.id]
    assert (await bot.get_chat_member(group.id, bob.id)).status == "member"
    assert (await bot.get_chat(group.id)).title == "Film club"


async def test_going_down_ends_connections_and_coming_up_keeps_everything(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:
    ann.send("before")
    waiting = asyncio.create_task(bot.get_updates(offset=2_000_000_000, timeout=20))
    await telegram.until(lambda: telegram.outbox.polls)
    await telegram.down()
    assert await waiting == ()
    with pytest.raises(NetworkError):
        await bot.get_me()
    ann.send("meanwhile")
    await telegram.up()
    texts = [one.message.text for one in await bot.get_updates() if one.message]
    assert texts == ["meanwhile"]


async def test_a_reply_to_a_forced_question_names_the_question(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:

    await bot.send_message(ann.id, "Which prompt?", reply_markup=ForceReply(selective=True))
    question = await ann.sees("Which prompt?")
    assert question.asks
    ann.reply(question, "Night, more rain")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.reply_to_message is not None
    assert update.message.reply_to_message.message_id == question.id


async def test_an_edited_message_comes_as_such(telegram: Telegram, ann: Person, bot: Bot) -> None:
    ann.edit(ann.send("a fix finds a lantern"), "a fox finds a lantern")
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert updates[1].edited_message is not None
    assert updates[1].edited_message.text == "a fox finds a lantern"


async def test_commands_and_menu_are_kept_by_scope_and_language(
    telegram: Telegram, ann: Person, bot: Bot
) -> None:

    await bot.set_my_commands([("new", "Make a film")])
    await bot.set_my_commands([("new", "Film machen")], language_code="de")
    await bot.set_my_commands([("status", "How far")], scope=BotCommandScopeAllGroupChats())
    assert [one.description for one in await bot.get_my_commands(language_code="de")] == ["Film machen"]
    assert [one.command for one in await bot.get_my_commands(scope=BotCommandScopeAllGroupChats())] == [
        "status"
    ]
    button = MenuButtonWebApp("Studio", WebAppInfo("https://studio.example/app"))
    await bot.set_chat_menu_button(ann.id, button)
    assert await bot.get_chat_menu_button(ann.id) == button
    assert ann.open_app(start_param="p_7").url.startswith("https://studio.example/app#tgWebAppData=")
