"""Fetching a media file from an address somebody else named: bounded, resumed, never from inside the house.

Each address, also one it is redirected to, is resolved and checked; the connection goes to the checked number
itself, so that a name cannot mean one host when it is looked up and another when it is called.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import re
import socket
import ssl
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes, urljoin

import httpx

PAUSES = (0.3, 1.0, 3.0, 8.0)
"""Seconds before each further try; as many tries as pauses, and one."""

REDIRECTS = 5

_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){64,}")


class NotFetched(Exception):
    """The file did not arrive; `why` is one of the values below, the text is for a person."""

    GONE = "gone"
    """The link leads nowhere (any more)."""
    PAGE = "page"
    """A web page came in place of the file."""
    EMPTY = "empty"
    CUT = "cut"
    """The connection ended early, again and again."""
    LARGE = "large"
    REFUSED = "refused"
    """The address is not one that files may come from."""
    AWAY = "away"
    """The host cannot be reached or is out of order."""

    def __init__(self, why: str, words: str) -> None:
        super().__init__(words)
        self.why = why

    @property
    def may_come(self) -> bool:
        """Whether the same link may well work later."""
        return self.why in (self.CUT, self.AWAY)


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched."""

    most_bytes: int
    loopback: bool = False
    """Whether this machine's own addresses are allowed, over plain http too: only for a stand-in."""
    seconds: float = 600.0
    """For the whole file, all tries together."""
    stall: float = 30.0
    """Seconds without a single byte."""
    pauses: Sequence[float] = PAUSES
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Headers that are sent only to `key_hosts`, and only after a first try without them was refused."""
    key_hosts: Collection[str] = ()
    """Host names; one that begins with a dot stands for everything below it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    path: Path
    mime: str
    """As the host named it; empty when it did not."""


@cache
def trust() -> ssl.SSLContext:
    """Whom connections trust; read once, for it takes 20 ms each time."""
    return httpx.create_ssl_context()


def client(*, verify: ssl.SSLContext | bool = True) -> httpx.AsyncClient:
    """A client without any key, which follows nothing by itself.

    No connection is used twice: they are made to numbers, and one that a name has proved itself on must not
    serve another name at the same number.
    """
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(
        follow_redirects=False, verify=trust() if verify is True else verify, limits=limits
    )


async def fetch(http: httpx.AsyncClient, url: str, target: Path, rules: Rules) -> Fetched:
    """Write the file behind an address into `target`. Raises NotFetched.

    A broken download is taken up where it ended (Range), or begun anew where the host cannot do that. An
    address that carries the bytes itself ("data:…", or a sound as hexadecimal digits) is only unpacked.
    """
    inline = _inline(url)
    if inline is not None:
        return await asyncio.to_thread(_unpacked, inline, target, rules)
    try:
        async with asyncio.timeout(rules.seconds):
            return await _Download(http, url, target, rules).run()
    except TimeoutError:
        raise NotFetched(NotFetched.CUT, f"it did not arrive within {rules.seconds:.0f} s") from None


