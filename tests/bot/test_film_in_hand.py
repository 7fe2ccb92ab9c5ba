"""What a person does with a film they have: open, change in words, look at shots, have it in another form."""

from __future__ import annotations

from chatting import Stage
from twin.telegram import Person, Telegram
from twin.telegram.state import Message


async def opened(ann: Person) -> Message:
    """Ann opens her film from the list."""
    ann.send("/projects")
    await ann.tap("A fox found", message=await ann.sees("Your film"))
    return await ann.sees("animatic is ready", kind="photo", button="Storyboard")


async def test_words_after_numbers_change_shots_once_a_button_is_pressed(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    await opened(ann)
    ann.send("1, 3: night, more rain")
    read = await ann.sees("Shots 1, 3: “night, more rain”", button="free")
    project = await filmed.project(ann)
    before = await filmed.studio.story(f"tg:{ann.id}", project)
    await ann.tap("Change", message=read)
    await filmed.studio.wait(f"tg:{ann.id}", project, 30)
    after = await filmed.studio.story(f"tg:{ann.id}", project)
    told = [shot.prompt for shot in after.shots if "night, more rain" in shot.prompt]
    assert len(told) == 2
    assert before.shots[1].prompt == after.shots[1].prompt
    assert await ann.answer(ann.press_old("✅ Change · free", read)) == "Already started"


async def test_a_shot_is_looked_at_as_frame_and_as_clip(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    panel = await opened(ann)
    await ann.tap("Storyboard", message=panel)
    board = await ann.sees("Tap a number", kind="photo")
    await ann.tap("2", message=board)
    card = await ann.sees("Shot 2 of 3", kind="photo")
    await ann.tap("🎞 Clip", message=card)
    await ann.sees("Shot 2 of 3", kind="video")
    await ann.tap("3 ▶", message=card)
    await ann.sees("Shot 3 of 3")


async def test_models_for_a_shot_are_leafed_through_with_what_each_takes(keyed: Stage, ann: Person) -> None:
    panel = await opened(ann)
    await ann.tap("Storyboard", message=panel)
    board = await ann.sees("3 shots · 0:06", kind="photo")
    await ann.tap("2", message=board)
    card = await ann.sees("Shot 2 of 3", kind="photo", button="Model")
    await ann.tap("Model", message=card)
    first = await ann.sees("which model makes the frame", button="▶")
    assert "up to 9 pictures" in first.text
    await ann.tap("▶", message=first)
    second = await ann.sees("which model makes the frame", button="2/")
    assert [label for label in second.labels if label.startswith("7 ")]
    await ann.tap("◀ Back", message=second)
    await ann.sees("Shot 2 of 3 .* frame v1", button="New frame")


async def test_captions_are_switched_and_the_new_film_answers_the_old_one(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    await opened(ann)
    first = await ann.sees("🎉", kind="video", seconds=30)
    assert first.body.media is not None
    assert (first.body.media.cover[-1].width, first.body.media.cover[-1].height) == (1280, 720)
    await ann.tap("Captions: on", message=first)
    second = await ann.sees("🎉", kind="video", after=first, button="Captions: off", seconds=60)
    assert second.reply_to is first


async def test_the_film_is_brought_once_however_often_it_is_opened(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    await opened(ann)
    await ann.sees("🎉", kind="video", seconds=30)
    await filmed.down()
    await filmed.up()
    await opened(ann)
    await telegram.settled()
    assert len([one for one in ann.screen().messages if one.kind == "video"]) == 1


async def test_a_title_is_asked_for_and_answered(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    panel = await opened(ann)
    await ann.tap("Title", message=panel)
    asked = await ann.sees("What shall the film be called")
    assert asked.asks
    await filmed.down()
    await filmed.up()
    ann.reply(asked, "The <True> Lantern")
    await ann.sees("For the title: The <True> Lantern")
    await ann.sees("🎬 The <True> Lantern", kind="photo")


async def test_a_photo_out_of_the_blue_is_asked_about(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    await opened(ann)
    ann.photo()
    await ann.tap("Fox", message=await ann.sees("Who or what is this for"))
    await ann.sees("Got 1 photo for Fox")


async def test_a_photo_that_is_none_is_told_apart(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    await opened(ann)
    ann.document(b"not a picture at all", "fox.png", "image/png")
    await ann.tap("Fox", message=await ann.sees("Who or what is this for"))
    await ann.sees("None of these could be used for Fox")


async def test_the_newest_frames_come_as_an_album(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    panel = await opened(ann)
    film = await ann.sees("🎉", kind="video", seconds=30)
    await ann.tap("More", message=panel)
    await ann.tap("Newest frames", message=await ann.sees("What would you like"))
    await telegram.until(lambda: len([one for one in ann.screen().messages if one.album]) == 3)
    assert ann.screen().last.silent
    assert film.id < ann.screen().last.id


async def test_a_film_is_deleted_by_a_second_tap(telegram: Telegram, filmed: Stage, ann: Person) -> None:
    panel = await opened(ann)
    await ann.sees("🎉", kind="video", seconds=30)
    await ann.tap("More", message=panel)
    await ann.tap("Delete", message=await ann.sees("What would you like"))
    await ann.tap("delete it", message=await ann.sees("Delete this film"))
    await ann.sees("Deleted, with its photos")
    assert await filmed.studio.projects(f"tg:{ann.id}") == ()


async def test_an_upload_cut_off_by_a_crash_is_asked_about_and_never_repeated(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    telegram.arm("ambiguous", "sendVideo")
    await opened(ann)
    film = await ann.sees("🎉", kind="video", seconds=30)
    await filmed.down()
    await filmed.up()
    lost = await ann.sees("got no receipt", button="Yes")
    await ann.tap("Yes", message=lost)
    ann.send("/status")
    await ann.sees("animatic is ready", after=lost)
    assert [one for one in ann.screen().messages if one.kind == "video"] == [film]


async def test_a_film_that_was_not_seen_is_sent_again(
    telegram: Telegram, filmed: Stage, ann: Person, forgiven: list[str]
) -> None:
    telegram.arm("drop", "sendVideo")
    await opened(ann)
    lost = await ann.sees("got no receipt", button="Send again", seconds=30)
    assert [one.kind for one in ann.screen().messages].count("video") == 0
    await ann.tap("Send again", message=lost)
    await ann.sees("🎉", kind="video", seconds=30)


async def test_a_film_too_large_even_when_made_smaller_is_said_to_be(
    telegram: Telegram, filmed: Stage, ann: Person, forgiven: list[str]
) -> None:
    forgiven.append("Too Large")
    telegram.arm("too_large", "sendVideo", times=2)
    await opened(ann)
    await ann.sees("does not fit into a message", seconds=30)


async def test_what_goes_wrong_after_the_button_was_answered_is_said_in_a_message(
    telegram: Telegram, filmed: Stage, ann: Person
) -> None:
    """Telegram shows the first answer of a press only."""
    panel = await opened(ann)
    press = ann.press_forged(f"v1:s.open:{await filmed.project(ann)}", panel)
    assert await ann.answer(press) == ""
    await ann.sees("That shot is gone")
