"""What every question understands beside its own answers, and how it is answered: kindly, and the question
again.

The fixed row (read aloud, explain, skip, a person, stop), the same in typed words, commands, and everything
that cannot be an answer: a sticker, an edited message, five thousand characters, a contact where none was
asked for.
"""

from __future__ import annotations

from flows import aloud, privacy, words, words_of_wishes
from flows.bsn import holds_bsn
from flows.events import PersonAsked
from flows.model import Button, Name, Prompt, State, Text
from flows.replies import (
    Command,
    Edited,
    Reply,
    SharedContact,
    SharedLocation,
    Spoken,
    Tap,
    Typed,
    Unexpected,
)
from flows.step import FROM_ANSWERS, Again, Body, Go, Misunderstood, Outcome, Rows, Step, Understood
from flows.tongue import GLOBES, LANGUAGE, ask_language, named_language
from flows.validators import plain
from flows.world import World

LONGEST_ANSWER = 400
"""Characters; nobody needs more for an answer, and a page of text is no name."""

# ── The fixed row ──────────────────────────────────────────────────────────────────────────────────────────

# Translators: fixed row: explain this question in other words.
EXPLAIN = Button("explain", Text("general.explain"), "❓")
# Translators: fixed row: leave this question unanswered.
SKIP = Button("skip", Text("general.skip"), "➡️")
# Translators: fixed row: talk to a person instead of this computer.
PERSON = Button("person", Text("general.person"), "🙋")
# Translators: fixed row: stop for now.
STOP = Button("stop", Text("general.stop"), "✋")
# Translators: while changing one answer: leave it as it was.
KEEP = Button("keep", Text("general.keep"), "↩️")

_ROW: Rows = ((EXPLAIN, PERSON), (STOP,))
_ROW_OPTIONAL: Rows = ((EXPLAIN, SKIP), (PERSON, STOP))
_ROW_EDITING: Rows = ((EXPLAIN, KEEP), (PERSON, STOP))


def fixed_row(step: Step, state: State, world: World, *, explained: bool = False) -> Rows:
    """The row that stands under the answers of every question. `explained`: the words above it are those
    that explain the question; perhaps it is the language that is not understood.
    """
    row = _usual_row(step, state, world, explained=explained)
    return ((LANGUAGE,), *row) if explained and step.name != "language" else row


def _usual_row(step: Step, state: State, world: World, *, explained: bool) -> Rows:
    if world.speaks(state.language):
        return _row_with_voice(step, state, aloud.loudspeaker(explained))
    if not step.fixed:
        return ()
    if _is_editing(step, state):
        return _ROW_EDITING
    return _ROW_OPTIONAL if step.optional else _ROW


def _row_with_voice(step: Step, state: State, hear: Button) -> Rows:
    if not step.fixed:
        return ((hear, aloud.switch(state)),) if step.rests else ((hear,),)
    first = (hear, EXPLAIN)
    if _is_editing(step, state):
        return (first, (KEEP, PERSON), (STOP,))
    return (first, (SKIP, PERSON), (STOP,)) if step.optional else (first, (PERSON, STOP))


def _is_editing(step: Step, state: State) -> bool:
    return state.editing == step.name and not state.aside


# ── Kind words ─────────────────────────────────────────────────────────────────────────────────────────────

