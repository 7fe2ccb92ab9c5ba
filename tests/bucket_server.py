"""A small object store for tests: the part of S3's protocol the product speaks, over HTTP on loopback.

It is strict where real stores are: signatures, the sha-256 of what comes in, sizes, order and ETags of parts,
dates of addresses, ranges, headers that not every store knows. The product speaks to it through obstore, which
is not ours; how it reads signatures is held against the protocol's examples (tests/core/store/test_s3.py).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote
from xml.etree import ElementTree

ACCESS, SECRET, REGION = "AKTESTVIDEOSTORY", "a+secret/of-the+tests", "eu-test-1"
LEAST_PART = 5 << 20
"""Bytes of every part of an upload but the last."""


@dataclass
class Thing:
    """An object."""

    data: bytes
    mime: str
    modified: datetime
    etag: str


@dataclass
class Upload:
    """An object that comes in parts."""

    key: str
    mime: str
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Shelf:
    """What the store holds and how it behaves."""

    buckets: set[str] = field(default_factory=lambda: {"films"})
    things: dict[str, Thing] = field(default_factory=dict)
    """ "bucket/key" -> object."""
    uploads: dict[str, Upload] = field(default_factory=dict)
    """Begun, and neither completed nor given up."""
    trouble: tuple[int, str] | None = None
    """Answer everything with this status and code."""
    cut: int = 0
    """So many GET answers end halfway."""
    away: bool = False
    """Break off every connection."""
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Method and key of every request whose signature was good."""
    on_part: Callable[[int], None] = lambda number: None
    """Called before a part is taken."""

    def keys(self) -> list[str]:
        return sorted(key for key in self.things if not key.endswith("/check"))


class Refused(Exception):
    """An error in the protocol's words."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up is not waited for; what is wrong here shows at the client."""


