"""Health, readiness and figures: what a supervisor, a load balancer and Prometheus ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from core.errors import NotAllowed
from core.settings import Settings
from core.studio import Event, Figures, Studio, shares_disk
from web.table import PERSON, SETTINGS, STUDIO

OWNER = "local"

TEXT = "text/plain; version=0.0.4; charset=utf-8"
"""The format in which Prometheus reads figures."""


@dataclass
class Counters:
    """What happened since this process began, by counting events as they are asked for."""

    after: int = -1
    jobs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(model, state) -> jobs that ended so."""
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(model, fault) -> times."""
    money: Counter[str] = field(default_factory=Counter)
    """hold, capture or release -> micro-dollars."""

    async def catch_up(self, studio: Studio) -> None:
        if self.after < 0:
            self.after = await studio.last_event()
        while fresh := await studio.happened(self.after):
            self.after = fresh[-1].id
            for event in fresh:
                self._count(event)

    def _count(self, event: Event) -> None:
        told = event.data
        if event.kind == "job" and told.get("state") in ("done", "failed", "cancelled", "unknown"):
            self.jobs[str(told.get("model", "")), str(told["state"])] += 1
        if event.kind == "job" and told.get("fault"):
            self.faults[str(told.get("model", "")), str(told["fault"])] += 1
        if event.kind == "money":
            self.money[str(told.get("entry", ""))] += int(told.get("amount", 0))


COUNTERS = web.AppKey("counters", Counters)
STOPPING = web.AppKey("stopping", dict[str, bool])


def mount(app: web.Application, studio: Studio, settings: Settings) -> None:
    """Add the three addresses."""
    app[COUNTERS], app[STOPPING] = Counters(), {}
    app.router.add_get("/healthz", health)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


async def health(request: web.Request) -> web.Response:
    """The process lives and its loop turns."""
    return web.json_response({"ok": True}, headers=_FRESH)


async def ready(request: web.Request) -> web.Response:
    """Whether more may be sent here: not while it stops, and not while its database or engine is away."""
    why = "stopping" if request.app[STOPPING] else await request.app[STUDIO].not_ready()
    return web.json_response({"ready": not why, "why": why}, status=503 if why else 200, headers=_FRESH)


async def metrics(request: web.Request) -> web.Response:
    """Figures for this machine, for the owner's token, and with METRICS_OPEN for everybody who gets here."""
    here = shares_disk(request.headers, request.remote or "")
    if not (here or request.get(PERSON) == OWNER or request.app[SETTINGS].metrics_open):
        raise NotAllowed(
            "Figures are for the machine itself.", next_step="Send the owner's token, or see METRICS_OPEN."
        )
    counters = request.app[COUNTERS]
    await counters.catch_up(request.app[STUDIO])
    text = written(await request.app[STUDIO].figures(), counters)
    return web.Response(body=text.encode(), headers={**_FRESH, "Content-Type": TEXT})


_FRESH = {"Cache-Control": "no-store"}


def written(now: Figures, since: Counters) -> str:
    """Figures as Prometheus reads them."""
    lanes = now.lanes
    parts = (
        _gauge("runs", "Films whose run is not over", ("state",), now.runs),
        _gauge("jobs", "Jobs that are not over", ("maker", "state"), now.jobs),
        _gauge("job_oldest_waiting_seconds", "Age of the oldest waiting job", ("maker",), now.oldest_waiting),
        _gauge(
            "lane_jobs", "Jobs under way", ("lane",), {name: lane.under_way for name, lane in lanes.items()}
        ),
        _gauge(
            "lane_room", "Jobs a lane bears now", ("lane",), {name: lane.room for name, lane in lanes.items()}
        ),
        _gauge("lane_limit", "Jobs a lane bears", ("lane",), {name: lane.most for name, lane in lanes.items()}),
        _gauge(
            "lane_held_seconds",
            "Seconds before a lane begins again",
            ("lane",),
            {name: lane.held_seconds for name, lane in lanes.items()},
        ),
        _gauge("money_held_dollars", "Held for jobs under way", (), {(): now.held / 1e6}),
        _gauge("followers", "Who follows events here", (), {(): now.followers}),
        _gauge("event_lag_seconds", "From writing the newest event to telling it", (), {(): now.event_lag}),
        _counter("events", "Events written ever", (), {(): now.last_event}),
        _counter("jobs_ended", "Jobs that ended since the start", ("model", "state"), since.jobs),
        _counter("faults", "Faults of makers since the start", ("model", "fault"), since.faults),
        _counter(
            "money_dollars",
            "Money that moved since the start",
            ("entry",),
            {entry: amount / 1e6 for entry, amount in since.money.items()},
        ),
    )
    return "".join(parts)


Values = Mapping[Any, float]
"""Label, or labels, -> value; () where there are none."""


def _gauge(name: str, words: str, labels: tuple[str, ...], values: Values) -> str:
    return _family(f"video_story_{name}", "gauge", words, labels, values)


def _counter(name: str, words: str, labels: tuple[str, ...], values: Values) -> str:
    return _family(f"video_story_{name}_total", "counter", words, labels, values)


def _family(name: str, kind: str, words: str, labels: tuple[str, ...], values: Values) -> str:
    lines = [f"# HELP {name} {words}.", f"# TYPE {name} {kind}"]
    for key, value in sorted(values.items()):
        lines.append(f"{name}{_labelled(labels, key)} {value:.10g}")
    return "\n".join(lines) + "\n"


def _labelled(labels: Iterable[str], key: str | tuple[str, ...]) -> str:
    given = (key,) if isinstance(key, str) else key
    pairs = [f'{label}="{_quoted(value)}"' for label, value in zip(labels, given, strict=True)]
    return "{" + ",".join(pairs) + "}" if pairs else ""


def _quoted(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
