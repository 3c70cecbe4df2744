"""The words in which every conversation is written: what we say, and what is remembered. What a person sends
stands in `flows/replies.py`.

Everything here is an immutable value without behaviour that reaches outside. A channel (Telegram, web
page, terminal) turns what it receives into a `Reply` and shows a `Prompt` in its own way; the engine in
between knows neither.

All values consist of plain JSON types and of each other, so that they can be written to a row and read
back unchanged: `State` between every two turns, `Prompt` in the outbox until it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.events import Event
from flows.facts import Answer

# ── Texts ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name:
    """A word that is shown as it is in every language: a person, a town, a street. Escaped and isolated by
    the renderer.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A town by its Dutch name, which is on the signs; shown with the name that the reader's script has for
    it, where it has one.
    """

    place: str


@dataclass(frozen=True, slots=True)
class Km:
    """A distance, shown with one decimal in the reader's way of writing numbers."""

    km: float


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, 24 hours, "HH:MM", already in the wall time of the place it belongs to."""

    clock: str


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 = Monday."""

    weekday: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list that the reader's language joins in its own way: "a, b en c"."""

    items: tuple[Text | Name, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One catalogue entry with what fills its placeholders. `int` is a number and may choose the plural
    (param `count`).
    """

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, "YYYY-MM-DD": shown as "dinsdag 3 juni"."""

    day: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time at the place it belongs to, "YYYY-MM-DDTHH:MM": shown as "dinsdag 3 juni, 10 uur"."""

    wall: str


Param = int | Name | Place | Km | Clock | Weekday | Day | Moment | Items | Text


# ── What we say ────────────────────────────────────────────────────────────────────────────────────────────


class Native(StrEnum):
    """A button that only the phone itself can answer. A channel without it leaves the button out."""

    NONE = ""
    LOCATION = "location"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press.

    `choice` is what comes back in `Tap.choice`: 1–24 characters of a–z, 0–9 and `_:+-.`; it says what
    the person wants to be true ("+reading", "k801"), never "the other way round", so that a second tap
    of the same button changes nothing.
    """

    choice: str
    label: Text
    picture: str = ""
    selected: bool = False
    native: Native = Native.NONE


@dataclass(frozen=True, slots=True)
class Venue:
    """A Taalhuis on the map."""

    name: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Document:
    """A small file that goes with a message; `content` is its text, such as an appointment as iCalendar.

    `method` is the iCalendar method ("REQUEST", "CANCEL") or "".
    """

    name: str
    mime: str
    content: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """Something that a person said. `file` is the name that `channel` has for it (a Telegram file id), which
    can be sent on without the sound coming through our hands; `seconds` long.
    """

    channel: str
    file: str
    seconds: int


_NEAR_KM = 0.05


@dataclass(frozen=True, slots=True)
class HouseCard:
    """A Taalhuis on a picture that can be read without reading. `week` holds for Monday to Sunday the hours
    that it is open, each ("HH:MM", "HH:MM") of wall time; () when closed that day, and an empty `week` when
    nobody knows. `today` is 0 for Monday.
    """

    name: str
    street: str
    town: str
    km: float
    bicycle_minutes: int
    week: tuple[tuple[tuple[str, str], ...], ...]
    today: int

    @property
    def is_near(self) -> bool:
        """Nearer than can be told: 0,0 in one decimal."""
        return self.km < _NEAR_KM


@dataclass(frozen=True, slots=True)
class Speech:
    """What is read aloud: these lines, then each answer with the name of its picture."""

    lines: tuple[Text | Name, ...]
    choices: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message to the person.

    `lines` are shown under each other, each a sentence or two. `rows` holds the answer buttons and
    `always` the fixed row (explain, skip, a person, stop), one or two a row. `serial` > 0 marks a
    question: taps on it carry that number. `replaces` shows it in the place of the message with the
    same serial (a toggle, the keypad, or the answered question that keeps `chosen` and loses its
    buttons). `native` asks for the phone's own keyboard; `closes_native` takes it away.

    A card is a message with buttons that stay good whatever is being asked: its `serial` is 0 and its choices
    are those of `flows.deeds`. `card_ref` shows it in the place of an earlier card (the `Tap.ref` of a tap on
    it); "" sends it anew.

    `picture` is the name of one of our own drawings (`data/pictures/<name>.svg`), shown with the words, or
    "". `house` is drawn as a picture. `speech` is read aloud and not written: the answer to a tap on the
    loudspeaker. What is read aloud because somebody always wants that follows from the message itself.

    `hears`: it may be answered by speaking.
    """

    lines: tuple[Text, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    always: tuple[tuple[Button, ...], ...] = ()
    serial: int = 0
    replaces: bool = False
    chosen: tuple[Text | Name, ...] = ()
    native: tuple[Button, ...] = ()
    closes_native: bool = False
    venue: Venue | None = None
    card_ref: str = ""
    document: Document | None = None
    voice: VoiceNote | None = None
    picture: str = ""
    house: HouseCard | None = None
    speech: Speech | None = None
    hears: bool = False


# ── What is remembered ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands. The next question follows from `answers` alone, so it may be stored,
    read back and carried to a newer version.

    `serial` numbers the questions asked so far; `draft` holds what is ticked in a question with several
    answers, until "klaar"; `editing` is the step that is being changed from the overview; `aside` is
    what stands in front of the question until it is answered ("stop", "erase", …). `view` is the list or
    page of the present question that is open, in the words of its step; () is how it is first asked.
    `aloud`: every message is to be read aloud. `own_name` is the name of their phone while a button of the
    present question shows it: a reminder, which nobody sent, could not know it.
    `misses`: so many answers in a row to the present question were not understood.
    Before consent `answers` and `view` hold nothing about a person.
    """

    flow: str
    version: int
    step: str
    language: str
    serial: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    draft: tuple[str, ...] = ()
    editing: str = ""
    aside: str = ""
    view: tuple[str, ...] = ()
    aloud: bool = False
    own_name: str = ""
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one reply led to: the new state, what to say (in this order), and what happened."""

    state: State
    prompts: tuple[Prompt, ...]
    events: tuple[Event, ...] = ()
    toast: Text | None = None
