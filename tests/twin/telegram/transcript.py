"""A conversation to read: as one self-contained page with bubbles and keyboards, and as plain text."""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from .files import Stored
from .markup import as_html
from .media import is_picture
from .state import Body, Button, Chat, Media, Message, Moment, Press, State, Version

WIDE = 96
CLIP = 3 * 1024 * 1024
"""Bytes up to which a film is put into the page itself; a larger one shows its thumbnail."""
SIDE = 800
"""Longest side of a picture in the page, px."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A message as it looked at one place of the transcript.

    One message may change a hundred times. It is shown where it was sent, as it stood when somebody pressed
    one of its buttons, and again after that press, as it stood at the next one or at the end.
    """

    message: Message
    body: Body
    before: tuple[Version, ...]
    """What it said between the last showing and this one."""
    again: bool

    @property
    def at(self) -> float:
        """When it began to look like this."""
        return self.before[-1].until if self.before else self.message.at


def scenes(chat: Chat) -> Iterator[Moment | Showing]:
    """What happened in a chat, in the order of reading."""
    presses: dict[int, list[float]] = {}
    for one in chat.moments:
        if one.press is not None:
            presses.setdefault(one.press.message.id, []).append(one.at)
    for one in chat.moments:
        if one.kind == "message" and one.message is not None:
            yield _showing(one.message, -1, presses.get(one.message.id, []))
            continue
        yield one
        if one.press is not None:
            rest = [at for at in presses[one.press.message.id] if at > one.at]
            showing = _showing(one.press.message, _version(one.press.message, one.at), rest)
            if showing.before:
                yield showing


def _showing(message: Message, last: int, presses: Sequence[float]) -> Showing:
    """The message at its next press or at the end; `last` is the version shown before, -1 for none."""
    now = _version(message, presses[0]) if presses else len(message.versions)
    bodies = [*(version.body for version in message.versions), message.body]
    return Showing(message, bodies[now], tuple(message.versions[max(last, 0) : now]), last >= 0)


def _version(message: Message, at: float) -> int:
    return sum(version.until <= at for version in message.versions)


# ---------------------------------------------------------------- plain text


def as_text(state: State, chat: Chat) -> str:
    """Who said what and pressed what, in the order of reading."""
    head = f"=== {chat.title} ({chat.kind}) ==="
    return "\n".join([head, *(line for one in scenes(chat) for line in _lines(one))]) + "\n"


def _lines(scene: Moment | Showing) -> Iterator[str]:
    if isinstance(scene, Showing):
        yield from _message_lines(scene)
    elif scene.press is not None:
        yield f"{_time(scene.at)}  {scene.press.by.name} taps [{scene.press.button.label}]{_said(scene.press)}"
    else:
        yield f"{_time(scene.at)}  {_happened(scene)}"


def _happened(moment: Moment) -> str:
    who = f"{moment.who.name} " if moment.who else ""
    about = f" “{_short(moment.message)}”" if moment.message else ""
    if moment.kind == "reaction":
        return f"{who}{f'reacts {moment.words} to' if moment.words else 'takes back the reaction to'}{about}"
    return f"{who}{moment.words}{about}"


def _message_lines(showing: Showing) -> Iterator[str]:
    message, body = showing.message, showing.body
    marks = _marks(showing)
    answer = f" (to “{_short(message.reply_to)}”)" if message.reply_to and not showing.again else ""
    yield f"{_time(showing.at)}  {message.sender.name}{answer}{f' [{marks}]' if marks else ''}:"
    if body.media:
        yield f"          {_described(body.media)}"
    for line in (body.text or str(message.service or "")).splitlines():
        for piece in textwrap.wrap(line, WIDE) or [""]:
            yield f"          {piece}".rstrip()
    for row in body.keyboard:
        yield "          " + " ".join(f"[ {button.label} ]" for button in row)


def _marks(showing: Showing) -> str:
    message, edits = showing.message, len(showing.before)
    changed = f"edited {edits}×" if edits else ""
    marks = [
        f"the same message, {changed}" if showing.again else changed,
        "silent" if message.silent and not showing.again else "",
        "asks for a reply" if message.asks else "",
        "deleted later" if message.deleted else "",
        f"in “{message.chat.topics[message.topic]}”" if message.topic in message.chat.topics else "",
    ]
    return ", ".join(mark for mark in marks if mark)


def _said(press: Press) -> str:
    if not press.answered:
        return "  → NOT ANSWERED"
    if not press.text:
        return ""
    return f"  → {'ALERT' if press.alert else 'toast'} “{press.text}”"


def _described(media: Media) -> str:
    name = "" if media.kind in ("photo", "voice") else media.file.name
    size = f"{media.width}×{media.height}" if media.width else ""
    facts = [name, size, f"{media.seconds} s" if media.seconds else "", _weight(media.file.size)]
    return f"<{media.kind}: {', '.join(fact for fact in facts if fact)}>"


