"""What stands where on an editor's timeline, in whole frames, before any file format (B9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.media.cues import film_cues
from core.requests import FilmShot, RenderRequest
from core.story import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class TimelineMedia:
    """The files that a timeline points to. They must stay where they are for an editor to find them."""

    pieces: Mapping[str, Path]
    """Shot id -> its stretch of picture, exactly as many frames as the shot."""
    narration: Path
    """All voices, as long as the film."""
    music: Path | None = None
    """The music as it sounds in the film, as long as the film."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One thing on one track: `frames` frames from `first` on."""

    name: str
    first: int
    frames: int
    url: str = ""
    """Absolute file URL; empty when there is no file."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Our ids and what belongs to them; plain JSON."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The tracks of a film, each in order of time."""

    title: str
    fps: int
    width: int
    height: int
    frames: int
    picture: tuple[Stretch, ...]
    """Without gaps from frame 0; each from the first frame of its own file."""
    voices: tuple[Stretch, ...]
    """Each from the frame of the same number in the narration."""
    music: tuple[Stretch, ...]
    captions: tuple[Stretch, ...]
    """The name is the text, lines divided by line feeds."""
    language: str = ""


def timeline_parts(request: RenderRequest, media: TimelineMedia) -> Parts:
    """Lay the film out in frames. Voices are widened to whole frames, into the silence around them."""
    frames = -(-request.samples * request.fps // SAMPLE_RATE)
    music = [Stretch("Music", 0, frames, _url(media.music), {"asset": request.music})] if media.music else []
    return Parts(
        title=_clean(request.title) or "Film",
        fps=request.fps,
        width=request.width,
        height=request.height,
        frames=frames,
        picture=tuple(_picture(shot, media) for shot in request.shots if shot.frames > 0),
        voices=tuple(_voices(request, _url(media.narration), frames)),
        music=tuple(music),
        captions=tuple(_captions(request, frames)),
        language=request.language,
    )


def _picture(shot: FilmShot, media: TimelineMedia) -> Stretch:
    facts = {
        "shot": shot.shot,
        "scene": shot.scene,
        "number": shot.index + 1,
        "lines": list(shot.lines),
        "model": shot.model,
        "prompt": _clean(shot.prompt),
    }
    return Stretch(
        f"{shot.index + 1:03} {_clean(shot.title)}".strip(),
        shot.first_frame,
        shot.frames,
        _url(media.pieces.get(shot.shot)),
        facts,
    )


def _voices(request: RenderRequest, url: str, total: int) -> Iterator[Stretch]:
    free = 0
    for line in sorted(request.lines, key=lambda line: line.start):
        first = max(free, line.start * request.fps // SAMPLE_RATE)
        end = min(total, -(-(line.start + line.samples) * request.fps // SAMPLE_RATE))
        if end <= first:
            continue
        facts = {
            "segment": line.segment,
            "speaker": line.speaker,
            "asset": line.asset,
            "start_samples": line.start,
            "samples": line.samples,
            "text": _clean(line.text),
        }
        opening = _clean(line.text)
        short = opening if len(opening) <= 48 else f"{opening[:47]}…"
        who = _clean(line.speaker)
        yield Stretch(f"{who}: {short}" if who else short, first, end - first, url, facts)
        free = end


def _captions(request: RenderRequest, total: int) -> Iterator[Stretch]:
    free = 0
    for cue in film_cues(request):
        first = max(free, round(cue.start * request.fps / SAMPLE_RATE))
        end = min(total, max(first + 1, round(cue.end * request.fps / SAMPLE_RATE)))
        if end > first:
            text = "\n".join(_clean(line) for line in cue.text.split("\n"))
            yield Stretch(text, first, end - first, "", {"segment": cue.segment, "shot": cue.shot})
            free = end


def _clean(text: str) -> str:
    """On one line, without characters that XML cannot hold."""
    kept = (c for c in " ".join(text.split()) if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return "".join(kept)


def _url(path: Path | None) -> str:
    return path.absolute().as_uri() if path else ""
