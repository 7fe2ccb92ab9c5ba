"""A throw-away bot on python-telegram-bot that makes the stand-in for Telegram work."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest
from twin.telegram import Person, Telegram

Context = ContextTypes.DEFAULT_TYPE
Seen = list[Update]
Open = Callable[[], AbstractAsyncContextManager[Seen]]


@pytest.fixture(autouse=True)
def spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths of time as timedelta, the library's next default; without it every 429 is a warning too."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """Log lines as they are written, whatever filter a bot of an earlier test has put in."""
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    yield
    logging.setLogRecordFactory(before)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram(scale=0.01) as opened:
        yield opened


@pytest.fixture
def ann(telegram: Telegram) -> Person:
    return telegram.person("Ann")


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """Only the calls of python-telegram-bot, without its loop."""
    request = HTTPXRequest(read_timeout=20.0, media_write_timeout=20.0)
    async with Bot(
        telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url, request=request
    ) as made:
        yield made


@pytest.fixture
def polling(telegram: Telegram) -> Open:
    """Opens a bot that polls; gives the updates it has seen."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Seen]:
        app, seen = built(telegram)
        assert app.updater is not None
        await app.initialize()
        await app.start()
        await app.updater.start_polling(poll_interval=0, timeout=5, allowed_updates=Update.ALL_TYPES)
        try:
            yield seen
        finally:
            await app.updater.stop()
            await app.stop()
            await app.shutdown()

    return opened


def built(telegram: Telegram, polls: bool = True) -> tuple[Application[Any, Any, Any, Any, Any, Any], Seen]:
    """The application: it echoes, counts presses and remembers every update."""
    builder = ApplicationBuilder().token(telegram.token)
    builder = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url)
    app = builder.build() if polls else builder.updater(None).build()
    seen: Seen = []

    async def remember(update: Update, context: Context) -> None:
        seen.append(update)

    handlers: list[Any] = [
        CommandHandler("start", start),
        CallbackQueryHandler(count),
        MessageHandler(filters.TEXT & ~filters.COMMAND, echo),
    ]
    app.add_handler(TypeHandler(Update, remember), group=-1)
    app.add_handlers(handlers)
    return app, seen


async def start(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    words = f"Hello, <b>{update.effective_message.from_user.first_name}</b>! {' '.join(context.args or [])}"
    await update.effective_message.reply_html(words.strip(), reply_markup=counter(0))


async def echo(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"You said: {update.effective_message.text}")


async def count(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None and query.data is not None
    number = int(query.data.rpartition(":")[2]) + 1
    await query.answer(f"That makes {number}")
    await query.edit_message_text(f"Counted to {number}", reply_markup=counter(number))


def counter(number: int) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton("Count on", callback_data=f"v1:count:{number}", style="success")
    return InlineKeyboardMarkup([[button]])
