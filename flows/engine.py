"""Lead a conversation: a state and a reply go in, a turn comes out, always the same for the same input.

The next question follows from the answers alone: the first step that applies and is unanswered, else
the overview. So to change an answer is to ask its step again, to drop what no longer follows from the
answers, and to ask what is missing. The person sees each question once with buttons: a question that
was answered keeps its answer and loses them.
"""

from __future__ import annotations

from dataclasses import replace

from flows import manners
from flows.aloud import read_out
from flows.answers import is_valid, pruned
from flows.chosen import aloud_after, is_next_person, language_after
from flows.events import Event, Expired, NumberRefused
from flows.missed import asked_again
from flows.model import Name, Prompt, State, Text, Turn
from flows.replies import Reply, Silence, Spoken, Tap, Typed
from flows.step import (
    FROM_ANSWERS,
    OFFERED,
    Again,
    Body,
    Done,
    Flow,
    Go,
    Misunderstood,
    Offered,
    Outcome,
    ReadAloud,
    Redrawn,
    Step,
    Told,
    Understood,
)
from flows.typed import as_tap
from flows.versions import fits, language_of, place_after
from flows.world import World

EXPIRES_AFTER_DAYS = 7
# Translators: a tap on an old button, shown for a second.
ALREADY_DONE = Text("general.already_done")


def start(flow: Flow, *, world: World, language: str, aloud: bool = False) -> Turn:
    """Begin: the first question, in the language that the channel proposes, or the default one."""
    if language not in world.languages:
        language = world.languages[0]
    first = flow.next_step({})
    return _asked(flow, State(flow.name, flow.version, first.name, language, aloud=aloud), world, ())


def resume(flow: Flow, state: State, reply: Reply, world: World) -> Turn:
    """What follows from this reply. Never raises because of what a person sent or of a state from another
    version.
    """
    if not fits(flow, state):
        if isinstance(reply, Silence) and _expires(flow, state, reply):
            # How the open question was worded is not known any more; no word of it may stay anyhow.
            return _expired(
                flow, state, world, Prompt((manners.IMPROVED,), serial=state.serial, replaces=True)
            )
        return carry_over(flow, state, world)
    if isinstance(reply, Tap) and reply.serial not in (0, state.serial):
        return Turn(state, (), toast=ALREADY_DONE)
    if isinstance(reply, Silence):
        turn = _after_silence(flow, state, reply, world)
    else:
        step = flow.present(state)
        meant = as_tap(step, state, reply, world)
        outcome = manners.general(step, state, meant, world) or step.read(state, meant, world)
        if isinstance(outcome, Redrawn) and isinstance(reply, Typed):
            turn = _redrawn_below(flow, state, step, outcome, world)
        else:
            turn = _followed(flow, state, step, outcome, world)
    if state.draft == OFFERED and turn.state.draft != OFFERED:
        return replace(turn, prompts=_closing_native(turn.prompts))
    return turn


def led_to(flow: Flow, state: State, go: Go, world: World) -> Turn:
    """Go somewhere because of what happened beside the conversation."""
    if not fits(flow, state):
        return carry_over(flow, state, world)
    return _gone(flow, state, flow.present(state), go, world)


def means_nothing(flow: Flow, state: State, reply: Reply, world: World) -> bool:
    """Whether the conversation rests, and these words are no button's and ask for nothing: they may be for
    somebody else. "Ja, dat is goed" is, however much it sounds like "klaar"."""
    if not fits(flow, state):
        return False
    step = flow.present(state)
    if not step.rests:
        return False
    meant = as_tap(step, state, reply, world)
    outcome = manners.general(step, state, meant, world)
    if outcome is None and isinstance(meant, Typed):
        return True
    outcome = outcome or step.read(state, meant, world)
    return isinstance(outcome, Misunderstood) and outcome.line in manners.NOT_UNDERSTOOD


