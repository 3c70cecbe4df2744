"""One sign-up as staff of a Taalhuis read it: who, where it stands, how to reach them, and what they told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.digest import Colleague
from flows.cards.heard import staff_lines
from flows.model import Button, Day, Items, Km, Moment, Name, Prompt, Text, VoiceNote

LONGEST_NOTE = 300
"""Letters of a note on the card; the whole of it stands on the page of notes."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What the answers of one domain suggest; `level` "" where there is none. Values of `screening`."""

    domain: str
    signal: str
    level: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A sign-up that may be of the same person. `day` is "YYYY-MM-DD"; `goes_on`: it is open, so that another
    can be called a double of it.
    """

    referral: int
    name: Name
    place: str
    day: str
    status: str
    goes_on: bool
    same_phone: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note, question or answer: `said` as it was written or spoken, `by` None for the learner."""

    id: int
    kind: str
    by: Name | None
    said: str | VoiceNote
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFacts:
    """Everything that stands on the card. `minutes` since it came into its present state; `sent` and
    `meeting` are wall times, `meeting` "" without an appointment; `asked` are the volunteers who are being
    asked now. `proposed` is the colleague with least to do, while nobody has it. `can_chat`: what we write
    reaches the learner. `spoken`: the steps whose name was spoken, which can be heard.
    """

    referral: int
    status: str
    ended_why: str
    ball: str
    minutes: int
    name: Name
    place: str
    house: Name | None
    reason: str
    km: float
    sent: str
    can_chat: bool
    by_helper: bool
    unreachable: bool
    contact: tuple[Text, ...]
    answers: tuple[Text, ...]
    signals: tuple[Signal, ...]
    volunteer: Name | None
    asked: tuple[Name, ...]
    staff: Name | None
    mine: bool
    proposed: Colleague | None
    alike: tuple[Alike, ...]
    notes: tuple[NoteLine, ...]
    relayed: int
    meeting: str
    tasks: int
    spoken: frozenset[str]


def intake_card(facts: IntakeFacts, rows: tuple[tuple[Button, ...], ...]) -> Prompt:
    """The card with these buttons."""
    # Translators: above a sign-up: first name and town.
    title = Text("staff.card.title", {"name": facts.name, "place": Name(facts.place)})
    lines = (
        title,
        *standing(facts),
        *staff_lines(facts.spoken),
        *reach_lines(facts),
        *facts.answers,
        *signal_lines(facts.signals),
        *house_lines(facts),
        *alike_lines(facts.alike),
        *around(facts),
        *(note_line(note) for note in facts.notes),
    )
    return Prompt(lines, rows=rows)


