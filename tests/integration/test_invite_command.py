"""`taalwijzer invite`, as an operator runs it: the link, its QR code, the list, and what goes wrong."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.checking import Looks
from bot.errors import TaalwijzerError
from bot.resources import resource_path
from bot.settings import Settings
from tests.support.bot_api import BotApiServer
from tests.support.building import Rig
from tests.support.commands import Commands
from tests.support.loop import HOUSE, REGION, make_staff, make_volunteer, submitted_case

DEMO = resource_path("data") / "demo_taalhuizen.csv"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Commands in a directory with a database and the demo Taalhuizen."""
    commands = Commands(tmp_path_factory.mktemp("invite"))
    assert commands("migrate").code == 0
    assert commands("import-taalhuizen", str(DEMO)).code == 0
    return commands


def stored(run: Commands, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(run.directory / "var" / "taalwijzer.db")) as connection:
        return connection.execute(sql).fetchall()


def number_of(out: str) -> str:
    found = re.match(r"Invite (\d+): ", out)
    assert found, out
    return found[1]


def test_without_a_token_it_prints_what_to_send_and_says_why(run: Commands) -> None:
    done = run("invite", "staff", "--taalhuis", HOUSE)

    assert done.code == 0, done.err
    assert "staff at Demo-Taalhuis Zwolle" in done.out
    assert "TAALWIJZER_TELEGRAM_TOKEN is not set" in done.out
    assert re.search(r"^/start [A-Za-z0-9_-]{32}$", done.out, re.MULTILINE)


async def test_with_a_token_it_prints_the_link_and_its_qr_code(run: Commands, tmp_path: Path) -> None:
    svg, png = tmp_path / "link.svg", tmp_path / "link.png"
    async with BotApiServer(username="TaalwijzerBot") as server:
        bot = {"telegram_token": server.token, "telegram_api_url": server.url}
        drawn = await asyncio.to_thread(
            lambda: run("invite", "volunteer", "--taalhuis", HOUSE.upper(), "--qr", str(svg), **bot)
        )
        again = await asyncio.to_thread(
            lambda: run("invite", "regional", "--region", REGION.lower(), "--qr", str(png), **bot)
        )

    assert (drawn.code, again.code) == (0, 0), drawn.err + again.err
    assert re.search(r"^https://t\.me/TaalwijzerBot\?start=[A-Za-z0-9_-]{32}$", drawn.out, re.MULTILINE)
    assert "█" in drawn.out
    assert svg.read_text().startswith("<?xml")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(png.stat().st_mode) == 0o600


async def test_when_telegram_does_not_know_the_token_nothing_is_made(run: Commands) -> None:
    before = stored(run, "SELECT count(*) FROM invite")
    async with BotApiServer() as server:
        refused = await asyncio.to_thread(
            lambda: run(
                *("invite", "staff", "--taalhuis", HOUSE),
                telegram_token="1:wrong",
                telegram_api_url=server.url,
            )
        )
        url = server.url
    away = await asyncio.to_thread(
        lambda: run("invite", "staff", "--taalhuis", HOUSE, telegram_token="1:a", telegram_api_url=url)
    )

    assert refused.code == 2
    assert "does not know this token" in refused.err
    assert away.code == 1
    assert "Telegram does not answer" in away.err
    assert "Traceback" not in refused.err + away.err
    assert stored(run, "SELECT count(*) FROM invite") == before


def test_open_invites_are_listed_and_taken_back(run: Commands) -> None:
    number = number_of(run("invite", "volunteer", "--taalhuis", HOUSE, "--days", "3").out)

    listed = run("invite", "--list")
    revoked = run("invite", "--revoke", number)
    again = run("invite", "--revoke", number)
    after = run("invite", "--list")

    assert f"{number}  volunteer at Demo-Taalhuis Zwolle, until " in listed.out
    assert "made by the operator" in listed.out
    assert (revoked.code, revoked.out) == (0, f"Invite {number} is taken back.\n")
    assert again.code == 1
    assert "--list" in again.err
    assert f"{number}  volunteer" not in after.out


def test_no_token_is_shown_or_stored_but_the_one_time_it_is_made(run: Commands) -> None:
    made = run("invite", "staff", "--taalhuis", HOUSE)
    token = made.out.rsplit("/start ", 1)[1].strip()

    listed = run("invite", "--list")

    assert token not in listed.out
    kept = b"".join(path.read_bytes() for path in (run.directory / "var").glob("taalwijzer.db*"))
    assert token.encode() not in kept


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "staff, volunteer, regional"),
        (("boss",), "staff, volunteer, regional"),
        (("staff",), "--taalhuis: needed to invite staff"),
        (("regional", "--taalhuis", HOUSE), "--region: needed to invite regional"),
        (("volunteer", "--taalhuis", HOUSE, "--region", REGION), "--region: not for volunteer"),
        (("staff", "--taalhuis", "demo-zwole-1"), "did you mean demo-zwolle-1"),
        (("regional", "--region", "Twent"), "did you mean Twente"),
        (("staff", "--taalhuis", HOUSE, "--days", "0"), "--days"),
        (("staff", "--taalhuis", HOUSE, "--qr", "link.pdf"), ".png or .svg"),
        (("staff", "--taalhuis", HOUSE, "--qr", "nowhere/link.png"), "there is no directory"),
        (("staff", "--taalhuis", HOUSE, "--qr", "link.png"), "TAALWIJZER_TELEGRAM_TOKEN"),
        (("staff", "--list"), "go without a role"),
        (("--revoke", "x"), "--revoke"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_ends_with_2_says_what_is_wrong_and_makes_nothing(
    run: Commands, arguments: Sequence[str], told: str
) -> None:
    before = stored(run, "SELECT count(*) FROM invite")

    ended = run("invite", *arguments)

    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert stored(run, "SELECT count(*) FROM invite") == before


async def test_check_names_the_houses_with_sign_ups_that_nobody_hears_of(rig: Rig, tmp_path: Path) -> None:
    look = Looks(Settings(data_dir=tmp_path, _env_file=None), rig.database, print).staff
    await rig.with_houses()
    nobody_waits = await look()
    await submitted_case(rig)

    with pytest.raises(TaalwijzerError) as told:
        await look()
    await make_volunteer(rig)
    with pytest.raises(TaalwijzerError):
        await look()
    await make_staff(rig)
    staffed = await look()

    assert nobody_waits == staffed == "every Taalhuis with sign-ups has staff"
    assert f"the sign-ups of {HOUSE} (1 sign-up): run `taalwijzer invite staff" in str(told.value)
