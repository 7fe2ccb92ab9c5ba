"""Lip sync without a key: which mouth a drawn speaker shows when, from the sounds that are spoken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.errors import BadInput, Fault, ProviderError
from core.media.sound import Pcm, read_mono
from core.providers.base import Desk, Done, MadeFile
from core.providers.local.artist.easel import gather_photos, to_png
from core.providers.local.artist.mouths import MouthSheet, paint_mouths
from core.providers.local.mouth_track import Track, blinks, envelope_track, mouth_track
from core.requests import MOUTHS_MIME, ImageRequest, LipSyncRequest
from core.story import GAP_SAMPLES, SAMPLE_RATE, Mouth, Size

_FPS = 24
"""When the clip does not say."""

_TOO_FAR = {
    Size.WIDE: "In a wide shot the mouth is too small to be seen moving.",
    Size.INSERT: "This shot shows a thing and no face.",
}


def sync(request: LipSyncRequest, desk: Desk) -> Done:
    """The clip's camera move with the speaker's mouth moving to the lines, as a score (MOUTHS_MIME).

    Raises ProviderError(INVALID_INPUT) where a mouth cannot or need not move; the plain clip is used then (B7).
    """
    referee(request)
    clip = _score(desk.path(request.clip))
    fps = int(clip.get("fps", _FPS))
    sounds = [_sound(desk.path(asset)) for asset in request.speech]
    samples = sum(len(sound) for sound in sounds) + GAP_SAMPLES * max(0, len(sounds) - 1)
    track = _track(request, sounds, samples, fps, desk)
    if all(mouth == Mouth.REST for _, mouth in track):
        raise _refusal("Nothing of what this person says can be heard, so the mouth has nothing to move to.")
    desk.progress(0.2, "Drawing mouths")
    sheet = _painted(request, desk)
    score = {
        "frame": clip["frame"],
        "move": clip["move"],
        "track": [[sample, mouth.value] for sample, mouth in track],
        "blinks": [list(blink) for blink in blinks(samples, request.seed)],
        "patches": {name: {"box": list(box), "top": top} for name, (box, top) in sheet.patches.items()},
    }
    desk.progress(1.0, "Mouths drawn")
    return Done(
        MadeFile(MOUTHS_MIME, data=json.dumps(score).encode()),
        parts={"patches": MadeFile("image/png", data=to_png(sheet.rgb))},
        facts={
            "duration_ms": (samples * 1000 + SAMPLE_RATE // 2) // SAMPLE_RATE,
            "samples": samples,
            "mouths": len(track),
        },
    )


def referee(request: LipSyncRequest) -> None:
    """Whether the speaker's mouth can be seen, decided before any work. Raises ProviderError(INVALID_INPUT)."""
    staging = request.staging
    if staging.size in _TOO_FAR:
        raise _refusal(_TOO_FAR[staging.size])
    figure = next((figure for figure in staging.figures if figure.name == request.speaker), None)
    if figure is None:
        raise _refusal(f"{request.speaker or 'The speaker'} is not in this shot, so no mouth can move.")
    if figure.turned_away:
        raise _refusal(f"{request.speaker} is turned away in this shot, so the mouth cannot be seen.")
    if not any(request.spoken):
        raise _refusal(f"{request.speaker} says nothing in this shot.")
    if "svg" not in request.frame_parts:
        raise _refusal("This frame was not drawn here, so its mouth cannot be drawn anew.")


def _refusal(reason: str) -> ProviderError:
    return ProviderError(Fault.INVALID_INPUT, f"{reason} The plain clip is used.")


def _score(path: Path) -> Mapping[str, Any]:
    try:
        score = json.loads(path.read_bytes())
        return {"frame": score["frame"], "move": score["move"], "fps": score.get("fps", _FPS)}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refusal(
            "Drawn mouths only fit a camera move over a drawn frame, and this clip is none."
        ) from error


def _sound(path: Path) -> Pcm:
    try:
        return read_mono(path)
    except BadInput as error:
        raise _refusal(str(error)) from error


def _track(request: LipSyncRequest, sounds: list[Pcm], samples: int, fps: int, desk: Desk) -> Track:
    """One track for the shot: the lines of this speaker, each at its place, and a resting mouth between."""
    phonemes: list[tuple[str, int]] = []
    envelope = np.zeros(samples, np.int16)
    at = 0
    for i, sound in enumerate(sounds):
        if request.spoken[i]:
            sounded = _phonemes(request, i, desk)
            phonemes += [(symbol, at + start) for symbol, start in sounded]
            phonemes += [("", at + len(sound))] if sounded else []
            if not sounded:
                envelope[at : at + len(sound)] = sound
        at += len(sound) + GAP_SAMPLES
    track = mouth_track(phonemes, samples, fps)
    return _merged(track, envelope_track(envelope, fps), phonemes, envelope)


def _merged(heard: Track, felt: Track, phonemes: list[tuple[str, int]], envelope: Pcm) -> Track:
    """Lines with known sounds and lines with only a loudness never overlap; most shots have one kind."""
    if not envelope.any():
        return heard
    if not phonemes:
        return felt
    places = sorted({sample for sample, _ in (*heard, *felt)})
    both = [(sample, _at(heard, sample), _at(felt, sample)) for sample in places]
    open_mouths = [(sample, a if a != Mouth.REST else b) for sample, a, b in both]
    return tuple(pair for i, pair in enumerate(open_mouths) if i == 0 or pair[1] != open_mouths[i - 1][1])


def _at(track: Track, sample: int) -> Mouth:
    return next((mouth for start, mouth in reversed(track) if start <= sample), Mouth.REST)


def _phonemes(request: LipSyncRequest, i: int, desk: Desk) -> list[tuple[str, int]]:
    """The sounds of one line; empty when its voice gives none."""
    part = request.speech_parts[i].get("times") if i < len(request.speech_parts) else None
    if part is None:
        return []
    times = json.loads(desk.path(part).read_bytes())
    return [(str(symbol), int(start)) for symbol, start in times.get("phonemes", ())]


def _painted(request: LipSyncRequest, desk: Desk) -> MouthSheet:
    """Patches that fit the frame to the pixel: drawn from the same staging, seed and photos."""
    with Image.open(desk.path(request.frame)) as frame:
        width, height = frame.size
    drawn_as = ImageRequest("", width, height, request.references, request.seed, request.staging)
    photos = gather_photos(drawn_as, desk)
    return paint_mouths(request.staging, request.speaker, width, height, request.seed, photos)
