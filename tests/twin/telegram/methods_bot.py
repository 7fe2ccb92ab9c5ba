"""Bot API methods about the bot itself, its updates, and the chats it is in."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from .call import Call, method
from .refusal import bad
from .shapes import chat_json, member_json, stamp, user_json
from .state import Chat
from .updates import Webhook

COMMANDS = 100
PORTS = {None, 443, 80, 88, 8443}
TOPIC_COLOURS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}
LIMITS = {"name": 64, "description": 512, "short_description": 120}

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method
def get_me(call: Call) -> Any:
    return {
        **user_json(call.state.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": bool(call.rules.app),
        "has_topics_enabled": call.rules.topics,
    }


@method
async def get_updates(call: Call) -> Any:
    allowed = call.params.data("allowed_updates", list) if call.params.has("allowed_updates") else None
    seconds = max(0, call.params.number("timeout"))
    return await call.updates.poll(
        call.params.number("offset"), call.params.number("limit", 100), seconds, allowed
    )


@method
def set_webhook(call: Call) -> Any:
    url = call.params.text("url")
    if not url:
        return delete_webhook(call)
    secret = call.params.text("secret_token")
    _check_webhook(call, url, secret)
    if call.params.has("allowed_updates"):
        call.updates.allowed = call.params.data("allowed_updates", list)
    if call.params.flag("drop_pending_updates"):
        call.updates.drop()
    call.updates.hook(Webhook(url, secret, call.params.number("max_connections", 40)))
    return True


def _check_webhook(call: Call, url: str, secret: str) -> None:
    parts = urlsplit(url)
    own = parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not own:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in PORTS and not own and not call.rules.local:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= call.params.number("max_connections", 40) <= 100:
        raise bad("bad webhook: max_connections must be 1-100")


@method
def delete_webhook(call: Call) -> Any:
    if call.params.flag("drop_pending_updates"):
        call.updates.drop()
    call.updates.hook(None)
    return True


@method
def get_webhook_info(call: Call) -> Any:
    hook = call.updates.webhook or Webhook("")
    shown: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(call.updates.waiting),
    }
    if hook.url:
        shown["max_connections"] = hook.connections
    if call.updates.allowed:
        shown["allowed_updates"] = call.updates.allowed
    if hook.error:
        shown |= {"last_error_date": stamp(call.state, hook.error_at), "last_error_message": hook.error}
    return shown


@method
def set_my_commands(call: Call) -> Any:
    commands = call.params.data("commands", list)
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not _COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.state.commands[_scope(call)] = commands
    return True


@method
def get_my_commands(call: Call) -> Any:
    return call.state.commands.get(_scope(call), [])


@method
def delete_my_commands(call: Call) -> Any:
    call.state.commands.pop(_scope(call), None)
    return True


def _scope(call: Call) -> str:
    scope = call.params.data("scope") or {"type": "default"}
    if "chat_id" in scope and int(scope["chat_id"]) not in call.state.chats:
        raise bad("chat not found")
    return json.dumps([scope, call.params.text("language_code")], sort_keys=True)


@method
def set_chat_menu_button(call: Call) -> Any:
    button = call.params.data("menu_button") or {"type": "default"}
    chat = call.known_chat() if call.params.has("chat_id") else None
    if chat is not None and not chat.private:
        raise bad("chat_id must be of a private chat")
    kind = button.get("type")
    if kind not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: Unsupported type specified")
    if kind == "web_app" and (not button.get("text") or not button.get("web_app", {}).get("url")):
        raise bad("can't parse menu button: BUTTON_URL_INVALID")
    call.state.menus[chat.id if chat else 0] = button
    return True


@method
def get_chat_menu_button(call: Call) -> Any:
    chat = call.known_chat().id if call.params.has("chat_id") else 0
    return call.state.menus.get(chat) or call.state.menus.get(0) or {"type": "default"}


def _set_text(call: Call, name: str) -> Any:
    text = call.params.text(name)
    if len(text) > LIMITS[name]:
        raise bad(f"BOT_{name.upper()}_TOO_LONG")
    call.state.texts[f"{name}:{call.params.text('language_code')}"] = text
    return True


def _get_text(call: Call, name: str) -> Any:
    texts = call.state.texts
    return {name: texts.get(f"{name}:{call.params.text('language_code')}") or texts.get(f"{name}:", "")}


@method
def set_my_name(call: Call) -> Any:
    return _set_text(call, "name")


@method
def get_my_name(call: Call) -> Any:
    return _get_text(call, "name")


@method
def set_my_description(call: Call) -> Any:
    return _set_text(call, "description")


@method
def get_my_description(call: Call) -> Any:
    return _get_text(call, "description")


@method
def set_my_short_description(call: Call) -> Any:
    return _set_text(call, "short_description")


@method
def get_my_short_description(call: Call) -> Any:
    return _get_text(call, "short_description")


@method
def get_chat(call: Call) -> Any:
    chat = call.known_chat()
    kept = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict(_NO_GIFTS)}
    return {**chat_json(call.state, chat), **kept}


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


@method
def get_chat_member(call: Call) -> Any:
    chat = call.known_chat()
    user = call.params.number("user_id")
    if user not in chat.members:
        raise bad("member not found" if user in call.state.users else "PARTICIPANT_ID_INVALID")
    return member_json(call.state.users[user], chat.members[user])


@method
def get_chat_administrators(call: Call) -> Any:
    chat = call.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    admins = [user for user, status in chat.members.items() if status in ("creator", "administrator")]
    return [
        member_json(call.state.users[user], chat.members[user]) for user in admins if user != call.state.bot.id
    ]


@method
def get_chat_member_count(call: Call) -> Any:
    return sum(status not in ("left", "kicked") for status in call.chat().members.values())


@method
def leave_chat(call: Call) -> Any:
    chat = call.chat()
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    chat.members[call.state.bot.id] = "left"
    call.state.note(chat, "left the group", call.state.bot)
    return True


@method
def create_forum_topic(call: Call) -> Any:
    chat = call.chat()
    name = call.params.text("name")
    colour = call.params.number("icon_color", 7322096)
    _check_topics(call, chat)
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    if colour not in TOPIC_COLOURS:
        raise bad("wrong icon color specified")
    topic = call.state.next_id(chat)
    chat.topics[topic] = name
    call.state.note(chat, f"opened the topic “{name}”", call.state.bot)
    return {"message_thread_id": topic, "name": name, "icon_color": colour}


@method
def edit_forum_topic(call: Call) -> Any:
    chat = call.chat()
    _check_topics(call, chat)
    if call.params.text("name"):
        chat.topics[call.topic(chat)] = call.params.text("name")
    return True


@method
def close_forum_topic(call: Call) -> Any:
    chat = call.chat()
    _check_topics(call, chat)
    return bool(call.topic(chat))


def _check_topics(call: Call, chat: Chat) -> None:
    if chat.private and not call.rules.topics:
        raise bad("the chat is not a forum")
    if not chat.private and not chat.forum:
        raise bad("the chat is not a forum")
    if not chat.private and chat.members.get(call.state.bot.id) != "administrator":
        raise bad("not enough rights to create a topic")
