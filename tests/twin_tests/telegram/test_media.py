"""Files in both directions: photos, albums, documents, voice, and films that are looked into."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram.error import BadRequest, NetworkError
from twin.telegram import Person, Telegram, picture

MB = 1024 * 1024


@lru_cache
def film(codec: str = "libx264", pixels: str = "yuv420p", fast: bool = True, sound: bool = True) -> bytes:
    """One second of 320x180 with silence."""
    # To a file: the index is put in front in a second pass, which reads what was written.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", options={"movflags": "faststart"} if fast else {}) as box:
            stream = box.add_stream(codec, rate=24)
            stream.width, stream.height, stream.pix_fmt = 320, 180, pixels
            tone = box.add_stream("aac", rate=48_000) if sound else None
            for number in range(24):
                still = np.full((180, 320, 3), number * 10, np.uint8)
                box.mux(stream.encode(av.VideoFrame.from_ndarray(still, format="rgb24")))
            box.mux(stream.encode())
            if tone is not None:
                silence(box, tone)
        return path.read_bytes()


def silence(box: Any, tone: Any) -> None:
    frame = av.AudioFrame.from_ndarray(np.zeros((2, 48_000), np.float32), format="fltp", layout="stereo")
    frame.rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
    box.mux(tone.encode(frame))
    box.mux(tone.encode())


def thumbnail(side: int = 320, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side * 9 // 16), "navy").save(out, form)
    return out.getvalue()


def well(**other: Any) -> dict[str, Any]:
    """What goes with a film that plays everywhere."""
    facts = {"width": 320, "height": 180, "duration": 1, "supports_streaming": True, "thumbnail": thumbnail()}
    return facts | other


async def test_a_photo_comes_in_growing_sizes_and_downloads(telegram: Telegram, bot: Bot, ann: Person) -> None:
    ann.photo(picture("fox", 1600, 900), caption="Ember")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.caption == "Ember"
    sizes = [(one.width, one.height) for one in update.message.photo]
    assert sizes == sorted(sizes) and sizes[-1] == (1600, 900)
    assert len({one.file_unique_id for one in update.message.photo}) == len(sizes)
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert file.file_path and file.file_path.startswith(telegram.base_file_url)
    with Image.open(io.BytesIO(bytes(await file.download_as_bytearray()))) as got:
        assert (got.format, got.size) == ("JPEG", (1600, 900))
    telegram.check()


async def test_a_picture_as_a_file_keeps_its_bytes(bot: Bot, ann: Person) -> None:
    data = picture("fox")
    ann.document(data, "fox.png", "image/png", caption="in full")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.document is not None
    document = update.message.document
    assert (document.file_name, document.mime_type, document.file_size) == ("fox.png", "image/png", len(data))
    assert bytes(await (await document.get_file()).download_as_bytearray()) == data


async def test_an_album_is_so_many_updates_with_one_group(bot: Bot, ann: Person) -> None:
    ann.album(3, caption="Ember")
    messages = [one.message for one in await bot.get_updates() if one.message]
    assert len({one.media_group_id for one in messages}) == 1 and messages[0].media_group_id
    assert [one.caption for one in messages] == ["Ember", None, None]
    assert all(len(one.photo) > 1 for one in messages)


async def test_an_album_may_come_shuffled_as_files_and_as_a_reply(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    group = telegram.group("Film club", ann)
    asked = await bot.send_message(group.id, "Send 1-10 photos as a reply")
    sent = ann.album(4, reply_to=group.chat.messages[asked.message_id], as_files=True, shuffle=2)
    messages = [one.message for one in await bot.get_updates() if one.message]
    assert [one.message_id for one in messages] != [one.id for one in sent]
    assert {one.message_id for one in messages} == {one.id for one in sent}
    assert all(one.document and one.reply_to_message for one in messages)


async def test_a_slow_album_arrives_item_by_item(telegram: Telegram, bot: Bot, ann: Person) -> None:
    sent = await ann.slow_album(2, every=0.5, caption="Ember")
    assert sent[1].at - sent[0].at >= 0.5 * 0.01
    assert len(await bot.get_updates()) == 2


async def test_a_voice_note_has_a_length(bot: Bot, ann: Person) -> None:
    ann.voice("Once there was a fox who found a lantern by the sea, and it only lit what was true.")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.voice is not None
    assert 3 <= update.to_dict()["message"]["voice"]["duration"] <= 9
    data = bytes(await (await update.message.voice.get_file()).download_as_bytearray())
    with av.open(io.BytesIO(data)) as box:
        assert (box.format.name, box.streams.audio[0].codec_context.name) == ("ogg", "opus")


async def test_a_large_picture_comes_whole_as_a_file_and_shrunk_as_a_photo(bot: Bot, ann: Person) -> None:
    data = picture("wide", 5200, 300) + bytes(11 * MB)
    ann.document(data, "wide.png", "image/png")
    ann.photo(data)
    whole, shrunk = [one.message for one in await bot.get_updates() if one.message]
    assert whole.document is not None and whole.document.file_size == len(data)
    assert shrunk.photo[-1].width == 2560


async def test_what_is_above_20_mb_cannot_be_fetched(telegram: Telegram, bot: Bot, ann: Person) -> None:
    big = ann.document(bytes(20 * MB + 1), "film.mov")
    assert big.file is not None
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(big.file.file_id)
    telegram.rules.local = True
    assert (await bot.get_file(big.file.file_id)).file_size == 20 * MB + 1


async def test_what_is_above_50_mb_cannot_be_sent(telegram: Telegram, bot: Bot, ann: Person) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(ann.id, bytes(50 * MB + 1), filename="film.mp4")
    assert not ann.screen().messages
    await bot.send_document(ann.id, bytes(50 * MB), filename="film.mp4")
    assert ann.screen().last.file and ann.screen().last.file.size == 50 * MB


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"no picture at all", "image_process_failed"),
        (lambda: bytes(10 * MB + 1), "too big for a photo"),
        (lambda: picture("x", 2100, 100), "photo_invalid_dimensions"),
        (lambda: picture("x", 9000, 1200), "photo_invalid_dimensions"),
        (lambda: b"", "(?i)non-empty|no photo"),
    ],
)
async def test_a_photo_that_is_none_is_refused(
    bot: Bot, ann: Person, data: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_photo(ann.id, InputFile(data(), "x.png"))
    assert any(word in str(caught.value).lower() for word in words.removeprefix("(?i)").split("|"))
    assert not ann.screen().messages


async def test_a_file_id_is_good_for_sending_again_and_for_its_kind_only(bot: Bot, ann: Person) -> None:
    sent = await bot.send_photo(ann.id, picture("sheet"), caption="first")
    again = await bot.send_photo(ann.id, sent.photo[-1].file_id, caption="again")
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    smaller = await bot.send_photo(ann.id, sent.photo[0].file_id)
    assert smaller.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_photo(ann.id, "AgACAgIAAxkBAAIB-of-another-bot")
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type photo as document"):
        await bot.send_document(ann.id, sent.photo[-1].file_id)


async def test_the_bot_s_own_album(telegram: Telegram, bot: Bot, ann: Person) -> None:
    items = [InputMediaPhoto(picture(f"frame {number}"), caption=f"shot {number}") for number in range(3)]
    sent = await bot.send_media_group(ann.id, items)
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.text for one in ann.screen().messages] == ["shot 0", "shot 1", "shot 2"]
    with pytest.raises(BadRequest, match=r"(?i)2-10 items"):
        await bot.send_media_group(ann.id, items[:1])
    with pytest.raises(BadRequest, match=r"(?i)2-10 items"):
        await bot.send_media_group(ann.id, items * 4)
    with pytest.raises(BadRequest, match=r"(?i)can't be mixed"):
        await bot.send_media_group(ann.id, [items[0], InputMediaDocument(b"text", filename="a.txt")])
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="z")]])
    with pytest.raises(BadRequest, match=r"(?i)no keyboard"):
        await bot.send_media_group(ann.id, items, api_kwargs={"reply_markup": keyboard})
    with pytest.raises(BadRequest, match=r"(?i)no keyboard"):
        await bot.edit_message_reply_markup(ann.id, sent[0].message_id, reply_markup=keyboard)
    await bot.edit_message_caption(ann.id, sent[1].message_id, caption="shot 1, again")
    assert ann.screen().messages[1].text == "shot 1, again"


async def test_a_good_film_is_echoed_and_earns_no_remark(telegram: Telegram, bot: Bot, ann: Person) -> None:
    sent = await bot.send_video(ann.id, film(), caption="The end", cover=picture("poster"), **well())
    assert sent.video is not None and sent.video.thumbnail is not None
    assert (sent.video.width, sent.video.height) == (320, 180)
    assert sent.video.cover and sent.video.file_name
    telegram.check()
    await bot.edit_message_media(InputMediaVideo(film(sound=False), **well()), ann.id, sent.message_id)
    telegram.check()


@pytest.mark.parametrize(
    ("data", "facts", "words"),
    [
        (lambda: film(fast=False), well(), "no faststart"),
        (lambda: film("mpeg4"), well(), "not MP4 with H.264"),
        (lambda: film(pixels="yuv444p"), well(), "yuv444p pixels"),
        (film, well(width=640), "width 640, and really has 320"),
        (film, well(duration=9), "duration 9, and really has 1"),
        (film, well(duration=None), "without duration"),
        (film, well(supports_streaming=None), "without supports_streaming"),
        (film, well(thumbnail=None), "without a thumbnail"),
        (lambda: b"no film at all", well(), "is not a video"),
    ],
)
async def test_a_film_that_plays_badly_is_remarked_on(
    telegram: Telegram, bot: Bot, ann: Person, data: Callable[[], bytes], facts: dict[str, Any], words: str
) -> None:
    await bot.send_video(ann.id, data(), **facts)
    assert [one for one in telegram.problems() if words in one] == telegram.problems() != []


async def test_a_large_film_without_sizes_becomes_a_square(bot: Bot, ann: Person) -> None:
    padded = film() + (10 * MB).to_bytes(4, "big") + b"free" + bytes(10 * MB - 8)
    bare = await bot.send_video(ann.id, padded)
    assert bare.video is not None and bare.video.thumbnail is None
    assert (bare.video.width, bare.video.height, bare.to_dict()["video"]["duration"]) == (320, 320, 0)
    told = await bot.send_video(ann.id, padded, **well())
    assert told.video is not None and told.video.thumbnail is not None
    assert (told.video.width, told.video.height) == (320, 180)


async def test_a_thumbnail_must_be_a_small_jpeg(bot: Bot, ann: Person) -> None:
    for wrong in (thumbnail(640), thumbnail(form="PNG")):
        with pytest.raises(BadRequest, match=r"(?i)wrong thumbnail"):
            await bot.send_video(ann.id, film(), **well(thumbnail=wrong))


async def test_animations_sound_and_documents_arrive_as_what_they_are(bot: Bot, ann: Person) -> None:
    moving = await bot.send_animation(ann.id, film(sound=False), width=320, height=180, duration=1)
    assert moving.animation is not None and moving.document is not None
    heard = await bot.send_audio(ann.id, film(), title="Narration", performer="Ember")
    assert heard.audio is not None and heard.audio.title == "Narration"
    kept = await bot.send_document(ann.id, film(), filename="film.mp4", disable_content_type_detection=True)
    assert kept.document is not None and kept.document.file_name == "film.mp4"
    assert [one.kind for one in ann.screen().messages] == ["animation", "audio", "document"]
