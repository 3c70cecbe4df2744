"""The queue of updates, with its true rule: one stays until a getUpdates with a higher offset confirms it."""

import asyncio
from collections.abc import Collection, Iterable

from tests.support.bot_api.model import ApiError, JsonDict, bad_request
from tests.support.bot_api.signals import Signal

MAX_LIMIT = 100
MAX_TIMEOUT_S = 50
# Kinds that the real server sends only to a bot that asks for them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


def chat_of(update: JsonDict) -> int:
    """The chat an update belongs to; the user where it has no chat."""
    body = next(value for key, value in update.items() if key != "update_id")
    message = body.get("message", body)
    found = message.get("chat") or body["from"]
    return int(found["id"])


class UpdateQueue:
    """What Telegram still has to tell the bot. `history` keeps every update ever made, by id."""

    def __init__(self, first_id: int) -> None:
        self.history: dict[int, JsonDict] = {}
        self.arrived = Signal()
        self._next_id = first_id
        self._pending: dict[int, JsonDict] = {}
        self._again: list[JsonDict] = []
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None

    @property
    def pending(self) -> list[JsonDict]:
        """The updates nobody has confirmed, oldest first."""
        return list(self._pending.values())

    @property
    def allowed(self) -> list[str] | None:
        """The kinds asked for with `allowed_updates`; None: the usual ones."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: Collection[str] | None) -> None:
        """Remembers `allowed_updates`; None keeps what was asked before, empty means the usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def push(self, kind: str, body: JsonDict) -> int:
        """Makes an update and returns its id. One of a kind that is not allowed goes to `history` only."""
        update_id = self._next_id
        self._next_id += 1
        update = {"update_id": update_id, kind: body}
        self.history[update_id] = update
        wanted = kind in self._allowed if self._allowed is not None else kind not in _ON_REQUEST
        if wanted:
            self._pending[update_id] = update
            self._wake()
        return update_id

    def deliver_twice(self, update_id: int) -> None:
        """Hands an update out once more, whatever the offset says. Raises KeyError for an unknown id."""
        self._again.append(self.history[update_id])
        self._wake()

    def drop(self) -> None:
        """Forgets everything that waits."""
        self._pending.clear()
        self._again.clear()

    def accept(self, update: JsonDict) -> None:
        """A webhook took `update`: it does not wait any more."""
        if update in self._again:
            self._again.remove(update)
        else:
            self._pending.pop(update["update_id"], None)

    def first_of_each_chat(self, busy: Collection[int]) -> Iterable[tuple[int, JsonDict]]:
        """For every chat that is not `busy`: the oldest update that waits."""
        first: dict[int, JsonDict] = {}
        for update in [*self._again, *self._pending.values()]:
            first.setdefault(chat_of(update), update)
        return [(chat, update) for chat, update in first.items() if chat not in busy]

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[JsonDict]:
        """getUpdates. Ends an older long poll that still waits: that one raises the real server's 409."""
        if not 1 <= limit <= MAX_LIMIT:
            raise bad_request("limit", f"limit must be 1-{MAX_LIMIT}")
        self._confirm(offset)
        self.end_poll(_CONFLICT)
        batch = self._take(limit)
        if batch or timeout_s <= 0:
            return batch
        await self._long_poll(min(timeout_s, MAX_TIMEOUT_S))
        return self._take(limit)

    async def _long_poll(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._poller = waiter
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            pass
        finally:
            if self._poller is waiter:
                self._poller = None

    def end_poll(self, reason: str | None) -> None:
        """Ends a waiting long poll: with a 409 for `reason`, or with an empty answer for None."""
        waiter, self._poller = self._poller, None
        if waiter is None or waiter.done():
            return
        if reason is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(ApiError(409, reason))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            keep = list(self._pending)[offset:]
            self._pending = {update_id: self._pending[update_id] for update_id in keep}
        elif offset > 0:
            self._pending = {key: update for key, update in self._pending.items() if key >= offset}

    def _take(self, limit: int) -> list[JsonDict]:
        again, self._again = self._again[:limit], self._again[limit:]
        return again + self.pending[: limit - len(again)]

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        self.arrived.fire()