def carry_over(flow: Flow, state: State, world: World) -> Turn:
    """Take a state of another version along: answers that are still valid stay, and the next question
    is asked.

    A state of another flow begins again. The old question is closed; the numbering of questions goes on.
    """
    known = state.answers if state.flow == flow.name else {}
    kept = pruned(
        flow, {name: answer for name, answer in known.items() if is_valid(flow, name, answer)}, known
    )
    place, language = place_after(flow, state, kept), language_of(state, world)
    carried = State(flow.name, flow.version, place, language, state.serial, kept, aloud=state.aloud)
    # In the place of the old question, whose buttons mean nothing any more.
    improved = Prompt((manners.IMPROVED,), serial=state.serial, replaces=state.serial > 0)
    return _asked(flow, carried, world, (improved,))


# ── From an outcome to a turn ──────────────────────────────────────────────────────────────────────────────


def _followed(flow: Flow, state: State, step: Step, outcome: Outcome, world: World) -> Turn:
    match outcome:
        case Understood():
            return _answered(flow, state, step, outcome, world)
        case Misunderstood():
            return _missed(flow, state, step, outcome, world)
        case Go():
            return _gone(flow, state, step, outcome, world)
        case Again():
            closed = _closed(step, state, world)
            return _asked(flow, _with_view(state, outcome), world, (closed,), body=outcome.body)
        case Redrawn():
            return _redrawn(state, step, outcome, world)
        case Done():
            return Turn(state, (), toast=ALREADY_DONE)
        case _:
            return _below(state, outcome)


def _missed(flow: Flow, state: State, step: Step, outcome: Misunderstood, world: World) -> Turn:
    """Ask again. Who was not understood a second time reads it in other words, and is told of people then."""
    events = (NumberRefused(),) if outcome.line is manners.BSN else ()
    following = replace(_with_view(state, outcome), misses=state.misses + 1)
    line, body = asked_again(step, following, outcome.line, world)
    prompts = (_closed(step, state, world), Prompt((line,)))
    return _asked(flow, following, world, prompts, body=body, events=events)


def _answered(flow: Flow, state: State, step: Step, outcome: Understood, world: World) -> Turn:
    answers = pruned(flow, {**state.answers, step.name: outcome.value}, state.answers)
    following = State(
        state.flow,
        state.version,
        flow.next_step(answers).name,
        language_after(outcome.events, state) if outcome.events else state.language,
        state.serial,
        answers,
        aloud=aloud_after(outcome.events, state) if outcome.events else state.aloud,
    )
    closed = _closed(step, state, world, outcome.chosen)
    return _entered(flow, following, world, (closed,), outcome.events)


def _gone(flow: Flow, state: State, step: Step, outcome: Go, world: World) -> Turn:
    answers = state.answers if outcome.answers is None else outcome.answers
    target = flow.next_step(answers).name if outcome.step == FROM_ANSWERS else outcome.step
    following = replace(
        state,
        step=target or state.step,
        language=language_after(outcome.events, state),
        answers=answers,
        draft=outcome.draft if target else state.draft,
        editing=outcome.editing if target else state.editing,
        aside=outcome.aside,
        view=outcome.view,
        aloud=aloud_after(outcome.events, state) and not is_next_person(outcome, world),
        misses=0,
    )
    prompts = (_closed(step, state, world, outcome.chosen), *outcome.says)
    if target:
        return _entered(flow, following, world, prompts, outcome.events)
    return _asked(flow, following, world, prompts, events=outcome.events)


def _entered(
    flow: Flow, state: State, world: World, prompts: tuple[Prompt, ...], events: tuple[Event, ...]
) -> Turn:
    """Ask a step that was just reached, after what is told once before it."""
    body = flow.present(state).ask(state, world)
    return _asked(flow, state, world, (*prompts, *body.preface), body=body, events=events)


