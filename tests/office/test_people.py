"""The people of a Taalhuis on the pages: who sees whom, and what staff do there is what the chat does."""

from __future__ import annotations

import re
from datetime import date

from bot.db.queries import volunteers
from bot.services.loop import members
from tests.support.building import Rig, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    case_now,
    make_regional,
    make_staff,
    make_volunteer,
    roles_of,
)
from tests.support.meetings import matched_case
from tests.support.office import Desk, at_desk


async def test_the_list_shows_everybody_of_the_own_house_and_nobody_else(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_volunteer(rig, needs=["numbers"], languages=["ar"], days=["mon"])
    await make_volunteer(rig, OTHER_HOUSE, address="else", name="Els")
    async with at_desk(rig, staff) as desk:
        page = await desk.get("/people")

    assert page.status_code == 200
    assert "Sanne" in page.text
    assert "Anna" in page.text
    assert "Els" not in page.text
    assert "Rekenen" in page.text
    assert "0 van 3" in page.text


async def test_a_filter_leaves_out_who_does_not_fit(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_volunteer(rig, needs=["numbers"])
    await make_volunteer(rig, address="bob", name="Bob", needs=["reading"], languages=["tr"])
    await make_volunteer(rig, address="cas", name="Cas", paused_until=date(2099, 1, 1))
    async with at_desk(rig, staff) as desk:
        by_need = (await desk.get("/people?need=numbers")).text
        by_language = (await desk.get("/people?language=tr")).text
        with_room = (await desk.get("/people?free=yes&role=volunteer")).text

    assert ("Anna" in by_need, "Bob" in by_need, "Cas" in by_need) == (True, False, True)
    assert ("Anna" in by_language, "Bob" in by_language) == (False, True)
    assert ("Anna" in with_room, "Cas" in with_room) == (True, False)


async def test_the_order_is_as_asked(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_volunteer(rig, capacity=1)
    await make_volunteer(rig, address="bob", name="Bob", capacity=6)
    async with at_desk(rig, staff) as desk:
        by_name = (await desk.get("/people?sort=name&role=volunteer")).text
        by_room = (await desk.get("/people?sort=free&role=volunteer")).text

    assert by_name.index("Anna") < by_name.index("Bob")
    assert by_room.index("Bob") < by_room.index("Anna")


async def test_a_person_of_another_house_is_not_there(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_volunteer(rig, OTHER_HOUSE, address="else", name="Els")
    async with at_desk(rig, staff) as desk:
        assert (await desk.get(f"/people/{other.id}")).status_code == 404
        assert (await desk.get(f"/people/{other.id}/end")).status_code == 404
        await desk.get("/people")
        assert (await desk.post(f"/people/{other.id}/end")).status_code == 404
        await desk.get("/people")
        assert (await desk.post(f"/people/{other.id}/pause", do="for_now")).status_code == 404

    assert await roles_of(rig, "else") == ["volunteer"]


async def test_regional_staff_and_the_operator_see_no_people(rig: Rig) -> None:
    for who in (await make_regional(rig), None):
        async with at_desk(rig, who) as desk:
            assert (await desk.get("/people")).status_code == 403


async def test_a_page_of_a_person_leads_to_their_learners(rig: Rig) -> None:
    case = await matched_case(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/people/{case.volunteer_id}")

    assert f"/console/intake/{case.id}" in page.text
    assert "Xanthippe" not in page.text


async def test_a_pause_is_heard_by_the_volunteer_and_written_down(rig: Rig) -> None:
    staff, volunteer = await make_staff(rig), await make_volunteer(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/people/{volunteer.id}")
        await desk.post(f"/people/{volunteer.id}/pause", until="2099-03-01", do="pause")

        assert "01-03-2099" in desk.page.text
        await rig.due()
        assert keys_of(card(rig, "anna")) == ["volunteer.pause.by_staff"]
        await desk.post(f"/people/{volunteer.id}/pause", do="resume")
    await rig.due()

    assert keys_of(card(rig, "anna")) == ["volunteer.pause.ended_by_staff"]
    assert await rig.rows("SELECT what FROM audit_entry WHERE what = 'person.pause'") == [
        ("person.pause",),
        ("person.pause",),
    ]


async def test_a_pause_that_is_over_already_is_no_pause(rig: Rig) -> None:
    staff, volunteer = await make_staff(rig), await make_volunteer(rig)
    async with at_desk(rig, staff) as desk:
        for until in ("2001-01-01", "", "morgen"):
            await desk.get(f"/people/{volunteer.id}")
            await desk.post(f"/people/{volunteer.id}/pause", until=until, do="pause")

            assert "Kies een dag van vandaag of later." in desk.page.text

    assert await rig.rows("SELECT 1 FROM member WHERE paused_until IS NOT NULL") == []


async def test_who_is_ended_hears_it_and_their_learner_gets_somebody_else(rig: Rig) -> None:
    case = await matched_case(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        asked = await desk.get(f"/people/{case.volunteer_id}/end")
        assert "1 deelnemer gaat terug" in asked.text
        await desk.post(f"/people/{case.volunteer_id}/end")

        assert "gestopt" in desk.page.text
        assert (await desk.get(f"/people/{case.volunteer_id}")).status_code == 404

    assert (await case_now(rig, case.id)).volunteer_id is None


async def test_nobody_ends_oneself_on_the_page(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        assert (await desk.get(f"/people/{staff.id}/end")).status_code == 404
        await desk.get("/people")
        assert (await desk.post(f"/people/{staff.id}/end")).status_code == 404

    assert await roles_of(rig, "staff") == ["staff"]


def seen_in(desk: Desk) -> str:
    """The mark of the profile that is on the page."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', desk.page.text)
    assert found, "there is no profile on this page"
    return found[1]


async def test_a_profile_that_was_changed_meanwhile_is_not_overwritten(rig: Rig) -> None:
    staff, volunteer = await make_staff(rig), await make_volunteer(rig)
    async with at_desk(rig, staff) as desk, at_desk(rig, staff) as other:
        for one in (desk, other):
            await one.get(f"/people/{volunteer.id}")
        await desk.post(
            f"/people/{volunteer.id}/profile", seen=seen_in(desk), needs=["reading"], capacity="2"
        )
        await other.post(
            f"/people/{volunteer.id}/profile", seen=seen_in(other), needs=["numbers"], capacity="5"
        )
        assert "Het profiel is net veranderd." in other.page.text
        await other.post(
            f"/people/{volunteer.id}/profile", seen=seen_in(other), needs=["numbers"], capacity="5"
        )
    async with rig.database.reading() as connection:
        kept = await volunteers.profile(connection, volunteer.id)

    assert kept is not None
    assert (kept.needs, kept.capacity) == (["numbers"], 5)
    fields = await rig.rows("SELECT detail FROM audit_entry WHERE what = 'person.profile' ORDER BY number")
    assert len(fields) == 2


async def test_a_profile_that_staff_change_is_kept_and_the_volunteer_hears_of_it_once(rig: Rig) -> None:
    staff, volunteer = await make_staff(rig), await make_volunteer(rig)
    async with at_desk(rig, staff) as desk:
        for _ in range(2):
            await desk.get(f"/people/{volunteer.id}")
            await desk.post(
                f"/people/{volunteer.id}/profile",
                seen=seen_in(desk),
                needs=["numbers", "nonsense", "reading"],
                languages="tr",
                capacity="5",
            )
    await rig.due()

    assert [keys_of(one.prompt) for one in rig.channel.delivered if one.address == "anna"] == [
        ["volunteer.profile.by_staff"]
    ]
    async with rig.database.reading() as connection:
        kept = await volunteers.profile(connection, volunteer.id)
    assert kept is not None
    assert (kept.needs, kept.languages, kept.capacity) == (["reading", "numbers"], ["tr"], 5)


# ── Invites ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_link_is_shown_once_and_can_be_taken_back(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/people")
        house = str(staff.taalhuis_id)
        made = await desk.post("/people/invite", role="volunteer", house=house)
        assert made.status_code == 200
        assert "/start " in made.text

        listed = await desk.get("/people")
        assert "/start " not in listed.text
        (invite,) = await rig.rows("SELECT id FROM invite")
        await desk.post(f"/people/invites/{invite[0]}/revoke")
        assert "De link werkt niet meer." in desk.page.text
        await desk.post(f"/people/invites/{invite[0]}/revoke")
        assert "Dat kan niet meer." in desk.page.text


async def test_staff_invite_to_their_own_house_and_to_no_other_role(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_volunteer(rig, OTHER_HOUSE, address="else", name="Els")
    async with at_desk(rig, staff) as desk:
        for role, house in (("volunteer", other.taalhuis_id), ("regional", staff.taalhuis_id)):
            await desk.get("/people")
            await desk.post("/people/invite", role=role, house=str(house))

    assert await rig.rows("SELECT 1 FROM invite") == []


async def test_no_more_than_twelve_links_are_open_at_once(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with rig.database.transaction() as connection:
        wish = members.Wish(role="staff", taalhuis_id=staff.taalhuis_id, made_by=staff.id)
        for _ in range(members.MOST_INVITES):
            await members.invite(connection, rig.codec.vault, wish, rig.clock())
    async with at_desk(rig, staff) as desk:
        await desk.get("/people")
        await desk.post("/people/invite", role="staff", house=str(staff.taalhuis_id))

        assert "al 12 open links" in desk.page.text


async def test_the_operator_invites_staff_of_every_house_and_of_every_region(rig: Rig) -> None:
    await rig.with_houses()
    (house,) = (await rig.rows("SELECT id FROM taalhuis WHERE code = 'demo-almelo-1'"))[0]
    (region,) = (await rig.rows("SELECT id FROM region WHERE name = 'Zwolle'"))[0]
    async with at_desk(rig, None) as desk:
        for role, place in (("staff", house), ("regional", region)):
            await desk.get("/invites")
            made = await desk.post("/invites", role=role, place=str(place))
            assert "/start " in made.text
        await desk.get("/invites")
        await desk.post("/invites", role="volunteer", place=str(house))

    assert await rig.rows("SELECT role, taalhuis_id, region_id FROM invite ORDER BY id") == [
        ("staff", house, None),
        ("regional", None, region),
    ]


async def test_what_a_colleague_looks_after_is_counted_and_listed(rig: Rig) -> None:
    case = await matched_case(rig)
    staff = await make_staff(rig)
    await rig.run(
        "UPDATE referral SET staff_id = :staff, status = 'accepted' WHERE id = :id",
        staff=staff.id,
        id=case.id,
    )
    async with at_desk(rig, staff) as desk:
        page = (await desk.get(f"/people/{staff.id}")).text

    assert f"/console/intake/{case.id}" in page
    assert "Aanmeldingen bij deze persoon" in page
