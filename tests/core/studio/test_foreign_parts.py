"""Parts of other people's films, named through a film of one's own: not there, as if they were nowhere."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import StudioError
from core.intake import Source
from core.store import jobs, money
from core.store.jobs import Job
from core.store.money import Quote
from core.story import Slot, SlotKind, Step
from core.studio import Again, Brief, Change, Studio

OWNER, STRANGER = "tg:1", "tg:2"

PARTS = {
    "change",
    "entity_id",
    "guide_id",
    "guide_ids",
    "job_id",
    "pictures",
    "quote_id",
    "row_id",
    "sha",
    "slot",
    "take_id",
}
"""Arguments that name a part of a film, or what was bound to one."""

OF_NO_FILM = {"project_of", "project_of_guide"}
"""Verbs that name a part and no film: tried in test_strangers.py."""

NOWHERE: Mapping[str, Any] = {
    "entity_id": "e_0000000000",
    "guide_id": "g_0000000000",
    "guide_ids": ("g_0000000000",),
    "job_id": "j_0000000000",
    "pictures": ("0" * 64,),
    "quote_id": "q_0000000000",
    "row_id": "e_0000000000",
    "sha": "0" * 64,
    "slot": Slot(SlotKind.REFERENCE, "e_0000000000"),
    "take_id": "t_0000000000",
    "change": Change(looks=(("e_0000000000", "mine now"),)),
}


def tried() -> list[tuple[str, str]]:
    """Every verb that names a film and a part, with each such part."""
    found = []
    for name, member in inspect.getmembers(Studio, callable):
        if not name.startswith("_") and name not in OF_NO_FILM:
            named = set(inspect.signature(member).parameters)
            found += [(name, part) for part in sorted(PARTS & named) if "project_id" in named]
    return found


@pytest.fixture
async def foreign(looking: Studio, photos: list[Path]) -> dict[str, Any]:
    """One of each, of the owner's film."""
    (guide,) = await looking.add_guides(OWNER, "p_1", "e_ana", photos[:1])
    take = (await looking.takes(OWNER, "p_1", Slot(SlotKind.VOICE, "e_ana")))[0]
    now = datetime.now(UTC)
    step = Step.REFS
    job = Job(
        *("j_1", "p_1", Slot(SlotKind.REFERENCE, "e_ana"), step, "m", "", "shop", "f" * 64), created_at=now
    )
    async with looking._database.write() as db:
        await jobs.insert_jobs(db, [job])
        await money.insert_quote(db, Quote("q_1", "p_1", 1, 2, (), Step.EXPORT, 1, now))
    return {
        "entity_id": "e_ana",
        "guide_id": guide.id,
        "guide_ids": (guide.id,),
        "job_id": "j_1",
        "pictures": (take.asset,),
        "quote_id": "q_1",
        "row_id": "e_ana",
        "sha": take.asset,
        "slot": Slot(SlotKind.REFERENCE, "e_ana"),
        "take_id": take.id,
        "change": Change(looks=(("e_ana", "mine now"),)),
    }


async def test_a_foreign_part_is_as_one_that_is_nowhere(
    looking: Studio, foreign: dict[str, Any], photos: list[Path], tmp_path: Path
) -> None:
    mine = await looking.create(STRANGER, Brief(Source("A fox and a hen.", "prompt")))
    given: dict[str, Any] = {
        **NOWHERE,
        "person": STRANGER,
        "project_id": mine.id,
        "file": photos[1],
        "files": photos[1:2],
        "folder": tmp_path / "out",
        "again": Again(),
        "happened": True,
        "key": "k",
        "what": "reference:Ana",
        "name": "Ana",
        "sources": (),
        "most": 1,
        "step": Step.REFS,
        "seconds": 0.0,
        "kinds": ("image",),
    }
    before = await looking.past_events(OWNER, "p_1"), await looking.story(OWNER, "p_1")
    wrong = []
    for verb, part in tried():
        method = getattr(looking, verb)
        needed = inspect.signature(method).parameters
        wanted = {k: v for k, v in given.items() if k in needed and (k in PARTS or k in _needed(needed))}
        said = await _said(method, {**wanted, part: foreign[part]}, foreign)
        nothing = await _said(method, wanted, foreign)
        if said != nothing:
            wrong.append(f"{verb}({part}): {said} and for nothing: {nothing}")
    assert not wrong, "\n".join(wrong)
    assert (await looking.past_events(OWNER, "p_1"), await looking.story(OWNER, "p_1")) == before


def _needed(parameters: Mapping[str, inspect.Parameter]) -> set[str]:
    return {name for name, one in parameters.items() if one.default is inspect.Parameter.empty}


async def _said(method: Any, given: Mapping[str, Any], foreign: Mapping[str, Any]) -> str:
    """What a verb answers, whichever id was given."""
    try:
        begun = method(**given)
        answer = repr(await (anext(begun) if inspect.isasyncgen(begun) else begun))
    except StudioError as error:
        answer = f"{type(error).__name__}: {error}"
    for one in (*foreign.values(), *NOWHERE.values()):
        answer = answer.replace(one, "<id>") if isinstance(one, str) else answer
    return answer
