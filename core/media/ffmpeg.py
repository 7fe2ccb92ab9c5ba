"""Running ffmpeg: find it, build its arguments, feed it, watch it, and never leave it behind.

Arguments are built with ffmpeg-python, which is only a builder here (media.md 2.1). Every run has a folder of
its own in which all files carry plain fixed names, so no text or path of a person ever stands in a filter.
"""

from __future__ import annotations

import asyncio
import errno
import functools
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg

from core.errors import BadInput, NoRoom

builder: Any = ffmpeg
bundle: Any = imageio_ffmpeg

TAIL_BYTES = 8_000
"""How much of ffmpeg's own words is kept: the end, where the reason stands."""

Feed = Callable[[int], None]
"""Writes the input into a file descriptor; runs in a thread, the cheapest way (media.md 2.2)."""

OnFrame = Callable[[int], None]
"""Called with the number of frames that are finished."""


class FfmpegFailed(Exception):
    """ffmpeg did not do its work; `said` is the end of what it said."""

    def __init__(self, what: str, said: str = "") -> None:
        super().__init__(f"{what}: {said.strip()[-400:]}" if said else what)
        self.what = what
        self.said = said


@dataclass(frozen=True, slots=True)
class Program:
    """One ffmpeg on this machine."""

    path: str
    version: str
    """Its own words for its version; part of every cache key, for other versions write other bytes."""


def find(configured: str = "") -> Program:
    """The ffmpeg to use: the configured path, else the bundled one, else the one on PATH.

    Raises BadInput when a configured path does not run or none exists at all.
    """
    path = configured or _bundled() or shutil.which("ffmpeg") or ""
    if not path:
        raise BadInput("There is no ffmpeg on this machine.", next_step="Install the imageio-ffmpeg package.")
    try:
        return Program(path, _version(path))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise BadInput(
            f"“{path}” does not run as ffmpeg.",
            next_step="Set FFMPEG to the path of an ffmpeg program, or leave it empty to use the bundled one.",
        ) from error


def source(name: str, **options: Any) -> Any:
    """A builder stream that reads one input."""
    return builder.input(name, **options)


def command(program: Program, streams: Any | Sequence[Any], target: str, **options: Any) -> list[str]:
    """The arguments that write builder streams into `target`, quiet but for errors and progress."""
    several = list(streams) if isinstance(streams, (list, tuple)) else [streams]
    built = builder.output(*several, target, **options)
    quiet = built.global_args("-hide_banner", "-nostdin", "-nostats", "-loglevel", "error")
    args: list[str] = quiet.global_args("-progress", "pipe:1").compile(cmd=program.path, overwrite_output=True)
    return args


async def run(
    args: Sequence[str],
    folder: Path,
    *,
    limit: float,
    feed: Feed | None = None,
    on_frame: OnFrame | None = None,
) -> str:
    """Run ffmpeg in `folder` for at most `limit` seconds and return the end of its messages.

    Cancelling kills it. It also dies when this process dies, however that happens.
    Raises FfmpegFailed when it fails or overruns, NoRoom when a disk is full.
    """
    async with _running(args, folder, feed) as (process, feeding):
        said = asyncio.create_task(_tail(process.stderr))
        try:
            async with asyncio.timeout(limit):
                await _follow(process.stdout, on_frame)
                code = await process.wait()
                await feeding
        except TimeoutError:
            raise FfmpegFailed(f"ffmpeg took longer than {limit:.0f} s") from None
        finally:
            _kill(process)
            words = (await said).decode(errors="replace")
    _judge(code, words)
    return words


def keep(temporary: Path, target: Path) -> None:
    """Give a finished file its final name; other readers see the whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(temporary, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(temporary, beside)
            os.replace(beside, target)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Turn "no space left" and "may not be written" inside the block into NoRoom, in words for a person."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise no_room(folder) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NoRoom(
                f"The folder “{folder}” cannot be written.",
                next_step="Choose another folder or change its permissions, then run the same command again.",
            ) from error
        raise


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers that mean that there is no room: disk full, quota used up, file too large for the disk."""

_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")


def no_room(folder: Path | None = None) -> NoRoom:
    """The sentence for a full disk."""
    where = f" in “{folder}”" if folder else ""
    return NoRoom(
        f"The disk is full: the film could not be written{where}.",
        next_step="Free some space and run the same command again; finished pieces are kept.",
    )


