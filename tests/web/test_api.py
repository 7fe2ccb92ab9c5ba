"""The API: its document and its routes agree, strangers stay outside, and every answer has its shape."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from house import House, photo

from core.story import SlotKind
from core.studio import Change
from web.app import ROWS, create_app
from web.openapi import document

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_document_and_the_routes_are_the_same(house: House) -> None:
    app = create_app(house.studio, house.settings)
    routes = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/api/")
        and route.method != "HEAD"
    }
    async with house.visit() as stranger, stranger.get("/api/openapi.json") as answer:
        said = await answer.json()
    written = {(method.upper(), path) for path, methods in said["paths"].items() for method in methods}
    assert routes - written == {("GET", "/api/openapi.json")}
    assert written - routes == set()


async def test_every_operation_has_a_name_of_its_own_and_a_sentence(house: House) -> None:
    paths = document(ROWS, house.settings)["paths"]
    every = [one for methods in paths.values() for one in methods.values()]
    assert len({one["operationId"] for one in every}) == len(every)
    assert all(len(one["summary"]) > 10 for one in every)


SHAPE = {"code", "message", "hint", "retryable"}


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "code"),
    [
        ("GET", "/api/nothing", {}, 404, "not_found"),
        ("PUT", "/api/projects", {}, 405, "not_allowed_here"),
        ("POST", "/api/projects", {"data": "story=x"}, 415, "wrong_type"),
        ("POST", "/api/projects", {"json": {"story": ""}}, 400, "bad_input"),
        ("POST", "/api/projects", {"json": {"story": "x", "colour": 1}}, 400, "bad_input"),
        ("POST", "/api/projects", {"json": {"story": "x\0y"}}, 400, "bad_input"),
        ("GET", "/api/voices?project=../etc", {}, 400, "bad_input"),
        ("GET", "/api/projects/p_0000000000", {}, 404, "not_found"),
    ],
)
async def test_what_cannot_be_used_is_told_in_one_shape(
    house: House, method: str, path: str, given: dict[str, Any], status: int, code: str
) -> None:
    async with house.visit("local") as client, client.request(method, path, **given) as answer:
        told = await answer.json()
        assert (answer.status, told["error"]["code"]) == (status, code)
        assert set(told["error"]) == SHAPE
        assert told["error"]["message"]


async def test_entities_and_shots_carry_the_names_of_the_product(house: House, film: str) -> None:
    """R39."""
    async with house.visit("local") as client, client.get(f"/api/projects/{film}") as answer:
        project = await answer.json()
    entity, shot = project["entities"][0], project["shots"][0]
    assert {"reference_image_url", "reference_image_prompt", "guide_image_url", "guide_images"} <= set(entity)
    named = {"first_frame_url", "last_frame_url", "video_url", "video_status", "lipsync_url", "lipsync_status"}
    assert {*named, "duration_ms", "actual_video_duration_ms"} <= set(shot)
    assert shot["video_status"] == "drawn"
    assert sum(one["duration_ms"] for one in project["shots"]) == pytest.approx(project["length_ms"], abs=20)


async def test_what_is_as_it_was_is_not_sent_again(house: House, film: str) -> None:
    async with house.visit("local") as client:
        async with client.get(f"/api/projects/{film}") as answer:
            tag = answer.headers["ETag"]
        async with client.get(f"/api/projects/{film}", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 304
        await house.studio.change("local", film, Change(title="Another night"))
        async with client.get(f"/api/projects/{film}", headers={"If-None-Match": tag}) as answer:
            assert (await answer.json())["title"] == "Another night"


async def test_the_film_is_an_attachment_that_can_be_fetched_in_parts(house: House, film: str) -> None:
    """R37, R39."""
    async with house.visit("local") as client:
        async with client.get(f"/api/projects/{film}/export") as answer:
            export = await answer.json()
        async with client.get(f"/api/projects/{film}/download-video") as answer:
            whole = await answer.read()
            assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        async with client.get(
            f"/api/projects/{film}/download-video", headers={"Range": "bytes=100-199"}
        ) as part:
            assert part.status == 206
            assert await part.read() == whole[100:200]
    assert hashlib.sha256(whole).hexdigest() == export["sha256"]
    assert export["passed"]
    assert {"srt", "vtt", "report", "manifest", "package"} <= {file["name"] for file in export["files"]}


async def test_the_package_holds_the_timelines_and_all_they_point_to(house: House, film: str) -> None:
    """B9."""
    async with house.visit("local") as client:
        async with client.get(f"/api/projects/{film}/download-package") as answer:
            assert answer.content_type == "application/zip"
            package = await answer.read()
        async with client.get(f"/api/projects/{film}/export") as answer:
            signed = next(file["url"] for file in (await answer.json())["files"] if file["name"] == "package")
    async with house.visit() as stranger:
        async with stranger.get(signed) as answer:
            assert await answer.read() == package, "the address alone opens it, as links carry no token"
        async with stranger.get(signed.replace("s=", "s=0")) as answer:
            assert answer.status == 403
    archive = zipfile.ZipFile(io.BytesIO(package))
    names = {name.partition("/")[2] for name in archive.namelist()}
    assert {".mp4", ".otio", ".fcpxml", ".edl", ".xml", ".srt"} <= {Path(name).suffix for name in names}
    told = archive.read(next(name for name in archive.namelist() if name.endswith(".otio"))).decode()
    pointed = set(re.findall(r'"target_url": "([^"]+)"', told))
    assert pointed
    assert pointed <= names


async def test_a_signed_address_opens_one_file_for_anybody_and_nothing_else(house: House, film: str) -> None:
    async with house.visit("local") as client, client.get(f"/api/projects/{film}") as answer:
        url = (await answer.json())["shots"][0]["first_frame_url"]
    async with house.visit() as stranger:
        async with stranger.get(url) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "image/png"
        async with stranger.get(f"{url}&w=320") as answer:
            assert answer.headers["Content-Type"] == "image/webp"
            assert len(await answer.read()) < 40_000
        for other in (url.replace("s=", "s=0"), re.sub(r"e=\d+", "e=9999999999", url), url.partition("?")[0]):
            async with stranger.get(other) as answer:
                assert answer.status == 403
        changed = re.sub(r"/[0-9a-f]{64}", "/" + "0" * 64, url)
        async with stranger.get(changed) as answer:
            assert answer.status == 403


async def test_photos_are_added_ordered_and_taken_away(house: House, film: str, tmp_path: Path) -> None:
    """R9, R38."""
    story = await house.studio.story("local", film)
    who = next(one.id for one in story.entities if one.kind.value == "character")
    form = aiohttp.FormData()
    for n in range(3):
        form.add_field("images", photo(tmp_path / f"{n}.png", "guide", n).read_bytes(), filename=f"{n}.png")
    async with house.visit("local") as client:
        async with client.post(f"/api/characters/{who}/guide-images", data=form) as answer:
            assert answer.status == 201
            guides = await answer.json()
        assert [guide["sort_order"] for guide in guides] == sorted(guide["sort_order"] for guide in guides)
        backwards = [guide["id"] for guide in reversed(guides)]
        async with client.put(f"/api/characters/{who}/guide-images", json={"ids": backwards}) as answer:
            assert [guide["id"] for guide in await answer.json()] == backwards
        async with client.get(f"/api/characters/{who}") as answer:
            entity = await answer.json()
        assert entity["guide_image_url"] == entity["guide_images"][0]["url"]
        async with client.get(f"/api/sets/{who}") as answer:
            assert answer.status == 404
        for guide in backwards:
            async with client.delete(f"/api/guide-images/{guide}") as answer:
                assert answer.status == 204
        async with client.get(f"/api/characters/{who}/guide-images") as answer:
            assert await answer.json() == []


async def test_an_upload_is_bounded_and_leaves_nothing_behind(house: House, film: str) -> None:
    story = await house.studio.story("local", film)
    path = f"/api/{story.entities[0].kind.value}s/{story.entities[0].id}/guide-images"
    async with house.visit("local") as client:
        too_many = aiohttp.FormData()
        for n in range(21):
            too_many.add_field("images", b"x", filename=f"{n}.png")
        async with client.post(path, data=too_many) as answer:
            assert answer.status == 413
        other = aiohttp.FormData()
        other.add_field("images", b"no picture at all", filename="../../x.png")
        async with client.post(path, data=other) as answer:
            assert answer.status == 400
        async with client.post(path, json={}) as answer:
            assert answer.status == 415
    assert not list((house.settings.data_dir / "work").glob("upload-*"))


async def test_clearing_a_reference_keeps_its_history(house: House, film: str) -> None:
    """R18."""
    story = await house.studio.story("local", film)
    who = story.entities[0]
    path = f"/api/{who.kind.value}s/{who.id}"
    async with house.visit("local") as client:
        async with client.delete(f"{path}/reference-image") as answer:
            assert answer.status == 204
        async with client.get(path) as answer:
            entity = await answer.json()
        assert entity["reference_image_url"] is None
        asked = {"kind": "reference", "target": who.id}
        async with client.get(f"/api/projects/{film}/takes", params=asked) as answer:
            takes = await answer.json()
        assert takes
        async with client.post(f"/api/takes/{takes[0]['id']}/select") as answer:
            assert (await answer.json())["selected"]


async def test_an_edit_says_what_it_redoes_before_it_is_saved(house: House, film: str) -> None:
    """B6."""
    change = {"lines": [{"number": 2, "text": "Two boats are missing"}]}
    async with house.visit("local") as client:
        async with client.post(f"/api/projects/{film}/preview-change", json=change) as answer:
            preview = await answer.json()
        story = await house.studio.story("local", film)
        assert f"speech:{story.segments[1].id}" in preview["slots"]
        assert not any(slot.startswith("frame:") for slot in preview["slots"])
        assert preview["high"] == 0
        assert story.segments[1].text != "Two boats are missing"


async def test_status_tells_what_is_really_going_on(house: House, film: str) -> None:
    """R21, R39."""
    async with house.visit("local") as client:
        async with client.get(f"/api/projects/{film}/status") as answer:
            status = await answer.json()
        async with client.get(f"/api/projects/{film}/video-status") as answer:
            video = await answer.json()
        async with client.get(f"/api/projects/{film}/lipsync-status") as answer:
            lipsync = await answer.json()
    assert {"yoloStep", "log", "state", "kinds"} <= set(status)
    assert {"active", "waiting", "halted", "maxConcurrent"} <= set(video)
    assert video["done"] == video["total"] > 0
    assert {"estimate_low", "estimate_high"} <= set(lipsync)


async def test_events_come_at_once_and_are_taken_up_where_they_stopped(
    house: House, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bell is rung: whoever waited for the next look of the stream would wait for an hour here."""
    monkeypatch.setattr("core.jobs.events.LOOK_SECONDS", 3600.0)
    async with house.visit("local") as client:
        async with client.get(f"/api/projects/{film}/events") as stream:
            first = await _event(stream)
            await house.studio.change("local", film, Change(style="ink and wash"))
            told = await asyncio.wait_for(_event(stream), 30)
        assert told["data"]["kind"] == "edited"
        async with client.get(
            f"/api/projects/{film}/events", headers={"Last-Event-ID": str(first["id"])}
        ) as stream:
            await _event(stream)
            again = await _event(stream)
        assert again == told
        async with client.get(f"/api/projects/{film}/events?after=nine") as answer:
            assert answer.status == 400


