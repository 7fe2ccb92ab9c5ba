"""Signing in: Telegram's initData, one-time links, and sessions (telegram.md 6)."""

from __future__ import annotations

import hashlib
import hmac
import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import Field

from core.errors import BadInput, NotAllowed, NotFound
from core.studio import SESSION, SESSION_TIME
from web.guard import COOKIE, TOKEN, allowed, cookie_is_secure
from web.problems import SignInNeeded
from web.table import STUDIO, Ask, Table, Taken

table = Table()

OLDEST = timedelta(hours=1)
"""How old initData may be when a session is opened (telegram.md 6.1)."""

AHEAD = timedelta(minutes=1)
"""How far in the future Telegram's clock may be."""

MINI_APP_SESSION = timedelta(hours=12)

LONGEST_START = 64

MOST_DATA = 16_000
"""Characters of initData; real ones have under 2,000."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who is signed in."""

    signed_in: bool
    person: str = ""
    name: str = ""
    token: str = ""
    """A bearer token, once, for a page that cannot keep a cookie."""
    bot: bool = False
    """Whether people can also come in through Telegram."""
    start: str = ""
    """Where a link into the Mini App leads, as Telegram signed it: "p_1-images", "p_1-e_2"."""


class TelegramTaken(Taken):
    init_data: str = Field(max_length=MOST_DATA)


class LinkTaken(Taken):
    secret: str = Field(min_length=1, max_length=200)


class TokenGiven(Taken):
    token: str = Field(min_length=1, max_length=200)


@table.get("/api/session", gives=SessionView, public=True)
async def look(ask: Ask) -> SessionView:
    """Who is signed in, if anybody."""
    bot = bool(ask.settings.telegram_bot_token.get_secret_value())
    if not ask.person:
        return SessionView(signed_in=False, bot=bot)
    return SessionView(True, ask.person, (await ask.studio.person(ask.person)).name, bot=bot)


@table.post("/api/session/telegram", body=TelegramTaken, gives=SessionView, public=True)
async def telegram(ask: Ask) -> SessionView:
    """Open a session with the initData of Telegram's Mini App."""
    signed = checked(ask.body.init_data, ask.settings.telegram_bot_token.get_secret_value())
    user = signed.user
    if not await allowed(ask.studio, ask.settings, int(user["id"])):
        raise NotAllowed("This installation does not know you yet.", next_step="Write to the bot first.")
    person = f"tg:{int(user['id'])}"
    secret = await ask.studio.open_session(person, "Telegram", lasts=MINI_APP_SESSION)
    return SessionView(True, person, str(user.get("first_name", "")), secret, bot=True, start=signed.start)


@table.post("/api/session/link", body=LinkTaken, gives=SessionView, public=True)
async def link(ask: Ask) -> web.Response:
    """Use a one-time link up and open a session, kept in a cookie."""
    person, secret = await ask.studio.redeem(ask.body.secret)
    view = SessionView(True, person, (await ask.studio.person(person)).name)
    return with_session(ask.request, web.json_response(_plain(view)), secret)


@table.post("/api/session/token", body=TokenGiven, gives=SessionView, public=True)
async def token(ask: Ask) -> web.Response:
    """Come in with a token, kept in a cookie: whoever ends the token ends this too."""
    secret = ask.body.token.strip()
    given = await ask.studio.who(secret)
    if given is None:
        raise SignInNeeded("Nobody has this token (any more).", next_step="Copy it whole, or ask for another.")
    view = SessionView(True, given.owner, (await ask.studio.person(given.owner)).name)
    return with_session(ask.request, web.json_response(_plain(view)), secret)


@table.delete("/api/session")
async def leave(ask: Ask) -> web.Response:
    """Sign out here; a program's token stays good."""
    if ask.request[TOKEN].scope == SESSION:
        await ask.studio.revoke_token(ask.person, ask.request[TOKEN].id)
    answer = web.Response(status=204)
    answer.del_cookie(COOKIE, path="/")
    return answer


# a link from the chat


async def link_page(request: web.Request) -> web.Response:
    """Ask "Continue as …?"; looking uses nothing up, because previews of links look too (telegram.md 6.3)."""
    secret = request.match_info["secret"]
    owner = await request.app[STUDIO].link_owner(secret)
    if owner is None:
        words = "This link was used before or has expired. Ask for a new one where you got it."
        return _page(f"<h1>Not any more</h1><p>{words}</p>", 404)
    name = html.escape(owner.name or "yourself")
    return _page(
        f'<h1>Continue as {name}?</h1><form method="post"><button class="primary">Continue</button></form>'
        "<p>This opens your films in this browser. The link works once.</p>"
    )


async def link_taken(request: web.Request) -> web.Response:
    """The person said yes: use the link up and open the page."""
    try:
        _, secret = await request.app[STUDIO].redeem(request.match_info["secret"])
    except NotFound:
        return await link_page(request)
    return with_session(request, web.Response(status=303, headers={"Location": "/"}), secret)


def _page(body: str, status: int = 200) -> web.Response:
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    style = '<link rel="stylesheet" href="/signin.css"><title>Video Story</title>'
    text = f'<!doctype html><html lang="en"><head>{head}{style}</head><body><main>{body}</main></body></html>'
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


# initData


@dataclass(frozen=True, slots=True)
class Signed:
    """What Telegram vouches for."""

    user: Mapping[str, Any]
    start: str = ""


def checked(init_data: str, bot_token: str, now: datetime | None = None) -> Signed:
    """The user that Telegram vouches for and where their link leads, by the six rules of telegram.md 6.1.

    Raises NotAllowed, BadInput.
    """
    if not bot_token:
        raise NotAllowed("This installation has no bot, so nobody comes in through Telegram.")
    fields = _fields(init_data)
    given = fields.pop("hash", "")
    words = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    secret = hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()
    expected = hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise NotAllowed("Telegram did not sign this.", next_step="Open the page from the chat again.")
    _check_date(fields.get("auth_date", ""), now or datetime.now(UTC))
    try:
        user = json.loads(fields["user"])
        int(user["id"])
    except (KeyError, TypeError, ValueError):
        raise BadInput("Telegram named nobody.", next_step="Open the page from the bot's menu.") from None
    return Signed(user, fields.get("start_param", "")[:LONGEST_START])


def _fields(init_data: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, errors="strict")
    except (ValueError, UnicodeError):
        raise BadInput("This is no initData of Telegram.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadInput("This initData names something twice.")
    return fields


def _check_date(given: str, now: datetime) -> None:
    try:
        at = datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise BadInput("This initData has no date.") from None
    if not -AHEAD <= now - at <= OLDEST:
        raise NotAllowed("This page was opened too long ago.", next_step="Open it from the chat again.")


def with_session(request: web.Request, answer: web.Response, secret: str) -> web.Response:
    """The answer, with a session in a cookie that no script reads."""
    answer.headers["Cache-Control"] = "no-store"
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_TIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=cookie_is_secure(request),
        path="/",
    )
    return answer


def _plain(view: SessionView) -> dict[str, Any]:
    return {"signed_in": view.signed_in, "person": view.person, "name": view.name, "token": "", "bot": view.bot}
