"""The queue at a desk: who waits, for how long, and finding one of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import insert, select, update

from bot.db.models import Intake, Learner, Referral, RelayMessage
from bot.db.queries import office_queue
from bot.db.queries.cases import Case
from bot.domain.referral_status import ReferralStatus
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, house_id, make_regional, make_staff, submitted_case
from tests.support.office import Desk, at_desk


def names_in(desk: Desk) -> list[str]:
    """The first names of the list, from top to bottom."""
    found = re.findall(r'<a id="open-\d+"[^>]*>([^<]*)</a>', desk.page.text)
    return [unescape(name).strip("\u2068\u2069") for name in found]


def count_on_top(desk: Desk, label: str) -> str:
    """What stands beside a label above the list."""
    found = re.search(rf"<b>([^<]*)</b> {label}</a>", desk.page.text)
    assert found, f"there is no count of {label}"
    return unescape(found[1])


async def change(rig: Rig, case: Case, **values: object) -> None:
    """Put a sign-up into another state, without the story that leads there."""
    async with rig.database.transaction() as connection:
        await connection.execute(update(Referral).where(Referral.id == case.id).values(**values))


async def three(rig: Rig) -> list[Case]:
    """Three who signed up an hour after each other."""
    cases = []
    for address, name in (("7", "Fatima"), ("8", "Piotr"), ("9", "Amina")):
        cases.append(await submitted_case(rig, address, name=name))
        rig.clock.forward(hours=1)
    return cases


async def test_a_sign_up_stands_in_the_list_with_its_name_place_and_age(rig: Rig) -> None:
    case = await submitted_case(rig, name="Fatima")
    rig.clock.forward(hours=3)

    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes")

    assert f'href="/console/intake/{case.id}"' in desk.page.text
    for words in ("Fatima", case.code, "3 uur", "Zwolle"):
        assert words in desk.page.text


async def test_the_list_begins_with_the_oldest_and_turns_round(rig: Rig) -> None:
    await three(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes")
        oldest_first = names_in(desk)
        await desk.get("/intakes?sort=sent&down=1")

        assert oldest_first == ["Fatima", "Piotr", "Amina"]
        assert names_in(desk) == ["Amina", "Piotr", "Fatima"]


async def test_staff_of_another_house_see_nothing_of_it_and_regional_staff_have_no_queue(rig: Rig) -> None:
    await submitted_case(rig, name="Fatima")
    async with at_desk(rig, await make_staff(rig, OTHER_HOUSE, address="other")) as desk:
        await desk.get(f"/intakes?show=all&house={await house_id(rig)}")
        assert "Fatima" not in desk.page.text
    async with at_desk(rig, await make_regional(rig)) as desk:
        assert (await desk.get("/intakes")).status_code == 403


@pytest.mark.parametrize(
    ("kind", "words"), [("name", " fatima "), ("place", "zwole"), ("code", "code"), ("phone", "06 8765 4321")]
)
async def test_a_search_finds_one_person_and_leaves_no_word_in_the_address(
    rig: Rig, kind: str, words: str
) -> None:
    cases = await three(rig)
    words = cases[0].code.lower() if kind == "code" else words
    async with rig.database.transaction() as connection:
        others = Intake.id.in_([case.intake_id for case in cases[1:]])
        await connection.execute(update(Intake).where(others).values(place="Almelo"))
        number = rig.codec.vault.hash("+31687654321")
        one = Learner.id == cases[0].learner_id
        await connection.execute(update(Learner).where(one).values(phone_hash=number))
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes")
        answer = await desk.post("/intakes/find", kind=kind, words=words)

        assert names_in(desk) == ["Fatima"]
        assert words.strip().lower() not in answer.headers["location"].lower()


async def test_a_search_is_of_no_use_in_another_session(rig: Rig) -> None:
    await three(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/intakes")
        answer = await desk.post("/intakes/find", kind="name", words="Fatima")
    async with at_desk(rig, staff) as other:
        await other.get(answer.headers["location"].removeprefix("/console"))

        assert "Fatima" in names_in(other)
        assert len(names_in(other)) == 3
        assert 'value="Fatima"' not in other.page.text


async def test_what_waits_two_working_days_is_late_and_half_a_day_before_it_nearly(rig: Rig) -> None:
    await submitted_case(rig, name="Fatima")  # on Wednesday at noon
    staff = await make_staff(rig)
    for hours, near, late in ((35, [], []), (2, ["Fatima"], []), (12, [], ["Fatima"])):
        rig.clock.forward(hours=hours)
        async with at_desk(rig, staff) as desk:
            await desk.get("/intakes?show=all&mark=soon")
            assert names_in(desk) == near
            assert count_on_top(desk, "bijna te laat") == str(len(near))
            await desk.get("/intakes?show=all&mark=late")
            assert names_in(desk) == late
            assert count_on_top(desk, "te laat") == str(len(late))


async def test_a_volunteer_who_wrote_lately_is_not_late(rig: Rig) -> None:
    quiet, busy, _ = await three(rig)
    staff = await make_staff(rig)
    await change(rig, quiet, status=ReferralStatus.MATCHED)
    await change(rig, busy, status=ReferralStatus.MATCHED)
    rig.clock.forward(days=6)
    async with rig.database.transaction() as connection:
        said = {"referral_id": busy.id, "by": "volunteer", "body": rig.codec.vault.seal("Hallo")}
        await connection.execute(insert(RelayMessage).values(**said, sent_at=rig.clock()))
    async with at_desk(rig, staff) as desk:
        await desk.get("/intakes?show=vol&mark=late")

        assert names_in(desk) == ["Fatima"]


async def test_a_filter_shows_what_it_says(rig: Rig) -> None:
    fatima, piotr, amina = await three(rig)
    staff = await make_staff(rig)
    await change(rig, piotr, status=ReferralStatus.WAITING_LIST, staff_id=staff.id)
    await change(rig, amina, status=ReferralStatus.FINISHED, updated_at=rig.clock() - timedelta(days=9))
    async with rig.database.transaction() as connection:
        one = Intake.id == fatima.intake_id
        await connection.execute(update(Intake).where(one).values(needs=["digital"], first_language="ti"))
    async with at_desk(rig, staff) as desk:
        for query, names in {
            "show=new": ["Fatima"],
            "show=wait": ["Piotr"],
            "show=all": ["Fatima", "Piotr", "Amina"],
            "show=finished": ["Amina"],
            "show=all&staff=me": ["Piotr"],
            f"show=all&staff={staff.id}&sort=state": ["Piotr"],
            "show=all&staff=none": ["Fatima", "Amina"],
            "show=all&need=digital": ["Fatima"],
            "show=all&language=ti": ["Fatima"],
            "show=all&wait=5": ["Amina"],
            "show=all&unreachable=1": [],
            "show=all&volunteer=none&sort=state&down=1": ["Amina", "Piotr", "Fatima"],
            "show=all&sort=house": ["Fatima", "Piotr", "Amina"],
            "show=nonsense&need=%22&house=abc&size=7&after=x.y.z": ["Fatima"],
        }.items():
            await desk.get(f"/intakes?{query}")
            assert names_in(desk) == names, query


@pytest.mark.parametrize("sort", ["sent", "state"])
async def test_pages_lead_to_the_last_and_back_without_missing_anybody(rig: Rig, sort: str) -> None:
    first = await submitted_case(rig, name="Fatima")
    await plant(rig, first, 60)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/intakes?show=all&sort={sort}")
        there = await walk(desk, "after")
        await desk.get(f"/intakes?show=all&sort={sort}&end=1")
        back = await walk(desk, "before")

    assert [len(page) for page in there] == [25, 25, 11]
    assert len({one for page in there for one in page}) == 61
    assert [one for page in reversed(back) for one in page] == [one for page in there for one in page]


async def test_a_search_that_looked_far_enough_says_so_and_goes_on_where_it_stopped(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_queue, "SCANNED", 10)
    first = await submitted_case(rig, name="Fatima")
    await plant(rig, first, 24)
    async with rig.database.transaction() as connection:
        last = Intake.id == first.intake_id + 24
        await connection.execute(update(Intake).where(last).values(needs=["digital"]))
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes?show=all&need=digital")
        asked = 0
        while link := re.search(r'id="go-on" class="button" href="/console([^"]*)"', desk.page.text):
            assert "Zoek verder" in desk.page.text
            assert names_in(desk) == []
            await desk.get(unescape(link[1]))
            asked += 1

        assert asked == 2
        assert names_in(desk) == ["Fatima"]


async def walk(desk: Desk, way: str) -> list[list[str]]:
    """The ids on this page and on those that a link leads to."""
    pages = []
    while True:
        pages.append(re.findall(r'id="open-(\d+)"', desk.page.text))
        link = re.search(rf'id="go-{way}" class="button" href="/console([^"]*)"', desk.page.text)
        if link is None:
            return pages
        await desk.get(unescape(link[1]))


async def plant(rig: Rig, like: Case, many: int) -> None:
    """As many more sign-ups like this one, in turn submitted and on the waiting list."""
    async with rig.database.transaction() as connection:
        intake = (await connection.execute(select(Intake.__table__))).mappings().one()
        referral = (await connection.execute(select(Referral.__table__))).mappings().one()
        for number in range(many):
            sent = {**intake, "id": like.intake_id + 1 + number, "code": f"X{number}"}
            status = "submitted" if number % 2 else "waiting_list"
            of_it = {**referral, "id": like.id + 1 + number, "intake_id": sent["id"], "status": status}
            await connection.execute(insert(Intake).values(sent))
            await connection.execute(insert(Referral).values(of_it))


# ── What is written down ───────────────────────────────────────────────────────────────────────────────────


async def listed(rig: Rig) -> list[list[int]]:
    """Who was listed, by the audit."""
    rows = await rig.rows("SELECT detail FROM audit_entry WHERE what = 'queue.list' ORDER BY number")
    return [json.loads(detail)["listed"] for (detail,) in rows]


async def test_who_is_listed_stands_in_the_audit(rig: Rig) -> None:
    cases = await three(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes")

    assert await listed(rig) == [[case.id for case in cases]]


async def test_a_list_that_fetches_itself_again_is_written_down_when_somebody_else_is_on_it(rig: Rig) -> None:
    one = await submitted_case(rig, name="Fatima")
    script = {"HX-Request": "true"}
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes?show=new")
        found = re.search(r'<div id="list" hx-get="([^"]*)"', desk.page.text)
        assert found
        again = unescape(found[1])
        same = await desk.http.get(again, headers=script)
        other = await submitted_case(rig, "8", name="Piotr")
        more = await desk.http.get(again, headers=script)

    assert same.status_code == 204
    assert more.status_code == 200
    assert "Piotr" in more.text
    assert "<html" not in more.text
    assert await listed(rig) == [[one.id], [one.id, other.id]]
