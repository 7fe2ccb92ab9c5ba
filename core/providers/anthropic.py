"""Anthropic's own service: the fallback for language models, never the first choice (R6; providers.md B)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import anthropic
import httpx2
from anthropic.types import Message
from pydantic import SecretStr

from core.catalogue.arguments import most_tokens
from core.catalogue.models import Access, Catalogue, Model
from core.catalogue.prices import Measures, price
from core.prompts import schema_of, system
from core.providers.base import Desk, Done, Pending
from core.providers.faults_words import Refusal, error_of
from core.providers.rounds import Again, Said, written
from core.providers.sending import (
    ONCE,
    Pace,
    Writing,
    filled,
    lost,
    merged,
    no_check,
    no_find,
    pictures,
    text_request,
    unreachable,
    wants,
)
from core.requests import Request, TextRequest

ARGUMENTS: Mapping[str, Any] = MappingProxyType(
    {"output_config": MappingProxyType({"format": "$schema"}), "max_tokens": "$tokens", "stream": True}
)
"""What is sent beside model and messages, unless a row's `arguments` say otherwise (see chat.ARGUMENTS)."""

MOST_IN_ONE_PIECE = 21_333
"""Tokens above which the service only streams (B5)."""

USUAL_TOKENS = 8_000
"""`max_tokens` is required; asked for when a request leaves it open."""

_FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "cut",
    "model_context_window_exceeded": "cut",
    "refusal": "refused",
}


@dataclass
class Anthropic:
    """The service as a maker of documents."""

    catalogue: Catalogue
    base_url: str
    key: SecretStr
    pace: Pace = field(default_factory=Pace)
    _client: anthropic.AsyncAnthropic | None = field(default=None, init=False, repr=False)

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        """Ask, and ask once more when the answer cannot be read; see Provider.start."""
        row = self.catalogue.model(model)
        asked = text_request(request, row)
        call = _Call(self, row, self.catalogue.lanes[row.provider], asked, desk)
        await call.prepare(key)
        return await written(asked, row, call.lane, call.ask)

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        raise no_check(self.catalogue.model(model))

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        """An answer is there or not; there is nothing to call off."""

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        raise no_find(self.catalogue.model(model))

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()

    @property
    def client(self) -> anthropic.AsyncAnthropic:
        """Never retries and never follows a redirect: one question is one POST."""
        if self._client is None:
            secure = not self.base_url.startswith("http://")
            self._client = anthropic.AsyncAnthropic(
                base_url=self.base_url,
                api_key=self.key.get_secret_value(),
                max_retries=0,
                http_client=anthropic.DefaultAsyncHttpxClient(
                    follow_redirects=False,
                    verify=secure,
                    timeout=self.pace.timeout(),
                    limits=ONCE,
                ),
            )
        return self._client


