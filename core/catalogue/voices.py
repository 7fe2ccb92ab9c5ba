"""The voices of every family, the languages of the local one: how a name finds a voice, and who speaks as whom.

Rows live in voices.toml. What a local voice sounds like was measured, not heard (media.md 7): pitch and
spectrum. What is said of a paid voice is what its service says, or what its name says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.errors import NotFound

NARRATOR = "local:narrator"
PIPER = "piper:"
"""A voice id that begins so is the path of a person's own piper voice."""


LOCAL = "local"
"""The family of voices that need no key."""

FAMILIES = (LOCAL, "elevenlabs", "minimax")
"""Every family; the `voices` of a speech model's row names one."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice; the figures say how espeak-ng is set up for a local one, in any language."""

    id: str
    """"family:word", such as "local:alto"."""
    name: str
    """The service's own word for it."""
    gender: str
    """"man", "woman" or "" for a creature, a machine or when it is not known."""
    age: str
    """"child", "adult" or "old"."""
    role: str
    """"narrator", "cast", "small creature", "large creature" or "machine"."""
    description: str
    family: str = LOCAL
    """Who speaks with it: "local", "elevenlabs", "minimax"; the `voices` of a speech model's row."""
    variant: str = ""
    """An espeak-ng voice variant; empty for the language's own voice."""
    pitch: int = 0
    """espeak-ng's pitch, 0 to 99."""
    range: int = 0
    """How far the pitch moves, 0 to 99."""
    rate: int = 0
    """Words a minute."""
    tract: int = 1000
    """Size of the speaker: 1000 leaves the sound as it is, more is smaller, less is larger."""
    hz: int = 0
    """Measured base pitch in English."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the local voice."""

    tag: str
    """BCP 47."""
    name: str
    espeak: str
    """The library's voice file."""
    scripts: tuple[str, ...]
    """Writings it reads: "Latin", "Cyrillic", "Han", "Kana", …"""
    speaks: str = "well"
    """"well", "roughly", or "no" when most words would come out wrong, so that lines stay silent."""
    note: str = ""
    """A sentence for the person about what to expect."""


