"""Reports over a small world of which every number was counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db.queries import cases
from bot.db.queries.report_places import Places
from bot.domain.act import Act
from bot.domain.reporting import TOTAL, Dimension, Period, period_of
from bot.services.loop import withdrawing
from bot.services.office.office import Office
from bot.services.reports.model import By, Days, Kind, Report, Scope, Sign
from bot.services.reports.reports import Reports
from bot.services.reports.scopes import ask
from tests.support.building import Rig
from tests.support.loop import HOUSE, OTHER_HOUSE, house_id
from tests.support.reporting import SignUp, sign_up

D = Dimension
MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 20, 9, tzinfo=UTC)
OWN_HOUSE = Scope(Kind.HOUSE, HOUSE, "Zwolle", masked=False)
YEAR = Period(MARCH.date().replace(month=1, day=1), MARCH.date().replace(month=12, day=31))
TODAY = MARCH.date().replace(month=6, day=3)
STAFF = Act(what="report.read", role="staff")


@pytest.fixture
async def houses(rig: Rig) -> tuple[int, int]:
    """Two Taalhuizen, in two regions."""
    await rig.with_houses()
    return await house_id(rig), await house_id(rig, OTHER_HOUSE)


async def report(rig: Rig, scope: Scope = OWN_HOUSE, period: Period = YEAR, by: By = By.NOTHING) -> Report:
    reports = Reports(Office(rig.process))
    asked = ask(scope, period, by, TODAY)
    assert asked is not None
    return await reports.make(asked, await reports.places(), STAFF)


def numbers(found: Report, dimension: Dimension, group: str | None = None) -> dict[str, object]:
    """What a report shows of one dimension, without what there is none of."""
    return {
        value: shown
        for (key, (kind, value)), shown in found.numbers.items()
        if kind == dimension and key == group and shown != 0
    }


async def three(rig: Rig, house: int) -> list[int]:
    """Two of March and one of April, who differ in everything that is counted."""
    return await sign_up(
        rig,
        SignUp(
            at=MARCH,
            house=house,
            status="finished",
            why="goal_reached",
            needs=("reading", "digital"),
            origin="th_library_demo-zwolle-1",
            moves=(("accepted", 1), ("transferred", 1), ("submitted", 1), ("appointment_planned", 3)),
            met=(9.5, 20),
            missed=(5,),
        ),
        SignUp(
            at=MARCH + timedelta(days=1),
            house=house,
            gemeente="GM0141",
            status="ongoing",
            needs=("speaking",),
            language="light",
            digital="no_signal",
            dutch_first=False,
            helper="uwv",
            channel="web",
            moves=(("waiting_list", 2), ("accepted", 9), ("appointment_planned", 12)),
            wrote=(6.2,),
            asked=(2.9,),
            met=(14,),
        ),
        SignUp(at=APRIL, house=house, status="rejected", why="moved", needs=(), language="unknown"),
    )


async def test_every_number_of_a_small_world_is_what_was_counted_by_hand(
    rig: Rig, houses: tuple[int, int]
) -> None:
    await three(rig, houses[0])
    await sign_up(
        rig, SignUp(at=MARCH, house=houses[1]), SignUp(at=MARCH - timedelta(days=100), house=houses[0])
    )

    found = await report(rig)

    assert {dimension: numbers(found, dimension) for dimension in D} == {
        D.SIGN_UP: {"all": 3},
        D.STATE: {"finished_well": 1, "ongoing": 1, "rejected": 1},
        D.NEED: {"reading": 1, "speaking": 1, "digital": 1},
        D.LANGUAGE: {"strong": 1, "light": 1, "unknown": 1},
        D.NUMBERS: {"unknown": 3},
        D.DIGITAL: {"light": 2, "no_signal": 1},
        D.FIRST: {"nt1": 2, "nt2": 1},
        D.LEAFLET: {"library": 1, "none": 2},
        D.HELPER: {"self": 2, "uwv": 1},
        D.CHANNEL: {"telegram": 2, "web": 1},
        D.CONTACT: {"yes": 2, "no": 1},
        D.MET: {"yes": 2, "no": 1},
        D.TRANSFER: {"yes": 1, "no": 2},
        D.WAITED: {"yes": 1, "no": 2},
        D.FINISH: {"goal_reached": 1},
        D.REJECT: {"moved": 1},
        D.APPOINTMENT: {"came": 3, "no_show": 1, "all": 4},
        D.DAYS_CONTACT: {},
        D.DAYS_MET: {},
    }
    # 3 days and 2.9 days, which is 2 whole ones; 9.5 and 14 days.
    assert found.days[None, D.CONTACT] == Days(2.5, 2)
    assert found.days[None, D.MET] == Days(11.5, 2)


async def test_a_breakdown_tells_the_same_people_apart(rig: Rig, houses: tuple[int, int]) -> None:
    await three(rig, houses[0])

    by_month = await report(rig, by=By.MONTH)
    by_gemeente = await report(rig, by=By.GEMEENTE)

    sums = {group.key: by_month.number(TOTAL, group) for group in by_month.groups}
    assert sums == {f"2026-{month:02}": {3: 2, 4: 1}.get(month, 0) for month in range(1, 13)}
    assert [(group.key, group.name, by_gemeente.number(TOTAL, group)) for group in by_gemeente.groups] == [
        ("GM0141", "Almelo", 1),
        ("GM0193", "Zwolle", 2),
    ]
    assert numbers(by_gemeente, D.CHANNEL, "GM0141") == {"web": 1}
    assert by_gemeente.days["GM0141", D.CONTACT] == Days(2.0, 1)
    assert by_gemeente.days["GM0193", D.MET] == Days(9.0, 1)


async def test_a_month_begins_at_midnight_in_the_netherlands(rig: Rig, houses: tuple[int, int]) -> None:
    last_of_may = datetime(2026, 5, 31, 21, 59, tzinfo=UTC)
    await sign_up(
        rig,
        SignUp(at=last_of_may, house=houses[0]),
        SignUp(at=last_of_may + timedelta(minutes=1), house=houses[0]),
    )
    months = [period_of("2026-05"), period_of("2026-06")]

    assert [(await report(rig, period=month)).sign_ups for month in months if month] == [1, 1]


async def test_a_report_is_the_same_after_people_have_gone_by_their_term(
    rig: Rig, houses: tuple[int, int]
) -> None:
    await three(rig, houses[0])
    before = [await report(rig, by=by) for by in (By.NOTHING, By.MONTH, By.GEMEENTE)]
    await rig.run("UPDATE referral SET status = 'finished', ended_why = 'work' WHERE status = 'ongoing'")
    ended = [await report(rig, by=by) for by in (By.NOTHING, By.MONTH, By.GEMEENTE)]
    rig.clock.forward(days=1000)
    gone = await rig.housekeeping.tidy()
    after = [await report(rig, by=by) for by in (By.NOTHING, By.MONTH, By.GEMEENTE)]

    assert before != ended
    assert (gone["learners"], gone["finished"]) == (1, 2)
    assert await rig.rows("SELECT count(*) FROM learner") == [(0,)]
    assert after == ended


async def test_counts_of_several_who_go_at_different_times_are_added_up(
    rig: Rig, houses: tuple[int, int]
) -> None:
    for number in range(3):
        await sign_up(
            rig, SignUp(at=MARCH, house=houses[0], status="finished", why="work", met=(number * 10 + 1,))
        )
        await rig.run("UPDATE referral SET updated_at = :then", then=rig.moment(seconds=-86400 * 800))
        await rig.housekeeping.tidy()
    await sign_up(rig, SignUp(at=MARCH, house=houses[0], met=(40,)))

    found = await report(rig)

    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]
    assert found.sign_ups == 4
    assert numbers(found, D.STATE) == {"finished_well": 3, "submitted": 1}
    # 1, 11, 21 and 40 days.
    assert found.days[None, D.MET] == Days(16.0, 4)


async def test_of_who_takes_a_sign_up_back_only_that_it_was_there_is_kept(
    rig: Rig, houses: tuple[int, int]
) -> None:
    await three(rig, houses[0])
    async with Office(rig.process).acting() as scene:
        (referral_id,) = (await rig.rows("SELECT id FROM referral WHERE status = 'ongoing'"))[0]
        case = await cases.lock(scene.connection, referral_id)
        assert case is not None
        await withdrawing.withdraw(scene, case)

    found = await report(rig)
    kept = await rig.rows("SELECT DISTINCT value FROM kept_count ORDER BY value")

    assert found.sign_ups == 3
    assert numbers(found, D.STATE) == {"finished_well": 1, "rejected": 1, "withdrawn": 1}
    assert numbers(found, D.CHANNEL) == {"telegram": 2, "erased": 1}
    assert numbers(found, D.NEED) == {"reading": 1, "digital": 1}
    assert [value for (value,) in kept] == ["all", "erased", "withdrawn"]


async def test_part_of_a_month_says_that_it_leaves_out_who_is_erased(
    rig: Rig, houses: tuple[int, int]
) -> None:
    await sign_up(rig, SignUp(at=MARCH, house=houses[0], status="finished", why="work"))
    await rig.run("UPDATE referral SET updated_at = :then", then=rig.moment(seconds=-86400 * 800))
    await rig.housekeeping.tidy()
    part = Period(MARCH.date().replace(day=2), MARCH.date().replace(day=31))

    found = await report(rig, period=part)

    assert (found.sign_ups, found.left_out) == (0, True)
    assert not (await report(rig)).left_out


async def test_a_region_is_who_lives_there_and_who_lives_nowhere_known_by_their_taalhuis(
    rig: Rig, houses: tuple[int, int]
) -> None:
    zwolle, almelo = houses
    await sign_up(
        rig,
        *(SignUp(at=MARCH, house=almelo) for _ in range(6)),
        *(SignUp(at=MARCH, house=zwolle, gemeente="GM0141") for _ in range(7)),
        *(SignUp(at=MARCH, house=zwolle, gemeente="GM9999") for _ in range(8)),
        *(SignUp(at=MARCH, house=None, gemeente="GM9999") for _ in range(9)),
    )
    places: Places = await Reports(Office(rig.process)).places()
    ids = {name: str(number) for number, name in places.regions.items()}
    everything = await report(rig, Scope(Kind.ALL, "", "", masked=True), by=By.REGION)

    sums = {group.name: everything.number(TOTAL, group) for group in everything.groups}
    assert {name: many for name, many in sums.items() if many} == {"Zwolle": 14, "Twente": 7, "": 9}
    for name, many in (("Zwolle", 14), ("Twente", 7)):
        scope = Scope(Kind.REGION, ids[name], name, masked=True)
        assert (await report(rig, scope)).sign_ups == many
        broken_down = await report(rig, scope, by=By.HOUSE)
        assert broken_down.sign_ups == many


async def test_who_is_not_of_the_taalhuis_sees_no_small_number_and_none_that_gives_it_away(
    rig: Rig, houses: tuple[int, int]
) -> None:
    await sign_up(
        rig,
        *(SignUp(at=MARCH, house=houses[0]) for _ in range(20)),
        *(SignUp(at=MARCH, house=houses[0], channel="web", met=(4,)) for _ in range(3)),
    )
    outside = await report(rig, Scope(Kind.HOUSE, HOUSE, "Zwolle", masked=True))
    own = await report(rig)

    assert numbers(outside, D.CHANNEL) == {"telegram": Sign.COVER, "web": Sign.SMALL}
    assert outside.days[None, D.MET] == Days(None, Sign.SMALL)
    assert numbers(own, D.CHANNEL) == {"telegram": 20, "web": 3}
    assert own.days[None, D.MET] == Days(4.0, 3)
    assert not own.hides


async def test_who_read_a_report_is_written_down(rig: Rig, houses: tuple[int, int]) -> None:
    await report(rig, by=By.MONTH)

    rows = await rig.rows("SELECT what, role, detail FROM audit_entry")
    assert rows == [
        (
            "report.read",
            "staff",
            '{"by":"month","period":"2026-01-01/2026-12-31","scope":"house:demo-zwolle-1"}',
        )
    ]
