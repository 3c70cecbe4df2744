"""The map of a region: what it says in words, who sees which, and that small numbers stay hidden."""

from __future__ import annotations

import re

from bot.geo.places import PlaceTable
from bot.services.office import coverage
from bot.services.office.coverage import Coverage
from bot.services.office.viewer import Viewer
from console.office.coverage_map_shapes import draw
from tests.support.building import Rig, place_table
from tests.support.loop import HOUSE, make_regional, make_staff, make_volunteer
from tests.support.meetings import make_case
from tests.support.offering import scene
from tests.support.office import at_desk


async def sign_ups(rig: Rig, many: dict[str, int], *, house: str = HOUSE) -> None:
    """So many people from each gemeente."""
    volunteer = await make_volunteer(rig, house, address=f"v-{house}")
    async with rig.database.transaction() as connection:
        made = {
            await make_case(rig, connection, f"{house[-1]}{code[-3:]}{number}", volunteer): code
            for code, count in many.items()
            for number in range(count)
        }
    for referral, code in made.items():
        await rig.run(
            "UPDATE intake SET gemeente_code = :code WHERE id ="
            " (SELECT intake_id FROM referral WHERE id = :referral)",
            code=code,
            referral=referral,
        )


async def region_id(rig: Rig, name: str = "Zwolle") -> int:
    return int((await rig.rows("SELECT id FROM region WHERE name = :name", name=name))[0][0])


def cells(page: str) -> dict[str, list[str]]:
    """The table by gemeente."""
    body = page[page.index('aria-labelledby="towns"') :]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for name, row in rows}


async def test_each_sees_the_map_of_their_own_region(rig: Rig) -> None:
    staff = await make_staff(rig)
    twente = await region_id(rig, "Twente")
    for who, status in ((staff, 404), (await make_regional(rig), 404), (None, 200)):
        async with at_desk(rig, who) as desk:
            assert "Taalhuizen in" in (await desk.get("/map")).text
            assert (await desk.get(f"/map?region={twente}")).status_code == status


async def test_outside_the_taalhuis_no_number_under_five_can_be_read_or_worked_out(rig: Rig) -> None:
    regional = await make_regional(rig)
    await sign_ups(rig, {"GM0193": 12, "GM0177": 3, "GM0175": 7})
    rig.clock.forward(days=30)
    async with at_desk(rig, regional) as desk:
        table = cells((await desk.get("/map")).text)

    told = {name: row[-1] for name, row in table.items()}
    assert told["Raalte"] == "&lt; 5"
    assert told["Ommen"] == "niet getoond"
    assert told["Zwolle"] == "12"
    assert set(told.values()) <= {"&lt; 5", "niet getoond", "12", "0"}


async def test_staff_see_the_numbers_of_their_own_house_and_of_others_as_everybody_does(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = "demo-zwolle-2"
    await sign_ups(rig, {"GM0193": 2, "GM0177": 1})
    await sign_ups(rig, {"GM0193": 3}, house=other)
    async with at_desk(rig, staff) as desk:
        today = cells((await desk.get("/map")).text)
        said = desk.page.text
    rig.clock.forward(days=30)
    async with at_desk(rig, staff) as desk:
        later = cells((await desk.get("/map")).text)

    # Their own they see at once, those of others when the month is over.
    assert (today["Zwolle"][-2:], today["Raalte"][-2:]) == (["2", "0"], ["1", "0"])
    assert (later["Zwolle"][-2:], later["Raalte"][-2:]) == (["2", "&lt; 5"], ["1", "0"])
    assert "Aanmeldingen van 01-06-2025 tot en met 31-05-2026. Bij u tellen ook" in said


async def test_who_signs_up_today_does_not_show_on_the_map_of_the_region(rig: Rig) -> None:
    regional = await make_regional(rig)
    await sign_ups(rig, {"GM0193": 12, "GM0175": 7})
    rig.clock.forward(days=30)
    async with at_desk(rig, regional) as desk:
        before = (await desk.get("/map")).text
        await sign_ups(rig, {"GM0193": 1}, house="demo-zwolle-2")
        after = (await desk.get("/map")).text

    assert cells(before) == cells(after)
    assert cells(after)["Zwolle"][-1] == "12"
    assert "Bij u tellen" not in after


async def test_a_gemeente_whose_only_house_is_closed_is_named_first(rig: Rig) -> None:
    regional = await make_regional(rig)
    await rig.run("UPDATE taalhuis SET closed_until = '2099-01-01' WHERE gemeente_code = 'GM0177'")
    async with at_desk(rig, regional) as desk:
        page = (await desk.get("/map")).text

    assert "geen open Taalhuis: " in page
    assert "Raalte" in next(iter(cells(page)))


async def _coverage(rig: Rig) -> Coverage:
    await rig.with_houses()
    async with scene(rig) as here:
        found = await coverage.look(here, Viewer(0, None, True, "nl", ()), await region_id(rig))
    assert found is not None
    return found


async def test_every_postcode_of_the_region_is_served_and_every_square_is_drawn_once(rig: Rig) -> None:
    found = await _coverage(rig)
    table: PlaceTable = place_table()
    drawing = draw(found, table)

    assert drawing is not None
    squares: list[tuple[int, int]] = []
    for path in drawing.bands.values():
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
            squares += [(int(x) + step, int(y)) for step in range(int(length))]
    assert len(squares) == len(set(squares)) > 500
    assert all(0 <= x < drawing.width and 0 <= y < drawing.height for x, y in squares)
    assert {mark.name for mark in drawing.towns} == {town.name for town in found.towns}
    assert len(drawing.houses) == len(found.houses)
    assert sum(town.postcodes for town in found.towns) == len(found.served)


async def test_a_house_and_the_name_of_its_gemeente_stand_where_they_are(rig: Rig) -> None:
    drawing = draw(await _coverage(rig), place_table())

    assert drawing is not None
    marks = {mark.name: mark for mark in drawing.towns}
    # Kampen lies west of Zwolle, Raalte south-east of it.
    assert marks["Kampen"].x < marks["Zwolle"].x < marks["Raalte"].x
    assert marks["Raalte"].y > marks["Zwolle"].y


async def test_no_name_stands_on_a_house_or_on_another_name(rig: Rig) -> None:
    drawing = draw(await _coverage(rig), place_table())

    assert drawing is not None
    for mark in drawing.towns:
        half = len(mark.name) / 2
        assert not [one for one in drawing.houses if abs(one.x - mark.x) < half and -1 < one.y - mark.y < 1]
        near = [one for one in drawing.towns if one is not mark and abs(one.y - mark.y) < 1.7]
        assert not [one for one in near if abs(one.x - mark.x) < half]
