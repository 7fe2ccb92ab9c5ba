"""Pieces are exact, alike, kept, and made from whatever a shot has."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from film_builders import SIZE, FilmDesk, film_request, make_clip, png

from core.media import ffmpeg, mp4, probe
from core.media.film import burned
from core.media.pieces import Look, Piece, Subtitles, make_pieces
from core.requests import FilmShot, RenderRequest
from core.story import Captions

LOOK = Look(*SIZE, 24)
CLIPS = {
    "16 fps, larger": ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=16:d=2"),
    "30 fps, upright": ("-f", "lavfi", "-i", "testsrc2=s=180x320:r=30:d=2"),
    "24 fps, odd size, with sound": (
        *("-f", "lavfi", "-i", "testsrc2=s=426x240:r=24:d=2", "-f", "lavfi", "-i", "sine=d=3"),
        *("-pix_fmt", "yuv420p"),
    ),
    "short": ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=0.5"),
    "turned on its side": (*("-display_rotation", "90", "-f", "lavfi", "-i", "testsrc2=s=180x320:r=25:d=2"),),
}


def shot(frames: int, source: str = "", mime: str = "", frame: str = "", index: int = 0) -> FilmShot:
    return FilmShot(f"s{index}", index, "sc", "A shot", 0, frames, 0, source, mime, frame)


async def cut(
    desk: FilmDesk, *shots: FilmShot, look: Look = LOOK, subtitles: Mapping[str, Subtitles] | None = None
) -> list[Piece]:
    return await make_pieces(
        shots,
        subtitles or {},
        look,
        desk,
        program=ffmpeg.find(),
        workers=2,
        progress=desk.progress,
    )


def pictures_of(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def identity(piece: Piece) -> tuple[int, int]:
    facts = piece.path.stat()
    return facts.st_ino, facts.st_mtime_ns


@pytest.mark.parametrize("fps", [24, 25, 30])
async def test_a_piece_has_exactly_its_frames_at_every_rate(desk: FilmDesk, fps: int) -> None:
    """media.md 3.3: frames are counted, not seconds; also when there are only one or two."""
    move = desk.move(desk.picture())
    wanted = (1, 2, 3, 5, fps * 2 + 1)
    shots = [shot(n, move, "application/vnd.video-story.move+json", index=i) for i, n in enumerate(wanted)]
    for piece, frames in zip(await cut(desk, *shots, look=Look(*SIZE, fps)), wanted, strict=True):
        found = probe.pictures(piece.path)
        assert [packet.at * fps for packet in found] == list(range(frames))
        assert len(pictures_of(piece.path)) == frames


@pytest.mark.parametrize("kind", CLIPS)
async def test_any_clip_becomes_a_piece_of_the_film(desk: FilmDesk, tmp_path: Path, kind: str) -> None:
    source = desk.put(make_clip(tmp_path, "clip.mp4", *CLIPS[kind]))
    [piece] = await cut(desk, shot(31, source, "video/mp4"))
    head = mp4.head(piece.path)
    assert (head.frames, head.width, head.height) == (31, *SIZE)
    assert piece.shows == "clip"
    assert piece.held_frames == (19 if kind == "short" else 0)
    assert np.ptp(pictures_of(piece.path)[15]) > 100


OTHER_MAKES = {
    "motion.avi": ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=1", "-c:v", "mjpeg"),
    "small.gif": ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1"),
    "web.webm": (
        *("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1"),
        *("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    ),
    "studio.mov": (
        *("-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=1,setsar=16/15"),
        *(
            "-c:v",
            "prores_ks",
            "-pix_fmt",
            "yuv422p10le",
            "-colorspace",
            "bt2020nc",
            "-color_primaries",
            "bt2020",
        ),
    ),
}


async def test_clips_of_every_make_and_drawn_shots_fit_into_one_film(desk: FilmDesk, tmp_path: Path) -> None:
    """media.md 3.8: nothing of a clip's own colours, rate or pixel shape reaches the head of its piece."""
    request = film_request(desk)
    sources = [desk.put(make_clip(tmp_path, name, *made)) for name, made in OTHER_MAKES.items()]
    sources += [desk.put(make_clip(tmp_path, "clip.mp4", *made)) for made in CLIPS.values()]
    shots = [shot(6, source, "video/mp4", index=i) for i, source in enumerate(sources)]
    pieces = await cut(desk, *shots, *request.shots, shot(6, "", "", desk.picture(), 50), shot(1, index=51))
    assert [piece.shows for piece in pieces] == ["clip"] * 9 + ["drawn"] * 3 + ["held", "black"]
    assert len({mp4.head(piece.path).extradata for piece in pieces}) == 1


