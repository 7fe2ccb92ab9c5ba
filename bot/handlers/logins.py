"""Logins: a browser's wish to come in is shown to the person, who says yes by its number, or no."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.callbacks import Action
from bot.kit import Turn
from bot.screens import logins as screens
from bot.screens import talk


async def ask(turn: Turn, code: str) -> None:
    """/start login_<code>: what asks to be let in, and whether it may."""
    login = await turn.kit.studio.login_asked(code)
    if login is None or login.state != "waiting":
        screen = talk.note(turn.w, "login-over")
    else:
        screen = screens.asked(turn.w, login, datetime.now(UTC))
    await turn.kit.wire.send(turn.chat, screen, thread=turn.thread)


async def answer(turn: Turn, action: Action) -> None:
    """A number was pressed, or "That is not me"; what is answered wrongly is called off."""
    studio = turn.kit.studio
    login = await studio.login_asked(action.target)
    was_open = login is not None and login.state == "waiting"
    number = action.arg() if action.name == "l.ok" else ""
    came_in = await studio.answer_login(turn.person, action.target, number)
    key = "login-over" if not was_open else "login-yes" if came_in else "login-wrong" if number else "login-no"
    await turn.kit.wire.toast(turn.press, turn.w.plain(f"{key}-toast"), alert=not came_in)
    about = login.about.partition(" · ")[0] if login is not None else ""
    screen = talk.note(turn.w, key, browser=about)
    if turn.pressed:
        await turn.kit.wire.edit(turn.chat, turn.pressed, screen, shows=False, fresh=False)
