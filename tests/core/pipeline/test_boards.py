"""A board that is carried from take to take plans what a new one would."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import simulated

from core.catalogue.models import load_catalogue
from core.pipeline import boards
from core.pipeline.plan import plan
from core.pipeline.planned import PlannedJob
from core.pipeline.progress import Progress, progress
from core.story import Origin, Project, Slot, SlotKind, Step, Story, Take

CATALOGUE = load_catalogue()
KEYS = {"OPENROUTER_API_KEY", "REPLICATE_API_TOKEN", "FAL_KEY"}

TEXT = """\
The harbour was empty. Ana counted the boats.

"Light it, Tom," said Ana. "It is late."

Tom took the lantern from the steps and went up to the lighthouse.

"I never said that," said Tom.
"""


def anew(story: Story) -> tuple[list[PlannedJob], Progress]:
    """What a board of its own gives; the one that is carried stays as it is."""
    carried, boards._kept.boards = boards._kept.boards, {}
    try:
        return plan(story, CATALOGUE), progress(story, {}, (), CATALOGUE)
    finally:
        boards._kept.boards = carried


def told(level: str) -> Story:
    models = {step.value: model for step, model in CATALOGUE.level(level, KEYS).items()} if level else {}
    return Story(Project("p_1", "local", "", TEXT, "text", models=models))


def disturbed(story: Story, job: PlannedJob, chance: random.Random) -> Story:
    """What people and bad luck do meanwhile."""
    what = chance.random()
    if what < 0.1:
        return replace(story, given_up=story.given_up | {(job.slot, job.fingerprint)})
    if what < 0.2 and story.takes:
        slot = chance.choice(sorted(story.takes, key=str))
        if slot.kind in (SlotKind.FRAME, SlotKind.SPEECH, SlotKind.CLIP, SlotKind.REFERENCE):
            brought = replace(story.takes[slot], id=f"t_{chance.random()}", asset="a", origin=Origin.UPLOAD)
            return replace(story, takes={**story.takes, slot: brought})
    if what < 0.3 and story.takes:
        slot = chance.choice(sorted(story.takes, key=str))
        if slot.kind in (SlotKind.FRAME, SlotKind.SPEECH, SlotKind.CLIP, SlotKind.PIECE):
            return replace(story, takes={other: take for other, take in story.takes.items() if other != slot})
    return story


@pytest.mark.parametrize("level", ["", "pictures", "clips"])
@pytest.mark.parametrize("seed", range(3))
def test_every_step_of_a_run_is_planned_as_by_a_new_board(level: str, seed: int) -> None:
    boards._kept.boards.clear()
    chance, story = random.Random(seed), told(level)
    for turn in range(160):
        jobs = plan(story, CATALOGUE)
        assert (jobs, progress(story, {}, (), CATALOGUE)) == anew(story)
        if not jobs:
            break
        job = chance.choice(jobs)
        story, _ = simulated._made(story, job, CATALOGUE, chance)
        story = disturbed(story, job, chance) if turn < 100 else story
    assert story.take(SlotKind.STORY, "p_1") is not None
    assert len(story.shots) >= 4


def test_another_row_begins_a_new_board() -> None:
    story, _ = simulated.run(told(""), CATALOGUE)
    assert plan(story, CATALOGUE) == []
    shot = replace(story.shots[0], prompt="another picture", prompt_is_own=True)
    changed = replace(story, shots=(shot, *story.shots[1:]))
    assert {job.slot for job in plan(changed, CATALOGUE)} == {Slot(SlotKind.FRAME, shot.id)}
    assert plan(story, CATALOGUE) == []


def test_what_did_not_look_at_a_new_take_is_not_asked_again() -> None:
    story, _ = simulated.run(told(""), CATALOGUE)
    plan(story, CATALOGUE)
    board = boards.board_of(story, {}, CATALOGUE)
    known = dict(board._asked)
    slot = Slot(SlotKind.FRAME, story.shots[0].id)
    take: Take = replace(story.takes[slot], id="t_new", asset="other")
    changed = replace(story, takes={**story.takes, slot: take})
    plan(changed, CATALOGUE)
    anew_asked = {other for other in known if known[other] is not board._asked[other]}
    assert Slot(SlotKind.CLIP, slot.target) in anew_asked
    assert all(other.target in (slot.target, "p_1") for other in anew_asked)
    assert Step.FRAMES.value not in {other.kind.value for other in anew_asked if other != slot}