async def test_a_clip_turned_on_its_side_is_shown_upright(desk: FilmDesk, tmp_path: Path) -> None:
    """It is 320x180 once turned, so it fills the frame without bars."""
    source = desk.put(make_clip(tmp_path, "clip.mp4", *CLIPS["turned on its side"]))
    clip = probe.look(desk.path(source))
    assert (clip.width, clip.height) == SIZE
    [piece] = await cut(desk, shot(3, source, "video/mp4"))
    picture = pictures_of(piece.path)[0]
    assert picture[:, :12].max() > 60
    assert picture[:, -12:].max() > 60


async def test_a_clip_of_another_shape_keeps_its_shape_between_bars(desk: FilmDesk, tmp_path: Path) -> None:
    source = desk.put(make_clip(tmp_path, "clip.mp4", *CLIPS["30 fps, upright"]))
    [piece] = await cut(desk, shot(3, source, "video/mp4"))
    picture = pictures_of(piece.path)[0].astype(int)
    assert picture[:, :100].max() < 24
    assert np.ptp(picture[:, 115:205]) > 100


@pytest.mark.parametrize("colour", [(47, 111, 143), (200, 60, 40), (20, 20, 20), (240, 200, 160)])
async def test_colours_of_a_still_come_out_as_they_went_in(
    desk: FilmDesk, colour: tuple[int, int, int]
) -> None:
    """media.md 2.3: within 2 levels, through our own matrix, the encoder and a player's decoder."""
    still = desk.put(png(np.full((90, 160, 3), colour[::-1], np.uint8)))
    [piece] = await cut(desk, shot(2, desk.move(still), "application/vnd.video-story.move+json"))
    assert_colour(piece.path, colour)


@pytest.mark.parametrize("tags", [True, False])
async def test_colours_of_a_clip_come_out_as_they_went_in(desk: FilmDesk, tmp_path: Path, tags: bool) -> None:
    """A clip that does not name its colours is taken for BT.709, as every player of its size would."""
    colour = (47, 111, 143)
    made = ("-f", "lavfi", "-i", "color=0x2f6f8f:s=640x360:r=24:d=1,format=rgb24")
    turned = ("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-crf", "4")
    named = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
    plain = make_clip(tmp_path, "plain.mp4", *made, *turned, *named)
    if not tags:
        (tmp_path / "named.mp4").write_bytes(plain)
        unnamed = "h264_metadata=colour_primaries=2:transfer_characteristics=2:matrix_coefficients=2"
        keep = ("-i", str(tmp_path / "named.mp4"), "-c", "copy", "-bsf:v", unnamed, "-movflags", "-write_colr")
        plain = make_clip(tmp_path, "unnamed.mkv", *keep)
    source = desk.put(plain)
    assert probe.look(desk.path(source)).tagged is tags
    [piece] = await cut(desk, shot(5, source, "video/mp4"))
    assert_colour(piece.path, colour)


def assert_colour(path: Path, colour: tuple[int, int, int]) -> None:
    from av.video.reformatter import Colorspace

    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        picture = frame.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709)
    assert np.abs(picture[60:120, 100:220].astype(int) - colour).max() <= 2


async def test_a_second_cut_makes_nothing_again(desk: FilmDesk) -> None:
    """B6."""
    request = film_request(desk)
    before = await cut(desk, *request.shots, subtitles=burned(request))
    after = await cut(desk, *request.shots, subtitles=burned(request))
    assert [identity(piece) for piece in before] == [identity(piece) for piece in after]


async def test_only_the_shot_that_changed_is_cut_again(desk: FilmDesk) -> None:
    """B6: swap one picture, keep the other pieces."""
    request = film_request(desk)
    before = await cut(desk, *request.shots, subtitles=burned(request))
    other = desk.move(desk.picture(77))
    shots = (request.shots[0], request.shots[1], replace(request.shots[2], source=other))
    after = await cut(desk, *shots, subtitles=burned(request))
    same = [identity(a) == identity(b) for a, b in zip(before, after, strict=True)]
    assert same == [True, True, False]


