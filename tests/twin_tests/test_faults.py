"""Every fault of faults.toml arises on the wire, strikes where it was armed, and is written down."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import av
import fal_client
import httpx
import openai
import pytest
from PIL import Image
from twin import Twin, fault_rows, media

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "mood": {"enum": ["calm", "glad"]}},
    "required": ["title", "mood"],
    "additionalProperties": False,
}
GENERIC = sorted(name for name, row in fault_rows().items() if row["service"] == "*")
REPLIES = sorted(
    name for name, row in fault_rows().items() if row["effect"] == "reply" and row["service"] != "*"
)
ANSWERS = sorted(name for name, row in fault_rows().items() if row["effect"] == "answer")
FILES = sorted(name for name, row in fault_rows().items() if row["effect"] == "file")
FAILS = sorted(name for name, row in fault_rows().items() if row.get("how") == "fail")
MEDIA = sorted(name for name, row in fault_rows().items() if row["effect"] == "media")
Drive = Callable[[], Awaitable[httpx.Response]]


class Wire:
    """Plain requests to the endpoints that faults strike."""

    def __init__(self, twin: Twin, http: httpx.AsyncClient) -> None:
        self.twin = twin
        self.http = http
        env = twin.env
        self.auth = {
            "openrouter": {"Authorization": f"Bearer {env['OPENROUTER_API_KEY']}"},
            "anthropic": {"x-api-key": env["ANTHROPIC_API_KEY"], "anthropic-version": "2026-10-21"},
            "openai": {"Authorization": f"Bearer {env['OPENAI_API_KEY']}"},
            "replicate": {"Authorization": f"Bearer {env['REPLICATE_API_TOKEN']}"},
            "fal": {"Authorization": f"Key {env['FAL_KEY']}"},
        }

    async def ask(self, service: str, endpoint: str, **more: Any) -> httpx.Response:
        """One request of the kind a fault of this service strikes."""
        drives: dict[str, Callable[..., Awaitable[httpx.Response]]] = {
            "chat": self.chat,
            "messages": self.messages,
            "create": self.create,
            "submit": self.submit,
            "run": self.run,
        }
        if endpoint in drives:
            return await drives[endpoint](service, **more)
        return await self._looked(service, endpoint)

    async def chat(self, service: str, **more: Any) -> httpx.Response:
        model = {"openrouter": "google/gemini-3.5-flash", "openai": "qwen3:32b"}[service]
        form = {"type": "json_schema", "json_schema": {"name": "note", "schema": SCHEMA}}
        body = {
            "model": model,
            "messages": [{"role": "user", "content": "A calm sea."}],
            "response_format": form,
        }
        base = self.twin.env["OPENROUTER_BASE_URL" if service == "openrouter" else "OPENAI_BASE_URL"]
        return await self.http.post(f"{base}/chat/completions", json=body | more, headers=self.auth[service])

    async def messages(self, service: str, **more: Any) -> httpx.Response:
        form = {"format": {"type": "json_schema", "schema": SCHEMA}}
        body = {"model": "claude-sonnet-5-5", "max_tokens": 900, "output_config": form}
        body["messages"] = [{"role": "user", "content": "A calm sea."}]
        url = self.twin.url("anthropic") + "/v1/messages"
        return await self.http.post(url, json=body | more, headers=self.auth[service])

    async def create(
        self, service: str, model: str = "minimax/speech-2.8-turbo", **given: Any
    ) -> httpx.Response:
        url = f"{self.twin.url('replicate')}/v1/models/{model}/predictions"
        body = {"input": given or {"text": "The lamp has gone out."}}
        return await self.http.post(url, json=body, headers=self.auth[service])

    async def submit(
        self,
        service: str,
        counter: str = "fal_queue",
        model: str = "fal-ai/elevenlabs/tts/eleven-v3",
        **given: Any,
    ) -> httpx.Response:
        body = given or {"text": "The lamp has gone out.", "timestamps": True}
        return await self.http.post(f"{self.twin.url(counter)}/{model}", json=body, headers=self.auth[service])

    async def run(self, service: str, **given: Any) -> httpx.Response:
        return await self.submit(service, "fal_run", **given)

    async def _looked(self, service: str, endpoint: str) -> httpx.Response:
        """A look at something that was begun before."""
        if service == "replicate":
            url = (await self.create("replicate")).json()["urls"]["get"]
            if endpoint == "get":
                return await self.http.get(url, headers=self.auth["replicate"])
            output = (await self.http.get(url, headers=self.auth["replicate"])).json()["output"]
            return await self.http.get(output)
        if service == "openrouter":
            url = f"{self.twin.env['OPENROUTER_BASE_URL']}/{endpoint}"
            return await self.http.get(url, headers=self.auth["openrouter"])
        if endpoint == "billing":
            url = self.twin.url("fal_api") + "/v1/account/billing"
            return await self.http.get(url, headers=self.auth["fal"])
        begun = (await self.submit("fal")).json()
        result = (await self.http.get(begun["response_url"], headers=self.auth["fal"])).json()
        if endpoint == "cancel":
            return await self.http.put(begun["cancel_url"], headers=self.auth["fal"])
        url = begun["status_url"] if endpoint == "status" else result["audio"]["url"]
        return await self.http.get(url, headers=self.auth["fal"])

    async def made(self, service: str, model: str, **given: Any) -> tuple[dict[str, Any], bytes]:
        """The result of a job and the bytes of its first file."""
        if service == "replicate":
            url = (await self.create(service, model, **given)).json()["urls"]["get"]
            job = (await self.http.get(url, headers=self.auth[service])).json()
            output = job["output"] if isinstance(job["output"], str) else job["output"][0]
            return job, (await self.http.get(output)).content
        result = (await self.run(service, model=model, **given)).json()
        first = next(value for key, value in result.items() if key in ("images", "video", "audio"))
        return result, (await self.http.get((first[0] if isinstance(first, list) else first)["url"])).content


@pytest.fixture
async def wire(twin: Twin, http: httpx.AsyncClient) -> AsyncIterator[Wire]:
    yield Wire(twin, http)


def struck(twin: Twin, name: str) -> int:
    return sum(entry.fault == name for entry in twin.journal)


@pytest.mark.parametrize("name", REPLIES)
async def test_a_refusal_arrives_as_it_was_noted(twin: Twin, wire: Wire, name: str) -> None:
    """Section G: status, headers and body of every answer that takes the place of the work."""
    row = fault_rows()[name]
    twin.arm(name)
    answer = await wire.ask(row["service"], row["on"][0])
    assert answer.status_code == row["status"]
    assert answer.headers.get("Retry-After") == (str(row["retry_after"]) if "retry_after" in row else None)
    if row.get("html"):
        assert "nginx" in answer.text or answer.text.startswith("<html>")
    elif "json" in row:
        assert answer.json() == row["json"]
    else:
        assert answer.json()["error"]["message"]
    assert struck(twin, name) == 1
    assert twin.journal.money() == sum(entry.charged for entry in twin.journal if entry.fault != name)
    assert (await wire.ask(row["service"], row["on"][0])).status_code != row["status"] or row["status"] in (
        200,
        403,
        400,
    )


@pytest.mark.parametrize("name", ANSWERS)
async def test_a_spoilt_answer_is_spoilt_on_the_wire(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    twin.arm(name)
    stream = {"stream": True} if row["how"] == "midstream_error" else {}
    answer = await wire.ask(row["service"], row["on"][0], **stream)
    assert answer.status_code == 200
    assert struck(twin, name) == 1
    assert not usable(answer, row["service"])
    assert usable(await wire.ask(row["service"], row["on"][0]), row["service"])


def usable(answer: httpx.Response, service: str) -> bool:
    """Whether an answer is exactly what was asked for: the model's own JSON, in the first block, to the end."""
    if answer.headers["Content-Type"].startswith("text/event-stream"):
        return '"error"' not in answer.text
    body = answer.json()
    if service == "anthropic":
        if body["stop_reason"] != "end_turn" or not body["content"] or body["content"][0]["type"] != "text":
            return False
        text = body["content"][0]["text"]
    else:
        if body["choices"][0]["finish_reason"] != "stop" or body["model"] == "google/gemini-3.5-flash-lite":
            return False
        text = body["choices"][0]["message"]["content"]
    try:
        value = json.loads(text or "")
    except ValueError:
        return False
    return set(value) == {"title", "mood"} and value["mood"] in ("calm", "glad")


