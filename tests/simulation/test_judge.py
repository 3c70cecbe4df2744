"""The judge of the simulation sees what it is there for: each fault is planted once, and found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from flows.deeds import choice
from flows.model import Button, Moment, Name, Prompt, Text
from tests.simulation.judge import Judge
from tests.simulation.outside import Delivery, Outside
from tests.simulation.people import Person, Role
from tests.simulation.punctual import Punctual, Watched
from tests.simulation.town import Size
from tests.simulation.year import Course, Year
from tests.support.building import Rig
from tests.support.clock import FakeClock
from tests.support.database import Opener
from tests.support.meetings import matched_case
from tests.support.planning import written_appointment

NOON = datetime(2026, 3, 18, 11, tzinfo=UTC)
VERSION = ("lesson@taalwijzer", 2)
LEARNER = Person("learner1", Role.LEARNER, "Naam00001", chat_id=7)
PEOPLE = {LEARNER.address: LEARNER}


# ── Reminders ──────────────────────────────────────────────────────────────────────────────────────────────


def reminder(at: datetime, *, number: int = 1) -> Delivery:
    """The one of the day before, of an appointment on Sunday 29 March at 10:00."""
    come = Button(choice("come", 1, VERSION[1]), Text("appointment.come"))
    line = Text("reminder.tomorrow", {"name": Name("Anna"), "moment": Moment("2026-03-29T10:00")})
    return Delivery(at, "learner1", 7, number, Prompt((line,), rows=((come,),)), edited=False)


@pytest.fixture
def punctual() -> Punctual:
    """Only the reminder of the day before fell due while the appointment was planned."""
    zone = ZoneInfo("Europe/Amsterdam")
    since, until = datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)
    watched = Watched("2026-03-29T10:00", zone, {"learner": LEARNER.address}, since, until)
    return Punctual(versions={VERSION: watched})


# Ten o'clock on Saturday is nine in UTC; a day before ten o'clock on Sunday is eight.
IN_TIME = datetime(2026, 3, 28, 9, tzinfo=UTC)


def after(punctual: Punctual, *deliveries: Delivery) -> list[str]:
    if deliveries:
        punctual.arrived[VERSION, "d1", "learner"] = list(deliveries)
    return punctual.wrong(PEOPLE)


def test_a_reminder_that_came_at_its_wall_time_is_fine(punctual: Punctual) -> None:
    assert after(punctual, reminder(IN_TIME + timedelta(minutes=2))) == []
    assert punctual.due == 1


def test_a_reminder_that_never_came_is_missed(punctual: Punctual) -> None:
    assert "never came" in after(punctual)[0]


@pytest.mark.parametrize("late", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_reminder_an_hour_off_is_seen(punctual: Punctual, late: timedelta) -> None:
    assert "was due at" in after(punctual, reminder(IN_TIME + late))[0]


def test_a_reminder_that_was_said_twice_is_seen(punctual: Punctual) -> None:
    both = reminder(IN_TIME), reminder(IN_TIME, number=2)

    assert "2 times" in after(punctual, *both)[0]


def test_the_same_message_arriving_again_is_no_second_reminder(punctual: Punctual) -> None:
    assert after(punctual, reminder(IN_TIME), reminder(IN_TIME)) == []


def test_a_reminder_of_what_was_called_off_before_is_seen(punctual: Punctual) -> None:
    punctual.versions[VERSION].until = datetime(2026, 3, 27, 13, tzinfo=UTC)

    assert "after it had ended" in after(punctual, reminder(IN_TIME))[0]


@pytest.mark.parametrize("by_helper", [True, False])
async def test_whom_a_helper_signed_up_is_called_and_not_reminded(rig: Rig, *, by_helper: bool) -> None:
    case = await matched_case(rig, by_a_helper=by_helper)
    await written_appointment(rig, case, "2026-06-08T11:30")
    year = SimpleNamespace(now=rig.clock(), running=SimpleNamespace(rig=rig))
    punctual = Punctual()
    await punctual.look(cast(Year, year), [], rig.clock())
    (watched,) = punctual.versions.values()
    assert set(watched.people) == ({"member"} if by_helper else {"learner", "member"})


def test_an_appointment_is_judged_once_and_a_reminder_that_comes_later_is_seen(punctual: Punctual) -> None:
    ended = punctual.versions[VERSION].until
    punctual.arrived[VERSION, "d1", "learner"] = [reminder(IN_TIME)]

    assert punctual.wrong(PEOPLE, before=ended) == []
    assert punctual.due == 0
    assert punctual.wrong(PEOPLE, before=ended + timedelta(days=2)) == []
    assert (punctual.due, punctual.seen) == (1, 1)
    punctual.arrived[VERSION, "d1", "learner"] = [reminder(ended + timedelta(days=3), number=2)]
    assert "after it had ended" in punctual.wrong(PEOPLE, before=ended + timedelta(days=4))[0]
    assert punctual.due == 1


# ── Messages and owners ────────────────────────────────────────────────────────────────────────────────────


class Lived:
    """Three days with a few people, of which nothing is wrong."""

    def __init__(self, year: Year, judge: Judge) -> None:
        self.year, self.judge = year, judge

    async def sees(self, *deliveries: Delivery) -> list[str]:
        """What is wrong when these had arrived as well."""
        self.year.outside.deliveries += deliveries
        await self.judge(self.year)
        return self.judge.wrong


@pytest.fixture
async def lived(open_database: Opener) -> Lived:
    course = Course(
        begins=NOON,
        days=3,
        learners=4,
        size=Size(houses=2, staff=1, volunteers=2),
        faults=0,
        kills=0,
        leaving=0,
    )
    judge = Judge()
    year = Year(course, open_database, FakeClock(), Random(2), judge)
    await year.live()
    assert judge.wrong == []
    return Lived(year, judge)


def somebody(year: Year, role: Role) -> Iterator[Person]:
    return (person for person in year.people if person.role is role)


async def test_what_nobody_may_read_and_what_nobody_looks_after_is_found(lived: Lived) -> None:
    year = lived.year
    await lived.judge.at_the_end(year)
    assert lived.judge.wrong == []
    first, other, *_ = somebody(year, Role.LEARNER)
    greeting = Prompt((Text("news.helper.contact", {"name": Name(first.token)}),))
    told = Delivery(year.now, other.address, other.chat_id, 900, greeting, edited=False)

    wrong = await lived.sees(told)
    assert wrong.pop().startswith(f"{other.address} read the name of {first.address}")

    again = replace(told, prompt=Prompt((Text("general.sorry"),)))
    assert "arrived 2 times" in (await lived.sees(again)).pop()

    regional = next(somebody(year, Role.REGIONAL))
    spied = replace(told, address=regional.address, chat_id=regional.chat_id)
    assert (await lived.sees(spied)).pop().startswith(regional.address)

    await year.running.rig.run("UPDATE timer SET done_at = due_at")
    await year.running.rig.run("UPDATE alert SET done_at = created_at")
    year.clock.forward(days=3)
    await lived.judge.owners(year)
    assert lived.judge.wrong
    assert {text.split(": ")[-1] for text in lived.judge.wrong} == {"nothing will ever remind anybody of it"}

    lived.judge.wrong.clear()
    await year.running.rig.run("UPDATE member SET ended_at = joined_at")
    await lived.judge.owners(year)
    assert "nobody has it" in lived.judge.wrong[0]


async def test_a_blocked_phone_gets_nothing(lived: Lived) -> None:
    outside: Outside = lived.year.outside
    person = next(somebody(lived.year, Role.LEARNER))
    before = len(outside.deliveries)
    outside.phone(person.address).blocked = True

    await lived.year.running.rig.start(person.address)

    assert len(outside.deliveries) == before
    assert outside.failed["blocked"] >= 1