def test_moving_a_shot_by_less_than_a_frame_leaves_its_captions_as_they_are(desk: FilmDesk) -> None:
    """B6: an edit of an earlier line moves every later slot, mostly without changing its frame count."""
    request = film_request(desk)
    moved: RenderRequest = replace(
        request,
        lines=tuple(replace(line, start=line.start + 700) for line in request.lines),
        shots=tuple(replace(s, start=s.start + 700) for s in request.shots),
    )
    assert burned(moved) == burned(request)


async def test_a_broken_clip_holds_the_frame_and_says_why(desk: FilmDesk, tmp_path: Path) -> None:
    whole = make_clip(tmp_path, "clip.mp4", *CLIPS["short"])
    frame = desk.picture(3)
    broken = [desk.put(data) for data in (whole[: len(whole) // 2], b"", b"not a film" * 100)]
    shots = [shot(4 + i, source, "video/mp4", frame, i) for i, source in enumerate([*broken, "0" * 64])]
    for piece in await cut(desk, *shots):
        assert piece.shows == "held"
        assert piece.reason.startswith("its clip cannot be used")
        assert str(desk.root) not in piece.reason
        assert np.ptp(pictures_of(piece.path)[0]) > 60


async def test_a_playlist_is_not_followed(desk: FilmDesk, tmp_path: Path) -> None:
    """A file that names other files is no clip: it could make the film show what its maker may not see."""
    clip = tmp_path / "real.ts"
    make_clip(tmp_path, "real.ts", *CLIPS["short"])
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.5,\nfile://{clip}\n#EXT-X-ENDLIST\n"
    [piece] = await cut(desk, shot(2, desk.put(playlist.encode()), "video/mp4", desk.picture()))
    assert piece.shows == "held"


async def test_a_shot_without_anything_is_black_and_says_so(desk: FilmDesk) -> None:
    [piece] = await cut(desk, shot(2))
    assert (piece.shows, piece.reason) == ("black", "there is no clip for this shot, nor a frame")
    assert pictures_of(piece.path)[1].max() == 0


async def test_captions_are_really_in_the_picture(desk: FilmDesk) -> None:
    """media.md 9: without a font libass draws nothing and still ends well."""
    request = film_request(desk)
    [bare] = await cut(desk, request.shots[0])
    [drawn] = await cut(desk, request.shots[0], subtitles=burned(request))
    a, b = (pictures_of(piece.path)[8].astype(int) for piece in (bare, drawn))
    changed = np.abs(a - b).max(axis=2) > 60
    assert changed[120:].sum() > 300
    assert changed[:100].sum() == 0
    assert burned(replace(request, captions=Captions.SOFT)) == {}


async def test_pieces_of_another_make_are_never_spliced(desk: FilmDesk, tmp_path: Path) -> None:
    """media.md 3.8: ffmpeg would splice them with exit code 0 and two frame sizes in one film."""
    request = film_request(desk)
    pieces = await cut(desk, *request.shots)
    other = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=4", "-frames:v", str(pieces[1].frames))
    planted = make_clip(tmp_path, "other.mp4", *other, "-profile:v", "baseline", "-pix_fmt", "yuv420p")
    pieces[1].path.write_bytes(planted)
    with pytest.raises(ffmpeg.FfmpegFailed, match="different makes"):
        await cut(desk, *request.shots)


@pytest.mark.parametrize("left", [0, 40, 900])
async def test_a_damaged_piece_in_the_cache_is_made_again(desk: FilmDesk, left: int) -> None:
    request = film_request(desk)
    [piece] = await cut(desk, request.shots[0])
    whole = piece.path.read_bytes()
    piece.path.write_bytes(whole[:left])
    await cut(desk, request.shots[0])
    assert piece.path.read_bytes() == whole


async def test_nothing_of_a_failed_piece_is_kept(desk: FilmDesk, program: ffmpeg.Program) -> None:
    bad = ffmpeg.Program("/bin/false", program.version)
    with pytest.raises(ffmpeg.FfmpegFailed):
        await make_pieces(
            [shot(4, frame=desk.picture())],
            {},
            LOOK,
            desk,
            program=bad,
            workers=1,
            progress=desk.progress,
        )
    assert not list(desk.cache.rglob("*.mp4"))
    assert not list(desk.folder.iterdir())
    shutil.rmtree(desk.root)
