"""The catalogues: every language says everything, with the same values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

import bot
from bot.screens.parts import LABEL
from bot.words import FOLDER, Words, clock, closest, languages

OTHERS = [language for language in languages() if language != "en"]


class _Names(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.found.add(node.id.name)


def catalogue(language: str) -> dict[str, set[str]]:
    """Key -> the values its text holds. A line that is no message fails."""
    resource = parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    found = {}
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            names = _Names()
            names.visit(entry)
            found[entry.id.name] = names.found
    return found


def test_there_is_a_second_language() -> None:
    assert OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_everything_with_the_same_values(language: str) -> None:
    assert catalogue(language) == catalogue("en")


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(bot.__file__).parent.rglob("*.py"))
    said = set(re.findall(r'\.(?:html|plain)\(\s*"([a-z0-9-]+)"', code))
    said |= set(re.findall(r'talk\.(?:note|ask)\([^"]*?"([a-z-]+)"', code))
    assert len(said) > 100
    assert said <= catalogue("en").keys()


def test_buttons_and_toasts_hold_no_html() -> None:
    for language in languages():
        text = (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")
        labels = re.findall(r"^(?:b-|command-)[\w-]+ = (.*)$", text, re.MULTILINE)
        assert labels
        assert not [label for label in labels if "<" in label]


LARGE: dict[str, Any] = {
    "price": 12_340_000,
    "saves": 12_340_000,
    "limit": 1_000_000,
    "size": 182_000_000,
    "count": 99,
    "number": 99,
    "state": "off",
}
"""Values of labels as large as they usually get."""


@pytest.mark.parametrize("language", languages())
def test_every_button_is_short_enough_for_a_narrow_telephone_and_is_never_cut(language: str) -> None:
    """A price that is cut off would not be a price (9.13)."""
    w = Words(language)
    shown = {"price": w.money, "saves": w.money, "limit": w.money, "size": w.size, "state": w.plain}
    for key, names in catalogue(language).items():
        if key.startswith("b-"):
            values = {name: shown.get(name, int)(LARGE[name]) for name in names}
            tail = f" · {w.money(12_340_000)}" if key in PRICED else ""
            assert len(w.plain(key, **values) + tail) <= LABEL, key


PRICED = {
    *("b-new-frame", "b-new-clip", "b-both", "b-lipsync", "b-new-look", "b-redraw", "b-resume", "b-retry"),
}
"""Labels that a price follows."""


def test_money_is_written_as_the_language_writes_it() -> None:
    assert Words("en").money(2_900_000) == "$2.90"
    assert Words("de").money(2_900_000) == "2,90 $"
    assert Words("en").money(2_500) == "$0.0025"
    assert Words("en").span(330_000, 330_000) == "$0.33"


def test_a_language_nobody_translated_is_answered_in_english() -> None:
    assert closest("pt-BR") == "en"
    assert closest("de_AT") == "de"


def test_what_a_person_wrote_is_escaped_in_messages() -> None:
    assert Words("en").html("film-title", title="<b>&") == "🎬 <b>&lt;b&gt;&amp;</b>"


def test_a_length_is_shown_as_players_show_it() -> None:
    assert (clock(5.6), clock(62.2)) == ("0:06", "1:02")
