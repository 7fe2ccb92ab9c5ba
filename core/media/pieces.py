"""One shot as an exact encoded stretch: N frames without sound, captions drawn in, ready to be spliced.

A piece is kept under a key made of everything it depends on, so that the next film encodes only what changed
(B6). All pieces of a film have the same settings, size and time base, so splicing is a copy (media.md 3.8).
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import shutil
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core.errors import NotFound
from core.media import camera, ffmpeg, mp4, probe
from core.media.copies import drop_planes, still
from core.media.desk import Desk, Progress
from core.media.fonts import lay_fonts
from core.media.threads import in_thread
from core.requests import MOUTHS_MIME, MOVE_MIME, FilmShot, Move, Window

_BT709 = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709"}
"""Named at every input that does not say, before the encoder, and in the file: so that all pieces are alike."""

SETTINGS: Mapping[str, Any] = {
    "vcodec": "libx264",
    "preset": "veryfast",
    "crf": 20,
    "flags": "+cgop",
    "pix_fmt": "yuv420p",
    "x264-params": "chromaloc=0",
    "color_range": "tv",
    **_BT709,
    "video_track_timescale": 24_000,
    "map_metadata": -1,
    "fflags": "+bitexact",
}
"""How every piece is encoded; whatever a clip could bring into the stream's head is named here instead.

