"""Staff hear of what needs them: in one message for ten minutes, at humane hours, and not when it was dealt
with meanwhile. What nobody deals with is told again, and further.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.db.queries import waiting
from bot.db.queries.waiting import Waiting
from flows.replies import Command, Tap
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    house_id,
    make_regional,
    make_staff,
    submitted_case,
    tap_card,
)
from tests.support.signups import NAME
from tests.support.staffing import kinds, later, told

FRIDAY_BEFORE_WHITSUN = datetime(2026, 5, 22, 13, tzinfo=UTC)


async def test_what_happens_within_ten_minutes_is_one_message_to_each_of_the_staff(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await make_staff(rig, OTHER_HOUSE, address="foreign", name="Femke")
    await submitted_case(rig, "7")
    rig.clock.forward(minutes=6)
    await submitted_case(rig, "8")
    await later(rig, minutes=5)

    (message,) = told(rig, "staff")
    assert kinds(message) == {"new": 2}
    assert told(rig, "second") == [message]
    assert told(rig, "foreign") == []


async def test_no_name_of_a_learner_stands_in_the_message(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await later(rig, minutes=11)

    (message,) = told(rig, "staff")
    assert NAME not in repr(message)
    assert buttons_of(message)[0].choice.startswith("do:intake:")


async def test_what_was_told_is_not_told_again_with_the_next(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig, "7")
    await later(rig, minutes=11)
    await submitted_case(rig, "8")
    await later(rig, minutes=11)

    assert [kinds(message) for message in told(rig, "staff")] == [{"new": 1}, {"new": 1}]


async def test_what_comes_while_a_message_is_late_is_told_once(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig, "7")
    rig.clock.forward(minutes=11)
    await submitted_case(rig, "8")
    await rig.due()
    await later(rig, minutes=30)

    assert [kinds(message) for message in told(rig, "staff")] == [{"new": 2}]


async def test_two_processes_that_gather_at_the_same_moment_tell_it_once(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    # As if the other process had not seen that a message was being gathered.
    await rig.run(
        "INSERT INTO timer (key, kind, chat_id, due_at, wall_at, zone, about, version)"
        " SELECT 'digest:other', kind, chat_id, due_at, wall_at, zone, about, version FROM timer"
        " WHERE kind = 'digest'"
    )
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    assert [kinds(message) for message in told(rig, "staff")] == [{"new": 1}]


async def test_nothing_is_told_of_what_somebody_dealt_with_meanwhile(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await submitted_case(rig)
    await rig.hear(Command("intakes"), address="second")
    await tap_card(rig, "intake", "second")
    await tap_card(rig, "own", "second")
    await later(rig, minutes=11)

    assert told(rig, "staff") == []


async def test_at_night_it_waits_until_nine(rig: Rig) -> None:
    await make_staff(rig)
    rig.clock.now = datetime(2026, 6, 3, 20, tzinfo=UTC)
    await submitted_case(rig)
    await later(rig, minutes=15)
    assert told(rig, "staff") == []

    rig.clock.now = datetime(2026, 6, 4, 6, 59, tzinfo=UTC)
    await rig.due()
    assert told(rig, "staff") == []
    await later(rig, minutes=1)
    assert [kinds(message) for message in told(rig, "staff")] == [{"new": 1}]


async def test_who_has_least_to_do_is_proposed_and_who_has_it_is_named(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await submitted_case(rig, "7")
    await rig.hear(Command("intakes"), address="staff")
    await tap_card(rig, "intake", "staff")
    await tap_card(rig, "own", "staff")
    await submitted_case(rig, "8")
    await later(rig, minutes=11)

    line = next(line for line in told(rig, "second")[0].lines if line.key == "staff.digest.proposed")
    assert str(line.params["name"]) == "Name(name='Bram')"
    assert line.params["load"] == 0


async def test_late_is_counted_in_working_days_over_a_weekend_and_a_holiday(rig: Rig) -> None:
    rig.clock.now = FRIDAY_BEFORE_WHITSUN
    await make_staff(rig)
    await submitted_case(rig)
    await later(rig, minutes=11)
    # Whit Monday does not count: Tuesday and Wednesday do.
    rig.clock.now = datetime(2026, 5, 27, 12, 50, tzinfo=UTC)
    await rig.due()
    assert len(told(rig, "staff")) == 1

    await later(rig, minutes=15)
    await later(rig, minutes=11)
    assert [kinds(message) for message in told(rig, "staff")] == [{"new": 1}, {"overdue": 1}]


async def test_what_is_late_goes_to_all_of_the_house_and_as_a_number_to_the_region(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await make_regional(rig)
    await submitted_case(rig)
    await later(rig, minutes=11)
    assert told(rig, "regional") == []
    await later(rig, days=2)
    await later(rig, minutes=11)

    assert kinds(told(rig, "staff")[-1]) == kinds(told(rig, "second")[-1]) == {"overdue": 1}
    (message,) = told(rig, "regional")
    assert keys_of(message) == ["staff.region.late"]
    assert message.lines[0].params["count"] == 1
    assert buttons_of(message) == []


async def test_a_sign_up_that_somebody_moved_on_is_never_late(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await rig.hear(Command("intakes"), address="staff")
    await tap_card(rig, "intake", "staff")
    await tap_card(rig, "general.more", "staff")
    await tap_card(rig, "wl", "staff")
    await tap_card(rig, "do:wl:1:full", "staff")
    before = len(told(rig, "staff"))
    await later(rig, days=5)

    assert len(told(rig, "staff")) == before


async def test_what_was_accepted_and_goes_no_further_is_late_too(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    await rig.hear(Command("intakes"), address="staff")
    await tap_card(rig, "intake", "staff")
    await tap_card(rig, "inacc", "staff")
    await later(rig, minutes=11)
    assert kinds(told(rig, "staff")[-1]) == {"exhausted": 1}
    await later(rig, days=2)
    await later(rig, minutes=11)

    # The alert that nobody was found is still open, but it was told.
    assert kinds(told(rig, "staff")[-1]) == {"overdue": 1}


async def test_where_a_house_has_nobody_the_region_hears_how_many_wait(rig: Rig) -> None:
    await make_regional(rig)
    await submitted_case(rig)
    await later(rig, minutes=11)

    (message,) = told(rig, "regional")
    assert keys_of(message) == ["staff.region.nobody"]
    assert NAME not in repr(message)


async def test_where_nobody_can_be_told_it_stays_with_those_who_wait(rig: Rig) -> None:
    await submitted_case(rig)
    await later(rig, minutes=11)

    assert await rig.rows("SELECT kind, done_at FROM alert") == [("new", None)]
    async with rig.database.reading() as connection:
        assert (await waiting.sign_ups(connection)).count == 1


async def test_an_accepted_sign_up_for_which_nobody_is_found_still_counts_as_one_that_waits(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    accepted_at = rig.clock()
    await rig.hear(Tap("do:inacc:1", 0, 0, "m1"), address="staff")
    rig.clock.forward(hours=1)

    async with rig.database.reading() as connection:
        assert await waiting.sign_ups(connection) == Waiting(1, accepted_at)


async def test_a_house_that_accepts_by_itself_asks_nobody_of_the_staff(rig: Rig) -> None:
    await make_staff(rig)
    taalhuis = await house_id(rig)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes WHERE id = :id", yes=True, id=taalhuis)
    await submitted_case(rig)
    await later(rig, minutes=11)

    # There is no volunteer yet, and that they do hear.
    assert [kinds(message) for message in told(rig, "staff")] == [{"exhausted": 1}]
    assert await rig.rows("SELECT to_status, by, why FROM referral_move ORDER BY id") == [
        ("submitted", "learner", "sent"),
        ("accepted", "machine", "by_itself"),
    ]


async def test_another_house_of_the_learners_choice_hears_of_it_and_the_first_one_does_not(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, "demo-zwolle-3", address="third", name="Teun")
    await submitted_case(rig)
    await rig.taps("others h:demo-zwolle-3")
    await later(rig, minutes=11)

    assert told(rig, "staff") == []
    assert [kinds(message) for message in told(rig, "third")] == [{"new": 1}]
