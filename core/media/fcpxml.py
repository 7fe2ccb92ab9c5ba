"""A timeline as FCPXML 1.8: shots in the spine, voices, music and captions connected to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from core.media.timeline_parts import Parts, Stretch


@dataclass(frozen=True, slots=True)
class _Kind:
    lane: str
    role: str
    channels: str


_VOICES, _MUSIC, _CAPTIONS = _Kind("-1", "dialogue", "1"), _Kind("-2", "music", "2"), "1"


def fcpxml(parts: Parts) -> str:
    """The whole document. All times are whole frames as exact fractions, as Final Cut asks for."""
    return _Document(parts).text()


class _Document:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._root = Element("fcpxml", version="1.8")
        self._resources = SubElement(self._root, "resources")
        self._ids: dict[str, str] = {}

    def text(self) -> str:
        parts = self._parts
        SubElement(
            self._resources,
            "format",
            id="r1",
            frameDuration=f"100/{parts.fps * 100}s",
            width=str(parts.width),
            height=str(parts.height),
            colorSpace="1-1-1 (Rec. 709)",
        )
        project = SubElement(SubElement(self._root, "event", name=parts.title), "project", name=parts.title)
        sequence = SubElement(
            project,
            "sequence",
            format="r1",
            duration=self._time(parts.frames),
            tcStart="0s",
            tcFormat="NDF",
            audioLayout="stereo",
            audioRate="48k",
        )
        self._spine(SubElement(sequence, "spine"))
        ElementTree.indent(self._root)
        for caption in self._root.iter("text"):
            caption.text = caption[0].tail = None
        body = ElementTree.tostring(self._root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'

    def _spine(self, spine: Element) -> None:
        for shot in self._parts.picture:
            clip = self._shot(spine, shot)
            for caption in _within(self._parts.captions, shot):
                self._caption(clip, caption, shot)
            for voice in _within(self._parts.voices, shot):
                self._sound(clip, voice, shot, _VOICES)
            for music in _within(self._parts.music, shot):
                self._sound(clip, music, shot, _MUSIC)

    def _shot(self, spine: Element, shot: Stretch) -> Element:
        place = {"offset": self._time(shot.first), "duration": self._time(shot.frames), "start": "0s"}
        if not shot.url:
            clip = SubElement(spine, "gap", {"name": shot.name, **place})
        else:
            ref = self._asset(shot, shot.frames, {"hasVideo": "1", "format": "r1"})
            clip = SubElement(spine, "asset-clip", {"ref": ref, "name": shot.name, **place, "tcFormat": "NDF"})
        SubElement(clip, "note").text = f"scene {shot.facts['scene']}, shot {shot.facts['shot']}"
        return clip

    def _sound(self, clip: Element, sound: Stretch, shot: Stretch, kind: _Kind) -> None:
        facts = {"hasAudio": "1", "audioSources": "1", "audioRate": "48000", "audioChannels": kind.channels}
        SubElement(
            clip,
            "asset-clip",
            ref=self._asset(sound, self._parts.frames, facts),
            name=sound.name,
            offset=self._time(sound.first - shot.first),
            start=self._time(sound.first),
            duration=self._time(sound.frames),
            lane=kind.lane,
            audioRole=kind.role,
        )

    def _caption(self, clip: Element, caption: Stretch, shot: Stretch) -> None:
        style = f"ts{caption.first}"
        element = SubElement(
            clip,
            "caption",
            lane=_CAPTIONS,
            name=caption.name.replace("\n", " "),
            offset=self._time(caption.first - shot.first),
            duration=self._time(caption.frames),
            role=f"iTT?captionFormat=ITT.{self._parts.language or 'en'}",
        )
        SubElement(SubElement(element, "text"), "text-style", ref=style).text = caption.name
        SubElement(
            SubElement(element, "text-style-def", id=style),
            "text-style",
            font=".AppleSystemUIFont",
            fontColor="1 1 1 1",
        )

    def _asset(self, stretch: Stretch, frames: int, facts: dict[str, str]) -> str:
        if stretch.url not in self._ids:
            self._ids[stretch.url] = f"r{len(self._ids) + 2}"
            known = {"id": self._ids[stretch.url], "name": stretch.url.rsplit("/", 1)[-1], "src": stretch.url}
            length = {"start": "0s", "duration": self._time(frames)}
            SubElement(self._resources, "asset", {**known, **length, **facts})
        return self._ids[stretch.url]

    def _time(self, frames: int) -> str:
        return f"{frames * 100}/{self._parts.fps * 100}s" if frames else "0s"


def _within(stretches: Iterable[Stretch], shot: Stretch) -> list[Stretch]:
    return [it for it in stretches if shot.first <= it.first < shot.first + shot.frames]
