"""The language models' words: a plausible document of the product, or anything that fits a schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .filler import Filler
from .media import seed_of
from .reading import Prompt

Doc = dict[str, Any]

PLACES = (
    "lighthouse", "harbour", "coast", "sea", "forest", "mountain", "desert", "field", "garden", "river",
    "village", "street", "rooftop", "road", "station", "space", "kitchen", "bedroom", "library",
    "office", "cafe", "shop", "workshop", "classroom", "hospital", "hall", "corridor", "cave",
    "vehicle", "spaceship", "room",
)  # fmt: skip
PROPS = ("lamp", "lantern", "key", "letter", "boat", "map", "book", "clock", "rope", "ring", "box", "compass",
         "radio", "photograph", "umbrella", "bell")  # fmt: skip
SAYING = (
    r"(?:said|says|asked|asks|answered|answers|whispered|whispers|called|calls|cried|cries|replied|replies)"
)
QUOTE = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"“»]")
COMMON = {
    "The", "And", "But", "Then", "When", "They", "She", "His", "Her", "You", "For", "With", "There",
    "This", "That", "What", "Write", "Story", "Make", "Film", "Scene", "From", "Now", "Not", "All",
    "One",
}  # fmt: skip
TURNS = (
    "{a} and {b} come to the {place} before anyone else is awake.",
    "Somebody has left the {prop} on the steps of the {place}.",
    "The wind has turned, and the {place} is not what it was yesterday.",
    "For a long time neither of them moves.",
    "At last {a} takes the {prop} and holds it up to the light.",
    "By evening the whole {place} knows about it.",
)
SAID = (
    "Did you hear that? It came from the {place}.",
    "We cannot leave the {prop} here.",
    "Wait for me, I am coming with you.",
    "I have looked for this all my life.",
    "Then we will go together, tonight.",
    "Nobody will believe us, you know.",
)


def written(prompt: Prompt, schema: Mapping[str, Any] | None, scenes: int = 0) -> str:
    """The model's answer: JSON when a schema is asked for or given in the prompt, else a sentence or two."""
    asked = schema or prompt.schema
    if asked is None:
        return " ".join(told(prompt, 1).split("\n\n")[:1])
    filler = Filler(asked, prompt.words, seed_of(prompt.text))
    value = filler.fit(asked, _document(asked, prompt, scenes))
    return json.dumps(value, ensure_ascii=False)


def _document(schema: Mapping[str, Any], prompt: Prompt, scenes: int) -> Doc:
    """The document whose fields the schema asks for; empty when it is none of the product's."""
    names = set(schema.get("properties", {}))
    for needed, make in _DOCUMENTS:
        if needed <= names:
            return make(prompt, scenes)
    return {}


# ------------------------------------------------------------------------------------------- story


def _story(prompt: Prompt, scenes: int) -> Doc:
    source = prompt.story
    keep = prompt.find("keep_text") is True or len(source) > 600
    text = source if keep else told(prompt, scenes or prompt.count("scene") or 4)
    language = prompt.find("language")
    title = " ".join(word.capitalize() for word in re.findall(r"[^\W\d_]+", source)[:4])
    return {"title": title or "A Story", "text": text, "language": language or "en", "notes": []}


def told(prompt: Prompt, scenes: int) -> str:
    """A story of so many scenes, a paragraph each, about what the prompt speaks of."""
    source = prompt.story
    names = _capitals(source) or ["Mara", "Tom"]
    a, b = names[0], next((name for name in [*names[1:], "Tom", "Mara"] if name != names[0]), "Tom")
    places = _mentioned(source, PLACES) or ["harbour", "lighthouse"]
    props = _mentioned(source, PROPS) or ["lantern", "letter"]
    return "\n\n".join(
        _scene(i, a, b, places[i % len(places)], props[i % len(props)]) for i in range(max(1, scenes))
    )


def _scene(index: int, a: str, b: str, place: str, prop: str) -> str:
    given = {"a": a, "b": b, "place": place, "prop": prop}
    turns = [TURNS[(index * 2 + k) % len(TURNS)].format(**given) for k in (0, 1)]
    lines = [SAID[(index * 2 + k) % len(SAID)].format(**given) for k in (0, 1)]
    return f'{turns[0]} "{lines[0]}" said {a}. "{lines[1]}" said {b}. {turns[1]}'


