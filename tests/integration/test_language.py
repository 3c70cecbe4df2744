"""A language that is chosen halfway holds for all that is said from then on, on cards as well."""

from __future__ import annotations

from bot.services.loop import news
from flows.replies import Command, Typed
from tests.support.building import Rig
from tests.support.loop import cards, submitted_case
from tests.support.offering import scene


async def test_news_of_the_sign_up_comes_in_the_language_that_was_chosen_after_it(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.hear(Typed("العربية"))
    await rig.settle()
    assert rig.question().language == "ar"

    async with scene(rig) as at:
        await news.accepted(at, case)
    await rig.due()
    await rig.settle()
    told = cards(rig, "7")[0]
    assert told.prompt.lines[0].key == "news.accepted"
    assert told.language == "ar"


async def test_the_language_that_was_chosen_is_that_of_the_chat_after_everything_else(rig: Rig) -> None:
    await submitted_case(rig)
    await rig.hear(Command("taal"))
    await rig.tap("tr")
    await rig.settle()
    assert await rig.rows("SELECT language FROM chat WHERE address = '7'") == [("tr",)]
    assert rig.question().language == "tr"
