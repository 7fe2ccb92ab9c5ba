"""Chat completions: what OpenRouter and an OpenAI-compatible server read in a request and answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .chat import Question, Reply, pieces, sse
from .front import Call, Dropped
from .inputs import given

PICTURES = {"image/png", "image/jpeg", "image/webp", "image/gif"}
ROLES = {"system", "developer", "user", "assistant", "tool"}


class Malformed(Exception):
    """The request is not one the API can read; says why, and the error type in OpenRouter's words."""

    def __init__(self, why: str, kind: str = "invalid_request") -> None:
        super().__init__(why)
        self.why = why
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Asked:
    """The messages as text, and how many pictures came with them."""

    text: str
    pictures: int


async def messages_of(call: Call, messages: Any) -> Asked:
    """The words of system and user, with every picture noted. Raises Malformed."""
    if not isinstance(messages, list) or not messages:
        raise Malformed('Input required: specify "messages"')
    texts: list[str] = []
    pictures = 0
    for index, message in enumerate(messages):
        if not isinstance(message, Mapping) or message.get("role") not in ROLES:
            raise Malformed(f"messages[{index}].role must be one of {sorted(ROLES)}")
        text, seen = await _content(call, message.get("content"), f"messages[{index}].content")
        texts += [text] if message["role"] in ("system", "developer", "user") else []
        pictures += seen
    return Asked("\n\n".join(texts), pictures)


async def _content(call: Call, content: Any, where: str) -> tuple[str, int]:
    if isinstance(content, str):
        return content, 0
    if content is None:
        return "", 0
    if not isinstance(content, list):
        raise Malformed(f"{where} must be a string or an array")
    texts, pictures = [], 0
    for index, part in enumerate(content):
        kind = part.get("type") if isinstance(part, Mapping) else None
        if kind == "text" and isinstance(part.get("text"), str):
            texts.append(part["text"])
        elif kind == "image_url":
            await _picture(call, part.get("image_url"), f"{where}[{index}].image_url")
            pictures += 1
        else:
            raise Malformed(f"{where}[{index}]: invalid content part")
    return "\n".join(texts), pictures


async def _picture(call: Call, value: Any, where: str) -> None:
    if not isinstance(value, Mapping) or not isinstance(value.get("url"), str):
        raise Malformed(f"{where}.url is required")
    unknown = set(value) - {"url", "detail"}
    if unknown:
        raise Malformed(f"{where}: unrecognized key {sorted(unknown)[0]!r}")
    got = await given(call, f"{where}.url", value["url"])
    if got is None:
        raise Malformed("The image could not be downloaded.", "image_download_failed")
    if got.facts is None:
        raise Malformed("The image could not be read.", "invalid_image")
    if got.facts.mime not in PICTURES:
        raise Malformed(f"Unsupported image format {got.facts.mime}.", "unsupported_image_format")


def schema_of(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The JSON schema of `response_format`. Raises Malformed."""
    form = body.get("response_format")
    if form is None:
        return None
    kind = form.get("type") if isinstance(form, Mapping) else None
    if kind in ("text", "json_object"):
        return None
    if kind != "json_schema":
        raise Malformed("response_format.type must be text, json_object or json_schema")
    named = form.get("json_schema")
    if not isinstance(named, Mapping) or not isinstance(named.get("schema"), Mapping) or not named.get("name"):
        raise Malformed("response_format.json_schema needs a name and a schema")
    schema: Mapping[str, Any] = named["schema"]
    return schema


def question_of(body: Mapping[str, Any], asked: Asked, picture_tokens: int, **more: Any) -> Question:
    """The request as the model is asked it."""
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    return Question(asked.text, schema_of(body), asked.pictures, picture_tokens, limit, **more)


def completion(id_: str, created: int, model: str, reply: Reply, **more: Any) -> dict[str, Any]:
    """The whole reply."""
    message = {"role": "assistant", "content": reply.text, "refusal": None}
    choice = {"index": 0, "finish_reason": reply.finish, "logprobs": None, "message": message}
    body = {"id": id_, "object": "chat.completion", "created": created, "model": model, "choices": [choice]}
    return body | more | {"usage": usage(reply)}


def usage(reply: Reply) -> dict[str, Any]:
    return {
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
        "total_tokens": reply.prompt_tokens + reply.completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": reply.reasoning_tokens},
    }


async def streamed(call: Call, body: dict[str, Any], reply: Reply, comment: str = "") -> web.StreamResponse:
    """The reply as server-sent chunks, the usage in the last one."""
    if call.fault is not None and call.fault.does("drop", "unanswered"):
        raise Dropped
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(call.request)
    if comment:
        await response.write(f": {comment}\n\n".encode())
    head = {key: body[key] for key in ("id", "created", "model") if key in body} | {
        "object": "chat.completion.chunk"
    }
    broken = call.fault is not None and call.fault.does("answer", "midstream_error")
    parts = pieces(reply.text or "")
    cut = call.fault is not None and call.fault.does("drop", "during")
    for index, part in enumerate(parts[: max(1, len(parts) // 2)] if broken or cut else parts):
        await response.write(sse(head | {"choices": [_delta({"role": "assistant", "content": part}, None)]}))
        if index == len(parts) // 2:
            await _held(call, response, head)
    if cut:
        call.drop(flush=True)
        return response
    if broken:
        error = {"code": 502, "message": "Provider disconnected"}
        await response.write(sse(head | {"error": error, "choices": [_delta({"content": ""}, "error")]}))
    else:
        await response.write(sse(head | {"choices": [_delta({}, reply.finish)]}))
        await response.write(sse(head | {"choices": [], "usage": body["usage"]}))
        await response.write(sse("[DONE]"))
    await response.write_eof()
    return response


async def _held(call: Call, response: web.StreamResponse, head: dict[str, Any]) -> None:
    """Write nothing more, but signs of life, while a test holds the pen."""
    while call.world.pen_held and not call.world.closing.is_set():
        await response.write(sse(head | {"choices": [_delta({"content": ""}, None)]}))
        await call.world.clock.sleep(0.05)


def _delta(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}
