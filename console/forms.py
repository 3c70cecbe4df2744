"""From a form that came in to a `Reply`, or a plain refusal.

Everything a browser sends is checked for its shape here and nowhere else; what it means is up to the flow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.domain.origin import origin_of
from console.sessions import is_nonce
from flows.replies import Command, Reply, SharedLocation, Tap, Typed

MAX_BODY_BYTES = 16 * 1024
_MAX_FIELDS = 16
_CHOICE = re.compile(r"[a-z0-9_:+\-.]{1,24}")
_CARD = re.compile(r"([0-9]{1,19}) ([a-z0-9_:+\-.]{1,24})")
_DIGITS = re.compile(r"[0-9]{1,19}")
_COMMAND = re.compile(r"/([a-zA-Z]{1,32})(?:\s+(.*))?", re.DOTALL)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTENT_TYPE = "application/x-www-form-urlencoded"


class FormTooLarge(Exception):
    """The body has more than `MAX_BODY_BYTES`."""


class FormUnreadable(Exception):
    """No form of ours: another type, broken text, or a field that no page of ours sends."""


Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One form. `reply` is None when nothing was in it; `nonce` is the number of the page it came from."""

    nonce: int
    reply: Reply | None


async def read_fields(request: Request) -> Fields:
    """Read the body, never more than the limit; the last value of a name counts.

    Raises:
        FormTooLarge, FormUnreadable.
    """
    body = await body_of(request, most_bytes=MAX_BODY_BYTES)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict"
        )
    except ValueError:
        raise FormUnreadable from None
    return dict(pairs)


async def body_of(request: Request, *, most_bytes: int) -> bytes:
    """The body of a form as a browser writes it.

    Raises:
        FormTooLarge: it has more than this; not more of it is read.
        FormUnreadable: it is something else than such a form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _CONTENT_TYPE:
        raise FormUnreadable
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise FormTooLarge
    return bytes(body)


def answer_of(fields: Fields) -> Answer:
    """Make a reply of the fields.

    Raises:
        FormUnreadable: a field has a shape that our pages never send.
    """
    nonce = _number(fields, "nonce")
    if not is_nonce(nonce):
        raise FormUnreadable
    return Answer(nonce, _reply(fields))


def began(fields: Fields) -> Command:
    """To begin, with the leaflet by which somebody came; anything else behind it is left out."""
    leaflet = origin_of(fields.get("from", ""))
    return Command("start", str(leaflet) if leaflet else "")


def _reply(fields: Fields) -> Reply | None:
    if "choice" in fields:
        return _tap(fields)
    if "card" in fields:
        return _deed(fields)
    if "latitude" in fields:
        return _location(fields)
    if "begin" in fields:
        return began(fields)
    return _typed(fields.get("text", ""))


def _tap(fields: Fields) -> Tap:
    if not _CHOICE.fullmatch(fields["choice"]):
        raise FormUnreadable
    return Tap(
        fields["choice"], serial=_number(fields, "serial"), conversation=_number(fields, "conversation")
    )


def _deed(fields: Fields) -> Tap:
    """A button of a card: the number of its message, and what it asks for. One form serves all cards."""
    pressed = _CARD.fullmatch(fields["card"])
    if pressed is None:
        raise FormUnreadable
    return Tap(pressed[2], serial=0, conversation=_number(fields, "conversation"), ref=pressed[1])


def _location(fields: Fields) -> SharedLocation:
    try:
        latitude, longitude = float(fields["latitude"]), float(fields.get("longitude", ""))
    except ValueError:
        raise FormUnreadable from None
    # Not-a-number compares false with everything, so it is asked for by name.
    if math.isnan(latitude) or math.isnan(longitude) or abs(latitude) > 90 or abs(longitude) > 180:
        raise FormUnreadable
    return SharedLocation(latitude, longitude)


def _typed(text: str) -> Reply | None:
    words = _INVISIBLE.sub(" ", text).strip()
    if not words:
        return None
    command = _COMMAND.fullmatch(words)
    if command:
        return Command(command[1].lower(), (command[2] or "").strip())
    return Typed(words)


def _number(fields: Fields, name: str) -> int:
    value = fields.get(name, "")
    if not _DIGITS.fullmatch(value) or int(value) >= 1 << 63:
        raise FormUnreadable
    return int(value)
