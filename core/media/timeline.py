"""The film as an editor's timeline (B9): OTIO, FCPXML, FCP 7 XML and EDL with the same tracks and ranges.

Picture is one clip per shot. Voices are one clip per line, cut at whole frames out of the master narration,
whose time is the film's time: so an editor that knows only frames still plays every sample in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import opentimelineio

from core.media.fcpxml import fcpxml
from core.media.timeline_parts import Parts, Stretch, TimelineMedia, timeline_parts
from core.requests import RenderRequest

otio: Any = opentimelineio


def timeline_files(request: RenderRequest, media: TimelineMedia) -> dict[str, str]:
    """File name -> text: "film.otio", "film.fcpxml" (Final Cut, Resolve), "film.xml" (Premiere), "film.edl"."""
    parts = timeline_parts(request, media)
    return {
        "film.otio": _otio(parts, captions=True).to_json_string(indent=2) + "\n",
        "film.fcpxml": fcpxml(parts),
        "film.xml": otio.adapters.write_to_string(_otio(parts, captions=False), "fcp_xml"),
        "film.edl": _edl(parts),
    }


def _otio(parts: Parts, *, captions: bool) -> Any:
    """All tracks; captions also stand as markers on the shots, for editors that know no caption track."""
    facts = {"fps": parts.fps, "size": [parts.width, parts.height]}
    timeline = otio.schema.Timeline(parts.title, metadata=_ours(facts))
    timeline.tracks.append(_track("V1", "Video", parts.picture, [_shot(shot, parts) for shot in parts.picture]))
    for name, kind, stretches in _other_tracks(parts, captions):
        timeline.tracks.append(_track(name, kind, stretches, [_clip(stretch, parts) for stretch in stretches]))
    return timeline


def _other_tracks(parts: Parts, captions: bool) -> Iterator[tuple[str, str, Sequence[Stretch]]]:
    yield "A1", "Audio", parts.voices
    if parts.music:
        yield "A2", "Audio", parts.music
    if captions and parts.captions:
        yield "C1", "Caption", parts.captions


def _track(name: str, kind: str, stretches: Sequence[Stretch], clips: Sequence[Any]) -> Any:
    track = otio.schema.Track(name, kind=kind)
    fps, at = clips[0].source_range.duration.rate if clips else 1, 0
    for stretch, clip in zip(stretches, clips, strict=True):
        if stretch.first > at:
            track.append(otio.schema.Gap(source_range=_range(0, stretch.first - at, fps)))
        track.append(clip)
        at = stretch.first + stretch.frames
    return track


def _shot(shot: Stretch, parts: Parts) -> Any:
    own = _range(0, shot.frames, parts.fps)
    media = otio.schema.ExternalReference(shot.url, own) if shot.url else otio.schema.MissingReference()
    return otio.schema.Clip(shot.name, media, own, _ours(shot.facts), markers=list(_markers(parts, shot)))


def _clip(stretch: Stretch, parts: Parts) -> Any:
    """A sound, in the film's own time, or a caption, which has no file."""
    if stretch.url:
        media = otio.schema.ExternalReference(stretch.url, _range(0, parts.frames, parts.fps))
    else:
        media = otio.schema.GeneratorReference("caption", "caption", parameters={"text": stretch.name})
    place = _range(stretch.first, stretch.frames, parts.fps)
    return otio.schema.Clip(stretch.name, media, place, _ours(stretch.facts))


def _markers(parts: Parts, shot: Stretch) -> Iterator[Any]:
    end = shot.first + shot.frames
    for caption in parts.captions:
        if shot.first <= caption.first < end:
            place = _range(caption.first - shot.first, min(caption.frames, end - caption.first), parts.fps)
            yield otio.schema.Marker(_one_line(caption), place, "YELLOW", _ours(caption.facts))


def _range(first: int, frames: int, fps: int) -> Any:
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(first, fps), time(frames, fps))


def _ours(facts: Any) -> dict[str, Any]:
    return {"video_story": dict(facts)}


def _edl(parts: Parts) -> str:
    """CMX 3600: picture on V, voices on A, music on A2, the file of every event in a comment."""
    lines = [f"TITLE: {parts.title[:70]}", "FCM: NON-DROP FRAME", ""]
    number = 0
    tracks = (("V", "SH", parts.picture), ("A", "VO", parts.voices), ("A2", "MU", parts.music))
    for channel, reel, stretches in tracks:
        for i, stretch in enumerate(stretches, 1):
            number += 1
            start = 0 if channel == "V" else stretch.first
            times = (start, start + stretch.frames, stretch.first, stretch.first + stretch.frames)
            codes = " ".join(_timecode(time, parts.fps) for time in times)
            lines.append(f"{number:03}  {reel}{i:05}  {channel:<5} C        {codes}")
            lines.append(f"* FROM CLIP NAME:  {stretch.name}")
            if stretch.url:
                lines.append(f"* FROM CLIP: {stretch.url}")
            lines.extend(_edl_markers(parts, stretch) if channel == "V" else ())
    return "\n".join(lines) + "\n"


def _edl_markers(parts: Parts, shot: Stretch) -> Iterator[str]:
    for caption in parts.captions:
        if shot.first <= caption.first < shot.first + shot.frames:
            code = _timecode(caption.first, parts.fps)
            yield f"* LOC: {code} YELLOW  {_one_line(caption)}"


def _one_line(caption: Stretch) -> str:
    return caption.name.replace("\n", " ")


def _timecode(frames: int, fps: int) -> str:
    seconds, frame = divmod(frames, fps)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frame:02}"
