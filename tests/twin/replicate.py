"""Replicate: predictions, models, files, account (notes, section C)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import jobs, makers, replicate_files
from .faults import Fault
from .files import Stored
from .front import Call, Counter, Refusal, Route, answer, bearer, known_key
from .jobs import Job
from .makers import Bad, Made, Order
from .replicate_models import SERVICE, account, model_row, unknown, version_of, version_row
from .schema import Model, Wrong, check, models, settled
from .webhooks import SECRET, deliver
from .world import Key, World

BODY_KEYS = {"input", "version", "webhook", "webhook_events_filter", "stream"}
EVENTS = ("start", "output", "logs", "completed")
STATUS = {"queued": "starting", "running": "processing", "done": "succeeded"}
LISTED = 100
"""Predictions on one page of the list."""

RETENTION = 3600.0
"""Seconds that files of API predictions live."""

LONGEST_INLINE = 256 * 1024
"""Bytes a data address may have as an input."""


def counters() -> tuple[Counter, Counter]:
    """The API and the host that delivers output files."""
    routes = (
        Route("POST", "/v1/models/{owner}/{name}/predictions", "create", _create_official, _named),
        Route("POST", "/v1/predictions", "create", _create_by_version, _versioned),
        Route("GET", "/v1/predictions", "list", _list),
        Route("GET", "/v1/predictions/{id}", "get", _get, _of_job),
        Route("POST", "/v1/predictions/{id}/cancel", "cancel", _cancel, _of_job),
        Route("GET", "/v1/models/{owner}/{name}", "model", model_row, _named),
        Route("GET", "/v1/models/{owner}/{name}/versions/{version}", "version", version_row, _named),
        Route("GET", "/v1/account", "account", account),
        Route("POST", "/v1/files", "upload", replicate_files.upload),
        Route("GET", "/v1/files", "files", replicate_files.listed),
        Route("GET", "/v1/files/{id}", "file_get", replicate_files.shown),
        Route("DELETE", "/v1/files/{id}", "file_delete", replicate_files.deleted),
        Route("GET", "/v1/webhooks/default/secret", "webhook_secret", _secret),
    )
    download = (Route("GET", "/{rest:.+}", "file", replicate_files.download, _of_file, public=True),)
    return (
        Counter("replicate", SERVICE, routes, _authorise, _error, unknown),
        Counter("replicate_files", SERVICE, download, _authorise, _error, unknown),
    )


def _authorise(call: Call) -> Key:
    key = known_key(call, bearer(call) or bearer(call, "Token"), SERVICE)
    if key is None:
        assume = call.world.assumptions
        title, detail = assume[SERVICE, "text_401_title"], assume[SERVICE, "text_401"]
        raise Refusal(401, {"title": title, "detail": detail, "status": 401})
    return key


def _error(call: Call, fault: Fault) -> Any:
    return {"detail": fault.values.get("error", "error"), "status": fault.values["status"]}


def _named(call: Call) -> str:
    return "{owner}/{name}".format(**call.request.match_info)


def _versioned(call: Call) -> str:
    version = str(call.body.get("version", "")) if isinstance(call.body, Mapping) else ""
    name, _, digest = version.rpartition(":")
    known = {version_of(model): model for model in models(SERVICE)}
    return known.get(digest, name or version) if not name or known.get(digest) == name else name


def _of_job(call: Call) -> str:
    job = call.world.jobs.get(call.request.match_info["id"])
    call.entry.job = call.request.match_info["id"]
    return job.model if job else ""


def _of_file(call: Call) -> str:
    url = call.world.addresses[call.counter] + call.request.path
    stored = call.world.files.get(url, -1.0)
    return stored.model if stored else ""


# ------------------------------------------------------------------------------------------- create


async def _create_official(call: Call) -> web.StreamResponse:
    model = models(SERVICE).get(call.model)
    if model is None or model.row.get("community"):
        raise unknown(call)
    return await _create(call, model, "hidden")


async def _create_by_version(call: Call) -> web.StreamResponse:
    body = _body(call)
    if not isinstance(body.get("version"), str):
        raise _invalid([("missing", "version", "version is required")])
    model = models(SERVICE).get(call.model)
    digest = body["version"].rpartition(":")[2]
    if model is None or digest != version_of(model.id):
        detail = "The specified version does not exist (or perhaps you don't have permission to use it?)"
        raise Refusal(422, {"title": "Invalid version or not permitted", "detail": detail, "status": 422})
    return await _create(call, model, digest)


def _body(call: Call) -> Mapping[str, Any]:
    if not isinstance(call.body, Mapping):
        raise Refusal(
            400, {"title": "Bad request", "detail": "The request body is not valid JSON.", "status": 400}
        )
    return call.body


async def _create(call: Call, model: Model, version: str) -> web.StreamResponse:
    body = _body(call)
    _check_body(call, body, model)
    wait, deadline = _prefer(call), _deadline(call)
    fields = settled(model, body["input"], call.world.assumptions)
    files, bad = await makers.gathered(call, model, fields, "input.")
    order = Order(model, fields, files, call.world.assumptions, call.fault)
    job = _job(call, model, version, None if bad else order)
    job.deadline = job.created + deadline
    job.failure = _failure(call, bad)
    job.extra["billed"] = call.world.assumptions[SERVICE, "charge_failed"]
    jobs.begin(call.world, job, lambda job, made: _stored(call.world, job, made), _teller(call, body))
    ended = await jobs.ended_within(call.world, job, wait) if wait else False
    late = call.world.assumptions[SERVICE, "prefer_wait_expired_status"]
    status = 201 if ended or not wait else late
    return answer(_prediction(call.world, job, fresh=not wait), status)


def _job(call: Call, model: Model, version: str, order: Order | None) -> Job:
    starts, ends = jobs.times(call.world, model.makes, call.fault, 0.0)
    job = Job(
        id=call.world.new_id(length=26),
        service=SERVICE,
        model=model.id,
        input=call.body["input"],
        entry=call.entry,
        created=call.world.clock.now(),
        starts=starts,
        ends=ends,
        fault=call.fault,
        order=order,
    )
    job.extra.update(version=version, key=call.key.label)
    return job


def _check_body(call: Call, body: Mapping[str, Any], model: Model) -> None:
    rows = [
        ("additional_property", key, f"Additional property {key} is not allowed")
        for key in set(body) - BODY_KEYS
    ]
    if "input" not in body:
        rows.append(("required", "input", "input is required"))
    events = body.get("webhook_events_filter", [])
    if not isinstance(events, list) or not set(events) <= set(EVENTS):
        rows.append(("enum", "webhook_events_filter", f"webhook_events_filter must be among {list(EVENTS)}"))
    if "webhook" in body and not _good_webhook(call, body["webhook"]):
        rows.append(("format", "webhook", "webhook must be an HTTPS URL"))
    if rows:
        raise _invalid(rows)
    extras = call.world.assumptions[SERVICE, "unknown_input_fields"]
    wrong = check(model, body["input"], call.world.assumptions, extras)
    if wrong:
        raise _invalid([_told(one) for one in wrong])
    long = [key for key, value in body["input"].items() if _too_long_inline(value)]
    if long:
        raise _invalid([("data_uri", f"input.{key}", "Data URI is larger than 256 KB") for key in long])


def _too_long_inline(value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and one.startswith("data:") and len(one) > LONGEST_INLINE for one in values)


def _good_webhook(call: Call, url: Any) -> bool:
    loopback = call.world.assumptions[SERVICE, "http_webhooks_on_loopback"]
    return isinstance(url, str) and (
        url.startswith("https://")
        or (loopback and re.match(r"http://(127\.0\.0\.1|localhost)[:/]", url) is not None)
    )


def _invalid(rows: list[tuple[str, str, str]]) -> Refusal:
    """The 422 of a request that does not fit the model's schema."""
    detail = "".join(f"- {field}: {text}\n" for _, field, text in rows)
    fields = [{"type": kind, "field": field, "description": text} for kind, field, text in rows]
    body = {"title": "Input validation failed", "detail": detail, "status": 422, "invalid_fields": fields}
    return Refusal(422, body)


