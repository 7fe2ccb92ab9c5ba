"""The makers of documents, pointed at the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr
from twin import Twin
from words_bench import CATALOGUE, Bench, Makers

from core.providers.anthropic import Anthropic
from core.providers.chat import Chat
from core.providers.sending import Pace


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    Image.new("RGB", (3000, 2000), "teal").save(tmp_path / "photo", "PNG")
    return Bench(tmp_path)


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


@pytest.fixture
async def makers(twin: Twin) -> AsyncIterator[Makers]:
    env = twin.env
    made = Makers(
        openrouter=Chat(
            CATALOGUE, env["OPENROUTER_BASE_URL"], SecretStr(env["OPENROUTER_API_KEY"]), receipts="/generation"
        ),
        anthropic=Anthropic(CATALOGUE, env["ANTHROPIC_BASE_URL"], SecretStr(env["ANTHROPIC_API_KEY"])),
        openai=Chat(CATALOGUE, env["OPENAI_BASE_URL"], SecretStr("any"), model="llama3.3:70b"),
    )
    yield made
    for maker in made.values():
        await maker.aclose()


@pytest.fixture
def impatient(makers: Makers) -> Makers:
    """Makers that wait a twentieth of a second for a sign of life."""
    for maker in makers.values():
        maker.pace = Pace(silence=0.05)
    return makers
