"""A whole film: exact, checked, continued after a stop, and the same every time."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import textwrap
import wave
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from film_builders import TITLE, FilmDesk, film_request, make_clip, voice, wav

from core.errors import BadInput, FailedCheck
from core.media import mp4, probe
from core.media.film import FilmFiles, make_film
from core.media.narration import build_narration, level
from core.media.sound import read_mono
from core.requests import RenderRequest
from core.story import SAMPLE_RATE, Captions


async def make(request: RenderRequest, desk: FilmDesk, **options: bool) -> FilmFiles:
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    return await make_film(request, desk, workers=2, **options)


def kept(desk: FilmDesk) -> dict[str, tuple[int, int]]:
    """Every file in the cache with what changes when it is written again."""
    files = (path for path in desk.cache.rglob("*") if path.is_file())
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("fps", [24, 25, 30])
async def test_a_film_is_exact_at_every_rate(desk: FilmDesk, fps: int) -> None:
    """R24, R26, B1: cuts within half a frame, picture covers the sound by less than a frame."""
    request = film_request(desk, (31_000, 22_345, 40_007, 9_999), fps=fps)
    files = await make(request, desk)
    report = files.check
    assert report.passed, report.text()
    assert report.worst_cut_ms <= 500 / fps
    assert 0 <= report.picture_error_ms < 1000 / fps
    assert report.sound_error_ms == 0
    assert report.lines_present == report.lines == 4
    frames = probe.pictures(files.film)
    assert [packet.at * fps for packet in frames] == list(range(sum(s.frames for s in request.shots)))
    assert {request.shots[i].first_frame for i in range(4)} <= {i for i, p in enumerate(frames) if p.key}
    assert mp4.starts_fast(files.film)


async def test_everything_lies_beside_the_film(desk: FilmDesk) -> None:
    request = film_request(desk)
    files = await make(request, desk)
    with av.open(str(files.film)) as film:
        assert film.metadata["title"] == TITLE
        assert [stream.type for stream in film.streams] == ["video", "audio"]
    assert files.srt.read_text().count("-->") == files.vtt.read_text().count("-->") >= 3
    assert json.loads(files.report.read_text())["passed"] is True
    assert "passed" in files.report_text.read_text()
    assert files.thumbnail.stat().st_size < 200_000
    with av.open(str(files.thumbnail)) as picture:
        assert max(picture.streams.video[0].width, picture.streams.video[0].height) == 320
    assert list(files.pieces) == ["s0", "s1", "s2"]
    assert not list(desk.folder.glob("splice"))
    shares = [share for share, _ in desk.said]
    assert shares[-1] == 1.0
    assert all(0 <= share <= 1 for share in shares)


async def test_the_manifest_tells_where_every_shot_came_from(desk: FilmDesk) -> None:
    """B10."""
    request = film_request(desk)
    first = replace(request.shots[0], model="vendor/model", prompt="a boat", references=("r1",), cost=1_200)
    request = replace(request, shots=(first, *request.shots[1:]))
    document = json.loads((await make(request, desk)).manifest.read_text())
    shot = document["shots"][0]
    assert (shot["model"], shot["prompt"], shot["references"]) == ("vendor/model", "a boat", ["r1"])
    assert document["cost_micro_dollars"] == shot["cost_micro_dollars"] == 1_200
    assert shot["text"] == request.lines[0].text
    assert shot["lines"][0]["start_sample"] == 0
    assert document["shots"][2]["first_frame"] == request.shots[2].first_frame


async def test_the_narration_beside_the_film_is_the_levelled_one_to_the_sample(desk: FilmDesk) -> None:
    request = film_request(desk)
    files = await make(request, desk)
    paths = {line.asset: desk.path(line.asset) for line in request.lines}
    wanted = level(build_narration(request.lines, paths, request.samples), request.lines)
    assert np.array_equal(read_mono(files.narration), wanted)
    with wave.open(str(files.narration)) as file:
        assert file.getnframes() == request.samples


async def test_the_same_film_made_twice_has_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        desk = FilmDesk(tmp_path / name)
        made.append(await make(film_request(desk), desk))
    for part in ("film", "narration", "sheet", "srt", "manifest", "report", "thumbnail"):
        one, two = (getattr(files, part).read_bytes() for files in made)
        assert one == two, part


async def test_soft_captions_are_a_track_with_every_word(desk: FilmDesk) -> None:
    request = film_request(desk, captions=Captions.SOFT)
    files = await make(replace(request, language="de-AT"), desk)
    with av.open(str(files.film)) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio", "subtitle"]
        assert film.streams[2].metadata["language"] == "deu"
    assert files.check.captions.startswith("soft")


async def test_music_lies_under_the_voices(desk: FilmDesk) -> None:
    bare = film_request(desk)
    music = desk.put(wav(voice(99, SAMPLE_RATE)))
    files = await make(film_request(desk, music=music), desk)
    assert files.check.passed, files.check.text()
    assert files.music is not None
    with wave.open(str(files.music)) as file:
        assert (file.getnframes(), file.getnchannels()) == (bare.samples, 2)
    assert (await make(bare, desk)).music is None


async def test_a_second_export_makes_nothing_again(desk: FilmDesk) -> None:
    """B6: no piece, no sound, no storyboard and no measurement of the sound."""
    request = film_request(desk)
    first = await make(request, desk)
    before, film = kept(desk), first.film.read_bytes()
    again = await make(request, desk)
    assert kept(desk) == before
    assert again.film.read_bytes() == film


async def test_a_swapped_clip_leaves_the_sound_and_the_other_pieces_alone(
    desk: FilmDesk, tmp_path: Path
) -> None:
    """B6."""
    request = film_request(desk)
    await make(request, desk)
    before = kept(desk)
    clip = desk.put(make_clip(tmp_path, "c.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=3"))
    swapped = replace(request.shots[1], source=clip, mime="video/mp4", parts={})
    files = await make(replace(request, shots=(request.shots[0], swapped, request.shots[2])), desk)
    new = {name for name in kept(desk) if name not in before}
    assert before.items() <= kept(desk).items()
    assert sorted(name.rpartition(".")[2] for name in new) == ["json", "mp4"]
    assert (files.check.clips, files.check.drawn) == (1, 2)


async def test_a_cancelled_export_leaves_no_film_and_goes_on_from_its_pieces(desk: FilmDesk) -> None:
    request = film_request(desk, (31_000, 22_345, 40_007, 260_000))
    task = asyncio.create_task(make_film(request, desk, workers=1))
    pieces = desk.cache / "pieces"
    while not list(pieces.glob("*.mp4")):
        await asyncio.sleep(0)
        assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(desk.folder.iterdir()) == []
    done = kept(desk)
    assert 0 < len(list(pieces.glob("*.mp4"))) < 4
    files = await make(request, desk)
    assert files.check.passed
    assert done.items() <= kept(desk).items()


def test_a_killed_export_goes_on_from_its_pieces(desk: FilmDesk) -> None:
    """kill -9 in mid-export: whole pieces or none, and the next run makes the film from them."""
    request = film_request(desk, (31_000, 22_345, 40_007, 260_000))
    script = """
        import asyncio, sys
        from pathlib import Path
        sys.path[:0] = ["tests"]
        from film_builders import FilmDesk, film_request
        from core.media.film import make_film
        desk = FilmDesk(Path(sys.argv[1]))
        request = film_request(desk, (31_000, 22_345, 40_007, 260_000))
        print("ready", flush=True)
        asyncio.run(make_film(request, desk, workers=1))
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(desk.root)]
    pieces = desk.cache / "pieces"
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        process.stdout.readline()
        while not list(pieces.glob("*.mp4")):
            assert process.poll() is None
        process.kill()
    assert not (desk.folder / "film.mp4").exists()
    done = {name: facts for name, facts in kept(desk).items() if not name.startswith(".")}
    files = asyncio.run(make(request, desk))
    assert files.check.passed
    assert done.items() <= kept(desk).items()


