"""The whole film: exact pieces spliced by copy, locked to the narration, with all that belongs beside it."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import BadInput, FailedCheck
from core.media import captions, ffmpeg, mp4
from core.media.check import Report, check_film, sound_facts
from core.media.cues import caption_cues, columns, film_cues
from core.media.desk import Desk
from core.media.manifest import manifest
from core.media.pieces import Look, Piece, Subtitles, make_pieces
from core.media.sheet import draw_sheet
from core.media.soundtrack import Soundtrack, make_soundtrack
from core.media.threads import in_thread
from core.media.thumbnail import write_thumbnail
from core.requests import FilmShot, PieceRequest, RenderRequest, SoundRequest
from core.story import SAMPLE_RATE, Captions

_PIECES, _SPLICED, _CHECKED = 0.85, 0.90, 0.96
"""Shares of the progress bar at which the pieces, the splice and the check are done."""

_NEARLY_CUT = 0.95
"""Share of the frames after which the workers run out of shots: what can wait has a core from there on."""

_LANGUAGES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "nb": "nob",
    "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv",
    "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""BCP 47 tag -> the three letters an mp4 track carries (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class FilmFiles:
    """The film and everything beside it, in the job's folder; pieces and voices are links into the cache."""

    film: Path
    srt: Path
    vtt: Path
    sheet: Path
    thumbnail: Path
    manifest: Path
    report: Path
    report_text: Path
    narration: Path
    music: Path | None
    """The music as it lies under the voices, as long as the film."""
    pieces: Mapping[str, Path]
    """Shot id -> its stretch of picture, exactly as in the film."""
    check: Report


async def make_film(
    request: RenderRequest, desk: Desk, *, workers: int, ffmpeg_path: str = "", strict: bool = True
) -> FilmFiles:
    """Cut the film, check it, and write what belongs beside it.

    Nothing gets its final name before it was counted; an interrupted run goes on from the pieces it has kept.
    Raises BadInput when there is nothing to film, NoRoom when a disk is full, FfmpegFailed when ffmpeg fails,
    and FailedCheck when the film has a fault, unless `strict` is off; its files are then there for a look.
    """
    _assert_filmable(request)
    program = await in_thread(ffmpeg.find, ffmpeg_path)
    spare = asyncio.Event()
    with _first_failure():
        async with asyncio.TaskGroup() as group:
            sound = group.create_task(make_soundtrack(request, desk))
            heard = group.create_task(_listened(request, desk, sound, spare))
            sheet = group.create_task(_drawn(request, desk, program, spare))
            pieces = await _cut(request, desk, program, workers, spare)
            report = await _joined(request, desk, program, pieces, await sound, heard)
    desk.progress(_CHECKED, "Writing what belongs beside the film")
    files = await in_thread(_write_beside, request, desk, pieces, sound.result(), sheet.result(), report)
    if strict and not report.passed:
        raise _failed(files, desk)
    desk.progress(1.0, "The film is ready")
    return files


def _failed(files: FilmFiles, desk: Desk) -> FailedCheck:
    """Lay the faulty film aside for a look, for the job's folder goes with the job."""
    aside = desk.cache / "failed" / hashlib.sha256(files.report.read_bytes()).hexdigest()[:12]
    with ffmpeg.room(aside):
        ffmpeg.keep(files.film, aside / "film.mp4")
        ffmpeg.keep(files.report_text, aside / "report.txt")
    return FailedCheck(
        "The film was made but does not pass its own check: " + "; ".join(files.check.faults) + ".",
        next_step=f"It lies in “{aside}” for a look. Export again; finished pieces are kept.",
    )


async def cut_ahead(request: PieceRequest, desk: Desk, *, ffmpeg_path: str = "") -> Piece | None:
    """Cut one shot before its film is asked for; the piece is kept where the film will look for it.

    None for a shot too short for a single frame. Raises NoRoom and FfmpegFailed.
    """
    if request.shot.frames <= 0:
        return None
    program = await in_thread(ffmpeg.find, ffmpeg_path)
    look = Look(request.width, request.height, request.fps)
    made = await make_pieces(
        [request.shot], burned(request), look, desk, program=program, workers=1, progress=desk.progress
    )
    return made[0]


