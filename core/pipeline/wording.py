"""The words for pictures and clips, built from what the story's fields say (R8, R16).

A prompt that a person wrote in full is used as it is: nothing here is added to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.requests import Reference
from core.story import Angle, Entity, EntityKind, Shot, Size, Story, TimeOfDay, Weather

SIZES = {
    Size.WIDE: "Wide shot that shows the whole place",
    Size.MEDIUM: "Medium shot from the waist up",
    Size.CLOSE: "Close-up of the face",
    Size.OVER_SHOULDER: "Over-the-shoulder shot",
    Size.INSERT: "Close insert shot of one thing",
}

ANGLES = {
    Angle.EYE: "camera at eye level",
    Angle.LOW: "camera low, looking up",
    Angle.HIGH: "camera high, looking down",
}

TIMES = {
    TimeOfDay.DAWN: "at dawn",
    TimeOfDay.DAY: "by day",
    TimeOfDay.DUSK: "at dusk",
    TimeOfDay.NIGHT: "at night",
}

WEATHERS = {Weather.CLEAR: "", Weather.RAIN: "in the rain", Weather.SNOW: "in snow", Weather.FOG: "in fog"}

MOVES = {
    "push_in": "The camera slowly pushes in.",
    "pull_out": "The camera slowly pulls back.",
    "pan_left": "The camera slowly pans left.",
    "pan_right": "The camera slowly pans right.",
    "tilt_up": "The camera slowly tilts up.",
    "tilt_down": "The camera slowly tilts down.",
    "drift": "The camera drifts a little to the side.",
}


def reference(entity: Entity, style: str, sent: Sequence[Reference] = ()) -> str:
    """The words for a reference image: a portrait, an empty place, or an object alone (R8).

    `sent` are the pictures that go along; only the one of the film's style is spoken of.
    """
    about = described(entity)
    words = {
        EntityKind.CHARACTER: f"Portrait of {about}. Head and shoulders, facing the camera, even light, plain "
        "background, nobody else in the picture.",
        EntityKind.SET: f"{about}. The place itself, empty: no people at all.",
        EntityKind.PROP: f"{about}. The object alone on a plain background: no people, no hands.",
    }[entity.kind]
    return _joined(words, manner(sent), style)


def frame(shot: Shot, story: Story, sent: Sequence[Reference], extras: Sequence[Entity]) -> str:
    """The words for a frame: the shot, who and what it shows, the place, and which picture shows what.

    `sent` are the pictures that go along, in order; `extras` are things of the scene that stand around.
    """
    cast = [story.entity(entity_id) for entity_id in shot.characters]
    props = [story.entity(prop) for prop in shot.props]
    parts = (
        f"{SIZES[shot.size]}, {ANGLES[shot.angle]}",
        _people(shot, cast, story),
        _things(props),
        shot.action,
        _where(shot, story),
        f"Around them: {', '.join(extra.name for extra in extras)}" if extras else "",
        pictures(sent),
        manner(sent),
        "No text in the picture",
    )
    return _joined(*parts, story.project.style)


def clip(shot: Shot, story: Story, speaker: Entity | None, move: str) -> str:
    """The words for a clip that begins with the shot's frame: what moves, and the camera."""
    talking = f"{speaker.name} is speaking" if speaker and speaker.id in shot.characters else ""
    scene = story.scene(shot.scene_id)
    return _joined(shot.action, talking, _sentence(WEATHERS[scene.weather]), MOVES.get(move, ""))


def pictures(sent: Sequence[Reference]) -> str:
    """Which of the pictures that are sent shows what, by their numbers: "Picture 1 shows Ana, 2 the pier"."""
    names = [
        f"{i} {'is to be changed' if one.kind == 'picture' else f'shows {one.entity}'}"
        for i, one in enumerate(sent, 1)
        if one.entity or one.kind == "picture"
    ]
    return f"Picture {', picture '.join(names)}" if names else ""


def manner(sent: Sequence[Reference]) -> str:
    """Which of the pictures gives the style, and that what it shows is not meant."""
    number = next((i for i, one in enumerate(sent, 1) if one.kind == "style"), 0)
    return f"Paint it in the style of picture {number}, and show nothing else of that picture" if number else ""


def described(entity: Entity) -> str:
    """The entity's name and how it looks; its appearance is the only place that says so (R2)."""
    return ", ".join(part for part in (entity.name, _kind_of(entity), entity.appearance) if part)


def _kind_of(entity: Entity) -> str:
    """ "an old man", "a child", "a fox": what the fields know of a character."""
    if entity.kind is not EntityKind.CHARACTER:
        return ""
    if entity.species not in ("", "human"):
        return f"{_article(entity.species)} {entity.species}"
    words = " ".join(part for part in (entity.age if entity.age != "adult" else "", entity.gender) if part)
    young = {"child woman": "girl", "child man": "boy"}.get(words, words)
    return f"{_article(young)} {young}" if young else ""


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _people(shot: Shot, cast: Sequence[Entity], story: Story) -> str:
    """From left to right; an insert shows the thing, and only the hands of whoever holds it."""
    if not cast:
        return "No people"
    focus = story.entity(shot.focus) if shot.focus else None
    if shot.size is Size.INSERT:
        return f"The thing belongs to {cast[0].name}, whose face is not seen"
    people = "; ".join(described(one) for one in cast)
    if shot.size is Size.OVER_SHOULDER and focus in cast and len(cast) > 1:
        others = ", ".join(one.name for one in cast if one is not focus)
        return f"{people}. {others} from behind, {focus.name if focus else ''} faces the camera"
    return people


def _things(props: Sequence[Entity]) -> str:
    return "; ".join(described(prop) for prop in props)


def _where(shot: Shot, story: Story) -> str:
    scene = story.scene(shot.scene_id)
    place = described(story.entity(scene.set_id)) if scene.set_id else ""
    light = " ".join(part for part in (TIMES[scene.time], WEATHERS[scene.weather]) if part)
    return ", ".join(part for part in (f"The place: {place}" if place else "", light) if part)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _joined(*parts: str) -> str:
    """The parts as sentences, the last one, the style, without a full stop of ours."""
    *said, style = [part.strip() for part in parts]
    sentences = [part if part.endswith((".", "!", "?")) else f"{part}." for part in said if part]
    return " ".join([*sentences, style]).strip()
