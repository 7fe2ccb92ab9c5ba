"""Where the database is: what people and platforms write into DATABASE_URL, as each library reads it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from core.errors import BadInput

_OURS, _ENGINES = "postgresql+asyncpg", "postgresql"
"""Our own driver, and the one that DBOS brings along."""


def is_shared(url: str) -> bool:
    """Whether several processes may make films with this database at once: it is a PostgreSQL."""
    return url.startswith("postgres")


def our_address(url: str) -> str:
    """The address for our own tables: `postgres://` as platforms write it is as good as the whole name.

    Raises BadInput.
    """
    if not is_shared(url):
        return url
    address = _read(url).set(drivername=_OURS)
    query = dict(address.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return address.set(query=query).render_as_string(hide_password=False)


def engine_address(url: str) -> str:
    """The same database for DBOS. Raises BadInput."""
    address = _read(url).set(drivername=_ENGINES)
    query = dict(address.query)
    if "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return address.set(query=query).render_as_string(hide_password=False)


def _read(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except ArgumentError as error:
        raise BadInput(
            "DATABASE_URL is no address of a database.",
            next_step="Write it so: postgresql+asyncpg://name:password@host:5432/database",
        ) from error
