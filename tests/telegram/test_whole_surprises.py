"""What people do that is no answer: each time a kind word and the question again, and nobody is stuck.

One bot for all tests of this file, each with a person of its own.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.app import Core
from bot.db.models import Chat, Task
from tests.support.bot_api import BotApiServer, Phone
from tests.support.learners import Learner, choice_of, step_of
from tests.support.plans import Plan
from tests.support.running import bot_inside

pytestmark = pytest.mark.asyncio(loop_scope="module")
_chats = itertools.count(3000)

NOT_AN_ANSWER: dict[str, Callable[[Phone], int]] = {
    "sticker": lambda phone: phone.sticker(),
    "photo": lambda phone: phone.photo(caption="dit ben ik"),
    "voice": lambda phone: phone.voice(),
    "5,000 characters": lambda phone: phone.send("lang " * 819),
    "card of somebody": lambda phone: phone.forward_contact(),
    "unknown command": lambda phone: phone.send("/poetry"),
    "help": lambda phone: phone.send("/help"),
    "nonsense": lambda phone: phone.send("!!??"),
    "html": lambda phone: phone.send("<b>&\"'</i>"),
    "a place": lambda phone: phone.share_location(52.5, 6.1),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def core(telegram: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    async with bot_inside(telegram, tmp_path_factory.mktemp("bot")) as running:
        yield running


@pytest.fixture(autouse=True)
def in_order(telegram: BotApiServer) -> Iterator[None]:
    yield
    assert telegram.defects == []


async def person_at(telegram: BotApiServer, step: str, *, first_name: str = "Fatima") -> Phone:
    """Somebody who has come to this question."""
    phone = telegram.phone(chat_id=next(_chats), first_name=first_name, language_code="nl")
    await Learner(phone, Plan(), think_s=0.0).run(until=step, within=20)
    return phone


async def asked_again(phone: Phone, step: str, old: int) -> None:
    """A new copy of the question, after a word that answers what was done."""
    screen = await phone.wait_for(lambda s: s.question.message_id > old and step_of(s.question) == step)
    [before] = [message for message in screen.from_bot if message.message_id == old]
    assert before.labels == []
    assert screen.from_bot[-2].message_id > old, screen.describe()


@pytest.mark.parametrize("surprise", NOT_AN_ANSWER)
async def test_a_surprise_gets_a_kind_word_and_the_question_again(
    telegram: BotApiServer, surprise: str
) -> None:
    phone = await person_at(telegram, "for_whom")
    old = phone.last_question.message_id
    NOT_AN_ANSWER[surprise](phone)
    await asked_again(phone, "for_whom", old)
    phone.tap("Voor mezelf")
    await phone.wait_for(lambda screen: step_of(screen.question) == "first_name")


async def test_a_message_that_was_changed_is_not_taken_as_an_answer(telegram: BotApiServer) -> None:
    phone = await person_at(telegram, "place")
    old = phone.last_question.message_id
    phone.edit(phone.screen.messages[0].message_id, "7511")
    await asked_again(phone, "place", old)


async def test_stop_in_the_middle_asks_and_goes_on_at_the_same_question(telegram: BotApiServer) -> None:
    phone = await person_at(telegram, "needs")
    phone.send("/stop")
    await phone.wait_for(lambda screen: any(choice_of(button) == "go" for button in screen.buttons))
    phone.tap(next(b.text for b in phone.screen.buttons if choice_of(b) == "go"))
    await phone.wait_for(lambda screen: step_of(screen.question) == "needs")


async def test_start_in_the_middle_asks_before_it_throws_anything_away(telegram: BotApiServer) -> None:
    phone = await person_at(telegram, "needs")
    phone.start()
    await phone.wait_for(lambda screen: any(choice_of(button) == "again" for button in screen.buttons))
    phone.tap(next(b.text for b in phone.screen.buttons if choice_of(b) == "go"))
    await phone.wait_for(lambda screen: step_of(screen.question) == "needs")


async def test_a_tap_on_an_old_button_changes_nothing_and_says_so(telegram: BotApiServer) -> None:
    phone = await person_at(telegram, "consent")
    question = phone.last_question
    no = next(b.data for row in question.buttons for b in row if choice_of(b) == "no")
    phone.tap("Ja")
    await phone.wait_for(lambda screen: step_of(screen.question) == "for_whom")
    told = len(phone.screen.from_bot)
    assert no is not None
    phone.press(question.message_id, no)
    await phone.wait_for(lambda screen: any(toast.text for toast in screen.toasts) or phone.unanswered == [])
    phone.tap("Voor mezelf")
    screen = await phone.wait_for(lambda screen: step_of(screen.question) == "first_name")
    assert len(screen.from_bot) == told + 1
    assert "Dit is al gedaan." in [toast.text for toast in screen.toasts]


async def test_a_double_tap_counts_once(telegram: BotApiServer) -> None:
    phone = await person_at(telegram, "for_whom")
    question = phone.last_question
    data = next(b.data for row in question.buttons for b in row if choice_of(b) == "self")
    assert data is not None
    phone.press(question.message_id, data)
    phone.press(question.message_id, data)
    phone.press(question.message_id, data)
    await phone.wait_for(lambda _screen: phone.unanswered == [])
    assert [step_of(message) for message in phone.screen.from_bot].count("first_name") == 1


@pytest.mark.parametrize("data", ["1:0:0:yes", "9:zz:zz:old", "", "x" * 64, "1:2s:5:+reading"])
async def test_a_button_that_nobody_made_does_no_harm(telegram: BotApiServer, data: str) -> None:
    phone = await person_at(telegram, "for_whom")
    told = len(phone.screen.from_bot)
    phone.press(phone.last_question.message_id, data)
    await phone.wait_for(lambda _screen: phone.unanswered == [])
    phone.press(99_999, data)
    await phone.wait_for(lambda _screen: phone.unanswered == [])
    assert step_of(phone.last_question) == "for_whom"
    assert len(phone.screen.from_bot) <= told + 4


async def test_a_group_is_told_to_write_to_us_alone(telegram: BotApiServer) -> None:
    phone = telegram.phone(chat_id=next(_chats))
    group = telegram.group(chat_id=-next(_chats))
    seat = group.member(phone)
    seat.send("wij praten over iets anders")
    seat.send("/start")
    message = await seat.next_message()
    assert message.labels == []
    assert len(group.screen.from_bot) == 1
    assert phone.screen.messages == ()


async def tasks_of(core: Core, phone: Phone) -> list[tuple[str, bool]]:
    """(kind, done) of the tasks about this person."""
    async with core.database.reading() as connection:
        rows = await connection.execute(
            select(Task.kind, Task.done_at)
            .join(Chat, Chat.id == Task.chat_id)
            .where(Chat.address == str(phone.chat_id))
        )
        return [(row.kind, row.done_at is not None) for row in rows]


async def test_who_blocks_us_after_a_sign_up_becomes_a_task_until_they_come_back(
    telegram: BotApiServer, core: Core
) -> None:
    phone = await person_at(telegram, "home")
    phone.block()
    await until_tasks(core, phone, [("telephone", False)])
    phone.unblock()
    await until_tasks(core, phone, [("telephone", True)])


async def until_reachable(core: Core, phone: Phone, wanted: bool) -> None:
    """Wait until we know that this person can, or cannot, be reached."""
    query = select(Chat.unreachable_at).where(Chat.address == str(phone.chat_id))
    for _ in range(200):
        async with core.database.reading() as connection:
            if (await connection.scalar(query) is None) == wanted:
                return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not {wanted} within 10 s")


async def test_who_blocks_us_half_way_and_comes_back_goes_on(telegram: BotApiServer, core: Core) -> None:
    phone = await person_at(telegram, "needs")
    phone.block()
    await until_reachable(core, phone, False)
    phone.unblock()
    await until_reachable(core, phone, True)
    phone.send("hallo")
    await phone.wait_for(lambda screen: step_of(screen.from_bot[-1]) == "needs")
    phone.tap(next(b.text for b in phone.last_question.buttons[0] if choice_of(b).startswith("+")))
    await phone.wait_for(lambda screen: any("✅" in b.text for row in screen.question.buttons for b in row))


async def until_tasks(core: Core, phone: Phone, wanted: list[tuple[str, bool]]) -> None:
    """Wait until these are the tasks about this person."""
    for _ in range(200):
        if await tasks_of(core, phone) == wanted:
            return
        await asyncio.sleep(0.05)
    assert await tasks_of(core, phone) == wanted


async def test_who_is_found_to_be_gone_while_we_write_becomes_a_task_too(
    telegram: BotApiServer, core: Core
) -> None:
    phone = await person_at(telegram, "home")
    phone.send("lezen")
    phone.deactivate()
    await until_tasks(core, phone, [("telephone", False)])
