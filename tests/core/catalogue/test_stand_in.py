"""Every row's call, sent over HTTP to the stand-in: it is accepted and costs exactly what the row says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from catalogue_requests import fitting
from twin import Twin, media

from core.catalogue.arguments import SOUND, arguments, assets
from core.catalogue.models import LATEST, Model, load_catalogue
from core.catalogue.prices import Measures, expected, most, price
from core.requests import LipSyncRequest, Request, TextRequest
from core.story import Step

ROWS = load_catalogue().models
MEDIA = [row for row in ROWS.values() if row.provider in ("fal", "replicate")]
TEXT = [row for row in ROWS.values() if row.provider in ("openrouter", "anthropic")]
PHOTO = media.picture("a person", 640, 480, "jpeg")
CLIP = media.clip(PHOTO, 1280, 720, 97, 24)
SECONDS = 97 / 24


@dataclass
class Caller:
    """Sends a row's call as the provider's adapter would, without an adapter."""

    twin: Twin
    http: httpx.AsyncClient

    async def send(self, row: Model, values: dict[str, Any]) -> httpx.Response:
        return await (self._to_fal(row, values) if row.provider == "fal" else self._to_replicate(row, values))

    async def _to_fal(self, row: Model, values: dict[str, Any]) -> httpx.Response:
        head = {"Authorization": f"Key {self.twin.env['FAL_KEY']}"}
        return await self.http.post(f"{self.twin.url('fal_run')}/{row.endpoint}", json=values, headers=head)

    async def _to_replicate(self, row: Model, values: dict[str, Any]) -> httpx.Response:
        base = self.twin.url("replicate")
        head = {"Authorization": f"Bearer {self.twin.env['REPLICATE_API_TOKEN']}", "Prefer": "wait"}
        if row.version != LATEST:
            url = f"{base}/v1/models/{row.endpoint}/predictions"
            return await self.http.post(url, json={"input": values}, headers=head)
        about = await self.http.get(f"{base}/v1/models/{row.endpoint}", headers=head)
        body = {"version": about.json()["latest_version"]["id"], "input": values}
        return await self.http.post(f"{base}/v1/predictions", json=body, headers=head)

    async def uploaded(self, data: bytes, mime: str) -> str:
        head = {"Authorization": f"Bearer {self.twin.env['REPLICATE_API_TOKEN']}"}
        answer = await self.http.post(
            f"{self.twin.url('replicate')}/v1/files", files={"content": ("file", data, mime)}, headers=head
        )
        return str(answer.json()["urls"]["get"])

    async def addresses(self, row: Model, request: Request) -> dict[str, str]:
        photo = await self.uploaded(PHOTO, "image/jpeg")
        urls = dict.fromkeys(assets(row, request), photo)
        if isinstance(request, LipSyncRequest):
            urls[request.clip] = await self.uploaded(CLIP, "video/mp4")
            urls[SOUND] = await self.uploaded(
                media.speech("Nobody goes out alone tonight.", "mp3"), "audio/mpeg"
            )
        return urls

    def charged(self) -> int:
        return self.twin.journal.paid()[-1].charged


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with Twin() as twin, httpx.AsyncClient(timeout=60, verify=False, trust_env=False) as http:
        yield Caller(twin, http)


def _used(row: Model, request: Request) -> Measures:
    """What was used, with what only the files tell: the pixels that were sent, the length of the clip."""
    told = expected(row, request, dict.fromkeys(assets(row, request), 640 * 480))
    return replace(told, seconds=SECONDS) if isinstance(request, LipSyncRequest) else told


@pytest.mark.parametrize("row", MEDIA, ids=lambda row: row.id)
async def test_a_row_s_call_is_accepted_and_costs_what_the_row_says(row: Model, caller: Caller) -> None:
    """R12, B2: right names, right shapes, and estimate, capture and bill are one figure."""
    request = fitting(row)
    values = arguments(row, request, await caller.addresses(row, request))
    answer = await caller.send(row, values)
    assert answer.status_code in (200, 201), answer.text
    assert answer.json().get("status", "succeeded") == "succeeded", answer.text
    assert caller.charged() == price(row, values, _used(row, request))
    assert 0 < caller.charged() <= most(row, request)
    found = _at(answer.json() if row.provider == "fal" else answer.json()["output"], row.answer)
    assert isinstance(found, str) and found.startswith("http")


@pytest.mark.parametrize("row", MEDIA, ids=lambda row: row.id)
async def test_a_misspelt_argument_is_refused_by_every_endpoint(row: Model, caller: Caller) -> None:
    """Else the test above would prove nothing."""
    request = fitting(row)
    values = arguments(row, request, await caller.addresses(row, request))
    answer = await caller.send(row, values | {"promt": "x"})
    assert answer.status_code == 422
    assert not caller.twin.journal.paid()


@pytest.mark.parametrize("row", TEXT, ids=lambda row: row.id)
@pytest.mark.parametrize("length", [40, 60_000, 900_000])
async def test_a_language_model_s_price_is_the_bill_s(row: Model, caller: Caller, length: int) -> None:
    request = TextRequest("story", {}, "Write a story. " * (length // 15), most_tokens=900)
    spoken = await (_router if row.provider == "openrouter" else _claude)(caller, row, request)
    assert caller.charged() == price(row, {}, spoken)
    assert caller.charged() <= most(row, request)


async def test_a_server_of_one_s_own_is_asked_for_so_many_tokens_and_costs_nothing(caller: Caller) -> None:
    row, request = ROWS["openai:own"], TextRequest("story", {}, "Write a story.", most_tokens=900)
    body = {"model": "llama3.3:70b", **arguments(row, request, {}), "messages": _said(request)}
    head = {"Authorization": f"Bearer {caller.twin.env['OPENAI_API_KEY']}"}
    url = f"{caller.twin.env['OPENAI_BASE_URL']}/chat/completions"
    answer = await caller.http.post(url, json=body, headers=head)
    assert answer.status_code == 200
    assert body["max_tokens"] == 900
    assert most(row, request) == sum(entry.charged for entry in caller.twin.journal.paid()) == 0


async def test_no_model_that_stands_in_by_itself_costs_more_than_its_row(caller: Caller) -> None:
    """OpenRouter may answer with any of `models`; the hold is made with the row's own price."""
    head = {"Authorization": f"Bearer {caller.twin.env['OPENROUTER_API_KEY']}"}
    listed = await caller.http.get(f"{caller.twin.env['OPENROUTER_BASE_URL']}/models", headers=head)
    prices = {one["id"]: one["pricing"] for one in listed.json()["data"]}
    rows = [row for row in TEXT if row.provider == "openrouter"]
    for row in rows:
        for name in row.arguments.get("models", [row.endpoint]):
            assert float(prices[name]["prompt"]) * 1e6 <= row.price.usd + 1e-9
            assert float(prices[name]["completion"]) * 1e6 <= row.price.out + 1e-9
    assert rows


