"""Pace: how often strangers at one address may try to come in."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address

from aiohttp import web

from core.errors import TooMany
from core.settings import Settings
from web.problems import Handler
from web.table import SETTINGS

MOST_ADDRESSES = 10_000
"""Addresses that are remembered; the one that was quiet longest is forgotten first."""

MINUTE = 60.0

DOORS = (
    *("/api/session/telegram", "/api/session/link", "/api/session/token", "/link/{secret}"),
    "/api/session/login",
)
"""Where secrets are tried."""


@dataclass
class Pace:
    """Tries by address: a bucket that holds a minute's tries and fills again evenly."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    """Address -> tries left, and when that was so."""

    def wait(self, address: str) -> int:
        """Note a try; 0 when it may be made, else the seconds until the next one may."""
        if not self.per_minute:
            return 0
        now = self.clock()
        left, at = self._left.pop(address, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - at) * self.per_minute / MINUTE)
        allowed = left >= 1
        self._left[address] = (left - allowed, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) * MINUTE / self.per_minute)


SIGN_INS = web.AppKey("sign_ins", Pace)


@web.middleware
async def not_too_often(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whoever tries secrets too quickly."""
    resource = request.match_info.route.resource
    if resource is not None and resource.canonical in DOORS:
        wait = request.app[SIGN_INS].wait(caller(request))
        if wait:
            raise TooMany(
                "There were too many tries to sign in from your address.",
                next_step=f"Wait {wait} seconds, then try again.",
                retry_after=wait,
            )
    return await handler(request)


def caller(request: web.Request) -> str:
    """The address a request comes from; behind a server of our own that passes it on, as that one says."""
    peer = request.remote or ""
    passed = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if passed and _beside_us(peer, request.app[SETTINGS]):
        return passed[:64]
    return peer


def _beside_us(peer: str, settings: Settings) -> bool:
    """Whether the peer is the server in front of us, on this machine or in the same private network."""
    try:
        return bool(settings.public_base_url) and ip_address(peer).is_private
    except ValueError:
        return False
