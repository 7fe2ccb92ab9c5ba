"""The stand-in as a house: addresses, journal, assumptions, tables that agree with one another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from twin import Twin, fault_rows
from twin.assumptions import Assumptions
from twin.prices import tables
from twin.schema import models

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = {
    "OPENROUTER_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "OPENAI_BASE_URL",
    "REPLICATE_BASE_URL",
    "FAL_RUN_URL",
    "FAL_QUEUE_URL",
    "FAL_REST_URL",
    "FAL_API_URL",
}
KEYS = {"OPENROUTER_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "REPLICATE_API_TOKEN", "FAL_KEY"}


async def speak(twin: Twin, http: httpx.AsyncClient, text: str = "Hello") -> None:
    url = f"{twin.url('fal_run')}/fal-ai/elevenlabs/tts/turbo-v2.5"
    answer = await http.post(url, json={"text": text}, headers={"Authorization": f"Key {twin.env['FAL_KEY']}"})
    assert answer.status_code == 200


async def test_the_environment_names_every_address_and_key(twin: Twin) -> None:
    assert set(twin.env) == ADDRESSES | KEYS | {"ALLOW_LOOPBACK_MEDIA"}
    assert len({twin.env[name] for name in ADDRESSES}) == len(ADDRESSES)


def test_the_program_prints_its_environment_and_writes_its_journal(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    command = [sys.executable, "-m", "tests.twin", "--journal", str(journal), "--fault", "or_402"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline().strip() for _ in range(14)]
        env = dict(line.split("=", 1) for line in lines)
        auth = {"Authorization": f"Bearer {env['OPENROUTER_API_KEY']}"}
        body = {"model": "openai/gpt-5.4", "messages": [{"role": "user", "content": "Hello"}]}
        url = env["OPENROUTER_BASE_URL"] + "/chat/completions"
        statuses = [httpx.post(url, json=body, headers=auth).status_code for _ in range(2)]
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=10)
    assert statuses == [402, 200]
    rows = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [(row["fault"], row["charged"] > 0) for row in rows] == [("or_402", False), ("", True)]


async def test_the_journal_holds_no_key_and_no_file(twin: Twin, http: httpx.AsyncClient) -> None:
    auth = {"Authorization": f"Key {twin.env['FAL_KEY']}"}
    picture = "data:image/png;base64,aGVsbG8="
    url = f"{twin.url('fal_run')}/fal-ai/flux-pro/kontext"
    await http.post(url, json={"prompt": "x", "image_url": picture}, headers=auth)
    text = "".join(twin.journal.lines())
    assert "aGVsbG8=" not in text and "twin:fal" not in text
    assert twin.journal.entries[0].body["image_url"].startswith("sha256:2cf24dba")


async def test_money_is_counted_for_each_key(twin: Twin, http: httpx.AsyncClient) -> None:
    await speak(twin, http, "x" * 10)
    admin = {"Authorization": "Key twin:fal-admin"}
    url = f"{twin.url('fal_run')}/fal-ai/elevenlabs/tts/turbo-v2.5"
    await http.post(url, json={"text": "x" * 20}, headers=admin)
    assert twin.journal.by_key() == {"fal": 500, "fal-admin": 1000}
    assert twin.journal.money() == 1500
    assert [entry.number for entry in twin.journal] == [1, 2]
    assert sorted(entry.at for entry in twin.journal) == [entry.at for entry in twin.journal]


async def test_two_equal_requests_are_two_jobs(twin: Twin, http: httpx.AsyncClient) -> None:
    """None of the services knows an idempotency key, so the stand-in does not either."""
    await speak(twin, http)
    await speak(twin, http)
    assert len(twin.journal.paid()) == 2


async def test_the_same_run_gives_the_same_answers(http: httpx.AsyncClient) -> None:
    seen = []
    for _ in range(2):
        async with Twin() as twin:
            url = f"{twin.url('fal_run')}/fal-ai/flux-2-pro"
            auth = {"Authorization": f"Key {twin.env['FAL_KEY']}"}
            made = (await http.post(url, json={"prompt": "a lamp"}, headers=auth)).json()["images"][0]
            seen.append((made["file_name"], (await http.get(made["url"])).content))
    assert seen[0] == seen[1]


async def test_an_assumption_is_changed_in_one_place(http: httpx.AsyncClient) -> None:
    async with Twin(fal_unknown_fields="drop") as lenient:
        url = f"{lenient.url('fal_run')}/fal-ai/flux-2-pro"
        auth = {"Authorization": f"Key {lenient.env['FAL_KEY']}"}
        answer = await http.post(url, json={"prompt": "x", "colour": "red"}, headers=auth)
        assert answer.status_code == 200
    with pytest.raises(KeyError):
        Assumptions(fal_weather="fine")


@pytest.mark.parametrize("service", ["fal", "replicate"])
def test_every_model_has_a_price_and_every_price_a_model(service: str) -> None:
    assert set(models(service)) == set(tables()[service])


def test_every_assumption_is_used() -> None:
    """A row that no code reads would be a promise nobody keeps."""
    code = "".join(path.read_text() for path in (ROOT / "tests/twin").glob("*.py"))
    data = "".join(path.read_text() for path in (ROOT / "tests/twin").glob("models_*.toml"))
    names = {name for _, name in Assumptions()._values}
    assert {name for name in names if f'"{name}"' not in code and f'.{name}"' not in data} == set()


def test_every_fault_says_where_it_strikes() -> None:
    services = {"*", "openrouter", "anthropic", "openai", "replicate", "fal"}
    effects = {"reply", "drop", "hang", "slow", "answer", "fate", "media", "file", "webhook", "shape"}
    for name, row in fault_rows().items():
        assert row["service"] in services and row["effect"] in effects, name
        assert row["on"] or row["service"] == "*", name
