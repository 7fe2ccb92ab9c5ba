"""What the account view learns from each provider, and what it never shows."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from twin import Twin

from core.providers.accounts import PROVIDERS, Standing, standings
from core.settings import Settings


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


def pointed(twin: Twin, **changes: object) -> Settings:
    values = {name.lower(): value for name, value in twin.env.items()}
    return Settings.model_validate({**values, **changes})


async def asked(settings: Settings) -> dict[str, Standing]:
    return {one.provider: one for one in await standings(settings)}


async def test_each_provider_is_told_as_it_tells_itself(twin: Twin) -> None:
    """R30: a figure where the API gives one, else the reason."""
    told = await asked(pointed(twin, openai_model="llama3.3:70b"))
    assert told["openrouter"].balance == 24_500_000
    assert told["openrouter"].balance_of == "this key's limit"
    assert told["openrouter"].used == 0
    assert "no balance" in told["anthropic"].not_available
    assert told["anthropic"].works
    assert told["replicate"].identity == "user twin"
    assert told["replicate"].balance is None
    assert "no balance" in told["replicate"].not_available
    assert told["fal"].balance is None
    assert "ADMIN" in told["fal"].not_available
    assert told["fal"].works is None
    assert told["openai"].works
    assert all(one.problem == "" for one in told.values())


async def test_a_server_of_one_s_own_without_a_named_model_is_told_with_the_models_it_has(twin: Twin) -> None:
    told = await asked(pointed(twin))
    assert told["openai"].problem.startswith("OPENAI_MODEL is not set; it has llama3.3:70b")


async def test_keys_that_may_see_more_show_more(twin: Twin) -> None:
    """R30: fal's balance needs an ADMIN key, OpenRouter's a management key."""
    told = await asked(pointed(twin, fal_key="twin:fal-admin", openrouter_api_key="sk-or-v1-twin-management"))
    assert told["fal"].balance == 24_500_000
    assert told["fal"].identity == "twin"
    assert told["openrouter"].balance_of == "the account"


async def test_without_a_key_nobody_is_asked(twin: Twin) -> None:
    told = await standings(Settings.model_validate({}))
    assert [one.not_available for one in told] == ["no key is set"] * len(PROVIDERS)
    assert len(twin.journal) == 0


async def test_a_wrong_key_is_said_to_be_refused(twin: Twin) -> None:
    wrong = pointed(
        twin, openrouter_api_key="x1", anthropic_api_key="x2", replicate_api_token="x3", fal_key="x4"
    )
    told = await asked(wrong)
    for name in ("openrouter", "anthropic", "replicate", "fal"):
        assert told[name].works is False
        assert "refused" in told[name].problem
        assert told[name].balance is None


@pytest.mark.parametrize("fault", ["nginx_502", "malformed_reply", "drop_before", "drop_during"])
async def test_an_answer_that_is_none_gives_a_reason_and_no_figure(twin: Twin, fault: str) -> None:
    twin.arm(fault, times=None)
    for one in await standings(pointed(twin)):
        assert one.balance is None
        assert one.not_available


async def test_a_figure_that_is_none_is_no_balance(twin: Twin) -> None:
    body = {"username": "twin", "credits": {"current_balance": "much", "currency": "USD"}}
    twin.arm("fal_billing_small", json=body)
    told = await asked(pointed(twin))
    assert told["fal"].balance is None
    assert "no balance" in told["fal"].not_available


async def test_a_service_that_is_away_is_said_to_be_away(twin: Twin) -> None:
    told = await asked(pointed(twin, fal_api_url="http://127.0.0.1:9", openrouter_base_url="http://[broken"))
    assert "could not be reached" in told["fal"].problem
    assert "could not be reached" in told["openrouter"].problem


async def test_a_model_that_one_s_own_server_lacks_is_told(twin: Twin) -> None:
    told = await asked(pointed(twin, openai_model="nothing:1b"))
    assert "no model 'nothing:1b'" in told["openai"].problem
    assert (await asked(pointed(twin, openai_model="qwen3:32b")))["openai"].problem == ""


@pytest.mark.parametrize("key", ["sk-or-secret\nX-Evil: 1", "sk-or-sécret", "sk-or-secret\r"])
async def test_no_key_ever_shows_in_words_logs_or_addresses(
    twin: Twin, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = pointed(
        twin,
        openrouter_api_key=SecretStr(key),
        anthropic_api_key=SecretStr(key),
        replicate_api_token=SecretStr(key),
        fal_key=SecretStr(key),
    )
    told = await standings(settings)
    assert "secret" not in repr(told) + caplog.text
    assert "sécret" not in repr(told) + caplog.text
    assert all("characters that no key has" in one.problem for one in told if one.provider != "openai")
    assert all("key" not in entry.path.partition("?")[2] for entry in twin.journal)


async def test_the_clock_is_compared_with_theirs(twin: Twin) -> None:
    for one in await standings(pointed(twin)):
        assert one.clock is not None
        assert abs(one.clock) < 60


async def test_a_redirect_takes_no_key_elsewhere(twin: Twin) -> None:
    def moved(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(302, headers={"location": "https://elsewhere.example/v1/account"})

    seen: list[str] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(moved)) as client:
        nothing = Standing("replicate", key=True)
        with pytest.raises(Exception, match="answered HTTP 302"):
            await PROVIDERS["replicate"].ask(nothing, pointed(twin), client)
    assert len(seen) == 1
