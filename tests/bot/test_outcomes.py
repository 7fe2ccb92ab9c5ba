"""Paid calls of which nobody knows: asked about once, settled by a person's word (B8)."""

from __future__ import annotations

from chatting import Stage, paid_calls
from twin import Twin
from twin.telegram import Message, Person, Telegram

LOOK, FRAME = 2, 4
"""Pictures that are ordered before one: of a look the film can do without, or of a shot."""


async def lost(ann: Person, stage: Stage, twin: Twin, before: int) -> Message:
    """Ann has her film painted, and of one picture nobody ever hears again."""
    await stage.studio.set_person(f"tg:{ann.id}", choices={"stops": False})
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    panel = await ann.sees("animatic is ready", kind="photo", button="Paint it")
    await ann.sees("🎉", kind="video", seconds=60)
    twin.arm("fal_submit_lost", skip=before)
    await ann.tap("Paint it", message=panel)
    asked = await ann.sees("Was it made", button="It was not made", seconds=60)
    await stage.studio.wait(f"tg:{ann.id}", await stage.project(ann), 60)
    return asked


async def test_what_was_not_made_gives_its_money_back_and_the_film_goes_on(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    asked = await lost(ann, keyed, twin, FRAME)
    assert not asked.silent
    assert "stays held for it" in asked.text
    project, me = await keyed.project(ann), f"tg:{ann.id}"
    assert (await keyed.studio.costs(me, project)).held
    assert "cannot tell" in (await ann.tap("Look again", message=asked)).text
    press = await ann.tap("It was not made", message=asked)
    assert press.text.endswith("is free again.")
    assert not (await keyed.studio.costs(me, project)).held
    await ann.sees("known what became of it", button="Go on")
    spent = paid_calls(twin)
    stale = await ann.answer(ann.press_old("✅ It was made", asked))
    assert stale == "This was answered already."
    assert paid_calls(twin) == spent
    await ann.tap("Go on", message=asked)
    await ann.sees("🎉", kind="video", after=asked, seconds=60)
    assert paid_calls(twin) > spent


async def test_a_finished_film_asks_too_and_asks_once_whatever_happens_between(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    """Its answer is a person's word: what was made counts as spent, and nothing is bought."""
    asked = await lost(ann, keyed, twin, LOOK)
    await ann.sees("🎉", kind="video", after=asked, seconds=60)
    await keyed.down()
    await keyed.up()
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    panel = await ann.sees("The outcome of 1 paid call is unknown", kind="photo", button="Was it made?")
    assert [one.text for one in ann.chat.visible()].count(asked.text) == 1
    spent = paid_calls(twin)
    await ann.tap("Was it made?", message=panel)
    again = await ann.sees("Was it made: look of", after=panel, button="It was made")
    await ann.until_gone(asked)
    press = await ann.tap("✅ It was made", message=again)
    assert press.text.endswith("counts as spent now.")
    await ann.sees("known what became of it", button="Film")
    costs = await keyed.studio.costs(f"tg:{ann.id}", await keyed.project(ann))
    assert costs.held == 0
    assert paid_calls(twin) == spent
