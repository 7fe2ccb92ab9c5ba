"""What is written down stays until it is measured again."""

from __future__ import annotations

import json
from pathlib import Path

from bench.report import Figure, Measure, write_json


def test_what_was_not_measured_now_stays_with_its_machine(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    write_json([Measure("a", "x", (2.0,), None), Measure("b", "x", (3.0,), 4.0)], [], {"cores": "2"}, out)
    write_json([Measure("b", "x", (5.0,), 4.0)], [Figure("c", 1.5, "ms")], {"cores": "8"}, out)
    found = json.loads(out.read_text())
    assert [(row["name"], row["ratio"], row["machine"]["cores"]) for row in found["measures"]] == [
        ("a", 2.0, "2"),
        ("b", 5.0, "8"),
    ]
    assert found["measures"][1]["kept"] is False
    assert [(row["name"], row["value"]) for row in found["figures"]] == [("c", 1.5)]
