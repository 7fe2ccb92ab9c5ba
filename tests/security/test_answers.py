"""Every answer of the server tells a browser what it may do, whoever asks for whatever."""

from __future__ import annotations

import pytest
from house import House

from web.app import ROWS, create_app

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALWAYS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Resource-Policy",
)

STREAMS = ("text/event-stream",)


async def test_every_path_answers_with_the_headers(house: House) -> None:
    app = create_app(house.studio, house.settings)
    paths = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    open_ended = {row.path for row in ROWS if row.stream in STREAMS}
    bare: list[str] = []
    async with house.visit("tg:1") as client:
        for path in sorted(paths - open_ended | {"/nothing/here", "/api/nothing"}):
            for method in ("GET", "POST"):
                async with client.request(method, path, allow_redirects=False) as answer:
                    if any(name not in answer.headers for name in ALWAYS):
                        bare.append(f"{method} {path} {answer.status}")
                    assert answer.status != 500, path
                    assert answer.headers["Server"] == "video-story"
    assert bare == []


async def test_a_stream_has_them_too(house: House) -> None:
    async with house.visit("tg:1") as client, client.get("/api/events") as answer:
        assert answer.status == 200
        assert [name for name in (*ALWAYS, "Server") if name not in answer.headers] == []


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/static/..%5c..%5cetc",
        "/m/p_0000000000/..%2f..%2fvideo-story.sqlite",
        "/films/../engine.json",
        "/elements/%2e%2e/%2e%2e/app.py",
        "/api/projects/..%2f..",
    ],
)
async def test_no_path_leads_out_of_what_is_served(house: House, path: str) -> None:
    from yarl import URL

    async with house.visit("tg:1") as client:
        address = URL(f"{house.base}{path}", encoded=True)
        async with client.get(address, allow_redirects=False) as answer:
            body = await answer.read()
    assert answer.status in (400, 403, 404)
    assert b"root:" not in body and b"SQLite format" not in body and b"import" not in body
