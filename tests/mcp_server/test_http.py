"""Over HTTP: tokens, strangers, foreign names, progress, tasks, and a film fetched by its link."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from agents_at_work import Answers, House, bearer
from mcp import MCPError

HERE = Path(__file__).parent

NOW = "2026-07-28"
TASKS = "io.modelcontextprotocol/tasks"


async def asked(http: httpx2.AsyncClient, address: str, method: str, tasks: bool = True, **params: Any) -> Any:
    """One request of the stateless era, as it stands on the wire."""
    told = {"extensions": {TASKS: {}}} if tasks else {}
    meta = {
        "io.modelcontextprotocol/protocolVersion": NOW,
        "io.modelcontextprotocol/clientCapabilities": told,
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": NOW,
        "Mcp-Method": method,
        "Mcp-Name": str(params.get("name", params.get("taskId", ""))),
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
    return (await http.post(f"{address}/mcp", json=body, headers=headers)).json()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_film_made_over_http_is_fetched_by_its_link_whole_and_in_part(house: House, mode: str) -> None:
    heard: list[float] = []

    async def hear(share: float, total: float | None, words: str | None) -> None:
        heard.append(share)

    async with house.agent(mode=mode) as agent:
        project = (await agent.call("create_and_run", story="Tom rows home."))["project_id"]
        await agent.client.call_tool("wait", {"project_id": project}, progress_callback=hear)
        assert (await agent.until_done(project))["state"] == "completed"
        assert heard and heard == sorted(heard)
        record = await agent.call("export", project_id=project)
        blocks = (await agent.client.call_tool("export", {"project_id": project})).content
    assert [block.type for block in blocks] == ["text", "resource_link"]
    async with httpx2.AsyncClient(timeout=60) as anybody:
        whole = await anybody.get(record["download_url"])
        part = await anybody.get(record["download_url"], headers={"Range": "bytes=4-7"})
        forged = await anybody.get(record["download_url"].replace("&s=", "&s=0"))
    assert hashlib.sha256(whole.content).hexdigest() == record["sha256"]
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert forged.status_code == 403 and "Export the film again" in forged.text


@pytest.mark.parametrize(("mode", "next_mode"), [("auto", "legacy"), ("legacy", "auto")])
async def test_a_film_of_an_agent_that_is_killed_is_picked_up_by_another_connection(
    house: House, mode: str, next_mode: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(HERE / "one_who_is_killed.py"), house.address, mode),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE.parents[1]}"},
    )
    assert process.stdin and process.stdout
    process.stdin.write((await house.studio.new_token("local", "killed")).encode() + b"\n")
    project = (await process.stdout.readline()).decode().strip()
    process.kill()
    await process.wait()
    async with house.agent(mode=next_mode) as agent:
        assert (await agent.until_done(project))["state"] == "completed"
        record = await agent.call("export", project_id=project)
    async with httpx2.AsyncClient(timeout=60) as anybody:
        film = await anybody.get(record["download_url"])
    assert hashlib.sha256(film.content).hexdigest() == record["sha256"]


async def test_two_hundred_calls_with_twenty_at_once(house: House, film: str) -> None:
    free = asyncio.Semaphore(20)

    async def one(agent: Answers, number: int) -> None:
        async with free:
            tool = ("get_status", "get_project", "list_projects", "wait")[number % 4]
            await agent.call(tool, **({} if tool == "list_projects" else {"project_id": film}))

    async with house.agent() as agent, asyncio.TaskGroup() as calls:
        for number in range(200):
            calls.create_task(one(agent, number))


async def test_without_a_good_token_nobody_comes_in(house: House) -> None:
    refused = []
    for secret in ("vs_wrong", "${VIDEO_STORY_TOKEN}", ""):
        async with bearer(secret) if secret else httpx2.AsyncClient() as http:
            refused.append(await http.post(f"{house.address}/mcp", json={}))
    assert [answer.status_code for answer in refused] == [401, 401, 401]
    assert all(answer.headers["WWW-Authenticate"] == "Bearer" for answer in refused)
    assert "not set" in refused[1].json()["error"]["hint"]
    assert "video-story token new" in refused[2].json()["error"]["hint"]


async def test_a_revoked_token_opens_nothing_any_more(house: House) -> None:
    secret = await house.studio.new_token("local", "old")
    token = await house.studio.who(secret)
    assert token is not None
    await house.studio.revoke_token("local", token.id)
    async with bearer(secret) as http:
        assert (await http.post(f"{house.address}/mcp", json={})).status_code == 401


async def test_a_session_of_the_page_is_no_token(house: House) -> None:
    async with bearer(await house.studio.open_session("local")) as http:
        assert (await http.post(f"{house.address}/mcp", json={})).status_code == 401


@pytest.mark.parametrize(
    ("header", "value", "code"), [("Host", "evil.example", 421), ("Origin", "https://evil.example", 403)]
)
async def test_foreign_names_that_lead_here_are_refused(
    house: House, header: str, value: str, code: int
) -> None:
    async with bearer(await house.studio.new_token("local", "agent")) as http:
        answer = await http.post(
            f"{house.address}/mcp",
            json={"jsonrpc": "2.0", "id": 1, "method": "ping"},
            headers={header: value, "Accept": "application/json, text/event-stream"},
        )
    assert answer.status_code == code


async def test_a_foreign_token_sees_nothing_and_learns_nothing(house: House, film: str) -> None:
    tools = ["get_status", "wait", "export", "get_project", "cancel", "upgrade", "estimate_cost"]
    async with house.agent("tg:2") as stranger:
        assert (await stranger.call("list_projects"))["items"] == []
        assert (await stranger.client.list_resources()).resources == []
        for tool in tools:
            said = await stranger.complaint(tool, project_id=film)
            never = await stranger.complaint(tool, project_id="p_0000000000")
            assert said == never.replace("p_0000000000", film), tool
        await stranger.complaint("regenerate", project_id=film, what="frame:1")
        await stranger.complaint(
            "add_guide_images", project_id=film, name="Ana", images=["https://a.example/a"]
        )
        with pytest.raises(MCPError, match="no project"):
            await stranger.client.read_resource(f"video-story://projects/{film}")
    async with bearer(await house.studio.new_token("tg:2", "agent")) as http:
        answer = await asked(http, house.address, "tasks/get", taskId=film)
    assert answer["error"]["code"] == -32602


async def test_a_caller_over_http_cannot_name_files_of_this_machine(house: House, film: str) -> None:
    async with house.agent() as agent:
        said = await agent.complaint("add_guide_images", project_id=film, name="Ana", images=["photo.png"])
        also = await agent.complaint("edit_project", project_id=film, style_picture="photo.png")
    assert "own disk" in said and "https" in said
    assert also == said


async def test_a_caller_behind_a_proxy_gets_a_link_and_no_path(house: House, film: str) -> None:
    async with bearer(await house.studio.new_token("local", "agent")) as http:
        http.headers["X-Forwarded-For"] = "192.0.2.7"
        answer = await asked(
            http, house.address, "tools/call", tasks=False, name="export", arguments={"project_id": film}
        )
    record = answer["result"]["structuredContent"]
    assert "local_path" not in record and record["download_url"].startswith(house.address)
    assert "export_fetched_at" not in record
    assert (await house.studio.standing("local", film)).fetched_at is None


async def test_a_task_is_the_project_and_ends_with_the_film(house: House) -> None:
    async with bearer(await house.studio.new_token("local", "agent")) as http:
        made = await asked(
            http, house.address, "tools/call", name="create_and_run", arguments={"story": "Tom rows home."}
        )
        task = made["result"]
        assert (task["resultType"], task["status"]) == ("task", "working")
        await house.studio.wait("local", task["taskId"], 60)
        done = (await asked(http, house.address, "tasks/get", taskId=task["taskId"]))["result"]
        undeclared = await asked(http, house.address, "tasks/get", tasks=False, taskId=task["taskId"])
        unknown = await asked(http, house.address, "tasks/get", taskId="p_0000000000")
        assert (await asked(http, house.address, "tasks/cancel", taskId=task["taskId"]))["result"]
    assert (done["resultType"], done["status"]) == ("complete", "completed")
    assert done["result"]["structuredContent"]["sha256"]
    assert (undeclared["error"]["code"], unknown["error"]["code"]) == (-32021, -32602)
    assert (await house.studio.standing("local", task["taskId"])).state == "completed"


async def test_a_task_that_is_cancelled_says_so(house: House) -> None:
    async with bearer(await house.studio.new_token("local", "agent")) as http:
        made = await asked(
            http, house.address, "tools/call", name="create_and_run", arguments={"story": "Tom rows home."}
        )
        task = made["result"]["taskId"]
        await asked(http, house.address, "tasks/cancel", taskId=task)
        assert (await asked(http, house.address, "tasks/get", taskId=task))["result"]["status"] == "cancelled"
