"""Caption files, and what libass really draws from them."""

from __future__ import annotations

import re
import subprocess

import numpy as np
import pytest
from PIL import Image

from core.media.captions import ass, srt, vtt
from core.media.cues import caption_cues, columns
from core.media.fonts import lay_fonts
from core.requests import FilmLine, FilmShot
from core.story import SAMPLE_RATE

NASTY = r'A {\b1\fs200}brace{ and \N back\slash, <i>tag</i> {\an8} --> & "so" \h 12:00:00,000 \{}'


def cues_of(text, seconds=4.0, line_columns=42, start=0, first_frame=0, frames=24 * 4):
    line = FilmLine("s", "a", start, int(seconds * SAMPLE_RATE), text, "")
    shot = FilmShot("sh", 0, "sc", "", first_frame, frames, start, "", "", "", lines=("s",))
    return caption_cues([line], [shot], 24, line_columns)


@pytest.fixture
def drawn(program, tmp_path):
    """Burn captions of a text over grey at one frame; the picture as an array."""

    def draw(script, text, *, size=(1280, 720), frame=40, language=""):
        (tmp_path / "caps.ass").write_text(script, encoding="utf-8")
        lay_fonts(text, tmp_path / "fonts", language)
        grey = f"color=0x606060:s={size[0]}x{size[1]}:r=24:d=4"
        filters = f"ass=caps.ass:fontsdir=fonts,select=eq(n\\,{frame})"
        arguments = ["-f", "lavfi", "-i", grey, "-vf", filters, "-frames:v", "1", "-update", "1", "out.png"]
        subprocess.run([program, "-v", "error", "-y", *arguments], cwd=tmp_path, check=True)
        return np.asarray(Image.open(tmp_path / "out.png").convert("RGB")).astype(int)

    return draw


def script_of(text, size=(1280, 720), language=""):
    cues = cues_of(text, line_columns=columns(*size))
    return ass(cues, width=size[0], height=size[1], fps=24, first_frame=0, language=language)


def inked(picture):
    """Where something was drawn: its box (left, top, right, bottom) and mask."""
    mask = np.abs(picture - np.median(picture, axis=(0, 1))).max(axis=2) > 60
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    assert rows.size, "nothing was drawn"
    return (cols[0], rows[0], cols[-1], rows[-1]), mask


def letters(picture):
    """The mask of the letters themselves: much brighter than the grey behind them."""
    return picture[..., 1] > 170


SCRIPTS = {
    "Latin": ("The harbour slept under a thin moon.", "en"),
    "Cyrillic": ("Маяк молчал всю ночь.", "ru"),
    "Arabic": ("عدّت آنا القوارب مرتين كل ليلة.", "ar"),
    "Hebrew": ("אנה ספרה את הסירות פעמיים.", "he"),
    "Thai": ("แอนนานับเรือสองครั้ง", "th"),
    "Devanagari": ("एना ने दो बार नावें गिनीं।", "hi"),
    "Chinese": ("安娜把船数了两遍，港口沉睡。", "zh"),
    "Japanese": ("アンナは船を二度数えた。", "ja"),
    "Korean": ("안나는 배를 두 번 세었다.", "ko"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_is_drawn_with_letters_and_not_with_boxes(drawn, name):
    """The box that stands for a missing glyph is one shape; letters are many, and unlike it.

    The same words in a font without them show what boxes would look like.
    """
    text, language = SCRIPTS[name]
    script = script_of(text, language=language)
    real = letters(drawn(script, text, language=language))
    assert real.sum() > 800
    wrong = "Noto Sans Thai" if name != "Thai" else "Heebo"
    boxes = re.sub(r"\\fn[^\\}]+", rf"\\fn{wrong}", script).replace("Line,Noto Sans,", f"Line,{wrong},")
    if name != "Latin":
        boxed = letters(drawn(boxes, "แ ש " + text, language=language))
        both = (real & boxed).sum() / max(1, (real | boxed).sum())
        assert both < 0.6
    shapes = {column_profile(part) for part in pieces(real)}
    assert len(shapes) >= 5


def pieces(mask):
    """The letters of a line, divided where a whole column is empty."""
    columns_used = mask.any(axis=0)
    edges = np.flatnonzero(np.diff(columns_used.astype(int)))
    return [mask[:, a + 1 : b + 1] for a, b in zip(edges[::2], edges[1::2], strict=False)]


def column_profile(piece):
    return piece.shape[1], int(piece.sum())


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (960, 960), (864, 1080)])
def test_captions_stay_inside_the_safe_area_of_every_shape(drawn, size):
    text = "Ana counted the WHOLE WIDE HARBOUR twice, as she did every night, MUMBLING about Tom."
    (left, top, right, bottom), _ = inked(drawn(script_of(text, size), text, size=size))
    assert left >= 0.04 * size[0]
    assert right <= 0.96 * size[0]
    assert bottom <= 0.97 * size[1]
    assert top >= 0.6 * size[1]


