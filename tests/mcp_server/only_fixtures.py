"""Whether each expected failure of the conformance suite fails for want of its fixture, and for nothing else.

`python tests/mcp_server/only_fixtures.py BASELINE RESULTS` reads the fixture beside each scenario (or
what the suite says without it), and looks for it in every failed check that the suite left in RESULTS.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROW = re.compile(r"^  - ([\w-]+) # (\S+?)(?:: (.+))?$", re.MULTILINE)


def fixtures(baseline: Path) -> dict[str, tuple[str, ...]]:
    """Scenario -> words of which one has to be in its failures."""
    rows = ROW.findall(baseline.read_text(encoding="utf-8"))
    return {name: tuple(filter(None, (fixture, words, "Not testable"))) for name, fixture, words in rows}


def strays(known: dict[str, tuple[str, ...]], results: Path) -> Iterator[str]:
    """Failed checks of the scenarios in the baseline that do not say so."""
    for file in sorted(results.glob("server-*/checks.json")):
        scenario = re.sub(r"^server-|-\d{4}-\d\d-\d\dT[\d-]+Z$", "", file.parent.name)
        for check in json.loads(file.read_text(encoding="utf-8")):
            said = str(check.get("errorMessage", ""))
            words = known.get(scenario, ())
            if words and check["status"] == "FAILURE" and not any(word in said for word in words):
                yield f"{scenario}: {said or check['description']}"


if __name__ == "__main__":
    found = list(strays(fixtures(Path(sys.argv[1])), Path(sys.argv[2])))
    sys.exit("\n".join(["Failed for another reason than a missing fixture:", *found]) if found else 0)
