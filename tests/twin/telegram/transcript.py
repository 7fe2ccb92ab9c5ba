"""A conversation to read: as one self-contained page with bubbles and keyboards, and as plain text."""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from .files import Stored
from .markup import as_html
from .media import is_picture
from .state import Body, Button, Chat, Media, Message, Moment, Press, State

WIDE = 96
CLIP = 3 * 1024 * 1024
"""Bytes up to which a film is put into the page itself; a larger one shows its thumbnail."""
SIDE = 800
"""Longest side of a picture in the page, px."""


# ---------------------------------------------------------------- plain text


def as_text(state: State, chat: Chat) -> str:
    """Who said what, in order; edited messages as they stand at the end, with the number of edits."""
    head = f"=== {chat.title} ({chat.kind}) ==="
    return "\n".join([head, *(line for one in chat.moments for line in _lines(state, one))]) + "\n"


def _lines(state: State, moment: Moment) -> Iterator[str]:
    time = _time(moment.at)
    if moment.kind == "message" and moment.message is not None:
        yield from _message_lines(state, moment.message, time)
    elif moment.kind == "press" and moment.press is not None:
        yield f"{time}  {moment.press.by.name} taps [{moment.press.button.label}]{_said(moment.press)}"
    elif moment.kind == "reaction" and moment.who is not None:
        yield f"{time}  {moment.who.name} reacts {moment.words or 'no more'} to “{_short(moment.message)}”"
    elif moment.kind == "note":
        about = f" “{_short(moment.message)}”" if moment.message else ""
        yield f"{time}  {moment.who.name if moment.who else ''} {moment.words}{about}"


def _message_lines(state: State, message: Message, time: str) -> Iterator[str]:
    marks = _marks(state, message)
    answer = f" (to “{_short(message.reply_to)}”)" if message.reply_to else ""
    yield f"{time}  {message.sender.name}{answer}{': ' if not marks else f' [{marks}]:'}"
    if message.body.media:
        yield f"          {_described(message.body.media)}"
    for line in (message.text or ("" if message.body.media else str(message.service or ""))).splitlines():
        for piece in textwrap.wrap(line, WIDE) or [""]:
            yield f"          {piece}".rstrip()
    for row in message.body.keyboard:
        yield "          " + " ".join(f"[ {button.label} ]" for button in row)


def _marks(state: State, message: Message) -> str:
    marks = [
        f"edited {message.edits}×" if message.edits else "",
        "silent" if message.silent else "",
        "asks for a reply" if message.asks else "",
        "deleted" if message.deleted else "",
        f"in “{message.chat.topics.get(message.topic, '')}”" if message.topic else "",
    ]
    return ", ".join(mark for mark in marks if mark)


def _said(press: Press) -> str:
    if not press.answered:
        return "  → NOT ANSWERED"
    if not press.text:
        return ""
    return f"  → {'ALERT' if press.alert else 'toast'} “{press.text}”"


def _described(media: Media) -> str:
    facts = [
        f"{media.width}×{media.height}" if media.width else "",
        f"{media.seconds} s" if media.seconds else "",
    ]
    facts.append(_weight(media.file.size))
    return f"<{media.kind} {media.file.name}: {', '.join(fact for fact in facts if fact)}>"


def _short(message: Message | None) -> str:
    if message is None:
        return ""
    words = message.text.replace("\n", " ") or f"<{message.kind}>"
    return words if len(words) <= 40 else words[:39] + "…"


def _time(at: float) -> str:
    return f"{int(at // 60):02}:{at % 60:05.2f}"


