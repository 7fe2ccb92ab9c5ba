"""Opening the Mini App: the signed initData that Telegram hands to the page (telegram.md 6.1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .state import State, User

SIGNER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"mini app of the stand-in").digest())
PUBLIC_KEY = SIGNER.public_key().public_bytes_raw().hex()
"""For the third-party check; stands in for Telegram's own key."""

THEMES = {
    "light": {"bg_color": "#ffffff", "text_color": "#000000", "button_color": "#2481cc"},
    "dark": {"bg_color": "#17212b", "text_color": "#f5f5f5", "button_color": "#5288c1"},
}


@dataclass(frozen=True, slots=True)
class Launch:
    """The page as the client opens it."""

    url: str
    """With everything behind the #, as a browser would get it."""
    init_data: str
    """Telegram.WebApp.initData."""


def launch(state: State, user: User, url: str, start_param: str = "", theme: str = "light") -> Launch:
    """Open an address as this person."""
    data = init_data(state, user, start_param)
    behind = {
        "tgWebAppData": data,
        "tgWebAppVersion": "9.5",
        "tgWebAppPlatform": "tdesktop",
        "tgWebAppThemeParams": json.dumps(THEMES[theme]),
    }
    return Launch(f"{url}#{urlencode(behind)}", data)


def init_data(state: State, user: User, start_param: str = "", age: float = 0.0) -> str:
    """The query string with both signatures; `age` (s) makes an old one."""
    person = {
        "id": user.id,
        "first_name": user.name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language,
        "allows_write_to_pm": True,
    }
    fields = {
        "query_id": f"AAH{state.number():016d}",
        "user": json.dumps(person, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(int(state.clock.wall().timestamp() - age)),
    }
    if start_param:
        fields["start_param"] = start_param
    fields["signature"] = _signature(state, fields)
    secret = hmac.new(b"WebAppData", state.token.encode(), hashlib.sha256).digest()
    fields["hash"] = hmac.new(secret, _lines(fields).encode(), hashlib.sha256).hexdigest()
    return urlencode(fields)


def _signature(state: State, fields: dict[str, str]) -> str:
    signed = SIGNER.sign(f"{state.bot.id}:WebAppData\n{_lines(fields)}".encode())
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _lines(fields: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
