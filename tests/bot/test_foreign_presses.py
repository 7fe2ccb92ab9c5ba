"""Every button with somebody else's ids in it: nothing seen, nothing changed, nothing spent (R38, R39).

What a tampered client sends is answered word for word as the same press with an id that is nowhere.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatting import Stage, paid_calls, staged
from kept_rows import rows_of
from PIL import Image
from twin import Twin
from twin.telegram import Group, Message, Person, Telegram

from bot.callbacks import ACTIONS, parse
from bot.handlers.presses import ALONE, DIRECTING, LOOKING
from core.intake import source_from_text
from core.studio import Brief
from core.studio.chats import Sending

OF_NOTHING: Mapping[str, str] = {
    "z": "does nothing",
    "h.help": "says how it works",
    "h.try": "makes a film of our own story for whoever presses",
    "l.no": "names a browser by a code that it showed",
    "l.ok": "names a browser by a code that it showed",
    "u.ch": "names a choice of one's own",
    "u.lang": "names a language",
    "u.me": "shows one's own figures",
    "u.set": "names a choice of one's own",
}
"""Actions that name nothing of anybody's."""

PRESSED: Mapping[str, tuple[str, ...]] = {
    "h.new": ("{album}",),
    "p.ls": ("{project}", ":0", ":{project}"),
    "p.aw": ("{project}", ":0", ":{project}"),
    "a.ok": ("{person}",),
    "a.no": ("{person}",),
    "q.ok": ("{price}",),
    "q.no": ("{price}",),
    "p.open": ("{project}", "{shot}", "{take}"),
    "p.log": ("{project}", "{project}:costs"),
    "x.see": ("{project}",),
    "p.fr": ("{project}",),
    "e.ls": ("{project}", "{project}:0"),
    "e.open": ("{entity}",),
    "e.hs": ("{entity}",),
    "b.open": ("{project}",),
    "b.pg": ("{project}:0",),
    "s.open": ("{shot}", "{own}:{shot}"),
    "s.vw": ("{shot}:f",),
    "s.hs": ("{shot}",),
    "n.ch": ("{project}:aspect", "{project}:voice:0", "{project}:m_frames:0"),
    "n.ed": ("{project}:title",),
    "n.set": ("{project}:aspect:1", "{project}:stops:0", "{project}:length:45"),
    "p.pau": ("{project}",),
    "p.res": ("{project}",),
    "p.cx": ("{project}",),
    "p.cx2": ("{project}",),
    "p.ap": ("{project}:refs",),
    "p.of": ("{project}:00000000",),
    "p.del": ("{project}",),
    "p.del2": ("{project}",),
    "x.re": ("{project}",),
    "x.cap": ("{project}:0",),
    "x.fin": ("{project}",),
    "x.ar": ("{project}:1",),
    "x.lnk": ("{project}",),
    "x.yes": ("{project}:{sending}", "{own}:{sending}"),
    "x.send": ("{project}:{sending}", "{own}:{sending}"),
    "e.ok": ("{entity}",),
    "e.ph": ("{entity}",),
    "e.ds": ("{entity}",),
    "e.rg": ("{entity}",),
    "e.vo": ("{entity}:0",),
    "e.vs": ("{entity}:00000000",),
    "e.use": ("{entity}:{look}", "{own}:{look}"),
    "e.dl": ("{entity}",),
    "e.dp": ("{guide}",),
    "e.for": ("{entity}:{album}", "{own}:{album}"),
    "b.sel": ("{project}", "{project}:go"),
    "b.t": ("{project}:1",),
    "s.rf": ("{shot}",),
    "s.rv": ("{shot}",),
    "s.rb": ("{shot}",),
    "s.skip": ("{shot}",),
    "s.ls": ("{shot}",),
    "s.pm": ("{shot}",),
    "s.md": ("{shot}",),
    "s.ms": ("{shot}:00000000:f",),
    "s.use": ("{shot}:{take}", "{own}:{take}"),
    "o.open": ("{project}", "{job}"),
    "o.get": ("{job}", "{project}"),
    "o.yes": ("{job}", "{project}"),
    "o.no": ("{job}", "{project}"),
}
"""What a stranger could forge for each action; {own} is a film of their own."""

ANYTHING = ("{project}", "{project}:1", "{shot}", "{entity}", "{entity}:1", "{guide}", "{own}:{take}")
"""The same for actions on a film that have no forms of their own here."""

BOB, BOSS = 100_000_888, 100_000_999


def test_every_button_is_tried_here() -> None:
    """A new action asks first whose film it is, names nothing of anybody's, or has its presses above."""
    assert {*ALONE, *LOOKING, *DIRECTING} == ACTIONS
    assert set() == ALONE.keys() - (OF_NOTHING.keys() | PRESSED.keys())
    assert not OF_NOTHING.keys() & PRESSED.keys()


async def test_a_press_with_foreign_ids_shows_and_changes_nothing(
    telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path, film_folder: Path
) -> None:
    bob, boss = telegram.person("Bob", id=BOB), telegram.person("Boss", id=BOSS)
    _film_in(film_folder, tmp_path)
    async with staged(telegram, tmp_path, allowed=[ann, bob], admins=[boss], env=twin.env) as stage:
        ids = await _ids_of(stage, ann, bob, tmp_path)
        before = await _of_ann(stage, ids)
        wrong = await _walked(bob, ids)
        assert await _of_ann(stage, ids) == before
        assert paid_calls(twin) == 0
        said = "\n".join(map(repr, telegram.outbox.select(chat=bob.id)))
        assert not [word for word in _LINES if word in said]
    assert not wrong, "\n".join(wrong)


