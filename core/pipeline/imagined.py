"""What a story will probably grow into, walked through step by step with the real request builders.

Where documents are there already, nothing is imagined but the answers still to come, so counts are exact. Where
they are not, rows are imagined from the length and the marks of the text, once sparsely and once richly.
The factors were measured on examples/ with the local writer (seven stories of 13 to 246 words, 22 Nov 2026):

    lines     0.56 to 0.75 of the text's pieces (sentences and quotes, long ones counted by 60 letters)
    letters   42 to 65 of the text for each line
    spoken    0.66 to 0.86 of the text's letters
    shots     0.86 to 1.00 for each line
    scenes    one for 5 to 10 lines
    entities  2 to 3 characters, 1 to 3 sets, 1 to 3 props for about 1000 letters
    shown     2.0 to 2.4 entities in a shot on average, 4 at most
    lip sync  0.33 to 0.56 of the shots

Letters of scripts without spaces count three times, as they take about three times as long to say.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from core.catalogue import prices
from core.catalogue.arguments import most_tokens, served_by
from core.catalogue.models import LOCAL, Catalogue, Model
from core.catalogue.voices import NARRATOR
from core.errors import ProviderError
from core.pipeline import asking
from core.pipeline import plan as planning
from core.pipeline.board import Board
from core.pipeline.looks import PICTURED
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import words_asked
from core.requests import MOVE_MIME, Request, TextRequest
from core.story import (
    SAMPLE_RATE,
    Entity,
    EntityKind,
    Origin,
    Scene,
    Segment,
    SegmentKind,
    Shot,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
)

PIECE = 60
"""Letters of a sentence that become one line at most."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One way in which a text may grow: every factor of the list above, with room on its side."""

    name: str
    lines: float
    """Lines for each piece of the text."""
    line: int
    """Letters of the text for each line at least, since short speeches are joined; 0 for no such bound."""
    spoken: float
    """Share of the letters that are spoken."""
    shots: float
    """Shots for each line."""
    scene: int
    """Lines in a scene."""
    entity: int
    """Letters for each further character and prop; 0 for no further ones."""
    shown: tuple[int, int]
    """Characters and props in a shot."""
    talk: float
    """Share of lines that are dialogue, where the text has any speech."""
    quiet: float
    """The same, where no mark of speech was found."""
    pace: float
    """Letters spoken in a second."""
    breath: float
    """Seconds added to each line."""
    words: int
    """Words of a story that a language model writes from a prompt."""
    asked: float
    """Words it writes for each that it was asked for."""


