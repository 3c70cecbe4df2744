"""The web server inside our own process: it ends when the bot ends, which has more to finish."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Iterator, Sequence

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import Core
from bot.errors import TaalwijzerError
from bot.services.health import HealthService
from bot.services.transcripts import Transcripts
from bot.settings import Settings
from console.app import Site, create_app
from console.demo import Demo
from console.health import health_routes
from console.office.site import OfficeSite

log = structlog.get_logger()


def build_web(
    core: Core,
    extra_routes: Sequence[BaseRoute] = (),
    *,
    demo: Demo | None = None,
) -> Starlette:
    """The web chat, health, metrics, and whatever else listens on the same port."""
    health = HealthService(core.database, core.directory)
    site = Site(
        inbox=core.receiver,
        transcripts=Transcripts(core.database, core.codec, "web"),
        catalogues=core.catalogues,
        public_url=core.settings.public_url,
        sounds=dict.fromkeys(core.recordings.channels, core.recordings),
        voices=core.voices,
        spoken=core.worlds.spoken,
        pictures=core.pictures,
    )
    office = OfficeSite(
        office=core.office,
        texts=core.catalogues,
        zone=core.settings.zone,
        public_url=core.settings.public_url,
        bot_link=core.worlds.bot_link,
        clock=time.monotonic,
        sounds=site.sounds,
    )
    return create_app(
        site,
        demo=demo,
        office=office,
        extra_routes=(*health_routes(health, core.metrics, clock=core.clock), *extra_routes),
    )


class WebServer(uvicorn.Server):
    """Serves until `should_exit`; signals are ours to handle, because the bot has more to finish than
    requests.
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def is_listening(self) -> bool:
        """Wait until it listens, or cannot; True when it does."""
        while not self.started and not self.should_exit:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        return self.started

    @property
    def port(self) -> int:
        """The port it got; of interest when 0 was asked for."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


def build_server(settings: Settings, web: Starlette) -> WebServer:
    """A server for `web`; not listening yet."""
    return WebServer(
        uvicorn.Config(
            web,
            host=settings.web_host,
            port=settings.web_port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=10,
            server_header=False,
        )
    )


@contextlib.asynccontextmanager
async def serving(settings: Settings, web: Starlette, stop: asyncio.Event) -> AsyncIterator[WebServer]:
    """Serve while this lasts. When the server dies, `stop` is set.

    Raises:
        TaalwijzerError: it cannot listen: the port is taken, or the host is not this machine.
    """
    server = build_server(settings, web)
    task = asyncio.create_task(_serve(server))
    task.add_done_callback(lambda _task: stop.set())
    try:
        if not await server.is_listening():
            raise TaalwijzerError(f"cannot listen on {settings.web_host}:{settings.web_port}; is it taken?")
        yield server
    finally:
        server.should_exit = True
        await task


async def _serve(server: WebServer) -> None:
    try:
        await server.serve()
    except SystemExit:
        server.should_exit = True
        # uvicorn ends the process when it cannot listen; `serving` says so in our own way.
        log.debug("web_server_ended")


def stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM ask to stop; what is in hand is finished first."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
