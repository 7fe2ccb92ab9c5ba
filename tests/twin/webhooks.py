"""Deliveries to a receiver on this machine, signed the way each service signs them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .inputs import LOOPBACK
from .journal import Entry
from .world import World

SECRET = "whsec_" + base64.b64encode(b"the stand-in signs with this key").decode()
"""Replicate's signing secret: base64 after the prefix."""

SIGNER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the stand-in's fal key").digest())


async def deliver(
    world: World, service: str, job: str, url: str, body: Any, tries: int, signed: bool = True
) -> int:
    """POST a body until the receiver answers 2xx or the tries are used up; the last status, 0 for none."""
    if urlsplit(url).hostname not in LOOPBACK:
        return 0
    raw = json.dumps(body, ensure_ascii=False).encode()
    status = 0
    for _ in range(tries):
        headers = _SIGNED[service](world, job, raw, signed)
        entry = Entry(
            len(world.journal) + 1, round(world.clock.now(), 4), service, "webhook", "POST", url, job=job
        )
        world.journal.open(entry)
        status = entry.status = await _post(world, url, raw, headers)
        if 200 <= status < 300:
            break
    return status


async def _post(world: World, url: str, raw: bytes, headers: Mapping[str, str]) -> int:
    try:
        async with world.http().post(
            url, data=raw, headers={**headers, "Content-Type": "application/json"}, allow_redirects=False
        ) as response:
            await response.read()
            return response.status
    except (aiohttp.ClientError, TimeoutError):
        return 0


def jwks() -> dict[str, Any]:
    """fal's public keys."""
    public = SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(public).decode().rstrip("=")
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "twin", "use": "sig", "alg": "EdDSA"}]}


def _replicate(world: World, job: str, raw: bytes, signed: bool) -> dict[str, str]:
    stamp = str(int(world.clock.wall().timestamp()))
    name = f"msg_{job}"
    secret = base64.b64decode(SECRET.removeprefix("whsec_")) if signed else b"somebody else"
    digest = hmac.new(secret, f"{name}.{stamp}.".encode() + raw, hashlib.sha256).digest()
    return {
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _fal(world: World, job: str, raw: bytes, signed: bool) -> dict[str, str]:
    stamp = str(int(world.clock.wall().timestamp()))
    message = "\n".join((job, "twin", stamp, hashlib.sha256(raw).hexdigest())).encode()
    signature = SIGNER.sign(message).hex() if signed else "00" * 64
    return {
        "X-Fal-Webhook-Request-Id": job,
        "X-Fal-Webhook-User-Id": "twin",
        "X-Fal-Webhook-Timestamp": stamp,
        "X-Fal-Webhook-Signature": signature,
    }


_SIGNED = {"replicate": _replicate, "fal": _fal}
