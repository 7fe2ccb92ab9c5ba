"""Reasons of the core in the chat's language: none that a chat can show is missing, and values come along."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import core
from bot.reasons import TOGETHER, reasons, tables
from bot.screens.parts import CAPTION
from bot.screens.talk import trouble
from bot.words import languages, words
from core.catalogue.models import load_catalogue
from core.catalogue.words import views
from core.jobs.refusal import RULES

ROOT = Path(core.__file__).parent
OTHERS = [language for language in languages() if language != "en"]

NOT_IN_A_CHAT = {
    *("settings.py", "changes.py:_unknown", "media/deliver.py", "pipeline/wording.py", "pipeline/asking.py"),
    *("pipeline/referee.py", "pipeline/imagined.py", "jobs/lock.py"),
    *("store/backup.py", "store/moving.py", "store/addresses.py", "store/engine.py", "store/s3.py"),
    *("store/far.py", "store/identity.py"),
    *("studio/moving.py", "studio/safekeeping.py", "studio/opening.py", "studio/health.py"),
    *("studio/ordering.py", "studio/links.py", "studio/naming.py", "studio/doing_without.py"),
    *("catalogue/models.py", "catalogue/words.py"),
    *("providers/local/brush_worker.py", "providers/local/artist/painter.py"),
    *("providers/local/writer/walls.py", "providers/local/writer/fountain.py"),
    *("providers/local/provider.py", "studio/logins.py", "studio/values.py", "media/qr.py"),
}
"""Modules that speak to whoever runs the installation, to programs, to models, or to nobody: not to a chat."""

SENTENCES_NOT_SHOWN = {
    "It lasts about {} seconds when read aloud: about {} words.",  # to a language model
    "Use field=value with one of these fields: {}.",  # of the command line
    "{} {} cannot be set to {}.",
    "Put the one of BotFather into TELEGRAM_BOT_TOKEN.",  # to whoever starts the bot
    "Telegram refuses the bot's token.",
    "{} ${}: video-story jobs {}.",  # to agents
    "There is no {} in this film.{}",  # the sentence after it has its own line
    "{} {} ({}): {}.",  # the rules of a refusal, each of which has its own line
    "{}; it has {}.",  # an own server's account, said in two ways
}

LATE = 5
"""Sentences that came in with the last changes may wait for their line, and are shown in English until then."""

ERRORS = {
    *("StudioError", "NotFound", "BadInput", "NotAllowed", "Conflict", "NotReady", "TooMany", "OverCeiling"),
    *("NoRoom", "FailedCheck", "ProviderError"),
}


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_that_a_chat_can_show_is_said_in_its_language(language: str) -> None:
    """A sentence that is missing here would be shown in English: give it a line in bot/words/reasons."""
    known = {_shape(one) for one in tables(language)["sentences"]}
    assert len(known) > 300
    missing = sorted({one for one in _sentences() if _shape(one) not in known} - SENTENCES_NOT_SHOWN)
    assert len(missing) <= LATE, "\n".join(missing)


@pytest.mark.parametrize("language", OTHERS)
def test_every_value_stands_where_the_other_language_has_it(language: str) -> None:
    for table in ("sentences", "phrases"):
        for key, said in tables(language)[table].items():
            asked = {int(number) for number in re.findall(r"\{(\d)\}", said)}
            assert asked <= set(range(key.count("{}"))), key


def test_no_reason_is_so_general_that_it_would_take_every_sentence() -> None:
    for language in languages():
        for key in tables(language)["sentences"]:
            assert len(re.sub(r"\{\}|\W", "", key)) >= 7, key
            assert len(re.split(r"(?<=[.!?])\s+", key)) <= TOGETHER


def test_a_refusal_is_said_whole_with_its_costs_and_the_reason_inside() -> None:
    said = reasons("de").said(
        "Wan refused it under its content rules (it cost $0.05): fal's content checker refused what Wan was "
        "asked for: nudity. Change the prompt or the picture. All in all $0.05 were spent on it."
    )
    assert said == (
        "Wan lehnte es nach seinen Inhaltsregeln ab (es hat 0,05 $ gekostet): Die Inhaltsprüfung von fal hat "
        "abgelehnt, worum Wan gebeten wurde: nudity. Ändere die Worte oder das Bild. "
        "Zusammen wurden dafür 0,05 $ ausgegeben."
    )


@pytest.mark.parametrize("rule", RULES.values())
def test_every_rule_of_a_refusal_is_known(rule: str) -> None:
    assert rule not in reasons("de").said(f"Wan {rule} (nothing was charged): Wan cannot do this kind of work.")


def test_a_ceiling_is_said_with_its_sums_in_order() -> None:
    said = reasons("de").said(
        "The next job costs $0.40; $1.84 of this group's daily ceiling of $2.00 are already spent or held, "
        "so it was not begun."
    )
    assert "kostet 0,40 $; von der Tagesgrenze dieser Gruppe (2,00 $) sind 1,84 $ schon" in said


def test_what_nobody_knows_stays_as_it_is_beside_what_is_known() -> None:
    assert (
        reasons("de").said("The moon is full. Nothing was charged.")
        == "The moon is full. Es hat nichts gekostet."
    )
    assert reasons("xx").said("Nothing was charged.") == "Nothing was charged."


def test_advice_for_the_command_line_is_advice_for_a_chat() -> None:
    for language in languages():
        for typed in ("See: video-story projects", "Run: video-story resume p_1", "See: video-story doctor"):
            assert "video-story" not in reasons(language).said(typed)


def test_every_price_and_limit_of_the_catalogue_is_said_in_german() -> None:
    found = views(load_catalogue(), ())
    assert all(isinstance(one.checked, date) for one in found)
    for one in found:
        for fact in (one.price, *one.limits.split("; ")):
            said = reasons("de").said(fact)
            assert not re.search(r"\b(a|free|read|written|for|of|to|no|sees)\b", said), said


def test_a_reason_is_escaped_and_short_enough_for_a_message() -> None:
    screen = trouble(words("de"), "There is no shot <9>: the film has 3 shots.", "")
    assert screen.text == "⚠️ Eine Einstellung &lt;9&gt; gibt es nicht: Der Film hat 3 Einstellungen."
    assert len(screen.text) < CAPTION


# ---------------------------------------------------------------- what the core's code says


def _shape(sentence: str) -> str:
    """A sentence without its last mark, since some are shown with one and some without."""
    return sentence.rstrip(".")


def _sentences() -> Iterator[str]:
    """Every sentence in the code of the core, and of the bot's own errors, as a pattern."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name in NOT_IN_A_CHAT or name.startswith(
            ("prompts/", "store/migrations/", "providers/local/writer/")
        ):
            continue
        yield from _said_in(path)
    for path in sorted((ROOT.parent / "bot").rglob("*.py")):
        yield from _errors_in(path)
    table = tomllib.loads((ROOT / "providers" / "remote_faults.toml").read_text(encoding="utf-8"))
    for rows in table.values():
        for row in rows:
            yield from _pieces(row.get("words", ""))


