"""The sounds of the page about a sign-up: each asked for by whose right is looked at anew, and never kept."""

from __future__ import annotations

from starlette.responses import Response

from bot.domain.sound import Kind as Format
from bot.domain.sound import kind_of
from bot.services.office.sheet_sound import Kind, voice_of
from console.office.frame import Frame
from console.office.guard import not_found
from console.office.site import OfficeSite
from console.office.table import STAFF, Do, Page, Visit
from console.sound import sound_response


def sound_pages(site: OfficeSite, frame: Frame) -> tuple[Page, ...]:
    """One address for each kind of sound."""

    def heard(kind: Kind) -> Do:
        async def do(visit: Visit) -> Response:
            referral, number = visit.number("referral"), visit.number("number")
            voice = await voice_of(site.office, visit.viewer, referral, kind, number)
            sounds = site.sounds.get(voice.channel) if voice else None
            sound = await sounds.fetch(voice) if sounds and voice else None
            if sound is None:
                return not_found(frame, visit)
            return sound_response(visit.request, sound, media_type=kind_of(sound) or Format.OGG)

        return do

    return tuple(
        Page("GET", f"/intake/{{referral:int}}/{kind}/{{number:int}}", STAFF, heard(kind)) for kind in Kind
    )
