"""The local editor: cuts the film and hands in everything that lies beside it."""

from __future__ import annotations

import json
from pathlib import Path

from core.errors import Fault, ProviderError
from core.media import film
from core.media.check import Report
from core.media.ffmpeg import FfmpegFailed
from core.media.film import FilmFiles, make_film
from core.media.mp4 import NotMp4
from core.media.probe import Unreadable
from core.providers.base import Desk, Done, MadeFile
from core.requests import PieceRequest, RenderRequest, SoundRequest


async def cut(request: RenderRequest, desk: Desk, *, workers: int, ffmpeg: str) -> Done:
    """The film with its captions, storyboard, manifest, report, voices and pieces ("piece:<shot id>").

    `facts` are the report's figures. Raises NoRoom, BadInput, FailedCheck and ProviderError(BAD_OUTPUT).
    """
    try:
        files = await make_film(request, desk, workers=workers, ffmpeg_path=ffmpeg)
    except (FfmpegFailed, NotMp4, Unreadable) as error:
        raise ProviderError(Fault.BAD_OUTPUT, f"The film could not be cut: {error}.") from error
    return Done(MadeFile("video/mp4", files.film), _parts(files), _facts(files.check, request))


async def cut_ahead(request: PieceRequest, desk: Desk, *, ffmpeg: str) -> Done:
    """One shot cut before its film; the piece itself is kept in the desk's cache, where the film finds it.

    Raises NoRoom and ProviderError(BAD_OUTPUT).
    """
    try:
        piece = await film.cut_ahead(request, desk, ffmpeg_path=ffmpeg)
    except (FfmpegFailed, NotMp4, Unreadable) as error:
        raise ProviderError(Fault.BAD_OUTPUT, f"The shot could not be cut: {error}.") from error
    facts = {"shows": piece.shows, "frames": piece.frames} if piece else {"shows": "nothing", "frames": 0}
    return Done(MadeFile("application/json", data=json.dumps(facts).encode()), facts=facts)


async def sound_ahead(request: SoundRequest, desk: Desk) -> Done:
    """The film's sound before the film, kept in the desk's cache, where the film finds it. Raises NoRoom."""
    await film.sound_ahead(request, desk)
    facts = {"samples": request.samples}
    return Done(MadeFile("application/json", data=json.dumps(facts).encode()), facts=facts)


def _parts(files: FilmFiles) -> dict[str, MadeFile]:
    beside: dict[str, tuple[str, Path]] = {
        "srt": ("application/x-subrip", files.srt),
        "vtt": ("text/vtt", files.vtt),
        "thumbnail": ("image/jpeg", files.thumbnail),
        "sheet": ("image/png", files.sheet),
        "manifest": ("application/json", files.manifest),
        "report": ("application/json", files.report),
        "report_text": ("text/plain", files.report_text),
        "narration": ("audio/wav", files.narration),
    }
    if files.music:
        beside["music"] = ("audio/wav", files.music)
    beside |= {f"piece:{shot}": ("video/mp4", path) for shot, path in files.pieces.items()}
    return {name: MadeFile(mime, path) for name, (mime, path) in beside.items()}


def _facts(report: Report, request: RenderRequest) -> dict[str, object]:
    return {
        "samples": request.samples,
        "duration_ms": round(report.frames * 1000 / report.fps),
        "width": report.width,
        "height": report.height,
        "fps": report.fps,
        "frames": report.frames,
        "passed": report.passed,
        "lines": report.lines,
        "lines_present": report.lines_present,
        "worst_cut_ms": report.worst_cut_ms,
        "picture_error_ms": report.picture_error_ms,
        "sound_error_ms": report.sound_error_ms,
        "loudness_lufs": report.loudness_lufs,
        "true_peak_dbtp": report.true_peak_dbtp,
        "clips": report.clips,
        "drawn": report.drawn,
        "held": report.held,
        "black": report.black,
        "notes": list(report.notes),
    }
