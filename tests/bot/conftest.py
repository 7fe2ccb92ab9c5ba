"""The bot as it runs: a studio with its engine, the stand-in for Telegram, people in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chatting import Stage, staged
from twin.telegram import Person, Telegram

PACE = 0.01


@pytest.fixture(autouse=True)
def spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths of time as timedelta, the library's next default; without it every 429 is a warning too."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Telegram, which at the end of each test has to have nothing to object to."""
    async with Telegram(scale=PACE) as opened:
        yield opened
        opened.check()


@pytest.fixture
def ann(telegram: Telegram) -> Person:
    return telegram.person("Ann")


@pytest.fixture
async def stage(telegram: Telegram, ann: Person, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot with Ann on its list, and no keys."""
    async with staged(telegram, tmp_path, allowed=[ann]) as opened:
        yield opened
