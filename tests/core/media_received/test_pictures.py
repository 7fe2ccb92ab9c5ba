"""Pictures that go out and come in: as large as asked, upright, showing something, silent on their maker."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from twin import media

from core.errors import BadInput
from core.media.hand_over import Fit, picture, size_within
from core.media.receive_picture import check_picture
from core.media.received import NoGood

from .conftest import Keep


def as_file(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def painted(width: int, height: int) -> Image.Image:
    return Image.open(io.BytesIO(media.picture("x", width, height)))


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "Somebody's camera"
    return made


def test_a_picture_that_fits_goes_out_as_it_is(keep: Keep) -> None:
    data = media.picture("x", 800, 600, "jpeg")
    ready = picture(keep(data), Fit(most_pixels=1_000_000))
    assert (ready.data, ready.mime, ready.width, ready.height) == (data, "image/jpeg", 800, 600)


@pytest.mark.parametrize(
    ("fit", "size"),
    [
        (Fit(most_pixels=1_000_000), (1154, 866)),
        (Fit(most_px=1000), (1000, 750)),
        (Fit(least_px=2400), (3200, 2400)),
        (Fit(), (1600, 1200)),
    ],
)
def test_a_picture_is_sent_in_the_size_that_the_model_takes(
    fit: Fit, size: tuple[int, int], keep: Keep
) -> None:
    ready = picture(keep(media.picture("x", 1600, 1200)), fit)
    assert (ready.width, ready.height) == size
    with Image.open(io.BytesIO(ready.data)) as image:
        assert image.size == size


@given(st.integers(16, 6000), st.integers(16, 6000), st.integers(50_000, 4_000_000))
def test_no_picture_goes_out_with_more_pixels_than_it_is_paid_for(width: int, height: int, most: int) -> None:
    across, down = size_within(width, height, Fit(most_pixels=most))
    assert across * down <= max(most, 1)
    assert across >= 1 and down >= 1


def test_a_turned_photo_goes_out_upright_and_without_its_exif(keep: Keep) -> None:
    ready = picture(keep(as_file(painted(400, 300), "JPEG", exif=exif(orientation=6))), Fit())
    with Image.open(io.BytesIO(ready.data)) as image:
        assert image.size == (300, 400)
        assert not image.getexif()


def test_transparent_parts_become_white_since_models_refuse_them(keep: Keep) -> None:
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    ready = picture(keep(as_file(clear)), Fit())
    with Image.open(io.BytesIO(ready.data)) as image:
        assert image.mode == "RGB"
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_file_that_is_too_large_goes_out_as_a_smaller_one(keep: Keep) -> None:
    noisy = Image.effect_noise((900, 900), 90).convert("RGB")
    data = as_file(noisy)
    ready = picture(keep(data), Fit(most_bytes=400_000))
    assert ready.mime == "image/jpeg"
    assert len(ready.data) <= 400_000 < len(data)


def test_a_format_that_the_model_does_not_read_is_changed(keep: Keep) -> None:
    ready = picture(keep(media.picture("x", 300, 300, "webp")), Fit(formats=("image/png", "image/jpeg")))
    assert ready.mime == "image/jpeg"


def test_a_file_that_is_no_picture_is_not_sent(keep: Keep) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        picture(keep(b"no picture at all"), Fit())


def test_what_came_is_kept_with_its_size(keep: Keep) -> None:
    path = keep(media.picture("x", 1280, 720))
    seen = check_picture(path, (1280, 720))
    assert (seen.path, seen.mime, seen.facts) == (path, "image/png", {"width": 1280, "height": 720})


@pytest.mark.parametrize("size", [(1344, 768), (1024, 576), (1280, 704)])
def test_models_have_sizes_of_their_own_and_the_nearest_is_taken(size: tuple[int, int], keep: Keep) -> None:
    assert check_picture(keep(media.picture("x", *size)), (1280, 720)).facts["width"] == size[0]


@pytest.mark.parametrize("size", [(640, 400), (720, 1280), (1024, 1024), (512, 288)])
def test_another_shape_or_much_smaller_is_no_good(size: tuple[int, int], keep: Keep) -> None:
    with pytest.raises(NoGood, match="were asked for") as bad:
        check_picture(keep(media.picture("x", *size)), (1280, 720))
    assert not bad.value.broken


@pytest.mark.parametrize(("level", "says"), [(0, "all black"), (6, "all black"), (255, "one single colour")])
def test_a_picture_that_shows_nothing_is_no_good(level: int, says: str, keep: Keep) -> None:
    with pytest.raises(NoGood, match=says):
        check_picture(keep(as_file(Image.new("RGB", (640, 360), (level,) * 3))), (640, 360))


def test_a_dark_picture_that_shows_something_is_kept(keep: Keep) -> None:
    dark = painted(640, 360).point(lambda level: level // 12)
    assert check_picture(keep(as_file(dark)), (640, 360)).facts["width"] == 640


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_half_a_picture_is_broken(form: str, keep: Keep) -> None:
    data = media.picture("x", 640, 360, form)
    with pytest.raises(NoGood) as bad:
        check_picture(keep(data[: len(data) // 2]), (640, 360))
    assert bad.value.broken


@pytest.mark.parametrize(
    ("form", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/png")]
)
def test_what_a_file_says_beside_the_picture_is_not_kept(form: str, mime: str, keep: Keep) -> None:
    seen = check_picture(keep(as_file(painted(640, 360), form, exif=exif())), (640, 360))
    assert seen.mime == mime
    with Image.open(seen.path) as image:
        assert not image.getexif()
        assert "exif" not in image.info
