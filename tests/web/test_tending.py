"""An installation can be asked how it is: health, readiness, figures; nothing names a person or a film."""

from __future__ import annotations

import json
import logging
import re
import sys

import aiohttp
import aiohttp.web
import pytest
from house import House

from cli.logs import AsJson
from web import tending
from web.app import create_app

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = re.compile(r'^video_story_\w+(\{(\w+="[^"]*",?)+\})? \S+$')


async def test_health_and_readiness_are_told_to_anybody_and_say_no_more(house: House) -> None:
    async with house.visit() as stranger:
        async with stranger.get("/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True})
        async with stranger.get("/readyz") as answer:
            assert (answer.status, await answer.json()) == (200, {"ready": True, "why": ""})


async def test_a_house_that_stops_is_not_ready_but_healthy(house: House) -> None:
    app = create_app(house.studio, house.settings)
    app[tending.STOPPING]["now"] = True
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
        async with client.get("/readyz") as answer:
            assert (answer.status, (await answer.json())["why"]) == (503, "stopping")
        async with client.get("/healthz") as answer:
            assert answer.status == 200
    await runner.cleanup()


async def test_figures_are_what_prometheus_reads(house: House, film: str) -> None:
    async with house.visit() as here, here.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        text = await answer.text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.match(line)] == []
    assert 'video_story_lane_limit{lane="local"} 2' in lines
    assert any(line.startswith("video_story_events_total ") for line in lines)
    assert film not in text and "local:" not in text.replace('model="local:', "")


async def test_what_ends_is_counted_from_the_first_look_on(house: House) -> None:
    async with house.visit() as here:
        await (await here.get("/metrics")).read()
        project = await house.film("tg:5", "A second lamp goes out.")
        async with here.get("/metrics") as answer:
            text = await answer.text()
    ended = [int(float(one)) for one in re.findall(r'jobs_ended_total\{.*state="done"\} (\S+)', text)]
    assert sum(ended) == len([job for job in await house.studio.jobs("tg:5", project) if job.state == "done"])
    assert "video_story_jobs{" not in text


async def test_figures_are_for_this_machine_and_its_owner_alone(house: House) -> None:
    proxied = {"X-Forwarded-For": "203.0.113.9"}
    for person, status in (("", 403), ("tg:1", 403), ("local", 200)):
        async with house.visit(person) as client, client.get("/metrics", headers=proxied) as answer:
            assert answer.status == status, person


async def test_a_line_of_the_log_is_an_object_with_its_exception() -> None:
    try:
        raise ValueError("no\nlamp")
    except ValueError:
        found = sys.exc_info()
    record = logging.LogRecord("core.jobs", logging.ERROR, "x.py", 1, 'it "%s" failed', ("job\n1",), found)
    line = AsJson().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == 'it "job\n1" failed'
    assert told["level"] == "ERROR" and "ValueError: no" in told["exception"]
