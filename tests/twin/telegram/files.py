"""The files Telegram keeps: bytes under a file id of this bot, with what they really are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from .refusal import bad

FOLDERS = {"photo": "photos", "video": "videos", "animation": "animations", "audio": "music", "voice": "voice"}
MARKS = {"photo": "AgACAgIAAxkB", "video": "BAACAgIAAxkB", "animation": "CgACAgIAAxkB", "audio": "CQACAgIAAxkB"}
MARKS |= {"voice": "AwACAgIAAxkB", "document": "BQACAgIAAxkB", "thumbnail": "AAMCAgADGQEA"}


@dataclass(frozen=True, slots=True)
class Stored:
    """One file. Equal when it is the same file for Telegram, whatever else is known of it."""

    file_id: str
    unique_id: str
    kind: str
    """"photo", "video", "document", "thumbnail", …; an id is good for its own kind only."""
    data: bytes
    name: str
    mime: str
    path: str
    width: int = 0
    height: int = 0

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Files:
    """All of them, found by id or by the path that getFile gives."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._by_unique: dict[str, Stored] = {}

    def add(self, kind: str, data: bytes, name: str, mime: str, *, width: int = 0, height: int = 0) -> Stored:
        number = len(self._by_id) + 1
        unique = hashlib.sha256(f"{number}:{self._bot_id}".encode()).hexdigest()[:15]
        file_id = MARKS[kind] + hashlib.sha256(f"{self._bot_id}/{number}".encode()).hexdigest()[:44]
        suffix = PurePath(name).suffix or ""
        path = f"{FOLDERS.get(kind, 'documents')}/file_{number}{suffix}"
        stored = Stored(file_id, "AQAD" + unique, kind, data, name, mime, path, width, height)
        self._by_id[file_id] = self._by_path[path] = self._by_unique[stored.unique_id] = stored
        return stored

    def by_id(self, file_id: str) -> Stored:
        """Raises Refusal for an id that is not of this bot."""
        if file_id not in self._by_id:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def by_path(self, path: str) -> Stored | None:
        return self._by_path.get(path)

    def by_unique(self, unique_id: str) -> Stored | None:
        return self._by_unique.get(unique_id)
