"""Tokens, sessions and links: secrets are shown once, looking uses nothing up, and each sees their own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.errors import BadInput, NotAllowed, NotFound
from core.store import tables
from core.studio import Studio

ANA, BEN = "tg:1", "tg:2"

pytestmark = pytest.mark.usefixtures("both_databases")


async def test_a_token_names_its_person_until_it_is_revoked(looking: Studio) -> None:
    secret = await looking.new_token(ANA, "my script", "read")
    known = await looking.who(secret)
    assert known is not None
    assert (known.owner, known.name, known.scope) == (ANA, "my script", "read")
    assert [token.id for token in await looking.tokens(ANA)] == [known.id]
    assert await looking.tokens(BEN) == ()
    with pytest.raises(NotFound):
        await looking.revoke_token(BEN, known.id)
    assert await looking.who(secret) is not None
    await looking.revoke_token(ANA, known.id)
    assert await looking.who(secret) is None
    assert await looking.tokens(ANA) == ()


async def test_only_the_hash_of_a_secret_is_kept(looking: Studio) -> None:
    secrets = [await looking.new_token(ANA, "one"), await looking.one_time_link(ANA)]
    async with looking._database.read() as db:
        rows = (await db.execute(sa.select(tables.token))).all()
    assert not any(secret in str(row) for secret in secrets for row in rows)


async def test_a_link_is_looked_at_any_number_of_times_and_redeemed_once(looking: Studio) -> None:
    link = await looking.one_time_link(ANA)
    assert [await looking.is_link(link) for _ in range(3)] == [True, True, True]
    assert await looking.who(link) is None
    person, session = await looking.redeem(link)
    assert person == ANA
    known = await looking.who(session)
    assert known is not None and known.owner == ANA
    assert not await looking.is_link(link)
    with pytest.raises(NotFound):
        await looking.redeem(link)


async def test_two_who_redeem_one_link_at_the_same_moment_get_one_session(looking: Studio) -> None:
    link = await looking.one_time_link(ANA)
    answers = await asyncio.gather(*(looking.redeem(link) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(answer, tuple) for answer in answers) == 1
    assert all(isinstance(answer, (tuple, NotFound)) for answer in answers)


async def test_a_link_that_is_too_old_opens_nothing(looking: Studio) -> None:
    link = await looking.one_time_link(ANA)
    async with looking._database.write() as db:
        await db.execute(sa.update(tables.token).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert not await looking.is_link(link)
    with pytest.raises(NotFound):
        await looking.redeem(link)


@pytest.mark.parametrize("secret", ["", "vs_", "vs_" + "x" * 43, "' OR 1=1 --"])
async def test_a_secret_nobody_was_given_is_nobody_s(looking: Studio, secret: str) -> None:
    await looking.new_token(ANA, "one")
    assert await looking.who(secret) is None
    assert not await looking.is_link(secret)


@pytest.mark.parametrize(("name", "scope"), [("", "read"), ("  ", "read"), ("x", "link"), ("x", "session")])
async def test_a_token_needs_a_name_and_a_scope_of_its_own(looking: Studio, name: str, scope: str) -> None:
    with pytest.raises(BadInput):
        await looking.new_token(ANA, name, scope)


async def test_what_a_person_said_about_themselves_is_kept_and_choices_add_up(looking: Studio) -> None:
    assert (await looking.person(ANA)).name == ""
    await looking.set_person(ANA, name="Ana", choices={"aspect": "9:16"})
    person = await looking.set_person(ANA, language="pt", choices={"captions": "soft"})
    assert (person.name, person.language) == ("Ana", "pt")
    assert person.choices == {"aspect": "9:16", "captions": "soft"}
    assert (await looking.person(BEN)).choices == {}


async def test_only_the_owner_of_the_installation_sets_ceilings(looking: Studio) -> None:
    with pytest.raises(NotAllowed):
        await looking.set_ceilings(ANA, ANA, day=10_000_000, month=None)
    person = await looking.set_ceilings("local", ANA, day=1_000_000, month=5_000_000)
    assert (person.ceiling_day, person.ceiling_month) == (1_000_000, 5_000_000)
    assert (await looking.set_person(ANA, name="Ana")).ceiling_day == 1_000_000
