"""The frame grid: exact in samples, never more than half a frame off, never adding up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.pipeline.lengths import cut_frame, grid, half_seconds, line_starts
from core.story import GAP_SAMPLES, SAMPLE_RATE

LENGTHS = st.lists(st.integers(1, 20 * SAMPLE_RATE), min_size=1, max_size=60)
RATES = st.sampled_from([16, 24, 25, 30, 60])


@given(LENGTHS)
def test_a_line_starts_150_ms_after_the_one_before_ended(lengths: list[int]) -> None:
    """R24."""
    starts = line_starts(lengths)
    for i, length in enumerate(lengths[:-1]):
        assert starts[i + 1] - starts[i] == length + GAP_SAMPLES
    assert starts[-1] - starts[-2] == lengths[-1]


@given(LENGTHS, RATES)
def test_a_cut_is_never_more_than_half_a_frame_off(lengths: list[int], fps: int) -> None:
    """B1, media.md 3.2."""
    starts = line_starts(lengths)
    cuts = grid(starts, fps).cuts
    for start, cut in zip(starts[:-1], cuts[:-1], strict=True):
        assert abs(cut * SAMPLE_RATE - start * fps) * 2 <= SAMPLE_RATE


@given(LENGTHS, RATES)
def test_the_picture_covers_the_sound_by_less_than_one_frame(lengths: list[int], fps: int) -> None:
    """R26."""
    starts = line_starts(lengths)
    spare = grid(starts, fps).cuts[-1] * SAMPLE_RATE - starts[-1] * fps
    assert 0 <= spare < SAMPLE_RATE


@given(LENGTHS, RATES)
def test_the_frames_of_all_slots_add_up_to_the_film(lengths: list[int], fps: int) -> None:
    whole = grid(line_starts(lengths), fps)
    assert sum(whole.frames(i) for i in range(len(lengths))) == whole.cuts[-1]


@given(st.integers(1, 60 * SAMPLE_RATE))
def test_a_clip_is_asked_for_in_half_seconds_rounded_up(samples: int) -> None:
    """R25."""
    halves = half_seconds(samples)
    assert halves * SAMPLE_RATE // 2 >= samples > (halves - 1) * SAMPLE_RATE // 2


def test_a_sample_halfway_between_two_frames_belongs_to_the_later_one() -> None:
    assert cut_frame(1000, 24) == 1
    assert cut_frame(999, 24) == 0
