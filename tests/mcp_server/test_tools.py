"""What every tool answers, in both eras: small, strict, idempotent, and never without the next step."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest
from agents_at_work import Answers, sha256, text
from many_films import keep_films

from core.intake import source_from_text
from core.jobs import ledger, upkeep
from core.jobs.intake import job_event
from core.store import events, jobs
from core.store.jobs import Job, JobState
from core.story import Slot, Step
from core.studio import Brief, Studio, handing, slot_named
from mcp_server.table import TOOLS

LIST_BYTES, STATUS_BYTES = 6 * 1024, 400

SPENDING = {"create_and_run", "upgrade", "regenerate"}


async def test_the_list_of_tools_is_short_and_strict_and_says_honestly_what_each_may_do(agent: Answers) -> None:
    listed = (await agent.client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    assert len(json.dumps(listed["tools"], separators=(",", ":"))) <= LIST_BYTES
    assert [tool["name"] for tool in listed["tools"]] == list(TOOLS)
    for tool in listed["tools"]:
        assert tool["inputSchema"]["additionalProperties"] is False, tool["name"]
        assert "next" in tool["outputSchema"]["required"], tool["name"]
        reads = tool["annotations"].get("readOnlyHint", False)
        assert not (reads and tool["name"] in SPENDING | {"cancel", "add_guide_images"}), tool["name"]


async def test_no_description_reads_like_an_injection(agent: Answers) -> None:
    listed = (await agent.client.list_tools()).tools
    words = " ".join(tool.description or "" for tool in listed).casefold()
    assert not [phrase for phrase in ("ignore previous", "system:", "do not tell", "exec(") if phrase in words]


async def test_a_status_fits_into_400_bytes_and_says_it_once_as_text_and_once_as_content(
    agent: Answers, film: str
) -> None:
    result = await agent.client.call_tool("get_status", {"project_id": film})
    assert len(text(result)) <= STATUS_BYTES
    assert json.loads(text(result)) == result.structured_content
    assert "steps" in (await agent.call("get_status", project_id=film, detail="full"))["detail"]


async def test_from_a_story_to_a_film_with_its_own_sha256(agent: Answers) -> None:
    begun = await agent.call("create_and_run", story="Tom rows home.", idempotency_key="one")
    assert begun["state"] in ("queued", "running")
    again = await agent.call("create_and_run", story="Tom rows home.", idempotency_key="one")
    assert again["project_id"] == begun["project_id"]
    early = await agent.call("export", project_id=begun["project_id"])
    assert early["state"] in ("queued", "running", "completed")
    done = await agent.until_done(begun["project_id"])
    assert done["state"] == "completed" and "export" in done["next"]
    record = await agent.call("export", project_id=begun["project_id"])
    assert sha256(record["local_path"]) == record["sha256"]
    assert record["delivery_required"] and record["local_path"].endswith(".mp4")
    assert (await agent.call("get_status", project_id=begun["project_id"]))["export_fetched_at"]


async def test_a_film_that_nobody_fetched_is_seen_and_reminded_of(agent: Answers, film: str) -> None:
    listed = await agent.call("list_projects")
    assert listed["items"][0]["unfetched"] and "never fetched" in listed["next"]
    begun = await agent.call("create_and_run", story="Tom rows home.")
    assert film in begun["reminder"]
    await agent.call("export", project_id=film)
    rows = (await agent.call("list_projects"))["items"]
    assert not [row for row in rows if row["project_id"] == film and "unfetched" in row]
    await agent.call("cancel", project_id=begun["project_id"])


async def test_one_part_is_made_anew_once_for_each_key(agent: Answers, studio: Studio, film: str) -> None:
    slot = slot_named(await studio.story("local", film), "frame:1")
    for _ in range(2):
        await agent.call("regenerate", project_id=film, what="frame:1", idempotency_key="r")
        assert (await agent.until_done(film))["state"] == "completed"
        takes = await studio.takes("local", film, slot)
        assert len({take.asset for take in takes}) == len(takes) == 2


async def test_cancelling_what_is_done_takes_no_film_away(agent: Answers, film: str) -> None:
    assert (await agent.call("cancel", project_id=film))["state"] == "completed"


async def test_a_stopped_film_goes_on(agent: Answers) -> None:
    project = (await agent.call("create_and_run", story="Tom rows home."))["project_id"]
    stopped = await agent.call("cancel", project_id=project)
    assert stopped["state"] == "cancelled" and "upgrade" in stopped["next"]
    await agent.call("upgrade", project_id=project)
    assert (await agent.until_done(project))["state"] == "completed"


async def test_pages_of_films_follow_each_other(agent: Answers, studio: Studio, film: str) -> None:
    for name in ("One.", "Two."):
        await studio.create("local", Brief(source_from_text(name)))
    first = await agent.call("list_projects", limit=2)
    rest = await agent.call("list_projects", limit=2, cursor=first["cursor"])
    assert [row["project_id"] for row in rest["items"]] == [film]
    assert "cursor" not in rest


async def test_films_put_away_are_in_a_list_of_their_own(agent: Answers, studio: Studio, film: str) -> None:
    other = (await studio.create("local", Brief(source_from_text("One.")))).id
    told = await agent.call("edit_project", project_id=film, put_away="yes")
    assert (told["state"], told["message"]) == ("completed", "It is left out of lists; nothing of it is lost.")
    listed = await agent.call("list_projects")
    assert [row["project_id"] for row in listed["items"]] == [other]
    away = await agent.call("list_projects", put_away="yes")
    assert [row["project_id"] for row in away["items"]] == [film] and "edit_project" in away["next"]
    await agent.call("edit_project", project_id=film, put_away="no")
    assert (await agent.call("list_projects", put_away="yes"))["items"] == []
    assert len((await agent.call("list_projects"))["items"]) == 2
    assert "Give style, style_picture or put_away" in await agent.complaint("edit_project", project_id=film)


async def test_every_film_is_on_some_page_of_the_tool_and_of_the_resources(
    agent: Answers, studio: Studio, film: str
) -> None:
    wanted = {film, *await keep_films(studio, "local", 120)}
    seen: list[str] = []
    answer = await agent.call("list_projects", limit=50)
    while True:
        seen += [row["project_id"] for row in answer["items"]]
        if "cursor" not in answer:
            break
        answer = await agent.call("list_projects", limit=50, cursor=answer["cursor"])
    assert (len(seen), set(seen)) == (121, wanted)
    named: list[str] = []
    page = await agent.client.list_resources()
    while page.next_cursor:
        named += [one.uri for one in page.resources]
        page = await agent.client.list_resources(cursor=page.next_cursor)
    named += [one.uri for one in page.resources]
    assert named == [f"video-story://projects/{one}" for one in seen]
    assert "no project" in await agent.complaint("list_projects", cursor="p_zzzzzzzzzz")


async def test_resources_show_what_the_tools_show(agent: Answers, film: str) -> None:
    uris = [resource.uri for resource in (await agent.client.list_resources()).resources]
    assert f"video-story://projects/{film}" in uris
    for part in ("", "/project", "/script"):
        found = await agent.client.read_resource(f"video-story://projects/{film}{part}")
        assert json.loads(found.contents[0].text)  # type: ignore[union-attr]


WRONG: list[tuple[str, dict[str, object], list[str]]] = [
    ("create_and_run", {"stroy": "x"}, ["no argument 'stroy'", "Did you mean 'story'"]),
    ("create_and_run", {"story": "x", "aspct": "9:16"}, ["'aspct'", "'aspect'"]),
    ("create_and_run", {}, ["needs 'story'"]),
    ("create_and_run", {"story": "…"}, ["no words", "at least one sentence"]),
    ("create_and_run", {"story": "x", "aspect": "2:1"}, ["'2:1'", "16:9"]),
    ("create_and_run", {"story": "x", "max_cost": -1}, ["max_cost", "from 0 to 10,000"]),
    ("create_and_run", {"story": "x", "max_cost": "much"}, ["max_cost", "a number"]),
    ("create_and_run", {"story": "x", "max_cost": True}, ["'max_cost' cannot be True", "a number"]),
    ("create_and_run", {"story": ["x"]}, ["story", "a text"]),
    ("create_and_run", {"story": "One.", "level": "clips"}, ["needs a key", "REPLICATE_API_TOKEN or FAL_KEY"]),
    ("get_status", {"project_id": "film"}, ["'film'", "list_projects"]),
    ("get_status", {"project_id": "p_0000000000"}, ["no project p_0000000000", "list_projects"]),
    ("wait", {"project_id": "p_0000000000", "seconds": 600}, ["seconds", "45"]),
    ("estimate_cost", {}, ["story or a project_id"]),
    ("list_options", {"about": "actors"}, ["'levels', 'models' or 'voices'"]),
    ("list_projects", {"limit": 1000}, ["limit", "50"]),
]


async def test_a_wrong_argument_gets_a_sentence_with_the_fix(agent: Answers) -> None:
    for tool, given, words in WRONG:
        said = await agent.complaint(tool, **given)
        assert not [word for word in words if word not in said], said
        assert "pydantic" not in said and "Error executing" not in said and "video-story " not in said


NOT_THERE = [
    ("frame:99", ["no shot 99", "1 to 1"]),
    ("frame", ["frame:3"]),
    ("mood:3", ["frame:3"]),
    ("reference:Nobody", ["Nobody"]),
]


async def test_a_part_that_is_not_there_is_named(agent: Answers, film: str) -> None:
    for what, words in NOT_THERE:
        said = await agent.complaint("regenerate", project_id=film, what=what)
        assert not [word for word in words if word not in said], said


async def test_a_key_is_good_for_one_film_only(agent: Answers) -> None:
    first = await agent.call("create_and_run", story="Tom rows home.", idempotency_key="k")
    said = await agent.complaint("create_and_run", story="Ana sings.", idempotency_key="k")
    assert first["project_id"] in said and "new key" in said
    await agent.call("cancel", project_id=first["project_id"])


async def test_guide_images_come_from_files_and_what_is_no_picture_is_refused(
    agent: Answers, film: str, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "red").save(tmp_path / "ana.png")
    told = await agent.call("add_guide_images", project_id=film, name="Ana", images=[str(tmp_path / "ana.png")])
    assert "1 guide image" in told["message"] and "reference:Ana" in told["next"]
    (tmp_path / "note.txt").write_text("no picture")
    said = await agent.complaint(
        "add_guide_images", project_id=film, name="Ana", images=[str(tmp_path / "note.txt")]
    )
    assert "JPEG, PNG" in said
    said = await agent.complaint(
        "add_guide_images", project_id=film, name="Ana", images=["http://127.0.0.1:1/a.png"]
    )
    assert "could not be fetched" in said
    said = await agent.complaint("add_guide_images", project_id=film, name="Zoe", images=["a.png"])
    assert "Zoe" in said


async def test_a_film_for_a_chat_fits_it_and_is_the_whole_film(
    agent: Answers, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await agent.call("export", project_id=film)
    assert "variants" not in whole, "what fits already needs no other"
    most = whole["size_bytes"] * 2 // 3
    monkeypatch.setattr(handing, "CHAT_BYTES", most)
    assert (await agent.call("export", project_id=film))["variants"] == ["chat"]
    small = await agent.call("export", project_id=film, variant="chat")
    while small["state"] == "running":
        assert small["next"] == "Call export again."
        small = await agent.call("export", project_id=film, variant="chat")
    assert (small["variant"], small["variants"]) == ("chat", ["original"])
    assert small["size_bytes"] == bytes_of(small["local_path"]) <= most
    assert sha256(small["local_path"]) == small["sha256"] != whole["sha256"]
    for record in (whole, small):
        assert seen(record["local_path"])[:2] == (record["width"], record["height"])
    assert seen(small["local_path"])[2] == seen(whole["local_path"])[2]
    assert small["delivery_required"] and "only then is the task complete" in small["next"]


async def test_a_film_that_fits_no_chat_says_so_and_what_to_do(
    agent: Answers, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "CHAT_BYTES", 10_000)
    said = await agent.complaint("export", project_id=film, variant="chat")
    assert "too long for a chat" in said and "original" in said


def bytes_of(path: str) -> int:
    return Path(path).stat().st_size


def seen(path: str) -> tuple[int, int, int]:
    """Width, height and how many pictures there are."""
    with av.open(path) as film:
        stream = film.streams.video[0]
        return stream.width, stream.height, sum(1 for _ in film.decode(stream))


async def test_money_held_for_an_unknown_outcome_and_a_full_disk_are_said_within_400_bytes(
    agent: Answers, studio: Studio, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B8: also when the film is finished."""
    monkeypatch.setattr(upkeep, "DISK_LOW", 1 << 60)
    slot = slot_named(await studio.story("local", film), "clip:1")
    lost = await lose(studio, film, "j_n7kd3fhf08", slot)
    result = await agent.client.call_tool("get_status", {"project_id": film})
    assert len(text(result)) <= STATUS_BYTES
    told = json.loads(text(result))
    assert told["state"] == "completed" and "export" in told["next"]
    assert "1 unknown outcome holds $0.56: upgrade with outcome look, made or not_made." in told["note"]
    assert "Little room for films" in told["note"]
    full = await agent.call("get_status", project_id=film, detail="full")
    assert len(full["detail"]["notices"]) == 2
    assert "cannot be asked" in await agent.complaint("upgrade", project_id=film, outcome="look")
    answer = await agent.call("upgrade", project_id=film, outcome="not_made")
    assert answer["message"] == "clip for shot 1 was not made: its money is free again."
    assert "unknown" not in (await agent.call("get_status", project_id=film))["note"]
    late = await agent.complaint("upgrade", project_id=film, outcome=f"made:{lost.id}")
    assert "nothing of which the outcome is unknown" in late


