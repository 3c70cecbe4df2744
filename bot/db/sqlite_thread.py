"""SQLite in a thread of its own, with half the ways there and back.

The driver hands everything to its thread, also making a cursor and letting go of it, which only touch memory.
SQLAlchemy makes a cursor for every statement: four ways to the thread and back, where two do the work. On a
busy machine each of them waits for its turn, and a person waits for the sum.
"""

from __future__ import annotations

import contextlib
import sqlite3
import weakref
from collections.abc import Callable
from typing import Any

import aiosqlite


class NearConnection(aiosqlite.Connection):
    """Makes and closes cursors at once, unless its thread is still busy with what nobody waits for now."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        # Each has one writer: the first this side, the second the thread.
        self._handed = 0
        self._finished = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._handed == self._finished and self._connection and _is_in_memory(fn):
            return fn(*args, **kwargs)

        def work() -> Any:
            try:
                return fn(*args, **kwargs)
            finally:
                self._finished += 1

        waiting = super()._execute(work)  # type: ignore[no-untyped-call]
        self._handed += 1
        return await waiting


def _is_in_memory(fn: Callable[..., Any]) -> bool:
    """Making or closing a cursor; closing the connection itself is not."""
    owner, name = getattr(fn, "__self__", None), getattr(fn, "__name__", "")
    if isinstance(owner, sqlite3.Cursor):
        return name == "close"
    return isinstance(owner, sqlite3.Connection) and name == "cursor"


class LettingGo(sqlite3.Connection):
    """Closes its cursors and takes back an unfinished transaction before it closes. SQLite keeps a closed
    connection, and what it reads or has locked, for as long as somebody holds a statement of it: the
    traceback of a task that was cancelled in the middle of one does, until the garbage is collected. Until
    then the write-ahead log cannot be taken over into the file, and grows.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._made: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()

    def cursor(self, *args: Any, **options: Any) -> sqlite3.Cursor:  # type: ignore[override]
        made: sqlite3.Cursor = super().cursor(*args, **options)
        self._made.add(made)
        return made

    def close(self) -> None:
        for cursor in list(self._made):
            with contextlib.suppress(sqlite3.Error):
                cursor.close()
        with contextlib.suppress(sqlite3.Error):
            self.rollback()
        super().close()


def connect(database: str, **options: Any) -> NearConnection:
    """A connection that is opened when it is awaited; `options` as for `sqlite3.connect`."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(
            database, **{"factory": LettingGo, **options, "check_same_thread": False}
        )
        return opened

    connection = NearConnection(connector, iter_chunk_size=64)
    # As SQLAlchemy does: a program that ends does not wait for it.
    connection._thread.daemon = True
    return connection
