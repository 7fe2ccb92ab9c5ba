"""Titles, abbreviations, initials and addresses, said in full; the words are in words.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

_TOKEN = re.compile(r"^(?P<body>.*?)(?P<tail>[,;:!?]*)$", re.DOTALL)
_INITIAL = re.compile(r"[^\W\d_]\.")
_LETTERS = re.compile(r"(?:[A-ZÄÖÜ]\.){2,}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_MAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_TOP_LEVELS = frozenset(
    [
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "io",
        "info",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "se",
        "ru",
        "uk",
        "eu",
        "ch",
        "at",
        "dev",
        "app",
        "tv",
    ]
)


def said(tokens: Sequence[str], language: str) -> list[str]:
    """The tokens with every shortcut written out; one entry per token."""
    words = _words(language)
    written = [_said(tokens, i, words) for i in range(len(tokens))]
    for i in range(len(tokens) - 1):
        pair = (tokens[i] + tokens[i + 1]).removesuffix(".").casefold()
        if pair in words.get("short", {}) and tokens[i].endswith("."):
            written[i], written[i + 1] = words["short"][pair], ""
    return written


def _said(tokens: Sequence[str], i: int, words: Mapping[str, Any]) -> str:
    match = _TOKEN.match(tokens[i])
    assert match is not None
    body, tail = match["body"], match["tail"]
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    written_out = (
        _shortcut(body, tokens[i - 1] if i else "", after, words)
        or _initials(body, after)
        or _address(body, words)
    )
    if written_out is None:
        return tokens[i]
    return written_out + _stop(body, after) + tail


def _shortcut(body: str, before: str, after: str, words: Mapping[str, Any]) -> str | None:
    key = body.removesuffix(".").casefold()
    dotted = body.endswith(".") or "." in key or "°" in key or "º" in key
    if not dotted and not (key in words.get("titles", {}) and body[:1].isupper() and len(key) > 1):
        return None
    if key in words.get("numbered", {}) and after[:1].isdigit():
        return str(words["numbered"][key])
    if key in words.get("after_name", {}) and before[:1].isupper() and not after[:1].isupper():
        return str(words["after_name"][key])
    if key in words.get("titles", {}) and after[:1].isupper() and (dotted or body[:1].isupper()):
        return str(words["titles"][key]) if _is_title(body, before) else None
    found = words.get("short", {}).get(key)
    return None if found is None else str(found)


def _is_title(body: str, before: str) -> bool:
    """ "M." is Monsieur, but "J. M. Brel" has initials."""
    return len(body) > 2 or _INITIAL.fullmatch(before) is None


def _initials(body: str, after: str) -> str | None:
    if _LETTERS.fullmatch(body):
        return " ".join(body.replace(".", " ").split())
    if _INITIAL.fullmatch(body) and body[0].isupper() and after[:1].isupper():
        return body[0]
    return None


def _address(body: str, words: Mapping[str, Any]) -> str | None:
    dot, at = words.get("dot", ""), words.get("at", "")
    bare = body.rstrip(".")
    mail = _MAIL.fullmatch(bare)
    if mail is not None:
        return f"{mail[1]} {at} {mail[2].replace('.', f' {dot} ')}"
    if _HOST.fullmatch(bare) and bare.rsplit(".", 1)[1].casefold() in _TOP_LEVELS:
        return bare.replace(".", f" {dot} ")
    return body.lstrip("@") if body.startswith("@") else None


def _stop(body: str, after: str) -> str:
    """A dot that also ended the sentence still ends it: at the end, for what never stands before a name."""
    return "." if body.endswith(".") and not after else ""


def _words(language: str) -> Mapping[str, Any]:
    table = _table()
    return table.get(language, table.get(language.split("-")[0], {}))


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    text = files("core.providers.local.voice").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