def test_words_change_colour_as_they_are_spoken(drawn):
    text = "The harbour slept under a thin moon."
    early, late = (drawn(script_of(text), text, frame=frame) for frame in (12, 70))
    yellow = [(picture[..., 0] > 200) & (picture[..., 2] < 120) for picture in (early, late)]
    assert 0 < yellow[0].sum() < 0.6 * yellow[1].sum()
    assert np.flatnonzero(yellow[0].any(axis=0)).max() < np.flatnonzero(yellow[1].any(axis=0)).max()


def test_arabic_words_light_up_from_the_right(drawn):
    text, language = SCRIPTS["Arabic"]
    early = drawn(script_of(text, language=language), text, frame=20, language=language)
    yellow = np.flatnonzero(((early[..., 0] > 200) & (early[..., 2] < 120)).any(axis=0))
    assert yellow.mean() > 640


def test_a_story_cannot_command_the_caption_renderer(drawn):
    """The words come out as words: as high as plain ones, at the foot of the picture."""
    plain, nasty = "An ordinary line of ordinary words, nothing else in it at all.", NASTY
    boxes = [inked(drawn(script_of(text), text))[0] for text in (plain, nasty)]
    heights = [bottom - top for _, top, _, bottom in boxes]
    assert heights[1] <= 2.2 * heights[0]
    assert boxes[1][1] > 0.6 * 720


def test_no_text_of_the_story_opens_a_tag_in_the_script():
    script = script_of(NASTY + " 😀 end")
    body = script.split("[Events]")[1]
    opened = re.findall(r"(?<!\\)\{([^}]*)\}", body)
    assert all(re.fullmatch(r"\\k\d+|\\blur[\d.]+|\\fn[\w ]+\\fs[\d.]+", tag) for tag in opened)
    assert body.count("Dialogue:") == len(cues_of(NASTY + " 😀 end"))
    assert "😀" not in body


def test_karaoke_times_add_up_to_the_cue():
    script = script_of("Ana counted the boats twice, as she did every night.")
    for row in re.findall(r"Dialogue:.*", script):
        h, m, s = map(float, row.split(",")[1].split(":"))
        h2, m2, s2 = map(float, row.split(",")[2].split(":"))
        shown = round(100 * ((h2 * 3600 + m2 * 60 + s2) - (h * 3600 + m * 60 + s)))
        assert sum(map(int, re.findall(r"\\k(\d+)", row))) == shown


def test_times_are_told_from_the_first_frame_of_the_shot():
    """media.md 9: from B_i / fps, not from the exact start of the slot."""
    start = 100 * 2_000 + 700
    cues = cues_of("Here we are.", 2.0, start=start, first_frame=100, frames=60)
    script = ass(cues, width=1280, height=720, fps=24, first_frame=100)
    assert "Dialogue: 0,0:00:00.01," in script


def test_srt_and_vtt_tell_the_same_words_at_the_same_times():
    cues = cues_of("Ana counted the boats twice, as she did every night, and then she turned to Tom.", 5.5)
    assert srt(cues).startswith("1\n00:00:00,000 --> ")
    assert vtt(cues).startswith("WEBVTT\n\n00:00:00.000 --> ")
    stamps = [re.findall(r"\d\d:\d\d:\d\d[,.]\d{3}", text) for text in (srt(cues), vtt(cues))]
    assert [s.replace(",", ".") for s in stamps[0]] == stamps[1]
    assert "Ana counted the boats twice" in srt(cues)


def test_a_soft_track_of_any_text_decodes_to_that_text(program, tmp_path):
    """Through mov_text and back: no tag is taken, no line lost."""
    cues = cues_of(NASTY, 4.0)
    (tmp_path / "film.srt").write_text(srt(cues), encoding="utf-8")
    picture = ["-f", "lavfi", "-i", "color=red:s=64x64:r=24:d=4", "-i", "film.srt"]
    codecs = ["-map", "0:v", "-map", "1", "-c:v", "libx264", "-c:s", "mov_text", "film.mp4"]
    subprocess.run([program, "-v", "error", "-y", *picture, *codecs], cwd=tmp_path, check=True)
    back = ["-i", "film.mp4", "-map", "0:s", "-f", "webvtt", "-"]
    said = subprocess.run([program, "-v", "error", *back], cwd=tmp_path, capture_output=True, check=True).stdout
    text = said.decode().replace("\u2060", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for token in NASTY.split():
        assert token.replace("\\h", "") in text


def test_vtt_text_is_escaped():
    assert "&lt;i&gt;tag&lt;/i&gt; {\\an8} --&gt; &amp;" in vtt(cues_of(NASTY)).replace("\n", " ")


def test_control_characters_are_left_out():
    cues = cues_of("be\x07ll and \x00 nothing")
    assert "\x07" not in srt(cues) + vtt(cues) + ass(cues, width=64, height=64, fps=24, first_frame=0)
    assert "\x00" not in srt(cues) + vtt(cues)
