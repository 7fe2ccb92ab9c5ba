"""Looking at a delivered film: its picture, its sound, its report, and the rows behind it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray


def film_in(folder: Path) -> Path:
    """The film of a delivered folder."""
    (film,) = folder.glob("*.mp4")
    return film


def report_in(folder: Path) -> dict[str, Any]:
    """The self-check's figures."""
    (report,) = folder.glob("*report.json")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def picture_facts(film: Path) -> dict[str, Any]:
    """Frames counted by decoding, size and rate of the picture, and the kinds of streams."""
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        count = sum(1 for _ in container.decode(video))
        return {
            "frames": count,
            "size": (video.width, video.height),
            "fps": float(video.average_rate or 0),
            "streams": sorted(stream.type for stream in container.streams),
        }


def sound_samples(film: Path) -> int:
    """How many samples a player hears."""
    with av.open(str(film)) as container:
        return sum(frame.samples for frame in container.decode(audio=0))


def still(film: Path, seconds: float) -> NDArray[np.uint8]:
    """One decoded picture as RGB."""
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time >= seconds:
                return frame.to_ndarray(format="rgb24")
    raise AssertionError(f"the film ends before {seconds} s")


def rows(home: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of the person's database."""
    with sqlite3.connect(home / "data" / "video-story.sqlite") as database:
        return database.execute(query, values).fetchall()


def made(home: Path) -> Counter[str]:
    """How many takes there are of each kind."""
    return Counter({kind: count for kind, count in rows(home, "select kind, count(*) from take group by kind")})
