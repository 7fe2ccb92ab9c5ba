"""A request becomes a call: which row, which pictures, which arguments, and who takes over after a refusal."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

import pytest
from catalogue_requests import addresses, clip, fitting, line, lipsync, picture, references, served, words
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue.arguments import (
    EDITED,
    SOUND,
    arguments,
    aspect,
    assets,
    check,
    clip_length,
    longest_seconds,
    picture_size,
    roomier,
    served_by,
    successor,
    unused,
)
from core.catalogue.models import LOCAL, Model, Variant, load_catalogue
from core.errors import Fault, ProviderError
from core.requests import ImageRequest, Reference, Request
from core.story import FRAME_SIZES, Step

CATALOGUE = load_catalogue()
KEYS = frozenset(lane.key for lane in CATALOGUE.lanes.values() if lane.key)
PAID = [row for row in CATALOGUE.models.values() if not row.provider.startswith(LOCAL)]
PICTURES = [row for row in PAID if Step.FRAMES in row.steps]
CLIPS = [row for row in PAID if Step.VIDEOS in row.steps]


# ------------------------------------------------------------------------------------------- variants


def test_a_character_with_a_guide_photo_goes_to_the_model_that_keeps_faces() -> None:
    """R10: one photo, the first."""
    request = picture(3, subject="character", guide=True)
    assert served(CATALOGUE, "fal:flux-2-pro", request) == "fal:flux-2-pro-face"
    assert served(CATALOGUE, "replicate:flux-2-pro", request) == "replicate:flux-2-pro-face"
    row = served_by(CATALOGUE, CATALOGUE.model("fal:flux-2-pro"), request)
    values = arguments(row, request, addresses(row, request))
    assert values["reference_image_url"] == "https://files.example/asset0"
    assert len(unused(row, request)) == 2


@pytest.mark.parametrize("subject", ["set", "prop", "frame"])
def test_sets_props_and_frames_send_all_their_pictures(subject: str) -> None:
    """R10, R15."""
    request = picture(5, subject=subject, guide=True)
    row = served_by(CATALOGUE, CATALOGUE.model("fal:flux-2-pro"), request)
    values = arguments(row, request, addresses(row, request))
    assert row.endpoint == "fal-ai/flux-2-pro/edit"
    assert values["image_urls"] == [f"https://files.example/asset{i}" for i in range(5)]


def test_without_pictures_the_words_alone_are_sent() -> None:
    row = served_by(CATALOGUE, CATALOGUE.model("fal:flux-2-pro"), picture(0))
    assert row.endpoint == "fal-ai/flux-2-pro"
    assert "image_urls" not in arguments(row, picture(0), {})


@pytest.mark.parametrize("row", [row for row in PICTURES if row.offered], ids=lambda row: row.id)
def test_every_model_a_person_can_choose_serves_with_and_without_pictures(row: Model) -> None:
    for count in (0, 1, 2, 20):
        for subject in ("character", "set", "frame"):
            for guide in (False, True):
                request = picture(count, subject=subject, guide=guide)
                there = served_by(CATALOGUE, row, request)
                values = arguments(there, request, addresses(there, request))
                assert there.provider == row.provider
                assert values["prompt"] == request.prompt
                assert len(assets(there, request)) == min(count, there.references.most)


def test_editing_a_character_s_picture_really_sends_it() -> None:
    """R13, R14: the model that keeps faces cannot edit, so it does not serve."""
    guides = references(2, guide=True)
    edited = (Reference("old", "Mara", EDITED), *guides)
    request = dataclasses.replace(picture(0, subject="character"), references=edited)
    row = served_by(CATALOGUE, CATALOGUE.model("fal:flux-2-pro"), request)
    assert assets(row, request) == ("old", "asset0", "asset1")


def test_a_prompt_too_long_for_one_model_goes_to_its_sister_whole() -> None:
    short, long = picture(2, prompt="x" * 800), picture(2, prompt="x" * 801)
    assert served(CATALOGUE, "fal:qwen-pro", short) == "fal:qwen-pro"
    assert served(CATALOGUE, "fal:qwen-pro", long) == "fal:qwen-plus"


@pytest.mark.parametrize(
    ("seconds", "row"),
    [
        (1.2, "replicate:kling-lip-sync"),
        (10.0, "replicate:kling-lip-sync"),
        (10.5, "replicate:sync-lipsync-2"),
    ],
)
def test_a_shot_too_long_for_kling_goes_to_sync(seconds: float, row: str) -> None:
    """R28: Kling takes up to 10 s; shorter than 2 s is held on its last frame."""
    assert served(CATALOGUE, "replicate:kling-lip-sync", lipsync(seconds)) == row


def test_a_row_may_leave_short_clips_to_another() -> None:
    row = dataclasses.replace(
        CATALOGUE.model("fal:wan-2.2"), variants=(Variant("fal:wan-2.2-turbo", below_ms=2500),)
    )
    found = [served_by(CATALOGUE, row, clip(half_seconds)).id for half_seconds in (4, 5)]
    assert found == ["fal:wan-2.2-turbo", "fal:wan-2.2"]


# ------------------------------------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("model", "most"),
    [
        ("fal:flux-2-pro-face", 1), ("replicate:flux-2-pro-face", 1), ("fal:reve", 1), ("fal:reve-2.1", 1),
        ("fal:qwen-edit", 1), ("fal:kontext", 1), ("fal:nano-banana", 4), ("replicate:flux-2-pro", 8),
        ("fal:flux-2-pro", 9), ("fal:flux-2-pro-edit", 9), ("fal:flux-2-edit", 4), ("fal:nano-banana-2", 14),
        ("fal:nano-banana-pro", 14), ("fal:nano-banana-2.1", 14), ("fal:qwen-pro", 3), ("fal:qwen-plus", 3),
    ],
)  # fmt: skip
def test_pictures_beyond_a_model_s_limit_are_not_sent(model: str, most: int) -> None:
    """R11: facts of the providers."""
    row, request = CATALOGUE.model(model), picture(20)
    assert assets(row, request) == tuple(f"asset{i}" for i in range(most))
    assert [one.asset for one in unused(row, request)] == [f"asset{i}" for i in range(most, 20)]


@pytest.mark.parametrize("row", PICTURES, ids=lambda row: row.id)
def test_one_picture_is_an_address_and_several_are_a_list(row: Model) -> None:
    """R12: the wrong shape is a refusal."""
    request = picture(row.references.most)
    values = arguments(row, request, addresses(row, request))
    sent = [value for value in values.values() if "https://" in str(value)]
    if row.references.most == 0:
        assert sent == []
    elif row.references.most == 1:
        assert sent == ["https://files.example/asset0"]
    else:
        assert sent == [[f"https://files.example/asset{i}" for i in range(row.references.most)]]


def test_the_models_that_take_more_pictures_are_named_the_tightest_first() -> None:
    """R11: the hint that says which model takes more."""
    found = [row.id for row in roomier(CATALOGUE, Step.REFS, 9)]
    assert found[:2] == ["fal:flux-2-pro", "fal:flux-2-pro-edit"]
    assert set(found) >= {"fal:nano-banana-2", "fal:nano-banana-pro"}
    assert "replicate:flux-2-pro" not in found and "fal:flux-2-pro-face" not in found


# ------------------------------------------------------------------------------------------- sizes


@pytest.mark.parametrize("row", PICTURES, ids=lambda row: row.id)
@settings(deadline=None, max_examples=40)
@given(width=st.integers(64, 4096), height=st.integers(64, 4096))
def test_sizes_keep_to_the_model_s_steps_and_bounds(row: Model, width: int, height: int) -> None:
    wide, high = picture_size(row.sizes, width, height)
    sizes = row.sizes
    assert wide % sizes.multiple == high % sizes.multiple == 0
    assert min(wide, high) >= sizes.least
    if max(width, height) <= 4 * min(width, height):
        assert not sizes.most or max(wide, high) <= max(sizes.most, 4 * sizes.least)
        assert not sizes.most_pixels or wide * high <= sizes.most_pixels or min(wide, high) == sizes.least


@pytest.mark.parametrize("size", [(round(w * 1.2), round(h * 1.2)) for w, h in FRAME_SIZES.values()])
@pytest.mark.parametrize("row", PICTURES, ids=lambda row: row.id)
def test_a_frame_keeps_its_shape_and_stays_one_megapixel(row: Model, size: tuple[int, int]) -> None:
    """Where megapixels are billed a second one is not begun, even if the service rounds sides up to 32 px."""
    wide, high = picture_size(row.sizes, *size)
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.04)
    if row.price.per == "megapixel":
        assert 0.9e6 <= wide * high <= 1e6
        assert -(-wide // 32) * -(-high // 32) * 1024 <= 2**20


def test_the_nearest_shape_is_taken_where_a_model_names_shapes() -> None:
    kontext, banana = CATALOGUE.model("fal:kontext").sizes, CATALOGUE.model("fal:nano-banana").sizes
    assert aspect(banana, 1036, 1296) == "4:5"
    assert aspect(kontext, 1036, 1296) == "3:4"
    assert aspect(kontext, 1536, 864) == "16:9"
    assert aspect(CATALOGUE.model("fal:qwen-edit").sizes, 100, 100) is None


# ------------------------------------------------------------------------------------------- lengths


@pytest.mark.parametrize("row", CLIPS, ids=lambda row: row.id)
@settings(deadline=None, max_examples=40)
@given(half_seconds=st.integers(1, 48))
def test_a_clip_covers_its_slot_or_is_refused_with_a_sentence(row: Model, half_seconds: int) -> None:
    """R25: in half seconds, up, within what the model can make."""
    request, limits = clip(half_seconds), row.lengths
    if half_seconds / 2 > longest_seconds(row):
        with pytest.raises(ProviderError) as wrong:
            arguments(row, request, addresses(row, request))
        assert wrong.value.fault is Fault.INVALID_INPUT
        assert f"this shot lasts {half_seconds / 2:g} s" in wrong.value.message
        return
    length = clip_length(row, request)
    assert length.seconds >= Fraction(half_seconds, 2)
    assert limits.frames[0] <= length.frames <= limits.frames[1]
    assert limits.fps[0] <= length.fps <= limits.usual_fps
    assert (length.frames - limits.frames[0]) % limits.step == 0
    assert Fraction(length.frames - 1, length.fps) >= Fraction(half_seconds, 2)


@pytest.mark.parametrize(
    ("half_seconds", "frames", "fps"), [(1, 81, 16), (10, 81, 16), (11, 89, 16), (15, 121, 16), (16, 121, 15)]
)
def test_wan_at_replicate_is_asked_for_frames_not_seconds(half_seconds: int, frames: int, fps: int) -> None:
    row = CATALOGUE.model("replicate:wan-2.2-i2v-fast")
    values = arguments(row, clip(half_seconds), {"still": "https://files.example/still"})
    assert values == {
        "prompt": "She walks.",
        "image": "https://files.example/still",
        "num_frames": frames,
        "frames_per_second": fps,
        "resolution": "720p",
        "seed": 9,
    }


def test_clips_are_always_720p_because_kling_refuses_smaller_ones() -> None:
    for row in CLIPS:
        assert arguments(row, clip(6), addresses(row, clip(6)))["resolution"] == "720p"


# ------------------------------------------------------------------------------------------- speech, text


def test_a_line_is_said_in_the_family_s_own_voice_with_its_manner() -> None:
    request = line("Nobody goes.", "elevenlabs:Aria", manner="whispered")
    values = arguments(CATALOGUE.model("fal:eleven-v3"), request, {})
    assert values == {
        "text": "[whispered] Nobody goes.",
        "voice": "Aria",
        "language_code": "en",
        "timestamps": True,
    }


def test_an_emotion_is_taken_from_the_manner_and_left_out_where_there_is_none() -> None:
    row = CATALOGUE.model("fal:minimax-turbo")
    told = arguments(row, line(voice="minimax:Abbess", manner="shouting, furious"), {})["voice_setting"]
    assert told == {"voice_id": "Abbess", "emotion": "angry"}
    assert arguments(row, line(voice="minimax:Abbess"), {})["voice_setting"] == {"voice_id": "Abbess"}


def test_a_voice_that_serves_again_is_varied_within_what_the_service_takes() -> None:
    row = CATALOGUE.model("replicate:minimax-turbo")
    values = arguments(
        row, line(voice="minimax:Abbess", settings={"pitch": 14, "rate": 106, "tract": 1070}), {}
    )
    assert (values["speed"], values["pitch"]) == (1.06, 2)


def test_a_piper_voice_is_refused_with_a_sentence() -> None:
    with pytest.raises(ProviderError, match="cannot speak with a piper voice"):
        arguments(CATALOGUE.model("fal:eleven-v3"), line(voice="piper:/voices/a.onnx"), {})


@pytest.mark.parametrize(
    ("model", "request_", "told"),
    [
        ("fal:eleven-v3", line("x" * 5001), "takes a line of at most 5,000 characters; this one has 5,001"),
        ("fal:eleven-v3", line("  "), "needs words"),
        ("fal:reve", picture(1, prompt="x" * 3000), "takes a prompt of at most 2,560 characters"),
        ("fal:kontext", picture(0), "works from pictures and was given 0"),
        ("replicate:kling-lip-sync", lipsync(10.5), "works on clips of up to 10 s; this shot lasts 10.5 s"),
        ("fal:wan-2.2", clip(48), "makes clips of up to 20 s; this shot lasts 24 s"),
        ("fal:wan-2.2", clip(8, prompt=""), "needs words"),
        ("fal:wan-2.2", words(), "cannot do this kind of work"),
    ],
)
def test_what_a_model_cannot_do_is_said_before_anything_is_sent(
    model: str, request_: Request, told: str
) -> None:
    row = CATALOGUE.model(model)
    with pytest.raises(ProviderError) as wrong:
        arguments(row, request_, addresses(row, request_))
    assert told in wrong.value.message
    assert (wrong.value.fault, wrong.value.model) == (Fault.INVALID_INPUT, model)


def test_a_language_model_is_never_asked_for_more_than_its_row_allows() -> None:
    sonnet = CATALOGUE.model("openrouter:sonnet")
    assert arguments(sonnet, words(tokens=500), {})["max_completion_tokens"] == 500
    assert arguments(sonnet, words(tokens=10**6), {})["max_completion_tokens"] == sonnet.most_tokens
    assert arguments(sonnet, words(tokens=0), {})["max_completion_tokens"] == sonnet.most_tokens


def test_a_seed_fits_the_services_whatever_it_is() -> None:
    row = CATALOGUE.model("fal:flux-2-pro-text")
    assert 0 <= arguments(row, picture(seed=2**32 - 1), {})["seed"] < 2**31


# ------------------------------------------------------------------------------------------- successors


@pytest.mark.parametrize("row", PAID, ids=lambda row: row.id)
def test_after_a_refusal_every_chain_ends_and_keeps_all_inputs(row: Model) -> None:
    """R23, B5: each model at most once, every reference kept."""
    request = fitting(row)
    chain = _chain(row, request)
    assert len({(one.provider, one.endpoint) for one in (row, *chain)}) == len(chain) + 1
    for there in chain:
        check(there, request)
        assert set(assets(row, request)) <= set(assets(there, request))
        assert set(row.steps) & set(there.steps)


@pytest.mark.parametrize(
    ("model", "request_", "follows"),
    [
        ("fal:flux-2-pro-face", picture(1, subject="character", guide=True), "replicate:flux-2-pro-face"),
        ("fal:flux-2-pro", picture(8), "replicate:flux-2-pro"),
        ("fal:flux-2-pro", picture(9), "fal:nano-banana-2"),
        ("fal:flux-2-pro-text", picture(0), "replicate:flux-2-pro"),
        ("fal:nano-banana-text", picture(0), "fal:nano-banana-2.1-text"),
        ("replicate:wan-2.2-i2v-fast", clip(10), "fal:wan-2.2-turbo"),
        ("replicate:wan-2.2-i2v-fast", clip(11), "fal:wan-2.2"),
        ("replicate:kling-lip-sync", lipsync(4), "replicate:sync-lipsync-2"),
        ("fal:eleven-v3", line(), "replicate:eleven-v3"),
        ("openrouter:sonnet", words(), "anthropic:sonnet"),
        ("openrouter:sonnet", words(images=2), "anthropic:sonnet"),
        ("openai:own", words(), None),
    ],
)
def test_who_takes_over(model: str, request_: Request, follows: str | None) -> None:
    found = successor(CATALOGUE, CATALOGUE.model(model), request_, KEYS, ())
    assert (found.id if found else None) == follows


def test_a_model_without_its_key_never_takes_over() -> None:
    row = CATALOGUE.model("fal:flux-2-pro")
    found = successor(CATALOGUE, row, picture(2), {"FAL_KEY"}, ())
    assert found is not None and found.provider == "fal"
    assert successor(CATALOGUE, CATALOGUE.model("openrouter:sonnet"), words(), {"FAL_KEY"}, ()) is None


def test_a_line_that_moves_to_another_family_gets_a_voice_like_its_own() -> None:
    request = line(voice="elevenlabs:Fin")
    there = CATALOGUE.model("fal:minimax-turbo")
    voice = arguments(there, request, {})["voice_setting"]["voice_id"]
    assert voice.endswith(("_Man", "_Guy", "_Knight"))


def test_a_lip_sync_sends_its_clip_and_one_sound() -> None:
    row, request = CATALOGUE.model("fal:sync-lipsync-2"), lipsync()
    urls = {"moving": "https://files.example/clip", SOUND: "https://files.example/sound"}
    values = arguments(row, request, urls)
    assert (values["video_url"], values["audio_url"]) == tuple(urls.values())


def _chain(row: Model, request: ImageRequest | Request) -> Sequence[Model]:
    chain: list[Model] = []
    while (
        there := successor(
            CATALOGUE, chain[-1] if chain else row, request, KEYS, {row.id, *(one.id for one in chain)}
        )
    ) is not None:
        chain.append(there)
        assert len(chain) < 20
    return chain
