"""What tests of the language models share: rows, a desk, makers by lane, a question."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.catalogue.models import Access, Catalogue, Model, Price
from core.providers.anthropic import Anthropic
from core.providers.chat import Chat
from core.requests import TextRequest
from core.story import Step

TEXT = (Step.STORY, Step.ANALYSIS, Step.SCRIPT, Step.SCENES, Step.SHOTS)
OFF = {"reasoning": {"enabled": False}}


def row(id_: str, provider: str, endpoint: str, **more: Any) -> Model:
    price = more.pop("price", Price("token", usd=2.0, out=10.0))
    fields: dict[str, Any] = {
        "title": id_,
        "source": "test",
        "checked": date(2026, 11, 22),
        "steps": TEXT,
    } | more
    return Model(id=id_, provider=provider, endpoint=endpoint, price=price, **fields)


ROWS = (
    row("sonnet", "openrouter", "anthropic/claude-sonnet-5.5", title="Sonnet", arguments=OFF, sees=True,
        most_tokens=64_000),
    row("sonnet-whole", "openrouter", "anthropic/claude-sonnet-5.5", arguments=OFF | {"stream": False}),
    row("thinker", "openrouter", "anthropic/claude-sonnet-5.5"),
    row("strict", "openrouter", "openai/gpt-5.4", price=Price("token", usd=2.5, out=15.0)),
    row("two", "openrouter", "anthropic/claude-sonnet-5.5",
        arguments=OFF | {"models": ["google/gemini-3.5-flash"]}),
    row("claude", "anthropic", "claude-sonnet-5-5", title="Claude", sees=True),
    row("claude-whole", "anthropic", "claude-sonnet-5-5", arguments={"stream": False}),
    row("own", "openai", "qwen3:32b", title="Qwen", price=Price("token")),
    row("plain", "openai", "", price=Price("token"),
        arguments={"response_format": "", "max_tokens": "$tokens", "stream": ""}),
)  # fmt: skip
LANES = {
    "openrouter": Access("OpenRouter", "OPENROUTER_API_KEY"),
    "anthropic": Access("Anthropic", "ANTHROPIC_API_KEY"),
    "openai": Access("Your own server", "OPENAI_BASE_URL"),
}
CATALOGUE = Catalogue(MappingProxyType({one.id: one for one in ROWS}), MappingProxyType(LANES), {})


@dataclasses.dataclass
class Bench:
    """A desk with nothing on it but what a test puts there."""

    folder: Path
    notes: list[Mapping[str, Any]] = dataclasses.field(default_factory=list)
    shares: list[float] = dataclasses.field(default_factory=list)

    def path(self, asset: str) -> Path:
        return self.folder / asset

    @property
    def cache(self) -> Path:
        return self.folder

    def progress(self, share: float, words: str) -> None:
        self.shares.append(share)

    async def note(self, facts: Mapping[str, Any]) -> None:
        self.notes.append(facts)


class Makers(dict[str, Chat | Anthropic]):
    """Maker by lane; `of` finds the one that serves a row."""

    def of(self, model: str) -> Chat | Anthropic:
        return self[CATALOGUE.model(model).provider]


def question(**changes: Any) -> TextRequest:
    """A story to be written."""
    asked = TextRequest(
        "story",
        {"source": "Mara finds a letter.", "source_format": "prompt", "language": "", "keep_text": False},
        prompt="Write the story.\n<source>\nMara finds a letter in the lighthouse; Tom helps.\n</source>",
        most_tokens=4_000,
    )
    return dataclasses.replace(asked, **changes)
