"""Language models behind OpenAI's protocol: OpenRouter, and any server that speaks it (providers.md A)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import httpx2
import openai
from pydantic import SecretStr

from core.catalogue.models import Access, Catalogue, Model
from core.catalogue.prices import Measures, price
from core.errors import Fault, ProviderError
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
    {"response_format": "$schema", "max_completion_tokens": "$tokens", "stream": True}
)
"""What is sent beside model and messages, unless a row's `arguments` say otherwise.

A row leaves out with "" what its server cannot do: without "$schema" the schema stands in the prompt, without
"stream" the answer comes in one piece."""

_FINISH = {"stop": "stop", "length": "cut", "content_filter": "refused", "error": "error"}

_RECEIPT_TRIES = 3

_NO_MODEL = (
    "Your own server was not asked, for OPENAI_MODEL names no model of it. Set it; any word will do for a \
server that has only one."
)


@dataclass
class Chat:
    """One server. `receipts` is where it tells what a generation cost, for answers that were lost half-way."""

    catalogue: Catalogue
    base_url: str
    key: SecretStr
    model: str = ""
    """Asked for by rows that name no endpoint."""
    receipts: str = ""
    """Path that takes the `id` of a generation, such as "/generation"; empty when there is none."""
    pace: Pace = field(default_factory=Pace)
    headers: Mapping[str, str] = field(default_factory=dict)
    _client: openai.AsyncOpenAI | None = field(default=None, init=False, repr=False)

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        """Ask, and ask once more when the answer cannot be read; see Provider.start."""
        row = self.catalogue.model(model)
        if not (row.endpoint or self.model):
            raise ProviderError(Fault.AUTH, _NO_MODEL, model=model)
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
    def client(self) -> openai.AsyncOpenAI:
        """Never retries and never follows a redirect: one question is one POST."""
        if self._client is None:
            secure = not self.base_url.startswith("http://")
            self._client = openai.AsyncOpenAI(
                base_url=self.base_url,
                api_key=self.key.get_secret_value() or "none",
                max_retries=0,
                default_headers=dict(self.headers),
                http_client=openai.DefaultAsyncHttpxClient(
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

    maker: Chat
    row: Model
    lane: Access
    request: TextRequest
    desk: Desk
    messages: list[Any] = field(default_factory=list)
    generation: str = ""

    @property
    def arguments(self) -> Mapping[str, Any]:
        return merged(ARGUMENTS, self.row.arguments)

    async def prepare(self, key: str) -> None:
        """Everything that may still fail for free; then the note."""
        words = system(self.request.task, with_schema=not wants(self.arguments, "$schema"))
        content: list[Any] = [{"type": "text", "text": self.request.prompt}]
        for data in await pictures(self.request, self.desk, self.row):
            content.append({"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{data}"}})
        self.messages = [
            {"role": "system", "content": words},
            {"role": "user", "content": content if len(content) > 1 else self.request.prompt},
        ]
        await self.desk.note(
            {"key": key, "model": self.row.endpoint, "asked_at": datetime.now(UTC).isoformat()}
        )

    async def ask(self, again: Again | None, most_tokens: int) -> Said:
        messages = list(self.messages)
        if again is not None:
            messages += [
                {"role": "assistant", "content": again.answer},
                {"role": "user", "content": again.words},
            ]
        body = {
            "model": self.row.endpoint or self.maker.model,
            "messages": messages,
            **filled(self.arguments, {"schema": self._schema(), "tokens": most_tokens or None}),
        }
        async with self._faults():
            said = await self._streamed(body) if body.get("stream") else self._whole(await self._post(body))
            return said if said.finish else replace(said, cost=await self._receipt())

    def _schema(self) -> dict[str, Any]:
        task = self.request.task
        named = {"name": task, "strict": True, "schema": schema_of(task)}
        return {"type": "json_schema", "json_schema": named}

    async def _post(self, body: Mapping[str, Any]) -> Any:
        """One POST of exactly this body, whatever the SDK knows of it."""
        stream = bool(body.get("stream"))
        kind = openai.types.chat.ChatCompletion
        stream_kind = openai.AsyncStream[openai.types.chat.ChatCompletionChunk]
        return await self.maker.client.post(
            "/chat/completions",
            body=dict(body),
            cast_to=kind,
            stream=stream,
            stream_cls=stream_kind if stream else None,
        )

    # reading the answer

    def _whole(self, answer: Any) -> Said:
        if not isinstance(answer, openai.types.chat.ChatCompletion) or not answer.choices:
            return Said("")
        self.generation = answer.id or ""
        choice = answer.choices[0]
        extra = choice.model_extra or {}
        failed = extra.get("error")
        finish = "error" if failed else _FINISH.get(str(choice.finish_reason), "")
        return self._said(choice.message.content or "", finish, answer.usage, answer.model, failed)

    async def _streamed(self, body: dict[str, Any]) -> Said:
        parts: list[str] = []
        finish, usage, answered_by = "", None, ""
        writing = Writing(self.desk, self.row, self.request)
        async with await self._post({"stream_options": {"include_usage": True}, **body}) as stream:
            async for chunk in stream:
                self.generation = chunk.id or self.generation
                answered_by = chunk.model or answered_by
                usage = chunk.usage or usage
                for choice in chunk.choices:
                    parts.append(choice.delta.content or "")
                    finish = choice.finish_reason or finish
                    writing.tell(parts[-1])
        return self._said("".join(parts), _FINISH.get(finish, ""), usage, answered_by, None)

    def _said(self, text: str, finish: str, usage: Any, answered_by: str, failed: Any) -> Said:
        tokens_in = usage.prompt_tokens if usage else 0
        tokens_out = usage.completion_tokens if usage else 0
        return Said(
            text=text,
            finish=finish,
            cost=_cost(usage, self.row),
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            answered_by=answered_by,
            request_id=self.generation,
            refusal=_refused(finish, failed, self.generation),
        )

    # what goes wrong

    @asynccontextmanager
    async def _faults(self) -> AsyncIterator[None]:
        """Turns what the SDK raises into our faults, and ends what takes too long."""
        try:
            async with asyncio.timeout(self.maker.pace.longest):
                yield
        except openai.APIStatusError as error:
            raise error_of(_refusal(error), self.row, self.lane) from error
        except (openai.APIConnectionError, httpx2.TransportError) as error:
            if unreachable(error):
                raise error_of(Refusal(503), self.row, self.lane) from error
            raise lost(self.row, self.lane, self.generation) from error
        except TimeoutError as error:
            raise lost(self.row, self.lane, self.generation) from error
        except openai.APIError as error:
            cost = await self._receipt()
            raise error_of(_midway(error, self.generation), self.row, self.lane, cost=cost) from error
        except ValueError as error:
            raise self._unreadable() from error

    def _unreadable(self) -> ProviderError:
        return error_of(Refusal(message="an answer that is no JSON"), self.row, self.lane, cost=None)

    async def _receipt(self) -> int | None:
        """Micro-dollars that the generation cost, as the service tells afterwards; None when it does not."""
        if not self.maker.receipts or not self.generation:
            return None
        for wait in range(_RECEIPT_TRIES):
            await asyncio.sleep(wait)
            try:
                answer: Any = await self.maker.client.get(
                    self.maker.receipts, cast_to=object, options={"params": {"id": self.generation}}
                )
                return round(float(answer["data"]["total_cost"]) * 1_000_000)
            except openai.NotFoundError:
                continue
            except (openai.APIError, KeyError, TypeError, ValueError):
                return None
        return None


def _cost(usage: Any, row: Model) -> int | None:
    """What the reply says it cost, in micro-dollars; else what the row's price makes of its tokens."""
    if usage is None:
        return None
    told = (usage.model_extra or {}).get("cost")
    if isinstance(told, (int, float)) and not isinstance(told, bool):
        return round(told * 1_000_000)
    return price(row, {}, Measures(tokens_in=usage.prompt_tokens, tokens_out=usage.completion_tokens))


def _refused(finish: str, failed: Any, request_id: str) -> Refusal:
    if finish == "refused":
        return Refusal(200, kind="content_filter", request_id=request_id)
    told = failed if isinstance(failed, Mapping) else {"code": 502}
    return _of_body(told, 0, {}, request_id)


def _refusal(error: openai.APIStatusError) -> Refusal:
    headers = dict(error.response.headers)
    return _of_body(_rows(error.body), error.status_code, headers, headers.get("x-request-id", ""))


def _midway(error: openai.APIError, request_id: str) -> Refusal:
    return _of_body(_rows(error.body), 0, {}, request_id)


def _of_body(body: Mapping[str, Any], status: int, headers: Mapping[str, str], request_id: str) -> Refusal:
    """The service's own error object, `{code, message, metadata, availability}` (A5)."""
    available = _rows(body.get("availability"))
    told = {**_rows(body.get("metadata")), **{k: v for k, v in available.items() if k == "retry_after"}}
    code = body.get("code")
    return Refusal(
        status=status or (code if isinstance(code, int) else 0),
        kind=str(told.get("error_type") or available.get("code") or body.get("type") or ""),
        message=str(body.get("message") or ""),
        metadata=told,
        headers=headers,
        request_id=request_id,
    )


def _rows(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