def _told(wrong: Wrong) -> tuple[str, str, str]:
    """One violation in the words of Replicate's checker."""
    field = ".".join(["input", *map(str, wrong.loc)])
    last = wrong.loc[-1] if wrong.loc else "input"
    kind, text = _WORDS[wrong.kind]
    above = ".".join(["input", *map(str, wrong.loc[:-1])])
    where = above if wrong.kind in ("missing", "extra") else field
    shown = ", ".join(json.dumps(choice) for choice in wrong.limit) if wrong.kind == "enum" else wrong.limit
    given = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return (
        kind,
        where,
        text.format(last=last, limit=shown, given=given.get(type(wrong.given), "null"), field=field),
    )


_WORDS = {
    "missing": ("required", "{last} is required"),
    "extra": ("additional_property_not_allowed", "Additional property {last} is not allowed"),
    "type": ("invalid_type", "Invalid type. Expected: {limit}, given: {given}"),
    "enum": ("enum", "{field} must be one of the following: {limit}"),
    "min": ("number_gte", "Must be greater than or equal to {limit}"),
    "max": ("number_lte", "Must be less than or equal to {limit}"),
    "multiple": ("multiple_of", "Must be a multiple of {limit}"),
    "too_long": ("array_max_items", "Array must have at most {limit} items"),
    "too_short": ("array_min_items", "Array must have at least {limit} items"),
    "text_too_long": ("string_lte", "String length must be less than or equal to {limit}"),
    "text_too_short": ("string_gte", "String length must be greater than or equal to {limit}"),
}


