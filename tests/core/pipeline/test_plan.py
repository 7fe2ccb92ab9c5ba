"""What the plan asks for, and what an edit makes stale."""

from __future__ import annotations

from dataclasses import replace

from story_builders import made, made_until, rows

from core.pipeline.plan import coming, plan, stale_slots
from core.story import Origin, Size, Slot, SlotKind, Step, Story, Take


def asked(story: Story) -> set[str]:
    return {str(job.slot) for job in plan(story)}


def with_line(story: Story, index: int, text: str) -> Story:
    segments = list(story.segments)
    segments[index] = replace(segments[index], text=text)
    return replace(story, segments=tuple(segments))


def with_take(story: Story, slot: Slot, **changes: object) -> Story:
    return replace(story, takes={**story.takes, slot: replace(story.takes[slot], **changes)})


def test_a_new_project_asks_for_its_story_and_nothing_else() -> None:
    empty = replace(rows(), entities=(), segments=(), scenes=(), shots=())
    assert asked(empty) == {"story:p_1"}


def test_a_finished_film_asks_for_nothing() -> None:
    assert plan(made_until(rows(), Step.EXPORT)) == []


def test_speech_starts_with_the_script_and_does_not_wait_for_scenes() -> None:
    assert {"speech:sg_1", "speech:sg_2", "speech:sg_3", "scenes:p_1"} == asked(made_until(rows(), Step.SCRIPT))


def test_nothing_is_drawn_before_every_scene_has_its_shots() -> None:
    """R3."""
    assert not {job.slot.kind for job in plan(made_until(rows(), Step.SCENES))} & {
        SlotKind.REFERENCE,
        SlotKind.FRAME,
    }


def test_a_frame_waits_for_the_references_it_is_made_with_and_for_no_others() -> None:
    """R15."""
    story = made_until(rows(), Step.SHOTS)
    for entity in ("e_ana", "e_pier"):
        story = made(story, Slot(SlotKind.REFERENCE, entity))
    assert asked(story) == {"reference:e_tom", "reference:e_lamp", "frame:sh_2", "piece:p_1"}


def test_a_frame_is_asked_for_with_its_references_ranked_focus_first() -> None:
    """R15."""
    jobs = {str(job.slot): job for job in plan(made_until(rows(), Step.REFS))}
    request = jobs["frame:sh_3"].request
    assert [one.entity for one in request.references] == ["lantern", "Tom", "the pier"]  # type: ignore[union-attr]


def test_editing_one_line_redoes_its_voice_first_and_then_only_what_hangs_on_it() -> None:
    """B6."""
    story = with_line(made_until(rows(), Step.EXPORT), 1, "Light the lamp now, Tom.")
    assert asked(story) == {"speech:sg_2"}
    story = made(story, Slot(SlotKind.SPEECH, "sg_2"))
    assert asked(story) == {"lipsync:sh_2", "piece:p_1"}
    story = made(made(story, Slot(SlotKind.LIPSYNC, "sh_2")), Slot(SlotKind.PIECE, "p_1"))
    assert asked(story) == {"piece:sh_2"}
    story = made(story, Slot(SlotKind.PIECE, "sh_2"))
    assert asked(story) == {"film:p_1"}


def test_a_longer_line_asks_for_a_longer_clip_of_its_own_shot_only() -> None:
    """B6, R25."""
    story = with_line(made_until(rows(), Step.EXPORT), 1, "Light the lamp now, Tom, and be quick.")
    story = made(story, Slot(SlotKind.SPEECH, "sg_2"))
    story = with_take(story, Slot(SlotKind.SPEECH, "sg_2"), facts={"samples": 120_000, "words": []})
    assert asked(story) == {"clip:sh_2", "piece:p_1"}


def test_reframing_one_shot_redoes_that_shot_only() -> None:
    """B6."""
    story = made_until(rows(), Step.EXPORT)
    shots = (replace(story.shots[0], size=Size.MEDIUM), *story.shots[1:])
    assert asked(replace(story, shots=shots)) == {"frame:sh_1"}


