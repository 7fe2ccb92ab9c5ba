"""Signing in: Telegram's signature, links that a look does not use up, cookies that other sites cannot use."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import aiohttp
import pytest
from house import House
from pydantic import SecretStr

from core.errors import StudioError
from web.app import running
from web.signin import checked

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOT = "12345:AAbbCCddEE"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def init_data(token: str = BOT, *, at: datetime = NOW, user: object = None, **fields: str) -> str:
    """As Telegram makes it (telegram.md 6.1)."""
    given = {"auth_date": str(int(at.timestamp())), "user": json.dumps(user or {"id": 77, "first_name": "Ana"})}
    given |= {"signature": "c2ln", **fields}
    words = "\n".join(f"{key}={given[key]}" for key in sorted(given))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**given, "hash": hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()})


async def test_a_signature_over_all_fields_but_the_hash_is_believed() -> None:
    signed = checked(init_data(query_id="", start_param="p_1-images"), BOT, NOW)
    assert (signed.user["id"], signed.start) == (77, "p_1-images")


@pytest.mark.parametrize(
    "data",
    [
        init_data("999:other"),
        init_data(at=NOW - timedelta(hours=2)),
        init_data(at=NOW + timedelta(minutes=5)),
        init_data() + "&start_param=added",
        init_data() + "&auth_date=1",
        init_data().replace("hash=", "hash=0"),
        "",
        "hash=abc",
        "%ff=%fe&hash=x",
        init_data(user={"first_name": "nobody"}),
    ],
)
async def test_anything_else_is_not(data: str) -> None:
    with pytest.raises(StudioError):
        checked(data, BOT, NOW)


async def test_without_a_bot_nobody_comes_in_by_telegram() -> None:
    with pytest.raises(StudioError):
        checked(init_data(""), "", NOW)


async def test_a_mini_app_session_is_a_bearer_token_for_those_on_the_list(house: House) -> None:
    """An admin's word in the chat ends it at once (telegram.md 9.11)."""
    listed = {"telegram_bot_token": SecretStr(BOT), "telegram_allowed_users": "77"}
    async with (
        running(house.studio, house.settings.model_copy(update=listed)) as (host, port),
        House(house.studio, house.settings, f"http://{host}:{port}").visit() as stranger,
    ):
        given = {"init_data": init_data(at=datetime.now(UTC))}
        async with stranger.post("/api/session/telegram", json=given) as answer:
            session = await answer.json()
            assert "Set-Cookie" not in answer.headers
        other = {"init_data": init_data(at=datetime.now(UTC), user={"id": 78})}
        async with stranger.post("/api/session/telegram", json=other) as answer:
            assert answer.status == 403
        mine = {"Authorization": f"Bearer {session['token']}"}
        async with stranger.get("/api/session", headers=mine) as answer:
            assert (await answer.json())["person"] == "tg:77"
        for role, status in (("denied", 401), ("", 200)):
            await house.studio.chats.set_user(77, role=role)
            async with stranger.get("/api/projects", headers=mine) as answer:
                assert answer.status == status


async def test_looking_at_a_link_does_not_use_it_up_and_taking_it_does(house: House) -> None:
    """telegram.md 6.3: previews of links look too."""
    await house.studio.set_person("tg:5", name="Ana <b>")
    secret = await house.studio.one_time_link("tg:5")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(house.base, cookie_jar=jar) as browser:
        for _ in range(3):
            async with browser.get(f"/link/{secret}") as page:
                assert page.status == 200
                assert "Continue as Ana &lt;b&gt;?" in await page.text()
        async with browser.post(f"/link/{secret}", allow_redirects=False) as taken:
            assert taken.status == 303
            cookie = taken.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
        async with browser.get("/api/session") as answer:
            assert (await answer.json())["person"] == "tg:5"
        async with browser.post(f"/link/{secret}", allow_redirects=False) as again:
            assert again.status == 404


async def test_another_site_cannot_use_a_persons_cookie(house: House) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(house.base, cookie_jar=jar) as browser:
        given = {"secret": await house.studio.one_time_link("local")}
        async with browser.post("/api/session/link", json=given) as answer:
            assert answer.status == 200
        story = {"json": {"story": "A night.", "start": False}}
        for theirs in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            async with browser.post("/api/projects", headers=theirs, **story) as answer:
                assert answer.status == 403
        async with browser.post("/api/projects", headers={"Origin": house.base}, **story) as answer:
            assert answer.status == 201
        async with browser.delete("/api/session") as answer:
            assert answer.status == 204
        async with browser.get("/api/projects") as answer:
            assert answer.status == 401


async def test_a_foreign_name_does_not_lead_to_a_page_for_this_machine(house: House) -> None:
    async with house.visit("local") as client:
        async with client.get("/api/projects", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
        async with client.get("/api/projects", headers={"Host": "localhost:1"}) as answer:
            assert answer.status == 200


async def test_every_answer_tells_browsers_what_they_may_do(house: House) -> None:
    async with house.visit() as stranger:
        for path in ("/", "/api/session", "/api/projects", "/nothing", "/sw.js"):
            async with stranger.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "unsafe" not in policy
                assert "frame-ancestors 'self' https://web.telegram.org" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_the_page_is_small_and_its_files_may_be_kept_for_good(house: House) -> None:
    """Issue F: at most 120 KB of our own code over the wire."""
    async with aiohttp.ClientSession(house.base, auto_decompress=False) as browser:
        async with browser.get("/") as answer:
            page = await answer.read()
        import gzip
        import re

        files = set(re.findall(rb'(?:href|src)="(/s/[^"]+\.(?:js|css))"', gzip.decompress(page)))
        size = len(page)
        for file in files:
            async with browser.get(file.decode()) as answer:
                assert answer.status == 200
                assert "immutable" in answer.headers["Cache-Control"]
                size += len(await answer.read())
    assert len(files) > 15
    assert size <= 120_000


async def test_a_token_lets_a_browser_in_until_it_is_ended(house: House) -> None:
    token = await house.studio.new_token("tg:6", "my program")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(house.base, cookie_jar=jar) as browser:
        async with browser.post("/api/session/token", json={"token": "vs_nothing"}) as answer:
            assert answer.status == 401
        async with browser.post("/api/session/token", json={"token": f" {token} "}) as answer:
            assert (await answer.json())["person"] == "tg:6"
        async with browser.delete("/api/session") as answer:
            assert answer.status == 204
        async with browser.post("/api/session/token", json={"token": token}) as answer:
            assert answer.status == 200, "signing out here does not end the program's token"
        mine = next(one.id for one in await house.studio.tokens("tg:6"))
        await house.studio.revoke_token("tg:6", mine)
        async with browser.get("/api/projects") as answer:
            assert answer.status == 401
