"""The stand-in refuses what the real Bot API refuses, in its words."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError
from twin.telegram import Person, Telegram, picture


def keys(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def key(data: str = "z", **other: Any) -> InlineKeyboardButton:
    return InlineKeyboardButton("Go", callback_data=None if other else data, **other)


@pytest.fixture
async def raw(telegram: Telegram) -> Any:
    async with httpx.AsyncClient(base_url=telegram.base_url + telegram.token) as client:
        yield client


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("<b>a</b> &lt;b&gt; &amp; &#8364;", "a <b> & €", ["bold"]),
        ("  trimmed \n", "trimmed", []),
        ("<b><i>x</i></b>y", "xy", ["bold", "italic"]),
        ('<a href="https://a.example/?x=1&amp;y=2">link</a>', "link", ["text_link"]),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", ["pre"]),
        ("<blockquote expandable>long</blockquote>", "long", ["expandable_blockquote"]),
        ("<tg-spoiler>secret</tg-spoiler>", "secret", ["spoiler"]),
        ('<a href="javascript:alert(1)">no link</a>', "no link", []),
        ("&nbsp;stays", "&nbsp;stays", []),
        ("/new now", "/new now", ["bot_command"]),
        ("🎬 <b>film</b>", "🎬 film", ["bold"]),
    ],
)
async def test_html_becomes_text_and_entities(
    bot: Bot, ann: Person, html: str, text: str, kinds: list[str]
) -> None:
    message = await bot.send_message(ann.id, html, parse_mode="HTML")
    assert message.text == text
    assert [one.type for one in message.entities] == kinds
    if kinds == ["bold"]:
        assert message.parse_entity(message.entities[0]) in ("a", "film")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<br>", 'Unsupported start tag "br"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_html_that_does_not_parse_is_refused(bot: Bot, ann: Person, html: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(ann.id, html, parse_mode="HTML")
    assert f"Can't parse entities: {words}".lower() in str(caught.value).lower()


async def test_lengths_count_after_parsing(bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    await bot.send_photo(ann.id, picture("a"), caption="x" * 1024)
    for wrong, words in (
        ("x" * 4097, "message is too long"),
        ("🎬" * 2049, "too long"),
        (" ", "text is empty"),
    ):
        with pytest.raises(BadRequest, match=rf"(?i){words}"):
            await bot.send_message(ann.id, wrong)
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_photo(ann.id, picture("a"), caption="x" * 1025)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keys([key("x" * 65)]), "button_data_invalid"),
        (keys([key("é" * 33)]), "button_data_invalid"),
        (keys([key()] * 9), "reply_markup_too_long"),
        (keys(*[[key()] * 8] * 13), "reply_markup_too_long"),
        (keys([key(copy_text=CopyTextButton("x" * 257))]), "copy_text_invalid"),
        (keys([InlineKeyboardButton("Go")]), "Text buttons are unallowed"),
        (keys([key(url="nowhere")]), "Wrong HTTP URL"),
        (keys([InlineKeyboardButton("Go", callback_data="z", url="https://a.example")]), "exactly one"),
        (keys([key(web_app=WebAppInfo("http://a.example"))]), "Only HTTPS"),
        (keys([InlineKeyboardButton("Go", callback_data="z", style="huge")]), "style"),
    ],
)
async def test_keyboards_are_checked_button_by_button(
    bot: Bot, ann: Person, markup: InlineKeyboardMarkup, words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(ann.id, "Look", reply_markup=markup)
    assert not ann.screen().messages


async def test_what_a_keyboard_may_be_is_kept(bot: Bot, ann: Person) -> None:
    markup = keys([key("é" * 32), key(copy_text=CopyTextButton("prompt"))], [key(url="https://a.example/x")])
    sent = await bot.send_message(ann.id, "Look", reply_markup=markup)
    assert sent.reply_markup == markup


async def test_mini_app_buttons_work_in_private_chats_only(telegram: Telegram, bot: Bot, ann: Person) -> None:
    group = telegram.group("Film club", ann)
    markup = keys([key(web_app=WebAppInfo("https://a.example/app"))])
    await bot.send_message(ann.id, "Here", reply_markup=markup)
    assert ann.open_app("Go").url.startswith("https://a.example/app#")
    with pytest.raises(BadRequest, match=r"(?i)button_type_invalid"):
        await bot.send_message(group.id, "Here", reply_markup=markup)


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "Same", reply_markup=keys([key()]))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("Same", ann.id, sent.message_id, reply_markup=keys([key()]))
    await bot.edit_message_text("Same", ann.id, sent.message_id)
    assert ann.screen().labels == []
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_reply_markup(ann.id, sent.message_id)


async def test_only_what_is_there_and_one_s_own_can_be_edited(bot: Bot, ann: Person) -> None:
    theirs = ann.send("mine")
    with pytest.raises(BadRequest, match=r"(?i)can't be edited"):
        await bot.edit_message_text("yours", ann.id, theirs.id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("who", ann.id, 99_999)
    sent = await bot.send_message(ann.id, "panel")
    await bot.delete_message(ann.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("panel", ann.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(ann.id, sent.message_id)


async def test_text_becomes_a_picture_and_never_text_again(bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "panel")
    edited = await bot.edit_message_media(
        InputMediaPhoto(picture("sheet"), caption="sheet"), ann.id, sent.message_id
    )
    assert edited.photo and edited.caption == "sheet"  # type: ignore[union-attr]
    with pytest.raises(BadRequest, match=r"(?i)no text in the message to edit"):
        await bot.edit_message_text("panel", ann.id, sent.message_id)
    await bot.edit_message_caption(ann.id, sent.message_id, caption="new words")
    assert ann.screen().last.text == "new words"
    plain = await bot.send_message(ann.id, "plain")
    with pytest.raises(BadRequest, match=r"(?i)no caption in the message to edit"):
        await bot.edit_message_caption(ann.id, plain.message_id, caption="x")


async def test_a_press_is_answered_once_and_in_time(telegram: Telegram, bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "Look", reply_markup=keys([key("v1:z")]))
    press = ann.press("Go")
    assert ann.pending == [press]
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(press.id, "x" * 201)
    await bot.answer_callback_query(press.id, "Spend $0.28?", show_alert=True)
    assert (press.text, press.alert, ann.pending) == ("Spend $0.28?", True, [])
    late = ann.press("Go")
    telegram.advance(20)
    for wrong in (press.id, late.id, "12345"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(wrong)


async def test_replies_and_topics_must_exist(telegram: Telegram, bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(ann.id, "answer", reply_parameters=ReplyParameters(777))
    await bot.send_message(
        ann.id, "answer", reply_parameters=ReplyParameters(777, allow_sending_without_reply=True)
    )
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(ann.id, "in a topic", message_thread_id=777)
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(4711, "nobody")


async def test_reactions_pins_and_actions_are_checked(telegram: Telegram, bot: Bot, ann: Person) -> None:
    story = ann.send("A fox finds a lantern that only lights what is true.")
    await bot.set_message_reaction(ann.id, story.id, "👀")
    await bot.set_message_reaction(ann.id, story.id, "👍")
    assert list(story.reactions.values()) == ["👍"]
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(ann.id, story.id, "🎬")
    await bot.pin_chat_message(ann.id, story.id)
    assert ann.screen().pinned == (story,)
    await bot.unpin_chat_message(ann.id, story.id)
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(ann.id, "dancing")
    group = telegram.group("Film club", ann)
    sent = await bot.send_message(group.id, "panel")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights"):
        await bot.pin_chat_message(group.id, sent.message_id)


async def test_commands_are_checked(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("New", "Make a film")])
    with pytest.raises(BadRequest, match=r"(?i)description_invalid"):
        await bot.set_my_commands([("new", "x" * 257)])
    with pytest.raises(BadRequest, match=r"(?i)too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_drafts_are_for_private_chats(telegram: Telegram, bot: Bot, ann: Person) -> None:
    await bot.send_message_draft(ann.id, 7, "Once")
    await bot.send_message_draft(ann.id, 7, "Once there was")
    assert ann.chat.drafts == {7: "Once there was"}
    with pytest.raises(BadRequest, match=r"(?i)private chats only"):
        await bot.send_message_draft(telegram.group("Club", ann).id, 7, "Once")


async def test_force_reply_is_kept_and_a_malformed_markup_refused(
    raw: httpx.AsyncClient, bot: Bot, ann: Person
) -> None:
    await bot.send_message(ann.id, "Which?", reply_markup=ForceReply(input_field_placeholder="a prompt"))
    assert ann.screen().last.markup["input_field_placeholder"] == "a prompt"
    for wrong in ('{"x": 1}', "{", "[1]", '{"inline_keyboard": [{}]}'):
        answer = await raw.post("/sendMessage", data={"chat_id": ann.id, "text": "x", "reply_markup": wrong})
        assert (answer.status_code, answer.json()["ok"]) == (400, False)


async def test_parameters_come_by_address_form_json_or_multipart(
    telegram: Telegram, raw: httpx.AsyncClient, ann: Person
) -> None:
    who = {"chat_id": str(ann.id)}
    await raw.get("/SENDMESSAGE", params=who | {"text": "by address"})
    await raw.post("/sendmessage", data=who | {"text": "by form"})
    await raw.post("/sendMessage", json={"chat_id": ann.id, "text": "by json", "reply_markup": None})
    await raw.post("/sendMessage", data=who, files={"text": (None, "by multipart")})
    assert [one.text for one in ann.screen().messages] == ["by address", "by form", "by json", "by multipart"]
    assert telegram.outbox.of() == ["sendMessage"] * 4


async def test_wrong_tokens_and_unknown_methods_are_told_apart(telegram: Telegram, bot: Bot) -> None:
    for token in (f"{telegram.state.bot.id}:wrong", "12:34"):
        stranger = Bot(token, base_url=telegram.base_url)
        with pytest.raises(InvalidToken):
            await stranger.initialize()
        await stranger.shutdown()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage")
    telegram.rules.unknown_ok = True
    assert await bot.do_api_request("sendRichMessage") is True
    assert [one.method for one in telegram.outbox.select(status=404)] == ["sendRichMessage"]


async def test_markdown_is_not_read_here(bot: Bot, ann: Person) -> None:
    with pytest.raises(TelegramError, match=r"(?i)parse_mode"):
        await bot.send_message(ann.id, "*bold*", parse_mode="MarkdownV2")


async def test_messages_are_copied_forwarded_and_cleared_away(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    bob = telegram.person("Bob")
    sent = await bot.send_photo(ann.id, picture("sheet"), caption="sheet", reply_markup=keys([key()]))
    copied = await bot.copy_message(bob.id, ann.id, sent.message_id, caption="for Bob")
    forwarded = await bot.forward_message(bob.id, ann.id, sent.message_id)
    assert [(one.kind, one.text, one.labels) for one in bob.screen().messages] == [
        ("photo", "for Bob", []),
        ("photo", "sheet", []),
    ]
    await bot.delete_messages(bob.id, [copied.message_id, forwarded.message_id])
    assert not bob.screen().messages
    await bot.pin_chat_message(ann.id, sent.message_id)
    await bot.unpin_all_chat_messages(ann.id)
    assert not ann.screen().pinned
    with pytest.raises(BadRequest, match=r"(?i)message to copy not found"):
        await bot.copy_message(ann.id, bob.id, copied.message_id)


async def test_the_bot_describes_itself_by_language(bot: Bot) -> None:
    await bot.set_my_description("Stories into films")
    await bot.set_my_description("Geschichten werden Filme", language_code="de")
    await bot.set_my_short_description("Films")
    assert (await bot.get_my_description("de")).description == "Geschichten werden Filme"
    assert (await bot.get_my_description("fr")).description == "Stories into films"
    assert (await bot.get_my_short_description()).short_description == "Films"
    with pytest.raises(BadRequest, match=r"(?i)too_long"):
        await bot.set_my_short_description("x" * 121)


async def test_what_is_older_than_two_days_stays(telegram: Telegram, bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "old")
    telegram.advance(49 * 3600)
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted for everyone"):
        await bot.delete_message(ann.id, sent.message_id)


async def test_topics_in_private_chats_are_off_unless_getme_says_so(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)not a forum"):
        await bot.create_forum_topic(ann.id, "The Lantern Fox")
    telegram.rules.topics = True
    assert (await bot.get_me()).has_topics_enabled
    topic = await bot.create_forum_topic(ann.id, "The Lantern Fox")
    await bot.edit_forum_topic(ann.id, topic.message_thread_id, "The Fox")
    await bot.send_message(ann.id, "here", message_thread_id=topic.message_thread_id)
    assert ann.chat.topics[ann.screen().last.topic] == "The Fox"
