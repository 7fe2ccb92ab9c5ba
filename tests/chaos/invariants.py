"""What must hold after any chaos, from the stand-in's journal and the rows alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin.journal import Entry

PAID_POSTS = frozenset({"chat", "messages", "submit", "run", "create"})
"""Endpoints of the stand-in at which work is paid for."""

ASSUMED = ("assumed", "a person's word")
"""Notes of ledger rows whose amount nobody could know."""


@dataclass(frozen=True)
class Evidence:
    """Everything the checks look at."""

    journal: Sequence[Entry]
    ledger: Sequence[Mapping[str, Any]]
    jobs: Sequence[Mapping[str, Any]]
    takes: Sequence[Mapping[str, Any]]
    media: Path


def broken(evidence: Evidence) -> list[str]:
    """A sentence for each invariant that does not hold."""
    return [sentence for check in CHECKS for sentence in check(evidence)]


def every_attempt_is_held_and_settled_once(evidence: Evidence) -> Iterator[str]:
    """A result that is collected late may be captured after its hold was given back."""
    attempts: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for row in evidence.ledger:
        attempts[row["job_id"], row["attempt"]].append(row["kind"])
    for attempt, kinds in attempts.items():
        if kinds not in (["hold", "capture"], ["hold", "release"], ["hold", "release", "capture"]):
            yield f"{attempt} has the ledger rows {kinds}"


def nothing_is_left_open(evidence: Evidence) -> Iterator[str]:
    held = sum(row["held"] for row in evidence.ledger)
    if held:
        yield f"{held} micro-dollars are still held"
    for job in evidence.jobs:
        if job["state"] in ("submitting", "running", "finishing", "unknown"):
            yield f"job {job['id']} is still {job['state']}"


def no_take_is_lost(evidence: Evidence) -> Iterator[str]:
    takes = {take["id"]: take for take in evidence.takes}
    for job in evidence.jobs:
        if job["state"] == "done" and job["take_id"] not in takes:
            yield f"job {job['id']} is done and its take is gone"
    for take in takes.values():
        sha = take["asset"]
        if not (evidence.media / sha[:2] / sha[2:4] / sha).exists():
            yield f"the file of take {take['id']} is gone"
    done = {job["id"] for job in evidence.jobs if job["state"] == "done"}
    for row in evidence.ledger:
        if row["kind"] == "capture" and not row["note"] and row["job_id"] not in done:
            yield f"{row['spent']} were paid for job {row['job_id']}, and there is no take"


def the_ledger_is_the_journal(evidence: Evidence) -> Iterator[str]:
    """To the micro-dollar where everything is known; what was assumed may only be too much."""
    for service in sorted({entry.service for entry in evidence.journal if entry.charged}):
        charged = sum(entry.charged for entry in evidence.journal if entry.service == service)
        mine = [row for row in evidence.ledger if row["provider"] == service]
        spent = sum(row["spent"] for row in mine)
        assumed = sum(row["spent"] for row in mine if any(word in row["note"] for word in ASSUMED))
        if not spent - assumed <= charged <= spent:
            yield f"{service} charged {charged}, the ledger says {spent}, {assumed} of it assumed"


def nothing_was_sent_twice_in_one_attempt(evidence: Evidence) -> Iterator[str]:
    """Per model: no more repeated requests than there were further attempts of the same work."""
    prints = {job["id"]: job["fingerprint"] for job in evidence.jobs}
    attempts: Counter[tuple[str, str]] = Counter()
    works: defaultdict[str, set[str]] = defaultdict(set)
    for row in evidence.ledger:
        if row["kind"] == "hold":
            attempts[row["provider"], ""] += 1
            works[row["provider"]].add(prints[row["job_id"]] + row["model"])
    posts: defaultdict[str, Counter[Any]] = defaultdict(Counter)
    for entry in evidence.journal:
        if entry.endpoint in PAID_POSTS and entry.job:
            posts[entry.service][_key(entry)] += 1
    for service, seen in posts.items():
        repeated = sum(count - 1 for count in seen.values())
        further = attempts[service, ""] - len(works[service])
        if repeated > further:
            yield f"{service} got {repeated} repeated requests for {further} further attempts"


CHECKS = (
    every_attempt_is_held_and_settled_once,
    nothing_is_left_open,
    no_take_is_lost,
    the_ledger_is_the_journal,
    nothing_was_sent_twice_in_one_attempt,
)


def _key(entry: Entry) -> tuple[Any, ...]:
    """What makes two paid requests the same: the model, the words and the bytes of every file."""
    return (entry.model, str(sorted(_words(entry.body))), tuple(one.sha256 for one in entry.media))


def _words(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a body but the addresses of files."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _words(inner, f"{name}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, name)
    elif not str(value).startswith("http"):
        yield name, str(value)
