"""What all makers over the network do alike: prepare, hand over, note, submit once, look, fetch, check, keep.

A service's own file says only how it is spoken to. Nothing in here knows a model by its name: what differs
between models stands in their rows.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import httpx

from core.catalogue.arguments import arguments, served_by
from core.catalogue.models import Catalogue, Model
from core.catalogue.prices import price
from core.errors import BadInput, Fault, ProviderError
from core.media import fetch
from core.media.pieces import together
from core.providers import calls, remote_work
from core.providers.base import Desk, Done, Pending
from core.providers.cadence import Cadence
from core.providers.calls import Lost, Patience, Reply
from core.providers.orders import Getting, Handed, Order, measures_of
from core.providers.remote_faults import Place, Said, row_for, said_by
from core.providers.uploads import Upload, Uploads
from core.requests import Request
from core.settings import Settings

LONGEST_WORK = 45 * 60.0
"""Seconds after which work that does not end is cancelled: Replicate stops by itself after 30 minutes (C2)."""

LONGEST_QUEUE = 90 * 60.0
"""Seconds after which work that does not begin is cancelled."""

CLOCK_SET = 5.0
"""Seconds by which ours and a service's clock part when one was set; their word counts whole seconds."""

UPLOADS_AT_ONCE = 4

LONGEST_KEPT_ANSWER = 60_000
"""Characters of JSON: a larger answer carries its files inline and is not written into the job's row."""


Known = Mapping[str, Any] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """How far a piece of remote work is."""

    state: str
    """"waiting", "working" or "over"."""
    answer: Any = None
    """When it is over: what the model gave."""
    words: str = ""
    """A few words on the way."""


