"""Time moved hour by hour: people act, the bot works, and now and then it is killed in the midst of it.

Within an hour the clock goes from one thing that falls due to the next, so that a reminder that comes late is
one that the bot sent late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.db.models import UNSENT, Chat, OutboxMessage, Timer
from bot.db.session import Database
from bot.errors import StorageUnavailable
from bot.services.inbox import Actor, Inbound
from flows.model import State
from flows.replies import Reply
from tests.simulation import people, process, town
from tests.simulation.outside import Outside
from tests.simulation.people import Person, Role
from tests.simulation.process import Process
from tests.support.clock import FakeClock

# A dead process of another machine is known by its claims that ran out.
RESTART = timedelta(seconds=45)
_MINUTE = timedelta(minutes=1)
_STEP = timedelta(seconds=2)
_ZONE = ZoneInfo("Europe/Amsterdam")
# When the bot does what comes every minute in life; here once a night is enough.
_TIDIES_AT = 4

_UNSENT = (
    select(OutboxMessage.due_at, OutboxMessage.claim_until, Chat.stalled_until)
    .join(Chat, Chat.id == OutboxMessage.chat_id)
    .where(OutboxMessage.status.in_(UNSENT))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How long, how many and how rough. `kills` is the chance of a kill in an hour, `leaving` that somebody
    blocks the bot in it.
    """

    begins: datetime
    days: int
    learners: int
    size: town.Size
    faults: float
    kills: float
    leaving: float