def _bundled() -> str:
    try:
        return str(bundle.get_ffmpeg_exe())
    except RuntimeError:
        return ""


@functools.cache
def _version(path: str) -> str:
    answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20, check=True)
    words = answer.stdout.split()
    if words[:2] != ["ffmpeg", "version"]:
        raise ValueError(path)
    return words[2]


_GUARD = """
fd=$1; shift
exec 4<&0 </dev/null
nice -n 10 "$@" <&4 4<&- & child=$!
exec 4<&-
(read -r word <&$fd || kill -9 $child) >/dev/null 2>&1 & watch=$!
wait $child; code=$?
kill $watch 2>/dev/null
wait $watch 2>/dev/null
exit $code
"""
"""Starts ffmpeg and a watcher that reads a pipe we hold open: when we die, the pipe ends and ffmpeg is killed.

It stands back behind the process that answers people, so a film being cut slows no answer down.
A shell does it rather than a function run between fork and exec, which is not safe in a process with threads.
"""


@asynccontextmanager
async def _running(
    args: Sequence[str], folder: Path, feed: Feed | None
) -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.Future[None]]]:
    """The guarded process and the thread that feeds it; both are over when the block ends."""
    watched, held = os.pipe()
    given, giving = os.pipe() if feed else (None, None)
    feeding: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    feeding.set_result(None)
    process = None
    try:
        starting = asyncio.ensure_future(_start(args, folder, watched, given))
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            process = await starting
            raise
        if given is not None and giving is not None and feed is not None:
            os.close(given)
            given = None
            feeding = asyncio.ensure_future(asyncio.to_thread(_feed_and_close, feed, giving))
            giving = None
        yield process, feeding
    finally:
        for fd in (watched, held, given, giving):
            if fd is not None:
                os.close(fd)
        if process is not None:
            await _end(process, feeding)


async def _start(
    args: Sequence[str], folder: Path, watched: int, given: int | None
) -> asyncio.subprocess.Process:
    """Not to be cancelled half-way: asyncio would kill the shell alone and wait for ffmpeg for ever."""
    return await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", _GUARD, "sh", str(watched), *args),
        stdin=asyncio.subprocess.DEVNULL if given is None else given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        pass_fds=(watched,),
        start_new_session=True,
    )


def _feed_and_close(feed: Feed, giving: int) -> None:
    try:
        feed(giving)
    except BrokenPipeError:
        pass  # ffmpeg has enough or has failed; its exit code tells which
    finally:
        os.close(giving)


async def _end(process: asyncio.subprocess.Process, feeding: asyncio.Future[None]) -> None:
    """Kill what still runs, wait until it is gone, and let the feeding thread run into its closed pipe.

    The shell's end is not yet ffmpeg's: that is gone when nothing holds the other end of its messages.
    """
    _kill(process)
    transport: asyncio.SubprocessTransport = process._transport  # type: ignore[attr-defined]
    gone = asyncio.gather(process.wait(), _tail(process.stderr), feeding, return_exceptions=True)
    try:
        await asyncio.shield(gone)
    finally:
        transport.close()  # also when nobody waits any more: a pipe that outlives its loop leaves a traceback


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


async def _follow(stdout: asyncio.StreamReader | None, on_frame: OnFrame | None) -> None:
    assert stdout is not None
    async for line in stdout:
        if on_frame and line.startswith(b"frame="):
            on_frame(int(line[6:] or 0))


async def _tail(stderr: asyncio.StreamReader | None) -> bytes:
    assert stderr is not None
    tail = b""
    while block := await stderr.read(4096):
        tail = (tail + block)[-TAIL_BYTES:]
    return tail


def _judge(code: int, said: str) -> None:
    if any(words in said for words in _FULL_WORDS) or code == 256 - errno.ENOSPC:
        raise no_room()
    if code != 0:
        raise FfmpegFailed(f"ffmpeg stopped with code {code}", said)


def plain(text: str, most: int = 200) -> str:
    """A person's words as one line for a metadata argument: no control characters, not endless."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:most]


def options_key(options: Mapping[str, Any]) -> str:
    """Encoder settings as one stable line for a cache key."""
    return " ".join(f"{key}={options[key]}" for key in sorted(options))
