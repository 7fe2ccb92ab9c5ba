"""The local clip: which camera move over which frame. It stays a score until the film is cut."""

from __future__ import annotations

import json

from core.providers.base import Desk, Done, MadeFile
from core.requests import MOVE_MIME, VideoRequest, plain


def film(request: VideoRequest, desk: Desk) -> Done:
    """The move as a document (MOVE_MIME), so that a drawn shot is encoded only once, in the film."""
    score = {"frame": request.frame, "move": plain(request.move), "fps": request.fps}
    return Done(
        MadeFile(MOVE_MIME, data=json.dumps(score, sort_keys=True).encode()),
        facts={
            "duration_ms": request.half_seconds * 500,
            "width": request.width,
            "height": request.height,
        },
    )
