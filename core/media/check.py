"""The film's self-check (B1): what is in the finished file, measured in it, against what was asked for."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av

from core.media import ffmpeg, mp4, probe
from core.media.aac import aac_facts
from core.media.cues import film_cues
from core.media.desk import Desk
from core.media.fonts import missing_glyphs
from core.media.lines_check import Heard, lines_present
from core.media.loudness import SILENCE_LUFS, TARGET_LUFS, loudness, true_peak
from core.media.pieces import Piece
from core.media.sound import decode, to_mono
from core.requests import FilmShot, RenderRequest, SoundRequest
from core.story import SAMPLE_RATE, Captions

LOUDNESS_SLACK = 1.0
"""LU around -16 within which the whole film must lie; music under the voices may add a little."""

PEAK_LIMIT = -1.0
"""Highest true peak in dBTP that is let through, measured after AAC."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured. `faults` fail the film; `notes` are shown to the person."""

    title: str
    width: int
    height: int
    fps: int
    frames: int
    shots: int
    lines: int
    lines_present: int
    missing_lines: tuple[str, ...]
    """Segments that are not heard whole and in their place."""
    worst_cut_ms: float
    """How far the farthest cut lies from its exact start; at most half a frame."""
    worst_cut_shot: int
    """Its number, counted from 1."""
    allowed_cut_ms: float
    picture_error_ms: float
    """Picture minus narration: from 0 to less than one frame."""
    sound_error_ms: float
    """Sound minus narration: 0."""
    loudness_lufs: float | None
    """None for silence."""
    true_peak_dbtp: float | None
    clips: int
    drawn: int
    held: int
    black: int
    captions: str
    faststart: bool
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.faults

    def json(self) -> str:
        return json.dumps({"passed": self.passed, **asdict(self)}, ensure_ascii=False, indent=2) + "\n"

    def text(self) -> str:
        """The report for people, one finding a line."""
        head = "passed" if self.passed else "FAILED"
        rows = [f"Self-check of “{self.title}”: {head}", "", *_rows(self)]
        rows += ["", "Faults", *(f"  - {fault}" for fault in self.faults)] if self.faults else []
        rows += ["", "Notes", *(f"  - {note}" for note in self.notes)] if self.notes else []
        return "\n".join(rows) + "\n"


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What the film's own sound holds, measured after decoding it."""

    samples: int
    lufs: float | None
    peak: float | None
    lines: Mapping[str, str]
    """Segment -> how it was heard (lines_check.Heard)."""


@dataclass
class _Findings:
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.faults.append(otherwise)


def check_film(film: Path, request: RenderRequest, pieces: Sequence[Piece], desk: Desk) -> Report:
    """Measure a finished film. Raises NotMp4 or Unreadable when it is no film at all."""
    found = _Findings()
    head = mp4.head(film)
    pictures = probe.pictures(film)
    sound = sound_facts(film, request, desk)
    missing = tuple(segment for segment, heard in sound.lines.items() if heard != Heard.PRESENT)
    shots = [shot for shot in request.shots if shot.frames > 0]
    worst, worst_shot = _cuts(shots, pieces, pictures, found)
    picture_error = _picture(request, pictures, head, found)
    captions = _captions(film, request, found)
    _sound_findings(request, sound, found)
    _shot_findings(shots, pieces, request.fps, found)
    allowed = 500 / request.fps
    found.must(worst <= allowed + 1e-6, f"shot {worst_shot} is cut {worst:.1f} ms off, more than half a frame")
    fast = mp4.starts_fast(film)
    found.must(fast, "the film cannot begin to play before it is wholly loaded")
    kinds = [piece.shows for piece in pieces]
    return Report(
        title=request.title,
        width=head.width,
        height=head.height,
        fps=request.fps,
        frames=len(pictures),
        shots=len(shots),
        lines=len(request.lines),
        lines_present=len(request.lines) - len(missing),
        missing_lines=missing,
        worst_cut_ms=round(worst, 3),
        worst_cut_shot=worst_shot,
        allowed_cut_ms=round(allowed, 3),
        picture_error_ms=round(picture_error, 3),
        sound_error_ms=round((sound.samples - request.samples) * 1000 / SAMPLE_RATE, 3),
        loudness_lufs=sound.lufs,
        true_peak_dbtp=sound.peak,
        clips=kinds.count("clip"),
        drawn=kinds.count("drawn"),
        held=kinds.count("held"),
        black=kinds.count("black"),
        captions=captions,
        faststart=fast,
        faults=tuple(found.faults),
        notes=tuple(found.notes),
    )


