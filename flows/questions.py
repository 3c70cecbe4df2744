"""The kinds of question: one choice, several ticks, a list by four. Each builder makes a `Step` that asks
and reads.

A question that is about somebody else has other words; they get the person's first name as `{name}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from flows import doubt, words
from flows.events import Event
from flows.facts import Answer
from flows.manners import PRESS
from flows.model import Button, Items, Name, State, Text
from flows.replies import Reply, Tap, Typed
from flows.spoken import written_name
from flows.step import (
    Body,
    Done,
    Misunderstood,
    Outcome,
    Redrawn,
    Rows,
    Step,
    Summary,
    Understood,
    When,
)
from flows.validators import Option, all_chosen, chosen, plain
from flows.world import World

# Translators: in the place of a first name that we do not know: "Waar woont deze persoon?"
_THIS_PERSON = Text("intake.this_person")
# Translators: shown in the overview for an answer that was skipped.
NOTHING_SAID = Text("overview.nothing")

_OK = Button("ok", Text("general.ready"), "✅")
# Translators: done was pressed with nothing ticked.
_NOTHING_TICKED = Text("general.nothing_ticked")


@dataclass(frozen=True, slots=True)
class Wording:
    """The same question for the person who answers, and about somebody else (a key with `{name}`)."""

    self: Text
    other: str = ""

    def __call__(self, state: State) -> Text:
        if self.other and state.answers.get("for_whom") == "other":
            return Text(self.other, {"name": person(state)})
        return self.self


def person(state: State) -> Name | Text:
    """The first name of whom it is about, or "this person"."""
    name = written_name(state.answers.get("first_name"))
    return Name(name) if name else _THIS_PERSON


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: what is stored, its button, and other words for it (see `validators.Option`)."""

    value: str | int | bool | None
    button: Button
    words: frozenset[str] = frozenset()
    anywhere: bool = False

    def option(self, world: World, language: str) -> Option:
        """What may be typed for it: its label in any language, first of all in this one."""
        label = self.button.label
        elsewhere = {plain(world.label(label, other)) for other in world.languages if other != language}
        return Option(self.button.choice, world.label(label, language), self.words | elsewhere, self.anywhere)


class Rest(TypedDict, total=False):
    """What every builder passes on to `Step` unchanged."""

    when: tuple[When, ...]
    optional: bool
    depends_on: tuple[str, ...]
    skipped: Callable[[State, World], Answer]
    fixed: bool
    picture: str


def rows_of(buttons: Sequence[Button], per_row: int) -> Rows:
    """The buttons, this many in a row."""
    return tuple(tuple(buttons[at : at + per_row]) for at in range(0, len(buttons), per_row))


Shown = Callable[[State, World, tuple[Choice, ...]], tuple[Choice, ...]]
Effects = Callable[[Answer], tuple[Event, ...]]


def no_effects(_value: Answer) -> tuple[Event, ...]:
    return ()


