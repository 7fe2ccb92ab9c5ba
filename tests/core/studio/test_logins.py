"""Logins: the browser that asked comes in, once, by somebody's word and its own number; nobody else does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest
import sqlalchemy as sa

from core.media.qr import qr_svg
from core.store import tables
from core.studio import Studio

ANA, BEN = "tg:1", "tg:2"


@pytest.mark.usefixtures("both_databases")
class TestLogin:
    async def test_a_browser_comes_in_by_its_number_and_only_once(self, looking: Studio) -> None:
        login, secret = await looking.ask_login("Firefox, Linux · 192.0.2.7")
        assert await looking.take_login(secret) is None
        assert len({login.number, *login.others}) == 3
        seen = await looking.login_asked(login.code)
        assert seen is not None
        assert (seen.number, seen.others, seen.about) == (login.number, login.others, login.about)
        assert await looking.answer_login(ANA, login.code, login.number)
        taken = await asyncio.gather(*(looking.take_login(secret) for _ in range(5)))
        ((person, session),) = [one for one in taken if one is not None]
        known = await looking.who(session)
        assert person == ANA
        assert known is not None
        assert known.owner == ANA

    async def test_another_number_calls_it_off(self, looking: Studio) -> None:
        login, secret = await looking.ask_login("a browser")
        assert not await looking.answer_login(ANA, login.code, login.others[0])
        assert not await looking.answer_login(ANA, login.code, login.number)
        assert await looking.take_login(secret) is None
        now = await looking.login_of(secret)
        assert now is not None
        assert now.state == "no"

    async def test_the_code_lets_no_browser_in(self, looking: Studio) -> None:
        login, secret = await looking.ask_login("a browser")
        assert await looking.answer_login(ANA, login.code, login.number)
        for guess in (login.code, f"l_{login.code}", login.number, ""):
            assert await looking.take_login(guess) is None
            assert await looking.who(guess) is None
        assert await looking.who(secret) is None, "what waits is no sign-in"
        assert await looking.tokens(ANA) == ()

    async def test_whoever_answers_second_changes_nothing(self, looking: Studio) -> None:
        login, secret = await looking.ask_login("a browser")
        assert await looking.answer_login(ANA, login.code, login.number)
        assert not await looking.answer_login(BEN, login.code, login.number)
        assert not await looking.answer_login(BEN, login.code, "")
        taken = await looking.take_login(secret)
        assert taken is not None
        assert taken[0] == ANA

    async def test_one_that_waited_too_long_is_over_and_then_forgotten(self, looking: Studio) -> None:
        login, secret = await looking.ask_login("a browser")
        assert await looking.answer_login(ANA, login.code, login.number)
        async with looking._database.write() as db:
            late = datetime.now(UTC) - timedelta(seconds=1)
            await db.execute(sa.update(tables.token).values(expires_at=late))
        assert await looking.take_login(secret) is None
        now = await looking.login_of(secret)
        assert now is not None
        assert now.state == "over"
        await looking.ask_login("the next")
        assert await looking.login_of(secret) is None


def test_a_qr_code_says_what_it_was_made_of() -> None:
    said = "https://t.me/video_story_bot?start=login_0123456789abcd"
    svg = qr_svg(said)
    side = int(svg.split('viewBox="0 0 ')[1].split()[0])
    seen = np.full((side, side), 255, np.uint8)
    for run in svg.split('d="M')[-1].split('"')[0].split("M"):
        place, _, rest = run.partition("h")
        x, y = map(int, place.split())
        seen[y, x : x + int(rest.partition("v")[0])] = 0
    large = cv2.resize(seen, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    assert cv2.QRCodeDetector().detectAndDecode(large)[0] == said
