"""The checks of `make chaos` see what they are there to see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from twin.journal import Entry

from chaos.invariants import Evidence, broken

SHA = "ab" * 32


def row(kind: str, held: int, spent: int = 0, **more: Any) -> dict[str, Any]:
    same = {"job_id": "j_1", "attempt": 1, "provider": "fal", "model": "fal:x", "note": ""}
    return {**same, "kind": kind, "held": held, "spent": spent, **more}


def post(number: int, words: str = "a lamp", charged: int = 7) -> Entry:
    return Entry(
        number, 0.0, "fal", "submit", "POST", "/", "x", body={"p": words}, job=f"r{number}", charged=charged
    )


def good(media: Path) -> Evidence:
    place = media / SHA[:2] / SHA[2:4] / SHA
    place.parent.mkdir(parents=True)
    place.write_bytes(b"made")
    return Evidence(
        journal=[post(1)],
        ledger=[row("hold", 10), row("capture", -10, 7)],
        jobs=[{"id": "j_1", "state": "done", "take_id": "t_1", "fingerprint": "f"}],
        takes=[{"id": "t_1", "asset": SHA}],
        media=media,
    )


def test_a_good_end_breaks_nothing(tmp_path: Path) -> None:
    assert broken(good(tmp_path)) == []


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("ledger rows", {"ledger": [row("hold", 10), row("capture", -10, 7), row("release", 0)]}),
        ("still held", {"ledger": [row("hold", 10)]}),
        ("still running", {"jobs": [{"id": "j_1", "state": "running", "take_id": None, "fingerprint": "f"}]}),
        ("its take is gone", {"takes": []}),
        ("there is no take", {"jobs": [{"id": "j_1", "state": "failed", "take_id": None, "fingerprint": "f"}]}),
        ("fal charged 14", {"journal": [post(1), post(2, "a bell")]}),
        ("1 repeated requests for 0 further attempts", {"journal": [post(1), post(2)]}),
    ],
)
def test_each_kind_of_damage_is_seen(tmp_path: Path, what: str, changes: dict[str, Any]) -> None:
    assert what in " ".join(broken(replace(good(tmp_path), **changes)))


def test_a_lost_file_is_seen(tmp_path: Path) -> None:
    evidence = good(tmp_path)
    (tmp_path / SHA[:2] / SHA[2:4] / SHA).unlink()
    assert broken(evidence) == ["the file of take t_1 is gone"]


def test_what_was_assumed_may_be_too_much_but_never_too_little(tmp_path: Path) -> None:
    evidence = good(tmp_path)
    assumed = [row("hold", 10), row("capture", -10, 10, note="unavailable, assumed")]
    gone = [{"id": "j_1", "state": "failed", "take_id": None, "fingerprint": "f"}]
    assert broken(replace(evidence, ledger=assumed, jobs=gone, takes=[])) == []
    more = broken(replace(evidence, ledger=assumed, jobs=gone, takes=[], journal=[post(1, charged=11)]))
    assert more == ["fal charged 11, the ledger says 10, 10 of it assumed"]
