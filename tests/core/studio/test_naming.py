"""The words people use for slots and shots."""

from __future__ import annotations

import pytest
from story_builders import rows

from core.errors import BadInput, NotFound
from core.studio import numbers, slot_named


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("frame:3", "frame:sh_3"),
        (" clip:1 ", "clip:sh_1"),
        ("lipsync:2", "lipsync:sh_2"),
        ("line:2", "speech:sg_2"),
        ("reference:ana", "reference:e_ana"),
        ("reference:the pier", "reference:e_pier"),
        ("reference:e_lamp", "reference:e_lamp"),
        ("voice:Tom", "voice:e_tom"),
        ("voice:narrator", "voice:p_1"),
        ("film", "film:p_1"),
    ],
)
def test_a_slot_is_named_by_what_people_see(words: str, slot: str) -> None:
    assert str(slot_named(rows(), words)) == slot


@pytest.mark.parametrize(
    "words", ["", "frame", "frame:", "frame:x", "frame:0", "frame:9", "line:7", "reference:Eva"]
)
def test_what_is_not_there_is_said_with_what_there_is(words: str) -> None:
    with pytest.raises((BadInput, NotFound)) as refused:
        slot_named(rows(), words)
    assert refused.value.next_step


@pytest.mark.parametrize("words", ["script:1", "piece:1", "frme:2", "3"])
def test_only_what_can_be_made_again_has_a_name(words: str) -> None:
    with pytest.raises(BadInput, match="names nothing"):
        slot_named(rows(), words)


def test_shots_are_counted_out_each_once() -> None:
    assert numbers("3, 5-7,6,3") == (3, 5, 6, 7)


@pytest.mark.parametrize("words", ["", "3-", "-3", "7-5", "a", "1,,2", "1-2-3"])
def test_numbers_that_are_none_are_refused(words: str) -> None:
    with pytest.raises(BadInput):
        numbers(words)
