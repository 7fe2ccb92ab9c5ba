"""Signing in by the chat: a browser asks, the bot asks the person, that browser comes in (telegram.md 6.3)."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from core.errors import NotAllowed, NotReady
from core.studio import Login, qr_svg
from web.guard import allowed, check_origin, cookie_is_secure
from web.pace import caller
from web.signin import with_session
from web.table import Ask, Table, adapter

table = Table()

WAITING_COOKIE = "vs_login"
"""Keeps the secret of the browser that asked; no script reads it, and no other site sends it."""

WAITING_PATH = "/api/session/login"

BROWSERS = (
    *(("Edge", r"Edg[eA]?/|EdgiOS/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/")),
    *(("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"), ("Safari", r"Safari/")),
)
"""The first whose sign stands in what a browser says of itself: most say that they are several."""

SYSTEMS = (
    *(("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows")),
    *(("macOS", r"Macintosh|Mac OS X"), ("ChromeOS", r"CrOS"), ("Linux", r"Linux|X11")),
)


@dataclass(frozen=True, slots=True)
class LoginView:
    """A browser that asked to be let in."""

    state: str
    """"waiting", "signed_in", "refused" or "over"."""
    link: str = ""
    """Leads into the chat, where the person says yes."""
    qr: str = ""
    """The link as a picture, in a data: address."""
    number: str = ""
    """Two digits that the chat asks for."""
    seconds_left: int = 0
    person: str = ""
    name: str = ""


@table.post("/api/session/login", gives=LoginView, status=201, public=True)
async def begin(ask: Ask) -> web.Response:
    """Ask to be let in by somebody in the chat; a cookie binds the answer to this browser."""
    check_origin(ask.request)
    bot = (await ask.studio.chats.user(0)).username
    if not bot or not ask.settings.telegram_bot_token.get_secret_value():
        raise NotReady("The chat is not there right now.", next_step="Sign in with a link or a token instead.")
    login, secret = await ask.studio.ask_login(f"{browser_of(ask.request)} · {caller(ask.request)}")
    link = f"https://t.me/{bot}?start=login_{login.code}"
    picture = base64.b64encode((await asyncio.to_thread(qr_svg, link)).encode()).decode()
    view = _view(login, link=link, qr=f"data:image/svg+xml;base64,{picture}")
    answer = _json(view, 201)
    answer.set_cookie(
        WAITING_COOKIE,
        secret,
        max_age=view.seconds_left,
        httponly=True,
        samesite="Strict",
        secure=cookie_is_secure(ask.request),
        path=WAITING_PATH,
    )
    return answer


@table.post("/api/session/login/check", gives=LoginView, public=True)
async def check(ask: Ask) -> web.Response:
    """How it stands; once somebody said yes, this browser, and it alone, is signed in."""
    check_origin(ask.request)
    secret = ask.request.cookies.get(WAITING_COOKIE, "")
    login = await ask.studio.login_of(secret) if secret else None
    if login is None or login.state in ("used", "over"):
        return _done(_json(LoginView("over")))
    if login.state == "no":
        return _done(_json(LoginView("refused")))
    if login.state == "waiting":
        return _json(_view(login))
    return await _come_in(ask, login, secret)


async def _come_in(ask: Ask, login: Login, secret: str) -> web.Response:
    """Raises NotAllowed for somebody whose access ended since."""
    number = login.person.removeprefix("tg:")
    if not number.isdigit() or not await allowed(ask.studio, ask.settings, int(number)):
        raise NotAllowed("This installation does not know you (any more).", next_step="Write to the bot first.")
    taken = await ask.studio.take_login(secret)
    if taken is None:
        return _done(_json(LoginView("over")))
    person, session = taken
    name = (await ask.studio.person(person)).name
    answer = _done(_json(LoginView("signed_in", person=person, name=name)))
    return with_session(ask.request, answer, session)


def browser_of(request: web.Request) -> str:
    """ "Firefox, Linux", in words of ours only: what a browser says of itself is anybody's to write."""
    said = request.headers.get("User-Agent", "")
    found = [next((name for name, sign in rows if re.search(sign, said)), "") for rows in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or "?"


def _view(login: Login, link: str = "", qr: str = "") -> LoginView:
    left = max(0, round((login.expires_at - datetime.now(UTC)).total_seconds()))
    return LoginView("waiting", link, qr, login.number, left)


def _json(view: LoginView, status: int = 200) -> web.Response:
    body = adapter(LoginView).dump_json(view)
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def _done(answer: web.Response) -> web.Response:
    answer.del_cookie(WAITING_COOKIE, path=WAITING_PATH)
    return answer
