"""Media lie under the hash of their bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import NotFound
from core.store.assets import Asset, Media, insert_assets, load_asset
from core.store.engine import Database


async def test_bytes_lie_under_their_hash(media: Media) -> None:
    asset = await media.add_bytes(b"a picture", "image/png")
    assert asset.sha == hashlib.sha256(b"a picture").hexdigest()
    assert media.path(asset.sha).read_bytes() == b"a picture"
    assert media.path(asset.sha).relative_to(media.root) == Path(asset.sha[:2], asset.sha[2:4], asset.sha)


async def test_the_same_bytes_are_kept_once(media: Media, tmp_path: Path) -> None:
    source = tmp_path / "own.png"
    source.write_bytes(b"a picture")
    first = await media.add_bytes(b"a picture", "image/png")
    inode = media.path(first.sha).stat().st_ino
    second = await media.add_path(source, "image/png")
    assert second == first
    assert media.path(first.sha).stat().st_ino == inode
    assert source.exists()


async def test_a_moved_file_is_taken_without_copying(media: Media, tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(b"x" * 100_000)
    inode = source.stat().st_ino
    asset = await media.add_path(source, "video/mp4", move=True)
    assert not source.exists()
    assert media.path(asset.sha).stat().st_ino == inode
    assert asset.size == 100_000


async def test_a_file_from_another_disk_is_copied(media: Media, tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm") / f"video-story-test-{os.getpid()}"
    if not os.access("/dev/shm", os.W_OK) or os.stat("/dev/shm").st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("this machine has no second disk")
    elsewhere.write_bytes(b"from afar")
    asset = await media.add_path(elsewhere, "image/png", move=True)
    assert media.path(asset.sha).read_bytes() == b"from afar"
    assert not elsewhere.exists()


async def test_a_missing_file_and_a_lost_one_are_named(media: Media, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await media.add_path(tmp_path / "nowhere.png", "image/png")
    with pytest.raises(NotFound, match="lost"):
        media.path("0" * 64)


def test_a_full_disk_is_said_plainly_and_leaves_no_half_file(tmp_path: Path) -> None:
    """The limit on a file's size stands in for the disk: writing fails in the middle."""
    program = (
        "import asyncio, pathlib, resource, signal, sys\n"
        "from core.errors import NoRoom\n"
        "from core.store.assets import Media\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try:\n"
        "    asyncio.run(Media(pathlib.Path(sys.argv[1])).add_bytes(b'x' * 200_000, 'image/png'))\n"
        "except NoRoom as error:\n"
        "    sys.exit(0 if 'DATA_DIR' in str(error) else 3)\n"
        "sys.exit(2)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "media")], check=False)
    assert done.returncode == 0
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


async def test_rows_of_assets_are_kept_once(database: Database, media: Media) -> None:
    asset = await media.add_bytes(b"a picture", "image/png", {"width": 3})
    async with database.write() as db:
        await insert_assets(db, [asset, asset])
        await insert_assets(db, [Asset(asset.sha, "image/webp", 1)])
        assert await load_asset(db, asset.sha) == asset
        with pytest.raises(NotFound):
            await load_asset(db, "f" * 64)
