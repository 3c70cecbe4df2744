"""The overview with change-one-answer, and the goodbye: which Taalhuis, how far, when open, and what
happens next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

from flows import words
from flows.events import Event, IntakeSubmitted, PersonAsked, TaalhuisChanged
from flows.facts import Answer, TaalhuisFact
from flows.home import at_home
from flows.houses import in_short, told
from flows.intake_place import place_in
from flows.lists import back_button, open_page, page_of, page_tapped
from flows.manners import PRESS
from flows.model import Button, Name, State, Text
from flows.questions import person
from flows.replies import Reply, Tap, Typed
from flows.step import Again, Answers, Body, Go, Misunderstood, Outcome, Redrawn, Step, Summary
from flows.validators import Option, chosen
from flows.world import World

# ── Overview ───────────────────────────────────────────────────────────────────────────────────────────────

_TITLE = Text("overview.ask")
# Translators: above a list of answers.
_WHICH = Text("overview.which")
_GOOD = Button("ok", Text("overview.good"), "👍")
_CHANGE = Button("more:0", Text("overview.change"), "🔧")
_OVERVIEW = ((_GOOD, _CHANGE),)


def overview_step(order: tuple[Step, ...]) -> Step:
    """All answers with their pictures: good, or change one."""

    def whole(state: State) -> Body:
        return Body((_TITLE, *overview_lines(order, state.answers)), _OVERVIEW)

    def asks(state: State, _world: World) -> Body:
        buttons = _change_buttons(order, state.answers)
        at = open_page(state, buttons)
        return whole(state) if at is None else _change_list(buttons, at)

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        buttons = _change_buttons(order, state.answers)
        if isinstance(reply, Tap):
            return _tapped(reply.choice, state, world, buttons, whole)
        if isinstance(reply, Typed):
            return _typed(reply.text, state, world, buttons)
        return Misunderstood(PRESS)

    return Step(
        name="overview",
        ask=asks,
        read=reads,
        explain=lambda _state: Text("overview.explain"),
        choices=(_GOOD, _CHANGE),
    )


def overview_lines(order: tuple[Step, ...], answers: Answers) -> tuple[Text, ...]:
    """One line for each answer that the person gave, in the order of the questions."""
    return tuple(
        _line(step.summary, answers[step.name]) for step in order if step.summary and step.name in answers
    )


def _line(summary: Summary, answer: Answer) -> Text:
    picture, shown = Name(summary.picture), summary.show(answer)
    # Translators: one answer: "📍 Plaats: 8011 Zwolle".
    return Text("overview.line", {"picture": picture, "what": summary.label, "answer": shown})


def _change_buttons(order: tuple[Step, ...], answers: Answers) -> list[Button]:
    return [
        Button(f"e:{step.name}", step.summary.label, step.summary.picture)
        for step in order
        if step.summary and step.name in answers
    ]


def _change_list(buttons: list[Button], at: int) -> Body:
    return Body((_WHICH,), page_of(buttons, at, per_row=2, extra=(back_button(),)))


def _tapped(
    choice: str, state: State, world: World, buttons: list[Button], whole: Callable[[State], Body]
) -> Outcome:
    if choice == "ok":
        return _submitted(state, world)
    if choice == "back":
        return Redrawn(whole(state))
    at = page_tapped(choice, buttons)
    if at is not None:
        return Redrawn(_change_list(buttons, at), view=(choice,))
    return (
        _changing(choice, state)
        if any(choice == button.choice for button in buttons)
        else Misunderstood(PRESS)
    )


def _typed(text: str, state: State, world: World, buttons: list[Button]) -> Outcome:
    spoken = [
        Option("ok", world.label(_GOOD.label, state.language), words.YES),
        Option("more:0", world.label(_CHANGE.label, state.language), words.CHANGE),
    ]
    answers = [Option(button.choice, world.label(button.label, state.language)) for button in buttons]
    # With the list of answers open, "ja" is no yes to all of them.
    wish = ("" if state.view else chosen(text, spoken)) or chosen(text, answers)
    if wish == "ok":
        return _submitted(state, world)
    if wish == "more:0":
        return Again(_change_list(buttons, 0), (wish,))
    return _changing(wish, state) if wish else Misunderstood(PRESS)


def _changing(choice: str, state: State) -> Outcome:
    """Ask this one again, with what was ticked."""
    name = choice.removeprefix("e:")
    before = state.answers[name]
    ticked = tuple(before) if isinstance(before, list) else ()
    return Go(name, editing=name, draft=ticked)


def _submitted(state: State, world: World) -> Outcome:
    place = place_in(state.answers["place"])
    houses = world.taalhuizen(place, _needs(state))
    submitted = IntakeSubmitted(state.answers, place, houses[0] if houses else None)
    # Without a Taalhuis a person has to look for one.
    events: tuple[Event, ...] = (submitted,) if houses else (submitted, PersonAsked("goodbye"))
    return Go("goodbye", chosen=(_GOOD.label,), events=events)


def _needs(state: State) -> tuple[str, ...]:
    needs = state.answers.get("needs")
    return tuple(needs) if isinstance(needs, list) else ()


# ── Goodbye ────────────────────────────────────────────────────────────────────────────────────────────────

_DONE = Button("done", Text("goodbye.done"), "👋")
_OTHERS = Button("others", Text("goodbye.others"), "🏠")
_STAY = Button("back", Text("goodbye.stay"), "↩️")
_NEXT = {
    # Translators: what happens next, by the way of contact that was chosen.
    "chat": Text("goodbye.next.chat"),
    # Translators: what happens next.
    "call": Text("goodbye.next.call"),
    # Translators: what happens next.
    "walk_in": Text("goodbye.next.walk_in"),
}
_NEXT_OTHER = {
    "chat": "goodbye.next.chat.other",
    "call": "goodbye.next.call.other",
    "walk_in": "goodbye.next.walk_in.other",
}
# Translators: no Taalhuis at all.
_NO_HOUSE = Text("goodbye.no_house")
# Translators: no Taalhuis at all, on a screen where nobody can be written to later.
_NO_HOUSE_CALL = Text("goodbye.no_house.call")
# Translators: no Taalhuis at all, and the person cannot be reached.
_NO_HOUSE_HERE = Text("goodbye.no_house.walk_in")
# To a helper, of whom they signed up; they hear nothing more themselves.
_NO_HOUSE_OTHER = {"chat": "goodbye.no_house.other", "call": "goodbye.no_house.other.call"}
_FOUND = Text("goodbye.found")
# Translators: another Taalhuis was chosen; the name follows.
_CHANGED = Text("goodbye.changed")
# Translators: above one or two others.
_WHICH_HOUSE = Text("goodbye.which")
_LIST_OPEN = ("others",)
_A_CHOICE = re.compile(r"[a-z0-9_:+\-.]{1,24}")
_NUMBERS = ((Text("goodbye.first"), "1️⃣"), (Text("goodbye.second"), "2️⃣"), (Text("goodbye.third"), "3️⃣"))


def goodbye_step() -> Step:
    """The Taalhuis that was found; another one may be chosen. The draft holds the code of a chosen one."""
    return Step(
        name="goodbye",
        ask=_ask_goodbye,
        read=_read_goodbye,
        fixed=False,
        rests=True,
        without_answers="home",
        choices=(_DONE, _OTHERS),
    )


def _houses(state: State, world: World) -> tuple[TaalhuisFact, ...]:
    """The best ones, the one that was chosen first."""
    houses = world.taalhuizen(place_in(state.answers["place"]), _needs(state))
    return tuple(sorted(houses, key=lambda house: house.code not in state.draft))


def _ask_goodbye(state: State, world: World) -> Body:
    houses = _houses(state, world)
    if state.view == _LIST_OPEN and len(houses) > 1:
        return _others(houses[1:])
    contact = str(state.answers.get("contact"))
    if not houses:
        return Body((_no_house(state, world, contact),), ((_DONE,),))
    about_other = state.answers.get("for_whom") == "other" and contact in _NEXT_OTHER
    following = Text(_NEXT_OTHER[contact], {"name": person(state)}) if about_other else _NEXT[contact]
    rows = ((_OTHERS, _DONE),) if len(houses) > 1 else ((_DONE,),)
    return Body((following,), rows, preface=told(houses[0], _CHANGED if state.draft else _FOUND))


def _no_house(state: State, world: World, contact: str) -> Text:
    """What is promised is what can be kept: a message only to whom it reaches."""
    if contact == "walk_in":
        return _NO_HOUSE_HERE
    if state.answers.get("for_whom") == "other" and contact in _NO_HOUSE_OTHER:
        return Text(_NO_HOUSE_OTHER[contact], {"name": person(state)})
    return _NO_HOUSE if world.capabilities.push else _NO_HOUSE_CALL


def _read_goodbye(state: State, reply: Reply, world: World) -> Outcome:
    wish = ""
    if isinstance(reply, Tap):
        wish = reply.choice
    elif isinstance(reply, Typed):
        wish = chosen(reply.text, _goodbye_options(state, world)) or ""
    others = _houses(state, world)[1:]
    match wish:
        case "done":
            return Go("home", answers=at_home(state), chosen=(_DONE.label,))
        case "others" if others:
            return Again(_others(others), _LIST_OPEN)
        case "back":
            return Again(_ask_goodbye(replace(state, view=()), world), ())
        case _:
            return _changed(wish, others)


def _changed(wish: str, others: tuple[TaalhuisFact, ...]) -> Outcome:
    """Another Taalhuis: its map and hours follow."""
    for house in others:
        if wish == _house_token(house):
            events = (TaalhuisChanged(house),)
            return Go("goodbye", draft=(house.code,), chosen=(Name(house.name),), events=events)
    return Misunderstood(PRESS)


def _others(others: tuple[TaalhuisFact, ...]) -> Body:
    lines = tuple(in_short(at + 1, house) for at, house in enumerate(others))
    buttons = tuple(Button(_house_token(house), *_NUMBERS[at]) for at, house in enumerate(others))
    return Body((_WHICH_HOUSE, *lines), (buttons, (_STAY,)))


def _house_token(house: TaalhuisFact) -> str:
    """The same for a house whatever list it is in: its code, or where that is no choice, a number of it."""
    token = f"h:{house.code}"
    return token if _A_CHOICE.fullmatch(token) else f"h:{crc32(house.code.encode()):08x}"


def _goodbye_options(state: State, world: World) -> list[Option]:
    if state.view == _LIST_OPEN:
        return [Option(_house_token(house), house.name) for house in _houses(state, world)[1:]]
    buttons = ((_DONE, words.DONE), (_OTHERS, words.ANOTHER))
    return [
        Option(button.choice, world.label(button.label, state.language), said) for button, said in buttons
    ]