def _short(message: Message | None) -> str:
    if message is None:
        return ""
    words = message.text.replace("\n", " ") or f"<{message.kind}>"
    return words if len(words) <= 40 else words[:39] + "…"


def _time(at: float) -> str:
    return f"{int(at // 60):02}:{at % 60:05.2f}"


def _weight(size: int) -> str:
    if size >= 100_000:
        return f"{size / 1_048_576:.1f} MB"
    return f"{size / 1024:.0f} kB" if size >= 2048 else f"{size} bytes"


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
    # All of them at once: what stands alone is told apart by its identity.
    told = list(scenes(chat))
    parts = [_part(chat, list(group)) for _, group in groupby(told, key=_together)]
    return f"<section><h2>{_safe(chat.title)} <small>{chat.kind}</small></h2>{''.join(parts)}</section>"


def _together(scene: Moment | Showing) -> object:
    """Items of one album are one bubble; everything else stands alone."""
    return (isinstance(scene, Showing) and scene.message.album) or id(scene)


def _part(chat: Chat, group: list[Moment | Showing]) -> str:
    shown = [one for one in group if isinstance(one, Showing)]
    first = group[0]
    if isinstance(first, Showing):
        return bubble(chat, shown)
    if first.kind == "reaction":
        return ""
    missed = first.press is not None and not first.press.answered
    words = next(iter(_lines(first))).partition("  ")[2]
    kind = ' class="unanswered"' if missed else ""
    return f'<div class="event"><span{kind}>{_safe(words)}</span></div>'


def bubble(chat: Chat, showings: list[Showing]) -> str:
    """One message, or the items of one album."""
    first = showings[0]
    side = "bot" if first.message.sender.bot else "person"
    gone = " gone" if all(one.message.deleted for one in showings) else ""
    media = "".join(_media(one.body.media) for one in showings if one.body.media)
    if len(showings) > 1:
        media = f'<div class="album">{media}</div>'
    words = "".join(_words(one) for one in showings)
    inside = f"{_who(chat, first.message)}{_quote(first)}{media}{words}{_history(first)}{_footer(showings)}"
    keys = _keyboard(first.body)
    number = first.message.id
    return (
        f'<article class="{side}" data-id="{number}"><div class="bubble{gone}">{inside}</div>{keys}</article>'
    )


def now(message: Message) -> Showing:
    """A message as it stands, with all its past."""
    return Showing(message, message.body, tuple(message.versions), False)


def _who(chat: Chat, message: Message) -> str:
    return "" if chat.private else f'<div class="who">{_safe(message.sender.name)}</div>'


def _quote(showing: Showing) -> str:
    to = showing.message.reply_to
    if to is None or showing.again:
        return ""
    return f'<div class="quote">{_safe(to.sender.name)}: {_safe(_short(to))}</div>'


def _words(showing: Showing) -> str:
    body = showing.body
    if showing.message.service:
        return f"<i>{_safe(str(showing.message.service))}</i>"
    return f'<div class="words">{as_html(body.text, body.entities)}</div>' if body.text else ""


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


def _keyboard(body: Body) -> str:
    rows = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in body.keyboard)
    return f'<div class="keys">{rows}</div>' if rows else ""


def _key(button: Button) -> str:
    link = " ↗" if button.url or button.web_app else " ⧉" if button.copy else ""
    acts = {"press": button.data, "url": button.url, "app": button.web_app, "copy": button.copy}
    marks = "".join(f' data-{name}="{_safe(value)}"' for name, value in acts.items() if value)
    kind = f"key {button.style}".strip()
    return f'<button class="{kind}" title="{_safe(button.data)}"{marks}>{_safe(button.label)}{link}</button>'


def _history(showing: Showing) -> str:
    if not showing.before:
        return ""
    bodies = [version.body for version in showing.before]
    shown = "".join(
        f"<div>until {_time(version.until)} · {_before(version.body, earlier)}</div>"
        for version, earlier in zip(showing.before, [None, *bodies], strict=False)
    )
    times = "once" if len(bodies) == 1 else f"{len(bodies)} times"
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


def _footer(showings: list[Showing]) -> str:
    first = showings[0]
    emoji = [one for showing in showings for one in showing.message.reactions.values()]
    reactions = "".join(f'<span class="react">{_safe(one)}</span>' for one in emoji)
    pin = "📌 " if first.message.id in first.message.chat.pinned else ""
    return f"<footer>{reactions}<span>{_safe(_marks(first))}</span><span>{pin}{_time(first.at)}</span></footer>"


def _inline(stored: Stored) -> str:
    return f"data:{stored.mime};base64,{base64.b64encode(stored.data).decode()}"


def _safe(text: str) -> str:
    return html.escape(text)
