"""A film by paid models, made through the stand-in with the real SDKs over real HTTP (issue B).

`make journey-paid` makes it and holds it against what the stand-in saw; test_paid.py does so in the tests.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from twin import Entry, Twin

from core.intake import source_from_bytes
from core.pipeline import bundle, lipsync
from core.settings import Settings
from core.store import money
from core.story import FRAME_SIZES, Entity, EntityKind, SlotKind, Step, Story, Take
from core.studio import Brief, Change, Costs, Delivered, Quote, Studio, open_studio

PERSON = "local"

STORY = """\
Mara stood at the harbour before dawn. The wind had turned, and the boats knocked against the quay.

"You came," said Tom. "I did not think that you would."

"I said I would come," said Mara. "Where is the lantern, and who has the letter?"

Tom lifted the lantern from the steps. Its glass was cracked, and still it burned.

They climbed up to the lighthouse together. The stairs went round and round, and nobody spoke.

"For forty years it has burned, and tonight it goes out," said Tom.

"Not tonight," said Mara. "Read the letter first, and read it slowly."

He held the letter to the light of the lantern. His lips moved. Then he began to laugh.
"""

GUIDED = (EntityKind.CHARACTER, EntityKind.SET, EntityKind.PROP)
"""One of each gets guide photos."""

PHOTOS = 2
"""Guide photos for each of them."""

PULID = "fal-ai/flux-pulid"
FLUX_EDIT = "fal-ai/flux-2-pro/edit"
FLUX = "fal-ai/flux-2-pro"
WAN = "wan-video/wan-2.2-i2v-fast"
KLING = "kwaivgi/kling-lip-sync"
SYNC = "sync/lipsync-2"

PAID_POSTS = frozenset({"chat", "messages", "submit", "run", "create"})
"""Endpoints of the stand-in at which work is paid for."""


@dataclass(frozen=True)
class PaidFilm:
    """The finished film, and everything the stand-in and the ledger know of it."""

    story: Story
    delivered: Delivered
    quote: Quote
    """Accepted after the analysis, for all the rest."""
    after: int
    """Micro-dollars paid for what was quoted."""
    costs: Costs
    ledger: tuple[Mapping[str, Any], ...]
    journal: tuple[Entry, ...]
    guided: Mapping[EntityKind, Entity]

    def paid(self, *models: str) -> list[Entry]:
        """The paid calls of some models, or all, in the order of arrival."""
        posts = (entry for entry in self.journal if entry.endpoint in PAID_POSTS)
        return [entry for entry in posts if not models or entry.model in models]

    def take(self, kind: SlotKind, target: str) -> Take:
        """The selected take of a slot."""
        found = self.story.take(kind, target)
        assert found is not None, f"no {kind.value} was made for {target}"
        return found


async def make(home: Path) -> PaidFilm:
    """The film in `home`/film, everything of it made by paid models but the casting and the cut."""
    async with Twin() as twin:
        values = {name.lower(): value for name, value in twin.env.items()}
        settings = Settings.model_validate({**values, "data_dir": home / "data"})
        try:
            async with open_studio(settings) as studio:
                return await _made(studio, twin, home)
        finally:
            twin.write_journal(home / "journal.jsonl")


async def _made(studio: Studio, twin: Twin, home: Path) -> PaidFilm:
    """First the cast, then the photos of it, then a price is agreed to, then the film."""
    brief = Brief(source_from_bytes(STORY.encode(), "The lantern"), level="clips")
    project = await studio.create(PERSON, brief)
    await _run(studio, project.id, Step.ANALYSIS)
    guided = {kind: _first(await studio.story(PERSON, project.id), kind) for kind in GUIDED}
    photos = [
        (entity.name, photo(home, kind.value, n)) for kind, entity in guided.items() for n in range(PHOTOS)
    ]
    await studio.change(PERSON, project.id, Change(guides=tuple(photos)))
    before = await studio.costs(PERSON, project.id)
    quote = await studio.quote(PERSON, project.id)
    await _run(studio, project.id, Step.EXPORT, quote.id)
    async with studio._database.read() as db:
        ledger = await money.rows(db, project.id)
    costs = await studio.costs(PERSON, project.id)
    delivered = await studio.deliver(PERSON, project.id, home / "film")
    story = await studio.story(PERSON, project.id)
    after = costs.spent - before.spent
    return PaidFilm(story, delivered, quote, after, costs, ledger, tuple(twin.journal), guided)


async def _run(studio: Studio, project_id: str, until: Step, quote_id: str = "") -> None:
    async for status in studio.run(PERSON, project_id, until=until, quote_id=quote_id):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{status.share:4.0%} {status.now[:60]:60}")


def _first(story: Story, kind: EntityKind) -> Entity:
    """The first of its kind that a shot will surely show: the writers name what matters first."""
    return story.of_kind(kind)[0]


def photo(home: Path, kind: str, number: int) -> Path:
    """A photo unlike all others, small enough to be sent as it is."""
    picture = Image.new("RGB", (900, 700), (40 + 90 * number, 60, 200 - 60 * number))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((200, 100, 700, 600), fill=(len(kind) * 20, 180, 90 + 70 * number))
    draw.text((20, 20), f"{kind} {number}", fill="white")
    path = home / f"{kind}-{number}.png"
    picture.save(path)
    return path


# ------------------------------------------------------------------------------------------- what must hold


def it_is_a_film_of_eight_shots_at_least_and_passes_its_own_check(film: PaidFilm) -> None:
    assert len(film.story.shots) >= 8
    assert film.delivered.passed
    assert film.delivered.notes == ()


def a_character_with_guides_goes_to_the_model_that_keeps_the_face_with_one_picture(film: PaidFilm) -> None:
    """R10, R11, R12."""
    (entry,) = film.paid(PULID)
    (first, *_) = _guides(film, EntityKind.CHARACTER)
    assert [one.sha256 for one in entry.references] == [first]
    assert isinstance(entry.body["reference_image_url"], str)
    assert "image_urls" not in entry.body


def a_set_and_a_prop_send_all_their_guides_in_order(film: PaidFilm) -> None:
    """R10, R12: as one array."""
    sent = _sent(film.paid(FLUX_EDIT))
    for kind in (EntityKind.SET, EntityKind.PROP):
        assert tuple(_guides(film, kind)) in sent
    for entry in film.paid(FLUX_EDIT):
        assert len(entry.body["image_urls"]) == len(entry.references)


def an_entity_without_guides_is_made_from_words_alone(film: PaidFilm) -> None:
    plain = [entity for entity in film.story.entities if not film.story.guides_of(entity.id)]
    entries = film.paid(FLUX)
    assert len(entries) == len(plain)
    assert all(not entry.references and "image_urls" not in entry.body for entry in entries)


def every_reference_was_made_once(film: PaidFilm) -> None:
    guided = [entity for entity in film.story.entities if film.story.guides_of(entity.id)]
    assert len(guided) == len(GUIDED)
    frames = len(film.story.shots)
    assert len(film.paid(PULID, FLUX, FLUX_EDIT)) == len(film.story.entities) + frames


def a_frame_is_sent_with_all_that_it_shows_ranked(film: PaidFilm) -> None:
    """R15: characters, set and props, the focus first, within the model's nine."""
    expected = Counter(tuple(_ranked(film, shot.id)) for shot in film.story.shots)
    guided = {tuple(_guides(film, kind)) for kind in (EntityKind.SET, EntityKind.PROP)}
    sent = Counter(pictures for pictures in _sent(film.paid(FLUX_EDIT)) if pictures not in guided)
    assert sent == expected
    for shot in film.story.shots:
        assert list(film.take(SlotKind.FRAME, shot.id).references) == _ranked(film, shot.id)


