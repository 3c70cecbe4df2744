"""The methods about the bot itself, its chats and its files."""

import json

from tests.support.bot_api import checks
from tests.support.bot_api.model import JsonDict, bad_request
from tests.support.bot_api.world import World

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


def get_me(world: World, params: JsonDict) -> JsonDict:
    """getMe."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return world.bot | abilities | {"can_connect_to_business": False, "has_main_web_app": False}


def _key(params: JsonDict) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), checks.check_language(params)


def set_my_commands(world: World, params: JsonDict) -> bool:
    """setMyCommands."""
    key = _key(params)
    checks.check_commands(params["commands"])
    world.profile.commands[key] = params["commands"]
    return True


def get_my_commands(world: World, params: JsonDict) -> list[JsonDict]:
    """getMyCommands."""
    return world.profile.commands.get(_key(params), [])


def delete_my_commands(world: World, params: JsonDict) -> bool:
    """deleteMyCommands."""
    world.profile.commands.pop(_key(params), None)
    return True


def set_my_name(world: World, params: JsonDict) -> bool:
    """setMyName."""
    world.profile.names[checks.check_language(params)] = checks.check_length(params, "name", MAX_NAME)
    return True


def set_my_description(world: World, params: JsonDict) -> bool:
    """setMyDescription."""
    text = checks.check_length(params, "description", MAX_DESCRIPTION)
    world.profile.descriptions[checks.check_language(params)] = text
    return True


def get_my_description(world: World, params: JsonDict) -> JsonDict:
    """getMyDescription."""
    return {"description": world.profile.descriptions.get(checks.check_language(params), "")}


def get_my_short_description(world: World, params: JsonDict) -> JsonDict:
    """getMyShortDescription."""
    return {"short_description": world.profile.short_descriptions.get(checks.check_language(params), "")}


def set_my_short_description(world: World, params: JsonDict) -> bool:
    """setMyShortDescription."""
    text = checks.check_length(params, "short_description", MAX_SHORT_DESCRIPTION)
    world.profile.short_descriptions[checks.check_language(params)] = text
    return True


def get_chat(world: World, params: JsonDict) -> JsonDict:
    """getChat, with the fields that ChatFullInfo cannot do without."""
    gifts = {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    }
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return world.chat(params["chat_id"]).body | full


def leave_chat(world: World, params: JsonDict) -> bool:
    """leaveChat: groups only."""
    chat = world.writable_chat(params["chat_id"])
    if chat.private:
        raise bad_request("private_chat", "chat member status can't be changed in private chats")
    chat.shut = f"bot is not a member of the {chat.body['type']} chat"
    chat.changed.fire()
    return True


def get_file(world: World, params: JsonDict) -> JsonDict:
    """getFile."""
    stored = world.files.get(params["file_id"])
    if stored is None:
        raise bad_request("file_id", "invalid file_id")
    return stored.body()
