"""Texts for learners stay plain: short sentences and messages, no rare words. Each failure names its key."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from statistics import mean

import pytest

import flows
import flows.cards
from bot.i18n import NOT_FOR_LEARNERS
from flows.model import Button, Text
from flows.step import Flow
from tests.support.plain_words import flesch_douma, sentences, syllables, words
from tests.support.worlds import catalogues

LANGUAGES = ("nl", "en")
MOST_WORDS_IN_SENTENCE = 12
MOST_SENTENCES = 3
MOST_WORDS = 30
LONGEST_BUTTON = 20
MEAN_WORDS_IN_SENTENCE = 8.0
LEAST_FLESCH_DOUMA = 90.0
LONG_WORD_SYLLABLES = 4

# Pages of the web that are read at leisure and are no messages of the conversation.
PAGES = ("telegram.",)
NAMES_OF_LANGUAGES = "language."

LONG_WORDS_ALLOWED = {
    "bibliotheek": "everybody knows the place, and it stands on the building",
    "inburgering": "the name of the course, which who takes it knows",
    "vrijwilligers": "only on a button for helpers",
    "sociale": "the name of the service, only on a button for helpers",
    "veranderen": "a common word, and it says what the button does",
    "aanmeldingen": "what was sent; the button says aanmelden",
}

BANNED = {
    "nl": [
        "laaggeletterd",
        "analfabeet",
        "intake",
        "screening",
        "nt1",
        "nt2",
        "deelnemer",
        "referral",
        "verwijzing",
        "toestemming",
        "echter",
        "indien",
        "middels",
        "tevens",
        "inzake",
        "worden",
        "wordt",
        "werd",
        "werden",
        "geworden",
        "bijv",
        "o.a.",
        "i.p.v.",
        "m.b.t.",
        "t/m",
        "enz",
        "etc",
        "evt",
        "nvt",
        "je",
        "jij",
        "jou",
        "jouw",
        "jullie",
        "gebruikmaken",
        "conform",
        "betreffende",
        "teneinde",
        "derhalve",
        "reeds",
        "gaarne",
    ],
    "en": [
        "illiterate",
        "intake",
        "screening",
        "referral",
        "participant",
        "however",
        "furthermore",
        "regarding",
        "hereby",
        "thereof",
        "utilize",
        "etc",
        "e.g.",
        "i.e.",
        "consent",
        "procedure",
        "assessment",
    ],
}


def _texts(language: str) -> dict[str, tuple[str, ...]]:
    """What learners read, by key: each plural form of it."""
    forms = catalogues().reader(language).forms
    return {
        key: tuple(
            "".join(f"{{{piece}}}" if at % 2 else piece for at, piece in enumerate(form)) for form in of_key
        )
        for key, of_key in forms.items()
        if not key.startswith(NOT_FOR_LEARNERS)
    }


def _messages(language: str) -> Iterator[tuple[str, str]]:
    """Texts of the conversation, one for each form."""
    for key, of_key in _texts(language).items():
        if not key.startswith(PAGES):
            yield from ((key, text) for text in of_key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_longer_than_12_words(language: str) -> None:
    too_long = [
        f"{key}: {len(words(sentence))} words: {sentence}"
        for key, of_key in _texts(language).items()
        for text in of_key
        for sentence in sentences(text)
        if len(words(sentence)) > MOST_WORDS_IN_SENTENCE
    ]
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_at_most_3_sentences_30_words_and_1_question(language: str) -> None:
    broken = [
        f"{key}: {rule}: {text}"
        for key, text in _messages(language)
        for rule, kept in (
            ("more than 3 sentences", len(sentences(text)) <= MOST_SENTENCES),
            ("more than 30 words", len(words(text)) <= MOST_WORDS),
            ("more than 1 question", text.count("?") <= 1),
        )
        if not kept
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_banned_word_is_used(language: str) -> None:
    banned = set(BANNED[language])
    found = [
        f"{key}: {word}"
        for key, of_key in _texts(language).items()
        for text in of_key
        for word in words(text.casefold())
        if word in banned
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_have_at_most_8_words_on_average(language: str) -> None:
    lengths = [len(words(sentence)) for _key, text in _messages(language) for sentence in sentences(text)]
    assert mean(lengths) <= MEAN_WORDS_IN_SENTENCE


def test_the_dutch_catalogue_reads_easily() -> None:
    assert flesch_douma(text for _key, text in _messages("nl")) >= LEAST_FLESCH_DOUMA


def test_long_dutch_words_have_a_reason() -> None:
    found = {
        f"{key}: {word}"
        for key, text in _messages("nl")
        for word in words(text.casefold())
        if not key.startswith(NAMES_OF_LANGUAGES)
        and not re.search(r"\d", word)
        and syllables(word) >= LONG_WORD_SYLLABLES
        and word not in LONG_WORDS_ALLOWED
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_in_20_characters_with_their_picture(language: str, flow: Flow) -> None:
    too_long = {
        f"{button.label.key}: {shown}"
        for button in _buttons(flow)
        if len(shown := f"{button.picture} {catalogues().render(button.label, language)}".strip())
        > LONGEST_BUTTON
    }
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_of_cards_for_learners_fit_in_20_characters_with_their_picture(language: str) -> None:
    labels = _labels_of_cards()
    too_long = {
        f"{label.key}: {shown}"
        for label, picture in labels
        if len(shown := f"{picture} {catalogues().render(label, language)}".strip()) > LONGEST_BUTTON
    }

    assert {"news.write", "relay.stop", "my.withdraw"} <= {label.key for label, _ in labels}
    assert not too_long, "\n".join(too_long)


def test_measuring_counts_as_people_do() -> None:
    assert [syllables(word) for word in ("u", "geeft", "bibliotheek", "buurt", "bewaar", "eieren")] == [
        1,
        1,
        4,
        1,
        2,
        3,
    ]
    assert sentences("Hallo! Om 10.30 uur komt {name}. Goed?") == [
        "Hallo!",
        "Om 10,30 uur komt naam.",
        "Goed?",
    ]
    assert words("E-mail, 's ochtends") == ["E-mail", "s", "ochtends"]


def _labels_of_cards() -> list[tuple[Text, str]]:
    """(label, picture) of every button that a learner can meet on a card, as the code names them. One that is
    filled, such as a moment, is as long as what fills it.
    """
    found = []
    for name in pkgutil.iter_modules(flows.cards.__path__, "flows.cards."):
        module = importlib.import_module(name.name)
        for call in _calls(inspect.getsource(module), "card_button"):
            label = _label(call.args[0], vars(module))
            picture = call.args[1].value if isinstance(call.args[1], ast.Constant) else ""
            if label and not label.params and not label.key.startswith(NOT_FOR_LEARNERS):
                found.append((label, str(picture)))
    return found


def _calls(source: str, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _label(written: ast.expr, names: Mapping[str, object]) -> Text | None:
    """The text that stands there, or that a constant of the module is."""
    if isinstance(written, ast.Name):
        known = names.get(written.id)
        return known if isinstance(known, Text) else None
    if isinstance(written, ast.Call) and len(written.args) == 1 and isinstance(written.args[0], ast.Constant):
        return Text(str(written.args[0].value))
    return None


def _buttons(flow: Flow) -> list[Button]:
    """Those of the steps, and those that stand as constants in the modules of the flows."""
    steps = (*flow.order, flow.overview, *flow.rooms, *flow.asides)
    found = [button for step in steps for button in step.choices]
    for module in pkgutil.iter_modules(flows.__path__, "flows."):
        constants = vars(importlib.import_module(module.name)).values()
        found += [value for value in constants if isinstance(value, Button)]
    return found