async def _event(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while (line := (await stream.content.readline()).decode().rstrip("\n")) or not found:
        name, _, value = line.partition(": ")
        if name in ("id", "data"):
            found[name] = json.loads(value)
    return found


async def test_generating_costs_what_the_button_showed_or_is_refused(house: House, film: str) -> None:
    """R30."""
    shot = (await house.studio.story("local", film)).shots[0]
    async with house.visit("local") as client:
        async with client.get(f"/api/shots/{shot.id}/sent", params={"what": "frame"}) as answer:
            sent = await answer.json()
        assert (sent["ready"], sent["high"]) == (True, 0)
        before = await house.studio.takes("local", film, _frame(shot.id))
        async with client.post(f"/api/shots/{shot.id}/generate", json={"max_cost": 0}) as answer:
            assert answer.status == 202
        await house.studio.wait("local", film, 60)
    assert len(await house.studio.takes("local", film, _frame(shot.id))) == len(before) + 1


def _frame(shot: str) -> Any:
    from core.story import Slot

    return Slot(SlotKind.FRAME, shot)


async def test_a_project_is_made_once_for_one_key_and_deleted_by_its_owner(house: House) -> None:
    given = {"story": "A short night.", "key": "twice", "start": False}
    async with house.visit("local") as client:
        ids = []
        for _ in range(2):
            async with client.post("/api/projects", json=given) as answer:
                assert answer.status == 201
                ids.append((await answer.json())["id"])
        assert ids[0] == ids[1]
        async with client.delete(f"/api/projects/{ids[0]}") as answer:
            assert answer.status == 204
        async with client.get(f"/api/projects/{ids[0]}") as answer:
            assert answer.status == 404


async def test_the_account_tells_reality_or_why_it_cannot(house: House) -> None:
    """R30, R31."""
    async with house.visit("local") as client, client.get("/api/account/overview") as answer:
        account = await answer.json()
    assert account["platforms"]
    for platform in account["platforms"]:
        assert platform["balance"] is not None or platform["not_available"]
        assert all(model["price"] for model in platform["models"])


async def test_every_slot_has_a_log_of_its_own(house: House, film: str) -> None:
    """R22."""
    shots = (await house.studio.story("local", film)).shots
    async with house.visit("local") as client:
        asked = {"kind": "frame", "target": shots[0].id}
        async with client.get(f"/api/projects/{film}/log", params=asked) as answer:
            lines = await answer.json()
    assert lines
    assert {line["slot"] for line in lines} == {f"frame:{shots[0].id}"}


async def test_the_list_of_films_comes_in_pages(house: House, film: str) -> None:
    async with house.visit("local") as client:
        async with client.get("/api/projects") as answer:
            every = [card["id"] for card in await answer.json()]
        async with client.get("/api/projects", params={"after": every[0]}) as answer:
            assert [card["id"] for card in await answer.json()] == every[1:]


async def test_people_see_what_a_model_is_called_and_not_its_id(house: House, film: str) -> None:
    """R10."""
    shot = (await house.studio.story("local", film)).shots[0].id
    async with house.visit("local") as client, client.get(f"/api/shots/{shot}") as answer:
        assert (await answer.json())["frame"]["model"] == "Local artist"
