"""Every table of the product, in SQLAlchemy Core; the migrations build exactly these (a test says so).

Money is in integer micro-dollars, instants are aware UTC, ids are short with a prefix (core/store/ids.py).
Rows that only ever grow: take, ledger, event. What the chat has to remember is in the tables tg_*.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no zone, so it is taken off on the way in and put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def String(length: int) -> sa.types.TypeEngine[str]:
    """Short words. The length tells what to expect; PostgreSQL, which would insist on it, gets plain text."""
    return sa.String(length).with_variant(Text(), "postgresql")


def _id() -> Column[str]:
    return Column("id", String(16), primary_key=True)


def _project() -> Column[str]:
    return Column("project_id", ForeignKey("project.id", ondelete="CASCADE"), nullable=False, index=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _list(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False, default=list, server_default="[]")


def _map(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False, default=dict, server_default="{}")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False, server_default=sa.false())


def _number(name: str, *, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default, server_default=str(default))


def _money(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0, server_default="0")


project = Table(
    "project",
    metadata,
    _id(),
    Column("owner", String(64), nullable=False),
    _text("title"),
    _text("source"),
    Column("source_format", String(16), nullable=False),
    _text("text"),
    _flag("keep_text"),
    Column("aspect", String(8), nullable=False),
    _number("fps", default=24),
    _text("style"),
    Column("language", String(35), nullable=False, default="", server_default=""),
    Column("captions", String(8), nullable=False),
    Column("music", String(64)),
    Column("style_picture", String(64)),
    _map("voices"),
    _map("models"),
    Column("ceiling", BigInteger),
    Column("purse", String(64), nullable=False, default="", server_default=""),
    _list("gates"),
    Column("until", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("request_key", String(128), unique=True, comment="two identical create calls make one project"),
    _number("version", default=1),
    Column("run_state", String(16), nullable=False, default="idle", server_default="idle", index=True),
    _number("run_number"),
    _text("run_note"),
    _list("run_only"),
    Column("worker", String(16), comment="who plans it; empty where only one process makes films"),
    Column("put_away_at", Instant),
    Index("ix_project_owner_created_at_id", "owner", "created_at", "id"),
)
"""`version` counts changes of the story; `run_*` is the run (core/store/runs.py); `run_only` names the slots
that a run is for, empty for the whole film. `purse` is the group whose budget it also counts against, empty
for none; `put_away_at`: since when lists leave it out."""

entity = Table(
    "entity",
    metadata,
    _id(),
    _project(),
    Column("kind", String(16), nullable=False),
    _text("name"),
    _text("appearance"),
    _list("aliases"),
    Column("gender", String(16), nullable=False, default="", server_default=""),
    Column("age", String(16), nullable=False, default="", server_default=""),
    Column("species", String(64), nullable=False, default="human", server_default="human"),
    Column("place", String(32), nullable=False),
    _text("prompt"),
    _flag("prompt_is_own"),
    _text("voice"),
    _number("position"),
)

guide_image = Table(
    "guide_image",
    metadata,
    _id(),
    Column("entity_id", ForeignKey("entity.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asset", ForeignKey("asset.sha"), nullable=False),
    _number("sort_order"),
    Column("created_at", Instant, nullable=False),
)

segment = Table(
    "segment",
    metadata,
    _id(),
    _project(),
    _number("position"),
    Column("kind", String(16), nullable=False),
    _text("text"),
    Column("speaker", ForeignKey("entity.id", ondelete="SET NULL"), index=True),
    _text("manner"),
)

scene = Table(
    "scene",
    metadata,
    _id(),
    _project(),
    _number("position"),
    _text("title"),
    Column("set_id", ForeignKey("entity.id", ondelete="SET NULL"), index=True),
    Column("time", String(16), nullable=False),
    Column("weather", String(16), nullable=False),
    _list("segments"),
    _text("summary"),
    _list("characters"),
    _list("props"),
    _text("because"),
)

shot = Table(
    "shot",
    metadata,
    _id(),
    _project(),
    Column("scene_id", ForeignKey("scene.id", ondelete="CASCADE"), nullable=False, index=True),
    _number("position"),
    _list("segments"),
    Column("size", String(16), nullable=False),
    Column("angle", String(16), nullable=False),
    _list("characters"),
    Column("focus", String(16)),
    _list("props"),
    _text("action"),
    _text("prompt"),
    _flag("prompt_is_own"),
    _text("because"),
)
"""`position` counts within the scene; `load_story` numbers shots through the whole film."""

asset = Table(
    "asset",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("mime", String(128), nullable=False),
    Column("size", BigInteger, nullable=False),
    _map("facts"),
    Column("created_at", Instant, nullable=False),
)

take = Table(
    "take",
    metadata,
    _id(),
    _project(),
    Column("kind", String(16), nullable=False),
    Column("target", String(16), nullable=False),
    Column("number", Integer, nullable=False, comment="counts the slot's takes from 1"),
    Column("asset", ForeignKey("asset.sha"), nullable=False),
    Column("mime", String(128), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("fingerprint", String(64), nullable=False, default="", server_default=""),
    Column("model", String(128), nullable=False, default="", server_default=""),
    _text("prompt"),
    _list("references"),
    Column("seed", BigInteger),
    _money("cost"),
    _map("parts"),
    _map("facts"),
    Column("job_id", String(16)),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("kind", "target", "number"),
)

selection = Table(
    "selection",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("target", String(16), primary_key=True),
    _project(),
    Column("take_id", ForeignKey("take.id", ondelete="CASCADE"), nullable=False, index=True),
    _flag("pinned"),
)
"""The one selected take of each slot; no row while none is in use. `pinned`: a person chose it, so it is used
whatever its fingerprint says."""

wish = Table(
    "wish",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("target", String(16), primary_key=True),
    _project(),
    Column("model", String(128), nullable=False, default="", server_default=""),
    _number("variation"),
    _list("references"),
    Column("edit", String(64), nullable=False, default="", server_default=""),
    _text("prompt"),
)
"""What a person asked for one slot beyond what its fields say."""

job = Table(
    "job",
    metadata,
    _id(),
    _project(),
    _number("run_number"),
    Column("kind", String(16), nullable=False),
    Column("target", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("model", String(128), nullable=False),
    Column("endpoint", String(256), nullable=False, default="", server_default=""),
    Column("provider", String(64), nullable=False),
    Column("request", JSON, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    _number("priority"),
    _money("estimate"),
    _text("prompt"),
    Column("state", String(16), nullable=False),
    _number("attempt", default=1),
    _map("faults"),
    Column("operation", JSON(none_as_null=True)),
    Column("notes", JSON(none_as_null=True), comment="written before the submission; empty: never submitted"),
    _list("tried"),
    Column("due_at", Instant, comment="not started before; empty is at once"),
    Column("fault", String(32), nullable=False, default="", server_default=""),
    _text("error"),
    Column("take_id", String(16)),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("worker", String(16), comment="who is at work on it; empty where only one process makes films"),
    CheckConstraint(
        "state IN ('waiting','submitting','running','finishing','done','failed','cancelled','unknown')",
        name="state",
    ),
    Index("ix_job_state", "state"),
    Index("ix_job_slot", "kind", "target", "created_at"),
)
"""One lasting attempt to make one take. `faults` counts failures by fault since a person last asked; `tried`
names the models that refused it before `model` was given the job (R23)."""

quote = Table(
    "quote",
    metadata,
    _id(),
    _project(),
    _money("low"),
    _money("high"),
    _list("lines"),
    Column("until", String(16), nullable=False),
    _number("version", default=1),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("accepted_at", Instant),
)
"""A price range shown before a run; `lines` is one {step, count, low, high, model} per step."""

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("project_id", String(16), nullable=False, index=True, comment="no key: money outlives its project"),
    Column("owner", String(64), nullable=False),
    Column("purse", String(64), nullable=False, default="", server_default=""),
    Column("job_id", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    _money("held"),
    _money("spent"),
    Column("provider", String(64), nullable=False),
    Column("model", String(128), nullable=False),
    _text("note"),
    Column("at", Instant, nullable=False, index=True),
    UniqueConstraint("job_id", "attempt", "kind"),
    CheckConstraint("kind IN ('hold','capture','release')", name="kind"),
    Index("ix_ledger_owner_at", "owner", "at"),
    Index("ix_ledger_purse_at", "purse", "at"),
    sqlite_autoincrement=True,
)
"""Append-only. hold: held +x. capture: held -x, spent +y. release: held -x. What counts against a ceiling
is the sum of both columns."""

tally = Table(
    "tally",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    _money("held"),
    _money("spent"),
)
"""What the ledger adds up to (core/store/tally.py): of a project, a person, a group or all; `day` is a UTC day,
or empty for everything since the beginning, which alone knows what is held."""

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("project_id", String(16), index=True),
    Column("kind", String(32), nullable=False),
    _map("data"),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
"""What happened, in order, written in the transaction of the change; ids never come back."""

fact = Table(
    "fact",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Things worth remembering between starts that belong to no project (a balance, a measured duration)."""

