"""Each choice of a learner has one clear picture, and the same thing has the same one everywhere."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from flows.choice_order import FIRST_LANGUAGES
from flows.intake import intake_flow
from flows.languages import language_choices
from flows.model import Button, Prompt
from flows.picture_names import picture_name
from tests.support.chats import Conversation, _world, chat_files, read_chat

ROOT = Path(__file__).resolve().parents[3]
_CARDS = ("appointment", "mine", "news", "question", "relay", "reminder")
"""The cards that learners get."""

_LANGUAGES = frozenset(choice.button.label.key for choice in language_choices(("nl", "en", *FIRST_LANGUAGES)))
"""A language is known by its name in its own script; a flag is a country, and not a neutral one."""
_KEYPAD = frozenset({"intake.place.digit", "intake.phone.digit"})

SAME_THING: Mapping[str, frozenset[str]] = {
    # Yes, "I will come", and "all of it is fine".
    "👍": frozenset(
        {
            "general.yes",
            "appointment.come",
            "overview.good",
            "intake.days.every",
            "intake.day_parts.always",
            "intake.form.any",
        }
    ),
    # The one whom it is about.
    "👤": frozenset(
        {
            "intake.for_whom.self",
            "intake.first_name.use",
            "intake.first_name.label",
            "intake.helper_name.label",
        }
    ),
    # Somebody else.
    "👫": frozenset({"intake.for_whom.other", "intake.for_whom.label", "home.another"}),
    # Back to how it was.
    "↩️": frozenset(
        {
            "general.back",
            "general.keep",
            "goodbye.stay",
            "erase.no",
            "intake.phone.no_call",
            "intake.place.none_of_these",
            "my.withdraw.no",
            "question.never_mind",
            "relay.never_mind",
        }
    ),
    "🗑️": frozenset({"stop.erase", "erase.yes", "home.erase", "my.withdraw.yes"}),
    "▶️": frozenset({"stop.go_on", "intake.hello.start"}),
    "📍": frozenset(
        {
            "intake.place.by_location",
            "intake.place.share",
            "intake.place.named",
            "intake.place.named_in",
            "intake.place.label",
        }
    ),
    "📞": frozenset({"intake.contact.call", "intake.phone.mine", "intake.phone.share", "intake.phone.label"}),
    "🌍": frozenset({"home.language", "intake.first_language.label"}),
    "➕": frozenset({"intake.purposes.other", "intake.helper_organisation.other"}),
    # Writing a message.
    "✍️": frozenset({"intake.l3.label", "relay.answer", "question.answer", "news.write"}),
    "📅": frozenset({"intake.days.label", "after.again"}),
    "✖️": frozenset({"appointment.none", "appointment.cannot"}),
    "🙋": frozenset({"general.person", "after.person"}),
}
"""Where one picture stands on several buttons, they mean the same. All others stand on one alone."""


@cache
def _prompts() -> tuple[Prompt, ...]:
    """Everything that is shown in the golden conversations of learners."""
    found: list[Prompt] = []
    for path in chat_files():
        chat = read_chat(path)
        conversation = Conversation(intake_flow(), _world(chat), chat.get("language", "nl"))
        for turn in chat["turns"]:
            conversation.play(turn["person"])
            assert conversation.turn is not None
            found += conversation.turn.prompts
    return tuple(found)


def _buttons() -> Iterator[Button]:
    for prompt in _prompts():
        yield from (button for row in (*prompt.rows, *prompt.always, prompt.native) for button in row)


def _summaries() -> Iterator[tuple[str, str]]:
    for step in intake_flow().order:
        if step.summary:
            yield step.summary.label.key, step.summary.picture


def _on_cards() -> Iterator[tuple[str, str]]:
    """Key of the label and picture of each button that a learner's card makes, as they are written."""
    for name in _CARDS:
        tree = ast.parse((ROOT / "flows" / "cards" / f"{name}.py").read_text(encoding="utf-8"))
        texts = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "card_button":
                label, picture = node.args[:2]
                key = _key_of(texts.get(label.id) if isinstance(label, ast.Name) else label)
                if key.startswith(("volunteer.", "staff.")) or not isinstance(picture, ast.Constant):
                    continue
                yield key, str(picture.value)


def _key_of(node: ast.expr | None) -> str:
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return ""


@cache
def _used() -> Mapping[str, frozenset[str]]:
    """Picture → the texts that it stands with."""
    used: dict[str, set[str]] = defaultdict(set)
    pairs = [(button.label.key, button.picture) for button in _buttons()]
    for key, picture in (*pairs, *_summaries(), *_on_cards()):
        if key:
            used[picture].add(key)
    return {picture: frozenset(keys) for picture, keys in used.items()}


def test_no_choice_of_a_learner_is_without_a_picture() -> None:
    without = _used().get("", frozenset()) - _LANGUAGES - _KEYPAD

    assert sorted(without) == []


def test_a_picture_stands_for_one_thing() -> None:
    several = {picture: keys for picture, keys in _used().items() if picture and len(keys) > 1}
    other = {
        picture: sorted(keys - SAME_THING.get(picture, frozenset())) for picture, keys in several.items()
    }

    assert {picture: keys for picture, keys in other.items() if keys} == {}
    assert {picture: keys - several.get(picture, frozenset()) for picture, keys in SAME_THING.items()} == {
        picture: frozenset() for picture in SAME_THING
    }, "an exception that nothing needs"


def test_a_text_always_has_the_same_picture() -> None:
    pictures: dict[str, set[str]] = defaultdict(set)
    for picture, keys in _used().items():
        for key in keys:
            pictures[key].add(picture)

    assert {key: found for key, found in pictures.items() if len(found) > 1} == {}


def test_every_picture_of_a_learner_has_a_name_that_can_be_said() -> None:
    assert [picture for picture in _used() if picture and picture_name(picture) is None] == []


def test_a_question_keeps_its_drawing_while_it_is_asked_changed_and_answered() -> None:
    asked = {prompt.lines[0].key: prompt.picture for prompt in _prompts() if prompt.rows and prompt.picture}
    closed = {
        prompt.lines[0].key: prompt.picture
        for prompt in _prompts()
        if prompt.replaces and prompt.lines[0].key in asked
    }

    assert closed
    assert {key: asked[key] for key in closed} == closed
    assert asked["intake.l1.ask"] == "letter"
    assert asked["intake.hello.ask"] == "taalhuis"


def test_the_guards_see_the_questions_and_the_cards() -> None:
    assert "intake.needs.reading" in _used()["📖"]
    assert "appointment.cannot" in _used()["✖️"]
    assert "intake.days.mon" in _used()["🔴"]
