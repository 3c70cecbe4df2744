"""Somebody's appointments as a calendar that their own program reads, by a secret address.

Staff see what is planned at their house, volunteers what they are in. It holds first names and no telephone
number: the address is a secret, but where calendar programs keep what they read is not in our hands. Who made
an address may take it back; it ends with the role too.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.db.queries import appointments, feeds, members
from bot.db.queries.appointments import CANCELLED, PROPOSED, House
from bot.db.queries.feeds import Entry, FeedRow
from bot.db.queries.members import MemberRow
from bot.domain.act import Act
from bot.domain.humane import wall_text
from bot.services import audit
from bot.services.loop.meeting_news import place_of
from bot.services.scene import Scene
from flows.model import Name, Text

if TYPE_CHECKING:
    from bot.services.loop import ics

KEPT_DAYS = 30
"""So long what is over, or was called off, stays in a calendar."""
_TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar program gets. `changed_at`: since when it is as it is."""

    content: bytes
    digest: bytes
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was made just now; nobody can look it up again."""

    url: str

    @property
    def webcal(self) -> str:
        """The same, as calendar programs open it."""
        return f"webcal://{self.url.partition('://')[2]}"


# ── The address ────────────────────────────────────────────────────────────────────────────────────────────


async def current(scene: Scene, member: MemberRow) -> FeedRow | None:
    """The address of this role that is open."""
    return await feeds.of_member(scene.connection, member.id)


async def make(scene: Scene, member: MemberRow) -> Address:
    """A new address; the one before it ends. Only where `Worlds.site` has an address."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await feeds.add(scene.connection, member_id=member.id, token_hash=_hash(scene, token), now=scene.now)
    return Address(f"{scene.worlds.site.url}/calendar/{token}.ics")


async def revoke(scene: Scene, member: MemberRow) -> bool:
    """The address leads nowhere from now on; False when there was none."""
    return await feeds.revoke(scene.connection, member.id, scene.now)


def _hash(scene: Scene, token: str) -> bytes:
    return scene.codec.vault.hash(f"calendar {token}")


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────


async def read(scene: Scene, token: str) -> tuple[FeedRow, Feed] | None:
    """What stands behind this address; None when it leads nowhere, for whatever reason. Changes nothing."""
    row = await feeds.by_hash(scene.connection, _hash(scene, token))
    member = await members.get(scene.connection, row.member_id) if row else None
    if row is None or member is None or member.taalhuis_id is None:
        return None
    content = await _content(scene, member)
    digest = hashlib.sha256(content).digest()
    same = row.digest == digest and row.changed_at is not None
    return row, Feed(content, digest, row.changed_at if same and row.changed_at else scene.now)


def has_to_note(scene: Scene, row: FeedRow, feed: Feed) -> bool:
    """Is there something to write down about this reading?"""
    recently = row.last_read_at is not None and scene.now - row.last_read_at < _SEEN_EVERY
    return row.digest != feed.digest or not recently or _is_first_of_day(scene, row)


async def note(scene: Scene, row: FeedRow, feed: Feed) -> None:
    """Write down when it was read and since when it is so; in the audit once a day."""
    values = {"last_read_at": scene.now, "digest": feed.digest, "changed_at": feed.changed_at}
    member = await members.get(scene.connection, row.member_id)
    if await feeds.note(scene.connection, row, values) and member and _is_first_of_day(scene, row):
        act = Act(
            what="calendar.read",
            role=member.role,
            member_id=member.id,
            taalhuis_id=member.taalhuis_id,
            about=f"feed:{row.id}",
        )
        audit.note(scene, act)


def _is_first_of_day(scene: Scene, row: FeedRow) -> bool:
    zone = scene.zone
    return (
        row.last_read_at is None
        or row.last_read_at.astimezone(zone).date() != scene.now.astimezone(zone).date()
    )


# ── What stands in it ──────────────────────────────────────────────────────────────────────────────────────


async def _content(scene: Scene, member: MemberRow) -> bytes:
    # The library of calendars is large, and most starts are long before the next appointment.
    from bot.services.loop import ics

    assert member.taalhuis_id is not None  # noqa: S101 - for the type; `read` says so
    is_staff = member.role == "staff"
    whose = feeds.of_house(member.taalhuis_id) if is_staff else feeds.with_member(member.id)
    since = scene.now - timedelta(days=KEPT_DAYS)
    found = await feeds.entries(
        scene.connection, whose, since_wall=wall_text(since, scene.zone), cancelled_since=since
    )
    houses = {
        one: await appointments.house(scene.connection, one) for one in {row.taalhuis_id for row in found}
    }
    told = [one for row in found for one in _told(scene, row, houses[row.taalhuis_id], member)]
    return ics.whole_calendar(f"Taalwijzer {member.taalhuis}", told)


def _told(scene: Scene, row: Entry, house: House, member: MemberRow) -> Iterable[tuple[ics.Meeting, str]]:
    """The entries of one appointment: each moment that is asked, or the one that was agreed, or that it is
    off. What is asked anew takes away what was agreed before.
    """
    from bot.services.loop import ics

    def say(text: Text) -> str:
        return scene.worlds.catalogues.render(text, member.language)

    both = _summary(scene, row, member)
    agreed = ics.Meeting(
        uid=row.uid,
        sequence=row.sequence,
        wall_at=row.wall_at,
        zone=ZoneInfo(row.zone),
        minutes=row.minutes,
        summary=say(both),
        house=house.name,
        location=place_of(house),
        latitude=house.latitude,
        longitude=house.longitude,
        whose="",
        made_at=row.updated_at,
    )
    # Translators: the title in a calendar of an appointment that was called off.
    off = replace(agreed, summary=say(Text("volunteer.calendar.off", {"place": Name(house.name)})))
    if row.status == PROPOSED:
        for wall in row.moments:
            # Translators: the title in a calendar of a moment that was asked; {summary} is the usual title.
            maybe = say(Text("volunteer.calendar.maybe", {"summary": both}))
            yield replace(agreed, uid=f"{wall}-{row.uid}", wall_at=wall, summary=maybe), ics.TENTATIVE
        if row.wall_at:
            yield off, ics.CANCELLED
    elif row.status == CANCELLED:
        yield off, ics.CANCELLED
    else:
        yield agreed, ics.CONFIRMED


def _summary(scene: Scene, row: Entry, member: MemberRow) -> Text:
    learner = scene.name(row.learner)
    if member.role != "staff" or row.volunteer is None:
        return Text("appointment.summary", {"name": learner})
    # Translators: the title of an appointment in the calendar of staff; two first names.
    return Text("staff.calendar.summary", {"learner": learner, "name": scene.name(row.volunteer)})
