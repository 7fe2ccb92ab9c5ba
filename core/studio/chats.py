"""Chats: what the chat has to remember between starts, in the tables tg_*; no product state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.store import events, people, tables
from core.store.engine import Database, upsert
from core.store.ids import QUOTE, new_id

TURNS = ("run_started", "run_paused", "run_stopped", "run_finished", "run_cancelled", "run_resumed")
"""Kinds of events that change the state of a run."""

GATE_EVENTS = 60
"""How far back a gate is looked for: single things that were made anew since."""

AWAIT_MINUTES = 30
"""How long an awaited text or photo is waited for (telegram.md 9.3)."""


@dataclass(frozen=True, slots=True)
class ChatUser:
    """Somebody who wrote to the bot."""

    id: int
    name: str = ""
    username: str = ""
    language: str = ""
    role: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def person(self) -> str:
        """Who this is for the Studio."""
        return f"tg:{self.id}"


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """A private chat or group."""

    id: int
    kind: str = "private"
    title: str = ""
    allowed: bool = False
    muted: bool = False
    migrated_to: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A message of ours that shows a project, or a part of it, and is edited in place."""

    project_id: str
    owner: str
    chat: int
    message: int
    kind: str
    target: str = ""
    thread: int = 0
    hash: str = ""
    picture: bool = False
    live: bool = False
    story_message: int | None = None
    id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """Text or photos that a person was asked for."""

    id: int
    chat: int
    message: int
    person: int
    project_id: str | None
    purpose: str
    target: str


@dataclass(frozen=True, slots=True)
class Price:
    """A price on a button, and what pressing it begins."""

    id: str
    project_id: str
    owner: str
    action: Mapping[str, Any]
    high: int
    by: int
    state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """A film on its way into a chat."""

    key: str
    project_id: str
    owner: str
    chat: int
    thread: int = 0
    reply_to: int | None = None
    state: str = "queued"
    message: int | None = None
    at: datetime | None = None


