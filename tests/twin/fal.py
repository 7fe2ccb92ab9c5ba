"""fal: the queue, synchronous runs and the platform API (notes, section D); uploads are in fal_storage.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from . import fal_storage, jobs, makers, prices
from .fal_shapes import details, output
from .faults import Fault
from .front import Call, Counter, Refusal, Route, answer, bearer, known_key
from .jobs import Job
from .makers import Made, Order
from .schema import Model, check, models, settled
from .webhooks import deliver
from .world import Key

SERVICE = "fal"
WEBHOOK_TRIES = 10


def counters() -> tuple[Counter, ...]:
    """fal.run, queue.fal.run, rest.fal.ai, api.fal.ai and the host of the files."""
    run = (Route("POST", "/{endpoint:.+}", "run", _run, _endpoint),)
    request = r"/{app:[^/]+/[^/]+}/requests/{id}"
    queue = (
        Route("GET", request + "/status", "status", _status, _of_job),
        Route("GET", request + "/status/stream", "stream", _stream, _of_job),
        Route("GET", request, "result", _result, _of_job),
        Route("PUT", request + "/cancel", "cancel", _cancel, _of_job),
        Route("POST", "/{endpoint:.+}", "submit", _submit, _endpoint),
    )
    api = (
        Route("GET", "/v1/account/billing", "billing", _billing),
        Route("GET", "/v1/models/pricing", "pricing", _pricing),
        Route("GET", "/v1/models/usage", "usage", _usage),
    )
    named = (
        ("fal_run", run),
        ("fal_queue", queue),
        ("fal_rest", fal_storage.rest_routes()),
        ("fal_api", api),
        ("fal_files", fal_storage.file_routes()),
    )
    return tuple(Counter(name, SERVICE, routes, _authorise, _error, _unknown) for name, routes in named)


def _authorise(call: Call) -> Key:
    if call.counter == "fal_files":
        return fal_storage.authorise(call)
    key = known_key(call, bearer(call, "Key"), SERVICE)
    if key is None:
        raise Refusal(401, {"detail": call.world.assumptions[SERVICE, "text_401"]})
    return key


def _error(call: Call, fault: Fault) -> Any:
    return {"detail": str(fault.values.get("error", "error"))}


def _unknown(call: Call) -> Refusal:
    return Refusal(404, {"detail": call.world.assumptions[SERVICE, "text_404"]})


def _endpoint(call: Call) -> str:
    return call.request.match_info["endpoint"]


def _of_job(call: Call) -> str:
    job = call.world.jobs.get(call.request.match_info["id"])
    call.entry.job = call.request.match_info["id"]
    return job.model if job else ""


# ------------------------------------------------------------------------------------------- begin


async def _submit(call: Call) -> web.StreamResponse:
    model = _model(call)
    if call.world.assumptions[SERVICE, "queue_validates_at_submit"]:
        _refuse_wrong(call, model)
    job = await _begun(call, model)
    base = f"{call.world.addresses['fal_queue']}/{'/'.join(model.id.split('/')[:2])}/requests/{job.id}"
    job.extra["base"] = base
    body: dict[str, Any] = {
        "request_id": job.id,
        "response_url": base,
        "status_url": f"{base}/status",
        "cancel_url": f"{base}/cancel",
    }
    if call.world.assumptions[SERVICE, "submit_reply_names_status"]:
        body |= {"status": "IN_QUEUE", "logs": None, "metrics": {}, "queue_position": _position(call, job)}
    return answer(body, headers={"x-fal-request-id": job.id})


async def _run(call: Call) -> web.StreamResponse:
    model = _model(call)
    if len(_running(call)) >= call.world.assumptions[SERVICE, "concurrency"]:
        raise Refusal(429, {"detail": call.world.assumptions[SERVICE, "text_429"]})
    _refuse_wrong(call, model)
    job = await _begun(call, model, queued=False)
    await job.over.wait()
    return _outcome(call, job)


def _model(call: Call) -> Model:
    model = models(SERVICE).get(call.model)
    if model is None:
        raise _unknown(call)
    if not isinstance(call.body, Mapping):
        raise Refusal(422, {"detail": [{"loc": ["body"], "msg": "Invalid JSON", "type": "json_invalid"}]})
    return model


def _refuse_wrong(call: Call, model: Model) -> None:
    wrong = check(model, call.body, call.world.assumptions, call.world.assumptions[SERVICE, "unknown_fields"])
    if wrong:
        raise Refusal(422, {"detail": details(wrong)})


def _running(call: Call) -> list[Job]:
    """This key's requests that hold a place."""
    return [job for job in _mine(call) if job.ongoing]


def _mine(call: Call) -> list[Job]:
    every = call.world.jobs.values()
    return [job for job in every if job.service == SERVICE and job.extra["key"] == call.key.label]


def _free_at(call: Call) -> float:
    """When a place becomes free for one more request."""
    now = call.world.clock.now()
    ends = sorted(job.ends for job in _running(call))
    spare = call.world.assumptions[SERVICE, "concurrency"]
    return now if len(ends) < spare else ends[len(ends) - spare]


