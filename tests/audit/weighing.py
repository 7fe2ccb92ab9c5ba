"""Weighing: what Lighthouse says of the page with a film of forty shots in it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEAST = {"performance": 0.90, "accessibility": 0.95, "best-practices": 0.95}
"""What each view has to reach."""

VIEWS = ("images", "timeline", "analysis", "script", "video", "export")

SECONDS = 300

_CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage"


@dataclass(frozen=True, slots=True)
class Weight:
    """The scores of one address, and what cost it points."""

    path: str
    scores: dict[str, float]
    wrong: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether every score is reached."""
        return all(self.scores.get(name, 0.0) >= least for name, least in LEAST.items())

    def line(self) -> str:
        """One line for a person."""
        scores = ", ".join(f"{name} {round(score * 100)}" for name, score in self.scores.items())
        return f"{'ok ' if self.enough else 'LOW'} {self.path}: {scores} {' '.join(self.wrong)}"


def long_story(shots: int) -> str:
    """A story of about so many shots."""
    return "\n\n".join(
        f'Ana walked past lamp {n} on the pier. Old Tom called her name. "Who is at lamp {n}?" said Ana.'
        for n in range(1, (shots + 1) // 2 + 1)
    )


async def weigh(lighthouse: Path, chrome: str, base: str, path: str, token: str, folder: Path) -> Weight:
    """Open an address as the person of this token, on Lighthouse's slow telephone."""
    headers, report = folder / "headers.json", folder / "lighthouse.json"
    headers.write_text(json.dumps({"Cookie": f"vs_session={token}"}), encoding="utf-8")
    command = [
        *(str(lighthouse), base + path, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--extra-headers={headers}", f"--chrome-flags={_CHROME}", f"--only-categories={','.join(LEAST)}"),
    ]
    env = {**os.environ, "CHROME_PATH": chrome}
    await asyncio.to_thread(
        subprocess.run, command, env=env, check=True, capture_output=True, text=True, timeout=SECONDS
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: float(one["score"] or 0) for name, one in told["categories"].items()}
    return Weight(path, scores, tuple(_wrong(told)))


def _wrong(told: dict[str, dict[str, dict[str, object]]]) -> Iterator[str]:
    for category in ("accessibility", "best-practices"):
        refs = told["categories"][category]["auditRefs"]
        assert isinstance(refs, list)
        for ref in refs:
            score = told["audits"][ref["id"]]["score"]
            if isinstance(score, (int, float)) and score < 1:
                yield str(ref["id"])
