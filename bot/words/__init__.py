"""Words: every sentence the bot says, by key, in the languages of the catalogues beside this file (Fluent)."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from bot.reasons import reasons

FOLDER = Path(__file__).parent
FALLBACK = "en"


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = closest(language)
        self._bundle = _bundle(self.language)
        self._reasons = reasons(self.language)

    def html(self, key: str, **values: Any) -> Safe:
        """A text for a message; strings among the values are escaped unless they are HTML already."""
        return Safe(self._said(key, {name: _escaped(value) for name, value in values.items()}))

    def plain(self, key: str, **values: Any) -> str:
        """A label or toast: never HTML."""
        return self._said(key, values)

    def reason(self, text: str) -> str:
        """What the core said in English, in this language as far as it is known here; never HTML."""
        return self._reasons.said(text)

    def money(self, micros: int) -> str:
        """An amount to the cent, finer only below one cent."""
        digits = 2 if micros >= 10_000 or micros == 0 else 4
        return self.plain("money", amount=self._decimal(f"{micros / 1e6:.{digits}f}"))

    def span(self, low: int, high: int) -> str:
        """A price range, or one price where both ends look the same."""
        if self.money(low) == self.money(high):
            return self.money(high)
        return self.plain("money-range", low=self.money(low), high=self.money(high))

    def tenths(self, seconds: float) -> str:
        """Seconds to a tenth."""
        return self._decimal(f"{seconds:.1f}")

    def size(self, size: int) -> str:
        """Bytes in MB, whole ones from ten on."""
        digits = 0 if size >= 10_000_000 else 1
        return self.plain("megabytes", amount=self._decimal(f"{size / 1e6:.{digits}f}"))

    def minutes(self, seconds: float) -> str:
        """About how long something still takes."""
        if seconds < 50:
            return self.plain("seconds", count=max(5, round(seconds / 5) * 5))
        return self.plain("minutes", count=max(1, round(seconds / 60)))

    def minutes_or_seconds(self, seconds: int) -> str:
        """A length that somebody chooses: 90 s, 2 min."""
        if seconds % 60 or seconds < 120:
            return self.plain("seconds", count=seconds)
        return self.plain("minutes", count=seconds // 60)

    def has(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def _decimal(self, number: str) -> str:
        return number.replace(".", self.plain("decimal-mark"))

    def _said(self, key: str, values: Mapping[str, Any]) -> str:
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        said, problems = self._bundle.format_pattern(message.value, dict(values))
        if problems:
            raise KeyError(f"{key}: {problems[0]}")
        return str(said)


def clock(seconds: float) -> str:
    """A length as players show it: 1:02."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def languages() -> tuple[str, ...]:
    """Every language there is a catalogue for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.ftl")))


def closest(language: str) -> str:
    """The catalogue nearest to a language tag such as "de-AT"."""
    first = language.lower().replace("_", "-").partition("-")[0]
    return first if first in languages() else FALLBACK


@cache
def words(language: str) -> Words:
    """The words for a language tag."""
    return Words(language)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle


def _escaped(value: Any) -> Any:
    return html.escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Safe) else value
