"""Makers that are put together when they are first asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from core.providers.base import Provider
from core.providers.late import Late
from core.providers.makers import close, warm


class Maker:
    """Counts how often there is one of it, and what it is asked."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.closed = False

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return {"model": model, "key": key, **notes}

    async def aclose(self) -> None:
        self.closed = True


def late() -> tuple[Late, list[Maker]]:
    built: list[Maker] = []

    def build() -> Provider:
        built.append(Maker())
        return cast("Provider", built[-1])

    return Late(build), built


async def test_it_is_put_together_once_however_many_ask_at_once() -> None:
    maker, built = late()
    assert not built
    answers = await asyncio.gather(*(maker.find("m", str(i), {"n": i}) for i in range(5)))
    assert [answer and answer["n"] for answer in answers] == [0, 1, 2, 3, 4]
    assert len(built) == 1


async def test_one_that_was_never_asked_has_nothing_to_end() -> None:
    maker, built = late()
    await close({"a": maker})
    assert not built


async def test_its_connections_are_ended_with_it() -> None:
    maker, built = late()
    await maker.ready()
    await close({"a": maker})
    assert built[0].closed


async def test_only_the_first_of_them_is_warmed() -> None:
    (first, one), (second, other) = late(), late()
    await warm({"openrouter": first, "anthropic": second})
    assert (len(one), len(other)) == (1, 0)
