"""Every fault of the two services: which one it is here, what the person reads, what it cost; one POST was all.

The names are those of the contract notes, sections G3 and G4.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from twin import Twin

from core.errors import Fault, ProviderError
from core.providers.base import Done, Pending
from core.providers.fal import Fal
from core.providers.remote import RemoteMaker
from core.providers.replicate import Replicate
from core.requests import Request

from .conftest import Desk, clip, film, line, lipsync, picture, spoken

ALL = Fault


@dataclass(frozen=True)
class Case:
    """A fault that strikes every time, and how it ends."""

    name: str
    fault: Fault
    says: str
    charged: bool | None = False
    """None: only the service knows."""
    retry_after: float | None = None
    work: str = "picture"

    def __str__(self) -> str:
        return f"{self.name}-{self.work}"


REPLICATE = (
    Case("rep_429_low_credit", Fault.RATE_LIMIT, "asks for a pause", retry_after=5),
    Case("rep_429_header", Fault.RATE_LIMIT, "asks for a pause", retry_after=5),
    Case("rep_429_text", Fault.RATE_LIMIT, "asks for a pause", retry_after=30),
    Case("rep_402", Fault.QUOTA, "replicate.com/account/billing"),
    Case("rep_401", Fault.AUTH, "REPLICATE_API_TOKEN"),
    Case("rep_404", Fault.AUTH, "does not offer FLUX.2 Pro at Replicate any more"),
    Case("rep_422", Fault.INVALID_INPUT, "Must be less than or equal to 121"),
    Case("rep_422_version", Fault.AUTH, "does not have this version"),
    Case("rep_500", Fault.UNKNOWN_OUTCOME, "list of predictions tells", charged=None),
    Case("rep_503", Fault.UNAVAILABLE, "out of order"),
    Case("rep_error_list", Fault.INVALID_INPUT, "bad request"),
    Case("rep_failed_nsfw", Fault.MODERATION, "flagged as sensitive"),
    Case("rep_failed_face", Fault.FACE_REFUSED, "No face detected"),
    Case("rep_failed_input", Fault.UNAVAILABLE, "It is sent anew"),
    Case("rep_failed_oom", Fault.UNAVAILABLE, "out of memory"),
    Case("rep_failed_interrupted", Fault.UNAVAILABLE, "interrupted"),
    Case("rep_succeeded_null", Fault.BAD_OUTPUT, "without a result", charged=True),
    Case("rep_succeeded_empty", Fault.BAD_OUTPUT, "without a result", charged=True),
    Case("rep_expired", Fault.BAD_OUTPUT, "removes results after one hour", charged=True),
    Case("rep_file_404", Fault.BAD_OUTPUT, "its link does not work", charged=True),
    Case("rep_html_download", Fault.BAD_OUTPUT, "a web page came in its place", charged=True),
    Case("rep_zero_bytes", Fault.BAD_OUTPUT, "it is empty", charged=True),
    Case("rep_truncated_chunked", Fault.BAD_OUTPUT, "damaged", charged=True),
    Case("rep_truncated_file", Fault.BAD_OUTPUT, "damaged", charged=True),
    Case("rep_wrong_media", Fault.BAD_OUTPUT, "were asked for", charged=True),
    Case("rep_black", Fault.BAD_OUTPUT, "all black", charged=True),
    Case("rep_truncated_file", Fault.BAD_OUTPUT, "damaged", charged=True, work="clip"),
    Case("rep_wrong_media", Fault.BAD_OUTPUT, "another shape", charged=True, work="clip"),
    Case("rep_wrong_length", Fault.BAD_OUTPUT, "were asked for", charged=True, work="clip"),
    Case("rep_black", Fault.BAD_OUTPUT, "all black", charged=True, work="clip"),
    Case("rep_still_mouth", Fault.BAD_OUTPUT, "the mouth does not move", charged=True, work="lipsync"),
    Case("rep_wrong_length", Fault.BAD_OUTPUT, "the clip that was sent", charged=True, work="lipsync"),
    Case("rep_black", Fault.BAD_OUTPUT, "all black", charged=True, work="lipsync"),
    Case("rep_failed_face", Fault.FACE_REFUSED, "No face detected", work="lipsync"),
)

FAL = (
    Case("fal_429_submit", Fault.RATE_LIMIT, "asks for a pause"),
    Case("fal_429_retry_after", Fault.RATE_LIMIT, "asks for a pause", retry_after=2),
    Case("fal_403_locked", Fault.QUOTA, "fal.ai/dashboard/billing"),
    Case("fal_401", Fault.AUTH, "FAL_KEY"),
    Case("fal_422_list", Fault.INVALID_INPUT, "at most 3 items"),
    Case("fal_422_string", Fault.INVALID_INPUT, "Maximum 3 reference images allowed"),
    Case("fal_422_string_as_msg", Fault.INVALID_INPUT, "Maximum 3 reference images allowed"),
    Case("fal_422_policy", Fault.MODERATION, "content checker", charged=None),
    Case("fal_422_no_media", Fault.MODERATION, "quiet refusal", charged=None),
    Case("fal_422_download", Fault.UNAVAILABLE, "It is sent anew"),
    Case("fal_422_face", Fault.FACE_REFUSED, "Could not detect a face"),
    Case("fal_422_too_short", Fault.INVALID_INPUT, "too short"),
    Case("fal_422_too_long", Fault.INVALID_INPUT, "too long"),
    Case("fal_nsfw_black", Fault.MODERATION, "flagged and blacked out", charged=True),
    Case("fal_504_start", Fault.UNAVAILABLE, "Startup timeout"),
    Case("fal_504_generation", Fault.UNAVAILABLE, "timed out"),
    Case("fal_503_runner", Fault.UNAVAILABLE, "Runner disconnected"),
    Case("fal_500", Fault.UNAVAILABLE, "Internal server error"),
    Case("fal_downstream", Fault.UNAVAILABLE, "downstream service"),
    Case("fal_404_model", Fault.AUTH, "does not offer FLUX.2 Pro any more"),
    Case("fal_502_nginx", Fault.UNAVAILABLE, "502 Bad Gateway"),
    Case("fal_media_404", Fault.BAD_OUTPUT, "its link does not work", charged=True),
    Case("fal_media_html", Fault.BAD_OUTPUT, "a web page came in its place", charged=True),
    Case("fal_media_zero", Fault.BAD_OUTPUT, "it is empty", charged=True),
    Case("fal_media_truncated_chunked", Fault.BAD_OUTPUT, "smaller than it was said to be", charged=True),
    Case("fal_truncated_file", Fault.BAD_OUTPUT, "damaged", charged=True),
    Case("fal_wrong_media", Fault.BAD_OUTPUT, "were asked for", charged=True),
    Case("fal_black", Fault.BAD_OUTPUT, "all black", charged=True),
    Case("fal_wrong_length", Fault.BAD_OUTPUT, "were asked for", charged=True, work="clip"),
    Case("fal_black", Fault.BAD_OUTPUT, "all black", charged=True, work="clip"),
    Case("fal_truncated_file", Fault.BAD_OUTPUT, "damaged", charged=True, work="clip"),
    Case("fal_silent_speech", Fault.BAD_OUTPUT, "it is silent", charged=True, work="speech"),
    Case("fal_truncated_file", Fault.BAD_OUTPUT, "ends too early", charged=True, work="speech"),
    Case("fal_still_mouth", Fault.BAD_OUTPUT, "the mouth does not move", charged=True, work="lipsync"),
    Case("fal_422_face", Fault.FACE_REFUSED, "Could not detect a face", work="lipsync"),
)

_MODELS = {
    ("replicate", "picture"): "t:flux-rep",
    ("replicate", "clip"): "t:wan",
    ("replicate", "lipsync"): "t:kling",
    ("fal", "picture"): "t:flux",
    ("fal", "clip"): "t:wan-fal",
    ("fal", "speech"): "t:eleven",
    ("fal", "lipsync"): "t:kling-fal",
}


@pytest.mark.parametrize("case", REPLICATE, ids=str)
async def test_a_fault_of_replicate(
    case: Case, replicate: Replicate, twin: Twin, desk: Desk, frame: str
) -> None:
    await _ends_as_it_should(case, replicate, twin, desk, frame)


@pytest.mark.parametrize("case", FAL, ids=str)
async def test_a_fault_of_fal(case: Case, fal: Fal, twin: Twin, desk: Desk, frame: str) -> None:
    await _ends_as_it_should(case, fal, twin, desk, frame)


async def _ends_as_it_should(case: Case, maker: RemoteMaker, twin: Twin, desk: Desk, frame: str) -> None:
    twin.arm(case.name, times=None)
    model = _MODELS[maker.service, case.work]
    error = await refused(maker, model, _request(case.work, desk, frame), desk)
    assert (error.fault, error.retry_after) == (case.fault, case.retry_after)
    assert case.says in error.message
    assert "twin:fal" not in error.message and "r8_twin" not in error.message
    posted = twin.journal.select(maker.service, "create" if maker.service == "replicate" else "submit")
    assert len(posted) == 1
    if case.charged is None:
        assert error.cost is None
        assert f"only {maker.title} knows" in error.message
    else:
        assert error.cost == twin.journal.money()
        assert bool(error.cost) is case.charged
        assert ("Nothing was charged." in error.message) is not case.charged


def _request(work: str, desk: Desk, frame: str) -> Request:
    if work == "picture":
        return picture(size=(1280, 704))
    if work == "clip":
        return clip(frame, half_seconds=10)
    if work == "speech":
        return line()
    words = "I did, and I would do it again."
    return lipsync(film(desk, frame, 3.0, size=(1280, 720)), frame, (spoken(desk, words),), 3 * 48_000)


async def refused(maker: RemoteMaker, model: str, request: Request, desk: Desk) -> ProviderError:
    """How a job ends that cannot be made. What only says to ask again is asked again, as the runner does."""
    answer: Done | Pending
    try:
        answer = await maker.start(model, request, desk, key="job.1")
        for _ in range(20):
            assert isinstance(answer, Pending)
            try:
                answer = await maker.check(model, answer.operation, desk)
            except ProviderError as error:
                if error.fault not in (Fault.UNAVAILABLE, Fault.RATE_LIMIT) or error.cost is not None:
                    return error
    except ProviderError as error:
        return error
    raise AssertionError("it did not end")
