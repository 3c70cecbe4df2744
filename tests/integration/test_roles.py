"""Acting in a role, changing roles, and losing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.deeds import choice
from flows.model import Text
from flows.replies import Command, Edited, Tap, Typed, Unexpected
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    cards,
    make_regional,
    make_staff,
    make_volunteer,
    name_of,
    roles_of,
    submitted_case,
    tap_card,
)

# ── Menus and roles ─────────────────────────────────────────────────────────────────────────────────────


async def test_words_that_nobody_waits_for_get_the_menu_of_the_role(rig: Rig) -> None:
    await make_volunteer(rig)

    await rig.hear(Typed("hallo?"), address="anna")
    typed = card(rig, "anna")
    await rig.hear(Unexpected("sticker"), address="anna")
    await rig.hear(Command("start"), address="anna")

    assert keys_of(typed) == ["staff.menu.title", "staff.menu.back"]
    assert {"do:mine", "do:prof", "do:pause"} <= {button.choice for button in buttons_of(typed)}
    assert [one.prompt == typed for one in cards(rig, "anna")] == [True] * 3


async def test_a_changed_message_of_a_member_is_left_alone(rig: Rig) -> None:
    await make_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "myname", "anna")
    many = len(cards(rig, "anna"))

    await rig.hear(Edited("hallo!"), address="anna")
    quiet = len(cards(rig, "anna")) == many
    await rig.hear(Typed("Annemiek"), address="anna")

    assert quiet
    assert await name_of(rig, "anna") == "Annemiek"


async def test_a_learner_gets_no_menu(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start("7")

    await rig.hear(Command("menu"), address="7")

    assert cards(rig, "7") == [] or "staff.menu.title" not in keys_of(card(rig, "7"))
    assert rig.question("7").prompt.serial >= 1


async def test_somebody_with_two_roles_switches_between_them_and_to_a_learner(rig: Rig) -> None:
    first = await make_volunteer(rig, address="both")
    second = await make_staff(rig, OTHER_HOUSE, address="both")

    await rig.hear(Command("menu"), address="both")
    as_staff = {button.choice for button in buttons_of(card(rig, "both"))}
    await tap_card(rig, "role", "both")
    await tap_card(rig, choice("role", first.id), "both")
    as_volunteer = {button.choice for button in buttons_of(card(rig, "both"))}
    await tap_card(rig, "role", "both")
    await tap_card(rig, "do:role:0", "both")
    await rig.hear(Typed("hallo"), address="both")
    asked = rig.question("both").prompt.serial
    await rig.hear(Command("menu"), address="both")

    assert {"do:queue", "do:tasks", "do:team", "do:inv"} <= as_staff
    assert {"do:mine", "do:prof", "do:pause"} <= as_volunteer
    assert not as_volunteer & {"do:queue", "do:inv"}
    assert asked == 1
    assert keys_of(card(rig, "both")) == ["staff.menu.title", "staff.menu.back"]
    assert second.id != first.id


async def test_who_taps_a_question_of_their_own_sign_up_is_heard_as_a_learner(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start("anna")
    await rig.taps("nl start yes self", "anna")
    await make_volunteer(rig, address="anna")

    await rig.hear(Typed("Anna"), address="anna")
    menu = keys_of(card(rig, "anna"))
    await rig.tap("explain", "anna")
    await rig.hear(Typed("Anna"), address="anna")

    assert menu == ["staff.menu.title", "staff.menu.back"]
    assert rig.question("anna").prompt.serial > 5


async def test_regional_staff_see_counts_and_no_names(rig: Rig) -> None:
    await make_regional(rig)
    for number in range(5):
        await submitted_case(rig, str(number + 1))

    async def counts() -> Mapping[str, object]:
        await rig.hear(Command("menu"), address="regional")
        await tap_card(rig, "counts", "regional")
        lines = {line.key: line.params for line in card(rig, "regional").lines}
        assert lines["staff.counts.together"] == {"count": 0}
        return lines["staff.counts.staff"]

    # The month that is not over does not count, and a few are not told.
    assert await counts() == {"count": 0}
    rig.clock.forward(days=30)
    assert await counts() == {"count": 5}
    await rig.run("UPDATE referral SET taalhuis_id = NULL WHERE id = (SELECT min(id) FROM referral)")
    assert await counts() == {"count": Text("staff.counts.few")}


# ── Stopping ────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_volunteer_stops_after_being_asked_once(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")

    await tap_card(rig, "leave", "anna")
    still = await roles_of(rig, "anna")
    await tap_card(rig, "leave", "anna")
    await rig.due()
    await rig.hear(Typed("hallo"), address="anna")

    assert still == ["volunteer"]
    assert await roles_of(rig, "anna") == []
    assert keys_of(card(rig, "staff")) == ["staff.member.left"]
    assert rig.question("anna").prompt.serial == 1


async def test_who_stops_takes_their_open_invites_along(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="colleague")
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "inv", "staff")
    await tap_card(rig, "do:invm:staff", "staff")
    await rig.hear(Command("menu"), address="staff")

    await tap_card(rig, "leave", "staff")
    await tap_card(rig, "leave", "staff")

    assert await rig.rows("SELECT count(*) FROM invite WHERE revoked_at IS NULL") == [(0,)]


async def test_staff_see_the_load_of_their_people_pause_and_end_them(rig: Rig) -> None:
    await make_staff(rig)
    member = await make_volunteer(rig, capacity=4)
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "team", "staff")
    shown = [
        button.label.params for button in buttons_of(card(rig, "staff")) if "capacity" in button.label.params
    ]

    await tap_card(rig, "staff.team.volunteer", "staff")
    await tap_card(rig, "tpau", "staff")
    await rig.due()
    paused = await rig.rows("SELECT paused_until FROM member WHERE id = :id", id=member.id)
    told = keys_of(card(rig, "anna"))
    await tap_card(rig, "tend", "staff")
    await tap_card(rig, "tend", "staff")
    await rig.due()

    assert [(one["load"], one["capacity"]) for one in shown] == [(0, 4)]
    assert str(paused[0][0]) == "2026-06-17"
    assert told == ["volunteer.pause.by_staff"]
    assert await roles_of(rig, "anna") == []
    assert keys_of(card(rig, "anna")) == ["staff.leave.ended"]


async def test_staff_end_nobody_of_another_house_and_not_themselves(rig: Rig) -> None:
    me = await make_staff(rig)
    theirs = await make_volunteer(rig, OTHER_HOUSE)

    for member in (me, theirs):
        for pressed in (choice("tend", member.id, "yes"), choice("tpau", member.id, 14)):
            await rig.hear(Tap(pressed, 0, 0, "m1"), address="staff")

    assert await roles_of(rig, "staff") == ["staff"]
    assert await roles_of(rig, "anna") == ["volunteer"]
    assert await rig.rows("SELECT count(*) FROM member WHERE paused_until IS NOT NULL") == [(0,)]


async def test_what_was_still_to_be_said_about_learners_is_not_said_to_who_has_left(rig: Rig) -> None:
    case = await submitted_case(rig, "7")
    member = await make_volunteer(rig)
    await rig.run(
        "INSERT INTO timer (key, kind, chat_id, draft, days, referral_id, about, version, due_at, wall_at,"
        " zone) VALUES ('say:x', 'say', :chat, 0, 0, :referral, 0, 0, :due, '', '')",
        chat=member.chat_id,
        referral=case.id,
        due=rig.moment(seconds=3600),
    )

    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "leave", "anna")
    await tap_card(rig, "leave", "anna")

    assert await rig.rows("SELECT outcome FROM timer WHERE key = 'say:x'") == [("left",)]


async def test_a_break_without_an_end_is_shown_without_a_day(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig, paused_until=date(9999, 12, 31))
    await rig.hear(Command("menu"), address="staff")
    await tap_card(rig, "team", "staff")

    await tap_card(rig, "staff.team.volunteer", "staff")

    assert "staff.team.paused_for_now" in keys_of(card(rig, "staff"))
    assert "staff.team.paused" not in keys_of(card(rig, "staff"))