def test_every_paid_step_has_a_row_here() -> None:
    made = {step for row in (*MEDIA, *TEXT) for step in row.steps}
    assert made == set(Step) - {Step.VOICES, Step.EXPORT}


async def _router(caller: Caller, row: Model, request: TextRequest) -> Measures:
    body = {"model": row.endpoint, **arguments(row, request, {}), "messages": _said(request)}
    head = {"Authorization": f"Bearer {caller.twin.env['OPENROUTER_API_KEY']}"}
    answer = await caller.http.post(
        f"{caller.twin.env['OPENROUTER_BASE_URL']}/chat/completions", json=body, headers=head
    )
    usage = answer.json()["usage"]
    return Measures(tokens_in=usage["prompt_tokens"], tokens_out=usage["completion_tokens"])


async def _claude(caller: Caller, row: Model, request: TextRequest) -> Measures:
    body = {"model": row.endpoint, **arguments(row, request, {}), "messages": _said(request)}
    head = {"x-api-key": caller.twin.env["ANTHROPIC_API_KEY"], "anthropic-version": "2026-10-21"}
    answer = await caller.http.post(
        f"{caller.twin.env['ANTHROPIC_BASE_URL']}/v1/messages", json=body, headers=head
    )
    usage = answer.json()["usage"]
    return Measures(tokens_in=usage["input_tokens"], tokens_out=usage["output_tokens"])


def _said(request: TextRequest) -> list[dict[str, str]]:
    return [{"role": "user", "content": request.prompt}]


def _at(value: Any, path: str) -> Any:
    for part in path.split(".") if path else []:
        value = value[int(part)] if part.isdigit() else value[part]
    return value
