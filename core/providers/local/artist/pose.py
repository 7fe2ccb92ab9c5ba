"""Where the joints of a body are: poses as numbers, in body units (feet at 0, x to the facing side)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.providers.local.artist.drawing import Point
from core.providers.local.artist.look import Look

CHIN = 6.08
"""Height of a standing grown-up's chin above the soles, in body units."""

SHOULDER = 5.36
HIP = 3.5
SEAT = 2.0
"""Height of the hips when sitting."""

_UPPER, _FORE = 1.26, 1.1


@dataclass(frozen=True, slots=True)
class Arm:
    shoulder: Point
    elbow: Point
    wrist: Point
    hand: str
    """"relaxed", "grip", "open", "point", "flat"."""
    front: bool
    """Drawn in front of the body."""

    @property
    def angle(self) -> float:
        """Direction of the forearm in radians; 0 points to the facing side, up is positive."""
        return math.atan2(self.wrist[1] - self.elbow[1], self.wrist[0] - self.elbow[0])


@dataclass(frozen=True, slots=True)
class Leg:
    hip: Point
    knee: Point
    ankle: Point
    toe: float
    """-1 to 1: how far the foot points to the side."""
    heel: float = 0.0
    """How far the heel is lifted, in radians."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A posed body. `near` is the arm on the side turned to the camera, `far` the one on the facing side."""

    near: Arm
    far: Arm
    near_leg: Leg
    far_leg: Leg
    drop: float
    """How much lower than standing the hips are."""
    width: float
    """What every width of the body is multiplied by."""
    turn: float
    """0 to 1: how far the body is turned to the side."""
    sitting: bool


def stance_of(look: Look, pose: str, facing: float, width: float) -> Stance:
    """The joints of a body in a pose; an unknown pose stands."""
    turn = min(1.0, abs(facing)) * 0.85
    sitting = pose == "sit"
    drop = HIP - SEAT if sitting else 0.0
    near, far = _arms(look, pose, turn, width, drop)
    near_leg, far_leg = _legs(pose, turn, width)
    return Stance(near, far, near_leg, far_leg, drop, width, turn, sitting)


_STANDING = (
    ((-11, -3, "relaxed", False), (11, 4, "relaxed", False)),
    ((-11, -2, "relaxed", False), (14, -62, "flat", True)),
    ((-36, 40, "flat", True), (11, 4, "relaxed", False)),
)
"""Per posture, both arms: degrees of upper arm and forearm from hanging straight down, hand, in front."""

POSTURES = len(_STANDING)

_POSED = {
    "hold": ((-11, -3, "relaxed", False), (10, 128, "grip", True)),
    "carry": ((-11, -3, "relaxed", False), (13, 6, "grip", True)),
    "lift": ((-11, -3, "relaxed", False), (10, 122, "grip", True)),
    "walk": ((-24, -6, "relaxed", True), (22, 52, "relaxed", False)),
    "sit": ((-14, 24, "flat", True), (14, -12, "flat", True)),
    "point": ((-12, -4, "relaxed", False), (76, 96, "point", True)),
    "talk": ((-14, 8, "relaxed", True), (14, 112, "open", True)),
}


def _arms(look: Look, pose: str, turn: float, width: float, drop: float) -> tuple[Arm, Arm]:
    near, far = _POSED.get(pose, _STANDING[look.posture])
    y = SHOULDER - drop
    x = 0.70 * width
    return (
        _arm((-x * (1 - 0.05 * turn), y), near),
        _arm((x * (1 - 0.28 * turn), y), far),
    )


def _arm(shoulder: Point, row: tuple[float, float, str, bool]) -> Arm:
    upper, fore, hand, front = row
    elbow = _swing(shoulder, _UPPER, upper)
    return Arm(shoulder, elbow, _swing(elbow, _FORE, fore), hand, front)


def _swing(start: Point, length: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return (start[0] + length * math.sin(angle), start[1] - length * math.cos(angle))


def _legs(pose: str, turn: float, width: float) -> tuple[Leg, Leg]:
    hip = 0.34 * width
    toe = 0.35 + 0.65 * turn
    if pose == "sit":
        reach = 0.3 + 0.75 * turn
        out = 0.46 * width
        return (
            Leg(
                (-hip, SEAT),
                (-out + reach * 0.75, SEAT - 0.18),
                (-out + reach * 0.72, 0.3),
                toe - 0.5 * (1 - turn),
            ),
            Leg((hip, SEAT), (out + reach, SEAT - 0.12), (out + reach * 0.95, 0.3), toe),
        )
    if pose == "walk":
        stride = 0.4 + 0.6 * turn
        return (
            Leg((-hip * 0.8, HIP), (0.28 * stride, 1.95), (0.52 * stride, 0.28), max(0.7, toe)),
            Leg((hip * 0.8, HIP), (0.06 * stride, 1.86), (-0.78 * stride, 0.5), max(0.7, toe), 0.5),
        )
    near = -0.6 + 1.4 * turn
    return (
        Leg((-hip, HIP), (-hip * 1.04, 1.86), (-hip * 1.02, 0.28), near),
        Leg(
            (hip * (1 - 0.2 * turn), HIP),
            (hip * (1.0 - 0.1 * turn), 1.86),
            (hip * (1.06 - 0.1 * turn), 0.3),
            toe + 0.25,
        ),
    )
