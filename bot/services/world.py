"""The facts that a conversation may ask for, gathered from the place table, the Taalhuizen, the catalogues
and the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.origin import origin_of
from bot.domain.retention import Terms
from bot.geo.places import Place, PlaceTable
from bot.i18n import Catalogues
from bot.services.directory import Directory
from bot.services.inbox import Actor
from flows.facts import Capabilities, PlaceFact, TaalhuisFact
from flows.model import Text
from flows.world import World

# Big places of Overijssel, whose names mean one place each: offered to who types a name that nobody knows.
# A person from elsewhere still has the postcode.
_WELL_KNOWN = ("Enschede", "Zwolle", "Deventer", "Almelo")


@dataclass(slots=True)
class Site:
    """Where people reach the web pages of this installation, as "https://example.nl"; "" when nobody said.
    The demo learns it when it begins to serve.
    """

    url: str


@dataclass(frozen=True, slots=True)
class Worlds:
    """Makes the world of one turn. `capabilities` by channel name; `spoken`: the languages with a voice."""

    places: PlaceTable
    directory: Directory
    catalogues: Catalogues
    capabilities: Mapping[str, Capabilities]
    zone: ZoneInfo
    help_phone: str
    bot_link: str
    clock: Callable[[], datetime]
    spoken: frozenset[str]
    site: Site
    terms: Terms = field(default_factory=Terms)

    def speaks(self, language: str) -> bool:
        """Whether words in this language can be read aloud."""
        return language in self.spoken

    def of(self, actor: Actor, origin: str = "") -> World:
        """`origin` is the leaflet by which they came, as it is stored with their chat."""
        capabilities = self.capabilities[actor.channel]
        if actor.shared_screen:
            capabilities = replace(capabilities, kiosk=True)
        leaflet = origin_of(origin)
        return LearnerWorld(self, capabilities, actor.profile_name, leaflet.code if leaflet else "")


@dataclass(frozen=True, slots=True)
class LearnerWorld:
    """Implements `flows.world.World` for one person."""

    _all: Worlds
    capabilities: Capabilities
    profile_name: str
    _came_for: str

    @property
    def languages(self) -> tuple[str, ...]:
        return self._all.catalogues.languages

    @property
    def help_phone(self) -> str:
        return self._all.help_phone

    @property
    def bot_link(self) -> str:
        return self._all.bot_link

    def speaks(self, language: str) -> bool:
        return self._all.speaks(language)

    def label(self, text: Text, language: str) -> str:
        return self._all.catalogues.render(text, language)

    def place_of(self, postcode: str) -> PlaceFact | None:
        return _fact(self._all.places.by_postcode(postcode))

    def places_named(self, words: str) -> tuple[PlaceFact, ...]:
        found = (_fact(match.place) for match in self._all.places.search(words))
        return tuple(place for place in found if place)

    def is_guess(self, words: str) -> bool:
        return any(match.guess for match in self._all.places.search(words)[:1])

    def well_known_places(self) -> tuple[PlaceFact, ...]:
        found = (self.places_named(name) for name in _WELL_KNOWN)
        return tuple(places[0] for places in found if places)

    def place_near(self, latitude: float, longitude: float) -> PlaceFact | None:
        return _fact(self._all.places.nearest(latitude, longitude))

    def taalhuizen(self, place: PlaceFact, needs: tuple[str, ...]) -> tuple[TaalhuisFact, ...]:
        wall = self._all.clock().astimezone(self._all.zone)
        return self._all.directory.near(place, needs, wall, chosen=self._came_for)

    @property
    def came_for(self) -> str:
        return self._all.directory.name_of(self._came_for)


def _fact(place: Place | None) -> PlaceFact | None:
    if place is None:
        return None
    return PlaceFact(
        postcode=place.postcode,
        name=place.name,
        gemeente=place.gemeente,
        gemeente_code=place.gemeente_code,
        province=place.province,
        latitude=place.latitude,
        longitude=place.longitude,
    )
