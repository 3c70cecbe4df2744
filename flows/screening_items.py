"""The eight questions that show where help may be welcome. The wording is our own; the idea of each has a
source.

An answer is 0 (goes well), 1 (sometimes hard), 2 (I need help) or none. How they are scored is in
`bot/domain/screening.py`; the person sees no score.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows import words_of_scale as said
from flows.model import Button, Text
from flows.questions import Choice
from flows.step import When

_LANGUAGE = When("needs", frozenset({"reading", "writing", "speaking"}))
_NUMBERS = When("needs", frozenset({"numbers"}))
_DIGITAL = When("needs", frozenset({"digital"}))


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its words for the person, about another (a key with `{name}`), and who gets it. `picture`
    stands before the answer in the overview, the `drawing` is shown with the question.
    """

    name: str
    picture: str
    drawing: str
    ask: Text
    ask_other: str
    explain: Text
    label: Text
    when: tuple[When, ...]


SCALE: tuple[Choice, ...] = (
    Choice(0, Button("s0", Text("intake.scale.well"), "🙂"), said.WELL),
    Choice(1, Button("s1", Text("intake.scale.sometimes"), "😐"), said.SOMETIMES),
    Choice(2, Button("s2", Text("intake.scale.hard"), "🙁"), said.HARD),
    Choice(None, Button("sx", Text("general.unsure"), "🤷"), said.UNSURE),
)

ITEMS: tuple[Item, ...] = (
    Item(
        # Idea: Single Item Literacy Screener.
        name="l1",
        picture="✉️",
        drawing="letter",
        # Translators: a letter by post.
        ask=Text("intake.l1.ask"),
        ask_other="intake.l1.ask.other",
        explain=Text("intake.l1.explain"),
        label=Text("intake.l1.label"),
        when=(),
    ),
    Item(
        # Idea: Brief Screening Questions (Chew), studied in Dutch by Fransen 2011.
        name="l2",
        picture="📝",
        drawing="form",
        # Translators: a form.
        ask=Text("intake.l2.ask"),
        ask_other="intake.l2.ask.other",
        explain=Text("intake.l2.explain"),
        label=Text("intake.l2.label"),
        when=(_LANGUAGE,),
    ),
    Item(
        # Idea: questions about daily life on Dutch intake forms.
        name="l3",
        picture="✍️",
        drawing="message",
        # Translators: a short message.
        ask=Text("intake.l3.ask"),
        ask_other="intake.l3.ask.other",
        explain=Text("intake.l3.explain"),
        label=Text("intake.l3.label"),
        when=(_LANGUAGE,),
    ),
    Item(
        # Idea: Subjective Numeracy Scale, short form.
        name="r1",
        picture="🏷️",
        drawing="discount",
        # Translators: percentages.
        ask=Text("intake.r1.ask"),
        ask_other="intake.r1.ask.other",
        explain=Text("intake.r1.explain"),
        label=Text("intake.r1.label"),
        when=(_NUMBERS,),
    ),
    Item(
        # Idea: the domain "getallen".
        name="r2",
        picture="👛",
        drawing="purse",
        # Translators: money for a month.
        ask=Text("intake.r2.ask"),
        ask_other="intake.r2.ask.other",
        explain=Text("intake.r2.explain"),
        label=Text("intake.r2.label"),
        when=(_NUMBERS,),
    ),
    Item(
        # Idea: the domain "informatie zoeken".
        name="d1",
        picture="🔎",
        drawing="search",
        # Translators: the internet.
        ask=Text("intake.d1.ask"),
        ask_other="intake.d1.ask.other",
        explain=Text("intake.d1.explain"),
        label=Text("intake.d1.label"),
        when=(_DIGITAL,),
    ),
    Item(
        # Idea: the domain "ICT-systemen".
        name="d2",
        picture="🔑",
        drawing="login",
        # Translators: DigiD is a name; keep it.
        ask=Text("intake.d2.ask"),
        ask_other="intake.d2.ask.other",
        explain=Text("intake.d2.explain"),
        label=Text("intake.d2.label"),
        when=(_DIGITAL,),
    ),
    Item(
        # Idea: the domain "communicatie".
        name="d3",
        picture="📧",
        drawing="email",
        # Translators: E-mail or chat.
        ask=Text("intake.d3.ask"),
        ask_other="intake.d3.ask.other",
        explain=Text("intake.d3.explain"),
        label=Text("intake.d3.label"),
        when=(_DIGITAL,),
    ),
)
