"""The outside reading of the Bot API: every call must fit aiogram's typed model of its method.

Our own bot speaks through python-telegram-bot; a second library's reading of the same documentation finds
mistakes that the first one shares with us. The real server ignores what it does not know; here that is a
violation, because it is always a mistake of the caller.
"""

import json
import re
import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, ValidationError

from tests.support.bot_api.html_text import parse_html, utf16_length
from tests.support.bot_api.model import JsonDict, Upload, bad_request

Model = type[TelegramMethod[Any]]

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def method_models() -> dict[str, Model]:
    """aiogram's model of every method of the Bot API, by lower-case name."""
    found: dict[str, Model] = {}
    for name in aiogram.methods.__all__:
        model = getattr(aiogram.methods, name)
        api_name = getattr(model, "__api_method__", None)
        if isinstance(api_name, str):
            found[api_name.lower()] = model
    return found


def decode_params(model: Model, raw: Mapping[str, object]) -> JsonDict:
    """Parameters as they came (text, or JSON values) → Python values; uploads stay `Upload`.

    In a form everything is text, and what is not text for the method is JSON inside that text.
    """
    return {name: _decode(model, name, value) for name, value in raw.items()}


def _decode(model: Model, name: str, value: object) -> object:
    if not isinstance(value, str) or name not in model.model_fields or _is_text(model, name):
        return value
    try:
        return json.loads(value.lower() if value in ("True", "False") else value)
    except ValueError:
        return value


def _is_text(model: Model, name: str) -> bool:
    kinds = set(_alternatives(model.model_fields[name].annotation))
    return str in kinds and int not in kinds


def _alternatives(annotation: object) -> Iterator[object]:
    if get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _alternatives(part)
    else:
        yield annotation


def check_model(model: Model, params: JsonDict) -> None:
    """Raises a 400 when `params` do not fit `model`, or hold a field it does not have, however deep."""
    values = {name: _for_aiogram(value) for name, value in params.items()}
    try:
        checked = model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise bad_request("model", f"{model.__api_method__}: {place}: {first['msg']}") from error
    unknown = list(_unknown_fields(checked, ""))
    if unknown:
        raise bad_request("unknown_field", f"{model.__api_method__} has no {', '.join(unknown)}")


def _for_aiogram(value: object) -> object:
    return BufferedInputFile(value.data, value.name) if isinstance(value, Upload) else value


def _unknown_fields(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.__pydantic_extra__ or {})
        for name in value.model_fields_set:
            yield from _unknown_fields(getattr(value, name, None), f"{path}{name}.")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown_fields(item, f"{path}{index}.")


def read_text(params: JsonDict, key: str, *, max_length: int) -> tuple[str, list[JsonDict]]:
    """The visible text of `params[key]` and its entities. Raises a 400 for broken HTML, no text, too much."""
    source = str(params.get(key) or "")
    mode = params.get("parse_mode")
    given = params.get("entities" if key == "text" else "caption_entities")
    if mode is None or mode == "":
        text, entities = source, [dict(entity) for entity in given or []]
    elif str(mode).lower() == "html":
        text, entities = parse_html(source)
    else:
        raise bad_request("parse_mode", f"unsupported parse_mode (this test server reads HTML only): {mode}")
    text, entities = _trim(text, entities)
    if key == "text" and not text:
        raise bad_request("text_empty", "message text is empty")
    if len(text) > max_length:
        what = "message" if key == "text" else "message caption"
        raise bad_request("text_too_long", f"{what} is too long")
    if any(entity["offset"] + entity["length"] > utf16_length(text) for entity in entities):
        raise bad_request("entities", "entity ends after the end of the text")
    return text, entities


def _trim(text: str, entities: list[JsonDict]) -> tuple[str, list[JsonDict]]:
    """Telegram shows no white space around a message; entities move and shrink with it."""
    shift = utf16_length(text) - utf16_length(text.lstrip())
    trimmed = text.strip()
    end = utf16_length(trimmed)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        stop = entity["offset"] - shift + entity["length"]
        if shift or len(trimmed) < len(text):
            stop = min(stop, end)
        if stop > start:
            moved.append(entity | {"offset": start, "length": stop - start})
    return trimmed, moved


def check_position(params: JsonDict) -> None:
    """Raises a 400 for a place that is not on the globe."""
    if not -90 <= float(params["latitude"]) <= 90 or not -180 <= float(params["longitude"]) <= 180:
        raise bad_request("position", "wrong coordinates")


def check_commands(commands: list[JsonDict]) -> None:
    """Raises a 400 for a command menu that Telegram refuses."""
    if len(commands) > 100:
        raise bad_request("too_many_commands", "BOT_COMMANDS_TOO_MUCH")
    for entry in commands:
        if not _COMMAND.fullmatch(entry["command"]):
            raise bad_request("command_name", "BOT_COMMAND_INVALID")
        if not 1 <= len(entry["description"]) <= 256:
            raise bad_request("command_description", "BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(params: JsonDict) -> str:
    """The language of a profile text, "" for everybody else. Raises a 400 for anything but two letters."""
    code = params.get("language_code") or ""
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("language_code", "LANG_CODE_INVALID")
    return str(code)


def check_length(params: JsonDict, key: str, longest: int) -> str:
    """The text under `key`, "" when absent. Raises a 400 when it has more than `longest` characters."""
    text = str(params.get(key) or "")
    if len(text) > longest:
        raise bad_request(f"{key}_too_long", f"{key} is too long: {len(text)} > {longest}")
    return text


def check_webhook(params: JsonDict) -> None:
    """Raises a 400 for a webhook that Telegram refuses. Plain http is taken: tests stay on one machine."""
    if params["url"] and not re.match(r"https?://[^/]", params["url"]):
        raise bad_request("webhook_url", "bad webhook: invalid URL")
    secret = params.get("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret_token", "secret token contains unallowed characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise bad_request("max_connections", "max_connections must be 1-100")
