"""`taalwijzer console-login`: a link for a member or the operator, who is signed in, and what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot import admitting
from bot.admitting import Asked
from bot.app import Core, build_core, utc_now
from bot.channels.web import WebChannel
from bot.db.queries import members
from bot.errors import SettingsError, TaalwijzerError
from bot.programs import prepare_demo
from bot.server import build_web
from bot.settings import Settings
from tests.support.commands import Commands
from tests.support.loop import HOUSE, REGION
from tests.support.worlds import catalogues

HERE = "http://127.0.0.1:8080"


@dataclass
class Desk:
    """An installation without Telegram, and what its commands say."""

    settings: Settings
    core: Core
    said: list[str] = field(default_factory=list)

    async def link(self, role: str, *, taalhuis: str = "", region: str = "", name: str = "") -> str:
        """Make a link; its path."""
        asked = Asked(role=role, taalhuis=taalhuis, region=region, name=name)
        await admitting.make_link(self.settings, asked, self.said.append, utc_now)
        return next(line for line in reversed(self.said) if line.startswith("http")).removeprefix(HERE)

    async def sign_in(self, path: str) -> httpx.Response:
        """Press the button behind a link, and look at the console."""
        transport = httpx.ASGITransport(build_web(self.core))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as browser:
            await browser.post(path)
            return await browser.get("/console")

    async def names(self) -> list[str]:
        """Of everybody who is staff of the house, or of the region."""
        async with self.core.database.reading() as connection:
            found = [await members.get(connection, number) for number in range(1, 9)]
        return [self.core.codec.vault.open(one.name) for one in found if one]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    core = build_core(settings, [WebChannel()], limits={}, catalogues=catalogues())
    await prepare_demo(core)
    yield Desk(settings, core)
    await core.database.close()


async def test_staff_regional_staff_and_the_operator_come_in_without_a_chat(desk: Desk) -> None:
    for path in (
        await desk.link("staff", taalhuis=HOUSE, name="Sanne"),
        await desk.link("regional", region=REGION, name="Rik"),
        await desk.link("operator"),
    ):
        assert (await desk.sign_in(path)).status_code == 200

    assert await desk.names() == ["Sanne", "Rik"]
    desk.said.clear()
    await admitting.list_sessions(desk.settings, desk.said.append, utc_now)
    whose = [line.split("  ")[1].split(";")[0] for line in desk.said]
    assert whose == ["the operator", "regional of Zwolle", "staff of Demo-Taalhuis Zwolle"]


async def test_who_is_there_already_is_not_made_again(desk: Desk) -> None:
    for name in ("Sanne", "sanne", ""):
        await desk.link("staff", taalhuis=HOUSE, name=name)

    assert await desk.names() == ["Sanne"]


async def test_it_must_be_clear_who_is_meant(desk: Desk) -> None:
    with pytest.raises(SettingsError, match="nobody yet"):
        await desk.link("staff", taalhuis=HOUSE)
    await desk.link("staff", taalhuis=HOUSE, name="Sanne")
    await desk.link("staff", taalhuis=HOUSE, name="Kees")
    with pytest.raises(SettingsError, match="2 people"):
        await desk.link("staff", taalhuis=HOUSE)


async def test_a_session_is_ended_by_its_number_and_only_once(desk: Desk) -> None:
    await desk.sign_in(await desk.link("operator"))
    await admitting.end_session(desk.settings, 1, desk.said.append, utc_now)
    with pytest.raises(TaalwijzerError, match="session 1 is not open"):
        await admitting.end_session(desk.settings, 1, desk.said.append, utc_now)
    await admitting.list_sessions(desk.settings, desk.said.append, utc_now)

    assert desk.said[-2:] == ["Session 1 is ended.", "Nobody is signed in."]


async def test_with_a_public_address_the_link_is_of_that_address(desk: Desk) -> None:
    settings = desk.settings.model_copy(update={"public_url": "https://taal.example"})
    asked = Asked(role="operator", taalhuis="", region="", name="")
    await admitting.make_link(settings, asked, desk.said.append, utc_now)

    assert desk.said[-1].startswith("https://taal.example/console/in/")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"role": ""}, "--role: none"),
        ({"role": "volunteer"}, "--role: volunteer"),
        ({"role": "staff"}, "--taalhuis: needed for staff"),
        ({"role": "staff", "taalhuis": HOUSE, "region": REGION}, "--region: not for staff"),
        ({"role": "regional", "taalhuis": HOUSE}, "--region: needed for regional"),
        ({"role": "operator", "name": "Bob"}, "--name: not for the operator"),
        ({"role": "staff", "taalhuis": HOUSE, "name": "123456789"}, "cannot be a first name"),
        ({"role": "staff", "taalhuis": "demo-zwole-1"}, "did you mean demo-zwolle-1"),
    ],
)
async def test_wrong_use_says_what_is_wrong_and_makes_nothing(
    desk: Desk, asked: dict[str, str], fault: str
) -> None:
    whole = Asked(**{"role": "", "taalhuis": "", "region": "", "name": "", **asked})
    with pytest.raises(SettingsError, match=fault):
        await admitting.make_link(desk.settings, whole, desk.said.append, utc_now)

    assert desk.said == []


def test_the_command_beside_a_demo_uses_the_database_and_the_clock_of_the_demo(tmp_path: Path) -> None:
    run = Commands(tmp_path)
    assert run("chat", typed="").code in (0, 1)  # Makes the demo's database.
    made = run("console-login", "--demo", "--role", "staff", "--taalhuis", HOUSE, "--name", "Sanne")
    wrong = run("console-login", "--demo", "--role", "operator", "--list")

    assert (made.code, wrong.code) == (0, 2)
    assert "/console/in/" in made.out
    assert wrong.err == "--list and --end go without a role\n"
