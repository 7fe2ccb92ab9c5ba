"""fal: its queue, its uploads and its words, over plain HTTP (providers.md D; docs/decisions on why no SDK)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.catalogue.models import Model
from core.errors import Fault
from core.providers.calls import Reply
from core.providers.orders import Handed
from core.providers.remote import Refusal, RemoteMaker, Seen
from core.providers.remote_faults import said_by
from core.providers.uploads import Upload

UPLOAD_SECONDS = 86_400
"""How long fal keeps what is handed over: people's photos do not stay at public addresses for good."""

RESULT_SECONDS = 7 * 86_400
"""How long fal keeps results: long enough to collect what a crash left behind (B8)."""


class Fal(RemoteMaker):
    """Work goes through fal's queue, where it waits and is never refused for being too much (D3)."""

    service = "fal"
    title = "fal"

    def _auth(self) -> dict[str, str]:
        return {"Authorization": f"Key {self._settings.fal_key.get_secret_value()}"}

    def _uploads_place(self) -> str:
        return self._settings.fal_rest_url

    # ------------------------------------------------------------------ handing over

    async def _upload(self, row: Model, handed: Handed) -> Upload:
        """Through the file host with a token of its own; by fal's older way when the host does not take it."""
        until = self._now() + UPLOAD_SECONDS
        try:
            return Upload(await self._to_host(row, handed), until)
        except Refusal as error:
            if error.fault in (Fault.AUTH, Fault.QUOTA, Fault.RATE_LIMIT):
                raise
            return Upload(await self._initiated(row, handed), until)

    async def _to_host(self, row: Model, handed: Handed) -> str:
        token = await self.call(
            row,
            "upload",
            "POST",
            f"{self._settings.fal_rest_url}/storage/auth/token?storage_type=fal-cdn-v3",
            json={},
        )
        kept = json.dumps({"expiration_duration_seconds": UPLOAD_SECONDS})
        headers = {
            "Authorization": f"Bearer {token.get('token')}",
            "Content-Type": handed.mime,
            "X-Fal-File-Name": handed.filename,
            "X-Fal-Object-Lifecycle": kept,
            "X-Fal-Object-Lifecycle-Preference": kept,
        }
        url = f"{self._own(token, 'base_url', row)}/files/upload"
        taken = await self.call(row, "upload", "POST", url, headers=headers, content=handed.data)
        return self._own(taken, "access_url", row)

    async def _initiated(self, row: Model, handed: Handed) -> str:
        begun = await self.call(
            row,
            "upload",
            "POST",
            f"{self._settings.fal_rest_url}/storage/upload/initiate?storage_type=gcs",
            json={"file_name": handed.filename, "content_type": handed.mime},
        )
        url, headers = self._own(begun, "upload_url", row), {"Content-Type": handed.mime}
        await self.call(row, "upload", "PUT", url, keyed=False, headers=headers, content=handed.data)
        return self._own(begun, "file_url", row)

    def _own(self, reply: Reply, name: str, row: Model) -> str:
        """An address that an answer names. Raises ProviderError when it names none."""
        url = reply.get(name)
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise self.refused(row, "upload", reply)
        return url.rstrip("/")

    # ------------------------------------------------------------------ the queue

    async def _submit(self, row: Model, arguments: Mapping[str, Any]) -> dict[str, Any]:
        base = self._settings.fal_queue_url
        kept = json.dumps({"expiration_duration_seconds": RESULT_SECONDS})
        headers = {"X-Fal-Object-Lifecycle-Preference": kept}
        reply = await self.call(
            row, "submit", "POST", f"{base}/{row.endpoint}", headers=headers, json=dict(arguments)
        )
        urls = {name: reply.get(name) for name in ("status_url", "response_url", "cancel_url")}
        if not reply.get("request_id") or not all(isinstance(url, str) for url in urls.values()):
            raise self.refused(row, "submit", reply)
        home = {name: self.at_home(base, str(url)) for name, url in urls.items()}
        return {"id": str(reply.get("request_id")), **home}

    async def _look(self, row: Model, operation: Mapping[str, Any]) -> Seen:
        status = await self.call(row, "look", "GET", operation["status_url"])
        match status.get("status"):
            case "COMPLETED":
                return Seen("over", await self._result(row, operation, status))
            case "IN_QUEUE":
                place = status.get("queue_position")
                words = f"Number {place + 1} in fal's queue" if isinstance(place, int) else "In fal's queue"
                return Seen("waiting", words=words)
            case str():
                return Seen("working", words="fal is at work")
        raise self.refused(row, "look", status)

    async def _result(self, row: Model, operation: Mapping[str, Any], status: Reply) -> Any:
        """What the model gave. A request that failed is COMPLETED too, and says so only here (D1)."""
        try:
            reply = await self.call(row, "look", "GET", operation["response_url"])
        except Refusal as error:
            if error.reply is None or not _is_final(error.reply, status):
                raise
            raise self._ended(row, operation, error.reply) from None
        if reply.body is None:
            raise self.refused(row, "look", reply)
        return reply.body

    def _ended(self, row: Model, operation: Mapping[str, Any], reply: Reply) -> Refusal:
        """Why there is no result; where fal says how many units it bills, that decides what it cost."""
        error = self.refused(row, "over", reply, operation)
        units = reply.headers.get("x-fal-billable-units", "")
        if units.replace(".", "", 1).isdigit():
            error.cost = self._price(row, operation) if float(units) else 0
        return error

    async def _stop(self, row: Model, operation: Mapping[str, Any]) -> bool:
        try:
            await self.call(row, "look", "PUT", operation["cancel_url"])
        except Refusal as error:
            if error.reply is not None and error.reply.status in (400, 404, 409):
                return False
            raise
        return True


def _is_final(reply: Reply, status: Reply) -> bool:
    """Whether the answer is the model's own end, rather than a gateway that could not ask it."""
    told = said_by(reply)
    if told.html or reply.body is None or reply.status in (401, 402, 403, 408, 429):
        return False
    return bool(told.types or status.get("error") or status.get("error_type")) or 400 <= reply.status < 500