24,000 ticks hold 24, 25, 30, 50 and 60 frames per second exactly.
"""

T = TypeVar("T")

_RECIPE = 2
"""Raised whenever this file would write other pictures from the same inputs; part of every key."""

_SAME_SHAPE = 0.12
"""A clip whose shape differs by no more is cropped to fill the frame; any other keeps bars beside it."""


@dataclass(frozen=True, slots=True)
class Look:
    """The frame of a film."""

    width: int
    height: int
    fps: int


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Captions to draw into one piece: an .ass script, and its words, which tell the fonts it needs."""

    ass: str = ""
    words: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One finished stretch of the film."""

    shot: str
    path: Path
    frames: int
    shows: str
    """"clip", "drawn", "held" (the shot's frame stands still) or "black"."""
    reason: str = ""
    """Why the clip is not shown, in words for a person."""
    held_frames: int = 0
    """How many frames at the end repeat the clip's last one, because the clip was shorter than its slot."""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A still with, perhaps, a camera move and a face."""

    picture: camera.Picture | camera.Still
    move: Move | None = None
    face: camera.Face | None = None


@dataclass(frozen=True, slots=True)
class _Footage:
    """A real clip."""

    path: Path
    clip: probe.Clip


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one piece will show and under which key it is kept; nothing is read before it is needed."""

    shot: FilmShot
    subtitles: Subtitles
    shows: str
    key: str
    load: Callable[[], _Drawing | _Footage]
    reason: str = ""


async def make_pieces(
    shots: Sequence[FilmShot],
    subtitles: Mapping[str, Subtitles],
    look: Look,
    desk: Desk,
    *,
    program: ffmpeg.Program,
    workers: int,
    progress: Progress,
) -> list[Piece]:
    """All pieces of a film in order, at most `workers` at once; pieces that are kept are not made again.

    A clip that cannot be read does not stop the film: its shot holds its frame, and the piece says why.
    Raises NoRoom, and FfmpegFailed when even a still cannot be encoded.
    """
    shop = _Shop(look, desk, program, workers)
    plans = [shop.plan(shot, subtitles.get(shot.shot, Subtitles())) for shot in shots]
    shop.share_out([plan for plan in plans if not shop.kept(plan.key).exists()], progress)
    longest_first = sorted(range(len(plans)), key=lambda i: -plans[i].shot.frames)
    made = await together(shop.make(plans[i]) for i in longest_first)  # so that all workers end together
    pieces = [piece for _, piece in sorted(zip(longest_first, made, strict=True), key=lambda pair: pair[0])]
    await in_thread(_assert_alike, pieces)
    progress(1.0, "All shots are cut")
    return pieces


async def together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results of work done side by side, in order; the first failure stops the rest and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


class _Shop:
    """Plans and encodes the pieces of one film."""

    def __init__(self, look: Look, desk: Desk, program: ffmpeg.Program, workers: int) -> None:
        self._look, self._desk, self._program = look, desk, program
        self._workers = max(1, workers)
        self._gate = asyncio.Semaphore(self._workers)
        self._threads = 1
        self._total = 0
        self._frames: dict[str, int] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._progress: Progress = lambda share, words: None

    def kept(self, key: str) -> Path:
        return self._desk.cache / "pieces" / f"{key}.mp4"

    def share_out(self, missing: Sequence[_Plan], progress: Progress) -> None:
        """Workers times threads is the number of cores, also when only one piece is to be made (media.md 4)."""
        self._threads = max(1, self._workers // max(1, len(missing)))
        self._total = sum(plan.shot.frames for plan in missing)
        self._progress = progress

    def plan(self, shot: FilmShot, subtitles: Subtitles) -> _Plan:
        """Decide what the shot shows: its clip, else its frame, else nothing."""
        if not shot.source:
            return self._hold(shot, subtitles, "there is no clip for this shot")
        matter = [shot.mime.partition("/")[0], shot.source, sorted(shot.parts.items())]
        key = self._key(shot, subtitles, matter)
        if shot.mime in (MOVE_MIME, MOUTHS_MIME):
            return _Plan(shot, subtitles, "drawn", key, lambda: self._score(shot))
        if shot.mime.startswith("image/"):
            return _Plan(shot, subtitles, "drawn", key, lambda: self._still(shot.source))
        return _Plan(shot, subtitles, "clip", key, lambda: self._clip(shot.source))

    async def make(self, plan: _Plan) -> Piece:
        """The piece, from the cache or made now; two shots that are wholly alike share one."""
        async with self._locks.setdefault(plan.key, asyncio.Lock()):
            held = await in_thread(self._held_frames, plan)
            if held is not None:
                return self._piece(plan, held)
            async with self._gate:
                try:
                    return self._piece(plan, await self._encode(plan))
                except _Unusable as unusable:
                    if plan.shows == "black":
                        raise
                    instead = self._instead(plan, str(unusable))
        return await self.make(instead)

    def _instead(self, plan: _Plan, said: str) -> _Plan:
        """What to show when a source turns out to be missing or broken."""
        if plan.shows == "held":
            return self._black(plan.shot, plan.subtitles, f"{plan.reason}, nor can its frame be used ({said})")
        return self._hold(plan.shot, plan.subtitles, f"its clip cannot be used ({said})")

    def _hold(self, shot: FilmShot, subtitles: Subtitles, reason: str) -> _Plan:
        if not shot.frame:
            return self._black(shot, subtitles, f"{reason}, nor a frame")
        key = self._key(shot, subtitles, ["image", shot.frame, []])
        return _Plan(shot, subtitles, "held", key, lambda: self._still(shot.frame), reason)

    def _black(self, shot: FilmShot, subtitles: Subtitles, reason: str) -> _Plan:
        night = _Drawing(np.zeros((self._look.height, self._look.width, 3), np.uint8))
        return _Plan(shot, subtitles, "black", self._key(shot, subtitles, ["black"]), lambda: night, reason)

    def _key(self, shot: FilmShot, subtitles: Subtitles, matter: Sequence[Any]) -> str:
        look = self._look
        encoder = [_RECIPE, self._program.version, ffmpeg.options_key(SETTINGS)]
        parts = [
            *encoder,
            look.width,
            look.height,
            look.fps,
            shot.frames,
            subtitles.ass,
            subtitles.language,
            list(matter),
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    def _still(self, asset: str) -> _Drawing:
        return _Drawing(still(asset, self._desk))

    def _clip(self, asset: str) -> _Footage:
        path = self._desk.path(asset)
        return _Footage(path, probe.look(path))

    def _score(self, shot: FilmShot) -> _Drawing:
        score = json.loads(self._desk.path(shot.source).read_bytes())
        picture, move = still(score["frame"], self._desk), read_move(score["move"])
        if shot.mime == MOVE_MIME:
            return _Drawing(picture, move)
        sheet = camera.read_picture(self._desk.path(shot.parts["patches"]))
        states = camera.face_states(score["track"], score["blinks"], shot.frames, self._look.fps)
        return _Drawing(picture, move, camera.Face(states, camera.cut_patches(sheet, score["patches"])))

    async def _encode(self, plan: _Plan) -> int:
        """Make and keep the piece; gives how many frames at its end only hold the last one."""
        matter = await in_thread(_loaded, plan)
        work = self._desk.folder / f"piece_{plan.shot.index:05d}_{plan.key[:8]}"
        try:
            with ffmpeg.room(self._desk.folder):
                work.mkdir(parents=True, exist_ok=True)
                _lay_out_subtitles(plan.subtitles, work)
            try:
                await self._run(plan, matter, work)
            except ffmpeg.FfmpegFailed as error:
                if isinstance(matter, _Footage):
                    raise _Unusable(error.what) from error
                raise
            return await in_thread(self._keep, plan, matter, work)
        finally:
            self._seen(plan, plan.shot.frames)
            shutil.rmtree(work, ignore_errors=True)

    async def _run(self, plan: _Plan, matter: _Drawing | _Footage, work: Path) -> None:
        look, frames = self._look, plan.shot.frames
        feed = None
        if isinstance(matter, _Footage):
            (work / "clip").symlink_to(matter.path.absolute())
            stream = _footage(matter.clip, look, frames)
        else:
            size = (look.width, look.height)
            feed = camera.film(matter.picture, matter.move, matter.face, size=size, frames=frames)
            stream = _raw_frames(look)
        stream = stream.filter("setparams", range="tv", **_BT709).filter("setsar", 1)
        if plan.subtitles.ass:
            stream = stream.filter("ass", "caps.ass", fontsdir="fonts")
        options = {**SETTINGS, "g": 4 * look.fps, "threads": self._threads, "frames:v": frames}
        args = ffmpeg.command(self._program, stream, "piece.mp4", filter_threads=1, **options)
        seen = functools.partial(self._seen, plan)
        await ffmpeg.run(args, work, limit=60.0 + frames, feed=feed, on_frame=seen)

    def _keep(self, plan: _Plan, matter: _Drawing | _Footage, work: Path) -> int:
        made, wanted = mp4.head(work / "piece.mp4").frames, plan.shot.frames
        if made != wanted:
            raise ffmpeg.FfmpegFailed(f"{made} frames came out instead of {wanted}")
        held = 0
        if isinstance(matter, _Footage):
            held = max(0, wanted - round(matter.clip.seconds * self._look.fps))
        kept = self.kept(plan.key)
        with ffmpeg.room(kept.parent):
            (work / "facts.json").write_text(json.dumps({"held_frames": held}))
            ffmpeg.keep(work / "facts.json", kept.with_suffix(".json"))
            ffmpeg.keep(work / "piece.mp4", kept)
        drop_planes(plan.shot.frame, self._desk.cache)
        return held

    def _held_frames(self, plan: _Plan) -> int | None:
        """What is known of a kept piece; None when it has to be made, also because its file is damaged."""
        kept = self.kept(plan.key)
        try:
            whole = mp4.head(kept).frames == plan.shot.frames
            held = int(json.loads(kept.with_suffix(".json").read_bytes())["held_frames"])
        except (mp4.NotMp4, OSError, ValueError, KeyError):
            return None
        return held if whole else None

    def _seen(self, plan: _Plan, done: int) -> None:
        self._frames[plan.key] = done
        if self._total:
            share = min(1.0, sum(self._frames.values()) / self._total)
            self._progress(share, f"Cutting shot {plan.shot.index + 1}")

    def _piece(self, plan: _Plan, held_frames: int) -> Piece:
        path = self.kept(plan.key)
        return Piece(plan.shot.shot, path, plan.shot.frames, plan.shows, plan.reason, held_frames)


class _Unusable(Exception):
    """A source is missing or broken; the words say how, without the names of our own files."""


def _loaded(plan: _Plan) -> _Drawing | _Footage:
    try:
        return plan.load()
    except (KeyError, FileNotFoundError, NotFound) as error:
        raise _Unusable("a file of it is missing") from error
    except (OSError, ValueError, TypeError, probe.Unreadable) as error:
        raise _Unusable(str(error)) from error


def read_move(score: Mapping[str, Any]) -> Move:
    """A camera move from its JSON. Raises KeyError, TypeError or ValueError."""
    start, end = (Window(**{k: float(v) for k, v in score[name].items()}) for name in ("start", "end"))
    return Move(str(score["name"]), start, end)


def _raw_frames(look: Look) -> Any:
    """What camera.film feeds; the tags stand at the input because ffmpeg 9 assumes BT.601 otherwise (2.3)."""
    tags = {"color_range": "tv", **_BT709}
    size = f"{look.width}x{look.height}"
    return ffmpeg.source("pipe:0", f="rawvideo", pix_fmt="yuv420p", s=size, r=look.fps, **tags)


def _footage(clip: probe.Clip, look: Look, frames: int) -> Any:
    """A clip of any size, rate and colour as exactly `frames` frames of the film's (media.md 2.3, 3.3).

    Times start at 0 before the rate is set: in ffmpeg 7 a later setpts would make the encoder forget the rate.
    """
    video = ffmpeg.source("clip", threads=1, format_whitelist=probe.FORMATS, protocol_whitelist="file").video
    video = video.filter("setpts", "PTS-STARTPTS")
    if not clip.tagged and not clip.rgb:
        video = video.filter("setparams", range="tv", **_BT709)
    slower = clip.fps <= look.fps
    video = _fit(video, clip, look) if slower else video.filter("fps", look.fps)
    video = video.filter("fps", look.fps) if slower else _fit(video, clip, look)
    video = video.filter("tpad", stop_mode="clone", stop=-1)
    return video.filter("trim", end_frame=frames)


def _fit(video: Any, clip: probe.Clip, look: Look) -> Any:
    """Scale to fill the frame when the shapes are alike, else to lie inside it with bars."""
    shape, wanted = clip.width / clip.height, look.width / look.height
    across, down = look.width / clip.width, look.height / clip.height
    fill = abs(shape / wanted - 1) <= _SAME_SHAPE
    scale = max(across, down) if fill else min(across, down)
    width, height = (max(2, round(side * scale / 2) * 2) for side in (clip.width, clip.height))
    if fill:
        width, height = max(width, look.width), max(height, look.height)
    how = "bicubic" if scale > 1 else "bilinear"  # which widens as it makes smaller, and costs less
    video = video.filter("scale", width, height, flags=how, out_color_matrix="bt709", out_range="tv")
    video = video.filter("format", "yuv420p")
    if (width, height) == (look.width, look.height):
        return video
    if fill:
        return video.filter("crop", look.width, look.height)
    return video.filter("pad", look.width, look.height, -1, -1)


def _lay_out_subtitles(subtitles: Subtitles, work: Path) -> None:
    if subtitles.ass:
        (work / "caps.ass").write_text(subtitles.ass, encoding="utf-8")
        lay_fonts(subtitles.words, work / "fonts", subtitles.language)


def _assert_alike(pieces: Sequence[Piece]) -> None:
    """Splicing pieces of different make would be a broken film with exit code 0 (media.md 3.8)."""
    heads = {piece.path: mp4.head(piece.path) for piece in pieces}
    makes = {(h.width, h.height, h.ticks, h.extradata, h.start) for h in heads.values()}
    if len(makes) > 1:
        raise ffmpeg.FfmpegFailed(f"the pieces have {len(makes)} different makes and cannot be spliced")
    for piece in pieces:
        if heads[piece.path].frames != piece.frames:
            raise ffmpeg.FfmpegFailed(f"{piece.path.name} has lost frames")
