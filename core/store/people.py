"""People, their tokens, sessions and one-time links; of a secret only its sha-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import tables, tally
from core.store.engine import upsert
from core.store.ids import new_id

TOKEN = "k"
"""Prefix of a token's id."""

LINK, SESSION, INVITE, LOGIN = "link", "session", "invite", "login"
"""Scopes with a meaning of their own: a link only opens a session, once; an invitation lets one person in; a
login is a browser's wish to be let in by somebody in the chat (logins.py)."""

ONE_TIME = (LINK, INVITE, LOGIN)
"""Scopes of secrets that are used up and are no sign-in."""

SEEN_SECONDS = 60
"""How exactly a token's last use is kept."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who may make films here."""

    id: str
    """"local" for the owner of this machine, "tg:<user id>" for Telegram."""
    name: str = ""
    language: str = ""
    ceiling_day: int | None = None
    """Micro-dollars, in the place of the installation's usual ceiling for a person."""
    ceiling_month: int | None = None
    ceiling_film: int | None = None
    """Of a group: what each of its films may cost at the most."""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """Defaults for new projects, plain JSON."""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it; never the secret."""

    id: str
    owner: str
    name: str
    scope: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


async def load_person(db: AsyncConnection, person_id: str) -> Person:
    """The person; one nobody has said anything about yet has only an id."""
    found = await db.execute(sa.select(tables.person).where(tables.person.c.id == person_id))
    row = found.mappings().first()
    return Person(person_id) if row is None else Person(**row)


async def save_person(db: AsyncConnection, person_id: str, **fields: Any) -> Person:
    """Keep these fields of a person and return them as they are now."""
    first = {"choices": {}, "created_at": datetime.now(UTC)}
    kept = upsert(db, tables.person).values(id=person_id, **{**first, **fields})
    if fields:
        await db.execute(kept.on_conflict_do_update(index_elements=["id"], set_=fields))
    else:
        await db.execute(kept.on_conflict_do_nothing(index_elements=["id"]))
    return await load_person(db, person_id)


async def rename_group(db: AsyncConnection, old: str, new: str) -> None:
    """A group has another id now: its budget, its choices and what was spent go with it."""
    row = await load_person(db, old)
    if row.created_at is not None:
        kept = ("ceiling_day", "ceiling_month", "ceiling_film", "choices")
        await save_person(db, new, **{name: getattr(row, name) for name in kept})
        await db.execute(sa.delete(tables.person).where(tables.person.c.id == old))
    for table in (tables.project, tables.ledger):
        await db.execute(sa.update(table).where(table.c.purse == old).values(purse=new))
    await tally.rename(db, tally.GROUP, old, new)


async def add_token(
    db: AsyncConnection, owner: str, *, name: str, scope: str, lasts: timedelta | None = None, id: str = ""
) -> tuple[Token, str]:
    """A new token and its secret, which is never to be had again. `id` is for one that nobody guesses."""
    secret, now = "vs_" + secrets.token_urlsafe(32), datetime.now(UTC)
    expires = None if lasts is None else now + lasts
    made = Token(id or new_id(TOKEN), owner, name, scope, now, expires, None)
    await db.execute(
        sa.insert(tables.token).values(
            id=made.id,
            hash=hash_of(secret),
            owner=owner,
            name=name,
            scope=scope,
            created_at=now,
            expires_at=expires,
        )
    )
    return made, secret


async def find_token(db: AsyncConnection, secret: str) -> Token | None:
    """The token of a secret, if it is good; changes nothing."""
    row = (await db.execute(_GOOD, {"wanted": hash_of(secret)})).mappings().first()
    if row is None or (row["expires_at"] is not None and row["expires_at"] <= datetime.now(UTC)):
        return None
    return _token(row)


_GOOD = sa.select(tables.token).where(
    tables.token.c.hash == sa.bindparam("wanted"), tables.token.c.revoked_at.is_(None)
)
"""Put together once: this is asked for with every call."""


async def note_use(db: AsyncConnection, token: Token) -> None:
    """Remember when the token was last used, to the minute."""
    await db.execute(
        sa.update(tables.token).where(tables.token.c.id == token.id).values(used_at=datetime.now(UTC))
    )


def is_old(token: Token) -> bool:
    """Whether its last use is worth noting anew."""
    return token.used_at is None or (datetime.now(UTC) - token.used_at).total_seconds() > SEEN_SECONDS


async def spend_link(db: AsyncConnection, secret: str, scope: str = LINK) -> Token | None:
    """Use up a one-time link or invitation, in one statement; None when it is not good (any more)."""
    t, now = tables.token.c, datetime.now(UTC)
    spent = await db.execute(
        sa.update(tables.token)
        .where(
            t.hash == hash_of(secret),
            t.scope == scope,
            t.used_at.is_(None),
            t.revoked_at.is_(None),
            t.expires_at > now,
        )
        .values(used_at=now)
        .returning(tables.token)
    )
    row = spent.mappings().first()
    return None if row is None else _token(row)


async def list_tokens(db: AsyncConnection, owner: str) -> tuple[Token, ...]:
    """The owner's good tokens and sessions, newest first; what works once is not listed."""
    t = tables.token.c
    wanted = sa.select(tables.token).where(t.owner == owner, t.revoked_at.is_(None), t.scope.not_in(ONE_TIME))
    wanted = wanted.where(sa.or_(t.expires_at.is_(None), t.expires_at > datetime.now(UTC)))
    found = await db.execute(wanted.order_by(t.created_at.desc(), t.id))
    return tuple(_token(row) for row in found.mappings())


async def revoke_token(db: AsyncConnection, owner: str, token_id: str) -> None:
    """End a token at once. Raises NotFound when the owner has none such."""
    t = tables.token.c
    mine = sa.and_(t.id == token_id, t.owner == owner, t.revoked_at.is_(None))
    ended = await db.execute(sa.update(tables.token).where(mine).values(revoked_at=datetime.now(UTC)))
    if not ended.rowcount:
        raise NotFound(f"There is no token {token_id}.")


def _token(row: sa.RowMapping) -> Token:
    names = ("id", "owner", "name", "scope", "created_at", "expires_at", "used_at")
    return Token(**{name: row[name] for name in names})


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
