"""A person's photos: read within bounds, cut out, toned, and seen in the picture."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from core.errors import Fault, ProviderError
from core.providers.local.artist.cutout import find_face, head_mask, thing_mask
from core.providers.local.artist.easel import paint_request
from core.providers.local.artist.painter import Pixels, paint
from core.providers.local.artist.panel import draw_panel
from core.providers.local.artist.photo import Photo, from_cutout, prepare, read_photo, tone
from core.requests import Figure, ImageRequest, Reference
from core.story import Place, Size, TimeOfDay

AsFile = Callable[..., bytes]
Ask = Callable[..., ImageRequest]


def halves() -> Pixels:
    """A view that is red on the left and blue on the right."""
    view = np.zeros((120, 200, 3), np.uint8)
    view[:, :100], view[:, 100:] = (200, 40, 40), (40, 40, 200)
    return view


def noisy(picture: Pixels) -> Pixels:
    grain = np.random.RandomState(2).normal(0, 6, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 1.0) + grain, 0, 255).astype(np.uint8)


def portrait(ask: Ask) -> tuple[Pixels, tuple[float, float]]:
    """A grainy picture of a face, and where its eyes are."""
    eve = Figure("Eve", "woman, fair skin, short brown hair, grey sweater", "woman", "adult")
    drawing = draw_panel(
        ask(px=(480, 600), size=Size.CLOSE, place=Place.HARBOUR, time=TimeOfDay.DAY, figures=(eve,)), {}
    )
    left, top, right, bottom = drawing.faces[0].eyes
    return noisy(paint(drawing)), ((left + right) / 2, (top + bottom) / 2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_kinds_of_picture_are_read(as_file: AsFile, kind: str) -> None:
    seen = read_photo(as_file(halves(), kind))
    assert seen.shape == (120, 200, 3)
    assert seen[60, 20, 0] > 150 and seen[60, 180, 2] > 150


@pytest.mark.parametrize(("turn", "left_is_red"), [(1, True), (3, False)])
def test_a_photo_is_turned_as_the_camera_says(as_file: AsFile, turn: int, left_is_red: bool) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    seen = read_photo(as_file(halves(), exif=exif.tobytes()))
    assert bool(seen[60, 20, 0] > seen[60, 20, 2]) is left_is_red


def test_a_photo_lying_on_its_side_is_set_upright(as_file: AsFile) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = read_photo(as_file(halves(), exif=exif.tobytes()))
    assert seen.shape == (200, 120, 3)
    assert seen[20, 60, 0] > 150


def test_a_photo_with_too_many_pixels_is_refused_before_it_is_unpacked(as_file: AsFile) -> None:
    huge = as_file(np.zeros((7100, 7100), np.bool_), "PNG")
    with pytest.raises(ProviderError, match="50 million") as refusal:
        read_photo(huge)
    assert refusal.value.fault is Fault.INVALID_INPUT


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a" + bytes(40)])
def test_what_is_no_picture_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(ProviderError, match="JPEG, PNG or WebP") as refusal:
        read_photo(data)
    assert refusal.value.fault is Fault.INVALID_INPUT


def test_a_large_photo_is_kept_at_a_size_a_panel_can_use(as_file: AsFile) -> None:
    large = np.kron(halves(), np.ones((20, 20, 1), np.uint8))
    assert max(read_photo(as_file(large)).shape) == 1600


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 700, 3), (700, 3, 3), (40, 40, 3)])
@pytest.mark.parametrize("kind", ["set", "character", "prop"])
def test_a_photo_of_next_to_nothing_is_used_all_the_same(
    as_file: AsFile, ask: Ask, kind: str, shape: tuple[int, int, int]
) -> None:
    photo = prepare(as_file(np.full(shape, 130, np.uint8)), kind)
    name = {"set": "the harbour", "character": "ana", "prop": "lantern"}[kind]
    size = Size.INSERT if kind == "prop" else Size.MEDIUM
    request = ask(size=size, props=("lantern",), focus="lantern" if kind == "prop" else "Ana")
    assert paint(draw_panel(request, {name: photo})).shape == (270, 480, 3)


def test_a_broken_cut_out_is_refused_with_what_to_do() -> None:
    with pytest.raises(ProviderError, match="could not be read"):
        from_cutout(b"\x89PNG\r\n\x1a\nbroken", "prop")


def test_toning_calms_grain_and_keeps_what_is_seen() -> None:
    plain = halves()
    grainy = noisy(plain)
    toned = tone(grainy).astype(float)
    assert (
        toned[20:100, 10:90].std(axis=(0, 1)).mean()
        < 0.6 * grainy[20:100, 10:90].astype(float).std(axis=(0, 1)).mean()
    )
    assert toned[60, 20, 0] > 140 and toned[60, 180, 2] > 140


def test_a_face_is_found_where_it_is(ask: Ask) -> None:
    picture, (x, y) = portrait(ask)
    face = find_face(picture)
    assert abs(face.x - x) < 0.3 * face.width
    assert abs(face.y - y) < 0.4 * face.height


def test_a_cut_out_head_has_the_face_and_not_the_corners(ask: Ask) -> None:
    picture, (x, y) = portrait(ask)
    mask = head_mask(picture)
    assert mask[int(y) - 6 : int(y) + 6, int(x) - 20 : int(x) + 20].min() > 240
    assert max(mask[:20, :20].max(), mask[:20, -20:].max(), mask[-20:, :20].max(), mask[-20:, -20:].max()) == 0


def test_a_thing_is_cut_from_its_ground() -> None:
    photo = np.full((240, 320, 3), (190, 180, 165), np.uint8)
    cv2.ellipse(photo, (160, 120), (70, 50), 0, 0, 360, (40, 110, 60), -1)
    mask = thing_mask(noisy(photo)) > 128
    truth = np.zeros((240, 320), np.uint8)
    cv2.ellipse(truth, (160, 120), (70, 50), 0, 0, 360, 1, -1)
    overlap = (mask & (truth > 0)).sum() / (mask | (truth > 0)).sum()
    assert overlap > 0.85


def test_a_set_photo_fills_the_frame_and_night_looks_like_night(as_file: AsFile, ask: Ask) -> None:
    photos = {"the harbour": prepare(as_file(noisy(halves())), "set")}
    day, night = (
        paint(draw_panel(ask(size=Size.WIDE, figures=(), time=time), photos)).astype(float)
        for time in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )
    assert day[135, 60, 0] > day[135, 60, 2] and day[135, 420, 2] > day[135, 420, 0]
    assert night.mean() < 0.75 * day.mean()


def test_a_photographed_head_sits_on_the_drawn_body(as_file: AsFile, ask: Ask) -> None:
    head = np.zeros((120, 90, 4), np.uint8)
    cv2.ellipse(head, (45, 60), (42, 58), 0, 0, 360, (30, 220, 60, 255), -1)
    drawn = draw_panel(ask(place=Place.ROOM, time=TimeOfDay.DAY), {})
    left, top, right, bottom = next(face for face in drawn.faces if face.figure == 0).eyes
    panel = draw_panel(ask(place=Place.ROOM, time=TimeOfDay.DAY), {"ana": Photo("character", head)})
    seen = paint(panel)[int(top) : int(bottom), int(left) : int(right)].reshape(-1, 3).mean(axis=0)
    assert seen[1] > seen[0] + 40 and seen[1] > seen[2] + 40
    assert [face.figure for face in panel.faces] == [1]


def test_a_photo_reference_is_handed_over_with_its_cut_out(as_file: AsFile, ask: Ask, desk: object) -> None:
    picture, _ = portrait(ask)
    asset = desk.keep(as_file(picture))  # type: ignore[attr-defined]
    guide = Reference(asset, "Ana", "character", guide=True)
    made = paint_request(ask(subject="character", references=(guide,)), desk)  # type: ignore[arg-type]
    assert made.facts["drawn"] is False
    cut = cv2.imdecode(np.frombuffer(made.parts["cutout"].data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert cut.shape[2] == 4 and 0 < (cut[..., 3] > 128).mean() < 1
    again = desk.keep(made.parts["cutout"].data)  # type: ignore[attr-defined]
    use = Reference(asset, "Ana", "character", cutout=again)
    frame = paint_request(ask(references=(use,)), desk)  # type: ignore[arg-type]
    assert frame.facts["drawn"] is False
    assert frame.main.data != paint_request(ask(), desk).main.data  # type: ignore[arg-type]


def test_a_reference_the_artist_drew_is_simply_drawn_again(ask: Ask, desk: object) -> None:
    drawn = Reference("0" * 64, "Ana", "character", drawn=True)
    made = paint_request(ask(references=(drawn,)), desk)  # type: ignore[arg-type]
    assert made.facts["drawn"] is True
    assert made.main.data == paint_request(ask(), desk).main.data  # type: ignore[arg-type]