def _weight(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 100_000 else f"{size / 1024:.0f} kB"


# ---------------------------------------------------------------- the page


def as_page(state: State, chats: Sequence[Chat], title: str) -> str:
    """Several conversations side by side, with everything inside the one file."""
    css = Path(__file__).with_name("transcript.css").read_text(encoding="utf-8")
    sections = "\n".join(_section(state, chat) for chat in chats)
    wide = '<meta name="viewport" content="width=device-width">'
    head = f'<meta charset="utf-8">{wide}<title>{_safe(title)}</title>'
    return (
        f'<!doctype html><html lang="en"><head>{head}<style>{css}</style></head>'
        f"<body><h1>{_safe(title)}</h1><main>{sections}</main></body></html>\n"
    )


def _section(state: State, chat: Chat) -> str:
    grouped = groupby(
        chat.moments,
        key=lambda one: (one.message.album or id(one)) if one.kind == "message" and one.message else id(one),
    )
    parts = [_moments(state, chat, list(moments)) for _, moments in grouped]
    return f"<section><h2>{_safe(chat.title)} <small>{chat.kind}</small></h2>{''.join(parts)}</section>"


def _moments(state: State, chat: Chat, moments: list[Moment]) -> str:
    first = moments[0]
    messages = [one.message for one in moments if one.message]
    if first.kind == "message" and messages:
        return bubble(state, chat, messages)
    if first.press is not None:
        missed = "" if first.press.answered else ' class="unanswered"'
        words = _safe(f"{first.press.by.name} taps “{first.press.button.label}”{_said(first.press)}")
        return f'<div class="event"><span{missed}>{words}</span></div>'
    if first.kind == "note":
        words = f"{first.who.name if first.who else ''} {first.words}"
        about = f" “{_short(first.message)}”" if first.message else ""
        return f'<div class="event"><span>{_safe(words + about)}</span></div>'
    return ""


def bubble(state: State, chat: Chat, messages: list[Message]) -> str:
    """One message, or the items of one album."""
    first = messages[0]
    side = "bot" if first.sender.bot else "person"
    gone = " gone" if all(one.deleted for one in messages) else ""
    media = "".join(_media(one.body.media) for one in messages if one.body.media)
    if len(messages) > 1:
        media = f'<div class="album">{media}</div>'
    words = "".join(_words(one) for one in messages)
    inside = f"{_who(chat, first)}{_quote(first)}{media}{words}{_history(first)}{_footer(state, messages)}"
    keys = keyboard_html(first)
    return (
        f'<article class="{side}" data-id="{first.id}"><div class="bubble{gone}">{inside}</div>{keys}</article>'
    )


def _who(chat: Chat, message: Message) -> str:
    return "" if chat.private else f'<div class="who">{_safe(message.sender.name)}</div>'


def _quote(message: Message) -> str:
    if message.reply_to is None:
        return ""
    return f'<div class="quote">{_safe(message.reply_to.sender.name)}: {_safe(_short(message.reply_to))}</div>'


def _words(message: Message) -> str:
    if message.service:
        return f"<i>{_safe(str(message.service))}</i>"
    return f'<div class="words">{as_html(message.text, message.body.entities)}</div>' if message.text else ""


def _media(media: Media) -> str:
    if media.kind == "photo":
        sizes = [one for one in media.sizes if max(one.width, one.height) <= SIDE] or [media.sizes[0]]
        return f'<img alt="photo" src="{_inline(sizes[-1])}">'
    facts = f'<span class="file">{_safe(_described(media))}</span>'
    if media.kind in ("video", "animation"):
        return _clip(media) + facts
    if media.kind == "document" and is_picture(media.file.data) and media.file.size < CLIP:
        return f'<img alt="file" src="{_inline(media.file)}">{facts}'
    return facts


def _clip(media: Media) -> str:
    poster = media.cover[-1] if media.cover else media.thumbnail
    if media.file.size <= CLIP:
        shown = f' poster="{_inline(poster)}"' if poster else ""
        return f'<video controls muted preload="none"{shown} src="{_inline(media.file)}"></video>'
    return f'<img alt="film" src="{_inline(poster)}">' if poster else ""


def keyboard_html(message: Message) -> str:
    rows = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in message.body.keyboard)
    return f'<div class="keys">{rows}</div>' if rows else ""


def _key(button: Button) -> str:
    link = " ↗" if button.url or button.web_app else " ⧉" if button.copy else ""
    target = f' data-url="{_safe(button.url or button.web_app)}"' if button.url or button.web_app else ""
    return (
        f'<button class="key {button.style}" title="{_safe(button.data)}" data-press="{_safe(button.data)}"'
        f"{target}>{_safe(button.label)}{link}</button>"
    )


def _history(message: Message) -> str:
    if not message.versions:
        return ""
    bodies = [version.body for version in message.versions]
    shown = "".join(
        f"<div>{_time(version.until)} · {_before(version.body, bodies[number - 1] if number else None)}</div>"
        for number, version in enumerate(message.versions)
    )
    times = "once" if message.edits == 1 else f"{message.edits} times"
    return f"<details><summary>edited {times}: what it said before</summary>{shown}</details>"


def _before(body: Body, earlier: Body | None) -> str:
    """An older version; its picture only when it was another one than before."""
    media = body.media if body.media and (earlier is None or earlier.media != body.media) else None
    shown = (
        f'<img alt="" src="{_inline(media.sizes[min(1, len(media.sizes) - 1)])}">'
        if media and media.sizes
        else ""
    )
    keys = " ".join(f"[{button.label}]" for row in body.keyboard for button in row)
    return f"{shown}{as_html(body.text, body.entities)}\n<small>{_safe(keys)}</small>"


def _footer(state: State, messages: list[Message]) -> str:
    first = messages[0]
    reactions = "".join(
        f'<span class="react">{_safe(one)}</span>' for m in messages for one in m.reactions.values()
    )
    marks = _marks(state, first)
    pin = "📌" if first.id in first.chat.pinned else ""
    return f"<footer>{reactions}<span>{_safe(marks)}</span><span>{pin} {_time(first.at)}</span></footer>"


def _inline(stored: Stored) -> str:
    return f"data:{stored.mime};base64,{base64.b64encode(stored.data).decode()}"


def _safe(text: str) -> str:
    return html.escape(text)
