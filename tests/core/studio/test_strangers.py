"""Nobody sees or touches somebody else's project through any verb, and is not even told that it is there."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from story_builders import made_until, rows

from core.errors import NotFound
from core.intake import Source
from core.story import Slot, SlotKind, Step
from core.studio import Again, Brief, Change, Studio

OWNER, STRANGER = "tg:1", "tg:2"

WITHOUT_PROJECT = {
    "account",
    "answer_login",
    "ask_login",
    "create",
    "doctor",
    "elected",
    "figures",
    "group",
    "happened",
    "hear",
    "image_models",
    "invitation",
    "is_busy",
    "is_link",
    "last_event",
    "link_owner",
    "little_room",
    "login_asked",
    "login_of",
    "make",
    "models",
    "new_token",
    "not_ready",
    "one_time_link",
    "open_session",
    "order",
    "person",
    "price",
    "project_counts",
    "projects",
    "redeem",
    "revoke_token",
    "set_ceilings",
    "set_film_ceiling",
    "set_person",
    "set_spenders",
    "take_invitation",
    "take_login",
    "tokens",
    "under_way",
    "unfetched",
    "who",
}
"""Verbs that name no project; what they show or make belongs to the person who asks (test_people.py)."""

NAMING = {"project_id", "guide_id", "row_id"}
"""Arguments that say which project is meant."""

GIVEN: dict[str, Any] = {
    "project_id": "p_1",
    "person": STRANGER,
    "slot": Slot(SlotKind.REFERENCE, "e_ana"),
    "change": Change(style="mine now"),
    "brief": Brief(Source("A fox.", "prompt")),
    "entity_id": "e_ana",
    "guide_ids": (),
    "pictures": ("0" * 64,),
    "guide_id": "g_1",
    "row_id": "e_ana",
    "quote_id": "q_1",
    "name": "Ana",
    "kinds": ("image",),
    "sources": (),
    "what": "frame:1",
    "most": 1,
    "seconds": 0.0,
    "take_id": "t_1",
    "job_id": "j_1",
    "happened": True,
    "sha": "0" * 64,
    "step": Step.FRAMES,
    "key": "k",
    "again": Again(),
    "shots": (1,),
    "level": "clips",
    "words": "mine now",
    "picture": None,
}


def verbs() -> list[str]:
    return sorted(
        name
        for name, member in inspect.getmembers(Studio, callable)
        if not name.startswith("_") and name not in WITHOUT_PROJECT
    )


def test_every_verb_is_known_here() -> None:
    """A new verb names a project, and is tried below, or is listed as one that does not."""
    named = {name for name in verbs() if NAMING & set(inspect.signature(getattr(Studio, name)).parameters)}
    assert set(verbs()) == named
    assert all(hasattr(Studio, name) for name in WITHOUT_PROJECT)


@pytest.mark.parametrize("verb", verbs())
async def test_a_stranger_is_told_that_there_is_no_such_project(
    looking: Studio, verb: str, photos: list[Path], tmp_path: Path
) -> None:
    given = GIVEN | {"file": photos[0], "files": photos[:1], "folder": tmp_path / "out"}
    method = getattr(looking, verb)
    wanted = {
        name: given[name]
        for name, parameter in inspect.signature(method).parameters.items()
        if name in given and (parameter.default is inspect.Parameter.empty or name in ("project_id", "again"))
    }
    before = await looking.past_events(OWNER, "p_1")
    foreign = await refusal(method, wanted)
    nowhere = await refusal(method, {k: NOWHERE.get(k, v) for k, v in wanted.items()})
    for name, missing in NOWHERE.items():
        nowhere = nowhere.replace(missing, str(wanted.get(name, "")))
    assert foreign == nowhere
    assert await looking.past_events(OWNER, "p_1") == before
    assert (await looking.story(OWNER, "p_1")).project.style == made_until(rows(), Step.SHOTS).project.style


NOWHERE = {"project_id": "p_0000000000", "guide_id": "g_0000000000", "row_id": "e_0000000000"}
"""Ids that nothing has: whoever is refused learns no more about what others have."""


async def refusal(method: Any, given: dict[str, Any]) -> str:
    """What a verb says that may not do this."""
    with pytest.raises(NotFound) as refused:
        answer = method(**given)
        if inspect.isasyncgen(answer):
            await anext(answer)
        else:
            await answer
    return str(refused.value)


async def test_a_stranger_s_list_and_costs_are_empty(looking: Studio) -> None:
    assert await looking.projects(STRANGER) == ()
    assert [card.id for card in await looking.projects(OWNER)] == ["p_1"]
    assert (await looking.costs(STRANGER)).spent == 0


async def test_a_slot_of_another_project_is_not_shown_through_one_s_own(looking: Studio) -> None:
    brief = Brief(Source("A fox and a hen.", "prompt"))
    mine = await looking.create(STRANGER, brief)
    foreign = Slot(SlotKind.VOICE, "e_ana")
    assert len(await looking.takes(OWNER, "p_1", foreign)) == 1
    assert await looking.takes(STRANGER, mine.id, foreign) == ()
    take = (await looking.takes(OWNER, "p_1", foreign))[0]
    for refused in (
        looking.select(STRANGER, mine.id, take.id),
        looking.media(STRANGER, mine.id, take.asset),
        looking.clear(STRANGER, mine.id, Slot(SlotKind.REFERENCE, "e_ana")),
        looking.sent(STRANGER, mine.id, Slot(SlotKind.REFERENCE, "e_ana")),
        looking.retry(STRANGER, mine.id, foreign),
    ):
        with pytest.raises(NotFound):
            await refused
