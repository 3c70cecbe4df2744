"""The page of the audit: staff see what was done at their house, the operator everything without a name, and
each looking is written down.
"""

from __future__ import annotations

import csv
import io

from flows.replies import Tap
from tests.support.building import Rig
from tests.support.loop import HOUSE, OTHER_HOUSE, make_regional, make_staff, submitted_case
from tests.support.office import at_desk

WHO = "Sanne"


async def opened(rig: Rig, referral: int, address: str = "staff") -> None:
    """A member of staff opens the card of a sign-up in the chat."""
    await rig.hear(Tap(f"do:intake:{referral}", 0, 0, "m1"), address=address)


async def entries(rig: Rig) -> list[str]:
    return [what for (what,) in await rig.rows("SELECT what FROM audit_entry ORDER BY number")]


async def test_staff_find_who_read_a_sign_up_by_its_code(rig: Rig) -> None:
    staff = await make_staff(rig, name=WHO)
    case = await submitted_case(rig)
    await opened(rig, case.id)

    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/audit?case={case.code.lower()}")
        nothing = await desk.get("/audit?case=XXXX99")

    assert page.status_code == nothing.status_code == 200
    assert WHO in page.text
    assert "Een aanmelding gelezen" in page.text
    assert f'href="/console/intake/{case.id}"' in page.text
    assert "<table>" in page.text
    assert "<table>" not in nothing.text


async def test_another_house_sees_nothing_of_it_and_regional_staff_have_no_such_page(rig: Rig) -> None:
    await make_staff(rig, HOUSE, name=WHO)
    case = await submitted_case(rig)
    await opened(rig, case.id)
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="elsewhere", name="Dirk")

    async with at_desk(rig, elsewhere) as desk:
        page = await desk.get(f"/audit?case={case.code}")
        file = await desk.get("/audit.csv")
    async with at_desk(rig, await make_regional(rig)) as desk:
        refused = await desk.get("/audit")

    assert WHO not in page.text
    assert "<table>" not in page.text
    assert "intake.read" not in file.text
    assert refused.status_code == 403


async def test_the_operator_sees_everything_without_a_name(rig: Rig) -> None:
    await make_staff(rig, name=WHO)
    case = await submitted_case(rig)
    await opened(rig, case.id)

    async with at_desk(rig, None) as desk:
        page = await desk.get("/audit?what=intake.read")

    assert case.code in page.text
    assert "Een aanmelding gelezen" in page.text
    assert WHO not in page.text
    assert f"/console/intake/{case.id}" not in page.text


async def test_looking_and_taking_a_file_are_written_down(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/audit?what=intake.read&since=2026-01-01&until=2026-12-31")
        file = await desk.get("/audit.csv")
    kept = await rig.rows("SELECT member_id, taalhuis_id, detail FROM audit_entry WHERE what = 'audit.read'")

    assert (await entries(rig))[-2:] == ["audit.read", "audit.exported"]
    assert kept == [
        (staff.id, staff.taalhuis_id, '{"since":"2026-01-01","until":"2026-12-31","what":"intake.read"}')
    ]
    assert file.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(file.text)))
    assert [line["what"] for line in lines][:1] == ["audit.read"]


async def test_pages_follow_one_another_without_a_gap(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    for _ in range(60):
        await opened(rig, case.id)
    many = len([what for what in await entries(rig) if what == "intake.read"])

    async with at_desk(rig, staff) as desk:
        first = await desk.get("/audit?what=intake.read")
        older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        second = await desk.get(older.removeprefix("/console"))

    numbers = [
        line.split("</th>")[0]
        for page in (first, second)
        for line in page.text.split('<th scope="row" class="number">')[1:]
    ]
    assert many == 60
    assert len(numbers) == len(set(numbers)) == 60
    assert 'rel="next"' not in second.text


async def test_days_and_people_narrow_it_down(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_staff(rig, address="other", name="Piet")
    case = await submitted_case(rig)
    await opened(rig, case.id)
    today = rig.clock().date().isoformat()

    async with at_desk(rig, staff) as desk:
        found = {
            query: "<table>" in (await desk.get(f"/audit?what=intake.read&{query}")).text
            for query in (
                f"member={staff.id}",
                f"member={other.id}",
                f"since={today}&until={today}",
                "until=2020-01-01",
                "since=2090-01-01",
                "since=nonsense",
            )
        }

    assert list(found.values()) == [True, False, True, False, False, True]
