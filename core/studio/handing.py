"""Handing over: verbs for programs that watch a film being made, and take it to the person it is for."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from core.errors import NotFound, NotReady
from core.media.deliver import safe_name
from core.media.smaller import facts_of
from core.pipeline import plan as planning
from core.store import handing
from core.store.runs import RunState
from core.story import SlotKind, Story
from core.studio.looking import PAGE
from core.studio.making import Making
from core.studio.showing import Showing
from core.studio.values import Film, ProjectCard, Status

CHAT_BYTES = 9_500_000
"""Most bytes of the variant for chats: the tightest of the common limits is 10 MB (agents.md 5)."""

SHRINK_SECONDS = 40.0
"""How long a call waits for the variant for chats; after that it is asked for again."""

POLL_SECONDS = (2, 15)
"""The least and the most seconds between two looks at a run."""

LONGEST_MESSAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a film stands, in few words."""

    project: str
    title: str
    state: str
    """"queued", "running", "needs_input", "completed", "failed" or "cancelled"."""
    stage: str
    """The step that is being made; empty when nothing is."""
    progress: float
    message: str
    seconds_left: float | None
    cost: int
    """Micro-dollars spent."""
    poll_after: int
    """Seconds after which looking again is worth while; 0 when nothing moves."""
    fetched_at: datetime | None = None
    """When a program fetched the finished film; None while none did."""
    note: str = ""
    """What the person should know though nothing has stopped: an unknown outcome holds money, a full disk."""


@dataclass(frozen=True, slots=True)
class Handed:
    """The finished film as a program takes it: a file of this machine under a name people know."""

    project: str
    film: Film
    path: Path
    variant: str
    variants: tuple[str, ...]
    """The variants there are beside this one."""
    fetched_at: datetime | None

    def record(self, *, local: bool, url: str, until: datetime | None) -> dict[str, Any]:
        """The export record of agents.md 5, without what is not known; a path only for who shares our disk."""
        film = self.film
        return {
            "project_id": self.project,
            "state": "completed",
            "variant": self.variant,
            "file_name": self.path.name,
            "mime_type": film.mime,
            "size_bytes": film.size,
            "sha256": film.sha256,
            "duration_seconds": round(film.seconds, 2),
            "width": film.width,
            "height": film.height,
            "self_check_passed": film.passed,
            **({"local_path": str(self.path)} if local else {}),
            **({"download_url": url, "expires_at": moment(until)} if url else {}),
            **({"variants": list(self.variants)} if self.variants else {}),
            "delivery_required": True,
            **({"export_fetched_at": moment(self.fetched_at)} if self.fetched_at else {}),
        }