async def test_in_a_group_others_look_but_only_the_owner_and_admins_direct(
    telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path, film_folder: Path, forgiven: list[str]
) -> None:
    forgiven.append("pinned messages")
    bob = telegram.person("Bob", id=BOB)
    group = telegram.group("Films", ann)
    group.join(bob)
    _film_in(film_folder, tmp_path)
    async with staged(
        telegram, tmp_path, allowed=[ann, bob], env=twin.env, telegram_allowed_chats=str(group.id)
    ) as stage:
        panel = await _shown_in(stage, group, ann)
        ids = await _ids_of(stage, ann, bob, tmp_path)
        before = await _of_ann(stage, ids)
        allowed = []
        for action in sorted((*DIRECTING, "q.ok")):
            form = PRESSED.get(action, ANYTHING)[0]
            press = bob.press_forged(f"v1:{action}:{form.format(**ids.foreign)}", panel)
            if "Only Ann" not in await bob.answer(press):
                allowed.append(f"{action}: {press.text}")
        assert await _of_ann(stage, ids) == before
        assert paid_calls(twin) == 0
    assert not allowed


@dataclass(frozen=True)
class Ids:
    """Of Ann's things, and the same for things that are nowhere."""

    foreign: Mapping[str, str]
    nowhere: Mapping[str, str]


HELLO = "Send me a story"

_LINES = ("lantern", "Lantern", "Who lit")
"""Words of Ann's film, which Bob must never read."""


def _film_in(film_folder: Path, home: Path) -> None:
    shutil.copytree(film_folder / "data", home / "data")


async def _ids_of(stage: Stage, ann: Person, bob: Person, folder: Path) -> Ids:
    """Everything of Ann's that a button can name, made where the animatic has none of it."""
    studio, me = stage.studio, f"tg:{ann.id}"
    project = await stage.project(ann)
    entity = (await studio.story(me, project)).entities[0].id
    Image.new("RGB", (640, 480), "teal").save(folder / "photo.png")
    await studio.add_guides(me, project, entity, [folder / "photo.png"])
    story = await studio.story(me, project)
    until = datetime.now(UTC) + timedelta(minutes=15)
    price = await studio.chats.add_price(project, me, {"do": "start"}, 5_000_000, ann.id, until)
    film = "ab12" * 10
    await studio.chats.begin_sending(
        Sending(f"{project}:{film}:{ann.id}", project, me, ann.id, state="unknown")
    )
    photo = {"message": 77, "person": ann.id, "file_id": "a", "caption": ""}
    await studio.chats.keep_items(ann.id, "for77", [photo])
    own = await studio.create(
        f"tg:{bob.id}", Brief(source_from_text("A hen sat on a wall and would not move."))
    )
    takes = {slot.kind.value: take.id for slot, take in story.takes.items()}
    names = {
        "project": project,
        "entity": entity,
        "shot": story.shots[0].id,
        "guide": story.guides[0].id,
        "take": takes["frame"],
        "look": takes["reference"],
        "price": price.id,
        "job": (await studio.jobs(me, project))[0].id,
    }
    numbers = {"sending": film[:12], "album": "77", "person": str(ann.id)}
    nowhere = {name: f"{one.partition('_')[0]}_0000000000" for name, one in names.items()}
    missing = {"sending": "0" * 12, "album": "78", "person": "100000001"}
    return Ids({**names, **numbers, "own": own.id}, {**nowhere, **missing, "own": own.id})


async def _of_ann(stage: Stage, ids: Ids) -> dict[str, list[str]]:
    """Every row that speaks of Ann's film; updates are kept as they came, whatever is in them."""
    marks = [one for name, one in ids.foreign.items() if name not in ("album", "sending", "own")]
    found = await rows_of(stage.studio._database, marks)
    return {name: rows for name, rows in found.items() if name != "tg_inbox"}


async def _walked(bob: Person, ids: Ids) -> list[str]:
    """The presses that were answered otherwise than those with ids that are nowhere."""
    wrong = []
    for action in sorted(ACTIONS - OF_NOTHING.keys()):
        for form in PRESSED.get(action, ANYTHING):
            data = f"v1:{action}:{form}"
            assert parse(data.format(**ids.foreign)) is not None, f"{data} never gets as far as the bot's rules"
            foreign = await _told(bob, data.format(**ids.foreign))
            nowhere = await _told(bob, data.format(**ids.nowhere))
            if foreign != nowhere:
                wrong.append(f"{data}: {foreign} and for nothing: {nowhere}")
    return wrong


async def _told(bob: Person, data: str) -> list[str]:
    """What a press brings: its answer, what the pressed message says then, and new messages."""
    message = await _hello(bob)
    last = max(bob.chat.messages)
    press = bob.press_forged(data, message)
    await bob.answer(press)
    await _hello(bob) if message.deleted else await bob.answer(bob.press_forged("v1:z", message))
    new = [one.text for one in bob.chat.visible() if one.id > last and HELLO not in one.text]
    return [_bare(said) for said in (press.text, f"alert: {press.alert}", message.text, *new)]


async def _hello(bob: Person) -> Message:
    """A message of the bot's to press on; asked for again once the last is gone or says something else."""
    for message in reversed(bob.chat.visible()):
        if message.sender is not bob.user and HELLO in message.text:
            return message
    bob.start()
    return await bob.sees(HELLO)


async def _shown_in(stage: Stage, group: Group, ann: Person) -> Message:
    """Ann's film, shown by her in the group."""
    ann.send(f"/start@video_story_bot {await stage.project(ann)}", chat=group.chat)
    panel = await ann.sees("animatic is ready", chat=group.chat, kind="photo", button="Storyboard")
    await ann.sees("🎉", chat=group.chat, kind="video", seconds=60)
    return panel


def _bare(text: str) -> str:
    return re.sub(r"\b[a-z]{1,2}_[0-9a-z]{10}\b", "<id>", text)
