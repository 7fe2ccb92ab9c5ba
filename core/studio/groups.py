"""Groups: several people make films together, within a budget that is the group's (telegram.md 9.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.errors import BadInput, NotAllowed, NotFound
from core.store import money, people, projects
from core.studio import accounting
from core.studio.bills import Ceiling
from core.studio.room import Room, no_project

OWNER_AND_ADMINS, ADMINS = "owner", "admins"
MOST_A_FILM = 10_000_000_000
"""Micro-dollars: no film's ceiling is set higher than $10,000."""

SPENDERS = (OWNER_AND_ADMINS, ADMINS)
"""Who may spend in a group: whoever began the film and those who lead the group, or those alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of a group, and what it may still spend."""

    id: str
    ceilings: tuple[Ceiling, ...]
    """"group_day" and "group_month"; both are nothing at all until somebody gives the group a budget."""
    spenders: str = OWNER_AND_ADMINS
    film: int | None = None
    """Micro-dollars that one of its films may cost at the most; None leaves that to its budget."""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """Defaults for films that are begun there, before those of whoever begins them."""

    @property
    def has_budget(self) -> bool:
        return any(one.most for one in self.ceilings)

    @property
    def left(self) -> int:
        """Micro-dollars that it may still spend."""
        return min((one.left for one in self.ceilings), default=0)


class Groups(Room):
    """Verbs about groups. Their ids are like those of people, and never a person's."""

    async def group(self, group_id: str) -> Group:
        """The group; one nobody has said anything about may spend nothing."""
        async with self._database.read() as db:
            row = await people.load_person(db, group_id)
            found = await accounting.group_rows(db, group_id, datetime.now(UTC))
            ceilings = tuple(
                [
                    Ceiling(name, most, (await money.balance(db, **of)).total)
                    for name, most, of in found
                    if most is not None
                ]
            )
        spenders = str(row.choices.get(_SPENDERS, OWNER_AND_ADMINS))
        choices = {name: value for name, value in row.choices.items() if name != _SPENDERS}
        return Group(group_id, ceilings, spenders, row.ceiling_film, choices)

    async def set_spenders(self, group_id: str, spenders: str) -> Group:
        """Who may spend in the group. Raises BadInput."""
        if spenders not in SPENDERS:
            raise BadInput(f"Nobody is called {spenders!r} in a group.", next_step="Name the owner or admins.")
        async with self._database.write() as db:
            old = await people.load_person(db, group_id)
            await people.save_person(db, group_id, choices={**old.choices, _SPENDERS: spenders})
        return await self.group(group_id)

    async def set_film_ceiling(self, group_id: str, most: int | None) -> Group:
        """What one film of the group may cost at the most, in micro-dollars, those begun before too; None: any.

        What it has cost already counts; it is kept, and nothing more is bought. Raises BadInput.
        """
        if most is not None and not 0 < most <= MOST_A_FILM:
            raise BadInput("A film's ceiling is more than nothing.", next_step="Give an amount in dollars.")
        async with self._database.write() as db:
            await people.save_person(db, group_id, ceiling_film=most)
        self._told()
        return await self.group(group_id)

    async def check_spender(self, person: str, project_id: str, *, leads: bool = False) -> None:
        """Whether this person may spend on a film; `leads`: they are an admin of the group it is made in.

        Raises NotFound, and NotAllowed for an owner whose group lets only its admins spend.
        """
        async with self._database.read() as db:
            try:
                project = await projects.load_project(db, project_id)
            except NotFound:
                raise no_project(project_id) from None
            row = await people.load_person(db, project.purse) if project.purse else None
        mine = project.owner == person
        if not mine and not leads:
            raise no_project(project_id)
        if row is not None and not leads and row.choices.get(_SPENDERS) == ADMINS:
            raise NotAllowed(
                "Only admins may spend in this group.", next_step="Ask one of them to press the price."
            )


_SPENDERS = "spenders"
