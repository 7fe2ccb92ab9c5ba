"""Timelines for editors, read back by readers that are not ours (B9)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from core.media.cues import film_cues
from core.media.timeline import TimelineMedia, timeline_files
from core.pipeline.lengths import grid, line_starts
from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import SAMPLE_RATE, Captions

SEGMENTS = ((0, 1), (2,), (3, 4, 5), (6, 7, 8))


def a_film(fps, title="Tom & Ana's “film” <1>"):
    lengths = [SAMPLE_RATE * 3 + 1_371 * i for i in range(9)]
    starts = line_starts(lengths)
    cuts = grid([starts[part[0]] for part in SEGMENTS] + [starts[-1]], fps)
    lines = tuple(
        FilmLine(
            f"s{i}", f"a{i}", starts[i], n, f"“Line” {i} & <b>some</b> words, 安娜.", "Ana" if i % 2 else ""
        )
        for i, n in enumerate(lengths)
    )
    shots = tuple(
        FilmShot(
            f"sh_{i}", i, f"sc_{i // 2}", 'The "Café" \x07wide', cuts.cuts[i], cuts.frames(i), cuts.starts[i],
            "x", "video/mp4", "f", lines=tuple(f"s{k}" for k in part),
        )
        for i, part in enumerate(SEGMENTS)
    )  # fmt: skip
    return RenderRequest(title, 1280, 720, fps, "en", starts[-1], lines, shots, Captions.BURNED, music="m")


def media(request, folder, *, music=True):
    pieces = {shot.shot: folder / f"{shot.shot}.mp4" for shot in request.shots}
    return TimelineMedia(pieces, folder / "voices.wav", folder / "music.wav" if music else None)


def read(text, name, tmp_path, fps):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    got = otio.adapters.read_from_file(str(path), **({"rate": fps} if name.endswith("edl") else {}))
    return got if isinstance(got, otio.schema.Timeline) else next(iter(got.find_children(otio.schema.Timeline)))


def clips(track):
    """(start, frames) on the track and in the file of each clip, in whole frames."""
    out = []
    for clip in track.find_clips():
        place = clip.trimmed_range_in_parent()
        own = clip.source_range
        values = (place.start_time, place.duration, own.start_time, own.duration)
        assert all(value.value == int(value.value) for value in values)
        out.append((int(place.start_time.value), int(place.duration.value), int(own.start_time.value)))
    return out


@pytest.mark.parametrize("fps", [24, 25, 30])
@pytest.mark.parametrize("name", ["film.otio", "film.xml", "film.edl"])
def test_ranges_come_back_exactly(tmp_path, fps, name):
    request = a_film(fps)
    timeline = read(timeline_files(request, media(request, tmp_path))[name], name, tmp_path, fps)
    picture, voices, music = [t for t in timeline.tracks if t.kind in {"Video", "Audio"}][:3]
    assert clips(picture) == [(shot.first_frame, shot.frames, 0) for shot in request.shots]
    frames = -(-request.samples * fps // SAMPLE_RATE)
    assert sum(n for _, n, _ in clips(picture)) == frames
    assert [(n, own) for _, n, own in clips(music)] == [(frames, 0)]
    assert len(clips(voices)) == len(request.lines)
    for (start, length, own), line in zip(clips(voices), request.lines, strict=True):
        assert start == own
        assert start * SAMPLE_RATE <= line.start * fps
        assert (start + length) * SAMPLE_RATE >= (line.start + line.samples) * fps


@pytest.mark.parametrize("fps", [24, 25, 30])
def test_fcpxml_is_whole_frames_in_exact_fractions(tmp_path, fps):
    request = a_film(fps)
    root = ElementTree.fromstring(timeline_files(request, media(request, tmp_path))["film.fcpxml"])

    def frames(element, key):
        value = element.get(key, "0s").rstrip("s")
        over, _, under = value.partition("/")
        count, rest = divmod(int(over) * fps, int(under or 1))
        assert rest == 0
        return count

    shots = root.findall(".//spine/asset-clip")
    assert [(frames(s, "offset"), frames(s, "duration")) for s in shots] == [
        (shot.first_frame, shot.frames) for shot in request.shots
    ]
    voices = [
        (frames(shot, "offset") + frames(voice, "offset"), frames(voice, "start"))
        for shot in shots
        for voice in shot.findall("asset-clip[@audioRole='dialogue']")
    ]
    assert len(voices) == len(request.lines)
    assert all(place == own for place, own in voices)
    texts = ["".join(caption.find("text").itertext()) for caption in root.iter("caption")]
    assert texts == [cue.text for cue in film_cues(request)]
    assert root.find(".//format").get("frameDuration") == f"100/{fps * 100}s"


def test_the_common_reader_understands_our_fcpxml(tmp_path):
    request = a_film(24)
    timeline = read(
        timeline_files(request, media(request, tmp_path))["film.fcpxml"], "film.fcpxml", tmp_path, 24
    )
    video = next(track for track in timeline.tracks if track.kind == "Video" and any(
        isinstance(clip.media_reference, otio.schema.ExternalReference)
        and clip.media_reference.target_url.endswith(".mp4")
        for clip in track.find_clips()
    ))  # fmt: skip
    lengths = [int(item.duration().value) for item in video]
    assert lengths == [shot.frames for shot in request.shots]


def test_media_addresses_survive_quotes_spaces_percent_signs_and_other_scripts(tmp_path):
    folder = tmp_path / "it's 100% “süß” 安娜 #1 & <2>"
    request = a_film(24)
    files = timeline_files(request, media(request, folder))
    timeline = read(files["film.otio"], "film.otio", tmp_path, 24)
    url = next(iter(timeline.find_clips())).media_reference.target_url
    assert Path(unquote(urlsplit(url).path)) == folder / "sh_0.mp4"
    assert re.fullmatch(r"file:///[\w/%.~-]+", url)
    for name in ("film.fcpxml", "film.xml", "film.edl"):
        assert url in files[name]


def test_a_relative_folder_becomes_an_absolute_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    request = a_film(24)
    text = timeline_files(request, media(request, Path("here")))["film.otio"]
    assert (Path(os.getcwd()) / "here" / "sh_0.mp4").as_uri() in text


def test_captions_and_our_ids_are_in_the_timeline(tmp_path):
    request = a_film(24)
    timeline = read(timeline_files(request, media(request, tmp_path))["film.otio"], "film.otio", tmp_path, 24)
    cues = film_cues(request)
    markers = [marker.name for clip in timeline.video_tracks()[0].find_clips() for marker in clip.markers]
    assert markers == [cue.text.replace("\n", " ") for cue in cues]
    captions = next(track for track in timeline.tracks if track.kind == "Caption")
    assert [clip.media_reference.parameters["text"] for clip in captions.find_clips()] == [
        cue.text for cue in cues
    ]
    ours = [clip.metadata["video_story"] for clip in timeline.video_tracks()[0].find_clips()]
    assert [(it["scene"], it["shot"]) for it in ours] == [(s.scene, s.shot) for s in request.shots]
    lines = [clip.metadata["video_story"]["segment"] for clip in timeline.audio_tracks()[0].find_clips()]
    assert lines == [line.segment for line in request.lines]


def test_a_film_without_music_has_no_music_track(tmp_path):
    request = a_film(24)
    timeline = read(
        timeline_files(request, media(request, tmp_path, music=False))["film.otio"], "t.otio", tmp_path, 24
    )
    assert [track.name for track in timeline.tracks] == ["V1", "A1", "C1"]


def test_a_shot_without_a_file_keeps_its_place(tmp_path):
    request = a_film(24)
    whole = media(request, tmp_path)
    pieces = {shot: path for shot, path in whole.pieces.items() if shot != "sh_1"}
    files = timeline_files(request, TimelineMedia(pieces, whole.narration))
    timeline = read(files["film.otio"], "film.otio", tmp_path, 24)
    assert [n for _, n, _ in clips(timeline.video_tracks()[0])] == [shot.frames for shot in request.shots]
    spine = ElementTree.fromstring(files["film.fcpxml"]).find(".//spine")
    assert [element.tag for element in spine] == ["asset-clip", "gap", "asset-clip", "asset-clip"]


def test_the_same_film_gives_the_same_files(tmp_path):
    request = a_film(25)
    assert timeline_files(request, media(request, tmp_path)) == timeline_files(
        request, media(request, tmp_path)
    )