@dataclass(slots=True)
class Year:
    """One run. `judge` is called at the end of every hour, while nothing is in hand."""

    course: Course
    open_database: Callable[[], Database]
    clock: FakeClock
    dice: Random
    judge: Callable[[Year], Awaitable[None]]
    outside: Outside = field(init=False)
    running: Process = field(init=False)
    known: State = field(init=False)
    people: list[Person] = field(default_factory=list)
    killed: int = 0
    arrived: int = 0
    sent: int = 0
    not_stored: int = 0
    end: datetime = field(init=False)
    """The last moment of the hour that was worked through."""
    _updates: int = 1_000_000
    _unanswered: list[Inbound] = field(default_factory=list)

    async def live(self) -> None:
        """From the first hour to the last."""
        self.clock.now = self.course.begins
        self.outside = Outside(clock=self.clock, dice=Random(self.dice.random()), faults=0.0)
        await self._begin()
        rig = self.running.rig
        self.people = await town.settle_in(rig, self.course.size, self.dice)
        self.known = await town.template(rig)
        self.outside.faults = self.course.faults
        for hour in range(self.course.days * 24):
            await self._hour(hour)
            await self.judge(self)

    @property
    def now(self) -> datetime:
        return self.clock()

    async def _begin(self) -> None:
        self.running = await process.begin(self.open_database, self.clock, self.outside)

    async def _hour(self, hour: int) -> None:
        top = self.clock().replace(minute=0, second=0, microsecond=0)
        self.clock.now = top + timedelta(hours=1)
        end = self.clock.now + timedelta(hours=1) - _MINUTE
        await self._newcomers(hour)
        self._leave_or_come_back()
        await self._people_act()
        self.end = end
        await self._work_or_die(end)

    def _leave_or_come_back(self) -> None:
        """Somebody blocks the bot for some days; Telegram tells us of both."""
        for person in self.people:
            phone = self.outside.phone(person.address)
            if phone.blocked and not person.was_away(self.now, self.now + _STEP):
                phone.blocked = False
                self._tell_of(person, back=True)
            elif not phone.blocked and self.dice.random() < self.course.leaving:
                person.away.append((self.now, self.now + timedelta(days=self.dice.randint(1, 9))))
                phone.blocked = True
                self._tell_of(person, gone=True)

    def _tell_of(self, person: Person, *, gone: bool = False, back: bool = False) -> None:
        self._updates += 1
        actor = Actor("telegram", person.address, profile_name="Zomaar", language_hint="nl")
        self._unanswered.append(Inbound("telegram", self._updates, actor, None, gone=gone, back=back))

    async def _people_act(self) -> None:
        looking = [one for one in self.people if people.looks_now(one, self.now, _ZONE, self.dice)]
        asked = await self._asked_for_words([one.chat_id for one in looking])
        for person in looking:
            phone = self.outside.phone(person.address)
            reply = people.does(person, phone, self.dice, asked_for_words=person.chat_id in asked)
            if reply is not None:
                self._send(person, reply)

    async def _asked_for_words(self, chat_ids: Sequence[int]) -> set[int]:
        """Who of these was asked to type something: a person reads that in the message."""
        rig = self.running.rig
        query = select(Chat.id, Chat.desk).where(Chat.id.in_(chat_ids), Chat.desk.is_not(None))
        async with rig.database.reading() as connection:
            rows = await connection.execute(query)
            states = {chat_id: rig.codec.open_desk(desk) for chat_id, desk in rows if desk}
        return {chat_id for chat_id, state in states.items() if state.waits or state.relay}

    def _send(self, person: Person, reply: Reply) -> None:
        self._updates += 1
        self.sent += 1
        actor = Actor("telegram", person.address, profile_name="Zomaar", language_hint="nl")
        self._unanswered.append(Inbound("telegram", self._updates, actor, reply))

    async def _newcomers(self, hour: int) -> None:
        """Spread over the year, by day."""
        wanted = self.course.learners * (hour + 1) // (self.course.days * 24)
        if not 8 <= self.now.astimezone(_ZONE).hour <= 21:
            return
        while self.arrived < wanted:
            self.arrived += 1
            person, tap = await town.arrive(self.running.rig, self.known, self.arrived, self.dice)
            self.people.append(person)
            self._send(person, tap)

    # ── the bot ────────────────────────────────────────────────────────────────────────────────────────

    async def _work_or_die(self, end: datetime) -> None:
        work = asyncio.create_task(self._work(end))
        if self.dice.random() < self.course.kills:
            await asyncio.wait([work], timeout=self.dice.random() * 0.05)
            if not work.done():
                self.outside.maybe_twice |= await self.running.kill(work)
                self.killed += 1
                self.clock.now += RESTART
                await self._begin()
                work = asyncio.create_task(self._work(end))
        await work

    async def _work(self, end: datetime) -> None:
        """Everything of this hour: what came in, then what falls due until its end."""
        rig = self.running.rig
        # What is not acknowledged is delivered again, with the same number.
        waiting = list(self._unanswered)
        await asyncio.gather(*(self._deliver(inbound) for inbound in waiting))
        if self.now.astimezone(_ZONE).hour == _TIDIES_AT:
            await rig.housekeeping.tidy()
            await rig.directory.refresh()
        await rig.settle()
        while (following := min(await self._due(), default=end)) < end:
            # What is due and waits for something else, such as a chat that rests, is looked at again soon.
            self.clock.now = max(self.now + _STEP, following)
            await rig.clockwork.tick()
            await rig.nudges.tick()
            await rig.sweeper.sweep()
            await rig.settle()

    async def _deliver(self, inbound: Inbound) -> None:
        try:
            await self.running.rig.receiver.receive(inbound)
        except StorageUnavailable:
            # Not acknowledged: it comes again.
            self.not_stored += 1
        else:
            self._unanswered.remove(inbound)

    async def _due(self) -> list[datetime]:
        """When there is something to do: a timer, a message to try again, a claim that runs out."""
        async with self.running.rig.database.reading() as connection:
            timer = await connection.scalar(select(func.min(Timer.due_at)).where(Timer.done_at.is_(None)))
            rows = await connection.execute(_UNSENT)
            return [max(moment for moment in row if moment) for row in rows] + ([timer] if timer else [])

    def of_role(self, role: Role) -> list[Person]:
        return [person for person in self.people if person.role is role]
