"""Who says what: tags, pronouns, turns, actions, quotes of many kinds, dashes."""

from __future__ import annotations

import pytest

from core.story import SegmentKind

TWO = "Ana and Tom sat on the pier. She was a baker, and he was a sailor.\n\n"


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ('"We are late," said Ana.', "Ana", "We are late,"),
        ('"We are late," Ana said.', "Ana", "We are late,"),
        ('Ana said, "We are late."', "Ana", "We are late."),
        ("“We are late,” said Ana.", "Ana", "We are late,"),
        ("‘We are late,’ said Ana.", "Ana", "We are late,"),
        ("'We're late,' said Ana.", "Ana", "We're late,"),
        ("«We are late», said Ana.", "Ana", "We are late"),
        ("— We are late, said Ana.", "Ana", "We are late,"),
        ("— Are we late? asked Ana.", "Ana", "Are we late?"),
    ],
)
def test_a_speech_with_a_tag_belongs_to_the_one_it_names(film, text, speaker, said):
    made = film(f"{text}\n\nShe ran away.")
    assert made.lines[0] == (speaker, said)


def test_a_dialogue_of_dashes_alone_has_its_two_speakers(film):
    text = "— Are you awake? asked Paul.\n\n— No, said Marta. Go to sleep.\n\n"
    made = film(f"{text}— I heard something in the attic.\n\n— It is the wind.\n\n— Me? I ask you!")
    assert made.lines[1:3] == [("Marta", "No,"), ("Marta", "Go to sleep.")]
    assert [speaker for speaker, _ in made.lines[3:]] == ["Paul", "Marta", "Paul"]


def test_a_bare_tag_is_heard_in_the_voice_and_kept_in_the_reason(film):
    first = film('"Hush," whispered Ana softly.').script.segments[0]
    assert (first.speaker, first.manner) == ("Ana", "whispered softly")
    assert "whispered Ana softly" in first.because
    assert len(film('"Hush," whispered Ana softly.').lines) == 1


def test_a_tag_that_tells_more_stays_as_narration(film):
    made = film('"Hush," said Ana, closing the door.')
    assert made.lines == [("Ana", "Hush,"), ("", "said Ana, closing the door.")]


def test_a_sentence_parted_by_a_tag_is_one_line_again(film):
    made = film('"If we go now," said Ana, "we can make it."')
    assert made.lines == [("Ana", "If we go now, we can make it.")]


def test_with_the_text_kept_the_tag_is_told(film):
    made = film('"Hush," said Ana.', keep_text=True)
    assert made.lines == [("Ana", "Hush,"), ("", "said Ana.")]


def test_a_pronoun_means_the_one_of_that_gender(film):
    made = film(TWO + '"Look," she said.\n\n"Where?" he asked.')
    assert made.lines[-2:] == [("Ana", "Look,"), ("Tom", "Where?")]


def test_in_a_dialogue_of_two_the_turns_alternate(film):
    made = film('"A boat," said Ana.\n\n"Where?" asked Tom.\n\n"There."\n\n"I see it."\n\n"Wave!"')
    assert [speaker for speaker, _ in made.lines] == ["Ana", "Tom", "Ana", "Tom", "Ana"]


def test_somebody_called_by_name_is_not_the_speaker(film):
    made = film(TWO + 'Ana waved. Tom waved.\n\n"Tom, come here!"')
    assert made.lines[-1] == ("Ana", "Tom, come here!")


def test_who_acts_beside_the_words_says_them(film):
    made = film('Tom stood up. Ana put down her cup. "We should go."')
    assert made.lines[-1] == ("Ana", "We should go.")


def test_a_quote_over_several_paragraphs_has_one_speaker(film):
    made = film(
        '"It was long ago," said Ana. "The sea was wild.\n\n"And then it was calm."\n\nTom slept. He snored.'
    )
    assert [speaker for speaker, _ in made.lines[:3]] == ["Ana", "Ana", "Ana"]


def test_an_unclosed_quote_ends_with_its_paragraph(film):
    made = film('"Where are you going?\n\nTom walked on. He sang.')
    assert made.lines[0][1] == "Where are you going?"
    assert made.lines[1] == ("", "Tom walked on. He sang.")


