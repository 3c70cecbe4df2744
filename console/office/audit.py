"""The room of the audit: who read or changed what, and when. Staff see what was done at their house, the
operator everything, without a name.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.db.queries.audit import Entry
from bot.services.office import audit_pages
from bot.services.office.audit_pages import Asked
from console.office.audit_words import ROLES, choices, told
from console.office.form import Form
from console.office.frame import Frame, Place
from console.office.site import OfficeSite
from console.office.table import OPERATOR, ROOT, STAFF, Page, Visit
from flows.model import Text

PATH = "/audit"
WHO = STAFF | OPERATOR
MENU = (Place(PATH, Text("console.audit"), WHO),)
COLUMNS = ("number", "at", "role", "member", "what", "referral", "taalhuis", "about", "detail")


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""

    async def show(visit: Visit) -> Response:
        asked = asked_in(visit.form)
        async with site.office.acting() as scene:
            found = await audit_pages.search(scene, visit.viewer, asked)
        return frame.page(
            visit,
            "audit.html",
            asked=asked,
            found=found,
            roles=ROLES,
            told=told,
            whats=_in_order(frame, visit),
            names=audit_pages.may_see_names(visit.viewer),
            much=visit.form.one("much") == "1",
            query=urlencode(_query(asked)),
            may_read=bool(visit.viewer.houses),
        )

    async def export(visit: Visit) -> Response:
        asked = asked_in(visit.form)
        async with site.office.acting() as scene:
            entries = await audit_pages.export(scene, visit.viewer, asked)
        if entries is None:
            address = f"{ROOT}{PATH}?{urlencode({**_query(asked), 'much': '1'})}"
            return RedirectResponse(address, status_code=303)
        headers = {"content-disposition": 'attachment; filename="audit.csv"'}
        return Response(_csv(entries), media_type="text/csv; charset=utf-8", headers=headers)

    return (Page("GET", PATH, WHO, show), Page("GET", f"{PATH}.csv", WHO, export))


def asked_in(form: Form) -> Asked:
    """What stands in the address; what is no code, number or day counts as not filled in."""
    case, what = form.one("case").strip(), form.one("what")
    return Asked(
        case=case if case.isalnum() and case.isascii() and len(case) <= 12 else "",
        member=form.number("member"),
        what=what if what in choices() else "",
        since=_day(form.one("since")),
        until=_day(form.one("until")),
        before=form.number("before") or None,
    )


def _query(asked: Asked) -> dict[str, str]:
    """The address of the same question."""
    found = {
        "case": asked.case,
        "member": str(asked.member or ""),
        "what": asked.what,
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
    }
    return {name: value for name, value in found.items() if value}


def _day(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _in_order(frame: Frame, visit: Visit) -> list[tuple[str, Text]]:
    """What can be asked for, in the order of its words."""
    return sorted(choices().items(), key=lambda one: frame.texts.render(one[1], visit.language).casefold())


def _csv(entries: list[Entry]) -> str:
    """No cell holds what a person typed: codes, numbers, moments and JSON, nothing to count with."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in entries:
        moment = one.at.isoformat()
        owner = (one.role, one.member_id, one.what, one.referral_id, one.taalhuis_id)
        writer.writerow((one.number, moment, *owner, one.about, one.detail))
    return file.getvalue()
