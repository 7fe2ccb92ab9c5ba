"""Keyboards under a message, checked as strictly as the real Bot API checks them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from .refusal import bad
from .state import Button

ACROSS, ALTOGETHER = 8, 100
"""Buttons in a row and in all (telegram.md 3; not documented by Telegram)."""
DATA = 64
"""Bytes of callback_data."""
COPY = 256
"""Characters of copy_text."""
ACTIONS = (
    *("callback_data", "url", "web_app", "copy_text", "login_url", "pay", "callback_game"),
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
)
STYLES = {"", "primary", "success", "danger"}
PLACEHOLDER = 64

_URL = re.compile(r"(https?|tg)$")


def inline(markup: dict[str, Any], private: bool) -> tuple[tuple[Button, ...], ...]:
    """The rows of an inline keyboard. Raises Refusal."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array of Arrays')
    kept = tuple(tuple(_button(one, private) for one in row) for row in rows if row)
    if any(len(row) > ACROSS for row in kept) or sum(map(len, kept)) > ALTOGETHER:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return kept


def other(markup: dict[str, Any]) -> dict[str, Any]:
    """A ForceReply, a reply keyboard or its removal. Raises Refusal."""
    if not {"force_reply", "keyboard", "remove_keyboard"} & markup.keys():
        raise bad("can't parse reply keyboard markup JSON object")
    if len(str(markup.get("input_field_placeholder") or "")) > PLACEHOLDER:
        raise bad("input field placeholder is too long")
    return markup


def _button(raw: Any, private: bool) -> Button:
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not raw["text"].strip():
        raise bad("can't parse inline keyboard button: Button text must be non-empty")
    actions = [name for name in ACTIONS if raw.get(name) not in (None, False)]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: Exactly one of the optional fields must be used")
    style = str(raw.get("style") or "")
    if style not in STYLES:
        raise bad("can't parse inline keyboard button: Unsupported button style specified")
    return Button(raw["text"], style=style, **_action(actions[0], raw[actions[0]], private))


def _action(name: str, value: Any, private: bool) -> dict[str, str]:
    if name == "callback_data":
        if not 1 <= len(str(value).encode()) <= DATA:
            raise bad("BUTTON_DATA_INVALID")
        return {"data": str(value)}
    if name == "url":
        return {"url": _address(str(value))}
    if name == "web_app":
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
        return {"web_app": _web_app(value)}
    if name == "copy_text":
        if not 1 <= len(str(value.get("text", ""))) <= COPY:
            raise bad("BUTTON_COPY_TEXT_INVALID")
        return {"copy": str(value["text"])}
    raise bad("BUTTON_TYPE_INVALID")


def _address(value: str) -> str:
    parts = urlsplit(value)
    if not _URL.match(parts.scheme) or not parts.netloc:
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return value


def _web_app(value: Any) -> str:
    url = str(value.get("url", "")) if isinstance(value, dict) else ""
    parts = urlsplit(url)
    # Telegram's test servers take plain HTTP too; here only an address of the own machine may be plain.
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise bad(f"inline keyboard button web app URL '{url}' is invalid: Only HTTPS links are allowed")
    return url
