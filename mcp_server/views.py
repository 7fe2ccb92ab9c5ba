"""What the tools answer: small models, said once as compact JSON and once as structured content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.story import Segment, Shot, Story
from core.studio import Handed, Order, ProjectCard, Standing, Status, moment, shot_lines

MOST_SHOTS = 60
"""Shots that get_project lists: about 6 kB."""


class View(BaseModel):
    """An answer. What is None is not said; `next` tells what to do now."""

    model_config = ConfigDict(frozen=True)

    next: str

    def compact(self) -> str:
        """As JSON without spaces, and without what is not known."""
        return self.model_dump_json(exclude_none=True)

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return self.model_dump(mode="json", exclude_none=True)


class StatusView(View):
    """How a film stands."""

    project_id: str
    state: str
    progress: float = 0
    stage: str | None = None
    message: str | None = None
    note: str | None = None
    eta_seconds: int | None = None
    cost_usd: float = 0
    poll_after_seconds: int | None = None
    export_fetched_at: str | None = None
    quote_id: str | None = None
    low_usd: float | None = None
    high_usd: float | None = None
    expires_at: str | None = None
    reminder: str | None = None
    detail: dict[str, Any] | None = None


class PriceView(View):
    """What something would cost."""

    low_usd: float
    high_usd: float
    steps: dict[str, str]


class ExportView(View):
    """A finished film and how to get it (agents.md 5)."""

    project_id: str
    state: str = "completed"
    variant: str = "original"
    file_name: str
    mime_type: str
    size_bytes: int
    sha256: str
    duration_seconds: float
    width: int
    height: int
    self_check_passed: bool
    local_path: str | None = None
    download_url: str | None = None
    expires_at: str | None = None
    variants: list[str] | None = None
    delivery_required: bool = True
    export_fetched_at: str | None = None


class ListView(View):
    """Rows of something."""

    items: list[dict[str, Any]]
    cursor: str | None = None


class ProjectView(View):
    """A film with its people, places and shots."""

    project_id: str
    title: str
    aspect: str
    style: str
    language: str
    lines: int
    entities: list[dict[str, Any]]
    shots: list[str]
    models: dict[str, str]


NEXT = {
    "queued": "Call wait.",
    "running": "Call wait.",
    "needs_input": "Ask the person, then upgrade(project_id) goes on; it names a price first if there is one.",
    "completed": "Call export, then give the person the film: only then is the task complete.",
    "failed": "Tell the person; upgrade(project_id) tries again.",
    "cancelled": "upgrade(project_id) goes on with it.",
}
TYPED, CALLED = re.compile(r"video-story jobs p_\w+"), "upgrade with outcome look, made or not_made"
"""What people type about a call nobody heard of again -> what an agent calls."""

FETCHED = "If you have not yet, give the person the film: only then is the task complete."


def status_view(standing: Standing, detail: Mapping[str, Any] | None = None) -> StatusView:
    """A standing as an agent reads it."""
    return StatusView(
        project_id=standing.project,
        state=standing.state,
        progress=standing.progress,
        stage=standing.stage or None,
        message=standing.message or None,
        note=TYPED.sub(CALLED, standing.note) or None,
        eta_seconds=None if standing.seconds_left is None else round(standing.seconds_left),
        cost_usd=usd(standing.cost),
        poll_after_seconds=standing.poll_after or None,
        export_fetched_at=moment(standing.fetched_at),
        detail=None if detail is None else dict(detail),
        next=FETCHED if standing.fetched_at else NEXT[standing.state],
    )


def confirmation_view(order: Order, free: str) -> StatusView:
    """A price that somebody has to agree to; `free` says what can be had without one."""
    most = f"${usd(order.high):.2f}" if order.high >= 10_000 else f"${usd(order.high)}"
    return StatusView(
        project_id=order.project,
        state="needs_confirmation",
        quote_id=order.quote_id,
        low_usd=usd(order.low),
        high_usd=usd(order.high),
        expires_at=moment(order.expires_at),
        message=f"Nothing was spent. This costs at most {most}.",
        next=f"Ask the person. On yes: upgrade with this project_id and quote_id. {free}".strip(),
    )


def full_detail(status: Status) -> dict[str, Any]:
    """The steps and problems of a run."""
    return {
        "steps": {step.name: f"{step.done}/{step.total}" for step in status.steps if step.total},
        "now": status.now,
        "problems": list(status.problems),
        "question": status.question,
        "notices": list(status.notices),
    }


def export_view(handed: Handed, *, local: bool, url: str = "", until: datetime | None = None) -> ExportView:
    """A film as it is handed over; a path only where the caller shares our disk."""
    ways = "Download download_url" if url and not local else "Take local_path"
    return ExportView(
        **handed.record(local=local, url=url, until=until),
        next=f"{ways}, check sha256, and give the person the film: only then is the task complete.",
    )


def project_row(card: ProjectCard, unfetched: bool) -> dict[str, Any]:
    """A project in a list."""
    row = {"project_id": card.id, "title": card.title or card.source[:60], "state": card.state}
    return {**row, "created_at": moment(card.created_at), **({"unfetched": True} if unfetched else {})}


def project_view(story: Story) -> ProjectView:
    """The parts of a film an agent can name."""
    project = story.project
    shots = [shot_words(shot, lines) for shot, lines in shot_lines(story)]
    more = f" (the first {MOST_SHOTS} of {len(shots)} shots are listed)" if len(shots) > MOST_SHOTS else ""
    return ProjectView(
        project_id=project.id,
        title=project.title,
        aspect=project.aspect.value,
        style=project.style,
        language=project.language,
        lines=len(story.segments),
        entities=[
            {"name": entity.name, "kind": entity.kind.value, "looks": entity.appearance[:160]}
            for entity in story.entities
        ],
        shots=shots[:MOST_SHOTS],
        models=dict(project.models),
        next=f"regenerate, add_guide_images and upgrade change it{more}.",
    )


def shot_words(shot: Shot, lines: Iterable[Segment]) -> str:
    """A shot in one line, by the number people know it by."""
    said = " ".join(line.text for line in lines)
    return f"{shot.index + 1} {shot.size.value}: {said[:80]}"


def usd(micro: int) -> float:
    """Micro-dollars as dollars."""
    return round(micro / 1e6, 6)


def lean(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON schema without what a model does not need: titles, bounds, defaults that say nothing, nulls.

    Bounds are kept by the tools themselves, which say it in words when something is out of them.
    """
    kept = {key: _lean(key, value) for key, value in schema.items() if key not in _UNSAID}
    if any(part.get("type") == "null" for part in kept.get("anyOf", ())):
        rest = [part for part in kept.pop("anyOf") if part.get("type") != "null"]
        kept.update(rest[0])
    if kept.get("default", "") in (None, "", 0):
        kept.pop("default", None)
    return kept


_UNSAID = frozenset(
    ("title", "$defs", "maxLength", "minLength", "pattern", "maximum", "minimum", "minItems", "maxItems")
)


def _lean(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: lean(part) for name, part in value.items()}
    if isinstance(value, dict):
        return lean(value)
    if isinstance(value, list):
        return [lean(part) if isinstance(part, dict) else part for part in value]
    return value
