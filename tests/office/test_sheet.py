"""The page about one sign-up: what stands on it and for whom, that looking is written down, and what is heard
and written there.
"""

from __future__ import annotations

from html import unescape

from flows.model import VoiceNote
from flows.replies import Spoken, Typed
from tests.support.building import Rig
from tests.support.loop import (
    OTHER_HOUSE,
    make_regional,
    make_staff,
    newest_case,
    submitted_case,
    tap_card,
)
from tests.support.office import COOKIE, Desk, at_desk, session_token
from tests.support.signups import NAME
from tests.support.speaking import SOUND, Tape, fetching, signs_up
from tests.support.staffing import press, said_to

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


# ── What stands there ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_page_shows_what_the_card_shows_with_a_map(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = unescape((await desk.get(f"/intake/{case.id}")).text)

    for words in (
        NAME,
        "06 12345678",
        "Lezen en Rekenen",
        "indicatie, geen toets",
        "Taal: duidelijk signaal",
    ):
        assert words in page
    assert "Cirkel: postcode 8011, Zwolle" in page
    assert page.count('class="house') >= 3
    assert case.code in page
    assert "<script>" not in page
    assert " style=" not in page


async def test_only_what_is_possible_now_is_offered(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        before = desk.page.text
        await desk.post(f"/intake/{case.id}/reject", seen=_seen(desk), why="no_offer")
        after = desk.page.text

    here = f'action="/console/intake/{case.id}/'
    assert f"{here}accept" in before
    assert f"{here}reopen" not in before
    assert f"{here}reopen" in after
    assert f"{here}accept" not in after
    assert f"{here}write" not in after


async def test_possible_doubles_are_links_and_the_next_sign_up_too(rig: Rig) -> None:
    first = await submitted_case(rig, "7")
    second = await submitted_case(rig, "8")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(f"/intake/{first.id}")).text

    assert f'<a href="/console/intake/{second.id}">' in page
    assert f'href="/console/intake/{second.id}" rel="next"' in page


async def test_only_what_is_open_can_be_chosen_as_the_first_of_a_double(rig: Rig) -> None:
    closed = await submitted_case(rig, "7")
    first = await submitted_case(rig, "8")
    second = await submitted_case(rig, "9")
    await rig.run("UPDATE referral SET status = 'rejected' WHERE id = :id", id=closed.id)
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(f"/intake/{second.id}")).text

    assert f'<a href="/console/intake/{closed.id}">' in page
    assert f'name="whom" value="{first.id}"' in page
    assert f'name="whom" value="{closed.id}"' not in page


async def test_nobody_but_staff_of_the_house_sees_it(rig: Rig) -> None:
    case = await submitted_case(rig)
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="elders", name="Els")
    async with at_desk(rig, elsewhere) as desk:
        foreign = await desk.get(f"/intake/{case.id}")
        again = await desk.get(f"/intake/{case.id}/again?seen=1")
        missing = await desk.get("/intake/999999")
        await desk.get("/intake/handed")
    async with at_desk(rig, await make_regional(rig)) as desk:
        regional = await desk.get(f"/intake/{case.id}")

    assert [foreign.status_code, again.status_code, missing.status_code] == [404, 404, 404]
    assert regional.status_code == 403
    assert NAME not in foreign.text + again.text + regional.text
    assert await rig.rows("SELECT 1 FROM reading") == []


# ── Looking ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_opening_it_is_a_reading_and_looking_again_every_few_seconds_is_not(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        mark = _seen(desk)
        nothing = await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")

    assert nothing.status_code == 204
    assert await rig.rows("SELECT role FROM reading") == [("staff",)]
    assert await _audit(rig, case.id) == [("intake.read", "staff")]


async def test_what_somebody_only_had_to_know_is_known_then(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "ask", case.id)
    await rig.hear(Typed("Kunt u op vrijdag?"), address="staff")
    await rig.due()
    await tap_card(rig, "answer", "7")
    await rig.hear(Typed("Ja, na tien uur"), address="7")
    waits = await rig.rows("SELECT kind FROM alert WHERE done_at IS NULL AND kind = 'answer'")
    async with at_desk(rig, staff) as desk:
        page = unescape((await desk.get(f"/intake/{case.id}")).text)

    assert waits == [("answer",)]
    assert "Ja, na tien uur" in page
    assert await rig.rows("SELECT kind FROM alert WHERE done_at IS NULL AND kind = 'answer'") == []


