"""The stand-in as a whole: its counters on loopback, their addresses, and what a test can do with it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

from . import anthropic, fal, openai, openrouter, replicate
from .assumptions import Assumptions
from .clock import Clock
from .faults import Armed
from .front import Counter
from .journal import Journal
from .world import World

HOST = "127.0.0.1"


def counters() -> tuple[Counter, ...]:
    """Every address there is, in a fixed order."""
    return (
        openrouter.counter(),
        anthropic.counter(),
        openai.counter(),
        *replicate.counters(),
        *fal.counters(),
    )


class Twin:
    """`async with Twin() as twin:` opens it; everything ends with the block.

    `factor` stretches the times of work (0: at once, 1: about as long as the real services take); `port` gives
    the counters consecutive ports (0: any free ones); further names set assumptions, as
    `Twin(fal_concurrency=2)`.
    """

    def __init__(self, factor: float = 0.0, port: int = 0, scenes: int = 0, **assumed: Any) -> None:
        self.world = World(Assumptions(**assumed), factor=factor, scenes=scenes)
        self._port = port
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Twin:
        for index, counter in enumerate(counters()):
            runner = web.AppRunner(counter.application(self.world), access_log=None, shutdown_timeout=0.2)
            await runner.setup()
            self._runners.append(runner)
            site = web.TCPSite(runner, HOST, self._port + index if self._port else 0)
            await site.start()
            self.world.addresses[counter.name] = f"http://{HOST}:{runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.world.close()
        for runner in self._runners:
            await runner.cleanup()

    @property
    def journal(self) -> Journal:
        return self.world.journal

    @property
    def clock(self) -> Clock:
        return self.world.clock

    def url(self, counter: str) -> str:
        """The address of a counter: "openrouter", "replicate_files", "fal_queue", …"""
        return self.world.addresses[counter]

    @property
    def env(self) -> dict[str, str]:
        """The settings that point the product at the stand-in, with keys it accepts."""
        return {
            "OPENROUTER_BASE_URL": self.url("openrouter") + "/api/v1",
            "ANTHROPIC_BASE_URL": self.url("anthropic"),
            "OPENAI_BASE_URL": self.url("openai") + "/v1",
            "REPLICATE_BASE_URL": self.url("replicate"),
            "FAL_RUN_URL": self.url("fal_run"),
            "FAL_QUEUE_URL": self.url("fal_queue"),
            "FAL_REST_URL": self.url("fal_rest"),
            "FAL_API_URL": self.url("fal_api"),
            "OPENROUTER_API_KEY": "sk-or-v1-twin",
            "ANTHROPIC_API_KEY": "sk-ant-twin",
            "OPENAI_API_KEY": "sk-twin",
            "REPLICATE_API_TOKEN": "r8_twin",
            "FAL_KEY": "twin:fal",
            "ALLOW_LOOPBACK_MEDIA": "1",
        }

    def arm(
        self,
        fault: str,
        where: str = "",
        times: int | None = 1,
        *,
        skip: int = 0,
        every: int = 1,
        **values: Any,
    ) -> Armed:
        """Let a fault strike (names in faults.toml, meaning of the arguments in faults.py)."""
        return self.world.faults.arm(fault, where, times, skip=skip, every=every, **values)

    def disarm(self, fault: str = "") -> None:
        """Take back one fault, or all."""
        self.world.faults.disarm(fault)

    def advance(self, seconds: float) -> None:
        """Put the stand-in's clock forward."""
        self.world.clock.advance(seconds)

    def assume(self, section: str, name: str, value: Any) -> None:
        """Change one row of assumptions.toml from now on."""
        self.world.assumptions.set(section, name, value)

    def write_journal(self, path: Path) -> None:
        """The journal as JSON lines."""
        self.world.journal.write(path)
