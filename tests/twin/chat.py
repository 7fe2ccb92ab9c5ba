"""What the language-model counters share: a reply to a prompt, and the ways it goes wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .faults import Fault
from .filler import violated
from .front import Call
from .reading import Prompt
from .writer import written

HEALED = {"bad_json", "bad_json_bracket", "fenced", "prose"}
"""What OpenRouter's response healing can repair (notes, A2)."""

BLOCKED = {"content_filter", "refusal"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said."""

    text: str | None
    finish: str
    """"stop", "length", "content_filter", "error" or "refusal"."""
    prompt_tokens: int
    completion_tokens: int
    """With the reasoning in it."""
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What the model is asked."""

    text: str
    schema: Mapping[str, Any] | None
    pictures: int
    picture_tokens: int
    limit: int | None
    reasoning: int = 0
    """Tokens the model thinks before it speaks."""
    heals: bool = False


def replied(call: Call, question: Question) -> Reply:
    """The reply, as the armed fault would have it."""
    prompt = Prompt(question.text)
    fault = call.fault if call.fault and call.fault.effect == "answer" else None
    text = written(prompt, question.schema, call.world.scenes)
    asked = tokens_of(question.text) + question.pictures * question.picture_tokens
    reply = Reply(text, "stop", asked, tokens_of(text) + question.reasoning, question.reasoning)
    if fault is not None and not (question.heals and fault.how in HEALED):
        reply = _spoiled(reply, fault, question)
    return _limited(reply, question.limit)


def tokens_of(text: str) -> int:
    """Four characters are one token."""
    return math.ceil(len(text) / 4)


def _limited(reply: Reply, limit: int | None) -> Reply:
    """The reply cut where the completion limit ends it."""
    if limit is None or reply.completion_tokens <= limit or not reply.text:
        return reply
    left = max(0, limit - reply.reasoning_tokens)
    thought = min(reply.reasoning_tokens, limit)
    return replace(
        reply, text=reply.text[: left * 4], finish="length", completion_tokens=limit, reasoning_tokens=thought
    )


def _spoiled(reply: Reply, fault: Fault, question: Question) -> Reply:
    how, text = fault.how, reply.text or ""
    if how == "truncated":
        cut = text[: len(text) // 2]
        return replace(
            reply, text=cut, finish="length", completion_tokens=reply.reasoning_tokens + tokens_of(cut)
        )
    if how == "truncated_empty":
        spent = question.limit or 512
        return replace(reply, text="", finish="length", completion_tokens=spent, reasoning_tokens=spent)
    if how in ("content_filter", "refusal", "error_in_choice"):
        finish = {"error_in_choice": "error"}.get(how, how)
        return replace(reply, text="", finish=finish, completion_tokens=0, reasoning_tokens=0)
    if how == "refusal_partial":
        cut = text[:40]
        return replace(reply, text=cut, finish="refusal", completion_tokens=tokens_of(cut), reasoning_tokens=0)
    if how == "empty":
        return replace(reply, text=None, completion_tokens=0, reasoning_tokens=0)
    spoilt = _rewritten(text, how, question)
    return replace(reply, text=spoilt, completion_tokens=tokens_of(spoilt) + reply.reasoning_tokens)


def _rewritten(text: str, how: str, question: Question) -> str:
    if how == "fenced":
        return f"```json\n{text}\n```"
    if how == "prose":
        return f"Here is the story:\n\n{text}\n\nLet me know if you would like any changes."
    if how == "bad_json":
        return text[:-1] + ",}" if text.endswith("}") else text + ","
    if how == "bad_json_unquoted":
        return text.replace('"', "", 2)
    if how == "bad_json_bracket":
        return text[:-1]
    if how in ("wrong_schema", "wrong_schema_enum"):
        schema = question.schema or Prompt(question.text).schema or {}
        return json.dumps(
            violated(schema, json.loads(text), how.removeprefix("wrong_schema_")), ensure_ascii=False
        )
    return text


def pieces(text: str, size: int = 48) -> list[str]:
    """The text as it is streamed."""
    return [text[i : i + size] for i in range(0, len(text), size)]


def sse(data: Any, event: str = "") -> bytes:
    """One server-sent event."""
    head = f"event: {event}\n" if event else ""
    body = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f"{head}data: {body}\n\n".encode()
