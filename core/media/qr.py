"""QR codes: an address as a small picture that a telephone reads."""

from __future__ import annotations

from itertools import groupby

import cv2

QUIET = 4
"""Modules of white around the code, as readers want them."""


def qr_svg(text: str) -> str:
    """The text as a QR code: an SVG of black on white, one unit to a module."""
    made = cv2.QRCodeEncoder.create().encode(text)
    marks = [(y, x) for y, row in enumerate(made.tolist()) for x, value in enumerate(row) if value < 128]
    top, left = min(y for y, _ in marks), min(x for _, x in marks)
    side = max(x for _, x in marks) - left + 1 + 2 * QUIET
    path = "".join(
        f"M{xs[0] - left + QUIET} {y - top + QUIET}h{len(xs)}v1h-{len(xs)}z"
        for y, row in groupby(marks, lambda mark: mark[0])
        for xs in _runs([x for _, x in row])
    )
    box = f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges"'
    ground = f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{ground}<path d="{path}"/></svg>'


def _runs(places: list[int]) -> list[list[int]]:
    """Places that follow each other, together."""
    groups = groupby(enumerate(places), lambda one: one[1] - one[0])
    return [[place for _, place in group] for _, group in groups]
