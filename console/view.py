"""From a transcript to what stands on the page: earlier messages, cards among them whose buttons stay good,
and the one question that is in focus.

The templates only lay out what is decided here; every text is in the reader's language, not yet escaped.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.channels.base import VOICE_NOT_HERE
from bot.services.transcripts import Shown, Transcript
from console.drawings import Drawing, HousePicture, drawing_of, drawn, house_of
from console.ports import Texts
from flows.deeds import deed_of
from flows.model import Button, Document, Native, Prompt, Text, Venue

_KEYPAD_ROW = 3
_CALENDAR = "text/calendar"
# Letters that fit in half of a narrow screen, and how many a picture takes the place of.
_SHORT_LABEL, _PICTURE_ROOM = 10, 3
_SENTENCE_END = re.compile(r"(?<=[.!?؟።。？])\s+")
_QUESTION_MARKS = ("?", "؟", "？")


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `pressed` is None when it is no toggle; `key` is the digit that presses it, or "".
    `drawing` is the name of our own drawing, shown in the place of the emoji.
    """

    choice: str
    label: str
    picture: str
    pressed: bool | None
    key: str
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A Taalhuis with its place on an outside map. `address` is "" when the lines beside it tell it."""

    name: str
    address: str
    map_url: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """An earlier message; `chosen` is what the person answered, or "". `rows` are the buttons of a card,
    which can be pressed wherever it stands. `file` is the label of what can be kept, or "". `heard` says
    whether somebody's voice can be played, `hear` whether the words can be read aloud.
    """

    outbox_id: int
    lines: tuple[str, ...]
    chosen: str
    card: Card | None
    rows: tuple[Row, ...] = ()
    file: str = ""
    heard: bool = False
    hear: bool = False
    house: HousePicture | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons beside each other. `layout`: "keys" of a keypad, "short" and "pair" for two, "many" for the
    days of a week, "" for one.
    """

    choices: tuple[Choice, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """`strong` is the one that asks; when none does, the first."""

    words: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """The phone's own button to share where it is, with what is said about it."""

    lines: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """The question in focus: its first line sentence by sentence, and the lines that follow it.

    `keypad` lays out digits; `toggles` says that several can be on. `hear` is the number of its message when
    that can be read aloud, else 0.
    """

    serial: int
    asks: tuple[Sentence, ...]
    details: tuple[str, ...]
    rows: tuple[Row, ...]
    always: tuple[Choice, ...]
    location: Offer | None
    keypad: bool
    toggles: bool
    card: Card | None
    drawing: Drawing | None = None
    hear: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """The page.

    `log` ends with the person's last answer; `fresh` is what was said since, before the question. `ended`
    when nothing is asked any more, or the Taalhuis has been shown. `works` when the person has cards and no
    question: somebody who helps here, and says what they want when they want.
    """

    language: str
    conversation: int
    log: tuple[Bubble, ...]
    fresh: tuple[Bubble, ...]
    question: Question | None
    ended: bool
    works: bool
    version: str
    hears: bool
    aloud: bool = False


def conversation_of(transcript: Transcript, texts: Texts, *, heard: Container[str] = ()) -> Conversation:
    """The newest question that still has buttons is the one in focus; all others are the log, in their order.

    `heard` are the channels whose voice notes can be played here.
    """
    language, messages = transcript.language, transcript.messages
    open_at = next((at for at in range(len(messages) - 1, -1, -1) if _is_open(messages[at].prompt)), None)
    offer_at = None if open_at is None else _offer_at(messages, open_at)
    said = tuple(
        _bubble(shown, texts, language, heard)
        for at, shown in enumerate(messages)
        if at not in (open_at, offer_at)
    )
    answered = max((at for at, bubble in enumerate(said, start=1) if bubble.chosen), default=0)
    question = None
    if open_at is not None:
        offer = None if offer_at is None else _offer(messages[offer_at].prompt, texts, language)
        if offer and offer_at == open_at:
            offer = Offer((), offer.label)
        question = _question(messages[open_at].prompt, offer, texts, language)
    return Conversation(
        language=language,
        conversation=transcript.conversation,
        log=said[:answered],
        fresh=said[answered:],
        question=question,
        ended=question is None or question.card is not None or any(bubble.card for bubble in said),
        works=question is None and any(_is_card(shown.prompt) or shown.prompt.card_ref for shown in messages),
        version=transcript.version,
        hears=any(
            shown.prompt.hears for at, shown in enumerate(messages) if at in (open_at, len(messages) - 1)
        ),
    )


def _is_open(prompt: Prompt) -> bool:
    return bool(prompt.rows or prompt.always) and not prompt.chosen and not _is_card(prompt)


def _is_card(prompt: Prompt) -> bool:
    """A card belongs to no question: its buttons are deeds."""
    buttons = (button for row in (*prompt.rows, *prompt.always) for button in row)
    return not prompt.serial and any(deed_of(button.choice) for button in buttons)


def _offer_at(messages: Sequence[Shown], open_at: int) -> int | None:
    """Where the button to share the location stands: with the question or after it; None when taken away."""
    for at in range(len(messages) - 1, open_at - 1, -1):
        prompt = messages[at].prompt
        if any(button.native is Native.LOCATION for button in prompt.native):
            return at
        if prompt.closes_native:
            return None
    return None


def _offer(prompt: Prompt, texts: Texts, language: str) -> Offer:
    label = next(button.label for button in prompt.native if button.native is Native.LOCATION)
    return Offer(_lines(prompt, texts, language), texts.render(label, language))


def _lines(prompt: Prompt, texts: Texts, language: str) -> tuple[str, ...]:
    return tuple(texts.render(line, language) for line in prompt.lines)


def _bubble(shown: Shown, texts: Texts, language: str, heard: Container[str]) -> Bubble:
    prompt = shown.prompt
    lines = _lines(prompt, texts, language)
    voice = prompt.voice
    plays = voice is not None and voice.channel in heard
    if voice and not plays:
        lines = (*lines, texts.render(VOICE_NOT_HERE, language))
    return Bubble(
        shown.outbox_id,
        lines,
        chosen=" · ".join(texts.render(part, language) for part in prompt.chosen),
        card=_card(prompt.venue, lines),
        rows=_deeds(prompt, texts, language) if _is_card(prompt) else (),
        file=texts.render(_file_label(prompt.document), language) if prompt.document else "",
        heard=plays,
        house=house_of(prompt, texts, language),
    )


def _deeds(prompt: Prompt, texts: Texts, language: str) -> tuple[Row, ...]:
    """The buttons of a card. They have no number keys: those press the question."""
    all_rows = (*prompt.rows, *prompt.always)
    rows = tuple(tuple(_choice(button, texts, language) for button in row) for row in all_rows)
    return tuple(_row(row, keypad=False) for row in rows if row)


def _file_label(document: Document) -> Text:
    return Text("web.calendar") if document.mime == _CALENDAR else Text("web.file")


def _choice(button: Button, texts: Texts, language: str, key: str = "") -> Choice:
    pressed = button.selected if _is_toggle(button) else None
    label = texts.render(button.label, language)
    return Choice(button.choice, label, button.picture, pressed, key, drawn(button.picture))


def _question(prompt: Prompt, offer: Offer | None, texts: Texts, language: str) -> Question:
    lines = _lines(prompt, texts, language)
    rows = tuple(tuple(button for button in row if not button.native) for row in prompt.rows)
    rows = tuple(row for row in rows if row)
    keys = iter("123456789")
    toggles = any(_is_toggle(button) for row in rows for button in row)
    keypad = any(len(row) >= _KEYPAD_ROW for row in rows)

    return Question(
        serial=prompt.serial,
        asks=sentences(lines[0]) if lines else (),
        details=lines[1:],
        # On a keypad each digit presses itself, so no other number may.
        rows=tuple(
            _row(
                tuple(_choice(button, texts, language, "" if keypad else next(keys, "")) for button in row),
                keypad=keypad,
            )
            for row in rows
        ),
        always=tuple(_choice(button, texts, language) for row in prompt.always for button in row),
        location=offer,
        keypad=keypad,
        toggles=toggles,
        card=_card(prompt.venue, lines),
        drawing=drawing_of(prompt, texts, language),
    )


def _is_toggle(button: Button) -> bool:
    """Buttons that switch something on or off say so with their first character."""
    return button.selected or button.choice.startswith(("+", "-"))


def _row(choices: tuple[Choice, ...], *, keypad: bool) -> Row:
    if len(choices) == 1:
        return Row(choices, "")
    if len(choices) > _KEYPAD_ROW:
        return Row(choices, "many")
    if keypad:
        return Row(choices, "keys")
    room = max(len(choice.label) + _PICTURE_ROOM * bool(choice.picture) for choice in choices)
    toggles = any(choice.pressed is not None for choice in choices)
    return Row(choices, "short" if room <= _SHORT_LABEL and not toggles else "pair")


def sentences(line: str) -> tuple[Sentence, ...]:
    """Cut a message where its sentences end, so that the one that asks can stand out."""
    parts = [part for part in _SENTENCE_END.split(line) if part]
    asking = [part.endswith(_QUESTION_MARKS) for part in parts]
    return tuple(
        Sentence(part, asks or (at == 0 and not any(asking)))
        for at, (part, asks) in enumerate(zip(parts, asking, strict=True))
    )


def _card(venue: Venue | None, lines: tuple[str, ...]) -> Card | None:
    if venue is None:
        return None
    place = f"{venue.latitude:.6f}", f"{venue.longitude:.6f}"
    url = f"https://www.openstreetmap.org/?mlat={place[0]}&mlon={place[1]}#map=17/{place[0]}/{place[1]}"
    told = any(venue.address in line for line in lines)
    return Card(venue.name, "" if told else venue.address, url)
