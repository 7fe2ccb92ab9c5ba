"""The referee before a lip sync: which shots a model can work on, and why others keep their plain clip (B7)."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalogue.arguments import milliseconds, served_by
from core.catalogue.models import Catalogue, Model
from core.requests import MOVE_MIME, LipSyncRequest

RENDERED = "video/mp4"
"""What a camera move becomes when it is filmed for a model that works on clips only."""


def takes(row: Model, mime: str, frame_parts: Mapping[str, str]) -> bool:
    """Whether a model can work on such a clip at all.

    A drawn mouth needs the panel's draw list, to be drawn again; a move over any picture can be filmed first.
    """
    if mime != MOVE_MIME:
        return mime in row.takes
    return (MOVE_MIME in row.takes and "svg" in frame_parts) or RENDERED in row.takes


def refusal(request: LipSyncRequest, row: Model, catalogue: Catalogue) -> str:
    """Why a model that works on clips must not be paid for this shot, in a sentence; "" when it may.

    A shot shorter than the model's least length is no reason: its last frame is held before it is sent.
    """
    visible = [figure for figure in request.staging.figures if not figure.turned_away]
    if not any(figure.name == request.speaker for figure in visible):
        return f"{request.speaker}'s face is not to be seen, so no mouth can be moved. The plain clip is used."
    if len(visible) > 1:
        return (
            f"{len(visible)} faces are to be seen, and nobody can say whose mouth the model would move. "
            "The plain clip is used."
        )
    served = served_by(catalogue, row, request)
    ms, most = milliseconds(request), served.lengths.most_ms
    if most and ms > most:
        return (
            f"{served.title} works on clips of up to {most / 1000:g} s, and this shot lasts {ms / 1000:.1f} s. "
            "The plain clip is used; divide its lines among two shots to have it lip-synced."
        )
    return ""
