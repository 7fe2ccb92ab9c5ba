"""Films for chats: which way fits which length, and that what comes out is what was promised."""

from __future__ import annotations

from core.media.smaller import rung_for

CHAT = 9_500_000


def test_a_short_film_keeps_its_size_a_longer_one_gets_a_smaller_picture_and_a_long_one_is_left() -> None:
    sides = [rung.short_side if (rung := rung_for(seconds, CHAT)) else None for seconds in (60, 300, 1_200)]
    assert sides == [0, 480, None]