def _position(call: Call, job: Job) -> int:
    return sum(1 for other in _mine(call) if other.state == "queued" and other.created < job.created)


async def _begun(call: Call, model: Model, *, queued: bool = True) -> Job:
    """A place is taken in the moment it is looked for: what comes meanwhile stands behind."""
    world, fault, now = call.world, call.fault, call.world.clock.now()
    wrong = check(model, call.body, world.assumptions, world.assumptions[SERVICE, "unknown_fields"])
    job = Job(world.uuid(), SERVICE, model.id, call.body, call.entry, now, now, now, fault)
    job.extra["key"] = call.key.label
    if wrong:
        job.failure = {"status": 422, "body": {"detail": details(wrong)}}
    else:
        await _fill(call, model, job)
    job.starts, job.ends = jobs.times(world, model.makes, fault, _free_at(call) if queued else 0.0)
    if not queued:
        job.starts, job.ends = job.created, job.created + job.ends - job.starts
    webhook = call.request.query.get("fal_webhook")
    told = _teller(call, webhook) if webhook else None
    jobs.begin(world, job, lambda job, made: _stored(call, job, made), told)
    return job


async def _fill(call: Call, model: Model, job: Job) -> None:
    """The order of a request whose arguments are good, or why its files are not."""
    fault, assume = call.fault, call.world.assumptions
    fields = settled(model, call.body, assume)
    if fault and fault.does("fate", "silent_drop"):
        keep = int(fault.values["keep"])
        fields = {key: value[:keep] if isinstance(value, list) else value for key, value in fields.items()}
    files, bad = await makers.gathered(call, model, fields)
    order = Order(model, fields, files, assume, fault)
    if not bad and size_wrong(order):
        job.failure = {"status": 422, "body": {"detail": size_wrong(order)}}
        return
    job.order = None if bad else order
    if bad:
        job.failure = {"status": 422, "body": {"detail": details(bad)}}
    elif fault and fault.does("fate", "fail"):
        job.failure = _failure(fault)
        policy = fault.name == "fal_422_policy" and assume[SERVICE, "charge_policy_422"]
        job.extra["billed"] = policy or (fault.values["status"] == 422 and assume[SERVICE, "charge_422"])


def size_wrong(order: Order) -> list[dict[str, Any]]:
    """What is wrong with the size that was asked for, where the model has limits."""
    if "sides_out" not in order.model.row:
        return []
    least, most = order.model.row["sides_out"]
    width, height = makers.picture_size(order)
    if min(width, height) >= least and max(width, height) <= most:
        return []
    kind = "image_too_small" if min(width, height) < least else "image_too_large"
    limit = (
        {"min_width": least, "min_height": least}
        if kind == "image_too_small"
        else {"max_width": most, "max_height": most}
    )
    return details([makers.Bad(("image_size",), kind, limit)])


def _failure(fault: Fault) -> dict[str, Any]:
    body = {"detail": fault.values["detail"]}
    headers = {}
    if "error_type" in fault.values:
        body["error_type"] = fault.values["error_type"]
        headers = {"X-Fal-Error-Type": str(fault.values["error_type"]), "X-Fal-Retryable": "true"}
    return {"status": fault.values["status"], "body": body, "headers": headers}


def _stored(call: Call, job: Job, made: Made) -> Any:
    return output(call.world, job, made, _lifetime(call))


def _lifetime(call: Call) -> float:
    """Seconds the result files live; 0 for ever."""
    asked = call.request.headers.get("X-Fal-Object-Lifecycle-Preference")
    if asked:
        return float(json.loads(asked).get("expiration_duration_seconds") or 0)
    return float(call.world.assumptions[SERVICE, "file_lifetime_seconds"])


# ------------------------------------------------------------------------------------------- look


def _found(call: Call) -> Job:
    job = call.world.jobs.get(call.request.match_info["id"])
    app = call.request.match_info["app"]
    known = isinstance(job, Job) and job.service == SERVICE and job.model.startswith(app)
    if isinstance(job, Job) and known and job.extra["key"] == call.key.label:
        return job
    raise Refusal(404, {"detail": "Request not found"})


async def _status(call: Call) -> web.StreamResponse:
    job = _found(call)
    await jobs.up_to_date(call.world, job)
    body = _status_body(call, job)
    if call.fault and call.fault.does("shape", "missing_keys"):
        body = {key: value for key, value in body.items() if key not in ("queue_position", "logs", "metrics")}
    return answer(body, 200 if body["status"] == "COMPLETED" else 202)


