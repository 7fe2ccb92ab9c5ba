"""Knocking: made-up requests against the API's own document, with ids of a real film in most of them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.studio import Studio

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "allow_header_conformance",
    "ignored_auth",
)
"""No fault of ours, and no answer that the document does not name."""

LEFT_OUT = ("projects_project_events", "projects_all_events", "signin_leave")
"""Streams that never end, and what would sign the knocker out."""

ENDING = ("projects_delete", "account_revoke", "entities_remove_guide")
"""What takes away what other requests need; these are knocked at when all others are done."""

SECONDS = 2400
"""How long one round may take."""


def knock(
    base: str,
    token: str,
    ids: Mapping[str, Sequence[str]],
    folder: Path,
    *,
    examples: int,
    left_out: tuple[str, ...] = (),
) -> str:
    """Send `examples` requests for each operation; gives what is wrong, "" when nothing is."""
    (folder / "schemathesis.toml").write_text(_config(ids), encoding="utf-8")
    command = [
        *(str(Path(sys.executable).parent / "schemathesis"), "run", f"{base}/api/openapi.json"),
        *("--url", base, "--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS)),
        *("--phases", "fuzzing", "--max-examples", str(examples), "--seed", "1", "--generation-deterministic"),
        *("--no-color", "--workers", "1", "--suppress-health-check", "all", "--request-timeout", "30"),
        *("--continue-on-failure", "--warnings", "off"),
    ]
    first = ("--exclude-operation-id-regex", _any((*LEFT_OUT, *ENDING, *left_out)))
    found = ""
    for chosen in (first, ("--include-operation-id-regex", _any(ENDING))):
        run = subprocess.run(
            [*command, *chosen], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if run.returncode:
            found += run.stdout[-6000:] + run.stderr[-2000:]
    return found


async def ids_of(studio: Studio, person: str, project: str) -> dict[str, list[str]]:
    """First word of a path -> ids of this film that it may name."""
    story, jobs = await asyncio.gather(studio.story(person, project), studio.jobs(person, project))
    kinds = {
        f"{kind}s": [one.id for one in story.entities if one.kind.value == kind]
        for kind in ("character", "set", "prop")
    }
    return {
        "projects": [project],
        **kinds,
        "shots": [shot.id for shot in story.shots],
        "takes": [take.id for take in story.takes.values()],
        "jobs": [job.id for job in jobs],
        "guide-images": [guide.id for guide in story.guides],
    }


def _any(names: Sequence[str]) -> str:
    return f"^({'|'.join(names)})$"


def _config(ids: Mapping[str, Sequence[str]]) -> str:
    """Four of five requests name something that exists."""
    lines: list[str] = []
    for word, values in ids.items():
        if values:
            lines += [f'[dictionaries."{word}"]', f"values = {json.dumps(list(values))}", ""]
    for word, values in ids.items():
        if values:
            lines += [
                "[[operations]]",
                f'include-path-regex = "^/api/{word}/{{id}}"',
                f'parameters = {{ "path.id" = {{ dictionary = "{word}", probability = 0.8 }} }}',
                "",
            ]
    return "\n".join(lines)
