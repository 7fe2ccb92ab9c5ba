"""A bucket of an S3-compatible object store: put, get, look, delete, and addresses that open without a key.

obstore speaks to the store; only addresses are signed here, since its own name no type and no file name. What
is put there has to have the sha-256 that is our asset's name. Everything here blocks: use a thread.
Which of obstore's ways are taken, and why: docs/decisions/2026-11-22-media-in-an-object-store.md.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from core.errors import BadInput, StoreAway
from core.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Credential

LINK_SPAN = 1800
"""Seconds: addresses stay the same for so long, so that browsers keep what they have, and are good for at
least as long again: longer than anybody pauses a film."""

TRIES = 3
"""How often a request is sent whose connection broke or that the store put off."""

PART = 5 << 20
"""Bytes: larger files go there in parts of this size, the smallest the protocol knows; 10,000 at most."""

_AT_ONCE = 2
"""Parts of a file under way at once."""

_READ = 1 << 18

_RETRY: RetryConfig = {
    "max_retries": TRIES - 1,
    "retry_timeout": timedelta(seconds=60),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Addresses by Signature Version 4, for one key, region and the service s3."""

    access: str
    secret: str
    region: str

    def address(self, url: str, seconds: int, at: datetime, more: Mapping[str, str] | None = None) -> str:
        """An address for GET, good for so many seconds from `at`; `more` are parameters of the store's."""
        stamp = f"{at:%Y%m%dT%H%M%SZ}"
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.access}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": "host",
            **(more or {}),
        }
        asked = urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")
        host, path = urlsplit(url).netloc, urlsplit(url).path
        request = "\n".join(("GET", path, asked, f"host:{host}\n", "host", "UNSIGNED-PAYLOAD"))
        digest = hashlib.sha256(request.encode()).hexdigest()
        words = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, digest))
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return f"{url}?{asked}&X-Amz-Signature={hmac.new(key, words.encode(), hashlib.sha256).hexdigest()}"


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
        _check(settings)
        self.name, self._prefix = place_of(settings.media_url)
        self._signer = Signer(
            settings.media_access_key.get_secret_value(),
            settings.media_secret_key.get_secret_value(),
            settings.media_region,
        )
        self.endpoint = settings.media_origin()
        self._public = settings.media_origin(public=True)
        self._now = now
        self._store: S3Store | None = self._opened()

    def put(self, key: str, file: Path, sha: str, mime: str) -> None:
        """Put a file there; `sha` is its sha-256, and a file with another gets no name there."""
        with file.open("rb") as body, self._asked() as store:
            first = body.read(PART)
            parts = self._checked(first, body, sha)
            if len(first) < PART:
                store.put(key, b"".join(parts), attributes={"Content-Type": mime}, use_multipart=False)
            else:
                kind = {"Content-Type": mime}
                store.put(key, parts, attributes=kind, chunk_size=PART, max_concurrency=_AT_ONCE)

    def get(self, key: str, target: BinaryIO) -> str | None:
        """Fetch an object into an open file; its sha-256, or None when there is no such object."""
        digest = hashlib.sha256()
        with self._asked() as store:
            try:
                found = store.get(key)
            except FileNotFoundError as missing:
                if "<Code>NoSuchKey</Code>" not in str(missing):
                    raise
                return None
            for chunk in found.stream(min_chunk_size=_READ):
                target.write(chunk)
                digest.update(chunk)
        return digest.hexdigest()

    def look(self, key: str) -> Found | None:
        """How large an object is and when it was put there; None when there is none."""
        with self._asked() as store:
            try:
                told = store.head(key)
            except FileNotFoundError:  # whose answer has no words: it may be the bucket that is missing
                return None
        return Found(told["size"], told["last_modified"])

    def delete(self, key: str) -> None:
        """Remove an object, if it is there."""
        with self._asked() as store:
            try:
                store.delete(key)
            except FileNotFoundError as missing:
                if "<Code>NoSuchKey</Code>" not in str(missing):
                    raise

    def address(self, key: str, mime: str, disposition: str = "") -> str:
        """An address that opens without a key for a while; the answer says this type and disposition."""
        moment = int(self._now().timestamp()) // LINK_SPAN * LINK_SPAN
        more = {"response-content-type": mime, "response-cache-control": "private, max-age=3600, immutable"}
        if disposition:
            more["response-content-disposition"] = disposition
        begun = datetime.fromtimestamp(moment, UTC)
        path = "/".join(part for part in (self.name, self._prefix, key) if part)
        url = f"{self._public}/{quote(path, safe='/-_.~')}"
        return self._signer.address(url, 2 * LINK_SPAN, begun, more)

    def close(self) -> None:
        """Let go of connections: at once, or as soon as what is under way in other threads has ended."""
        self._store = None

    # Inside

    def _opened(self) -> S3Store:
        """What obstore would take from AWS_… of the environment instead is said here. Raises BadInput."""
        try:
            return S3Store(
                self.name,
                prefix=self._prefix or None,
                endpoint=self.endpoint,
                aws_endpoint_url_s3=self.endpoint,
                region=self._signer.region,
                virtual_hosted_style_request=False,
                skip_signature=False,
                unsigned_payload=False,
                s3_express=False,
                disable_bulk_delete=True,
                credential_provider=partial(_credential, self._signer),
                client_options=_client(self.endpoint),
                retry_config=_RETRY,
            )
        except (BaseError, ValueError) as error:
            if "No CA certificates" in str(error):
                raise BadInput(_NO_ROOTS, next_step=_GIVE_ROOTS) from error
            raise BadInput(_NO_BUCKET, next_step=_WRITE_BUCKET) from error

    def _checked(self, first: bytes, body: BinaryIO, sha: str) -> Iterator[bytes]:
        """The file in parts. Raises StoreAway after the last one, which obstore ends the upload upon."""
        digest = hashlib.sha256()
        part = first
        while part:
            digest.update(part)
            yield part
            part = body.read(PART)
        if digest.hexdigest() != sha:
            raise StoreAway(
                f"The file {sha[:12]}… changed before it was in the object store.",
                next_step="Look whether this machine's disk is well.",
            )

    @contextmanager
    def _asked(self) -> Iterator[S3Store]:
        """The store, whose refusals become sentences. Raises StoreAway."""
        store = self._store
        if store is None:
            raise self._away("is not used any more", "Nothing is lost.")
        try:
            yield store
        except (BaseError, FileNotFoundError) as refused:
            raise self._away(*_words(str(refused), self.name)) from refused
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # obstore's, of an address that is none
                raise self._away("cannot be asked", "Correct MEDIA_ENDPOINT.") from error
            raise

    def _away(self, what: str, next_step: str) -> StoreAway:
        return StoreAway(f"The object store at {self.endpoint} {what}.", next_step=next_step)


