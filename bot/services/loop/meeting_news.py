"""Who is told what of an appointment, each in their language and with the calendar file that belongs to
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.db.queries import appointments, members
from bot.db.queries.appointments import AppointmentRow, House
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.humane import humane
from bot.domain.wall_time import resolve
from bot.services.loop import news
from bot.services.scene import Scene, tell, tell_kindly
from flows.cards import appointment as cards
from flows.cards.appointment import Agreed
from flows.cards.calendar import Availability
from flows.cards.news import Meeting
from flows.model import Document, Name, Prompt, Text, Venue
from flows.spoken import STAND_IN, UNWRITTEN

Recipient = Literal["learner", "member"]
# Whoever has to hear of something so shortly before it is told at any hour.
_IN_TIME = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Parties:
    """An appointment with everybody and everything that belongs to it. `member` is who the learner meets;
    None when nobody of the Taalhuis is left for it.
    """

    case: Case
    row: AppointmentRow
    house: House
    member: MemberRow | None

    @property
    def wish(self) -> Availability:
        """When the learner can come."""
        return wish_of(self.case)


def wish_of(case: Case) -> Availability:
    """When the learner of a case can come."""
    return Availability(tuple(case.days), tuple(case.day_parts))


async def parties(scene: Scene, case: Case, row: AppointmentRow) -> Parties:
    """Look up who and where."""
    house = await appointments.house(scene.connection, row.taalhuis_id)
    member = await members.get(scene.connection, row.member_id) if row.member_id else None
    return Parties(case, row, house, member if member and member.ended_at is None else None)


def is_met(of: Parties, member: MemberRow) -> bool:
    """Is this whom the learner meets? In whichever role: they have one chat."""
    return of.member is not None and of.member.chat_id == member.chat_id


def learner_name(scene: Scene, of: Parties) -> Name:
    return scene.name(of.case.first_name)


def member_name(scene: Scene, of: Parties) -> Name:
    """Whom the learner meets; the house when nobody is left."""
    return scene.name(of.member.name) if of.member else Name(of.house.name)


def for_learner(scene: Scene, of: Parties, *, cancelled: bool = False) -> Meeting:
    """The appointment as the learner is told of it."""
    return Meeting(
        with_whom=member_name(scene, of),
        wall=of.row.wall_at,
        house=Name(of.house.name),
        venue=None if cancelled else venue_of(of.house),
        document=calendar_file(scene, of, "learner", cancelled=cancelled),
        rows=() if cancelled else cards.learner_buttons(of.row.id, of.row.sequence, of.row.learner_says),
    )


def for_member(
    scene: Scene, of: Parties, *, reader: MemberRow | None = None, with_file: bool = True
) -> Agreed:
    """The appointment as the volunteer is told of it, mostly with the calendar file. `reader`: who looks,
    when that may be somebody else than the learner meets.
    """
    return Agreed(
        appointment_id=of.row.id,
        sequence=of.row.sequence,
        referral_id=of.case.id,
        name=learner_name(scene, of),
        wall=of.row.wall_at,
        house=Name(of.house.name),
        says=of.row.learner_says,
        i_say=of.row.member_says,
        told=of.case.can_be_told,
        mine=reader is None or is_met(of, reader),
        document=calendar_file(scene, of, "member") if with_file else None,
    )


def calendar_file(scene: Scene, of: Parties, whose: Recipient, *, cancelled: bool = False) -> Document | None:
    """The file for one of the two, with the first name of the other; None when no moment was ever agreed."""
    mine, other = learner_name(scene, of), member_name(scene, of)
    if whose == "member":
        mine, other = other, mine
    return _file(scene, of, whose, mine=mine, other=other, cancelled=cancelled)


def nameless_file(scene: Scene, of: Parties) -> Document | None:
    """Takes the appointment out of the volunteer's calendar without a name of the learner."""
    house = Name(of.house.name)
    return _file(scene, of, "member", mine=member_name(scene, of), other=house, cancelled=True)


def _file(
    scene: Scene, of: Parties, whose: Recipient, *, mine: Name, other: Name, cancelled: bool
) -> Document | None:
    if not of.row.wall_at:
        return None
    language = of.case.language if whose == "learner" else of.member.language if of.member else ""
    # Translators: the title of an appointment in a calendar; {name} is the first name of the other.
    summary = Text("appointment.summary", {"name": other})
    # The library of calendars is large, and most starts are long before the next appointment.
    from bot.services.loop import ics

    meeting = ics.Meeting(
        uid=of.row.uid,
        sequence=of.row.sequence,
        wall_at=of.row.wall_at,
        zone=ZoneInfo(of.row.zone),
        minutes=of.row.minutes,
        summary=scene.worlds.catalogues.render(summary, language),
        house=of.house.name,
        location=place_of(of.house),
        latitude=of.house.latitude,
        longitude=of.house.longitude,
        # A name is written as it is; one that was only spoken has words in its place.
        whose=scene.worlds.catalogues.render(STAND_IN, language) if mine.name == UNWRITTEN else mine.name,
        made_at=scene.now,
    )
    return ics.calendar_file(meeting, ics.CANCEL if cancelled else ics.REQUEST)


def venue_of(house: House) -> Venue:
    """The house on the map."""
    return Venue(house.name, _address(house), house.latitude, house.longitude)


async def tell_member(scene: Scene, of: Parties, prompt: Prompt, *, erased: bool = False) -> None:
    """Say this to the volunteer: at a humane hour, or at once when it begins soon. `erased`: the referral
    goes, and this stays; it names nobody.
    """
    if of.member is None:
        return
    say = tell if is_soon(scene, of.row) else tell_kindly
    await say(scene, of.member.chat_id, prompt, referral_id=None if erased else of.case.id)


async def tell_learner(scene: Scene, of: Parties, prompt: Prompt) -> bool:
    """Say this to the learner, likewise; False when they cannot be told here."""
    return await news.tell_learner(scene, of.case, prompt, at_once=is_soon(scene, of.row))


def is_soon(scene: Scene, row: AppointmentRow) -> bool:
    """Would waiting for a humane hour be too late for what was agreed?"""
    if not row.wall_at:
        return False
    starts_at: datetime = resolve(row.wall_at, scene.zone)
    return scene.now < starts_at < humane(scene.now, scene.zone) + _IN_TIME


def place_of(house: House) -> str:
    """The house as the place of an entry in a calendar."""
    return ", ".join(filter(None, (house.name, _address(house))))


def _address(house: House) -> str:
    town = f"{house.postcode} {house.town}".strip()
    return ", ".join(filter(None, (house.street, town)))
