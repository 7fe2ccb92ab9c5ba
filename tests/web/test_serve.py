"""`video-story serve`: one link opens the page, parts fail alone, and it stops when told to."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import urllib.request
from pathlib import Path

import pytest
from someone import Person

from cli.serve import until_stopped
from core.errors import BadInput


def test_it_prints_a_link_that_signs_in_once_and_stops_in_peace(tmp_path: Path) -> None:
    person = Person(tmp_path)
    running = person.start("serve", "--port", "0")
    try:
        assert running.stdout is not None
        said = ""
        while "#link=" not in said:
            line = running.stdout.readline().decode()
            assert line, said
            said += line
        base, secret = re.search(r"(http://127\.0\.0\.1:\d+)/#link=(\S+)", said).groups()  # type: ignore[union-attr]
        assert b"<vs-app>" in urllib.request.urlopen(base).read()
        assert _take(base, secret)["person"] == "local"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _take(base, secret)
    finally:
        running.send_signal(signal.SIGTERM)
        rest = running.communicate(timeout=30)[0].decode()
    assert running.returncode == 0, rest
    assert "Traceback" not in rest


def _take(base: str, secret: str) -> dict[str, str]:
    data = json.dumps({"secret": secret}).encode()
    asked = urllib.request.Request(
        f"{base}/api/session/link", data, {"Content-Type": "application/json"}, method="POST"
    )
    found: dict[str, str] = json.loads(urllib.request.urlopen(asked).read())
    return found


async def test_a_part_that_fails_is_begun_again_and_the_others_never_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cli.serve.FIRST_PAUSE", 0.0)
    stop, begun, lived = asyncio.Event(), [], asyncio.Event()

    async def steady() -> None:
        try:
            lived.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            begun.append("ended")
            raise

    async def shaky() -> None:
        begun.append("begun")
        if begun.count("begun") == 3:
            assert "ended" not in begun
            stop.set()
            await asyncio.Event().wait()
        raise ConnectionError("Telegram is down")

    await asyncio.wait_for(until_stopped({"web": steady, "bot": shaky}, stop), 10)
    assert lived.is_set()
    assert begun == ["begun", "begun", "begun", "ended"]


async def test_what_a_person_has_to_put_right_is_told_when_nothing_else_is_left() -> None:
    async def taken() -> None:
        raise BadInput("Nobody can listen at 127.0.0.1:80.")

    with pytest.raises(BadInput, match="Nobody can listen"):
        await asyncio.wait_for(until_stopped({"web": taken}, asyncio.Event()), 10)


async def test_one_part_that_cannot_run_leaves_the_others_running() -> None:
    stop, ran = asyncio.Event(), []

    async def taken() -> None:
        raise BadInput("This port is taken.")

    async def steady() -> None:
        ran.append(True)
        asyncio.get_running_loop().call_later(0.05, stop.set)
        await asyncio.Event().wait()

    await asyncio.wait_for(until_stopped({"web": taken, "bot": steady}, stop), 10)
    assert ran == [True]
