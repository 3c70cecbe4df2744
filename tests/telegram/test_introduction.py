"""The description and the menu, told to Telegram in each language."""

from __future__ import annotations

from structlog.testing import capture_logs

from bot.channels.telegram import introduce
from flows.model import Items, Name, Text
from handlers.application import DurableApplication
from tests.support.bot_api import BotApiServer, DropConnection, TooManyRequests
from tests.unit.channels.builders import KeyRenderer

LANGUAGES = ("nl", "en", "zgh")


class Bilingual(KeyRenderer):
    """Puts the language before each text."""

    def render(self, text: Text | Name | Items, language: str, *, html: bool = False) -> str:
        return f"{language} {super().render(text, language, html=html)}"


async def test_everybody_reads_it_in_the_own_language(
    server: BotApiServer, application: DurableApplication
) -> None:
    await introduce(application.bot, Bilingual(), languages=LANGUAGES)
    told = {
        call.params.get("language_code", ""): call.params["description"]
        for call in server.calls_of("setMyDescription")
    }
    key = "telegram.description"
    assert told == {"": f"nl {key}", "nl": f"nl {key}", "en": f"en {key}"}
    assert len(server.calls_of("setMyShortDescription")) == 3
    assert server.violations == []


async def test_the_menu_has_the_commands_that_the_conversation_knows(
    server: BotApiServer, application: DurableApplication
) -> None:
    await introduce(application.bot, Bilingual(), languages=LANGUAGES)
    [*_, english] = server.calls_of("setMyCommands")
    names = [command["command"] for command in english.params["commands"]]
    assert names == ["start", "help", "afspraak", "voorlezen", "taal", "stop", "privacy", "wissen"]
    assert english.params["commands"][5]["description"] == "en telegram.command.stop"


async def test_the_name_that_the_operator_chose_stays(
    server: BotApiServer, application: DurableApplication
) -> None:
    await introduce(application.bot, Bilingual(), languages=LANGUAGES)
    assert server.calls_of("setMyName") == []


async def test_a_start_goes_on_when_telegram_refuses(
    server: BotApiServer, application: DurableApplication
) -> None:
    server.faults.next(fault=TooManyRequests(600), method="setMyDescription", times=3)
    with capture_logs() as logs:
        await introduce(application.bot, Bilingual(), languages=LANGUAGES)
    assert [line["call"] for line in logs] == ["setMyDescription"] * 3
    assert len(server.calls_of("setMyCommands")) == 3


async def test_when_telegram_is_away_nobody_waits_for_the_introduction(
    server: BotApiServer, application: DurableApplication
) -> None:
    server.faults.next(fault=DropConnection(after_effect=False), times=100)
    with capture_logs() as logs:
        await introduce(application.bot, Bilingual(), languages=LANGUAGES)
    assert [line["call"] for line in logs] == ["setMyDescription"]
    assert server.calls_of("setMyCommands") == []
