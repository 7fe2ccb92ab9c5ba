"""Requests to try rows with, one builder per kind of work."""

from __future__ import annotations

from typing import Any

from core.catalogue.arguments import SOUND, assets, served_by
from core.catalogue.models import Catalogue, Model
from core.requests import (
    ImageRequest,
    LipSyncRequest,
    Move,
    Reference,
    Request,
    SpeechRequest,
    Staging,
    TextRequest,
    VideoRequest,
    Window,
)
from core.story import SAMPLE_RATE, Step

HERE = Window()


def references(count: int, guide: bool = False, kind: str = "character") -> tuple[Reference, ...]:
    return tuple(Reference(f"asset{i}", f"Name {i}", kind, guide=guide) for i in range(count))


def picture(count: int = 0, *, subject: str = "frame", guide: bool = False, **more: Any) -> ImageRequest:
    fields: dict[str, Any] = {"prompt": "A boat at dusk.", "width": 1536, "height": 864, "seed": 7} | more
    return ImageRequest(references=references(count, guide), staging=Staging(subject), **fields)


def clip(half_seconds: int = 8, prompt: str = "She walks.") -> VideoRequest:
    return VideoRequest(prompt, "still", half_seconds, 1280, 720, 24, Move("drift", HERE, HERE), seed=9)


def lipsync(seconds: float = 4.0) -> LipSyncRequest:
    samples = round(seconds * SAMPLE_RATE)
    return LipSyncRequest("moving", "still", ("line",), "Mara", Staging("frame"), samples=samples)


def line(text: str = "Nobody goes out alone.", voice: str = "local:alto", **more: Any) -> SpeechRequest:
    return SpeechRequest(text, voice, "en", **more)


def words(prompt: str = "Write a story about a lamp.", tokens: int = 1000, images: int = 0) -> TextRequest:
    shown = tuple(f"asset{i}" for i in range(images))
    return TextRequest("story", {}, prompt, shown, tokens)


def fitting(row: Model) -> Request:
    """A request that the row itself can serve, with as many pictures as it takes."""
    if Step.AUDIO in row.steps:
        return line()
    if Step.VIDEOS in row.steps:
        return clip()
    if Step.LIPSYNC in row.steps:
        return lipsync()
    if Step.FRAMES in row.steps:
        return picture(row.references.most)
    return words()


def addresses(row: Model, request: Request, host: str = "https://files.example") -> dict[str, str]:
    return {asset: f"{host}/{asset}" for asset in (*assets(row, request), SOUND)}


def served(catalogue: Catalogue, model_id: str, request: Request) -> str:
    return served_by(catalogue, catalogue.model(model_id), request).id
