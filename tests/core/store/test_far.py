"""Media in an object store: every machine sees the same, and keeps no more at hand than it may."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bucket_server import BucketServer

from core.errors import NotFound, StoreAway
from core.settings import Settings
from core.store.assets import Media
from core.store.far import GRACE_SECONDS, cut_down, media_of

MediaAt = Callable[..., Media]


async def test_a_machine_with_an_empty_disk_has_what_another_kept(at: MediaAt) -> None:
    one, other = at("one"), at("other")
    assets = [await one.add_bytes(f"take {number}".encode(), "image/png") for number in range(20)]
    found = await other.fetched_all(asset.sha for asset in assets)
    assert [found[asset.sha].read_bytes() for asset in assets] == [
        f"take {number}".encode() for number in range(20)
    ]
    assert found[assets[0].sha] == other.path(assets[0].sha)


async def test_a_file_that_is_here_is_not_fetched_again(at: MediaAt, store: BucketServer) -> None:
    media = at("one")
    asset = await media.add_bytes(b"a picture", "image/png")
    store.shelf.seen.clear()
    assert media.path(asset.sha).read_bytes() == b"a picture"
    assert store.shelf.seen == []


async def test_nothing_gets_a_name_before_the_store_has_it(
    at: MediaAt, store: BucketServer, tmp_path: Path
) -> None:
    media, source = at("one"), tmp_path / "made.mp4"
    source.write_bytes(b"a film")
    store.shelf.trouble = (503, "SlowDown")
    with pytest.raises(StoreAway):
        await media.add_path(source, "video/mp4", move=True)
    assert source.exists() and _files(media.root) == []
    store.shelf.trouble = None
    asset = await media.add_path(source, "video/mp4", move=True)
    assert not source.exists() and media.path(asset.sha).read_bytes() == b"a film"
    assert store.shelf.keys() == [f"films/house one/{asset.sha[:2]}/{asset.sha[2:4]}/{asset.sha}"]


async def test_other_bytes_than_were_put_there_are_never_handed_out(at: MediaAt, store: BucketServer) -> None:
    asset = await at("one").add_bytes(b"a picture", "image/png")
    store.shelf.things[store.shelf.keys()[0]].data = b"a picturE"
    other = at("other")
    with pytest.raises(NotFound, match="damaged"):
        other.path(asset.sha)
    assert _files(other.root) == []


async def test_what_a_job_was_lent_stays_when_the_folder_is_cut_down(at: MediaAt, tmp_path: Path) -> None:
    media = at("one")
    asset = await media.add_bytes(b"a picture", "image/png")
    lent = media.lend(asset.sha, tmp_path / "job.lent")
    assert lent.name == asset.sha
    media.place(asset.sha).unlink()
    assert media.lend(asset.sha, tmp_path / "job.lent") == lent
    assert lent.read_bytes() == b"a picture"


async def test_the_folder_keeps_what_was_used_last_within_its_limit(at: MediaAt) -> None:
    media = at("one", media_cache="0.000001")  # 1000 bytes
    assets = [await media.add_bytes(bytes([number]) * 300, "image/png") for number in range(5)]
    assert len(_files(media.root)) == 5
    for age, asset in enumerate(assets):
        _used(media.place(asset.sha), GRACE_SECONDS * 2 + age)
    media.path(assets[-1].sha)
    assert media.trim() == 3
    assert [media.place(asset.sha).exists() for asset in assets] == [True, False, False, False, True]
    assert media.path(assets[2].sha).read_bytes() == bytes([2]) * 300


def test_a_folder_within_its_limit_is_left_alone_and_what_was_left_by_a_dead_process_goes(
    tmp_path: Path,
) -> None:
    for name in ("film", ".left.part", ".coming.part"):
        (tmp_path / name).write_bytes(b"x" * 100)
        _used(tmp_path / name, 2 * 86_400 if name == ".left.part" else 3_600)
    assert cut_down(tmp_path, 300, GRACE_SECONDS) == (300, 0)
    assert cut_down(tmp_path, 250, GRACE_SECONDS) == (200, 1)
    assert not (tmp_path / ".left.part").exists()
    assert cut_down(tmp_path, 0, GRACE_SECONDS) == (100, 1)
    assert (tmp_path / ".coming.part").exists()


async def test_unused_bytes_are_removed_unless_they_came_again(at: MediaAt, store: BucketServer) -> None:
    media, before = at("one"), datetime.now(UTC) - timedelta(days=1)
    old, again = [await media.add_bytes(data, "image/png") for data in (b"old", b"again")]
    for thing in store.shelf.things.values():
        thing.modified = before - timedelta(days=1)
    await at("other").add_bytes(b"again", "image/png")
    assert await media.remove(old.sha, before.timestamp())
    assert not await media.remove(again.sha, before.timestamp())
    assert [media.has(one.sha) for one in (old, again)] == [False, True]


async def test_a_store_that_is_well_has_no_trouble_and_one_that_is_not_says_which(
    at: MediaAt, store: BucketServer
) -> None:
    assert await at("one").trouble() == ""
    store.shelf.buckets.clear()
    assert "no bucket films" in await at("two").trouble()
    with store.away():
        assert "cannot be reached" in await at("three").trouble()


@pytest.fixture
def at(tmp_path: Path, store: BucketServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[MediaAt]:
    """The media as a machine with this name has them."""
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)
    opened: list[Media] = []

    def open_at(name: str, **fields: str) -> Media:
        given = {"data_dir": tmp_path / name, **fields}
        opened.append(media_of(Settings(_env_file=None, **given)))
        return opened[-1]

    yield open_at
    for media in opened:
        media.close()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _used(path: Path, seconds_ago: float) -> None:
    then = path.stat().st_mtime - seconds_ago
    os.utime(path, (then, then))
