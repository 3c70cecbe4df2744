"""What the person wants to learn and what for, which language they grew up with, and the eight questions
of the screening.

Nothing here can lead to a no: a skipped question counts as nothing at all.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows import choice_order, words
from flows.choice_order import in_order
from flows.intake_opening import yes_no
from flows.languages import language_choices
from flows.lists import listed
from flows.model import Button, State, Text
from flows.questions import Choice, Wording, many_of, one_of
from flows.replies import Reply, Typed
from flows.screening_items import ITEMS, SCALE
from flows.step import Outcome, Step, When
from flows.world import World

NOT_DUTCH_FIRST = When("dutch_first", frozenset({False}))


def learning_steps() -> tuple[Step, ...]:
    """Needs to the last item of the screening, in order."""
    return (_needs(), _purposes(), _dutch_first(), _first_language(), _inburgering(), *_items())


_DIGITAL = "computer telefoon internet digitaal phone mobiel appen whatsapp digid"
# At this question "ik kan niet lezen" means reading; anywhere else words like these turn an answer round.
_CANNOT = re.compile(
    r"\b(?:kan|kunnen|can)\s?(?:niet|not|['’]t)\b(?:\s(?:zo|heel|very|so))?(?:\s(?:goed|well))?", re.I
)


def _needs() -> Step:
    asked = _which_needs()

    def read(state: State, reply: Reply, world: World) -> Outcome:
        meant = Typed(_CANNOT.sub(" ", reply.text)) if isinstance(reply, Typed) else reply
        return asked.read(state, meant, world)

    return replace(asked, read=read)


def _which_needs() -> Step:
    return many_of(
        "needs",
        Wording(Text("intake.needs.ask"), "intake.needs.ask.other"),
        Wording(Text("intake.needs.explain")),
        in_order(choice_order.NEEDS, _what_to_learn()),
        per_row=2,
        summary=("🎒", Text("intake.needs.label")),
    )


def _what_to_learn() -> tuple[Choice, ...]:
    return (
        _need("reading", Text("intake.needs.reading"), "📖", "lezen read brieven leer czytać читати okuma"),
        _need("writing", Text("intake.needs.writing"), "✏️", "schrijven write formulieren yazma"),
        _need("speaking", Text("intake.needs.speaking"), "🗣️", "praten spreken speak talk talking mówić"),
        _need("numbers", Text("intake.needs.numbers"), "🔢", "rekenen cijfers getallen maths math"),
        _need("digital", Text("intake.needs.digital"), "📱", _DIGITAL),
    )


def _purposes() -> Step:
    return many_of(
        "purposes",
        Wording(Text("intake.purposes.ask"), "intake.purposes.ask.other"),
        Wording(Text("intake.purposes.explain")),
        in_order(choice_order.PURPOSES, _what_for()),
        per_row=2,
        summary=("🎯", Text("intake.purposes.label")),
        optional=True,
    )


def _what_for() -> tuple[Choice, ...]:
    return (
        _choice("work", Text("intake.purposes.work"), "💼", "werk work baan job"),
        _choice("children", Text("intake.purposes.children"), "🧒", "kind kids school"),
        _choice("health", Text("intake.purposes.health"), "🩺", "gezond dokter doctor ziekenhuis"),
        _choice("money_post", Text("intake.purposes.money_post"), "💶", "geld post brieven money mail"),
        _choice("living", Text("intake.purposes.living"), "🛋️", "huis house home"),
        _choice("other", Text("intake.purposes.other"), "➕", "anders other"),
    )


def _need(value: str, label: Text, picture: str, said: str) -> Choice:
    """People say it in a sentence: "ik wil beter lezen"."""
    return replace(_choice(value, label, picture, said), anywhere=True)


def _choice(value: str, label: Text, picture: str, said: str) -> Choice:
    return Choice(value, Button(value, label, picture), frozenset(said.split()))


# ── The first language ─────────────────────────────────────────────────────────────────────────────────────


def _dutch_first() -> Step:
    return one_of(
        "dutch_first",
        Wording(Text("intake.dutch_first.ask"), "intake.dutch_first.ask.other"),
        Wording(Text("intake.dutch_first.explain"), "intake.dutch_first.explain.other"),
        yes_no(),
        per_row=2,
        summary=("🇳🇱", Text("intake.dutch_first.label")),
    )


def _first_language() -> Step:
    return listed(
        "first_language",
        Wording(Text("intake.first_language.ask"), "intake.first_language.ask.other"),
        Wording(Text("intake.first_language.explain")),
        language_choices(choice_order.FIRST_LANGUAGES),
        shown=_spoken_now_first,
        everywhere="other",
        summary=("🌍", Text("intake.first_language.label")),
        when=(NOT_DUTCH_FIRST,),
        optional=True,
        skipped=lambda _state, _world: "other",
    )


def _spoken_now_first(state: State, _world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Who reads this in Turkish has most likely grown up with Turkish."""
    return tuple(sorted(choices, key=lambda choice: choice.value != state.language))


def _inburgering() -> Step:
    yes, no = yes_no()
    return one_of(
        "inburgering",
        # Translators: the Dutch civic integration course; keep the Dutch word.
        Wording(Text("intake.inburgering.ask"), "intake.inburgering.ask.other"),
        Wording(Text("intake.inburgering.explain")),
        (
            Choice("yes", yes.button, yes.words),
            Choice("no", no.button, no.words),
            Choice("unsure", Button("unsure", Text("general.unsure"), "🤷"), words.UNSURE),
        ),
        per_row=2,
        summary=("📜", Text("intake.inburgering.label")),
        when=(NOT_DUTCH_FIRST,),
        optional=True,
        skipped=lambda _state, _world: "unsure",
    )


# ── The screening ──────────────────────────────────────────────────────────────────────────────────────────


def _items() -> tuple[Step, ...]:
    return tuple(
        one_of(
            item.name,
            Wording(item.ask, item.ask_other),
            Wording(item.explain),
            SCALE,
            per_row=1,
            summary=(item.picture, item.label),
            when=item.when,
            optional=True,
            picture=item.drawing,
        )
        for item in ITEMS
    )
