"""Handlers: one thing that came in is checked, read, handed to one Studio verb, and answered by a screen."""

from __future__ import annotations

import logging

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest, TelegramError

from bot.handlers import messages, people, presses
from bot.kit import Kit, Turn
from bot.screens import talk
from bot.words import words
from core.errors import StudioError
from core.studio.chats import ChatUser

log = logging.getLogger(__name__)


async def handle(kit: Kit, update: Update) -> None:
    """Handle one update to its end. What goes wrong is told to the person in one plain sentence."""
    if update.my_chat_member is not None:
        return await people.moved(kit, update.my_chat_member)
    if update.callback_query is not None:
        return await _pressed(kit, update.callback_query)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return
    if message.migrate_to_chat_id:
        return await kit.chats.move_chat(message.chat_id, message.migrate_to_chat_id)
    turn = await turn_of(kit, message)
    if await people.lets_in(turn):
        await _safely(turn, messages.handle(turn, message), update.update_id)


async def turn_of(kit: Kit, message: Message) -> Turn:
    """Who wrote, where, and in which words to answer."""
    assert message.from_user is not None
    user = await known(kit, message.from_user)
    thread = (message.message_thread_id or 0) if message.is_topic_message else 0
    return Turn(kit, user, message.chat_id, thread, words(user.language), message)


async def known(kit: Kit, person: object) -> ChatUser:
    """The person's row, made or brought up to date; their app's language until they choose one."""
    from telegram import User

    assert isinstance(person, User)
    user = await kit.chats.user(person.id)
    name, username = person.full_name, person.username or ""
    language = user.language or person.language_code or "en"
    if (user.name, user.username, user.language) != (name, username, language):
        user = await kit.chats.set_user(person.id, name=name, username=username, language=language)
        await kit.studio.set_person(user.person, name=name, language=language)
    return user


async def _pressed(kit: Kit, query: CallbackQuery) -> None:
    shown = query.message
    chat = shown.chat.id if shown is not None else query.from_user.id
    user = await known(kit, query.from_user)
    message = shown if isinstance(shown, Message) and shown.is_accessible else None
    thread = (message.message_thread_id or 0) if message is not None and message.is_topic_message else 0
    turn = Turn(
        kit,
        user,
        chat,
        thread,
        words(user.language),
        message,
        press=query.id,
        pressed=message.message_id if message is not None else 0,
    )
    if not await people.may_press(turn):
        return
    await _safely(turn, presses.handle(turn, query.data), 0)


async def _safely(turn: Turn, work: object, number: int) -> None:
    """The person hears of what went wrong; a traceback goes to the log only."""
    from collections.abc import Coroutine

    assert isinstance(work, Coroutine)
    try:
        await work
    except StudioError as error:
        await turn.kit.wire.send(
            turn.chat, talk.trouble(turn.w, error.what, error.next_step), thread=turn.thread
        )
    except BadRequest:
        raise
    except TelegramError as error:
        log.warning("an answer did not get through: %s", error)
    except Exception:
        log.exception("update %d went wrong", number)
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "went-wrong"), thread=turn.thread)
        raise
