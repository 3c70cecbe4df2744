"""`taalwijzer chat`, piped and at a terminal: the whole conversation, from hello to the Taalhuis."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.commands import Commands
from tests.support.seated import Seated, seated

# A line an answer: the language, begin, consent, for whom, name, place, what and why, Dutch, the letter, two
# more about writing, when, how and how to be reached, good.
ANSWERS = (
    *("Nederlands", "beginnen", "ja", "voor mezelf", "Sanne", "8011", "lezen", "werk", "ja"),
    *("soms lastig", "lukt goed", "weet ik niet", "ochtend", "ma", "groep", "ik ga langs", "ja"),
)


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def lines(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def test_piped_answers_end_with_a_taalhuis_and_only_the_sign_up_stays(run: Commands) -> None:
    ended = run("chat", typed=lines(*ANSWERS))
    with closing(sqlite3.connect(run.directory / "var" / "demo.db")) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("intake", "referral", "outbox")
        ]

    assert ended.code == 0, ended.out + ended.err
    assert "Taalhuis" in ended.out
    assert "Zwolle" in ended.out.split("Sanne")[-1]
    assert "\x1b" not in ended.out
    assert counts == [1, 1, 0]


def test_answers_that_end_too_early_are_a_failed_run_and_leave_nothing(run: Commands) -> None:
    ended = run("chat", typed=lines(*ANSWERS[:5]))
    with closing(sqlite3.connect(run.directory / "var" / "demo.db")) as connection:
        kept = connection.execute("SELECT count(*) FROM chat").fetchone()

    assert ended.code == 1
    assert "before the conversation did" in ended.err
    assert kept == (0,)


def test_who_says_no_gets_an_address_too_and_that_is_a_good_end(run: Commands) -> None:
    ended = run("chat", typed=lines("1", "1", "nee", "8011"))

    assert ended.code == 0, ended.out + ended.err
    assert "Zwolle" in ended.out


def press_ctrl_c(person: Seated) -> None:
    person.type("\x03")


def send_sigterm(person: Seated) -> None:
    person.process.send_signal(signal.SIGTERM)


def chats_kept(run: Commands) -> int:
    with closing(sqlite3.connect(run.directory / "var" / "demo.db")) as connection:
        counted: int = connection.execute("SELECT count(*) FROM chat").fetchone()[0]
    return counted


@pytest.mark.parametrize("leave", [press_ctrl_c, send_sigterm])
def test_who_leaves_in_the_middle_waits_for_nothing_and_leaves_nothing(
    run: Commands, leave: Callable[[Seated], None]
) -> None:
    with seated(run, "chat") as person:
        person.reads("Nederlands")
        person.type("Nederlands\n")
        person.reads("Beginnen")
        assert chats_kept(run) == 1
        leave(person)
        code = person.ended()

    assert code == 1, person.seen
    assert "before the conversation did" in person.seen
    assert "Traceback" not in person.seen
    assert chats_kept(run) == 0


def test_ctrl_c_after_the_last_answer_is_a_good_end(run: Commands) -> None:
    with seated(run, "chat") as person:
        person.reads("Nederlands")
        person.type(lines("1", "1", "nee", "8011"))
        person.reads("Zwolle")
        press_ctrl_c(person)
        code = person.ended()

    assert code == 0, person.seen
    assert "before the conversation did" not in person.seen
