"""No key, token or link of an installation appears in any log, row, event, answer, page or complaint."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp
from someone import Person
from twin import Twin
from twin.telegram import Telegram

from core.settings import Settings

CANARIES = {
    "OPENROUTER_API_KEY": "sk-or-v1-CANARYopenrouter7431",
    "ANTHROPIC_API_KEY": "sk-ant-CANARYanthropic7431",
    "OPENAI_API_KEY": "sk-CANARYopenai7431",
    "REPLICATE_API_TOKEN": "r8_CANARYreplicate7431",
    "FAL_KEY": "CANARYfal:7431word",
    "TELEGRAM_WEBHOOK_SECRET": "CANARYwebhook7431",
}

WORD = re.compile(rb"CANARY\w+7431")

LOOKS = (
    *("/", "/api/session", "/api/openapi.json", "/api/account/overview", "/api/account/doctor", "/api/models"),
    *("/api/projects", "/api/account/tokens", "/link/vs_CANARYlink7431", "/api/nothing", "/metrics", "/readyz"),
)


def test_settings_never_say_what_they_hold() -> None:
    chosen = Settings.model_validate({name.lower(): value for name, value in CANARIES.items()})
    for told in (repr(chosen), str(chosen), chosen.model_dump_json(), str(chosen.model_dump())):
        assert not WORD.search(told.encode())


async def test_a_run_over_all_faces_leaves_no_secret_anywhere(tmp_path: Path) -> None:
    """Everything is logged, some services refuse, and strangers and agents look around."""
    async with Twin(scenes=1) as twin, Telegram(scale=0.01) as telegram:
        somebody = telegram.person("Ann", id=7)
        gone = {"FAL_QUEUE_URL": "http://127.0.0.1:9/fal", "FAL_API_URL": "http://127.0.0.1:9"}
        chat = {"TELEGRAM_ALLOWED_USERS": str(somebody.id), "TELEGRAM_PACE": "0.01", "PTB_TIMEDELTA": "1"}
        env = {**twin.env, **telegram.env, **CANARIES, **gone, **chat, "LOG_LEVEL": "DEBUG"}
        async with _serving(tmp_path, env) as (said, base, link):
            seen = await _looked_around(base, link)
        found = {f"an answer to {where}": body for where, body in seen.items()}
        found["what it printed"] = b"".join(said).replace(link.encode(), b"")
        found |= {str(path.relative_to(tmp_path)): path.read_bytes() for path in _files(tmp_path)}
        found["what the command says about a wrong setting"] = await _complaint(tmp_path, env)
        secrets = [*(value.encode() for value in CANARIES.values()), telegram.token.encode(), link.encode()]
        assert len(found["data/video-story.log"]) > 1_000
        assert (tmp_path / "data" / "video-story.sqlite").exists()
    held = {where: secret for where, body in found.items() for secret in secrets if secret in body}
    assert held == {}
    assert [where for where, body in found.items() if WORD.search(body.replace(b"CANARYlink7431", b""))] == []


async def _looked_around(base: str, link: str) -> dict[str, bytes]:
    seen: dict[str, bytes] = {}
    async with aiohttp.ClientSession(base) as stranger:
        for path in LOOKS:
            async with stranger.get(path) as answer:
                seen[f"a stranger at {path}"] = await answer.read()
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, cookie_jar=jar) as owner:
        async with owner.post("/api/session/link", json={"secret": link}) as answer:
            assert answer.status == 200
        async with owner.post("/api/account/tokens", json={"name": "agent"}) as answer:
            secret = (await answer.json())["secret"]
        headers = {"Authorization": f"Bearer {secret}"}
        body = {"story": "A lamp goes out.", "level": "pictures", "max_cost": "5"}
        async with owner.post("/api/hermes/projects/create-and-run", json=body, headers=headers) as answer:
            project = (await answer.json())["project_id"]
        state = f"/api/hermes/projects/{project}/status?wait=20"
        async with owner.get(state, headers=headers) as answer:
            seen["how a paid film stands"] = await answer.read()
        for path in (*LOOKS, *(f"/api/projects/{project}{one}" for one in ("", "/status", "/jobs", "/costs"))):
            async with owner.get(path) as answer:
                seen[path] = await answer.read()
        tools = {"list_projects": {}, "list_options": {"kind": "models"}, "get_status": {"project_id": project}}
        for tool, given in tools.items():
            seen[f"tool {tool}"] = await _called(owner, headers, tool, given)
    return seen


async def _called(client: aiohttp.ClientSession, headers: Mapping[str, str], tool: str, given: Any) -> bytes:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
    kinds = {"Accept": "application/json, text/event-stream"}
    async with client.post("/mcp", json=call, headers={**headers, **kinds}) as answer:
        return await answer.read()


@asynccontextmanager
async def _serving(home: Path, env: Mapping[str, str]) -> AsyncIterator[tuple[list[bytes], str, str]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", "serve", "--port", "0"),
        cwd=home,
        env={**Person(home).environment(), **_here(), **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    said: list[bytes] = []
    while not (found := re.search(rb"(http://127\.0\.0\.1:\d+)/#link=(\S+)", b"".join(said))):
        line = await process.stdout.readline()
        assert line, b"".join(said).decode()
        said.append(line)
    try:
        yield said, found[1].decode(), found[2].decode()
    finally:
        process.send_signal(signal.SIGTERM)
        said.append(await process.stdout.read())
        await process.wait()


async def _complaint(home: Path, env: Mapping[str, str]) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", "projects"),
        cwd=home,
        env={**Person(home).environment(), **_here(), **env, "LOG_LEVEL": "LOUD"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode == 2
    return told


def _here() -> dict[str, str]:
    return {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}


def _files(home: Path) -> list[Path]:
    database = home / "data" / "video-story.sqlite"
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA wal_checkpoint(FULL)")
    return [path for path in home.rglob("*") if path.is_file()]
