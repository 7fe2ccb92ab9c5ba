"""Ordering: verbs for programs that have films made for a person, and agree to prices in that person's name.

What a price was named for is kept in the database, so that any connection can agree to it later.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.changes import Change
from core.errors import BadInput, Conflict, NotFound, NotReady
from core.intake import MAX_PHOTO_BYTES
from core.jobs.engine import Engine
from core.media.fetch import NotFetched, Rules, client, fetch
from core.pipeline.quote import QuoteLine
from core.store import facts, handing, jobs, runs
from core.store.ids import QUOTE, new_id
from core.store.jobs import JobState
from core.store.runs import RunState
from core.story import Slot, SlotKind, Step, Story
from core.studio import agreeing
from core.studio.making import Making
from core.studio.naming import entity_named, slot_named
from core.studio.paying import NAMED_MODELS
from core.studio.values import NO_STYLE, Again, Brief, ChangePreview

FAMILIES: Mapping[str, Mapping[Step, tuple[str, ...]]] = {
    "qwen": {Step.REFS: ("fal:qwen-edit",), Step.FRAMES: ("fal:qwen-plus", "fal:qwen-edit")}
}
"""Short names that agents use (R40) -> for each step the rows they stand for, the first there is."""

FETCH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """What became of something asked for that may cost money. Money in micro-dollars."""

    project: str
    begun: bool
    quote_id: str = ""
    """The price to agree to; empty when the work has begun."""
    low: int = 0
    high: int = 0
    """The most it may cost; 0 when it is free."""
    expires_at: datetime | None = None
    new: bool = True
    """False when the same request was made before."""


class Ordering(Making):
    """Verbs for programs that order films."""

    async def order(
        self, person: str, brief: Brief, key: str, *, max_cost: int = 0, later: Mapping[str, str] | None = None
    ) -> Order:
        """A film: created, and begun at once when it costs `max_cost` micro-dollars at the most, else priced.

        `later`: step -> model for when it is raised to a paid level (see `image_models`). The same key with the
        same brief gives the same project again, and a new price if it was not begun yet.
        Raises Conflict for the same key with another brief, and as `create`.
        """
        known = await self._known(person, key, brief)
        project_id = known or (await self.create(person, brief, key=_request(key))).id
        await self._remember(project_id, brief, later or {})
        if known and (await self.status(person, known)).state != RunState.IDLE.value:
            return Order(known, begun=True, new=False)
        order = await self._quoted(person, project_id, max_cost, {"verb": "start"})
        return replace(order, new=not known)

    async def order_upgrade(
        self,
        person: str,
        project_id: str,
        to: str = "",
        shots: tuple[int, ...] | None = None,
        *,
        max_cost: int = 0,
    ) -> Order:
        """Raise shots, or all, to a level; without one go on with what the film still needs.

        Begun at once when it costs `max_cost` micro-dollars at the most. Raises NotFound, NotReady, BadInput.
        """
        if to:
            named = None if shots is None else list(shots)
            action = {"verb": "upgrade", "to": to, "shots": named}
            return await self._quoted(person, project_id, max_cost, action)
        if shots is not None:
            raise BadInput(
                "Shots were named without a level.", next_step='Give level "pictures" or "clips" too.'
            )
        return await self._quoted(person, project_id, max_cost, {"verb": "start"})

    async def order_again(
        self, person: str, project_id: str, what: str, again: Again, *, max_cost: int = 0, key: str = ""
    ) -> Order:
        """Make one thing anew ("frame:3", "reference:Ana", …) and put it into the film; once for each `key`.

        Begun at once when it costs `max_cost` micro-dollars at the most. Raises NotFound, NotReady, BadInput.
        """
        story = await self.story(person, project_id)
        if key and await self._was_done(project_id, key):
            return Order(project_id, begun=True, new=False)
        low, high = await self.price_again(person, project_id, slot_named(story, what), again)
        action = {"verb": "again", "what": what, "again": _plain(again), "key": key}
        if high <= max_cost:
            return await self._do(person, project_id, action, low, high)
        until = agreeing.expiry(datetime.now(UTC))
        return await self._proposed(Order(project_id, False, new_id(QUOTE), low, high, until), action)

    async def agree(self, person: str, project_id: str, quote_id: str) -> Order:
        """Begin what a price was named for. Raises NotFound, and Conflict when the price no longer holds."""
        await self.story(person, project_id)
        async with self._database.read() as db:
            kept = await facts.recall(db, _ORDER + quote_id)
        if not kept or kept["project"] != project_id:
            raise NotFound(f"There is no quote {quote_id} for {project_id}.", next_step=_ASK)
        if datetime.now(UTC) >= datetime.fromisoformat(kept["expires_at"]):
            raise Conflict("This quote has expired.", next_step=_ASK)
        action = {**kept["action"], "quote_id": quote_id}
        return await self._do(person, project_id, action, kept["low"], kept["high"])

    async def price(self, person: str, brief: Brief) -> tuple[QuoteLine, ...]:
        """What a film of this brief would cost, before there is a project. Raises as `create`."""
        story = Story(await self._project(person, replace(brief, music=None)))
        return await asyncio.to_thread(
            self._forecast, story, until=Step.EXPORT, models=None, shots=None, only=()
        )

    def image_models(self, refs: str, frames: str) -> dict[str, str]:
        """Step -> catalogue id of the image models named, each by its id or a family's name ("qwen").

        Raises NotFound, and BadInput without the key.
        """
        named = {Step.REFS: refs, Step.FRAMES: frames}
        return {step.value: self._named_model(step, name) for step, name in named.items() if name}

    async def add_guides_from(self, person: str, project_id: str, name: str, sources: Sequence[str]) -> int:
        """Photos from https addresses or files of this machine for an entity; gives how many it has then.

        Raises NotFound, NotReady before anybody is known, BadInput for what is no photo or cannot be fetched.
        """
        story = await self.story(person, project_id)
        if not story.entities:
            raise NotReady(
                "It is not known yet who is in this story.", next_step="Wait a little, then try again."
            )
        entity = entity_named(story, name)
        work = self._settings.data_dir / "work"
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=work, prefix="guides-") as folder:
            files = [await self._brought(one, Path(folder) / f"{i:02}") for i, one in enumerate(sources)]
            await self.add_guides(person, project_id, entity.id, files)
        return len((await self.story(person, project_id)).guides_of(entity.id))

    async def set_style(
        self, person: str, project_id: str, words: str | None, picture: str | None
    ) -> tuple[ChangePreview, tuple[str, ...]]:
        """Set a film's style: words, and a picture from an https address or a file of this machine.

        "" takes either away, None leaves it. Gives what it makes stale and costs, and who is given the picture.

        Raises NotFound, and BadInput for what is no picture or cannot be fetched.
        """
        await self.story(person, project_id)
        work = self._settings.data_dir / "work"
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=work, prefix="style-") as folder:
            path = await self._brought(picture, Path(folder) / "style") if picture else None
            change = Change(style=words, style_picture=path, no_style_picture=picture == "")
            found = await self.preview_change(person, project_id, change)
            await self.change(person, project_id, change)
        return found, await self.style_words(person, project_id)

    async def style_words(self, person: str, project_id: str) -> tuple[str, ...]:
        """Which models are given the picture of a film's style; nothing without one. Raises NotFound."""
        if (await self.story(person, project_id)).project.style_picture is None:
            return ()
        return tuple(use.words for use in await self.style_use(person, project_id)) or (NO_STYLE,)

    # the process

    @property
    def makes_films_here(self) -> bool:
        """Whether the engine is in this process, not in another one."""
        return self._seat is not None and isinstance(self._seat.engine, Engine) and self._seat.engine.works

    def elected(self, office: str) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait to be the only process with this office; the event tells that it was lost."""
        return self._database.elected(office)

    async def is_busy(self) -> bool:
        """Whether any run is under way, or a job is brought to its end."""
        async with self._database.read() as db:
            running = await runs.active_runs(db)
            return bool(running) or any(job.state is not JobState.WAITING for job in await jobs.open_jobs(db))

    # Inside

    async def _known(self, person: str, key: str, brief: Brief) -> str:
        """The project that this key made; "" when none did. Raises Conflict when it was for something else."""
        if not key:
            return ""
        async with self._database.read() as db:
            project = await handing.requested(db, f"{person}:{_request(key)}")
            said = await facts.recall(db, _BRIEF + project) if project else None
        if said not in (None, _digest(brief)):
            raise Conflict(
                f"The idempotency key {key!r} was used for another film, {project}.",
                next_step="Use a new key for a new film, or send the same words with this one.",
            )
        return project

    async def _remember(self, project_id: str, brief: Brief, later: Mapping[str, str]) -> None:
        async with self._database.write() as db:
            await facts.remember(db, _BRIEF + project_id, _digest(brief))
            if later:
                await facts.remember(db, NAMED_MODELS + project_id, dict(later))

    async def _quoted(self, person: str, project_id: str, max_cost: int, action: Mapping[str, Any]) -> Order:
        """Do it when the price is within bounds, else keep the price for an answer."""
        if action["verb"] == "start" and not (await self.story(person, project_id)).project.models:
            return await self._do(person, project_id, action, 0, 0)
        quote = await self.quote(person, project_id, level=action.get("to"), shots=action.get("shots"))
        if not quote.high:
            return await self._do(person, project_id, action, 0, 0)
        if quote.high <= max_cost:
            return await self._do(person, project_id, {**action, "quote_id": quote.id}, quote.low, quote.high)
        order = Order(project_id, False, quote.id, quote.low, quote.high, quote.expires_at)
        return await self._proposed(order, action)

    async def _proposed(self, order: Order, action: Mapping[str, Any]) -> Order:
        """Keep what the price is for."""
        assert order.expires_at is not None
        kept = {"project": order.project, "action": dict(action), "low": order.low, "high": order.high}
        until = order.expires_at.isoformat()
        async with self._database.write() as db:
            await facts.remember(db, _ORDER + order.quote_id, {**kept, "expires_at": until})
        return order

    async def _do(self, person: str, project_id: str, action: Mapping[str, Any], low: int, high: int) -> Order:
        """Begin it, at the price that was agreed to."""
        quote_id = action.get("quote_id", "")
        if action["verb"] == "again":
            await self._make_again(person, project_id, action, high)
        elif action["verb"] == "upgrade":
            shots = None if action["shots"] is None else tuple(action["shots"])
            await self.upgrade(person, project_id, shots, action["to"], quote_id=quote_id)
        else:
            await self._go_on(person, project_id, quote_id)
        return Order(project_id, True, low=low, high=high)

    async def _make_again(self, person: str, project_id: str, action: Mapping[str, Any], high: int) -> None:
        """The new take, and the film with it in."""
        slot = slot_named(await self.story(person, project_id), action["what"])
        await self.regenerate(person, project_id, slot, Again(**action["again"]), max_cost=high)
        film = Slot(SlotKind.FILM, project_id)
        await self._on_engine(lambda engine: engine.run(project_id, only=(slot, film)))
        if action["key"]:
            async with self._database.write() as db:
                await facts.remember(db, f"{_AGAIN}{project_id}:{_request(action['key'])}", True)

    async def _was_done(self, project_id: str, key: str) -> bool:
        async with self._database.read() as db:
            return bool(await facts.recall(db, f"{_AGAIN}{project_id}:{_request(key)}"))

    async def _go_on(self, person: str, project_id: str, quote_id: str) -> None:
        story = await self.story(person, project_id)
        if story.project.gates:
            with contextlib.suppress(NotReady):
                await self.approve(person, project_id)
        await self.start(person, project_id, quote_id=quote_id)

    async def _brought(self, source: str, target: Path) -> Path:
        """A photo's file, fetched if it is elsewhere. Raises BadInput."""
        if "://" not in source:
            return Path(source)
        loopback = self._settings.allow_loopback_media
        rules = Rules(most_bytes=MAX_PHOTO_BYTES, loopback=loopback, seconds=FETCH_SECONDS)
        try:
            async with client() as http:
                return (await fetch(http, source, target, rules)).path
        except NotFetched as failed:
            raise BadInput(
                f"{source[:120]} could not be fetched: {failed}.",
                next_step="Give the https address of a picture.",
            ) from failed

    def _named_model(self, step: Step, name: str) -> str:
        """The catalogue id of a model or family, checked for its key. Raises NotFound, BadInput."""
        rows = FAMILIES.get(name, {}).get(step, (name,))
        known = next((row for row in rows if row in self._catalogue.models), name)
        self._check_model(step, known)
        return known


_ORDER, _BRIEF, _AGAIN = "order:", "brief:", "again:"
_ASK = "Ask for the price again; asking is free."


def _request(key: str) -> str:
    """An idempotency key as the store keeps it: of one length, and apart from those of other faces."""
    return hashlib.sha256(f"agent:{key}".encode()).hexdigest()[:32] if key else ""


def _digest(brief: Brief) -> str:
    return hashlib.sha256(repr(brief).encode()).hexdigest()


def _plain(again: Again) -> dict[str, Any]:
    return {**asdict(again), "references": [str(one) for one in again.references]}
