"""The table of tools: what an agent reads about each, what it takes and answers, and which function does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mcp.types import ToolAnnotations

from mcp_server import arguments as take
from mcp_server import tools, views

LOOKS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
SPENDS = ToolAnnotations(destructive_hint=False, idempotent_hint=True)
ADDS = ToolAnnotations(destructive_hint=False)
STOPS = ToolAnnotations(idempotent_hint=True, open_world_hint=False)
SETS = ToolAnnotations(destructive_hint=False, idempotent_hint=True)
"""What is left out has the protocol's default, the worse: it writes, destroys, reaches out."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One row."""

    work: Callable[[tools.Desk, Any], Awaitable[views.View]]
    takes: type[take.Taken]
    hints: ToolAnnotations
    words: str
    runs: bool = False
    """Whether it begins work that goes on after the answer."""

    @property
    def name(self) -> str:
        return self.work.__name__


_ROWS = (
    Tool(
        tools.create_and_run,
        take.Create,
        SPENDS,
        "Make a film from a story; returns at once. Level animatic (drawn, voiced) is free, others cost: "
        "beyond max_cost it answers needs_confirmation. Then wait, export.",
        runs=True,
    ),
    Tool(
        tools.upgrade,
        take.Upgrade,
        SPENDS,
        "Raise a film or shots to generated pictures or clips; quote_id agrees to a price; with neither "
        "go on with a stopped or changed film. Costs money. outcome: of a lost paid call.",
        runs=True,
    ),
    Tool(
        tools.regenerate,
        take.Again,
        SPENDS,
        "Make one part anew and put it into the film; old takes are kept. May cost money.",
        runs=True,
    ),
    Tool(
        tools.estimate_cost,
        take.Estimate,
        LOOKS,
        "Price of a story or of an upgrade. Free.",
    ),
    Tool(
        tools.wait,
        take.Wait,
        LOOKS,
        "Status once nothing runs, 45 s at the latest; repeat.",
    ),
    Tool(tools.get_status, take.Status, LOOKS, "Status now."),
    Tool(
        tools.export,
        take.Export,
        LOOKS,
        "The finished film: path, link, sha256. The task is complete only when you gave it to the person.",
    ),
    Tool(tools.list_projects, take.Page, LOOKS, "Films, newest first."),
    Tool(tools.get_project, take.Project, LOOKS, "Characters, sets, shots of a film."),
    Tool(
        tools.add_guide_images,
        take.Guides,
        ADDS,
        "Photos of how a character, set or prop looks.",
    ),
    Tool(tools.edit_project, take.Edit, SETS, "A film's style; put it away, or take it back. Free."),
    Tool(tools.cancel, take.Project, STOPS, "Stop a run; takes are kept."),
    Tool(tools.list_options, take.Options, LOOKS, "Levels, models or voices to choose from."),
)

TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in _ROWS}
"""Every tool, by its name."""
