"""People: who is let in, who asks, groups that take the bot in or throw it out, and what admins say."""

from __future__ import annotations

from telegram import ChatMemberUpdated

from bot.access import ALLOWED, DENIED, group_of
from bot.callbacks import Action
from bot.kit import Kit, Turn
from bot.screens import talk
from bot.screens.parts import Screen
from bot.words import words
from core.errors import NotFound

OWNER = "local"
"""Admins speak for the owner of this installation."""


async def lets_in(turn: Turn) -> bool:
    """Whether a message is handled; a stranger is answered once a day, a strange group is left."""
    kit = turn.kit
    if not await kit.access.may_be_in(turn.chat):
        await kit.wire.send(turn.chat, talk.note(turn.w, "private-group"))
        await kit.wire.optional(kit.wire.bot.leave_chat(turn.chat))
        return False
    await _note_title(turn)
    if turn.chat > 0 and (await kit.chats.chat(turn.chat)).muted:
        await kit.chats.set_chat(turn.chat, muted=False)
        await kit.delivery.retry(turn.chat)
    if kit.access.may_use(turn.user) or await _is_invited(turn):
        return True
    if turn.private and await kit.access.should_answer(turn.user):
        await kit.wire.send(turn.chat, talk.stranger(turn.w, turn.user.id))
        for admin in kit.access.admins:
            w = words((await kit.chats.user(admin)).language)
            await kit.wire.optional(kit.wire.send(admin, talk.knocks(w, turn.user)))
    return False


async def _note_title(turn: Turn) -> None:
    """Groups are told apart by their titles where admins see what they spend."""
    title = (turn.message.chat.title or "") if turn.message is not None else ""
    if not turn.private and title != (await turn.kit.chats.chat(turn.chat)).title:
        await turn.kit.chats.set_chat(turn.chat, title=title, kind="group")


INVITED = "/start inv_"


async def _is_invited(turn: Turn) -> bool:
    """Whether a stranger came by an invitation, which lets in one, once; whom an admin refused stays out."""
    kit, text = turn.kit, (turn.message.text or "") if turn.message is not None else ""
    if not turn.private or not text.startswith(INVITED) or turn.user.role == DENIED:
        return False
    try:
        host = await kit.studio.take_invitation(text.removeprefix(INVITED).strip())
    except NotFound:
        return False
    await kit.chats.set_user(turn.user.id, role=ALLOWED)
    told = talk.note(await kit.words_of(host), "invited", name=turn.user.name)
    await kit.wire.optional(kit.wire.send(int(host.removeprefix("tg:")), told))
    return True


async def may_press(turn: Turn) -> bool:
    """Whether a press is handled; who may not is told so at the button."""
    kit = turn.kit
    if kit.access.may_use(turn.user) and await kit.access.may_be_in(turn.chat):
        return True
    await kit.wire.toast(turn.press, turn.w.plain("private-toast"), alert=True)
    return False


async def moved(kit: Kit, change: ChatMemberUpdated) -> None:
    """The bot's own place in a chat changed: blocked, let in again, taken into a group or thrown out."""
    chat, inside = change.chat, change.new_chat_member.status in ("member", "administrator", "restricted")
    await kit.chats.set_chat(chat.id, kind=chat.type, title=chat.title or "", muted=not inside)
    if not inside or chat.id > 0:
        return
    if await kit.access.may_be_in(chat.id):
        return
    if kit.access.is_admin(change.from_user.id):
        await kit.chats.set_chat(chat.id, allowed=True)
        return
    w = words(change.from_user.language_code or "")
    await kit.wire.send(chat.id, talk.note(w, "private-group"))
    await kit.wire.optional(kit.wire.bot.leave_chat(chat.id))


async def decide(turn: Turn, action: Action) -> None:
    """An admin lets somebody in, or not."""
    kit = turn.kit
    if not kit.access.is_admin(turn.user.id) or not action.target.isdigit():
        return await kit.wire.toast(turn.press, turn.w.plain("admins-only"), alert=True)
    yes = action.name == "a.ok"
    guest = await kit.chats.set_user(int(action.target), role=ALLOWED if yes else DENIED)
    await kit.wire.toast(turn.press, turn.w.plain("done"))
    key = "access-given" if yes else "access-refused"
    if turn.message is not None:
        await kit.wire.edit(
            turn.chat, turn.pressed, talk.note(turn.w, key, name=guest.name), shows=False, fresh=False
        )
    if yes:
        await kit.wire.optional(kit.wire.send(guest.id, talk.note(words(guest.language), "welcome")))


async def command(turn: Turn, name: str, given: str) -> None:
    """/users, /allow, /deny, /invite, /budget: admins only, in their private chat only."""
    kit = turn.kit
    if not kit.access.is_admin(turn.user.id) or not turn.private:
        await kit.wire.send(turn.chat, talk.note(turn.w, "admins-only"), thread=turn.thread)
        return
    if name == "users":
        await kit.wire.send(turn.chat, await _users(turn))
        return
    if name == "invite":
        secret = await kit.studio.invitation(turn.person)
        link = f"https://t.me/{kit.me.username}?start=inv_{secret}"
        await kit.wire.send(turn.chat, talk.invitation(turn.w, link))
        return
    words_given = given.split()
    if not words_given or not words_given[0].removeprefix("-" if name == "budget" else "").isdigit():
        await kit.wire.send(turn.chat, talk.note(turn.w, f"how-{name}"))
        return
    guest = int(words_given[0])
    if name == "budget":
        return await _budget(turn, guest, words_given[1:])
    user = await kit.chats.set_user(guest, role=ALLOWED if name == "allow" else DENIED)
    key = "access-given" if name == "allow" else "access-refused"
    await kit.wire.send(turn.chat, talk.note(turn.w, key, name=user.name or str(guest)))


async def _users(turn: Turn) -> Screen:
    """Everybody and every group, with what they spent this month."""
    kit = turn.kit
    found = [
        talk.Known(one.id, one.name, kit.access.may_use(one), (await kit.studio.account(one.person)).month)
        for one in await kit.chats.users()
    ]
    groups = []
    for room in await kit.chats.groups():
        spent = max((one.used for one in (await kit.studio.group(group_of(room.id))).ceilings), default=0)
        groups.append(talk.Known(room.id, room.title, await kit.access.may_be_in(room.id), spent))
    return talk.users(turn.w, found, groups)


async def _budget(turn: Turn, guest: int, given: list[str]) -> None:
    """/budget <id of a person or group> <dollars a day> <a month> <a film of a group>; a dash lifts a bound."""
    try:
        day, month, *films = (None if one == "-" else round(float(one) * 1_000_000) for one in given)
    except (ValueError, OverflowError):
        day, month, films = None, None, [0, 0]
    if len(films) > (guest < 0) or any(one is not None and one < 0 for one in (day, month, *films)):
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "how-budget"))
        return
    for most in films:
        await turn.kit.studio.set_film_ceiling(f"tg:{guest}", most)
    await turn.kit.studio.set_ceilings(OWNER, f"tg:{guest}", day=day, month=month)
    shown = [turn.w.plain("no-bound") if one is None else turn.w.money(one) for one in (day, month, *films)]
    key, film = ("budget-set-film", {"film": shown[2]}) if films else ("budget-set", {})
    await turn.kit.wire.send(
        turn.chat, talk.note(turn.w, key, id=str(guest), day=shown[0], month=shown[1], **film)
    )
