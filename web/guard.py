"""The guard: who may come in, from where, and the headers that keep a browser from helping anybody else."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from core.errors import NotAllowed
from core.settings import Settings
from core.studio import Studio, Token
from web.problems import Handler, SignInNeeded
from web.table import PERSON, SETTINGS, STUDIO

COOKIE = "vs_session"

TELEGRAM_WEB = "https://web.telegram.org https://*.web.telegram.org"
"""Where Telegram shows a Mini App inside a page of its own (telegram.md 6.2)."""

PRIVATE = ("/api/", "/mcp")
"""Paths that nobody enters without signing in, but for those that say they are public."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

TOKEN = web.RequestKey("token", Token)
"""Their token or session."""

PUBLIC = web.AppKey("public", set[tuple[str, str]])
"""Method and path, under PRIVATE, of what strangers may ask."""


async def say_headers(request: web.Request, answer: web.StreamResponse) -> None:
    """Every answer, streams too, says what a browser may do with it, and not what it is made with."""
    answer.headers["Server"] = "video-story"
    for name, value in security_headers(request.app[SETTINGS]).items():
        answer.headers.setdefault(name, value)


def security_headers(settings: Settings) -> dict[str, str]:
    """No script but our own files, nothing framed but by ourselves and Telegram, no address handed on."""
    scripts = "'self' https://telegram.org" if settings.telegram_bot_token.get_secret_value() else "'self'"
    store = f" {settings.media_origin(public=True)}".rstrip()
    policy = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": "'self'",
        "img-src": f"'self' data: blob:{store}",
        "media-src": f"'self' blob:{store}",
        "connect-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": f"'self' {TELEGRAM_WEB}",
    }
    found = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.public_base_url.startswith("https://"):
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found


@web.middleware
async def right_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page for this machine alone answers to its names alone, so that no foreign name leads to it."""
    settings = request.app[SETTINGS]
    if _loopback(settings.web_host) and not _known_host(request.host, settings):
        raise NotAllowed("This address is not the page's own.", next_step="Open the link that serve printed.")
    return await handler(request)


@web.middleware
async def signed_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks; on private paths somebody has to be known."""
    token, by_cookie = await _token(request)
    if token is not None and await _welcome(request, token.owner):
        if by_cookie and request.method not in _SAFE:
            check_origin(request)
        request[PERSON] = token.owner
        request[TOKEN] = token
    elif request.path.startswith(PRIVATE) and not _public(request):
        raise SignInNeeded(
            "Nobody is signed in.",
            next_step="Open the page from the chat, or with a link; programs send Authorization: Bearer.",
        )
    return await handler(request)


async def _welcome(request: web.Request, person: str) -> bool:
    """Whether somebody who came in may still be here: an admin's word in the chat ends it at once (9.11)."""
    settings, number = request.app[SETTINGS], person.removeprefix("tg:")
    if not number.isdigit() or not settings.telegram_bot_token.get_secret_value():
        return True
    return await allowed(request.app[STUDIO], settings, int(number))


async def allowed(studio: Studio, settings: Settings, user: int) -> bool:
    """The same list as in the chat: an admin's word before the settings."""
    admins, users = (
        {part.strip() for part in given.casefold().split(",")}
        for given in (settings.telegram_admins, settings.telegram_allowed_users)
    )
    if str(user) in admins:
        return True
    role = (await studio.chats.user(user)).role
    if role:
        return role == "allowed"
    return str(user) in users or "everybody" in users


def cookie_is_secure(request: web.Request) -> bool:
    """Whether people reach us by HTTPS."""
    return request.secure or request.app[SETTINGS].public_base_url.startswith("https://")


async def _token(request: web.Request) -> tuple[Token | None, bool]:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return await request.app[STUDIO].who(secret.strip()), False
    if cookie := request.cookies.get(COOKIE, ""):
        return await request.app[STUDIO].who(cookie), True
    return None, False


def _public(request: web.Request) -> bool:
    resource = request.match_info.route.resource
    return resource is None or (request.method, resource.canonical) in request.app[PUBLIC]


def check_origin(request: web.Request) -> None:
    """A cookie travels by itself, so a change has to come from our own page. Raises NotAllowed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Another site cannot change anything here.")
    origin = request.headers.get("Origin", "")
    ours = {request.host, urlsplit(request.app[SETTINGS].public_base_url).netloc}
    if origin and urlsplit(origin).netloc not in ours:
        raise NotAllowed("Another site cannot change anything here.")


def _known_host(host: str, settings: Settings) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return _loopback(name) or name == urlsplit(settings.public_base_url).hostname


def _loopback(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
