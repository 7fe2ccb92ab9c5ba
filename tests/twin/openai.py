"""An OpenAI-compatible server as Ollama, vLLM and llama.cpp offer it: free, lenient, without keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import prices
from .chat import replied
from .completions import Malformed, completion, messages_of, question_of, streamed
from .faults import Fault
from .front import Call, Counter, Refusal, Route, answer
from .world import Key

SERVICE = "openai"
PICTURE_TOKENS = 256


def counter() -> Counter:
    routes = (
        Route("POST", "/v1/chat/completions", "chat", _chat, _model),
        Route("GET", "/v1/models", "models", _models),
    )
    return Counter("openai", SERVICE, routes, lambda call: Key("openai", SERVICE), _error, _unknown)


def error(message: str, kind: str = "invalid_request_error", code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _error(call: Call, fault: Fault) -> Any:
    kind = "api_error" if fault.values["status"] >= 500 else "invalid_request_error"
    return error(str(fault.values["error"]).format(model=call.model), kind)


def _unknown(call: Call) -> Refusal:
    return Refusal(404, error("404 page not found", "not_found_error"))


def _model(call: Call) -> str:
    return str(call.body.get("model", "")) if isinstance(call.body, Mapping) else ""


async def _chat(call: Call) -> web.StreamResponse:
    body = call.body
    if not isinstance(body, Mapping) or not call.model:
        raise Refusal(400, error("you must provide a model parameter"))
    if prices.llm(SERVICE, call.model) is None:
        text = f'model "{call.model}" not found, try pulling it first'
        raise Refusal(404, error(text, "not_found_error", "model_not_found"))
    try:
        asked = await messages_of(call, body.get("messages"))
        question = question_of(body, asked, PICTURE_TOKENS)
    except Malformed as wrong:
        raise Refusal(400, error(wrong.why)) from None
    await call.world.clock.sleep(call.world.pace["text"] * call.world.factor)
    reply = replied(call, question)
    id_ = call.world.new_id("chatcmpl-", 8)
    created = int(call.world.clock.wall().timestamp())
    result = completion(id_, created, call.model, reply, system_fingerprint="fp_ollama")
    return await streamed(call, result, reply) if body.get("stream") else answer(result)


async def _models(call: Call) -> web.StreamResponse:
    rows = [
        {"id": one, "object": "model", "created": 1_763_000_000, "owned_by": "library"}
        for one in prices.known(SERVICE)
    ]
    return answer({"object": "list", "data": rows})
