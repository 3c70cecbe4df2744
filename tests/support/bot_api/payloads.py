"""The JSON of what people do, as full as the real server sends it."""

import re
import time

from tests.support.bot_api.html_text import utf16_length
from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.world import StoredFile

_ENTITIES = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?"),
    "url": re.compile(r"https?://\S+"),
    "mention": re.compile(r"(?<!\S)@[A-Za-z0-9_]{4,32}"),
    "email": re.compile(r"(?<!\S)[\w.+-]+@[\w-]+\.[\w.]+"),
}


def entities_of(text: str) -> list[JsonDict]:
    """The entities Telegram finds by itself; offsets in UTF-16 units."""
    found = [
        {"type": kind, "offset": utf16_length(text[: m.start()]), "length": utf16_length(m.group())}
        for kind, pattern in _ENTITIES.items()
        for m in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: int(entity["offset"]))


def text_content(text: str) -> JsonDict:
    """A typed text."""
    entities = entities_of(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def location_content(latitude: float, longitude: float) -> JsonDict:
    """A shared place."""
    return {"location": {"latitude": latitude, "longitude": longitude, "horizontal_accuracy": 20.0}}


def contact_content(phone_number: str, first_name: str, user_id: int | None) -> JsonDict:
    """A shared contact; `user_id` None: somebody who is not on Telegram."""
    contact: JsonDict = {"phone_number": phone_number, "first_name": first_name}
    return {"contact": contact | ({} if user_id is None else {"user_id": user_id})}


def forwarded_from(sender: JsonDict) -> JsonDict:
    """What a message that was forwarded from `sender` has besides its content."""
    return {"forward_origin": {"type": "user", "date": int(time.time()) - 60, "sender_user": sender}}


def _described(stored: StoredFile) -> JsonDict:
    body = stored.body()
    del body["file_path"]
    return body


def voice_content(stored: StoredFile, seconds: int) -> JsonDict:
    """A spoken message."""
    return {"voice": _described(stored) | {"duration": seconds, "mime_type": "audio/ogg"}}


def photo_content(stored: StoredFile, caption: str | None) -> JsonDict:
    """A photo in two sizes, the small one first."""
    small = _described(stored) | {"width": 90, "height": 67}
    large = _described(stored) | {"width": 1280, "height": 960}
    return {"photo": [small, large]} | ({"caption": caption} if caption else {})


def sticker_content(stored: StoredFile, emoji: str) -> JsonDict:
    """A sticker."""
    looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": _described(stored) | looks | {"emoji": emoji, "set_name": "Buurt"}}


def _member(user: JsonDict, status: str) -> JsonDict:
    # A ban without an end has until_date 0.
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def membership_change(*, chat: JsonDict, by: JsonDict, bot: JsonDict, old: str, new: str) -> JsonDict:
    """The body of my_chat_member: the bot went from status `old` to `new`."""
    return {
        "chat": chat,
        "from": by,
        "date": int(time.time()),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }
