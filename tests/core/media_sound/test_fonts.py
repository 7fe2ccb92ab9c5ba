"""Which font draws what, judged against what FreeType makes of the same files."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from core.media import fonts
from core.media.fonts import FONTS, HAN, SANS, lay_fonts, missing_glyphs, runs, writing


@pytest.mark.parametrize("font", [*FONTS, HAN["zh"]], ids=lambda font: font.family)
def test_what_a_font_draws_is_what_freetype_has_a_glyph_for(font):
    """FreeType draws the box of its first glyph for everything else."""
    face = ImageFont.truetype(fonts._path(font), 24, index=font.face, layout_engine=ImageFont.Layout.BASIC)
    assert face.getname()[0] == font.family

    def picture(character):
        return face.getlength(character), bytes(face.getmask(character))

    box = picture("\U0010fffd")
    asked = [chr(code) for code in (*range(0x21, 0x3000, 3), *range(0x4E00, 0x4F00), 0x1F600, 0x20000)]
    assert [c for c in asked if font.draws(c)] == [c for c in asked if picture(c) != box]


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("The harbour slept — 12 boats!", ["Noto Sans"]),
        ("Маяк молчал. Ο φάρος.", ["Noto Sans"]),
        ("एना ने नावें गिनीं।", ["Noto Sans"]),
        ("«عدّت آنا 12 قاربًا!»", ["Noto Sans Arabic"]),
        ("אנה ספרה את הסירות.", ["Heebo"]),
        ("แอนนานับเรือ", ["Noto Sans Thai"]),
        ("“安娜”数了 12 遍。", ["Noto Sans CJK SC"]),
        ("Ana 安娜", ["Noto Sans", "Noto Sans CJK SC"]),
    ],
)
def test_each_script_has_its_font(text, families):
    cut = runs(text)
    assert [run.font.family for run in cut] == families
    assert "".join(run.text for run in cut) == text
    assert missing_glyphs(text) == ""


def test_han_characters_are_written_as_the_language_writes_them():
    assert writing("二度数えた") == "ja"
    assert writing("두 번 세었다") == "ko"
    assert writing("數了兩遍", "zh-TW") == "zh-hant"
    assert writing("數了兩遍", "zh") == "zh"
    assert runs("灯台", "ja")[0].font.family == "Noto Sans CJK JP"


def test_emoji_are_named_as_missing_and_left_out_of_what_is_drawn():
    text = "Good 👍🏽 morning 👩‍🚀 ❤️!"
    assert set("👍🏽👩🚀") <= set(missing_glyphs(text))
    drawn = "".join(run.text for run in runs(text))
    assert not set(drawn) & set(missing_glyphs(text))
    assert drawn.startswith("Good ") and drawn.endswith("!")


def test_missing_characters_are_told_once_each_in_order():
    assert missing_glyphs("😀a😀🎬") == "😀🎬"


def test_marks_stay_with_the_letter_they_sit_on():
    for text in ("e\u0301te\u0301", "عدّت", "ครั้ง", "नावें"):
        assert "".join(run.text for run in runs(text)) == text
        assert len(runs(text)) == 1


def test_only_the_fonts_that_a_text_needs_are_laid_out(tmp_path):
    lay_fonts("Ana", tmp_path / "latin")
    lay_fonts("Ana عدّت", tmp_path / "arabic")
    assert sorted(file.name for file in (tmp_path / "latin").iterdir()) == [SANS.laid]
    assert sorted(file.name for file in (tmp_path / "arabic").iterdir()) == ["arabic.ttf", SANS.laid]
    lay_fonts("Ana عدّت", tmp_path / "arabic")
    assert all(file.stat().st_size > 50_000 for file in (tmp_path / "arabic").iterdir())
