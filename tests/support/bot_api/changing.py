"""The methods that change, remove or answer what is on a screen already."""

import time

from tests.support.bot_api import checks
from tests.support.bot_api.keyboards import check_markup, has_buttons
from tests.support.bot_api.model import JsonDict, bad_request
from tests.support.bot_api.sending import MAX_CAPTION, MAX_TEXT, with_entities
from tests.support.bot_api.world import Chat, Message, Toast, World

_DELETABLE_S = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_WITH_CAPTION = frozenset({"voice", "photo", "document"})
_QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _editable(world: World, params: JsonDict) -> tuple[Chat, Message]:
    if params.get("inline_message_id"):
        raise bad_request("inline_message", "this test server has no inline messages")
    if params.get("chat_id") is None or params.get("message_id") is None:
        raise bad_request("message_id_empty", "message identifier is not specified")
    chat = world.writable_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message_to_edit_not_found", "message to edit not found")
    if not message.from_bot or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message_cannot_be_edited", "message can't be edited")
    check_markup(params.get("reply_markup"), private=chat.private)
    return chat, message


def _apply(chat: Chat, message: Message, *, content: JsonDict, markup: JsonDict | None) -> JsonDict:
    kept = {key: value for key, value in message.body.items() if key not in _replaced(content)}
    body = kept | content | ({"reply_markup": markup} if has_buttons(markup) else {})
    if {**body, "edit_date": 0} == {**message.body, "edit_date": 0}:
        raise bad_request("message_not_modified", _NOT_MODIFIED)
    message.body = body | {"edit_date": int(time.time())}
    message.markup = markup if has_buttons(markup) else None
    chat.changed.fire()
    return message.body


def _replaced(content: JsonDict) -> set[str]:
    texts = {"text", "entities"} if "text" in content else set()
    captions = {"caption", "caption_entities"} if "caption" in content else set()
    return {"reply_markup"} | texts | captions


def edit_message_text(world: World, params: JsonDict) -> JsonDict:
    """editMessageText. Without `reply_markup` the buttons disappear, as on the real server."""
    chat, message = _editable(world, params)
    text, entities = checks.read_text(params, "text", max_length=MAX_TEXT)
    if "text" not in message.body:
        raise bad_request("no_text_to_edit", "there is no text in the message to edit")
    content = with_entities("text", text, entities)
    return _apply(chat, message, content=content, markup=params.get("reply_markup"))


def edit_message_caption(world: World, params: JsonDict) -> JsonDict:
    """editMessageCaption, of a message that can have one. An empty caption takes it away."""
    chat, message = _editable(world, params)
    caption, entities = checks.read_text(params, "caption", max_length=MAX_CAPTION)
    if not _WITH_CAPTION & message.body.keys():
        raise bad_request("no_caption_to_edit", "there is no caption in the message to edit")
    content: JsonDict = {"caption": caption} | with_entities("caption", caption, entities)
    return _apply(chat, message, content=content, markup=params.get("reply_markup"))


def edit_message_reply_markup(world: World, params: JsonDict) -> JsonDict:
    """editMessageReplyMarkup."""
    chat, message = _editable(world, params)
    return _apply(chat, message, content={}, markup=params.get("reply_markup"))


def delete_message(world: World, params: JsonDict) -> bool:
    """deleteMessage: any message of a private chat, the bot's own elsewhere, up to 48 hours old."""
    chat = world.writable_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message_to_delete_not_found", "message to delete not found")
    if not message.from_bot and not chat.private:
        raise bad_request("message_cannot_be_deleted", "message can't be deleted")
    if time.time() - message.body["date"] > _DELETABLE_S:
        raise bad_request("message_too_old", "message can't be deleted for everyone")
    del chat.messages[message.message_id]
    chat.changed.fire()
    return True


def answer_callback_query(world: World, params: JsonDict) -> bool:
    """answerCallbackQuery. A press that is unknown, answered or too old gives the 400 of the real server."""
    text = checks.check_length(params, "text", 200)
    press = world.presses.get(params["callback_query_id"])
    if press is None or press.answered or time.monotonic() - press.at > world.query_lifetime_s:
        raise bad_request("query_too_old", _QUERY_TOO_OLD)
    press.answered = True
    if text:
        world.toasts.append(Toast(press.user_id, text, bool(params.get("show_alert"))))
    world.chats[press.chat_id].changed.fire()
    return True
