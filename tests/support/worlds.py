"""A small world for tests of conversations: a few places, three demo houses, the real catalogues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import hypot

from bot.i18n import Catalogues
from bot.resources import resource_dir
from flows.facts import Capabilities, PlaceFact, TaalhuisFact
from flows.model import Text

TELEGRAM = Capabilities(push=True, location=True, contact=True)
WEB = Capabilities(push=False, location=False, contact=False)
KIOSK = Capabilities(push=False, location=False, contact=False, kiosk=True)


def make_place(
    postcode: str,
    name: str,
    *,
    gemeente: str = "",
    code: str = "0193",
    province: str = "Overijssel",
    at: tuple[float, float] = (52.51, 6.09),
) -> PlaceFact:
    """A place; the gemeente has its name unless told."""
    return PlaceFact(postcode, name, gemeente or name, code, province, *at)


PLACES = (
    make_place("8011", "Zwolle"),
    make_place("8012", "Zwolle", at=(52.52, 6.10)),
    make_place("7511", "Enschede", code="0153", at=(52.22, 6.89)),
    make_place("7941", "Meppel", code="0119", province="Drenthe", at=(52.70, 6.19)),
    make_place("7551", "Hengelo", code="0164", at=(52.26, 6.79)),
    make_place(
        "7255", "Hengelo", gemeente="Bronckhorst", code="1876", province="Gelderland", at=(52.05, 6.31)
    ),
)

HOUSES = (
    TaalhuisFact(
        code="zwolle-centrum",
        name="Taalhuis Zwolle (demo)",
        street="Demostraat 1",
        town="Zwolle",
        latitude=52.512,
        longitude=6.094,
        distance_km=1.24,
        bicycle_minutes=6,
        reason="coverage",
        open_until="17:00",
    ),
    TaalhuisFact(
        code="zwolle-zuid",
        name="Taalhuis Zwolle Zuid (demo)",
        street="Demoplein 2",
        town="Zwolle",
        latitude=52.49,
        longitude=6.11,
        distance_km=3.05,
        bicycle_minutes=16,
        reason="same_gemeente",
        opens_weekday=1,
        opens_at="09:30",
    ),
    TaalhuisFact(
        code="hattem",
        name="Taalhuis Hattem (demo)",
        street="Demokade 3",
        town="Hattem",
        latitude=52.47,
        longitude=6.06,
        distance_km=5.6,
        bicycle_minutes=29,
        reason="nearest",
    ),
)


@lru_cache(maxsize=1)
def catalogues() -> Catalogues:
    """The real catalogues, read once for all tests."""
    return Catalogues(resource_dir("locale"))


@dataclass(frozen=True, slots=True)
class FakeWorld:
    """A `World` out of plain values. Names of places are found when they are spelled right, or as "Zwole"."""

    capabilities: Capabilities = TELEGRAM
    profile_name: str = "Fatma"
    help_phone: str = ""
    bot_link: str = ""
    came_for: str = ""
    languages: tuple[str, ...] = ("nl", "en")
    spoken: tuple[str, ...] = ("nl", "en")
    houses: tuple[TaalhuisFact, ...] = HOUSES
    places: tuple[PlaceFact, ...] = field(default=PLACES)
    guesses: tuple[str, ...] = ()

    def speaks(self, language: str) -> bool:
        return language in self.spoken

    def label(self, text: Text, language: str) -> str:
        return catalogues().render(text, language)

    def place_of(self, postcode: str) -> PlaceFact | None:
        return next((place for place in self.places if place.postcode == postcode), None)

    def places_named(self, words: str) -> tuple[PlaceFact, ...]:
        """Towns as a whole, one for each gemeente."""
        wanted = words.casefold()
        wanted = {"zwole": "zwolle", "زفوله": "zwolle"}.get(wanted, wanted)
        towns: dict[tuple[str, str], PlaceFact] = {}
        for place in self.places:
            if place.name.casefold() == wanted:
                town = make_place(
                    "",
                    place.name,
                    gemeente=place.gemeente,
                    code=place.gemeente_code,
                    province=place.province,
                    at=(place.latitude, place.longitude),
                )
                towns.setdefault((place.name, place.gemeente), town)
        return tuple(towns.values())[:4]

    def is_guess(self, words: str) -> bool:
        return words in self.guesses

    def well_known_places(self) -> tuple[PlaceFact, ...]:
        return tuple(place for name in ("Enschede", "Zwolle", "Meppel") for place in self.places_named(name))

    def place_near(self, latitude: float, longitude: float) -> PlaceFact | None:
        if not (50.7 <= latitude <= 53.6 and 3.3 <= longitude <= 7.3):
            return None
        return min(
            self.places, key=lambda place: hypot(place.latitude - latitude, place.longitude - longitude)
        )

    def taalhuizen(self, place: PlaceFact, needs: tuple[str, ...]) -> tuple[TaalhuisFact, ...]:
        return self.houses
