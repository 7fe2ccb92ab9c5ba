"""A stage for tests of the chat: studio, engine and bot together, to be closed and opened again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from twin import Twin
from twin.telegram import Person, Telegram

from bot.app import Running, run
from core.settings import Settings
from core.studio import Studio, open_studio

STORY = 'A fox found a lantern in the wood. "Who lit you?" asked the fox. The lantern glowed and said nothing.'
PACE = 0.01


PAID = frozenset({"chat", "messages", "submit", "run", "create"})
"""Endpoints of the stand-in at which work is paid for."""


def paid_calls(twin: Twin) -> int:
    """How often something was paid for."""
    return sum(entry.endpoint in PAID for entry in twin.journal)


class Stage:
    """A bot that runs, and can be stopped and started again over the same folder."""

    def __init__(self, telegram: Telegram, settings: Settings) -> None:
        self.telegram = telegram
        self.settings = settings
        self._stack = AsyncExitStack()
        self.studio: Studio
        self.bot: Running

    async def up(self) -> None:
        self.studio = await self._stack.enter_async_context(open_studio(self.settings))
        self.bot = await self._stack.enter_async_context(run(self.studio, self.settings))
        await self.bot.online.wait()

    async def down(self) -> None:
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def project(self, person: Person, index: int = 0) -> str:
        """Id of somebody's newest film."""
        return (await self.studio.projects(f"tg:{person.id}"))[index].id


def settings_for(
    telegram: Telegram,
    folder: Path,
    *,
    allowed: Sequence[Person] = (),
    admins: Sequence[Person] = (),
    env: Mapping[str, str] | None = None,
    **more: str,
) -> Settings:
    values = {name.lower(): value for name, value in {**telegram.env, **(env or {})}.items()}
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder / "data",
        telegram_allowed_users=",".join(str(one.id) for one in allowed),
        telegram_admins=",".join(str(one.id) for one in admins),
        telegram_pace=PACE,
        **{**values, **more},  # type: ignore[arg-type]
    )


@asynccontextmanager
async def staged(
    telegram: Telegram,
    folder: Path,
    *,
    allowed: Sequence[Person] = (),
    admins: Sequence[Person] = (),
    env: Mapping[str, str] | None = None,
    **more: str,
) -> AsyncIterator[Stage]:
    stage = Stage(telegram, settings_for(telegram, folder, allowed=allowed, admins=admins, env=env, **more))
    await stage.up()
    try:
        yield stage
    finally:
        await stage.down()
        telegram.leaks.scan_folder(folder)
