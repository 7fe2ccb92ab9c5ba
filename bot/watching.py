"""Watching: one look at each film that is being made; panels follow it, turns ring, a finished film is brought.

What happens is told from the state of the rows, not from having seen it happen: whatever is noticed twice, by
an event and again after a restart, is done once, because a row says that it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot import outcomes
from bot.cards import card_of
from bot.drafts import Drafts
from bot.kit import Kit
from bot.screens import film as film_screen
from bot.screens import talk
from bot.screens.parts import Screen, joined, title_of
from bot.views import film_view, wants_sounds
from bot.words import Words
from core.errors import NotFound, StudioError
from core.studio.chats import Panel, Sending

log = logging.getLogger(__name__)

LOOK = 5.0
"""Seconds between two looks for films that somebody began elsewhere."""


LEAST = 1.0
"""The same, however much a test hurries."""


class Watching:
    """Follows the films whose panels are in chats."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._followers: dict[str, asyncio.Task[None]] = {}
        self._later: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._drafts = Drafts(kit)
        self.back = False

    async def begin(self, *, away: bool) -> None:
        """Redraw what is unfinished, and do what a crash left undone."""
        self.back = away
        for panel in reversed(await self._kit.chats.panels(kind="film")):
            self._kit.panels.redraw(panel.id)
            await self._turned(panel.project_id, panel.owner)
        self._looking = asyncio.create_task(self._look(), name="look for films")

    async def close(self) -> None:
        tasks = [*self._followers.values(), *self._later, *([self._looking] if self._looking else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._drafts.close()

    def follow(self, project_id: str, owner: str) -> None:
        """Something was begun: follow it until nothing runs any more."""
        if project_id not in self._followers:
            self._followers[project_id] = asyncio.create_task(
                self._followed(project_id, owner), name=f"follow {project_id}"
            )

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Something small that waits for the film; lost with a crash, and no harm done."""
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def draw(self, panel: Panel) -> Screen | None:
        """A panel as it has to look now. Raises NotFound when what it shows is gone."""
        kit = self._kit
        w = await kit.words_of(panel.owner)
        if panel.kind == outcomes.KIND:
            return await outcomes.drawn(kit, panel)
        if panel.kind != "film":
            return await card_of(kit, panel, w)
        if panel.target:
            return None  # a menu is open on it
        return film_screen.film(w, await self._view(panel))

    # Inside

    async def _view(self, panel: Panel) -> film_screen.FilmView:
        return await film_view(self._kit, panel.owner, panel.project_id, panel.chat, back=self.back)

    async def _look(self) -> None:
        while True:
            await self._kit.chats.set_user(0, seen_at=datetime.now(UTC))
            await asyncio.sleep(max(LOOK * self._kit.pace, LEAST))
            with contextlib.suppress(StudioError):
                for project_id in await self._kit.chats.busy():
                    panels = await self._kit.chats.panels(project_id=project_id, kind="film")
                    if panels:
                        self.follow(project_id, panels[0].owner)

    async def _followed(self, project_id: str, owner: str) -> None:
        kit = self._kit
        try:
            after = await kit.chats.last_event()
            await self._touched(project_id, urgent=True)
            async for event in kit.studio.events(owner, after, project_id):
                turn = event.kind.startswith("run_")
                if event.kind == "progress":
                    self._drafts.heard(project_id, event.data)
                elif event.kind == "job":
                    self._drafts.ended(project_id, owner, event.data)
                    if event.data.get("state") == "unknown":
                        await self._asked(project_id)
                await self._touched(project_id, urgent=turn)
                if turn and await self._turned(project_id, owner):
                    return
                if not turn and await self._is_over(project_id, owner):
                    return
        except NotFound:
            log.info("a film is gone that was followed")
        except Exception:
            log.exception("a film could not be followed")
        finally:
            self._followers.pop(project_id, None)

    async def _is_over(self, project_id: str, owner: str) -> bool:
        """For films that ended before anybody followed them."""
        kind, _, _ = await self._kit.chats.last_turn(project_id)
        return kind not in ("run_started", "run_resumed") and await self._turned(project_id, owner)

    async def _touched(self, project_id: str, *, urgent: bool) -> None:
        """Every panel of the film is to be drawn anew."""
        for panel in await self._kit.chats.panels(project_id=project_id):
            if panel.kind != "told":
                self._kit.panels.redraw(panel.id, urgent=urgent and panel.kind == "film")

    async def _turned(self, project_id: str, owner: str) -> bool:
        """Do what a change of state asks for, once; true when nothing runs any more."""
        try:
            status = await self._kit.studio.status(owner, project_id)
        except NotFound:
            return True
        await self._asked(project_id)
        if status.state == "running":
            self.follow(project_id, owner)
            return False
        _, number, _ = await self._kit.chats.last_turn(project_id)
        for home in await self._kit.chats.panels(project_id=project_id, kind="film"):
            if home.target:
                await self._kit.chats.set_panel(home.id, target="")
                self._kit.panels.redraw(home.id, urgent=True)
            if status.state == "finished":
                await self._kit.delivery.bring(home)
            elif status.state in ("paused", "stopped"):
                await self._ring(home, status.state, number)
        return True

    async def _asked(self, project_id: str) -> None:
        """Ask what only a person can say: whether a paid call of which nobody heard again was made."""
        for home in await self._kit.chats.panels(project_id=project_id, kind="film"):
            await outcomes.ask(self._kit, home)

    async def _ring(self, home: Panel, state: str, number: int) -> None:
        """A message of its own for what needs a decision: once for each time it happens."""
        kit = self._kit
        if not number or await self._has_rung(home, number):
            return
        jobs = await kit.studio.jobs(home.owner, home.project_id)
        if state == "stopped" and outcomes.stands_alone(jobs):
            return
        view = await self._view(home)
        w = await kit.words_of(home.owner)
        if view.gate == "videos":
            card = Panel(home.project_id, home.owner, home.chat, 0, "board", "0", home.thread)
            screen = await card_of(kit, card, w)
        else:
            card = Panel(home.project_id, home.owner, home.chat, 0, "told", str(number), home.thread)
            screen = what_rings(w, view, state)
        if screen is not None:
            loud = replace(screen, loud=await wants_sounds(kit, home.owner))
            await kit.panels.open(card, loud, reply_to=home.story_message or 0)
        mark = Sending(_rung(home, number), home.project_id, home.owner, home.chat, home.thread, state="told")
        await kit.chats.begin_sending(mark)

    async def _has_rung(self, home: Panel, number: int) -> bool:
        return bool(await self._kit.chats.sendings(key=_rung(home, number)))


def _rung(home: Panel, number: int) -> str:
    """The row that says that a turn was told in a chat: once, whatever happens between."""
    return f"{home.project_id}:turn{number}:{home.chat}"


def what_rings(w: Words, view: film_screen.FilmView, state: str) -> Screen | None:
    """What a film that waits or has ended early says; None for a pause that the person asked for."""
    if view.gate:
        return film_screen.cast_ready(w, view)
    if state == "paused":
        return film_screen.at_ceiling(w, view) if view.offers else None
    if state == "stopped" and view.troubles:
        return film_screen.shot_failed(w, view)
    problems = [talk.trouble(w, words, "").text for words in view.status.problems[:3]]
    head = w.html("film-title", title=title_of(w, view.story))
    lines = [w.html("stopped"), *problems, w.html("kept-all")]
    return Screen(joined(head, " ", *lines), film_screen.film(w, view).rows, loud=True)