def test_another_voice_for_one_character_redoes_that_character_s_lines_only() -> None:
    """B6."""
    story = made_until(rows(), Step.EXPORT)
    voice = Slot(SlotKind.VOICE, "e_ana")
    story = with_take(story, voice, facts={"voice": "local:alto", "settings": {}}, origin=Origin.UPLOAD)
    assert asked(story) == {"speech:sg_2"}


def test_a_persons_own_clip_is_never_stale_and_only_its_cut_follows_it() -> None:
    """B6, B11."""
    story = made_until(rows(), Step.EXPORT)
    slot = Slot(SlotKind.CLIP, "sh_1")
    own = Take("t_own", slot, "a" * 64, "video/mp4", origin=Origin.UPLOAD)
    story = replace(story, takes={**story.takes, slot: own})
    assert asked(story) == {"piece:sh_1"}
    assert slot not in stale_slots(story)


def test_a_lip_sync_that_failed_for_good_does_not_stop_the_film() -> None:
    """R27."""
    story = made_until(rows(), Step.VIDEOS)
    job = next(job for job in plan(story) if job.slot.kind is SlotKind.LIPSYNC)
    assert "piece:sh_2" not in asked(story)
    story = replace(story, given_up=frozenset({(job.slot, job.fingerprint)}))
    assert "piece:sh_2" in asked(story)


def test_a_frame_that_failed_for_good_does_stop_the_film() -> None:
    story = made_until(rows(), Step.REFS)
    frame = next(job for job in plan(story) if str(job.slot) == "frame:sh_1")
    story = replace(story, given_up=frozenset({(frame.slot, frame.fingerprint)}))
    assert "film:p_1" not in asked(story)


def test_a_lip_sync_is_wanted_only_where_the_speaker_s_face_is_seen() -> None:
    """R28, B7."""
    story = rows()
    wide = replace(story.shots[1], size=Size.WIDE)
    away = replace(story.shots[1], size=Size.OVER_SHOULDER, focus="e_tom", characters=("e_ana", "e_tom"))
    for shot in (wide, away):
        changed = made_until(replace(story, shots=(story.shots[0], shot, story.shots[2])), Step.VIDEOS)
        assert asked(changed) == {"piece:p_1", "piece:sh_1", "piece:sh_2", "piece:sh_3"}


def test_a_run_up_to_a_step_plans_nothing_beyond_it() -> None:
    story = made_until(rows(), Step.ANALYSIS)
    until = replace(story, project=replace(story.project, until=Step.ANALYSIS))
    assert plan(until) == []


def test_the_same_story_gives_the_same_requests_whatever_its_ids_are() -> None:
    """The same project made twice is the same film."""
    first = {job.slot.kind: job.fingerprint for job in plan(made_until(rows(), Step.SHOTS))}
    other = rows()
    renamed = replace(other, project=replace(other.project, id="p_2", owner="someone"))
    again = {job.slot.kind: job.fingerprint for job in plan(made_until(renamed, Step.SHOTS))}
    assert first == again


def test_what_is_still_to_come_names_its_lane_and_all_it_waits_for() -> None:
    story = made_until(rows(), Step.SHOTS)
    paid = replace(story, project=replace(story.project, models={"frames": "fal:flux-2-pro"}))
    for entity in ("e_ana", "e_pier"):
        paid = made(paid, Slot(SlotKind.REFERENCE, entity))
    lacking = {Slot(SlotKind.REFERENCE, entity) for entity in ("e_tom", "e_lamp")}
    found = coming(paid)
    assert {one.lane for one in found} == {"fal"}
    assert all(one.needs <= lacking and one.needs for one in found)
    assert len(found) == len(paid.shots) - len([slot for slot in asked(paid) if slot.startswith("frame")])
    assert coming(story) == []
