"""Makers over the network, by lane: one for every lane whose key is set.

A maker's module is imported only when its lane opens, and one with an SDK only when it is first asked: the SDKs
take longer to load than remote work needs to be taken up again after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from core.catalogue.models import LOCAL, Catalogue
from core.media.threads import in_thread
from core.providers.base import Provider
from core.providers.late import Late
from core.settings import Settings

TITLE = "Video Story"
"""Who asks, as OpenRouter shows it in its statistics."""


def remote_makers(settings: Settings, catalogue: Catalogue) -> dict[str, Provider]:
    """Lane -> maker, for every lane of the catalogue that is reached over the network and has its key."""
    keys = settings.keys()
    lanes = (
        name for name in catalogue.lanes if not name.startswith(LOCAL) and catalogue.lanes[name].key in keys
    )
    return {name: _maker(name, settings, catalogue) for name in lanes if name in _MAKERS}


async def warm(makers: Mapping[str, Provider]) -> None:
    """Load what the first calls need, so that nobody waits for it: the first of the language models, and whom
    connections trust.

    Other language models are asked only in its place, and load when they are.
    """
    if any(not name.startswith(LOCAL) and name not in _WITH_SDK for name in makers):
        await in_thread(_trust)
    first = next((maker for maker in makers.values() if isinstance(maker, Late)), None)
    if first is not None:
        getattr(await first.ready(), "client", None)


def _trust() -> None:
    from core.media import fetch  # brings httpx, which only such makers need

    fetch.trust()


async def close(makers: Mapping[str, Provider]) -> None:
    """End the connections and helper processes of every maker, once each."""
    for maker in {id(maker): maker for maker in makers.values()}.values():
        aclose = getattr(maker, "aclose", None)
        if aclose is not None:
            await aclose()


def _maker(name: str, settings: Settings, catalogue: Catalogue) -> Provider:
    build = partial(_MAKERS[name], settings, catalogue)
    return Late(build) if name in _WITH_SDK else build()


def _openrouter(settings: Settings, catalogue: Catalogue) -> Provider:
    from core.providers.chat import Chat

    return Chat(
        catalogue,
        settings.openrouter_base_url,
        settings.openrouter_api_key,
        receipts="/generation",
        headers={"X-OpenRouter-Title": TITLE},
    )


def _openai(settings: Settings, catalogue: Catalogue) -> Provider:
    from core.providers.chat import Chat

    return Chat(catalogue, settings.openai_base_url, settings.openai_api_key, model=settings.openai_model)


def _anthropic(settings: Settings, catalogue: Catalogue) -> Provider:
    from core.providers.anthropic import Anthropic

    return Anthropic(catalogue, settings.anthropic_base_url, settings.anthropic_api_key)


def _fal(settings: Settings, catalogue: Catalogue) -> Provider:
    from core.providers.fal import Fal

    return Fal(settings, catalogue)


def _replicate(settings: Settings, catalogue: Catalogue) -> Provider:
    from core.providers.replicate import Replicate

    return Replicate(settings, catalogue)


_MAKERS: Mapping[str, Callable[[Settings, Catalogue], Provider]] = MappingProxyType(
    {
        "openrouter": _openrouter,
        "openai": _openai,
        "anthropic": _anthropic,
        "fal": _fal,
        "replicate": _replicate,
    }
)

_WITH_SDK = frozenset({"openrouter", "openai", "anthropic"})
"""Lanes whose maker takes up to a second to load."""