def _said_in(path: Path) -> Iterator[str]:
    """What looks like a sentence anywhere, and what an error is given even if it does not."""
    for text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
        yield from (piece for piece in _pieces(text) if _is_sentence(piece))
    yield from _errors_in(path)


def _errors_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in ERRORS:
            first = node.args[1:2] if _name(node.func) == "ProviderError" else node.args[:1]
            given = [*first, *(one.value for one in node.keywords if one.arg == "next_step")]
            for one in given:
                for text in _patterns(one):
                    yield from (piece for piece in _pieces(text) if _has_words(piece))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _texts(node: ast.AST) -> Iterator[str]:
    """Every string below a node that is no docstring and goes into no log."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and _name(child.func.value) == "log"
        ):
            continue
        if isinstance(child, (ast.Constant, ast.JoinedStr)):
            yield from _patterns(child)
        yield from _texts(child) if not isinstance(child, ast.JoinedStr) else ()


def _patterns(node: ast.expr) -> list[str]:
    """The texts an expression may give, with {} for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.sub(r"\{\w+\}", "{}", node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = (str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return [*_patterns(node.body), *_patterns(node.orelse)]
    return []


def _pieces(text: str) -> list[str]:
    found = re.sub(r"\{\w+\}", "{}", text.strip())
    return [piece for piece in re.split(r"(?<=[.!?])\s+", found) if piece]


def _is_sentence(piece: str) -> bool:
    return (
        bool(re.match(r"[“\"{A-Z]|fal ", piece)) and piece[-1] in ".!?" and " " in piece and _has_words(piece)
    )


def _has_words(piece: str) -> bool:
    return len(re.sub(r"\{\}|\W", "", piece)) > 6 and " " in piece
