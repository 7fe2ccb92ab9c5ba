"""The elements of the Fountain format, one by one, and the film that comes of them."""

from __future__ import annotations

import pytest

from core.providers.local.writer.fountain import Kind, elements, heading_parts, plain


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in elements(text)]


def test_the_title_page_ends_at_the_first_empty_line():
    text = "Title:\n    _**Two**_ Doors\nAuthor: Kim\n\nA door: it opens.\n"
    found = elements(text)
    assert [(one.kind, one.number, one.text) for one in found[:2]] == [
        (Kind.TITLE, "Title", "Two Doors"),
        (Kind.TITLE, "Author", "Kim"),
    ]
    assert (found[2].kind, found[2].text) == (Kind.ACTION, "A door: it opens.")


def test_a_text_that_begins_with_a_word_and_a_colon_has_no_title_page():
    assert kinds("Ana: a girl of nine.\n\nShe waits.")[0][0] == "action"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("INT. KITCHEN - NIGHT", "INT. KITCHEN - NIGHT"),
        ("ext. beach - day", "ext. beach - day"),
        ("INT./EXT. CAR - DUSK", "INT./EXT. CAR - DUSK"),
        ("I/E CAR", "I/E CAR"),
        ("EST. HARBOUR", "EST. HARBOUR"),
        (".ON THE ROOF", "ON THE ROOF"),
        (".ÜBER DEM DACH", "ÜBER DEM DACH"),
    ],
)
def test_scene_headings_by_their_start_or_by_force(line, text):
    assert kinds(f"{line}\n\nAction.")[0] == ("heading", text)


def test_a_scene_number_is_no_part_of_the_heading():
    first = elements("INT. HALL - DAY #12-A#\n\nAction.")[0]
    assert (first.text, first.number) == ("INT. HALL - DAY", "12-A")


def test_an_ellipsis_is_no_forced_heading():
    assert kinds("...and then nothing.")[0][0] == "action"


def test_a_character_has_capitals_an_empty_line_before_and_words_after():
    assert kinds("ANA\nHello.") == [("character", "ANA"), ("dialogue", "Hello.")]
    assert kinds("ANA\n\nHello.")[0][0] == "action"
    assert kinds("Rain.\nANA\nHello.")[0][0] == "action"


def test_names_in_any_script_can_speak():
    assert kinds("ÄRZTIN\nJa.")[0] == ("character", "ÄRZTIN")
    assert kinds("@小梅\n你好。") == [("character", "小梅"), ("dialogue", "你好。")]
    assert kinds("@McCoy\nNo.")[0] == ("character", "McCoy")


def test_extensions_and_contd_are_no_part_of_the_name():
    first = elements("ANA (O.S.) (CONT'D)\nHello.")[0]
    assert (first.text, first.extension) == ("ANA", "O.S.")


def test_parentheticals_stand_between_the_lines_of_a_speech():
    assert kinds("ANA\n(softly)\nHello.\n(louder)\nHello!") == [
        ("character", "ANA"),
        ("parenthetical", "softly"),
        ("dialogue", "Hello."),
        ("parenthetical", "louder"),
        ("dialogue", "Hello!"),
    ]


def test_two_spaces_keep_a_speech_together():
    assert kinds("ANA\nOne.\n  \nTwo.") == [("character", "ANA"), ("dialogue", "One.\nTwo.")]


def test_dual_dialogue_is_marked():
    found = [one for one in elements("ANA\nYes.\n\nTOM ^\nNo.") if one.kind is Kind.CHARACTER]
    assert [(one.text, one.dual) for one in found] == [("ANA", False), ("TOM", True)]


def test_lyrics_transitions_centred_lines_sections_synopses_and_page_breaks():
    text = "# Act\n\n= What happens.\n\n> THE END <\n\n> FADE OUT.\n\nCUT TO:\n\n~la la\n\n===\n"
    assert kinds(text) == [
        ("section", "Act"),
        ("synopsis", "What happens."),
        ("centered", "THE END"),
        ("transition", "FADE OUT."),
        ("transition", "CUT TO:"),
        ("lyric", "la la"),
        ("page_break", ""),
    ]


def test_fade_in_is_a_transition_and_no_place():
    assert kinds("FADE IN:\n\nINT. HALL\n\nRain.")[0] == ("transition", "FADE IN:")


def test_forced_action_stays_action():
    assert kinds("!SCANNING THE AISLES\nHe stops.") == [("action", "SCANNING THE AISLES\nHe stops.")]


def test_notes_and_the_boneyard_are_gone_even_over_lines():
    assert kinds("One [[a note]]two.\n\n/* out\n\nout */\n\nThree.") == [
        ("action", "One two."),
        ("action", "Three."),
    ]


def test_emphasis_goes_and_escaped_marks_stay():
    assert plain("***very*** **bold** *it* _under_ \\*star\\* snake_case_name") == (
        "very bold it under *star* snake_case_name"
    )


def test_a_heading_falls_into_its_parts():
    assert heading_parts("INT. SHOP - BACK ROOM - NIGHT") == ("INT", "SHOP - BACK ROOM", "NIGHT")
    assert heading_parts("The kitchen") == ("", "The kitchen", "")


def test_a_screenplay_becomes_lines_scenes_and_voices(film):
    text = "Title: Doors\n\nINT. BAKERY - NIGHT\n\nBruno waits.\n\nODETTE (O.S.)\n(sweetly)\nCome in.\n\n"
    text += "EXT. STREET - DAWN\n\nBruno runs."
    made = film(text, "fountain")
    assert made.story.title == "Doors"
    assert made.lines == [("", "Bruno waits."), ("Odette", "Come in."), ("", "Bruno runs.")]
    assert made.script.segments[1].manner == "O.S., sweetly"
    assert [(one.set, one.time.value) for one in made.scenes.scenes] == [
        ("Bakery", "night"),
        ("Street", "dawn"),
    ]
    assert "Odette" not in made.shots[0][1].characters