def all_shown(_state: State, _world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return choices


@dataclass(frozen=True, slots=True)
class _One:
    """A question of which one button is pressed: how it is asked, read and shown again."""

    ask: Wording
    choices: tuple[Choice, ...]
    per_row: int
    shown: Shown
    all_rows: Rows
    by_token: Mapping[str, Choice]
    labels: Mapping[str | int | bool | None, Text]

    def asks(self, state: State, world: World) -> Body:
        if self.shown is all_shown:
            return Body((self.ask(state),), self.all_rows)
        buttons = [choice.button for choice in self.shown(state, world, self.choices)]
        return Body((self.ask(state),), rows_of(buttons, self.per_row))

    def read(self, state: State, reply: Reply, world: World) -> Choice | None:
        token = None
        if isinstance(reply, Tap):
            token = reply.choice
        elif isinstance(reply, Typed):
            visible = self.shown(state, world, self.choices)
            token = chosen(reply.text, [choice.option(world, state.language) for choice in visible])
        choice = self.by_token.get(token or "")
        if choice is None or self.shown is all_shown:
            return choice
        return choice if choice in self.shown(state, world, self.choices) else None

    def shows(self, answer: Answer) -> Text | Name:
        return self.labels.get(answer, NOTHING_SAID) if isinstance(answer, str | int | None) else NOTHING_SAID


def one_of(
    name: str,
    ask: Wording,
    explain: Wording,
    choices: tuple[Choice, ...],
    *,
    per_row: int = 1,
    summary: tuple[str, Text] | None = None,
    effects: Effects = no_effects,
    shown: Shown = all_shown,
    **rest: Unpack[Rest],
) -> Step:
    """A question with at most four buttons, of which one is pressed. `shown` leaves out what this person
    cannot use.
    """
    by_token = {choice.button.choice: choice for choice in choices}
    labels = {choice.value: choice.button.label for choice in choices}
    all_rows = rows_of([choice.button for choice in choices], per_row)
    one = _One(ask, choices, per_row, shown, all_rows, by_token, labels)

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        choice = one.read(state, reply, world)
        if choice is None:
            return Misunderstood(PRESS)
        return Understood(choice.value, (choice.button.label,), effects(choice.value))

    return Step(
        name=name,
        ask=one.asks,
        read=reads,
        explain=explain,
        says=lambda state, _world: (ask(state),),
        valid=lambda answer: isinstance(answer, str | int | None) and answer in labels,
        values=frozenset(value for value in labels if isinstance(value, str | bool)),
        choices=tuple(choice.button for choice in choices),
        summary=Summary(summary[0], summary[1], one.shows) if summary else None,
        **rest,
    )


# ── Several ticks ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The choices of a question with several answers, and how it is drawn with some of them ticked.

    `pairs` are the token of each choice with its button, not ticked and ticked; `last` is the row below them.
    """

    ask: Wording
    choices: tuple[Choice, ...]
    everything: Button | None
    per_row: int
    pairs: tuple[tuple[str, tuple[Button, Button]], ...]
    last: tuple[Button, ...]

    def body(self, state: State, draft: tuple[str, ...]) -> Body:
        buttons = [pair[token in draft] for token, pair in self.pairs]
        rows = (*rows_of(buttons, self.per_row), self.last)
        return Body((self.ask(state),), rows, reads_numbers=True)

    def understood(self, tokens: Sequence[str]) -> Outcome:
        ticked = [choice for choice in self.choices if choice.button.choice in tokens]
        if not ticked:
            return Misunderstood(_NOTHING_TICKED)
        chosen_labels = tuple(choice.button.label for choice in ticked)
        if self.everything and len(ticked) == len(self.choices):
            chosen_labels = (self.everything.label,)
        return Understood([str(choice.value) for choice in ticked], chosen_labels)

    def asks(self, state: State, _world: World) -> Body:
        return self.body(state, state.draft)

    def reads(self, state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Tap):
            return self.tapped(state, reply.choice)
        return self.typed(state, reply.text, world) if isinstance(reply, Typed) else Misunderstood(PRESS)

    def shows(self, answer: Answer) -> Text | Name:
        if not isinstance(answer, list) or not answer:
            return NOTHING_SAID
        if self.everything and len(answer) == len(self.choices):
            return self.everything.label
        labels = tuple(choice.button.label for choice in self.choices if choice.value in answer)
        # Translators: several things in one answer: "lezen en rekenen".
        return Text("overview.list", {"items": Items(labels)})

    def all(self) -> Outcome:
        return self.understood([choice.button.choice for choice in self.choices])

    def tapped(self, state: State, pressed: str) -> Outcome:
        if pressed == "ok":
            return self.understood(state.draft)
        if self.everything and pressed == self.everything.choice:
            return self.all()
        wanted, named = pressed[:1], pressed[1:]
        if wanted not in ("+", "-") or all(choice.button.choice != named for choice in self.choices):
            return Misunderstood(PRESS)
        if (wanted == "+") == (named in state.draft):
            return Done()
        ticked = {*state.draft, named} if wanted == "+" else {*state.draft} - {named}
        draft = tuple(choice.button.choice for choice in self.choices if choice.button.choice in ticked)
        return Redrawn(self.body(state, draft), draft)

    def typed(self, state: State, text: str, world: World) -> Outcome:
        said = "" if doubt.asks(text) else plain(text)
        if said in words.READY or said in words.ALL:
            return self.all() if said in words.ALL else self.understood(state.draft)
        options = [choice.option(world, state.language) for choice in self.choices]
        # Counted as they are seen, the buttons below the ticks too.
        below = [Option(button.choice, world.label(button.label, state.language)) for button in self.last]
        pressed = chosen(text, [*options, *below])
        if pressed and any(button.choice == pressed for button in self.last):
            return self.tapped(state, pressed)
        tokens = all_chosen(text, options)
        return self.understood((*state.draft, *tokens)) if tokens else Misunderstood(PRESS)


def _both_ways(button: Button) -> tuple[Button, Button]:
    """The button as it is not ticked, and ticked."""
    return (
        Button("+" + button.choice, button.label, button.picture),
        Button("-" + button.choice, button.label, button.picture, selected=True),
    )


def many_of(
    name: str,
    ask: Wording,
    explain: Wording,
    choices: tuple[Choice, ...],
    *,
    summary: tuple[str, Text],
    everything: Button | None = None,
    per_row: int = 1,
    **rest: Unpack[Rest],
) -> Step:
    """A question with several ticks and "klaar". `everything` answers all at once. Skipping stores an
    empty list.
    """
    pairs = tuple((choice.button.choice, _both_ways(choice.button)) for choice in choices)
    ticks = _Ticks(ask, choices, everything, per_row, pairs, (everything, _OK) if everything else (_OK,))
    values = frozenset(str(choice.value) for choice in choices)
    rest.setdefault("skipped", lambda _state, _world: [])
    return Step(
        name=name,
        ask=ticks.asks,
        read=ticks.reads,
        explain=explain,
        says=lambda state, _world: (ask(state),),
        valid=lambda answer: isinstance(answer, list) and values.issuperset(answer),
        values=values,
        choices=tuple(choice.button for choice in choices),
        limit=6 if len(choices) <= 6 else 7,
        summary=Summary(summary[0], summary[1], ticks.shows),
        **rest,
    )
