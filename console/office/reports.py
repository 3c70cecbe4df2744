"""Reports: choose a period and whom it is about, read it, print it, take it along as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from bot.db.queries.report_places import Places
from bot.domain.reporting import Period, dutch_day, last_day_over, period_between, period_of
from bot.services.office.viewer import Viewer
from bot.services.reports.files import make_file
from bot.services.reports.model import BREAKDOWNS, By, Kind, Report, Scope, Sign
from bot.services.reports.reports import Reports
from bot.services.reports.scopes import ask, scopes_of
from bot.services.reports.tables import (
    Block,
    Value,
    blocks,
    breakdown_name,
    ends_early,
    period_name,
    scope_name,
    sign,
)
from console.office.charts import Bar, bars
from console.office.frame import Frame, Place
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import EVERYBODY, ROOT, Page, Visit
from flows.model import Name, Text

MENU = (Place("/reports", Text("console.reports"), EVERYBODY),)
OWN = "own"
_YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. `period` is None when its days are wrong."""

    scope: Scope
    words: str
    period: Period | None
    by: str
    first: str
    last: str


class Room:
    """The pages of reports."""

    def __init__(self, site: OfficeSite, frame: Frame) -> None:
        self._site = site
        self._frame = frame
        self._reports = Reports(site.office)

    async def show(self, visit: Visit) -> Response:
        """The form, and the report that it asks for; at first that of this year."""
        places = await self._reports.places()
        scopes = scopes_of(visit.viewer, places)
        if not scopes:
            return self._frame.page(visit, "reports_none.html")
        wish = await self._wish(visit, scopes)
        if wish is None:
            return not_found(self._frame, visit)
        report = await self._make(visit.viewer, wish, places, "report.read")
        say = self._say(visit)
        return self._frame.page(
            visit,
            "reports.html",
            scopes=_scope_choices(scopes, wish.scope, say),
            periods=_periods(_newest(scopes, await self._today()), wish.words, say),
            breakdowns=_breakdowns(wish, say),
            wish=wish,
            masked=wish.scope.masked,
            report=_Shown(report, say) if report else None,
            query=_query(wish),
        )

    async def csv(self, visit: Visit) -> Response:
        """The same report for any spreadsheet."""
        return await self._file(visit, "csv")

    async def workbook(self, visit: Visit) -> Response:
        """The same report for Excel and its likes."""
        return await self._file(visit, "xlsx")

    async def _file(self, visit: Visit, kind: str) -> Response:
        places = await self._reports.places()
        wish = await self._wish(visit, scopes_of(visit.viewer, places))
        if wish is None or wish.period is None:
            return not_found(self._frame, visit)
        report = await self._make(visit.viewer, wish, places, "report.export")
        if report is None:
            # The page says why there is none yet.
            return RedirectResponse(f"{ROOT}/reports?{_query(wish)}", status_code=303)
        made = make_file(report, kind, self._say(visit), await self._today())
        headers = {"content-disposition": f'attachment; filename="{made.name}"', "cache-control": "no-store"}
        return Response(made.body, media_type=made.media_type, headers=headers)

    async def _wish(self, visit: Visit, scopes: Sequence[Scope]) -> Wish | None:
        """None when they may not have that, or there is no such thing."""
        form = visit.form
        code = form.one("scope", scopes[0].code if scopes else "")
        scope = next((one for one in scopes if one.code == code), None)
        if scope is None:
            return None
        newest = _newest([scope], await self._today())
        words, first, last = form.one("period") or str(newest.year), "", ""
        period = period_of(words)
        if words == OWN:
            first, last = form.one("first"), form.one("last")
            period = period_between(first, last)
        by = form.one("by", By.NOTHING)
        return Wish(scope, words, period, by, first, last)

    async def _make(self, viewer: Viewer, wish: Wish, places: Places, what: str) -> Report | None:
        if wish.period is None:
            return None
        asked = ask(wish.scope, wish.period, wish.by, await self._today())
        if asked is None:
            return None
        # In full it is for staff of that house; otherwise regional staff ask for it, or the operator.
        house = next((one.id for one in places.houses.values() if one.code == wish.scope.key), 0)
        regional = None if viewer.operator else next(iter(viewer.regions.values()), None)
        by = regional if wish.scope.masked else viewer.houses[house]
        return await self._reports.make(asked, places, viewer.act(what, by=by))

    async def _today(self) -> date:
        async with self._site.office.looking() as scene:
            return dutch_day(scene.now)

    def _say(self, visit: Visit) -> Callable[[Text], str]:
        return lambda text: self._site.texts.render(text, visit.language)


def pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """See `console.office.app`."""
    room = Room(site, frame)
    return (
        Page("GET", "/reports", EVERYBODY, room.show),
        Page("GET", "/reports/export.csv", EVERYBODY, room.csv),
        Page("GET", "/reports/export.xlsx", EVERYBODY, room.workbook),
    )


# ── What the templates show ─────────────────────────────────────────────────────────────────────────────


class _Shown:
    """A report in words."""

    def __init__(self, report: Report, say: Callable[[Text], str]) -> None:
        self._say = say
        self.scope = scope_name(report.asked.scope, say)
        self.period = period_name(report, say)
        self.by = breakdown_name(report.asked.by, say) if report.groups else ""
        self.sign_ups = cell(report.sign_ups)
        self.hides = report.hides
        self.left_out = report.left_out
        self.ends_early = ends_early(report, say)
        self.blocks = blocks(report, say)

    def chart(self, block: Block) -> Markup | None:
        """The picture of a table; None for one that says more as a table alone."""
        if not block.bars:
            return None
        hidden = self._say(Text("console.reports.chart.hidden"))
        drawn = [
            Bar(label, None, f"{sign(number)} ({hidden})") if isinstance(number, Sign) else Bar(label, number)
            for label, number in block.bars
        ]
        what = self._say(Text("console.reports.chart.desc"))
        # `bars` escapes every word itself.
        return Markup(bars(f"chart-{block.key}", block.title, what, drawn))  # noqa: S704

    def cell(self, value: Value) -> str:
        """A number as a page shows it."""
        return cell(value)

    def table(self, block: Block) -> str:
        """What the region of a wide table is called."""
        return self._say(Text("console.reports.table", {"title": Name(block.title)}))


def cell(value: Value) -> str:
    """A number as a page shows it."""
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return sign(value) or str(value)


def _scope_choices(
    scopes: Sequence[Scope], chosen: Scope, say: Callable[[Text], str]
) -> list[tuple[str, list[Choice]]]:
    """In groups, each with the name of its kind."""
    names = {
        Kind.HOUSE: say(Text("console.reports.by.house")),
        Kind.ALL: say(Text("console.reports.of.all")),
        Kind.REGION: say(Text("console.reports.by.region")),
        Kind.GEMEENTE: say(Text("console.reports.by.gemeente")),
    }
    found: dict[str, list[Choice]] = {}
    for scope in scopes:
        label = scope.name or names[scope.kind]
        found.setdefault(names[scope.kind], []).append(Choice(scope.code, label, scope == chosen))
    return list(found.items())


def _newest(scopes: Sequence[Scope], today: date) -> date:
    """The last day that can be in a report of these: from outside the Taalhuis of a month that is over."""
    return last_day_over(today) if all(one.masked for one in scopes) else today


def _periods(newest: date, chosen: str, say: Callable[[Text], str]) -> list[Choice]:
    """Years, then the quarters and months of the newest year and the one before, newest first; own days."""
    found: list[tuple[str, str]] = []
    for year in range(newest.year, newest.year - _YEARS_BACK, -1):
        found.append((str(year), say(Text("console.reports.period.year", {"year": Name(str(year))}))))
    for year in (newest.year, newest.year - 1):
        for number in range(4, 0, -1):
            params = {"number": Name(str(number)), "year": Name(str(year))}
            found.append((f"{year}-Q{number}", say(Text("console.reports.period.quarter", params))))
    found.extend(
        (f"{year}-{month:02}",) * 2 for year in (newest.year, newest.year - 1) for month in range(12, 0, -1)
    )
    begun = [one for one in found if (period := period_of(one[0])) and period.first <= newest]
    known = {value for value, _ in begun} | {OWN}
    extra = [] if chosen in known or period_of(chosen) is None else [(chosen, chosen)]
    own = (OWN, say(Text("console.reports.period.own")))
    return [Choice(value, label, value == chosen) for value, label in [*begun, *extra, own]]


def _breakdowns(wish: Wish, say: Callable[[Text], str]) -> list[Choice]:
    """All there are: which of them a report can have depends on whom it is about."""
    possible = BREAKDOWNS[wish.scope.kind]
    chosen = wish.by if wish.by in possible else By.NOTHING
    return [Choice(by, breakdown_name(by, say), by == chosen) for by in By]


def _query(wish: Wish) -> str:
    fields = {"scope": wish.scope.code, "period": wish.words, "by": wish.by}
    if wish.words == OWN:
        fields |= {"first": wish.first, "last": wish.last}
    return urlencode(fields)