def _prefer(call: Call) -> float:
    """Seconds the caller wants the connection held; 0 for not at all."""
    asked = re.fullmatch(r"wait(?:=(\d+))?", call.request.headers.get("Prefer", "").strip())
    if asked is None:
        return 0.0
    seconds = int(asked[1] or 60)
    if not 1 <= seconds <= 60:
        raise Refusal(
            400, {"title": "Bad request", "detail": "Prefer: wait must be 1 to 60 seconds", "status": 400}
        )
    return float(seconds)


def _deadline(call: Call) -> float:
    asked = re.fullmatch(r"(\d+)([smh]?)", call.request.headers.get("Cancel-After", ""))
    return int(asked[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[asked[2]] if asked else math.inf


def _failure(call: Call, bad: list[Bad]) -> str | None:
    if call.fault and call.fault.does("fate", "fail"):
        return str(call.fault.values["error"])
    if not bad:
        return None
    reasons = {
        "file_download_error": "could not download {0}",
        "image_load_error": "could not read {0}",
        "file_too_large": "{0} is larger than {max_size} bytes",
        "video_duration_too_short": "{0} must be at least {min_duration} seconds long",
        "video_duration_too_long": "{0} must be at most {max_duration} seconds long",
        "image_too_small": "{0} sides must be at least {min_width} px",
        "image_too_large": "{0} sides must be at most {max_width} px",
    }
    first = bad[0]
    name = str(first.loc[0]).removesuffix("_url")
    return "Input validation error: " + reasons.get(first.kind, "{0} has an unsupported format").format(
        name, **first.ctx
    )


# ------------------------------------------------------------------------------------------- output


def _stored(world: World, job: Job, made: Made) -> Any:
    """Keep what was made for an hour and give the output as the model shapes it."""
    ends = job.ends + RETENTION
    base = world.addresses["replicate_files"]
    for index, one in enumerate(made.files):
        suffix = one.form.replace("jpeg", "jpg")
        path = f"/xezq/{world.new_id(length=32)}/out-{index}.{suffix}"
        job.urls.append(world.files.put(base, Stored(path, one.data, one.mime, SERVICE, job.model, ends)))
    if job.fate("expired"):
        for url in job.urls:
            world.files.expire(url, -1.0)
    if not made.files:
        return {"wordstamps": made.facts["words"]}
    model = models(SERVICE)[job.model]
    shape = (
        str(job.fault.values["output"])
        if job.fault and job.fate("output")
        else model.row.get("output", "string")
    )
    return {"null": None, "[]": [], "list": job.urls}.get(shape, job.urls[0])


def _prediction(world: World, job: Job, fresh: bool = False) -> dict[str, Any]:
    """The prediction object; `fresh` as it is at the moment of creation."""
    base = world.addresses["replicate"]
    state = "queued" if fresh else job.state
    removed = (
        not fresh and (job.fate("expired") or world.clock.now() >= job.ended + RETENTION) and not job.ongoing
    )
    done = state == "done"
    started = job.starts <= world.clock.now() and state not in ("queued", "aborted")
    ended = state in ("done", "failed", "canceled", "aborted")
    times = {"predict_time": round(job.ended - job.starts, 3), "total_time": round(job.ended - job.created, 3)}
    return {
        "id": job.id,
        "model": job.model,
        "version": job.extra["version"],
        "input": {} if removed else job.input,
        "logs": "" if removed or not started else "Using seed: 42\n",
        "output": job.result if done and not removed else None,
        "data_removed": removed,
        "error": job.failure if state == "failed" else None,
        "status": STATUS.get(state, state),
        "source": "api",
        "created_at": world.clock.stamp(job.created),
        "started_at": world.clock.stamp(job.starts) if started else None,
        "completed_at": world.clock.stamp(job.ended) if ended else None,
        "metrics": times if done else {},
        "urls": {
            "get": f"{base}/v1/predictions/{job.id}",
            "cancel": f"{base}/v1/predictions/{job.id}/cancel",
            "web": f"https://replicate.com/p/{job.id}",
        },
    }


async def _get(call: Call) -> web.StreamResponse:
    job = _found(call)
    await jobs.up_to_date(call.world, job)
    return answer(_prediction(call.world, job))


def _found(call: Call) -> Job:
    job = call.world.jobs.get(call.request.match_info["id"])
    if job is None or job.service != SERVICE or job.extra["key"] != call.key.label:
        raise unknown(call)
    return job  # type: ignore[no-any-return]


async def _cancel(call: Call) -> web.StreamResponse:
    job = _found(call)
    await jobs.cancel(call.world, job)
    return answer(_prediction(call.world, job))


async def _list(call: Call) -> web.StreamResponse:
    mine = [
        job for job in call.world.jobs.values() if job.service == SERVICE and job.extra["key"] == call.key.label
    ]
    mine.reverse()
    first = int(call.request.query.get("cursor", "0"))
    page = mine[first : first + LISTED]
    for job in page:
        await jobs.up_to_date(call.world, job)
    base = call.world.addresses["replicate"] + "/v1/predictions?cursor="
    following = base + str(first + LISTED) if len(mine) > first + LISTED else None
    before = base + str(max(0, first - LISTED)) if first else None
    return answer(
        {"next": following, "previous": before, "results": [_prediction(call.world, job) for job in page]}
    )


# ------------------------------------------------------------------------------------------- webhooks


def _teller(call: Call, body: Mapping[str, Any]) -> jobs.Told | None:
    if "webhook" not in body:
        return None
    events = body.get("webhook_events_filter") or EVENTS
    fault = call.fault if call.fault and call.fault.does("webhook") else None
    how = fault.how if fault else ""
    held: list[dict[str, Any]] = []

    async def send(job: Job, content: dict[str, Any], tries: int) -> None:
        await deliver(call.world, SERVICE, job.id, body["webhook"], content, tries, how != "unsigned")

    async def told(job: Job, event: str) -> None:
        content = _prediction(call.world, job)
        if how == "lost" or event not in events:
            return
        if how == "late" and event == "start":
            held.append(content)
            return
        tries = call.world.assumptions[SERVICE, "webhook_tries"] if event == "completed" else 1
        await send(job, content, tries)
        for again in held if event == "completed" else []:
            await send(job, again, 1)
        if how == "dup":
            await send(job, content, 1)

    return told


async def _secret(call: Call) -> web.StreamResponse:
    return answer({"key": SECRET})
