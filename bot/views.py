"""Views: what a screen needs, asked of the Studio; nothing is decided here that the Studio decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.defaults import LOCAL, wanted
from bot.kit import Kit
from bot.screens.board import BoardView, ShotView
from bot.screens.cast import EntityView
from bot.screens.delivery import FilmFacts
from bot.screens.film import FilmView, Trouble, Upgrade
from bot.screens.parts import Picture, Spend
from core.errors import BadInput, NotFound, NotReady
from core.story import Entity, Shot, Slot, SlotKind, Step, Story, Take
from core.studio import Again, Film, JobView, Quote

LEVELS = ("pictures", "clips")
RUNGS = ("", *LEVELS)
"""What a film can be, one above the other; every one is a draft first."""
GATES = (Step.FRAMES, Step.VIDEOS)
WAITING = ("paused", "finished")
"""States of a run in which a film may wait at a gate: single things are made anew in between."""
GOOD_FOR = timedelta(minutes=15)
"""How long a price on a button stands (telegram.md 9.5)."""


async def film_view(kit: Kit, owner: str, project_id: str, chat: int, *, back: bool = False) -> FilmView:
    """The panel's view in a chat: prices only while nothing runs, for they need a forecast each."""
    studio = kit.studio
    story, status = await studio.story(owner, project_id), await studio.status(owner, project_id)
    costs = await studio.costs(owner, project_id)
    view = FilmView(story, status, spent=costs.spent, held=costs.held, bound=story.project.ceiling, back=back)
    growing, jobs = status.state == "running", await studio.jobs(owner, project_id)
    found: dict[str, object] = {
        "sheet": await kit.sheets.of(owner, story, growing=growing, group=chat < 0),
        "troubles": troubles(story, jobs),
        "now": tuple(job.slot for job in jobs if job.state in AT_WORK),
        "app": kit.page(chat, f"/p/{project_id}"),
        "level": RUNGS[await meant_rung(kit, owner, story)],
    }
    gate, _ = await kit.chats.gate(project_id) if status.state in WAITING else ("", 0)
    if gate:
        found |= {"gate": gate, "next_price": await next_price(kit, owner, project_id, gate)}
    elif status.state == "paused":
        found["offers"] = await studio.offers(owner, project_id)
    elif status.state in ("cancelled", "stopped"):
        quote = await studio.quote(owner, project_id)
        again = {"do": "start", "keep": True}
        price = await kit.chats.add_price(project_id, owner, again, quote.high, 0, until())
        found["rest"] = (price.id, quote.high)
    elif status.state in ("finished", "idle"):
        found |= await _prices(kit, owner, story)
    return _with(view, found)


def troubles(story: Story, jobs: Sequence[JobView]) -> tuple[Trouble, ...]:
    """Shots whose newest try at something failed, in the order of the film."""
    newest = {job.slot: job for job in reversed(jobs) if job.slot.kind in OF_A_SHOT}
    found = (
        Trouble(shot, slot, job.error, free=not job.cost)
        for shot in story.shots
        for slot, job in newest.items()
        if slot.target == shot.id and job.state in ("failed", "unknown") and not _is_settled(story, slot)
    )
    return tuple(found)


def _is_settled(story: Story, slot: Slot) -> bool:
    """Whether the person chose something else there since: a free maker, or a take."""
    return slot in story.pinned or story.wish(slot).model.startswith("local:")


OF_A_SHOT = (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)
AT_WORK = ("submitting", "running", "finishing")


