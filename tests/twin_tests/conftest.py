"""The stand-in and the real SDKs pointed at it, each with its own retries off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import anthropic
import fal_client
import fal_client.client
import httpx
import openai
import pytest
import replicate
from twin import Twin, media


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


@pytest.fixture
async def router(twin: Twin) -> AsyncIterator[openai.AsyncOpenAI]:
    """OpenRouter through the openai SDK."""
    env = twin.env
    async with openai.AsyncOpenAI(
        base_url=env["OPENROUTER_BASE_URL"],
        api_key=env["OPENROUTER_API_KEY"],
        max_retries=0,
        http_client=openai.DefaultAsyncHttpxClient(verify=False),
    ) as client:
        yield client


@pytest.fixture
async def claude(twin: Twin) -> AsyncIterator[anthropic.AsyncAnthropic]:
    env = twin.env
    async with anthropic.AsyncAnthropic(
        base_url=env["ANTHROPIC_BASE_URL"],
        api_key=env["ANTHROPIC_API_KEY"],
        max_retries=0,
        http_client=anthropic.DefaultAsyncHttpxClient(verify=False),
    ) as client:
        yield client


@pytest.fixture
async def rep(twin: Twin) -> AsyncIterator[replicate.Client]:
    env = twin.env
    client = replicate.Client(api_token=env["REPLICATE_API_TOKEN"], base_url=env["REPLICATE_BASE_URL"])
    yield client
    await client._async_client.aclose()


@pytest.fixture
async def fal(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[fal_client.AsyncClient]:
    """fal's own client with its four addresses changed (contract notes, H)."""
    for name, counter in (("RUN_URL_FORMAT", "fal_run"), ("QUEUE_URL_FORMAT", "fal_queue")):
        monkeypatch.setattr(fal_client.client, name, twin.url(counter) + "/")
    monkeypatch.setattr(fal_client.client, "REST_URL", twin.url("fal_rest"))
    monkeypatch.setattr(fal_client.client, "CDN_URL", twin.url("fal_files"))
    client = fal_client.AsyncClient(key=twin.env["FAL_KEY"])
    yield client
    await (await client._client).aclose()


@pytest.fixture
async def http(twin: Twin) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP, for what the SDKs hide. Loading certificates would take ten times as long as a test."""
    async with httpx.AsyncClient(timeout=20, verify=False, trust_env=False) as client:
        yield client


@pytest.fixture
def photo() -> bytes:
    return media.picture("a person", 640, 480, "jpeg")


@pytest.fixture
def replicate_auth(twin: Twin) -> dict[str, str]:
    return {"Authorization": f"Bearer {twin.env['REPLICATE_API_TOKEN']}"}


@pytest.fixture
def fal_auth(twin: Twin) -> dict[str, Any]:
    return {"Authorization": f"Key {twin.env['FAL_KEY']}"}
