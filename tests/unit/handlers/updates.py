"""Updates as Telegram sends them, in JSON."""

from __future__ import annotations

from typing import Any

JsonDict = dict[str, Any]

PERSON = 4_200_000_001
GROUP = -1_001_234_567_890
BOT_NAME = "TaalwijzerBot"
BOT: JsonDict = {"id": 999, "is_bot": True, "first_name": "Taalwijzer", "username": BOT_NAME}


def make_user(chat: int = PERSON, **more: Any) -> JsonDict:
    return {"id": chat, "is_bot": False, "first_name": "Fatima", "language_code": "ar", **more}


def make_message(chat: int = PERSON, **content: Any) -> JsonDict:
    """A message of a person in the private chat; `content` is what it holds."""
    private = {"id": chat, "type": "private", "first_name": "Fatima"}
    return {"message_id": 10, "date": 1_800_000_000, "chat": private, "from": make_user(chat), **content}


def in_group(message: JsonDict, kind: str = "supergroup") -> JsonDict:
    return {**message, "chat": {"id": GROUP, "type": kind, "title": "Buurthuis"}}


def make_update(update_id: int = 1, **content: JsonDict) -> JsonDict:
    return {"update_id": update_id, **content}


def say(text: str, *, update_id: int = 1, chat: int = PERSON) -> JsonDict:
    return make_update(update_id, message=make_message(chat, text=text))


def press(data: str | None, *, update_id: int = 1, chat: int = PERSON) -> JsonDict:
    """A button under a message of the bot."""
    query = {"id": f"q{update_id}", "from": make_user(chat), "chat_instance": "1"}
    question = {**make_message(chat, text="?"), "from": BOT}
    return make_update(update_id, callback_query={**query, "message": question, "data": data})


def change_membership(old: str, new: str, *, chat: JsonDict | None = None, update_id: int = 1) -> JsonDict:
    def member(status: str) -> JsonDict:
        rights = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": BOT, **rights}

    place = chat or make_message()["chat"]
    change = {"chat": place, "from": make_user(), "date": 1_800_000_000}
    return make_update(
        update_id,
        my_chat_member={**change, "old_chat_member": member(old), "new_chat_member": member(new)},
    )


FILE = {"file_id": "f", "file_unique_id": "u"}
PICTURE = {**FILE, "width": 10, "height": 10}
POLL = {
    **{"id": "1", "question": "?", "total_voter_count": 0, "is_closed": False, "is_anonymous": True},
    **{"type": "regular", "allows_multiple_answers": False, "options": [], "allows_revoting": False},
    "members_only": False,
}
MEDIA: dict[str, Any] = {
    "sticker": {**PICTURE, "type": "regular", "is_animated": False, "is_video": False},
    "photo": [PICTURE],
    "video": {**PICTURE, "duration": 3},
    "video_note": {**FILE, "length": 10, "duration": 3},
    "animation": {**PICTURE, "duration": 3},
    "audio": {**FILE, "duration": 3},
    "document": FILE,
    "poll": POLL,
    "dice": {"emoji": "🎲", "value": 3},
    "game": {"title": "t", "description": "d", "photo": [PICTURE]},
    "story": {"chat": {"id": 1, "type": "private"}, "id": 2},
    "web_app_data": {"data": "d", "button_text": "b"},
    "checklist": {"title": "t", "tasks": []},
    "invoice": {
        "title": "t",
        "description": "d",
        "start_parameter": "s",
        "currency": "EUR",
        "total_amount": 1,
    },
}
SERVICE: dict[str, Any] = {
    "pinned_message": {**make_message(), "text": "x"},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 60},
    "write_access_allowed": {},
    "connected_website": "example.org",
    "new_chat_title": "t",
    "migrate_to_chat_id": GROUP,
    "migrate_from_chat_id": GROUP,
    "new_chat_members": [BOT],
    "left_chat_member": BOT,
    "group_chat_created": True,
    "delete_chat_photo": True,
}
