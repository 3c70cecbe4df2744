"""A command at a terminal of its own, as a person sits at it: keys, Ctrl-C too, and what the screen shows."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.commands import SECONDS, Commands


@dataclass(slots=True)
class Seated:
    """`seen` is all that the screen has shown, the echo of what was typed too."""

    process: subprocess.Popen[bytes]
    _keyboard: int
    _shown: bytearray = field(default_factory=bytearray)

    @property
    def seen(self) -> str:
        return self._shown.decode(errors="replace")

    def type(self, keys: str) -> None:
        """Press these keys; "\\x03" is Ctrl-C."""
        os.write(self._keyboard, keys.encode())

    def reads(self, words: str) -> None:
        """Wait until the screen shows `words`. Raises AssertionError when it does not."""
        deadline = time.monotonic() + SECONDS
        while words not in self.seen:
            assert self._look(deadline), f"{words!r} was never shown\n{self.seen}"

    def ended(self) -> int:
        """Wait until the command ends by itself; its exit code. Raises AssertionError when it does not."""
        deadline = time.monotonic() + SECONDS
        while self._look(deadline):
            pass
        assert time.monotonic() < deadline, f"it goes on and on\n{self.seen}"
        return self.process.wait(SECONDS)

    def _look(self, deadline: float) -> bool:
        """Take what comes next on the screen; False at the deadline, or when nobody writes any more."""
        ready, _, _ = select.select([self._keyboard], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            new = os.read(self._keyboard, 4096)
        except OSError:
            # Linux says so in this way when the last one at the other side has gone.
            return False
        self._shown += new
        return bool(new)


@contextlib.contextmanager
def seated(run: Commands, *arguments: str) -> Iterator[Seated]:
    """Start the command of `run` at a new terminal; whatever still runs at the end is killed."""
    keyboard, terminal = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=run.directory,
            env=run.environment(),
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            # Only the terminal that a session belongs to makes a signal of Ctrl-C.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
    finally:
        os.close(terminal)
    try:
        yield Seated(process, keyboard)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(SECONDS)
        os.close(keyboard)
