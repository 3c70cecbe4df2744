"""Looks on from outside and writes down what is wrong: at the end of every hour, while nothing is in hand.

It knows the rules and not the services: who may read whose name, that what may not arrive twice arrives once,
and that for every open sign-up there is somebody who has to act, knows it, and will be asked again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.db.queries import members, offers
from bot.domain.referral_status import OPEN, WITH_VOLUNTEER, Ball, ReferralStatus, ball
from flows.model import Prompt
from tests.simulation.helpers import Helpers
from tests.simulation.outside import Delivery
from tests.simulation.people import Person, Role
from tests.simulation.punctual import Punctual
from tests.simulation.rights import Rights, What
from tests.simulation.year import Year

# An owner must be found this long after the last move; kills, faults, nights and gathering take their time.
SETTLED = timedelta(hours=26)
# Reminders of an appointment are judged so long after it ended, so that a long run tells early what is wrong.
OVER_FOR = timedelta(days=2)
_SIGN_UP = frozenset({Role.LEARNER, Role.HELPER})
# See `tests.simulation.town`: the same digits are of the same sign-up.
_NAME = re.compile(r"Naam(\d{5})")
_HELPER = re.compile(r"Help(\d{5})")
_PHONE = re.compile(r"(?:\+31|\b0)6(\d{8})")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \-](?=\d)")
_LOOKS_AT_OWNERS_AT = 12


@dataclass(slots=True)
class Judge:
    """`wrong` holds a sentence for everything that may not be; `counted` what was looked at."""

    wrong: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    arrived: Counter[tuple[int, int]] = field(default_factory=Counter)
    last_to: dict[int, datetime] = field(default_factory=dict)
    punctual: Punctual = field(default_factory=Punctual)
    rights: Rights = field(default_factory=Rights)
    helpers: Helpers = field(default_factory=Helpers)
    _seen: int = 0
    _prompts: TypeAdapter[Prompt] = field(default_factory=lambda: TypeAdapter(Prompt))

    async def __call__(self, year: Year) -> None:
        """Judge one hour."""
        new = year.outside.deliveries[self._seen :]
        self._seen += len(new)
        self._once(year, new)
        await self._rights(year, new)
        await self.punctual.look(year, new, year.end)
        if year.now.hour == _LOOKS_AT_OWNERS_AT:
            await self.owners(year)
            self._reminders(year, before=year.now - OVER_FOR)

    async def at_the_end(self, year: Year) -> None:
        """When all is over."""
        await self.owners(year)
        self._reminders(year, before=None)
        self.counted["contacts told to helpers"] = len(self.helpers.contacts)
        self.counted["reminders due"] = self.punctual.due
        self.counted["reminders seen"] = self.punctual.seen
        self.counted["latest reminder, seconds"] = int(self.punctual.latest.total_seconds())

    def _reminders(self, year: Year, *, before: datetime | None) -> None:
        people = {person.address: person for person in year.people}
        self.wrong += self.punctual.wrong(people, before=before)

    def _once(self, year: Year, new: Iterable[Delivery]) -> None:
        """A row of the outbox arrives once, unless nobody could know whether it had."""
        for delivery in new:
            row = delivery.chat_id, delivery.number
            self.arrived[row] += 1
            self.last_to[delivery.chat_id] = delivery.at
            self.counted["messages"] += 1
            if self.arrived[row] > 1:
                self.counted["came again"] += 1
                if row not in year.outside.maybe_twice:
                    self.wrong.append(f"{row} arrived {self.arrived[row]} times at {delivery.at}")

    # ── who may read what ──────────────────────────────────────────────────────────────────────────────

    async def _rights(self, year: Year, new: Iterable[Delivery]) -> None:
        await self.rights.look(year.running.rig, max(year.now, year.end))
        people = {person.address: person for person in year.people}
        signed_up = {person.token: person for person in year.people if person.role in _SIGN_UP}
        by_phone = {
            person.phone_number[4:]: name for name, person in signed_up.items() if person.phone_number
        }
        for delivery in new:
            reader = people.get(delivery.address)
            if reader is None:
                continue
            read = self._read(delivery.prompt, by_phone)
            if reader.role is Role.HELPER:
                self.counted["read by helpers"] += 1
                theirs = {what for name, what in read if name == reader.token}
                self.wrong += self.helpers.wrong(delivery, reader, theirs, self.rights, year.people)
            for name, what in sorted(read):
                if name in signed_up and name != reader.token:
                    self.wrong += self._may_not(delivery, signed_up[name], what)

    def _read(self, prompt: Prompt, by_phone: Mapping[str, str]) -> set[tuple[str, What]]:
        """Whose name, number or helper stands in a message: of the sign-up under which name."""
        words = self._prompts.dump_json(prompt).decode()
        digits = _BETWEEN_DIGITS.sub("", words)
        tails = set(_PHONE.findall(digits)) & by_phone.keys()
        return {
            *((f"Naam{number}", What.NAME) for number in _NAME.findall(words)),
            *((f"Naam{number}", What.HELPER) for number in _HELPER.findall(words)),
            *((by_phone[tail], What.NUMBER) for tail in tails),
        }

    def _may_not(self, delivery: Delivery, about: Person, what: What) -> list[str]:
        self.counted["names read"] += 1
        if self.rights.may_read(delivery.address, about.token, what, delivery.at):
            return []
        keys = [line.key for line in delivery.prompt.lines]
        return [f"{delivery.address} read {what} of {about.address} at {delivery.at}: {keys}"]

    # ── who has to act ─────────────────────────────────────────────────────────────────────────────────

    async def owners(self, year: Year) -> None:
        """Every open sign-up has somebody who has the ball, who was told, and who will be asked again."""
        rig = year.running.rig
        rows = await rig.rows(
            "SELECT r.id, r.status, r.taalhuis_id, r.volunteer_id, max(m.moved_at)"
            " FROM referral r JOIN referral_move m ON m.referral_id = r.id"
            " GROUP BY r.id, r.status, r.taalhuis_id, r.volunteer_id"
        )
        for referral_id, text, house, volunteer, moved in rows:
            status, moved_at = ReferralStatus(text), _moment(moved)
            self.counted[f"seen {status}"] += 1
            if status in OPEN and moved_at < year.now - SETTLED:
                case = _Open(referral_id, status, house, volunteer, moved_at)
                fault = await self._without_owner(year, case)
                if fault:
                    self.wrong.append(f"{year.now:%m-%d}: referral {referral_id}, {status}: {fault}")

    async def _without_owner(self, year: Year, case: _Open) -> str:
        holders = await _holders(year, case)
        if not holders:
            return f"nobody has it, of house {case.house}"
        if not any(
            self.last_to.get(chat, year.now) >= case.moved_at for chat in holders if chat in self.last_to
        ):
            return f"{holders} have it and were told nothing since {case.moved_at}"
        if not await _comes_back(year, case):
            return "nothing will ever remind anybody of it"
        return ""


@dataclass(frozen=True, slots=True)
class _Open:
    id: int
    status: ReferralStatus
    house: int | None
    volunteer: int | None
    moved_at: datetime


async def _holders(year: Year, case: _Open) -> set[int]:
    """The chats of those who have to do the next thing, and can."""
    async with year.running.rig.database.reading() as connection:
        if case.status in WITH_VOLUNTEER:
            found = [await members.get(connection, case.volunteer)] if case.volunteer else []
        elif ball(case.status) is Ball.VOLUNTEER:
            asked = await offers.open_of_referral(connection, case.id)
            found = [await members.get(connection, offer.member_id) for offer in asked]
        elif case.house is None:
            found = []
        else:
            staff = await members.of_house(connection, case.house, "staff")
            found = [*staff, *await members.of_region_of(connection, case.house)]
    return {one.chat_id for one in found if one and one.ended_at is None and not one.unreachable}


async def _comes_back(year: Year, case: _Open) -> bool:
    """Is there a timer, an offer or an appointment ahead, or an alert that staff keep seeing?"""
    ((count,),) = await year.running.rig.rows(
        "SELECT (SELECT count(*) FROM timer WHERE referral_id = :id AND done_at IS NULL)"
        " + (SELECT count(*) FROM alert WHERE referral_id = :id AND done_at IS NULL)",
        id=case.id,
    )
    return bool(count)


def _moment(value: Any) -> datetime:
    """What raw SQL gives for a moment: text on SQLite."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(moment, datetime)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
