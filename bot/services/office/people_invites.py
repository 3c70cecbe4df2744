"""Links by which somebody gets a role, made and taken back on the pages: by staff for their own house, by the
operator for every house and region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import segno

from bot.db.queries import invites as rows
from bot.db.queries import places_of_work
from bot.db.queries.invites import InviteRow
from bot.db.queries.places_of_work import PlaceOfWork
from bot.services import audit
from bot.services.loop import members
from bot.services.loop.members import Invitation, Wish
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene

BY_OPERATOR = ("staff", "regional")
"""The roles that the operator gives away; the house sees to its volunteers itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new link, which is shown this once. `picture` is its QR code as SVG, "" where there is no link but a
    word to send to the bot.
    """

    invitation: Invitation
    role: str
    place: str
    link: str
    picture: str


async def open_here(scene: Scene, viewer: Viewer) -> list[InviteRow]:
    """The open links of the viewer's houses."""
    found: list[InviteRow] = []
    for house in sorted(viewer.houses):
        found += await rows.open_of_house(scene.connection, house, scene.now)
    return found


async def make_here(scene: Scene, viewer: Viewer, role: str, house: int) -> Made | None:
    """A link for the viewer's own house. None: not theirs, or too many are open."""
    staff = viewer.houses.get(house)
    made = await members.invite_to_house(scene, staff, role) if staff else None
    if staff is None or made is None:
        return None
    act = viewer.act("invite.make", by=staff)
    audit.note(scene, replace(act, about=f"invite:{made.id}", detail={"role": role}))
    return _made(scene, made, role, staff.taalhuis)


async def revoke_here(scene: Scene, viewer: Viewer, invite_id: int) -> bool:
    """Take back a link of one's own house. False: not yours, or not open any more."""
    for house, staff in viewer.houses.items():
        if await members.revoke_of_house(scene, house, invite_id):
            audit.note(scene, replace(viewer.act("invite.revoke", by=staff), about=f"invite:{invite_id}"))
            return True
    return False


# ── The operator ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All open links, and where one can be made for."""

    invites: Sequence[InviteRow]
    houses: Sequence[PlaceOfWork]
    regions: Sequence[PlaceOfWork]


async def everywhere(scene: Scene) -> Everywhere:
    """For the operator."""
    return Everywhere(
        await rows.every_open(scene.connection, scene.now),
        await places_of_work.houses(scene.connection),
        await places_of_work.regions(scene.connection),
    )


async def make_anywhere(scene: Scene, viewer: Viewer, role: str, place_id: int) -> Made | None:
    """A link of the operator: to staff of a house, or to regional staff of a region. None: there is no such
    role or place.
    """
    if not viewer.operator or role not in BY_OPERATOR:
        return None
    found = await everywhere(scene)
    places = found.regions if role == "regional" else found.houses
    place = next((one for one in places if one.id == place_id), None)
    if place is None:
        return None
    to_region = role == "regional"
    wish = Wish(
        role=role,
        taalhuis_id=None if to_region else place.id,
        region_id=place.id if to_region else None,
    )
    made = await members.invite(scene.connection, scene.codec.vault, wish, scene.now)
    act = replace(viewer.act("invite.make"), taalhuis_id=wish.taalhuis_id)
    audit.note(scene, replace(act, about=f"invite:{made.id}", detail={"role": role}))
    return _made(scene, made, role, place.name)


async def revoke_anywhere(scene: Scene, viewer: Viewer, invite_id: int) -> bool:
    """Take back any link. False: not the operator, or not open any more."""
    if not viewer.operator or not await rows.revoke(scene.connection, invite_id, scene.now):
        return False
    audit.note(scene, replace(viewer.act("invite.revoke"), about=f"invite:{invite_id}"))
    return True


def _made(scene: Scene, made: Invitation, role: str, place: str) -> Made:
    bot_link = scene.worlds.bot_link
    link = members.link_of(made.token, bot_link)
    return Made(made, role, place, link, _picture(link) if bot_link else "")


def _picture(link: str) -> str:
    """For inside a page: whoever holds the token can join, so it has no address of its own."""
    code = segno.make(link, error="m", micro=False)
    return str(code.svg_inline(scale=5, border=4, light="#fff", dark="#000", omitsize=True))