def _capitals(text: str) -> list[str]:
    """Names: capitalised words that do not begin a sentence, the most frequent first."""
    inside = re.findall(r"(?<=[\w,;] )([A-Z][a-zà-ÿ]{2,})\b", text)
    spoken = re.findall(rf"\b{SAYING}\s+([A-Z]\w+)|\b([A-Z]\w+)\s+{SAYING}\b", text)
    found = [one for pair in spoken for one in pair if one] + inside
    return sorted(
        dict.fromkeys(name for name in found if name not in COMMON), key=lambda n: (-found.count(n), n)
    )


def _mentioned(text: str, known: Sequence[str]) -> list[str]:
    lower = text.casefold()
    return sorted(
        (word for word in known if re.search(rf"\b{word}", lower)), key=lambda word: lower.index(word)
    )


# ------------------------------------------------------------------------------------------- analysis


def _analysis(prompt: Prompt, scenes: int) -> Doc:
    text = prompt.story
    return {
        "characters": [_character(name, i) for i, name in enumerate(_capitals(text)[:6] or ["The traveller"])],
        "sets": [
            {
                "name": f"The {place}",
                "place": place,
                "appearance": "weathered stone, low light",
                "because": "named",
            }
            for place in _mentioned(text, PLACES)[:6] or ["room"]
        ],
        "props": [
            {"name": f"The {prop}", "appearance": "old brass, worn at the edges", "because": "handled"}
            for prop in _mentioned(text, PROPS)[:4]
        ],
    }


def _character(name: str, index: int) -> Doc:
    return {
        "name": name,
        "aliases": [],
        "appearance": ("dark curly hair, blue coat", "grey beard, yellow oilskin", "red scarf, short hair")[
            index % 3
        ],
        "gender": "woman" if name[-1] in "aei" else "man",
        "age": "adult",
        "species": "human",
        "because": "acts in the story",
    }


# ------------------------------------------------------------------------------------------- script


def _script(prompt: Prompt, scenes: int) -> Doc:
    names = prompt.names("characters") or _capitals(prompt.story)
    rows: list[Doc] = []
    exact = "word for word" in prompt.text.casefold()
    for paragraph in re.split(r"\n\s*\n", prompt.story):
        rows += _lines(" ".join(paragraph.split()), names, exact)
    return {"segments": rows or [_narrated(prompt.story[:200])]}


def _lines(paragraph: str, names: Sequence[str], exact: bool) -> Iterator[Doc]:
    """Narration and speech in turn; "said Mara" is left out, unless every word has to stay."""
    at = 0
    for quote in QUOTE.finditer(paragraph):
        after = paragraph[quote.end() : quote.end() + 60]
        speaker = _speaker(after, paragraph[max(0, quote.start() - 60) : quote.start()], names)
        yield from _narration(paragraph[at : quote.start()])
        tag = re.match(rf"\s*,?\s*(?:{SAYING}\s+[A-Z]\w+|[A-Z]\w+\s+{SAYING})\s*[.,]?", after)
        at = quote.end() + (tag.end() if tag and speaker and not exact else 0)
        if speaker:
            yield {
                "kind": "dialogue",
                "text": quote[1].strip(),
                "speaker": speaker,
                "manner": "",
                "because": "quoted",
            }
        else:
            yield _narrated(quote[1].strip())
    yield from _narration(paragraph[at:])


def _speaker(after: str, before: str, names: Sequence[str]) -> str:
    near = re.split(r"[.!?“\"„«]", after)[0]
    for text in (near, before):
        found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)]
        if found:
            return found[0]
    return ""


def _narration(text: str) -> Iterator[Doc]:
    for sentence in re.findall(r"[^.!?…。]+[.!?…。]*", text):
        if re.search(r"\w", sentence):
            yield _narrated(sentence.strip())


def _narrated(text: str) -> Doc:
    return {"kind": "narration", "text": text, "speaker": "", "manner": "", "because": "told"}