def sha_of(path: Path) -> str:
    """The sha-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://bucket/prefix`. Raises BadInput."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not _NAME.fullmatch(parts.netloc) or parts.query or parts.fragment:
        raise BadInput(_NO_BUCKET, next_step=_WRITE_BUCKET)
    return parts.netloc, parts.path.strip("/")


def _credential(signer: Signer) -> S3Credential:
    """Asked for by obstore, which would take a session token from the environment to a plain key."""
    return {"access_key_id": signer.access, "secret_access_key": signer.secret, "expires_at": None}


def _client(endpoint: str) -> ClientConfig:
    """How connections are made."""
    made: ClientConfig = {
        "allow_http": True,
        "connect_timeout": timedelta(seconds=3),
        "read_timeout": timedelta(seconds=60),  # covers the sending of a part too: 1.4 Mbit/s are enough
        "timeout": timedelta(hours=1),
        "pool_idle_timeout": timedelta(seconds=20),
    }
    if endpoint.startswith("http://"):  # where none is looked at; else it would not start without any
        made["allow_invalid_certificates"] = True
    return made


_NO_ROOTS = "This machine knows no authority that could vouch for the object store's certificate."
_GIVE_ROOTS = "Install such certificates (Debian: ca-certificates), or name a file of them in SSL_CERT_FILE."
_NO_BUCKET = "MEDIA_URL is no address of a bucket."
_WRITE_BUCKET = "Write it so: s3://bucket or s3://bucket/folder"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ORIGIN = re.compile(r"https?://([A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?")
_KEY = re.compile(r"[!-~]*")


def _check(settings: Settings) -> None:
    """Whether a request can be made of the settings: obstore does not say so, it panics. Raises BadInput."""
    if not _ORIGIN.fullmatch(settings.media_origin()):
        raise BadInput(
            "MEDIA_ENDPOINT is no address of a server.",
            next_step="Write it so: https://host or http://host:9000",
        )
    told = {
        "MEDIA_REGION": settings.media_region,
        "MEDIA_ACCESS_KEY": settings.media_access_key.get_secret_value(),
        "MEDIA_SECRET_KEY": settings.media_secret_key.get_secret_value(),
    }
    for name, value in told.items():
        if not _KEY.fullmatch(value):
            raise BadInput(f"{name} has a sign in it that no key has.", next_step=f"Correct {name}.")


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

_STATUSES = {
    "301": "PermanentRedirect",
    "401": "InvalidAccessKeyId",
    "403": "AccessDenied",
    "404": "NoSuchBucket",
}
"""For answers without a body."""

_TRUST = "Let this machine trust its authority, or name that one's certificate in SSL_CERT_FILE."
_FULL = ("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge")


def _words(told: str, bucket: str) -> tuple[str, str]:
    """Our words for an exception of obstore's, whose text holds the answer's status and body."""
    status = _first(r"status code: (\d{3})", told) or ("301" if "redirect without LOCATION" in told else "")
    code = _first(r"<Code>([A-Za-z0-9]+)</Code>", told) or _STATUSES.get(status, "")
    if code in _FULL or status == "507":
        return "has no more room", "Make room there, or let it hold more."
    if code in _CODES:
        what, next_step = _CODES[code]
        return what.format(bucket=bucket), next_step
    if status or code:
        return f"answered {status} {code}".strip(), "Try again later, and look at the store itself."
    if "InvalidCertificate" in told:
        return "shows a certificate that this machine does not trust", _TRUST
    why = _first(r"HttpError \{\s*kind: (\w+)", told) or "the connection broke"
    return f"cannot be reached: {why}", "Look whether it runs, and whether MEDIA_ENDPOINT is right."


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""
