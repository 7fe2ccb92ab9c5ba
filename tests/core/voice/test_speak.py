"""A line as it comes back: sound, times of words and sounds, and what is told of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core.catalogue.voices import find_language, load_voices
from core.errors import Fault, ProviderError
from core.media.loudness import loudness
from core.providers.local.voice.speaking import LONGEST_LINE

STORY = "Her hands did not shake. “Wait,” said Mr. Ash — “I don’t know the 42 boats.” 😀"


async def test_every_token_of_the_script_has_its_time(say) -> None:
    line = await say(STORY)
    assert [token for token, _, _ in line.words] == list(range(len(STORY.split())))
    assert all(before[2] == after[1] for before, after in pairwise(line.words))
    assert all(start < end for _, start, end in line.words)
    assert line.words[0][1] < 2000 and line.words[-1][2] == len(line.pcm)


async def test_words_lie_where_they_sound(say) -> None:
    """A pause stands between the sentences, and it is quiet in the sound itself."""
    line = await say("One. Two.")
    pauses = [start for symbol, start in line.phonemes if not symbol]
    second = line.words[1][1]
    assert line.words[0][1] < pauses[0] < second
    quiet = line.pcm[second - 3000 : second - 500].astype(float)
    loud = line.pcm[second : second + 10_000].astype(float)
    assert np.abs(quiet).max() < 0.05 * np.abs(loud).max()


async def test_the_same_request_gives_the_same_bytes(say) -> None:
    first = await say(STORY, "local:alto", manner="whispered")
    await say("Something else.", "local:bass")
    second = await say(STORY, "local:alto", manner="whispered")
    assert first.done.main.data == second.done.main.data
    assert first.done.parts["times"].data == second.done.parts["times"].data


async def test_another_reading_is_unlike_the_one_before_and_the_same_every_time(say) -> None:
    read = [await say(STORY, settings={"again": times} if times else {}) for times in (0, 1, 2, 3, 4, 2)]
    pairs = list(pairwise(read[:5]))
    assert all(before.done.main.data != after.done.main.data for before, after in pairs)
    assert all(abs(len(before.pcm) / len(after.pcm) - 1) > 0.01 for before, after in pairs)
    assert read[2].done.main.data == read[5].done.main.data


async def test_all_voices_sit_at_one_loudness_and_below_the_peak(say) -> None:
    for voice in load_voices():
        line = await say("We all know how long the winter nights are here.", voice.id)
        assert loudness(line.pcm) == pytest.approx(-20, abs=0.3), voice.id
        assert np.abs(line.pcm).max() <= 0.8 * 32768


async def test_a_line_begins_and_ends_close_to_its_sound(say) -> None:
    for text in ("Pat!", "Almost everyone.", "Shh."):
        pcm = (await say(text)).pcm.astype(float)
        heard = np.flatnonzero(np.abs(pcm) > 0.02 * np.abs(pcm).max())
        assert heard[0] < 48 * 45 and len(pcm) - heard[-1] < 48 * 130


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("😀😀😀", "en"),
        ("nuqneH, tera'ngan", "tlh"),
        ("今日雨天。", "ja"),
        ("…", "en"),
        ("", "en"),
        ("ខ្ញុំ", "en"),
    ],
)
async def test_what_cannot_be_said_is_silence_long_enough_to_read(say, text: str, language: str) -> None:
    line = await say(text, language=language)
    assert line.done.facts["said"] is False and line.done.facts["notes"]
    assert not line.pcm.any() and len(line.pcm) >= max(48_000, len(text) * 3200)
    assert len(line.words) == len(text.split()) and not line.phonemes


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("42", "f ˈɔːɹ ɾ i"),
        ("[[h@l'oU]]", "ˈeɪ tʃ"),
        ("<speak>hi</speak>", "s p ˈiː k"),
        ("<voice name='x'/> hello", "h ə l ˈoʊ"),
        ("100%", "p ɚ s ˈɛ n t"),
        ("“It's 'fine'”,\nshe\tsaid", "s ˈɛ d"),
        ("she said привет", "p r ʲ i v ʲ ˈe t"),
    ],
)
async def test_signs_are_plain_text_to_the_voice(say, text: str, heard: str) -> None:
    line = await say(text)
    assert line.done.facts["said"] is True
    assert heard in line.symbols


async def test_a_word_of_ten_thousand_letters_neither_stops_the_voice_nor_the_film(say) -> None:
    line = await say("a" * 10_000)
    assert line.done.facts["said"] and line.done.facts["notes"]
    assert 48_000 < len(line.pcm) < 48_000 * 60 and len(line.words) == 1


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "Das Meer war ruhig."),
        ("fr", "La mer était calme."),
        ("es", "El mar estaba en calma."),
        ("it", "Il mare era calmo."),
        ("pt-BR", "O mar estava calmo."),
        ("pl", "Morze było spokojne."),
        ("tr", "Deniz sakindi."),
        ("vi", "Biển lặng."),
        ("ru", "Море было спокойно."),
        ("el", "Η θάλασσα ήταν ήρεμη."),
        ("ar", "كان البحر هادئا."),
        ("he", "הים היה רגוע."),
        ("hi", "समुद्र शांत था।"),
        ("ko", "바다는 고요했다."),
        ("zh", "大海很平静，旧灯亮着。"),
        ("ja", "うみはしずかでした。"),
    ],
)
async def test_languages_are_spoken_and_not_spelled(say, tag: str, text: str) -> None:
    """Spelling takes several seconds a word and says so in English ("Chinese letter", "Arabic …")."""
    line = await say(text, "local:alto", tag)
    assert line.done.facts["said"]
    assert not any(
        word in line.symbols for word in ("l ˌɛ ɾ ɚ", "tʃ ˈaɪ n iː z", "ˈæ ɹ ə b ɪ k", "h ˈiː b ɹ uː")
    )
    letters = sum(not char.isspace() for char in text)
    per_letter = len(line.pcm) / 48_000 / letters
    assert per_letter < (0.5 if tag in ("zh", "ja", "ko") else 0.16), per_letter
    row = find_language(tag)
    assert row is not None and (not row.note or row.note in line.done.facts["notes"])


async def test_a_manner_changes_how_a_line_is_said(say) -> None:
    plain, shouted, slow, whispered = [
        await say("Come here.", "local:alto", manner=manner)
        for manner in ("", "shouted", "slowly", "whispered")
    ]
    assert len(slow.pcm) > len(plain.pcm)
    assert loudness(whispered.pcm) < loudness(plain.pcm) < loudness(shouted.pcm)


async def test_settings_of_the_cast_change_the_voice(say) -> None:
    plain = await say("Come here at once.", "local:tenor")
    quick = await say("Come here at once.", "local:tenor", settings={"rate": 130})
    small = await say("Come here at once.", "local:tenor", settings={"tract": 1200})
    assert len(quick.pcm) < 0.9 * len(plain.pcm)
    assert abs(len(small.pcm) - len(plain.pcm)) < 0.15 * len(plain.pcm)
    assert small.done.main.data != plain.done.main.data


async def test_an_unknown_voice_is_named_with_the_nearest_ones(say) -> None:
    with pytest.raises(ProviderError, match="local:alto") as caught:
        await say("Hello", "local:altto")
    assert caught.value.fault is Fault.INVALID_INPUT


async def test_a_line_without_end_is_refused_with_the_limit(say) -> None:
    with pytest.raises(ProviderError, match="20,000") as caught:
        await say("word " * LONGEST_LINE)
    assert caught.value.fault is Fault.INVALID_INPUT
