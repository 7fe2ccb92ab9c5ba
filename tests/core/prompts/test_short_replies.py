"""A short reply between two speech tags is no gap in the script."""

from __future__ import annotations

from core.prompts.wording import Spoken, missing

TEXT = '"Tonight it goes out," said Tom.\n\n"Not tonight," said Mara. "Read the letter first."\n\nHe read it.'


def spoken(*texts: str, last: str = "He read it.") -> list[Spoken]:
    return [*(Spoken(text, True) for text in texts), Spoken(last, False)]


def test_tags_on_both_sides_of_a_short_reply_may_be_left_out() -> None:
    lines = spoken("Tonight it goes out,", "Not tonight,", "Read the letter first.")
    assert missing(TEXT, lines, exact=False) == ""


def test_a_reply_that_is_left_out_is_found() -> None:
    lines = spoken("Tonight it goes out,", "Read the letter first.")
    assert "Not tonight" in missing(
        TEXT.replace("Not tonight", "Not tonight, and never, as long as I live"), lines, exact=False
    )