def _rows(report: Report) -> Iterator[str]:
    seconds = report.frames / report.fps
    yield f"Film      {report.width}x{report.height}, {report.fps} frames per second, {seconds:.2f} s"
    yield f"Lines     {report.lines_present} of {report.lines} heard in the final sound"
    cut = f"worst cut {report.worst_cut_ms:.1f} ms off (shot {report.worst_cut_shot})"
    yield f"Cuts      {report.shots} shots, {cut}, allowed {report.allowed_cut_ms:.1f} ms"
    yield f"Length    picture {report.picture_error_ms:+.1f} ms, sound {report.sound_error_ms:+.1f} ms"
    if report.loudness_lufs is None or report.true_peak_dbtp is None:
        yield "Loudness  the film is silent"
    else:
        yield f"Loudness  {report.loudness_lufs:.1f} LUFS, true peak {report.true_peak_dbtp:.1f} dBTP"
    yield f"Picture   {report.clips} clips, {report.drawn} drawn, {report.held} held, {report.black} black"
    yield f"Captions  {report.captions}"
    yield f"Playback  {'starts while it loads' if report.faststart else 'only when wholly loaded'}"


def _cuts(
    shots: Sequence[FilmShot],
    pieces: Sequence[Piece],
    pictures: Sequence[probe.Packet],
    found: _Findings,
) -> tuple[float, int]:
    """The farthest cut in ms and its shot's number, from where each piece's first frame lies in the film."""
    worst, worst_shot = 0.0, 1
    first = [0, *accumulate(mp4.head(piece.path).frames for piece in pieces)]
    found.must(len(pieces) == len(shots), f"{len(pieces)} pieces stand for {len(shots)} shots")
    for shot, at in zip(shots, first, strict=False):
        if at >= len(pictures):
            found.faults.append(f"shot {shot.index + 1} is not in the film")
            continue
        found.must(pictures[at].key, f"shot {shot.index + 1} does not begin where it should")
        error = abs(float(pictures[at].at * 1000 - Fraction(shot.start * 1000, SAMPLE_RATE)))
        if error > worst:
            worst, worst_shot = error, shot.index + 1
    return worst, worst_shot


def _picture(
    request: RenderRequest, pictures: Sequence[probe.Packet], head: mp4.Head, found: _Findings
) -> float:
    """Size, rate, count and length of the picture; gives picture minus narration in ms."""
    size = (head.width, head.height)
    found.must(size == (request.width, request.height), f"the film is {size[0]}x{size[1]} px")
    wanted = sum(shot.frames for shot in request.shots)
    found.must(len(pictures) == wanted, f"the film has {len(pictures)} frames instead of {wanted}")
    astray = [i for i, p in enumerate(pictures) if p.at != Fraction(i, request.fps)]
    found.must(not astray, f"frame {astray[0] if astray else 0} is not shown at its time")
    end = pictures[-1].at + Fraction(1, request.fps) if pictures else Fraction(0)
    error = end - Fraction(request.samples, SAMPLE_RATE)
    fits = 0 <= error < Fraction(1, request.fps)
    found.must(fits, f"the picture is {float(error * 1000):+.1f} ms against the narration")
    return float(error * 1000)


_HEARD = {
    Heard.MISSING: "cannot be found in the sound",
    Heard.SHIFTED: "sounds too early or too late",
    Heard.PARTIAL: "does not sound as a whole",
}


def _sound_findings(request: RenderRequest, sound: SoundFacts, found: _Findings) -> None:
    off = sound.samples - request.samples
    found.must(off == 0, f"the sound is {off:+d} samples against the narration")
    for line in request.lines:
        heard = Heard(sound.lines[line.segment])
        if heard is Heard.SILENT:
            found.notes.append(f"the line “{_opening(line.text)}” is silent: its voice could not say it")
        elif heard is not Heard.PRESENT:
            found.faults.append(f"the line “{_opening(line.text)}” {_HEARD[heard]}")
    if sound.lufs is None or sound.peak is None:
        found.notes.append("the film is silent")
        return
    near = abs(sound.lufs - TARGET_LUFS) <= LOUDNESS_SLACK
    found.must(near, f"the film's loudness is {sound.lufs:.1f} LUFS instead of {TARGET_LUFS:.0f}")
    found.must(sound.peak <= PEAK_LIMIT, f"the sound peaks at {sound.peak:.1f} dBTP, above {PEAK_LIMIT:.0f}")


