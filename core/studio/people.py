"""People: who somebody is, their tokens, and links that open a session once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.errors import BadInput, NotAllowed, NotFound
from core.store import people
from core.store.people import INVITE, LINK, ONE_TIME, SESSION, Person, Token
from core.studio.groups import Groups

OWNER = "local"
"""The person who owns this installation: only they raise what anybody may spend."""

LINK_TIME = timedelta(minutes=15)
INVITE_TIME = timedelta(days=7)
SESSION_TIME = timedelta(days=90)
LONGEST_NAME = 100


class People(Groups):
    """Verbs about people and how they come in."""

    async def person(self, person_id: str) -> Person:
        """What is known of a person."""
        async with self._database.read() as db:
            return await people.load_person(db, person_id)

    async def set_person(
        self,
        person_id: str,
        *,
        name: str | None = None,
        language: str | None = None,
        choices: Mapping[str, Any] | None = None,
    ) -> Person:
        """Change what a person said about themselves; None leaves a field alone. `choices` add to the old."""
        async with self._database.write() as db:
            old = await people.load_person(db, person_id)
            given = {"name": name, "language": language}
            fields: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
            if choices is not None:
                fields["choices"] = {**old.choices, **choices}
            return await people.save_person(db, person_id, **fields)

    async def set_ceilings(self, person: str, of: str, *, day: int | None, month: int | None) -> Person:
        """What somebody may spend a day and a month, in micro-dollars; None is the installation's usual.

        Raises NotAllowed for anybody but the owner of this installation.
        """
        if person != OWNER:
            raise NotAllowed("Only the owner of this installation sets what people may spend.")
        async with self._database.write() as db:
            return await people.save_person(db, of, ceiling_day=day, ceiling_month=month)

    async def new_token(self, person: str, name: str, scope: str = "all") -> str:
        """A token for a program that works for this person; the secret is shown this once. Raises BadInput."""
        if not name.strip() or len(name) > LONGEST_NAME:
            raise BadInput("A token needs a name, so that you know it again.", next_step="Give a short name.")
        if scope in (SESSION, *ONE_TIME):
            raise BadInput(f"A token cannot have the scope {scope!r}.")
        async with self._database.write() as db:
            _, secret = await people.add_token(db, person, name=name.strip(), scope=scope)
        return secret

    async def tokens(self, person: str) -> tuple[Token, ...]:
        """The person's tokens and sessions, newest first."""
        async with self._database.read() as db:
            return await people.list_tokens(db, person)

    async def who(self, secret: str) -> Token | None:
        """Whose a secret is and what it may do; None when it is not good (any more), or works once only."""
        async with self._database.read() as db:
            token = await people.find_token(db, secret)
        if token is None or token.scope in ONE_TIME:
            return None
        if people.is_old(token):
            async with self._database.write() as db:
                await people.note_use(db, token)
        return token

    async def revoke_token(self, person: str, token_id: str) -> None:
        """End a token or session at once. Raises NotFound."""
        async with self._database.write() as db:
            await people.revoke_token(db, person, token_id)

    async def one_time_link(self, person: str) -> str:
        """The secret of a link that opens one session within LINK_TIME."""
        async with self._database.write() as db:
            _, secret = await people.add_token(db, person, name="link", scope=LINK, lasts=LINK_TIME)
        return secret

    async def open_session(self, person: str, name: str = "page", *, lasts: timedelta = SESSION_TIME) -> str:
        """The secret of a session for somebody whose word was proved elsewhere (telegram.md 6.1)."""
        async with self._database.write() as db:
            _, session = await people.add_token(db, person, name=name, scope=SESSION, lasts=lasts)
        return session

    async def link_owner(self, secret: str) -> Person | None:
        """Whose a good link is, to ask "Continue as …?"; looking does not use it up."""
        async with self._database.read() as db:
            token = await people.find_token(db, secret)
            if token is None or token.scope != LINK or token.used_at is not None:
                return None
            return await people.load_person(db, token.owner)

    async def is_link(self, secret: str) -> bool:
        """Whether a link is still good; looking does not use it up, so that previews of links do no harm."""
        async with self._database.read() as db:
            token = await people.find_token(db, secret)
        return token is not None and token.scope == LINK and token.used_at is None

    async def invitation(self, person: str) -> str:
        """The secret with which one more person is let in, once, within INVITE_TIME."""
        async with self._database.write() as db:
            _, secret = await people.add_token(db, person, name="invitation", scope=INVITE, lasts=INVITE_TIME)
        return secret

    async def take_invitation(self, secret: str) -> str:
        """Use an invitation up: the person who gave it. Raises NotFound."""
        async with self._database.write() as db:
            taken = await people.spend_link(db, secret, INVITE)
        if taken is None:
            raise NotFound(
                "This invitation was used before or has expired.",
                next_step="Ask for a new one where you got it.",
            )
        return taken.owner

    async def redeem(self, secret: str) -> tuple[str, str]:
        """Use a link up: the person it is for, and the secret of a new session. Raises NotFound."""
        async with self._database.write() as db:
            link = await people.spend_link(db, secret)
            if link is None:
                raise NotFound(
                    "This link was used before or has expired.", next_step="Ask for a new one where you got it."
                )
            _, session = await people.add_token(db, link.owner, name="page", scope=SESSION, lasts=SESSION_TIME)
        return link.owner, session
