"""Who may read of whom, by the state around the delivery: nothing that somebody could see once lasts.

At the end of every hour it is written down where each sign-up stands, who is asked for it and who has it.
What was so a moment ago still counts: a farewell names the learner, and a message that failed is tried again
for half an hour. What comes later than that is wrong.

Sign-ups are known by the first name that nobody else has, also after somebody put another name right. A chat
can send more than one, and whoever erased everything and comes back has another chat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from bot.db.models import Chat, Intake, Learner, Member, Offer, Referral, ReferralMove
from bot.db.queries import offers
from bot.db.types import Sealed
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from tests.support.building import Rig

GRACE = timedelta(hours=2)
"""So long after the last hour at whose end it was so, somebody may read what they were told of it."""
# No hour is remembered for longer than it can count.
_REMEMBERED = GRACE + timedelta(hours=2)


class What(StrEnum):
    """What a message may hold of a sign-up."""

    NAME = "the name"
    NUMBER = "the number"
    HELPER = "the helper"


@dataclass(frozen=True, slots=True)
class SignUp:
    """Where one stands. `houses`: also where it stood within the hour; the first is where it stands now.
    `sender` is the address that sent it; `volunteer` that of whoever has it or had it when it ended, or "";
    `open`: they have it.
    """

    referral_id: int
    houses: tuple[int, ...]
    volunteer: str = ""
    open: bool = False
    by_helper: bool = False
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """How everything stood at the end of one hour. `asked` and `had` are pairs of an address and a name: who
    was asked, and who said yes, at the end of it or within it. `staff` and `works` are the houses of each
    address: as staff, and in any role.
    """

    at: datetime
    sign_ups: Mapping[str, SignUp] = field(default_factory=dict)
    asked: frozenset[tuple[str, str]] = frozenset()
    had: frozenset[tuple[str, str]] = frozenset()
    staff: Mapping[str, frozenset[int]] = field(default_factory=dict)
    works: Mapping[str, frozenset[int]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """The addresses of those who signed up for themselves."""

    def may_read(self, reader: str, name: str, what: What) -> bool:
        """By the roles that this address holds and where the sign-up stands."""
        found = self.sign_ups.get(name)
        if found is None:
            return False
        if not self.staff.get(reader, frozenset()).isdisjoint(found.houses):
            return True
        if what is What.HELPER:
            return False
        has = found.volunteer == reader and (found.open or what is What.NAME)
        pair = reader, name
        return has or pair in self.had or (what is What.NAME and pair in self.asked)


@dataclass(slots=True)
class Rights:
    """The last hours."""

    hours: list[Hour] = field(default_factory=list)
    _names: dict[Sealed, str] = field(default_factory=dict)
    _first: dict[int, str] = field(default_factory=dict)

    async def look(self, rig: Rig, at: datetime) -> None:
        """Write down an hour that ends now."""
        since = self.hours[-1].at if self.hours else at - timedelta(hours=1)
        async with rig.database.reading() as connection:
            sign_ups, own = await self._sign_ups(connection, rig, since)
            names = {one.referral_id: name for name, one in sign_ups.items()}
            asked, had = await _asked(connection, names, since)
            staff, works = await _members(connection, since)
        self.hours = [hour for hour in self.hours if hour.at > at - _REMEMBERED]
        self.hours.append(Hour(at, sign_ups, asked, had, staff, works, own))

    def may_read(self, reader: str, name: str, what: What, at: datetime) -> bool:
        """Is, or was a moment ago, what was delivered at this moment for the eyes of this address?"""
        return any(hour.may_read(reader, name, what) for hour in self.around(at)) or self._gone(reader, name)

    def around(self, at: datetime) -> list[Hour]:
        """The hours that count for something that was delivered at this moment, oldest first."""
        return [hour for hour in self.hours if at - hour.at <= GRACE]

    def of_helper(self, address: str) -> set[int]:
        """The referrals that this address sent as a helper, under whatever name."""
        seen = (one for hour in self.hours for one in hour.sign_ups.values())
        return {one.referral_id for one in seen if one.by_helper and one.sender == address}

    def _gone(self, reader: str, name: str) -> bool:
        """Was it erased within this very hour, where this address works? What was so in it before that cannot
        be seen any more.
        """
        if len(self.hours) < 2 or name in self.hours[-1].sign_ups:
            return False
        before = self.hours[-2]
        found = before.sign_ups.get(name)
        return found is not None and not before.works.get(reader, frozenset()).isdisjoint(found.houses)

    async def _sign_ups(
        self, connection: AsyncConnection, rig: Rig, since: datetime
    ) -> tuple[dict[str, SignUp], frozenset[str]]:
        sender, volunteer = aliased(Chat), aliased(Chat)
        query = (
            select(
                *(Learner.first_name, Intake.by_helper, Referral.id, Referral.taalhuis_id, Referral.status),
                sender.address.label("sender"),
                volunteer.address.label("volunteer"),
            )
            .join(Intake, Intake.learner_id == Learner.id)
            .join(Referral, Referral.intake_id == Intake.id)
            .join(sender, sender.id == Intake.chat_id)
            .outerjoin(Member, Member.id == Referral.volunteer_id)
            .outerjoin(volunteer, volunteer.id == Member.chat_id)
        )
        rows = (await connection.execute(query)).all()
        passed = await _passed(connection, since)
        found = {
            self._first.setdefault(row.id, self._name(rig, row.first_name)): SignUp(
                row.id,
                tuple(house for house in (row.taalhuis_id, *passed[row.id]) if house is not None),
                row.volunteer or "",
                open=ReferralStatus(row.status) in WITH_VOLUNTEER,
                by_helper=row.by_helper,
                sender=row.sender,
            )
            for row in rows
        }
        return found, frozenset(row.sender for row in rows if not row.by_helper)

    def _name(self, rig: Rig, sealed: Sealed) -> str:
        """Opened once: there are thousands, every hour."""
        if sealed not in self._names:
            self._names[sealed] = rig.codec.vault.open(sealed)
        return self._names[sealed]


async def _passed(connection: AsyncConnection, since: datetime) -> Mapping[int, list[int | None]]:
    """Through which houses each sign-up went within the hour."""
    query = select(ReferralMove.referral_id, ReferralMove.taalhuis_id).where(ReferralMove.moved_at > since)
    passed: dict[int, list[int | None]] = defaultdict(list)
    for referral_id, house in await connection.execute(query):
        passed[referral_id].append(house)
    return passed


async def _asked(
    connection: AsyncConnection, names: Mapping[int, str], since: datetime
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Who is asked or was within the hour; and who said yes within it, even when they lost it since."""
    query = (
        select(Offer.referral_id, Offer.status, Chat.address)
        .join(Member, Member.id == Offer.member_id)
        .join(Chat, Chat.id == Member.chat_id)
        .where(or_(Offer.status == offers.OPEN, Offer.answered_at > since))
    )
    rows = [row for row in await connection.execute(query) if row.referral_id in names]
    asked = {(row.address, names[row.referral_id]) for row in rows}
    had = {(row.address, names[row.referral_id]) for row in rows if row.status == offers.ACCEPTED}
    return frozenset(asked), frozenset(had)


Houses = Mapping[str, frozenset[int]]


async def _members(connection: AsyncConnection, since: datetime) -> tuple[Houses, Houses]:
    """The houses of each address: as staff, and in any role."""
    query = (
        select(Chat.address, Member.role, Member.taalhuis_id)
        .join(Chat, Chat.id == Member.chat_id)
        .where(or_(Member.ended_at.is_(None), Member.ended_at > since), Member.taalhuis_id.is_not(None))
    )
    rows = [(row.address, row.role, row.taalhuis_id or 0) for row in await connection.execute(query)]
    staff = [(address, house) for address, role, house in rows if role == "staff"]
    return _by_address(staff), _by_address((address, house) for address, _role, house in rows)


def _by_address(pairs: Iterable[tuple[str, int]]) -> Houses:
    found: dict[str, set[int]] = defaultdict(set)
    for address, house in pairs:
        found[address].add(house)
    return {address: frozenset(houses) for address, houses in found.items()}