async def _prices(kit: Kit, owner: str, story: Story) -> dict[str, object]:
    """What a better film would cost, each price bound to a button that may be pressed once."""
    if not story.shots:
        return {}
    chosen = await wanted(kit, owner, story.project.purse)
    level = str(chosen.get("level") or "")
    found: dict[str, object] = {"stops": await stops(kit, owner), **await _bounds(kit, owner, story)}
    upgrades, keyless = [], True
    aim = await meant_rung(kit, owner, story)
    meant = RUNGS[aim] if aim > rung(story) else ""
    for to in (meant,) if meant else sorted(LEVELS, key=lambda one: one != level):
        quote = await level_price(kit, owner, story.project.id, to)
        if quote is None:
            continue
        keyless = False
        if quote.high and not _is_at(to, story):
            action = {"do": "upgrade", "to": to}
            price = await kit.chats.add_price(story.project.id, owner, action, quote.high, 0, until())
            first = not level or level == to or meant == to
            upgrades.append(Upgrade(to, price.id, quote.low, quote.high, quote.needed, first, quote.seconds))
    found |= {"upgrades": tuple(upgrades), "keyless": keyless}
    found |= await _usual(kit, owner, story, chosen)
    if story.take(SlotKind.FILM, story.project.id) is not None:
        found["update"] = await _update(kit, owner, story)
    return found


async def _bounds(kit: Kit, owner: str, story: Story) -> dict[str, object]:
    """What the owner may still spend, and in a group what the group may."""
    left, purse = await budget_left(kit, owner), story.project.purse
    if not purse:
        return {"left": left}
    group = await kit.studio.group(purse)
    most = group.left if left is None else min(left, group.left)
    if group.film is not None:
        costs = await kit.studio.costs(owner, story.project.id)
        most = min(most, max(0, group.film - costs.spent - costs.held))
    return {"left": most, "needs_budget": not group.has_budget, "film_most": group.film}


async def _usual(kit: Kit, owner: str, story: Story, chosen: Mapping[str, Any]) -> dict[str, object]:
    """What the person usually wants and this film does not have yet: a length, models of their own."""
    told = story.take(SlotKind.STORY, story.project.id)
    drawn = told is None or told.model.startswith("local")
    titles = {one.id: one.title for one in await kit.studio.models(owner)}
    named = await kit.studio.named_models(owner, story.project.id)
    length = int(chosen.get("length") or 0) if drawn and await _can_write(kit, owner, story) else 0
    return {
        "usual_seconds": length,
        "by": tuple((step, titles[model]) for step, model in named.items() if model in titles),
    }


async def _can_write(kit: Kit, owner: str, story: Story) -> bool:
    """Whether a key opens a language model that writes stories."""
    try:
        await kit.studio.quote(owner, story.project.id, level="written")
    except BadInput:
        return False
    return True


async def _update(kit: Kit, owner: str, story: Story) -> tuple[str, int] | None:
    """The price of bringing the film up to date; None when it is."""
    status = await kit.studio.status(owner, story.project.id)
    export = next((step for step in status.steps if step.name == Step.EXPORT), None)
    if export is None or export.done == export.total:
        return None
    quote = await kit.studio.quote(owner, story.project.id)
    price = await kit.chats.add_price(story.project.id, owner, {"do": "start"}, quote.high, 0, until())
    return price.id, quote.high


def _is_at(level: str, story: Story) -> bool:
    """Whether the whole film is made at this level already."""
    step = {"pictures": Step.FRAMES, "clips": Step.VIDEOS}[level].value
    return bool(story.project.models.get(step)) and not story.wishes


def rung(story: Story) -> int:
    """How far up the levels a film is: the place in RUNGS."""
    made = [not story.project.models.get(step.value, LOCAL).startswith(LOCAL) for step in GATES]
    return 2 if made[1] else int(made[0])


async def meant_rung(kit: Kit, owner: str, story: Story) -> int:
    """How far up a film is meant to get; where it is when nobody chose more."""
    meant = await kit.studio.preferred_level(owner, story.project.id)
    return max(rung(story), RUNGS.index(meant) if meant in RUNGS else 0)


async def level_price(kit: Kit, owner: str, project_id: str, level: str) -> Quote | None:
    """What a level would cost now; None where no key opens it."""
    try:
        return await kit.studio.quote(owner, project_id, level=level)
    except BadInput:
        return None


def until() -> datetime:
    return datetime.now(UTC) + GOOD_FOR