async def test_who_else_has_it_open_is_said_for_half_a_minute(rig: Rig) -> None:
    case = await submitted_case(rig)
    sanne, omar = await make_staff(rig), await make_staff(rig, address="omar", name="Omar")
    async with at_desk(rig, sanne) as desk:
        await desk.get(f"/intake/{case.id}")
        first = {COOKIE: desk.http.cookies[COOKIE]}
        desk.http.cookies[COOKIE] = await session_token(rig, omar)
        both = (await desk.get(f"/intake/{case.id}")).text
        rig.clock.forward(seconds=40)
        alone = (await desk.get(f"/intake/{case.id}")).text
        desk.http.cookies.update(first)
        again = (await desk.get(f"/intake/{case.id}/again?seen={_seen(desk)}&with=")).text

    assert "Ook open bij: Sanne" in both.translate(ISOLATED)
    assert "Ook open bij" not in alone
    assert "Ook open bij: Omar" in again.translate(ISOLATED)


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_bsn_is_refused_and_kept_nowhere(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        answer = await desk.post(f"/intake/{case.id}/note", seen=_seen(desk), words="BSN 111222333")

    assert answer.status_code == 422
    assert await rig.rows("SELECT 1 FROM referral_note") == []


async def test_a_house_is_searched_by_town(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        found = unescape((await desk.post(f"/intake/{case.id}/find", seen=_seen(desk), words="Almelo")).text)
        await desk.get(f"/intake/{case.id}")
        none = unescape((await desk.post(f"/intake/{case.id}/find", seen=_seen(desk), words="Atlantis")).text)

    assert "in Almelo" in found
    assert 'name="whom"' in found
    assert "Er is geen Taalhuis gevonden" in none


# ── Sounds ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_spoken_name_is_heard_by_who_may_and_that_is_written_down(rig: Rig) -> None:
    await signs_up(rig)
    await fetching(rig, Tape()).tick()
    case = await newest_case(rig, "7")
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="elders", name="Els")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(f"/intake/{case.id}")).text
        heard = await desk.get(f"/intake/{case.id}/name/0")
        nothing = await desk.get(f"/intake/{case.id}/name/1")
    async with at_desk(rig, elsewhere) as desk:
        foreign = await desk.get(f"/intake/{case.id}/name/0")

    assert f'src="/console/intake/{case.id}/name/0"' in page
    assert heard.content == SOUND
    assert (nothing.status_code, foreign.status_code) == (404, 404)
    assert ("intake.heard", "staff") in await _audit(rig, case.id)


async def test_the_talk_is_shown_with_its_voice_notes_a_page_at_a_time(rig: Rig) -> None:
    case = await submitted_case(rig)
    staff = await make_staff(rig)
    for number in range(23):
        await press(rig, "talk", case.id)
        words = Typed(f"bericht {number}") if number else Spoken(VoiceNote("telegram", "stem", 3), SOUND)
        await rig.hear(words, address="staff")
    async with at_desk(rig, staff) as desk:
        page = unescape((await desk.get(f"/intake/{case.id}")).text)
        before = int(page.split("/talk/")[1].split('"')[0])
        older = unescape((await desk.get(f"/intake/{case.id}/talk/{before}")).text)
        sound = older.split(f'src="/console/intake/{case.id}/said/')[1].split('"')[0]
        heard = await desk.get(f"/intake/{case.id}/said/{sound}")

    assert "bericht 22" in page
    assert "bericht 2<" not in page
    assert "bericht 2<" in older
    assert "Oudere berichten" not in older
    assert heard.content == SOUND


async def test_the_name_is_written_down_as_it_was_heard(rig: Rig) -> None:
    await signs_up(rig, nameless=True)
    case = await newest_case(rig, "7")
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        unclear = await desk.post(f"/intake/{case.id}/spell", seen=_seen(desk), words="123")
        await desk.get(f"/intake/{case.id}")
        await desk.post(f"/intake/{case.id}/spell", seen=_seen(desk), words="Özlem")
        page = unescape(desk.page.text)
    now = await newest_case(rig, "7")

    assert unclear.status_code == 422
    assert rig.codec.vault.open(now.first_name) == "Özlem"
    assert "<h1>Özlem, Zwolle</h1>" in page.translate(ISOLATED)


async def test_a_message_reaches_the_learner_who_writes_back_to_the_page(rig: Rig) -> None:
    case = await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intake/{case.id}")
        await desk.post(f"/intake/{case.id}/write", seen=_seen(desk), words="Tot maandag!")
        mark = _seen(desk)
        await rig.due()
        await tap_card(rig, "talk", "7")
        await rig.hear(Typed("Dank u wel"), address="7")
        fresh = unescape((await desk.get(f"/intake/{case.id}/again?seen={mark}&with=")).text)

    assert "relay.from.house" in said_to(rig, "7")
    assert "Er is een bericht van de deelnemer." in fresh.translate(ISOLATED)
    assert "Dank u wel" in fresh