def a_clip_is_sent_with_its_frame_and_a_length_that_covers_its_slot(film: PaidFilm) -> None:
    """R25."""
    entries = film.paid(WAN)
    frames = {film.take(SlotKind.FRAME, shot.id).asset for shot in film.story.shots}
    assert {one.sha256 for entry in entries for one in entry.references} == frames
    assert len(entries) == len(film.story.shots)
    for entry in entries:
        given = entry.body["input"]
        assert isinstance(given["image"], str)
        assert 81 <= given["num_frames"] <= 121
        assert given["resolution"] == "720p"


def dialogue_shots_are_lip_synced_and_only_those(film: PaidFilm) -> None:
    """R28, B7."""
    wanted = [shot.id for shot in film.story.shots if lipsync.wanted(shot, film.story)]
    made = {slot.target for slot in film.story.takes if slot.kind is SlotKind.LIPSYNC}
    assert made == set(wanted)
    assert len(film.paid(KLING, SYNC)) == len(wanted) >= 3
    assert film.paid(KLING)


def a_lip_sync_is_sent_a_clip_and_exactly_its_stretch_of_sound(film: PaidFilm) -> None:
    """R28: in the size that Kling takes, both equally long to a frame."""
    for entry in film.paid(KLING, SYNC):
        video, sound = sorted(entry.media, key=lambda one: one.mime, reverse=True)
        assert (video.mime, sound.mime) == ("video/mp4", "audio/wav")
        assert (video.width, video.height) == FRAME_SIZES[film.story.project.aspect]
        assert -0.01 <= video.seconds - sound.seconds <= 1 / 4


def every_line_is_spoken_once(film: PaidFilm) -> None:
    spoken = Counter(entry.body.get("text", "") for entry in film.paid("fal-ai/elevenlabs/tts/eleven-v3"))
    assert sum(spoken.values()) == len(film.story.segments)
    assert all(any(line.text in words for words in spoken) for line in film.story.segments)


def no_request_was_sent_twice(film: PaidFilm) -> None:
    seen = Counter(_key(entry) for entry in film.paid())
    assert [key for key, count in seen.items() if count > 1] == []


