"""Media of a call: the file part, file id or refusal, and what Telegram makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import media
from .call import Call
from .files import Stored
from .refusal import bad
from .state import Media

SQUARE = 320
"""Px a side of what a large film looks like when its sizes were not given (telegram.md 4.1)."""
KINDS = ("photo", "video", "animation", "audio", "document", "voice")


@dataclass(frozen=True, slots=True)
class Given:
    """One item: where its file is and what was said of it."""

    kind: str
    value: str
    part: str
    """The file part to look for when the value does not name one."""
    said: Mapping[str, Any]

    def number(self, name: str) -> int | None:
        value = self.said.get(name)
        return None if value in (None, "") else int(float(str(value)))

    def flag(self, name: str) -> bool:
        return str(self.said.get(name, "")).lower() in ("true", "1", "yes")


def of_call(call: Call, kind: str) -> Media:
    """The media of sendPhoto, sendVideo, …"""
    return made(call, Given(kind, call.params.text(kind), kind, call.params.values))


def of_item(call: Call, item: Mapping[str, Any], allowed: tuple[str, ...]) -> Media:
    """One item of an album, or the new media of an edit. Raises Refusal."""
    kind = str(item.get("type", ""))
    if kind not in allowed:
        raise bad(f'can\'t parse InputMedia: media type "{kind}" is not allowed here')
    return made(call, Given(kind, str(item.get("media", "")), "", item))


def made(call: Call, given: Given) -> Media:
    """Keep an upload, or find what the file id names. Raises Refusal."""
    upload = call.upload_of(given.value, given.part)
    if upload is None:
        if not given.value:
            raise bad(f"there is no {given.kind} in the request")
        return _again(call, given)
    return _MAKERS.get(given.kind, _document)(call, given, upload)


def _again(call: Call, given: Given) -> Media:
    stored = call.stored(given.value, given.kind)
    known = call.state.media.get(stored.unique_id)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return known


def _photo(call: Call, given: Given, upload: tuple[str, bytes, str]) -> Media:
    sizes = tuple(photo_files(call, upload[1]))
    return call.state.keep(Media("photo", sizes[-1], sizes, width=sizes[-1].width, height=sizes[-1].height))


def photo_files(call: Call, data: bytes) -> list[Stored]:
    """A photo in all its sizes, smallest first. Raises Refusal."""
    add = call.state.files.add
    return [
        add("photo", one, "photo.jpg", "image/jpeg", width=width, height=height)
        for one, width, height in media.photo_sizes(data)
    ]


def _video(call: Call, given: Given, upload: tuple[str, bytes, str]) -> Media:
    name, data, mime = upload
    found = media.film(data)
    said = {key: value for key in ("width", "height", "duration") if (value := given.number(key)) is not None}
    thumbnail = _thumbnail(call, given)
    if given.kind == "video":
        told = media.remarks(found, said, given.flag("supports_streaming"), thumbnail is not None)
        for words in told:
            call.remark(f"{name} {words}")
    file = call.state.files.add(given.kind, data, name, mime)
    large = len(data) > media.READS_ITSELF
    if found is None or (large and "width" not in said):
        return call.state.keep(
            Media(
                given.kind,
                file,
                thumbnail=thumbnail,
                width=SQUARE,
                height=SQUARE,
                seconds=said.get("duration", 0),
            )
        )
    if thumbnail is None and not large:
        thumbnail = _drawn(call, data)
    return call.state.keep(
        Media(
            given.kind,
            file,
            thumbnail=thumbnail,
            cover=_cover(call, given),
            width=said.get("width", found.width),
            height=said.get("height", found.height),
            seconds=said.get("duration", 0 if large else round(found.seconds)),
            streaming=given.flag("supports_streaming"),
            start=given.number("start_timestamp") or 0,
        )
    )


def _sound(call: Call, given: Given, upload: tuple[str, bytes, str]) -> Media:
    name, data, mime = upload
    length = given.number("duration")
    file = call.state.files.add(given.kind, data, name, mime)
    return call.state.keep(
        Media(
            given.kind,
            file,
            thumbnail=_thumbnail(call, given),
            seconds=round(media.seconds(data)) if length is None else length,
            title=str(given.said.get("title") or ""),
            performer=str(given.said.get("performer") or ""),
        )
    )


def _document(call: Call, given: Given, upload: tuple[str, bytes, str]) -> Media:
    name, data, mime = upload
    file = call.state.files.add("document", data, name, mime)
    return call.state.keep(Media("document", file, thumbnail=_thumbnail(call, given)))


_MAKERS = {"photo": _photo, "video": _video, "animation": _video, "audio": _sound, "voice": _sound}


def _thumbnail(call: Call, given: Given) -> Stored | None:
    value = str(given.said.get("thumbnail") or "")
    upload = call.upload_of(value, "thumbnail" if given.part else "")
    if upload is None:
        if value:
            raise bad("wrong thumbnail: it must be uploaded with the request")
        return None
    width, height = media.thumbnail(upload[1])
    return call.state.files.add("thumbnail", upload[1], "thumb.jpg", "image/jpeg", width=width, height=height)


def _cover(call: Call, given: Given) -> tuple[Stored, ...]:
    value = str(given.said.get("cover") or "")
    upload = call.upload_of(value, "cover" if given.part else "")
    if upload is not None:
        return tuple(photo_files(call, upload[1]))
    if not value:
        return ()
    known = call.state.media.get(call.stored(value, "photo").unique_id)
    return known.sizes if known else ()


def _drawn(call: Call, data: bytes) -> Stored | None:
    poster = media.poster(data)
    if poster is None:
        return None
    small, width, height = poster
    return call.state.files.add("thumbnail", small, "thumb.jpg", "image/jpeg", width=width, height=height)
