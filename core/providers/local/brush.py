"""The brush as we use it: pictures and mouth sheets, painted in processes of their own.

Painting is Python's own work. In our process it would take turns with the camera and the engine, which cost
both more time than the painting itself (docs/decisions/2026-11-22-the-brush-is-a-process.md).
"""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from core.errors import Fault, ProviderError
from core.providers.base import Desk, Done
from core.providers.local.brush_worker import Ask, Refused
from core.providers.local.owned import LoopOwned
from core.providers.local.process import HelperProcess
from core.requests import ImageRequest, LipSyncRequest, Reference

_SECONDS = 120.0
"""Far more than the largest picture with the most people takes."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from core.providers.local.brush_worker import main; main()"
)
"""Our own paths are handed on, so that the helper finds what we find, whatever its folder."""


@dataclass
class _Brush:
    """A helper and how many pictures are asked of it at the moment."""

    helper: HelperProcess
    asked: int = 0


class Brushes:
    """Helpers that belong to one event loop; each paints one picture at a time, in the order of asking."""

    def __init__(self) -> None:
        self._all: list[_Brush] = []

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [brush.helper.pid for brush in self._all if brush.helper.pid is not None]

    async def get_ready(self) -> None:
        """Start one brush, which takes half a second, before there is anything to paint."""
        await self._least_asked(1).helper.begin()

    async def paint(self, request: ImageRequest | LipSyncRequest, desk: Desk, *, most: int = 1) -> Done:
        """What `easel.paint_request` or `mouth.sync` makes of the request, by one of at most `most` helpers.

        Raises ProviderError, NotFound.
        """
        ask = Ask(request, {asset: desk.path(asset) for asset in _assets(request)}, desk.cache)
        brush = self._least_asked(most)
        brush.asked += 1
        try:
            _, answer = await brush.helper.ask({"id": 0}, pickle.dumps(ask), seconds=_SECONDS)
        finally:
            brush.asked -= 1
        made: Done | Refused = pickle.loads(answer)
        if isinstance(made, Refused):
            raise _raised(made)
        return made

    async def aclose(self) -> None:
        for brush in self._all:
            await brush.helper.aclose()

    def _least_asked(self, most: int) -> _Brush:
        least = min(self._all, key=lambda brush: brush.asked, default=None)
        if least is None or (least.asked and len(self._all) < most):
            least = _Brush(
                HelperProcess((sys.executable, "-S", "-c", _START, json.dumps(_paths())), "The brush")
            )
            self._all.append(least)
        return least


async def brushes() -> Brushes:
    """The running loop's own brushes, closed with the loop."""
    return await _brushes.get()


async def close_brushes() -> None:
    """End the running loop's brushes, when there are any."""
    await _brushes.aclose()


_brushes = LoopOwned(Brushes)


def _paths() -> list[str]:
    """Where Python looks for modules; an empty name means the folder we were started in."""
    return [str(Path(path).absolute()) for path in sys.path]


def _assets(request: ImageRequest | LipSyncRequest) -> set[str]:
    """Every file that the painter may read. What the artist drew from fields is drawn again, not read."""
    seen: tuple[Reference, ...] = request.references
    found = {asset for one in seen if not one.drawn for asset in (one.asset, one.cutout)}
    if isinstance(request, LipSyncRequest):
        times = (parts.get("times", "") for parts in request.speech_parts)
        found |= {request.clip, request.frame, *request.speech, *times}
    return found - {""}


def _raised(refused: Refused) -> Exception:
    if refused.fault:
        return ProviderError(Fault(refused.fault), refused.words)
    return RuntimeError(refused.words)
