"""Webhooks reach a receiver on this machine, signed as the services sign them, and go wrong when armed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from replicate.webhook import InvalidSignatureError, Webhooks, WebhookSigningSecret
from twin import Twin
from twin.webhooks import SECRET, SIGNER

SPEECH = {"text": "The lamp has gone out."}


@dataclass
class Receiver:
    """Somebody's server, and what it was sent."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refuse: int = 0

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(raw) for _, raw in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    kept = Receiver()

    async def take(request: web.Request) -> web.Response:
        kept.got.append((dict(request.headers), await request.read()))
        return web.Response(status=500 if len(kept.got) <= kept.refuse else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    kept.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield kept
    await runner.cleanup()


async def predicted(twin: Twin, http: httpx.AsyncClient, auth: dict[str, str], receiver: Receiver) -> None:
    body = {"input": SPEECH, "webhook": receiver.url, "webhook_events_filter": ["start", "completed"]}
    url = f"{twin.url('replicate')}/v1/models/minimax/speech-2.8-turbo/predictions"
    assert (await http.post(url, json=body, headers=auth)).status_code == 201
    await ended(twin)


async def ended(twin: Twin) -> None:
    for job in list(twin.world.jobs.values()):
        await job.task


def signed(row: tuple[dict[str, str], bytes]) -> bool:
    headers, raw = row
    try:
        Webhooks.validate(headers=headers, body=raw.decode(), secret=WebhookSigningSecret(key=SECRET))
    except InvalidSignatureError:
        return False
    return True


async def test_a_prediction_tells_of_its_start_and_its_end(
    twin: Twin, http: httpx.AsyncClient, replicate_auth: dict[str, str], receiver: Receiver
) -> None:
    await predicted(twin, http, replicate_auth, receiver)
    assert [body["status"] for body in receiver.bodies()] == ["processing", "succeeded"]
    assert all(map(signed, receiver.got))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("rep_webhook_dup", ["processing", "processing", "succeeded", "succeeded"]),
        ("rep_webhook_late", ["succeeded", "processing"]),
        ("rep_webhook_unsigned", ["processing", "succeeded"]),
        ("rep_webhook_lost", []),
    ],
)
async def test_webhooks_of_predictions_go_wrong(
    twin: Twin,
    http: httpx.AsyncClient,
    replicate_auth: dict[str, str],
    receiver: Receiver,
    fault: str,
    told: list[str],
) -> None:
    twin.arm(fault)
    await predicted(twin, http, replicate_auth, receiver)
    assert [body["status"] for body in receiver.bodies()] == told
    assert all(map(signed, receiver.got)) == (fault != "rep_webhook_unsigned")


async def test_the_end_is_told_again_until_it_is_taken(
    twin: Twin, http: httpx.AsyncClient, replicate_auth: dict[str, str], receiver: Receiver
) -> None:
    receiver.refuse = 2
    await predicted(twin, http, replicate_auth, receiver)
    assert [body["status"] for body in receiver.bodies()] == ["processing", "succeeded", "succeeded"]


async def test_a_webhook_without_tls_elsewhere_is_refused(
    twin: Twin, http: httpx.AsyncClient, replicate_auth: dict[str, str]
) -> None:
    url = f"{twin.url('replicate')}/v1/models/minimax/speech-2.8-turbo/predictions"
    body = {"input": SPEECH, "webhook": "http://example.com/hook"}
    assert (await http.post(url, json=body, headers=replicate_auth)).status_code == 422


async def requested(twin: Twin, http: httpx.AsyncClient, auth: dict[str, str], receiver: Receiver) -> None:
    url = f"{twin.url('fal_queue')}/fal-ai/elevenlabs/tts/eleven-v3?fal_webhook={receiver.url}"
    assert (await http.post(url, json=SPEECH, headers=auth)).status_code == 200
    await ended(twin)


def verified(row: tuple[dict[str, str], bytes]) -> bool:
    headers, raw = row
    names = ("Request-Id", "User-Id", "Timestamp")
    parts = [headers[f"X-Fal-Webhook-{name}"] for name in names] + [hashlib.sha256(raw).hexdigest()]
    signature = bytes.fromhex(headers["X-Fal-Webhook-Signature"])
    try:
        SIGNER.public_key().verify(signature, "\n".join(parts).encode())
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        ("", 1),
        ("fal_webhook_dup", 2),
        ("fal_webhook_unsigned", 1),
        ("fal_webhook_lost", 0),
        ("fal_422_policy", 1),
    ],
)
async def test_webhooks_of_queue_requests(
    twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str], receiver: Receiver, fault: str, count: int
) -> None:
    if fault:
        twin.arm(fault)
    await requested(twin, http, fal_auth, receiver)
    assert len(receiver.got) == count
    for row in receiver.got:
        assert verified(row) == (fault != "fal_webhook_unsigned")
        assert json.loads(row[1])["status"] == ("ERROR" if fault == "fal_422_policy" else "OK")
