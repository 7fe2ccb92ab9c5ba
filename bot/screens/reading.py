"""A text to be read: the story or the script as a model wrote it, folded up."""

from __future__ import annotations

from bot.screens.parts import Screen, cut, escaped, joined, title_of
from bot.words import Safe, Words
from core.story import Story

MOST = 3600
"""Letters of the text; the page has all of it."""


def written(w: Words, story: Story, step: str) -> Screen:
    """The whole text of a step, "story" or "script"."""
    text = story.project.text if step == "story" else _lines(story)
    head = w.html(f"written-{step}", title=title_of(w, story))
    folded = Safe(f"<blockquote expandable>{escaped(cut(text, MOST))}</blockquote>")
    return Screen(joined(head, folded))


def _lines(story: Story) -> str:
    """Every line, with who says it."""
    names = {one.id: one.name for one in story.entities}
    said = ((names.get(line.speaker or "", ""), line.text) for line in story.segments)
    return "\n\n".join(f"{name.upper()}: {text}" if name else text for name, text in said)
