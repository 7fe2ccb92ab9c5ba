"""What is said of a written line, and where its words lie."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.providers.local.voice.text import Line, prepare, token_times


def _said(text: str, language: str = "en") -> str:
    return " | ".join(run.text.strip() for run in prepare(text, language).runs)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("“Wait,” said Mr. Ash.", "Wait, said Mister Ash."),
        ("I don’t — I can’t…", "I don't, I can't..."),
        ("word—word", "word, word"),
        ("— Hola", "Hola"),
        ("wait... what?! no!!!", "wait... what? no!"),
        ("St. Mary lives on Main St. now", "Saint Mary lives on Main Street now"),
        ("Dr. J. R. Smith vs. No. 5", "Doctor J R Smith versus number 5"),
        ("She said no. Then she left.", "She said no. Then she left."),
        ("and so on, etc.", "and so on, et cetera."),
        ("**bold** _it_ `code` # Head", "bold it code Head"),
        ("[the sea](https://sea.example/x)", "the sea"),
        ("see https://www.example.com/a?b=1, ok", "see example dot com, ok"),
        ("mail ana@site.org.", "mail ana at site dot org."),
        ("[[h@l'oU]] there", "h@l'oU there"),
        ("<speak>hi</speak> <b>you</b>", "speak hi speak you"),
        ("3 < 5 and 100 % or 50%", "3 < 5 and 100 % or 50%"),
        ("hello\x01 50S there\ud800\ufeff", "hello 50S there"),
        ("Hi 👩‍👩‍👧 you 1️⃣ 🇩🇪", "Hi you 1"),
        ("𝓗𝓮𝓵𝓵𝓸 ﬁne ＯＫ", "Hello fine OK"),
        ("line\none\r\n\ttwo", "line one two"),
        ("‘Tis’ 'quoted'", "Tis quoted"),
    ],
)
def test_written_signs_become_words_or_silence(written: str, said: str) -> None:
    assert _said(written) == said


def test_shortcuts_are_those_of_the_language() -> None:
    assert _said("Hr. Maier, z. B. Nr. 5 usw.", "de") == "Herr Maier, zum Beispiel Nummer 5 und so weiter."
    assert _said("M. Brel et Mme Brel", "fr") == "Monsieur Brel et Madame Brel"
    assert _said("El Sr. Ruiz", "es-MX") == "El Señor Ruiz"


def test_each_script_is_said_by_its_own_language() -> None:
    line = prepare("She said 你好 and привет to me", "en")
    assert [run.language.tag for run in line.runs] == ["en", "zh", "en", "ru", "en"]
    assert [run.language.tag for run in prepare("Это Hello мир", "ru").runs] == ["ru"]
    assert [run.language.tag for run in prepare("你好，世界。", "").runs] == ["zh"]


def test_hebrew_points_are_not_spelled_out() -> None:
    assert _said("שָׁלוֹם", "he") == "שלום"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("😀😀", "en"),
        ("— … !", "en"),
        ("", "en"),
        ("nuqneH", "tlh"),
        ("ខ្ញុំស្រលាញ់", ""),
        ("今日雨天", "ja"),
        ("สวัสดี", "th"),
    ],
)
def test_what_cannot_be_said_has_no_run_and_says_why(text: str, language: str) -> None:
    line = prepare(text, language)
    assert not line.runs
    assert all(note.endswith(".") and " " in note for note in line.notes) and line.notes


def test_a_few_characters_that_cannot_be_read_are_left_out() -> None:
    line = prepare("これはねこのはなしです、木のうえのねこです", "ja")
    assert [run.text for run in line.runs] == ["これはねこのはなしです、のうえのねこです"]
    assert any("木" in note for note in line.notes)


def test_a_word_of_ten_thousand_letters_is_only_begun() -> None:
    line = prepare("a" * 10_000 + " end", "en")
    (run,) = line.runs
    assert len(run.text) < 200 and run.text.endswith(" end") and line.notes
    assert max(len(word) for word in run.text.split()) <= 60
    assert len(prepare("海" * 500, "zh").runs[0].text.replace(" ", "")) == 500


def test_every_spoken_character_knows_its_token() -> None:
    line = prepare("“Wait,” said Mr. Ash — “I don’t know…”", "en")
    (run,) = line.runs
    for i, token in enumerate(line.tokens):
        said = "".join(char for char, owner in zip(run.text, run.owners, strict=True) if owner == i)
        assert said.strip() == {"“Wait,”": "Wait,", "Mr.": "Mister", "Ash": "Ash", "—": ",", "“I": "I"}.get(
            token, token.replace("’", "'").replace("…”", "...")
        )


def test_words_heard_in_one_breath_share_its_time() -> None:
    line = prepare("hands did not shake", "en")
    times = token_times(line, [(0, 0), (1, 1000), (3, 2400)], [], 4000)
    assert times == ((0, 0, 1000), (1, 1000, 1700), (2, 1700, 2400), (3, 2400, 4000))


def test_a_silent_token_takes_little_and_the_pause_goes_to_the_last_word() -> None:
    line = prepare("one — two", "en")
    times = token_times(line, [(0, 100), (2, 2100)], [1100], 3000)
    assert times[0][:2] == (0, 100) and times[1][2] == 2100 and times[2] == (2, 2100, 3000)
    assert times[1][1] > 900


def _covers(line: Line, times: tuple[tuple[int, int, int], ...], end: int) -> None:
    assert [token for token, _, _ in times] == list(range(len(line.tokens)))
    assert all(a <= b for _, a, b in times)
    assert all(before[2] == after[1] for before, after in pairwise(times))
    assert not times or times[-1][2] == end


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja", "zh", "ar", "", "xx"]))
def test_any_text_at_all_can_be_made_ready(text: str, language: str) -> None:
    line = prepare(text, language)
    assert line.tokens == tuple(text.split())
    for run in line.runs:
        assert len(run.text) == len(run.owners)
        assert all(0 <= owner < len(line.tokens) for owner in run.owners)
        assert list(run.owners) == sorted(run.owners)
        assert not set(run.text) & set("[]<\x01\ud800") - {"<"}
        run.text.encode()
    assert line.runs or line.notes or not line.tokens


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(["one", "—", "did", "not", "😀", "word,"]), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 9999)), max_size=12),
    st.lists(st.integers(0, 9999), max_size=4),
)
def test_token_times_are_in_order_without_holes(
    tokens: list[str], starts: list[tuple[int, int]], pauses: list[int]
) -> None:
    line = prepare(" ".join(tokens), "en")
    _covers(line, token_times(line, sorted(starts), sorted(pauses), 10_000), 10_000)
