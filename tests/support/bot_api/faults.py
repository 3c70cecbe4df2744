"""Accidents on order: what the network and Telegram do to a bot, scripted one by one or drawn with a seed.

A fault with `after_effect=True` loses only the answer: the message did arrive. That is the case which makes
bots send things twice.
"""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tests.support.bot_api.model import ApiError

# What a bot does at its start or all the time: it meets a fault only where a test names the method.
_SPARED = frozenset({"getme", "getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"})


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429 with `retry_after` seconds; nothing was done."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """A 5xx whose body is HTML, as from the proxy before the real server; nothing was done."""

    status: int = 502


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403 with the given reason; nothing was done."""

    reason: str = "bot was blocked by the user"


@dataclass(frozen=True, slots=True)
class BadRequest:
    """400 with the given reason; nothing was done and no violation is recorded."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReadTimeout:
    """No answer for `seconds`, then the connection is closed."""

    seconds: float
    after_effect: bool


@dataclass(frozen=True, slots=True)
class DropConnection:
    """The connection is closed at once, without an answer."""

    after_effect: bool


Answered = TooManyRequests | Forbidden | BadRequest
Lost = ReadTimeout | DropConnection
Fault = Answered | ServerError | Lost


def refusal(fault: Answered) -> ApiError:
    """The answer that stands for `fault`."""
    match fault:
        case TooManyRequests(retry_after):
            text = f"Too Many Requests: retry after {retry_after}"
            return ApiError(429, text, parameters={"retry_after": retry_after})
        case Forbidden(reason):
            return ApiError(403, f"Forbidden: {reason}")
        case BadRequest(reason):
            return ApiError(400, f"Bad Request: {reason}")


@dataclass(frozen=True, slots=True)
class Applied:
    """A fault that happened."""

    method: str
    chat_id: int | str | None
    fault: Fault


@dataclass(slots=True)
class _Scripted:
    fault: Fault
    method: str | None
    chat_id: int | str | None
    left: int

    def fits(self, method: str, chat_id: int | str | None) -> bool:
        name = method.lower()
        fits_method = name not in _SPARED if self.method is None else name == self.method.lower()
        return self.left > 0 and fits_method and self.chat_id in (None, chat_id)


class Faults:
    """The faults to come (`next`, `random`) and those that happened (`applied`)."""

    def __init__(self) -> None:
        self.applied: list[Applied] = []
        self._scripted: list[_Scripted] = []
        self._dice = random.Random(0)
        self._rate = 0.0
        self._kinds: Sequence[Fault] = ()
        self._methods: frozenset[str] | None = None

    def next(
        self, *, fault: Fault, method: str | None = None, chat_id: int | str | None = None, times: int = 1
    ) -> None:
        """The next `times` calls of `method` for `chat_id` meet `fault`.

        None stands for any chat, and for any method but getMe, getUpdates and the webhook methods.
        """
        self._scripted.append(_Scripted(fault, method, chat_id, times))

    def random(
        self, *, seed: int, rate: float, kinds: Sequence[Fault], methods: Collection[str] | None = None
    ) -> None:
        """From now on a share `rate` (0–1) of the calls meets one of `kinds`, drawn with `seed`.

        Without `methods` everything but getMe, getUpdates and the webhook methods takes part.
        """
        self._dice = random.Random(seed)
        self._rate = rate
        self._kinds = tuple(kinds)
        self._methods = None if methods is None else frozenset(name.lower() for name in methods)

    def clear(self) -> None:
        """No more faults; `applied` is kept."""
        self._scripted.clear()
        self._rate = 0.0

    def pick(self, method: str, chat_id: int | str | None) -> Fault | None:
        """The fault this call meets, if any: scripted ones first, in the order they were asked for."""
        for entry in self._scripted:
            if entry.fits(method, chat_id):
                entry.left -= 1
                return self._note(method, chat_id, entry.fault)
        if self._takes_part(method) and self._dice.random() < self._rate:
            return self._note(method, chat_id, self._dice.choice(self._kinds))
        return None

    def _takes_part(self, method: str) -> bool:
        if not self._rate or not self._kinds:
            return False
        if self._methods is None:
            return method.lower() not in _SPARED
        return method.lower() in self._methods

    def _note(self, method: str, chat_id: int | str | None, fault: Fault) -> Fault:
        self.applied.append(Applied(method, chat_id, fault))
        return fault