def _asked(
    flow: Flow,
    state: State,
    world: World,
    prompts: tuple[Prompt, ...],
    *,
    body: Body | None = None,
    events: tuple[Event, ...] = (),
) -> Turn:
    """Ask the present question under a new number, after these prompts."""
    step = flow.present(state)
    serial = state.serial + 1
    draft = () if state.draft == OFFERED else state.draft
    # Every field by hand: dataclasses.replace takes three times as long, and every tap comes by here.
    asked = State(
        state.flow,
        state.version,
        state.step,
        state.language,
        serial,
        state.answers,
        draft,
        state.editing,
        state.aside,
        state.view,
        state.aloud,
        misses=state.misses,
    )
    body = body or step.ask(asked, world)
    row = manners.fixed_row(step, state, world, explained=body.explained)
    lines, hears = body.lines + body.hint, Spoken in step.hears
    question = Prompt(lines, body.rows, row, serial, picture=step.picture, hears=hears)
    return Turn(asked, (*prompts, question), events)


def _redrawn_below(flow: Flow, state: State, step: Step, outcome: Redrawn, world: World) -> Turn:
    """In its own place it would stand above what was just typed, where nobody looks."""
    following = _with_ticks(state, outcome)
    return _asked(flow, following, world, (_closed(step, state, world),), body=outcome.body)


def _redrawn(state: State, step: Step, outcome: Redrawn, world: World) -> Turn:
    body, row = outcome.body, manners.fixed_row(step, state, world)
    prompt = Prompt(body.lines + body.hint, body.rows, row, state.serial, replaces=True, picture=step.picture)
    return Turn(_with_ticks(state, outcome), (prompt,))


def _with_view(state: State, outcome: Misunderstood | Again) -> State:
    return state if outcome.view is None else replace(state, view=outcome.view)


def _with_ticks(state: State, outcome: Redrawn) -> State:
    """What is ticked belongs to the question, not to what stands in front of it."""
    return replace(state, draft=state.draft if state.aside else outcome.draft, view=outcome.view)


def _below(state: State, outcome: Told | Offered | ReadAloud) -> Turn:
    if isinstance(outcome, ReadAloud):
        return Turn(state, (read_out(outcome.speech, always=state.aloud),))
    if isinstance(outcome, Told):
        return Turn(state, (Prompt((outcome.line,)),))
    return Turn(replace(state, draft=OFFERED), (Prompt((outcome.line,), native=(outcome.button,)),))


def _closed(step: Step, state: State, world: World, chosen: tuple[Text | Name, ...] = ()) -> Prompt:
    """The question that is left, in its place, without buttons."""
    lines = step.lines(state, world)
    return Prompt(lines, serial=state.serial, replaces=True, chosen=chosen, picture=step.picture)


def _closing_native(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    """The first new message takes the phone's own button away."""
    for index, prompt in enumerate(prompts):
        if not prompt.replaces:
            return (*prompts[:index], replace(prompt, closes_native=True), *prompts[index + 1 :])
    return prompts


# ── When nothing came ──────────────────────────────────────────────────────────────────────────────────────


def _after_silence(flow: Flow, state: State, silence: Silence, world: World) -> Turn:
    step = flow.steps[state.step]
    if step.rests:
        return Turn(state, ())
    closed = _closed(flow.present(state), state, world)
    present = replace(state, aside="", view=() if state.aside else state.view)
    if not _expires(flow, state, silence):
        return _asked(flow, present, world, (closed, Prompt((manners.nudge(silence.days),))))
    return _expired(flow, state, world, closed)


def _expires(flow: Flow, state: State, silence: Silence) -> bool:
    """Whether a draft was left for too long; where the conversation rests there is none."""
    rests = state.step in flow.steps and flow.steps[state.step].rests
    return silence.days >= EXPIRES_AFTER_DAYS and not rests


def _expired(flow: Flow, state: State, world: World, closed: Prompt) -> Turn:
    language = language_of(state, world)
    gone = State(flow.name, flow.version, flow.ended, language, state.serial, aloud=state.aloud)
    return _asked(flow, gone, world, (closed, Prompt((manners.EXPIRED,))), events=(Expired(),))
