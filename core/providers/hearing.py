"""Hearing: a voice note written down by a person's own server that speaks OpenAI's protocol."""

from __future__ import annotations

from core.errors import Fault, ProviderError
from core.settings import Settings

SECONDS = 120.0
"""How long a server may take for a note of a few minutes."""


def can_hear(settings: Settings) -> bool:
    """Whether a server and a model for it are set."""
    return bool(settings.openai_base_url and settings.openai_hearing_model)


async def write_down(settings: Settings, sound: bytes, name: str) -> str:
    """The words of a voice note; one's own server, so nothing is counted. Raises ProviderError."""
    from openai import APIError, AsyncOpenAI  # takes half a second to load; few people speak their stories

    async with AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value() or "none",
        base_url=settings.openai_base_url,
        max_retries=0,
        timeout=SECONDS,
    ) as client:
        try:
            answer = await client.audio.transcriptions.create(
                model=settings.openai_hearing_model, file=(name, sound)
            )
        except APIError as error:
            raise ProviderError(
                Fault.UNAVAILABLE, f"The server did not write it down: {error.message}"
            ) from error
    return answer.text.strip()
