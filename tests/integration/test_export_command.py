"""`taalwijzer export`: as from outside every Taalhuis, up to the last month that is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.reporting import ZONE
from tests.support.commands import Commands


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    made = Commands(tmp_path)
    assert made("migrate").code == 0
    return made


def next_year() -> int:
    # The command has the clock of the machine.
    return datetime.now(ZONE).year + 1


def last_day_over() -> date:
    return datetime.now(ZONE).date().replace(day=1) - timedelta(days=1)


def test_a_period_that_goes_on_is_cut_and_the_command_and_the_file_say_so(run: Commands) -> None:
    years = ("--from", f"{next_year() - 2}-01-01", "--to", f"{next_year()}-12-31")
    before = last_day_over()
    made = run("export", *years, "report.csv")

    lasts = {str(day) for day in (before, last_day_over())}
    assert made.code == 0
    assert made.out.strip() in {
        f"0 sign-ups up to and including {day}; the report is in report.csv." for day in lasts
    }
    file = (run.directory / "report.csv").read_text("utf-8-sig")
    assert any(f"Laatste dag;;{day}" in file for day in lasts)
    assert "alleen maanden die voorbij zijn" in file


def test_a_period_of_which_no_month_is_over_is_refused_in_one_line(run: Commands) -> None:
    first = f"{next_year()}-02-01"
    made = run("export", "--from", first, "--to", f"{next_year()}-12-31", "report.csv")

    assert made.code == 2
    assert f"--from: {first}: " in made.err
    assert "Traceback" not in made.err
    assert not (run.directory / "report.csv").exists()


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "0001-12-31"), ("9999-01-01", "9999-12-31")])
def test_a_year_that_nobody_means_is_refused(run: Commands, first: str, last: str) -> None:
    made = run("export", "--from", first, "--to", last, "report.csv")

    assert made.code == 2
    assert "--from and --to" in made.err
    assert "Traceback" not in made.err
