"""The rows of voices and languages, and who speaks as whom."""

from __future__ import annotations

import io
import wave
from itertools import combinations, pairwise

import numpy as np
import pytest
from twin import schema

from core.catalogue.voices import (
    NARRATOR,
    Casting,
    Voice,
    cast,
    counterpart,
    find_language,
    find_voice,
    language_of_script,
    languages,
    load_voices,
    recast,
)
from core.errors import NotFound
from core.providers.local.voice import speak
from core.providers.local.voice.espeak import espeak
from core.requests import SpeechRequest

SAMPLE = "The sea was calm and the old lamp was lit. Nobody goes out alone."
RANGE = (50, 520)


def _person(name: str, gender: str = "", age: str = "", species: str = "human") -> dict[str, str]:
    return {"name": name, "gender": gender, "age": age, "species": species}


CROWD = [
    _person("Ana", "woman"),
    _person("Ben", "man"),
    _person("Cleo"),
    _person("Dan", "man", "child"),
    _person("Eve", "woman", "old"),
    _person("Rex", species="dog"),
    _person("Unit 7", species="robot"),
    *[_person(f"Man {i}", "man") for i in range(8)],
]


async def test_every_row_names_something_the_library_has() -> None:
    """An unknown variant would silently give the plain voice (media.md 7)."""
    known = {file for _, _, file in await (await espeak()).voices()}
    for voice in load_voices():
        assert not voice.variant or f"!v/{voice.variant}" in known, voice.id
    for language in languages():
        assert language.espeak in known, language.tag


async def test_voices_of_a_cast_are_clearly_apart() -> None:
    """Measured by autocorrelation and spectrum: 3 semitones, or 4 dB of timbre, or some of both."""
    heard = {voice.id: await _sound(voice.id) for voice in load_voices()}
    pitch = {name: _pitch(pcm) for name, pcm in heard.items()}
    timbre = {name: _timbre(pcm) for name, pcm in heard.items()}
    for a, b in combinations(heard, 2):
        semitones = abs(12 * np.log2(pitch[a] / pitch[b]))
        decibels = float(np.sqrt(np.mean((timbre[a] - timbre[b]) ** 2)))
        assert semitones / 3 + decibels / 4 > 1.3, (a, b, semitones, decibels)


async def test_the_rows_tell_the_pitch_that_is_measured() -> None:
    for voice in load_voices():
        assert _pitch(await _sound(voice.id)) == pytest.approx(voice.hz, rel=0.12), voice.id


def test_women_are_higher_than_men_and_children_highest() -> None:
    rows = [voice for voice in load_voices() if voice.role == "cast"]
    adults = [voice for voice in rows if voice.age == "adult"]
    highest_man = max(voice.hz for voice in adults if voice.gender == "man")
    assert min(voice.hz for voice in adults if voice.gender == "woman") > highest_man
    assert min(voice.hz for voice in rows if voice.age == "child") > max(voice.hz for voice in adults)


def test_a_voice_is_found_by_its_id_or_short_name() -> None:
    assert find_voice("local:alto") is find_voice(" Alto ")


def test_an_unknown_voice_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="local:soprano") as caught:
        find_voice("local:sopran")
    assert "local:bass" not in str(caught.value)
    with pytest.raises(NotFound, match="local:narrator"):
        find_voice("qqqq")


def test_languages_are_found_by_bcp_47_tag() -> None:
    wanted = {"en": "gmw/en-US", "en-US": "gmw/en-US", "en_GB": "gmw/en-GB-x-rp", "zh-Hans-CN": "sit/cmn"}
    wanted |= {
        "zh-Hant-HK": "sit/yue",
        "pt-AO": "roa/pt",
        "pt-BR": "roa/pt-BR",
        "iw": "sem/he",
        "nb-NO": "gmq/nb",
    }
    assert {tag: row.espeak for tag in wanted if (row := find_language(tag)) is not None} == wanted
    assert find_language("tlh") is None and find_language("") is None


def test_every_script_has_a_language_that_reads_it() -> None:
    for language in languages():
        for script in language.scripts:
            reader = language_of_script(script)
            assert reader is not None and script in reader.scripts, script


def test_what_is_spoken_badly_says_so_in_a_sentence() -> None:
    notes = {language.tag: language.note for language in languages() if language.speaks != "well"}
    assert {"ja", "zh", "ar", "he", "fa", "th"} <= set(notes)
    assert all(note.endswith(".") for note in notes.values())


