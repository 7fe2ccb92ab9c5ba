"""A bucket of an S3-compatible object store: put, get, look, delete, and addresses that open without a key.

Requests are signed as the protocol says (Signature Version 4), and each upload names the sha-256 of its bytes,
which are our asset's name: a store that got other bytes refuses them. Everything here blocks: use a thread.
Why no client library: docs/decisions/2026-11-22-media-in-an-object-store.md.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx

from core.errors import BadInput, StoreAway
from core.settings import Settings

LINK_SPAN = 1800
"""Seconds: addresses stay the same for so long, so that browsers keep what they have, and are good for at
least as long again: longer than anybody pauses a film."""

TRIES = 3
"""How often a request is sent whose connection broke or that the store put off."""

_TIMES = httpx.Timeout(30.0, connect=5.0, pool=60.0)
_ROOM = httpx.Limits(max_connections=16, max_keepalive_connections=16)
_EMPTY = hashlib.sha256(b"").hexdigest()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signer:
    """Signature Version 4 for one key, region and the service s3."""

    access: str
    secret: str
    region: str
    service: str = "s3"

    def headers(
        self, method: str, url: str, payload: str, at: datetime, more: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """What has to be sent along; `payload` is the body's sha-256, `more` is signed too."""
        stamp = f"{at:%Y%m%dT%H%M%SZ}"
        signed = {
            **{name.lower(): value for name, value in (more or {}).items()},
            "host": urlsplit(url).netloc,
            "x-amz-content-sha256": payload,
            "x-amz-date": stamp,
        }
        signature = self._signature(method, url, urlsplit(url).query, signed, payload, stamp)
        names = ";".join(sorted(signed))
        words = f"Credential={self.access}/{self._scope(stamp)}, SignedHeaders={names}, Signature={signature}"
        return {**signed, "authorization": f"AWS4-HMAC-SHA256 {words}"}

    def address(self, url: str, seconds: int, at: datetime, more: Mapping[str, str] | None = None) -> str:
        """An address for GET, good for so many seconds from `at`; `more` are parameters of the store's."""
        stamp = f"{at:%Y%m%dT%H%M%SZ}"
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.access}/{self._scope(stamp)}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": "host",
            **(more or {}),
        }
        asked = urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")
        signed = {"host": urlsplit(url).netloc}
        signature = self._signature("GET", url, asked, signed, "UNSIGNED-PAYLOAD", stamp)
        return f"{url}?{asked}&X-Amz-Signature={signature}"

    def _scope(self, stamp: str) -> str:
        return f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"

    def _signature(
        self, method: str, url: str, query: str, headers: Mapping[str, str], payload: str, stamp: str
    ) -> str:
        told = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
        names = ";".join(sorted(headers))
        request = "\n".join((method, urlsplit(url).path or "/", query, told, names, payload))
        digest = hashlib.sha256(request.encode()).hexdigest()
        key = f"AWS4{self.secret}".encode()
        for part in (stamp[:8], self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        words = "\n".join(("AWS4-HMAC-SHA256", stamp, self._scope(stamp), digest))
        return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """An object that is there."""

    size: int
    modified: datetime


class Bucket:
    """One bucket, or what lies below a prefix in it; safe for any number of threads.

    Every verb raises StoreAway when the store cannot be reached or refuses.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.name, self._prefix = place_of(settings.media_url)
        self._signer = Signer(
            settings.media_access_key.get_secret_value(),
            settings.media_secret_key.get_secret_value(),
            settings.media_region,
        )
        self.endpoint = settings.media_origin()
        self._public = settings.media_origin(public=True)
        self._now = now
        self._lock = threading.Lock()
        self._active = 0
        self._closed = threading.Event()
        self._client = httpx.Client(timeout=_TIMES, limits=_ROOM, follow_redirects=False)

    def put(self, key: str, file: Path, sha: str, mime: str) -> None:
        """Put a file there; `sha` is its sha-256, by which the store checks what it got."""
        headers = {"content-type": mime, "content-length": str(file.stat().st_size)}

        def send() -> None:
            with file.open("rb") as body, self._asked("PUT", key, sha, headers, body) as answer:
                answer.read()

        self._tried(send)

    def get(self, key: str, target: BinaryIO) -> str | None:
        """Fetch an object into an open file; its sha-256, or None when there is no such object."""

        def fetch() -> str | None:
            if target.seekable():
                target.seek(0)
                target.truncate()
            digest = hashlib.sha256()
            with self._asked("GET", key, missing=True) as answer:
                if answer.status_code == 404:
                    return None
                for chunk in answer.iter_bytes(1 << 18):
                    target.write(chunk)
                    digest.update(chunk)
            return digest.hexdigest()

        return self._tried(fetch)

    def look(self, key: str) -> Found | None:
        """How large an object is and when it was put there; None when there is none."""

        def ask() -> Found | None:
            with self._asked("HEAD", key, missing=True) as answer:
                if answer.status_code == 404:
                    return None
                told = answer.headers
                return Found(int(told["content-length"]), parsedate_to_datetime(told["last-modified"]))

        return self._tried(ask)

    def delete(self, key: str) -> None:
        """Remove an object, if it is there."""

        def ask() -> None:
            with self._asked("DELETE", key, missing=True) as answer:
                answer.read()

        self._tried(ask)

    def address(self, key: str, mime: str, disposition: str = "") -> str:
        """An address that opens without a key for a while; the answer says this type and disposition."""
        moment = int(self._now().timestamp()) // LINK_SPAN * LINK_SPAN
        more = {"response-content-type": mime, "response-cache-control": "private, max-age=3600, immutable"}
        if disposition:
            more["response-content-disposition"] = disposition
        begun = datetime.fromtimestamp(moment, UTC)
        return self._signer.address(self._url(key, self._public), 2 * LINK_SPAN, begun, more)

    def close(self) -> None:
        """Let go of connections: at once, or as soon as what is under way in other threads has ended."""
        with self._lock:
            self._closed.set()
            idle = not self._active
        if idle:
            self._client.close()

    # Inside

    def _url(self, key: str, origin: str) -> str:
        path = "/".join(part for part in (self.name, self._prefix, key) if part)
        return f"{origin}/{quote(path, safe='/-_.~')}"

    @contextmanager
    def _asked(
        self,
        method: str,
        key: str,
        payload: str = _EMPTY,
        headers: Mapping[str, str] | None = None,
        body: BinaryIO | None = None,
        *,
        missing: bool = False,
    ) -> Iterator[httpx.Response]:
        """One request and its answer; `missing` lets 404 through where it says that there is no such object."""
        url = self._url(key, self.endpoint)
        signed = self._signer.headers(method, url, payload, self._now(), headers)
        with self._client.stream(method, url, headers=signed, content=body) as answer:
            if answer.status_code >= 300:
                text = answer.read().decode(errors="replace")
                code = (re.findall(r"<Code>([A-Za-z0-9]+)</Code>", text) or [""])[0]
                if not (missing and answer.status_code == 404 and code in ("", "NoSuchKey")):
                    raise _Refused(answer.status_code, code)
            yield answer

    def _tried(self, send: Callable[[], T]) -> T:
        """Send it, some times where that may help. Raises StoreAway."""
        with self._lock:
            if self._closed.is_set():
                raise self._away("is not used any more", "Nothing is lost.")
            self._active += 1
        try:
            return self._sent(send)
        finally:
            with self._lock:
                self._active -= 1
                last = self._closed.is_set() and not self._active
            if last:
                self._client.close()

    def _sent(self, send: Callable[[], T]) -> T:
        for tries_left in reversed(range(TRIES)):
            try:
                return send()
            except httpx.HTTPError as broken:
                if not tries_left or isinstance(broken, httpx.ConnectError | httpx.TimeoutException):
                    raise self._away(f"cannot be reached: {type(broken).__name__}") from broken
            except _Refused as refused:
                if not tries_left or (refused.status < 500 and refused.status != 429):
                    raise self._away(*_words(refused, self.name)) from refused
        raise AssertionError

    def _away(self, what: str, next_step: str = "") -> StoreAway:
        return StoreAway(
            f"The object store at {self.endpoint} {what}.",
            next_step=next_step or "Look whether it runs, and whether MEDIA_ENDPOINT is right.",
        )


def sha_of(path: Path) -> str:
    """The sha-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://bucket/prefix`. Raises BadInput."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadInput(
            "MEDIA_URL is no address of a bucket.", next_step="Write it so: s3://bucket or s3://bucket/folder"
        )
    return parts.netloc, parts.path.strip("/")


