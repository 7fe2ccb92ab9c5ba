"""Media: short-lived signed addresses for files, byte ranges, small copies of pictures, downloads.

An image or video element sends no bearer token, so its address carries a signature instead: for one person's
project, one file, until a moment that stays the same for hours, so that browsers can keep what they have.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from aiohttp import web
from PIL import Image

from core.errors import NotAllowed, NotFound, NotReady
from web.table import SETTINGS, STUDIO

HOURS = 6
"""Addresses change at every sixth hour (UTC) and are good for two such spans."""

WIDTHS = (160, 320, 640, 1280)
"""Px: small copies come in these widths only."""

STRAIGHT = ("video/", "audio/", "image/png", "image/jpeg", "image/webp")
"""Types that browsers get from an object store themselves."""

AT_ONCE = web.AppKey("small copies at once", asyncio.Semaphore)
"""Of the app, because a semaphore belongs to the loop in which somebody first waited for it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and checks addresses with a key that stays in DATA_DIR."""

    key: bytes
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, data_dir: Path) -> Signer:
        """The installation's key, made when there is none."""
        file = data_dir / "web.key"
        with contextlib.suppress(FileNotFoundError):
            return cls(bytes.fromhex(file.read_text()))
        data_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), open(file, "x", opener=_private) as made:
            made.write(secrets.token_hex(32))
        return cls(bytes.fromhex(file.read_text()))

    def address(
        self, person: str, project: str, sha: str, *, width: int = 0, name: str = "", below: str = ""
    ) -> str:
        """The address of a file; `width` of its small copy, `name` to be saved under, `below` it a path."""
        until = self._until()
        query = {"u": _packed(person), "e": str(until), "s": self._signed(person, project, sha, until)}
        if width:
            query["w"] = str(width)
        if name:
            query["n"] = name
        return f"/m/{project}/{sha}{below}?{urlencode(query)}"

    def check(self, person: str, project: str, sha: str, until: int, signature: str) -> None:
        """Raises NotAllowed for anything but an address of ours that is still good."""
        good = hmac.compare_digest(self._signed(person, project, sha, until).encode(), signature.encode())
        if not good or self.clock() > until:
            raise NotAllowed("This address is not good (any more).", next_step="Load the page again.")

    def _until(self) -> int:
        span = HOURS * 3600
        return (int(self.clock()) // span + 2) * span

    def _signed(self, person: str, project: str, sha: str, until: int) -> str:
        words = "\n".join((person, project, sha, str(until)))
        return hmac.new(self.key, words.encode(), hashlib.sha256).hexdigest()[:40]


SIGNER = web.AppKey("signer", Signer)


async def media(request: web.Request) -> web.StreamResponse:
    """A file by its signed address: whole, a range of it, or a small copy."""
    query, project, sha = request.query, request.match_info["project"], request.match_info["sha"]
    person, until = signed_for(request)
    width = int(query["w"]) if query.get("w", "").isdigit() else 0
    if width not in WIDTHS and (far := await straight(request, person, project, sha, query.get("n", ""))):
        return far
    file = await request.app[STUDIO].media(person, project, sha)
    if width in WIDTHS and file.mime.startswith("image/") and file.mime != "image/svg+xml":
        small = await small_copy(file.path, sha, width, request.app)
        return sent(small, "image/webp", until=until)
    return sent(file.path, file.mime, name=query.get("n", ""), until=until)


async def straight(
    request: web.Request, person: str, project: str, sha: str, name: str = ""
) -> web.Response | None:
    """The way to a file in the object store; None where we have to send it ourselves.

    That is where there is no such store; texts, which a page reads as its own; what its scripts fetch, for a
    script may not read another server's answer unless that server says so; and the answer to HEAD, since an
    address of the store's is good for one method only. Raises NotFound.
    """
    if request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "") == "cors":
        return None
    shown = attachment(name) if name else ""
    url = await request.app[STUDIO].straight(person, project, sha, STRAIGHT, shown)
    if not url:
        return None
    return web.Response(status=302, headers={"Location": url, "Cache-Control": "no-store"})


def signed_for(request: web.Request) -> tuple[str, int]:
    """Whose signed address this is, and until when it is good. Raises NotAllowed."""
    query, info = request.query, request.match_info
    try:
        person, until = _unpacked(query["u"]), int(query["e"])
    except (KeyError, ValueError):
        raise NotAllowed("This address is not complete.") from None
    request.app[SIGNER].check(person, info["project"], info["sha"], until, query.get("s", ""))
    return person, until


def sent(path: Path, mime: str, *, name: str = "", until: int = 0) -> web.FileResponse:
    """A file of ours; bytes behind a hash never change. Raises NotFound when it is gone."""
    if not path.is_file():
        raise NotFound("This file is not here any more.")
    answer = web.FileResponse(path)
    answer.content_type = mime
    answer.headers["Cache-Control"] = f"private, max-age={HOURS * 3600}, immutable" if until else "no-store"
    if mime in ("image/svg+xml", "text/html"):
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if name:
        answer.headers["Content-Disposition"] = attachment(name)
        answer.headers["Access-Control-Allow-Origin"] = "https://web.telegram.org"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def attachment(name: str) -> str:
    """A header that has the file saved under this name, in every script (RFC 6266)."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", ascii_name).strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_name(title: str, ending: str) -> str:
    """A title as the name of a file."""
    words = re.sub(r'[\x00-\x1f/\\:*?"<>|]+', " ", title).strip(" .")[:80] or "film"
    return f"{words}{ending}"


async def small_copy(path: Path, sha: str, width: int, app: web.Application) -> Path:
    """A picture as WebP of this width at most, kept beside the media so that it is made once."""
    kept = app[SETTINGS].data_dir / "cache" / "page" / f"{sha}-{width}.webp"
    if not kept.exists():
        async with app[AT_ONCE]:
            await asyncio.to_thread(_shrink, path, kept, width)
    return kept


def _shrink(path: Path, kept: Path, width: int) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    made = kept.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (width, width * 4))
            share = min(1.0, width / picture.width)
            size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
            small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
            small.save(made, "WEBP", quality=78, method=2)
        made.replace(kept)
    except OSError:
        made.unlink(missing_ok=True)
        raise NotReady("This picture cannot be shown.") from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _packed(person: str) -> str:
    return base64.urlsafe_b64encode(person.encode()).decode().rstrip("=")


def _unpacked(packed: str) -> str:
    return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