async def budget_left(kit: Kit, owner: str) -> int | None:
    """Micro-dollars this person may still spend; None when nobody set a bound."""
    account = await kit.studio.account(owner)
    return min((one.left for one in account.ceilings), default=None)


async def stops(kit: Kit, owner: str) -> tuple[str, ...]:
    """The gates an upgrade stops at, as the person wants it."""
    person = await kit.studio.person(owner)
    return tuple(gate.value for gate in GATES) if person.choices.get("stops", True) else ()


async def wants_sounds(kit: Kit, owner: str) -> bool:
    """Whether what needs a person may ring: as they set it for themselves."""
    return bool((await kit.studio.person(owner)).choices.get("sounds", True))


def _with(view: FilmView, found: dict[str, object]) -> FilmView:
    return replace(view, **found)  # type: ignore[arg-type]


# ---------------------------------------------------------------- pictures


async def still(kit: Kit, owner: str, project_id: str, sha: str) -> Picture | None:
    """A picture of the film."""
    try:
        file = await kit.studio.media(owner, project_id, sha)
    except NotFound:
        return None
    return Picture("photo", sha, path=file.path) if file.mime.startswith("image/") else None


async def moving(kit: Kit, owner: str, story: Story, shot: Shot) -> Picture | None:
    """The shot as it moves: its own clip, else its stretch of the film; None while there is neither."""
    own = [story.take(kind, shot.id) for kind in (SlotKind.LIPSYNC, SlotKind.CLIP)]
    sha = next((take.asset for take in own if take is not None and take.mime.startswith("video/")), None)
    film = story.take(SlotKind.FILM, story.project.id)
    sha = sha or (film.parts.get(f"piece:{shot.id}") if film else None)
    if sha is None:
        return None
    clip = await kit.studio.clip_for_chat(owner, story.project.id, sha)
    facts = clip.facts
    return Picture(
        "video",
        sha,
        path=clip.path,
        width=facts.width,
        height=facts.height,
        seconds=max(1, round(facts.seconds)),
        thumbnail=facts.thumbnail,
    )


# ---------------------------------------------------------------- cards


async def price_of(kit: Kit, owner: str, project_id: str, slot: Slot, model: str = "") -> int | None:
    """What making a slot anew would cost at the most, with what it needs; None while it cannot be made."""
    try:
        await kit.studio.sent(owner, project_id, slot, model)
        return (await kit.studio.price_again(owner, project_id, slot, Again(model=model)))[1]
    except (NotReady, NotFound):
        return None


async def entity_view(
    kit: Kit, owner: str, story: Story, entity: Entity, chat: int, *, spend: Spend | None = None
) -> EntityView:
    """An entity's card in a chat."""
    slot = Slot(SlotKind.REFERENCE, entity.id)
    project = story.project.id
    current = story.takes.get(slot)
    jobs = [job for job in await kit.studio.jobs(owner, project) if job.slot == slot]
    cast = story.take(SlotKind.VOICE, entity.id)
    voice = entity.voice or (str(cast.facts.get("voice", "")) if cast else "")
    return EntityView(
        story,
        entity,
        takes=await kit.studio.takes(owner, project, slot),
        price=await price_of(kit, owner, project, slot),
        voice=voice.partition(":")[2].capitalize(),
        busy=any(job.state in OPEN for job in jobs),
        spend=spend,
        error=jobs[0].error if jobs and jobs[0].state == "failed" else "",
        gate=(await gate_of(kit, owner, project)) == "frames",
        picture=await still(kit, owner, project, current.asset) if current else None,
        app=kit.page(chat, f"/p/{project}?entity={entity.id}"),
    )


async def gate_of(kit: Kit, owner: str, project_id: str) -> str:
    """The gate at which a film waits; "" for none."""
    status = await kit.studio.status(owner, project_id)
    return (await kit.chats.gate(project_id))[0] if status.state in WAITING else ""


OPEN = ("waiting", "submitting", "running", "finishing")