def _shot_findings(shots: Sequence[FilmShot], pieces: Sequence[Piece], fps: int, found: _Findings) -> None:
    for shot, piece in zip(shots, pieces, strict=False):
        if piece.shows in ("held", "black") and (shot.wants_clip or shot.source):
            what = "holds its frame" if piece.shows == "held" else "stays black"
            found.notes.append(f"shot {shot.index + 1} {what}: {piece.reason}")
        if piece.held_frames:
            late = piece.held_frames / fps
            found.notes.append(f"shot {shot.index + 1}: the clip is {late:.2f} s short, its last frame is held")


def _captions(film: Path, request: RenderRequest, found: _Findings) -> str:
    """Whether every word of the script stands in the captions; gives what is said about them."""
    if request.captions is Captions.OFF:
        return "off"
    script = _letters(" ".join(line.text for line in sorted(request.lines, key=lambda line: line.start)))
    cues = film_cues(request)
    found.must(_letters(" ".join(c.text for c in cues)) == script, "words are missing from the captions")
    if request.captions is Captions.SOFT:
        shown = _letters("".join(_track_texts(film)))
        found.must(shown == script, "words are missing from the caption track")
    else:
        missing = missing_glyphs(script)
        if missing:
            found.notes.append(f"these characters cannot be drawn into the picture: {missing}")
    return f"{request.captions.value}, {len(cues)} captions with every word of the script"


def _letters(text: str) -> str:
    """A text without white space and without marks that have no picture, such as those that defuse commands."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def _track_texts(film: Path) -> Iterator[str]:
    with av.open(str(film)) as container:
        if container.streams.subtitles:
            for packet in container.demux(container.streams.subtitles[0]):
                data = bytes(packet)
                if len(data) > 2:
                    yield data[2 : 2 + int.from_bytes(data[:2], "big")].decode(errors="replace")


def sound_facts(file: Path, request: RenderRequest | SoundRequest, desk: Desk) -> SoundFacts:
    """What a film's sound holds, measured once per coded sound.

    What is kept is found again by a hash of the file's own packets, so it is true of a film that carries the
    same packets at the same times, and of no other.
    """
    lines = [[line.segment, line.asset, line.start, line.samples] for line in request.lines]
    key = hashlib.sha256(json.dumps([_packets(file), lines, request.music]).encode()).hexdigest()
    kept = desk.cache / "sound" / f"{key}.json"
    if kept.exists():
        facts = json.loads(kept.read_bytes())
        return SoundFacts(**facts)
    measured = _measure(file, request, desk)
    with ffmpeg.room(kept.parent):
        (desk.folder / "heard.json").write_text(json.dumps(asdict(measured)))
        ffmpeg.keep(desk.folder / "heard.json", kept)
    return measured


def has_sound(file: Path) -> bool:
    """Whether the file has a track of sound at all."""
    with av.open(str(file)) as container:
        return bool(container.streams.audio)


def _packets(file: Path) -> str:
    """Hash of the film's sound as it is coded, with the time of every packet."""
    digest = hashlib.sha256()
    with av.open(str(file)) as container:
        for packet in container.demux(audio=0) if container.streams.audio else ():
            digest.update(f"{packet.pts} {packet.duration};".encode())
            digest.update(bytes(packet))
    return digest.hexdigest()


def _measure(file: Path, request: RenderRequest | SoundRequest, desk: Desk) -> SoundFacts:
    if not has_sound(file):
        return SoundFacts(0, None, None, {line.segment: Heard.MISSING for line in request.lines})
    samples = aac_facts(file).samples
    sound = decode(file, channels=2)[:samples]
    lufs, peak = loudness(sound), true_peak(sound)
    silent = lufs <= SILENCE_LUFS
    paths = {line.asset: desk.path(line.asset) for line in request.lines}
    heard = lines_present(to_mono(sound), request.lines, paths)
    return SoundFacts(
        samples=samples if len(sound) == samples else len(sound),
        lufs=None if silent else round(lufs, 2),
        peak=None if silent else round(peak, 2),
        lines={line.segment: line.heard.value for line in heard},
    )


def _opening(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