# Translators: nine digits that look like a BSN were typed; nothing of it is kept.
BSN = Text("general.bsn")
# Translators: the draft was deleted after 7 days of silence.
EXPIRED = Text("general.expired")
# Translators: the conversation was improved since the last visit; the questions go on.
IMPROVED = Text("general.improved")
# Translators: one of the buttons of the question should be pressed.
PRESS = Text("general.press")
# Translators: more than 400 letters were typed.
_TOO_LONG = Text("general.too_long")
# Translators: an earlier message was changed afterwards.
_EDITED = Text("general.edited")
# Translators: a contact was sent where none was asked for.
_NO_CONTACT = Text("general.no_contact")
# Translators: a location was sent where none was asked for.
_NO_LOCATION = Text("general.no_location")
# Translators: a command that does not exist.
_UNKNOWN_COMMAND = Text("general.unknown_command")
# Translators: asked for with /help or the word help. The words mens and stop are understood when typed.
_HELP = Text("general.help")
# Translators: skip was typed at a question that cannot be skipped.
_NOT_SKIPPED = Text("general.not_skipped")
_UNEXPECTED = {
    # Translators: a sticker was sent.
    "sticker": Text("general.sticker"),
    # Translators: a photo was sent.
    "photo": Text("general.photo"),
    # Translators: a voice message was sent.
    "voice": Text("general.voice"),
}
# Translators: anything else that is no answer: a film, a poll, a file.
_OTHER_KIND = Text("general.other_kind")
# Translators: shown under a question that was skipped.
_SKIPPED = Text("general.skipped")
# Translators: after one day without an answer; the question follows.
_NUDGE_FIRST = Text("general.nudge.first")
# Translators: after three days without an answer; the question follows.
_NUDGE_AGAIN = Text("general.nudge.again")
# Translators: somebody wants a person; consent was given.
_PERSON_WRITES = Text("general.person.taalhuis")
# Translators: somebody wants a person; consent was given, and a telephone number.
_PERSON_CALLS = Text("general.person.calls")
# Translators: somebody wants a person, but nobody can write or be called.
_PERSON_LIBRARY = Text("general.person.library")

# Translators: stop was said where nothing is asked any more.
_ALL_DONE = Text("general.all_done")
NOT_UNDERSTOOD = (PRESS, BSN, _TOO_LONG, _UNEXPECTED["voice"])
"""Said to words that press nothing and ask for nothing."""
_ERASING = ("erase", "stop")
"""Asides where the word "wissen" is an answer."""
_SENT = ("goodbye", "home")
"""Rooms where the sign-up is with a Taalhuis."""


def nudge(days: int) -> Text:
    """A friendly word after days without an answer."""
    return _NUDGE_FIRST if days <= 1 else _NUDGE_AGAIN


# ── What is the same at every step ─────────────────────────────────────────────────────────────────────────


def general(step: Step, state: State, reply: Reply, world: World) -> Outcome | None:
    """What this reply means whatever the question is; None when the step itself should read it."""
    match reply:
        case Tap(choice):
            return _asked_for(choice, step, state, world)
        case Typed(text):
            return _typed(text, step, state, world)
        case Command(name):
            return _command(name, step, state, world)
        case SharedContact() | SharedLocation():
            if isinstance(reply, step.hears):
                return None
            return Misunderstood(_NO_CONTACT if isinstance(reply, SharedContact) else _NO_LOCATION)
        case Edited(text):
            return Misunderstood(BSN if holds_bsn(text) else _EDITED)
        case Spoken() | Unexpected():
            return _without_words(reply, step, state, world)
        case _:
            return None


def _without_words(reply: Spoken | Unexpected, step: Step, state: State, world: World) -> Outcome | None:
    """A name may be spoken; a choice or a place that was spoken is asked again from its beginning."""
    if isinstance(reply, Unexpected):
        return Misunderstood(_UNEXPECTED.get(reply.kind, _OTHER_KIND))
    if Spoken in step.hears:
        return None
    if step.unheard is None:
        return Misunderstood(_UNEXPECTED["voice"])
    return Misunderstood(step.unheard(state, world), ())


def _typed(text: str, step: Step, state: State, world: World) -> Outcome | None:
    if holds_bsn(text[: 2 * LONGEST_ANSWER]):
        return Misunderstood(BSN)
    if len(text) > LONGEST_ANSWER:
        return Misunderstood(_TOO_LONG)
    said = words_of_wishes.without_politeness(plain(text))
    if said in words.HELP:
        return Misunderstood(_HELP)
    if said in words.ERASE_ALL and state.aside not in _ERASING:
        return Go(aside="erase")
    if said in words.PRIVACY:
        return privacy.told(state, world)
    if changed := named_language(said, step, state, world):
        return changed
    if said in words.LANGUAGE or text.strip() in GLOBES:
        return ask_language(state)
    # Where nothing is asked "ik doe het later" may be for a volunteer.
    later = step.fixed and words_of_wishes.puts_off(said, step.name)
    wish = "stop" if later else words.WISHES.get(said)
    return _asked_for(wish, step, state, world) if wish else None


