"""Desks in a real browser: the console over a rig of its own, served in the loop of the test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Browser, Page

from bot.db.queries.members import MemberRow
from bot.db.session import Database
from tests.support.building import Rig, build_rig
from tests.support.clock import FakeClock
from tests.support.database import sqlite_url
from tests.support.office import COOKIE, office_app, session_token


@dataclass(slots=True)
class Desks:
    """A rig whose console is served at `url`; `sit` gives somebody a browser of their own."""

    rig: Rig
    url: str
    chromium: Browser
    stack: AsyncExitStack

    async def sit(self, who: MemberRow | None, **options: Any) -> Page:
        """The first page of the console for somebody who is signed in; None for the operator. `options` as
        for a browser's context: `viewport`, `java_script_enabled`, …
        """
        wide = {"locale": "nl-NL", "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}}
        context = await self.chromium.new_context(**(wide | options))
        self.stack.push_async_callback(context.close)
        token = await session_token(self.rig, who)
        await context.add_cookies([{"name": COOKIE, "value": token, "url": self.url}])
        page = await context.new_page()
        await page.goto(f"{self.url}/console")
        return page


@asynccontextmanager
async def desks_over(template: Path, folder: Path, chromium: Browser) -> AsyncIterator[Desks]:
    """`template` is a migrated SQLite file, which is copied into `folder`."""
    path = folder / "desk.db"
    shutil.copyfile(template, path)
    async with AsyncExitStack() as stack:
        database = Database(sqlite_url(path))
        stack.push_async_callback(database.close)
        rig = build_rig(database, FakeClock())
        rig.dispatcher.start()
        stack.push_async_callback(rig.dispatcher.stop, patience_seconds=2.0)
        hours = iter(range(0, 10**9, 3600))
        app = office_app(rig, clock=lambda: float(next(hours)))
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield Desks(rig, f"http://127.0.0.1:{port}", chromium, stack)
        finally:
            await stack.aclose()
            server.should_exit = server.force_exit = True
            await serving