def test_voices_are_distinct_while_there_are_enough() -> None:
    result = cast({}, CROWD[:7], "en")
    assert result["narrator"].voice == NARRATOR
    assert len({casting.voice for casting in result.values()}) == 8


def test_a_later_character_never_changes_an_earlier_voice() -> None:
    for count in range(len(CROWD)):
        fewer, more = cast({}, CROWD[:count], "en"), cast({}, CROWD[: count + 1], "en")
        assert {name: more[name] for name in fewer} == fewer


def test_a_voice_that_serves_again_is_varied() -> None:
    result = cast({}, CROWD, "en")
    pairs = [(casting.voice, tuple(sorted(casting.settings.items()))) for casting in result.values()]
    assert len(set(pairs)) == len(pairs)


def test_voices_suit_what_is_known_of_a_character() -> None:
    result = cast({}, CROWD, "en")
    chosen = {name: find_voice(casting.voice) for name, casting in result.items()}
    assert (chosen["Ana"].gender, chosen["Ben"].gender) == ("woman", "man")
    assert (chosen["Dan"].age, chosen["Eve"].age) == ("child", "old")
    assert (chosen["Rex"].role, chosen["Unit 7"].role) == ("small creature", "machine")
    assert (result["Ana"].sure, result["Cleo"].sure) == ("rule", "guess")


def test_a_fable_full_of_animals_has_a_voice_for_each() -> None:
    animals = [_person(name, "man", species=name) for name in ("fox", "bear", "wolf", "hare", "cat")]
    result = cast({}, animals, "en")
    assert len({casting.voice for casting in result.values()}) == 6
    assert result["bear"].voice == "local:giant" and result["fox"].voice == "local:imp"


def test_a_language_without_a_voice_is_told() -> None:
    assert "does not speak 'th'" in cast({}, CROWD[:1], "th")["Ana"].because
    assert "does not speak" not in cast({}, CROWD[:1], "pt-BR")["Ana"].because


def test_a_persons_wish_wins_and_is_kept_free() -> None:
    result = cast({"ben": "Tenor", "narrator": "local:giant"}, CROWD, "en")
    assert result["Ben"].voice == "local:tenor" and result["Ben"].sure == "wish"
    assert result["narrator"].voice == "local:giant"
    assert [
        name for name, casting in result.items() if casting == Casting("local:tenor", {}, casting.sure)
    ] == []
    assert cast({"ana": "piper:/voices/ana.onnx"}, CROWD, "en")["Ana"].voice == "piper:/voices/ana.onnx"
    with pytest.raises(NotFound):
        cast({"ana": "local:nobody"}, CROWD, "en")


async def _sound(voice: str) -> np.ndarray:
    done = await speak(SpeechRequest(SAMPLE, voice, "en"), None)  # type: ignore[arg-type]
    with wave.open(io.BytesIO(done.main.data)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float)