worker = Table(
    "worker",
    metadata,
    _id(),
    _text("host"),
    _number("pid"),
    _map("alive"),
    Column("begun_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
"""The processes that make films together on one PostgreSQL. `alive` is how far each job is that has a body
there; `seen_at` is by the database's clock."""

person = Table(
    "person",
    metadata,
    Column("id", String(64), primary_key=True),
    _text("name"),
    Column("language", String(35), nullable=False, default="", server_default=""),
    Column("ceiling_day", BigInteger),
    Column("ceiling_month", BigInteger),
    Column("ceiling_film", BigInteger),
    _map("choices"),
    Column("created_at", Instant, nullable=False),
)
"""Who may make films here. Ids: "local" for the owner of this machine, "tg:<user id>" for Telegram; a group
with a budget of its own is one too, "tg:<chat id>". A ceiling in micro-dollars stands in the place of the
installation's usual one; `ceiling_film` is a group's, over each of its films; `choices` are defaults for new
projects."""

token = Table(
    "token",
    metadata,
    _id(),
    Column("hash", String(64), nullable=False, unique=True),
    Column("owner", String(64), nullable=False, index=True),
    _text("name"),
    Column("scope", String(16), nullable=False, default="", server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)
"""Bearer tokens, sessions and one-time links; only the sha-256 of the secret is kept."""

# ------------------------------------------------------------------------------------------- Telegram

tg_user = Table(
    "tg_user",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _text("name"),
    Column("username", String(64), nullable=False, default="", server_default=""),
    Column("language", String(35), nullable=False, default="", server_default=""),
    Column("role", String(16), nullable=False, default="", server_default=""),
    _map("choices"),
    Column("asked_at", Instant),
    Column("seen_at", Instant),
)
"""Who wrote to the bot. `role`: "allowed" or "denied" by an admin's word, empty lets the settings speak;
`choices` are this person's defaults; `asked_at` is when they last asked for access."""

tg_chat = Table(
    "tg_chat",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False, default="private", server_default="private"),
    _text("title"),
    _flag("allowed"),
    _flag("muted"),
    Column("migrated_to", BigInteger),
)

tg_inbox = Table(
    "tg_inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False, default=0, server_default="0"),
    Column("raw", JSON, nullable=False),
    Column("state", String(8), nullable=False, default="new", server_default="new", index=True),
    Column("at", Instant, nullable=False),
)
"""Every update before it is confirmed; the key takes duplicates away."""

tg_panel = Table(
    "tg_panel",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _project(),
    Column("owner", String(64), nullable=False),
    Column("chat", BigInteger, nullable=False),
    _number("thread"),
    Column("message", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("target", String(64), nullable=False, default="", server_default=""),
    Column("hash", String(64), nullable=False, default="", server_default=""),
    _flag("picture"),
    _flag("live"),
    Column("story_message", BigInteger),
    Column("at", Instant, nullable=False),
    Index("ix_tg_panel_chat_message", "chat", "message"),
)
"""A message of ours that shows a project, or a part of it, and is edited in place. `hash`: what it shows;
`picture`: it carries a picture or a clip, so it cannot become plain text again."""

tg_await = Table(
    "tg_await",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("project_id", ForeignKey("project.id", ondelete="CASCADE"), index=True),
    Column("purpose", String(32), nullable=False),
    Column("target", String(64), nullable=False, default="", server_default=""),
    Column("expires_at", Instant, nullable=False),
    Index("ix_tg_await_chat_message", "chat", "message"),
)
"""Text or photos that a person was asked for."""

tg_album = Table(
    "tg_album",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(64), primary_key=True),
    _list("items"),
    Column("closes_at", Instant, nullable=False),
    Column("closed", Boolean, nullable=False, default=False, server_default=sa.false()),
)
"""An album as it comes in, one update after the other."""

tg_file = Table(
    "tg_file",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("file_id", String(256), nullable=False),
    Column("unique_id", String(64), nullable=False),
)
"""Telegram's own copies of our files, to be sent again without an upload."""

tg_quote = Table(
    "tg_quote",
    metadata,
    _id(),
    _project(),
    Column("owner", String(64), nullable=False),
    _map("action"),
    _money("high"),
    Column("by", BigInteger, nullable=False),
    Column("state", String(8), nullable=False, default="open", server_default="open"),
    Column("expires_at", Instant, nullable=False),
)
"""A price on a button and what pressing it begins; open, then taken or dropped, once."""

tg_send = Table(
    "tg_send",
    metadata,
    Column("key", String(128), primary_key=True),
    _project(),
    Column("owner", String(64), nullable=False),
    Column("chat", BigInteger, nullable=False),
    _number("thread"),
    Column("reply_to", BigInteger),
    Column("state", String(8), nullable=False),
    Column("message", BigInteger),
    Column("at", Instant, nullable=False),
)
"""A film on its way into a chat: queued, sending, sent, unknown or failed."""