class RemoteMaker(ABC):
    """A service over HTTP that takes orders, works on them and keeps the result at an address."""

    service: ClassVar[str]
    """The catalogue's lane, and the part of remote_faults.toml."""
    title: ClassVar[str]

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        *,
        patience: Patience | None = None,
        pauses: Sequence[float] = fetch.PAUSES,
        now: Callable[[], float] = time.time,
        verify: bool = True,
    ) -> None:
        """`pauses` are those between tries of a download; `now` is seconds since 1970."""
        self._settings, self._catalogue = settings, catalogue
        self._patience = patience or Patience()
        self._pauses, self._now, self._verify = tuple(pauses), now, verify
        self._cadence = Cadence()
        self._queued: dict[str, float] = {}
        """Work by its id -> seconds it had lasted when it was last seen to wait in the service's queue."""
        self._http: httpx.AsyncClient | None = None
        self._looking: httpx.AsyncClient | None = None
        self._media: httpx.AsyncClient | None = None
        self._going_up: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.lead: float | None = None
        """Seconds by which our clock is ahead of the service's; None until it has answered."""

    # ------------------------------------------------------------------ what a service's own file says

    @abstractmethod
    def _auth(self) -> dict[str, str]:
        """The header that carries the key."""

    @abstractmethod
    async def _upload(self, row: Model, handed: Handed) -> Upload:
        """Hand a file over. Raises ProviderError."""

    @abstractmethod
    async def _submit(self, row: Model, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The one call that costs money; gives the operation, its id and addresses. Raises ProviderError."""

    @abstractmethod
    async def _look(self, row: Model, operation: Mapping[str, Any]) -> Seen:
        """Ask how far it is. Raises ProviderError, with a cost when the work has ended without a result."""

    @abstractmethod
    async def _stop(self, row: Model, operation: Mapping[str, Any]) -> bool:
        """Cancel. False when it was over already. Raises ProviderError."""

    @abstractmethod
    def _uploads_place(self) -> str:
        """The address uploads lie at, so that they are not used at another one."""

    def _media_keys(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Headers for result files that are not public, and the hosts that may see them; most need none."""
        return {}, ()

    async def _ready(self, row: Model) -> Model:
        """The row with whatever must be looked up first. Raises ProviderError."""
        return row

    # ------------------------------------------------------------------ the maker

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        """Raises ProviderError: UNAVAILABLE when it surely did not begin, UNKNOWN_OUTCOME when nobody knows."""
        row, order = await self._order(model, request, desk)
        desk.progress(0.05, f"Handing over to {self.title}")
        urls, used = await self._handed_over(row, order.handed, self._uploads(desk))
        filled = arguments(row, order.request, urls)
        note = {"row": row.id, "arguments": filled, "at": self._now(), "uploads": used, "expect": order.expect}
        note["lead"] = self.lead
        note["measures"] = dataclasses.asdict(order.measures)
        await desk.note(note)
        operation = await self._submit(row, filled)
        desk.progress(0.1, f"{self.title} has taken it")
        return Pending(
            {**note, **operation, "at": self._now(), "lead": self.lead}, self._cadence.pause(row.id, 0.0)
        )

    async def make_ready(self, model: str, request: Request, desk: Desk) -> None:
        """Fit and hand over the files of work that begins soon; free, and found again by `start`."""
        row, order = await self._order(model, request, desk)
        await self._handed_over(row, order.handed, self._uploads(desk))

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        """Raises ProviderError: UNAVAILABLE and RATE_LIMIT mean to ask again later, unless they name a cost."""
        row = self._catalogue.model(operation["row"])
        if "answer" in operation:
            return await self._finished(row, operation, operation["answer"], desk)
        try:
            seen = await self._look(row, operation)
        except Refusal as error:
            if error.cost is not None:
                self._queued.pop(operation["id"], None)
            if error.forget_uploads:
                self._forget_uploads(operation, desk)
            raise
        if seen.state != "over":
            return await self._waited(row, operation, seen, desk)
        self._cadence.ended(row.id, self._lasted(operation) - self._queued.pop(operation["id"], 0.0))
        desk.progress(0.9, f"{self.title} is done")
        if len(str(seen.answer)) > LONGEST_KEPT_ANSWER:
            return await self._finished(row, operation, seen.answer, desk)
        return Pending({**operation, "answer": seen.answer}, 0.0, finishing=True)

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        self._queued.pop(operation["id"], None)
        if "answer" not in operation:
            await self._stop(self._catalogue.model(operation["row"]), operation)

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        raise self.refusal(
            self._catalogue.model(notes.get("row", model)),
            Fault.UNKNOWN_OUTCOME,
            f"{self.title} keeps no list that could tell whether it took this request. Look at its dashboard, "
            "then have it made again or let it be.",
            cost=None,
        )

    async def aclose(self) -> None:
        for http in (self._http, self._looking, self._media):
            if http is not None:
                await http.aclose()
        self._http = self._looking = self._media = None

    # ------------------------------------------------------------------ calls

    async def call(
        self, row: Model, place: Place, method: str, url: str, *, keyed: bool = True, **content: Any
    ) -> Reply:
        """One call to the service's own address. Raises Refusal for anything but an answer of 2xx.

        `content` is what calls.call takes; without `keyed` the key does not go along.
        """
        seconds = {"upload": self._patience.upload, "submit": self._patience.submit}.get(place)
        http = self._client(looks=place == "look" and method == "GET")
        headers = {**(self._auth() if keyed else {}), **content.pop("headers", {})}
        try:
            reply = await calls.call(http, method, url, headers=headers, seconds=seconds, **content)
        except Lost as lost:
            raise self._lost(row, place, lost) from None
        self._compare_clocks(reply)
        if not reply.fine:
            error = self.refused(row, place, reply)
            error.reply = reply
            raise error
        return reply

    def _client(self, *, looks: bool) -> httpx.AsyncClient:
        """Looks are free and may be lost, so they alone use a connection again."""
        if looks:
            self._looking = self._looking or calls.client(self._patience, verify=self._verify, again=True)
            return self._looking
        self._http = self._http or calls.client(self._patience, verify=self._verify)
        return self._http

    def _compare_clocks(self, reply: Reply) -> None:
        with suppress(ValueError):
            theirs = parsedate_to_datetime(reply.headers.get("date", "")).timestamp()
            self.lead = self._now() - theirs

    def refused(self, row: Model, place: Place, reply: Reply | Said, known: Known = None) -> Refusal:
        """The error that an answer stands for. `known` is the operation, once there is one."""
        said = said_by(reply) if isinstance(reply, Reply) else reply
        found = row_for(self.service, place, said)
        words = found.words.format(model=row.title, said=said.text)
        cost = None if found.charged is None else 0
        if found.charged and known:
            cost = self._price(row, known)
        if place == "look" and found.fault in (Fault.UNAVAILABLE, Fault.RATE_LIMIT):
            cost = None
        error = self.refusal(row, found.fault, words, cost=cost, retry_after=said.retry_after)
        error.forget_uploads = found.forget
        return error

    def refusal(
        self, row: Model, fault: Fault, words: str, *, cost: int | None, retry_after: float | None = None
    ) -> Refusal:
        """An error in words for a person that end with what it cost."""
        unsure = f"Whether it was charged, only {self.title} knows." if fault in _UNSURE else ""
        told = f"{words} {unsure if cost is None else _cost_words(cost)}".strip()
        for secret in self._auth().values():
            told = told.replace(secret.partition(" ")[2] or secret, "…")
        return Refusal(fault, told, model=row.id, cost=cost, retry_after=retry_after)

    def _lost(self, row: Model, place: Place, lost: Lost) -> ProviderError:
        if place == "submit" and lost.sent:
            words = (
                f"The connection to {self.title} broke after {row.title} had been asked and before the answer "
                "was there, so nobody here knows whether it was taken."
            )
            return self.refusal(row, Fault.UNKNOWN_OUTCOME, words, cost=None)
        words = f"{self.title} cannot be reached ({lost}). It is tried again."
        return self.refusal(row, Fault.UNAVAILABLE, words, cost=0 if place in ("upload", "submit") else None)

    def _must_have_key(self, row: Model) -> None:
        access = self._catalogue.lanes[row.provider]
        if not self._catalogue.reachable(row, self._settings.keys()):
            words = f"{row.title} needs {access.key}, which is not set."
            raise self.refusal(row, Fault.AUTH, words, cost=0)
        if not all(value.isascii() and value.isprintable() for value in self._auth().values()):
            words = f"{access.key} holds characters that no key has, such as a line break."
            raise self.refusal(row, Fault.AUTH, words, cost=0)

    # ------------------------------------------------------------------ handing over

    async def _order(self, model: str, request: Request, desk: Desk) -> tuple[Model, Order]:
        row = served_by(self._catalogue, self._catalogue.model(model), request)
        self._must_have_key(row)
        row = await self._ready(row)
        try:
            return row, await remote_work.prepare(row, request, desk, ffmpeg=self._settings.ffmpeg)
        except BadInput as error:
            raise ProviderError(Fault.INVALID_INPUT, str(error), model=row.id, cost=0) from error

    async def _handed_over(
        self, row: Model, files: Sequence[Handed], uploads: Uploads
    ) -> tuple[dict[str, str], list[str]]:
        """Addresses by name, and the keys under which they are kept; each file goes up at most once a day.

        Jobs that run side by side and send the same picture wait for the one that hands it over.
        """
        gate = asyncio.Semaphore(UPLOADS_AT_ONCE)

        async def one(handed: Handed) -> Upload:
            async with self._going_up.setdefault(handed.digest, asyncio.Lock()), gate:
                kept = uploads.kept(handed.digest)
                if kept is None:
                    kept = await self._upload(row, handed)
                    uploads.keep(handed.digest, kept)
                return kept

        by_digest = {handed.digest: handed for handed in files}
        made = await together(one(handed) for handed in by_digest.values())
        found = dict(zip(by_digest, made, strict=True))
        return {handed.name: found[handed.digest].url for handed in files}, list(by_digest)

    def _forget_uploads(self, operation: Mapping[str, Any], desk: Desk) -> None:
        uploads = self._uploads(desk)
        for digest in operation.get("uploads", ()):
            uploads.forget(digest)

    def _uploads(self, desk: Desk) -> Uploads:
        return Uploads(desk.cache, f"{self.service} {self._uploads_place()}", self._now)

    # ------------------------------------------------------------------ waiting

    async def _waited(self, row: Model, operation: Mapping[str, Any], seen: Seen, desk: Desk) -> Pending:
        """When to look again; work that has taken far too long is cancelled."""
        lasted = self._lasted(operation)
        usual = row.seconds or 20.0
        desk.progress(
            min(0.85, 0.1 + 0.75 * lasted / (lasted + usual)), seen.words or f"{self.title} is at work"
        )
        if lasted > (LONGEST_QUEUE if seen.state == "waiting" else LONGEST_WORK) and await self._stop(
            row, operation
        ):
            charged = seen.state == "working"
            words = f"{row.title} did not end within {lasted / 60:.0f} minutes and was cancelled."
            cost = self._price(row, operation) if charged else 0
            raise self.refusal(row, Fault.UNAVAILABLE, words, cost=cost)
        if seen.state == "waiting":
            self._queued[operation["id"]] = lasted
            return Pending(operation, self._cadence.pause_in_line(row.id, lasted))
        return Pending(operation, self._cadence.pause(row.id, lasted - self._queued.get(operation["id"], 0.0)))

    def _lasted(self, operation: Mapping[str, Any]) -> float:
        """Seconds since it was taken; that our clock was set meanwhile shows against the service's."""
        lasted, then = self._now() - float(operation["at"]), operation.get("lead")
        moved = 0.0 if then is None or self.lead is None else self.lead - float(then)
        return max(0.0, lasted - moved if abs(moved) > CLOCK_SET else lasted)

    # ------------------------------------------------------------------ finishing

    async def _finished(self, row: Model, operation: Mapping[str, Any], answer: Any, desk: Desk) -> Done:
        """Fetch, check and keep what was made; nothing of it costs anything, however often it is done."""
        if remote_work.flagged(answer):
            words = (
                f"{row.title} made a picture that its own checker flagged and blacked out. Change the prompt "
                "or the picture."
            )
            raise self.refusal(row, Fault.MODERATION, words, cost=self._price(row, operation))
        keys, hosts = self._media_keys()
        rules = fetch.Rules(
            most_bytes=remote_work.MOST_BYTES,
            loopback=self._settings.allow_loopback_media,
            stall=self._patience.look,
            pauses=self._pauses,
            keys=keys,
            key_hosts=hosts,
        )
        if self._media is None:
            self._media = fetch.client(verify=self._verify)
        getting = Getting(self._media, rules, desk, self._settings.ffmpeg)
        try:
            got = await remote_work.finish(row, operation, answer, getting)
        except fetch.NotFetched as error:
            raise self._not_fetched(row, operation, error) from error
        except remote_work.Useless as error:
            words = f"What {row.title} made cannot be used: {error}."
            raise self.refusal(row, Fault.BAD_OUTPUT, words, cost=self._price(row, operation)) from error
        return dataclasses.replace(got.done, cost=price(row, operation["arguments"], got.measures))

    def _not_fetched(self, row: Model, operation: Mapping[str, Any], error: fetch.NotFetched) -> ProviderError:
        made = f"{row.title} has made it, but the file cannot be fetched: {error}."
        if error.may_come:
            return self.refusal(
                row, Fault.UNAVAILABLE, f"{made} It is fetched again, which is free.", cost=None
            )
        return self.refusal(row, Fault.BAD_OUTPUT, made, cost=self._price(row, operation))

    def at_home(self, base: str, url: str) -> str:
        """An address from an answer, as one below `base`: the key never goes to another host than ours."""
        ours, theirs = urlsplit(base), urlsplit(url)
        if (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc):
            return url
        query = f"?{theirs.query}" if theirs.query else ""
        return f"{base.rstrip('/')}{theirs.path}{query}"

    def _price(self, row: Model, known: Mapping[str, Any]) -> int:
        return price(row, known["arguments"], measures_of(known))


class Refusal(ProviderError):
    """A service's "no", with what only this package looks at.

    An UNAVAILABLE or RATE_LIMIT with a `cost` is final; without one it only says that asking again may help.
    """

    reply: Reply | None = None
    """What the service answered, when that was the refusal."""
    forget_uploads = False
    """Whether files that were handed over must be handed over anew."""


_UNSURE = frozenset({Fault.MODERATION, Fault.FACE_REFUSED, Fault.UNKNOWN_OUTCOME})
"""Faults that may have cost something though nobody said so; the others only mean to ask again."""


def _cost_words(cost: int) -> str:
    if not cost:
        return "Nothing was charged."
    return f"It was charged all the same: ${cost / 1_000_000:.4f}".rstrip("0").rstrip(".") + "."
