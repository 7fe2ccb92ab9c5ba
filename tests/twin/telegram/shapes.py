"""Users, chats, messages and files as the Bot API writes them in JSON."""

from __future__ import annotations

from typing import Any

from .files import Stored
from .state import Body, Button, Chat, Media, Message, Press, State, User

Json = dict[str, Any]

RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def stamp(state: State, at: float) -> int:
    """Unix time in whole seconds."""
    return int(state.clock.wall(at).timestamp())


def user_json(user: User) -> Json:
    shown: Json = {"id": user.id, "is_bot": user.bot, "first_name": user.name}
    if user.last_name:
        shown["last_name"] = user.last_name
    if user.username:
        shown["username"] = user.username
    return shown if user.bot else {**shown, "language_code": user.language}


def chat_json(state: State, chat: Chat) -> Json:
    if chat.private:
        user = user_json(state.users[chat.id])
        names: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        return {"id": chat.id, "type": "private", **names}
    shown: Json = {"id": chat.id, "type": chat.kind, "title": chat.title}
    return {**shown, "is_forum": True} if chat.forum else shown


def message_json(state: State, message: Message, deep: bool = True) -> Json:
    """A message; what it replies to comes along, but only one step deep."""
    shown: Json = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(state, message.chat),
        "date": stamp(state, message.at),
        **body_json(message.body),
        **message.service,
    }
    if message.topic:
        shown |= {"message_thread_id": message.topic, "is_topic_message": True}
    if message.edited:
        shown["edit_date"] = stamp(state, message.edited)
    if message.album:
        shown["media_group_id"] = message.album
    if message.effect:
        shown["effect_id"] = message.effect
    if message.preview:
        shown["link_preview_options"] = message.preview
    if deep and message.reply_to is not None and not message.reply_to.deleted:
        shown["reply_to_message"] = message_json(state, message.reply_to, deep=False)
    return shown


def body_json(body: Body) -> Json:
    shown: Json = {}
    words, marks = ("caption", "caption_entities") if body.media else ("text", "entities")
    if body.text:
        shown[words] = body.text
    if body.entities:
        shown[marks] = [dict(one) for one in body.entities]
    if body.media:
        shown |= media_json(body.media)
    if body.keyboard:
        shown["reply_markup"] = {
            "inline_keyboard": [[button_json(one) for one in row] for row in body.keyboard]
        }
    return shown


def button_json(button: Button) -> Json:
    shown: Json = {"text": button.label}
    if button.data:
        shown["callback_data"] = button.data
    if button.url:
        shown["url"] = button.url
    if button.web_app:
        shown["web_app"] = {"url": button.web_app}
    if button.copy:
        shown["copy_text"] = {"text": button.copy}
    return {**shown, "style": button.style} if button.style else shown


def media_json(media: Media) -> Json:
    if media.kind == "photo":
        return {"photo": [size_json(one) for one in media.sizes]}
    shown: Json = {**file_json(media.file), "file_name": media.file.name, "mime_type": media.file.mime}
    if media.kind in ("video", "animation"):
        shown |= {"width": media.width, "height": media.height, "duration": media.seconds}
    if media.kind in ("audio", "voice"):
        shown["duration"] = media.seconds
    if media.kind == "voice":
        shown.pop("file_name")
    for name in ("title", "performer"):
        if getattr(media, name):
            shown[name] = getattr(media, name)
    if media.thumbnail:
        shown["thumbnail"] = size_json(media.thumbnail)
    if media.cover:
        shown["cover"] = [size_json(one) for one in media.cover]
    if media.start:
        shown["start_timestamp"] = media.start
    # The Bot API repeats an animation as a document, for clients older than animations.
    return {media.kind: shown, "document": shown} if media.kind == "animation" else {media.kind: shown}


def member_json(user: User, status: str) -> Json:
    """A ChatMember with every field its status asks for."""
    shown: Json = {"user": user_json(user), "status": status}
    if status in ("creator", "administrator"):
        shown["is_anonymous"] = False
    if status == "administrator":
        shown |= dict.fromkeys(RIGHTS, True)
    if status == "kicked":
        shown["until_date"] = 0
    return shown


def file_json(stored: Stored) -> Json:
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}


def size_json(stored: Stored) -> Json:
    return {**file_json(stored), "width": stored.width, "height": stored.height}


def press_json(state: State, press: Press, stale: bool = False) -> Json:
    """A callback query; a stale one carries a message that cannot be read any more."""
    message = press.message
    shown: Json = (
        {"chat": chat_json(state, message.chat), "message_id": message.id, "date": 0}
        if stale
        else message_json(state, message)
    )
    return {
        "id": press.id,
        "from": user_json(press.by),
        "message": shown,
        "chat_instance": str(7_000_000_000_000 + abs(message.chat.id)),
        "data": press.button.data,
    }
