"""Logins: a browser asks, somebody in the chat says yes, and that browser alone comes in (telegram.md 6.3)."""

from __future__ import annotations

from datetime import timedelta

from core.store import logins, people
from core.store.logins import Login
from core.store.people import SESSION
from core.studio.people import SESSION_TIME, People

LOGIN_TIME = timedelta(minutes=5)
"""How long a browser waits for somebody's word."""

LONGEST_ABOUT = 200


class Logins(People):
    """Verbs of the page that waits, and of the chat that answers it."""

    async def ask_login(self, about: str) -> tuple[Login, str]:
        """A browser asks to be let in; `about` says which. Its secret stays with it."""
        async with self._database.write() as db:
            return await logins.begin(db, about[:LONGEST_ABOUT], LOGIN_TIME)

    async def login_asked(self, code: str) -> Login | None:
        """What a code from a link into the chat is about; None when there is no such thing (any more)."""
        async with self._database.read() as db:
            return await logins.of_code(db, code)

    async def answer_login(self, person: str, code: str, number: str) -> bool:
        """Let a browser in as oneself by the number it shows; any other number calls it off.

        False when it was called off, or was answered before, or has waited too long.
        """
        async with self._database.write() as db:
            asked = await logins.of_code(db, code)
            if asked is None:
                return False
            if number != asked.number:
                await logins.say_no(db, code)
                return False
            return await logins.say_yes(db, code, person)

    async def login_of(self, secret: str) -> Login | None:
        """How it stands with a browser's own login; looking uses nothing up."""
        async with self._database.read() as db:
            return await logins.of_secret(db, secret)

    async def take_login(self, secret: str) -> tuple[str, str] | None:
        """Who said yes, and the secret of a new session, once; None for any other login."""
        async with self._database.write() as db:
            person = await logins.take(db, secret)
            if not person:
                return None
            _, session = await people.add_token(db, person, name="page", scope=SESSION, lasts=SESSION_TIME)
        return person, session
