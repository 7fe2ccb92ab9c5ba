"""Replicate's account and models with their versions and schemas."""

from __future__ import annotations

import hashlib
from typing import Any

from aiohttp import web

from .front import Call, Refusal, answer
from .schema import Model, models
from .world import World

SERVICE = "replicate"


def version_of(model: str) -> str:
    """The id of a model's latest version."""
    return hashlib.sha256(model.encode()).hexdigest()


def unknown(call: Call) -> Refusal:
    """What everything that does not exist answers."""
    return Refusal(404, {"detail": call.world.assumptions[SERVICE, "text_404"], "status": 404})


async def account(call: Call) -> web.StreamResponse:
    return answer(
        {
            "type": "user",
            "username": "twin",
            "name": "Stand-in",
            "github_url": "https://github.com/twin",
            "avatar_url": "https://github.com/twin.png",
        }
    )


async def model_row(call: Call) -> web.StreamResponse:
    model = models(SERVICE).get(call.model)
    if model is None:
        raise unknown(call)
    owner, _, name = model.id.partition("/")
    return answer(
        {
            "url": f"https://replicate.com/{model.id}",
            "owner": owner,
            "name": name,
            "description": f"Makes: {model.makes}.",
            "visibility": "public",
            "is_official": not model.row.get("community", False),
            "github_url": None,
            "paper_url": None,
            "license_url": None,
            "run_count": 1,
            "cover_image_url": None,
            "default_example": None,
            "latest_version": _version_row(call.world, model),
        }
    )


async def version_row(call: Call) -> web.StreamResponse:
    model = models(SERVICE).get(call.model)
    if model is None or call.request.match_info["version"] != version_of(model.id):
        raise unknown(call)
    return answer(_version_row(call.world, model))


def _version_row(world: World, model: Model) -> dict[str, Any]:
    return {
        "id": version_of(model.id),
        "created_at": world.clock.stamp(0.0),
        "cog_version": "0.16.0",
        "openapi_schema": {"components": {"schemas": {"Input": _openapi(model)}}},
    }


def _openapi(model: Model) -> dict[str, Any]:
    kinds = {"integer": "integer", "number": "number", "boolean": "boolean", "images": "array", "list": "array"}
    rows: dict[str, Any] = {}
    for name, spec in model.fields.items():
        row: dict[str, Any] = {"type": kinds.get(spec["is"], "string"), "title": name}
        row |= {"enum": spec["choices"]} if "choices" in spec else {}
        row |= {"format": "uri"} if spec["is"] in ("image", "video", "audio") else {}
        pairs = (("min", "minimum"), ("max", "maximum"), ("default", "default"), ("max_items", "maxItems"))
        row |= {theirs: spec[ours] for ours, theirs in pairs if ours in spec}
        rows[name] = row
    required = [name for name, spec in model.fields.items() if spec.get("required")]
    return {"type": "object", "title": "Input", "required": required, "properties": rows}
