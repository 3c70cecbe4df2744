"""What the engine may ask the outside; the services answer from what they hold in memory."""

from __future__ import annotations

from typing import Protocol

from flows.facts import Capabilities, PlaceFact, TaalhuisFact
from flows.model import Text


class World(Protocol):
    """Facts that the engine may ask for; handed in with each turn. Every method is quick, without I/O, and
    raises nothing.
    """

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def profile_name(self) -> str:
        """The first name that the channel knows, or ""."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that are complete for learners, as codes; the first is the default."""

    def speaks(self, language: str) -> bool:
        """Whether words in this language can be read aloud."""

    @property
    def came_for(self) -> str:
        """The name of the Taalhuis whose leaflet brought them here, or ""."""

    @property
    def help_phone(self) -> str:
        """A telephone number where a person answers, for reading, or ""."""

    @property
    def bot_link(self) -> str:
        """The address of this chat that can be passed on, or ""."""

    def label(self, text: Text, language: str) -> str:
        """The text as this reader sees it, for comparing typed words with buttons."""

    def place_of(self, postcode: str) -> PlaceFact | None:
        """Four digits → place; None where that code is not in use."""

    def places_named(self, words: str) -> tuple[PlaceFact, ...]:
        """Best first, at most four; empty when nothing is near enough; more than one when the name
        occurs twice.
        """

    def is_guess(self, words: str) -> bool:
        """Whether the best place for these words is spelled otherwise, and so small that another may well be
        meant.
        """

    def well_known_places(self) -> tuple[PlaceFact, ...]:
        """Big places to choose from when a name was not found, at most four; the same for everybody."""

    def place_near(self, latitude: float, longitude: float) -> PlaceFact | None:
        """None outside the Netherlands."""

    def taalhuizen(self, place: PlaceFact, needs: tuple[str, ...]) -> tuple[TaalhuisFact, ...]:
        """At most three that can help, best first by the rules of matching; empty only when there is none
        at all.
        """