# ------------------------------------------------------------------------------------------- scenes


def _scenes(prompt: Prompt, scenes: int) -> Doc:
    rows = prompt.segments or [{"index": 0, "text": prompt.story}]
    count = min(len(rows), scenes or prompt.count("scene") or max(1, math.ceil(len(rows) / 6)))
    first, sets = rows[0]["index"], prompt.names("sets")
    cuts = [round(i * len(rows) / count) for i in range(count + 1)]
    spans = [(rows[a:b], first + a, first + b - 1) for a, b in pairwise(cuts)]
    made = [_scene_row(i, span, prompt, sets) for i, span in enumerate(spans)]
    return {"scenes": made, "continues": prompt.find("set") == made[0]["set"]}


def _scene_row(index: int, span: tuple[list[Doc], int, int], prompt: Prompt, sets: Sequence[str]) -> Doc:
    rows, first, last = span
    text = " ".join(str(row["text"]) for row in rows)
    named = [name for name in sets if name.casefold().removeprefix("the ") in text.casefold()]
    return {
        "title": " ".join(re.findall(r"[^\W\d_]+", text)[:4]).capitalize() or f"Scene {index + 1}",
        "set": (named or [sets[index % len(sets)]] if sets else [""])[0],
        "time": ("dawn", "day", "dusk", "night")[index % 4],
        "weather": "clear",
        "first_segment": first,
        "last_segment": last,
        "summary": str(rows[0]["text"])[:120],
        "characters": _present(rows, text, prompt.names("characters")),
        "props": [
            name for name in prompt.names("props") if name.casefold().removeprefix("the ") in text.casefold()
        ],
        "because": "the place changes",
    }


def _present(rows: Sequence[Doc], text: str, names: Sequence[str]) -> list[str]:
    """Who speaks or is named there."""
    speakers = [str(row.get("speaker")) for row in rows if row.get("speaker")]
    return list(dict.fromkeys([*speakers, *(name for name in names if name.casefold() in text.casefold())]))


# ------------------------------------------------------------------------------------------- shots


def _shots(prompt: Prompt, scenes: int) -> Doc:
    rows = prompt.segments or [{"index": 0, "text": prompt.story}]
    names, props = prompt.names("characters"), prompt.names("props")
    return {"shots": [_shot(i, row, names, props) for i, row in enumerate(rows)]}


def _shot(position: int, row: Doc, names: Sequence[str], props: Sequence[str]) -> Doc:
    text = str(row["text"])
    speaker = str(row.get("speaker") or "")
    seen = [name for name in props if name.casefold().removeprefix("the ") in text.casefold()]
    size = "close" if speaker else ("wide", "medium", "wide", "insert")[position % 4]
    if size == "insert" and not seen:
        size = "medium"
    return {
        "first_segment": row["index"],
        "last_segment": row["index"],
        "size": size,
        "angle": "eye",
        "characters": [speaker] if speaker else _present([], text, names) or list(names[:1]),
        "focus": speaker or (seen[0] if size == "insert" else ""),
        "props": seen,
        "action": f"{speaker} speaks" if speaker else text[:80],
        "because": "one line, one view",
    }


# ------------------------------------------------------------------------------------------- looks


def _look(prompt: Prompt, scenes: int) -> Doc:
    """What the picture ought to show, since nobody here can see: one person in a portrait, none in a place."""
    told = re.search(r"<about>\s*(.*?)\s*</about>", prompt.text, re.DOTALL)
    people = 1 if "one person" in prompt.text else 0
    shows = f"A picture of {told[1] if told else 'something'}."
    return {"shows": shows, "people": people, "faces": people, "text": "", "suits": True, "warnings": []}


_DOCUMENTS: tuple[tuple[set[str], Callable[[Prompt, int], Doc]], ...] = (
    ({"title", "text"}, _story),
    ({"characters", "sets"}, _analysis),
    ({"segments"}, _script),
    ({"scenes"}, _scenes),
    ({"shots"}, _shots),
    ({"shows", "people"}, _look),
)
"""The fields that tell a document of the product, and who writes it."""
