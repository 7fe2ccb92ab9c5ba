"""film.json: where every shot of a film came from (B10). No clock, so the same film gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.media.pieces import Piece
from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import SAMPLE_RATE


def manifest(request: RenderRequest, pieces: Sequence[Piece]) -> str:
    """The film's manifest as JSON text. Times are in milliseconds and, exactly, in samples and frames."""
    lines = {line.segment: line for line in request.lines}
    made = {piece.shot: piece for piece in pieces}
    document = {
        "title": request.title,
        "project": request.project,
        "width": request.width,
        "height": request.height,
        "fps": request.fps,
        "language": request.language,
        "captions": request.captions.value,
        "music": request.music or None,
        "samples": request.samples,
        "duration_ms": _ms(request.samples),
        "cost_micro_dollars": sum(shot.cost for shot in request.shots),
        "shots": [_shot(shot, lines, made.get(shot.shot), request.fps) for shot in request.shots],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _shot(shot: FilmShot, lines: Mapping[str, FilmLine], piece: Piece | None, fps: int) -> dict[str, Any]:
    spoken = [lines[segment] for segment in shot.lines if segment in lines]
    return {
        "shot": shot.shot,
        "number": shot.index + 1,
        "scene": shot.scene,
        "title": shot.title,
        "text": " ".join(line.text for line in spoken),
        "lines": [_line(line) for line in spoken],
        "model": shot.model,
        "prompt": shot.prompt,
        "references": list(shot.references),
        "cost_micro_dollars": shot.cost,
        "source": shot.source or None,
        "source_type": shot.mime or None,
        "frame": shot.frame or None,
        "shows": piece.shows if piece else None,
        "because": piece.reason if piece else "",
        "first_frame": shot.first_frame,
        "frames": shot.frames,
        "start_sample": shot.start,
        "start_ms": _ms(shot.start),
        "picture_start_ms": round(shot.first_frame * 1000 / fps, 3),
        "picture_ms": round(shot.frames * 1000 / fps, 3),
    }


def _line(line: FilmLine) -> dict[str, Any]:
    return {
        "segment": line.segment,
        "speaker": line.speaker or None,
        "text": line.text,
        "start_sample": line.start,
        "samples": line.samples,
        "start_ms": _ms(line.start),
        "duration_ms": _ms(line.samples),
        "sound": line.asset,
    }


def _ms(samples: int) -> float:
    return round(samples * 1000 / SAMPLE_RATE, 3)