class Chats:
    """The rows of the chat; made by `Studio.chats`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # updates

    async def keep_updates(self, updates: Sequence[tuple[int, int, Mapping[str, Any]]]) -> set[int]:
        """Keep (update id, chat, raw) rows; gives the ids that were not known yet."""
        now = datetime.now(UTC)
        fresh: set[int] = set()
        async with self._database.write(durable=True) as db:
            for update_id, chat, raw in updates:
                row = upsert(db, tables.tg_inbox).values(
                    update_id=update_id, chat=chat, raw=dict(raw), state="new", at=now
                )
                done = await db.execute(row.on_conflict_do_nothing(index_elements=["update_id"]))
                if done.rowcount:
                    fresh.add(update_id)
        return fresh

    async def new_updates(self, since: datetime) -> tuple[tuple[int, int, Mapping[str, Any]], ...]:
        """What came since then and was not handled to its end, oldest first."""
        t = tables.tg_inbox.c
        wanted = sa.select(t.update_id, t.chat, t.raw).where(t.state == "new", t.at >= since)
        async with self._database.read() as db:
            return tuple((row[0], row[1], row[2]) for row in await db.execute(wanted.order_by(t.update_id)))

    async def handled(self, update_id: int, state: str = "done") -> None:
        """Note that an update was handled ("done") or could not be ("failed")."""
        await self._set(tables.tg_inbox, tables.tg_inbox.c.update_id == update_id, state=state)

    async def forget(self, now: datetime | None = None) -> None:
        """Delete updates older than 7 days, awaited texts that nobody gave, and albums long closed."""
        now = now or datetime.now(UTC)
        inbox, waits, albums = tables.tg_inbox, tables.tg_await, tables.tg_album
        async with self._database.write() as db:
            await db.execute(sa.delete(inbox).where(inbox.c.at < now - timedelta(days=7)))
            await db.execute(sa.delete(waits).where(waits.c.expires_at < now))
            gone = sa.and_(albums.c.closed, albums.c.closes_at < now - timedelta(days=1))
            await db.execute(sa.delete(albums).where(gone))

    # people and chats

    async def user(self, user_id: int) -> ChatUser:
        """What is known of somebody; an empty row for a stranger."""
        row = await self._row(tables.tg_user, tables.tg_user.c.id == user_id)
        return ChatUser(user_id) if row is None else ChatUser(**row)

    async def set_user(self, user_id: int, **fields: Any) -> ChatUser:
        """Keep these fields; `choices` add to those there are."""
        old = await self.user(user_id)
        if "choices" in fields:
            fields["choices"] = {**old.choices, **fields["choices"]}
        await self._put(tables.tg_user, {"id": user_id}, fields or {"seen_at": datetime.now(UTC)})
        return await self.user(user_id)

    async def users(self) -> tuple[ChatUser, ...]:
        """Everybody who ever wrote, by name; 0 is the bot itself."""
        async with self._database.read() as db:
            t = tables.tg_user
            rows = (await db.execute(sa.select(t).where(t.c.id != 0).order_by(t.c.name))).mappings()
            return tuple(ChatUser(**row) for row in rows)

    async def chat(self, chat_id: int) -> ChatRoom:
        row = await self._row(tables.tg_chat, tables.tg_chat.c.id == chat_id)
        return ChatRoom(chat_id) if row is None else ChatRoom(**row)

    async def groups(self) -> tuple[ChatRoom, ...]:
        """Every group that the bot is in, by title."""
        t = tables.tg_chat
        wanted = sa.select(t).where(t.c.id < 0, sa.not_(t.c.muted), t.c.migrated_to.is_(None))
        async with self._database.read() as db:
            rows = (await db.execute(wanted.order_by(t.c.title, t.c.id))).mappings()
            return tuple(ChatRoom(**row) for row in rows)

    async def set_chat(self, chat_id: int, **fields: Any) -> None:
        await self._put(tables.tg_chat, {"id": chat_id}, fields)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: every row follows it."""
        before = await self.chat(old)
        moved = {**asdict(before), "id": new, "migrated_to": None, "kind": "supergroup"}
        await self._put(tables.tg_chat, {"id": new}, {k: v for k, v in moved.items() if k != "id"})
        await self.set_chat(old, migrated_to=new)
        async with self._database.write() as db:
            for table in (tables.tg_panel, tables.tg_await, tables.tg_send, tables.tg_album):
                await db.execute(sa.update(table).where(table.c.chat == old).values(chat=new))
            await people.rename_group(db, f"tg:{old}", f"tg:{new}")

    # panels

    async def add_panel(self, panel: Panel) -> Panel:
        """Keep a new panel; a message is one panel only."""
        t = tables.tg_panel
        values = {k: v for k, v in asdict(panel).items() if k != "id"} | {"at": datetime.now(UTC)}
        async with self._database.write() as db:
            await db.execute(sa.delete(t).where(t.c.chat == panel.chat, t.c.message == panel.message))
            made = await db.execute(sa.insert(t).values(**values).returning(t))
            return Panel(**made.mappings().one())

    async def set_panel(self, panel_id: int, **fields: Any) -> None:
        await self._set(tables.tg_panel, tables.tg_panel.c.id == panel_id, **fields)

    async def panel(self, panel_id: int) -> Panel | None:
        row = await self._row(tables.tg_panel, tables.tg_panel.c.id == panel_id)
        return None if row is None else Panel(**row)

    async def panel_at(self, chat: int, message: int) -> Panel | None:
        """What a message of ours shows."""
        t = tables.tg_panel.c
        row = await self._row(tables.tg_panel, sa.and_(t.chat == chat, t.message == message))
        return None if row is None else Panel(**row)

    async def panels(self, **where: Any) -> tuple[Panel, ...]:
        """The panels with these fields, newest first."""
        t = tables.tg_panel
        wanted = sa.select(t).filter_by(**where).order_by(t.c.at.desc(), t.c.id.desc()).limit(200)
        async with self._database.read() as db:
            return tuple(Panel(**row) for row in (await db.execute(wanted)).mappings())

    async def touch(self, panel_id: int) -> None:
        """This panel is what the person looks at now."""
        await self.set_panel(panel_id, at=datetime.now(UTC))

    async def drop_panel(self, panel_id: int) -> None:
        """The message is no panel any more."""
        t = tables.tg_panel
        async with self._database.write() as db:
            await db.execute(sa.delete(t).where(t.c.id == panel_id))

    async def busy(self) -> tuple[str, ...]:
        """Projects with a film panel whose run is under way."""
        panel, project = tables.tg_panel.c, tables.project.c
        wanted = sa.select(project.id).distinct().join(tables.tg_panel, panel.project_id == project.id)
        wanted = wanted.where(panel.kind == "film", project.run_state == "running")
        async with self._database.read() as db:
            return tuple((await db.execute(wanted)).scalars())

    # awaited texts and photos

    async def ask(
        self, chat: int, message: int, person: int, purpose: str, *, project_id: str = "", target: str = ""
    ) -> None:
        """Await an answer to a message; whatever else this person was asked for in the chat is off."""
        await self.stop_asking(chat, person)
        until = datetime.now(UTC) + timedelta(minutes=AWAIT_MINUTES)
        values = {"chat": chat, "message": message, "person": person, "purpose": purpose}
        async with self._database.write() as db:
            await db.execute(
                sa.insert(tables.tg_await).values(
                    **values, project_id=project_id or None, target=target, expires_at=until
                )
            )

    async def awaited(self, chat: int, *, message: int = 0, person: int = 0) -> Awaited | None:
        """What the answer to a message is for, or the newest thing a person was asked for in a chat."""
        t = tables.tg_await
        wanted = sa.select(t).where(t.c.chat == chat, t.c.expires_at > datetime.now(UTC))
        wanted = wanted.where(t.c.message == message if message else t.c.person == person)
        async with self._database.read() as db:
            row = (await db.execute(wanted.order_by(t.c.id.desc()).limit(1))).mappings().first()
        return None if row is None else Awaited(**{k: v for k, v in row.items() if k != "expires_at"})

    async def stop_asking(self, chat: int, person: int) -> None:
        t = tables.tg_await
        async with self._database.write() as db:
            await db.execute(sa.delete(t).where(t.c.chat == chat, t.c.person == person))

    # albums

    async def add_to_album(self, chat: int, name: str, item: Mapping[str, Any], closes_at: datetime) -> bool:
        """Keep one item and put the closing off; false when the album is closed already."""
        t = tables.tg_album
        async with self._database.write() as db:
            here = sa.and_(t.c.chat == chat, t.c.name == name)
            row = (await db.execute(sa.select(t).where(here))).mappings().first()
            if row is None:
                values = {"chat": chat, "name": name, "items": [dict(item)], "closes_at": closes_at}
                await db.execute(sa.insert(t).values(**values))
                return True
            if row["closed"]:
                return False
            items = [one for one in row["items"] if one["message"] != item["message"]] + [dict(item)]
            await db.execute(sa.update(t).where(here).values(items=items, closes_at=closes_at))
            return True

    async def open_albums(self) -> tuple[tuple[int, str], ...]:
        """(chat, name) of every album that was not closed."""
        t = tables.tg_album.c
        async with self._database.read() as db:
            found = await db.execute(sa.select(t.chat, t.name).where(sa.not_(t.closed)))
            return tuple((row[0], row[1]) for row in found)

    async def close_album(self, chat: int, name: str) -> tuple[Mapping[str, Any], ...]:
        """The items in their order; nothing when somebody closed it before."""
        t = tables.tg_album
        here = sa.and_(t.c.chat == chat, t.c.name == name, sa.not_(t.c.closed))
        async with self._database.write() as db:
            closed = await db.execute(sa.update(t).where(here).values(closed=True).returning(t.c["items"]))
            row = closed.first()
        return tuple(sorted(row[0], key=lambda item: int(item["message"]))) if row else ()

    async def keep_items(self, chat: int, name: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Keep photos until somebody says what they are for."""
        values = {"items": [dict(item) for item in items], "closes_at": datetime.now(UTC), "closed": True}
        await self._put(tables.tg_album, {"chat": chat, "name": name}, values)

    async def items(self, chat: int, name: str) -> tuple[Mapping[str, Any], ...]:
        """Photos that were kept under a name."""
        t = tables.tg_album.c
        row = await self._row(tables.tg_album, sa.and_(t.chat == chat, t.name == name))
        return tuple(row["items"]) if row else ()

    # files

    async def file_id(self, sha: str, bot: int, kind: str) -> str:
        """Telegram's own copy of a file; empty while there is none."""
        t = tables.tg_file.c
        row = await self._row(tables.tg_file, sa.and_(t.sha == sha, t.bot == bot, t.kind == kind))
        return "" if row is None else str(row["file_id"])

    async def keep_file(self, sha: str, bot: int, kind: str, file_id: str, unique_id: str) -> None:
        key = {"sha": sha, "bot": bot, "kind": kind}
        await self._put(tables.tg_file, key, {"file_id": file_id, "unique_id": unique_id})

    async def forget_file(self, file_id: str) -> None:
        """Telegram does not know this id (any more)."""
        t = tables.tg_file
        async with self._database.write() as db:
            await db.execute(sa.delete(t).where(t.c.file_id == file_id))

    # prices on buttons

    async def add_price(
        self, project_id: str, owner: str, action: Mapping[str, Any], high: int, by: int, expires_at: datetime
    ) -> Price:
        """Keep what a priced button begins."""
        made = Price(new_id(QUOTE), project_id, owner, dict(action), high, by, "open", expires_at)
        async with self._database.write() as db:
            await db.execute(sa.insert(tables.tg_quote).values(**asdict(made)))
        return made

    async def price(self, price_id: str) -> Price | None:
        row = await self._row(tables.tg_quote, tables.tg_quote.c.id == price_id)
        return None if row is None else Price(**row)

    async def take_price(self, price_id: str) -> bool:
        """Use a price up; true for the one who was first."""
        t = tables.tg_quote
        async with self._database.write(durable=True) as db:
            here = sa.and_(t.c.id == price_id, t.c.state == "open")
            return bool((await db.execute(sa.update(t).where(here).values(state="taken"))).rowcount)

    async def finish_price(self, price_id: str) -> None:
        """What it was for has begun; from now on the button does nothing."""
        await self._set(tables.tg_quote, tables.tg_quote.c.id == price_id, state="done")

    async def give_back_price(self, price_id: str) -> None:
        """What it was for could not be begun, and nothing was spent: it may be pressed again."""
        t = tables.tg_quote
        await self._set(t, sa.and_(t.c.id == price_id, t.c.state == "taken"), state="open")

    # films on their way

    async def begin_sending(self, sending: Sending) -> bool:
        """Write the row of a send before anything is uploaded; false when there is one already."""
        values = {**asdict(sending), "at": datetime.now(UTC)}
        async with self._database.write(durable=True) as db:
            row = upsert(db, tables.tg_send).values(**values)
            done = await db.execute(row.on_conflict_do_nothing(index_elements=["key"]))
            return bool(done.rowcount)

    async def set_sending(self, key: str, state: str, message: int | None = None) -> None:
        fields: dict[str, Any] = {"state": state} | ({} if message is None else {"message": message})
        await self._set(tables.tg_send, tables.tg_send.c.key == key, **fields)

    async def sendings(self, **where: Any) -> tuple[Sending, ...]:
        """The sends with these fields, newest first."""
        t = tables.tg_send
        wanted = sa.select(t).filter_by(**where).order_by(t.c.at.desc())
        async with self._database.read() as db:
            return tuple(Sending(**row) for row in (await db.execute(wanted)).mappings())

    # whose is what

    async def project_of(self, thing: str) -> tuple[str, str] | None:
        """(project id, its owner) of a project, entity, shot, take, guide image or job, by its id."""
        p = tables.project.c
        prefix = thing.partition("_")[0]
        if prefix == "p":
            wanted: sa.Select[Any] = sa.select(p.id, p.owner).where(p.id == thing)
        elif prefix == "g":
            guide, entity = tables.guide_image.c, tables.entity.c
            joined = sa.join(tables.guide_image, tables.entity, guide.entity_id == entity.id)
            joined = joined.join(tables.project, p.id == entity.project_id)
            wanted = sa.select(p.id, p.owner).select_from(joined).where(guide.id == thing)
        elif prefix in _HOLDERS:
            table = _HOLDERS[prefix]
            wanted = sa.select(p.id, p.owner).join(table, table.c.project_id == p.id).where(table.c.id == thing)
        else:
            return None
        async with self._database.read() as db:
            row = (await db.execute(wanted)).first()
        return None if row is None else (row[0], row[1])

    async def gate(self, project_id: str) -> tuple[str, int]:
        """The step a film waits before for a person's word, and the event that said so; ("", 0) for none.

        It goes on waiting while single things are made anew.
        """
        async with self._database.read() as db:
            told = await events.newest(db, project_id, TURNS, limit=GATE_EVENTS)
        for event in reversed(told):
            if event.kind == "run_paused":
                return str(event.data.get("gate") or ""), event.id
            if event.kind == "run_started" and not event.data.get("only"):
                break
            if event.kind == "run_cancelled":
                break
        return "", 0

    async def last_turn(self, project_id: str) -> tuple[str, int, Mapping[str, Any]]:
        """The last change of a run's state: its kind, event id and data."""
        async with self._database.read() as db:
            told = await events.newest(db, project_id, TURNS, limit=1)
        return (told[0].kind, told[0].id, told[0].data) if told else ("", 0, {})

    async def last_event(self) -> int:
        async with self._database.read() as db:
            return await events.last_id(db)

    # Inside

    async def _row(self, table: sa.Table, where: sa.ColumnElement[bool]) -> Mapping[str, Any] | None:
        async with self._database.read() as db:
            row = (await db.execute(sa.select(table).where(where))).mappings().first()
        return None if row is None else dict(row)

    async def _set(self, table: sa.Table, where: sa.ColumnElement[bool], **fields: Any) -> None:
        async with self._database.write() as db:
            await db.execute(sa.update(table).where(where).values(**fields))

    async def _put(self, table: sa.Table, key: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
        async with self._database.write() as db:
            row = upsert(db, table).values(**key, **fields)
            await db.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(fields)))


_HOLDERS: Mapping[str, sa.Table] = {
    "e": tables.entity,
    "sh": tables.shot,
    "t": tables.take,
    "sg": tables.segment,
    "sc": tables.scene,
    "j": tables.job,
}
"""Prefix of an id -> the table it is in."""


def ids(text: str) -> frozenset[int]:
    """The numbers of a setting such as "12, -100345"; words among them are left out."""
    parts: Iterable[str] = (part.strip() for part in text.split(","))
    return frozenset(int(part) for part in parts if part.lstrip("-").isdigit())
