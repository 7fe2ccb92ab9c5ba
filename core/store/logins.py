"""Logins: browsers that wait to be let in by somebody in the chat (telegram.md 6.3).

A login is a row of `token`. Its secret stays in the browser that asked; its id is the code of the link into the
chat, so that whoever has the code can say yes or no for themselves, and come in nowhere.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.people import LOGIN, add_token, hash_of

CODE = "l_"
"""Prefix of a login's row; the code is what follows."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CODE_LETTERS = 14
"""70 random bits, as many as the column holds."""

_NUMBERS = 90
"""Two digits, 10 to 99."""


@dataclass(frozen=True, slots=True)
class Login:
    """A browser that waits, as the chat sees it."""

    code: str
    about: str
    """Which browser, and from where, in words of ours."""
    number: str
    """Two digits that the page shows; whoever says yes has to know them."""
    others: tuple[str, ...]
    """Two other numbers, to choose among; the same each time."""
    asked_at: datetime
    expires_at: datetime
    state: str = "waiting"
    """"waiting", "yes" (somebody said it, the browser has not come yet), "no", "used" or "over"."""
    person: str = ""
    """Who said yes."""


async def begin(db: AsyncConnection, about: str, lasts: timedelta) -> tuple[Login, str]:
    """A new login and the secret for the browser. Old ones that nobody answered are forgotten."""
    t, now = tables.token.c, datetime.now(UTC)
    await db.execute(sa.delete(tables.token).where(t.scope == LOGIN, t.expires_at < now))
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LETTERS))
    _, secret = await add_token(db, "", name=about, scope=LOGIN, lasts=lasts, id=CODE + code)
    found = await of_secret(db, secret)
    assert found is not None
    return found, secret


async def of_code(db: AsyncConnection, code: str) -> Login | None:
    return await _found(db, tables.token.c.id == CODE + code)


async def of_secret(db: AsyncConnection, secret: str) -> Login | None:
    return await _found(db, tables.token.c.hash == hash_of(secret))


async def say_yes(db: AsyncConnection, code: str, person: str) -> bool:
    """Let the browser in as this person; false when it was answered before or is too old."""
    t = tables.token.c
    said = await db.execute(sa.update(tables.token).where(_open(code), t.owner == "").values(owner=person))
    return bool(said.rowcount)


async def say_no(db: AsyncConnection, code: str) -> bool:
    """Call a login off; false when it was answered before or is too old."""
    mine = sa.and_(_open(code), tables.token.c.owner == "")
    said = await db.execute(sa.update(tables.token).where(mine).values(revoked_at=datetime.now(UTC)))
    return bool(said.rowcount)


async def take(db: AsyncConnection, secret: str) -> str:
    """Use a login up that somebody said yes to, in one statement: who that was, "" for any other."""
    t, now = tables.token.c, datetime.now(UTC)
    good = sa.and_(t.hash == hash_of(secret), t.scope == LOGIN, t.owner != "", t.used_at.is_(None))
    good = sa.and_(good, t.revoked_at.is_(None), t.expires_at > now)
    taken = await db.execute(sa.update(tables.token).where(good).values(used_at=now).returning(t.owner))
    return str(taken.scalar() or "")


def _open(code: str) -> sa.ColumnElement[bool]:
    t = tables.token.c
    mine = sa.and_(t.id == CODE + code, t.scope == LOGIN, t.used_at.is_(None), t.revoked_at.is_(None))
    return sa.and_(mine, t.expires_at > datetime.now(UTC))


async def _found(db: AsyncConnection, which: sa.ColumnElement[bool]) -> Login | None:
    found = await db.execute(sa.select(tables.token).where(which, tables.token.c.scope == LOGIN))
    row = found.mappings().first()
    if row is None:
        return None
    first, *others = _numbers(row["hash"])
    return Login(
        code=row["id"].removeprefix(CODE),
        about=row["name"],
        number=first,
        others=tuple(others),
        asked_at=row["created_at"],
        expires_at=row["expires_at"],
        state=_state(row),
        person=row["owner"],
    )


def _state(row: sa.RowMapping) -> str:
    if row["revoked_at"] is not None:
        return "no"
    if row["used_at"] is not None:
        return "used"
    if row["expires_at"] <= datetime.now(UTC):
        return "over"
    return "yes" if row["owner"] else "waiting"


def _numbers(digest: str) -> tuple[str, ...]:
    """Three different numbers that nobody can tell from the code, for they come from the secret."""
    found: dict[str, None] = {}
    for start in range(0, len(digest) - 8, 4):
        found[str(10 + int(digest[start : start + 8], 16) % _NUMBERS)] = None
    return tuple(found)[:3]
