"""Showing: pictures and rows that the chat needs, made from what a film has so far."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from core.errors import NotReady, ProviderError, StudioError
from core.media.blur import is_blurred
from core.media.contact import MOST, contact_sheet
from core.media.smaller import Facts, facts_of, smaller, streamable
from core.media.thumbnail import cover_of
from core.providers.hearing import can_hear, write_down
from core.store.ids import new_id
from core.story import SlotKind
from core.studio.chats import Chats
from core.studio.delivering import Delivering
from core.studio.doing_without import DoingWithout
from core.studio.looking import Looking
from core.studio.telling import Telling
from core.studio.values import Film


@dataclass(frozen=True, slots=True)
class Sheet:
    """A contact sheet; `key` is the same as long as it shows the same."""

    key: str
    numbers: tuple[int, ...]
    """The shots on it, from 1."""
    drawn: int
    """How many of them have a frame."""


@dataclass(frozen=True, slots=True)
class ChatClip:
    """A moving picture as a chat takes it."""

    path: Path
    facts: Facts


class Showing(Looking, Delivering, DoingWithout, Telling):
    """Verbs for faces that show pictures in a row of messages."""

    @cached_property
    def chats(self) -> Chats:
        """What the chat remembers."""
        return Chats(self._database)

    @property
    def hears(self) -> bool:
        """Whether voice notes can be written down here."""
        return can_hear(self._settings)

    async def hear(self, person: str, sound: bytes, name: str) -> str:
        """The words of a voice note, from the person's own server. Raises NotReady without one, StudioError."""
        if not self.hears:
            raise NotReady("No model is set up that could listen.", next_step="Write the story instead.")
        try:
            return await write_down(self._settings, sound, name)
        except ProviderError as error:
            raise StudioError(
                error.message, next_step="Nothing was charged. Write the story, or try again."
            ) from None

    async def sheet(self, person: str, project_id: str, page: int = 0) -> Sheet:
        """What the contact sheet of a page would show now. Raises NotFound."""
        story = await self.story(person, project_id)
        shots = story.shots[page * MOST : (page + 1) * MOST]
        takes = [story.take(SlotKind.FRAME, shot.id) for shot in shots]
        shas = [take.asset if take else "" for take in takes]
        key = f"{project_id}:{page}:{story.project.aspect}:" + ",".join(sha[:12] for sha in shas)
        return Sheet(key, tuple(shot.index + 1 for shot in shots), sum(bool(sha) for sha in shas))

    async def contact_sheet(self, person: str, project_id: str, page: int = 0) -> bytes:
        """The frames of a page, numbered, as one JPEG; shots without a frame are dark. Raises NotFound."""
        story = await self.story(person, project_id)
        shots = story.shots[page * MOST : (page + 1) * MOST]
        takes = [story.take(SlotKind.FRAME, shot.id) for shot in shots]
        files = await self._media.fetched_all(take.asset for take in takes if take is not None)
        panels = [
            (shot.index + 1, None if take is None else files[take.asset])
            for shot, take in zip(shots, takes, strict=True)
        ]
        return await asyncio.to_thread(contact_sheet, panels, story.project.size)

    async def blurred(self, person: str, project_id: str, pictures: Sequence[str]) -> frozenset[str]:
        """Which of these pictures of the project (assets) are too soft to guide a look. Raises NotFound."""
        files = [await self.media(person, project_id, sha) for sha in pictures]
        found = [await asyncio.to_thread(is_blurred, file.path) for file in files]
        return frozenset(sha for sha, soft in zip(pictures, found, strict=True) if soft)

    async def film_for_chat(self, person: str, project_id: str, most: int) -> Film | None:
        """The finished film with `most` bytes at most: as it is where it fits, else made smaller, once.

        None when it is too long for that. Raises NotReady without a film, and NoRoom.
        """
        film = await self.delivery(person, project_id)
        if film.size <= most:
            return film
        folder = self._settings.data_dir / "cache" / "chat"
        target = folder / f"{film.sha256}-{most}.mp4"
        work = self._settings.data_dir / "work" / new_id("chat")
        if not target.exists() and not await smaller(
            film.path, film.seconds, most, target, work, self._settings.ffmpeg
        ):
            return None
        sha, facts = await asyncio.to_thread(_sha256, target), await asyncio.to_thread(facts_of, target)
        size = target.stat().st_size
        return replace(film, path=target, sha256=sha, size=size, width=facts.width, height=facts.height)

    async def cover(self, person: str, project_id: str) -> bytes:
        """The first frame in the film's shape, without captions, as a JPEG; empty where none can be read."""
        story = await self.story(person, project_id)
        takes = (story.take(SlotKind.FRAME, shot.id) for shot in story.shots)
        first = next((take for take in takes if take is not None), None)
        if first is None:
            return b""
        try:
            file = await self.media(person, project_id, first.asset)
            return await asyncio.to_thread(cover_of, file.path, story.project.size)
        except (OSError, ValueError):
            return b""

    async def clip_for_chat(self, person: str, project_id: str, sha: str) -> ChatClip:
        """A clip of the film that plays in a chat while it loads. Raises NotFound, NoRoom."""
        file = await self.media(person, project_id, sha)
        target = self._settings.data_dir / "cache" / "chat" / f"{sha}.mp4"
        if not target.exists():
            work = self._settings.data_dir / "work" / new_id("chat")
            await streamable(file.path, target, work, self._settings.ffmpeg)
        return ChatClip(target, await asyncio.to_thread(facts_of, target))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
