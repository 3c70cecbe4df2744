"""What is written from right to left stays so on the screen, whatever names, numbers and pictures are in it.

The direction of a line is found as Unicode's bidirectional algorithm does (rules P2 and P3), and once more
as older phones do, which look into what is isolated.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest

from bot.channels.base import Envelope
from bot.channels.telegram_markup import calls
from bot.channels.terminal import TerminalChannel
from bot.i18n import Catalogues
from flows import engine
from flows.intake import intake_flow
from flows.model import Items, Km, Name, Place, Prompt, Text
from tests.support.walks import Walker
from tests.support.worlds import FakeWorld, catalogues
from tests.unit.channels.builders import make_envelope
from tests.unit.flows.test_typed import TO_OVERVIEW, TO_PLACE

RTL = ("ar", "fa")
FLOW = intake_flow()
FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


@pytest.fixture(scope="module")
def texts() -> Catalogues:
    return catalogues()


def base_direction(line: str, *, sees_isolates: bool) -> str:
    """ "R", "L" or "" for a line without letters."""
    depth = 0
    for character in line:
        direction = unicodedata.bidirectional(character)
        if sees_isolates and direction in {"FSI", "LRI", "RLI"}:
            depth += 1
        elif sees_isolates and direction == "PDI":
            depth -= 1
        elif direction in {"L", "R", "AL"} and depth == 0:
            return "L" if direction == "L" else "R"
    return ""


def outside_isolates(line: str) -> str:
    kept, depth = "", 0
    for character in line:
        depth += (character == FSI) - (character == PDI)
        kept += character if depth == 0 and character not in (FSI, PDI) else ""
    return kept


def whole_intake(language: str) -> Iterator[Prompt]:
    """Every message on the way from the first question to the Taalhuis."""
    world = FakeWorld(languages=("nl", "ar", "fa"), spoken=(), bot_link="https://example.org")
    walker = Walker(FLOW, world, language=language)
    yield from walker.turn.prompts
    for choice in (language, *TO_OVERVIEW[1:], "ok", "others", "stay"):
        yield from walker.tap(choice).prompts


def _in(language: str, envelope: Envelope) -> Envelope:
    return replace(envelope, language=language)


@pytest.mark.parametrize("language", RTL)
@pytest.mark.parametrize("sees_isolates", [True, False])
def test_every_line_of_the_whole_way_begins_at_the_right(
    texts: Catalogues, language: str, sees_isolates: bool
) -> None:
    seen = 0
    for prompt in whole_intake(language):
        shown = [texts.render(line, language) for line in prompt.lines]
        shown += [texts.render(Items(prompt.chosen), language)] if prompt.chosen else []
        for line in shown:
            assert base_direction(line, sees_isolates=sees_isolates) == "R", line
            seen += 1
    assert seen > 60


@pytest.mark.parametrize("language", RTL)
def test_what_a_line_isolates_is_closed_again(texts: Catalogues, language: str) -> None:
    for prompt in whole_intake(language):
        for line in prompt.lines:
            shown = texts.render(line, language)
            assert shown.count(FSI) == shown.count(PDI)


@pytest.mark.parametrize("language", RTL)
def test_the_name_and_the_street_of_a_taalhuis_are_isolated(texts: Catalogues, language: str) -> None:
    for text in (
        Text("house.name", {"name": Name("Taalhuis Zwolle")}),
        Text("house.address", {"address": Name("Kerkstraat 12, Zwolle")}),
        Text("house.in_short", {"number": 1, "name": Name("Taalhuis Zwolle"), "distance": Km(2.3)}),
        Text("general.person.phone", {"phone": Name("038 123 45 67")}),
    ):
        shown = texts.render(text, language)
        assert not [letter for letter in outside_isolates(shown) if letter.isascii() and letter.isalnum()]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ar", f"زفوله ({FSI}Zwolle{PDI})"),
        ("fa", f"زووله ({FSI}Zwolle{PDI})"),
        ("uk", "Зволле (Zwolle)"),
        ("nl", "Zwolle"),
        ("tr", "Zwolle"),
    ],
)
def test_a_place_has_its_name_in_the_script_of_the_reader_and_always_the_dutch_one(
    texts: Catalogues, language: str, shown: str
) -> None:
    assert texts.render(Text("intake.place.named", {"name": Place("Zwolle")}), language) == shown


@pytest.mark.parametrize("language", RTL)
def test_a_place_without_a_name_in_that_script_is_shown_in_dutch(texts: Catalogues, language: str) -> None:
    shown = texts.render(Text("intake.place.named", {"name": Place("Lutten")}), language)
    assert shown == f"{RLM}{FSI}Lutten{PDI}"


def test_a_place_is_safe_in_a_page(texts: Catalogues) -> None:
    text = Text("intake.place.named", {"name": Place("<b>'t Harde")})
    assert "<b>" not in texts.render(text, "ar", html=True)


def test_an_answer_on_telegram_stands_under_its_question_from_the_right(texts: Catalogues) -> None:
    prompt = Prompt((Text("intake.place.ask"),), serial=3, replaces=True, chosen=(Name("Zwolle"),))
    envelope = make_envelope(prompt, replaces_ref="5")
    (call,) = calls(_in("ar", envelope), texts)
    chosen = call.parameters["text"].splitlines()[-1]
    assert chosen == f"✅ <b>{RLM}{FSI}Zwolle{PDI}</b>"


def test_the_buttons_of_the_question_of_a_language_stand_in_their_own_scripts(texts: Catalogues) -> None:
    turn = engine.start(FLOW, world=FakeWorld(languages=("nl", "ar", "fa", "pl")), language="ar")
    call = calls(_in("ar", make_envelope(turn.prompts[-1])), texts)[-1]
    rows = json.loads(call.parameters["reply_markup"])["inline_keyboard"]
    shown = [button["text"] for row in rows for button in row]
    assert shown[:4] == ["العربية", f"{RLM}Nederlands", f"{RLM}Polski", "فارسی"]


@pytest.mark.parametrize("language", RTL)
async def test_the_keypad_of_the_terminal_has_its_digits_in_every_language(
    texts: Catalogues, language: str
) -> None:
    walker = Walker(FLOW, FakeWorld(languages=("nl", "ar", "fa")), language=language)
    walker.tap(language, *TO_PLACE[1:])
    screen = StringIO()
    await TerminalChannel(texts, screen).deliver(_in(language, make_envelope(walker.turn.prompts[-1])))
    assert "  1  2  3\n  4  5  6\n  7  8  9\n" in screen.getvalue()
