"""Anthropic: messages, token counting, models (notes, section B)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import prices
from .chat import Question, Reply, pieces, replied, sse, tokens_of
from .faults import Fault
from .front import Call, Counter, Dropped, Refusal, Route, answer, bearer, known_key
from .inputs import given, note
from .media import facts
from .strict_schema import anthropic_objection
from .world import Key

SERVICE = "anthropic"
FIELDS = {
    "model", "max_tokens", "messages", "system", "tools", "tool_choice", "output_config", "thinking",
    "stop_sequences", "stream", "metadata", "service_tier", "cache_control", "container", "inference_geo",
}  # fmt: skip
SAMPLING = {"temperature", "top_p", "top_k"}
PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
MOST_TOKENS = 128_000
STOP = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal"}


def counter() -> Counter:
    routes = (
        Route("POST", "/v1/messages", "messages", _messages, _model),
        Route("POST", "/v1/messages/count_tokens", "count_tokens", _count, _model),
        Route("GET", "/v1/models", "models", _models),
        Route("GET", "/v1/models/{id}", "model", _one_model),
    )
    return Counter("anthropic", SERVICE, routes, _authorise, _error, _unknown)


def _refusal(call: Call, status: int, kind: str, message: str) -> Refusal:
    return Refusal(status, _body(call, kind, message), _headers(call))


def _body(call: Call, kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": _request_id(call)}


def _request_id(call: Call) -> str:
    return f"req_{hashlib.sha256(f'request {call.entry.number}'.encode()).hexdigest()[:24]}"


def _headers(call: Call) -> dict[str, str]:
    """What every reply carries."""
    headers = {"request-id": _request_id(call)}
    if call.world.assumptions[SERVICE, "rate_limit_headers"]:
        reset = call.world.clock.wall(call.world.clock.now() + 60).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name, limit in (
            ("requests", 50),
            ("input-tokens", 400_000),
            ("output-tokens", 80_000),
            ("tokens", 480_000),
        ):
            rows = {"limit": str(limit), "remaining": str(limit - 1), "reset": reset}
            headers |= {f"anthropic-ratelimit-{name}-{key}": value for key, value in rows.items()}
    return headers


def _authorise(call: Call) -> Key:
    given_key = call.request.headers.get("x-api-key") or bearer(call)
    key = known_key(call, given_key, SERVICE)
    if key is None:
        message = "invalid x-api-key" if given_key else "x-api-key header is required"
        raise _refusal(call, 401, "authentication_error", message)
    if "anthropic-version" not in call.request.headers:
        raise _refusal(call, 400, "invalid_request_error", "anthropic-version: header is required")
    return key


def _error(call: Call, fault: Fault) -> Any:
    return _body(call, str(fault.values["type"]), str(fault.values["error"]).format(model=call.model))


def _unknown(call: Call) -> Refusal:
    return _refusal(call, 404, "not_found_error", "Not Found")


def _model(call: Call) -> str:
    return str(call.body.get("model", "")) if isinstance(call.body, Mapping) else ""


# ------------------------------------------------------------------------------------------- messages


async def _messages(call: Call) -> web.StreamResponse:
    body = _checked(call)
    limit = body.get("max_tokens")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_TOKENS:
        raise _invalid(call, f"max_tokens: {limit} is not an integer from 1 to {MOST_TOKENS}")
    text, pictures = await _said(call, body)
    tool = _tool(call, body)
    thinking = _thinks(call, body)
    question = Question(
        text=text,
        schema=_schema(call, body) or (tool and tool["input_schema"]),
        pictures=pictures,
        picture_tokens=call.world.assumptions[SERVICE, "image_tokens"],
        limit=limit,
        reasoning=call.world.assumptions[SERVICE, "thinking_tokens"] if thinking else 0,
    )
    await call.world.clock.sleep(call.world.pace["text"] * call.world.factor)
    reply = replied(call, question)
    message = _message(call, reply, tool, thinking)
    _charge(call, reply)
    if body.get("stream"):
        return await _streamed(call, message)
    return answer(message, headers=_headers(call))


def _invalid(call: Call, message: str) -> Refusal:
    return _refusal(call, 400, "invalid_request_error", message)


def _checked(call: Call) -> Mapping[str, Any]:
    """The body, when the API takes it. Raises Refusal."""
    if len(call.raw) > call.world.assumptions[SERVICE, "body_limit_bytes"]:
        raise _refusal(call, 413, "request_too_large", "Request exceeds the maximum size")
    body = call.body
    if not isinstance(body, Mapping):
        raise _invalid(call, "The request body is not valid JSON")
    for name in ("model", "messages"):
        if name not in body:
            raise _invalid(call, f"{name}: Field required")
    sampled = sorted(SAMPLING & set(body))
    if sampled:
        raise _invalid(call, f"`{sampled[0]}` is not supported by this model.")
    unknown = sorted(set(body) - FIELDS)
    if unknown:
        raise _invalid(call, f"{unknown[0]}: Extra inputs are not permitted")
    if prices.llm(SERVICE, call.model) is None:
        raise _refusal(call, 404, "not_found_error", f"model: {call.model}")
    return body


async def _said(call: Call, body: Mapping[str, Any]) -> tuple[str, int]:
    """The words of system and user, and how many pictures came with them."""
    messages = body["messages"]
    if not isinstance(messages, list) or not messages:
        raise _invalid(call, "messages: at least one message is required")
    texts, pictures = [_system(body.get("system"))], 0
    for index, message in enumerate(messages):
        if not isinstance(message, Mapping) or message.get("role") not in ("user", "assistant"):
            raise _invalid(call, f"messages.{index}.role: Input should be 'user' or 'assistant'")
        text, seen = await _content(call, message.get("content"), f"messages.{index}.content")
        texts += [text] if message["role"] == "user" else []
        pictures += seen
    if messages[-1]["role"] == "assistant":
        raise _invalid(call, "This model does not support assistant message prefill.")
    return "\n\n".join(texts).strip(), pictures


def _system(system: Any) -> str:
    if isinstance(system, list):
        return "\n".join(str(part.get("text", "")) for part in system)
    return system or ""


async def _content(call: Call, content: Any, where: str) -> tuple[str, int]:
    if isinstance(content, str) and content:
        return content, 0
    if not isinstance(content, list) or not content:
        raise _invalid(call, f"{where}: content must not be empty")
    texts, pictures = [], 0
    for index, block in enumerate(content):
        kind = block.get("type") if isinstance(block, Mapping) else None
        if kind == "text":
            texts.append(str(block["text"]))
        elif kind == "image":
            await _picture(call, block.get("source"), f"{where}.{index}.image.source")
            pictures += 1
        elif kind not in ("tool_use", "tool_result", "thinking"):
            raise _invalid(
                call, f"{where}.{index}: Input tag '{kind}' found using 'type' does not match any expected tag"
            )
    return "\n".join(texts), pictures


async def _picture(call: Call, source: Any, where: str) -> None:
    kind = source.get("type") if isinstance(source, Mapping) else None
    if kind == "url":
        if await given(call, where, source.get("url", "")) is None:
            raise _invalid(call, f"{where}: The file could not be downloaded.")
        return
    if kind != "base64" or set(source) != {"type", "media_type", "data"}:
        raise _invalid(call, f"{where}: expected type base64 with media_type and data, or type url with url")
    if source["media_type"] not in PICTURES:
        raise _invalid(call, f"{where}.media_type: Input should be one of {sorted(PICTURES)}")
    try:
        data = base64.b64decode(source["data"], validate=True)
    except (binascii.Error, TypeError):
        raise _invalid(call, f"{where}.data: invalid base64") from None
    note(call, where, data, source["media_type"])
    seen = facts(data)
    if seen is None or seen.mime != source["media_type"]:
        raise _invalid(call, f"{where}: the image does not match its media type {source['media_type']}")


def _schema(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    config = body.get("output_config")
    if config is None:
        return None
    if not isinstance(config, Mapping) or set(config) - {"effort", "format", "task_budget"}:
        raise _invalid(call, "output_config: Extra inputs are not permitted")
    form = config.get("format")
    if form is None:
        return None
    if not isinstance(form, Mapping) or form.get("type") != "json_schema" or "schema" not in form:
        raise _invalid(call, "output_config.format: expected type json_schema with a schema")
    objection = anthropic_objection(form["schema"])
    if objection:
        raise _invalid(call, f"output_config.format.schema: {objection}")
    schema: Mapping[str, Any] = form["schema"]
    return schema


def _tool(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The tool that the model has to use."""
    choice = body.get("tool_choice") or {}
    if choice.get("type") not in ("tool", "any"):
        return None
    tools = [tool for tool in body.get("tools") or [] if choice.get("name") in (None, tool.get("name"))]
    if not tools:
        raise _invalid(call, f"tool_choice: Tool '{choice.get('name')}' not found in provided tools")
    objection = anthropic_objection(tools[0].get("input_schema", {})) if tools[0].get("strict") else ""
    if objection:
        raise _invalid(call, f"tools.0.input_schema: {objection}")
    found: Mapping[str, Any] = tools[0]
    return found