@dataclass
class _Call:
    """One request on its way to its document."""

    maker: Anthropic
    row: Model
    lane: Access
    request: TextRequest
    desk: Desk
    body: dict[str, Any] = field(default_factory=dict)
    request_id: str = ""
    heard: bool = False
    """Whether words of the answer have come in."""

    async def prepare(self, key: str) -> None:
        """Everything that may still fail for free; then the note."""
        arguments = merged(ARGUMENTS, self.row.arguments)
        form = {"type": "json_schema", "schema": schema_of(self.request.task)}
        tokens = most_tokens(self.row, self.request) or USUAL_TOKENS
        content: list[Any] = [{"type": "text", "text": self.request.prompt}]
        for data in await pictures(self.request, self.desk, self.row):
            source = {"type": "base64", "media_type": "image/jpeg", "data": data}
            content.append({"type": "image", "source": source})
        self.body = {
            "model": self.row.endpoint,
            "system": system(self.request.task, with_schema=not wants(arguments, "$schema")),
            "messages": [{"role": "user", "content": content}],
            **filled(arguments, {"schema": form, "tokens": tokens}),
        }
        await self.desk.note(
            {"key": key, "model": self.row.endpoint, "asked_at": datetime.now(UTC).isoformat()}
        )

    async def ask(self, again: Again | None, tokens: int) -> Said:
        body = dict(self.body)
        if again is not None:
            second = [
                {"role": "assistant", "content": again.answer},
                {"role": "user", "content": again.words},
            ]
            body["messages"] = [*body["messages"], *second]
        if body["max_tokens"] > MOST_IN_ONE_PIECE:
            body["stream"] = True
        self.heard = False
        async with self._faults():
            return self._said(await (self._streamed(body) if body.get("stream") else self._whole(body)))

    async def _whole(self, body: Mapping[str, Any]) -> Message | None:
        answer = await self.maker.client.post("/v1/messages", body=dict(body), cast_to=Message)
        return answer if isinstance(answer, Message) else None

    async def _streamed(self, body: Mapping[str, Any]) -> Message | None:
        writing = Writing(self.desk, self.row, self.request)
        message: Message | None = None
        parts: dict[int, list[str]] = {}
        stream = await self.maker.client.post(
            "/v1/messages",
            body={**body, "stream": True},
            cast_to=Message,
            stream=True,
            stream_cls=anthropic.AsyncStream[anthropic.types.RawMessageStreamEvent],
        )
        async with stream:
            self.request_id = stream.response.headers.get("request-id", "")
            async for event in stream:
                if event.type == "message_start":
                    message = event.message
                elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                    self.heard = True
                    parts.setdefault(event.index, []).append(event.delta.text)
                    writing.tell(event.delta.text)
                elif event.type == "message_delta" and message is not None:
                    message.stop_reason = event.delta.stop_reason
                    message.usage.output_tokens = event.usage.output_tokens
        return _with_text(message, "".join(piece for at in sorted(parts) for piece in parts[at]))

    def _said(self, answer: Message | None) -> Said:
        if answer is None or answer.usage is None:
            return Said("", request_id=self.request_id)
        text = "".join(block.text for block in answer.content if block.type == "text")
        finish = _FINISH.get(answer.stop_reason or "", "")
        usage = answer.usage
        asked = usage.input_tokens + (usage.cache_creation_input_tokens or 0)
        asked += usage.cache_read_input_tokens or 0
        used = Measures(tokens_in=asked, tokens_out=usage.output_tokens)
        ended = answer.stop_reason is not None
        return Said(
            text=text,
            finish=finish,
            cost=price(self.row, {}, used) if ended else None,
            tokens_in=asked,
            tokens_out=usage.output_tokens,
            answered_by=answer.model,
            request_id=self.request_id or answer.id,
            refusal=Refusal(200, kind="refusal", request_id=self.request_id or answer.id),
        )

    @asynccontextmanager
    async def _faults(self) -> AsyncIterator[None]:
        """Turns what the SDK raises into our faults, and ends what takes too long."""
        try:
            async with asyncio.timeout(self.maker.pace.longest):
                yield
        except anthropic.APIStatusError as error:
            raise error_of(_refusal(error), self.row, self.lane, cost=None if self.heard else 0) from error
        except (anthropic.APIConnectionError, httpx2.TransportError) as error:
            if unreachable(error):
                raise error_of(Refusal(503), self.row, self.lane) from error
            raise lost(self.row, self.lane, self.request_id) from error
        except TimeoutError as error:
            raise lost(self.row, self.lane, self.request_id) from error
        except (anthropic.APIError, ValueError) as error:
            refusal = Refusal(message="an answer that is no JSON", request_id=self.request_id)
            raise error_of(refusal, self.row, self.lane, cost=None) from error


def _with_text(message: Message | None, text: str) -> Message | None:
    if message is None:
        return None
    block = anthropic.types.TextBlock(type="text", text=text, citations=None)
    return message.model_copy(update={"content": [block]})


def _refusal(error: anthropic.APIStatusError) -> Refusal:
    """A status of 200 means that it came in the middle of a stream (B4): then only its type counts."""
    status = 0 if error.status_code == 200 else error.status_code
    headers = dict(error.response.headers)
    return Refusal(
        status=status,
        kind=error.error_code or error.type or "",
        message=error.api_message or "",
        headers=headers,
        request_id=error.request_id or "",
    )
