"""Since when something must have waited to be late now: the same as asking each wait when it is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.waiting import over, soon
from bot.domain.working_days import add_working_days

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENTS = [
    datetime(2026, 6, 3, 10, tzinfo=UTC),  # a Wednesday
    datetime(2026, 6, 2, 9, 30, 15, 20, tzinfo=UTC),  # a Tuesday: the weekend before is due now
    datetime(2026, 6, 6, 8, tzinfo=UTC),  # a Saturday
    datetime(2026, 4, 7, 7, tzinfo=UTC),  # after Easter Monday
    datetime(2026, 12, 28, 23, 59, tzinfo=UTC),  # after Christmas, and past midnight in Amsterdam
    datetime(2026, 3, 30, 6, tzinfo=UTC),  # the clocks changed the day before
]


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("days", [1, 2, 5, 40])
def test_a_wait_is_over_its_term_when_the_term_has_passed(now: datetime, days: int) -> None:
    spans = over(now, days, AMSTERDAM)
    for minutes in range(0, 100 * 24 * 60, 307):
        since = now - timedelta(minutes=minutes)

        late = any(since in span for span in spans)

        assert late == (add_working_days(since, days, AMSTERDAM) <= now), since


@pytest.mark.parametrize("now", MOMENTS)
def test_the_very_instant_of_the_end_counts_as_over_and_the_next_does_not(now: datetime) -> None:
    last = over(now, 2, AMSTERDAM)[-1].until - timedelta(microseconds=1)

    assert add_working_days(last, 2, AMSTERDAM) <= now
    assert add_working_days(last + timedelta(microseconds=1), 2, AMSTERDAM) > now


def test_what_came_on_saturday_can_be_late_before_what_came_on_friday_afternoon() -> None:
    spans = over(datetime(2026, 6, 2, 10, tzinfo=UTC), 2, AMSTERDAM)

    assert any(datetime(2026, 5, 30, 8, tzinfo=UTC) in span for span in spans)
    assert not any(datetime(2026, 5, 29, 13, tzinfo=UTC) in span for span in spans)


def test_the_end_comes_near_half_a_working_day_before_it_and_weekends_do_not_count() -> None:
    assert soon(datetime(2026, 6, 3, 10, tzinfo=UTC), AMSTERDAM) == datetime(2026, 6, 3, 22, tzinfo=UTC)
    assert soon(datetime(2026, 6, 5, 20, tzinfo=UTC), AMSTERDAM) == datetime(2026, 6, 8, 8, tzinfo=UTC)


def test_no_term_is_shorter_than_a_day() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        over(MOMENTS[0], 0, AMSTERDAM)
