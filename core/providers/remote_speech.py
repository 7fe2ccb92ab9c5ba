"""Spoken lines over the network: words and manner go out, a WAV with its word times comes home."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalogue.models import Model
from core.catalogue.prices import expected
from core.media.receive_sound import check_sound
from core.media.threads import Turn, in_turn
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Order
from core.requests import SpeechRequest

KIND = "speech"


async def prepare(row: Model, request: SpeechRequest, desk: Desk, ffmpeg: str) -> Order:
    """No file goes out; voice, emotion and speed stand in the row's arguments."""
    return Order(request, (), {"kind": KIND, "text": request.text}, expected(row, request))


async def receive(answer: Answer, getting: Getting) -> Got:
    """Raises NoGood."""
    told = answer.body.get("timestamps") if isinstance(answer.body, Mapping) else None
    seen = await in_turn(Turn.CHECKED, check_sound, answer.file.path, text=answer.expect["text"], told=told)
    return Got(answer.done(seen), answer.measures)
