"""Each kind of work through each service: the exact request, the checked result, a price to the micro."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from twin import Twin

from core.media import probe
from core.media.sound import read_mono
from core.providers.fal import Fal
from core.providers.replicate import Replicate
from core.requests import Reference
from core.story import SAMPLE_RATE

from .conftest import Desk, clip, film, line, lipsync, picture, run, spoken


async def test_a_picture_through_replicate(replicate: Replicate, twin: Twin, desk: Desk, photo: str) -> None:
    asked = picture("at the door", Reference(photo, "Mara", "character", guide=True), size=(1280, 704))
    done = await run(replicate, "t:flux-rep", asked, desk)
    (created,) = twin.journal.select("replicate", "create")
    (uploaded,) = twin.journal.select("replicate", "upload")
    assert created.path == "/v1/models/black-forest-labs/flux-2-pro/predictions"
    assert set(created.body) == {"input"}
    assert created.references[0].sha256 == uploaded.media[0].sha256
    assert done.cost == created.charged == twin.journal.money()
    assert done.main.path is not None
    with Image.open(done.main.path) as image:
        assert image.size == (1280, 704)


async def test_a_community_model_is_called_by_its_latest_version_looked_up_once(
    replicate: Replicate, twin: Twin, desk: Desk, photo: str
) -> None:
    asked = picture("a portrait", Reference(photo, "Mara", "character", guide=True), size=(896, 896))
    for _ in range(2):
        done = await run(replicate, "t:pulid-rep", asked, desk)
    assert done.main.mime == "image/png"
    assert len(twin.journal.select("replicate", "model")) == 1
    first, second = twin.journal.select("replicate", "create")
    assert len(first.body["version"]) == 64
    assert done.cost == first.charged == second.charged


async def test_an_upload_is_used_again_within_its_lifetime(
    fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    asked = picture("on the stairs", Reference(photo, "Mara", "character"))
    for _ in range(3):
        await run(fal, "t:flux", asked, desk)
    assert len(twin.journal.select("fal", "upload")) == 1
    assert len(twin.journal.select("fal", "submit")) == 3


async def test_the_note_is_written_after_the_uploads_and_right_before_the_one_post(
    fal: Fal, twin: Twin, desk: Desk, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B8: whatever happens from here on, the job can be found again."""
    seen: list[list[str]] = []
    note = desk.note

    async def watched(facts: object) -> None:
        seen.append([one.endpoint for one in twin.journal])
        await note(facts)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "note", watched)
    await fal.start("t:flux", picture("x", Reference(photo, "Mara", "set")), desk, key="job.1")
    assert seen == [["upload_token", "upload"]]
    assert [one.endpoint for one in twin.journal][2:] == ["submit"]
    (noted,) = desk.notes
    assert noted["arguments"]["prompt"] == "x"
    assert "twin:fal" not in json.dumps(noted)


@pytest.mark.parametrize("model", ["t:wan", "t:wan-fal"])
async def test_a_clip_covers_its_slot_and_says_what_it_really_is(
    model: str, fal: Fal, replicate: Replicate, twin: Twin, desk: Desk, frame: str
) -> None:
    """R25, R26: the length asked for is the slot rounded up; the length received is stored."""
    done = await run(replicate if model == "t:wan" else fal, model, clip(frame, half_seconds=11), desk)
    assert done.main.path is not None
    assert probe.look(done.main.path).seconds >= 5.5
    assert done.facts["actual_video_duration_ms"] >= 5500
    assert (done.facts["frames"], done.facts["fps"]) == (89, 16.0)
    assert (done.facts["width"], done.facts["height"]) == (832, 480)
    (paid,) = twin.journal.paid()
    assert done.cost == paid.charged
    assert len(paid.references) == 1


@pytest.mark.parametrize(("model", "manner"), [("t:eleven", "whispering"), ("t:minimax", "sobbing")])
async def test_a_line_comes_home_as_the_local_voice_gives_it(
    model: str, manner: str, fal: Fal, twin: Twin, desk: Desk
) -> None:
    asked = line(manner=manner)
    done = await run(fal, model, asked, desk)
    assert done.main.path is not None and done.main.mime == "audio/wav"
    pcm = read_mono(done.main.path)
    assert done.facts["samples"] == len(pcm)
    assert done.facts["duration_ms"] == round(len(pcm) * 1000 / SAMPLE_RATE)
    (submitted,) = twin.journal.select("fal", "submit")
    assert done.cost == submitted.charged
    if model == "t:eleven":
        assert submitted.body["text"].startswith("[whispering] The lamp")
        words = json.loads(done.parts["times"].data)["words"]
        assert [row[0] for row in words] == list(range(len(asked.text.split())))
        assert all(0 <= start <= end <= len(pcm) for _, start, end in words)
    else:
        assert submitted.body["voice_setting"]["emotion"] == "sad"
        assert "times" not in done.parts


@pytest.mark.parametrize("model", ["t:kling", "t:kling-fal", "t:sync"])
async def test_a_lip_sync_gets_the_exact_stretch_of_the_narration(
    model: str, fal: Fal, replicate: Replicate, twin: Twin, desk: Desk, frame: str
) -> None:
    """R28: the finished clip and the exact stretch of the narration, in a size that the model takes."""
    speech = (spoken(desk, "Who put out the lamp?"), spoken(desk, "I did, and I would do it again."))
    samples = round(4.3 * SAMPLE_RATE)
    asked = lipsync(film(desk, frame, 5.0625, size=(832, 480)), frame, speech, samples)
    done = await run(fal if model == "t:kling-fal" else replicate, model, asked, desk)
    (paid,) = twin.journal.paid()
    video, sound = paid.media
    assert (video.mime, sound.mime) == ("video/mp4", "audio/wav")
    assert video.seconds == pytest.approx(69 / 16, abs=0.001)
    assert sound.seconds == pytest.approx(video.seconds, abs=0.001)
    assert done.cost == paid.charged
    assert done.facts["mouth_motion"] > 6
    assert done.main.mime == "video/mp4"
    if model != "t:sync":
        assert (video.width, video.height) == (1248, 720)
        assert done.facts["sent"]["scaled"] is True
    else:
        assert (video.width, video.height) == (832, 480)