def burned(request: RenderRequest | PieceRequest) -> dict[str, Subtitles]:
    """Per shot the captions to draw into it; empty unless the film wants them burned.

    They are timed from their shot's own start, so that an edit elsewhere that moves the shot by less than a
    frame leaves its piece as it is; they then lie as exactly as the shot's cut does.
    """
    if request.captions is not Captions.BURNED:
        return {}
    lines = {line.segment: line for line in request.lines}
    shots = request.shots if isinstance(request, RenderRequest) else (request.shot,)
    drawn = {shot.shot: _shot_subtitles(request, shot, lines) for shot in shots}
    return {shot: subtitles for shot, subtitles in drawn.items() if subtitles.words}


def _shot_subtitles(
    request: RenderRequest | PieceRequest, shot: FilmShot, lines: Mapping[str, Any]
) -> Subtitles:
    own = [replace(lines[s], start=lines[s].start - shot.start) for s in shot.lines if s in lines]
    size = {"width": request.width, "height": request.height}
    alone = replace(shot, first_frame=0, start=0)
    cues = caption_cues(own, [alone], request.fps, columns(**size))
    script = captions.ass(cues, **size, fps=request.fps, first_frame=0, language=request.language)
    return Subtitles(script, "\n".join(cue.text for cue in cues), request.language)


def _assert_filmable(request: RenderRequest) -> None:
    if not request.shots or request.samples <= 0:
        raise BadInput("There is nothing to film yet.", next_step="Write a story with at least one sentence.")
    if sum(shot.frames for shot in request.shots) <= 0:
        raise BadInput("The film would be shorter than one frame.", next_step="Give it a word to say.")


async def _cut(
    request: RenderRequest, desk: Desk, program: ffmpeg.Program, workers: int, spare: asyncio.Event
) -> list[Piece]:
    """The picture; sets `spare` when cores come free, before it is whole."""

    def progress(share: float, words: str) -> None:
        if share >= _NEARLY_CUT:
            spare.set()
        desk.progress(share * _PIECES, words)

    return await make_pieces(
        [shot for shot in request.shots if shot.frames > 0],
        burned(request),
        Look(request.width, request.height, request.fps),
        desk,
        program=program,
        workers=workers,
        progress=progress,
    )


async def _listened(
    request: RenderRequest, desk: Desk, sound: asyncio.Task[Soundtrack], spare: asyncio.Event
) -> None:
    """Measure the coded sound while the film is joined; its check finds it again."""
    track = await sound
    await spare.wait()
    await in_thread(sound_facts, track.coded, request, desk)


async def _drawn(request: RenderRequest, desk: Desk, program: ffmpeg.Program, spare: asyncio.Event) -> Path:
    await spare.wait()
    return await draw_sheet(request, desk, program=program)


async def _joined(
    request: RenderRequest,
    desk: Desk,
    program: ffmpeg.Program,
    pieces: Sequence[Piece],
    sound: Soundtrack,
    heard: asyncio.Task[None],
) -> Report:
    """The film's file in the job's folder, and what its check found."""
    work = desk.folder / "splice"
    try:
        await _splice(request, pieces, sound, work, program)
        await heard
        desk.progress(_SPLICED, "Checking the film")
        report = await in_thread(check_film, work / "film.mp4", request, pieces, desk)
        with ffmpeg.room(desk.folder):
            ffmpeg.keep(work / "film.mp4", desk.folder / "film.mp4")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return report


async def sound_ahead(request: SoundRequest, desk: Desk) -> Soundtrack:
    """The sound, laid and measured while the picture is still being made; film and check find it again."""
    sound = await make_soundtrack(request, desk)
    await in_thread(sound_facts, sound.coded, request, desk)
    return sound


@contextmanager
def _first_failure() -> Iterator[None]:
    """The first failure of a group, or of a group within it, in place of the group."""
    try:
        yield
    except BaseExceptionGroup as failures:
        first: BaseException = failures
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None


