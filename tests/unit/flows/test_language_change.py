"""Whatever is on the screen, another language asks it again, with all that was answered, ticked and open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.events import LanguageChosen
from flows.facts import Answer
from flows.model import Button, Prompt, State, Turn
from flows.replies import Command, Reply, Tap, Typed
from tests.support.walks import Move, Walker
from tests.support.worlds import HOUSES, KIOSK, TELEGRAM, WEB, FakeWorld
from tests.unit.flows.test_typed import FLOW, TO_OVERVIEW, TO_PLACE, steps

LANGUAGES = ("nl", "en", "ar", "tr", "uk", "pl", "fa", "es")
OWN_NAMES = {
    "en": "English",
    "ar": "العربية",
    "tr": "TÜRKÇE",
    "uk": "українська",
    "pl": "Polski",
    "fa": "فارسی",
    "es": "español",
}
EIGHT = FakeWorld(languages=LANGUAGES, spoken=LANGUAGES)

worlds = st.builds(
    FakeWorld,
    capabilities=st.sampled_from([TELEGRAM, WEB, KIOSK]),
    houses=st.sampled_from([HOUSES, ()]),
    languages=st.just(LANGUAGES),
    spoken=st.just(LANGUAGES),
)


def question(turn: Turn) -> Prompt:
    """The question that this turn ends with."""
    return turn.prompts[-1]


def without_language(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: answer for name, answer in answers.items() if name != "language"}


def present(state: State, world: FakeWorld) -> tuple[list[str], list[Button]]:
    """What stands on the screen, without its language: texts by key, and the buttons."""
    body = FLOW.present(state).ask(state, world)
    return [line.key for line in body.lines], [button for row in body.rows for button in row]


def check_same_question(before: State, after: State, world: FakeWorld) -> None:
    assert (after.step, after.aside, after.draft, after.editing, after.view) == (
        before.step,
        before.aside,
        before.draft,
        before.editing,
        before.view,
    )
    assert without_language(after.answers) == without_language(before.answers)
    lines, buttons = present(before, world)
    lines_after, buttons_after = present(after, world)
    assert lines_after == lines
    # The first page of the languages begins with that of the conversation.
    assert buttons_after == buttons or before.step == "first_language"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    world=worlds,
    ahead=st.integers(0, 30),
    steps=steps,
    language=st.sampled_from(sorted(OWN_NAMES)),
    way=st.sampled_from(
        [Command("taal"), Command("language"), Typed("🌍"), Typed("dil değiştir"), Typed("мова")]
    ),
)
def test_wherever_it_is_asked_for_the_question_comes_again_in_the_new_language(
    world: FakeWorld, ahead: int, steps: list[Move], language: str, way: Reply
) -> None:
    walker = Walker(FLOW, world)
    for _ in range(ahead):
        if walker.state.step == "goodbye":
            break
        walker.walk_a_step()
    for step in steps:
        walker.move(step)
    before = walker.state
    if before.step in ("language", "home") or before.aside == "language" or before.draft == ("native",):
        return
    walker.move(way)
    assert walker.state.aside == "language"
    walker.tap(language)
    assert walker.state.language == language
    assert LanguageChosen(language) in walker.turn.events
    check_same_question(before, walker.state, world)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds, ahead=st.integers(1, 30), language=st.sampled_from(sorted(OWN_NAMES)))
def test_the_name_of_a_language_in_its_own_script_is_enough_at_every_step(
    world: FakeWorld, ahead: int, language: str
) -> None:
    walker = Walker(FLOW, world)
    for _ in range(ahead):
        if walker.state.step == "goodbye":
            break
        walker.walk_a_step()
    before = walker.state
    if before.step in ("language", "needs", "dutch_first", "first_language"):
        return
    walker.move(Typed(OWN_NAMES[language]))
    assert walker.state.language == language
    check_same_question(before, walker.state, world)


@pytest.mark.parametrize(
    "aside", [Command("stop"), Command("wissen"), Typed("delete"), Command("start")], ids=repr
)
def test_what_stands_in_front_of_a_question_comes_again_too(aside: Reply) -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE, "k8", "k80", "k801", "k8011", "+reading")
    walker.move(aside)
    before = walker.state
    assert before.aside
    walker.move(Command("taal"))
    walker.move(Typed("polski"))
    assert walker.state.language == "pl"
    check_same_question(before, walker.state, EIGHT)
    assert walker.state.draft == ("reading",)


def test_a_list_of_places_that_is_open_stays_open() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Typed("Hengelo"))
    before = walker.state
    assert before.view[0] == "which"
    walker.move(Command("taal"))
    walker.tap("ar")
    check_same_question(before, walker.state, EIGHT)


def test_after_the_goodbye_the_language_can_still_change() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_OVERVIEW, "ok")
    assert walker.state.step == "goodbye"
    before = walker.state
    walker.move(Typed("العربية"))
    check_same_question(before, walker.state, EIGHT)
    walker.tap("done", "more", "language", "tr")
    assert (walker.state.step, walker.state.language, walker.state.aside) == ("home", "tr", "")


def test_the_language_of_the_answers_follows_so_that_the_taalhuis_knows_it() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Typed("українська"))
    assert walker.state.answers["language"] == "uk"


def test_all_eight_languages_stand_on_one_screen_each_in_its_own_script() -> None:
    turn = engine.start(FLOW, world=EIGHT, language="tr")
    rows = question(turn).rows
    assert len(rows) <= 4
    assert all(len(row) == 2 for row in rows)
    for shown_in in LANGUAGES:
        labels = [EIGHT.label(button.label, shown_in).strip("\u200f") for row in rows for button in row]
        assert labels[0] == "Türkçe"
        assert set(labels) == {
            *("Nederlands", "English", "العربية", "Türkçe"),
            *("Українська", "Polski", "فارسی", "Español"),
        }


def test_who_does_not_understand_the_question_finds_the_globe_under_other_words() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE, "explain")
    globe = question(walker.turn).always[0]
    assert [(button.choice, button.picture) for button in globe] == [("language", "🌍")]
    before = walker.state
    walker.tap("language", "fa")
    check_same_question(before, walker.state, EIGHT)


@pytest.mark.parametrize("step", ["needs", "first_language"])
def test_where_a_language_is_an_answer_its_name_is_one(step: str) -> None:
    walker = Walker(FLOW, EIGHT, language="nl")
    walker.tap(*TO_PLACE, "k8", "k80", "k801", "k8011")
    if step == "first_language":
        walker.tap("+reading", "ok", "skip", "no")
    assert walker.state.step == step
    walker.move(Typed("Türkçe"))
    assert walker.state.language == "nl"


def test_the_name_of_the_present_language_or_of_one_without_a_catalogue_changes_nothing() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap("nl", "start")
    for said in ("Nederlands", "русский", "中文"):
        walker.move(Typed(said))
        assert (walker.state.language, walker.state.aside) == ("nl", "")


def test_an_old_button_of_the_language_question_does_nothing() -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Command("taal"))
    serial = walker.state.serial
    walker.tap("ar")
    walker.move(Tap("pl", serial))
    assert walker.state.language == "ar"
