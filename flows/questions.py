"""The kinds of question: one choice, several ticks, a list by four. Each builder makes a `Step` that asks
and reads.

A question that is about somebody else has other words; they get the person's first name as `{name}`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from flows import words
from flows.events import Event
from flows.manners import PRESS
from flows.model import Answer, Button, Items, Name, Reply, State, Tap, Text, Typed, World
from flows.step import (
    Again,
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

# Translators: in the place of a first name that we do not know: "Waar woont deze persoon?"
_THIS_PERSON = Text("intake.this_person")
# Translators: shown in the overview for an answer that was skipped.
NOTHING_SAID = Text("overview.nothing")

_OK = Button("ok", Text("general.ready"), "✅")
_NOTHING_TICKED = Text("general.nothing_ticked")
_MORE = Text("general.more")
_BACK = Text("general.back")


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
    name = state.answers.get("first_name")
    return Name(name) if isinstance(name, str) and name else _THIS_PERSON


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: what is stored, its button, and other words for it (see `validators.plain`)."""

    value: str | int | bool | None
    button: Button
    words: frozenset[str] = frozenset()

    def option(self, world: World, language: str) -> Option:
        return Option(self.button.choice, world.label(self.button.label, language), self.words)


class Rest(TypedDict, total=False):
    """What every builder passes on to `Step` unchanged."""

    when: tuple[When, ...]
    optional: bool
    depends_on: tuple[str, ...]
    skipped: Callable[[State, World], Answer]
    fixed: bool


def rows_of(buttons: Sequence[Button], per_row: int) -> Rows:
    """The buttons, this many in a row."""
    return tuple(tuple(buttons[at : at + per_row]) for at in range(0, len(buttons), per_row))


Shown = Callable[[State, World, tuple[Choice, ...]], tuple[Choice, ...]]
Effects = Callable[[Answer], tuple[Event, ...]]


def _no_effects(_value: Answer) -> tuple[Event, ...]:
    return ()


def _all_shown(_state: State, _world: World, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return choices


def one_of(
    name: str,
    ask: Wording,
    explain: Wording,
    choices: tuple[Choice, ...],
    *,
    per_row: int = 1,
    summary: tuple[str, Text] | None = None,
    effects: Effects = _no_effects,
    shown: Shown = _all_shown,
    **rest: Unpack[Rest],
) -> Step:
    """A question with at most four buttons, of which one is pressed. `shown` leaves out what this person
    cannot use.
    """
    by_token = {choice.button.choice: choice for choice in choices}
    all_rows = rows_of([choice.button for choice in choices], per_row)
    labels = {choice.value: choice.button.label for choice in choices}

    def asks(state: State, world: World) -> Body:
        if shown is _all_shown:
            return Body((ask(state),), all_rows)
        return Body(
            (ask(state),), rows_of([choice.button for choice in shown(state, world, choices)], per_row)
        )

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        token = None
        if isinstance(reply, Tap):
            token = reply.choice
        elif isinstance(reply, Typed):
            options = [choice.option(world, state.language) for choice in shown(state, world, choices)]
            token = chosen(reply.text, options)
        choice = by_token.get(token or "")
        if choice is None or (shown is not _all_shown and choice not in shown(state, world, choices)):
            return Misunderstood(PRESS)
        return Understood(choice.value, (choice.button.label,), effects(choice.value))

    def shows(answer: Answer) -> Text | Name:
        return labels.get(answer, NOTHING_SAID) if isinstance(answer, str | int | None) else NOTHING_SAID

    return Step(
        name=name,
        ask=asks,
        read=reads,
        explain=explain,
        valid=lambda answer: isinstance(answer, str | int | None) and answer in labels,
        values=frozenset(value for value in labels if isinstance(value, str | bool)),
        choices=tuple(choice.button for choice in choices),
        summary=Summary(summary[0], summary[1], shows) if summary else None,
        **rest,
    )


# ── Several ticks ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The choices of a question with several answers, and how it is drawn with some of them ticked."""

    ask: Wording
    choices: tuple[Choice, ...]
    everything: Button | None
    per_row: int
    least: int

    def body(self, state: State, draft: tuple[str, ...]) -> Body:
        buttons = [_ticked(choice.button, choice.button.choice in draft) for choice in self.choices]
        last = (self.everything, _OK) if self.everything else (_OK,)
        return Body((self.ask(state),), (*rows_of(buttons, self.per_row), last))

    def understood(self, tokens: Sequence[str]) -> Outcome:
        ticked = [choice for choice in self.choices if choice.button.choice in tokens]
        if len(ticked) < self.least:
            return Misunderstood(_NOTHING_TICKED)
        chosen_labels = tuple(choice.button.label for choice in ticked)
        if self.everything and len(ticked) == len(self.choices):
            chosen_labels = (self.everything.label,)
        return Understood([str(choice.value) for choice in ticked], chosen_labels)

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
        said = plain(text)
        if said in words.READY:
            return self.understood(state.draft)
        if said in words.ALL:
            return self.all()
        options = [choice.option(world, state.language) for choice in self.choices]
        tokens = all_chosen(text, options)
        return self.understood((*state.draft, *tokens)) if tokens else Misunderstood(PRESS)


def _ticked(button: Button, selected: bool) -> Button:
    if selected:
        return Button("-" + button.choice, button.label, button.picture, selected=True)
    return Button("+" + button.choice, button.label, button.picture)


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
    ticks = _Ticks(ask, choices, everything, per_row, least=1)
    labels = {choice.value: choice.button.label for choice in choices}

    def asks(state: State, _world: World) -> Body:
        return ticks.body(state, state.draft)

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Tap):
            return ticks.tapped(state, reply.choice)
        return ticks.typed(state, reply.text, world) if isinstance(reply, Typed) else Misunderstood(PRESS)

    def shows(answer: Answer) -> Text | Name:
        if not isinstance(answer, list) or not answer:
            return NOTHING_SAID
        if everything and len(answer) == len(choices):
            return everything.label
        return Text("overview.list", {"items": Items(tuple(labels[value] for value in answer))})

    rest.setdefault("skipped", lambda _state, _world: [])
    return Step(
        name=name,
        ask=asks,
        read=reads,
        explain=explain,
        valid=lambda answer: isinstance(answer, list) and all(value in labels for value in answer),
        values=frozenset(str(choice.value) for choice in choices),
        choices=tuple(choice.button for choice in choices),
        limit=6 if len(choices) <= 6 else 7,
        summary=Summary(summary[0], summary[1], shows),
        **rest,
    )


