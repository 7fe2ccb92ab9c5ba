"""One call of a Bot API method: what it names, looked up and checked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from . import keyboards
from .files import Stored
from .markup import Entity, parsed, units
from .media import MB
from .params import Params
from .refusal import Refusal, bad, forbidden
from .state import Body, Button, Chat, Message, State
from .updates import Updates

TEXT, CAPTION = 4096, 1024
"""Characters after parsing (telegram.md 3); counted in UTF-16 units, the stricter way."""
UPLOAD, UPLOAD_LOCAL = 50 * MB, 2000 * MB
DOWNLOAD = 20 * MB

Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(slots=True)
class Rules:
    """Switches of the server."""

    local: bool = False
    """A Bot API server of one's own: 2000 MB up, no limit down."""
    unknown_ok: bool = False
    """Answer `true` to methods that do not exist here."""
    topics: bool = False
    """Topics in private chats, as getMe tells."""
    app: str = ""
    """Address of the Mini App as BotFather was told; links with startapp open it."""
    remarks: list[str] = field(default_factory=list)
    """What the real service takes, but people would see badly."""


@dataclass
class Call:
    """A method's view of the request and of what Telegram knows."""

    method: str
    params: Params
    state: State
    updates: Updates
    rules: Rules

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat, when the bot may write there. Raises Refusal."""
        chat = self.known_chat(name)
        status = chat.members.get(self.state.bot.id, "")
        if chat.migrated_to:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def known_chat(self, name: str = "chat_id") -> Chat:
        """The chat, whether or not the bot may write there. Raises Refusal."""
        given = self.params.text(name)
        if not given:
            raise bad("chat_id is empty")
        for chat in self.state.chats.values():
            if str(chat.id) == given or (chat.username and given == f"@{chat.username}"):
                return chat
        raise bad("chat not found")

    def topic(self, chat: Chat) -> int:
        """The topic that is named, 0 for none. Raises Refusal."""
        topic = self.params.number("message_thread_id")
        if topic and topic not in chat.topics:
            raise bad("message thread not found")
        return topic

    def message(self, chat: Chat, what: str, name: str = "message_id") -> Message:
        """A message of the chat; `what` for the words of the refusal: "edit", "delete", …"""
        if not self.params.has(name):
            raise bad("message identifier is not specified")
        message = chat.messages.get(self.params.number(name))
        if message is None or message.deleted:
            raise bad(f"message to {what} not found")
        return message

    def reply_to(self, chat: Chat) -> Message | None:
        """What the message answers to. Raises Refusal when it is gone, unless the bot allows that."""
        given = self.params.data("reply_parameters")
        wanted = given.get("message_id") or self.params.number("reply_to_message_id")
        if not wanted:
            return None
        message = chat.messages.get(int(wanted))
        if message is not None and not message.deleted:
            return message
        if given.get("allow_sending_without_reply") or self.params.flag("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    def words(self, name: str, limit: int, params: Params | None = None) -> tuple[str, tuple[Entity, ...]]:
        """A text or caption with its entities. Raises Refusal."""
        params = params or self.params
        marks = "entities" if name == "text" else f"{name}_entities"
        text, entities = parsed(params.text(name), params.text("parse_mode"), params.data(marks, list))
        if units(text) > limit:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        return text, entities

    def keyboard(self, chat: Chat) -> tuple[Keyboard, dict[str, Any]]:
        """Inline rows, and any other markup. Raises Refusal."""
        markup = self.params.data("reply_markup")
        if not markup:
            return (), {}
        if "inline_keyboard" in markup:
            return keyboards.inline(markup, chat.private), {}
        return (), keyboards.other(markup)

    def posted(self, chat: Chat, body: Body, **more: Any) -> Message:
        """Send a message with everything that all kinds of message share."""
        rows, markup = self.keyboard(chat)
        effect = self.params.text("message_effect_id")
        if effect and not chat.private:
            raise bad("EFFECT_ID_INVALID")
        return self.state.post(
            chat,
            self.state.bot,
            replace(body, keyboard=rows),
            topic=self.topic(chat),
            reply_to=self.reply_to(chat),
            silent=self.params.flag("disable_notification"),
            effect=effect,
            markup=markup,
            preview=self.params.data("link_preview_options"),
            **more,
        )

    def remark(self, words: str) -> None:
        self.rules.remarks.append(f"{self.method}: {words}")

    def upload_of(self, value: str, default: str) -> tuple[str, bytes, str] | None:
        """The file part a value points at ("attach://name", or the parameter's own name): name, bytes, type."""
        name = value.removeprefix("attach://") if value.startswith("attach://") else default
        upload = self.params.uploads.get(name)
        if upload is None:
            if value.startswith("attach://"):
                raise bad(f"can't find the file part {name} in the request")
            return None
        if not upload.data:
            raise bad("file must be non-empty")
        return upload.name, upload.data, upload.mime

    def stored(self, value: str, kind: str) -> Stored:
        """A file that was sent before, by its id. Raises Refusal."""
        if value.startswith(("http://", "https://", "file://")):
            raise bad("failed to get HTTP URL content")
        stored = self.state.files.by_id(value)
        if stored.kind != kind:
            raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


Result = Any
Method = Callable[[Call], "Result | Awaitable[Result]"]
METHODS: dict[str, tuple[str, Method]] = {}
"""By name in small letters: the name in Telegram's spelling, and what does it."""


def method(work: Method) -> Method:
    """Offer a function as a Bot API method: send_message is sendMessage."""
    first, *rest = work.__name__.split("_")
    name = first + "".join(word.title() for word in rest)
    METHODS[name.lower()] = (name, work)
    return work
