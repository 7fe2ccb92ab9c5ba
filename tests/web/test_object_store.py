"""A front and a worker on different disks share media by an object store; browsers fetch from it themselves."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from bucket_server import BucketServer
from house import House, served

from core.studio import doctor


@asynccontextmanager
async def worker(home: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker with an empty disk of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    told = {**kept, **settings, "DATA_DIR": str(home), "LOCAL_WORKERS": "2"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", "worker"), env=told, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_a_film_made_by_a_worker_with_an_empty_disk_is_downloaded_from_the_store(
    store: BucketServer, postgres_address: str, tmp_path: Path
) -> None:
    both = {"DATABASE_URL": postgres_address, **store.settings}
    front = {name.lower(): value for name, value in both.items()}
    async with served(tmp_path / "front", make_films=False, **front) as house:
        async with worker(tmp_path / "worker", **both) as process:
            film_made, ended = asyncio.create_task(house.film()), asyncio.create_task(process.wait())
            await asyncio.wait({film_made, ended}, return_when=asyncio.FIRST_COMPLETED)
            assert film_made.done(), "the worker ended before the film was made"
            project = film_made.result()
        await ended
        assert not (tmp_path / "front" / "data" / "near").exists()
        assert not (tmp_path / "worker" / "media").exists()
        film = await house.studio.delivery("local", project, needed="nothing")
        async with house.visit("local") as person:
            record = await (await person.get(f"/api/hermes/projects/{project}/export")).json()
            told = await (await person.get(f"/api/projects/{project}/export")).json()
        links = [record["download_url"], house.base + told["url"], house.base + told["download_url"]]
        places = [await _place(house, link) for link in links]
    async with httpx.AsyncClient() as browser:
        for place in places:
            assert place.startswith(store.settings["MEDIA_ENDPOINT"])
            whole = await browser.get(place)
            assert hashlib.sha256(whole.content).hexdigest() == film.sha256 == record["sha256"]
            assert whole.headers["content-type"] == "video/mp4"
            part = await browser.get(place, headers={"Range": "bytes=100-199"})
            assert (part.status_code, part.content) == (206, whole.content[100:200])
        names = [(await browser.get(place)).headers.get("content-disposition", "") for place in places]
        assert [name[:10] for name in names] == ["attachment", "", "attachment"]


async def _place(house: House, link: str) -> str:
    async with house.visit() as stranger, stranger.get(link, allow_redirects=False) as answer:
        assert answer.status == 302
        return answer.headers["Location"]


async def test_what_a_page_s_script_or_track_reads_comes_from_us(store: BucketServer, tmp_path: Path) -> None:
    given = {name.lower(): value for name, value in store.settings.items()}
    async with served(tmp_path, **given) as house:
        project = await house.film()
        async with house.visit("local") as person:
            told = await (await person.get(f"/api/projects/{project}/export")).json()
            script = {"Sec-Fetch-Mode": "cors"}
            ways = [(told["url"], script), (told["captions_url"], {}), (told["poster_url"] + "&w=320", {})]
            for link, headers in ways:
                async with person.get(link, headers=headers, allow_redirects=False) as answer:
                    assert answer.status == 200 and await answer.read()
            async with person.head(told["url"], allow_redirects=False) as answer:
                assert (answer.status, answer.content_length) == (200, told["size"])
            async with person.get(f"/api/projects/{project}/download-package") as package:
                assert package.status == 200 and (await package.read())[:2] == b"PK"
            async with person.get("/") as page:
                policy = page.headers["Content-Security-Policy"]
        assert f"media-src 'self' blob: {store.settings['MEDIA_ENDPOINT']};" in policy
        assert f"img-src 'self' data: blob: {store.settings['MEDIA_ENDPOINT']};" in policy


async def test_a_store_that_is_away_is_said_to_supervisors_and_by_the_doctor(
    store: BucketServer, tmp_path: Path
) -> None:
    given = {name.lower(): value for name, value in store.settings.items()}
    async with served(tmp_path, **given) as house:
        store.shelf.trouble = (403, "AccessDenied")
        async with house.visit() as supervisor, supervisor.get("/readyz") as answer:
            assert answer.status == 503 and "denies access" in (await answer.json())["why"]
        media = next(check for check in await doctor(house.settings) if check.name == "media")
        assert media.state == "fail" and "denies access" in media.what
        store.shelf.trouble = None
        media = next(check for check in await doctor(house.settings) if check.name == "media")
        assert media.state == "ok" and "s3://films/house one" in media.what
