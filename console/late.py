"""The console, loaded when somebody first asks for it: without it the first answer of a bot is there a fifth
of a second sooner, and the process is 5 MB lighter.
"""

from __future__ import annotations

import asyncio

from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from console.office.site import OfficeSite

PATHS = ("/console", "/console/{rest:path}", "/calendar/{rest:path}")


class LateOffice:
    """An ASGI application that becomes the console at its first request."""

    def __init__(self, site: OfficeSite) -> None:
        self._site = site
        self._router: Router | None = None
        self._loading = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """Every address at which the console may have something; the rest it says itself."""
        return [Route(path, self) for path in PATHS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = self._router or await self._loaded()
        await router(scope, receive, send)

    async def _loaded(self) -> Router:
        async with self._loading:
            if self._router is None:
                # In a thread: whoever talks to the bot in that moment should not wait for it.
                self._router = await asyncio.to_thread(self.load)
            return self._router

    def load(self) -> Router:
        """The console itself."""
        from console.office.app import office_routes

        return Router(office_routes(self._site))
