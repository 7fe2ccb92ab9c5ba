"""The door: every bad input is refused with a sentence that says what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.errors import BadInput, NotFound
from core.intake import clean_photo, source_from, source_from_bytes, source_from_file, source_from_text


def photo(path: Path, size: tuple[int, int] = (40, 20), **options: object) -> Path:
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((0, 0), (0, 0, 255))
    image.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "text"), ("a.md", "markdown"), ("a.fountain", "fountain"), ("a.unknown", "text")],
)
def test_a_file_is_read_by_what_its_name_says(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text("Ana ran.\nTom fell.", encoding="utf-8")
    source = source_from(str(tmp_path / name))
    assert (source.text, source.format) == ("Ana ran.\nTom fell.", kind)


def test_one_typed_line_is_a_prompt_and_several_are_a_text() -> None:
    assert source_from("A lighthouse keeper finds a bottle.").format == "prompt"
    assert source_from("Ana ran.\nTom fell.").format == "text"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("# The Lantern\n\nThe wind came first.", "markdown"),
        ("The wind came first.\n\n## At night\n\nMira ran.", "markdown"),
        ("EXT. MARKET SQUARE - DAY\n\nBruno sweeps.", "fountain"),
        ("Title: Two\n\nINT. BAKERY - NIGHT\n\nBRUNO\nGood night.", "fountain"),
        ("We are #1 today.\n\n#hashtags are no headings.", "text"),
        ("Extra bread.\n\nInt. note - nothing of it is a scene.", "text"),
    ],
)
def test_a_pasted_story_is_read_by_its_looks(given: str, kind: str) -> None:
    """Nobody wants to hear a hash or a slug line read aloud."""
    assert source_from_text(given).format == kind


@pytest.mark.parametrize("given", ["missing.txt", "./nowhere/at all.fountain", "/no/such/file"])
def test_a_path_that_leads_nowhere_is_not_taken_for_a_story(given: str) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        source_from(given)


@pytest.mark.parametrize("text", ["", "  \n\t ", "\ufeff\n"])
def test_an_empty_story_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="no story"):
        source_from(str(tmp_path / "a.txt"))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"caf\xe9", b"abc\0def", bytes(range(256))])
def test_a_binary_file_is_refused_and_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "it's 100%: a.txt").write_bytes(data)
    with pytest.raises(BadInput, match=r"it's 100%: a\.txt is not a text file"):
        source_from_file(tmp_path / "it's 100%: a.txt")


def test_five_megabytes_of_text_are_refused_with_the_limit() -> None:
    with pytest.raises(BadInput, match=r"5\.0 MB; a story may have 4 MB"):
        source_from_bytes(b"a " * 2_500_000)


def test_utf_16_with_its_mark_is_text_too() -> None:
    assert source_from_bytes("Čau, Ana.".encode("utf-16")).text == "Čau, Ana."


def test_a_photo_comes_out_upright_and_without_its_exif(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    path = photo(tmp_path / "a.jpg", exif=exif)
    data = clean_photo(path)
    with Image.open(io.BytesIO(data)) as clean:
        assert clean.size == (20, 40)
        assert not clean.getexif()
    assert b"secret" not in data


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_a_photo_keeps_its_pixels_and_nothing_else(tmp_path: Path, mode: str) -> None:
    hidden = PngInfo()
    hidden.add_text("Comment", "secret place")
    hidden.add_itxt("XML:com.adobe.xmp", "secret place")
    told = {"pnginfo": hidden, "icc_profile": b"secret place", "dpi": (72, 72)}
    told |= {"transparency": 0} if mode in ("P", "L") else {}
    Image.new("RGB", (40, 20), (200, 30, 30)).convert(mode).save(tmp_path / "a.png", "PNG", **told)
    with Image.open(io.BytesIO(clean_photo(tmp_path / "a.png"))) as clean:
        clean.load()
        assert (clean.mode, clean.size, clean.info) == ("RGB", (40, 20), {})


def test_a_large_photo_is_kept_smaller(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(clean_photo(photo(tmp_path / "a.png", (4000, 1000))))) as clean:
        assert clean.size == (2048, 512)


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    photo(tmp_path / "bomb.png", (10_000, 6_000))
    with pytest.raises(BadInput, match="megapixels"):
        clean_photo(tmp_path / "bomb.png")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nrubbish", b"<svg/>"])
def test_what_is_no_photo_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(BadInput, match="not a picture"):
        clean_photo(tmp_path / "a.png")


def test_a_missing_photo_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no photo"):
        clean_photo(tmp_path / "none.jpg")
