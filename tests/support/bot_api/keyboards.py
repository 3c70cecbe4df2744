"""The rules for buttons under a message and for the keyboard that replaces the phone's own."""

from tests.support.bot_api.model import JsonDict, bad_request

MAX_BUTTONS = 100
MAX_PER_ROW = 8
MAX_DATA_BYTES = 64

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_PRIVATE_ONLY = {
    "request_location": "location can be requested in private chats only",
    "request_contact": "phone number can be requested in private chats only",
}


def check_markup(markup: JsonDict | None, *, private: bool) -> None:
    """Raises a 400 when `markup` breaks a rule; `private` says whether the chat is a private one."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_size(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                _check_inline_button(button)
    elif "keyboard" in markup:
        _check_size(markup["keyboard"])
        for row in markup["keyboard"]:
            for button in row:
                _check_key(button, private=private)


def has_buttons(markup: JsonDict | None) -> bool:
    """True for an inline keyboard with at least one button; an empty one counts as none."""
    return bool(markup and any(markup.get("inline_keyboard", ())))


def _check_size(rows: list[list[JsonDict]]) -> None:
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("too_many_buttons", "reply markup is too long")
    if any(len(row) > MAX_PER_ROW for row in rows):
        raise bad_request("too_many_buttons_in_row", f"a keyboard row has more than {MAX_PER_ROW} buttons")


def _check_inline_button(button: JsonDict) -> None:
    if not button.get("text", "").strip():
        raise bad_request("button_text_empty", "inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        text = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        raise bad_request("button_action", text)
    if len(actions) > 1:
        raise bad_request(
            "button_action", f"inline keyboard button must have exactly one action, not {actions}"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("callback_data", "BUTTON_DATA_INVALID")


def _check_key(button: JsonDict, *, private: bool) -> None:
    if not button.get("text", "").strip():
        raise bad_request("button_text_empty", "keyboard button text must be non-empty")
    wanted = [name for name in _PRIVATE_ONLY if button.get(name)]
    if len(wanted) > 1:
        raise bad_request("button_action", "a keyboard button can ask for one thing only")
    if wanted and not private:
        raise bad_request("private_only", _PRIVATE_ONLY[wanted[0]])
