"""No way to see or hear anything of a learner without a trace: what an open page is shown, what is asked for
with a mark that was never given, older messages, a name on a question, and every way to ask for a sound.
"""

from __future__ import annotations

import asyncio
from html import unescape

import pytest

from bot.db.queries.cases import Case
from flows.model import VoiceNote
from flows.replies import Spoken, Typed
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, make_staff, newest_case, submitted_case, tap_card
from tests.support.office import COOKIE, Desk, at_desk, session_token
from tests.support.signups import NAME
from tests.support.speaking import SOUND, Tape, fetching, signs_up
from tests.support.staffing import press

_TELEPHONE = "06 12345678"


def _seen(desk: Desk) -> str:
    """The mark of what the page shows."""
    return desk.page.text.split('name="seen" value="')[1].split('"')[0]


async def _looks(rig: Rig) -> int:
    """How many looks the learner can see."""
    ((many,),) = await rig.rows("SELECT count(*) FROM reading WHERE role = 'staff'")
    return int(many)


async def _entries(rig: Rig, referral: int) -> list[str]:
    """What was written down about a sign-up at a desk, in order."""
    rows = await rig.rows(
        "SELECT what FROM audit_entry WHERE referral_id = :id AND what LIKE 'intake.%' ORDER BY number",
        id=referral,
    )
    return [str(what) for (what,) in rows]


async def _writes(rig: Rig, referral: int, words: str) -> None:
    """The learner writes to the Taalhuis, on the card of a message from there."""
    await press(rig, "talk", referral)
    await rig.hear(Typed("Tot maandag!"), address="staff")
    await rig.due()
    await tap_card(rig, "talk", "7")
    await rig.hear(Typed(words), address="7")


# ── A page that is open ────────────────────────────────────────────────────────────────────────────────────


async def _own(desk: Desk, case: Case) -> str:
    await desk.get(f"/intake/{case.id}")
    return _seen(desk)


@pytest.mark.parametrize("made_up", ["", "1", "numbers", "one off", "another signature"])
async def test_all_of_it_is_shown_for_a_mark_that_nobody_gave_and_that_is_a_look(
    made_up: str, rig: Rig
) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        mark = await _own(desk, case)
        numbers, _, sign = mark.partition("-")
        house, _, rest = numbers.partition(".")
        marks = {
            "numbers": numbers,
            "one off": f"{int(house) + 1}.{rest}-{sign}",
            "another signature": f"{numbers}-{sign[::-1]}",
        }
        page = await desk.get(f"/intake/{case.id}/again?seen={marks.get(made_up, made_up)}&with=")

    assert page.status_code == 200
    assert _TELEPHONE in page.text
    assert await _looks(rig) == 2
    assert await _entries(rig, case.id) == ["intake.read", "intake.read"]


