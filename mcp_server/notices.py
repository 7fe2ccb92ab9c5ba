"""Notices: clients that want to hear of a film's changes, or to read along while a call works, are told.

Whoever subscribes to a film's resource hears that it changed and reads it again; the film itself is never sent.
A film that is not the caller's, or not there, can be subscribed to as well: nothing is ever heard of it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from typing import Any, get_args

from mcp.server import Server
from mcp.server.connection import Connection, allowed_log_levels
from mcp.server.context import ServerRequestContext
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, ResourceUpdated
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    EmptyResult,
    LoggingLevel,
    LoggingMessageNotification,
    LoggingMessageNotificationParams,
    SetLevelRequestParams,
    SubscribeRequestParams,
    SubscriptionFilter,
    SubscriptionsListenRequestParams,
    SubscriptionsListenResult,
    UnsubscribeRequestParams,
)

from core.errors import NotFound
from mcp_server import resources
from mcp_server.tasks import VERSIONS
from mcp_server.tools import Desk

LOOK_SECONDS = 1.0
"""How often it is looked for changes, and so how often a film is told of at the most."""

MOST = 100
"""Films that one connection hears of."""

TEXTS = frozenset({"rows", "edited", "project_created"})
"""Events that change what a film consists of; the others change only how it stands."""

LEVELS: tuple[LoggingLevel, ...] = get_args(LoggingLevel)
"""From the least grave to the gravest."""

LEVEL, FOLLOWED = "video-story.level", "video-story.followed"
"""What is kept with a connection of the handshake era."""

Context = ServerRequestContext[Any, Any]


def extend(server: Server[Any], desk_of: Callable[[Context], Desk]) -> None:
    """Add subscriptions and messages to a server, as both eras know them."""

    async def subscribe(ctx: Context, params: SubscribeRequestParams) -> EmptyResult:
        await _follow(_connection(ctx), desk_of(ctx), params.uri)
        return EmptyResult()

    async def unsubscribe(ctx: Context, params: UnsubscribeRequestParams) -> EmptyResult:
        follower = _connection(ctx).state.get(FOLLOWED, {}).pop(params.uri, None)
        if follower is not None:
            follower.cancel()
        return EmptyResult()

    async def listen(ctx: Context, params: SubscriptionsListenRequestParams) -> SubscriptionsListenResult:
        bus = InMemorySubscriptionBus()
        wanted = (params.notifications.resource_subscriptions or [])[:MOST]
        granted = params.model_copy(update={"notifications": SubscriptionFilter(resource_subscriptions=wanted)})
        async with _feeding(bus, desk_of(ctx), wanted):
            return await ListenHandler(bus)(ctx, granted)

    async def set_level(ctx: Context, params: SetLevelRequestParams) -> EmptyResult:
        _connection(ctx).state[LEVEL] = params.level
        return EmptyResult()

    server.add_request_handler("resources/subscribe", SubscribeRequestParams, subscribe)
    server.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, unsubscribe)
    server.add_request_handler("subscriptions/listen", SubscriptionsListenRequestParams, listen)
    server.add_request_handler("logging/setLevel", SetLevelRequestParams, set_level)


async def say(ctx: Context, level: LoggingLevel, words: str) -> None:
    """A message beside the call that is at work, for clients that asked for messages of that level."""
    if level not in _heard(ctx):
        return
    told = LoggingMessageNotificationParams(level=level, logger="video-story", data=words)
    await ctx.session.send_notification(LoggingMessageNotification(params=told), ctx.request_id)


# Inside


def _connection(ctx: Context) -> Connection:
    """Where what belongs to a connection is kept; the library shows its handlers no other way there."""
    return ctx.session._connection


def _heard(ctx: Context) -> Collection[LoggingLevel]:
    """Levels the client asked for: once, by the handshake's era, and later with every request."""
    if ctx.protocol_version in VERSIONS:
        return allowed_log_levels(ctx.protocol_version, ctx.meta)
    level = _connection(ctx).state.get(LEVEL)
    return LEVELS[LEVELS.index(level) :] if level else ()


async def _follow(connection: Connection, desk: Desk, uri: str) -> None:
    """Tell a connection of the handshake era of this resource's changes until it is unsubscribed or closed."""
    followed: dict[str, asyncio.Task[None]] = connection.state.setdefault(FOLLOWED, {})
    if uri in followed:
        return
    if len(followed) >= MOST:
        raise MCPError(INVALID_PARAMS, f"A connection hears of at most {MOST} films: unsubscribe from some.")
    since = await desk.studio.last_event()

    async def tell() -> None:
        async for changed in _changes(desk, [uri], since):
            await connection.notify("notifications/resources/updated", {"uri": changed})

    followed[uri] = asyncio.create_task(tell(), name=f"follow {uri}")
    connection.exit_stack.callback(followed[uri].cancel)


@contextlib.asynccontextmanager
async def _feeding(bus: InMemorySubscriptionBus, desk: Desk, uris: list[str]) -> AsyncIterator[None]:
    """Changes of these resources go onto the bus."""
    since = await desk.studio.last_event()

    async def feed() -> None:
        async for changed in _changes(desk, uris, since):
            await bus.publish(ResourceUpdated(uri=changed))

    feeder = asyncio.create_task(feed(), name="feed subscriptions")
    try:
        yield
    finally:
        feeder.cancel()


async def _changes(desk: Desk, uris: Iterable[str], since: int) -> AsyncIterator[str]:
    """Those of the resources that changed after event `since`, as it happens, without end.

    The database is read, not the engine asked: nobody's curiosity keeps a worker from going to rest.
    """
    parts = [(uri, *found.groups()) for uri in uris if (found := resources.URI.fullmatch(uri))]
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        newest = await desk.studio.last_event()
        for uri, project_id, part in parts if newest > since else ():
            with contextlib.suppress(NotFound):
                happened = await desk.studio.past_events(desk.person, project_id, since)
                if any(not part or event.kind in TEXTS for event in happened):
                    yield uri
        since = newest