def moment(at: datetime | None) -> str | None:
    """An instant as ISO 8601 with Z, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Handing(Making, Showing):
    """Verbs for programs that hand films over."""

    async def standing(self, person: str, project_id: str) -> Standing:
        """How the film stands. Raises NotFound."""
        async with self._database.read() as db:
            story = await self._as_known(db, person, project_id)
            made = (await handing.films(db, [project_id])).get(project_id, "")
            fetched_at = await handing.fetched(db, project_id, made) if made else None
        status = await self._status(story)
        state = _state(status, ready=status.state == RunState.FINISHED and self._fits(story))
        return Standing(
            project=project_id,
            title=story.project.title,
            state=state,
            stage=_stage(status) if state in ("queued", "running") else "",
            progress=1.0 if state == "completed" else round(min(status.share, 0.99), 2),
            message=_message(state, status),
            seconds_left=status.seconds_left,
            cost=await self._spent(project_id),
            poll_after=_poll(state, status),
            fetched_at=fetched_at if state == "completed" else None,
            note=_note(project_id, status),
        )

    async def watch(self, person: str, project_id: str, seconds: float) -> Standing:
        """How the film stands as soon as nothing runs any more, or after so many seconds. Raises NotFound."""
        await self.wait(person, project_id, seconds)
        return await self.standing(person, project_id)

    async def unfetched(self, person: str, *, limit: int = PAGE, after: str = "") -> tuple[ProjectCard, ...]:
        """Those on a page of `projects` that are finished, and that no program has fetched yet."""
        found = await self.projects(person, limit=limit, after=after)
        cards = {card.id: card for card in found if card.state == RunState.FINISHED}
        async with self._database.read() as db:
            return tuple(cards[one] for one in await handing.unfetched(db, list(cards)))

    async def hand_over(self, person: str, project_id: str, variant: str = "original") -> Handed | None:
        """The finished film as a file with a name; None while the variant for chats is still being made.

        Variants: "original", and "chat" with CHAT_BYTES at the most. Raises NotReady without a film of the
        story as it is now, NotFound.
        """
        if not self._fits(await self.story(person, project_id)):
            raise NotReady("There is no film of this story as it is now.", next_step="Let it be made first.")
        original = await self.delivery(person, project_id)
        film = original if variant == "original" else await self._variant(person, project_id, variant)
        if film is None:
            return None
        folder = self._settings.data_dir / "exports" / project_id
        path = await asyncio.to_thread(_laid, film, folder, original.sha256[:12], variant)
        async with self._database.read() as db:
            fetched_at = await handing.fetched(db, project_id, original.sha256)
        others = () if original.size <= CHAT_BYTES else tuple(v for v in ("original", "chat") if v != variant)
        return Handed(project_id, film, path, variant, others, fetched_at)

    async def note_fetched(self, person: str, project_id: str) -> datetime:
        """Remember that a program has the film as it is now. Raises NotFound, NotReady."""
        film = await self.delivery(person, project_id, needed="nothing")
        async with self._database.write() as db:
            return await handing.note_fetched(db, project_id, film.sha256)

    # Inside

    def _fits(self, story: Story) -> bool:
        """Whether the film is there and shows the story as it is now."""
        film = story.take(SlotKind.FILM, story.project.id)
        if film is None or planning.film_request(story, self._catalogue) is None:
            return False
        return film.slot not in planning.stale_slots(story, self._catalogue)

    @cached_property
    def _shrinking(self) -> dict[str, asyncio.Task[Film | None]]:
        return {}

    async def _variant(self, person: str, project_id: str, variant: str) -> Film | None:
        """The film made smaller; the work goes on when nobody waits for it any more."""
        if variant != "chat":
            raise NotFound(f"There is no variant {variant!r}.", next_step='There are "original" and "chat".')
        task = self._shrinking.get(project_id)
        if task is None:
            task = asyncio.create_task(self.film_for_chat(person, project_id, CHAT_BYTES), name="smaller film")
            self._shrinking[project_id] = task
            task.add_done_callback(lambda _: self._shrinking.pop(project_id, None))
        done, _ = await asyncio.wait({task}, timeout=SHRINK_SECONDS)
        if not done:
            return None
        film = task.result()
        if film is None:
            raise NotReady("This film is too long for a chat.", next_step="Pass on the link of the original.")
        facts = await asyncio.to_thread(facts_of, film.path)
        return replace(film, width=facts.width, height=facts.height)


_STATES = {
    RunState.RUNNING: "running",
    RunState.PAUSED: "needs_input",
    RunState.IDLE: "needs_input",
    RunState.STOPPED: "failed",
    RunState.CANCELLED: "cancelled",
}


def _state(status: Status, ready: bool) -> str:
    if status.state == RunState.FINISHED:
        return "completed" if ready else "needs_input"
    at_work = status.share or any(kind.active for kind in status.kinds.values())
    if status.state == RunState.RUNNING and not at_work:
        return "queued"
    return _STATES[RunState(status.state)]


def _stage(status: Status) -> str:
    at_work = [step.name for step in status.steps if step.active]
    waiting = [step.name for step in status.steps if step.total and step.done < step.total]
    return str(at_work[-1] if at_work else waiting[0] if waiting else "")


def _message(state: str, status: Status) -> str:
    if state == "needs_input":
        idle = "Not begun." if status.state == RunState.IDLE else "Changed since the film was made."
        return _short(status.question or idle)
    if state == "failed":
        return _short(" ".join(status.problems) or "The film could not be finished.")
    return _short(status.now) if state in ("queued", "running") else ""


def _note(project_id: str, status: Status) -> str:
    """In as few words as can be, since agents read it with every status."""
    notes = []
    if status.unsettled is not None:
        count, held = len(status.unsettled.jobs), status.unsettled.held / 1_000_000
        outcomes = "1 unknown outcome holds" if count == 1 else f"{count} unknown outcomes hold"
        notes.append(f"{outcomes} ${held:g}: video-story jobs {project_id}.")
    if status.little_room:
        notes.append(status.little_room.partition(". ")[0] + ".")
    return " ".join(notes)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_MESSAGE else words[: LONGEST_MESSAGE - 1] + "…"


def _poll(state: str, status: Status) -> int:
    if state not in ("queued", "running"):
        return 0
    least, most = POLL_SECONDS
    return round(min(most, max(least, (status.seconds_left or 20.0) / 4)))


def _laid(film: Film, folder: Path, of: str, variant: str) -> Path:
    """A copy of the film under its title, so that nobody writes into the store; copies of older films go."""
    name = safe_name(film.title) + ("" if variant == "original" else f" ({variant})")
    target = folder / of / f"{name}.mp4"
    if target.exists() and target.stat().st_size == film.size:
        return target.absolute()
    for older in folder.glob("*"):
        if older != target.parent:
            shutil.rmtree(older, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        shutil.copyfile(film.path, part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target.absolute()
