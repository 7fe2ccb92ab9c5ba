"""What each provider tells about the account behind a key: whether it works, whose it is, what is left (R30).

Only what a provider's own address says is told; where it says nothing there is a reason in place of a figure.
Asking costs nothing and takes at most ASK_SECONDS. Keys travel in headers and never into words or errors.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.settings import Settings

if TYPE_CHECKING:
    import httpx

ASK_SECONDS = 6.0
"""How long a provider may take to tell; both of two questions together."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One provider's word on the account behind our key."""

    provider: str
    """"openrouter", "anthropic", "openai", "replicate" or "fal": the catalogue's lane."""
    key: bool
    """Whether a key (for a server of one's own: an address) is set."""
    works: bool | None = None
    """Whether the provider took the key; None when it was not asked, did not answer, or does not say."""
    identity: str = ""
    """Whose account it is, in the provider's words."""
    balance: int | None = None
    """Micro-dollars left, where the provider tells."""
    balance_of: str = ""
    """What the balance is of: "the account" or "this key's limit"."""
    used: int | None = None
    """Micro-dollars used by the key so far, where the provider tells."""
    not_available: str = ""
    """Why there is no balance; empty when there is one."""
    problem: str = ""
    """What is wrong, for a person; empty when nothing is."""
    clock: float | None = None
    """Seconds by which this machine's clock is ahead of the provider's; None when unknown."""
    asked_at: datetime | None = None


async def standings(settings: Settings) -> tuple[Standing, ...]:
    """Every provider's word, asked at the same time; those without a key are not asked. Raises nothing."""
    import httpx  # loaded only by who asks: every command would pay for it

    async with httpx.AsyncClient(timeout=ASK_SECONDS, follow_redirects=False) as client:
        return tuple(await asyncio.gather(*(_standing(name, settings, client) for name in PROVIDERS)))


class _NoAnswer(Exception):
    """The provider could not be asked, in words for a person."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One answer: its status, its JSON (an empty mapping when it is none) and the clock's lead."""

    status: int
    body: Mapping[str, Any]
    clock: float | None


async def _standing(name: str, settings: Settings, client: httpx.AsyncClient) -> Standing:
    asker = PROVIDERS[name]
    there = settings.keys()
    nothing = Standing(name, key=asker.setting in there, asked_at=datetime.now(UTC))
    if not nothing.key:
        return replace(nothing, not_available="no key is set", asked_at=None)
    try:
        async with asyncio.timeout(ASK_SECONDS):
            return await asker.ask(nothing, settings, client)
    except TimeoutError:
        why = f"did not answer within {ASK_SECONDS:.0f} s"
    except _NoAnswer as no:
        why = str(no)
    return replace(nothing, not_available=why, problem=f"It {why}.")


async def _get(client: httpx.AsyncClient, url: str, **headers: str) -> _Told:
    """One GET. Raises _NoAnswer, which names neither the address nor any header."""
    import httpx

    if any(not value.isascii() or not value.isprintable() for value in headers.values()):
        raise _NoAnswer("could not be asked: the key holds characters that no key has, such as a line break")
    try:
        answer = await client.get(url, headers={name.replace("_", "-"): text for name, text in headers.items()})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _NoAnswer(f"could not be reached ({type(error).__name__})") from None
    return _Told(answer.status_code, _json(answer), _clock(answer.headers.get("date", "")))


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _clock(date: str) -> float | None:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    return (datetime.now(UTC) - aware).total_seconds()


def _read(nothing: Standing, told: _Told) -> Standing:
    """What any answer shows: the clock, and whether the key was taken. Raises _NoAnswer for no real answer."""
    if told.status == 401:
        words = "The key was refused (HTTP 401)."
        return replace(
            nothing, works=False, clock=told.clock, not_available="the key was refused", problem=words
        )
    if told.status != 200:
        raise _NoAnswer(f"answered HTTP {told.status} in place of telling")
    return replace(nothing, works=True, clock=told.clock)


async def _openrouter(nothing: Standing, settings: Settings, client: httpx.AsyncClient) -> Standing:
    """GET /key works with any key; GET /credits only with a management key (providers.md A6)."""
    bearer = f"Bearer {settings.openrouter_api_key.get_secret_value()}"
    told = await _get(client, _join(settings.openrouter_base_url, "key"), authorization=bearer)
    seen = _read(nothing, told)
    if not seen.works:
        return seen
    data = _inner(told.body, "data")
    seen = replace(seen, identity=_text(data.get("label")), used=_micros(data.get("usage")))
    credits = await _get(client, _join(settings.openrouter_base_url, "credits"), authorization=bearer)
    account = _inner(credits.body, "data")
    total, spent = _micros(account.get("total_credits")), _micros(account.get("total_usage"))
    if credits.status == 200 and total is not None and spent is not None:
        return replace(seen, balance=total - spent, balance_of="the account")
    limit = _micros(data.get("limit_remaining"))
    if limit is not None:
        return replace(seen, balance=limit, balance_of="this key's limit")
    why = "OpenRouter tells the balance only to a management key, and this key has no limit of its own"
    return replace(seen, not_available=why)


