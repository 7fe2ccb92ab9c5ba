"""A browser that asks to be let in: what would happen, and which number it shows (telegram.md 6.3)."""

from __future__ import annotations

from datetime import datetime

from bot.screens.parts import STOP, Button, Screen, button, joined, rows_of
from bot.words import Words
from core.studio import Login


def asked(w: Words, login: Login, now: datetime) -> Screen:
    """Who asks, from where and when; only the right number says yes."""
    seconds = max(0, round((now - login.asked_at).total_seconds()))
    when = w.plain("login-now") if seconds < 60 else w.plain("login-ago", minutes=seconds // 60)
    browser, _, address = login.about.partition(" · ")
    facts = w.html("login-facts", browser=browser, address=address or "?", when=when)
    text = joined(w.html("login-head"), facts, " ", w.html("login-what"), " ", w.html("login-number"))
    numbers = sorted((login.number, *login.others))
    yes: list[Button | None] = [button(one, "l.ok", login.code, one) for one in numbers]
    return Screen(text, rows_of(yes, [button(w.plain("b-not-me"), "l.no", login.code, style=STOP)]), loud=True)
