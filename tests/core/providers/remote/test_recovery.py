"""What goes wrong on the way and is put right without paying again: downloads, polls, lost answers."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pydantic import SecretStr
from twin import Twin

from core.catalogue.models import Catalogue
from core.errors import Fault, ProviderError
from core.providers.base import TAKEN, Done, Pending
from core.providers.fal import Fal
from core.providers.remote import RemoteMaker
from core.providers.replicate import Replicate
from core.requests import Reference
from core.settings import Settings

from .conftest import QUICK, Desk, clip, line, picture, run
from .test_faults import refused


@pytest.mark.parametrize(
    "fault",
    [
        *(
            "rep_file_404",
            "rep_truncated_download",
            "rep_truncated_chunked",
            "rep_html_download",
            "rep_zero_bytes",
        ),
        *("rep_poll_blip", "rep_poll_blip_502", "rep_output_list", "rep_output_string", "rep_no_audio"),
    ],
)
async def test_one_mishap_at_replicate_costs_nothing_more(
    fault: str, replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    twin.arm(fault)
    await _done_once(replicate, "t:flux-rep", "create", twin, desk)


@pytest.mark.parametrize(
    "fault",
    [
        *(
            "fal_media_404",
            "fal_media_truncated",
            "fal_media_truncated_chunked",
            "fal_media_html",
            "fal_media_zero",
        ),
        *("fal_poll_blip", "fal_status_missing_keys", "fal_silent_drop", "fal_upload_lost"),
    ],
)
async def test_one_mishap_at_fal_costs_nothing_more(
    fault: str, fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    twin.arm(fault)
    await _done_once(fal, "t:flux", "submit", twin, desk, Reference(photo, "Mara", "character"))
    assert twin.world.faults.armed[0].struck == 1


async def _done_once(
    maker: RemoteMaker, model: str, endpoint: str, twin: Twin, desk: Desk, *references: Reference
) -> None:
    done = await _patiently(maker, model, picture("x", *references, size=(1280, 704)), desk)
    assert done.main.path is not None and done.main.path.stat().st_size > 1000
    assert len(twin.journal.select(maker.service, endpoint)) == 1
    assert done.cost == twin.journal.money()


async def _patiently(maker: RemoteMaker, model: str, request: Any, desk: Desk) -> Done:
    """As the runner does it: what only says to ask again is asked again."""
    answer: Done | Pending = await maker.start(model, request, desk, key="job.1")
    for _ in range(20):
        if isinstance(answer, Done):
            return answer
        try:
            answer = await maker.check(model, answer.operation, desk)
        except ProviderError as error:
            assert error.fault is Fault.UNAVAILABLE and error.cost is None, error
    raise AssertionError("it did not end")


async def test_a_broken_download_goes_on_where_it_ended(replicate: Replicate, twin: Twin, desk: Desk) -> None:
    twin.arm("rep_truncated_download")
    await run(replicate, "t:flux-rep", picture(size=(1280, 704)), desk)
    statuses = [one.status for one in twin.journal.select("replicate", "file")]
    assert statuses == [200, 206]


async def test_a_hanging_question_is_asked_again(
    settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    twin.arm("rep_poll_hang")
    quick = {**QUICK, "patience": type(QUICK["patience"])(connect=2, submit=2, look=0.3, upload=5)}
    maker = Replicate(settings, catalogue, listed_after=0.0, **quick)
    await _done_once(maker, "t:flux-rep", "create", twin, desk)
    await maker.aclose()


async def test_what_was_ordered_for_another_job_is_not_taken_for_a_lost_one(
    replicate: Replicate, desk: Desk
) -> None:
    """The first was refused and nobody heard of it; the second asks for the very same."""
    pending = await replicate.start("t:flux-rep", picture("one"), desk, key="job.1")
    assert isinstance(pending, Pending)
    other = pending.operation["id"]
    found = await replicate.find("t:flux-rep", "job.0", desk.notes[-1])
    assert found is not None and found["id"] == other
    assert await replicate.find("t:flux-rep", "job.0", {**desk.notes[-1], TAKEN: (other,)}) is None


@pytest.mark.parametrize("drop", ["drop_before", "drop_during", "drop_unanswered", "drop_after"])
async def test_replicate_is_asked_once_wherever_the_connection_drops(
    drop: str, replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    twin.arm(drop, "replicate.create")
    asked = picture(size=(1280, 704))
    try:
        done = await run(replicate, "t:flux-rep", asked, desk)
    except ProviderError as error:
        assert (error.fault, error.cost) == (Fault.UNKNOWN_OUTCOME, None)
        operation = await replicate.find("t:flux-rep", "job.1", desk.notes[-1])
        if drop == "drop_before":
            assert operation is None
            assert twin.journal.money() == 0
            return
        assert operation is not None
        done = await _collected(replicate, "t:flux-rep", operation, desk)
    else:
        assert drop == "drop_after"
    assert len(twin.journal.select("replicate", "create")) == 1
    assert done.cost == twin.journal.money() > 0


@pytest.mark.parametrize("drop", ["drop_before", "drop_during", "drop_unanswered", "drop_after"])
async def test_fal_is_asked_once_wherever_the_connection_drops(
    drop: str, fal: Fal, twin: Twin, desk: Desk
) -> None:
    """fal has no list, so nobody can tell and a person decides."""
    twin.arm(drop, "fal.submit")
    try:
        await run(fal, "t:flux", picture(), desk)
        assert drop == "drop_after"
    except ProviderError as error:
        assert (error.fault, error.cost) == (Fault.UNKNOWN_OUTCOME, None)
        assert "nobody here knows" in error.message
        with pytest.raises(ProviderError) as lost:
            await fal.find("t:flux", "job.1", desk.notes[-1])
        assert lost.value.fault is Fault.UNKNOWN_OUTCOME
    assert len(twin.journal.select("fal", "submit")) == 1


async def _collected(maker: RemoteMaker, model: str, operation: Any, desk: Desk) -> Done:
    answer: Done | Pending = Pending(operation)
    while isinstance(answer, Pending):
        answer = await maker.check(model, answer.operation, desk)
    return answer


async def test_a_service_that_is_not_there_has_surely_not_begun(
    settings: Settings, catalogue: Catalogue, desk: Desk
) -> None:
    away = settings.model_copy(
        update={"fal_queue_url": "http://127.0.0.1:9", "replicate_base_url": "http://127.0.0.1:9"}
    )
    for maker, model in (
        (Fal(away, catalogue, **QUICK), "t:flux"),
        (Replicate(away, catalogue, **QUICK), "t:flux-rep"),
    ):
        error = await refused(maker, model, picture(), desk)
        assert (error.fault, error.cost) == (Fault.UNAVAILABLE, 0)
        await maker.aclose()


async def test_an_answer_that_cannot_be_read_is_not_asked_for_twice(
    fal: Fal, replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    twin.arm("malformed_reply", "fal.submit")
    twin.arm("malformed_reply", "replicate.create")
    for maker, model in ((fal, "t:flux"), (replicate, "t:flux-rep")):
        error = await refused(maker, model, picture(size=(1280, 704)), desk)
        assert error.fault is Fault.UNKNOWN_OUTCOME


async def test_a_lost_prediction_is_told_from_others_by_its_input(
    replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    await replicate.start("t:flux-rep", picture("one"), desk, key="job.1")
    await replicate.start("t:flux-rep", picture("two"), desk, key="job.2")
    first, second = desk.notes
    found = [await replicate.find("t:flux-rep", "job", note) for note in (first, second)]
    ids = [one.job for one in twin.journal.select("replicate", "create")]
    assert [one["id"] for one in found if one] == ids
    never = {**first, "arguments": {**first["arguments"], "prompt": "three"}}
    assert await replicate.find("t:flux-rep", "job.3", never) is None


async def test_a_prediction_is_found_behind_many_others(replicate: Replicate, twin: Twin, desk: Desk) -> None:
    await replicate.start("t:flux-rep", picture("lost", size=(256, 256)), desk, key="job.1")
    for number in range(130):
        await replicate.start("t:flux-rep", picture(f"{number}", size=(256, 256)), desk, key="job.2")
    operation = await replicate.find("t:flux-rep", "job.1", desk.notes[0])
    assert operation is not None
    assert operation["id"] == twin.journal.select("replicate", "create")[0].job
    assert len(twin.journal.select("replicate", "list")) == 2


async def test_a_list_without_inputs_cannot_tell(replicate: Replicate, twin: Twin, desk: Desk) -> None:
    """Replicate removes inputs after an hour: "not found" would then mean paying twice."""
    await replicate.start("t:flux-rep", picture("lost", size=(256, 256)), desk, key="job.1")
    await run(replicate, "t:flux-rep", picture("other", size=(256, 256)), desk)
    twin.advance(3700)
    with pytest.raises(ProviderError) as unknown:
        await replicate.find("t:flux-rep", "job.1", desk.notes[0])
    assert unknown.value.fault is Fault.UNKNOWN_OUTCOME


@pytest.mark.parametrize(("fault", "charged"), [("rep_stuck_starting", False), ("rep_stuck_processing", True)])
async def test_work_that_never_ends_is_cancelled(
    fault: str, charged: bool, settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    """C2: cancelled before it began costs nothing, cancelled at work costs all of it."""
    twin.arm(fault)
    now = [1_800_000_000.0]
    maker = Replicate(settings, catalogue, now=lambda: now[0], **QUICK)
    answer = await maker.start("t:flux-rep", picture(size=(1280, 704)), desk, key="job.1")
    for _ in range(3):
        answer = await maker.check("t:flux-rep", answer.operation, desk)  # type: ignore[union-attr]
    assert isinstance(answer, Pending)
    long_ago = {**answer.operation, "at": now[0] - 3 * 3600}
    with pytest.raises(ProviderError) as given_up:
        await maker.check("t:flux-rep", long_ago, desk)
    assert given_up.value.fault is Fault.UNAVAILABLE
    assert given_up.value.cost == twin.journal.money()
    assert bool(given_up.value.cost) is charged
    assert len(twin.journal.select("replicate", "cancel")) == 1
    await maker.aclose()


@pytest.mark.parametrize(("fault", "charged"), [("fal_stuck_queue", False), ("fal_stuck_progress", True)])
async def test_a_request_that_never_ends_is_cancelled(
    fault: str, charged: bool, settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    """What fal bills for a request that is cancelled at work is not documented, so it counts as paid."""
    twin.arm(fault)
    now = [1_800_000_000.0]
    maker = Fal(settings, catalogue, now=lambda: now[0], **QUICK)
    answer = await maker.start("t:flux", picture(), desk, key="job.1")
    assert isinstance(answer, Pending)
    answer = await maker.check("t:flux", answer.operation, desk)
    assert isinstance(answer, Pending)
    long_ago = {**answer.operation, "at": now[0] - 3 * 3600}
    with pytest.raises(ProviderError) as given_up:
        await maker.check("t:flux", long_ago, desk)
    assert (given_up.value.fault, given_up.value.cost) == (Fault.UNAVAILABLE, 30_000 * charged)
    assert len(twin.journal.select("fal", "cancel")) == 1
    await maker.aclose()


async def test_a_long_queue_is_told_and_waited_for(fal: Fal, twin: Twin, desk: Desk) -> None:
    twin.arm("fal_queue_long")
    answer = await fal.start("t:flux", picture(), desk, key="job.1")
    assert isinstance(answer, Pending)
    answer = await fal.check("t:flux", answer.operation, desk)
    assert isinstance(answer, Pending)
    assert any("in fal's queue" in words for words in desk.told)
    twin.advance(300)
    await _collected(fal, "t:flux", answer.operation, desk)


async def test_a_cancel_reaches_the_service_and_may_come_too_late(
    fal: Fal, replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    twin.arm("fal_stuck_queue")
    twin.arm("rep_stuck_starting")
    for maker, model in ((fal, "t:flux"), (replicate, "t:flux-rep")):
        answer = await maker.start(model, picture(size=(1280, 704)), desk, key="job.1")
        assert isinstance(answer, Pending)
        await maker.cancel(model, answer.operation)
        await maker.cancel(model, answer.operation)
    twin.arm("fal_cancel_race")
    answer = await fal.start("t:flux", picture(), desk, key="job.2")
    assert isinstance(answer, Pending)
    await fal.cancel("t:flux", answer.operation)
    assert len(twin.journal.select("fal", "cancel")) == 3
    assert twin.journal.money() == 0 or twin.journal.money() == 30_000


async def test_a_finished_result_is_known_before_it_is_fetched(fal: Fal, twin: Twin, desk: Desk) -> None:
    """R29: "the provider finished, we did not" is a state of its own, and fetching asks nothing."""
    answer = await fal.start("t:flux", picture(), desk, key="job.1")
    while isinstance(answer, Pending) and not answer.finishing:
        answer = await fal.check("t:flux", answer.operation, desk)
    assert isinstance(answer, Pending)
    asked = len(twin.journal.select("fal", "status"))
    for _ in range(2):
        assert isinstance(await fal.check("t:flux", answer.operation, desk), Done)
    assert len(twin.journal.select("fal", "status")) == asked


async def test_a_file_that_fal_could_not_fetch_is_handed_over_anew(
    fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    asked = picture("x", Reference(photo, "Mara", "character"))
    twin.arm("fal_422_download")
    error = await refused(fal, "t:flux", asked, desk)
    assert error.fault is Fault.UNAVAILABLE
    await run(fal, "t:flux", asked, desk)
    assert len(twin.journal.select("fal", "upload")) == 2


async def test_fal_takes_files_the_older_way_when_its_host_does_not(
    fal: Fal, twin: Twin, desk: Desk, photo: str
) -> None:
    twin.arm("nginx_502", "fal.upload", times=None)
    await run(fal, "t:flux", picture("x", Reference(photo, "Mara", "character")), desk)
    assert len(twin.journal.select("fal", "upload_put")) == 1


async def test_replicate_takes_small_files_inside_the_request_when_it_takes_no_uploads(
    replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    from twin import media

    small = desk.put(media.picture("a person", 300, 300, "jpeg"))
    twin.arm("nginx_502", "replicate.upload", times=None)
    await run(
        replicate, "t:flux-rep", picture("x", Reference(small, "Mara", "character"), size=(1280, 704)), desk
    )
    (created,) = twin.journal.select("replicate", "create")
    assert created.body["input"]["input_images"][0].startswith("sha256:")


async def test_a_hexadecimal_sound_is_read_all_the_same(fal: Fal, twin: Twin, desk: Desk) -> None:
    twin.arm("fal_hex_audio")
    done = await run(fal, "t:minimax", line(), desk)
    assert done.main.mime == "audio/wav"


@pytest.mark.parametrize("fault", ["fal_no_timestamps", "fal_odd_timestamps"])
async def test_a_line_without_usable_word_times_is_kept_without_them(
    fault: str, fal: Fal, twin: Twin, desk: Desk
) -> None:
    twin.arm(fault)
    done = await run(fal, "t:eleven", line(), desk)
    assert "times" not in done.parts
    assert done.facts["samples"] > 48_000


async def test_a_clip_at_another_rate_that_covers_its_slot_is_kept(
    replicate: Replicate, twin: Twin, desk: Desk, frame: str
) -> None:
    twin.arm("rep_wrong_fps")
    done = await run(replicate, "t:wan", clip(frame, half_seconds=6), desk)
    assert done.facts["fps"] == 24.0


async def test_results_that_need_the_token_get_it_and_no_other_host_does(
    replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    twin.assume("replicate", "files_need_token", True)
    done = await run(replicate, "t:flux-rep", picture(size=(1280, 704)), desk)
    assert done.main.path is not None
    assert [one.status for one in twin.journal.select("replicate", "file")] == [401, 200]


@pytest.mark.parametrize(("key", "says"), [("", "needs FAL_KEY, which is not set"), ("a\nb", "no key has")])
async def test_without_a_usable_key_nobody_is_asked(
    key: str, says: str, settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    maker = Fal(settings.model_copy(update={"fal_key": SecretStr(key)}), catalogue, **QUICK)
    error = await refused(maker, "t:flux", picture(), desk)
    assert (error.fault, error.cost) == (Fault.AUTH, 0)
    assert says in error.message
    assert len(twin.journal) == 0


@pytest.mark.parametrize(("fault", "charged"), [("rep_stuck_starting", False), ("rep_stuck_processing", True)])
async def test_what_was_cancelled_before_it_began_costs_nothing(
    fault: str, charged: bool, replicate: Replicate, twin: Twin, desk: Desk
) -> None:
    """And what was at work is billed: asked how it ended, the service says whether it had begun (C2)."""
    twin.arm(fault)
    answer = await replicate.start("t:flux-rep", picture(size=(1280, 704)), desk, key="job.1")
    answer = await replicate.check("t:flux-rep", answer.operation, desk)  # type: ignore[union-attr]
    assert isinstance(answer, Pending)
    await replicate.cancel("t:flux-rep", answer.operation)
    with pytest.raises(ProviderError) as ended:
        await replicate.check("t:flux-rep", answer.operation, desk)
    assert (ended.value.cost, bool(ended.value.cost)) == (twin.journal.money(), charged)


@pytest.mark.parametrize("jump", [3 * 3600.0, -3 * 3600.0])
async def test_a_clock_that_is_set_while_work_goes_on_ends_nothing(
    jump: float, settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    """Put forward it looked as if the work had lasted for hours, so it was cancelled and paid for."""
    twin.arm("rep_stuck_processing")
    now = [time.time()]
    maker = Replicate(settings, catalogue, now=lambda: now[0], **QUICK)
    answer = await maker.start("t:flux-rep", picture(size=(1280, 704)), desk, key="job.1")
    now[0] += jump
    for _ in range(2):
        answer = await maker.check("t:flux-rep", answer.operation, desk)  # type: ignore[union-attr]
        assert isinstance(answer, Pending)
    assert twin.journal.select("replicate", "cancel") == []
    await maker.aclose()


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("jump", [2400.0, -2400.0])
async def test_an_order_is_found_again_after_the_clock_was_set(
    jump: float, noted: bool, settings: Settings, catalogue: Catalogue, twin: Twin, desk: Desk
) -> None:
    """Put back, every order seemed to be older than its note: it was not found, and would be bought again."""
    now = [time.time()]
    maker = Replicate(settings, catalogue, now=lambda: now[0], listed_after=0.0, **QUICK)
    answer = await maker.start("t:flux-rep", picture(size=(1280, 704)), desk, key="job.1")
    assert isinstance(answer, Pending)
    notes = {**desk.notes[0], "lead": desk.notes[0]["lead"] if noted else None}
    now[0] += jump
    found = await maker.find("t:flux-rep", "job.1", notes)
    assert found is not None and found["id"] == answer.operation["id"]
    await maker.aclose()
