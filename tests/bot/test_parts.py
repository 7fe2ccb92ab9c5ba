"""The bot's small parts: button data, tokens out of logs, prices used once, groups that move."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import ACTIONS, MOST_BYTES, data, parse
from bot.handlers import presses
from bot.handlers.messages import CHANGE, command_of
from bot.wire import hush
from core.intake import source_from_text
from core.media.smaller import picture_kbit
from core.settings import Settings
from core.store.engine import open_database
from core.studio import Brief, open_studio
from core.studio.chats import Chats, Panel


@given(st.sampled_from(sorted(ACTIONS)), st.from_regex(r"[a-z]{1,2}_[0-9a-z]{10}", fullmatch=True))
def test_what_a_button_carries_is_read_back(action: str, target: str) -> None:
    read = parse(data(action, target, "f", 3))
    assert read is not None
    assert (read.name, read.target, read.arg(), read.number(1)) == (action, target, "f", 3)


def test_every_action_a_button_can_carry_is_acted_on() -> None:
    assert {*presses.ALONE, *presses.LOOKING, *presses.DIRECTING} == ACTIONS


@given(st.text(max_size=80))
def test_no_forged_data_is_taken_for_an_action_that_is_none(text: str) -> None:
    read = parse(text)
    assert read is None or (read.name in ACTIONS and len(text.encode()) <= MOST_BYTES)


def test_data_that_no_button_can_carry_is_refused_when_it_is_made() -> None:
    for action, target in (("s.open", "x" * 64), ("nope", "p_1"), ("s.open", "ümlaut")):
        with pytest.raises(ValueError, match="no button can carry"):
            data(action, target)


@pytest.mark.parametrize(
    ("text", "shots"), [("5: darker", "5"), ("3, 5-7: night, more rain", "3, 5-7"), ("3, 5–7： rain", "3, 5–7")]
)
def test_numbers_and_words_are_read_as_a_change(text: str, shots: str) -> None:
    found = CHANGE.fullmatch(text)
    assert found is not None
    assert found[1].strip() == shots


@pytest.mark.parametrize("text", ["At 5: darker", "5 darker", "5:", "Once: there were 3 foxes"])
def test_other_texts_are_no_change(text: str) -> None:
    assert CHANGE.fullmatch(text) is None


def test_a_command_is_read_with_and_without_the_bots_name() -> None:
    assert command_of("/new A fox.", "fox_bot") == ("new", "A fox.")
    assert command_of("/new@Fox_Bot\nA fox.\nIt sat.", "fox_bot") == ("new", "A fox.\nIt sat.")
    assert command_of("/new@other_bot A fox.", "fox_bot") == ("", "")
    assert command_of("A fox / a hen", "fox_bot") == ("", "")


def test_a_token_never_gets_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    hush()
    token = "7000000001:AAabcdefghijklmnopqrstuvwxyz"
    logging.getLogger("anything").error("refused: https://api.telegram.org/bot%s/getMe", token)
    assert "[token]" in caplog.text
    assert token not in caplog.text


async def test_a_price_is_used_once_and_a_group_takes_its_rows_along(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    async with open_studio(settings, engine=False) as studio:
        project = await studio.create("tg:7", Brief(source_from_text("A fox sat in the snow.")))
        chats = studio.chats
        soon = datetime.now(UTC) + timedelta(minutes=1)
        price = await chats.add_price(project.id, "tg:7", {"do": "start"}, 100, 7, soon)
        assert [await chats.take_price(price.id), await chats.take_price(price.id)] == [True, False]
        await chats.add_panel(Panel(project.id, "tg:7", -5, 11, "film"))
        await chats.move_chat(-5, -1005)
        assert [panel.chat for panel in await chats.panels(project_id=project.id)] == [-1005]
        assert (await chats.chat(-5)).migrated_to == -1005


async def test_albums_are_closed_once_with_their_items_in_order(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    chats, now = Chats(database), datetime.now(UTC)
    for message in (12, 10, 11, 11):
        assert await chats.add_to_album(5, "album", {"message": message}, now)
    assert await chats.open_albums() == ((5, "album"),)
    assert [item["message"] for item in await chats.close_album(5, "album")] == [10, 11, 12]
    assert await chats.close_album(5, "album") == ()
    assert not await chats.add_to_album(5, "album", {"message": 13}, now)
    await database.close()


def test_a_film_is_given_the_rate_that_fits() -> None:
    """telegram.md 4.1: a minute gets about 6 Mbit/s, three minutes about 2."""
    assert picture_kbit(60, 49_000_000) == pytest.approx(6_000, rel=0.05)
    assert picture_kbit(180, 49_000_000) == pytest.approx(1_920, rel=0.05)
