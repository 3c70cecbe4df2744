"""Staff do for a learner what they ask: hand over what is kept, put it right, erase it."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from sqlalchemy import text

from bot.db.queries import chats
from bot.services.office import rights
from bot.services.office.office import Office
from bot.services.office.viewer import Viewer
from bot.services.rights import erasing
from flows.model import Text
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, VOLUNTEER, helped_case
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    cards,
    house_id,
    make_regional,
    make_staff,
    submitted_by_a_helper,
    submitted_case,
)
from tests.support.office import at_desk
from tests.support.signups import BSN, NAME, PHONE_STORED


async def test_a_page_shows_all_that_is_kept_and_the_learner_sees_who_looked(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/intake/{case.id}/data")

    assert page.status_code == 200
    assert NAME in page.text
    assert PHONE_STORED in page.text
    assert await rig.rows("SELECT role FROM reading") == [("staff",)]
    assert ("intake.read", case.id) in await rig.rows("SELECT what, referral_id FROM audit_entry")


async def test_the_file_to_hand_over_is_in_the_language_of_the_learner(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    await rig.run("UPDATE learner SET language = 'pl'")
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        response = await desk.post(f"/intake/{case.id}/data")
    found = re.search(r'id="data">(.*)</script>', response.text, re.DOTALL)

    assert response.headers["content-disposition"].startswith("attachment")
    assert NAME not in response.headers["content-disposition"]
    assert 'lang="pl"' in response.text
    assert found
    assert json.loads(found[1])[0]["sign_up"]["first_name"] == NAME
    assert ("person.handed_over",) in await rig.rows("SELECT what FROM audit_entry")


@pytest.mark.parametrize(
    ("field", "words", "query"),
    [
        ("name", "Zenobia", "SELECT first_name FROM learner"),
        ("phone", "06 87654321", "SELECT phone FROM learner"),
    ],
)
async def test_a_name_and_a_number_are_put_right(field: str, words: str, query: str, rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        response = await desk.post(f"/intake/{case.id}/correct", field=field, words=words)
    await rig.due()
    ((stored,),) = await rig.rows(query)

    assert response.headers["location"].endswith("said=done")
    assert rig.codec.vault.open(stored) in ("Zenobia", "+31687654321")
    assert keys_of(card(rig, LEARNER)) == ["data.changed_by_staff"]


async def test_a_place_is_put_right_by_its_postcode(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        wrong = await desk.post(f"/intake/{case.id}/correct", field="place", words="0000")
        right = await desk.post(f"/intake/{case.id}/correct", field="place", words="7511")
    ((answers,),) = await rig.rows("SELECT answers FROM intake")
    place = rig.codec.open_answers(answers)["place"]

    assert wrong.headers["location"].endswith("said=place")
    assert right.headers["location"].endswith("said=done")
    assert await rig.rows("SELECT postcode, place FROM intake") == [("7511", "Enschede")]
    assert isinstance(place, dict)
    assert place["gemeente"] == "Enschede"


async def test_a_bsn_is_not_taken_in_as_a_name(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        response = await desk.post(f"/intake/{case.id}/correct", field="name", words=f"Kim {BSN}")

    assert response.status_code == 422


async def test_erasing_asks_twice_and_then_nothing_is_left(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await helped_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/erase")
        first = await desk.post(f"/intake/{case.id}/erase")
        still = await rig.rows("SELECT count(*) FROM learner")
        second = await desk.post(f"/intake/{case.id}/erase", sure="yes")
        gone = await desk.get(f"/intake/{case.id}/data")
    await rig.due()

    assert (first.status_code, still) == (200, [(1,)])
    assert second.headers["location"] == "/console/erased"
    assert gone.status_code == 404
    for table in ("learner", "intake", "referral", "consent", "reading"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert ("erased.by_staff", staff.taalhuis_id) in await rig.rows(
        "SELECT what, taalhuis_id FROM privacy_event"
    )
    assert ("person.erased", "staff", staff.id) in await rig.rows(
        "SELECT what, role, member_id FROM audit_entry"
    )


async def test_the_learner_hears_it_kindly_and_their_chat_is_forgotten(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await helped_case(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/erase")
        await desk.post(f"/intake/{case.id}/erase", sure="yes")
    await rig.due()
    told = [envelope.prompt.lines for envelope in cards(rig, LEARNER)[:2]]
    ((state,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=LEARNER)
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()

    assert (Text("data.erased_by_staff"),) in told
    assert state is None
    assert card(rig, VOLUNTEER).lines[0].key == "volunteer.withdrawn"
    assert await rig.rows("SELECT count(*) FROM chat WHERE address = :address", address=LEARNER) == [(0,)]


async def test_somebody_whom_a_helper_signed_up_is_erased_without_telling_the_helper(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_by_a_helper(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/erase")
        before = len(cards(rig, LEARNER))
        await desk.post(f"/intake/{case.id}/erase", sure="yes")
    await rig.due()

    assert len(cards(rig, LEARNER)) == before
    assert await rig.rows("SELECT count(*) FROM learner") == [(0,)]


@pytest.mark.parametrize("path", ["data", "erase"])
async def test_nobody_else_sees_that_there_is_anybody(path: str, rig: Rig) -> None:
    case = await submitted_case(rig)
    other = await make_staff(rig, OTHER_HOUSE, address="other")
    regional = await make_regional(rig)
    async with at_desk(rig, other) as desk:
        theirs = await desk.get(f"/intake/{case.id}/{path}")
        none = await desk.get(f"/intake/99999/{path}")
    async with at_desk(rig, regional) as desk:
        refused = await desk.get(f"/intake/{case.id}/{path}")

    assert (theirs.status_code, none.status_code, refused.status_code) == (404, 404, 403)
    assert await rig.rows("SELECT count(*) FROM reading") == [(0,)]


_HAND_OVER = "UPDATE referral SET taalhuis_id = :house, status = 'submitted' WHERE id = :id"


async def test_a_house_that_no_longer_has_the_learner_erases_nothing(rig: Rig) -> None:
    """What was read without a lock may be of before: what counts is what is held."""
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    await rig.run(_HAND_OVER, house=await house_id(rig, OTHER_HOUSE), id=case.id)
    async with Office(rig.process).acting() as scene:
        done = await erasing.by_staff(scene, case, staff)

    assert not done
    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]
    assert await rig.rows("SELECT count(*) FROM erasure") == [(0,)]
    assert ("person.erased",) not in await rig.rows("SELECT what FROM audit_entry")


async def test_a_hand_over_while_the_erasure_waits_comes_first(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    other = await house_id(rig, OTHER_HOUSE)
    viewer = Viewer(1, staff.chat_id, operator=False, language="nl", members=(staff,))
    async with rig.database.transaction() as connection:
        await chats.hold(connection, [case.chat_id])
        erasing_it = asyncio.create_task(erased(rig, viewer, case.id))
        await waiting(rig)
        await connection.execute(text(_HAND_OVER), {"house": other, "id": case.id})

    assert not await erasing_it
    assert await rig.rows("SELECT taalhuis_id FROM referral") == [(other,)]


async def erased(rig: Rig, viewer: Viewer, referral: int) -> bool:
    async with Office(rig.process).acting() as scene:
        return await rights.erase(scene, viewer, referral)


async def waiting(rig: Rig) -> None:
    """Until the other waits for what is held here. SQLite has one writer: the other has read nothing yet."""
    if rig.database.is_sqlite:
        return
    for _ in range(500):
        ((held,),) = await rig.rows("SELECT count(*) FROM pg_locks WHERE NOT granted")
        if held:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody came to wait")