SPARSE = Guess("sparse", 0.5, 75, 0.6, 0.6, 12, 0, (1, 0), 0.25, 0.0, 20.0, 0.0, 200, 0.7)
USUAL = Guess("usual", 0.65, 0, 0.76, 0.93, 7, 1000, (1, 1), 0.45, 0.1, 15.5, 0.0, 400, 1.0)
RICH = Guess("rich", 0.9, 0, 1.0, 1.0, 5, 800, (2, 1), 0.8, 0.3, 9.0, 0.8, 700, 1.5)
"""15 to 16 letters a second is usual (core/providers/local/writer/sentences.py); voices differ around that.
USUAL has the middle of what was measured and is for time; the other two are the ends of a price."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One slot that has to be made, and what it will ask for."""

    slot: Slot
    step: Step
    model: Model
    """The row that will serve it, which may be a variant of the one that was chosen (R10)."""
    request: Request
    letters: int = 0
    """Of the document that is imagined as the answer; 0 where the answer is none."""
    needs: Collection[Slot] = ()
    """What the request looks at."""

    @property
    def likely(self) -> int:
        """Micro-dollars it will probably cost."""
        usual = _priced(prices.likely, self)
        if not usual or not isinstance(self.request, TextRequest):
            return usual
        read = len(self.request.prompt.encode()) // _BYTES_PER_TOKEN
        read += len(self.request.images) * self.model.price.picture // _SMALLER
        words = prices.Measures(tokens_in=read, tokens_out=self.letters // _BYTES_PER_TOKEN)
        return min(usual, prices.price(self.model, {}, words))

    @property
    def most(self) -> int:
        """Micro-dollars that will be held for it."""
        return _priced(prices.most, self)

    @property
    def is_document(self) -> bool:
        """Whether a language model writes it, so that what is held is far more than what is used."""
        return isinstance(self.request, TextRequest) and self.request.task in asking.ANSWERS and self.most > 0

    @property
    def fair(self) -> int:
        """Micro-dollars it costs at the most when the first answer is a good one; `most` for anything else."""
        return self._of_round(prices.one_round) if self.is_document else self.most

    @property
    def repair(self) -> int:
        """Micro-dollars more for a second answer in the place of one that could not be used."""
        return self._of_round(prices.repaired) if self.is_document else 0

    def _of_round(self, price: Callable[[Model, TextRequest, int], int]) -> int:
        assert isinstance(self.request, TextRequest)
        most = most_tokens(self.model, self.request)
        usual = max(asking.usual_most(self.request.task, most), self.letters // 2)
        return price(self.model, self.request, min(most, usual))


def wanted(story: Story, catalogue: Catalogue, guess: Guess) -> Iterator[Wanted]:
    """Everything that is missing or stale or will be, in the order of the steps; good takes are left out.

    What one step has settled is pinned, so that the next need not look whether it is still good.
    """
    story = replace(story, given_up=frozenset())
    for kind in planning.STEPS:
        made = True
        while made:
            board, made = Board(story, planning.STEPS, catalogue), False
            takes: dict[Slot, Take] = {}
            settled = set(story.pinned)
            for slot in [slot for slot in planning.wanted_slots(board) if slot.kind is kind]:
                if board.good(slot.kind, slot.target) is not None:
                    settled.add(slot)
                    continue
                want = _want(slot, board)
                if want is None:
                    continue
                made = kind in _IN_PARTS
                answer = _answer(story, want, guess)
                takes[slot] = take = _take(board, want, answer, guess)
                if answer is not NOTHING:
                    story = with_rows(replace(story, takes={**story.takes, slot: take}), answer)
                yield replace(want, letters=_written_letters(story, take))
            story = replace(_with_takes(story, takes), pinned=frozenset(settled.union(takes)))
            story = in_order(story) if kind is SlotKind.SHOTS and takes else story


_BYTES_PER_TOKEN = 5
"""A careful guess for the low end: usual is four."""

_SMALLER = 2
"""A picture counts for at least this part of the tokens it may count for at the most."""


def _want(slot: Slot, board: Board) -> Wanted | None:
    """What is asked for a slot; None when nothing can be asked for it yet."""
    request, _ = board.asked(slot)
    if request is None:
        return None
    model = served_by(board.catalogue, board.row(slot), request)
    return Wanted(slot, planning.STEPS[slot.kind].STEP, model, request, needs=board.needs(slot))


def _priced(price: Callable[[Model, Request], int], want: Wanted) -> int:
    """The price of a call; one that its model cannot make is never begun, so it costs nothing."""
    if want.model.provider.startswith(LOCAL):
        return 0
    try:
        return price(want.model, want.request)
    except ProviderError:
        return 0


def letters(text: str) -> int:
    """Length of a text in spoken letters: those of scripts without spaces count three times."""
    return sum(3 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pieces(text: str) -> int:
    """Sentences, quotes and paragraphs of a text, long ones counted once for every PIECE letters."""
    found = (part for part in _MARKS.split(_HEADING.sub("", text)) if any(char.isalnum() for char in part))
    return max(1, sum(-(-letters(part.strip()) // PIECE) for part in found))


_MARKS = re.compile(r"(?:[.!?…]+[”’»」\")]*(?=\s|$)|[。！？]+[」”]?|\n+|[\"“”„«»「」])")
_SENTENCE = "Nine words of a story that is not written."
"""Stands for what a language model will write: the examples have 8 to 12 words for each line."""

_HEADING = re.compile(r"^(?:\W*[A-ZÀ-Þ0-9][A-ZÀ-Þ0-9 .'/()#-]*|[A-Z][a-z ]+:.*|\(.*\))$", re.MULTILINE)
"""Lines of a screenplay that nobody speaks: headings, names over speeches, title page, directions."""

_SPEECH = re.compile(r"[\"“”„«»「」]|^\s*[—–-]\s|^[A-ZÀ-Þ][A-ZÀ-Þ .']+$", re.MULTILINE)


def _has_rows(story: Story, slot: Slot) -> bool:
    """Whether there are rows of an earlier document, which the next will resemble."""
    return bool(
        {
            SlotKind.STORY: story.project.text,
            SlotKind.ANALYSIS: story.entities,
            SlotKind.SCRIPT: story.segments,
            SlotKind.SCENES: story.scenes,
            SlotKind.SHOTS: [shot for shot in story.shots if shot.scene_id == slot.target],
        }[slot.kind]
    )


# what a document will hold


def _inputs(want: Wanted) -> Mapping[str, Any]:
    """What the step is told, which for a long story is one part of it."""
    return want.request.inputs if isinstance(want.request, TextRequest) else {}


def _story(story: Story, want: Wanted, guess: Guess) -> Mapping[str, Any]:
    project = story.project
    text = project.source
    asked = words_asked(story.wish(want.slot).prompt)
    if asked and not project.keep_text:
        text = _unwritten(round(asked * guess.asked))
    elif project.source_format == "prompt" and not project.keep_text:
        text = max(text, _unwritten(guess.words), key=letters)
    return {"title": project.title or "A film", "text": text, "language": project.language or "en"}


def _unwritten(words: int) -> str:
    """So many words that nobody knows yet."""
    return " ".join([_SENTENCE] * max(1, words // 9))


def _analysis(story: Story, want: Wanted, guess: Guess) -> Mapping[str, Any]:
    length = letters(story.project.text)
    further = -(-length // guess.entity) if guess.entity else 0
    some = int(bool(further) or length >= _SOMETHING)
    counts = {"characters": some + 2 * bool(further) + further, "sets": some + further, "props": 2 * further}
    kept = {
        field: [entity.name for entity in story.of_kind(kind)]
        for field, kind in zip(counts, (EntityKind.CHARACTER, EntityKind.SET, EntityKind.PROP), strict=True)
    }
    return {field: [{"name": name} for name in _names(field, kept[field], counts[field])] for field in counts}


_SOMETHING = 200
"""Letters below which a text may well name nobody and no place."""


def _names(field: str, kept: list[str], count: int) -> list[str]:
    return [*kept, *(f"{field} {number}" for number in range(len(kept), count))]


def _script(story: Story, want: Wanted, guess: Guess) -> Mapping[str, Any]:
    text = _inputs(want).get("text") or story.project.text
    lines = math.ceil(pieces(text) * guess.lines)
    if guess.line:
        lines = max(1, min(lines, letters(text) // guess.line))
    told = "x" * max(1, round(letters(text) * guess.spoken / lines))
    talk = math.ceil(lines * (guess.talk if _SPEECH.search(text) or _written(story) else guess.quiet))
    cast = story.of_kind(EntityKind.CHARACTER)
    talk = talk if cast else 0
    spoken = [
        {"kind": "dialogue", "text": told, "speaker": cast[number % len(cast)].name} for number in range(talk)
    ]
    return {"segments": [*spoken, *({"kind": "narration", "text": told} for _ in range(lines - talk))]}


def _written(story: Story) -> bool:
    """Whether somebody else writes the story, so that nothing is known of its marks."""
    return story.project.source_format == "prompt" and not story.project.keep_text


def _scenes(story: Story, want: Wanted, guess: Guess) -> Mapping[str, Any]:
    told = _inputs(want).get("segments") or [{}] * len(story.segments)
    first, end = int(told[0].get("index", 0)), int(told[0].get("index", 0)) + len(told)
    cast = [entity.name for entity in story.of_kind(EntityKind.CHARACTER)]
    sets = [entity.name for entity in story.of_kind(EntityKind.SET)] or [""]
    starts = range(first, end, guess.scene)
    return {
        "scenes": [
            {
                "title": f"Scene {number}",
                "set": sets[number % len(sets)],
                "first_segment": start,
                "last_segment": min(start + guess.scene, end) - 1,
                "characters": cast,
            }
            for number, start in enumerate(starts)
        ]
    }


def _shots(story: Story, want: Wanted, guess: Guess) -> Mapping[str, Any]:
    lines = [story.segment(line) for line in story.scene(want.slot.target).segments]
    count = max(1, round(len(lines) * guess.shots))
    cuts = sorted({number * len(lines) // count for number in range(count)})
    spans = zip(cuts, [*cuts[1:], len(lines)], strict=True)
    return {"shots": [_shot(story, lines[start:end], guess) for start, end in spans]}


def _shot(story: Story, lines: list[Segment], guess: Guess) -> Mapping[str, Any]:
    """Who speaks is alone in the picture, since only then can the mouth be made to move (B7)."""
    speaker = next((line.speaker for line in lines if line.kind is SegmentKind.DIALOGUE), None)
    cast = [entity for entity in story.of_kind(EntityKind.CHARACTER) if entity.id != speaker]
    first = [story.entity(speaker)] if speaker else []
    people, things = (1, sum(guess.shown) - 1) if speaker else guess.shown
    return {
        "first_segment": lines[0].index,
        "last_segment": lines[-1].index,
        "size": "medium" if speaker else "wide",
        "characters": [entity.name for entity in [*first, *cast][:people]],
        "props": [entity.name for entity in story.of_kind(EntityKind.PROP)[:things]],
    }


_DOCUMENTS = {
    SlotKind.STORY: _story,
    SlotKind.ANALYSIS: _analysis,
    SlotKind.SCRIPT: _script,
    SlotKind.SCENES: _scenes,
    SlotKind.SHOTS: _shots,
}


_IN_PARTS = frozenset({SlotKind.ANALYSIS, SlotKind.SCRIPT, SlotKind.SCENES})
"""Documents of long stories come in parts, of which each may need the one before."""


# what an answer will bring


def with_rows(story: Story, rows: Accepted) -> Story:
    """The story with the rows of an answer, which get ids by their place; `in_order` counts new shots."""
    changes: dict[str, Any] = {"project": replace(story.project, **rows.project)}
    if rows.entities is not None:
        changes["entities"] = _numbered(rows.entities, "e")
    if rows.segments is not None:
        changes["segments"] = _numbered(rows.segments, "sg")
    if rows.scenes is not None:
        changes["scenes"], changes["shots"] = _numbered(rows.scenes, "sc"), ()
    if rows.shots is not None:
        others = tuple(shot for shot in story.shots if shot.scene_id != rows.shots_of)
        fresh = _numbered(rows.shots, f"{rows.shots_of}.sh")
        changes["shots"] = (*others, *fresh)
    return _whole(replace(story, **changes))


def _whole(story: Story) -> Story:
    """Rows of an earlier document that speak of rows that are no more are gone too, to be imagined anew."""
    entities = {entity.id for entity in story.entities}
    if any(line.speaker and line.speaker not in entities for line in story.segments):
        story = replace(story, segments=(), scenes=(), shots=())
    lines, places = {line.id for line in story.segments}, {scene.id for scene in story.scenes}
    if any(not lines.issuperset(scene.segments) for scene in story.scenes):
        story = replace(story, scenes=(), shots=())
    if any(not lines.issuperset(shot.segments) or shot.scene_id not in places for shot in story.shots):
        story = replace(story, shots=())
    return story


def in_order(story: Story) -> Story:
    """The story with its shots counted through the whole film."""
    order = {segment.id: segment.index for segment in story.segments}
    placed = sorted(story.shots, key=lambda shot: order.get(shot.segments[0], 0))
    return replace(story, shots=tuple(replace(shot, index=index) for index, shot in enumerate(placed)))


Row = TypeVar("Row", Entity, Segment, Scene, Shot)


def _numbered(rows: tuple[Row, ...], prefix: str) -> tuple[Row, ...]:
    return tuple(row if row.id else replace(row, id=f"{prefix}{number}") for number, row in enumerate(rows))


def _take(board: Board, want: Wanted, answer: Accepted, guess: Guess) -> Take:
    """An answer that fits today's request."""
    slot, model, mark = want.slot, want.model, board.asked(want.slot)[1]
    before = board.story.takes.get(slot)
    return Take(
        id=imagined_id(slot),
        slot=slot,
        asset=f"imagined {guess.name} {mark}",
        mime=MOVE_MIME if model.provider.startswith(LOCAL) else _MIMES.get(slot.kind, "video/mp4"),
        origin=Origin.MADE,
        fingerprint=mark,
        model=model.id,
        parts={"svg": "imagined"} if model.draws else {},
        facts={**(before.facts if before else {}), **answer.facts, **_facts(board.story, slot, model, guess)},
    )


def imagined_id(slot: Slot) -> str:
    """The id of the take that is imagined in a slot."""
    return f"imagined {slot}"


_MIMES = {kind: "image/png" for kind in PICTURED}
"""Pictures will be looked at too, which is paid for as well (R19)."""


def _with_takes(story: Story, takes: Mapping[Slot, Take]) -> Story:
    refs = (take for slot, take in takes.items() if slot.kind is SlotKind.REFERENCE and take.parts)
    drawn = {take.slot.target: take for take in refs}
    return replace(story, takes={**story.takes, **takes}, drawn={**story.drawn, **drawn})


def _written_letters(story: Story, take: Take) -> int:
    """Length of an imagined document."""
    document = take.facts.get("document")
    if document is None:
        return 0
    return len(json.dumps(document)) + (len(story.project.text) if take.slot.kind is SlotKind.STORY else 0)


def _answer(story: Story, want: Wanted, guess: Guess) -> Accepted:
    """The rows of a document; all but the rich guess let rows of an earlier document stand."""
    slot = want.slot
    if slot.kind not in _DOCUMENTS or (guess is not RICH and _has_rows(story, slot)):
        return NOTHING
    document = _DOCUMENTS[slot.kind](story, want, guess)
    return planning.accept(slot, story, {"inputs": _inputs(want)}, json.dumps(document).encode())


def _facts(story: Story, slot: Slot, model: Model, guess: Guess) -> Mapping[str, Any]:
    if slot.kind is SlotKind.SPEECH:
        seconds = letters(story.segment(slot.target).text) / guess.pace + guess.breath
        return {"samples": round(seconds * SAMPLE_RATE), "words": []}
    if slot.kind in (SlotKind.REFERENCE, SlotKind.FRAME):
        return {"drawn": model.draws}
    if slot.kind is SlotKind.VOICE and slot not in story.takes:
        return {"voice": NARRATOR, "settings": {}}
    return {}