# ── A list, four at a time ─────────────────────────────────────────────────────────────────────────────────

PAGE = 4


def page_of(buttons: Sequence[Button], at: int, *, per_row: int, extra: tuple[Button, ...] = ()) -> Rows:
    """Four buttons from this place on, then "meer" (which comes round to the first) and the extra ones.

    The choice of "meer" carries the place it leads to: `more:4`.
    """
    rows = rows_of(buttons[at : at + PAGE], per_row)
    if len(buttons) > PAGE:
        following = at + PAGE if at + PAGE < len(buttons) else 0
        extra = (Button(f"more:{following}", _MORE, "🔄"), *extra)
    return (*rows, *rows_of(extra, 2))


def page_tapped(choice: str, buttons: Sequence[Button]) -> int | None:
    """Where the page begins that this tap leads to; None when it is no tap on "meer"."""
    head, _, at = choice.partition(":")
    if head != "more" or not at.isdecimal() or not at.isascii() or len(at) > 3:
        return None
    place = int(at)
    return place if place < len(buttons) and place % PAGE == 0 else None


def listed(
    name: str,
    ask: Wording,
    explain: Wording,
    choices: tuple[Choice, ...],
    *,
    summary: tuple[str, Text] | None = None,
    effects: Effects = _no_effects,
    shown: Shown = _all_shown,
    **rest: Unpack[Rest],
) -> Step:
    """A question with a long list of answers, four at a time; typing finds each of them at once."""
    base = one_of(name, ask, explain, choices, summary=summary, effects=effects, shown=shown, **rest)

    def buttons(state: State, world: World) -> list[Button]:
        return [choice.button for choice in shown(state, world, choices)]

    def body(state: State, world: World, at: int) -> Body:
        return Body((ask(state),), page_of(buttons(state, world), at, per_row=2))

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Tap):
            at = page_tapped(reply.choice, buttons(state, world))
            if at is not None:
                return Redrawn(body(state, world, at))
        if isinstance(reply, Typed) and plain(reply.text) in words.MORE:
            return Again(body(state, world, PAGE if len(choices) > PAGE else 0))
        return base.read(state, reply, world)

    return replace(base, ask=lambda state, world: body(state, world, 0), read=reads, limit=len(choices))


def back_button() -> Button:
    """Returns to the first page of a list or menu."""
    return Button("back", _BACK, "↩️")
