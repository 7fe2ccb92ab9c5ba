"""Prices: nothing is spent before somebody said yes, by the price's id or by a limit given beforehand."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from agents_at_work import Answers, in_one_task
from mcp import Client
from PIL import Image
from twin import Twin

from core.settings import Settings
from core.studio import Studio, open_studio
from mcp_server.server import build

STORY = "Tom rows home."


@pytest.fixture
async def paying(tmp_path: Path) -> AsyncIterator[Studio]:
    """A studio with every key; all services are the stand-in."""
    async with Twin() as twin:
        keys: dict[str, Any] = {name.lower(): value for name, value in twin.env.items()}
        settings = Settings(_env_file=None, data_dir=tmp_path / "data", local_workers=2, **keys)
        async with open_studio(settings) as studio:
            yield studio


@pytest.fixture
async def agent(paying: Studio) -> AsyncIterator[Answers]:
    async with in_one_task(Client(build(paying, paying._settings))) as client:
        yield Answers(client)


async def test_a_paid_film_begins_with_the_yes_to_its_price(agent: Answers, paying: Studio) -> None:
    asked = await agent.call("create_and_run", story=STORY, level="pictures", idempotency_key="k")
    assert asked["state"] == "needs_confirmation" and asked["high_usd"] > asked["low_usd"] > 0
    assert "Ask the person" in asked["next"] and "animatic" in asked["next"]
    project, quote = asked["project_id"], asked["quote_id"]
    assert (await agent.call("get_status", project_id=project))["cost_usd"] == 0
    again = await agent.call("create_and_run", story=STORY, level="pictures", idempotency_key="k")
    assert (again["project_id"], again["state"]) == (project, "needs_confirmation")
    begun = await agent.call("upgrade", project_id=project, quote_id=again["quote_id"])
    assert begun["state"] in ("queued", "running")
    assert (await paying.story("local", project)).project.ceiling == round(again["high_usd"] * 1e6)
    said = await agent.complaint("upgrade", project_id=project, quote_id="q_nothing")
    assert "no quote q_nothing" in said and "price again" in said
    assert quote
    await agent.call("cancel", project_id=project)


async def test_a_limit_given_beforehand_is_a_yes_up_to_there(agent: Answers) -> None:
    price = await agent.call("estimate_cost", story=STORY, level="pictures")
    assert price["high_usd"] > 0 and price["steps"]
    less = await agent.call("create_and_run", story=STORY, level="pictures", max_cost=price["high_usd"] / 2)
    assert less["state"] == "needs_confirmation"
    enough = await agent.call("create_and_run", story=STORY, level="pictures", max_cost=price["high_usd"])
    assert enough["state"] in ("queued", "running")
    await agent.call("cancel", project_id=enough["project_id"])


async def test_a_free_film_is_raised_by_a_priced_yes_and_a_frame_has_its_own_price(agent: Answers) -> None:
    project = (await agent.call("create_and_run", story=STORY))["project_id"]
    assert (await agent.until_done(project))["cost_usd"] == 0
    asked = await agent.call("upgrade", project_id=project, level="pictures", shots="1")
    assert asked["state"] == "needs_confirmation"
    frame = await agent.call("regenerate", project_id=project, what="frame:1", model="fal:flux-2-pro")
    assert frame["state"] == "needs_confirmation" and frame["high_usd"] > 0
    begun = await agent.call("upgrade", project_id=project, quote_id=frame["quote_id"])
    assert begun["state"] in ("queued", "running")
    done = await agent.until_done(project)
    assert done["state"] == "completed" and 0 < done["cost_usd"] <= frame["high_usd"]


async def test_a_style_says_what_it_puts_out_of_date_and_what_that_costs(
    agent: Answers, paying: Studio, tmp_path: Path
) -> None:
    Image.new("RGB", (320, 240), (20, 120, 200)).save(tmp_path / "style.png")
    project = (await agent.call("create_and_run", story=STORY))["project_id"]
    await agent.until_done(project)
    await agent.call("upgrade", project_id=project, level="pictures", shots="1", max_cost=2)
    assert (await agent.until_done(project))["state"] == "completed"
    spent = (await agent.call("get_status", project_id=project))["cost_usd"]
    told = await agent.call("edit_project", project_id=project, style_picture=str(tmp_path / "style.png"))
    assert re.search(r"Out of date: .*frame.* for at most \$0\.\d", told["message"]), told
    assert "is given it" in told["message"]
    assert (await paying.story("local", project)).project.style_picture
    asked = await agent.call("upgrade", project_id=project)
    assert asked["state"] == "needs_confirmation" and asked["high_usd"] > 0
    told = await agent.call("edit_project", project_id=project, style_picture="none")
    assert told["message"] == "Nothing has to be made again."
    told = await agent.call("edit_project", project_id=project, style="watercolour")
    assert "Out of date: " in told["message"]
    assert (await paying.story("local", project)).project.style == "watercolour"
    assert (await agent.call("get_status", project_id=project))["cost_usd"] == spent
    missing = await agent.complaint("edit_project", project_id=project, style_picture=str(tmp_path / "no.png"))
    assert "no.png" in missing