def _thinks(call: Call, body: Mapping[str, Any]) -> bool:
    asked = (body.get("thinking") or {}).get("type")
    always = call.model in call.world.assumptions[SERVICE, "always_thinks"]
    armed = call.fault is not None and call.fault.does("answer", "thinking_first")
    return asked in ("enabled", "adaptive") or always or armed


def _message(call: Call, reply: Reply, tool: Mapping[str, Any] | None, thinking: bool) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    if thinking and reply.text:
        content.append({"type": "thinking", "thinking": "First the story.", "signature": "c2ln"})
    stop = STOP.get(reply.finish, "end_turn")
    if reply.text and tool and stop == "end_turn":
        used = {"type": "tool_use", "id": call.world.new_id("toolu_"), "name": tool["name"]}
        content.append(used | {"input": json.loads(reply.text)})
        stop = "tool_use"
    elif reply.text:
        content.append({"type": "text", "text": reply.text, "citations": None})
    refused = {"type": "refusal", "category": "general_harms", "explanation": "The request was declined."}
    call.entry.job = call.world.new_id("msg_")
    return {
        "id": call.entry.job,
        "type": "message",
        "role": "assistant",
        "model": call.model,
        "content": content,
        "stop_reason": stop,
        "stop_sequence": None,
        "stop_details": refused if stop == "refusal" else None,
        "usage": {
            "input_tokens": reply.prompt_tokens,
            "output_tokens": reply.completion_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "service_tier": "standard",
        },
    }