def _status_body(call: Call, job: Job) -> dict[str, Any]:
    base = job.extra["base"]
    body: dict[str, Any] = {
        "status": "COMPLETED",
        "request_id": job.id,
        "response_url": base,
        "status_url": f"{base}/status",
        "cancel_url": f"{base}/cancel",
    }
    logs = [{"message": "working", "level": "INFO", "timestamp": call.world.clock.stamp(job.created)}]
    shown = logs if call.request.query.get("logs") in ("1", "true") else None
    if job.state == "queued":
        return body | {"status": "IN_QUEUE", "queue_position": _place(call, job)}
    if job.state == "running":
        return body | {"status": "IN_PROGRESS", "logs": shown}
    body |= {"logs": shown, "metrics": {"inference_time": round(max(0.0, job.ended - job.starts), 3)}}
    if job.failure:
        detail = job.failure["body"]["detail"]
        body["error"] = detail if isinstance(detail, str) else detail[0]["msg"]
        body["error_type"] = job.failure["body"].get("error_type") or (
            detail[0]["type"] if isinstance(detail, list) else "bad_request"
        )
    return body


def _place(call: Call, job: Job) -> int:
    """The place in the queue: the requests before it, and a line of strangers that grows shorter."""
    left = job.starts - call.world.clock.now()
    strangers = 0 if left == float("inf") or not job.fate("slow_queue") else int(max(0.0, left) // 10)
    return _position(call, job) + strangers


async def _stream(call: Call) -> web.StreamResponse:
    job = _found(call)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(call.request)
    while True:
        await jobs.up_to_date(call.world, job)
        body = _status_body(call, job)
        await response.write(f"data: {json.dumps(body)}\n\n".encode())
        if not job.ongoing:
            break
        await jobs.ended_within(call.world, job, 1.0)
    await response.write_eof()
    return response


async def _result(call: Call) -> web.StreamResponse:
    job = _found(call)
    await jobs.up_to_date(call.world, job)
    if job.ongoing:
        raise Refusal(400, {"detail": "Request is still in progress"})
    return _outcome(call, job)


def _outcome(call: Call, job: Job) -> web.StreamResponse:
    headers = {"x-fal-request-id": job.id}
    if job.state == "canceled":
        status = call.world.assumptions[SERVICE, "cancelled_result_status"]
        return answer({"detail": "Request was cancelled", "error_type": "client_cancelled"}, status, headers)
    if job.failure is not None:
        return answer(job.failure["body"], job.failure["status"], headers | job.failure.get("headers", {}))
    headers["x-fal-billable-units"] = f"{job.entry.units:g}"
    return answer(job.result, 200, headers)


async def _cancel(call: Call) -> web.StreamResponse:
    job = call.world.jobs.get(call.request.match_info["id"])
    if job is None or job.service != SERVICE:
        return answer({"status": "NOT_FOUND"}, 404)
    await jobs.up_to_date(call.world, job)
    may = job.state == "queued" or call.world.assumptions[SERVICE, "queue_cancel_running"]
    if may and await jobs.cancel(call.world, job):
        return answer({"status": "CANCELLATION_REQUESTED"}, 202)
    return answer({"status": "ALREADY_COMPLETED"}, 400)


def _teller(call: Call, url: str) -> jobs.Told:
    fault = call.fault if call.fault and call.fault.does("webhook") else None
    how = fault.how if fault else ""

    async def told(job: Job, event: str) -> None:
        if event != "completed" or how == "lost":
            return
        body: dict[str, Any] = {"request_id": job.id, "gateway_request_id": job.id}
        if job.failure:
            detail = job.failure["body"]["detail"]
            message = detail if isinstance(detail, str) else f"Invalid status code: {job.failure['status']}"
            body |= {"status": "ERROR", "error": message, "payload": job.failure["body"]}
        else:
            body |= {"status": "OK", "payload": job.result}
        for _ in range(2 if how == "dup" else 1):
            await deliver(call.world, SERVICE, job.id, url, body, WEBHOOK_TRIES, how != "unsigned")

    return told


# ------------------------------------------------------------------------------------------- platform


async def _billing(call: Call) -> web.StreamResponse:
    if not call.key.admin:
        message = call.world.assumptions[SERVICE, "billing_403"]
        raise Refusal(403, {"error": {"type": "authorization_error", "message": message}})
    spent = call.world.journal.money(service=SERVICE)
    body: dict[str, Any] = {"username": "twin"}
    if call.request.query.get("expand") == "credits":
        body["credits"] = {"current_balance": (call.key.balance - spent) / 1_000_000, "currency": "USD"}
    return answer(body)


async def _pricing(call: Call) -> web.StreamResponse:
    name = call.world.assumptions[SERVICE, "pricing_query"]
    asked = [one for value in call.request.query.getall(name, []) for one in value.split(",")]
    table = prices.tables()[SERVICE]
    rows = [
        {"endpoint_id": one, "unit_price": row["usd"], "unit": row["per"], "currency": "USD"}
        for one, row in table.items()
        if not asked or one in asked
    ]
    return answer({"prices": rows, "next_cursor": None, "has_more": False})


async def _usage(call: Call) -> web.StreamResponse:
    rows = [
        {"endpoint_id": one.model, "quantity": one.units, "unit": one.unit, "cost": one.charged / 1_000_000}
        for one in call.world.journal.paid()
        if one.service == SERVICE
    ]
    return answer({"usage": rows, "next_cursor": None, "has_more": False})
