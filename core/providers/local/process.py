"""A helper process that answers one question at a time over pipes, and never outlives us.

Voices live in processes of their own: espeak-ng and piper are global state and can crash, and their licence is
another. The brush does because painting would hold up everything else here. Messages are as voice/worker.py
describes them: four bytes of length, that much JSON, then as many bytes as the JSON's "pcm" says.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import Fault, ProviderError
from core.providers.local.voice.worker import LENGTH, frame

_GOODBYE_SECONDS = 2.0


class HelperProcess:
    """Started at the first question, started again once when it crashes or hangs, one question at a time.

    It belongs to one event loop. It ends when its input closes, so also when this process is killed; it has a
    session of its own, so that Ctrl-C reaches only us.
    """

    def __init__(self, command: Sequence[str], name: str) -> None:
        self._command = tuple(command)
        self._name = name
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def begin(self) -> None:
        """Start the helper if it does not run yet, so that it is ready for the first question."""
        async with self._turn:
            await self._running()

    async def ask(
        self, message: Mapping[str, Any], matter: bytes = b"", *, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """The answer and its bytes, to a message and its own; speech is what most of these bytes are.

        Raises ProviderError: UNAVAILABLE when the helper cannot be started or does not answer within `seconds`
        twice in a row, BAD_OUTPUT when it crashes twice in a row, INVALID_INPUT when it says that it cannot do
        what was asked.
        """
        asked = frame(message, matter)
        async with self._turn:
            try:
                return await self._ask_once(asked, seconds)
            except _Broken:
                pass
            try:
                return await self._ask_once(asked, seconds)
            except _Broken as broken:
                raise ProviderError(broken.fault, f"{self._name} {broken}.") from None

    async def aclose(self) -> None:
        """Let the helper end; kill it when it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await process.wait()
        except TimeoutError:
            pass
        finally:
            _strike(process)

    async def _ask_once(self, asked: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        process = await self._running()
        try:
            async with asyncio.timeout(seconds):
                answer, pcm = await _exchange(process, asked)
        except TimeoutError:
            await self._end()
            raise _Broken(Fault.UNAVAILABLE, f"did not answer within {seconds:.0f} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            await self._end()
            raise _Broken(Fault.BAD_OUTPUT, "stopped in the middle of a line") from None
        except asyncio.CancelledError:
            # An answer that nobody reads would be taken for the answer to the next question. Nothing is awaited
            # here: the loop may be about to end, and a pipe that outlives it ends in a traceback.
            self._process = None
            _strike(process)
            raise
        if answer.get("crashed"):
            raise _Broken(Fault.BAD_OUTPUT, f"could not do it ({answer['error']})")
        if "error" in answer:
            raise ProviderError(Fault.INVALID_INPUT, f"{self._name} could not say the line: {answer['error']}.")
        return answer, pcm

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await self._started()
        return self._process

    async def _started(self) -> asyncio.subprocess.Process:
        quiet, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
        try:
            return await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=quiet, start_new_session=True
            )
        except OSError as error:
            message = f"{self._name} could not be started: {error.strerror or error}."
            raise ProviderError(Fault.UNAVAILABLE, message) from error

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await _kill(process)


class _Broken(Exception):
    """The helper did not answer as agreed; worth one more try with a fresh one."""

    def __init__(self, fault: Fault, what: str) -> None:
        super().__init__(what)
        self.fault = fault


async def _exchange(process: asyncio.subprocess.Process, message: bytes) -> tuple[dict[str, Any], bytes]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(message)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    head = json.loads(await process.stdout.readexactly(length))
    return head, await process.stdout.readexactly(head["pcm"])


async def _kill(process: asyncio.subprocess.Process) -> None:
    """End the helper and wait until it is gone."""
    _strike(process)
    await process.wait()


def _strike(process: asyncio.subprocess.Process) -> None:
    """End the helper and whatever it forked, which share its process group, and let go of its pipes."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    transport: asyncio.SubprocessTransport = process._transport  # type: ignore[attr-defined]
    transport.close()
