"""Fetching from addresses that others name: nothing from inside the house, nothing endless, nothing half."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.media import fetch
from core.media.fetch import NotFetched, Rules

OPEN = Rules(most_bytes=1_000_000, loopback=True, stall=2.0, pauses=(0, 0))
STRICT = Rules(most_bytes=1_000_000, pauses=())

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with fetch.client(verify=False) as client:
        yield client


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Handler], Awaitable[str]]]:
    """Gives the address of a server on this machine that answers everything with one handler."""
    runners: list[web.AppRunner] = []

    async def start(handler: Handler) -> str:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", handler)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/x.png",
            "https://127.0.0.1/x.png",
            "https://localhost/x.png",
            "https://[::1]/x.png",
        ),
        *("https://10.0.0.7/x.png", "https://192.168.1.1/x.png", "https://172.16.0.1/x.png"),
        *("https://169.254.169.254/latest/meta-data", "https://[fd00::1]/x.png", "https://[fe80::1]/x.png"),
        *("https://0.0.0.0/x.png", "https://[::ffff:127.0.0.1]/x.png", "https://[64:ff9b::7f00:1]/x.png"),
        *("https://100.64.0.1/x.png", "https://224.0.0.1/x.png", "https://2130706433/x.png"),
        *("http://93.184.216.34/x.png", "ftp://93.184.216.34/x.png", "file:///etc/passwd", "https:///x.png"),
        *("https://user:word@93.184.216.34/x.png", "/etc/passwd", "gopher://93.184.216.34/"),
    ],
)
async def test_only_public_https_addresses_are_fetched(
    url: str, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch.fetch(http, url, tmp_path / "x", STRICT)
    assert refused.value.why == NotFetched.REFUSED
    assert not (tmp_path / "x").exists()


async def test_a_name_that_means_a_private_host_is_refused(
    http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when only one of its numbers is private: nobody could say which one a connection would take."""
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")
    ]

    async def resolve(*_: object, **__: object) -> object:
        return rows

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    with pytest.raises(NotFetched, match="private network"):
        await fetch.fetch(http, "https://media.example/x.png", tmp_path / "x", STRICT)


async def test_every_redirect_is_checked_like_the_first_address(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async def away(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("https://169.254.169.254/latest/meta-data")

    with pytest.raises(NotFetched) as refused:
        await fetch.fetch(http, await serve(away), tmp_path / "x", OPEN)
    assert refused.value.why == NotFetched.REFUSED


async def test_redirects_end(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def round_and_round(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        raise web.HTTPFound(f"{request.path}/on")

    with pytest.raises(NotFetched, match="without end"):
        await fetch.fetch(http, f"{await serve(round_and_round)}/a", tmp_path / "x", OPEN)
    assert len(seen) == fetch.REDIRECTS + 1


async def test_keys_go_to_named_hosts_only_and_only_when_the_file_is_refused_without(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    seen: list[str | None] = []

    async def picky(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers.get("Authorization"))
        raise web.HTTPUnauthorized

    url = await serve(picky)
    for hosts in ((), (".replicate.delivery", "api.replicate.com")):
        rules = Rules(1000, loopback=True, pauses=(), keys={"Authorization": "Bearer secret"}, key_hosts=hosts)
        with pytest.raises(NotFetched):
            await fetch.fetch(http, url, tmp_path / "x", rules)
    assert seen == [None, None]
    rules = Rules(
        1000, loopback=True, pauses=(), keys={"Authorization": "Bearer secret"}, key_hosts=("127.0.0.1",)
    )
    with pytest.raises(NotFetched):
        await fetch.fetch(http, url, tmp_path / "x", rules)
    assert seen == [None, None, None, "Bearer secret"]


async def test_a_file_that_is_too_large_is_left_in_the_middle(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(bytes(100_000))
        except ConnectionError:
            return response

    with pytest.raises(NotFetched) as large:
        await fetch.fetch(http, await serve(endless), tmp_path / "x", OPEN)
    assert large.value.why == NotFetched.LARGE


async def test_a_host_that_falls_silent_is_not_waited_for(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = 1000
        await response.prepare(request)
        await response.write(b"x" * 10)
        await asyncio.Event().wait()
        return response

    rules = Rules(1_000_000, loopback=True, stall=0.2, pauses=(0,))
    with pytest.raises(NotFetched) as cut:
        await fetch.fetch(http, await serve(silent), tmp_path / "x", rules)
    assert cut.value.may_come


async def test_parts_of_another_version_are_not_joined(
    serve: Callable[[Handler], Awaitable[str]], http: httpx.AsyncClient, tmp_path: Path
) -> None:
    versions = iter((b"a" * 1000, b"b" * 1200, b"b" * 1200))
    asked: list[str | None] = []

    async def changing(request: web.Request) -> web.StreamResponse:
        asked.append(request.headers.get("Range"))
        data = next(versions)
        if request.headers.get("Range"):
            part = web.Response(status=206, body=data[500:])
            part.headers["Content-Range"] = f"bytes 500-{len(data) - 1}/{len(data)}"
            return part
        response = web.StreamResponse()
        response.content_length = len(data)
        await response.prepare(request)
        await response.write(data[:500] if data[:1] == b"a" else data)
        if request.transport is not None and data[:1] == b"a":
            request.transport.close()
        return response

    got = await fetch.fetch(http, await serve(changing), tmp_path / "x", OPEN)
    assert got.path.read_bytes() == b"b" * 1200
    assert asked == [None, "bytes=500-", None]


async def test_bytes_inside_the_address_are_unpacked_and_bounded(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    data = bytes(range(256)) * 2
    inline = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    got = await fetch.fetch(http, inline, tmp_path / "x", STRICT)
    assert (got.path.read_bytes(), got.mime) == (data, "image/png")
    got = await fetch.fetch(http, data.hex(), tmp_path / "x", STRICT)
    assert got.path.read_bytes() == data
    for bad in ("data:image/png;base64,", "data:image/png;base64,###"):
        with pytest.raises(NotFetched) as empty:
            await fetch.fetch(http, bad, tmp_path / "x", STRICT)
        assert empty.value.why == NotFetched.EMPTY
    with pytest.raises(NotFetched) as large:
        await fetch.fetch(http, inline, tmp_path / "x", Rules(most_bytes=100))
    assert large.value.why == NotFetched.LARGE


async def test_the_certificate_must_be_of_the_name_though_the_connection_goes_to_a_number(
    http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checked number is what is connected to; the name is what has to prove itself."""
    seen: list[str] = []

    async def file(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers["Host"])
        return web.Response(body=b"a file", content_type="image/png")

    server, trusting = certificate("media.example", tmp_path)
    app = web.Application()
    app.router.add_get("/{rest:.*}", file)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server).start()
    port = runner.addresses[0][1]

    async def resolve(*_: object, **__: object) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    async with fetch.client(verify=trusting) as client:
        got = await fetch.fetch(client, f"https://media.example:{port}/x", tmp_path / "x", OPEN)
        assert got.path.read_bytes() == b"a file"
        with pytest.raises(NotFetched) as other:
            await fetch.fetch(client, f"https://other.example:{port}/x", tmp_path / "y", OPEN)
    assert other.value.why == NotFetched.AWAY
    assert seen == [f"media.example:{port}"]
    await runner.cleanup()


def certificate(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server that is `name`, and a client that trusts whoever made it so."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "pem").write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "pem")
    trusting = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, trusting