def age(minutes: int) -> Text:
    """So long ago, in the largest whole unit."""
    if minutes < 60:
        return Text("staff.age.minutes", {"count": max(minutes, 1)})
    if minutes < 24 * 60:
        return Text("staff.age.hours", {"count": minutes // 60})
    return Text("staff.age.days", {"count": minutes // (24 * 60)})


def state(status: str, why: str = "") -> Text:
    """A state of a sign-up in words, with its reason where it has one."""
    # Translators: the state of a sign-up.
    named = Text(f"staff.state.{status}")
    if not why or why == status:
        return named
    # Translators: a state and its reason: "wachtlijst (het Taalhuis is vol)".
    return Text("staff.state.why", {"state": named, "why": Text(f"staff.why.{why}")})


def note_line(note: NoteLine, *, whole: bool = False) -> Text:
    """One note in one line; the whole of its words, or the beginning."""
    if isinstance(note.said, VoiceNote):
        words: Text | Name = Text("staff.note.spoken", {"count": note.said.seconds})
    else:
        cut = note.said if whole or len(note.said) <= LONGEST_NOTE else f"{note.said[:LONGEST_NOTE]}…"
        words = Name(" ".join(cut.split()))
    who = note.by or Text("staff.who.learner")
    # Translators: a note of a colleague, a question to the learner, or the answer to it.
    return Text(f"staff.note.{note.kind}", {"who": who, "moment": Moment(note.at), "words": words})


def standing(facts: IntakeFacts) -> tuple[Text, ...]:
    """State, who has the ball and since when, and who looks after it."""
    said = {"state": state(facts.status, facts.ended_why), "age": age(facts.minutes)}
    # Translators: the state of a sign-up and how long it has been so.
    lines = [Text("staff.card.state", said)]
    if facts.ball == "volunteer" and facts.volunteer:
        # Translators: who has to do the next thing.
        lines.append(Text("staff.card.ball", {"who": facts.volunteer}))
    elif facts.ball != "nobody":
        lines.append(Text("staff.card.ball", {"who": Text(f"staff.ball.{facts.ball}")}))
    if facts.asked:
        # Translators: these volunteers are being asked now.
        lines.append(Text("staff.card.asked", {"names": Items(facts.asked)}))
    if facts.staff:
        # Translators: the colleague who looks after this sign-up.
        lines.append(Text("staff.card.staff", {"name": facts.staff}))
    elif facts.proposed:
        name, count = facts.proposed.name, facts.proposed.load
        # Translators: nobody looks after it yet; this colleague has least to do.
        lines.append(Text("staff.card.proposed", {"name": name, "count": count}))
    return tuple(lines)


def reach_lines(facts: IntakeFacts) -> tuple[Text, ...]:
    """How to reach them, and what cannot be done in the chat."""
    lines = list(facts.contact)
    if facts.by_helper:
        # Translators: somebody else signed this person up; the chat is the helper's.
        lines.append(Text("staff.card.helper"))
    elif facts.unreachable:
        # Translators: the learner blocked the bot or left Telegram.
        lines.append(Text("staff.card.unreachable"))
    elif not facts.can_chat:
        # Translators: signed up on a screen in the library; nothing can be written there.
        lines.append(Text("staff.card.no_chat"))
    return tuple(lines)


def signal_lines(signals: Sequence[Signal]) -> tuple[Text, ...]:
    """An indication and no test, which the first line says; nothing without signals."""
    if not signals:
        return ()
    # Translators: above the signals of the screening: an indication, not a test.
    return (Text("staff.card.signals"), *(_signal(signal) for signal in signals))


def _signal(signal: Signal) -> Text:
    # Translators: what a signal is about.
    what = Text(f"staff.domain.{signal.domain}")
    # Translators: how clearly the answers ask for help.
    said = Text(f"staff.signal.{signal.signal}")
    if not signal.level:
        # Translators: one signal: "Taal: duidelijk signaal".
        return Text("staff.card.signal", {"what": what, "signal": said})
    # Translators: a level that somebody may not have reached.
    level = Text(f"staff.level.{signal.level}")
    # Translators: one signal with the level: "Taal: duidelijk signaal, mogelijk onder 1F".
    return Text("staff.card.signal.level", {"what": what, "signal": said, "level": level})


def house_lines(facts: IntakeFacts) -> tuple[Text, ...]:
    """Which house and why that one."""
    # Translators: when the sign-up was sent.
    sent = Text("staff.card.sent", {"moment": Moment(facts.sent)})
    if facts.house is None:
        return (sent,)
    # Translators: why this Taalhuis was matched.
    why = Text(f"staff.reason.{facts.reason}")
    # Translators: the matched Taalhuis, its distance from the learner, and why it was chosen.
    return (sent, Text("staff.card.house", {"house": facts.house, "distance": Km(facts.km), "why": why}))


def alike_lines(alike: Sequence[Alike]) -> tuple[Text, ...]:
    """Who may be the same person, a line each."""
    return tuple(
        # Translators: possibly the same person signed up before.
        Text(
            "staff.card.alike",
            {
                "name": one.name,
                "place": Name(one.place),
                "day": Day(one.day),
                "state": state(one.status),
                "why": Text("staff.alike.phone") if one.same_phone else Text("staff.alike.name"),
            },
        )
        for one in alike
    )


def around(facts: IntakeFacts) -> tuple[Text, ...]:
    """What happened around it: messages, the appointment, tasks."""
    lines = []
    if facts.relayed:
        # Translators: how many messages went between the learner and people of the house.
        lines.append(Text("staff.card.relayed", {"count": facts.relayed}))
    if facts.meeting:
        # Translators: the appointment of this learner.
        lines.append(Text("staff.card.meeting", {"moment": Moment(facts.meeting)}))
    if facts.tasks:
        # Translators: so many open tasks are about this learner.
        lines.append(Text("staff.card.tasks", {"count": facts.tasks}))
    return tuple(lines)
