"""What can stand in front of a question: stop, begin again, another language, erase everything.

An aside is a step like any other, but it is not in the order: when it is answered the question behind
it is asked again, or the conversation goes where the person wants.
"""

from __future__ import annotations

from dataclasses import replace

from flows import words, words_of_wishes
from flows.events import EraseConfirmed, Stopped
from flows.facts import Answer
from flows.intake_opening import language_step
from flows.manners import PRESS
from flows.model import Button, Prompt, State, Text
from flows.questions import rows_of
from flows.replies import Reply, Tap, Typed
from flows.step import FROM_ANSWERS, Body, Go, Misunderstood, Outcome, Step, Understood
from flows.tongue import change_language
from flows.validators import Option, chosen
from flows.world import World

Spoken = tuple[tuple[Button, frozenset[str]], ...]

_GO_ON = Button("go", Text("stop.go_on"), "▶️")
_LATER = Button("later", Text("stop.later"), "⏰")
_ERASE_DRAFT = Button("erase", Text("stop.erase"), "🗑️")
_STOP = Button("erase", Text("general.stop"), "✋")
_AGAIN = Button("again", Text("general.restart"), "🔁")
_ERASE_ALL = Button("yes", Text("erase.yes"), "🗑️")
_ERASE_NOT = Button("no", Text("erase.no"), "↩️")


def asides() -> tuple[Step, ...]:
    """All of them."""
    return (_stop(), _paused(), _begin_again(), _erase(), _language())


def _understood(reply: Reply, state: State, world: World, spoken: Spoken) -> str:
    """The button that was pressed or meant, or ""."""
    if isinstance(reply, Tap):
        return reply.choice if any(reply.choice == button.choice for button, _words in spoken) else ""
    if isinstance(reply, Typed):
        options = [
            Option(button.choice, world.label(button.label, state.language), said) for button, said in spoken
        ]
        return chosen(reply.text, options) or ""
    return ""


def _rows(spoken: Spoken) -> tuple[tuple[Button, ...], ...]:
    return rows_of([button for button, _words in spoken], 1)


# ── Stop ───────────────────────────────────────────────────────────────────────────────────────────────────


def _ways_to_stop(state: State, world: World) -> Spoken:
    go_on = (_GO_ON, words.GO_ON | words.NO)
    if state.answers.get("consent") is not True:
        return (go_on, (_STOP, words.YES | words.ERASE))
    erase = (_ERASE_DRAFT, words.ERASE | words_of_wishes.NOT_KEPT)
    # Who says "stoppen" once more stops, and loses nothing: to erase is another wish.
    later = (_LATER, words.LATER | words_of_wishes.LATER | words_of_wishes.STOP | words.STOP)
    return (go_on, later, erase) if not world.capabilities.kiosk else (go_on, erase)


def _ask_stop(state: State, world: World) -> Body:
    # Translators: after Stop on a screen in the library.
    line = Text("stop.ask_here") if world.capabilities.kiosk else Text("stop.ask")
    if state.answers.get("consent") is not True:
        # Translators: after Stop, before consent.
        line = Text("stop.ask_nothing_kept")
    return Body((line,), _rows(_ways_to_stop(state, world)))


def _read_stop(state: State, reply: Reply, world: World) -> Outcome:
    match _understood(reply, state, world, _ways_to_stop(state, world)):
        case "go":
            return Go(chosen=(_GO_ON.label,))
        case "later":
            return Go(aside="paused", chosen=(_LATER.label,), events=(Stopped(keep=True),))
        case "erase":
            # Translators: after deleting the answers.
            erased = Prompt((Text("stop.erased"),))
            fresh: dict[str, Answer] = {}
            return Go(
                "ended",
                answers=fresh,
                says=(erased,),
                chosen=(_ERASE_DRAFT.label,),
                events=(Stopped(keep=False),),
            )
        case _:
            return Misunderstood(PRESS)


def _stop() -> Step:
    return Step(
        name="stop", ask=_ask_stop, read=_read_stop, fixed=False, choices=(_GO_ON, _LATER, _ERASE_DRAFT)
    )


def _paused() -> Step:
    """The person said "later". Whatever comes next, the question is asked again."""
    # Translators: after "later".
    body = Body((Text("stop.paused"),), ((_GO_ON,),))
    return Step(
        name="paused",
        ask=lambda _state, _world: body,
        read=lambda _state, _reply, _world: Go(chosen=(_GO_ON.label,)),
        fixed=False,
        choices=(_GO_ON,),
    )


# ── Begin again, erase ─────────────────────────────────────────────────────────────────────────────────────


def _begin_again() -> Step:
    spoken: Spoken = ((_GO_ON, words.GO_ON | words.YES), (_AGAIN, words.AGAIN - words.YES))
    # Translators: after /start in the middle.
    body = Body((Text("begin_again.ask"),), _rows(spoken))

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        match _understood(reply, state, world, spoken):
            case "go":
                return Go(chosen=(_GO_ON.label,))
            case "again":
                fresh: dict[str, Answer] = {"language": state.language}
                return Go(FROM_ANSWERS, answers=fresh, chosen=(_AGAIN.label,), events=(Stopped(keep=False),))
            case _:
                return Misunderstood(PRESS)

    return Step(
        name="begin_again", ask=lambda _state, _world: body, read=reads, fixed=False, choices=(_GO_ON, _AGAIN)
    )


def _erase() -> Step:
    spoken: Spoken = ((_ERASE_ALL, words.YES | words.ERASE), (_ERASE_NOT, words.NO | words.BACK))
    # Translators: before deleting everything.
    body = Body((Text("erase.ask"),), _rows(spoken))

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        match _understood(reply, state, world, spoken):
            case "yes":
                # Translators: after deleting everything.
                gone = Prompt((Text("erase.done"),))
                fresh: dict[str, Answer] = {}
                return Go(
                    "ended",
                    answers=fresh,
                    says=(gone,),
                    chosen=(_ERASE_ALL.label,),
                    events=(EraseConfirmed(),),
                )
            case "no":
                return Go(chosen=(_ERASE_NOT.label,))
            case _:
                return Misunderstood(PRESS)

    return Step(
        name="erase",
        ask=lambda _state, _world: body,
        read=reads,
        fixed=False,
        choices=(_ERASE_ALL, _ERASE_NOT),
    )


# ── Language ───────────────────────────────────────────────────────────────────────────────────────────────


def _language() -> Step:
    base = language_step(fixed=False)

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        outcome = base.read(state, reply, world)
        if not isinstance(outcome, Understood):
            return outcome
        return change_language(state, str(outcome.value), outcome.chosen)

    return replace(base, read=reads)