class _Download:
    """One file on its way, over several tries."""

    def __init__(self, http: httpx.AsyncClient, url: str, target: Path, rules: Rules) -> None:
        self._http, self._url, self._target, self._rules = http, url, target, rules
        self._tag = ""
        self._whole: int | None = None
        self._mime = ""
        self._with_key = False

    async def run(self) -> Fetched:
        self._target.unlink(missing_ok=True)
        for pause in (*self._rules.pauses, None):
            try:
                await self._once()
                return Fetched(self._target, self._mime)
            except NotFetched as error:
                if pause is None or error.why in (NotFetched.REFUSED, NotFetched.LARGE):
                    raise
            await asyncio.sleep(pause)
        raise AssertionError

    async def _once(self) -> None:
        have = self._target.stat().st_size if self._target.exists() else 0
        headers = {"Accept-Encoding": "identity"}
        if have and self._whole is not None and have < self._whole:
            headers["Range"] = f"bytes={have}-"
            headers |= {"If-Range": self._tag} if self._tag else {}
        try:
            response = await self._followed(headers)
            try:
                await self._taken(response, have)
            finally:
                await response.aclose()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NotFetched(NotFetched.REFUSED, "its address cannot be used") from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotFetched(NotFetched.AWAY, "its host cannot be reached") from error
        except httpx.HTTPError as error:
            raise NotFetched(NotFetched.CUT, "the connection was cut before it was whole") from error

    async def _followed(self, headers: Mapping[str, str]) -> httpx.Response:
        """The answer at the end of the redirects, its status being 200 or 206."""
        url = httpx.URL(self._url)
        for _ in range(REDIRECTS + 1):
            response = await self._asked(url, headers)
            if response.status_code in (401, 403) and not self._with_key and self._may_have_key(url):
                await response.aclose()
                self._with_key = True
                response = await self._asked(url, headers)
            if not response.is_redirect:
                return await _good(response)
            await response.aclose()
            url = httpx.URL(urljoin(str(url), response.headers["location"]))
        raise NotFetched(NotFetched.REFUSED, "its address leads from one to the next without end")

    async def _asked(self, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
        number = await _checked(url, self._rules.loopback)
        keys = self._rules.keys if self._with_key and self._may_have_key(url) else {}
        host = url.netloc.decode("ascii")
        timeout = httpx.Timeout(self._rules.stall, connect=min(10.0, self._rules.stall))
        request = self._http.build_request(
            "GET", url.copy_with(host=number), headers={**headers, **keys, "Host": host}, timeout=timeout
        )
        request.extensions["sni_hostname"] = url.host
        return await self._http.send(request, stream=True)

    def _may_have_key(self, url: httpx.URL) -> bool:
        hosts = self._rules.key_hosts
        return any(url.host == host or (host[:1] == "." and url.host.endswith(host)) for host in hosts)

    async def _taken(self, response: httpx.Response, have: int) -> None:
        """Write the body behind what is there, or from the start when the whole file came."""
        part = response.status_code == 206
        if part and response.headers.get("content-range", "") != f"bytes {have}-{self._whole_end()}":
            self._target.unlink(missing_ok=True)
            raise NotFetched(NotFetched.CUT, "another part of it came than was asked for")
        if not part:
            self._whole = _number(response.headers.get("content-length"))
            self._mime = response.headers.get("content-type", "").split(";")[0].strip().lower()
            self._tag = _strong(response.headers.get("etag", ""))
        if self._mime in ("text/html", "application/xhtml+xml"):
            raise NotFetched(NotFetched.PAGE, "a web page came in its place")
        size = have if part else 0
        with self._target.open("ab" if part else "wb") as file:
            async for block in response.aiter_raw():
                size += len(block)
                if size > self._rules.most_bytes:
                    raise NotFetched(NotFetched.LARGE, f"it is larger than {self._rules.most_bytes:,} bytes")
                file.write(block)
        if not size:
            raise NotFetched(NotFetched.EMPTY, "it is empty")
        if self._whole is not None and size < self._whole:
            raise NotFetched(NotFetched.CUT, "the connection was cut before it was whole")

    def _whole_end(self) -> str:
        whole = self._whole or 0
        return f"{whole - 1}/{whole}"


async def _good(response: httpx.Response) -> httpx.Response:
    if response.status_code in (200, 206):
        return response
    status = response.status_code
    await response.aclose()
    if status in (401, 403, 404, 410, 451):
        raise NotFetched(NotFetched.GONE, f"its link does not work (any more): HTTP {status}")
    raise NotFetched(NotFetched.AWAY, f"its host answered HTTP {status}")


async def _checked(url: httpx.URL, loopback: bool) -> str:
    """The number to connect to. Raises NotFetched when any of the host's numbers is not a public one."""
    if url.userinfo or not url.host:
        raise NotFetched(NotFetched.REFUSED, "its address cannot be used")
    numbers = await _resolved(url)
    inside = all(number.is_loopback for number in numbers)
    if loopback and inside and url.scheme in ("http", "https"):
        return str(numbers[0])
    if url.scheme != "https":
        raise NotFetched(NotFetched.REFUSED, "its address is not an https one")
    if not all(_public(number) for number in numbers):
        raise NotFetched(NotFetched.REFUSED, f"its host {url.host} lies in a private network")
    return str(numbers[0])


_Number = ipaddress.IPv4Address | ipaddress.IPv6Address


async def _resolved(url: httpx.URL) -> list[_Number]:
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(NotFetched.AWAY, f"its host {url.host} is not known") from error
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _public(number: _Number) -> bool:
    """Whether a number belongs to the open internet; one that only wraps another is judged by that one."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is not None:
            return _public(inner)
        if number in _NAT64 or number in _COMPATIBLE:
            return _public(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        if number.is_site_local:  # given up in 2004, and still private where somebody uses it
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
"""IPv6 that ends in an IPv4 number, as translators and the first years of IPv6 wrote it."""


def _strong(tag: str) -> str:
    return "" if tag.startswith("W/") else tag


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None


def _inline(url: str) -> tuple[str, bytes | None] | None:
    """Mime type and bytes that an address carries itself; None when it is a real address."""
    if _HEX.fullmatch(url):
        return "", bytes.fromhex(url)
    if not url.startswith("data:"):
        return None
    head, _, payload = url[5:].partition(",")
    mime = head.split(";")[0].lower()
    if not head.endswith(";base64"):
        return mime, unquote_to_bytes(payload)
    try:
        return mime, base64.b64decode(payload, validate=True)
    except binascii.Error:
        return mime, None


def _unpacked(inline: tuple[str, bytes | None], target: Path, rules: Rules) -> Fetched:
    mime, data = inline
    if not data:
        raise NotFetched(NotFetched.EMPTY, "it is empty or badly packed")
    if len(data) > rules.most_bytes:
        raise NotFetched(NotFetched.LARGE, f"it is larger than {rules.most_bytes:,} bytes")
    target.write_bytes(data)
    return Fetched(target, mime)