def _asked_for(choice: str, step: Step, state: State, world: World) -> Outcome | None:
    if choice in aloud.WISHES:
        return aloud.wished(choice, step, state, world)
    if choice == "person":
        return _person(state, world)
    if choice == "data":
        return privacy.asked(step, state, world)
    if choice == "language" and (step.fixed or state.aside):
        return ask_language(state, (LANGUAGE.label,))
    if choice == "stop" and (step.fixed or step.rests):
        return _stopped(step, state)
    return _in_row(choice, step, state, world) if step.fixed else None


def _in_row(choice: str, step: Step, state: State, world: World) -> Outcome | None:
    match choice:
        case "explain":
            return _explained(step, state, world)
        case "skip":
            return _skipped(step, state, world)
        case "keep" if state.editing:
            return Go(FROM_ANSWERS)
        case _:
            return None


def _skipped(step: Step, state: State, world: World) -> Outcome:
    if step.instead is not None:
        return step.instead(state)
    if not step.optional:
        return Misunderstood(_NOT_SKIPPED)
    return Understood(step.skipped(state, world), (_SKIPPED,))


def _explained(step: Step, state: State, world: World) -> Outcome:
    """The question in other words, with the same buttons."""
    body = in_other_words(step, state, world)
    return Go() if body is None else Again(body)


def in_other_words(step: Step, state: State, world: World) -> Body | None:
    """The question as "Ik snap het niet" asks it; None where there are no other words."""
    if step.explain is None:
        return None
    body = step.ask(state, world)
    return Body((step.explain(state),), body.rows, body.hint, explained=True)


def _person(state: State, world: World) -> Outcome:
    """The Taalhuis is only asked when the person agreed and can be reached; all hear where people are. Before
    the sign-up is sent nobody of a Taalhuis knows of them, so nobody is promised: it is told with that.
    """
    lines: list[Text] = []
    push = world.capabilities.push
    reached = state.answers.get("consent") is True and (push or "phone" in state.answers)
    if reached and state.step in _SENT:
        lines.append(_PERSON_WRITES if push else _PERSON_CALLS)
    events = (PersonAsked(state.step),) if reached else ()
    if world.help_phone:
        # Translators: {phone} is a telephone number.
        lines.append(Text("general.person.phone", {"phone": Name(world.help_phone)}))
    says = (Prompt(tuple(lines) or (_PERSON_LIBRARY,)),)
    return Go(aside=state.aside, says=says, chosen=(PERSON.label,), events=events)


def _command(name: str, step: Step, state: State, world: World) -> Outcome | None:
    match name:
        case "start":
            return _start(step, state)
        case "stop":
            return _stopped(step, state)
        case "privacy" | "gegevens" | "data":
            told = privacy.told(state, world)
            return told if name == "privacy" else privacy.asked(step, state, world)
        case "taal" | "language" | "lang":
            return ask_language(state)
        case "wissen" | "erase" | "delete":
            return Go(aside="erase")
        case "voorlezen" | "aloud":
            return aloud.wished(aloud.switch(state).choice, step, state, world)
        case "help" | "hulp":
            return Misunderstood(_HELP)
        case _:
            return Misunderstood(_UNKNOWN_COMMAND)


def _stopped(step: Step, state: State) -> Outcome:
    if step.fixed:
        return Go(aside="stop", chosen=(STOP.label,))
    return Misunderstood(_ALL_DONE) if step.rests else Go(aside=state.aside)


def _start(step: Step, state: State) -> Outcome:
    if state.answers.get("consent") is True:
        return Go() if step.rests else Go(aside="begin_again")
    if step.rests:
        return Go(FROM_ANSWERS, answers={"language": state.language})
    return Go(FROM_ANSWERS, answers={})
