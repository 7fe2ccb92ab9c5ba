"""One film from the first message to the delivered video, with everything that can come between (issue D)."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chatting import Stage, paid_calls, staged
from PIL import Image, ImageFilter
from twin import Twin
from twin.telegram import Person, Telegram, picture
from twin.telegram.state import Message

STORY = 'A fox found a lantern in the wood. "Who lit you?" asked the fox. The lantern glowed and said nothing.'


@pytest.fixture
async def paid(telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(telegram, tmp_path, allowed=[ann], env=twin.env) as opened:
        yield opened


async def test_a_film_is_directed_in_the_chat(
    telegram: Telegram, paid: Stage, ann: Person, twin: Twin, tmp_path: Path
) -> None:
    try:
        await directed(telegram, paid, ann, twin)
    finally:
        out = Path(os.environ.get("TRANSCRIPTS", tmp_path))
        telegram.write_transcript(out / "film-in-the-chat.html", ann.chat, title="A film in the chat")
        telegram.write_transcript(out / "film-in-the-chat.txt", ann.chat)


async def test_a_story_becomes_a_film_in_the_chat_on_postgresql(
    telegram: Telegram, ann: Person, tmp_path: Path, postgres_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on the other database: panels, inbox, the film, a restart, and what is looked at after it."""
    monkeypatch.setenv("DATABASE_URL", postgres_address)
    async with staged(telegram, tmp_path, allowed=[ann]) as stage:
        film = await told_for_free(ann)
        await stage.down()
        await stage.up()
        ann.send("/projects")
        await ann.tap("A fox found", message=await ann.sees("Your film"))
        panel = await ann.sees("animatic is ready", kind="photo", button="Storyboard", after=film)
        await ann.tap("Storyboard", message=panel)
        board = await ann.sees("Tap a number", kind="photo")
        await ann.tap("2", message=board)
        await ann.sees("Shot 2 of 3", kind="photo")


async def told_for_free(ann: Person) -> Message:
    """A story, and its animatic; without keys there is nothing else."""
    ann.send(STORY)
    await ann.sees("A fox found a lantern", button="Cancel")
    return await ann.sees("🎉", kind="video", seconds=90)


async def directed(telegram: Telegram, stage: Stage, ann: Person, twin: Twin) -> None:
    ann.start()
    await ann.sees("Send me a story")
    film = await told(telegram, ann)
    assert paid_calls(twin) == 0
    gate = await characters(telegram, stage, ann, twin)
    await storyboard(telegram, ann, twin, gate)
    await clips(telegram, stage, ann, twin, film)


async def told(telegram: Telegram, ann: Person) -> Message:
    """A story, and the free animatic."""
    story = ann.send(STORY)
    card = await ann.sees("A fox found a lantern", button="Cancel")
    film = await ann.sees("🎉", kind="video", seconds=90)
    assert "free" in film.text
    assert card.reply_to is film.reply_to is story
    assert card.id in ann.chat.pinned
    assert card.silent
    assert not film.silent
    await ann.sees("The animatic is ready", button="Film it", seconds=30)
    return film


async def characters(telegram: Telegram, stage: Stage, ann: Person, twin: Twin) -> Message:
    """The priced press, then the gate: a card, an album of photos, a new look."""
    telegram.arm("flood", "editMessageCaption", retry_after=0.3)
    await ann.tap("Film it")
    gate = await ann.sees("are ready. Look through them", seconds=60)
    before, drawn = paid_calls(twin), painted(twin)
    await ann.tap("Review", message=gate)
    card = await ann.sees("character · 1 of", kind="photo", button="Photos")
    await ann.tap("Photos", message=card)
    asked = await ann.sees("photos of")
    photos = [picture(f"fox {n}", 900, 700) for n in range(3)]
    ann.album([photos[0], blurred(photos[1]), photos[2]], reply_to=asked, shuffle=7)
    got = await ann.sees("Got 3 photos")
    assert "Number 2 looks blurred. I kept it" in got.text
    assert paid_calls(twin) == before, "nothing is spent before a price is pressed"
    await ann.tap("Redraw", message=got)
    card = await ann.sees("Look v", kind="photo", button="Spend")
    await ann.tap("Spend", message=card)
    await ann.sees("Look v3 of 3", seconds=30)
    await stage.studio.wait(f"tg:{ann.id}", await stage.project(ann), 60)
    assert painted(twin) == drawn + 1
    return gate


