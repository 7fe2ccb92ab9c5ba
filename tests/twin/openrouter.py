"""OpenRouter: chat completions, generation look-up, key, credits, models (notes, section A)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import prices
from .chat import Reply, replied
from .completions import Malformed, completion, messages_of, question_of, streamed
from .faults import Fault
from .front import Call, Counter, Refusal, Route, answer, bearer, known_key
from .strict_schema import openai_objection
from .world import Key

SERVICE = "openrouter"
FIELDS = {
    "model", "models", "provider", "messages", "response_format", "max_tokens", "max_completion_tokens",
    "reasoning", "plugins", "stream", "stream_options", "seed", "temperature", "top_p", "top_k",
    "top_a", "min_p", "tools", "tool_choice", "parallel_tool_calls", "user", "metadata", "usage",
    "stop", "frequency_penalty", "presence_penalty", "repetition_penalty", "logit_bias", "logprobs",
    "top_logprobs", "verbosity", "modalities", "route", "session_id", "reasoning_effort",
    "service_tier", "debug", "cache_control",
}  # fmt: skip
ROUTING = {
    "order", "only", "ignore", "allow_fallbacks", "require_parameters", "data_collection", "zdr",
    "quantizations", "sort", "max_price", "preferred_min_throughput", "preferred_max_latency",
    "enforce_distillable_text",
}  # fmt: skip
NUMBERS = {"temperature": (0, 2), "top_p": (0, 1), "frequency_penalty": (-2, 2), "presence_penalty": (-2, 2)}
NATIVE = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal", "error": "error"}
NO_MODEL = "Pick a model: the request names none."


def counter() -> Counter:
    base = "/api/v1"
    routes = (
        Route("POST", f"{base}/chat/completions", "chat", _chat, _asked_model, own_strike=True),
        Route("GET", f"{base}/generation", "generation", _generation),
        Route("GET", f"{base}/key", "key", _key),
        Route("GET", f"{base}/credits", "credits", _credits),
        Route("GET", f"{base}/models", "models", _models, public=True),
    )
    return Counter("openrouter", SERVICE, routes, _authorise, _error, _unknown)


def error(code: int, message: str, metadata: Any = None, **more: Any) -> dict[str, Any]:
    """The body of every error."""
    inner: dict[str, Any] = {"code": code, "message": message}
    return {"error": inner | ({"metadata": metadata} if metadata else {}) | more}


def _authorise(call: Call) -> Key:
    if "Authorization" not in call.request.headers:
        raise Refusal(401, error(401, "Missing Authentication header"))
    key = known_key(call, bearer(call), SERVICE)
    if key is None:
        raise Refusal(401, error(401, call.world.assumptions[SERVICE, "text_401"]))
    return key


def _error(call: Call, fault: Fault) -> Any:
    values = fault.values
    maker = call.model.partition("/")[0].capitalize()
    text = str(call.body.get("messages", "") if isinstance(call.body, Mapping) else "")
    flagged = text if len(text) <= 100 else f"{text[:48]}...{text[-48:]}"
    told = {"model": call.model, "provider": maker, "flagged": flagged}
    metadata = {
        name: value.format(**told) if isinstance(value, str) else value
        for name, value in values.get("metadata", {}).items()
    }
    more = {}
    if "availability" in values:
        more["availability"] = {
            "code": values["availability"],
            "retryable": False,
            "requested_models": [call.model],
        }
    return error(int(values["status"]), str(values["error"]).format(**told), metadata, **more)


def _unknown(call: Call) -> Refusal:
    return Refusal(404, error(404, "Not Found"))


def _asked_model(call: Call) -> str:
    return str(call.body.get("model", "")) if isinstance(call.body, Mapping) else ""


# ------------------------------------------------------------------------------------------- chat


async def _chat(call: Call) -> web.StreamResponse:
    if len(call.raw) > call.world.assumptions[SERVICE, "data_url_limit_bytes"]:
        raise Refusal(413, error(413, "Request payload too large"))
    body = call.body
    if not isinstance(body, Mapping):
        raise _invalid("Invalid JSON body")
    model = await _chosen(call, body)
    _check(call, body, model)
    try:
        asked = await messages_of(call, body.get("messages"))
        row = prices.llm(SERVICE, model) or {}
        heals = _heals(body) and not body.get("stream")
        picture_tokens = call.world.assumptions[SERVICE, "image_tokens"]
        question = question_of(body, asked, picture_tokens, reasoning=_reasoning(body, row), heals=heals)
    except Malformed as wrong:
        raise _invalid(wrong.why, wrong.kind) from None
    if row.get("strict") and question.schema and body["response_format"]["json_schema"].get("strict"):
        objection = openai_objection(question.schema)
        if objection:
            raise _invalid(f"Invalid schema for response_format: {objection}")
    await call.world.clock.sleep(call.world.pace["text"] * call.world.factor)
    reply = replied(call, question)
    return await _answered(call, body, model, reply)


async def _chosen(call: Call, body: Mapping[str, Any]) -> str:
    """The first model of the list that answers; every error moves on to the next."""
    wanted = [one for one in [body.get("model"), *(body.get("models") or [])] if one is not None]
    if not wanted:
        raise _invalid(NO_MODEL)
    for index, model in enumerate(wanted):
        last = index == len(wanted) - 1
        fault = call.strike(str(model))
        call.model = call.entry.model = str(model)
        if fault and fault.values.get("upstream") and not last:
            continue
        await _counter.before(call)
        if prices.llm(SERVICE, call.model) is not None:
            return call.model
        if last:
            raise Refusal(404, _no_endpoints(call.model) if "/" in call.model else _not_a_model(call.model))
    raise AssertionError("the last model either answers or refuses")


def _no_endpoints(model: str) -> dict[str, Any]:
    available = {"code": "no_endpoints", "retryable": False, "requested_models": [model]}
    return error(404, f"No endpoints found for {model}.", availability=available)


def _not_a_model(model: str) -> dict[str, Any]:
    available = {"code": "model_not_found", "retryable": False, "requested_models": [model]}
    return error(400, f"{model} is not a valid model ID", availability=available)


def _invalid(message: str, kind: str = "invalid_request") -> Refusal:
    return Refusal(400, error(400, message, {"error_type": kind}))


def _check(call: Call, body: Mapping[str, Any], model: str) -> None:
    """Refuse what the API would. Raises Refusal."""
    unknown = sorted(set(body) - FIELDS)
    if unknown and call.world.assumptions[SERVICE, "unknown_fields"] == "refuse":
        raise _invalid(f"Unrecognized key in request: {unknown[0]!r}")
    routing = body.get("provider")
    if routing is not None and (not isinstance(routing, Mapping) or set(routing) - ROUTING):
        raise _invalid("provider: unrecognized key")
    for name, (least, most) in NUMBERS.items():
        value = body.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise _invalid(f"{name}: expected number")
        if value is not None and not least <= value <= most:
            raise _invalid(f"{name}: must be between {least} and {most}")
    if len(body.get("metadata") or {}) > 16:
        raise _invalid("metadata: at most 16 pairs")
    _check_limit(call, body)
    _check_lists(body)
    ignored = [name for name in (prices.llm(SERVICE, model) or {}).get("ignores", []) if name in body]
    if ignored and isinstance(routing, Mapping) and routing.get("require_parameters"):
        available = {"code": "constraint_filtered", "retryable": False, "constraint": ignored}
        raise Refusal(
            404, error(404, "No endpoints found that support the parameters.", availability=available)
        )


def _check_limit(call: Call, body: Mapping[str, Any]) -> None:
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    if limit is None:
        return
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise _invalid("max_completion_tokens: expected a positive integer")
    if limit < call.world.assumptions[SERVICE, "least_completion_tokens"]:
        raise _invalid("max_completion_tokens is below the minimum of this provider")


def _check_lists(body: Mapping[str, Any]) -> None:
    models = body.get("models")
    if models is not None and (not isinstance(models, list) or not all(isinstance(one, str) for one in models)):
        raise _invalid("models: expected an array of strings")
    plugins = body.get("plugins")
    good = isinstance(plugins, list) and all(isinstance(one, Mapping) and "id" in one for one in plugins)
    if plugins is not None and not good:
        raise _invalid("plugins: expected an array of objects with an id")


def _heals(body: Mapping[str, Any]) -> bool:
    return any(plugin["id"] == "response-healing" for plugin in body.get("plugins") or [])


def _reasoning(body: Mapping[str, Any], row: Mapping[str, Any]) -> int:
    """Tokens the model thinks: on by default where it reasons, unless it is told not to."""
    asked = body.get("reasoning")
    if not isinstance(asked, Mapping):
        return int(row.get("reasoning", 0))
    off = asked.get("enabled") is False or asked.get("effort") == "none"
    return 0 if off else int(row.get("reasoning", 0))


async def _answered(call: Call, body: Mapping[str, Any], model: str, reply: Reply) -> web.StreamResponse:
    world, fault = call.world, call.fault
    told = str(fault.values["answers"]) if fault and fault.does("answer", "fallback_model") else model
    call.entry.model = told
    id_ = world.new_id("gen-", 20)
    call.entry.job = id_
    asked, spoken = _charged(call, told, reply)
    created = int(world.clock.wall().timestamp())
    more: dict[str, Any] = {"system_fingerprint": None}
    if world.assumptions[SERVICE, "reply_names_provider"]:
        more["provider"] = told.partition("/")[0].capitalize()
    result = completion(id_, created, told, reply, **more)
    choice = result["choices"][0]
    choice["native_finish_reason"] = NATIVE.get(reply.finish, reply.finish)
    choice["message"]["reasoning"] = "I think about the story first." if reply.reasoning_tokens else None
    if reply.finish == "error":
        choice["error"] = {"code": 502, "message": "Provider returned error"}
    result["usage"] |= {
        "cost": (asked + spoken) / 1_000_000,
        "is_byok": False,
        "cost_details": {
            "upstream_inference_cost": None,
            "upstream_inference_prompt_cost": asked / 1_000_000,
            "upstream_inference_completions_cost": spoken / 1_000_000,
        },
    }
    world.jobs[id_] = _Generation(
        at=world.clock.now(), key=call.key.label, data=_generation_row(call, id_, told, reply)
    )
    if body.get("stream"):
        return await streamed(call, result, reply, "OPENROUTER PROCESSING")
    return answer(result)


class _Generation(dict[str, Any]):
    """One finished generation, kept among the jobs."""

    service = "openrouter"
    ongoing = False


def _charged(call: Call, model: str, reply: Reply) -> tuple[int, int]:
    """Micro-dollars for prompt and completion, written into the journal; nothing for an empty reply."""
    filtered = reply.finish == "content_filter" and call.world.assumptions[SERVICE, "charge_content_filter"]
    lost = call.fault is not None and call.fault.does("drop", "unanswered", "during")
    free = lost and not call.world.assumptions[SERVICE, "charge_when_answer_is_lost"]
    if (reply.completion_tokens == 0 and not filtered) or free:
        return 0, 0
    asked, spoken = prices.tokens(SERVICE, model, reply.prompt_tokens, reply.completion_tokens)
    call.entry.charged = asked + spoken
    call.entry.units, call.entry.unit = reply.prompt_tokens + reply.completion_tokens, "tokens"
    return asked, spoken


# ------------------------------------------------------------------------------------------- the rest


def _generation_row(call: Call, id_: str, model: str, reply: Reply) -> dict[str, Any]:
    return {
        "id": id_,
        "model": model,
        "total_cost": call.entry.charged / 1_000_000,
        "created_at": call.world.clock.stamp(),
        "latency": 400,
        "generation_time": 1800,
        "finish_reason": reply.finish,
        "native_finish_reason": NATIVE.get(reply.finish, reply.finish),
        "tokens_prompt": reply.prompt_tokens,
        "tokens_completion": reply.completion_tokens,
        "native_tokens_prompt": reply.prompt_tokens,
        "native_tokens_completion": reply.completion_tokens,
        "native_tokens_reasoning": reply.reasoning_tokens,
        "provider_name": model.partition("/")[0].capitalize(),
        "upstream_id": None,
        "cancelled": False,
        "streamed": bool(call.body.get("stream")),
    }


async def _generation(call: Call) -> web.StreamResponse:
    id_ = call.request.query.get("id", "")
    call.entry.job = id_
    row = call.world.jobs.get(id_)
    lag = call.world.assumptions[SERVICE, "generation_lag_seconds"] * min(1.0, call.world.factor)
    mine = row if isinstance(row, _Generation) and row["key"] == call.key.label else None
    if mine is None or call.world.clock.now() < mine["at"] + lag:
        raise Refusal(404, error(404, f"Generation {id_} not found"))
    return answer({"data": mine["data"]})


async def _key(call: Call) -> web.StreamResponse:
    spent = call.world.spent(call.key.label) / 1_000_000
    limit = call.key.balance / 1_000_000
    return answer(
        {
            "data": {
                "label": "sk-or-v1-twi...twn",
                "limit": limit,
                "limit_remaining": round(limit - spent, 6),
                "limit_reset": None,
                "usage": spent,
                "usage_daily": spent,
                "usage_weekly": spent,
                "usage_monthly": spent,
                "byok_usage": 0,
                "byok_usage_daily": 0,
                "byok_usage_weekly": 0,
                "byok_usage_monthly": 0,
                "include_byok_in_limit": False,
                "is_free_tier": False,
                "is_management_key": call.key.admin,
                "expires_at": None,
                "rate_limit": {"requests": -1, "interval": "10s", "note": "This field is deprecated."},
            }
        }
    )


async def _credits(call: Call) -> web.StreamResponse:
    if not call.key.admin:
        raise Refusal(403, error(403, "Only management keys can perform this operation"))
    used = call.world.journal.money(service=SERVICE) / 1_000_000
    return answer({"data": {"total_credits": call.key.balance / 1_000_000, "total_usage": used}})


async def _models(call: Call) -> web.StreamResponse:
    return answer({"data": [_model_row(model) for model in prices.known(SERVICE)]})


def _model_row(model: str) -> dict[str, Any]:
    row = prices.llm(SERVICE, model) or {}
    every = {
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "seed",
        "response_format",
        "structured_outputs",
        "reasoning",
    }
    return {
        "id": model,
        "name": model,
        "created": 1_763_000_000,
        "context_length": 1_000_000,
        "architecture": {
            "input_modalities": ["text", "image"],
            "output_modalities": ["text"],
            "tokenizer": "Other",
        },
        "pricing": {
            "prompt": _per_token(row["in"]),
            "completion": _per_token(row["out"]),
            "request": "0",
            "image": "0",
        },
        "top_provider": {"context_length": 1_000_000, "max_completion_tokens": 128_000, "is_moderated": False},
        "supported_parameters": sorted(every - set(row.get("ignores", []))),
    }


def _per_token(dollars_per_million: float) -> str:
    """Dollars for one token, written out."""
    digits = 12 if dollars_per_million else 0
    text = f"{dollars_per_million / 1_000_000:.{digits}f}".rstrip("0").rstrip(".")
    return text if math.isfinite(dollars_per_million) and text else "0"


_counter = counter()
