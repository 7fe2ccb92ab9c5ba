"""Who calls: the owner of this machine over stdio, or whoever a bearer token belongs to over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import ServerRequestContext

from core.settings import Settings
from core.studio import SESSION, Studio, Token, shares_disk

OWNER = "local"


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom a call works, and what it may see of this machine."""

    person: str
    local: bool
    """Whether it shares our disk, so that a path means something to it."""
    trusted: bool = False
    """Whether it may name files of this machine: only a process that this machine's owner started."""
    origin: str = ""
    """Where it reaches us by HTTP; empty when it does not."""


def caller_of(ctx: ServerRequestContext[Any, Any], settings: Settings) -> Caller:
    """The caller of a request; HTTP requests have passed `mount` and carry their token's person."""
    request = ctx.request
    if request is None:
        return Caller(OWNER, local=True, trusted=True, origin=settings.public_base_url.rstrip("/"))
    token: AccessToken = request.scope["user"].access_token
    origin = settings.public_base_url.rstrip("/") or f"{request.url.scheme}://{request.headers['host']}"
    host = request.client.host if request.client else ""
    return Caller(str(token.subject), local=shares_disk(request.headers, host), origin=origin)


async def user_of(studio: Studio, authorization: str) -> AuthenticatedUser | None:
    """Whose bearer token it is, as the protocol library wants to know it; None when it is not good."""
    scheme, _, secret = authorization.partition(" ")
    token = await studio.who(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
    return user(token) if token is not None and token.scope != SESSION else None


def user(token: Token) -> AuthenticatedUser:
    """A token as the protocol library keeps it: never with its secret."""
    return AuthenticatedUser(AccessToken(token="", client_id=token.id, scopes=[], subject=token.owner))
