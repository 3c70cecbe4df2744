"""The yearly privacy report counts what was asked, refused, read and erased, and names nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

from bot.domain.act import Act
from bot.services import audit
from bot.services.office.office import Office
from bot.services.rights import report
from flows.replies import Typed
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, make_regional, make_staff, make_volunteer, submitted_case
from tests.support.office import Desk, at_desk
from tests.support.signups import BSN, NAME

READ, LISTED = "Gegevens bekeken of gehoord", "Lijsten met namen bekeken"


def numbers(desk: Desk, table: str = "") -> dict[str, int]:
    """Each line of the page, or of one table of it, with how often."""
    text = unescape(desk.page.text).split(f"<caption>{table}</caption>" if table else "<caption>", 1)[1]
    rows = re.findall(
        r'<th scope="row">(.*?)</th><td>(\d+)</td>', text.split("</table>")[0] if table else text
    )
    return {unescape(label): int(many) for label, many in rows}


async def a_year(rig: Rig) -> None:
    """Two sign up, one says no, one types a number, one is erased."""
    await submitted_case(rig)
    await submitted_case(rig, "8")
    await rig.start("9")
    await rig.taps("nl start no", "9")
    await rig.hear(Typed(BSN), address="9")
    await rig.hear(Typed("wissen"), address="8")
    await rig.tap("yes", "8")


async def test_the_operator_sees_the_numbers_of_everything(rig: Rig) -> None:
    await make_staff(rig)
    await a_year(rig)
    async with at_desk(rig, None) as desk:
        await desk.get("/privacy")
        found = numbers(desk)

    assert found["Ja gezegd"] == 2
    assert found["Nee gezegd"] == 1
    assert found["In het gesprek"] == 1
    assert found["Alles gewist door de deelnemer"] == 1
    assert NAME not in desk.page.text


async def test_staff_see_those_of_their_own_house_alone(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_staff(rig, OTHER_HOUSE, address="other")
    await a_year(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/privacy")
        ours = numbers(desk)
    async with at_desk(rig, other) as desk:
        await desk.get("/privacy")
        theirs = numbers(desk)

    assert ours["Alles gewist door de deelnemer"] == 1
    assert theirs["Alles gewist door de deelnemer"] == 0
    assert "Ja gezegd" not in ours


async def test_who_looked_and_who_was_given_a_file_is_counted(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        await desk.post(f"/intake/{case.id}/data")
        await desk.get("/privacy")
        found, read = numbers(desk), numbers(desk, READ)

    assert read["Door medewerkers"] == 1
    assert found["Bestand gemaakt door een medewerker"] == 1
    assert found["Bestanden gemaakt"] == 1


async def test_an_earlier_year_can_be_asked_for_and_regional_staff_may_not(rig: Rig) -> None:
    await make_staff(rig)
    await a_year(rig)
    regional = await make_regional(rig)
    async with at_desk(rig, None) as desk:
        await desk.get(f"/privacy?year={rig.clock().year - 1}")
        before = numbers(desk)
    async with at_desk(rig, regional) as desk:
        refused = await desk.get("/privacy")

    assert not any(before.values())
    assert refused.status_code == 403


async def test_lists_with_names_are_counted_by_role_beside_what_was_read_of_one(rig: Rig) -> None:
    staff = await make_staff(rig)
    volunteer = await make_volunteer(rig)
    await submitted_case(rig)
    await rig.taps("done person")
    async with at_desk(rig, staff) as desk:
        for page in ("/intakes", "/intakes/tasks", "/planning"):
            assert (await desk.get(page)).status_code == 200
        async with Office(rig.process).acting() as scene:
            for one in (staff, volunteer):
                act = Act(what="calendar.read", role=one.role, member_id=one.id, taalhuis_id=one.taalhuis_id)
                audit.note(scene, act)
        await desk.get("/privacy")
        read, listed = numbers(desk, READ), numbers(desk, LISTED)

    assert set(read.values()) == {0}
    assert listed["Door medewerkers"] == 4
    assert listed["Door vrijwilligers"] == 1


async def test_a_year_begins_at_midnight_where_the_houses_are(rig: Rig) -> None:
    """Half past midnight on New Year's Day in Amsterdam is still December in UTC."""
    await rig.with_houses()
    rig.clock.now = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    await rig.start("8")
    await rig.taps("nl start yes", "8")
    await submitted_case(rig)
    rig.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    await rig.start("9")
    await rig.taps("nl start no", "9")
    await rig.hear(Typed("wissen"))
    await rig.tap("yes")
    old, new = [await year_of(rig, year) for year in (2026, 2027)]

    assert (old["consent.given"], new["consent.given"]) == (2, 0)
    assert (old["consent.refused"], new["consent.refused"]) == (0, 1)
    assert (old["erased.everything"], new["erased.everything"]) == (0, 1)


async def test_what_the_terms_erase_is_counted_on_the_day_there_too(rig: Rig) -> None:
    await submitted_case(rig)
    rig.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    await rig.housekeeping.tidy()
    old, new = [await year_of(rig, year) for year in (2026, 2027)]

    assert (old["erased.never_started"], new["erased.never_started"]) == (0, 1)
    assert (old["retention_runs"], new["retention_runs"]) == (0, 1)


async def year_of(rig: Rig, year: int) -> dict[str, int]:
    """How often, by the last words of the key of each line."""
    async with rig.database.reading() as connection:
        found = await report.of_year(connection, year, rig.worlds.zone)
    return {
        label.key.removeprefix("console.privacy."): many for part in found.parts for label, many in part.rows
    }
