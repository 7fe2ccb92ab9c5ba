"""The local makers behind one door: every request finds the one who can fill it, at no cost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2

from core.catalogue.voices import LOCAL, cast, recast
from core.errors import Fault, ProviderError
from core.providers.base import Desk, Done, MadeFile, Pending
from core.providers.local import brush, camera, editor, voice, writer
from core.requests import (
    ImageRequest,
    LipSyncRequest,
    PieceRequest,
    RenderRequest,
    Request,
    SoundRequest,
    SpeechRequest,
    TextRequest,
    VideoRequest,
)


@dataclass
class LocalMakers:
    """Writer, cast, voice, artist, camera, mouth and editor. What they make can always be made again."""

    workers: int = 0
    """How many pictures or pieces at once; 0 means one per core."""
    ffmpeg: str = ""
    repeatable: bool = field(default=True, init=False)
    _preparing: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Several workers make a film at once; OpenCV's own threads would only get in their way."""
        cv2.setNumThreads(1)

    @property
    def brushes(self) -> int:
        """How many pictures are painted at once: a brush for every second worker leaves the others to cut."""
        return max(1, (self.workers or os.cpu_count() or 1) // 2)

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        match request:
            case TextRequest(task="voice"):
                return _voice(request)
            case TextRequest():
                self._prepare_brush()
                return await asyncio.to_thread(_document, request)
            case SpeechRequest():
                return await voice.speak(request, desk)
            case ImageRequest() | LipSyncRequest():
                return await (await brush.brushes()).paint(request, desk, most=self.brushes)
            case VideoRequest():
                return camera.film(request, desk)
            case PieceRequest():
                return await editor.cut_ahead(request, desk, ffmpeg=self.ffmpeg)
            case SoundRequest():
                return await editor.sound_ahead(request, desk)
            case RenderRequest():
                workers = self.workers or os.cpu_count() or 1
                return await editor.cut(request, desk, workers=workers, ffmpeg=self.ffmpeg)

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        raise ProviderError(Fault.UNAVAILABLE, "Local makers answer at once; there is nothing to check.")

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        """Local work ends with its task."""

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Nothing local outlives the process, so an interrupted job is simply made again."""
        return None

    async def aclose(self) -> None:
        """End the helper processes."""
        if self._preparing is not None:
            await asyncio.wait([self._preparing])
        await voice.aclose()
        await brush.close_brushes()

    def _prepare_brush(self) -> None:
        """While a story is being read, the brush starts: pictures will be wanted as soon as it is."""
        if self._preparing is None:
            self._preparing = asyncio.create_task(_brush_ready(), name="the brush")


async def _brush_ready() -> None:
    with contextlib.suppress(ProviderError):  # whoever paints with it is told
        await (await brush.brushes()).get_ready()


def _document(request: TextRequest) -> Done:
    document = writer.write(request)
    return Done(MadeFile("application/json", data=document.model_dump_json().encode()))


def _voice(request: TextRequest) -> Done:
    inputs = request.inputs
    family, again = inputs.get("family", LOCAL), inputs.get("again", 0)
    everyone = inputs["everyone"] if again else inputs["characters"]
    casting = cast(inputs["wishes"], everyone, inputs["language"], family)
    chosen = casting[inputs["who"]]
    if again:
        told = {one["name"]: one for one in everyone}
        chosen = recast(casting, told.get(inputs["who"], {"name": inputs["who"]}), again, family)
    facts = {"voice": chosen.voice, "settings": dict(chosen.settings)}
    return Done(MadeFile("application/json", data=json.dumps(facts).encode()), facts=facts)
