"""Cues hold every word of the script once, fit their lines, and stay in their shots (media.md 9)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.media.cues import NARROW, caption_cues, columns, line_width
from core.pipeline.lengths import grid, line_starts
from core.requests import FilmLine, FilmShot
from core.story import SAMPLE_RATE

STORY = (
    "Ana counted the boats twice, as she did every night, and then she turned to Tom. "
    "“One is missing,” she said."
)
CHINESE = "安娜把船数了两遍，就像她每天晚上做的那样。“少了一艘，”她说。港口在一轮细月下沉睡。"


def film(texts, lengths, fps, words=()):
    """One shot for every two lines, laid out on the frame grid."""
    starts = line_starts(lengths)
    lines = [
        FilmLine(f"s{i}", f"a{i}", starts[i], lengths[i], text, "", tuple(words[i]) if words else ())
        for i, text in enumerate(texts)
    ]
    firsts = list(range(0, len(lines), 2))
    cuts = grid([*(starts[i] for i in firsts), starts[-1]], fps)
    shots = [
        FilmShot(
            f"sh{n}", n, "sc", "", cuts.cuts[n], cuts.frames(n), cuts.starts[n], "", "", "",
            lines=tuple(line.segment for line in lines[i : i + 2]),
        )
        for n, i in enumerate(firsts)
    ]  # fmt: skip
    return lines, shots


def one_line(text, seconds=6, line_columns=42, words=()):
    lines, shots = film([text], [seconds * SAMPLE_RATE], 24, [words])
    return caption_cues(lines, shots, 24, line_columns)


def tokens_of(cues, segment):
    """The words of one line put together again from its cues."""
    out = []
    for cue in cues:
        if cue.segment == segment:
            for line in cue.lines:
                for word in line:
                    if word.joined:
                        out[-1] += word.text
                    else:
                        out.append(word.text)
    return out


any_text = st.one_of(
    st.lists(st.text(min_size=1, max_size=14), max_size=40).map(" ".join),
    st.text(alphabet="安娜把船数了两遍，就像她。“少”、アの b2", max_size=120),
    st.text(alphabet="แอนนับเรือสองครั้งเหมือ ", max_size=90),
    st.text(alphabet="ab.,!?\"()—' ", max_size=300),
    st.text(alphabet="x", min_size=50, max_size=400),
)


@st.composite
def films(draw):
    texts = draw(st.lists(any_text, min_size=1, max_size=5))
    lengths = [draw(st.integers(1, 12 * SAMPLE_RATE)) for _ in texts]
    words = []
    for text, length in zip(texts, lengths, strict=True):
        chosen = sorted(draw(st.sets(st.integers(0, max(0, len(text.split()) - 1)))))
        if not text.split() or draw(st.booleans()):
            chosen = []
        marks = sorted(
            draw(st.lists(st.integers(0, length), min_size=2 * len(chosen), max_size=2 * len(chosen)))
        )
        words.append([(token, marks[2 * k], marks[2 * k + 1]) for k, token in enumerate(chosen)])
    fps = draw(st.sampled_from([24, 25, 30]))
    return film(texts, lengths, fps, words), fps, draw(st.sampled_from([26, 30, 34, 42]))


@given(films())
@settings(max_examples=250, deadline=None)
def test_every_word_is_shown_once_in_order_inside_its_shot_and_its_line_width(case):
    (lines, shots), fps, line_columns = case
    cues = caption_cues(lines, shots, fps, line_columns)
    slots = {
        shot.shot: (
            shot.first_frame * SAMPLE_RATE // fps,
            (shot.first_frame + shot.frames) * SAMPLE_RATE // fps,
        )
        for shot in shots
    }
    for line in lines:
        assert tokens_of(cues, line.segment) == line.text.split()
    for cue in cues:
        first, last = slots[cue.shot]
        assert first <= cue.start <= cue.end <= last
        assert 1 <= len(cue.lines) <= 2
        assert all(line and line_width(line) <= line_columns * NARROW for line in cue.lines)
        times = [time for line in cue.lines for word in line for time in (word.start, word.end)]
        assert times == sorted(times)
        assert times[0] == cue.start
    assert all(a.end <= b.start for a, b in pairwise(cues))


def test_lines_are_balanced_and_break_where_the_sense_breaks():
    assert [cue.text for cue in one_line(STORY)] == [
        "Ana counted the boats twice, as she did\nevery night, and then she turned to Tom.",
        "“One is missing,” she said.",
    ]


def test_no_word_is_left_alone_on_a_line():
    """Greedy filling would leave “night.” behind."""
    (cue,) = one_line("She lit the lamp at the top of it every night.", 3)
    first, second = cue.text.split("\n")
    assert min(len(first), len(second)) >= 15


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("The old conductor, Mr. Brandt, looked at his watch.", "Mr. Brandt,"),
        ("They had all waited for the good old J. Whitcomb, who came late.", "J. Whitcomb,"),
        ("He said that (Dr. Weatherly) would have to come later today.", "(Dr. Weatherly)"),
    ],
)
def test_a_title_or_an_initial_stays_with_its_name(text, together):
    for line_columns in (26, 30, 34, 42):
        for seconds in (3, 6, 9):
            rows = [row for cue in one_line(text, seconds, line_columns) for row in cue.text.split("\n")]
            assert any(together in row for row in rows), rows


def test_the_word_i_is_no_initial():
    cues = one_line("Somebody had taken the boat, and it was I. We rowed across the river that night.", 7, 34)
    assert any(row.startswith("We rowed") for cue in cues for row in cue.text.split("\n"))


def test_a_tall_film_has_shorter_lines():
    assert columns(1280, 720) == 42
    assert columns(720, 1280) <= 28
    cues = one_line(STORY, line_columns=columns(720, 1280))
    assert max(len(line) for cue in cues for line in cue.text.split("\n")) <= 28


def test_chinese_is_cut_between_characters_twenty_to_a_line_and_never_before_a_stop():
    cues = one_line(CHINESE, 12)
    rows = [row for cue in cues for row in cue.text.split("\n")]
    assert "".join(rows) == CHINESE
    assert max(map(len, rows)) <= 20
    assert not any(row[0] in "，。”" for row in rows)
    assert not any(row[-1] == "“" for row in rows)


def test_a_word_of_ten_thousand_letters_is_cut_to_fit():
    cues = one_line("a " + "b" * 10_000 + " c", 60)
    assert tokens_of(cues, "s0") == ["a", "b" * 10_000, "c"]
    assert max(len(row) for cue in cues for row in cue.text.split("\n")) <= 42


def test_words_light_up_when_they_are_spoken():
    (cue,) = one_line("Light it now", 3, words=[(0, 100, 9_000), (1, 9_000, 20_000), (2, 30_000, 90_000)])
    assert [(word.start, word.end) for word in cue.lines[0]] == [
        (100, 9_000),
        (9_000, 20_000),
        (30_000, 90_000),
    ]


def test_a_word_that_the_voice_merged_with_its_neighbour_gets_a_share_of_its_time():
    """media.md 9: "did not" came as one event."""
    (cue,) = one_line("She did not", 3, words=[(0, 0, 10_000), (1, 10_000, 50_000)])
    she, did, not_ = cue.lines[0]
    assert she.end <= did.start < did.end <= not_.start < not_.end
    assert not_.end > 50_000 or not_.start < 50_000


def test_a_cue_stands_until_the_next_one_when_the_pause_is_short():
    first, second = one_line(STORY, 7)
    assert first.end == second.start


def test_a_short_cry_stands_for_a_second_if_the_shot_has_room():
    lines, shots = film(
        ["Yes!", "And then nothing was said for a while."], [SAMPLE_RATE // 4, 3 * SAMPLE_RATE], 24
    )
    alone, _ = caption_cues([lines[0]], shots, 24, 42)[0], None
    assert alone.end - alone.start >= SAMPLE_RATE
    both = caption_cues(lines, shots, 24, 42)
    assert both[0].end <= both[1].start


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_line_without_words_has_no_cue(text):
    assert one_line(text) == ()


def test_right_to_left_text_is_left_as_it_is():
    text = "עדת אנה ספרה את הסירות פעמיים."
    assert " ".join(tokens_of(one_line(text), "s0")) == text
