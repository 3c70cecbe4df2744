"""The yearly privacy report counts what was asked, refused, read and erased, and names nobody."""

from __future__ import annotations

import re
from html import unescape

from flows.replies import Typed
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, make_regional, make_staff, submitted_case
from tests.support.office import Desk, at_desk
from tests.support.signups import BSN, NAME


def numbers(desk: Desk) -> dict[str, int]:
    """Each line of the page, with how often."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', desk.page.text)
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
        found = numbers(desk)

    assert found["Door medewerkers"] == 1
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
