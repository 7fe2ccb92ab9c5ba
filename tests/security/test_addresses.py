"""No address that somebody names leads into the house, however it is written or wherever it redirects."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.media import fetch
from core.media.fetch import NotFetched, Rules

STRICT = Rules(most_bytes=1_000_000, pauses=())

INSIDE = (
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "2130706433",
    "0x7f.1",
    "017700000001",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::]",
    "[2001:0:7f00:1::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "localhost",
)
"""Loopback, private, link-local, the addresses of clouds' metadata, and other spellings of them."""

OTHER_SCHEMES = (
    "file:///etc/passwd",
    "ftp://example.com/x.png",
    "gopher://example.com/x.png",
    "http://example.com/x.png",
    "//example.com/x.png",
    "/etc/passwd",
    "https://user:word@example.com/x.png",
    "https:///x.png",
)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Every request that gets so far is a failure."""

    def called(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"a connection was made to {request.url}")

    async with httpx.AsyncClient(transport=httpx.MockTransport(called)) as client:
        yield client


@pytest.mark.parametrize("host", INSIDE)
async def test_an_address_inside_is_never_called(http: httpx.AsyncClient, host: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as refused:
        await fetch.fetch(http, f"https://{host}/x.png", tmp_path / "x", STRICT)
    assert refused.value.why in (NotFetched.REFUSED, NotFetched.AWAY)


@pytest.mark.parametrize("url", OTHER_SCHEMES)
async def test_other_kinds_of_addresses_are_never_followed(
    http: httpx.AsyncClient, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, {"example.com": [["93.184.216.34"]]})
    with pytest.raises(NotFetched) as refused:
        await fetch.fetch(http, url, tmp_path / "x", STRICT)
    assert refused.value.why == NotFetched.REFUSED


@pytest.mark.parametrize("host", INSIDE)
async def test_a_redirect_to_an_address_inside_is_never_followed(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, {"files.example": [["93.184.216.34"]]})
    called: list[str] = []

    def moved(request: httpx.Request) -> httpx.Response:
        called.append(request.url.host)
        return httpx.Response(302, headers={"Location": f"https://{host}/latest/meta-data/"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(moved)) as client:
        with pytest.raises(NotFetched):
            await fetch.fetch(client, "https://files.example/x.png", tmp_path / "x", STRICT)
    assert called == ["93.184.216.34"]


async def test_a_name_that_changes_its_meaning_is_called_at_the_number_that_was_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is looked at, private when it is called."""
    _names(monkeypatch, {"turns.example": [["93.184.216.34"], ["127.0.0.1"]]})
    called: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append((request.url.host, request.headers["Host"]))
        return httpx.Response(200, stream=httpx.ByteStream(b"bytes"), headers={"Content-Type": "image/png"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await fetch.fetch(client, "https://turns.example/x.png", tmp_path / "x", STRICT)
    assert called == [("93.184.216.34", "turns.example")]


async def test_a_name_with_one_number_inside_is_refused_whole(
    http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _names(monkeypatch, {"both.example": [["93.184.216.34", "10.0.0.7"]]})
    with pytest.raises(NotFetched) as refused:
        await fetch.fetch(http, "https://both.example/x.png", tmp_path / "x", STRICT)
    assert refused.value.why == NotFetched.REFUSED


def _names(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[list[str]]]) -> None:
    """What names mean, one answer after the other; numbers mean themselves."""
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        answers = known.get(host)
        if answers is None:
            return real(host, port, *args, **named)
        numbers = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
