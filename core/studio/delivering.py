"""Delivering: the finished film and everything beside it, handed to the person."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

from core.errors import NotFound, NotReady
from core.media import deliver as delivery
from core.pipeline import plan as planning
from core.pipeline.notes import missing, notes
from core.store import assets, facts
from core.story import SAMPLE_RATE, SlotKind, Story
from core.studio.paying import Paying
from core.studio.receipt import lay_receipt
from core.studio.values import Delivered, Film

Needed = Literal["nothing", "film", "all"]

_BESIDE = ("thumbnail", "srt", "vtt")
"""What goes along with a film wherever it is shown."""


class Delivering(Paying):
    """Verbs that hand out the film."""

    async def deliver(self, person: str, project_id: str, folder: Path | None = None) -> Delivered:
        """Put the finished film and everything beside it into a folder (B9, B10).

        Raises NotReady while there is no film, NoRoom or BadInput when the folder cannot be written.
        """
        story = await self.story(person, project_id)
        film, request = story.take(SlotKind.FILM, project_id), planning.film_request(story, self._catalogue)
        if film is None or request is None:
            raise NotReady("There is no finished film yet.", next_step=f"Run: video-story resume {project_id}")
        names = {"film": film.asset, **film.parts}
        found = await self._media.fetched_all(names.values())
        paths = {name: found[sha] for name, sha in names.items()}
        target = await self._folder(project_id, folder)
        laid = await asyncio.to_thread(delivery.deliver, paths, request, target, request.title)
        costs = await self.costs(person, project_id)
        await asyncio.to_thread(lay_receipt, laid, costs)
        return Delivered(
            project=project_id,
            title=request.title,
            seconds=request.samples / SAMPLE_RATE,
            passed=bool(film.facts.get("passed")),
            cost=costs.spent,
            files=laid,
            notes=(
                *notes(story),
                *planning.plain_clips(story, self._catalogue),
                *await self._given_up(story),
                *await self._still_open(project_id),
            ),
        )

    async def deliver_to(self, person: str, project_id: str, folder: Path) -> None:
        """Where the film shall go once it is there, if `deliver` is not told otherwise. Raises NotFound."""
        await self.story(person, project_id)
        await self._folder(project_id, folder)

    async def delivery(
        self, person: str, project_id: str, variant: str = "original", *, needed: Needed = "film"
    ) -> Film:
        """The finished film where it lies, with everything made beside it, not copied.

        `variant` is "original" or the name of a part that is a film itself. `needed` tells what has to be on
        this machine: "film" with its thumbnail and captions, "all" with every piece, or "nothing"; the paths
        of the rest may lead nowhere when media lie in an object store. Raises NotReady while there is no film
        that fits the story as it is now, NotFound for an unknown variant, StoreAway.
        """
        story = await self.story(person, project_id)
        film, request = story.take(SlotKind.FILM, project_id), planning.film_request(story, self._catalogue)
        if film is None or request is None:
            raise NotReady("There is no finished film yet.", next_step=f"Run: video-story resume {project_id}")
        async with self._database.read() as db:
            known = {name: await assets.load_asset(db, sha) for name, sha in film.parts.items()}
            main = await assets.load_asset(db, film.asset)
        films = {name: asset for name, asset in known.items() if asset.mime.startswith("video/")}
        chosen = main if variant == "original" else films.get(variant)
        if chosen is None:
            raise NotFound(f"There is no {variant!r} of this film.", next_step="There is the original.")
        beside = {name: known[name].sha for name in (known if needed == "all" else _BESIDE) if name in known}
        if needed != "nothing":
            await self._media.fetched_all([chosen.sha, *beside.values()])
        paths = {name: self._media.place(asset.sha) for name, asset in known.items()}
        return Film(
            path=self._media.place(chosen.sha),
            mime=chosen.mime,
            sha256=chosen.sha,
            size=chosen.size,
            seconds=request.samples / SAMPLE_RATE,
            width=int(film.facts.get("width", request.width)),
            height=int(film.facts.get("height", request.height)),
            passed=bool(film.facts.get("passed")),
            title=request.title,
            thumbnail=paths.get("thumbnail"),
            captions={name: paths[name] for name in ("srt", "vtt") if name in paths},
            parts=paths,
            sizes={name: asset.size for name, asset in known.items()},
        )

    async def _still_open(self, project_id: str) -> tuple[str, ...]:
        """Money that is held for what nobody knows the outcome of."""
        unsettled = await self._unsettled(await self._looked(project_id))
        return () if unsettled is None else (f"{unsettled.words} See: video-story jobs {project_id}",)

    async def _given_up(self, story: Story) -> tuple[str, ...]:
        """What the film had to go on without, and why."""
        seen = await self._looked(story.project.id)
        return tuple(missing(job.slot, job.error, story) for job in seen.failures)

    async def _folder(self, project_id: str, wanted: Path | None) -> Path:
        """The folder to deliver to: as told, else where the film went before; remembered for the next time."""
        key = f"folder:{project_id}"
        async with self._database.write() as db:
            before = await facts.recall(db, key)
            folder = wanted or Path(before or f"out/{project_id}")
            await facts.remember(db, key, str(folder))
        return folder
