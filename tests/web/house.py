"""A served house for the tests: studio, engine and page in one loop, and people who come in by their tokens."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image, ImageDraw

from core.intake import source_from_text
from core.settings import Settings
from core.studio import Brief, Studio, open_studio
from web.app import running

STORY = """\
Ana stood on the pier at dusk. She held a lantern.

"One boat is missing," said Ana.

Old Tom came down the steps. "Then we wait," he whispered.
"""


@dataclass
class House:
    """Where the page is served, and the studio behind it."""

    studio: Studio
    settings: Settings
    base: str
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, person: str) -> str:
        if person not in self.tokens:
            self.tokens[person] = await self.studio.new_token(person, "test")
        return self.tokens[person]

    @contextlib.asynccontextmanager
    async def visit(self, person: str = "") -> AsyncIterator[aiohttp.ClientSession]:
        """A client that is this person; a stranger for ""."""
        headers = {"Authorization": f"Bearer {await self.token(person)}"} if person else {}
        async with aiohttp.ClientSession(self.base, headers=headers, middlewares=(_whole,)) as client:
            yield client

    async def film(self, person: str = "local", story: str = STORY) -> str:
        """A finished animatic of this person."""
        project = await self.studio.create(person, Brief(source_from_text(story)), key="film")
        async for _ in self.studio.run(person, project.id):
            pass
        return project.id


async def _whole(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Read each answer to its end: a connection left open is collected, with a warning, in another test."""
    answer = await send(request)
    if answer.content_type != "text/event-stream":
        await answer.read()
    return answer


@contextlib.asynccontextmanager
async def served(home: Path, **fields: Any) -> AsyncIterator[House]:
    """A house on a free port of this machine."""
    at_leisure = {"create_per_minute": 0, "sign_in_per_minute": 0}
    given = {"data_dir": home / "data", "web_port": 0, "local_workers": 2, **at_leisure, **fields}
    settings = Settings.model_validate(given)
    async with open_studio(settings) as studio, running(studio, settings) as (host, port):
        yield House(studio, settings, f"http://{host}:{port}")


def photo(path: Path, word: str = "photo", number: int = 0) -> Path:
    """A photo unlike all others."""
    picture = Image.new("RGB", (640, 480), (60 + 60 * number, 70, 190 - 50 * number))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((180, 80, 460, 400), fill=(200, 120 + 40 * number, 90))
    draw.text((20, 20), f"{word} {number}", fill="white")
    picture.save(path)
    return path