@dataclass(frozen=True, slots=True)
class Casting:
    """Who speaks as whom."""

    voice: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Changes to the voice: `pitch` is added, `rate` is per cent, `tract` per mille."""
    sure: str = "rule"
    """"wish" when the person chose, "rule" when the words say who this is, "guess" when they do not."""
    because: str = ""


def load_voices(family: str = LOCAL) -> tuple[Voice, ...]:
    """Every voice of a family, in the order in which a cast takes them; "" for those of all families."""
    return tuple(row for row in _voices().values() if family in ("", row.family))


def find_voice(voice_id: str) -> Voice:
    """The voice of an id such as "local:alto"; "alto" and capitals are understood.

    Raises NotFound, naming the nearest ones.
    """
    wanted = voice_id.strip().casefold()
    row = _voices().get(wanted) or _bare().get(wanted)
    if row is not None:
        return row
    near = get_close_matches(wanted.partition(":")[2] or wanted, list(_bare()), 3, 0.5)
    names = [_bare()[name].id for name in near] or [voice.id for voice in load_voices()]
    raise NotFound(f"There is no voice {voice_id!r}.", next_step=f"Choose one of: {', '.join(names)}.")


def counterpart(voice_id: str, family: str) -> Voice:
    """The voice that speaks in place of this one where only another family can be had; itself in its own.

    Like for like: same role, else same gender and age, and two voices alike become two different ones as long
    as there are enough. Raises NotFound.
    """
    voice = find_voice(voice_id)
    if voice.family == family:
        return voice
    alike = [row for row in load_voices(voice.family) if _kind(row) == _kind(voice)]
    there = [row for row in load_voices(family) if _kind(row) == _kind(voice)]
    there = there or _people(family, voice.gender, voice.age)
    return there[alike.index(voice) % len(there)]


def languages() -> tuple[Language, ...]:
    """Every language the local voice has."""
    return tuple(_languages().values())


def find_language(tag: str) -> Language | None:
    """The row of a BCP 47 tag, or of the nearest wider one ("pt-AO" finds "pt"); None when there is none."""
    parts = tag.strip().replace("_", "-").casefold().split("-")
    parts[0] = _ALSO_CALLED.get(parts[0], parts[0])
    if len(parts) > 2 and len(parts[1]) == 4 and f"{parts[0]}-{parts[2]}" in _languages():
        del parts[1]
    while parts:
        row = _languages().get("-".join(parts))
        if row is not None:
            return row
        parts.pop()
    return None


def language_of_script(script: str) -> Language | None:
    """The language that speaks for a script found in a text of another one."""
    tag = _SCRIPTS.get(script)
    return None if tag is None else _languages()[tag]


def cast(
    wishes: Mapping[str, str],
    characters: Sequence[Mapping[str, str]],
    language: str,
    family: str = LOCAL,
) -> dict[str, Casting]:
    """A voice for the narrator (under "narrator") and for each character, by name.

    Characters come in order of appearance, each with `name`, `gender`, `age` and `species`. The choice for one
    depends only on the wishes and on those before it, so a later character never changes an earlier voice.
    `family` is whose voices are taken; a wish for a voice of another family gets its counterpart.
    Every voice speaks every language; where the local voice lacks it, `because` says so. Raises NotFound when a
    wish names no voice.
    """
    wished = {name.casefold(): _wished(voice, family) for name, voice in wishes.items() if voice}
    taken = list(wished.values())
    told = wished.get("narrator")
    result = {
        "narrator": Casting(told, sure="wish")
        if told
        else Casting(_narrator(family), because="The narrator's voice.")
    }
    for character in characters:
        own = wished.get(character["name"].casefold())
        casting = Casting(own, sure="wish", because=_CHOSEN) if own else _next_free(character, taken, family)
        result[character["name"]] = casting
        if not own:
            taken.append(casting.voice)
    unheard = _unheard(language, family)
    return {name: replace(casting, because=casting.because + unheard) for name, casting in result.items()}


def recast(casting: Mapping[str, Casting], who: Mapping[str, str], times: int, family: str = LOCAL) -> Casting:
    """Another voice for one of a cast, asked for so many times: one that suits and is nobody else's.

    `who` is a character as `cast` takes it, or has the name "narrator". When no such voice is left, the own one
    is varied. Whoever was given a voice by wish keeps it.
    """
    own = casting[who["name"]]
    if own.sure == "wish":
        return own
    others = {one.voice for name, one in casting.items() if name != who["name"]}
    free = [row.id for row in _suiting(who, family) if row.id not in {*others, own.voice}]
    varied = [replace(own, settings=dict(settings)) for settings in _VARIATIONS[1:]]
    choices = [*(replace(own, voice=voice, settings={}) for voice in free), *varied, own]
    return replace(choices[(times - 1) % len(choices)], because="Another voice, as you asked.")


def _suiting(who: Mapping[str, str], family: str) -> list[Voice]:
    if who["name"] != "narrator":
        return _fitting(who, family)[0]
    return [*_with(family, role="narrator"), *_with(family, role="cast", age="adult")]


_CHOSEN = "Chosen by you."


def _wished(voice: str, family: str) -> str:
    return voice if voice.startswith(PIPER) else counterpart(voice, family).id


def _narrator(family: str) -> str:
    return next(row.id for row in load_voices(family) if row.role == "narrator")


def _unheard(language: str, family: str) -> str:
    row = find_language(language)
    spoken = family != LOCAL or (row is not None and row.speaks != "no")
    return "" if spoken else f" The local voice does not speak {language!r}."


def _next_free(character: Mapping[str, str], taken: Sequence[str], family: str) -> Casting:
    """The first fitting voice used least so far; one that is used again is varied."""
    fitting, sure, because = _fitting(character, family)
    uses = {voice.id: taken.count(voice.id) for voice in fitting}
    voice = min(fitting, key=lambda row: uses[row.id])
    return Casting(voice.id, dict(_VARIATIONS[min(uses[voice.id], len(_VARIATIONS) - 1)]), sure, because)


def _fitting(character: Mapping[str, str], family: str) -> tuple[list[Voice], str, str]:
    """The voices that suit what is known of a character, best first, how sure that is, and why."""
    species = character.get("species", "").casefold() or "human"
    gender, age = character.get("gender", ""), character.get("age", "") or "adult"
    people = _people(family, gender, age)
    if species in _MACHINES:
        return [*_with(family, role="machine"), *people], "rule", f"A machine's voice for a {species}."
    if species not in _PEOPLE:
        size = "large" if species in _LARGE else "small"
        creatures = _with(family, role=f"{size} creature")
        return [*creatures, *people], "rule", f"A {size} creature's voice for a {species}."
    if not gender:
        return people, "guess", "The words do not say whether this is a woman or a man."
    return people, "rule", f"Suits this character: {gender}, {age}."


def _people(family: str, gender: str, age: str) -> list[Voice]:
    """The family's voices for a person, the nearest it has when it lacks the age or the gender."""
    cast_of = _with(family, role="cast")
    same = [row for row in cast_of if gender in ("", row.gender)] or cast_of
    return [row for row in same if row.age == age] or same


