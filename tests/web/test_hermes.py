"""The bridge: films by plain HTTP, for one person each, and done only when they were fetched (R40)."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

import pytest
from house import House, served
from twin import Twin

from core.studio import handing
from web.hermes_views import BridgeExport, BridgeStatus

ROOT = "/api/hermes/projects"
SCRIPT = Path(__file__).parents[2] / "docs/how-to/film-with-curl.sh"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_script_in_the_docs_goes_from_a_story_to_a_film(house: House, tmp_path: Path) -> None:
    told = {"VIDEO_STORY_URL": house.base, "VIDEO_STORY_TOKEN": await house.token("local")}
    process = await asyncio.create_subprocess_exec(
        "sh",
        str(SCRIPT),
        'Ana said:\n"A \\ boat!"',
        str(tmp_path / "film.mp4"),
        env={"PATH": os.environ["PATH"], **told},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    assert "film.mp4: OK" in said
    project = said.split()[1]
    assert (await house.studio.story("local", project)).project.source == 'Ana said:\n"A \\ boat!"'
    assert (await house.studio.standing("local", project)).fetched_at


async def test_a_film_that_is_done_says_that_it_has_to_be_delivered_until_it_was_fetched(
    house: House, film: str
) -> None:
    async with house.visit("local") as agent:
        done = await (await agent.get(f"{ROOT}/{film}/status")).json()
        assert (done["state"], done["delivery_required"]) == ("completed", True)
        assert "only when the person has the film" in done["next"]
        assert "export_fetched_at" not in done
        record = await (await agent.get(done["export_url"])).json()
        assert "only when the person has the film" in record["next"]
        assert Path(record["local_path"]).name == record["file_name"]
        for answer, told in ((done, BridgeStatus), (record, BridgeExport)):
            assert set(answer) <= set(told.model_fields) and told.model_validate(answer)
        async with agent.get(record["download_url"], headers={"Range": "bytes=0-99"}) as part:
            assert (part.status, len(await part.read())) == (206, 100)
            assert part.headers["Content-Range"].endswith(f"/{record['size_bytes']}")
        async with agent.get(record["download_url"]) as whole:
            assert hashlib.sha256(await whole.read()).hexdigest() == record["sha256"]
            assert whole.headers["ETag"] and "attachment" in whole.headers["Content-Disposition"]
        again = await (await agent.get(f"{ROOT}/{film}/status")).json()
        assert again["export_fetched_at"]


async def test_a_film_for_a_chat_is_fetched_by_its_own_link(
    house: House, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.visit("local") as agent:
        whole = await (await agent.get(f"{ROOT}/{film}/export")).json()
        most = whole["size_bytes"] * 2 // 3
        monkeypatch.setattr(handing, "CHAT_BYTES", most)
        answer = await agent.get(f"{ROOT}/{film}/export?variant=chat")
        while answer.status == 409:
            assert (await answer.json())["state"] == "running" and int(answer.headers["Retry-After"]) > 0
            answer = await agent.get(f"{ROOT}/{film}/export?variant=chat")
        small = await answer.json()
        odd = await agent.get(f"{ROOT}/{film}/export?variant=tiny")
        assert odd.status == 404 and '"chat"' in (await odd.json())["error"]["hint"]
    async with house.visit() as nobody, nobody.get(small["download_url"]) as fetched:
        data = await fetched.read()
    assert len(data) == small["size_bytes"] <= most
    assert hashlib.sha256(data).hexdigest() == small["sha256"] != whole["sha256"]


async def test_the_same_key_gives_the_same_film_and_no_other(house: House) -> None:
    async with house.visit("local") as agent:
        body = {"story": "Tom rows home.", "aspect": "portrait", "idempotency_key": "k"}
        first = await agent.post(f"{ROOT}/create-and-run", json=body)
        again = await agent.post(f"{ROOT}/create-and-run", json=body)
        other = await agent.post(f"{ROOT}/create-and-run", json={**body, "story": "Ana sings."})
        project = (await first.json())["project_id"]
        early = await agent.get(f"{ROOT}/{project}/export")
        stopped = await agent.post(f"{ROOT}/{project}/cancel")
        assert (first.status, again.status, other.status) == (202, 200, 409)
        assert (await again.json())["project_id"] == project
        assert "new key" in (await other.json())["error"]["hint"]
        assert early.status in (200, 409)
        assert (await stopped.json())["state"] in ("cancelled", "completed")
    assert (await house.studio.story("local", project)).project.aspect.value == "9:16"


async def test_what_is_not_ready_is_told_as_a_status_with_when_to_ask_again(house: House) -> None:
    async with house.visit("local") as agent:
        made = await agent.post(f"{ROOT}/create-and-run", json={"story": "Tom rows home. " * 40})
        project = (await made.json())["project_id"]
        early = await agent.get(f"{ROOT}/{project}/export")
        assert (early.status, (await early.json())["project_id"]) == (409, project)
        assert int(early.headers["Retry-After"]) > 0
        await (await agent.post(f"{ROOT}/{project}/cancel")).read()


async def test_without_a_token_with_a_wrong_one_and_as_a_stranger(house: House, film: str) -> None:
    async with house.visit() as nobody:
        assert (await nobody.get(f"{ROOT}/{film}/status")).status == 401
        wrong = await nobody.get(f"{ROOT}/{film}/status", headers={"Authorization": "Bearer vs_no"})
        assert (wrong.status, wrong.content_type) == (401, "application/json")
    async with house.visit("tg:9") as stranger:
        for path in ("status", "export"):
            seen = await (await stranger.get(f"{ROOT}/{film}/{path}")).json()
            never = await (await stranger.get(f"{ROOT}/p_0000000000/{path}")).json()
            assert seen["error"]["message"] == never["error"]["message"].replace("p_0000000000", film)
        for path in ("upgrade", "cancel"):
            assert (await stranger.post(f"{ROOT}/{film}/{path}", json={})).status == 404


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"stroy": "x"}, ["'stroy'", "It takes: story"]),
        ({}, ["story"]),
        ({"story": "x", "max_cost": -1}, ["max_cost"]),
        ({"story": "One.", "level": "clips"}, ["REPLICATE_API_TOKEN or FAL_KEY"]),
        ({"story": "One.", "level": "pictures", "frame_image_model": "nobody"}, ["nobody"]),
    ],
)
async def test_a_wrong_request_gets_a_sentence_with_the_fix(
    house: House, body: dict[str, object], words: list[str]
) -> None:
    async with house.visit("local") as agent:
        answer = await agent.post(f"{ROOT}/create-and-run", json=body)
        said = await answer.text()
    assert answer.status in (400, 404)
    assert not [word for word in words if word not in said], said


async def test_a_link_of_another_film_or_one_that_was_changed_opens_nothing(house: House, film: str) -> None:
    async with house.visit("local") as agent:
        url = (await (await agent.get(f"{ROOT}/{film}/export")).json())["download_url"]
    async with house.visit() as nobody:
        for bad in (url.replace("/original/", "/chat/"), url.replace("e=1", "e=2"), url.split("?")[0]):
            assert (await nobody.get(bad)).status == 403
        assert (await nobody.get(url)).status == 200


async def test_paid_pictures_are_qwen_s_unless_another_model_is_named(tmp_path: Path) -> None:
    async with Twin() as twin:
        keys = {name.lower(): value for name, value in twin.env.items()}
        async with served(tmp_path, **keys) as house, house.visit("local") as agent:
            for more, wanted in (
                ({}, "fal:qwen-plus"),
                ({"frame_image_model": "fal:nano-banana"}, "fal:nano-banana"),
            ):
                body = {"story": "Tom rows home.", **more}
                project = (await (await agent.post(f"{ROOT}/create-and-run", json=body)).json())["project_id"]
                assert (await house.studio.wait("local", project, 60)).state == "finished"
                asked = await agent.post(f"{ROOT}/{project}/upgrade", json={"level": "pictures"})
                price = await asked.json()
                assert (asked.status, price["state"]) == (200, "needs_confirmation")
                begun = await agent.post(f"{ROOT}/{project}/upgrade", json={"quote_id": price["quote_id"]})
                assert (begun.status, bool(await begun.read())) == (202, True)
                story = await house.studio.story("local", project)
                assert (story.project.models["frames"], story.project.models["refs"]) == (
                    wanted,
                    "fal:qwen-edit",
                )
                await (await agent.post(f"{ROOT}/{project}/cancel")).read()


async def test_fifty_requests_at_once_with_one_key_make_one_film(house: House) -> None:
    body = {"story": "Ana counts the boats."}
    async with house.visit("local") as agent:

        async def ask() -> str:
            headers = {"Idempotency-Key": "fifty"}
            async with agent.post(f"{ROOT}/create-and-run", json=body, headers=headers) as answer:
                assert answer.status in (200, 202)
                return str((await answer.json())["project_id"])

        made = await asyncio.gather(*(ask() for _ in range(50)))
        await (await agent.post(f"{ROOT}/{made[0]}/cancel")).read()
    assert len(set(made)) == 1
    mine = await house.studio.projects("local")
    assert sum("counts the boats" in card.source for card in mine) == 1
