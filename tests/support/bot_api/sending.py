"""The methods that put a message on a screen."""

from collections.abc import Callable

from tests.support.bot_api import checks
from tests.support.bot_api.keyboards import check_markup, has_buttons
from tests.support.bot_api.model import JsonDict, Upload, bad_request
from tests.support.bot_api.world import Chat, Message, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_FILE_BYTES = 50 * 1024 * 1024
# The smallest picture description Telegram gives; its size is not read from the bytes.
_PHOTO_SIDE = 320


def _send(world: World, params: JsonDict, content: JsonDict) -> JsonDict:
    chat = world.writable_chat(params["chat_id"])
    markup = params.get("reply_markup")
    check_markup(markup, private=chat.private)
    body = world.new_message(chat, world.bot, content | _reply(chat, params))
    if has_buttons(markup):
        body["reply_markup"] = markup
    _change_reply_keyboard(chat, markup)
    chat.add(Message(body, from_bot=True, markup=markup))
    return body


def _reply(chat: Chat, params: JsonDict) -> JsonDict:
    wanted = params.get("reply_parameters")
    if not wanted:
        return {}
    original = chat.messages.get(wanted["message_id"])
    if original is not None:
        return {"reply_to_message": original.body}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("reply_not_found", "message to be replied not found")


def _change_reply_keyboard(chat: Chat, markup: JsonDict | None) -> None:
    if markup is None:
        return
    if "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.reply_keyboard = None


def with_entities(key: str, text: str, entities: list[JsonDict]) -> JsonDict:
    """The part of a message that holds a text or a caption, without empty fields."""
    names = {"text": "entities", "caption": "caption_entities"}
    found: JsonDict = {key: text} if text else {}
    return found | ({names[key]: entities} if entities else {})


def send_message(world: World, params: JsonDict) -> JsonDict:
    """sendMessage."""
    text, entities = checks.read_text(params, "text", max_length=MAX_TEXT)
    return _send(world, params, with_entities("text", text, entities))


def _position(params: JsonDict) -> JsonDict:
    checks.check_position(params)
    return {"latitude": float(params["latitude"]), "longitude": float(params["longitude"])}


def send_location(world: World, params: JsonDict) -> JsonDict:
    """sendLocation."""
    return _send(world, params, {"location": _position(params)})


def send_venue(world: World, params: JsonDict) -> JsonDict:
    """sendVenue."""
    if not params["title"].strip() or not params["address"].strip():
        raise bad_request("venue_empty", "venue title and address must be non-empty")
    position = _position(params)
    venue = {"location": position, "title": params["title"], "address": params["address"]}
    return _send(world, params, {"location": position, "venue": venue})


def _file(world: World, value: object, *, folder: str) -> JsonDict:
    if isinstance(value, Upload):
        if not value.data:
            raise bad_request("file_empty", "file must be non-empty")
        if len(value.data) > _MAX_FILE_BYTES:
            raise bad_request("file_too_big", "file is too big")
        stored = world.store_file(value.name, value.data, folder=folder)
    else:
        known = world.files.get(str(value))
        if known is None:
            raise bad_request("file_id", "wrong file identifier/HTTP URL specified")
        if folder == "voice" and not known.path.startswith("voice/"):
            raise bad_request("file_kind", "can't use file of this type as VoiceNote")
        stored = known
    body = stored.body()
    del body["file_path"]
    return body


def _send_file(
    world: World, params: JsonDict, content: Callable[[JsonDict], object], *, kind: str
) -> JsonDict:
    # Who may not write is told so before anything is stored.
    world.writable_chat(params["chat_id"])
    text, entities = checks.read_text(params, "caption", max_length=MAX_CAPTION)
    file = _file(world, params[kind], folder=kind)
    return _send(world, params, {kind: content(file)} | with_entities("caption", text, entities))


def send_photo(world: World, params: JsonDict) -> JsonDict:
    """sendPhoto."""

    def sizes(file: JsonDict) -> list[JsonDict]:
        return [file | {"width": _PHOTO_SIDE, "height": _PHOTO_SIDE}]

    return _send_file(world, params, sizes, kind="photo")


def send_voice(world: World, params: JsonDict) -> JsonDict:
    """sendVoice."""
    details = {"duration": params.get("duration", 1), "mime_type": "audio/ogg"}
    return _send_file(world, params, lambda file: file | details, kind="voice")


def send_document(world: World, params: JsonDict) -> JsonDict:
    """sendDocument."""
    given = params["document"]
    name, kind = (given.name, given.content_type) if isinstance(given, Upload) else ("document", "")
    details = {"file_name": name} | ({"mime_type": kind} if kind else {})
    return _send_file(world, params, lambda file: file | details, kind="document")


def send_chat_action(world: World, params: JsonDict) -> bool:
    """sendChatAction; the actions are kept in order."""
    chat = world.writable_chat(params["chat_id"])
    chat.actions.append(params["action"])
    return True
