"""The door: what a person hands in is read, checked and cleaned here, or refused with a sentence."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import BadInput, NotFound
from core.media.probe import Unreadable, look
from core.media.sound import decode as decode_sound
from core.story import SAMPLE_RATE

MAX_SOURCE_BYTES = 4_000_000
"""A story file may be this large; anything longer than a novel is a mistake."""

MAX_PHOTO_BYTES = 40_000_000
MAX_PHOTO_PIXELS = 50_000_000
MAX_CLIP_SECONDS = 600
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LONG_SIDE = 2048
"""A guide image is kept at most this large (px): more than any picture model looks at."""

_FORMATS = {
    ".fountain": "fountain",
    ".spmd": "fountain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}

_LOOKS = (
    ("fountain", re.compile(r"^(INT|EXT|EST|INT\./EXT|I/E)[. ] ?\S.* - \S", re.MULTILINE)),
    ("markdown", re.compile(r"^#{1,6} +\S", re.MULTILINE)),
)
"""What only this way of writing has; else a "#" or a slug line would be read aloud."""


@dataclass(frozen=True, slots=True)
class Source:
    """A story as it came: its words and how they are written."""

    text: str
    format: str
    """"prompt", "text", "markdown" or "fountain"."""


def source_from(given: str) -> Source:
    """What was typed on the command line: the path of a story file, or the story itself.

    Raises NotFound for a path that leads nowhere, BadInput for a file that holds no text.
    """
    path = Path(given)
    if _is_file(path):
        return source_from_file(path)
    if _looks_like_path(given):
        raise NotFound(f"There is no file {given!r}.", next_step="Check the path, or put the story in quotes.")
    return source_from_text(given)


def source_from_file(path: Path) -> Source:
    """A story file. Raises BadInput when it is empty, too large or not text."""
    try:
        size = path.stat().st_size
        if size > MAX_SOURCE_BYTES:
            raise BadInput(
                f"{path.name} has {size / 1e6:.1f} MB; a story may have {MAX_SOURCE_BYTES / 1e6:.0f} MB.",
                next_step="Give one chapter at a time.",
            )
        data = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"{path.name} cannot be read: {problem.strerror}.") from problem
    return Source(_checked(decode(data, path.name)), _FORMATS.get(path.suffix.lower(), "text"))


def source_from_bytes(data: bytes, name: str = "The text") -> Source:
    """A story from standard input or a message."""
    if len(data) > MAX_SOURCE_BYTES:
        raise BadInput(
            f"{name} has {len(data) / 1e6:.1f} MB; a story may have {MAX_SOURCE_BYTES / 1e6:.0f} MB.",
            next_step="Give one chapter at a time.",
        )
    return source_from_text(decode(data, name))


def source_from_text(text: str) -> Source:
    """A typed or pasted story: one line is a prompt; headings make it Markdown, slug lines a screenplay."""
    words = _checked(text)
    lines = [line for line in words.splitlines() if line.strip()]
    if len(lines) == 1 and len(words) <= 400:
        return Source(words, "prompt")
    for format, looks in _LOOKS:
        if looks.search(words):
            return Source(words, format)
    return Source(words, "text")


def decode(data: bytes, name: str) -> str:
    """Bytes as text: UTF-8, or UTF-16 with its mark. Raises BadInput for anything else."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadInput(
            f"{name} is not a text file (byte {wrong.start} is not UTF-8).",
            next_step="Save it as plain text in UTF-8 and try again.",
        ) from wrong
    if "\0" in text:
        raise BadInput(f"{name} is not a text file.", next_step="Give a .txt, .md or .fountain file.")
    return text


def clean_photo(path: Path) -> bytes:
    """A guide image as a plain PNG: upright, bounded, without EXIF or anything hidden.

    Raises NotFound, or BadInput when it is no JPEG, PNG, WebP or HEIC, is damaged or far too large.
    """
    if not _is_file(path):
        raise NotFound(f"There is no photo {str(path)!r}.", next_step="Check the path.")
    if path.stat().st_size > MAX_PHOTO_BYTES:
        raise BadInput(f"{path.name} is larger than {MAX_PHOTO_BYTES // 1_000_000} MB.", next_step=_SMALLER)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _cleaned(path)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise BadInput(
            f"{path.name} is not a picture that can be read.", next_step="Give a JPEG, PNG, WebP or HEIC photo."
        ) from wrong


def check_clip(path: Path) -> dict[str, int]:
    """Width, height (px) and duration_ms of a person's own clip. Raises NotFound and BadInput."""
    if not _is_file(path):
        raise NotFound(f"There is no clip {str(path)!r}.", next_step="Check the path.")
    try:
        clip = look(path)
    except Unreadable as wrong:
        raise BadInput(
            f"{path.name} cannot be used as a clip: {wrong}.", next_step="Give an MP4, MOV or WebM that plays."
        ) from wrong
    if clip.seconds > MAX_CLIP_SECONDS:
        raise BadInput(
            f"{path.name} lasts more than {MAX_CLIP_SECONDS // 60} minutes.", next_step="Cut out what is meant."
        )
    return {"width": clip.width, "height": clip.height, "duration_ms": round(clip.seconds * 1000)}


def check_sound(path: Path) -> None:
    """Make sure that a person's music can be heard. Raises NotFound and BadInput."""
    if not _is_file(path):
        raise NotFound(f"There is no sound file {str(path)!r}.", next_step="Check the path.")
    decode_sound(path, channels=2, at_most=SAMPLE_RATE)


@cache
def _knows_heic() -> None:
    """What telephones take is read by pi-heif, loaded when the first photo comes."""
    from pi_heif import register_heif_opener  # type: ignore[attr-defined]

    register_heif_opener()


_SMALLER = "Give a smaller copy of the photo."


def _cleaned(path: Path) -> bytes:
    _knows_heic()
    with Image.open(path, formats=PHOTO_FORMATS) as photo:
        if photo.width * photo.height > MAX_PHOTO_PIXELS:
            raise BadInput(f"{path.name} has more than 50 megapixels.", next_step=_SMALLER)
        if photo.mode in _SMOOTH:
            photo.thumbnail((LONG_SIDE, LONG_SIDE))  # first, so that a large JPEG is never decoded in full
        ImageOps.exif_transpose(photo, in_place=True)
        bare: Image.Image = photo if photo.mode == "RGB" else photo.convert("RGB")
        bare.thumbnail((LONG_SIDE, LONG_SIDE))
        bare.info = {}  # all that a PNG would be given of it beside its pixels; copies of those take 8 MB each
        out = io.BytesIO()
        bare.save(out, "PNG", compress_level=1, compress_type=RLE)
    return out.getvalue()


_SMOOTH = ("RGB", "L")
"""Modes that are made smaller as well before they become RGB as after it."""

RLE = 3
"""zlib's Z_RLE: packs a photo as small as usual (4.6 of 4.7 MB) in two thirds of the time."""


def _checked(text: str) -> str:
    if not text.strip():
        raise BadInput("There is no story in it.", next_step="Write at least one sentence.")
    if not any(character.isalnum() for character in text):
        raise BadInput("There are no words in it, only signs.", next_step="Write at least one sentence.")
    return text


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _looks_like_path(given: str) -> bool:
    suffix = Path(given[-20:]).suffix.lower()
    return (
        "\n" not in given and len(given) < 300 and (suffix in _FORMATS or given.startswith(("./", "/", "~/")))
    )