def painted(twin: Twin) -> int:
    """Pictures that were paid for; the calls that look at them come beside."""
    return sum(entry.endpoint == "submit" for entry in twin.journal)


async def storyboard(telegram: Telegram, ann: Person, twin: Twin, gate: Message) -> None:
    """Frames, then a shot anew and back again."""
    before = paid_calls(twin)
    await ann.tap("Go on", message=gate)
    board = await ann.sees("The storyboard is ready", kind="photo", button="Film it", seconds=60)
    assert paid_calls(twin) > before
    assert not board.silent
    await ann.tap("2", message=board)
    card = await ann.sees("Shot 2 of 3", kind="photo", button="New frame")
    await ann.tap("New frame", message=card)
    await ann.sees("Shot 2 of 3", button="Spend")
    press = await ann.tap("Spend", message=card)
    assert press.text == "Started"
    await ann.sees("frame v3", button="Back to v2", seconds=30)
    await ann.tap("Back to v2", message=card)
    await ann.sees("frame v2", button="New frame")
    await ann.tap("Storyboard", message=card)
    await ann.sees("Tap a number", kind="photo")
    await in_words(ann, twin)


async def in_words(ann: Person, twin: Twin) -> None:
    """Two shots changed by a sentence, for the price that is read back."""
    before, drawn = paid_calls(twin), painted(twin)
    ann.send("1, 3: night, more rain")
    read = await ann.sees("Shots 1, 3: “night, more rain”", button="Change · $")
    assert paid_calls(twin) == before
    await ann.tap("Change", message=read)
    board = await ann.sees("Tap a number", kind="photo", button="1✎")
    await ann.tap("1✎", message=board)
    await ann.sees("frame v3", kind="photo", seconds=30)
    await ann.tap("2 ▶", message=board)
    await ann.sees("Shot 2 of 3", kind="photo")
    await ann.tap("3 ▶", message=board)
    await ann.sees("Shot 3 of 3 .* frame v3", kind="photo", seconds=30)
    assert painted(twin) == drawn + 2
    await ann.tap("Storyboard", message=board)
    await ann.sees("Tap a number", kind="photo", button="Film it")


def blurred(photo: bytes) -> bytes:
    """The same photo out of focus."""
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).convert("RGB").filter(ImageFilter.GaussianBlur(14)).save(out, "PNG")
    return out.getvalue()


async def clips(telegram: Telegram, stage: Stage, ann: Person, twin: Twin, film: Message) -> None:
    """Cancel and resume, a restart in the middle, an ambiguous upload, the film."""
    await ann.tap("Film it")
    panel = await ann.sees("Spent", button="Cancel")
    await ann.tap("Cancel", message=panel)
    await ann.tap("Yes, stop", message=await ann.sees("Stop now?"))
    panel = await ann.sees("Everything made so far is kept", button="Resume")
    await ann.tap("Resume", message=panel)
    await stage.down()
    telegram.arm("ambiguous_drop", "sendVideo")
    await stage.up()
    lost = await ann.sees("no receipt", button="Send again", seconds=60)
    await ann.tap("Yes", message=lost)
    seen = await ann.sees("estimate", kind="video")
    assert seen.id > film.id
    await portrait(ann, twin, seen)


async def portrait(ann: Person, twin: Twin, film: Message) -> None:
    """A form whose pictures would have to be bought anew: first the price, and nothing is changed by a no."""
    before = paid_calls(twin)
    await ann.tap("Portrait", message=film)
    asked = await ann.sees("In 9:16 .* made anew", button="Do it · $")
    await ann.tap("Leave it", message=asked)
    ann.send("/status")
    await ann.sees("Picture 16:9", kind="photo", after=asked)
    assert paid_calls(twin) == before
