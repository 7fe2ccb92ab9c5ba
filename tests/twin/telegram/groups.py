"""Groups: who is in them, what the bot may do there, topics, and becoming a supergroup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .shapes import chat_json, member_json, message_json, stamp, user_json
from .state import Body, Chat, State, User

if TYPE_CHECKING:
    from .person import Person
    from .server import Server


class Group:
    """A group with the bot in it; made by `Telegram.group`."""

    def __init__(self, server: Server, chat: Chat) -> None:
        self.chat = chat
        self._server = server

    @property
    def id(self) -> int:
        return self.chat.id

    def join(self, *people: Person, admin: bool = False) -> None:
        for person in people:
            self.chat.members[person.id] = "administrator" if admin else "member"
            self._server.state.note(self.chat, "joined", person.user)

    def leave(self, person: Person) -> None:
        self.chat.members[person.id] = "left"
        self._server.state.note(self.chat, "left", person.user)

    def add_bot(self, by: Person, admin: bool = False) -> None:
        """The bot comes in, or gets another role."""
        self._bot(by, "administrator" if admin else "member")

    def remove_bot(self, by: Person) -> None:
        """Somebody throws the bot out."""
        self._bot(by, "kicked")

    def privacy(self, on: bool) -> None:
        """Privacy mode: the bot sees commands, mentions and replies only."""
        self.chat.privacy = on

    def topic(self, name: str) -> int:
        """Open a topic; its message_thread_id."""
        number = self._server.state.next_id(self.chat)
        self.chat.topics[number] = name
        return number

    def migrate(self, by: Person) -> Group:
        """Turn into a supergroup: another id, the old one refused from now on, the bot told."""
        state, old = self._server.state, self.chat
        new = Chat(
            -1_001_000_000_000 - abs(old.id), "supergroup", old.title, dict(old.members), privacy=old.privacy
        )
        state.chats[new.id] = new
        old.migrated_to = new.id
        self._service(old, by.user, {"migrate_to_chat_id": new.id})
        self._service(new, by.user, {"migrate_from_chat_id": old.id})
        return Group(self._server, new)

    def _bot(self, by: Person, status: str) -> None:
        state = self._server.state
        old = self.chat.members.get(state.bot.id, "left")
        self.chat.members[state.bot.id] = status
        state.note(self.chat, {"kicked": "removed the bot"}.get(status, "added the bot"), by.user)
        self._server.updates.put("my_chat_member", heard(state, self.chat, by.user, old, status))

    def _service(self, chat: Chat, by: User, what: dict[str, Any]) -> None:
        message = self._server.state.post(chat, by, Body(), service=what)
        self._server.updates.put("message", message_json(self._server.state, message))


def opened(server: Server, chat: Chat, people: Iterable[Person], admins: Iterable[Person]) -> Group:
    """A group with these people; the first of the admins, or of all, made it."""
    for person in people:
        chat.members[person.id] = "member"
    for person in admins:
        chat.members[person.id] = "administrator"
    maker = next(iter([*admins, *people]), None)
    if maker is not None:
        chat.members[maker.id] = "creator"
    server.state.chats[chat.id] = chat
    return Group(server, chat)


def heard(state: State, chat: Chat, by: User, old: str, new: str) -> dict[str, Any]:
    """A my_chat_member update: the bot's own place in a chat changed."""
    return {
        "chat": chat_json(state, chat),
        "from": user_json(by),
        "date": stamp(state, state.clock.now()),
        "old_chat_member": member_json(state.bot, old),
        "new_chat_member": member_json(state.bot, new),
    }
