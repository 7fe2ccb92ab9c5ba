"""Bot API methods that change what is already in a chat, and answer presses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .call import CAPTION, TEXT, Call, method
from .media_in import KINDS, of_item
from .params import Params
from .refusal import bad
from .shapes import message_json
from .state import Body, Message

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ANSWER = 200
DELETABLE = 48 * 3600.0
"""Seconds in which a bot can take a message back."""
REACTIONS = (
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓"
    "👻👨‍💻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)
"""What a bot may react with (the free ones)."""


@method
def edit_message_text(call: Call) -> Any:
    message = _own(call)
    if message.body.media:
        raise bad("there is no text in the message to edit")
    text, entities = call.words("text", TEXT)
    if not text:
        raise bad("message text is empty")
    return _changed(call, message, Body(text, entities))


@method
def edit_message_caption(call: Call) -> Any:
    message = _own(call)
    if not message.body.media:
        raise bad("there is no caption in the message to edit")
    text, entities = call.words("caption", CAPTION)
    return _changed(call, message, replace(message.body, text=text, entities=entities))


@method
def edit_message_media(call: Call) -> Any:
    message = _own(call)
    item = call.params.data("media")
    if message.album and item.get("type") not in ("photo", "video"):
        raise bad("message can't be edited: other media type expected in the album")
    text, entities = call.words("caption", CAPTION, Params(dict(item)))
    return _changed(call, message, Body(text, entities, of_item(call, item, KINDS)))


@method
def edit_message_reply_markup(call: Call) -> Any:
    message = _own(call)
    return _changed(call, message, message.body)


def _own(call: Call) -> Message:
    message = call.message(call.chat(), "edit")
    if message.sender is not call.state.bot or message.service:
        raise bad("message can't be edited")
    return message


def _changed(call: Call, message: Message, body: Body) -> Any:
    rows, other = call.keyboard(message.chat)
    if other:
        raise bad("message can't be edited: inline keyboard expected")
    if rows and message.album:
        raise bad("message can't be edited: items of an album have no keyboard")
    # A keyboard that is not sent along is taken away.
    body = replace(body, keyboard=rows)
    if body == message.body:
        raise bad(NOT_MODIFIED)
    call.state.change(message, body)
    return message_json(call.state, message)


@method
def delete_message(call: Call) -> Any:
    message = call.message(call.chat(), "delete")
    if call.state.clock.now() - message.at > DELETABLE:
        raise bad("message can't be deleted for everyone")
    if message.sender is not call.state.bot and not message.chat.private and not _admin(call, message):
        raise bad("message can't be deleted")
    call.state.delete(message)
    return True


@method
def delete_messages(call: Call) -> Any:
    chat = call.chat()
    for number in call.params.data("message_ids", list):
        if (message := chat.messages.get(int(number))) is not None:
            call.state.delete(message)
    return True


@method
def answer_callback_query(call: Call) -> Any:
    press = call.state.presses.get(call.params.text("callback_query_id"))
    if press is None or call.state.too_old(press):
        raise bad(TOO_OLD)
    text = call.params.text("text")
    if len(text) > ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    call.state.answer(press, text, call.params.flag("show_alert"), call.params.text("url"))
    return True


@method
def pin_chat_message(call: Call) -> Any:
    message = call.message(call.chat(), "pin")
    if not message.chat.private and not _admin(call, message):
        raise bad("not enough rights to manage pinned messages in the chat")
    if message.id not in message.chat.pinned:
        message.chat.pinned.append(message.id)
        call.state.note(message.chat, "pinned", call.state.bot, message)
    return True


@method
def unpin_chat_message(call: Call) -> Any:
    chat = call.chat()
    wanted = call.params.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


@method
def unpin_all_chat_messages(call: Call) -> Any:
    call.chat().pinned.clear()
    return True


@method
def set_message_reaction(call: Call) -> Any:
    message = call.message(call.chat(), "react")
    wanted = call.params.data("reaction", list)
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = str(wanted[0].get("emoji", "")) if wanted else ""
    if wanted and (not emoji or emoji.rstrip("\ufe0f") not in REACTIONS):
        raise bad("REACTION_INVALID")
    call.state.react(message, call.state.bot, emoji)
    return True


def _admin(call: Call, message: Message) -> bool:
    return message.chat.members.get(call.state.bot.id) in ("administrator", "creator")