def _pitch(sound: np.ndarray) -> float:
    """Median of the fundamental over the loud 40 ms windows: first strong peak of the autocorrelation."""
    size = 1920
    window = np.hanning(size)
    shape = np.fft.irfft(np.abs(np.fft.rfft(window, 4 * size)) ** 2)
    found = []
    for at in range(0, len(sound) - size, size // 2):
        part = sound[at : at + size]
        if np.mean(part**2) < 0.5 * np.mean(sound**2):
            continue
        power = np.abs(np.fft.rfft((part - part.mean()) * window, 4 * size)) ** 2
        curve = np.fft.irfft(power) / np.maximum(shape, 1e-3 * size)
        lags = np.arange(48_000 // RANGE[1], 48_000 // RANGE[0])
        peaks = [k for k in lags[1:-1] if curve[k - 1] < curve[k] >= curve[k + 1]]
        strong = [k for k in peaks if curve[k] > 0.85 * max(curve[peaks]) and curve[k] > 0.45 * curve[0]]
        found += [48_000 / strong[0]] if strong else []
    return float(np.median(found))


def _timbre(sound: np.ndarray) -> np.ndarray:
    """Mean spectrum in 24 bands from 200 Hz to 8 kHz, in dB about its mean."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, 2048)[::1024] * np.hanning(2048)
    power = np.mean(np.abs(np.fft.rfft(frames)) ** 2, axis=0)
    hz = np.fft.rfftfreq(2048, 1 / 48_000)
    edges = np.geomspace(200, 8000, 25)
    bands = [10 * np.log10(power[(hz >= a) & (hz < b)].mean() + 1) for a, b in pairwise(edges)]
    return np.array(bands) - np.mean(bands)


@pytest.mark.parametrize("family", ["elevenlabs", "minimax"])
def test_a_cast_of_a_paid_family_gives_everyone_a_voice_of_their_own(family: str) -> None:
    """The family of the speech model the film is made with."""
    people = [_person(f"Woman {i}", "woman") for i in range(4)] + [_person(f"Man {i}", "man") for i in range(4)]
    casting = cast({}, people, "en", family)
    chosen = [one.voice for one in casting.values()]
    assert len(set(chosen)) == len(chosen) == 9
    assert {find_voice(voice).family for voice in chosen} == {family}
    for person in people:
        assert find_voice(casting[person["name"]].voice).gender == person["gender"]


@pytest.mark.parametrize("family", ["local", "elevenlabs", "minimax"])
def test_nobody_is_left_without_a_voice_whoever_they_are(family: str) -> None:
    casting = cast({}, CROWD, "en", family)
    assert set(casting) == {"narrator", *(person["name"] for person in CROWD)}
    assert {find_voice(one.voice).family for one in casting.values()} == {family}


def test_a_later_character_never_changes_an_earlier_voice_of_a_paid_family() -> None:
    for family in ("elevenlabs", "minimax"):
        whole = cast({}, CROWD, "en", family)
        for count in range(len(CROWD)):
            some = cast({}, CROWD[:count], "en", family)
            assert some == {name: whole[name] for name in some}


def test_a_wish_for_a_voice_of_another_family_gets_one_like_it() -> None:
    casting = cast({"ana": "local:alto", "narrator": "Rachel"}, [_person("Ana", "woman")], "en", "minimax")
    assert find_voice(casting["Ana"].voice).gender == "woman"
    assert casting["narrator"].voice == "minimax:Calm_Woman"
    assert casting["Ana"].sure == "wish"


def test_voices_alike_become_different_voices_alike() -> None:
    women = [
        row for row in load_voices("minimax") if (row.role, row.gender, row.age) == ("cast", "woman", "adult")
    ]
    others = [counterpart(row.id, "elevenlabs") for row in women]
    assert len({row.id for row in others}) == len(women) > 1
    assert {row.gender for row in others} == {"woman"}


@pytest.mark.parametrize("voice", load_voices(""), ids=lambda voice: voice.id)
def test_every_voice_has_a_counterpart_in_every_family(voice: Voice) -> None:
    for family in ("local", "elevenlabs", "minimax"):
        there = counterpart(voice.id, family)
        assert there.family == family
        assert there.gender == voice.gender or "" in (there.gender, voice.gender)
        assert counterpart(there.id, family) == there


def test_the_local_voice_says_a_line_that_was_cast_for_another_family() -> None:
    assert counterpart("elevenlabs:Fin", "local").id == "local:elder"


def test_paid_voices_are_found_by_id_and_by_name() -> None:
    assert find_voice("elevenlabs:rachel").name == "Rachel"
    assert find_voice("wise_woman").id == "minimax:Wise_Woman"
    assert find_voice("alto").id == "local:alto"
    with pytest.raises(NotFound, match="elevenlabs:Rachel"):
        find_voice("elevenlabs:Rachell")


def test_what_the_services_themselves_offer_is_what_the_rows_name() -> None:
    names = {row.name for row in load_voices("elevenlabs")}
    known = schema.models("replicate")["elevenlabs/v3"].fields["voice"]["choices"]
    assert names == set(known)
    assert len(load_voices("minimax")) == 17


def test_another_voice_is_nobody_elses_and_never_the_one_before() -> None:
    casting = cast({}, CROWD[:3], "en")
    others = {casting["narrator"].voice, casting["Ben"].voice, casting["Cleo"].voice}
    own = casting["Ana"]
    given = [own, *(recast(casting, CROWD[0], times) for times in range(1, 12))]
    assert not others & {one.voice for one in given}
    assert all((a.voice, a.settings) != (b.voice, b.settings) for a, b in pairwise(given))
    assert {find_voice(one.voice).gender for one in given} == {"woman"}


def test_another_narrator_is_a_grown_up_and_a_wish_stays_a_wish() -> None:
    casting = cast({"Ana": "local:bass"}, CROWD[:2], "en")
    told = recast(casting, {"name": "narrator"}, 1)
    assert told.voice not in {one.voice for one in casting.values()}
    assert recast(casting, CROWD[0], 3).voice == "local:bass"
