"""Defaults: what somebody usually wants of a new film; in a group what the group wants comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.kit import Kit
from bot.screens.settings import STEPS
from core.story import Step
from core.studio import ModelView

LOCAL = "local:"
"""How the ids of free makers begin."""


async def wanted(kit: Kit, person: str, group: str) -> Mapping[str, Any]:
    """The choices that stand for somebody, in a group or alone ("")."""
    own = (await kit.studio.person(person)).choices
    theirs = (await kit.studio.group(group)).choices if group else {}
    return {**own, **theirs, "models": {**models_of(own), **models_of(theirs)}}


async def usable_models(kit: Kit, person: str, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Step -> model that was chosen for it, where that can still be used."""
    return {
        step: model
        for step, model in models_of(chosen).items()
        if step in STEPS and any(one.id == model for one in await ready(kit, person, step))
    }


def models_of(chosen: Mapping[str, Any]) -> Mapping[str, str]:
    """Step -> model, as it was chosen."""
    found = chosen.get("models")
    return found if isinstance(found, Mapping) else {}


async def ready(kit: Kit, person: str, step: str) -> tuple[ModelView, ...]:
    """The models of a step that are paid for and whose key is there: what is free is nobody's upgrade."""
    found = await kit.studio.models(person, Step(step))
    return tuple(one for one in found if one.ready and not one.id.startswith(LOCAL))
