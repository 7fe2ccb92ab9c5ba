"""Which new row is which old one, so that ids, and the takes made for them, survive a new document.

Pure. A row that says an id the project knows is that row. Else an entity is found by its name, lines,
scenes and shots by what they hold and, between those, by their order.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

from core.story import Entity, Scene, Segment, Shot

T = TypeVar("T", Entity, Segment, Scene, Shot)

Pairs = dict[int, int]
"""Index among the new rows -> index among the old ones."""


def same_entities(old: Sequence[Entity], new: Sequence[Entity]) -> Pairs:
    """Pairs by id, then by kind and name, then by a shared alias; never by position."""
    pairs = _by_id(old, new)
    for names in (_name, _all_names):
        taken = set(pairs.values())
        free = [(i, names(entity)) for i, entity in enumerate(old) if i not in taken]
        for i, entity in enumerate(new):
            if i not in pairs:
                mine = names(entity)
                found = next((j for j, theirs in free if mine & theirs and j not in pairs.values()), None)
                if found is not None:
                    pairs[i] = found
    return pairs


def same_segments(old: Sequence[Segment], new: Sequence[Segment]) -> Pairs:
    """Pairs of equal lines in order; changed lines between them pair by position."""
    return _by_order(old, new, lambda line: (line.kind, line.speaker, line.text))


def same_scenes(old: Sequence[Scene], new: Sequence[Scene]) -> Pairs:
    return _by_order(old, new, lambda scene: scene.segments)


def same_shots(old: Sequence[Shot], new: Sequence[Shot]) -> Pairs:
    """Pairs of shots of one scene that show the same segments in the same size, else by order."""
    return _by_order(old, new, lambda shot: (shot.segments, shot.size, shot.focus))


def _by_order(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> Pairs:
    pairs = _by_id(old, new)
    taken = set(pairs.values())
    left = [i for i in range(len(old)) if i not in taken]
    right = [i for i in range(len(new)) if i not in pairs]
    matcher = SequenceMatcher(None, [key(old[i]) for i in left], [key(new[i]) for i in right], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            pairs.update(zip(right[c:d], left[a:b], strict=False))
    return pairs


def _by_id(old: Sequence[Any], new: Sequence[Any]) -> Pairs:
    known = {row.id: i for i, row in enumerate(old)}
    return {i: known[row.id] for i, row in enumerate(new) if row.id in known}


def _name(entity: Entity) -> frozenset[Any]:
    return frozenset({(entity.kind, entity.name.casefold())})


def _all_names(entity: Entity) -> frozenset[Any]:
    return frozenset((entity.kind, name.casefold()) for name in (entity.name, *entity.aliases))
