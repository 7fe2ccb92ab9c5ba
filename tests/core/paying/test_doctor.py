"""The doctor: what is well is said shortly, what is not is said with what to do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from someone import Person
from twin import Twin

from core.jobs.lock import EngineLock
from core.providers.accounts import Standing
from core.settings import Settings
from core.studio import Check, doctor
from core.studio.health import _clock


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


def pointed(twin: Twin, home: Path, **changes: object) -> Settings:
    values = {name.lower(): value for name, value in twin.env.items()}
    return Settings.model_validate({**values, "data_dir": home, **changes})


async def examined(settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in await doctor(settings)}


async def test_on_a_machine_without_keys_all_is_well(tmp_path: Path) -> None:
    found = await examined(Settings.model_validate({"data_dir": tmp_path / "data"}))
    assert [check.name for check in found.values() if check.state != "ok"] == []
    assert set(found) >= {"folder", "disk", "database", "ffmpeg", "fonts", "voice", "catalogue", "clock", "fal"}
    assert "no key; it would unlock" in found["OpenRouter"].what
    assert "not compared" in found["clock"].what
    assert "H.264 and AAC" in found["ffmpeg"].what


async def test_with_keys_it_tells_balances_and_compares_the_clock(twin: Twin, tmp_path: Path) -> None:
    found = await examined(pointed(twin, tmp_path))
    assert found["OpenRouter"].what.startswith("works (")
    assert "$24.50 left of this key's limit" in found["OpenRouter"].what
    assert "balance not available: fal tells" in found["fal"].what
    assert "agrees with" in found["clock"].what
    assert found["settings"].state == "warn"
    assert "ALLOW_LOOPBACK_MEDIA" in found["settings"].next_step


async def test_a_refused_key_and_an_empty_account_are_told(twin: Twin, tmp_path: Path) -> None:
    twin.arm("fal_billing_small")
    found = await examined(pointed(twin, tmp_path, replicate_api_token="r8_old"))
    assert (found["Replicate"].state, found["Replicate"].ok) == ("fail", False)
    assert "REPLICATE_API_TOKEN" in found["Replicate"].next_step
    assert (found["fal"].state, found["fal"].ok) == ("warn", True)
    assert "$0.42" in found["fal"].what


async def test_a_service_that_is_away_keeps_no_film_from_being_made(twin: Twin, tmp_path: Path) -> None:
    found = await examined(pointed(twin, tmp_path, openrouter_base_url="http://127.0.0.1:9"))
    assert (found["OpenRouter"].state, found["OpenRouter"].ok) == ("warn", True)
    assert "could not be reached" in found["OpenRouter"].what


async def test_a_wrong_ffmpeg_is_told(tmp_path: Path) -> None:
    found = await examined(Settings.model_validate({"data_dir": tmp_path, "ffmpeg": "/bin/true"}))
    assert found["ffmpeg"].state == "fail"
    assert "FFMPEG" in found["ffmpeg"].next_step


async def test_a_folder_that_cannot_be_one_is_told_and_the_rest_is_still_examined(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = await examined(Settings.model_validate({"data_dir": tmp_path / "file"}))
    assert found["folder"].state == found["database"].state == "fail"
    assert found["voice"].state == "ok"


async def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "video-story.sqlite").write_bytes(b"no database at all" * 100)
    found = await examined(Settings.model_validate({"data_dir": tmp_path}))
    assert found["database"].state == "fail"
    assert "not a database" in found["database"].what


async def test_a_process_that_makes_films_is_no_fault(tmp_path: Path) -> None:
    lock = EngineLock(tmp_path)
    lock.take()
    try:
        found = await examined(Settings.model_validate({"data_dir": tmp_path}))
    finally:
        lock.release()
    assert found["folder"].state == "ok"
    assert "makes films here" in found["folder"].what


@pytest.mark.parametrize(("lead", "state"), [(0.4, "ok"), (-90.0, "warn"), (4000.0, "fail")])
def test_a_clock_that_is_off_is_told(lead: float, state: str) -> None:
    told = {"fal": Standing("fal", key=True, clock=lead), "openai": Standing("openai", key=False)}
    assert _clock(told).state == state


async def test_an_address_in_the_open_is_warned_of(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path, "fal_rest_url": "http://fal.example"})
    found = await examined(settings)
    assert "FAL_REST_URL is not encrypted" in found["settings"].what


def test_the_command_leaves_with_1_when_films_cannot_be_made(tmp_path: Path) -> None:
    person = Person(tmp_path)
    assert "All is well." in person.run("doctor")
    (tmp_path / "data" / "video-story.sqlite").unlink()
    (tmp_path / "data" / "video-story.sqlite").write_bytes(b"no database at all" * 100)
    for name in ("video-story.sqlite-wal", "video-story.sqlite-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)
    said = person.run("doctor", code=1)
    assert "✗  database" in said


def test_the_commands_about_money_say_so_when_there_is_none(tmp_path: Path) -> None:
    person = Person(tmp_path)
    assert "Nothing was paid yet." in person.run("costs")
    said = person.run("account")
    assert "OPENROUTER_API_KEY is not set" in said
    assert "Spent today (UTC) $0.00" in said
    assert "There is no project" in person.run("costs", "p_nothing", code=2)