def _charge(call: Call, reply: Reply) -> None:
    asked, spoken = prices.tokens(SERVICE, call.model, reply.prompt_tokens, reply.completion_tokens)
    call.entry.charged = asked + spoken
    call.entry.units, call.entry.unit = reply.prompt_tokens + reply.completion_tokens, "tokens"


# ------------------------------------------------------------------------------------------- streaming


async def _streamed(call: Call, message: dict[str, Any]) -> web.StreamResponse:
    if call.fault and call.fault.does("drop", "unanswered"):
        raise Dropped
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_headers(call)})
    await response.prepare(call.request)
    usage = message["usage"]
    begun = message | {"content": [], "stop_reason": None, "usage": usage | {"output_tokens": 1}}
    await response.write(sse({"type": "message_start", "message": begun}, "message_start"))
    await response.write(sse({"type": "ping"}, "ping"))
    if call.fault and call.fault.does("answer", "midstream_error"):
        call.entry.charged = 0
        error = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
        await response.write(sse(error, "error"))
        await response.write_eof()
        return response
    for index, block in enumerate(message["content"]):
        await _stream_block(response, index, block)
        if call.fault and call.fault.does("drop", "during"):
            call.drop(flush=True)
            return response
    ended = {
        "stop_reason": message["stop_reason"],
        "stop_sequence": None,
        "stop_details": message["stop_details"],
    }
    out = {"output_tokens": usage["output_tokens"]}
    await response.write(sse({"type": "message_delta", "delta": ended, "usage": out}, "message_delta"))
    await response.write(sse({"type": "message_stop"}, "message_stop"))
    await response.write_eof()
    return response


async def _stream_block(response: web.StreamResponse, index: int, block: Mapping[str, Any]) -> None:
    kinds = {"text": ("text", "text_delta"), "thinking": ("thinking", "thinking_delta")}
    field, delta = kinds.get(block["type"], ("partial_json", "input_json_delta"))
    empty = {"text": "", "thinking": "", "input": {}, "signature": ""}
    start = {name: empty.get(name, value) for name, value in block.items()}
    text = block.get(field) or json.dumps(block.get("input", {}))
    opened = {"type": "content_block_start", "index": index, "content_block": start}
    await response.write(sse(opened, "content_block_start"))
    for part in pieces(str(text)):
        row = {"type": "content_block_delta", "index": index, "delta": {"type": delta, field: part}}
        await response.write(sse(row, "content_block_delta"))
    if block["type"] == "thinking":
        signed = {"type": "signature_delta", "signature": block["signature"]}
        row = {"type": "content_block_delta", "index": index, "delta": signed}
        await response.write(sse(row, "content_block_delta"))
    await response.write(sse({"type": "content_block_stop", "index": index}, "content_block_stop"))


# ------------------------------------------------------------------------------------------- the rest


async def _count(call: Call) -> web.StreamResponse:
    body = _checked(call)
    text, pictures = await _said(call, body)
    per_picture = call.world.assumptions[SERVICE, "image_tokens"]
    return answer({"input_tokens": tokens_of(text) + pictures * per_picture}, headers=_headers(call))


async def _models(call: Call) -> web.StreamResponse:
    rows = [_model_row(one) for one in prices.known(SERVICE)]
    body = {"data": rows, "has_more": False, "first_id": rows[0]["id"], "last_id": rows[-1]["id"]}
    return answer(body, headers=_headers(call))


async def _one_model(call: Call) -> web.StreamResponse:
    name = call.request.match_info["id"]
    if prices.llm(SERVICE, name) is None:
        raise _refusal(call, 404, "not_found_error", f"model: {name}")
    return answer(_model_row(name), headers=_headers(call))


def _model_row(model: str) -> dict[str, Any]:
    shown = model.replace("-", " ").title()
    return {"type": "model", "id": model, "display_name": shown, "created_at": "2026-01-01T00:00:00Z"}
