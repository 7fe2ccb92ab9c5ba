"""Every screen, in both languages, as a snapshot to read; SNAPSHOTS=write makes them anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.callbacks import parse
from bot.screens import board, cast, choices, delivery, film, logins, outcomes, reading, settings, styles, talk
from bot.screens.parts import CAPTION, LABEL, TEXT, Page, Picture, Screen, Spend
from bot.words import Safe, Words, languages
from core.catalogue.voices import load_voices
from core.pipeline.offers import Offer
from core.story import (
    Entity,
    EntityKind,
    GuideImage,
    Project,
    Scene,
    Segment,
    SegmentKind,
    Shot,
    Size,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
    TimeOfDay,
    Weather,
)
from core.studio import (
    Account,
    Ceiling,
    Cost,
    Costs,
    JobView,
    Login,
    ModelView,
    Platform,
    ProjectCard,
    Status,
    StepStatus,
    Unsettled,
)
from core.studio.chats import ChatUser
from core.studio.groups import Group
from core.studio.values import StyleUse

HERE = Path(__file__).parent / "snapshots"
SHEET = Picture("photo", "sheet")
APP = Page("https://films.example/p/p_0123456789", inside=True)
LINK = replace(APP, inside=False)


def story(shots: int = 3) -> Story:
    fox = Entity("e_fox", EntityKind.CHARACTER, "Ember & Co", "Young red <fox>, torn left ear.")
    wood = Entity("e_wood", EntityKind.SET, "The wood")
    lines = tuple(
        Segment(f"sg_{i}", i, SegmentKind.DIALOGUE if i % 2 else SegmentKind.NARRATION, f"Line {i} <of> them.")
        for i in range(shots)
    )
    ids = tuple(line.id for line in lines)
    scene = Scene("sc_1", 0, "The wood", "e_wood", TimeOfDay.DAY, Weather.CLEAR, ids)
    made = tuple(
        Shot(f"sh_{i:010d}", i, "sc_1", (ids[i],), Size.WIDE, action="Ember walks.") for i in range(shots)
    )
    takes = {Slot(SlotKind.SPEECH, line.id): take(SlotKind.SPEECH, line.id, samples=96_000) for line in lines}
    takes |= {Slot(SlotKind.FRAME, shot.id): take(SlotKind.FRAME, shot.id) for shot in made}
    guide = GuideImage("g_1", "e_fox", "f" * 64, 0)
    project = Project("p_0123456789", "tg:7", "The <Lantern> Fox", "A fox finds a lantern.", language="en")
    return Story(project, (fox, wood), (guide,), lines, (scene,), made, takes)


def take(kind: SlotKind, target: str, number: int = 1, **facts: int) -> Take:
    return Take(
        f"t_{number}_{kind.value}"[:13],
        Slot(kind, target),
        "a" * 64,
        "image/png",
        seed=41_822,
        cost=40_000,
        facts=facts,
    )


def status(state: str, **more: object) -> Status:
    steps = tuple(StepStatus(step.value, 2 if step is not Step.VIDEOS else 1, 2) for step in Step)
    return Status(state, steps, 0.58, **more)  # type: ignore[arg-type]


UPGRADES = (
    film.Upgrade("pictures", "q_0000000001", 330_000, 480_000, seconds=40.0),
    film.Upgrade("clips", "q_2", 2_900_000, 3_400_000, seconds=840.0),
)
OFFERS = (
    Offer("model:videos:fal:wan", "Wan", 1_200_000, 500_000, True, {}),
    Offer("shots:2", "fewer", 900_000, 600_000, True, {}),
    Offer("raise:1", "raise", 0, 700_000, True, {}, ceiling=4_000_000),
)
MODEL = ModelView(
    "fal:flux",
    "FLUX.2 Pro",
    "fal",
    (Step.FRAMES,),
    "pictures",
    "$0.03 a picture",
    "",
    "up to 9 pictures; prompts of up to 2,560 characters",
    True,
    "",
    "",
    "",
    date(2026, 11, 1),
)


def trouble() -> film.Trouble:
    shot = story().shots[1]
    return film.Trouble(shot, Slot(SlotKind.CLIP, shot.id), "The <prompt> was refused.", free=True)


def film_views() -> Iterator[tuple[str, film.FilmView]]:
    yield from free_views()
    yield from paid_views()


def free_views() -> Iterator[tuple[str, film.FilmView]]:
    yield (
        "told",
        film.FilmView(replace(story(), shots=(), segments=(), entities=(), scenes=()), status("running")),
    )
    yield "animatic", film.FilmView(story(), status("running", seconds_left=20.0), sheet=SHEET)
    yield (
        "ready",
        film.FilmView(
            story(),
            status("finished"),
            upgrades=UPGRADES,
            stops=("frames", "videos"),
            left=11_200_000,
            sheet=SHEET,
            app=APP,
        ),
    )
    yield "meant", film.FilmView(story(), status("finished"), level="clips", upgrades=UPGRADES[1:])
    yield "poor", film.FilmView(story(), status("finished"), upgrades=(replace(UPGRADES[1], short=5),))
    yield (
        "as usual",
        film.FilmView(
            story(),
            status("finished"),
            upgrades=(UPGRADES[1], replace(UPGRADES[0], first=False)),
            usual_seconds=90,
            by=(("frames", "FLUX.2 <Pro>"), ("videos", "Wan")),
        ),
    )
    yield (
        "of a group without a budget",
        film.FilmView(
            story(), status("finished"), upgrades=(replace(UPGRADES[1], short=5),), needs_budget=True
        ),
    )
    yield (
        "of a group with a ceiling",
        film.FilmView(story(), status("finished"), upgrades=UPGRADES, left=900_000, film_most=2_000_000),
    )
    yield "keyless", film.FilmView(story(), status("finished"), keyless=True, update=("q_0000000003", 0))


def paid_views() -> Iterator[tuple[str, film.FilmView]]:
    paid = replace(story().project, models={"frames": "fal:flux"})
    one = replace(story(), project=paid)
    yield (
        "clips",
        film.FilmView(
            one,
            status("running", seconds_left=250.0, problems=("A <bad> balance.",)),
            spent=1_840_000,
            bound=3_400_000,
            troubles=(trouble(),),
            now=(Slot(SlotKind.CLIP, one.shots[2].id),),
        ),
    )
    yield (
        "gate",
        film.FilmView(one, status("paused"), gate="frames", next_price=480_000, spent=10_000, sheet=SHEET),
    )
    yield (
        "ceiling",
        film.FilmView(
            one, status("paused", question="The next call would cost $0.40."), spent=1_840_000, offers=OFFERS
        ),
    )
    yield "paused", film.FilmView(one, status("paused"), spent=1_840_000, bound=3_400_000)
    yield (
        "stopped",
        film.FilmView(one, status("stopped", problems=("No shots.",)), spent=1, rest=("q_0000000004", 90_000)),
    )
    yield (
        "cancelled",
        film.FilmView(one, status("cancelled"), spent=1_840_000, rest=("q_0000000004", 1_500_000), back=True),
    )


def screens(w: Words) -> Iterator[tuple[str, Screen]]:
    for name, view in film_views():
        yield f"film {name}", film.film(w, view)
    view = dict(film_views())["clips"]
    one, shot = story(), story().shots[1]
    yield "film cancel", film.confirm_cancel(w, replace(view, held=280_000))
    yield "film cancel apart", film.confirm_cancel(w, view, apart=True)
    yield "film gate of characters", film.cast_ready(w, replace(view, gate="frames", next_price=480_000))
    stopped = replace(view, status=status("stopped"), rest=("q_0000000004", 280_000), app=LINK)
    yield "film at its ceiling", film.at_ceiling(w, replace(dict(film_views())["ceiling"], app=LINK))
    yield "film shot failed", film.shot_failed(w, stopped)
    yield from unsettled(w)
    yield "film rest", film.rest(w, one, "q_0000000004", 100_000, 300_000)
    yield from chosen(w, one)
    yield (
        "board",
        board.board(
            w,
            board.BoardView(story(30), busy=frozenset({shot.id}), gate="videos", next_price=2_100_000, app=APP),
        ),
    )
    yield "board second page", board.board(w, board.BoardView(story(30), page=1))
    yield "board several", board.board(w, board.BoardView(one, picked=frozenset({2})))
    takes = (take(SlotKind.FRAME, shot.id, 0), take(SlotKind.FRAME, shot.id))
    seen = board.ShotView(
        one,
        shot,
        takes=takes,
        frame_price=12_340_000,
        clip_price=280_000,
        sync_price=60_000,
        title="FLUX.2 Pro",
    )
    yield "shot", board.shot(w, seen)
    spend = Spend("q_0000000005", 280_000, (Slot(SlotKind.CLIP, shot.id),))
    busy = (Slot(SlotKind.CLIP, shot.id),)
    yield "shot price", board.shot(w, replace(seen, spend=spend, old_frame=True, busy=busy))
    yield "shot failed", board.shot(w, replace(seen, error="Refused.", skippable=True))
    yield "shot versions", board.versions(w, seen)
    yield "shot models", board.shot_models(w, seen, [MODEL], "fal:flux")
    yield "shot models second page", board.shot_models(w, seen, [MODEL] * 8, "fal:flux", 1)
    yield "shot prompt", board.prompt_saved(w, shot, 40_000, 280_000, 320_000)
    yield "shots change", board.change_sure(w, one, [3, 5], "night, <more> rain", ("q_0000000006", 80_000))
    yield from people(w, one)
    facts = delivery.FilmFacts(
        one, 62.2, 1280, 720, 182_000_000, 3_120_000, (2_900_000, 3_400_000), smaller=True
    )
    yield "delivered", delivery.caption(w, facts)
    yield "delivered free", delivery.caption(w, replace(facts, spent=0, smaller=False, app=APP))
    yield "delivered in trouble", delivery.caption(w, replace(facts, troubles=(trouble(),)))
    yield "delivered unknown", delivery.unknown(w, one, "abcdef012345")
    yield "delivered too large", delivery.too_large(w, one, 182_000_000)
    yield from talks(w)


def unsettled(w: Words) -> Iterator[tuple[str, Screen]]:
    """Paid calls of which nobody knows: the way to the question, the question, what comes after."""
    told = story()
    slot = Slot(SlotKind.CLIP, told.shots[1].id)
    lost = outcomes.Outcome("j_0123456789", slot, "The <line> went dead.", 280_000)
    view = outcomes.OutcomesView(told, (lost, replace(lost, held=0), lost), app=APP)
    held = status("stopped", unsettled=Unsettled((lost.job,), lost.held))
    panel = film.FilmView(told, held, rest=("q_0000000004", 90_000), app=APP)
    yield "film with an unknown outcome", film.film(w, panel)
    done = film.FilmView(told, replace(held, state="finished"), upgrades=UPGRADES)
    yield "film done, with an unknown outcome", film.film(w, done)
    yield "outcome asked", outcomes.outcomes(w, view)
    yield "outcome without money", outcomes.outcomes(w, replace(view, open=view.open[1:2]))
    after = replace(view, open=())
    yield "outcome fetched", outcomes.outcomes(w, replace(after, fetching=(slot,)))
    yield "outcome known", outcomes.outcomes(w, replace(after, rest=("q_0000000004", 90_000)))
    yield "outcome known, free", outcomes.outcomes(w, replace(after, rest=("q_0000000004", 0)))


def chosen(w: Words, one: Story) -> Iterator[tuple[str, Screen]]:
    yield "choose shape", choices.aspects(w, one)
    yield "choose look", choices.looks(w, one)
    draft, bought = choices.Rung("animatic"), choices.Rung("pictures", (330_000, 480_000), 40.0)
    best = choices.Rung("clips", (2_900_000, 3_400_000), 840.0)
    yield "choose level", choices.levels(w, one, (draft, bought, best), "clips")
    yield "choose level without a key", choices.levels(w, one, (draft,), "animatic")
    yield "choose voice", choices.voices(w, one, load_voices(), 0)
    yield "choose length", choices.lengths(w, one, 62.0, 120_000)
    yield "choose length without a key", choices.lengths(w, one, 62.0, None)
    yield "choose length sure", choices.length_sure(w, one, 90, "q_0000000008", 80_000, 120_000)
    tall = one.project.aspect.__class__.TALL
    yield "choose reshape sure", choices.reshape_sure(w, one, tall, 12, "q_0000000009", 2_100_000)
    yield "choose model", choices.models(w, one, "frames", [MODEL], 0)
    yield "choose more", choices.more(w, one, True)
    yield "choose more, put away", choices.more(w, one, False, away=True)
    yield "choose delete", choices.confirm_delete(w, one)


def people(w: Words, one: Story) -> Iterator[tuple[str, Screen]]:
    fox = one.entities[0]
    yield "cast", cast.cast(w, one)
    yield "cast at the gate", cast.cast(w, one, go_on=480_000, app=APP)
    shown = cast.EntityView(one, fox, price=40_000, voice="Lively")
    yield "entity", cast.card(w, shown)
    yield "entity price", cast.card(w, replace(shown, spend=Spend("q_0000000007", 40_000, (shown.slot,))))
    yield "entity gate", cast.card(w, replace(shown, gate=True))
    yield "entity voices", cast.voices(w, fox, load_voices(), 0)
    yield "entity versions", cast.versions(w, shown)
    yield "photos ask", cast.ask_photos(w, fox, True)
    yield "photos kept", cast.photos_kept(w, shown, 2, [w.plain("photo-too-big")], [1])
    yield "photos remove", cast.remove_photos(w, one, fox)
    yield "photos whose", cast.whom(w, one, 4711)
    use = (
        StyleUse(Step.REFS, "FLUX.2 <Pro>", True, 9, ()),
        StyleUse(Step.FRAMES, "Kontext", False, 1, ("Nano Banana", "Qwen", "FLUX.2", "Seedream")),
        StyleUse(Step.FRAMES, "Reve", False, 1, ()),
    )
    yield "style kept", styles.kept(w, one, use, 3)
    yield "style kept without a key", styles.kept(w, one, (), 1)
    pictured = replace(one, project=replace(one.project, style_picture="b" * 64))
    yield "choose look with a picture", choices.looks(w, pictured)


def talks(w: Words) -> Iterator[tuple[str, Screen]]:
    cards = [
        ProjectCard(
            f"p_{i}",
            f"Film {i}",
            "A fox",
            datetime(2026, 11, 1, tzinfo=UTC),
            "finished",
            story().project.aspect,
        )
        for i in range(7)
    ]
    yield "hello", talk.hello(w)
    yield "help", talk.help_(w, True)
    yield "projects", talk.projects(w, talk.Shelf(cards[:5], 0, 7), {"p_1": 0.58})
    yield "projects, a page in the middle", talk.projects(w, talk.Shelf(cards[:5], 20, 123), away=2)
    yield "projects, the last page", talk.projects(w, talk.Shelf(cards[5:], 1, 7))
    yield "projects none", talk.projects(w, talk.Shelf())
    yield "projects none, some put away", talk.projects(w, talk.Shelf(), away=3)
    yield "cancel which", talk.running(w, cards[:2])
    yield from usual(w)
    yield "projects put away", talk.put_away(w, talk.Shelf(cards[:2], 0, 2))
    yield from ways_in(w)
    yield "ask prompt", talk.ask(w, "ask-prompt", "A <fox> on a bridge.", number=6)
    yield "trouble", talk.trouble(w, "It cannot <be> done.", "Try again.")
    yield from bills(w)
    told = story()
    job = JobView(
        "j_1", Slot(SlotKind.FRAME, told.shots[0].id), "frame for shot 1", "failed", "FLUX", 1, error="<no>"
    )
    yield "log", talk.log(w, told, [job])
    tale = replace(told, project=replace(told.project, text="A <fox> sat down."))
    yield "story written", reading.written(w, tale, "story")
    yield "script written", reading.written(w, told, "script")


def usual(w: Words) -> Iterator[tuple[str, Screen]]:
    chosen = {"length": 90, "level": "clips", "auto": 100_000, "sounds": False, "captions": False}
    yield "settings", settings.settings(w, settings.SettingsView({}))
    yield (
        "settings of one's own",
        settings.settings(w, settings.SettingsView(chosen, {"frames": "FLUX.2 <Pro>"})),
    )
    bound = (Ceiling("group_day", 2_000_000, 800_000), Ceiling("group_month", 20_000_000, 800_000))
    group = Group("tg:-4711", bound, "admins", 2_000_000)
    yield "settings of a group", settings.settings(w, settings.SettingsView({}, {}, group, -4711))
    poor = Group("tg:-4711", (Ceiling("group_day", 0, 0), Ceiling("group_month", 0, 0)))
    yield (
        "settings of a group without a budget",
        settings.settings(w, settings.SettingsView({}, {}, poor, -4711)),
    )
    yield "settings length", settings.lengths(w, 90)
    yield "settings of a film of a group", settings.films(w, 2_000_000)
    yield "settings of a film of a group, any", settings.films(w, None)
    yield "settings level", settings.levels(w, "clips")
    yield "settings model", settings.models(w, "frames", [MODEL] * 7, "fal:flux", 0)


def ways_in(w: Words) -> Iterator[tuple[str, Screen]]:
    eve = ChatUser(4711, "Eve <3", "eve")
    yield "web", talk.web(w, "https://films.example/#link=vs_1")
    yield "web without a button", talk.web(w, "http://localhost:8000/#link=vs_1", button_can=False)
    yield "invitation", talk.invitation(w, "https://t.me/bot?start=inv_vs_1")
    yield "stranger", talk.stranger(w, 4711)
    yield "knocks", talk.knocks(w, eve)
    known = talk.Known(4711, "Eve <3", False, 1_230_000)
    yield "users", talk.users(w, [known])
    yield "users and groups", talk.users(w, [known], [talk.Known(-100, "Films", True, 0)])
    asked = datetime(2026, 11, 1, 12, tzinfo=UTC)
    login = Login(
        "0123456789abcd",
        "Firefox, <Linux> · 192.0.2.7",
        "47",
        ("12", "83"),
        asked,
        asked + timedelta(minutes=5),
    )
    yield "a browser asks", logins.asked(w, login, asked)
    yield "a browser asked some time ago", logins.asked(w, login, asked + timedelta(minutes=3))


def bills(w: Words) -> Iterator[tuple[str, Screen]]:
    platform = Platform("fal", "fal", "FAL_KEY", "", True, True, "me", 12_300_000, "", None, "", "", None, ())
    bounds = (Ceiling("person_month", 20_000_000, 8_800_000),)
    yield (
        "account",
        talk.account(
            w,
            Account((platform, replace(platform, key=False)), bounds, 310_000, 8_800_000, 40_000, {}),
            making=2,
            keys=APP,
        ),
    )
    line = Cost("frames", 12, 480_000, 0, 500_000)
    group = Ceiling("group_day", 2_000_000, 300_000)
    yield "account in a group", talk.account_in_group(w, (group,))
    figures = Account((), (*bounds, group), 310_000, 8_800_000, 40_000, {})
    yield "account aside", Screen(Safe(talk.account_aside(w, figures)))
    spent = Costs(
        40_000, 480_000, 500_000, 0, 0, (line, replace(line, spent=480_000)), (), (), (330_000, 500_000)
    )
    yield "costs aside", Screen(Safe(talk.costs_aside(w, "Fox & Co", spent)))
    yield (
        "costs",
        talk.costs(w, "Fox", Costs(0, 480_000, 500_000, 0, 0, (line,), (), (), (1, 2)), "p_0123456789"),
    )


def written(screen: Screen) -> str:
    rows = [
        " ".join(f"[{one.label}]({one.data or one.url or one.web_app or 'copy'})" for one in row)
        for row in screen.rows
    ]
    head = f"<{screen.picture.kind}>\n" if screen.picture else ""
    return head + "\n".join([screen.text, *rows, *([f"(asks: {screen.ask})"] if screen.ask else [])])


@pytest.mark.parametrize("language", languages())
def test_every_screen_reads_as_it_did(language: str) -> None:
    text = "\n\n".join(f"=== {name}\n{written(screen)}" for name, screen in screens(Words(language))) + "\n"
    kept = HERE / f"{language}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", languages())
def test_every_screen_is_something_telegram_takes(language: str) -> None:
    """64 bytes of data, labels that fit, rows of eight, texts that fit, no open tag of a person's words."""
    for name, screen in screens(Words(language)):
        assert len(screen.text) <= (CAPTION if screen.picture else TEXT), name
        assert "<Lantern>" not in screen.text, name
        for row in screen.rows:
            assert len(row) <= 8, name
            for one in row:
                assert 0 < len(one.label) <= LABEL, name
                assert bool(one.data) + bool(one.url) + bool(one.copy) + bool(one.web_app) == 1, name
                assert not one.data or parse(one.data) is not None, (name, one.data)


@pytest.mark.parametrize("language", languages())
def test_cards_have_four_rows_of_buttons_at_most(language: str) -> None:
    for name, screen in screens(Words(language)):
        if name.startswith(("film", "shot", "entity", "delivered")) and "voices" not in name:
            assert len(screen.rows) <= 4, name
