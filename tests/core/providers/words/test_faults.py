"""Every fault of the language-model services: what the person reads, what it cost, how often it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from twin import Entry, Twin, fault_rows
from words_bench import Bench, Makers, question

from core.errors import Fault, ProviderError

SLOWER = "asks us to go slower"
BUSY = "cannot answer just now"
CREDIT = "no credit left"
KEY = "does not accept the key in"
LONG = "too long for"
REFUSED = "refused this text"
GONE = "does not offer"
CUT = "did not come to an end"
LOST = "was lost after the question had been sent"


@dataclass(frozen=True)
class Case:
    """A fault that ends the attempt."""

    def __str__(self) -> str:
        return self.name

    name: str
    fault: Fault
    says: str
    models: tuple[str, ...]
    wait: float | None = None


BOTH = ("sonnet", "sonnet-whole")
CLAUDE = ("claude", "claude-whole")
ENDS = (
    Case("or_429_retry_after", Fault.RATE_LIMIT, SLOWER, BOTH, 2),
    Case("or_429_bare", Fault.RATE_LIMIT, SLOWER, BOTH),
    Case("or_429_long", Fault.RATE_LIMIT, SLOWER, BOTH, 120),
    Case("or_402", Fault.QUOTA, CREDIT, BOTH),
    Case("or_403_moderation", Fault.MODERATION, f"{REFUSED} (violence)", BOTH),
    Case("or_403_guardrail", Fault.MODERATION, "an attempt to give the model orders", BOTH),
    Case("or_400_policy", Fault.MODERATION, REFUSED, BOTH),
    Case("or_400_context", Fault.INVALID_INPUT, LONG, BOTH),
    Case("or_200_content_filter", Fault.MODERATION, REFUSED, BOTH),
    Case("or_200_error_in_choice", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_midstream_error", Fault.BAD_OUTPUT, "broke off", ("sonnet",)),
    Case("or_truncated", Fault.BAD_OUTPUT, CUT, BOTH),
    Case("or_truncated_empty", Fault.BAD_OUTPUT, CUT, BOTH),
    Case("or_empty", Fault.BAD_OUTPUT, "is empty", BOTH),
    Case("or_500", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_502", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_502_nginx", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_503", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_503_retry_after", Fault.UNAVAILABLE, BUSY, BOTH, 2),
    Case("or_504", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_524", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_529", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_408", Fault.UNAVAILABLE, BUSY, BOTH),
    Case("or_401", Fault.AUTH, f"{KEY} OPENROUTER_API_KEY", BOTH),
    Case("or_404_model", Fault.UNAVAILABLE, GONE, BOTH),
    Case("or_413", Fault.INVALID_INPUT, LONG, BOTH),
    Case("ant_429", Fault.RATE_LIMIT, SLOWER, CLAUDE, 3),
    Case("ant_529", Fault.UNAVAILABLE, BUSY, CLAUDE),
    Case("ant_sse_overloaded", Fault.UNAVAILABLE, BUSY, ("claude",)),
    Case("ant_402", Fault.QUOTA, CREDIT, CLAUDE),
    Case("ant_402_as_400", Fault.QUOTA, CREDIT, CLAUDE),
    Case("ant_refusal", Fault.MODERATION, REFUSED, CLAUDE),
    Case("ant_refusal_partial", Fault.MODERATION, REFUSED, CLAUDE),
    Case("ant_max_tokens", Fault.BAD_OUTPUT, CUT, CLAUDE),
    Case("ant_400_param", Fault.INVALID_INPUT, "a fault of ours", CLAUDE),
    Case("ant_500", Fault.UNAVAILABLE, BUSY, CLAUDE),
    Case("ant_504", Fault.UNAVAILABLE, BUSY, CLAUDE),
    Case("ant_401", Fault.AUTH, f"{KEY} ANTHROPIC_API_KEY", CLAUDE),
    Case("ant_403", Fault.AUTH, "may not use", CLAUDE),
    Case("ant_404_model", Fault.UNAVAILABLE, GONE, CLAUDE),
    Case("ant_413", Fault.INVALID_INPUT, LONG, CLAUDE),
    Case("ant_empty", Fault.BAD_OUTPUT, "is empty", CLAUDE),
    Case("oai_500", Fault.UNAVAILABLE, BUSY, ("own",)),
    Case("oai_404_model", Fault.UNAVAILABLE, GONE, ("own",)),
    Case("oai_truncated", Fault.BAD_OUTPUT, CUT, ("own",)),
)
HEALED = ("or_bad_json", "or_bad_json_bracket", "or_fenced", "or_prose", "ant_bad_json", "ant_fenced",
          "ant_prose", "ant_thinking_first", "oai_bad_json", "oai_fenced", "oai_prose")  # fmt: skip
REPAIRED = ("or_bad_json_unquoted", "or_wrong_schema", "or_wrong_schema_enum", "ant_wrong_schema",
            "oai_wrong_schema")  # fmt: skip
SILENT = ("or_hang", "ant_hang", "or_slow", "ant_slow")
ELSEWHERE = {"or_credits_403", "or_fallback_model", "or_reset"}
"""Told in other tests: not about a question, no fault, one of the drops."""

MAKERS = {"or": BOTH, "ant": CLAUDE, "oai": ("own",)}


def models(fault: str) -> tuple[str, ...]:
    return MAKERS[fault.partition("_")[0]]


def questions(twin: Twin) -> Sequence[Entry]:
    return [entry for entry in twin.journal if entry.method == "POST"]


async def refused(makers: Makers, bench: Bench, model: str) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        await makers.of(model).start(model, question(), bench, key="a1")
    return raised.value


def test_every_fault_of_the_notes_is_told_here() -> None:
    """G1, G2."""
    services = ("openrouter", "anthropic", "openai")
    known = {name for name, row in fault_rows().items() if row["service"] in services}
    assert known == {case.name for case in ENDS} | {*HEALED, *REPAIRED, *SILENT} | ELSEWHERE


@pytest.mark.parametrize(("case", "model"), [(case, model) for case in ENDS for model in case.models], ids=str)
async def test_a_fault_ends_the_attempt_with_one_question_and_a_sentence(
    twin: Twin, makers: Makers, bench: Bench, case: Case, model: str
) -> None:
    twin.arm(case.name)
    error = await refused(makers, bench, model)
    assert error.fault is case.fault
    assert case.says in error.message
    assert error.retry_after == case.wait
    assert len(questions(twin)) == 1 == len(bench.notes)
    assert error.cost == twin.journal.money()


@pytest.mark.parametrize("case", ENDS, ids=str)
async def test_the_sentence_has_no_words_of_the_wire_in_it(
    twin: Twin, makers: Makers, bench: Bench, case: Case
) -> None:
    twin.arm(case.name)
    message = (await refused(makers, bench, case.models[0])).message
    assert not {"HTTP", "JSON", "status", "_error", "finish_reason", "sk-"} & set(message.split())
    assert not any(code in message for code in ("400", "401", "402", "403", "404", "429", "500", "502", "529"))
    assert message[0].isupper() and message.rstrip().endswith((".", "doctor", "models."))


@pytest.mark.parametrize(("fault", "model"), [(fault, model) for fault in HEALED for model in models(fault)])
async def test_what_surrounds_the_answer_is_taken_away_without_another_question(
    twin: Twin, makers: Makers, bench: Bench, fault: str, model: str
) -> None:
    twin.arm(fault)
    done = await makers.of(model).start(model, question(), bench, key="a1")
    assert done.facts["repaired"] is False and len(questions(twin)) == 1
    assert done.cost == twin.journal.money()


@pytest.mark.parametrize(("fault", "model"), [(fault, model) for fault in REPAIRED for model in models(fault)])
async def test_a_wrong_answer_is_repaired_by_one_more_question_and_both_are_paid_for(
    twin: Twin, makers: Makers, bench: Bench, fault: str, model: str
) -> None:
    twin.arm(fault)
    done = await makers.of(model).start(model, question(), bench, key="a1")
    first, second = questions(twin)
    assert done.facts["repaired"] is True
    assert done.cost == first.charged + second.charged
    told = second.body["messages"]
    assert [row["role"] for row in told[-2:]] == ["assistant", "user"]
    assert "cannot be used" in told[-1]["content"]
    assert len(bench.notes) == 1


@pytest.mark.parametrize("fault", REPAIRED)
async def test_a_second_wrong_answer_ends_it_and_both_were_paid_for(
    twin: Twin, makers: Makers, bench: Bench, fault: str
) -> None:
    twin.arm(fault, times=2)
    error = await refused(makers, bench, models(fault)[0])
    assert error.fault is Fault.BAD_OUTPUT
    assert len(questions(twin)) == 2
    assert error.cost == twin.journal.money()


@pytest.mark.parametrize(
    ("fault", "second", "ends"),
    [
        ("or_wrong_schema", "or_429_retry_after", Fault.BAD_OUTPUT),
        ("or_wrong_schema", "or_502", Fault.BAD_OUTPUT),
        ("or_wrong_schema", "or_403_moderation", Fault.MODERATION),
        ("or_wrong_schema", "or_truncated", Fault.BAD_OUTPUT),
        ("ant_wrong_schema", "ant_529", Fault.BAD_OUTPUT),
        ("ant_wrong_schema", "ant_refusal", Fault.MODERATION),
    ],
)
async def test_what_the_first_answer_cost_is_not_forgotten_when_the_repair_is_refused(
    twin: Twin, makers: Makers, bench: Bench, fault: str, second: str, ends: Fault
) -> None:
    twin.arm(fault)
    twin.arm(second)
    error = await refused(makers, bench, models(fault)[0])
    assert error.fault is ends and error.policy.charged is not False
    assert len(questions(twin)) == 2
    assert error.cost == twin.journal.money() > 0


@pytest.mark.parametrize("how", ["drop_before", "drop_during", "drop_unanswered"])
@pytest.mark.parametrize("model", [*BOTH, *CLAUDE, "own", "plain"])
async def test_a_lost_answer_is_unknown_and_never_asked_for_again(
    twin: Twin, makers: Makers, bench: Bench, how: str, model: str
) -> None:
    """G5: money may have been spent, so a person decides."""
    twin.arm(how)
    error = await refused(makers, bench, model)
    assert error.fault is Fault.UNKNOWN_OUTCOME and LOST in error.message
    assert len(questions(twin)) == 1
    maker = makers.of(model)
    with pytest.raises(ProviderError) as asked:
        await maker.find(model, "a1", bench.notes[0])
    assert asked.value.fault is Fault.UNKNOWN_OUTCOME
    assert len(questions(twin)) == 1


@pytest.mark.parametrize("model", [*BOTH, *CLAUDE, "own"])
async def test_a_connection_that_ends_after_the_answer_does_no_harm(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    twin.arm("drop_after")
    done = await makers.of(model).start(model, question(), bench, key="a1")
    assert done.cost == twin.journal.money() and len(questions(twin)) == 1


@pytest.mark.parametrize(
    ("fault", "model"),
    [(fault, model) for fault in ("or_hang", "ant_hang") for model in models(fault)] + [("hang", "own")],
)
async def test_silence_is_ended_and_its_outcome_is_unknown(
    twin: Twin, impatient: Makers, bench: Bench, model: str, fault: str
) -> None:
    twin.arm(fault)
    error = await refused(impatient, bench, model)
    assert error.fault is Fault.UNKNOWN_OUTCOME and len(questions(twin)) == 1


@pytest.mark.parametrize("model", [*BOTH, *CLAUDE])
async def test_a_slow_answer_is_waited_for(twin: Twin, makers: Makers, bench: Bench, model: str) -> None:
    twin.arm("slow")
    done = await makers.of(model).start(model, question(), bench, key="a1")
    assert done.cost == twin.journal.money()


@pytest.mark.parametrize("model", [*BOTH, *CLAUDE, "own"])
async def test_an_answer_that_is_nonsense_may_have_cost_something(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    twin.arm("malformed_reply")
    error = await refused(makers, bench, model)
    assert error.fault is Fault.BAD_OUTPUT and error.cost is None
    assert "may have cost something" in error.message
    assert len(questions(twin)) == 1


@pytest.mark.parametrize("model", ["sonnet", "claude", "own"])
async def test_a_service_that_is_not_there_saw_nothing(
    twin: Twin, makers: Makers, bench: Bench, model: str
) -> None:
    maker = makers.of(model)
    maker.base_url = "http://127.0.0.1:9"
    error = await refused(makers, bench, model)
    assert error.fault is Fault.UNAVAILABLE and error.cost == 0
    assert len(twin.journal) == 0
