"""Films that do not fit into a message: made smaller for the chat, the original by a signed link (9.9)."""

from __future__ import annotations

import shutil
import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from chatting import Stage, staged
from twin.telegram import Person, Telegram

from core.store.assets import insert_assets
from core.store.takes import insert_take
from core.story import SlotKind
from core.studio.links import Links

LIMIT = 50_000_000
"""Bytes that Telegram takes."""

PAGE = "https://films.example"


@pytest.fixture
async def large(telegram: Telegram, ann: Person, tmp_path: Path, film_folder: Path) -> AsyncIterator[Stage]:
    """Ann's film, whose file has grown to 55 MB by a part that players skip."""
    shutil.copytree(film_folder / "data", tmp_path / "data")
    async with staged(telegram, tmp_path, allowed=[ann], public_base_url=PAGE) as stage:
        await grow(stage, await stage.project(ann), f"tg:{ann.id}")
        yield stage


async def grow(stage: Stage, project: str, person: str) -> None:
    film = await stage.studio.delivery(person, project)
    fat = stage.settings.data_dir / "fat.mp4"
    padding = 55_000_000 - film.size
    fat.write_bytes(film.path.read_bytes() + struct.pack(">I4s", padding, b"free") + bytes(padding - 8))
    asset = await stage.studio._media.add_path(fat, "video/mp4")
    old = (await stage.studio.story(person, project)).take(SlotKind.FILM, project)
    assert old is not None
    async with stage.studio._database.write() as db:
        await insert_assets(db, [asset])
        await insert_take(db, project, replace(old, id="", asset=asset.sha))


async def test_a_film_over_fifty_megabytes_comes_smaller_and_the_original_by_a_link(
    telegram: Telegram, large: Stage, ann: Person
) -> None:
    project = await large.project(ann)
    assert (await large.studio.delivery(f"tg:{ann.id}", project)).size > LIMIT
    ann.start(project)
    film = await ann.sees(
        "Smaller here, to fit into a message", kind="video", button="Original 55 MB", seconds=90
    )
    assert film.body.media is not None
    assert len(film.body.media.file.data) < LIMIT
    assert film.body.media.width > film.body.media.height > 0
    await ann.tap("Original 55 MB", message=film)
    told = await ann.sees("too large for a message. It is here:")
    address = urlsplit(told.text.split()[-1])
    assert told.text.split()[-1].startswith(PAGE)
    _, _, name, variant, file = address.path.split("/")
    query = parse_qs(address.query)
    links = Links.of(large.settings.data_dir)
    assert links.checked(name, variant, file.removesuffix(".mp4"), lambda key: query[key][0]) == f"tg:{ann.id}"


async def test_a_film_that_telegram_finds_too_large_is_made_smaller_once(
    telegram: Telegram, large: Stage, ann: Person, forgiven: list[str]
) -> None:
    forgiven.append("Too Large")
    telegram.arm("too_large", "sendVideo")
    ann.start(await large.project(ann))
    await ann.sees("Smaller here", kind="video", seconds=90)
    sent = [one.status for one in telegram.outbox if one.method.lower() == "sendvideo"]
    assert sent == [413, 200]
