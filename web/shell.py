"""The shell: the page's own files, read once, compressed once, under an address that changes with them."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"

_FOREVER = "public, max-age=31536000, immutable"
_ASK = "no-cache"

_ROOT = {
    "index.html": "index.html",
    "sw.js": "sw.js",
    "offline.html": "offline.html",
    "signin.css": "signin.css",
    "manifest.webmanifest": "manifest.webmanifest",
}
"""Files that have an address of their own at the root."""

_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One file, ready to be sent."""

    body: bytes
    small: bytes | None
    mime: str
    tag: str


class Shell:
    """All files of a folder. `version` is in every address, so that nobody gets half of a new version."""

    def __init__(self, folder: Path = STATIC) -> None:
        plain = {
            str(path.relative_to(folder).as_posix()): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        words = hashlib.sha256()
        for name, body in plain.items():
            words.update(name.encode() + b"\0" + body)
        self.version = words.hexdigest()[:12]
        self._files = {name: self._kept(name, body) for name, body in plain.items()}

    def routes(self) -> list[web.RouteDef]:
        """Where the files are."""
        return [
            web.get("/s/{version}/{name:.+}", self._file),
            *(web.get(f"/{name}", self._root) for name in _ROOT if name != "index.html"),
            web.get("/favicon.ico", self._icon),
            web.get("/", self._page),
            web.get("/p/{id}", self._page),
            web.get("/p/{id}/{view}", self._page),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        return self._sent(request, "index.html", _ASK)

    async def _root(self, request: web.Request) -> web.Response:
        return self._sent(request, request.path.removeprefix("/"), _ASK)

    async def _icon(self, request: web.Request) -> web.Response:
        return self._sent(request, "icons/icon.svg", _ASK)

    async def _file(self, request: web.Request) -> web.Response:
        """An older page that is still open gets today's files rather than none."""
        current = request.match_info["version"] == self.version
        return self._sent(request, request.match_info["name"], _FOREVER if current else _ASK)

    def _sent(self, request: web.Request, name: str, cache: str) -> web.Response:
        kept = self._files.get(name)
        if kept is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": cache, "ETag": kept.tag, "Vary": "Accept-Encoding"}
        if kept.tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        body = kept.body
        if kept.small is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = kept.small
        charset = "utf-8" if kept.mime.startswith("text/") else None
        return web.Response(body=body, headers=headers, content_type=kept.mime, charset=charset)

    def _kept(self, name: str, body: bytes) -> Kept:
        if name.endswith((".html", ".js", ".webmanifest")):
            body = body.replace(b"{{version}}", self.version.encode())
        ending = Path(name).suffix
        mime = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        text = ending in (".html", ".js", ".css", ".svg", ".webmanifest", ".json")
        return Kept(body, gzip.compress(body, 9, mtime=0) if text else None, mime, tag)


SHELL = web.AppKey("shell", Shell)
