"""Short ids with a prefix, fit for a button's 64 bytes and for reading aloud."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in small letters: no i, l, o, u."""

PROJECT = "p"
ENTITY = "e"
GUIDE = "g"
SEGMENT = "sg"
SCENE = "sc"
SHOT = "sh"
TAKE = "t"
JOB = "j"
QUOTE = "q"


def new_id(prefix: str) -> str:
    """A fresh id such as "sh_3k9x0qz7ma": 50 random bits after the prefix."""
    number = secrets.randbits(50)
    return prefix + "_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 50, 5))