async def _anthropic(nothing: Standing, settings: Settings, client: httpx.AsyncClient) -> Standing:
    """GET /v1/models is the cheapest way to try a key (providers.md B1)."""
    key = settings.anthropic_api_key.get_secret_value()
    url = _join(settings.anthropic_base_url, "v1/models")
    told = await _get(client, url, x_api_key=key, anthropic_version="2023-06-01")
    seen = _read(nothing, told)
    return replace(seen, not_available=seen.not_available or "Anthropic tells no balance to an API key")


async def _own_server(nothing: Standing, settings: Settings, client: httpx.AsyncClient) -> Standing:
    """GET /models: whether the server is there and has the model."""
    key = settings.openai_api_key.get_secret_value() or "none"
    told = await _get(client, _join(settings.openai_base_url, "models"), authorization=f"Bearer {key}")
    seen = replace(_read(nothing, told), not_available="a server of your own has no balance")
    rows = told.body.get("data")
    known = [_text(row.get("id")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    wanted = settings.openai_model
    if not seen.works or wanted in known or (wanted and not known):
        return replace(seen, identity=f"{len(known)} models" if known else "")
    what = f"It has no model {wanted!r}" if wanted else "OPENAI_MODEL is not set"
    words = f"{what}; it has {', '.join(known[:5]) or 'told of no models'}."
    return replace(seen, identity=f"{len(known)} models", problem=words)


async def _replicate(nothing: Standing, settings: Settings, client: httpx.AsyncClient) -> Standing:
    """GET /v1/account names the account; no address tells a balance (providers.md C1)."""
    bearer = f"Bearer {settings.replicate_api_token.get_secret_value()}"
    told = await _get(client, _join(settings.replicate_base_url, "v1/account"), authorization=bearer)
    seen = _read(nothing, told)
    who = " ".join(filter(None, (_text(told.body.get("type")), _text(told.body.get("username")))))
    why = seen.not_available or "Replicate tells no balance to anybody; its billing page shows it"
    return replace(seen, identity=who if seen.works else "", not_available=why)


async def _fal(nothing: Standing, settings: Settings, client: httpx.AsyncClient) -> Standing:
    """The billing address answers keys of ADMIN scope only; 403 says nothing about the key (D3)."""
    key = f"Key {settings.fal_key.get_secret_value()}"
    url = _join(settings.fal_api_url, "v1/account/billing?expand=credits")
    told = await _get(client, url, authorization=key)
    if told.status == 403:
        why = "fal tells the balance only to a key of ADMIN scope, and this is another (HTTP 403)"
        return replace(nothing, clock=told.clock, not_available=why)
    seen = _read(nothing, told)
    if not seen.works:
        return seen
    credits = _inner(told.body, "credits")
    balance = _micros(credits.get("current_balance")) if credits.get("currency") == "USD" else None
    why = "" if balance is not None else "fal's answer held no balance in dollars"
    return replace(
        seen,
        identity=_text(told.body.get("username")),
        balance=balance,
        balance_of="the account",
        not_available=why,
    )


@dataclass(frozen=True, slots=True)
class _Asker:
    """How one provider is asked, and the setting without which it is not."""

    setting: str
    ask: Callable[[Standing, Settings, httpx.AsyncClient], Awaitable[Standing]]


PROVIDERS: Mapping[str, _Asker] = MappingProxyType(
    {
        "openrouter": _Asker("OPENROUTER_API_KEY", _openrouter),
        "anthropic": _Asker("ANTHROPIC_API_KEY", _anthropic),
        "openai": _Asker("OPENAI_BASE_URL", _own_server),
        "replicate": _Asker("REPLICATE_API_TOKEN", _replicate),
        "fal": _Asker("FAL_KEY", _fal),
    }
)
"""Lane of the catalogue -> how its account is asked about."""


def _join(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path}"


def _inner(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str:
    """A short printable text from outside; empty for anything else."""
    return "".join(c for c in value if c.isprintable())[:80] if isinstance(value, str) else ""


def _micros(value: Any) -> int | None:
    """Dollars from outside in micro-dollars; None when it is no figure."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return round(value * MILLION)
