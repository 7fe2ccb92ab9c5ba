"""A server for programs that cannot send a token: it adds a good one to each request. For conformance tests.

`python tests/mcp_server/open_door.py DATA_DIR` prints its address and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from PIL import Image

from core.settings import Settings
from core.studio import open_studio
from mcp_server.mount import PATH, mount


async def main(data_dir: Path) -> None:
    settings = Settings(_env_file=None, data_dir=data_dir, allow_loopback_media=True)  # type: ignore[call-arg]
    async with open_studio(settings) as studio:
        secret = await studio.new_token("local", "conformance")

        @web.middleware
        async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
            headers = request.headers.copy()
            headers["Authorization"] = f"Bearer {secret}"
            return await request.match_info.handler(request.clone(headers=headers))

        app = web.Application(middlewares=[let_in])
        app.router.add_get("/photo.png", photo)
        mount(app, studio, settings)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        await runner.cleanup()


async def photo(request: web.Request) -> web.Response:
    """A picture to be fetched."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG")
    return web.Response(body=out.getvalue(), content_type="image/png")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
