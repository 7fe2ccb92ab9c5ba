"""Lip sync over the network: clip and narration made equally long and sent; the result judged by a referee."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.catalogue.arguments import SOUND
from core.catalogue.models import Model
from core.catalogue.prices import expected
from core.media import stretch
from core.media.mouth_check import look_at_mouth
from core.media.receive_clip import facts_of, measure
from core.media.received import NoGood, Received
from core.media.sound import Pcm
from core.media.stretch import Bounds, Stretch
from core.media.threads import Turn, in_turn
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Handed, Order
from core.requests import LipSyncRequest
from core.story import SAMPLE_RATE

KIND = "lipsync"

SHORTER, LONGER = 0.25, 1.0
"""Seconds that a result may be shorter or longer than what was sent; the film cuts it or holds its end."""


@dataclass(frozen=True, slots=True)
class _Recipe:
    """From what the clip and the sound are made, so that they can be made again after a restart."""

    clip: str
    frame: str
    speech: tuple[str, ...]
    samples: int
    bounds: Bounds


async def prepare(row: Model, request: LipSyncRequest, desk: Desk, ffmpeg: str) -> Order:
    """The clip as the model takes it, and the exact stretch of the narration beside it (R28).

    A shot shorter than the model's least length is sent with its last frame held and silence after the words.
    """
    bounds = Bounds(row.sizes.least, row.sizes.most, row.lengths.least_ms, row.lengths.most_ms)
    length = request.samples or await _length(request, desk)
    recipe = _Recipe(request.clip, request.frame, request.speech, length, bounds)
    clip, pcm = await _made(recipe, desk, ffmpeg)
    padded = replace(request, samples=stretch.span(length, bounds))
    sound = await asyncio.to_thread(stretch.sound_file, pcm)
    video = await asyncio.to_thread(clip.path.read_bytes)
    handed = (Handed(request.clip, video, "video/mp4"), Handed(SOUND, sound, "audio/wav"))
    expect = {"kind": KIND, **_plain(recipe)}
    billed = await asyncio.to_thread(stretch.stated_seconds, clip)
    return Order(padded, handed, expect, replace(expected(row, padded), seconds=billed))


async def receive(answer: Answer, getting: Getting) -> Got:
    """Raises NoGood when it is too short, shows another shape, is black, or its mouth does not speak (B7)."""
    recipe = _read(answer.expect)
    clip, pcm = await _made(recipe, getting.desk, getting.ffmpeg)
    seen = await in_turn(Turn.CHECKED, measure, answer.file.path)
    _must_fit(seen.seconds, clip, seen.size, seen.brightest)
    mouth = await _judged(answer, clip, pcm)
    path = await stretch.undo(answer.file.path, clip.frame, folder=getting.desk.folder, program=getting.ffmpeg)
    kept = seen if path == answer.file.path else await in_turn(Turn.CHECKED, measure, path)
    facts = {**facts_of(kept), **mouth, "sent": _sent(clip, recipe)}
    done = answer.done(Received(path, seen.mime, facts))
    return Got(done, answer.measures)


async def _made(recipe: _Recipe, desk: Desk, ffmpeg: str) -> tuple[Stretch, Pcm]:
    """Clip and sound, equally long."""
    samples = stretch.span(recipe.samples, recipe.bounds)
    clip = await stretch.ready_clip(
        desk.path(recipe.clip),
        desk.path(recipe.frame),
        samples,
        recipe.bounds,
        folder=desk.folder,
        cache=desk.cache / "stretches",
        program=ffmpeg,
    )
    speeches = [desk.path(asset) for asset in recipe.speech]
    pcm = await asyncio.to_thread(stretch.narration, speeches, round(clip.frames * SAMPLE_RATE / clip.fps))
    return clip, pcm


async def _length(request: LipSyncRequest, desk: Desk) -> int:
    speeches = [desk.path(asset) for asset in request.speech]
    return len(await asyncio.to_thread(stretch.narration, speeches, 0))


def _must_fit(seconds: float, clip: Stretch, size: tuple[int, int], brightest: float) -> None:
    if not clip.seconds - SHORTER <= seconds <= clip.seconds + LONGER:
        raise NoGood(f"it lasts {seconds:.2f} s, and the clip that was sent {clip.seconds:.2f} s")
    if abs(size[0] / size[1] / (clip.frame.whole[0] / clip.frame.whole[1]) - 1) > 0.03:
        raise NoGood(f"it is {size[0]} x {size[1]} px, another shape than the clip that was sent")
    if brightest < 20.0:
        raise NoGood("it is all black")


async def _judged(answer: Answer, clip: Stretch, pcm: Pcm) -> Mapping[str, Any]:
    """The referee after the work (B7). Raises NoGood."""
    try:
        mouth = await in_turn(Turn.CHECKED, look_at_mouth, answer.file.path, clip.path, pcm)
    except ValueError as error:
        raise NoGood(str(error), broken=True) from error
    if not mouth.moves:
        raise NoGood("the mouth does not move")
    if not mouth.follows:
        raise NoGood("the mouth moves in the silences rather than with the words")
    return {"mouth_motion": round(mouth.motion, 2), "mouth_in_speech": round(mouth.in_speech, 2)}


def _sent(clip: Stretch, recipe: _Recipe) -> dict[str, Any]:
    """What was done to the clip before it was sent, for whoever wonders."""
    width, height = clip.frame.whole
    held = max(0.0, clip.seconds - recipe.samples / SAMPLE_RATE)
    return {
        "width": width,
        "height": height,
        "ms": round(clip.seconds * 1000),
        "scaled": clip.frame.picture != clip.source,
        "bars": clip.frame.barred,
        "held_ms": round(held * 1000),
    }


def _plain(recipe: _Recipe) -> dict[str, Any]:
    return {**asdict(recipe), "speech": list(recipe.speech)}


def _read(expect: Mapping[str, Any]) -> _Recipe:
    return _Recipe(
        expect["clip"],
        expect["frame"],
        tuple(expect["speech"]),
        expect["samples"],
        Bounds(**expect["bounds"]),
    )
