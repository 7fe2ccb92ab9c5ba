"""Secrets are kept as hashes alone, end at once when they are revoked, and open nothing they are not for."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_no_file_of_the_installation_holds_a_secret(house: House) -> None:
    secrets = [
        await house.studio.new_token("tg:1", "agent"),
        await house.studio.one_time_link("tg:1"),
        await house.studio.open_session("tg:1"),
    ]
    for secret in secrets[::2]:
        assert await house.studio.who(secret)
    await asyncio.to_thread(_checkpointed, house.settings.data_dir)
    kept = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())
    assert not [secret for secret in secrets if secret.encode() in kept]


def _checkpointed(data_dir: Path) -> None:
    with sqlite3.connect(data_dir / "video-story.sqlite") as db:
        db.execute("PRAGMA wal_checkpoint(FULL)")


async def test_files_with_keys_are_readable_by_their_owner_alone(house: House) -> None:
    keys = [path for path in house.settings.data_dir.iterdir() if path.suffix in (".key", ".json", ".lock")]
    assert keys
    assert [path.name for path in keys if path.stat().st_mode & 0o077] == []


async def test_a_revoked_token_opens_nothing_from_that_moment_on(house: House) -> None:
    secret = await house.studio.new_token("tg:1", "agent")
    token = await house.studio.who(secret)
    assert token is not None
    headers = {"Authorization": f"Bearer {secret}"}
    async with house.visit() as client:
        async with client.get("/api/projects", headers=headers) as answer:
            assert answer.status == 200
        await house.studio.revoke_token("tg:1", token.id)
        async with client.get("/api/projects", headers=headers) as answer:
            assert answer.status == 401
    assert await house.studio.who(secret) is None


async def test_a_link_or_a_session_is_no_token_for_an_agent(house: House) -> None:
    for secret in (await house.studio.one_time_link("tg:1"), "vs_never", ""):
        async with (
            house.visit() as client,
            client.get("/api/projects", headers={"Authorization": f"Bearer {secret}"}) as answer,
        ):
            assert answer.status == 401, secret


async def test_nobody_revokes_somebody_else_s_token(house: House) -> None:
    secret = await house.studio.new_token("tg:1", "agent")
    token = await house.studio.who(secret)
    assert token is not None
    async with house.visit("tg:2") as other, other.delete(f"/api/account/tokens/{token.id}") as answer:
        assert answer.status == 404
    assert await house.studio.who(secret)


async def test_a_link_works_once_even_when_it_is_used_at_the_same_time(house: House) -> None:
    secret = await house.studio.one_time_link("tg:1")

    async def use() -> int:
        async with house.visit() as client, client.post("/api/session/link", json={"secret": secret}) as answer:
            return answer.status

    assert sorted(await asyncio.gather(*(use() for _ in range(5)))) == [200, 404, 404, 404, 404]