def test_words_in_quotes_that_nobody_says_are_narration(film):
    made = film('The old ship was called the "Blue Whale" by everyone. Ana loved it. Ana sailed it.')
    assert all(line.kind is SegmentKind.NARRATION for line in made.script.segments)
    assert '"Blue Whale"' in made.lines[0][1]


@pytest.mark.parametrize(
    ("tag", "name", "gender"),
    [
        ("said a woman's voice.", "Woman's voice", "woman"),
        ("a deep voice answered.", "Deep voice", ""),
        ("came a voice.", "Voice", ""),
    ],
)
def test_a_voice_speaks_unseen(film, tag, name, gender):
    made = film(f'Tom stood in the garden. Tom waited.\n\n"You came," {tag}\n\nTom grinned.')
    assert made.lines[-2:] == [(name, "You came,"), ("", "Tom grinned.")]
    assert made.character(name).gender == gender
    assert all(name not in shot.characters for shot in made.flat)


def test_a_voice_from_a_named_place_stays_told(film):
    made = film('Tom stood there. Tom waited.\n\n"Halt!" came a voice from the dark.')
    assert made.lines[-2:] == [("Voice", "Halt!"), ("", "came a voice from the dark.")]


def test_a_sign_has_no_voice(film):
    made = film('Ana walked on. Ana stopped. The sign said: "Closed for winter."')
    assert {speaker for speaker, _ in made.lines} == {""}


def test_nobody_named_means_that_the_narrator_tells_it(film):
    made = film('"Is there anybody?"\n\nThe wind blew.')
    assert made.script.segments[0].kind is SegmentKind.NARRATION
    assert "narrator" in made.script.segments[0].because


def test_the_teller_who_speaks_is_a_character(film):
    made = film('I opened the door.\n\n"Who is there?" I asked.\n\n"Me," said Nell.')
    assert made.lines[1:] == [("I", "Who is there?"), ("Nell", "Me,")]


def test_the_teller_is_never_she(film):
    text = 'I hated Mondays. I went to the garden and found Fatima. She was eating.\n\n"Why?" I asked.\n\n'
    made = film(text + 'She shrugged. "It was raining."')
    assert made.lines[-1] == ("Fatima", "It was raining.")
    assert made.character("I").gender == ""
    assert made.character("Fatima").gender == "woman"


def test_a_past_verb_after_the_words_is_a_tag_too(film):
    made = film('The fox ran. The fox fell.\n\n"Too heavy," panted the fox.')
    assert made.lines[-1] == ("Fox", "Too heavy,")
    assert made.script.segments[-1].manner == "panted"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "„Wo ist die Lampe?“, fragte Anna.", ("Anna", "Wo ist die Lampe?")),
        ("de", "Anna sagte: »Komm mit.«", ("Anna", "Komm mit.")),
        ("fr", "« Où est la lampe ? » demanda Claire.", ("Claire", "Où est la lampe ?")),
        ("es", "—¿Dónde está la lámpara? —preguntó Ana.", ("Ana", "¿Dónde está la lámpara?")),
        ("it", "«Dov'è la lampada?» chiese Giulia.", ("Giulia", "Dov'è la lampada?")),
        ("pt", "— Onde está a lâmpada? — perguntou Joana.", ("Joana", "Onde está a lâmpada?")),
        ("ru", "— Где лампа? — спросила Анна.", ("Анна", "Где лампа?")),
        ("zh", "“灯在哪里？”小梅问。", ("小梅", "灯在哪里？")),
        ("ja", "「どこですか」とキツネが聞きました。", ("キツネ", "どこですか")),
    ],
)
def test_other_languages_have_their_own_quotes_and_verbs(film, language, text, expected):
    assert film(text, language=language).lines[0] == expected


def test_an_incise_with_a_hyphen_is_a_tag(film):
    made = film("Claire entra. Elle sourit.\n\n« Viens », dit-elle.", language="fr")
    assert made.lines[-1] == ("Claire", "Viens")
