"""The account: what providers tell, ceilings, names, tokens (R30, R31, R36)."""

from __future__ import annotations

from importlib.metadata import version

from core.studio import Platform
from web import bills, drawing, views
from web.api import taken
from web.guard import TOKEN
from web.table import Ask, Table

table = Table()


@table.get("/api/account/overview", query=taken.FreshAsked, gives=bills.AccountView)
async def overview(ask: Ask) -> bills.AccountView:
    """Per provider what it really tells, its models with prices, and what is left under the ceilings (R30)."""
    found = await ask.studio.account(ask.person, fresh=ask.query.fresh)
    return bills.AccountView(
        person=ask.person,
        name=(await ask.studio.person(ask.person)).name,
        today=found.today,
        month=found.month,
        held=found.held,
        ceilings=tuple(bills.CeilingView(one.name, one.most, one.used, one.left) for one in found.ceilings),
        little_room=found.little_room,
        platforms=tuple(_platform(one, found.providers_today.get(one.lane, 0)) for one in found.platforms),
    )


@table.patch("/api/account", body=taken.NameTaken, gives=views.Done)
async def rename(ask: Ask) -> views.Done:
    """How the person is called here."""
    await ask.studio.set_person(ask.person, name=ask.body.name.strip())
    return views.Done()


@table.get("/api/account/tokens", gives=list[views.TokenView])
async def tokens(ask: Ask) -> list[views.TokenView]:
    """Tokens of programs and open sessions, the newest first."""
    mine = ask.request[TOKEN].id
    return [
        views.TokenView(
            id=one.id,
            name=one.name,
            scope=one.scope,
            created_at=one.created_at,
            expires_at=one.expires_at,
            used_at=one.used_at,
            current=one.id == mine,
        )
        for one in await ask.studio.tokens(ask.person)
    ]


@table.post("/api/account/tokens", body=taken.TokenTaken, gives=views.NewTokenView, status=201)
async def new_token(ask: Ask) -> views.NewTokenView:
    """A token for a program that works for this person; its secret is shown this once."""
    return views.NewTokenView(await ask.studio.new_token(ask.person, ask.body.name))


@table.delete("/api/account/tokens/{id}")
async def revoke(ask: Ask) -> None:
    """End a token or session at once."""
    await ask.studio.revoke_token(ask.person, ask.path["id"])


@table.get("/api/health", gives=views.HealthView, public=True)
async def health(ask: Ask) -> views.HealthView:
    """Whether the page is there."""
    return views.HealthView(True, version("video-story"))


def _platform(one: Platform, spent_today: int) -> bills.PlatformView:
    return bills.PlatformView(
        lane=one.lane,
        title=one.title,
        setting=one.setting,
        unlocks=one.unlocks,
        key=one.key,
        works=one.works,
        identity=one.identity,
        balance=one.balance,
        balance_of=one.balance_of,
        used=one.used,
        not_available=one.not_available,
        problem=one.problem,
        asked_at=one.asked_at,
        spent_today=spent_today,
        models=tuple(drawing.option(model) for model in one.models),
    )
