"""A small story, built by hand, that the pure steps are tried on."""

from __future__ import annotations

from dataclasses import replace

from core.pipeline.board import Board
from core.pipeline.plan import STEPS
from core.story import (
    Entity,
    EntityKind,
    Place,
    Project,
    Scene,
    Segment,
    SegmentKind,
    Shot,
    Size,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
    TimeOfDay,
    Weather,
)

ANA = Entity("e_ana", EntityKind.CHARACTER, "Ana", "red scarf", gender="woman")
TOM = Entity("e_tom", EntityKind.CHARACTER, "Tom", "grey beard", gender="man", age="old", position=1)
PIER = Entity("e_pier", EntityKind.SET, "the pier", place=Place.HARBOUR, position=2)
LAMP = Entity("e_lamp", EntityKind.PROP, "lantern", position=3)

DOCUMENTS = {
    SlotKind.STORY: {"title": "The pier", "language": "en", "notes": []},
    SlotKind.ANALYSIS: {
        "characters": [
            {"name": "Ana", "appearance": "red scarf", "aliases": []},
            {"name": "Tom", "appearance": "grey beard", "aliases": []},
        ],
        "sets": [{"name": "the pier", "appearance": ""}],
        "props": [{"name": "lantern", "appearance": ""}],
    },
    SlotKind.SCRIPT: {
        "segments": [
            {"kind": "narration", "text": "The pier was empty.", "speaker": ""},
            {"kind": "dialogue", "text": "Light it, Tom.", "speaker": "Ana"},
            {"kind": "narration", "text": "He took the lantern.", "speaker": ""},
        ]
    },
    SlotKind.SCENES: {
        "scenes": [{"title": "The pier", "set": "the pier", "first_segment": 0, "last_segment": 2}]
    },
    SlotKind.SHOTS: {"shots": []},
}


def rows() -> Story:
    """Rows without a single take."""
    project = Project("p_1", "local", "The pier", "The pier was empty. …", "text", text="The pier was empty. …")
    segments = (
        Segment("sg_1", 0, SegmentKind.NARRATION, "The pier was empty."),
        Segment("sg_2", 1, SegmentKind.DIALOGUE, "Light it, Tom.", "e_ana", "whispered"),
        Segment("sg_3", 2, SegmentKind.NARRATION, "He took the lantern."),
    )
    scene = Scene(
        "sc_1",
        0,
        "The pier",
        "e_pier",
        TimeOfDay.DUSK,
        Weather.RAIN,
        ("sg_1", "sg_2", "sg_3"),
        characters=("e_ana", "e_tom"),
        props=("e_lamp",),
    )
    shots = (
        Shot("sh_1", 0, "sc_1", ("sg_1",), Size.WIDE, characters=("e_ana", "e_tom")),
        Shot("sh_2", 1, "sc_1", ("sg_2",), Size.CLOSE, characters=("e_ana",), focus="e_ana"),
        Shot(
            "sh_3", 2, "sc_1", ("sg_3",), Size.INSERT, characters=("e_tom",), focus="e_lamp", props=("e_lamp",)
        ),
    )
    return Story(project, (ANA, TOM, PIER, LAMP), (), segments, (scene,), shots)


FACTS = {
    SlotKind.VOICE: {"voice": "local:narrator", "settings": {}},
    SlotKind.SPEECH: {"samples": 50_000, "words": []},
    SlotKind.REFERENCE: {"drawn": True},
    SlotKind.FRAME: {"drawn": True},
}


def made(story: Story, slot: Slot) -> Story:
    """The story with a take that is exactly what the slot asks for today."""
    request, mark = Board(story, STEPS).asked(slot)
    assert request is not None, f"{slot} is not ready"
    facts = {"document": DOCUMENTS[slot.kind]} if slot.kind in DOCUMENTS else FACTS.get(slot.kind, {})
    mime = "application/vnd.video-story.move+json" if slot.kind is SlotKind.CLIP else "x/y"
    parts = {"svg": "s" * 64} if slot.kind is SlotKind.FRAME else {}
    take = Take(f"t_{slot}", slot, f"{slot}-{mark}", mime, fingerprint=mark, facts=facts, parts=parts)
    return replace(story, takes={**story.takes, slot: take})


def made_until(story: Story, last: Step) -> Story:
    """The story with everything made up to and including a step."""
    order = list(Step)
    for module in STEPS.values():
        if order.index(module.STEP) <= order.index(last):
            for slot in module.slots(story):
                story = made(story, slot)
    return story
