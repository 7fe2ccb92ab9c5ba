"""A process that stood still sends nothing: asked right before the first byte of a request."""

from __future__ import annotations

import asyncio

import pytest

from core.jobs.lease import Lease, now
from core.providers.base import MAY_SEND
from core.providers.calls import Lost, Patience, call, client


@pytest.mark.parametrize("may", [True, False])
async def test_a_connection_may_be_made_but_no_byte_is_written(may: bool) -> None:
    heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await reader.read(4)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}" if data else b"")
        writer.close()
        await writer.wait_closed()
        heard.set_result(data)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = "http://{}:{}/".format(*server.sockets[0].getsockname())
    reset = MAY_SEND.set(lambda: may)
    try:
        async with server, client(Patience()) as http:
            if may:
                assert (await call(http, "POST", address, headers={}, json={})).fine
            else:
                with pytest.raises(Lost) as lost:
                    await call(http, "POST", address, headers={}, json={})
                assert not lost.value.sent
            assert await heard == (b"POST" if may else b"")
    finally:
        MAY_SEND.reset(reset)


def test_a_lease_ends_with_time_or_with_the_life_it_was_begun_in() -> None:
    lease = Lease()
    alone = lease.fence()
    assert alone()
    lease.renewed(now() - 3600)
    assert not alone()
    lease.renewed(now())
    assert alone()
    lease.lost()
    assert not alone()
    assert lease.fence()()
