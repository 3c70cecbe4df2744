"""Are the reminders there, each once, in time, and of no appointment that was moved or called off?

What is due is worked out here anew, from the clock on the wall, and compared with what arrived on phones.
Appointments are looked at once an hour: a reminder that is due in the very hour in which its appointment was
made or ended may come or not. People are known by their address: who erased everything and comes back has
another chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.db.models import Appointment, Chat, Intake, Member, Referral
from flows.deeds import deed_of
from tests.simulation.outside import Delivery
from tests.simulation.people import Person
from tests.simulation.year import Year
from tests.support.building import buttons_of

_KINDS = {
    "news.planned": "d3",
    "reminder.tomorrow": "d1",
    "reminder.today": "h2",
    "volunteer.reminder.later": "d3",
    "volunteer.reminder.tomorrow": "d1",
    "volunteer.reminder.today": "h2",
}
_WHO = {"come": "learner", "vcome": "member"}
# A kill and some failed attempts later; the table of delays reaches five minutes after five failures.
_LATEST = timedelta(minutes=30)
_AN_HOUR = timedelta(hours=1)

Version = tuple[str, int]
"""The uid of an appointment and its sequence. Its number can be given again when everything was erased."""
Reminder = tuple[Version, str, str]
"""Of which version, which one, for whom."""
Found = Mapping[Reminder, list[Delivery]]


@dataclass(slots=True)
class Watched:
    """A version that was seen planned, from `since` to `until`. `people`: the address of who is reminded;
    `of` names the sign-up, which may be erased when something turns out to be wrong.
    """

    wall: str
    zone: ZoneInfo
    people: Mapping[str, str]
    since: datetime
    until: datetime
    of: str = ""

    def due(self) -> Iterator[tuple[str, datetime]]:
        """Every reminder of this wall time, and when it is due."""
        at = datetime.fromisoformat(self.wall)
        by_day = at if 9 <= at.hour < 20 else at.replace(hour=10, minute=0)
        clocks = {
            "d3": by_day - timedelta(days=3),
            "d1": by_day - timedelta(days=1),
            "h2": at - timedelta(hours=2),
        }
        for kind, clock in clocks.items():
            yield kind, clock.replace(tzinfo=self.zone).astimezone(UTC)


@dataclass(slots=True)
class Punctual:
    """Watches the appointments and the phones, and judges an appointment some time after it ended."""

    versions: dict[Version, Watched] = field(default_factory=dict)
    arrived: dict[Reminder, list[Delivery]] = field(default_factory=dict)
    latest: timedelta = timedelta(0)
    due: int = 0
    seen: int = 0
    _judged: dict[Version, Watched] = field(default_factory=dict)
    _named: dict[tuple[int, int], Version] = field(default_factory=dict)

    async def look(self, year: Year, new: Iterable[Delivery], end: datetime) -> None:
        """Once an hour, whose last moment is `end`."""
        learner, volunteer = aliased(Chat), aliased(Chat)
        query = (
            select(
                *(Appointment.id, Appointment.uid, Appointment.sequence, Appointment.referral_id),
                *(Appointment.wall_at, Appointment.zone, Intake.by_helper),
                learner.address.label("learner"),
                volunteer.address.label("member"),
            )
            .join(Referral, Referral.id == Appointment.referral_id)
            .join(Intake, Intake.id == Referral.intake_id)
            .join(learner, learner.id == Intake.chat_id)
            .outerjoin(Member, Member.id == Appointment.member_id)
            .outerjoin(volunteer, volunteer.id == Member.chat_id)
            .where(Appointment.status == "planned", Appointment.starts_at > year.now - _AN_HOUR)
        )
        async with year.running.rig.database.reading() as connection:
            rows = (await connection.execute(query)).all()
        for row in rows:
            # The chat of a helper is not the learner's: they are called.
            people = {"learner": row.learner} if not row.by_helper else {}
            people |= {"member": row.member} if row.member else {}
            of = f"appointment {row.id} of sign-up {row.referral_id} from {row.learner}"
            seen = Watched(row.wall_at, ZoneInfo(row.zone), people, end, end, of)
            version = row.uid, row.sequence
            self._named[row.id, row.sequence] = version
            self.versions.setdefault(version, seen).until = end
        for delivery in new:
            reminder = self._reminder_in(delivery)
            if reminder is not None:
                self.arrived.setdefault(reminder, []).append(delivery)

    def wrong(self, people: Mapping[str, Person], *, before: datetime | None = None) -> list[str]:
        """What was missed, came twice, late or for nothing: of appointments that ended before this moment, or
        of all that are left. They are not judged again. `people` by address.
        """
        over = {key: one for key, one in self.versions.items() if before is None or one.until < before}
        for version in over:
            del self.versions[version]
        self._judged |= over
        ready = [key for key in self.arrived if before is None or key[0] in self._judged]
        found = {key: self.arrived.pop(key) for key in ready}
        self.seen += len(found)
        return [*self._missed_or_late(over, found, people), *self._too_many(found)]

    def _missed_or_late(
        self, over: Mapping[Version, Watched], found: Found, people: Mapping[str, Person]
    ) -> Iterator[str]:
        for version, watched in over.items():
            for kind, due in watched.due():
                if not watched.since < due <= watched.until:
                    continue
                for who, address in watched.people.items():
                    person = people.get(address)
                    if person is None:
                        yield f"{version} was planned with {address}, who is nobody"
                    elif not person.was_away(due - _AN_HOUR, due + _AN_HOUR):
                        self.due += 1
                        missed = self._missed((version, kind, who), due, found)
                        yield from (f"{sentence} ({watched.of}, {address})" for sentence in missed)

    def _missed(self, reminder: Reminder, due: datetime, found: Found) -> Iterator[str]:
        version, kind, who = reminder
        came = found.get(reminder, [])
        if not came:
            yield f"{kind} of {version} for the {who} never came; it was due at {due}"
            return
        late = came[0].at - due
        self.latest = max(self.latest, late)
        if not timedelta(0) <= late <= _LATEST:
            yield f"{kind} of {version} for the {who} was due at {due} and came at {came[0].at}"

    def _too_many(self, found: Found) -> Iterator[str]:
        for (version, kind, who), came in found.items():
            rows = {(delivery.chat_id, delivery.number) for delivery in came}
            if len(rows) > 1:
                yield f"{kind} of {version} for the {who} was said {len(rows)} times: {rows}"
            watched = self._judged.get(version)
            if watched is not None and came[0].at > watched.until + _AN_HOUR + _LATEST:
                yield f"{kind} of {version} came at {came[0].at}, after it had ended at {watched.until}"

    def _reminder_in(self, delivery: Delivery) -> Reminder | None:
        """Which reminder this message is; None when it is none."""
        kind = _KINDS.get(delivery.prompt.lines[0].key) if delivery.prompt.lines else None
        if kind is None or delivery.edited or not _asks(delivery):
            return None
        for button in buttons_of(delivery.prompt):
            deed = deed_of(button.choice)
            if deed is not None and deed.verb in _WHO:
                numbers = deed.number(0), deed.number(1)
                never_seen = f"number {numbers[0]}", numbers[1]
                return self._named.get(numbers, never_seen), kind, _WHO[deed.verb]
        return None


def _asks(delivery: Delivery) -> bool:
    """The card of an appointment has the button and the first line of the first reminder, but no question."""
    keys = {line.key for line in delivery.prompt.lines}
    return "news.planned" not in keys or "reminder.ask" in keys
