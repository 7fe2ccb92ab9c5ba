"""A strict stand-in for Telegram's Bot API on loopback, with the people on the other side of the chat.

Stricter than the real one, so that mistakes are seen: an album of one item, `reply_markup` beside an album
and a thumbnail that Telegram would drop without a word are refused; texts are counted in UTF-16 units. The
wording of these refusals, and of the one for too many buttons, is our own. MarkdownV2, invoices, inline mode
and sending by address are not built.
"""

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
