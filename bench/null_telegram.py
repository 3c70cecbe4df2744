"""A Telegram without a wire: it answers every call at once, and its people press what they are shown.

Both the bot and its peers talk to it through the library's own `BaseRequest`, so the library still makes the
address, writes the parameters and reads the answer; only the network is missing. Its people wait until their
question is on the screen, find the button by what is written on it, and fail loudly when it isn't there.
So what is measured is a whole conversation and not a row of calls.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

from bench.support import as_json

BATCH = 100
FIRST_CHAT = 100_000_000
BOT = {"id": 123456, "is_bot": True, "first_name": "Taalwijzer", "username": "taalwijzer_bot"}

# Sixteen questions, the overview and the goodbye by taps alone: the labels in the order in which they are
# pressed.
WALK = (
    *("Nederlands", "▶️ Beginnen", "👍 Ja", "👤 Voor mezelf", "👤 Fatma"),
    *("8", "0", "1", "1"),
    *("🔢 Rekenen", "✅ Klaar"),
    *("💼 Werk", "✅ Klaar"),
    *("👍 Ja", "🙂 Lukt goed", "😐 Soms lastig", "🙁 Hulp nodig"),
    *("👍 Altijd", "👍 Elke dag"),
    *("👥 In een groep", "💬 Hier in de chat", "👍 Klopt", "👋 Klaar"),
)
UPDATES_EACH = len(WALK) + 1


@dataclass(slots=True)
class OwnTime:
    """Seconds by the clock and seconds of the processor that were spent on this side of the wire."""

    wall: float = 0.0
    processor: float = 0.0

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self.wall += time.perf_counter() - wall
            self.processor += time.thread_time() - processor


@dataclass(slots=True)
class Person:
    """One phone. `next` counts the updates sent so far, /start included."""

    chat_id: int
    next: int = 0
    waits: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    shown_id: int = 0
    handed_at: float = 0.0

    @property
    def is_done(self) -> bool:
        return self.next >= UPDATES_EACH


class NullTelegram(BaseRequest):
    """The request under a bot. `people` walk side by side; `getUpdates` hands out those who have pressed.

    `first` sets apart the chats and updates of several of these. `latencies` holds, for each update, the
    seconds from handing it out to the call that shows its question.
    `own` is the time that the people and their Telegram took themselves, which is to be taken off.
    """

    def __init__(self, people: int, *, first: int = 0, batch: int = BATCH) -> None:
        numbers = range(FIRST_CHAT + first, FIRST_CHAT + first + people)
        self.people = {number: Person(number) for number in numbers}
        self.calls: Counter[str] = Counter()
        self.own = OwnTime()
        self.latencies: list[float] = []
        self.sent_at: list[float] = []
        self.all_done = asyncio.Event()
        self.failure: LookupError | None = None
        self._left = people
        self._batch = batch
        self._ready: deque[Person] = deque(self.people.values())
        self._pressed = asyncio.Event()
        self._updates = first
        self._messages = 0

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer at once. Raises LookupError when a person does not find the button that was to come."""
        endpoint = url.rpartition("/")[2]
        self.calls[endpoint] += 1
        # What the wire would carry: each library pays for writing its parameters.
        parameters = request_data.json_parameters if request_data else {}
        match endpoint:
            case "getUpdates":
                return 200, await self._get_updates(waits=parameters.get("timeout") != "0")
            case "sendMessage" | "editMessageText" | "sendVenue":
                with self.own.counted():
                    return 200, self._show(endpoint, parameters)
            case "getMe":
                return 200, as_json({"ok": True, "result": BOT})
            case _:
                return 200, b'{"ok":true,"result":true}'

    # ── what the bot sends ───────────────────────────────────────────────────────────────────────────────

    def _show(self, endpoint: str, parameters: dict[str, str]) -> bytes:
        now = time.perf_counter()
        chat_id = int(parameters["chat_id"])
        person = self.people.get(chat_id)
        if endpoint == "editMessageText":
            message_id = int(parameters["message_id"])
        else:
            self._messages += 1
            message_id = self._messages
            self.sent_at.append(now)
        if person is not None and "inline_keyboard" in parameters.get("reply_markup", ""):
            self._see(person, message_id, parameters, now)
        return as_json({"ok": True, "result": _message(chat_id, message_id, parameters)})

    def _see(self, person: Person, message_id: int, parameters: dict[str, str], now: float) -> None:
        person.shown, person.shown_id = parameters, message_id
        if not person.waits:
            return
        person.waits = False
        self.latencies.append(now - person.handed_at)
        if person.is_done:
            self._left -= 1
            if not self._left:
                self.all_done.set()
        else:
            self._ready.append(person)
            self._pressed.set()

    # ── what the people do ───────────────────────────────────────────────────────────────────────────────

    async def _get_updates(self, *, waits: bool) -> bytes:
        if waits and not self._ready:
            # A long poll; when all is done it lasts until the bot stops.
            self._pressed.clear()
            await self._pressed.wait()
        try:
            with self.own.counted():
                return as_json({"ok": True, "result": list(self.take(self._batch))})
        except LookupError as error:
            # The library would take it for a broken wire and ask again for ever.
            self.failure = error
            self.all_done.set()
            raise

    def take(self, most: int) -> Iterator[dict[str, Any]]:
        """The updates of at most so many people who have something to press."""
        for _ in range(min(most, len(self._ready))):
            person = self._ready.popleft()
            self._updates += 1
            update = _start(person, self._updates) if not person.next else _tap(person, self._updates)
            person.next += 1
            person.waits = True
            person.handed_at = time.perf_counter()
            yield update


def _start(person: Person, update_id: int) -> dict[str, Any]:
    message = {
        **{"message_id": 1, "date": 1_780_000_000, "from": _user(person), "chat": _chat(person.chat_id)},
        **{"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    }
    return {"update_id": update_id, "message": message}


def _tap(person: Person, update_id: int) -> dict[str, Any]:
    wanted = WALK[person.next - 1]
    rows = json.loads(person.shown["reply_markup"])["inline_keyboard"]
    data = next((key["callback_data"] for row in rows for key in row if key["text"] == wanted), None)
    if data is None:
        raise LookupError(f"no button {wanted!r} under {person.shown['text']!r}: {_labels(rows)}")
    query = {
        **{"id": str(update_id), "from": _user(person), "chat_instance": "1", "data": data},
        "message": _message(person.chat_id, person.shown_id, person.shown),
    }
    return {"update_id": update_id, "callback_query": query}


def _labels(rows: Sequence[Sequence[dict[str, str]]]) -> list[str]:
    return [key["text"] for row in rows for key in row]


def _message(chat_id: int, message_id: int, parameters: dict[str, str]) -> dict[str, Any]:
    message: dict[str, Any] = {
        **{"message_id": message_id, "date": 1_780_000_000, "from": BOT, "chat": _chat(chat_id)},
        "text": parameters.get("text", ""),
    }
    if "inline_keyboard" in parameters.get("reply_markup", ""):
        message["reply_markup"] = json.loads(parameters["reply_markup"])
    return message


def _user(person: Person) -> dict[str, Any]:
    return {"id": person.chat_id, "is_bot": False, "first_name": "Fatma", "language_code": "nl"}


def _chat(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "type": "private", "first_name": "Fatma"}
