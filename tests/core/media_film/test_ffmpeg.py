"""ffmpeg is found, watched and never left behind."""

from __future__ import annotations

import asyncio
import errno
import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from core.errors import BadInput, NoRoom
from core.media import ffmpeg

ENDLESS = ffmpeg.source("testsrc2=s=64x64:r=24", f="lavfi")


def children_in(folder: Path) -> list[int]:
    """Processes that run ffmpeg in the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            here = entry.name.isdigit() and (entry / "cwd").resolve() == folder
            if here and b"testsrc2" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_for_end(pids: list[int], seconds: float = 10.0) -> None:
    """Returns when all of them are gone; fails after `seconds`."""
    for pid in pids:
        try:
            fd = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            assert select.select([fd], [], [], seconds)[0], f"process {pid} still runs"
        finally:
            os.close(fd)


def test_a_program_that_is_not_ffmpeg_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadInput, match="does not run as ffmpeg"):
        ffmpeg.find("/bin/true")


async def test_a_failure_carries_what_ffmpeg_said(tmp_path: Path, program: ffmpeg.Program) -> None:
    args = ffmpeg.command(program, ffmpeg.source("missing.mp4"), "out.mp4")
    with pytest.raises(ffmpeg.FfmpegFailed) as failure:
        await ffmpeg.run(args, tmp_path, limit=20)
    assert "missing.mp4" in failure.value.said


async def test_it_stands_back_behind_the_process_that_answers_people(tmp_path: Path) -> None:
    said = await ffmpeg.run(["/bin/sh", "-c", "nice >&2"], tmp_path, limit=20)
    assert int(said) == min(19, os.nice(0) + 10)


async def test_a_full_disk_is_told_as_such(tmp_path: Path, program: ffmpeg.Program) -> None:
    args = ffmpeg.command(program, ENDLESS, "/dev/full", vcodec="rawvideo", f="rawvideo", **{"frames:v": 400})
    with pytest.raises(NoRoom, match="disk is full"):
        await ffmpeg.run(args, tmp_path, limit=20)


async def test_a_run_that_takes_too_long_is_ended(tmp_path: Path, program: ffmpeg.Program) -> None:
    args = ffmpeg.command(program, ENDLESS, "out.mp4", vcodec="libx264")
    with pytest.raises(ffmpeg.FfmpegFailed, match="took longer"):
        await ffmpeg.run(args, tmp_path, limit=0.5)
    assert children_in(tmp_path) == []


async def test_cancelling_kills_ffmpeg(tmp_path: Path, program: ffmpeg.Program) -> None:
    running = asyncio.Event()
    args = ffmpeg.command(program, ENDLESS, "out.mp4", vcodec="libx264")
    task = asyncio.create_task(ffmpeg.run(args, tmp_path, limit=60, on_frame=lambda n: running.set()))
    await running.wait()
    assert children_in(tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children_in(tmp_path) == []


async def test_cancelling_at_any_moment_of_the_start_leaves_nothing(
    tmp_path: Path, program: ffmpeg.Program
) -> None:
    """While a process is being started asyncio itself would kill only the shell and then wait for ever."""
    raw = ffmpeg.source("pipe:0", f="rawvideo", pix_fmt="yuv420p", s="64x64", r=24)
    args = ffmpeg.command(program, raw, "testsrc2.mp4", vcodec="libx264")
    async with asyncio.timeout(20):
        for moments in range(12):
            task = asyncio.create_task(ffmpeg.run(args, tmp_path, limit=60, feed=endless))
            for _ in range(moments):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert children_in(tmp_path) == []


def endless(fd: int) -> None:
    while True:
        os.write(fd, bytes(64 * 64 * 3 // 2))


async def test_cancelling_ends_a_feed_that_waits_for_ffmpeg(tmp_path: Path, program: ffmpeg.Program) -> None:
    frames = 0
    running = asyncio.Event()
    loop = asyncio.get_running_loop()

    def feed(fd: int) -> None:
        nonlocal frames
        while True:
            os.write(fd, bytes(64 * 64 * 3 // 2))
            frames += 1
            loop.call_soon_threadsafe(running.set)

    raw = ffmpeg.source("pipe:0", f="rawvideo", pix_fmt="yuv420p", s="64x64", r=24)
    args = ffmpeg.command(program, raw, "out.mp4", vcodec="libx264")
    task = asyncio.create_task(ffmpeg.run(args, tmp_path, limit=60, feed=feed))
    await running.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    fed = frames
    await asyncio.sleep(0)
    assert frames == fed


def test_ffmpeg_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = """
        import asyncio, sys
        from pathlib import Path
        from core.media import ffmpeg
        stream = ffmpeg.source("testsrc2=s=64x64:r=24", f="lavfi")
        args = ffmpeg.command(ffmpeg.find(), stream, "out.mp4", vcodec="libx264")
        asyncio.run(ffmpeg.run(args, Path(sys.argv[1]), limit=60, on_frame=lambda n: print(n, flush=True)))
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        pids = children_in(tmp_path)
        parent.send_signal(signal.SIGKILL)
    assert pids
    wait_for_end(pids)


def test_a_finished_file_is_named_across_disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, target = tmp_path / "made", tmp_path / "deep" / "kept"
    made.write_bytes(b"film")
    real = os.replace

    def other_disk(source: Path, to: Path) -> None:
        if source == made:
            raise OSError(errno.EXDEV, "another disk")
        real(source, to)

    monkeypatch.setattr(os, "replace", other_disk)
    ffmpeg.keep(made, target)
    assert target.read_bytes() == b"film"
    assert [path.name for path in target.parent.iterdir()] == ["kept"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_an_unwritable_folder_is_told_in_words(tmp_path: Path, number: int) -> None:
    with pytest.raises(NoRoom, match=tmp_path.name), ffmpeg.room(tmp_path):
        raise OSError(number, "no")