@pytest.mark.parametrize("name", FAILS)
async def test_a_job_fails_as_it_was_noted_and_costs_nothing(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    twin.arm(name)
    if row["service"] == "replicate":
        begun = (await wire.create("replicate")).json()
        assert begun["status"] == "starting"
        ended = (await wire.http.get(begun["urls"]["get"], headers=wire.auth["replicate"])).json()
        assert (ended["status"], ended["error"], ended["output"]) == ("failed", row["error"], None)
    else:
        begun = (await wire.submit("fal")).json()
        status = (await wire.http.get(begun["status_url"], headers=wire.auth["fal"])).json()
        assert status["status"] == "COMPLETED"
        result = await wire.http.get(begun["response_url"], headers=wire.auth["fal"])
        assert (result.status_code, result.json()["detail"]) == (row["status"], row["detail"])
        assert result.headers.get("X-Fal-Error-Type") == row.get("error_type")
    assert twin.journal.money() == 0


@pytest.mark.parametrize("name", FILES)
async def test_a_download_goes_wrong_once(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    model = {"replicate": "minimax/speech-2.8-turbo", "fal": "fal-ai/elevenlabs/tts/eleven-v3"}[row["service"]]
    field = {"text": "The lamp has gone out."}
    twin.arm(name)
    try:
        _, spoilt = await wire.made(row["service"], model, **field)
    except httpx.RemoteProtocolError:
        spoilt = b""
        assert row["how"] == "truncated"
    _, whole = await wire.made(row["service"], model, **field)
    assert struck(twin, name) == 1
    assert spoilt != whole
    assert media.facts(whole) is not None


@pytest.mark.parametrize("name", MEDIA)
async def test_what_was_made_is_not_what_was_asked(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    service, how = row["service"], row["how"]
    twin.arm(name)
    model, given = asked_of(service, how)
    result, data = await wire.made(service, model, **given)
    assert CHECKS[how](media.facts(data), data, result)
    assert twin.journal.select(service)[0].charged > 0


def asked_of(service: str, how: str) -> tuple[str, dict[str, Any]]:
    """A model and its arguments that this fault of making shows on."""
    sound = "data:audio/wav;base64," + b64(media.speech("The lamp has gone out.", "wav"))
    if how == "silent":
        return {"replicate": "minimax/speech-2.8-turbo", "fal": "fal-ai/elevenlabs/tts/turbo-v2.5"}[service], {
            "text": "The lamp has gone out."
        }
    if how in ("no_audio", "still_mouth"):
        clip = "data:video/mp4;base64," + b64(small_clip())
        names = {
            "replicate": ("sync/lipsync-2", "video", "audio"),
            "fal": ("fal-ai/sync-lipsync/v2", "video_url", "audio_url"),
        }
        model, video, audio = names[service]
        return model, {video: clip, audio: sound}
    if how in ("wrong_size", "wrong_length", "wrong_fps", "truncated"):
        still = "data:image/jpeg;base64," + b64(media.picture("still", 320, 180, "jpeg"))
        if service == "replicate":
            return "wan-video/wan-2.2-i2v-fast", {"image": still, "prompt": "sea"}
        model = "fal-ai/wan/v2.2-a14b/image-to-video"
        return model, {"image_url": still, "prompt": "sea", "num_frames": 17, "resolution": "480p"}
    if service == "fal":
        return "fal-ai/flux-2-pro", {"prompt": "sea", "image_size": "square"}
    return "black-forest-labs/flux-2-pro", {"prompt": "sea", "resolution": "0.5 MP", "output_format": "png"}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def small_clip() -> bytes:
    return media.clip(media.picture("still", 320, 180), 320, 180, 32, 16)


def frames(data: bytes) -> int:
    """How many frames can really be decoded."""
    count = 0
    try:
        with av.open(io.BytesIO(data)) as container:
            for _ in container.decode(video=0):
                count += 1
    except av.FFmpegError:
        pass
    return count


def darkest_below_the_lips(data: bytes) -> int:
    """The darkest this spot of a small clip becomes: an open mouth is nearly black there."""
    with av.open(io.BytesIO(data), "r") as container:
        return min(int(frame.to_ndarray(format="gray")[91, 160]) for frame in container.decode(video=0))


def test_a_mouth_opens_unless_it_is_told_not_to() -> None:
    speech = media.speech("The lamp has gone out.")
    assert darkest_below_the_lips(media.lipsync(small_clip(), speech, 1.5)) < 60


def black(facts: Any, data: bytes, result: Any) -> bool:
    return max(band[1] for band in Image.open(io.BytesIO(data)).convert("RGB").getextrema()) < 8


CHECKS: dict[str, Callable[[Any, bytes, Any], bool]] = {
    "truncated": lambda facts, data, result: frames(data) < round(facts.seconds * facts.fps),
    "wrong_size": lambda facts, data, result: (facts.width, facts.height) == (640, 640),
    "wrong_length": lambda facts, data, result: facts.seconds < 3,
    "wrong_fps": lambda facts, data, result: facts.fps == 24,
    "black": black,
    "nsfw_black": lambda facts, data, result: (
        black(facts, data, result) and result["has_nsfw_concepts"] == [True]
    ),
    "no_audio": lambda facts, data, result: not facts.sound,
    "silent": lambda facts, data, result: not media.decoded(data).any(),
    "still_mouth": lambda facts, data, result: facts.sound and darkest_below_the_lips(data) > 100,
}


@pytest.mark.parametrize("service", ["openrouter", "anthropic", "replicate", "fal"])
@pytest.mark.parametrize("how", ["drop_before", "drop_during", "drop_unanswered", "drop_after"])
async def test_a_dropped_connection_tells_what_was_done_by_the_journal(
    twin: Twin, wire: Wire, service: str, how: str
) -> None:
    """Before: nothing was done. During, unanswered and after: it was, and is paid."""
    endpoint = {"openrouter": "chat", "anthropic": "messages", "replicate": "create", "fal": "submit"}[service]
    twin.arm(how, where=f"{service}.{endpoint}")
    if how == "drop_after":
        assert (await wire.ask(service, endpoint)).status_code in (200, 201)
    else:
        with pytest.raises(httpx.HTTPError):
            await wire.ask(service, endpoint)
    [entry] = twin.journal.select(service, endpoint)
    for job in list(twin.world.jobs.values()):
        if getattr(job, "over", None):
            await job.over.wait()
    assert entry.fault == how
    assert (entry.charged > 0) == (how != "drop_before")
    assert (await wire.ask(service, endpoint)).status_code in (200, 201)


@pytest.mark.parametrize("name", ["or_hang", "ant_hang", "rep_poll_hang"])
async def test_a_hanging_request_ends_with_the_client(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    twin.arm(name)
    wire.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        await wire.ask(row["service"], row["on"][0])
    assert struck(twin, name) == 1


@pytest.mark.parametrize("name", ["or_reset", "rep_create_lost", "fal_submit_lost"])
async def test_a_lost_answer_was_worked_for(twin: Twin, wire: Wire, name: str) -> None:
    row = fault_rows()[name]
    twin.arm(name)
    with pytest.raises(httpx.RemoteProtocolError):
        await wire.ask(row["service"], row["on"][0])
    assert twin.journal.entries[0].fault == name
    assert len(twin.world.jobs) == 1


async def test_a_prediction_whose_answer_was_lost_is_in_the_list(twin: Twin, wire: Wire) -> None:
    """What an adapter looks through before it would ever ask twice."""
    twin.arm("rep_create_lost")
    with pytest.raises(httpx.RemoteProtocolError):
        await wire.create("replicate", text="Find me again.")
    listed = await wire.http.get(f"{twin.url('replicate')}/v1/predictions", headers=wire.auth["replicate"])
    [job] = listed.json()["results"]
    assert (job["input"], job["status"]) == ({"text": "Find me again."}, "succeeded")
    assert listed.json()["next"] is None


async def test_an_sdk_s_own_retries_pay_twice_and_the_journal_shows_it(twin: Twin) -> None:
    """H1: why every adapter turns them off."""
    twin.arm("drop_unanswered", where="openrouter.chat")
    env = twin.env
    async with openai.AsyncOpenAI(
        base_url=env["OPENROUTER_BASE_URL"], api_key=env["OPENROUTER_API_KEY"]
    ) as eager:
        said: Any = [{"role": "user", "content": "Hello"}]
        await eager.chat.completions.create(model="openai/gpt-5.4", messages=said)
    rows = twin.journal.select("openrouter", "chat")
    assert [row.status for row in rows] == [0, 200]
    assert rows[0].charged == rows[1].charged > 0
    assert rows[0].body == rows[1].body


async def test_an_upload_can_be_lost(twin: Twin, fal: fal_client.AsyncClient, photo: bytes) -> None:
    twin.arm("fal_upload_lost")
    url = await fal.upload(photo, "image/jpeg", "photo.jpg")
    assert (await httpx_get(url)) == photo
    assert struck(twin, "fal_upload_lost") == 1


async def httpx_get(url: str) -> bytes:
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).content


async def test_a_stuck_prediction_is_cancelled_or_aborted(twin: Twin, wire: Wire) -> None:
    for name, state in (("rep_stuck_starting", "starting"), ("rep_stuck_processing", "processing")):
        twin.arm(name)
        urls = (await wire.create("replicate")).json()["urls"]
        assert (await wire.http.get(urls["get"], headers=wire.auth["replicate"])).json()["status"] == state
        ended = (await wire.http.post(urls["cancel"], headers=wire.auth["replicate"])).json()
        assert ended["status"] == "canceled"
    twin.arm("rep_stuck_starting")
    url = f"{twin.url('replicate')}/v1/models/minimax/speech-2.8-turbo/predictions"
    headers = wire.auth["replicate"] | {"Cancel-After": "30s"}
    begun = (await wire.http.post(url, json={"input": {"text": "Hello"}}, headers=headers)).json()
    twin.advance(31)
    aborted = (await wire.http.get(begun["urls"]["get"], headers=wire.auth["replicate"])).json()
    assert aborted["status"] == "aborted"
    charged = [entry.charged for entry in twin.journal.select("replicate", "create")]
    assert charged[0] == 0 and charged[1] > 0 and charged[2] == 0


async def test_a_long_queue_grows_shorter_and_ends(twin: Twin, wire: Wire) -> None:
    twin.arm("fal_queue_long")
    begun = (await wire.submit("fal")).json()

    async def status() -> dict[str, Any]:
        return dict((await wire.http.get(begun["status_url"], headers=wire.auth["fal"])).json())

    first = await status()
    twin.advance(100)
    second = await status()
    twin.advance(200)
    assert first["status"] == second["status"] == "IN_QUEUE"
    assert first["queue_position"] > second["queue_position"] > 0
    assert (await status())["status"] == "COMPLETED"


async def test_stuck_requests_wait_or_run_for_ever(twin: Twin, wire: Wire) -> None:
    for name, state in (("fal_stuck_queue", "IN_QUEUE"), ("fal_stuck_progress", "IN_PROGRESS")):
        twin.arm(name)
        begun = (await wire.submit("fal")).json()
        twin.advance(4000)
        assert (await wire.http.get(begun["status_url"], headers=wire.auth["fal"])).json()["status"] == state
        cancelled = await wire.http.put(begun["cancel_url"], headers=wire.auth["fal"])
        assert (cancelled.status_code, cancelled.json()) == (202, {"status": "CANCELLATION_REQUESTED"})


async def test_odd_outputs_of_predictions(twin: Twin, wire: Wire) -> None:
    seen = {}
    names = ("rep_succeeded_null", "rep_succeeded_empty", "rep_output_list", "rep_output_string", "rep_expired")
    for name in names:
        twin.arm(name)
        begun = (await wire.create("replicate")).json()
        seen[name] = (await wire.http.get(begun["urls"]["get"], headers=wire.auth["replicate"])).json()
    assert all(job["status"] == "succeeded" for job in seen.values())
    assert seen["rep_succeeded_null"]["output"] is None
    assert seen["rep_succeeded_empty"]["output"] == []
    assert isinstance(seen["rep_output_list"]["output"], list)
    assert isinstance(seen["rep_output_string"]["output"], str)
    assert (seen["rep_expired"]["output"], seen["rep_expired"]["data_removed"]) == (None, True)


async def test_a_wait_that_runs_out_gives_a_prediction_that_is_still_processing(twin: Twin, wire: Wire) -> None:
    twin.arm("rep_processing_after_wait")
    url = f"{twin.url('replicate')}/v1/models/minimax/speech-2.8-turbo/predictions"
    headers = wire.auth["replicate"] | {"Prefer": "wait=5"}
    asked = asyncio.create_task(wire.http.post(url, json={"input": {"text": "Hello"}}, headers=headers))
    while not asked.done():
        await asyncio.wait([asked], timeout=0.05)
        twin.advance(6 if twin.world.jobs else 0)
    begun = await asked
    assert (begun.status_code, begun.json()["status"], begun.json()["output"]) == (202, "processing", None)
    twin.advance(60)
    ended = await wire.http.get(begun.json()["urls"]["get"], headers=wire.auth["replicate"])
    assert ended.json()["status"] == "succeeded"


async def test_slow_starts_and_slow_answers_take_the_clock_s_time(twin: Twin, wire: Wire) -> None:
    twin.arm("rep_slow_start")
    begun = (await wire.create("replicate")).json()
    url, auth = begun["urls"]["get"], wire.auth["replicate"]
    assert (await wire.http.get(url, headers=auth)).json()["status"] == "starting"
    twin.advance(121)
    assert (await wire.http.get(url, headers=auth)).json()["status"] == "succeeded"
    twin.world.factor = 1.0
    for name, endpoint in (("or_slow", "chat"), ("ant_slow", "messages")):
        twin.arm(name)
        service = fault_rows()[name]["service"]
        asked = asyncio.create_task(wire.ask(service, endpoint))
        before = twin.clock.now()
        while not asked.done():
            await asyncio.wait([asked], timeout=0.02)
            twin.advance(5 if struck(twin, name) else 0)
        assert twin.clock.now() - before > 60
        assert (await asked).status_code == 200


async def test_shapes_of_speech_that_nobody_promised(twin: Twin, wire: Wire) -> None:
    twin.arm("fal_no_timestamps")
    assert "timestamps" not in (await wire.run("fal")).json()
    twin.arm("fal_odd_timestamps")
    assert "unit" in (await wire.run("fal")).json()["timestamps"]
    twin.arm("fal_hex_audio")
    mini = {"model": "fal-ai/minimax/speech-2.8-turbo", "prompt": "Hello", "output_format": "url"}
    assert bytes.fromhex((await wire.run("fal", **mini)).json()["audio"]["url"])
    assert (await wire.run("fal", **mini)).json()["audio"]["url"].startswith("http")


async def test_a_status_can_lack_keys(twin: Twin, wire: Wire) -> None:
    twin.arm("fal_status_missing_keys")
    status = (await wire.ask("fal", "status")).json()
    assert "logs" not in status and status["status"] == "COMPLETED"


async def test_references_are_dropped_in_silence(twin: Twin, wire: Wire, photo: bytes) -> None:
    uri = "data:image/jpeg;base64," + b64(photo)
    twin.arm("fal_silent_drop")
    given = {"model": "fal-ai/flux-2-pro/edit", "prompt": "x", "image_urls": [uri, uri, uri]}
    assert (await wire.run("fal", **given)).status_code == 200
    assert len(twin.journal.select("fal", "run")[0].references) == 1


@pytest.mark.parametrize("name", GENERIC)
async def test_a_general_fault_strikes_only_where_it_is_told(twin: Twin, wire: Wire, name: str) -> None:
    twin.arm(name, where="replicate.create")
    await wire.chat("openrouter")
    assert struck(twin, name) == 0
    try:
        async with asyncio.timeout(0.5):
            await wire.create("replicate")
    except (TimeoutError, httpx.HTTPError):
        pass
    assert struck(twin, name) == 1


async def test_faults_count_skip_and_repeat(twin: Twin, wire: Wire) -> None:
    twin.arm("or_502", times=2, skip=1, every=2)
    statuses = [(await wire.chat("openrouter")).status_code for _ in range(6)]
    assert statuses == [200, 502, 200, 502, 200, 200]
    twin.arm("or_429_retry_after", times=None, retry_after=7)
    answer = await wire.chat("openrouter")
    assert answer.headers["Retry-After"] == "7"
    twin.disarm()
    assert (await wire.chat("openrouter")).status_code == 200


async def test_a_name_that_is_no_fault_is_a_mistake(twin: Twin) -> None:
    with pytest.raises(KeyError):
        twin.arm("or_419")


def test_no_fault_is_left_without_a_test() -> None:
    """Each is in one of the tables above or named in a test of its own."""
    tabled = {*GENERIC, *REPLIES, *ANSWERS, *FILES, *FAILS, *MEDIA}
    here = Path(__file__)
    own = here.read_text() + here.with_name("test_webhooks.py").read_text()
    assert {name for name in fault_rows() if name not in tabled and f'"{name}"' not in own} == set()
