"""What costs money in the chat: failures that are told, shots that are skipped, lengths, budgets."""

from __future__ import annotations

import re

from chatting import Stage, paid_calls
from twin import Twin
from twin.telegram import Person, Telegram
from twin.telegram.state import Message


async def opened(ann: Person, button: str = "Film it") -> Message:
    """Ann opens her film from the list."""
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    return await ann.sees("animatic is ready", kind="photo", button=button)


async def test_what_a_film_shall_become_is_chosen_by_name_and_price(
    keyed: Stage, ann: Person, twin: Twin
) -> None:
    """telegram.md 9.5: Draft, Standard, Best with the price of each; the film's button then begins that one."""
    panel = await opened(ann)
    assert re.search(
        r"Standard, painted .* · about \d+ (s|min)\n.*Best, real clips .* · about \d+ (s|min)", panel.text
    )
    await ann.tap("Draft ▾", message=panel)
    asked = await ann.sees("How good shall it be", button="Draft · free")
    assert "✓ Draft · free" in asked.labels
    best = next(label for label in asked.labels if label.startswith("Best · $"))
    await ann.tap(best, message=asked)
    panel = await ann.sees("Best, real clips", kind="photo", button="Best ▾")
    assert f"🎞 Film it · {best.rpartition(' ')[2]}" in panel.labels
    assert not any("Paint it" in label for label in panel.labels)
    await ann.tap("Best ▾", message=panel)
    await ann.tap("Draft · free", message=await ann.sees("How good shall it be", button="✓ Best"))
    await ann.sees("Standard, painted", kind="photo", button="Paint it")
    assert not paid_calls(twin)


async def test_frames_that_are_refused_ring_and_can_be_skipped_one_by_one(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    await keyed.studio.set_person(f"tg:{ann.id}", choices={"stops": False})
    panel = await opened(ann)
    first = await ann.sees("🎉", kind="video", seconds=30)
    twin.arm("fal_422_string", where="fal.submit", times=None, skip=4)
    await ann.tap("Paint it", message=panel)
    told = await ann.sees(r"No frame of shot \d, \d", after=first, button="Skip shot", seconds=60)
    spent = paid_calls(twin)
    assert not told.silent
    assert "Everything made so far is kept" in told.text
    assert "🎞 Finish it free" in told.labels
    press = await ann.tap("Skip shot", message=told)
    assert press.text == "Skipped: a drawn picture stands in."
    told = await ann.sees(r"No frame of shot \d:", after=told)
    await ann.tap("Skip shot", message=told)
    await ann.sees("🎉", kind="video", after=told, seconds=60)
    assert paid_calls(twin) == spent, "nothing more was bought"


async def test_a_clip_that_is_refused_does_not_keep_the_film_and_is_named_under_it(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    await keyed.studio.set_person(f"tg:{ann.id}", choices={"stops": False, "sounds": False})
    panel = await opened(ann)
    first = await ann.sees("🎉", kind="video", seconds=30)
    assert first.silent, "somebody who wants no sounds has none"
    twin.arm("rep_422", times=None)
    await ann.tap("Film it", message=panel)
    film = await ann.sees("No clip of shot", kind="video", after=first, button="⚠️ Shot 1", seconds=90)
    assert "Its still picture stands in" in film.text
    await ann.tap("⚠️ Shot 1", message=film)
    await ann.sees("Shot 1 of 3", kind="photo", button="Skip shot")


async def test_a_story_is_written_for_another_length_once_its_price_is_pressed(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin, forgiven: list[str]
) -> None:
    """It is read along while it is written, and left whole; also where Telegram takes no drafts."""
    panel = await opened(ann)
    await ann.sees("🎉", kind="video", seconds=30)
    await ann.tap("⏱", message=panel)
    await ann.tap("Another length", message=await ann.sees("The film lasts 0:06"))
    asked = await ann.sees("How long shall it be")
    ann.reply(asked, "half an hour or so")
    await ann.sees("Please give a length such as")
    await ann.tap("30 s", message=panel)
    sure = await ann.sees("about 30 s", button="Write it · $")
    assert not paid_calls(twin)
    twin.world.pen_held = True
    press = await ann.tap("Write it", message=sure)
    assert press.text == "Started. I will not spend more than this."
    draft = await telegram.until(lambda: ann.draft if len(ann.draft) > 60 else "")
    forgiven.append("method not found")
    telegram.arm("unknown_method", "sendMessageDraft", times=None)
    twin.world.pen_held = False
    whole = await ann.sees("the story as it was written", seconds=60)
    assert draft in whole.text
    assert whole.silent
    assert ann.draft == ""
    await ann.sees("the script as it was written", after=whole, seconds=60)
    await ann.sees("✅ Script", button="Storyboard", seconds=60)
    await keyed.studio.cancel(f"tg:{ann.id}", await keyed.project(ann))
    story = await keyed.studio.story(f"tg:{ann.id}", await keyed.project(ann))
    assert len(story.shots) > 3
    told = [entry for entry in twin.journal if entry.endpoint == "chat"]
    assert any("lasts about 30 seconds when read aloud: about 75 words" in str(entry.body) for entry in told)


async def test_who_has_no_budget_sees_what_it_would_take_and_spends_nothing(
    telegram: Telegram, keyed: Stage, ann: Person, twin: Twin
) -> None:
    await keyed.studio.set_ceilings("local", f"tg:{ann.id}", day=100_000, month=None)
    panel = await opened(ann, button="Needs $0.67")
    assert "Your budget: $0.10 left" in panel.text
    await ann.tap("Needs $0.67", message=panel)
    await ann.sees("Your day: $0.10 of $0.10 left")
    assert not paid_calls(twin)
