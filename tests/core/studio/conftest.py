"""A project that is told and broken into shots, kept as rows, and a studio over it; nothing is made for it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from story_builders import made_until, rows
from twin import Twin

from core.settings import Settings
from core.store import projects, takes
from core.store.assets import insert_assets
from core.store.values import TABLES, row_of
from core.story import Entity, Scene, Segment, Shot, Step, Story
from core.studio import Studio, open_studio

OWNER, STRANGER = "tg:1", "tg:2"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data", local_workers=2)  # type: ignore[call-arg]


@pytest.fixture
async def looking(settings: Settings) -> AsyncIterator[Studio]:
    """A studio without an engine over the project p_1."""
    async with open_studio(settings, engine=False) as studio:
        await keep(studio, made_until(rows(), Step.SHOTS))
        yield studio


async def keep(studio: Studio, story: Story, owner: str = OWNER) -> None:
    """Write a built story as rows, under the ids it has, with its takes."""
    assets = [take.asset for take in story.takes.values()]
    pictures = {asset: await studio._media.add_bytes(photo(asset), "image/png") for asset in assets}
    async with studio._database.write() as db:
        await insert_assets(db, pictures.values())
        await projects.insert_project(db, replace(story.project, owner=owner))
        groups: tuple[tuple[type, tuple[object, ...]], ...] = (
            (Entity, story.entities),
            (Segment, story.segments),
            (Scene, story.scenes),
            (Shot, story.shots),
        )
        for cls, values in groups:
            for value in values:
                row = {**row_of(value), "project_id": story.project.id}
                await db.execute(sa.insert(TABLES[cls]).values(**row))
        for take in story.takes.values():
            kept = replace(take, id="", asset=pictures[take.asset].sha, parts={})
            await takes.insert_take(db, story.project.id, kept)


def photo(seed: str, size: tuple[int, int] = (64, 48)) -> bytes:
    """A small picture that no other seed gives."""
    colours = [seed.encode()[i % len(seed)] for i in range(3)]
    picture = Image.new("RGB", size, tuple(colours))
    for i, byte in enumerate(seed.encode()[: size[0]]):
        picture.putpixel((i, 0), (byte, i, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as stand_in:
        yield stand_in


@pytest.fixture
async def paying(twin: Twin, tmp_path: Path) -> AsyncIterator[Studio]:
    """A studio with its engine and every key, over the project p_1; all services are the stand-in."""
    keys: dict[str, Any] = {name.lower(): value for name, value in twin.env.items()}
    chosen = Settings(_env_file=None, data_dir=tmp_path / "data", local_workers=2, **keys)
    async with open_studio(chosen) as studio:
        await keep(studio, made_until(rows(), Step.SHOTS))
        yield studio


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Twelve different photos of a person's."""
    made = []
    for i in range(12):
        made.append(tmp_path / f"photo-{i}.png")
        made[-1].write_bytes(photo(f"guide {i}", (320, 240)))
    return made