def _with(family: str, **wanted: str) -> list[Voice]:
    rows = load_voices(family)
    return [row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())]


def _kind(row: Voice) -> tuple[str, str, str]:
    return row.role, row.gender, row.age


_VARIATIONS: tuple[Mapping[str, Any], ...] = (
    {},
    {"pitch": 14, "rate": 106, "tract": 1070},
    {"pitch": -14, "rate": 93, "tract": 930},
    {"pitch": 24, "rate": 97, "tract": 1000},
    {"pitch": -22, "rate": 105, "tract": 1050},
)
"""What is changed when a voice has to serve again; beyond that the last is shared."""

_PEOPLE = frozenset({"human", "person", "man", "woman", "boy", "girl", "child", "ghost", "witch", "elf"})
_LARGE = frozenset(
    {
        "bear",
        "wolf",
        "lion",
        "tiger",
        "horse",
        "cow",
        "bull",
        "ox",
        "elephant",
        "whale",
        "dragon",
        "giant",
        "troll",
    }
    | {
        "ogre",
        "panda",
        "gorilla",
        "moose",
        "stag",
        "deer",
        "pig",
        "boar",
        "crocodile",
        "walrus",
        "monster",
        "camel",
    }
)
_MACHINES = frozenset({"robot", "android", "machine", "computer", "ai", "drone", "automaton"})

_ALSO_CALLED = {
    "iw": "he",
    "in": "id",
    "cmn": "zh",
    "kmr": "ku",
    "swh": "sw",
    "prs": "fa",
    "arb": "ar",
    "zsm": "ms",
}
"""Old or narrower first parts of a tag."""

_SCRIPTS = {
    "Latin": "en",
    "Cyrillic": "ru",
    "Greek": "el",
    "Han": "zh",
    "Kana": "ja",
    "Hangul": "ko",
    "Arabic": "ar",
    "Hebrew": "he",
    "Devanagari": "hi",
    "Bengali": "bn",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Oriya": "or",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Myanmar": "my",
    "Ethiopic": "am",
    "Armenian": "hy",
    "Georgian": "ka",
}
"""Script -> the language that reads it when the text is in another."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("core.catalogue").joinpath("voices.toml").read_text(encoding="utf-8"))


@cache
def _voices() -> Mapping[str, Voice]:
    """Voices by their id in small letters."""
    return MappingProxyType({row["id"].casefold(): Voice(**row) for row in _table()["voices"]})


@cache
def _bare() -> Mapping[str, Voice]:
    """Voices by their name alone; a name that two families have is the one that needs no key."""
    return MappingProxyType(
        {row.id.partition(":")[2].casefold(): row for row in reversed(tuple(_voices().values()))}
    )


@cache
def _languages() -> Mapping[str, Language]:
    rows = (Language(**{**row, "scripts": tuple(row["scripts"])}) for row in _table()["languages"])
    return MappingProxyType({row.tag.casefold(): row for row in rows})