async def shot_view(
    kit: Kit, owner: str, story: Story, shot: Shot, *, clip: bool, spend: Spend | None = None
) -> ShotView:
    """A shot's card."""
    project = story.project.id
    slots = [Slot(kind, shot.id) for kind in (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)]
    shown = slots[1] if clip else slots[0]
    jobs = [job for job in await kit.studio.jobs(owner, project) if job.slot in slots]
    newest = {job.slot: job for job in reversed(jobs)}
    current, frame = story.takes.get(shown), story.takes.get(slots[0])
    picture = await moving(kit, owner, story, shot) if clip else None
    if picture is None and frame is not None:
        picture = await still(kit, owner, project, frame.asset)
    last = newest.get(shown)
    return ShotView(
        story,
        shot,
        clip=clip,
        takes=await kit.studio.takes(owner, project, shown),
        frame_price=await price_of(kit, owner, project, slots[0]),
        clip_price=await price_of(kit, owner, project, slots[1]),
        sync_price=await price_of(kit, owner, project, slots[2]),
        busy=tuple(slot for slot, job in newest.items() if job.state in OPEN),
        old_frame=_from_old_frame(story, slots),
        spend=spend,
        title=await _title(kit, owner, current),
        error=last.error if last and last.state in ("failed", "unknown") else "",
        skippable=any(job.state in ("failed", "unknown") for job in newest.values()),
        picture=picture,
    )


def _from_old_frame(story: Story, slots: list[Slot]) -> bool:
    """Whether the clip was made from a frame that is not in use any more."""
    frame, clip = story.takes.get(slots[0]), story.takes.get(slots[1])
    return bool(frame and clip and clip.references and frame.asset not in clip.references)


async def _title(kit: Kit, owner: str, take: Take | None) -> str:
    if take is None or not take.model or take.model.startswith("local"):
        return ""
    return next((one.title for one in await kit.studio.models(owner) if one.id == take.model), take.model)


async def board_view(
    kit: Kit, owner: str, story: Story, chat: int, *, page: int = 0, picked: frozenset[int] | None = None
) -> BoardView:
    """The storyboard in a chat."""
    project = story.project.id
    jobs = await kit.studio.jobs(owner, project)
    of_shots = [job for job in jobs if job.slot.kind in (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)]
    newest = {job.slot: job for job in reversed(of_shots)}
    gate = await gate_of(kit, owner, project)
    return BoardView(
        story,
        page=page,
        busy=frozenset(slot.target for slot, job in newest.items() if job.state in OPEN),
        failed=frozenset(slot.target for slot, job in newest.items() if job.state in ("failed", "unknown")),
        changed=frozenset(shot.id for shot in story.shots if shot.prompt_is_own),
        picked=picked,
        gate=gate,
        next_price=await next_price(kit, owner, project, gate) if gate else 0,
        picture=await kit.sheets.of(owner, story, page),
        app=kit.page(chat, f"/p/{project}/images"),
    )


async def next_price(kit: Kit, owner: str, project_id: str, gate: str) -> int:
    """What the step behind a gate will cost at the most, up to the next gate."""
    quote = await kit.studio.quote(owner, project_id)
    after = {"frames": (Step.FRAMES,), "videos": (Step.VIDEOS, Step.LIPSYNC)}.get(gate, ())
    return sum(line.high for line in quote.lines if line.step in after)


# ---------------------------------------------------------------- the finished film


async def film_facts(
    kit: Kit, owner: str, project_id: str, film: Film, chat: int, *, smaller: bool, size: int
) -> FilmFacts:
    """What stands under the video in a chat."""
    costs = await kit.studio.costs(owner, project_id)
    story = await kit.studio.story(owner, project_id)
    return FilmFacts(
        story=story,
        seconds=film.seconds,
        width=film.width,
        height=film.height,
        size=size,
        spent=costs.spent,
        quoted=costs.quoted,
        smaller=smaller,
        troubles=troubles(story, await kit.studio.jobs(owner, project_id)),
        app=kit.page(chat, f"/p/{project_id}"),
        status=await kit.studio.status(owner, project_id),
    )