async def _splice(
    request: RenderRequest, pieces: Sequence[Piece], sound: Soundtrack, work: Path, program: ffmpeg.Program
) -> None:
    """Copy the pieces behind one another and the sound under them; only soft captions are encoded."""
    with ffmpeg.room(work.parent):
        _lay_out_splice(request, pieces, sound, work)
    args = _splice_command(request, program)
    await ffmpeg.run(args, work, limit=120.0 + request.samples / SAMPLE_RATE)
    frames, wanted = mp4.head(work / "film.mp4").frames, sum(piece.frames for piece in pieces)
    if frames != wanted:
        raise ffmpeg.FfmpegFailed(f"the spliced film has {frames} frames instead of {wanted}")


def _lay_out_splice(request: RenderRequest, pieces: Sequence[Piece], sound: Soundtrack, work: Path) -> None:
    """Everything under plain names in one folder."""
    work.mkdir(parents=True, exist_ok=True)
    names = [f"piece_{i:05d}.mp4" for i in range(len(pieces))]
    for name, piece in zip(names, pieces, strict=True):
        (work / name).symlink_to(piece.path.absolute())
    (work / "pieces.txt").write_text("".join(f"file '{name}'\n" for name in names))
    (work / "sound.m4a").symlink_to(sound.coded.absolute())
    (work / "captions.srt").write_text(captions.srt(film_cues(request)), encoding="utf-8")


def _splice_command(request: RenderRequest, program: ffmpeg.Program) -> list[str]:
    language = _LANGUAGES.get(request.language.partition("-")[0].lower(), "und")
    streams = [ffmpeg.source("pieces.txt", f="concat")["v:0"], ffmpeg.source("sound.m4a")["a:0"]]
    tags = {"metadata": f"title={ffmpeg.plain(request.title)}", "metadata:s:a:0": f"language={language}"}
    options: dict[str, Any] = {"c:v": "copy", "c:a": "copy", "movflags": "+faststart", "fflags": "+bitexact"}
    if request.captions is Captions.SOFT and any(line.text.split() for line in request.lines):
        streams.append(ffmpeg.source("captions.srt")["s:0"])
        options["c:s"] = "mov_text"
        tags["metadata:s:s:0"] = f"language={language}"
    on_grid = f"round(%s*TB*{request.fps})/({request.fps}*TB)"
    options["bsf:v"] = f"setts=pts={on_grid % 'PTS'}:dts={on_grid % 'DTS'}:duration=1/({request.fps}*TB)"
    times = {"video_track_timescale": 24_000, "movie_timescale": 48_000, "map_metadata": -1}
    return ffmpeg.command(program, streams, "film.mp4", **options, **times, **tags)


def _write_beside(
    request: RenderRequest,
    desk: Desk,
    pieces: Sequence[Piece],
    sound: Soundtrack,
    sheet: Path,
    report: Report,
) -> FilmFiles:
    folder = desk.folder
    cues = film_cues(request)
    with ffmpeg.room(folder):
        _write(folder / "film.srt", captions.srt(cues))
        _write(folder / "film.vtt", captions.vtt(cues))
        _write(folder / "film.json", manifest(request, pieces))
        _write(folder / "report.json", report.json())
        _write(folder / "report.txt", report.text())
        _link(sheet, folder / "storyboard.png")
        write_thumbnail(request, desk, folder / "film.mp4", folder / "thumbnail.jpg")
        narration = _link(sound.voices, folder / "narration.wav")
        music = _link(sound.music, folder / "music.wav") if sound.music else None
        links = {p.shot: _link(p.path, folder / f"piece_{i:05d}.mp4") for i, p in enumerate(pieces)}
    return FilmFiles(
        film=folder / "film.mp4",
        srt=folder / "film.srt",
        vtt=folder / "film.vtt",
        sheet=folder / "storyboard.png",
        thumbnail=folder / "thumbnail.jpg",
        manifest=folder / "film.json",
        report=folder / "report.json",
        report_text=folder / "report.txt",
        narration=narration,
        music=music,
        pieces=links,
        check=report,
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _link(kept: Path, name: Path) -> Path:
    """The cached file under a name of this job, so that it may be moved away without harm to the cache."""
    name.unlink(missing_ok=True)
    try:
        name.hardlink_to(kept)
    except OSError:
        shutil.copyfile(kept, name)
    return name
