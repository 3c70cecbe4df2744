"""A lighter start. What the libraries load for uses that are not ours costs a third of the time until the
first answer, and 6 MB: measured in `bench/bench_start.py`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# While modules are loaded nearly everything that is made stays; by default Python looks 300 times for what
# does not, which took an eighth of the start. `bot.app` chooses again for the work itself.
NEW_OBJECTS = 500_000
# For a command line of httpx and for tracebacks in colour: no server has use for them.
TERMINAL_TOYS = ("click", "pygments", "rich")


def start_lightly() -> None:
    """To be called first in a process that is ours alone, before the libraries are loaded."""
    gc.set_threshold(NEW_OBJECTS)
    # Otherwise pydantic reads the list of everything that is installed, in search of plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with _absent(TERMINAL_TOYS):
        import httpx  # noqa: F401
        import structlog  # noqa: F401


@contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """As if these were not installed, which both libraries provide for. What is loaded already stays."""
    hidden = [name for name in names if name not in sys.modules]
    # Python's own way to say that a module is not to be found.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
