"""Laying a finished film into a person's folder: every file whole or not there at all, under safe names."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from core.errors import BadInput
from core.media import ffmpeg
from core.media.timeline import timeline_files
from core.media.timeline_parts import TimelineMedia
from core.requests import RenderRequest

PIECE = "piece:"
"""What the names of the pieces in `files` begin with; the shot's id follows."""

_PLACES = {
    "srt": "{name}.srt",
    "vtt": "{name}.vtt",
    "sheet": "storyboard.png",
    "thumbnail": "thumbnail.jpg",
    "manifest": "film.json",
    "report": "report.json",
    "report_text": "report.txt",
    "narration": "media/narration.wav",
    "music": "media/music.wav",
}
"""Part of a film -> where it lies in the folder."""

_LONGEST = 80
"""Letters of a file name, so that the whole stays far under every file system's 255 bytes."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
)
"""Names that Windows keeps for devices; a folder may be copied there."""


def deliver(files: Mapping[str, Path], request: RenderRequest, out_dir: Path, name: str) -> dict[str, Path]:
    """Lay the "film", its parts and its pieces ("piece:<shot id>") into a folder; gives where everything lies.

    Files are copied, not linked: a tool that changes one in place must not reach into the media store. Earlier
    files of the same name are replaced. Timelines are written here, for they hold the absolute places of the
    pieces, which lie in "media". Raises BadInput when the folder cannot be one, NoRoom when it cannot be
    written or is full.
    """
    name = safe_name(name)
    folder = _folder(out_dir)
    with ffmpeg.room(folder):
        pieces = _lay_pieces(files, request, folder)
        laid = {
            part: _lay(files[part], folder / place.format(name=name))
            for part, place in _PLACES.items()
            if part in files
        }
        media = TimelineMedia(pieces, laid["narration"], laid.get("music"))
        for file_name, text in timeline_files(request, media).items():
            kind = file_name.rpartition(".")[2]
            laid[kind] = _write(folder / f"{name}.{kind}", text)
        film = _lay(files["film"], folder / f"{name}.mp4")
    return {"film": film, **laid, "media": folder / "media"}


def safe_name(title: str) -> str:
    """A title as a file name that every system takes: letters and digits of any script, spaces, . - _ only."""
    kept = "".join(c if _allowed(c) else " " for c in unicodedata.normalize("NFC", title))
    words = re.sub(r"\s+", " ", kept).strip(" .-_")
    while len(words) > _LONGEST or len(words.encode()) > 2 * _LONGEST:
        words = words[:-1].rstrip(" .-_")
    if not words or words.partition(".")[0].lower() in _RESERVED:
        words = f"film {words}".strip()
    return words


def _allowed(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in ".-_'’,"


def _folder(out_dir: Path) -> Path:
    try:
        with ffmpeg.room(out_dir):
            out_dir.mkdir(parents=True, exist_ok=True)
            return out_dir.resolve()
    except OSError as error:
        taken = isinstance(error, (FileExistsError, NotADirectoryError))
        why = ": there is a file of that name" if taken else ""
        raise BadInput(f"“{out_dir}” cannot be a folder{why}.", next_step="Choose another folder.") from error


def _lay_pieces(files: Mapping[str, Path], request: RenderRequest, folder: Path) -> dict[str, Path]:
    """Pieces named by their place in the film; those of an earlier, longer cut are removed."""
    numbers = {shot.shot: shot.index + 1 for shot in request.shots}
    laid = {
        shot: _lay(files[PIECE + shot], folder / "media" / f"shot-{number:03}.mp4")
        for shot, number in numbers.items()
        if PIECE + shot in files
    }
    for stale in set((folder / "media").glob("shot-[0-9][0-9][0-9].mp4")) - set(laid.values()):
        stale.unlink()
    return laid


def _lay(source: Path, target: Path) -> Path:
    """A copy of the file, under its name only when it is whole."""
    beside = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, beside)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def _write(target: Path, text: str) -> Path:
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return target
