"""The real conversation engine over the real place table, with a memory instead of a database.

What the browser tests look at is the page; the durable path has tests of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.web import WEB
from bot.errors import StorageUnavailable
from bot.geo.places import Place, PlaceTable
from bot.i18n import Catalogues
from bot.services.inbox import Inbound, Receipt
from bot.services.transcripts import Transcript, merge
from flows import engine
from flows.facts import Capabilities, PlaceFact, TaalhuisFact, Week
from flows.model import Prompt, State, Text, Turn
from flows.replies import Reply
from flows.step import Flow

_WEEK: Week = (
    (("10:00", "17:00"),),
    (("09:30", "12:00"), ("13:00", "17:00")),
    (("10:00", "20:00"),),
    (),
    (("10:00", "12:30"),),
    (("11:00", "13:00"),),
    (),
)
HOUSES = (
    TaalhuisFact(
        code="zwolle",
        name="Taalhuis Zwolle",
        street="Zeven Alleetjes 1A",
        town="Zwolle",
        latitude=52.5083,
        longitude=6.0925,
        distance_km=1.2,
        bicycle_minutes=6,
        reason="coverage",
        phone="",
        open_until="17:00",
        week=_WEEK,
        today=1,
    ),
    TaalhuisFact(
        code="hattem",
        name="Taalhuis <b>Hattem</b> & omstreken",
        street="Kerkstraat 1",
        town="Hattem",
        latitude=52.4747,
        longitude=6.0639,
        distance_km=5.1,
        bicycle_minutes=27,
        reason="nearest",
        phone="",
        opens_weekday=1,
        opens_at="10:00",
    ),
)


@dataclass(frozen=True, slots=True)
class MemoryWorld:
    """`flows.world.World` with two Taalhuizen for everybody."""

    catalogues: Catalogues
    places: PlaceTable
    capabilities: Capabilities = WEB
    profile_name: str = ""
    help_phone: str = ""
    bot_link: str = ""
    came_for: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return self.catalogues.languages

    def speaks(self, language: str) -> bool:
        return True

    def label(self, text: Text, language: str) -> str:
        return self.catalogues.render(text, language)

    def place_of(self, postcode: str) -> PlaceFact | None:
        return _fact(self.places.by_postcode(postcode))

    def places_named(self, words: str) -> tuple[PlaceFact, ...]:
        return tuple(fact for match in self.places.search(words) if (fact := _fact(match.place)))

    def is_guess(self, words: str) -> bool:
        return any(match.guess for match in self.places.search(words)[:1])

    def well_known_places(self) -> tuple[PlaceFact, ...]:
        return tuple(place for name in ("Zwolle", "Enschede") for place in self.places_named(name)[:1])

    def place_near(self, latitude: float, longitude: float) -> PlaceFact | None:
        return _fact(self.places.nearest(latitude, longitude))

    def taalhuizen(self, place: PlaceFact, needs: tuple[str, ...]) -> tuple[TaalhuisFact, ...]:
        return HOUSES


def _fact(place: Place | None) -> PlaceFact | None:
    if place is None:
        return None
    return PlaceFact(**{name: getattr(place, name) for name in PlaceFact.__slots__})


@dataclass(slots=True)
class _Talk:
    state: State
    prompts: list[Prompt] = field(default_factory=list)


class Memory:
    """Inbox and Transcripts in one. `away` plays a database that does not answer."""

    def __init__(self, *, flow: Flow, world: MemoryWorld) -> None:
        self.flow = flow
        self.world = world
        self.away = False
        self.received: list[Reply | None] = []
        self.talks: dict[str, _Talk] = {}
        self._seen: set[tuple[str, int]] = set()

    async def receive(self, inbound: Inbound) -> Receipt:
        self._reachable()
        address = inbound.actor.address
        key = (inbound.source, inbound.update_id)
        if key in self._seen:
            return Receipt(repeated=True, toast=None, language=self.talks[address].state.language)
        self._seen.add(key)
        self.received.append(inbound.reply)
        turn = self._turn(inbound)
        talk = self.talks.setdefault(address, _Talk(turn.state))
        talk.state = turn.state
        talk.prompts += turn.prompts
        return Receipt(repeated=False, toast=turn.toast, language=turn.state.language)

    async def of(self, address: str) -> Transcript | None:
        self._reachable()
        talk = self.talks.get(address)
        if talk is None:
            return None
        messages = merge(enumerate(talk.prompts, start=1))
        version = str(len(talk.prompts))
        return Transcript(talk.state.language, 1, messages, version, talk.state.aloud)

    async def version(self, address: str) -> str | None:
        self._reachable()
        talk = self.talks.get(address)
        return str(len(talk.prompts)) if talk else None

    async def forget(self, address: str) -> None:
        self._reachable()
        self.talks.pop(address, None)

    def _turn(self, inbound: Inbound) -> Turn:
        talk = self.talks.get(inbound.actor.address)
        if talk is None or inbound.reply is None:
            language = self.world.catalogues.best(inbound.actor.language_hint)
            return engine.start(self.flow, world=self.world, language=language)
        return engine.resume(self.flow, talk.state, inbound.reply, self.world)

    def _reachable(self) -> None:
        if self.away:
            raise StorageUnavailable("test")
