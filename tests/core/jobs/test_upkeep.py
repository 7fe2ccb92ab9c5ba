"""What happens by the clock, called by hand."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from engine_makers import HomeMaker, chains, new_project, nothing, settings

from core.jobs.engine import Engine
from core.jobs.upkeep import trim_cache


def test_the_cache_is_cut_to_its_size_oldest_first(tmp_path: Path) -> None:
    for age, name in enumerate(["new", "older", "oldest"]):
        path = tmp_path / "pieces" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (path.stat().st_mtime - age * 100,) * 2)
    assert trim_cache(tmp_path, 150, timedelta(days=1)) == 2
    assert [path.name for path in (tmp_path / "pieces").iterdir()] == ["new"]


def test_what_was_not_used_for_long_goes_whatever_the_size(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (old.stat().st_mtime - 100_000,) * 2)
    assert trim_cache(tmp_path, 1000, timedelta(days=1)) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert trim_cache(tmp_path / "nowhere", 0, timedelta(0)) == 0


async def test_the_dispatchers_old_rows_are_deleted_and_ours_stay(tmp_path: Path) -> None:
    plan = chains(2, 2, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": HomeMaker()}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        dispatcher = engine._dispatcher
        assert await dispatcher.forget_before(timedelta(days=1)) == 0
        assert await dispatcher.forget_before(timedelta(days=-1)) >= 3
        assert len((await engine.status(project)).jobs) == 4