async def test_who_never_opened_it_cannot_see_it_without_a_look(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/intake/{case.id}/again?seen=1")

    assert _TELEPHONE in page.text
    assert await _looks(rig) == 1
    assert await _entries(rig, case.id) == ["intake.read"]


async def test_what_another_session_or_another_sign_up_was_shown_is_not_seen(rig: Rig) -> None:
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    case, other = await submitted_case(rig), await submitted_case(rig, "8", name="Yusuf")
    async with at_desk(rig, sanne) as desk:
        mark = await _own(desk, case)
        of_other = await _own(desk, other)
        same = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")
        before = await _looks(rig)
        wrong = await desk.get(f"/intake/{case.id}/again?seen={of_other}&with=")
    async with at_desk(rig, omar) as desk:
        theirs = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")

    assert (same.status_code, before) == (204, 2)
    assert _TELEPHONE in wrong.text
    assert _TELEPHONE in theirs.text
    assert await _looks(rig) == 4
    assert await _entries(rig, case.id) == ["intake.read"] * 3


async def test_new_words_on_an_open_page_are_one_look(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        mark = await _own(desk, case)
        await _writes(rig, case.id, "Dank u wel")
        fresh = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")
        mark = _seen(desk)
        nothing = [
            (await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")).status_code for _ in range(3)
        ]

    assert "Dank u wel" in unescape(fresh.text)
    assert nothing == [204, 204, 204]
    assert await _looks(rig) == 2
    assert await _entries(rig, case.id) == ["intake.read", "intake.read"]


async def test_an_open_page_is_shown_who_looks_after_it_and_that_is_no_look(rig: Rig) -> None:
    omar = await make_staff(rig, address="omar", name="Omar")
    await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, omar) as desk:
        mark = await _own(desk, case)
        await press(rig, "own", case.id)
        before = await _looks(rig)
        fresh = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")

    assert 'id="part-person"' in fresh.text
    assert before == 2, "the page that was opened, and the card that the chat showed"
    assert await _looks(rig) == before
    assert await _entries(rig, case.id) == ["intake.read"]


async def test_what_somebody_has_to_know_waits_until_they_open_it(rig: Rig) -> None:
    """A page may stand open where nobody sits."""
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    waiting = "SELECT kind FROM alert WHERE done_at IS NULL AND kind = 'answer'"
    async with at_desk(rig, staff) as desk:
        mark = await _own(desk, case)
        await press(rig, "ask", case.id)
        await rig.hear(Typed("Kunt u op vrijdag?"), address="staff")
        await rig.due()
        await tap_card(rig, "answer", "7")
        await rig.hear(Typed("Ja, na tien uur"), address="7")
        fresh = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")
        still = await rig.rows(waiting)
        await desk.get(f"/intake/{case.id}")

    assert "Ja, na tien uur" in unescape(fresh.text)
    assert still == [("answer",)]
    assert await rig.rows(waiting) == []


# ── Beside it ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_older_messages_are_a_look(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    await _writes(rig, case.id, "Dank u wel")
    ((newest,),) = await rig.rows("SELECT max(id) FROM relay_message")
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/intake/{case.id}/talk/{newest + 1}")

    assert "Dank u wel" in unescape(page.text)
    assert await _looks(rig) == 1
    assert await _entries(rig, case.id) == ["intake.talk"]


async def test_the_name_on_the_question_whether_to_erase_is_a_look(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/intake/{case.id}/erase")

    assert NAME in page.text
    assert await _looks(rig) == 1
    assert await _entries(rig, case.id) == ["intake.read"]


# ── Sounds ─────────────────────────────────────────────────────────────────────────────────────────────────


async def _spoken_name(rig: Rig) -> Case:
    """A sign-up whose name was spoken, with its sound."""
    await signs_up(rig)
    await fetching(rig, Tape()).tick()
    return await newest_case(rig, "7")


async def _hear(desk: Desk, path: str, part: str | None = None) -> bytes:
    headers = {} if part is None else {"range": part}
    response = await desk.http.get(f"/console{path}", headers=headers)
    assert response.status_code in (200, 206), response.status_code
    return response.content


@pytest.mark.parametrize(
    "part", [None, "bytes=0-", "bytes=00-", "bytes=1-", "bytes=-166", "bytes=0-3,5-", "garbage", ""]
)
async def test_however_a_sound_is_asked_for_it_is_a_look(part: str | None, rig: Rig) -> None:
    case = await _spoken_name(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        sound = await _hear(desk, f"/intake/{case.id}/name/0", part)

    assert sound in SOUND
    assert len(sound) >= len(SOUND) - 1
    assert await _looks(rig) == 1
    assert await _entries(rig, case.id) == ["intake.heard"]


async def test_a_player_that_asks_in_parts_is_one_look_a_minute(rig: Rig) -> None:
    case = await _spoken_name(rig)
    path = f"/intake/{case.id}/name/0"
    async with at_desk(rig, await make_staff(rig)) as desk:
        for first in range(0, 50, 10):
            await _hear(desk, path, f"bytes={first}-{first + 9}")
            rig.clock.forward(seconds=5)
        in_parts = await _looks(rig), await _entries(rig, case.id)
        rig.clock.forward(seconds=60)
        await _hear(desk, path, "bytes=-20")

    assert in_parts == (1, ["intake.heard"])
    assert await _looks(rig) == 2
    assert await _entries(rig, case.id) == ["intake.heard"] * 2


async def test_parts_that_are_asked_for_at_once_are_one_look(rig: Rig) -> None:
    case = await _spoken_name(rig)
    path = f"/intake/{case.id}/name/0"
    async with at_desk(rig, await make_staff(rig)) as desk:
        await asyncio.gather(*(_hear(desk, path, f"bytes={first}-") for first in range(6)))

    assert await _looks(rig) == 1
    assert await _entries(rig, case.id) == ["intake.heard"]


async def test_each_session_and_each_sound_is_a_look_of_its_own(rig: Rig) -> None:
    case = await _spoken_name(rig)
    staff = await make_staff(rig)
    await press(rig, "talk", case.id)
    await rig.hear(Spoken(VoiceNote("telegram", "stem", 3), SOUND), address="staff")
    ((said,),) = await rig.rows("SELECT max(id) FROM relay_message")
    async with at_desk(rig, staff) as desk:
        for _ in range(2):
            await _hear(desk, f"/intake/{case.id}/name/0")
            await _hear(desk, f"/intake/{case.id}/said/{said}")
        one_browser = await _looks(rig)
        desk.http.cookies[COOKIE] = await session_token(rig, staff)
        await _hear(desk, f"/intake/{case.id}/name/0")
    about = await rig.rows("SELECT about FROM audit_entry WHERE what = 'intake.heard' ORDER BY number")

    assert one_browser == 2
    assert await _looks(rig) == 3
    assert about == [("name:0",), (f"said:{said}",), ("name:0",)]


async def test_who_may_not_hear_leaves_no_look(rig: Rig) -> None:
    case = await _spoken_name(rig)
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="elders", name="Els")
    async with at_desk(rig, elsewhere) as desk:
        foreign = await desk.get(f"/intake/{case.id}/name/0")
    async with at_desk(rig, await make_staff(rig)) as desk:
        nothing = await desk.get(f"/intake/{case.id}/name/1")

    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert await _looks(rig) == 0
    assert await _entries(rig, case.id) == []
