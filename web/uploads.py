"""Uploads: files of a form, streamed to disk, bounded in size and number, gone when the request ends."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from core.errors import BadInput
from web.problems import TooLarge, WrongType
from web.table import SETTINGS

MOST_FILES = 20
"""Files of one request."""

MAX_PHOTO = 40_000_000
MAX_CLIP = 1_000_000_000
"""Bytes of a photo (also a sound), and of a clip."""

_CHUNK = 1 << 18


@contextlib.asynccontextmanager
async def uploaded(
    request: web.Request, field: str, most: int, count: int = MOST_FILES
) -> AsyncIterator[list[Path]]:
    """The files of a form's `field`, each of `most` bytes at most; deleted at the end.

    Raises WrongType, TooLarge, and BadInput when there is none.
    """
    if request.content_type != "multipart/form-data":
        raise WrongType("This needs a form with files.", next_step=f"Send multipart/form-data with {field}.")
    work = request.app[SETTINGS].data_dir / "work"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix="upload-") as folder:
        files = await _kept(request, field, most, count, Path(folder))
        if not files:
            raise BadInput(f"There is no file in the field {field!r} of the form.")
        yield files


async def _kept(request: web.Request, field: str, most: int, count: int, folder: Path) -> list[Path]:
    files: list[Path] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name != field:
                continue
            if len(files) == count:
                raise TooLarge(f"One request may bring {count} files.")
            files.append(await _written(part, folder / f"{len(files):02}-{_safe(part.filename)}", most))
    except (ValueError, AssertionError, HttpProcessingError) as wrong:
        raise BadInput("This form cannot be read.") from wrong
    return files


async def _written(part: BodyPartReader, path: Path, most: int) -> Path:
    size = 0
    with path.open("wb") as out:
        while data := await part.read_chunk(_CHUNK):
            size += len(data)
            if size > most:
                raise TooLarge(f"{_safe(part.filename)} is larger than {most // 1_000_000} MB.")
            await asyncio.to_thread(out.write, data)
    return path


def _safe(name: str | None) -> str:
    """A file's own name, harmless."""
    return re.sub(r"[^\w.-]+", "_", Path(name or "file").name)[-60:] or "file"
