"""Outcomes: what an agent does about a paid call of which nobody knows whether anything was made (B8)."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import BadInput, NotReady, StudioError
from core.studio import JobView, Studio
from mcp_server import views
from mcp_server.arguments import Upgrade

UNKNOWN = "unknown"

WORDS = {
    "made": "was made: its money counts as spent",
    "not_made": "was not made: its money is free again",
}
"""What the person says of it -> what that means."""

HOW = 'Give "look" (free), or as the person says "made" or "not_made"; of several, "made:j_…".'


async def settled(studio: Studio, person: str, given: Upgrade) -> views.StatusView:
    """Look for all of them again, free; or take the person's word on one: "made:j_…" where there are several.

    Raises NotFound, NotReady when nothing is unknown or nothing was found, BadInput when it is not clear which
    is meant.
    """
    what, _, named = given.outcome.partition(":")
    if what not in ("look", *WORDS):
        raise BadInput(f"'outcome' cannot be {given.outcome!r}.", next_step=HOW)
    found = [job for job in await studio.jobs(person, given.project_id) if job.state == UNKNOWN]
    meant = [job for job in found if named in ("", job.id)]
    if not meant:
        raise NotReady("There is nothing of which the outcome is unknown.", next_step="get_status tells more.")
    if what == "look":
        said = await _looked_for(studio, person, given.project_id, meant)
    else:
        said = await _told(studio, person, given, meant)
    standing = await studio.standing(person, given.project_id)
    return views.status_view(standing).model_copy(update={"message": said})


async def _looked_for(studio: Studio, person: str, project_id: str, meant: Sequence[JobView]) -> str:
    """Each is looked for, whatever became of the others; when none is found, the first says why."""
    missed: list[StudioError] = []
    for job in meant:
        try:
            await studio.collect(person, project_id, job.id)
        except StudioError as error:
            missed.append(error)
    if len(missed) == len(meant):
        raise missed[0]
    left = f"; of {len(missed)} nobody can tell" if missed else ""
    return f"{len(meant) - len(missed)} looked for and known now{left}."


async def _told(studio: Studio, person: str, given: Upgrade, meant: Sequence[JobView]) -> str:
    what = given.outcome.partition(":")[0]
    if len(meant) > 1:
        listed = ", ".join(f"{job.id} ({job.words})" for job in meant)
        raise BadInput(f"Of several calls nobody knows: {listed}.", next_step=HOW)
    await studio.settle(person, given.project_id, meant[0].id, what == "made")
    return f"{meant[0].words} {WORDS[what]}."
