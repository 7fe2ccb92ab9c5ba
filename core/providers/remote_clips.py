"""Clips over the network: the frame they begin with goes out; the result must cover the slot (R25, R26)."""

from __future__ import annotations

from dataclasses import replace

from core.catalogue.arguments import assets, clip_length
from core.catalogue.models import Model
from core.catalogue.prices import expected
from core.media.receive_clip import check_clip
from core.media.threads import Turn, in_turn
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Order
from core.providers.remote_pictures import stills
from core.requests import VideoRequest

KIND = "clip"


async def prepare(row: Model, request: VideoRequest, desk: Desk, ffmpeg: str) -> Order:
    ready = await stills(row, assets(row, request), desk)
    asked = min(request.half_seconds / 2, float(clip_length(row, request).seconds))
    expect = {"kind": KIND, "seconds": asked, "shape": request.width / request.height}
    return Order(request, tuple(one for one, _ in ready), expect, expected(row, request))


async def receive(answer: Answer, getting: Getting) -> Got:
    """Raises NoGood. A clip is billed by the frames that were asked for, so those are not measured anew."""
    expect = answer.expect
    seen = await in_turn(
        Turn.CHECKED, check_clip, answer.file.path, seconds=expect["seconds"], shape=expect["shape"]
    )
    seconds = float(seen.facts["actual_video_duration_ms"]) / 1000
    return Got(answer.done(seen), replace(answer.measures, seconds=seconds))
