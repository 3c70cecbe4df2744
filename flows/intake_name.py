"""A question for a first name: typed, spoken, the one that the phone knows, or none.

What is spoken is not understood by us: the sound is kept for people who can hear it (`flows.spoken`), and the
conversation goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows import names
from flows.events import NameSpoken
from flows.facts import Answer
from flows.manners import PRESS
from flows.model import Button, Name, State, Text, Turn, VoiceNote
from flows.questions import NOTHING_SAID, Wording
from flows.replies import Reply, Spoken, Tap, Typed
from flows.spoken import MOST_SECONDS, is_spoken, name_in_answer, shown_as, spoken
from flows.step import Body, Misunderstood, Outcome, Step, Summary, Understood, When
from flows.validators import name_in, plain
from flows.world import World

_OWN = "profile"
# Translators: button for who does not want to give a name, or cannot write it. Kind, never "unknown".
_NO_NAME = Button("no_name", Text("intake.first_name.none"), "⬜")
# Translators: what was typed cannot be a first name.
_NAME_UNCLEAR = Text("intake.first_name.unclear")


# Translators: the voice note with a first name is longer than a minute.
_TOO_LONG = Text("intake.first_name.long")
# Translators: the voice note with a first name is empty.
_SILENT = Text("intake.first_name.silent")


@dataclass(frozen=True, slots=True)
class _Named:
    """Asks for a first name. `own` says whether it is the name of the person who holds the phone."""

    name: str
    ask: Wording
    own: Callable[[State], bool]

    def known(self, state: State, world: World) -> str:
        return (name_in(world.profile_name) or "") if self.own(state) else ""

    def asks(self, state: State, world: World) -> Body:
        profile = self.known(state, world)
        if not profile:
            return Body((self.ask(state),), ((_NO_NAME,),))
        use = Button(_OWN, Text("intake.first_name.use", {"name": Name(profile)}), "👤")
        return Body((self.ask(state),), ((use,),))

    def reads(self, state: State, reply: Reply, world: World) -> Outcome:
        profile = self.known(state, world)
        if isinstance(reply, Tap):
            if reply.choice == _OWN and profile:
                return Understood(profile, (Name(profile),))
            if reply.choice == _NO_NAME.choice:
                return Understood("", (_NO_NAME.label,))
            return Misunderstood(PRESS)
        if isinstance(reply, Spoken):
            return self.heard(reply.voice, profile)
        if isinstance(reply, Typed) and plain(reply.text) in names.NO_NAME:
            return Understood("", (_NO_NAME.label,))
        typed = name_in(reply.text) if isinstance(reply, Typed) else None
        if typed is None:
            return Misunderstood(_NAME_UNCLEAR)
        return Understood(typed, (Name(typed),))

    def heard(self, voice: VoiceNote, profile: str) -> Outcome:
        """A voice note says the name. Until somebody has written it down, the phone's name is the best there
        is to read.
        """
        if voice.seconds > MOST_SECONDS:
            return Misunderstood(_TOO_LONG)
        if voice.seconds < 1:
            return Misunderstood(_SILENT)
        answer = spoken(voice, profile)
        said = NameSpoken(self.name, voice.channel, voice.file, voice.seconds)
        return Understood(answer, (shown_as(answer),), (said,))


def named(
    name: str,
    ask: Wording,
    explain: Wording,
    label: Text,
    *,
    own: Callable[[State], bool],
    when: tuple[When, ...] = (),
    depends_on: tuple[str, ...] = (),
) -> Step:
    """A question for a first name: typed, spoken, or the name that the phone knows. Skipping stores that
    name, or "".

    `own` says whether it is the name of the person who holds the phone.
    """
    question = _Named(name, ask, own)
    return Step(
        name=name,
        ask=question.asks,
        read=question.reads,
        explain=explain,
        says=lambda state, _world: (ask(state),),
        when=when,
        depends_on=depends_on,
        optional=True,
        skipped=question.known,
        hears=(Spoken,),
        valid=_is_name,
        summary=Summary("👤", label, _shown_name),
    )


def with_own_name(turn: Turn, before: State) -> Turn:
    """The turn, whose state remembers the name that its button shows for as long as that question is open."""
    shown = [
        button.label.params["name"]
        for prompt in turn.prompts
        for row in prompt.rows
        for button in row
        if button.choice == _OWN
    ]
    name = before.own_name if turn.state.step == before.step else ""
    if shown and isinstance(shown[0], Name):
        name = shown[0].name
    return turn if name == turn.state.own_name else replace(turn, state=replace(turn.state, own_name=name))


def _is_name(answer: Answer) -> bool:
    if is_spoken(answer):
        return True
    return answer == "" or (isinstance(answer, str) and name_in(answer) is not None)


def _shown_name(answer: Answer) -> Text | Name:
    return shown_as(answer) if name_in_answer(answer) else NOTHING_SAID
