"""Replicate: its predictions, its files and its words, over plain HTTP (providers.md C; docs/decisions)."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from core.catalogue.models import LATEST, Model
from core.errors import Fault
from core.providers.base import TAKEN
from core.providers.calls import Reply
from core.providers.orders import Handed
from core.providers.remote import Refusal, RemoteMaker, Seen
from core.providers.remote_faults import Said, in_words
from core.providers.uploads import Upload

MOST_INLINE = 256 * 1024
"""Characters that a file inside the request may have (C1)."""

FILE_SECONDS = 24 * 3600.0
"""How long an upload lives when the answer does not say (C5)."""

CLOCKS_APART = 3.0
"""Seconds by which a moment here and there may differ once the two clocks have been compared."""

LISTED_SECONDS = 3600.0
"""How long the list still shows what was sent (C2)."""

PAGES = 40
"""Of the list of predictions, 100 on each: looked through for a lost one at the most."""

DELIVERY = ".replicate.delivery"


class Replicate(RemoteMaker):
    """Predictions, created without waiting and then asked after."""

    service = "replicate"
    title = "Replicate"

    def __init__(self, *args: Any, listed_after: float = 4.0, **options: Any) -> None:
        """`listed_after`: seconds after which a new prediction surely stands in the list."""
        super().__init__(*args, **options)
        self._listed_after = listed_after
        self._versions: dict[str, str] = {}

    def _auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._settings.replicate_api_token.get_secret_value()}"}

    def _uploads_place(self) -> str:
        return self._settings.replicate_base_url

    def _media_keys(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Files are public in practice, but Replicate's text says that a token may be needed (C2)."""
        return self._auth(), (DELIVERY, urlsplit(self._settings.replicate_base_url).hostname or DELIVERY)

    def _url(self, path: str) -> str:
        return f"{self._settings.replicate_base_url.rstrip('/')}/v1/{path}"

    # ------------------------------------------------------------------ handing over

    async def _ready(self, row: Model) -> Model:
        """Community models are called by version; the latest is looked up once."""
        if row.version != LATEST:
            return row
        if row.endpoint not in self._versions:
            reply = await self.call(row, "upload", "GET", self._url(f"models/{row.endpoint}"))
            latest = reply.get("latest_version")
            version = latest.get("id") if isinstance(latest, Mapping) else None
            if not isinstance(version, str):
                raise self.refused(row, "submit", Said(404, (), "it has no version"))
            self._versions[row.endpoint] = version
        return dataclasses.replace(row, version=self._versions[row.endpoint])

    async def _upload(self, row: Model, handed: Handed) -> Upload:
        """As a file of theirs, else inside the request where it is small enough."""
        files = {"content": (handed.filename, handed.data, handed.mime)}
        try:
            reply = await self.call(row, "upload", "POST", self._url("files"), files=files)
        except Refusal as error:
            inline = f"data:{handed.mime};base64,{base64.b64encode(handed.data).decode()}"
            if error.fault is not Fault.UNAVAILABLE or len(inline) > MOST_INLINE:
                raise
            return Upload(inline, 0.0)
        urls = reply.get("urls")
        url = urls.get("get") if isinstance(urls, Mapping) else None
        if not isinstance(url, str):
            raise self.refused(row, "upload", reply)
        return Upload(url, _moment(reply.get("expires_at")) or self._now() + FILE_SECONDS)

    # ------------------------------------------------------------------ predictions

    async def _submit(self, row: Model, arguments: Mapping[str, Any]) -> dict[str, Any]:
        path = "predictions" if row.version else f"models/{row.endpoint}/predictions"
        body: dict[str, Any] = {"input": dict(arguments)}
        if row.version:
            body["version"] = row.version
        reply = await self.call(row, "submit", "POST", self._url(path), json=body)
        if not isinstance(reply.get("id"), str):
            raise self.refused(row, "submit", reply)
        return {"id": reply.get("id")}

    async def _look(self, row: Model, operation: Mapping[str, Any]) -> Seen:
        reply = await self.call(row, "look", "GET", self._url(f"predictions/{operation['id']}"))
        match reply.get("status"):
            case "succeeded":
                return Seen("over", self._output(row, operation, reply))
            case "failed" | "canceled" | "aborted" as state:
                said = in_words(str(reply.get("error") or state))
                raise self.refused(row, "over", Said(200, _ends(state, reply), said), operation)
            case "starting":
                return Seen("waiting", words="Replicate is getting the model ready")
            case str():
                return Seen("working", words="Replicate is at work")
        raise self.refused(row, "look", reply)

    def _output(self, row: Model, operation: Mapping[str, Any], reply: Reply) -> Any:
        """What the model gave. Raises Refusal when it is gone or there never was anything."""
        output = reply.get("output")
        if output:
            return output
        words = f"{row.title} ended without a result."
        if reply.get("data_removed"):
            words = (
                f"{row.title} had made it, but Replicate removes results after one hour and it was not fetched."
            )
        raise self.refusal(row, Fault.BAD_OUTPUT, words, cost=self._price(row, operation))

    async def _stop(self, row: Model, operation: Mapping[str, Any]) -> bool:
        try:
            reply = await self.call(row, "look", "POST", self._url(f"predictions/{operation['id']}/cancel"))
        except Refusal as error:
            if error.reply is not None and error.reply.status in (400, 404, 409, 422):
                return False
            raise
        return reply.get("status") not in ("succeeded", "failed")

    # ------------------------------------------------------------------ a lost answer

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Look through the list for a prediction with the very same input, made since the note was written and
        nobody else's.

        Raises ProviderError(UNKNOWN_OUTCOME) when the list cannot tell, such as after an hour, when Replicate
        removes inputs.
        """
        row = self._catalogue.model(notes["row"])
        found = await self._listed(row, notes)
        if found is None and self._now() - (self.lead or 0.0) < self._sent(notes) + self._listed_after:
            await asyncio.sleep(self._listed_after)
            found = await self._listed(row, notes)
        return None if found is None else {**notes, "id": found}

    def _sent(self, notes: Mapping[str, Any]) -> float:
        """When the note was written, by Replicate's clock.

        Ours may have been set since, so what was noted of the two counts. Where that is not known and the note
        seems to come from the future, an hour is looked through: what is overlooked would be bought twice.
        """
        then = notes.get("lead")
        sent = float(notes["at"]) - float(self.lead or 0.0 if then is None else then)
        now = self._now() - (self.lead or 0.0)
        return sent if sent <= now + CLOCKS_APART else now - LISTED_SECONDS

    async def _listed(self, row: Model, notes: Mapping[str, Any]) -> str | None:
        """The id of the newest prediction that fits; None when there is none."""
        blank = False
        async for one in self._predictions(row, notes):
            if not _may_be_of(one, row) or str(one.get("id")) in notes.get(TAKEN, ()):
                continue
            if one.get("data_removed") or not isinstance(one.get("input"), Mapping):
                blank = True
            elif _same(notes["arguments"], one["input"]):
                return str(one["id"])
        if blank:
            words = (
                "Replicate has removed the inputs of its predictions since, so its list cannot tell whether it "
                f"took this request for {row.title}. Look at replicate.com/predictions before it is made again."
            )
            raise self.refusal(row, Fault.UNKNOWN_OUTCOME, words, cost=None)
        return None

    async def _predictions(self, row: Model, notes: Mapping[str, Any]) -> AsyncIterator[Mapping[str, Any]]:
        """The predictions created since a note, the newest first. Raises Refusal when the list has no end."""
        url: Any = self._url("predictions")
        for _ in range(PAGES):
            page = await self.call(row, "look", "GET", self.at_home(self._settings.replicate_base_url, url))
            since = self._sent(notes) - CLOCKS_APART
            results = page.get("results")
            for one in results if isinstance(results, list) else ():
                made = _moment(one.get("created_at"))
                if made is not None and made < since:
                    return
                yield one
            url = page.get("next")
            if not isinstance(url, str):
                return
        words = f"Replicate's list of predictions is too long to find the one of {row.title} in it."
        raise self.refusal(row, Fault.UNKNOWN_OUTCOME, words, cost=None)


def _ends(state: str, reply: Reply) -> tuple[str, ...]:
    """How it ended, for remote_faults.toml: what was cancelled before it had begun is not billed (C2)."""
    body = reply.body
    never = isinstance(body, Mapping) and "started_at" in body and body["started_at"] is None
    return ("never_started", state) if state == "canceled" and never else (state,)


def _may_be_of(one: Mapping[str, Any], row: Model) -> bool:
    """Whether it may be ours: one that has failed cost nothing, and may well be of an attempt before."""
    return one.get("model") in (None, row.endpoint) and one.get("status") not in ("failed", "aborted")


def _same(ours: Any, theirs: Any) -> bool:
    """Whether two inputs are equal; a file that was sent inline counts as equal to whatever stands there."""
    if isinstance(ours, str) and ours.startswith("data:"):
        return isinstance(theirs, str)
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return ours.keys() == theirs.keys() and all(_same(ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return bool(ours == theirs)


def _moment(text: Any) -> float | None:
    """An ISO 8601 moment as seconds since 1970; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
