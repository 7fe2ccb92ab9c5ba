"""What a screen is made of: text, rows of buttons, a picture; and small parts that several screens share."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.callbacks import data
from bot.words import Safe, Words
from core.story import EntityKind, Slot, Story

CAPTION = 1024
TEXT = 4096
"""Letters of caption and text at most (telegram.md 3)."""

LABEL = 20
"""Letters of a button that narrow telephones still show (telegram.md 9.13)."""

GO, STOP = "success", "danger"
"""Styles of buttons; older apps show them plain."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button and the one thing it does."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: str = ""
    web_app: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A place of the page that a button opens."""

    address: str
    inside: bool
    """Whether it opens inside Telegram: in private chats, by https."""


@dataclass(frozen=True, slots=True)
class Spend:
    """A price that waits for its second tap."""

    price: str
    """Its id."""
    high: int
    """Micro-dollars."""
    slots: tuple[Slot, ...] = ()
    """What is made anew for it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a message shows besides words; `key` is equal when the bytes are."""

    kind: str
    """"photo" or "video"."""
    key: str
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    seconds: int = 0
    thumbnail: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message."""

    text: Safe
    rows: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    loud: bool = False
    """Whether it rings: gates, failures and delivery do (9.1)."""
    ask: str = ""
    """Not empty: the person is asked to reply, with this in the field they write into."""

    def with_rows(self, *rows: Sequence[Button]) -> Screen:
        return replace(self, rows=rows_of(*rows))


def button(label: str, action: str, target: str = "", *args: object, style: str = "") -> Button:
    """A button with data; its label is cut to what telephones show."""
    return Button(cut(label, LABEL), data(action, target, *args), style=style)


def app_button(words: Words, page: Page | None, key: str = "b-app") -> Button | None:
    """The button that goes on in the page; None where nobody has set its address."""
    if page is None:
        return None
    label = words.plain(key)
    return Button(label, web_app=page.address) if page.inside else Button(label, url=page.address)


def rows_of(*rows: Iterable[Button | None]) -> tuple[tuple[Button, ...], ...]:
    """Rows without what is not there, and without empty ones."""
    kept = (tuple(one for one in row if one is not None) for row in rows)
    return tuple(row for row in kept if row)


def joined(*lines: str) -> Safe:
    """Lines of HTML under each other; None and "" are left out, " " is an empty line."""
    return Safe("\n".join("" if line == " " else line for line in lines if line))


def escaped(text: str) -> Safe:
    return Safe(html.escape(text, quote=False))


def cut(text: str, most: int) -> str:
    """The text, or its beginning with a sign that there is more."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def quoted(text: str, most: int) -> str:
    """Words of a person or a film in one line."""
    return cut(" ".join(text.split()), most)


def title_of(words: Words, story: Story) -> str:
    """The film's title, or the first words of what it is made from."""
    return story.project.title or quoted(story.project.source, 40) or words.plain("untitled")


def counted(words: Words, story: Story) -> str:
    """ "3 characters, 2 places, 1 thing"."""
    kinds = ((kind, len(story.of_kind(kind))) for kind in EntityKind)
    return ", ".join(words.plain(f"count-{kind.value}", count=number) for kind, number in kinds if number)


def slot_said(words: Words, story: Story, slot: Slot) -> str:
    """What is made at a slot, in the reader's language: "frame of shot 3", "look of Ana"."""
    known = {one.id: str(one.index + 1) for one in story.shots}
    known |= {one.id: str(one.index + 1) for one in story.segments}
    known |= {one.id: one.name for one in story.entities}
    return words.plain(f"slot-{slot.kind.value}", of=known.get(slot.target, "…"))


def spend_line(words: Words, story: Story, spend: Spend | None) -> str:
    """ "Make anew: clip of shot 2?", above the button that says yes to its price."""
    if spend is None or not spend.slots:
        return ""
    return words.html("spend-what", what=", ".join(slot_said(words, story, slot) for slot in spend.slots))


def bar(share: float, cells: int = 10) -> str:
    """A share as a row of cells."""
    full = max(0, min(cells, round(share * cells)))
    return "▓" * full + "░" * (cells - full)


def fitted(lines: Sequence[str], most: int) -> Safe:
    """As many whole lines as fit; never a part of one, for a tag might be open in it."""
    kept: list[str] = []
    for line in lines:
        if len("\n".join([*kept, line])) > most - 2:
            kept.append("…")
            break
        kept.append(line)
    return Safe("\n".join("" if line == " " else line for line in kept if line))
