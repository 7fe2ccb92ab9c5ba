"""Inputs of every prompt, as the steps give them; run this file to write the snapshots anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.prompts import render, repair, system

FOLDER = Path(__file__).parent / "core/prompts/snapshots"
TEXT = 'The pier was empty. "Light it, Tom," whispered Ana.\n\nHe took the lantern.'
CAST = {"characters": [{"name": "Ana", "aliases": ["the girl"]}, {"name": "Tom", "aliases": []}]}
NAMES = CAST | {"sets": [{"name": "the pier", "place": "harbour"}], "props": [{"name": "lantern"}]}
LINES = [
    {"index": 4, "kind": "narration", "text": "The pier was empty."},
    {"index": 5, "kind": "dialogue", "speaker": "Ana", "manner": "whispered", "text": "Light it, Tom."},
]
SCENE = {
    "title": "The pier, dusk",
    "set": "the pier",
    "time": "dusk",
    "weather": "rain",
    "summary": "They wait.",
}
KNOWN = {
    "characters": [{"name": "Ana", "aliases": ["the girl"], "appearance": "red scarf"}],
    "sets": [],
    "props": [],
}
PART = {"part": 2, "parts": 7, "before": "It had rained all day."}
BASE = {"title": "The pier", "text": TEXT, "source_format": "text", "language": "en", "keep_text": False}

CASES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "story-idea": ("story", {"source": "A girl and a lantern", "language": "", "keep_text": False}),
    "story-idea-german": ("story", {"source": "Ein Mädchen", "language": "de", "keep_text": False}),
    "story-kept": ("story", {"opening": TEXT, "words": 12, "language": "", "keep_text": True}),
    "analysis": ("analysis", BASE),
    "analysis-part": ("analysis", BASE | PART | {"known": KNOWN}),
    "script": ("script", BASE | {"analysis": CAST}),
    "script-kept-part": ("script", BASE | PART | {"analysis": CAST, "keep_text": True}),
    "script-screenplay": ("script", BASE | {"analysis": CAST, "screenplay": True}),
    "scenes": ("scenes", {"analysis": NAMES, "segments": LINES, "language": "en"}),
    "scenes-part": ("scenes", {"analysis": NAMES, "segments": LINES, "previous": SCENE, "part": 2, "parts": 7}),
    "shots": ("shots", {"scene": SCENE, "previous": None, "analysis": NAMES, "segments": LINES}),
    "shots-second": ("shots", {"scene": SCENE, "previous": SCENE, "analysis": NAMES, "segments": LINES}),
    "look-portrait": (
        "look",
        {"origin": "brought by a person", "role": "the portrait of a character", "about": "Ana: red scarf",
         "portrait": True, "empty": False},
    ),
    "look-set": (
        "look",
        {"origin": "made by a model", "role": "the picture of a place", "about": "the pier", "portrait": False,
         "empty": True},
    ),
    "look-frame": (
        "look", {"origin": "made by a model", "role": "one still of a film", "about": "Ana waits."},
    ),
}  # fmt: skip


def rendered() -> dict[str, str]:
    """Every prompt there is, by the name of its snapshot."""
    made = {name: render(task, inputs) for name, (task, inputs) in CASES.items()}
    made["system"] = system("look", with_schema=False)
    made["system-with-schema"] = system("look", with_schema=True)
    made["repair"] = repair("title: Field required.")
    return made


if __name__ == "__main__":
    for name, text in rendered().items():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
