"""A strict stand-in for Telegram's Bot API on loopback, with the people on the other side of the chat."""

from .app import Launch
from .faults import rows as fault_rows
from .groups import Group
from .outbox import Sent
from .person import NotThere, Person, Screen, describe, picture
from .state import Button, Chat, Message, Press
from .telegram import Telegram

__all__ = [
    "Button",
    "Chat",
    "Group",
    "Launch",
    "Message",
    "NotThere",
    "Person",
    "Press",
    "Screen",
    "Sent",
    "Telegram",
    "describe",
    "fault_rows",
    "picture",
]
