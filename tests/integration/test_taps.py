"""How many taps it takes ten typical learners to reach a Taalhuis, and that none of them types a letter.

The real engine over the real places, Taalhuizen and texts. The table stands in docs/taps.md too, checked
here; `TAALWIJZER_WRITE_DOCS=1` writes it there.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.telegram import TELEGRAM
from bot.channels.web import WEB
from bot.services.imports import import_taalhuizen
from bot.services.inbox import Actor
from bot.services.world import Worlds
from flows import choice_order
from flows.choice_order import in_order
from flows.intake import intake_flow
from flows.languages import language_choices
from tests.support.building import FakeChannel, build_worlds, demo_rows
from tests.support.clock import FakeClock
from tests.support.database import Opener
from tests.support.tapping import Counted, Story, Tapper, stories, table_of
from tests.support.telling import Tell

DOCS = Path(__file__).resolve().parents[2] / "docs" / "taps.md"
NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
_TABLE = re.compile(
    r"(?<=<!-- counted by tests/integration/test_taps.py -->\n).*?(?=\n<!-- end -->)", re.DOTALL
)


@pytest.fixture
async def worlds(open_database: Opener) -> Worlds:
    """The world of a running bot with the demo Taalhuizen."""
    database = open_database()
    await import_taalhuizen(database, demo_rows(), NOW)
    built = build_worlds(database, FakeChannel(), FakeClock())
    await built.directory.refresh()
    return replace(built, capabilities={"telegram": TELEGRAM, "web": WEB, "kiosk": WEB})


def _play(story: Story, worlds: Worlds) -> Counted:
    actor = Actor(story.channel, "1", story.profile, shared_screen=story.channel == "kiosk")
    return Tapper(intake_flow(), worlds.of(actor), story).play()


async def test_ten_learners_reach_a_taalhuis_with_few_taps_and_without_typing(
    worlds: Worlds, tell: Tell
) -> None:
    counted = [(story, _play(story, worlds)) for story in stories()]
    table = table_of(counted)
    tell(table)
    assert len(counted) == 10
    assert {story.who: each.typed for story, each in counted if each.typed} == {}
    assert {story.who: each.taps for story, each in counted if each.taps > story.most} == {}
    page = DOCS.read_text(encoding="utf-8")
    if os.environ.get("TAALWIJZER_WRITE_DOCS"):
        page = _TABLE.sub(lambda _: table, page)
        DOCS.write_text(page, encoding="utf-8")
    assert _TABLE.findall(page) == [table], (
        "docs/taps.md tells other figures: TAALWIJZER_WRITE_DOCS=1 writes them"
    )


async def test_a_question_without_its_button_shows_as_typing(worlds: Worlds) -> None:
    """The count can fail: who finds no button types."""
    jan = next(story for story in stories() if story.who == "Jan")
    nameless = replace(jan, profile="", answers={**jan.answers, "first_name": "Jan"})
    assert _play(nameless, worlds).typed == len("Jan")


def test_the_order_of_a_list_names_each_of_its_choices() -> None:
    spoken = language_choices(("nl", "en"))
    assert [choice.value for choice in in_order(("en", "nl"), spoken)] == ["en", "nl"]
    for order in (("en",), ("en", "nl", "ar"), ("en", "fr")):
        with pytest.raises(ValueError, match="are to be chosen"):
            in_order(order, spoken)


def test_every_language_of_the_conversation_can_be_a_first_language() -> None:
    assert set(choice_order.LANGUAGES) - {"nl"} <= set(choice_order.FIRST_LANGUAGES)
