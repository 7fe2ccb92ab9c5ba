"""The referee before a lip sync: money is spent only where one face, the speaker's, can be seen (R28, B7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from story_builders import made_until, rows

from core.catalogue.models import load_catalogue
from core.pipeline.plan import plain_clips
from core.pipeline.progress import progress
from core.pipeline.referee import refusal
from core.pipeline.referee import takes as can_take
from core.requests import MOVE_MIME, Figure, LipSyncRequest, Staging
from core.story import SAMPLE_RATE, Size, Slot, SlotKind, Step

CATALOGUE = load_catalogue()
KLING, SYNC = CATALOGUE.model("replicate:kling-lip-sync"), CATALOGUE.model("replicate:sync-lipsync-2")
MOUTH = CATALOGUE.model("local:mouth")

ANA, TOM = Figure("Ana", speaking=True), Figure("Tom")


def asked(*figures: Figure, seconds: float = 4.0) -> LipSyncRequest:
    staging = Staging("frame", size=Size.MEDIUM, figures=figures)
    return LipSyncRequest("clip", "frame", ("speech",), "Ana", staging, samples=round(seconds * SAMPLE_RATE))


def test_one_face_that_speaks_is_lip_synced() -> None:
    assert refusal(asked(ANA), KLING, CATALOGUE) == ""


def test_the_near_shoulder_of_somebody_turned_away_does_not_count_as_a_face() -> None:
    assert refusal(asked(replace(TOM, turned_away=True), ANA), KLING, CATALOGUE) == ""


def test_two_faces_are_refused_since_nobody_can_say_whose_mouth_would_move() -> None:
    assert "2 faces" in refusal(asked(ANA, TOM), KLING, CATALOGUE)


@pytest.mark.parametrize("figures", [(), (TOM,), (replace(ANA, turned_away=True),)])
def test_a_speaker_who_is_not_seen_is_refused(figures: tuple[Figure, ...]) -> None:
    assert "Ana's face is not to be seen" in refusal(asked(*figures), KLING, CATALOGUE)


def test_a_shot_longer_than_its_model_works_on_goes_to_the_variant_that_can_or_is_refused() -> None:
    alone = replace(KLING, variants=())
    assert refusal(asked(ANA, seconds=12), KLING, CATALOGUE) == ""
    assert "up to 10 s, and this shot lasts 12.0 s" in refusal(asked(ANA, seconds=12), alone, CATALOGUE)
    assert refusal(asked(ANA, seconds=10), alone, CATALOGUE) == ""


def test_a_short_shot_is_no_reason_since_its_last_frame_is_held() -> None:
    assert refusal(asked(ANA, seconds=0.9), replace(KLING, variants=()), CATALOGUE) == ""


def test_a_camera_move_is_drawn_again_by_the_local_mouth_or_filmed_for_a_paid_one() -> None:
    assert can_take(MOUTH, MOVE_MIME, {"svg": "asset"})
    assert not can_take(MOUTH, MOVE_MIME, {})
    assert not can_take(MOUTH, "video/mp4", {"svg": "asset"})
    for row in (KLING, SYNC):
        assert can_take(row, MOVE_MIME, {}) and can_take(row, "video/mp4", {})
        assert not can_take(row, "image/gif", {})


def test_the_person_is_told_which_shots_keep_their_plain_clip_and_why() -> None:
    """B7: and such a shot is not counted as still to be lip-synced."""
    story = made_until(rows(), Step.EXPORT)
    clip, frame = Slot(SlotKind.CLIP, "sh_2"), Slot(SlotKind.FRAME, "sh_2")
    painted = replace(story.takes[frame], parts={})
    takes = {slot: take for slot, take in story.takes.items() if slot.kind is not SlotKind.LIPSYNC}
    bare = replace(story, takes={**takes, frame: painted})
    assert clip in bare.takes
    (told,) = plain_clips(bare)
    assert told.startswith("No lip sync for shot 2: ")
    steps = {step.name: step for step in progress(bare, {}, ()).steps}
    assert steps["lipsync"].total == steps["lipsync"].done == 0
    assert plain_clips(story) == ()
