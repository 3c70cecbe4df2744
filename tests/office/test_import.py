"""A file of Taalhuizen at a desk: faults by line and field, the differences, and then exactly these."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from bot.db.queries import houses
from bot.geo.taalhuis_file import COLUMNS
from bot.services.imports import Imported, import_taalhuizen, planned
from console.office.imports import LARGEST_BYTES
from tests.support.building import Rig, demo_rows
from tests.support.loop import make_regional, make_staff
from tests.support.office import Desk, at_desk

ROW = {
    "code": "zwolle-stadkamer",
    "name": "Taalhuis Zwolle",
    "street": "Zeven Alleetjes 1A",
    "postcode": "8011 CV",
    "town": "Zwolle",
    "latitude": "52.5160",
    "longitude": "6.0950",
    "gemeente": "Zwolle",
    "opening_hours": "Mo-Fr 10:00-17:00; PH off",
    "offers": "lezen;schrijven",
    "forms": "group",
    "arbeidsmarktregio": "Zwolle",
}


def a_file(*rows: dict[str, str], delimiter: str = ";") -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


async def upload(desk: Desk, content: bytes, *, token: str = "", name: str = "huizen.csv") -> int:
    """Hand in a file; a redirect is followed."""
    await desk.get("/import")
    found = re.search(r'action="/console/import\?form=([0-9a-f]+)"', desk.page.text)
    token = token or (found[1] if found else "")
    response = await desk.http.post(
        f"/console/import?form={token}", files={"file": (name, content, "text/csv")}
    )
    desk.page = response
    if response.is_redirect:
        await desk.get("/import")
    return response.status_code


async def codes(rig: Rig) -> list[str]:
    return [str(code) for (code,) in await rig.rows("SELECT code FROM taalhuis ORDER BY code")]


def digest_of(desk: Desk) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', desk.page.text)
    assert found, "nothing can be taken over"
    return found[1]


async def test_only_the_operator_reads_files(rig: Rig) -> None:
    for who in (await make_staff(rig), await make_regional(rig)):
        async with at_desk(rig, who) as desk:
            assert (await desk.get("/import")).status_code == 403


async def test_faults_are_shown_by_line_and_field_and_nothing_is_kept(rig: Rig) -> None:
    faulty = a_file(
        ROW,
        {**ROW, "code": "b", "email": "nope"},
        {**ROW, "code": "c", "name": "Bel 111222333", "town": "=1"},
    )
    async with at_desk(rig, None) as desk:
        assert await upload(desk, faulty) == 422
        shown = re.findall(r'<td class="number">(\d+)</td><th scope="row">(\w+)</th>', desk.page.text)

        assert shown == [("3", "email"), ("4", "name"), ("4", "town")]
        assert "een BSN kan zijn" in desk.page.text
        assert "111222333" not in desk.page.text
        assert "Kies eerst" not in (await desk.get("/import")).text
    assert await rig.rows("SELECT 1 FROM import_file") == []
    assert await codes(rig) == []


async def test_what_is_shown_is_what_is_taken_over(rig: Rig) -> None:
    await import_taalhuizen(rig.database, demo_rows()[:2], rig.clock())
    async with at_desk(rig, None) as desk:
        assert await upload(desk, a_file(ROW)) == 303

        assert "1 nieuw Taalhuis" in desk.page.text
        assert "2 Taalhuizen staan niet in het bestand" in desk.page.text
        assert "zwolle-stadkamer" not in await codes(rig)
        await desk.post("/import/take-over", digest=digest_of(desk))
        assert "Klaar: 1 nieuw, 0 veranderd." in desk.page.text

        changed = {**ROW, "phone": "038 421 88 88", "opening_hours": "Mo 10:00-12:00"}
        await upload(desk, a_file(changed))
        for said in ("1 Taalhuis verandert", "+31384218888", "Mo-Fr 10:00-17:00; PH off", "Mo 10:00-12:00"):
            assert said in desk.page.text
        await desk.post("/import/take-over", digest=digest_of(desk))
        assert "Klaar: 0 nieuw, 1 veranderd." in desk.page.text

    assert len(await codes(rig)) == 3
    assert await rig.rows("SELECT phone FROM taalhuis WHERE code = 'zwolle-stadkamer'") == [("+31384218888",)]
    assert rig.directory.name_of("zwolle-stadkamer") == "Taalhuis Zwolle"
    assert await rig.rows("SELECT 1 FROM import_file") == []
    acts = await rig.rows("SELECT what FROM audit_entry WHERE role = 'operator' ORDER BY number")
    assert acts == [("import.houses",), ("import.houses",), ("house.change",)]


async def test_what_changed_meanwhile_is_shown_again_before_anything_is_done(rig: Rig) -> None:
    async with at_desk(rig, None) as desk:
        await upload(desk, a_file(ROW))
        shown = digest_of(desk)
        other = replace(demo_rows()[0], code=ROW["code"])
        await import_taalhuizen(rig.database, [other], rig.clock())
        refused = await desk.post("/import/take-over", digest=shown)

        assert refused.status_code == 409
        assert "Er is intussen iets veranderd." in refused.text
        assert await rig.rows("SELECT name FROM taalhuis") == [(other.name,)]
        assert digest_of(desk) != shown
        await desk.post("/import/take-over", digest=digest_of(desk))

    assert await rig.rows("SELECT name FROM taalhuis") == [("Taalhuis Zwolle",)]


async def test_a_file_is_kept_sealed_for_one_session_and_for_an_hour(rig: Rig) -> None:
    async with at_desk(rig, None) as desk, at_desk(rig, None) as other:
        await upload(desk, a_file(ROW))
        ((content,),) = await rig.rows("SELECT content FROM import_file")
        assert b"Alleetjes" not in bytes(content)
        assert "huizen.csv" not in (await other.get("/import")).text
        rig.clock.forward(minutes=61)

        gone = await desk.post("/import/take-over", digest=digest_of(desk))
        assert gone.status_code == 409
        assert "niet meer bewaard" in gone.text


async def test_a_file_can_be_put_aside(rig: Rig) -> None:
    async with at_desk(rig, None) as desk:
        await upload(desk, a_file(ROW))
        await desk.post("/import/drop")

        assert "Bekijk de verschillen" in desk.page.text
    assert await rig.rows("SELECT 1 FROM import_file") == []


async def test_what_is_no_such_file_is_said_kindly(rig: Rig) -> None:
    async with at_desk(rig, None) as desk:
        for content, status in ((b"", 422), (b"\xff\xfe\x00", 422), (b"a,b\n1,2\n", 422), (b"[{]", 422)):
            assert await upload(desk, content) == status
        assert await upload(desk, b"x" * (LARGEST_BYTES + 1)) == 413
        assert await upload(desk, a_file(ROW), token="0" * 64) == 403
        await desk.get("/import")
        token = re.search(r"\?form=([0-9a-f]+)", desk.page.text)
        assert token
        broken = await desk.http.post(
            f"/console/import?form={token[1]}",
            content=b"nonsense",
            headers={"content-type": "multipart/form-data; boundary=x"},
        )
        assert broken.status_code in (400, 422)
    assert await codes(rig) == []


async def test_ten_thousand_taalhuizen_are_taken_over_at_once(rig: Rig) -> None:
    many = [
        replace(demo_rows()[0], code=f"huis-{number}", coverage=((8011, 8019),)) for number in range(10_000)
    ]

    assert await import_taalhuizen(rig.database, many, rig.clock()) == Imported(10_000, 0)
    other = [replace(row, phone="+31384218888") if number < 3 else row for number, row in enumerate(many)]
    async with rig.database.reading() as connection:
        plan = await planned(connection, other)
        assert (len(plan.new), len(plan.changed), len(plan.unchanged)) == (0, 3, 9_997)
        assert len(await houses.every(connection)) == 10_000


async def test_a_file_that_nobody_took_over_is_gone_after_an_hour(rig: Rig) -> None:
    async with at_desk(rig, None) as desk:
        await upload(desk, a_file(ROW))
        rig.clock.forward(minutes=59)
        await rig.housekeeping.tidy()
        assert await rig.rows("SELECT count(*) FROM import_file") == [(1,)]
        rig.clock.forward(minutes=2)
        await rig.housekeeping.tidy()

        assert await rig.rows("SELECT count(*) FROM import_file") == [(0,)]