def the_ledger_is_the_journal_to_the_micro_dollar(film: PaidFilm) -> None:
    """B2, and nothing is left held."""
    for provider in {entry.service for entry in film.paid()}:
        charged = sum(entry.charged for entry in film.journal if entry.service == provider)
        assert sum(row["spent"] for row in film.ledger if row["provider"] == provider) == charged, provider
    assert film.costs.spent == sum(entry.charged for entry in film.journal)
    assert film.costs.held == sum(row["held"] for row in film.ledger) == 0


def the_manifest_tells_what_each_shot_cost(film: PaidFilm) -> None:
    """B10: its frame, its clip and its lip sync."""
    shots = json.loads(film.delivered.files["manifest"].read_text(encoding="utf-8"))["shots"]
    steps = {cost.name: cost.spent for cost in film.costs.by_step}
    pictures = sum(steps[step.value] for step in (Step.FRAMES, Step.VIDEOS, Step.LIPSYNC))
    assert sum(shot["cost_micro_dollars"] for shot in shots) == pictures


def what_was_paid_lies_within_the_accepted_quote_which_was_the_ceiling(film: PaidFilm) -> None:
    """B2."""
    assert film.quote.low <= film.after <= film.quote.high
    assert film.story.project.ceiling == film.costs.spent - film.after + film.quote.high
    assert film.costs.quoted == (film.quote.low, film.quote.high)
    assert film.costs.paid_of_quoted == film.after
    told = json.loads(film.delivered.files["manifest"].read_text(encoding="utf-8"))["money"]
    assert told["paid_micro_dollars"] == film.costs.spent
    assert told["quote"] == "within the quote"
    assert "quoted $" in film.delivered.files["report_text"].read_text(encoding="utf-8")


def no_call_cost_more_than_was_held_for_it(film: PaidFilm) -> None:
    held = {(row["job_id"], row["attempt"]): row["held"] for row in film.ledger if row["kind"] == "hold"}
    for row in film.ledger:
        if row["kind"] == "capture":
            assert row["spent"] <= held[row["job_id"], row["attempt"]], row


CHECKS: tuple[Callable[[PaidFilm], None], ...] = (
    it_is_a_film_of_eight_shots_at_least_and_passes_its_own_check,
    a_character_with_guides_goes_to_the_model_that_keeps_the_face_with_one_picture,
    a_set_and_a_prop_send_all_their_guides_in_order,
    an_entity_without_guides_is_made_from_words_alone,
    every_reference_was_made_once,
    a_frame_is_sent_with_all_that_it_shows_ranked,
    a_clip_is_sent_with_its_frame_and_a_length_that_covers_its_slot,
    dialogue_shots_are_lip_synced_and_only_those,
    a_lip_sync_is_sent_a_clip_and_exactly_its_stretch_of_sound,
    every_line_is_spoken_once,
    no_request_was_sent_twice,
    the_ledger_is_the_journal_to_the_micro_dollar,
    the_manifest_tells_what_each_shot_cost,
    what_was_paid_lies_within_the_accepted_quote_which_was_the_ceiling,
    no_call_cost_more_than_was_held_for_it,
)


def _guides(film: PaidFilm, kind: EntityKind) -> list[str]:
    return [guide.asset for guide in film.story.guides_of(film.guided[kind].id)]


def _sent(entries: list[Entry]) -> list[tuple[str, ...]]:
    """The pictures of each call, by sha-256, in order."""
    return [tuple(one.sha256 for one in entry.references) for entry in entries]


def _ranked(film: PaidFilm, shot_id: str) -> list[str]:
    """The reference images a frame has to be made with, from the story alone."""
    shot = film.story.shot(shot_id)
    shown = [*bundle.shown(shot, film.story), *bundle.around(shot, film.story)]
    return [film.take(SlotKind.REFERENCE, entity.id).asset for entity in shown][:9]


def _key(entry: Entry) -> tuple[Any, ...]:
    """What makes two paid requests the same: the model, the words and the bytes of every file."""
    return (entry.service, entry.model, str(sorted(_words(entry.body))), tuple(m.sha256 for m in entry.media))


def _words(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a body but the addresses of files."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _words(inner, f"{name}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, name)
    elif not str(value).startswith("http"):
        yield name, str(value)


def main() -> None:
    """Make the film, hold it against the journal, and say where it lies."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "out/journey-paid").absolute()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    film = asyncio.run(make(home))
    say = sys.stdout.write
    say(f"\n{len(film.story.shots)} shots, {len(film.paid())} paid calls\n")
    for check in CHECKS:
        check(film)
        say(f"  ok  {check.__name__.replace('_', ' ')}\n")
    quoted = f"${film.quote.low / 1e6:.2f} to ${film.quote.high / 1e6:.2f}"
    paid = f"${film.after / 1e6:.6f}; in all ${film.costs.spent / 1e6:.6f}"
    say(f"quoted {quoted} after the analysis, paid {paid}\n")
    say(f"film: {film.delivered.files['film']}\nstoryboard: {film.delivered.files['sheet']}\n")
    say(f"journal: {home / 'journal.jsonl'}\n")


if __name__ == "__main__":
    main()
