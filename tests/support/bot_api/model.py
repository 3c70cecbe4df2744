"""The words the parts of the test server share: a call, a violation, a refusal, an upload."""

import time
from dataclasses import dataclass, field
from typing import Any

JsonDict = dict[str, Any]

# Refusals that a correct bot can meet after a crash, a lost answer or a second delivery. They are recorded as
# violations too; `BotApiServer.defects` leaves them out, for tests that provoke such accidents.
STATE_RULES = frozenset(
    {
        "message_not_modified",
        "message_to_edit_not_found",
        "message_to_delete_not_found",
        "message_too_old",
        "query_too_old",
        # A card is changed by its number alone; that it is a voice note or a place only the answer tells.
        "no_text_to_edit",
        "no_caption_to_edit",
    }
)


class ApiError(Exception):
    """An answer with `ok: false`.

    `description` is the text of the real server, `rule` the short name under which the violation is recorded
    (None: the call was in order, the world was not), `parameters` the ResponseParameters.
    """

    def __init__(
        self, status: int, description: str, *, rule: str | None = None, parameters: JsonDict | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.rule = rule
        self.parameters = parameters

    def body(self) -> JsonDict:
        """The JSON of the answer."""
        answer: JsonDict = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(rule: str, description: str) -> ApiError:
    """A 400 for a call that breaks `rule`; it will be recorded as a violation."""
    return ApiError(400, f"Bad Request: {description}", rule=rule)


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that the Bot API does not allow, and what was answered."""

    rule: str
    method: str
    chat_id: int | str | None
    description: str
    params: JsonDict = field(repr=False)


@dataclass(slots=True)
class Call:
    """One request of the bot. `answer` is None while it is unanswered, or when it was lost on purpose."""

    method: str
    params: JsonDict
    at: float = field(default_factory=time.monotonic)
    answer: JsonDict | None = None
    status: int | None = None
    fault: str | None = None

    @property
    def chat_id(self) -> int | str | None:
        """The chat the call is about, where it has one."""
        value = self.params.get("chat_id")
        return value if isinstance(value, int | str) else None

    @property
    def ok(self) -> bool:
        """True when the bot was told that it worked."""
        return self.status == 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    data: bytes
    content_type: str
