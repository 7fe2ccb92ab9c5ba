"""Looks at the folder `make demo` filled: every file that is promised is there and says what it should."""

from __future__ import annotations

import json
import sys
from pathlib import Path

PROMISED = {
    "film": "*.mp4",
    "captions (SRT)": "*.srt",
    "captions (VTT)": "*.vtt",
    "OTIO": "*.otio",
    "FCPXML": "*.fcpxml",
    "Final Cut 7 XML": "*.xml",
    "EDL": "*.edl",
    "storyboard": "storyboard.png",
    "thumbnail": "thumbnail.jpg",
    "manifest": "film.json",
    "report": "report.json",
    "report in words": "report.txt",
}


def main() -> None:
    folder = Path(sys.argv[1])
    for path in sorted(folder.rglob("*")):
        sys.stdout.write(f"{path.stat().st_size:>10}  {path.relative_to(folder)}\n")
    missing = [name for name, pattern in PROMISED.items() if not any(folder.glob(pattern))]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}.")
    if not read(folder / "film.json").get("shots"):
        sys.exit("film.json names no shot.")
    if read(folder / "report.json").get("passed") is not True:
        sys.exit("The film did not pass its own check.")
    if min(path.stat().st_size for path in folder.rglob("*") if path.is_file()) == 0:
        sys.exit("One of the files is empty.")


def read(path: Path) -> dict[str, object]:
    document: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return document


main()
