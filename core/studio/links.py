"""Links: addresses of finished films that open without signing in, for one film and for a while.

An agent hands such an address to a program that downloads, or to a person; so the address itself proves that it
was given out here. The key stays in DATA_DIR.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

from core.errors import NotAllowed

LINK_SECONDS = 24 * 3600
"""How long an address is good: long enough for a person to open what an agent passed on."""

FOLDER = "/films/"
"""Where these addresses lie, whichever server answers."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and checks the addresses."""

    key: bytes
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, data_dir: Path) -> Links:
        """With the installation's key, made when there is none."""
        file = data_dir / "links.key"
        if not file.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            with contextlib.suppress(FileExistsError):
                os.link(fresh, file)
            fresh.unlink()
        return cls(bytes.fromhex(file.read_text()))

    def address(self, person: str, project: str, variant: str, sha: str) -> tuple[str, datetime]:
        """Path and query of a film's address, and until when it is good."""
        until = int(self.clock()) + LINK_SECONDS
        query = {"u": _packed(person), "e": until, "s": self._signed(person, project, variant, sha, until)}
        path = f"{FOLDER}{project}/{variant}/{sha}.mp4"
        return f"{path}?{urlencode(query)}", datetime.fromtimestamp(until, UTC)

    def checked(self, project: str, variant: str, sha: str, query: Callable[[str], str]) -> str:
        """The person a link was made for; `query` gives a parameter of it by name.

        Raises NotAllowed for anything but an address of ours that is still good.
        """
        try:
            person, until = _unpacked(query("u")), int(query("e"))
        except (ValueError, binascii.Error):
            raise NotAllowed("This link is not complete.", next_step=_AGAIN) from None
        good = hmac.compare_digest(
            self._signed(person, project, variant, sha, until).encode(), query("s").encode()
        )
        if not good or self.clock() > until:
            raise NotAllowed("This link is not good (any more).", next_step=_AGAIN)
        return person

    def _signed(self, person: str, project: str, variant: str, sha: str, until: int) -> str:
        words = "\n".join(("film", person, project, variant, sha, str(until)))
        return hmac.new(self.key, words.encode(), hashlib.sha256).hexdigest()[:40]


def shares_disk(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request from `host` came from this machine itself, not through a proxy on it."""
    if any(name in headers for name in ("Forwarded", "X-Forwarded-For", "Via")):
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_AGAIN = "Export the film again for a new link."


def _packed(person: str) -> str:
    return base64.urlsafe_b64encode(person.encode()).decode().rstrip("=")


def _unpacked(packed: str) -> str:
    return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