async def test_of_several_lost_calls_an_agent_has_to_name_the_one_it_was_told_of(
    agent: Answers, studio: Studio, film: str
) -> None:
    story = await studio.story("local", film)
    ids = ("j_n7kd3fhf01", "j_n7kd3fhf02")
    for job_id, name in zip(ids, ("clip:1", "frame:1"), strict=True):
        await lose(studio, film, job_id, slot_named(story, name))
    many = await agent.complaint("upgrade", project_id=film, outcome="made")
    assert all(f"{job_id} (" in many for job_id in ids)
    assert '"not_made"' in await agent.complaint("upgrade", project_id=film, outcome="perhaps")
    answer = await agent.call("upgrade", project_id=film, outcome=f"made:{ids[0]}")
    assert answer["message"] == "clip for shot 1 was made: its money counts as spent."
    assert answer["cost_usd"] == 0.56


async def lose(studio: Studio, film: str, job_id: str, slot: Slot) -> Job:
    """A paid call nobody heard of again."""
    lost = Job(
        *(job_id, film, slot, Step.VIDEOS, "fal:wan-2.2", "", "fal", "f"),
        estimate=560_000,
        state=JobState.UNKNOWN,
        notes={"key": "1"},
    )
    async with studio._database.write() as db:
        await jobs.insert_jobs(db, [lost])
        await ledger.hold(db, lost)
        await events.append(db, "job", film, **job_event(lost))
    return lost
