"""The whole conversation over Telegram's wire: by taps alone to the right Taalhuis, and what a phone can do.

One bot for all tests of this file, each with a person of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Core
from tests.support.bot_api import BotApiServer, Phone
from tests.support.learners import Learner, choice_of, step_of
from tests.support.plans import Plan
from tests.support.running import bot_inside

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A person of the Netherlands who taps /start once, and then answers.
MOST_TAPS = 28
_chats = itertools.count(100)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def core(telegram: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    async with bot_inside(telegram, Path(tmp_path_factory.mktemp("bot"))) as running:
        yield running


@pytest.fixture(autouse=True)
def in_order(telegram: BotApiServer) -> Iterator[None]:
    """Whatever a test does, every call was one that the Bot API allows."""
    yield
    assert telegram.defects == []


def make_phone(telegram: BotApiServer, *, first_name: str = "Fatima", language: str | None = "nl") -> Phone:
    return telegram.phone(chat_id=next(_chats), first_name=first_name, language_code=language)


def make_learner(phone: Phone, plan: Plan | None = None) -> Learner:
    return Learner(phone, plan or Plan(), think_s=0.0)


async def to_step(phone: Phone, step: str, plan: Plan | None = None) -> Learner:
    """Answer until this question is asked."""
    learner = make_learner(phone, plan)
    await learner.run(until=step, within=20)
    return learner


@pytest.mark.parametrize(
    ("postcode", "house"),
    [
        ("8011", "Demo-Taalhuis Zwolle"),
        ("7511", "Demo-Taalhuis Enschede"),
        # Meppel lies in Drenthe, where the demo has no house: the nearest one is over the border.
        ("7941", "Demo-Taalhuis Staphorst"),
    ],
)
async def test_taps_alone_lead_to_the_right_taalhuis(
    telegram: BotApiServer, postcode: str, house: str
) -> None:
    phone = make_phone(telegram)
    learner = make_learner(phone, Plan(postcode=postcode))
    await learner.run(within=30)
    assert learner.taps + 1 <= MOST_TAPS
    assert learner.acts == 0
    assert learner.goodbye
    [on_map] = [message.venue for message in phone.screen.messages if message.venue]
    assert on_map.title == house
    assert [message.kind for message in phone.screen.messages if f"🏠 {house}" in message.text] == ["photo"]
    assert "binnen 3 dagen" in phone.screen.text


async def test_every_answered_question_keeps_the_answer_and_loses_its_buttons(
    telegram: BotApiServer,
) -> None:
    phone = make_phone(telegram)
    await make_learner(phone).run(within=30)
    *before, last = phone.screen.from_bot
    assert [message.labels for message in before] == [[]] * len(before)
    assert last.labels != []
    answered = [message.text.rsplit("✅ ", 1)[1] for message in before if "✅ " in message.text]
    assert answered[0] == "Nederlands"
    assert {"Fatima", "Zwolle", "Lezen en Rekenen", "Werk", "Hulp nodig"} <= set(answered)
    sent = telegram.calls_of("sendMessage", chat_id=phone.chat_id)
    rows = [row for call in sent for row in call.params.get("reply_markup", {}).get("inline_keyboard", [])]
    # Three keys in a row are for digits only; everything else is big enough for a thumb.
    assert all(len(row) <= 2 or row[0]["text"].isdigit() for row in rows)


async def test_a_phone_in_english_is_spoken_to_in_english(telegram: BotApiServer) -> None:
    phone = make_phone(telegram, language="en-GB")
    phone.start()
    screen = await phone.wait_for(lambda screen: screen.question.buttons)
    assert choice_of(screen.question.buttons[0][0]) == "en"
    phone.tap("English")
    await phone.wait_for(lambda screen: "I am Taalwijzer" in screen.text)


async def test_a_phone_in_another_language_gets_the_default_one(telegram: BotApiServer) -> None:
    phone = make_phone(telegram, language="fi")
    phone.start()
    await phone.wait_for(lambda screen: "Welke taal wilt u?" in screen.text)


async def test_the_place_can_be_shared_with_the_button_of_the_phone(telegram: BotApiServer) -> None:
    phone = make_phone(telegram)
    await to_step(phone, "place")
    phone.press(phone.last_question.message_id, data_of(phone, "loc"))
    screen = await phone.wait_for(lambda screen: screen.keyboard)
    assert [[key.asks for key in row] for row in screen.keyboard] == [["location"]]
    phone.share_location(52.2183, 6.8958)
    screen = await phone.wait_for(lambda screen: step_of(screen.question) == "needs")
    assert screen.keyboard == ()
    assert "✅ Enschede" in screen.text


async def test_a_place_abroad_is_refused_kindly_and_asked_again(telegram: BotApiServer) -> None:
    phone = make_phone(telegram)
    await to_step(phone, "place")
    old = phone.last_question.message_id
    phone.share_location(52.52, 13.40)
    await phone.wait_for(lambda s: s.question.message_id > old and step_of(s.question) == "place")


async def test_the_number_can_be_shared_with_the_button_of_the_phone(telegram: BotApiServer) -> None:
    phone = make_phone(telegram)
    learner = await to_step(phone, "overview", Plan(contact="call", phone="+31612345678"))
    assert learner.acts == 1
    assert phone.screen.keyboard == ()
    assert "06 12345678" in phone.last_question.text


async def test_the_number_of_somebody_else_is_refused_kindly(telegram: BotApiServer) -> None:
    phone = make_phone(telegram)
    await to_step(phone, "phone", Plan(contact="call"))
    old = phone.last_question.message_id
    phone.forward_contact("+31687654321")
    screen = await phone.wait_for(lambda s: s.question.message_id > old and step_of(s.question) == "phone")
    assert "31687654321" not in screen.text.replace(" ", "")


@pytest.mark.parametrize("name", ['<b>&"', "</b><i>", "&amp;", "O'Brien", "علي"])
async def test_every_name_of_a_phone_is_shown_as_it_is(telegram: BotApiServer, name: str) -> None:
    phone = make_phone(telegram, first_name=name)
    await to_step(phone, "first_name")
    # What is no name at all is not offered; the phone's name never breaks the message.
    offered = [label for label in phone.last_question.labels if label.startswith("👤")]
    assert all(name in label for label in offered)
    phone.send("Ali")
    await phone.wait_for(lambda screen: step_of(screen.question) == "place")


async def test_the_bot_introduces_itself_in_each_language(telegram: BotApiServer, core: Core) -> None:
    profile = telegram.world.profile
    languages = {"", *core.catalogues.languages}
    assert set(profile.descriptions) == languages
    assert set(profile.short_descriptions) == languages
    assert {language for _scope, language in profile.commands} == languages
    assert profile.descriptions["en"] != profile.descriptions["nl"] == profile.descriptions[""]
    assert all(profile.short_descriptions.values())
    for commands in profile.commands.values():
        assert {"start", "stop", "help"} <= {command["command"] for command in commands}


def data_of(phone: Phone, choice: str) -> str:
    """The data of the button with this choice under the newest question."""
    found = [b.data for row in phone.last_question.buttons for b in row if choice_of(b) == choice]
    assert found, f"no button {choice!r}\n{phone.screen.describe()}"
    assert found[0] is not None
    return found[0]


async def test_a_changed_answer_reaches_the_overview(telegram: BotApiServer) -> None:
    phone = make_phone(telegram)
    learner = await to_step(phone, "overview")
    phone.press(phone.last_question.message_id, data_of(phone, "more:0"))
    await phone.wait_for(lambda s: any(choice_of(b) == "e:place" for b in s.buttons))
    phone.press(phone.last_question.message_id, data_of(phone, "e:place"))
    await phone.wait_for(lambda screen: step_of(screen.question) == "place")
    phone.send("7511")
    await phone.wait_for(lambda screen: "7511 Enschede" in screen.question.text)
    learner.plan = replace(learner.plan, postcode="7511")
    assert step_of(phone.last_question) == "overview"
