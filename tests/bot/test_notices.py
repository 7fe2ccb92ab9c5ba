"""A panel says, in every state and language, what holds money and that the disk is nearly full (B8)."""

from __future__ import annotations

import pytest

from bot.screens.film import notices
from bot.words import words
from core.studio import Status, Unsettled


@pytest.mark.parametrize("language", ["en", "de"])
def test_held_money_and_a_full_disk_are_told_of(language: str) -> None:
    lost = Unsettled(("j_1", "j_2"), 560_000)
    held, room = notices(words(language), Status("finished", (), 1.0, unsettled=lost, little_room="Little."))
    assert "2" in held and any(money in held for money in ("$0.56", "0,56 $"))
    assert room.startswith("⚠️")


def test_nothing_is_said_when_all_is_well() -> None:
    assert list(notices(words("en"), Status("running", (), 0.5))) == []
