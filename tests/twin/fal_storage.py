"""fal's uploads (token, file, initiate and put, many parts) and the host its files come from (notes, D5)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from aiohttp import web

from . import media
from .files import Stored, serve
from .front import Call, Refusal, Route, answer, bearer
from .inputs import note
from .webhooks import jwks
from .world import Key

TOKEN_SECONDS = 3600


def rest_routes() -> tuple[Route, ...]:
    """rest.fal.ai."""
    return (
        Route("POST", "/storage/auth/token", "upload_token", _token),
        Route("POST", "/storage/upload/initiate", "upload_initiate", _initiate),
        Route("GET", "/.well-known/jwks.json", "jwks", _keys, public=True),
    )


def file_routes() -> tuple[Route, ...]:
    """v3.fal.media: uploads with a token, downloads for everybody."""
    return (
        Route("POST", "/files/upload", "upload", _upload),
        Route("POST", "/files/upload/multipart", "upload_begin", _begin_parts),
        Route("PUT", "/files/{rest:.+}/multipart/{id}/{number}", "upload_part", _part),
        Route("POST", "/files/{rest:.+}/multipart/{id}/complete", "upload_complete", _complete),
        Route("PUT", "/put/{rest:.+}", "upload_put", _put, public=True),
        Route("GET", "/files/{rest:.+}", "file", serve, _of_file, public=True),
    )


def authorise(call: Call) -> Key:
    """The key behind an upload token. Raises Refusal."""
    issued = call.world.jobs.get(f"token {bearer(call)}")
    if issued is None or call.world.clock.now() >= issued["ends"]:
        raise Refusal(401, {"detail": "Invalid token"})
    key = issued["key"]
    assert isinstance(key, Key)
    return key


def _of_file(call: Call) -> str:
    stored = call.world.files.get(call.world.addresses[call.counter] + call.request.path, -1.0)
    return stored.model if stored else ""


async def _token(call: Call) -> web.StreamResponse:
    if call.request.query.get("storage_type") != "fal-cdn-v3":
        raise Refusal(422, {"detail": "Unsupported storage type"})
    token = call.world.new_id("cdn_", 32)
    ends = call.world.clock.now() + TOKEN_SECONDS
    call.world.jobs[f"token {token}"] = _Row(key=call.key, ends=ends)
    return answer(
        {
            "token": token,
            "token_type": "Bearer",
            "base_url": call.world.addresses["fal_files"],
            "expires_at": call.world.clock.wall(ends).isoformat(),
        }
    )


class _Row(dict[str, Any]):
    """A token or an unfinished upload, kept among the jobs."""

    service = "fal_storage"
    ongoing = False


async def _upload(call: Call) -> web.StreamResponse:
    name = call.request.headers.get("X-Fal-File-Name", "upload.bin")
    return answer({"access_url": _kept(call, call.raw, name, call.request.content_type)})


def _kept(call: Call, data: bytes, name: str, mime: str) -> str:
    world = call.world
    note(call, "body", data, mime)
    call.entry.body = {"file_name": name, "content": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    seen = media.facts(data)
    life = _lifetime(call)
    ends = world.clock.now() + life if life else None
    stored = Stored(
        f"/files/b/up/{world.new_id(length=20)}_{name}", data, seen.mime if seen else mime, "fal", "", ends
    )
    return world.files.put(world.addresses["fal_files"], stored)


def _lifetime(call: Call) -> float:
    for header in ("X-Fal-Object-Lifecycle", "X-Fal-Object-Lifecycle-Preference"):
        if asked := call.request.headers.get(header):
            return float(json.loads(asked).get("expiration_duration_seconds") or 0)
    return float(call.world.assumptions["fal", "file_lifetime_seconds"])


async def _initiate(call: Call) -> web.StreamResponse:
    body = call.body if isinstance(call.body, dict) else {}
    if set(body) != {"file_name", "content_type"}:
        missing = next((name for name in ("file_name", "content_type") if name not in body), "body")
        raise Refusal(422, {"detail": [{"loc": ["body", missing], "msg": "Field required", "type": "missing"}]})
    path = f"/files/b/up/{call.world.new_id(length=20)}_{body['file_name']}"
    base = call.world.addresses["fal_files"]
    return answer({"upload_url": f"{base}/put{path}", "file_url": base + path})


async def _put(call: Call) -> web.StreamResponse:
    path = call.request.path.removeprefix("/put")
    note(call, "body", call.raw, call.request.content_type)
    stored = Stored(path, call.raw, call.request.content_type, "fal")
    call.world.files.put(call.world.addresses[call.counter], stored)
    return web.Response(status=200)


async def _begin_parts(call: Call) -> web.StreamResponse:
    upload = call.world.new_id("up_")
    name = call.request.headers.get("X-Fal-File-Name", "upload.bin")
    path = f"/files/b/up/{call.world.new_id(length=20)}_{name}"
    call.world.jobs[upload] = _Row(parts={}, path=path, mime=call.request.content_type)
    return answer({"access_url": call.world.addresses[call.counter] + path, "uploadId": upload})


async def _part(call: Call) -> web.StreamResponse:
    upload = call.world.jobs.get(call.request.match_info["id"])
    if upload is None:
        raise Refusal(404, {"detail": "Upload not found"})
    upload["parts"][int(call.request.match_info["number"])] = call.raw
    tag = hashlib.sha256(call.raw).hexdigest()[:32]
    return web.Response(status=200, headers={"ETag": f'"{tag}"'})


async def _complete(call: Call) -> web.StreamResponse:
    upload = call.world.jobs.get(call.request.match_info["id"])
    if upload is None:
        raise Refusal(404, {"detail": "Upload not found"})
    data = b"".join(upload["parts"][number] for number in sorted(upload["parts"]))
    note(call, "body", data, upload["mime"])
    stored = Stored(upload["path"], data, upload["mime"], "fal")
    call.world.files.put(call.world.addresses[call.counter], stored)
    return answer({"ok": True})


async def _keys(call: Call) -> web.StreamResponse:
    return answer(jwks())
