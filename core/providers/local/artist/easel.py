"""From an image request to files: gathers photos, draws, paints, hands over picture, .svg and cut-out."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from core.errors import Fault, ProviderError
from core.media.copies import keep_planes, keep_small
from core.providers.base import Desk, Done, MadeFile
from core.providers.local.artist import references
from core.providers.local.artist.drawing import Drawing
from core.providers.local.artist.painter import Pixels, paint
from core.providers.local.artist.panel import draw_panel
from core.providers.local.artist.photo import Photo, from_cutout, prepare
from core.providers.local.artist.svg import to_svg
from core.requests import ImageRequest, Reference

_PNG = (
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP),
)
"""Dithered rows repeat nothing, so none is looked for: 909 kB in 33 ms a panel, else 1195 kB in 44."""

_KINDS = ("character", "set", "prop")


def paint_request(request: ImageRequest, desk: Desk) -> Done:
    """The picture of a request as PNG, its .svg beside it, and for a photo's reference the cut-out subject.

    Blocks for some tenths of a second; meant for a thread. Raises ProviderError for an unreadable photo.
    """
    if request.width < 16 or request.height < 16 or request.width * request.height > 16_000_000:
        raise ProviderError(
            Fault.INVALID_INPUT, f"A picture of {request.width} x {request.height} px cannot be drawn."
        )
    photos = gather_photos(request, desk)
    drawing = draw(request, photos)
    parts = {"svg": MadeFile("image/svg+xml", data=to_svg(drawing).encode())}
    subject = _subject_photo(request, photos)
    if subject is not None:
        parts["cutout"] = MadeFile("image/png", data=to_png(subject.pixels))
    facts = {"width": request.width, "height": request.height, "drawn": not photos}
    pixels = paint(drawing)
    png = to_png(pixels)
    if request.staging.subject == "frame":
        _lay_ready(png, pixels, desk)
    return Done(MadeFile("image/png", data=png), parts, facts)


def draw(request: ImageRequest, photos: Mapping[str, Photo]) -> Drawing:
    """The drawing of a frame, or of a reference of a set, prop or character."""
    staging, width, height, seed = request.staging, request.width, request.height, request.seed
    if staging.subject == "set":
        return references.draw_set(staging, width, height, seed, photos)
    if staging.subject == "prop":
        return references.draw_thing(staging, width, height, seed, photos)
    if staging.subject == "character":
        return references.draw_character(staging, width, height, seed, photos)
    return draw_panel(request, photos)


def gather_photos(request: ImageRequest, desk: Desk) -> dict[str, Photo]:
    """The photos among the references, ready to be put in, by entity name; each entity's first one counts."""
    photos: dict[str, Photo] = {}
    for reference in request.references:
        name = reference.entity.casefold()
        if reference.drawn or name in photos:
            continue
        kind = reference.kind if reference.kind in _KINDS else _edited_kind(request.staging.subject)
        photos[name] = _photo(reference, kind, desk)
    return photos


def to_png(pixels: Pixels) -> bytes:
    """RGB or RGBA rows as PNG; compress level 1, since a panel is read once and soon (media.md 6)."""
    order = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, order), _PNG)
    if not done:
        raise ProviderError(Fault.BAD_OUTPUT, "The picture could not be written as a PNG.")
    return data.tobytes()


def _lay_ready(png: bytes, pixels: Pixels, desk: Desk) -> None:
    """Copies for the camera and the storyboard, so that neither has to decode the frame again."""
    asset, picture = (
        hashlib.sha256(png).hexdigest(),
        np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8),
    )
    keep_planes(asset, picture, desk.cache)
    keep_small(asset, picture, desk.cache)


def _edited_kind(subject: str) -> str:
    """A picture that is itself to be edited stands for its own subject; a frame's is taken as its backdrop."""
    return subject if subject in _KINDS else "set"


def _photo(reference: Reference, kind: str, desk: Desk) -> Photo:
    if reference.cutout and kind != "set":
        return from_cutout(desk.path(reference.cutout).read_bytes(), kind)
    kept = desk.cache / f"photo-{kind}-{reference.asset}.png"
    if kept.exists():
        return from_cutout(kept.read_bytes(), kind)
    photo = prepare(desk.path(reference.asset).read_bytes(), kind)
    _keep(kept, photo, desk)
    return photo


def _keep(kept: Path, photo: Photo, desk: Desk) -> None:
    """Cutting out takes longer than painting, so it is done once per photo."""
    desk.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=desk.cache, suffix=".part", delete=False) as part:
        part.write(to_png(np.ascontiguousarray(photo.pixels)))
    Path(part.name).replace(kept)


def _subject_photo(request: ImageRequest, photos: Mapping[str, Photo]) -> Photo | None:
    """The photo of a reference's own subject, for others to use without cutting it out again."""
    if request.staging.subject not in ("character", "prop"):
        return None
    return next((photo for photo in photos.values() if photo.kind == request.staging.subject), None)
