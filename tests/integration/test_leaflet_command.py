"""`taalwijzer poster`, as somebody of a library runs it, and what becomes of who opens its code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.resources import resource_path
from flows.replies import Command
from tests.support.bot_api import BotApiServer
from tests.support.building import Rig, keys_of
from tests.support.commands import Commands
from tests.support.loop import HOUSE, OTHER_HOUSE, submitted_case
from tests.support.signups import sign_up

DEMO = resource_path("data") / "demo_taalhuizen.csv"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Commands in a directory with a database and the demo Taalhuizen."""
    commands = Commands(tmp_path_factory.mktemp("poster"))
    assert commands("migrate").code == 0
    assert commands("import-taalhuizen", str(DEMO)).code == 0
    return commands


def code_on(png: Path) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(png))
    return str(found.text)


async def test_its_code_opens_the_chat_with_that_taalhuis(run: Commands, tmp_path: Path) -> None:
    async with BotApiServer(username="TaalwijzerBot") as server:
        bot = {"telegram_token": server.token, "telegram_api_url": server.url}
        wanted = ("poster", "--taalhuis", HOUSE, "--at", "doctor", "--size", "a5", str(tmp_path / "wall.pdf"))
        done = await asyncio.to_thread(run, *wanted, **bot)

    assert done.code == 0, done.err
    assert (tmp_path / "wall.pdf").read_bytes().startswith(b"%PDF")
    assert code_on(tmp_path / "wall.png") == f"https://t.me/TaalwijzerBot?start=th_doctor_{HOUSE}"


def test_without_telegram_its_code_opens_the_web_chat(run: Commands, tmp_path: Path) -> None:
    done = run("poster", "--taalhuis", HOUSE, str(tmp_path / "wall"), public_url="https://taal.example.nl")

    assert done.code == 0, done.err
    assert code_on(tmp_path / "wall.png") == f"https://taal.example.nl/?from=th_library_{HOUSE}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--taalhuis: needed"),
        (("--taalhuis", "demo-zwole-1"), f"did you mean {HOUSE}"),
        (("--taalhuis", HOUSE, "--at", "moon", "--size", "a3", "--language", "xx"), "--language: 'xx'"),
        (("--taalhuis", HOUSE, "--at", "moon", "--size", "a3"), "--size: 'a3' should be one of a4, a5"),
        (("--taalhuis", HOUSE, "--at", "moon"), "--at: 'moon' should be one of library, doctor"),
        (("--taalhuis", HOUSE, "no/such/folder/wall"), "there is no directory"),
        (("--taalhuis", HOUSE), "TAALWIJZER_TELEGRAM_TOKEN or TAALWIJZER_PUBLIC_URL is not set"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_written(run: Commands, words: tuple[str, ...], told: str) -> None:
    done = run("poster", *words)

    assert done.code == 2
    assert told in done.err
    assert not list(run.directory.glob("poster-*"))


def test_a_file_that_is_there_is_not_overwritten(run: Commands, tmp_path: Path) -> None:
    (tmp_path / "wall.png").write_text("mine")
    done = run("poster", "--taalhuis", HOUSE, str(tmp_path / "wall"), public_url="https://taal.example.nl")

    assert done.code == 2
    assert "wall.png exists already" in done.err
    assert (tmp_path / "wall.png").read_text() == "mine"
    assert not (tmp_path / "wall.pdf").exists()


# ── Who opens the code ──────────────────────────────────────────────────────────────────────────────────


async def by_leaflet(rig: Rig, code: str, address: str = "9", wall: str = "doctor") -> None:
    if not len(rig.directory):
        await rig.with_houses()
    await rig.hear(Command("start", f"th_{wall}_{code}"), address=address)
    await rig.taps("nl start yes", address)


async def test_they_are_shown_that_taalhuis_and_the_reason_and_the_wall_are_kept(rig: Rig) -> None:
    await by_leaflet(rig, OTHER_HOUSE)
    greeted = [key for envelope in rig.channel.delivered for key in keys_of(envelope.prompt)]
    await sign_up(rig, "9", name="Ysbrand")
    rows = await rig.rows(
        "SELECT t.code, r.reason, i.origin FROM referral r JOIN intake i ON i.id = r.intake_id"
        " JOIN taalhuis t ON t.id = r.taalhuis_id"
    )

    assert "intake.hello.from" in greeted
    assert rows == [(OTHER_HOUSE, "chosen_by_learner", f"th_doctor_{OTHER_HOUSE}")]


@pytest.mark.parametrize("argument", ["th_doctor_no-such-house", "th_moon_demo-almelo-1", "hallo"])
async def test_a_code_that_says_nothing_begins_as_always(rig: Rig, argument: str) -> None:
    await rig.with_houses()
    await rig.hear(Command("start", argument), address="9")
    await rig.taps("nl start yes", "9")
    await sign_up(rig, "9", name="Ysbrand")
    rows = await rig.rows("SELECT r.reason, i.origin FROM referral r JOIN intake i ON i.id = r.intake_id")

    assert [tuple(row) for row in rows] == [("coverage", "")]


async def test_a_house_that_is_closed_for_a_while_is_passed_over(rig: Rig) -> None:
    await rig.with_houses()
    closing = "UPDATE taalhuis SET active = :no, updated_at = :now WHERE code = :code"
    await rig.run(closing, no=False, now=rig.moment(seconds=60), code=OTHER_HOUSE)
    await rig.directory.refresh()
    await by_leaflet(rig, OTHER_HOUSE)
    await sign_up(rig, "9", name="Ysbrand")
    rows = await rig.rows(
        "SELECT t.code FROM referral r JOIN taalhuis t ON t.id = r.taalhuis_id WHERE t.code = :code",
        code=OTHER_HOUSE,
    )

    assert rows == []


async def test_who_scans_another_leaflet_later_comes_for_that_one(rig: Rig) -> None:
    await by_leaflet(rig, OTHER_HOUSE)
    await rig.hear(Command("start", f"th_school_{HOUSE}"), address="9")
    rows = await rig.rows("SELECT origin FROM chat WHERE address = '9'")

    assert [tuple(row) for row in rows] == [(f"th_school_{HOUSE}",)]


async def test_the_counts_tell_where_people_came_from(rig: Rig) -> None:
    from bot.db.queries import origins

    await by_leaflet(rig, HOUSE, "9")
    await sign_up(rig, "9", name="Ysbrand")
    await submitted_case(rig, "7")
    async with rig.database.reading() as connection:
        counted = await origins.count_sign_ups(connection)

    assert counted == {f"th_doctor_{HOUSE}": 1, "": 1}


def test_the_command_shows_the_counts(run: Commands) -> None:
    done = run("poster", "--counts")

    assert done.code == 0, done.err
    assert "0  not by a leaflet" in done.out
