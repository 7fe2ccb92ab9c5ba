"""Replicate and fal through their real SDKs: what is made, what it costs, what is refused."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
from itertools import pairwise
from typing import Any

import fal_client
import fal_client.client
import httpx
import pytest
import replicate
import replicate.exceptions
from twin import Twin, media

LINE = "The storm is coming, and the lamp has gone out."


def uri(data: bytes, mime: str) -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


@pytest.fixture
def face(photo: bytes) -> str:
    return uri(photo, "image/jpeg")


@pytest.fixture
def clip() -> bytes:
    return media.clip(media.picture("still", 1280, 720), 1280, 720, 40, 16)


async def seen(url: str) -> media.Facts:
    async with httpx.AsyncClient(verify=False) as http:
        answer = await http.get(url)
    found = media.facts(answer.content)
    assert answer.status_code == 200 and found is not None
    assert answer.headers["Content-Type"] == found.mime
    return found


# ------------------------------------------------------------------------------------------- Replicate


async def predicted(rep: replicate.Client, model: str, **given: Any) -> Any:
    prediction = await rep.models.predictions.async_create(model=model, input=given)
    assert prediction.status == "starting" and prediction.output is None
    await prediction.async_wait()
    return prediction


async def test_a_clip_has_the_frames_and_the_shape_that_were_asked(
    twin: Twin, rep: replicate.Client, face: str
) -> None:
    made = await predicted(
        rep, "wan-video/wan-2.2-i2v-fast", image=face, prompt="waves", num_frames=97, frames_per_second=24
    )
    facts = await seen(made.output)
    assert (round(facts.seconds * 24), facts.fps, facts.sound) == (97, 24, False)
    assert abs(facts.width / facts.height - 640 / 480) < 0.03
    assert twin.journal.money(service="replicate") == 50_000
    assert [one.sha256 for one in twin.journal.entries[0].references] == [sha(face)]


def sha(data_uri: str) -> str:
    return hashlib.sha256(base64.b64decode(data_uri.partition(",")[2])).hexdigest()


async def test_pictures_are_billed_by_the_pixel(twin: Twin, rep: replicate.Client, face: str) -> None:
    """C7: $0.015 a run, the same per megapixel out and in, each input rounded up."""
    given = {"prompt": "Mara", "input_images": [face, face], "aspect_ratio": "16:9", "output_format": "png"}
    made = await predicted(rep, "black-forest-labs/flux-2-pro", **given)
    facts = await seen(made.output)
    assert (facts.mime, facts.width, facts.height) == ("image/png", 1344, 768)
    assert twin.journal.money() == 15_000 * (1 + 1 + 2)
    assert len(twin.journal.entries[0].references) == 2


async def test_a_community_model_is_called_by_version(twin: Twin, rep: replicate.Client, face: str) -> None:
    model = await rep.models.async_get("bytedance/flux-pulid")
    assert model.latest_version is not None
    version = model.latest_version.id
    made = await rep.predictions.async_create(
        version=version, input={"main_face_image": face, "prompt": "Mara"}
    )
    await made.async_wait()
    assert isinstance(made.output, list) and (await seen(made.output[0])).height == 1152
    with pytest.raises(replicate.exceptions.ReplicateError, match="422"):
        await rep.predictions.async_create(version="0" * 64, input={"main_face_image": face})
    with pytest.raises(replicate.exceptions.ReplicateError):
        await rep.models.predictions.async_create(model="bytedance/flux-pulid", input={"main_face_image": face})


async def test_a_mouth_moves_to_the_speech(twin: Twin, rep: replicate.Client, clip: bytes) -> None:
    file = await rep.files.async_create(io.BytesIO(clip), filename="clip.mp4", content_type="video/mp4")
    speech = uri(media.speech(LINE, "mp3"), "audio/mpeg")
    made = await predicted(rep, "kwaivgi/kling-lip-sync", video_url=file.urls["get"], audio_file=speech)
    facts = await seen(made.output)
    assert (facts.sound, facts.width, round(facts.seconds, 1)) == (True, 1280, 2.5)
    assert twin.journal.money(model="kwaivgi/kling-lip-sync") == 35_000
    rows = twin.journal.select(model="kwaivgi/kling-lip-sync", endpoint="create")[0].media
    assert [(row.where, row.mime) for row in rows] == [
        ("input.video_url", "video/mp4"),
        ("input.audio_file", "audio/mpeg"),
    ]


async def test_speech_lasts_as_long_as_its_text_takes(twin: Twin, rep: replicate.Client) -> None:
    for form, mime in (("mp3", "audio/mpeg"), ("wav", "audio/wav")):
        made = await predicted(rep, "minimax/speech-2.8-turbo", text=LINE, audio_format=form)
        facts = await seen(made.output)
        assert facts.mime == mime and abs(facts.seconds - media.speech_seconds(LINE)) < 0.1
    assert twin.journal.money() == 2 * 60 * len(LINE)


async def test_words_are_aligned(rep: replicate.Client) -> None:
    model = await rep.models.async_get("cureau/force-align-wordstamps")
    assert model.latest_version is not None
    sound = uri(media.speech(LINE), "audio/mpeg")
    given = {"audio_file": sound, "transcript": LINE}
    made = await rep.predictions.async_create(version=model.latest_version.id, input=given)
    await made.async_wait()
    words = made.output["wordstamps"]  # type: ignore[index]
    assert [row["word"] for row in words] == LINE.split()
    assert all(a["end"] <= b["start"] for a, b in pairwise(words))


@pytest.mark.parametrize(
    ("model", "change", "told"),
    [
        ("wan-video/wan-2.2-i2v-fast", {"num_frames": 122}, "Must be less than or equal to 121"),
        ("wan-video/wan-2.2-i2v-fast", {"num_frames": 81.5}, "Expected: integer, given: number"),
        ("wan-video/wan-2.2-i2v-fast", {"duration": 4}, "Additional property duration is not allowed"),
        ("wan-video/wan-2.2-i2v-fast", {"image": None}, "image is required"),
        ("wan-video/wan-2.2-i2v-fast", {"image": ["x"]}, "Expected: string, given: array"),
        ("black-forest-labs/flux-2-pro", {"input_images": ["https://x.y/z.png"] * 9}, "at most 8 items"),
        ("black-forest-labs/flux-2-pro", {"image_urls": []}, "Additional property image_urls"),
        ("black-forest-labs/flux-2-pro", {"aspect_ratio": "7:3"}, "must be one of the following"),
        ("minimax/speech-2.8-turbo", {"text": "x" * 10_001}, "less than or equal to 10000"),
    ],
)
async def test_replicate_refuses(
    twin: Twin, http: httpx.AsyncClient, replicate_auth: dict[str, str], face: str, model: str,
    change: dict[str, Any], told: str,
) -> None:  # fmt: skip
    good = {
        "wan-video/wan-2.2-i2v-fast": {"image": face, "prompt": "x"},
        "minimax/speech-2.8-turbo": {"text": "x"},
    }
    given = good.get(model, {"prompt": "x"}) | change
    url = f"{twin.url('replicate')}/v1/models/{model}/predictions"
    answer = await http.post(url, json={"input": given}, headers=replicate_auth)
    assert answer.status_code == 422
    assert told in answer.json()["detail"] and answer.json()["title"] == "Input validation failed"
    assert (await http.post(url, json={"input": {}, "colour": 1}, headers=replicate_auth)).status_code == 422
    assert not twin.world.jobs


async def test_kling_refuses_what_is_too_small_or_too_long(twin: Twin, rep: replicate.Client) -> None:
    small = uri(media.clip(media.picture("s", 320, 180), 320, 180, 40, 16), "video/mp4")
    sound = uri(media.speech(LINE), "audio/mpeg")
    made = await predicted(rep, "kwaivgi/kling-lip-sync", video_url=small, audio_file=sound)
    assert made.status == "failed" and made.error.startswith("Input validation error")
    made = await predicted(
        rep, "kwaivgi/kling-lip-sync", video_url="https://example.com/a.mp4", audio_file=sound
    )
    assert made.error == "Input validation error: could not download video"
    assert twin.journal.money() == 0


async def test_output_lives_for_an_hour(twin: Twin, rep: replicate.Client, http: httpx.AsyncClient) -> None:
    made = await predicted(rep, "minimax/speech-2.8-turbo", text=LINE)
    part = await http.get(made.output, headers={"Range": "bytes=10-19"})
    whole = await http.get(made.output)
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.content)}"
    assert (await http.get(made.output, headers={"Range": "bytes=999999-"})).status_code == 416
    twin.advance(3601)
    assert (await http.get(made.output)).status_code == 404
    await made.async_reload()
    assert (made.status, made.output) == ("succeeded", None)


async def test_waiting_gives_the_output_at_once(twin: Twin, rep: replicate.Client) -> None:
    made = await rep.models.predictions.async_create(
        model="minimax/speech-2.8-turbo", input={"text": LINE}, wait=5
    )
    assert made.status == "succeeded" and made.output
    account = (
        await rep.accounts.async_current() if hasattr(rep.accounts, "async_current") else rep.accounts.current()
    )
    assert account.username == "twin"


# ------------------------------------------------------------------------------------------- fal


async def test_an_edit_gets_its_uploaded_references(
    twin: Twin, fal: fal_client.AsyncClient, photo: bytes
) -> None:
    url = await fal.upload(photo, "image/jpeg", "mara.jpg")
    given = {"prompt": "Mara", "image_urls": [url, url], "image_size": {"width": 1280, "height": 720}}
    result = await fal.subscribe("fal-ai/flux-2-pro/edit", arguments=given)
    [picture] = result["images"]
    facts = await seen(picture["url"])
    assert (facts.width, facts.height, picture["content_type"]) == (1280, 720, "image/jpeg")
    [entry] = twin.journal.select("fal", "submit")
    assert [one.where for one in entry.references] == ["image_urls[0]", "image_urls[1]"]
    assert {one.sha256 for one in entry.references} == {hashlib.sha256(photo).hexdigest()}
    assert (entry.charged, entry.unit) == (30_000 + 2 * 15_000, "megapixel")


async def test_speech_comes_with_times_when_asked(twin: Twin, fal: fal_client.AsyncClient) -> None:
    text = f"[whispers] {LINE}"
    result = await fal.run("fal-ai/elevenlabs/tts/eleven-v3", arguments={"text": text, "timestamps": True})
    facts = await seen(result["audio"]["url"])
    rows = result["timestamps"][0]
    assert "".join(rows["characters"]) == LINE
    assert rows["character_end_times_seconds"][-1] < facts.seconds
    assert twin.journal.money() == 100 * len(text)
    hexed = await fal.run("fal-ai/minimax/speech-2.8-turbo", arguments={"prompt": LINE})
    assert media.facts(bytes.fromhex(hexed["audio"]["url"])) is not None


async def test_a_clip_and_its_lip_sync(twin: Twin, fal: fal_client.AsyncClient, face: str, clip: bytes) -> None:
    given = {"image_url": face, "prompt": "x", "num_frames": 33, "resolution": "480p", "aspect_ratio": "16:9"}
    made = await fal.subscribe("fal-ai/wan/v2.2-a14b/image-to-video", arguments=given)
    facts = await seen(made["video"]["url"])
    assert (facts.width, facts.height, round(facts.seconds * 16)) == (832, 480, 33)
    assert twin.journal.money() == 82_500
    speech = await fal.upload(media.speech(LINE), "audio/mpeg", "line.mp3")
    video = await fal.upload(clip, "video/mp4", "clip.mp4")
    name = "fal-ai/kling-video/lipsync/audio-to-video"
    synced = await fal.subscribe(name, arguments={"video_url": video, "audio_url": speech})
    assert (await seen(synced["video"]["url"])).sound
    assert twin.journal.money(model=name) == 70_000


@pytest.mark.parametrize(
    ("model", "given", "kind", "loc"),
    [
        ("fal-ai/qwen-image-edit", {"image_urls": ["F"]}, "missing", "image_url"),
        ("fal-ai/qwen-image-edit-plus", {"image_url": "F"}, "missing", "image_urls"),
        ("fal-ai/flux-pro/kontext", {"image_url": ["F"]}, "string_type", "image_url"),
        ("fal-ai/nano-banana/edit", {"image_urls": "F"}, "list_type", "image_urls"),
        ("fal-ai/qwen-image-2/pro/edit", {"image_urls": ["F"] * 4}, "sequence_too_long", "image_urls"),
        ("fal-ai/nano-banana/edit", {"image_urls": ["F"] * 5}, "sequence_too_long", "image_urls"),
        ("fal-ai/nano-banana-2/edit", {"image_urls": ["F"] * 15}, "sequence_too_long", "image_urls"),
        ("fal-ai/flux-2-pro/edit", {"image_urls": ["F"] * 10}, "sequence_too_long", "image_urls"),
        ("fal-ai/flux-pulid", {"main_face_image": "F"}, "missing", "reference_image_url"),
        ("fal-ai/flux-2-pro", {"guidance_scale": 3}, "extra_forbidden", "guidance_scale"),
        ("fal-ai/flux-2-pro", {"image_size": "huge"}, "literal_error", "image_size"),
        ("fal-ai/flux-2-pro", {"safety_tolerance": 3}, "literal_error", "safety_tolerance"),
        (
            "fal-ai/wan/v2.2-a14b/image-to-video",
            {"image_url": "F", "num_frames": 162},
            "less_than_equal",
            "num_frames",
        ),
        (
            "fal-ai/flux-pro/kontext",
            {"image_url": "https://example.com/x.png"},
            "file_download_error",
            "image_url",
        ),
        (
            "fal-ai/flux-pro/kontext",
            {"image_url": "data:image/png;base64,aGk="},
            "image_load_error",
            "image_url",
        ),
        ("fal-ai/qwen-image-2/pro/edit", {"image_urls": ["S"]}, "image_too_small", "image_urls"),
    ],
)
async def test_fal_refuses_with_the_result(
    twin: Twin, fal: fal_client.AsyncClient, face: str, model: str, given: dict[str, Any], kind: str, loc: str
) -> None:
    """D4: COMPLETED, and then the result is a 422 with a list. Nothing is charged."""
    small = uri(media.picture("s", 128, 128), "image/png")
    faces = {"F": face, "S": small}
    filled = {
        key: [faces.get(one, one) for one in value] if isinstance(value, list) else faces.get(str(value), value)
        for key, value in given.items()
    }
    with pytest.raises(fal_client.client.FalClientHTTPError) as refused:
        await fal.subscribe(model, arguments={"prompt": "x"} | filled)
    assert refused.value.status_code == 422
    details: Any = refused.value.message
    assert (details[0]["type"], details[0]["loc"][1]) == (kind, loc)
    assert twin.journal.money() == 0


async def test_flux_2_edit_drops_the_fifth_reference_in_silence(
    twin: Twin, fal: fal_client.AsyncClient, face: str
) -> None:
    await fal.run("fal-ai/flux-2/edit", arguments={"prompt": "x", "image_urls": [face] * 6})
    assert len(twin.journal.select("fal", "run")[0].references) == 4


async def test_a_retired_model_is_not_found(fal: fal_client.AsyncClient) -> None:
    with pytest.raises(fal_client.client.FalClientHTTPError) as refused:
        await fal.submit("fal-ai/wizard-of-the-past", arguments={"prompt": "x"})
    assert refused.value.status_code == 404


async def test_only_so_many_runs_at_once(twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str]) -> None:
    """D3: synchronous runs above the limit get 429, queued ones wait their turn."""
    twin.assume("fal", "concurrency", 1)
    twin.world.factor, twin.world.wait["speech"] = 1.0, 30.0
    queue, speech = twin.url("fal_queue"), {"text": LINE}
    name = "fal-ai/elevenlabs/tts/turbo-v2.5"
    first, second = [
        (await http.post(f"{queue}/{name}", json=speech, headers=fal_auth)).json() for _ in range(2)
    ]
    busy = await http.post(f"{twin.url('fal_run')}/{name}", json=speech, headers=fal_auth)
    assert busy.status_code == 429
    twin.advance(40)
    states = [(await http.get(one["status_url"], headers=fal_auth)).json()["status"] for one in (first, second)]
    assert states == ["COMPLETED", "IN_QUEUE"]
    twin.advance(40)
    assert (await http.get(second["status_url"], headers=fal_auth)).json()["status"] == "COMPLETED"


async def test_what_arrives_together_does_not_get_more_places_than_there_are(
    twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str], face: str
) -> None:
    twin.assume("fal", "concurrency", 2)
    twin.world.factor = 1.0
    url, asked = f"{twin.url('fal_queue')}/fal-ai/flux-2/edit", {"prompt": "x", "image_urls": [face]}
    await asyncio.gather(*(http.post(url, json=asked, headers=fal_auth) for _ in range(6)))
    begins = sorted(round(job.starts, 1) for job in twin.world.jobs.values())
    assert [begins.count(moment) for moment in sorted(set(begins))] == [2, 2, 2]


async def test_only_an_admin_sees_the_balance(
    twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str]
) -> None:
    url = twin.url("fal_api") + "/v1/account/billing?expand=credits"
    assert (await http.get(url, headers=fal_auth)).status_code == 403
    admin = {"Authorization": "Key twin:fal-admin"}
    before = (await http.get(url, headers=admin)).json()["credits"]["current_balance"]
    await http.post(f"{twin.url('fal_run')}/fal-ai/flux-2-pro", json={"prompt": "x"}, headers=fal_auth)
    after = (await http.get(url, headers=admin)).json()["credits"]["current_balance"]
    assert round((before - after) * 1_000_000) == twin.journal.money() == 30_000
    prices = await http.get(
        twin.url("fal_api") + "/v1/models/pricing?endpoint_id=fal-ai/flux-2-pro", headers=fal_auth
    )
    assert [row["endpoint_id"] for row in prices.json()["prices"]] == ["fal-ai/flux-2-pro"]


async def test_results_live_as_long_as_was_asked(
    twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str]
) -> None:
    headers = fal_auth | {"X-Fal-Object-Lifecycle-Preference": '{"expiration_duration_seconds": 600}'}
    made = await http.post(f"{twin.url('fal_run')}/fal-ai/flux-2-pro", json={"prompt": "x"}, headers=headers)
    url = made.json()["images"][0]["url"]
    assert (await http.get(url)).status_code == 200
    twin.advance(601)
    assert (await http.get(url)).status_code == 404


async def test_uploads_in_two_steps_and_in_parts(
    twin: Twin, http: httpx.AsyncClient, fal_auth: dict[str, str], photo: bytes
) -> None:
    begun = await http.post(
        twin.url("fal_rest") + "/storage/upload/initiate?storage_type=gcs",
        json={"file_name": "a.jpg", "content_type": "image/jpeg"},
        headers=fal_auth,
    )
    assert (await http.put(begun.json()["upload_url"], content=photo)).status_code == 200
    assert (await http.get(begun.json()["file_url"])).content == photo
    token_url = twin.url("fal_rest") + "/storage/auth/token?storage_type=fal-cdn-v3"
    token = (await http.post(token_url, json={}, headers=fal_auth)).json()
    auth = {"Authorization": f"Bearer {token['token']}"}
    parts = (await http.post(f"{token['base_url']}/files/upload/multipart", headers=auth)).json()
    for number, piece in ((2, photo[100:]), (1, photo[:100])):
        put = f"{parts['access_url']}/multipart/{parts['uploadId']}/{number}"
        assert (await http.put(put, content=piece, headers=auth)).headers["ETag"]
    await http.post(f"{parts['access_url']}/multipart/{parts['uploadId']}/complete", json={}, headers=auth)
    assert (await http.get(parts["access_url"])).content == photo
