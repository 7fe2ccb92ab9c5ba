"""The helper process: the same bytes always, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import espeakng_loader
import pytest

from core.errors import Fault, ProviderError
from core.providers.local.process import HelperProcess
from core.providers.local.voice import espeak as module
from core.providers.local.voice.espeak import Call, EspeakProcess, espeak, espeak_command

LINES = [
    Call("The sea was calm.", "gmw/en-US"),
    Call("Nobody goes out alone.", "gmw/en-US+f2", pitch=40),
    Call("A whisper, no more.", "gmw/en-US+whisper"),
    Call("Es ist spät.", "gmw/de+m7", rate=170),
]
LONG = Call("The lamp was lit and the sea was calm. " * 400, "gmw/en-US")


@pytest.fixture
async def process() -> AsyncIterator[EspeakProcess]:
    process = EspeakProcess()
    yield process
    await process.aclose()


async def _pcm(process: EspeakProcess, call: Call) -> bytes:
    return (await process.say([call]))[0].pcm


async def test_a_line_is_the_same_bytes_in_any_order_and_in_any_process(process: EspeakProcess) -> None:
    first = {call: await _pcm(process, call) for call in LINES}
    again = {call: await _pcm(process, call) for call in reversed(LINES)}
    other = EspeakProcess()
    fresh = {call: await _pcm(other, call) for call in LINES[1:]}
    await other.aclose()
    assert first == again
    assert all(first[call] == pcm for call, pcm in fresh.items())
    assert len(set(first.values())) == len(LINES)


async def test_a_breathy_voice_is_the_same_at_another_time_of_day() -> None:
    """espeak-ng seeds its noise with the second at which it starts."""
    seen: set[bytes] = set()
    second, starts = int(time.time()), 0
    while int(time.time()) < second + 2 or starts < 3:
        process = EspeakProcess()
        seen.add(await _pcm(process, LINES[1]))
        await process.aclose()
        starts += 1
    assert len(seen) == 1


async def test_places_are_code_points_and_samples(process: EspeakProcess) -> None:
    (sound,) = await process.say([Call("Zoë sails home.", "gmw/en-US")])
    assert sound.rate == 22_050
    assert [place for place, _ in sound.words] == [0, 4, 10]
    starts = [sample for _, sample in sound.sounds]
    assert starts == sorted(starts) and starts[-1] <= sound.samples


async def test_an_unknown_voice_is_refused_and_not_replaced(process: EspeakProcess) -> None:
    with pytest.raises(ProviderError, match="no voice xx") as caught:
        await process.say([Call("Hello", "xx")])
    assert caught.value.fault is Fault.INVALID_INPUT


async def test_a_killed_helper_is_started_again(process: EspeakProcess) -> None:
    before = await _pcm(process, LINES[0])
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    assert await _pcm(process, LINES[0]) == before


async def test_a_line_whose_speaker_dies_is_said_again(process: EspeakProcess) -> None:
    await process.say([LINES[0]])
    saying = asyncio.create_task(process.say([LONG]))
    child = await asyncio.to_thread(_child_of, process.pid)
    os.kill(child, signal.SIGKILL)
    (sound,) = await saying
    assert sound.samples > 400 * 22_050


async def test_a_helper_that_always_dies_is_reported_as_bad_output() -> None:
    process = EspeakProcess((sys.executable, "-S", "-c", "import os; os.read(0, 1)"))
    with pytest.raises(ProviderError) as caught:
        await process.say([LINES[0]])
    assert caught.value.fault is Fault.BAD_OUTPUT
    await process.aclose()


async def test_a_helper_that_hangs_is_ended_and_reported_as_unavailable() -> None:
    helper = HelperProcess((sys.executable, "-S", "-c", "import signal; signal.pause()"), "The helper")
    with pytest.raises(ProviderError, match="did not answer") as caught:
        await helper.ask({"id": 1}, seconds=0.05)
    assert caught.value.fault is Fault.UNAVAILABLE
    assert helper.pid is None


async def test_a_helper_that_cannot_be_started_is_reported(tmp_path: Path) -> None:
    process = EspeakProcess((str(tmp_path / "no such program"),))
    with pytest.raises(ProviderError, match="could not be started") as caught:
        await process.say([LINES[0]])
    assert caught.value.fault is Fault.UNAVAILABLE


async def test_a_cancelled_line_does_not_answer_the_next_question(process: EspeakProcess) -> None:
    wanted = await _pcm(process, LINES[3])
    saying = asyncio.create_task(process.say([LONG]))
    await asyncio.to_thread(_child_of, process.pid)
    saying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saying
    assert await _pcm(process, LINES[3]) == wanted


async def test_ctrl_c_does_not_reach_the_helper(process: EspeakProcess) -> None:
    await process.say([LINES[0]])
    pid = process.pid
    assert pid is not None and os.getpgid(pid) != os.getpgid(0)
    os.kill(pid, signal.SIGINT)
    await process.say([LINES[0]])
    assert process.pid == pid


def test_kill_9_leaves_no_process_behind() -> None:
    """Neither the helper nor the child that is speaking outlives its owner."""
    code = (
        "import asyncio\n"
        "from core.providers.local.voice.espeak import Call, EspeakProcess\n"
        "async def main():\n"
        "    process = EspeakProcess()\n"
        "    await process.say([Call('Hello', 'gmw/en-US')])\n"
        "    print(process.pid, flush=True)\n"
        "    while True:\n"
        "        await process.say([Call('The sea was calm. ' * 5000, 'gmw/en-US')])\n"
        "asyncio.run(main())\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with owner:
        assert owner.stdout is not None
        helper = int(owner.stdout.readline())
        speaker = _child_of(helper)
        gone = [os.pidfd_open(helper), os.pidfd_open(speaker)]
        owner.kill()
    for fd in gone:
        ready, _, _ = select.select([fd], [], [], 20)
        os.close(fd)
        assert ready


def test_the_loops_own_helper_ends_with_the_loop() -> None:
    async def spoken() -> tuple[int, int]:
        process = await espeak()
        await process.say([LINES[0]])
        assert process.pid is not None and await espeak() is process
        return process.pid, os.pidfd_open(process.pid)

    first, fd = asyncio.run(spoken())
    ready, _, _ = select.select([fd], [], [], 20)
    os.close(fd)
    assert ready
    second, fd = asyncio.run(spoken())
    os.close(fd)
    assert first != second
    assert not list(module._processes._held)


async def test_the_librarys_data_may_lie_at_the_end_of_a_very_long_path(tmp_path: Path) -> None:
    """espeak-ng copies its path into 160 bytes."""
    deep = tmp_path.joinpath(*["a folder with a rather long name"] * 8)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
    process = EspeakProcess((*espeak_command()[:-1], str(deep / "espeak-ng-data")))
    (sound,) = await process.say([LINES[0]])
    await process.aclose()
    assert len(str(deep)) > 200 and sound.samples > 10_000


def _child_of(pid: int | None) -> int:
    """The child of a process, once it has one."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return next(int(child) for child in _read_until_there(path))


def _read_until_there(path: Path) -> Iterator[str]:
    while not (found := path.read_text().split()):
        os.sched_yield()
    yield from found