class BucketServer:
    """The server; `settings` are what a person would write to use it."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen, on the same port again after a stop."""
        self.shelf.away = False
        handler = type("Handler", (_Handler,), {"shelf": self.shelf})
        self._server = _Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        if self._server is not None:
            self.shelf.away = True
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "MEDIA_URL": "s3://films/house one",
            "MEDIA_ENDPOINT": f"http://127.0.0.1:{self.port}",
            "MEDIA_REGION": REGION,
            "MEDIA_ACCESS_KEY": ACCESS,
            "MEDIA_SECRET_KEY": SECRET,
        }


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf
    protocol_version = "HTTP/1.1"
    timeout = 2

    def do_GET(self) -> None:
        self._answered(self._get)

    def do_HEAD(self) -> None:
        self._answered(self._get)

    def do_PUT(self) -> None:
        self._answered(self._put)

    def do_POST(self) -> None:
        self._answered(self._post)

    def do_DELETE(self) -> None:
        self._answered(self._delete)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""

    # Inside

    def _answered(self, work: Any) -> None:
        if self.shelf.away:
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            if self.shelf.trouble:
                raise Refused(*self.shelf.trouble)
            path, _, query = self.path.partition("?")
            self._check(path, query, body)
            bucket, _, key = unquote(path).strip("/").partition("/")
            if bucket not in self.shelf.buckets:
                raise Refused(404, "NoSuchBucket")
            self.shelf.seen.append((self.command, key))
            work(f"{bucket}/{key}", body, dict(parse_qsl(query, keep_blank_values=True)))
        except Refused as refused:
            said = f"<?xml version='1.0'?><Error><Code>{refused.code}</Code></Error>".encode()
            self._say(refused.status, said, {"Content-Type": "application/xml"})

    def _get(self, key: str, body: bytes, query: Mapping[str, str]) -> None:
        thing = self.shelf.things.get(key)
        if thing is None:
            raise Refused(404, "NoSuchKey")
        if self.headers.get("if-match", thing.etag) != thing.etag:
            raise Refused(412, "PreconditionFailed")
        told = {
            "Content-Type": query.get("response-content-type", thing.mime),
            "Last-Modified": format_datetime(thing.modified, usegmt=True),
            "ETag": thing.etag,
            "Accept-Ranges": "bytes",
        }
        for name in ("content-disposition", "cache-control"):
            if f"response-{name}" in query:
                told[name.title()] = query[f"response-{name}"]
        wanted = self.headers.get("range", "")
        if not wanted:
            self._say(200, thing.data, told)
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        size = len(thing.data)
        begin = int(first) if first else size - int(last)
        end = min(int(last), size - 1) if first and last else size - 1
        told["Content-Range"] = f"bytes {begin}-{end}/{size}"
        self._say(206, thing.data[begin : end + 1], told)

    def _put(self, key: str, body: bytes, query: Mapping[str, str]) -> None:
        if "uploadId" in query:
            number = int(query["partNumber"])
            self.shelf.on_part(number)
            self._upload(key, query).parts[number] = body
        else:
            self._keep(key, body, self._mime(), _etag(body))
        self._say(200, b"", {"ETag": _etag(body)})

    def _post(self, key: str, body: bytes, query: Mapping[str, str]) -> None:
        if "uploads" in query:
            name = secrets.token_urlsafe(12)
            self.shelf.uploads[name] = Upload(key, self._mime())
            said = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
        else:
            etag = self._complete(key, body, query)
            quoted = etag.replace('"', "&quot;")
            said = f"<CompleteMultipartUploadResult><ETag>{quoted}</ETag></CompleteMultipartUploadResult>"
        self._say(200, said.encode(), {"Content-Type": "application/xml"})

    def _complete(self, key: str, body: bytes, query: Mapping[str, str]) -> str:
        """The object of its parts, each named in order with the ETag it was answered with."""
        upload = self._upload(key, query)
        named = [
            (int(part.findtext("{*}PartNumber") or 0), part.findtext("{*}ETag"))
            for part in ElementTree.fromstring(body).iter()
            if part.tag.rpartition("}")[2] == "Part"
        ]
        if [number for number, _ in named] != sorted(upload.parts):
            raise Refused(400, "InvalidPartOrder")
        if any(_etag(upload.parts[number]) != etag for number, etag in named):
            raise Refused(400, "InvalidPart")
        parts = [upload.parts[number] for number, _ in named]
        if not parts or any(len(part) < LEAST_PART for part in parts[:-1]):
            raise Refused(400, "EntityTooSmall")
        digests = b"".join(hashlib.md5(part, usedforsecurity=False).digest() for part in parts)
        etag = f'{_etag(digests)[:-1]}-{len(parts)}"'
        self._keep(key, b"".join(parts), upload.mime, etag)
        del self.shelf.uploads[query["uploadId"]]
        return etag

    def _delete(self, key: str, body: bytes, query: Mapping[str, str]) -> None:
        if "uploadId" in query:
            self._upload(key, query)
            del self.shelf.uploads[query["uploadId"]]
        else:
            self.shelf.things.pop(key, None)
        self._say(204, b"", {})

    def _upload(self, key: str, query: Mapping[str, str]) -> Upload:
        upload = self.shelf.uploads.get(query["uploadId"])
        if upload is None or upload.key != key:
            raise Refused(404, "NoSuchUpload")
        return upload

    def _mime(self) -> str:
        return self.headers.get("content-type", "binary/octet-stream")

    def _keep(self, key: str, data: bytes, mime: str, etag: str) -> None:
        self.shelf.things[key] = Thing(data, mime, datetime.now(UTC), etag)

    def _say(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "HEAD" or status == 204:
            return
        if self.command == "GET" and status < 300 and self.shelf.cut:
            self.shelf.cut -= 1
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
            return
        self.wfile.write(data)

    def _check(self, path: str, query: str, body: bytes) -> None:
        """The signature, in the header or in the address. Raises Refused."""
        given = dict(parse_qsl(query, keep_blank_values=True))
        if "X-Amz-Signature" in given:
            self._check_address(path, given)
            return
        foreign = ("x-amz-checksum", "x-amz-sdk", "x-amz-security", "x-amz-server-side")
        if any(name.lower().startswith(foreign) for name in self.headers):
            raise Refused(400, "InvalidArgument")  # as stores answer that know nothing of it
        words = self.headers.get("authorization", "")
        if not words.startswith("AWS4-HMAC-SHA256 "):
            raise Refused(403, "AccessDenied")
        told = dict(part.strip().split("=", 1) for part in words.partition(" ")[2].split(","))
        payload = self.headers["x-amz-content-sha256"]
        if hashlib.sha256(body).hexdigest() != payload:
            raise Refused(400, "XAmzContentSHA256Mismatch")
        stamp = self.headers["x-amz-date"]
        if abs(datetime.now(UTC) - moment(stamp)) > timedelta(minutes=15):
            raise Refused(403, "RequestTimeTooSkewed")
        self._hold(told["Credential"], told["SignedHeaders"], told["Signature"], (path, given, payload, stamp))

    def _check_address(self, path: str, given: dict[str, str]) -> None:
        signature = given.pop("X-Amz-Signature")
        stamp = given["X-Amz-Date"]
        if datetime.now(UTC) > moment(stamp) + timedelta(seconds=int(given["X-Amz-Expires"])):
            raise Refused(403, "AccessDenied")
        known = (path, given, "UNSIGNED-PAYLOAD", stamp)
        self._hold(given["X-Amz-Credential"], given["X-Amz-SignedHeaders"], signature, known)

    def _hold(
        self,
        credential: str,
        names: str,
        signature: str,
        asked: tuple[str, Mapping[str, str], str, str],
    ) -> None:
        access, day, region, service, _ = credential.split("/")
        if access != ACCESS:
            raise Refused(403, "InvalidAccessKeyId")
        if region != REGION or service != "s3":
            raise Refused(400, "AuthorizationHeaderMalformed")
        headers = {name: " ".join(self.headers[name].split()) for name in names.split(";")}
        vital = {"host", *(name.lower() for name in self.headers if name.lower().startswith("x-amz-"))}
        expected = signed(SECRET, self.command, asked, headers, (day, region)) if vital <= set(headers) else ""
        if not hmac.compare_digest(expected, signature):
            raise Refused(403, "SignatureDoesNotMatch")


def signed(
    secret: str,
    method: str,
    asked: tuple[str, Mapping[str, str], str, str],
    headers: Mapping[str, str],
    scope: tuple[str, str],
) -> str:
    """The signature a request should have: path as sent, parameters, hash and date; day and region."""
    path, query, payload, stamp = asked
    day, region = scope
    lines = [method, quote(unquote(path), safe="/-_.~")]
    lines.append("&".join(f"{_encoded(key)}={_encoded(query[key])}" for key in sorted(query)))
    lines += [f"{name}:{headers[name]}" for name in sorted(headers)]
    lines += ["", ";".join(sorted(headers)), payload]
    request = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    key = b"AWS4" + secret.encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    words = f"AWS4-HMAC-SHA256\n{stamp}\n{day}/{region}/s3/aws4_request\n{request}"
    return hmac.digest(key, words.encode(), "sha256").hex()


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
