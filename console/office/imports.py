"""Taking over a file of Taalhuizen, for the operator.

GET  /import              a box for a file, or the differences of the one that was handed in
POST /import              hands in a file; the token stands in the address, for the body is the file
POST /import/take-over    does what was shown
POST /import/drop         forgets the file
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message

from bot.errors import InputFileError
from bot.geo.taalhuis_file import TaalhuisRow, parse_taalhuizen
from bot.geo.taalhuis_wrong import Fault, TaalhuisFileError
from bot.services.imports import Plan
from bot.services.office import importing
from bot.services.office.importing import Content
from console.forms import FormTooLarge, FormUnreadable
from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import OPERATOR, ROOT, Page, Visit
from flows.model import Name, Text

MENU = (Place("/import", Text("console.import"), OPERATOR),)
LARGEST_BYTES = 8_000_000
"""Some 25,000 Taalhuizen."""
_MOST_FAULTS = 200


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = _Imports(site, frame)
    return (
        Page("GET", "/import", OPERATOR, room.show),
        Page("POST", "/import", OPERATOR, room.upload, uploads=True),
        Page("POST", "/import/take-over", OPERATOR, room.take_over),
        Page("POST", "/import/drop", OPERATOR, room.drop),
    )


class _Imports:
    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._site = site
        self._frame = frame

    async def show(self, visit: Visit) -> Response:
        async with self._site.office.looking() as scene:
            content = await importing.kept(scene, visit.viewer)
            places = scene.worlds.places
        made, changed = visit.form.number("made"), visit.form.number("changed")
        done = (made, changed) if visit.form.one("done") else None
        if content is None:
            return self._page(visit, done=done)
        rows = await asyncio.to_thread(parse_taalhuizen, content.bytes, places)
        return await self._differences(visit, content.name, rows)

    async def upload(self, visit: Visit) -> Response:
        content = await read_upload(visit.request)
        if content is None:
            return self._page(visit, status=422, no_file=True)
        async with self._site.office.looking() as scene:
            places = scene.worlds.places
        try:
            # A large file takes a second, in which others are to be served.
            await asyncio.to_thread(parse_taalhuizen, content.bytes, places)
        except TaalhuisFileError as error:
            return self._page(visit, status=422, found=error.found, name=content.name)
        except InputFileError as error:
            return self._page(visit, status=422, faults=error.faults, name=content.name)
        async with self._site.office.acting() as scene:
            await importing.keep(scene, visit.viewer, content)
        return RedirectResponse(f"{ROOT}/import", status_code=303)

    async def take_over(self, visit: Visit) -> Response:
        async with self._site.office.looking() as scene:
            content = await importing.kept(scene, visit.viewer)
            places, directory = scene.worlds.places, scene.worlds.directory
        if content is None:
            return self._page(visit, status=409, gone=True)
        rows = await asyncio.to_thread(parse_taalhuizen, content.bytes, places)
        async with self._site.office.acting() as scene:
            done = await importing.take_over(scene, visit.viewer, rows, visit.form.one("digest"))
        if done is None:
            return await self._differences(visit, content.name, rows, status=409)
        await directory.refresh()
        said = f"done=yes&made={done.made}&changed={done.changed}"
        return RedirectResponse(f"{ROOT}/import?{said}", status_code=303)

    async def drop(self, visit: Visit) -> Response:
        async with self._site.office.acting() as scene:
            await importing.drop(scene, visit.viewer)
        return RedirectResponse(f"{ROOT}/import", status_code=303)

    async def _differences(
        self, visit: Visit, name: str, rows: Sequence[TaalhuisRow], *, status: int = 200
    ) -> Response:
        async with self._site.office.looking() as scene:
            plan = await importing.plan(scene, rows)
        return self._page(visit, status=status, plan=plan, name=name)

    def _page(
        self,
        visit: Visit,
        *,
        status: int = 200,
        name: str = "",
        plan: Plan | None = None,
        found: Sequence[Fault] = (),
        faults: Sequence[str] = (),
        **said: object,
    ) -> Response:
        return self._frame.page(
            visit,
            "imports.html",
            status=status,
            name=name,
            plan=plan,
            found=found[:_MOST_FAULTS],
            faults=faults[:_MOST_FAULTS],
            many=len(found) + len(faults),
            outdated=plan is not None and status == 409,
            said={"done": None, "no_file": False, "gone": False} | said,
            word=Name,
        )


async def read_upload(request: Request) -> Content | None:
    """The file that was handed in, never more than the limit; None for an empty box.

    Raises:
        FormTooLarge, FormUnreadable.
    """
    left = LARGEST_BYTES

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise FormTooLarge
        return message

    capped = Request(request.scope, receive)
    try:
        async with capped.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                return None
            content = await file.read()
            return Content(file.filename or "", content) if content else None
    except HTTPException:
        raise FormUnreadable from None
