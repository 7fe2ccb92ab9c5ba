"""Painted places, kept for a while: the shots of one scene share what lies behind their figures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.ink import Plane

_ROOM = 8_000_000
"""px kept at most, about 100 MB: six grounds of 1536 x 864."""


class Ground:
    """What is painted, in which size; hashed once, since it is thousands of points."""

    __slots__ = ("_hash", "shapes", "size")

    def __init__(self, shapes: tuple[Shape, ...], size: tuple[int, int]) -> None:
        self.shapes, self.size = shapes, size
        self._hash = hash((shapes, size))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ground) and (self.size, self.shapes) == (other.size, other.shapes)


@dataclass(slots=True)
class _Slot:
    size: int
    lock: Lock = field(default_factory=Lock)
    planes: Plane | None = None


class Grounds:
    """The grounds painted last, for all threads; one that two threads want is painted by the first of them."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._lock = Lock()
        self._slots: OrderedDict[Ground, _Slot] = OrderedDict()

    def get(self, ground: Ground, make: Callable[[], Plane]) -> Plane:
        """The planes of a ground, made if need be; not to be written to."""
        with self._lock:
            slot = self._slots.setdefault(ground, _Slot(ground.size[0] * ground.size[1]))
            self._slots.move_to_end(ground)
            self._drop()
        with slot.lock:
            if slot.planes is None:
                planes = make()
                planes.setflags(write=False)
                slot.planes = planes
            return slot.planes

    def find(self, ground: Ground) -> Plane | None:
        """The planes of a ground if they are there already."""
        with self._lock:
            slot = self._slots.get(ground)
        return slot.planes if slot is not None else None

    def _drop(self) -> None:
        """The longest unused go first; the newest stays whatever its size."""
        while len(self._slots) > 1 and sum(slot.size for slot in self._slots.values()) > self._room:
            self._slots.popitem(last=False)
