"""Lines that a person types, waited for in a way that can be given up.

A read of standard input cannot be cancelled, and the threads of the event loop are waited for at the end: the
program would hang until somebody presses Enter. So each line has a thread of its own that is left behind when
the program ends. It reads past Python's buffered `sys.stdin`, whose lock such a thread would hold for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from io import FileIO
from typing import Any, TextIO


class TypedLines:
    """Standard input, or a pipe or file in its place, one line at a time; nothing is read ahead."""

    def __init__(self, source: TextIO) -> None:
        """`source` must have a file descriptor from which nothing was read yet; it stays open."""
        self._file = FileIO(source.fileno(), closefd=False)
        self._encoding, self._errors = source.encoding, source.errors or "strict"

    async def next(self, stop: asyncio.Event) -> str:
        """The next line with its line end, or "" at the end of the input and as soon as `stop` is set.

        Raises:
            OSError: the terminal went away.
        """
        reading = _in_thread(self._file.readline)
        stopping = asyncio.ensure_future(stop.wait())
        both: set[asyncio.Future[Any]] = {reading, stopping}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            reading.cancel()
            return ""
        return reading.result().decode(self._encoding, self._errors)


def _in_thread(work: Callable[[], bytes]) -> asyncio.Future[bytes]:
    """What `work` gives or raises. Who cancels it leaves the thread to itself."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bytes] = loop.create_future()

    def settle(result: bytes, error: OSError | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    def run() -> None:
        result, error = b"", None
        try:
            result = work()
        except OSError as caught:
            error = caught
        # The loop may be closed by now, and then nobody waits.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="typed-line", daemon=True).start()
    return done