class _Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


_CODES: Mapping[str, tuple[str, str]] = {
    "NoSuchBucket": ("has no bucket {bucket}", "Make the bucket, or correct MEDIA_URL."),
    "InvalidAccessKeyId": ("does not know the key", "Correct MEDIA_ACCESS_KEY."),
    "SignatureDoesNotMatch": ("does not take the key's secret", "Correct MEDIA_SECRET_KEY."),
    "RequestTimeTooSkewed": ("has another time than this machine", "Let this machine set its clock."),
    "AuthorizationHeaderMalformed": ("is in another region", "Correct MEDIA_REGION."),
    "PermanentRedirect": ("is at another address", "Correct MEDIA_ENDPOINT and MEDIA_REGION."),
    "AccessDenied": (
        "denies access to the bucket {bucket}",
        "Let the key get, put, delete and list objects of the bucket.",
    ),
}
"""What stores say -> our words and what to do."""

_STATUSES = {301: "PermanentRedirect", 401: "InvalidAccessKeyId", 403: "AccessDenied", 404: "NoSuchBucket"}
"""For answers without a body."""

_FULL = ("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge")


def _words(refused: _Refused, bucket: str) -> tuple[str, str]:
    code = refused.code or _STATUSES.get(refused.status, "")
    if code in _FULL or refused.status == 507:
        return "has no more room", "Make room there, or let it hold more."
    if code in _CODES:
        what, next_step = _CODES[code]
        return what.format(bucket=bucket), next_step
    return f"answered {refused.status} {code}".strip(), "Try again later, and look at the store itself."
