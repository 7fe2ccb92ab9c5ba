"""The growing contact sheet of a film's panel: drawn once for each state, uploaded seldom."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.screens.parts import Picture
from core.story import Story
from core.studio import Studio

EVERY = 30.0
"""Seconds between two uploads of a sheet that grows (telegram.md 9.7); in groups twice as long (9.11)."""

FRAMES = 4
"""So many new frames are worth an upload before that."""

MOST = 32
"""Sheets kept in memory, some 200 kB each."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The sheet that a panel shows."""

    picture: Picture
    drawn: int
    at: float


class Sheets:
    """The newest sheets by project and page."""

    def __init__(self, studio: Studio, pace: float) -> None:
        self._studio = studio
        self._pace = pace
        self._shown: OrderedDict[tuple[str, int], _Shown] = OrderedDict()

    async def of(
        self, owner: str, story: Story, page: int = 0, *, growing: bool = False, group: bool = False
    ) -> Picture | None:
        """The sheet of a page, None before the first frame; `growing`: an older one will do for a while."""
        place = (story.project.id, page)
        now = await self._studio.sheet(owner, story.project.id, page)
        if not now.drawn:
            return None
        key = f"sheet:{now.key}"
        old = self._shown.get(place)
        if old is not None and old.picture.key == key:
            return old.picture
        if old is not None and growing and self._will_do(old, now.drawn, len(now.numbers), group):
            return old.picture
        data = await self._studio.contact_sheet(owner, story.project.id, page)
        picture = Picture("photo", key, data=data)
        self._shown[place] = _Shown(picture, now.drawn, time.monotonic())
        self._shown.move_to_end(place)
        while len(self._shown) > MOST:
            self._shown.popitem(last=False)
        return picture

    def _will_do(self, old: _Shown, drawn: int, shots: int, group: bool) -> bool:
        """Whether the sheet on show is new enough while the film is being made."""
        if drawn == shots and old.drawn < drawn:
            return False
        every = EVERY * self._pace * (2 if group else 1)
        return (group or drawn - old.drawn < FRAMES) and time.monotonic() - old.at < every
