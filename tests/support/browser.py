"""Chromium and a real server for tests that look at the page as a person does."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.async_api import Browser, Playwright
from starlette.types import ASGIApp

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Quiet: nothing is fetched, nothing is asked. Without --no-sandbox it does not start as root in a container.
ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
# A microphone that is made up: it hums, and nobody has to allow it.
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
_START_SECONDS = 20


class BrowserMissing(RuntimeError):
    """There is no Chromium on this machine."""


def browser_path() -> str:
    """The Chromium of this machine.

    Raises:
        BrowserMissing: with the words to install it.
    """
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    raise BrowserMissing("no Chromium on this machine; on Debian: apt-get install chromium")


async def launch(playwright: Playwright, *more: str) -> Browser:
    """Start it with a new profile of its own, and more switches."""
    return await playwright.chromium.launch(executable_path=browser_path(), args=[*ARGS, *more])


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve the application on a free port of 127.0.0.1 and yield its address, as `http://127.0.0.1:port`."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, name="web-under-test", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise RuntimeError("the web server did not start")
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        # A browser may hold its connections open; nobody waits for it.
        server.force_exit = True
        thread.join(_START_SECONDS)
