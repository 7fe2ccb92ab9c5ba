"""Bot API methods that put messages into chats."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .call import CAPTION, DOWNLOAD, TEXT, Call, method
from .media_in import of_call, of_item
from .params import Params
from .refusal import bad
from .shapes import file_json, message_json
from .state import Body

ALBUM = range(2, 11)
TOGETHER = {"photo": "picture", "video": "picture", "audio": "audio", "document": "document"}
"""Which kinds an album may mix."""
ACTIONS = {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"}
ACTIONS |= {"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}


@method
def send_message(call: Call) -> Any:
    chat = call.chat()
    text, entities = call.words("text", TEXT)
    if not text:
        raise bad("message text is empty")
    return message_json(call.state, call.posted(chat, Body(text, entities)))


@method
def send_photo(call: Call) -> Any:
    return _media(call, "photo")


@method
def send_video(call: Call) -> Any:
    return _media(call, "video")


@method
def send_animation(call: Call) -> Any:
    return _media(call, "animation")


@method
def send_audio(call: Call) -> Any:
    return _media(call, "audio")


@method
def send_voice(call: Call) -> Any:
    return _media(call, "voice")


@method
def send_document(call: Call) -> Any:
    return _media(call, "document")


def _media(call: Call, kind: str) -> Any:
    chat = call.chat()
    caption, entities = call.words("caption", CAPTION)
    # A keyboard that is refused must not leave a file behind.
    call.keyboard(chat)
    return message_json(call.state, call.posted(chat, Body(caption, entities, of_call(call, kind))))


@method
def send_media_group(call: Call) -> Any:
    chat = call.chat()
    items = call.params.data("media", list)
    if call.params.has("reply_markup"):
        # The real one drops the keyboard without a word; here the mistake is seen.
        raise bad("albums have no keyboard: reply_markup is not a parameter of sendMediaGroup")
    if len(items) not in ALBUM:
        raise bad("there are no messages to send" if not items else "an album has 2-10 items")
    if len({TOGETHER.get(str(item.get("type"))) for item in items}) > 1:
        raise bad("documents and audio can't be mixed with other types in an album")
    bodies = [_item(call, item) for item in items]
    album = str(13_900_000_000_000_000 + call.state.number())
    return [message_json(call.state, call.posted(chat, body, album=album)) for body in bodies]


def _item(call: Call, item: dict[str, Any]) -> Body:
    caption, entities = call.words("caption", CAPTION, Params(dict(item)))
    return Body(caption, entities, of_item(call, item, tuple(TOGETHER)))


@method
def copy_message(call: Call) -> Any:
    chat = call.chat()
    source = call.message(call.known_chat("from_chat_id"), "copy")
    body = replace(source.body, keyboard=())
    if call.params.has("caption"):
        text, entities = call.words("caption", CAPTION)
        body = replace(body, text=text, entities=entities)
    return {"message_id": call.posted(chat, body).id}


@method
def forward_message(call: Call) -> Any:
    chat = call.chat()
    source = call.message(call.known_chat("from_chat_id"), "forward")
    return message_json(call.state, call.posted(chat, replace(source.body, keyboard=())))


@method
def send_chat_action(call: Call) -> Any:
    chat = call.chat()
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    call.topic(chat)
    chat.actions.append((call.state.clock.now(), action))
    return True


@method
def send_message_draft(call: Call) -> Any:
    chat = call.chat()
    if not chat.private:
        raise bad("message drafts can be sent to private chats only")
    if not call.params.number("draft_id"):
        raise bad("draft_id must be non-zero")
    text, _ = call.words("text", TEXT)
    if call.params.number("draft_id") not in chat.drafts:
        call.state.note(chat, f"a draft appears: “{text[:60]}…”", who=call.state.bot)
    chat.drafts[call.params.number("draft_id")] = text
    chat.drafted = (call.state.clock.now(), text)
    call.state.signal.ring()
    return True


@method
def get_file(call: Call) -> Any:
    stored = call.state.files.by_id(call.params.text("file_id"))
    if stored.size > DOWNLOAD and not call.rules.local:
        raise bad("file is too big")
    return {**file_json(stored), "file_path": stored.path}
