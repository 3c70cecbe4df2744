"""Two people on the page of one sign-up: nobody decides about what they have not seen, and each is shown what
the other does.
"""

from __future__ import annotations

from html import unescape

from flows.replies import Typed
from tests.support.building import Rig
from tests.support.loop import (
    OTHER_HOUSE,
    case_now,
    make_staff,
    make_volunteer,
    submitted_case,
)
from tests.support.office import Desk, at_desk
from tests.support.staffing import press

ISOLATED = dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069))
"""Signs around a name, which nobody sees."""


def _seen(desk: Desk) -> str:
    """The mark of what the page shows."""
    return desk.page.text.split('name="seen" value="')[1].split('"')[0]


async def _audit(rig: Rig, referral: int) -> list[tuple[str, str]]:
    """(what, role) of what was written down about a sign-up at a desk."""
    rows = await rig.rows(
        "SELECT what, role FROM audit_entry WHERE referral_id = :id"
        " AND (what LIKE 'intake.%' OR detail LIKE '%desk%') ORDER BY number",
        id=referral,
    )
    return [(str(what), str(role)) for what, role in rows]


async def test_who_comes_second_does_nothing_and_hears_who_was_first(rig: Rig) -> None:
    case = await submitted_case(rig)
    await make_volunteer(rig)
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    async with at_desk(rig, sanne) as one, at_desk(rig, omar) as other:
        await one.get(f"/intake/{case.id}")
        await other.get(f"/intake/{case.id}")
        seen = _seen(other)
        first = await one.post(f"/intake/{case.id}/accept", seen=_seen(one))
        second = await other.post(f"/intake/{case.id}/reject", seen=seen, why="no_offer")
        told = unescape(other.page.text)
        after = await case_now(rig, case.id)
        anyway = await other.post(f"/intake/{case.id}/reject", seen=_seen(other), why="no_offer")

    assert (first.status_code, second.status_code, anyway.status_code) == (303, 409, 303)
    assert "Net aangenomen door Sanne." in told
    assert "Toch doen" in told
    assert after.status == "offered"
    assert (await case_now(rig, case.id)).status == "rejected"
    assert ("deed.rej", "staff") in await _audit(rig, case.id)
    assert [what for what, _ in await _audit(rig, case.id)].count("deed.rej") == 1


async def test_what_is_not_possible_any_more_is_not_offered_again_and_words_are_not_lost(rig: Rig) -> None:
    case = await submitted_case(rig)
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    async with at_desk(rig, sanne) as one, at_desk(rig, omar) as other:
        await one.get(f"/intake/{case.id}")
        await other.get(f"/intake/{case.id}")
        seen = _seen(other)
        await one.post(f"/intake/{case.id}/reject", seen=_seen(one), why="no_offer")
        accepted = await other.post(f"/intake/{case.id}/accept", seen=seen)
        over = unescape(other.page.text)
        await other.post(f"/intake/{case.id}/note", seen=seen, words="Belt morgen terug")
        kept = unescape(other.page.text)

    assert accepted.status_code == 409
    assert "Toch doen" not in over
    assert "Belt morgen terug" in kept
    assert await rig.rows("SELECT 1 FROM referral_note") == []


async def test_the_open_page_is_told_what_others_do_and_gets_fresh_parts(rig: Rig) -> None:
    case = await submitted_case(rig)
    await make_volunteer(rig)
    omar = await make_staff(rig, address="omar", name="Omar")
    await make_staff(rig)
    async with at_desk(rig, omar) as desk:
        await desk.get(f"/intake/{case.id}")
        mark = _seen(desk)
        await press(rig, "inacc", case.id)
        await press(rig, "note", case.id)
        await rig.hear(Typed("Komt liever in de ochtend"), address="staff")
        fresh = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")
        news = unescape(fresh.text)
        nothing = await desk.get(f"/intake/{case.id}/again?seen={_seen(desk)}&with=")

    assert fresh.status_code == 200
    for words in (
        "Net aangenomen door Sanne.",
        "Sanne heeft een notitie geschreven.",
        "Komt liever in de ochtend",
        'id="part-deeds"',
    ):
        assert words in news
    assert nothing.status_code == 204


async def test_a_form_without_a_mark_does_nothing(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        old = await desk.post(f"/intake/{case.id}/accept")
        await desk.get(f"/intake/{case.id}")
        broken = await desk.post(f"/intake/{case.id}/accept", seen="1.2.x")

    assert (old.status_code, broken.status_code) == (409, 409)
    assert (await case_now(rig, case.id)).status == "submitted"


async def test_a_deed_at_a_foreign_house_is_no_such_thing(rig: Rig) -> None:
    case = await submitted_case(rig)
    mine = await submitted_case(rig, "8", name="Yusuf")
    await rig.run(
        "UPDATE referral SET taalhuis_id = (SELECT id FROM taalhuis WHERE code = :code) WHERE id = :id",
        code=OTHER_HOUSE,
        id=mine.id,
    )
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="elders", name="Els")
    async with at_desk(rig, elsewhere) as desk:
        await desk.get(f"/intake/{mine.id}")
        seen, token = _seen(desk), desk.form_token
        for deed in ("accept", "own", "note", "reject", "find"):
            answer = await desk.http.post(
                f"/console/intake/{case.id}/{deed}", data={"form": token, "seen": seen, "words": "x"}
            )
            assert answer.status_code == 404, deed
    assert (await case_now(rig, case.id)).version == case.version
