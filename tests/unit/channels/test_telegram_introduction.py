"""What Telegram knows already is left alone, and nothing is longer than it allows."""

from __future__ import annotations

import json
from typing import Any

import httpx

from bot.channels.telegram import WireBot, introduce
from bot.channels.telegram_introduction import COMMANDS, introduction
from handlers.application import QuietRequest
from tests.unit.channels.builders import KeyRenderer

LANGUAGES = ("nl", "en")


class Profile:
    """Telegram's memory of a bot's texts; what a language lacks, it answers from the default."""

    def __init__(self) -> None:
        self.changes: list[tuple[str, str]] = []
        self._told: dict[tuple[str, str], Any] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        endpoint = request.url.path.rsplit("/", 1)[-1]
        body = httpx.QueryParams(request.content.decode())
        language = body.get("language_code", "")
        name = {"Description": "description", "ShortDescription": "short_description"}.get(
            endpoint[5:], "commands"
        )
        if endpoint.startswith("set"):
            self.changes.append((name, language))
            self._told[name, language] = json.loads(body[name]) if name == "commands" else body[name]
            return httpx.Response(200, json={"ok": True, "result": True})
        empty: Any = [] if name == "commands" else ""
        known = self._told.get((name, language), self._told.get((name, ""), empty))
        return httpx.Response(
            200, json={"ok": True, "result": known if name == "commands" else {name: known}}
        )


def make_bot(profile: Profile) -> WireBot:
    request = QuietRequest(httpx_kwargs={"transport": httpx.MockTransport(profile)})
    return WireBot("1:token", base_url="http://telegram/bot", request=request, get_updates_request=request)


async def test_a_second_start_changes_nothing() -> None:
    profile = Profile()
    bot = make_bot(profile)
    texts = KeyRenderer()
    await introduce(bot, texts, languages=LANGUAGES)
    before = len(profile.changes)
    await introduce(bot, texts, languages=LANGUAGES)
    assert before >= 3
    assert len(profile.changes) == before


async def test_a_text_that_changed_is_told_again_and_nothing_else() -> None:
    profile = Profile()
    bot = make_bot(profile)
    await introduce(bot, KeyRenderer(), languages=("nl",))
    profile.changes.clear()
    await introduce(bot, KeyRenderer({"telegram.description": "nieuw"}), languages=("nl",))
    assert [name for name, _ in profile.changes] == ["description"]


def test_no_translation_can_be_too_long_for_telegram() -> None:
    keys = ["telegram.description", "telegram.short_description", *(text.key for text in COMMANDS.values())]
    description, short, commands = introduction(KeyRenderer(dict.fromkeys(keys, "x" * 5_000)), "nl")
    assert (len(description.value), len(short.value)) == (512, 120)
    assert {len(command["description"]) for command in json.loads(commands.value)} == {256}


def test_the_bot_never_shows_its_token() -> None:
    assert "token" not in repr(make_bot(Profile()))
