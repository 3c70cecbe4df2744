"""uvicorn inside the test's own event loop, with a way to cut a single connection."""

import asyncio
import contextlib
import socket
from collections.abc import Generator

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

_START_TIMEOUT_S = 30
_STOP_TIMEOUT_S = 2


class _QuietServer(uvicorn.Server):
    """Leaves the signals of the process to whoever owns it, and stops at once instead of at the next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _listen(port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only for sockets that say they are TCP: without it, 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


class Wire:
    """Serves one application on 127.0.0.1 and remembers who is connected."""

    def __init__(self) -> None:
        self.port = 0
        self._connections: dict[tuple[str, int], asyncio.BaseTransport] = {}
        self._closing = asyncio.Event()
        self._server: _QuietServer | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, app: Starlette, port: int) -> None:
        """Listens on `port` (0: any free one). Raises OSError when it is taken."""
        listener = _listen(port)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            app,
            http=self._protocol(),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_STOP_TIMEOUT_S,
        )
        self._server = _QuietServer(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        async with asyncio.timeout(_START_TIMEOUT_S):
            while not self._server.started:  # noqa: ASYNC110 — uvicorn has a flag, no event
                await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Answers what is in hand and closes."""
        self._closing.set()
        if self._server is not None and self._task is not None:
            self._server.stop.set()
            await self._task

    async def cut(self, client: tuple[str, int], *, after_s: float) -> None:
        """Closes the connection of `client` after `after_s` seconds, without an answer."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(after_s):
                await self._closing.wait()
        transport = self._connections.get((client[0], client[1]))
        if isinstance(transport, asyncio.Transport):
            transport.abort()
        await asyncio.sleep(0.01)  # until uvicorn has seen that nobody is there

    def _protocol(self) -> type[asyncio.Protocol]:
        connections = self._connections

        class Remembering(H11Protocol):
            """uvicorn's protocol, which also notes its transport."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client is not None:
                    connections[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client is not None:
                    connections.pop(self.client, None)

        return Remembering