async def test_a_film_with_a_fault_is_not_presented_as_done(desk: FilmDesk) -> None:
    """B1: the second shot claims to begin half a second later than its line does."""
    request = film_request(desk)
    late = replace(request.shots[1], start=request.shots[1].start + 24_000)
    request = replace(request, shots=(request.shots[0], late, request.shots[2]))
    with pytest.raises(FailedCheck, match="shot 2 is cut") as failure:
        await make(request, desk)
    [film] = (desk.cache / "failed").rglob("film.mp4")
    assert str(film.parent) in failure.value.next_step
    assert "FAILED" in film.with_name("report.txt").read_text()
    files = await make(request, desk, strict=False)
    assert not files.check.passed
    assert "FAILED" in files.report_text.read_text()


async def test_a_film_without_shots_is_refused(desk: FilmDesk) -> None:
    request = film_request(desk)
    with pytest.raises(BadInput, match="nothing to film"):
        await make_film(replace(request, shots=()), desk, workers=1)


async def test_a_missing_line_is_named(desk: FilmDesk) -> None:
    request = film_request(desk)
    desk.path(request.lines[1].asset).unlink()
    with pytest.raises(BadInput, match="One is missing"):
        await make_film(request, desk, workers=1)
    assert list(desk.folder.iterdir()) == []
