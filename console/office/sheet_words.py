"""The words of the page about a sign-up: facts and codes of the services, as texts for its templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.referral_status import REASONS_REJECTED, REASONS_WAITING
from bot.services.office.sheet import Look
from bot.services.office.sheet_possible import VERBS
from flows.cards import history as moves
from flows.cards import intake_card as card
from flows.cards.calendar import MOST_MOMENTS
from flows.cards.history import Moved
from flows.cards.intake_card import Alike, IntakeFacts, NoteLine
from flows.cards.reminder import Outcome
from flows.cards.staff_choices import VolunteerChoice
from flows.model import Clock, Day, Items, Km, Moment, Name, Text, VoiceNote

DONE: Final = frozenset(VERBS)
_FEELINGS = {0: "🙁", 1: "😐", 2: "🙂"}
_HALF_HOURS = tuple(f"{hour:02}:{minute:02}" for hour in range(7, 22) for minute in (0, 30))
_TASK_WHYS = frozenset({"blocked", "transferred", "rejected", "waiting", "relay"})


def _with_their_lines(ones: Sequence[Alike]) -> list[tuple[int, Text]]:
    return list(zip((one.referral for one in ones), card.alike_lines(ones), strict=True))


@dataclass(frozen=True, slots=True)
class Words:
    """For one page. `heard` are the channels whose sounds can be played here."""

    heard: frozenset[str]

    reasons_rejected = REASONS_REJECTED
    reasons_waiting = REASONS_WAITING
    outcomes = tuple(Outcome)
    times = _HALF_HOURS
    moments = tuple(range(1, MOST_MOMENTS + 1))

    @staticmethod
    def others_of(look: Look) -> str:
        """Who else is there, for the next question whether something changed."""
        return ".".join(str(one.id) for one in look.others)

    @staticmethod
    def others(look: Look) -> Text | None:
        # Translators: colleagues who have the same page open.
        return Text("console.sheet.others", {"names": Items(look.names)}) if look.names else None

    # ── The card ───────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def standing(facts: IntakeFacts) -> tuple[Text, ...]:
        return card.standing(facts)

    @staticmethod
    def reach(facts: IntakeFacts) -> tuple[Text, ...]:
        return card.reach_lines(facts)

    @staticmethod
    def signals(facts: IntakeFacts) -> tuple[Text, ...]:
        """Without the line above them: "indicatie, geen toets" is the heading here."""
        return card.signal_lines(facts.signals)[1:]

    @staticmethod
    def match(facts: IntakeFacts) -> tuple[Text, ...]:
        return card.house_lines(facts)

    @staticmethod
    def alike(facts: IntakeFacts) -> list[tuple[int, Text]]:
        """Each with the sign-up that it is about."""
        return _with_their_lines(facts.alike)

    @staticmethod
    def doubled(facts: IntakeFacts) -> list[tuple[int, Text]]:
        """Those of which this one can be called a double."""
        return _with_their_lines([one for one in facts.alike if one.goes_on])

    @staticmethod
    def note(note: NoteLine) -> Text:
        return card.note_line(note, whole=True)

    def is_heard(self, said: str | VoiceNote) -> bool:
        return isinstance(said, VoiceNote) and said.channel in self.heard

    @staticmethod
    def is_spoken(said: str | VoiceNote) -> bool:
        return isinstance(said, VoiceNote)

    # ── Codes ──────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def did(deed: str) -> Text:
        # Translators: said above the page after it was done.
        return Text(f"console.sheet.done.{deed}")

    @staticmethod
    def do(deed: str) -> Text:
        # Translators: a button or the heading of a form.
        return Text(f"console.sheet.do.{deed}")

    @staticmethod
    def why(code: str) -> Text:
        return Text(f"staff.why.{code}")

    @staticmethod
    def outcome(code: str) -> Text:
        return Text(f"volunteer.after.{code}")

    @staticmethod
    def meeting(status: str) -> Text:
        # Translators: the state of an appointment.
        return Text(f"console.sheet.meeting.{status}")

    @staticmethod
    def proposed(walls: tuple[str, ...]) -> Text:
        listed = Items(tuple(Text("console.sheet.shown", {"what": Moment(wall)}) for wall in walls))
        # Translators: the moments from which the learner may choose.
        return Text("console.sheet.proposed", {"moments": listed})

    @staticmethod
    def feeling(value: int) -> str:
        return _FEELINGS.get(value, "")

    @staticmethod
    def offer(status: str) -> Text:
        # Translators: what became of asking a volunteer.
        return Text(f"console.sheet.offer.{status}")

    @staticmethod
    def why_not(code: str) -> Text:
        return Text(f"volunteer.offer.why.{code}")

    @staticmethod
    def fits(codes: tuple[str, ...]) -> Items:
        return Items(tuple(Text(f"staff.fit.{code}") for code in codes))

    def fitting(self, codes: tuple[str, ...]) -> Text:
        # Translators: why a volunteer fits: a list of reasons.
        return Text("console.sheet.fits", {"why": self.fits(codes)})

    @staticmethod
    def task(kind: str) -> Text:
        # Translators: what is to be done by hand.
        return Text(f"console.sheet.task.{kind}")

    @staticmethod
    def task_why(code: str) -> Text | None:
        return Text(f"staff.task.why.{code}") if code in _TASK_WHYS else None

    @staticmethod
    def volunteer(one: VolunteerChoice) -> Text:
        return Text("staff.assign.line", {"name": one.name, "count": one.learners})

    @staticmethod
    def who(by: str) -> Text:
        return Text(f"console.sheet.who.{by}")

    # ── History ────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def state(move: Moved) -> Text:
        return card.state(move.to)

    @staticmethod
    def mover(move: Moved) -> Text | Name:
        return moves.who_moved(move)

    @staticmethod
    def reason(move: Moved) -> Text | Name:
        return moves.why_moved(move)

    @staticmethod
    def age(minutes: int) -> Text:
        return card.age(minutes)

    @staticmethod
    def name(words: str) -> Name:
        """As it is, for filling a text."""
        return Name(words)

    # ── Figures ────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def moment(wall: str) -> Text:
        return Text("console.sheet.shown", {"what": Moment(wall)})

    @staticmethod
    def day(day: str) -> Text:
        return Text("console.sheet.shown", {"what": Day(day)})

    @staticmethod
    def clock(clock: str) -> Text:
        return Text("console.sheet.shown", {"what": Clock(clock)})

    @staticmethod
    def km(km: float) -> Text:
        # Translators: a value by itself: a moment, a day, a time or a distance.
        return Text("console.sheet.shown", {"what": Km(km)})

    @staticmethod
    def scale(metres: int) -> str:
        """The length of the scale of the map, which is always round."""
        return f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
