"""Replicate's files: uploads that live for a day, and the host that delivers output."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

from aiohttp import web

from . import media
from .files import Stored, serve
from .front import Call, Refusal, answer, bearer, known_key
from .inputs import note
from .jobs import Job
from .replicate_models import SERVICE, unknown


async def download(call: Call) -> web.StreamResponse:
    """An output file; public, unless it is assumed that a token is needed."""
    if call.world.assumptions[SERVICE, "files_need_token"] and known_key(call, bearer(call), SERVICE) is None:
        raise Refusal(401, "Unauthorized")
    return await serve(call)


async def upload(call: Call) -> web.StreamResponse:
    """Multipart: "content" is the file; "filename", "type" and "metadata" may stand beside it."""
    data, name, mime, metadata = b"", "file", "application/octet-stream", {}
    if not call.request.content_type.startswith("multipart/"):
        raise Refusal(400, {"detail": "Missing content", "status": 400})
    form = await call.request.post()
    part = form.get("content")
    if isinstance(part, web.FileField):
        data = await asyncio.to_thread(part.file.read)
        name, mime = part.filename, part.content_type
    elif isinstance(part, str | bytes):
        data = part.encode() if isinstance(part, str) else part
    else:
        raise Refusal(400, {"detail": "Missing content", "status": 400})
    if isinstance(extra := form.get("metadata"), str):
        metadata = json.loads(extra)
    note(call, "content", data, mime)
    call.entry.body = {"filename": name, "content": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return answer(_kept(call, data, name, mime, metadata), 201)


def _kept(call: Call, data: bytes, name: str, mime: str, metadata: Any) -> dict[str, Any]:
    world = call.world
    life = float(world.assumptions[SERVICE, "file_lifetime_seconds"])
    id_ = world.new_id(length=26)
    seen = media.facts(data)
    stored = Stored(
        f"/v1/files/{id_}", data, seen.mime if seen else mime, SERVICE, "", world.clock.now() + life
    )
    url = world.files.put(world.addresses["replicate"], stored)
    row = {
        "id": id_,
        "name": name,
        "content_type": mime,
        "size": len(data),
        "etag": stored.tag[:32],
        "checksums": {"sha256": stored.tag},
        "metadata": metadata,
        "created_at": world.clock.stamp(),
        "expires_at": world.clock.stamp(world.clock.now() + life),
        "urls": {"get": url},
    }
    world.jobs[f"file {id_}"] = Job(
        id_, "replicate_upload", "", row, call.entry, 0, 0, 0, extra={"key": call.key.label}
    )
    return row


async def listed(call: Call) -> web.StreamResponse:
    rows = [job.input for job in call.world.jobs.values() if job.service == "replicate_upload"]
    return answer({"next": None, "previous": None, "results": rows})


async def shown(call: Call) -> web.StreamResponse:
    url = call.world.addresses[call.counter] + call.request.path
    job = call.world.jobs.get(f"file {call.request.match_info['id']}")
    if job is None or call.world.files.get(url, call.world.clock.now()) is None:
        raise unknown(call)
    return answer(job.input)


async def deleted(call: Call) -> web.StreamResponse:
    url = call.world.addresses[call.counter] + call.request.path
    if call.world.jobs.pop(f"file {call.request.match_info['id']}", None) is None:
        raise unknown(call)
    call.world.files.expire(url, -1.0)
    return web.Response(status=204)
