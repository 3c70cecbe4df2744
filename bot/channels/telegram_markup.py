"""How a `Prompt` looks on Telegram, as plain values: which calls of the Bot API, with which parameters.

Nothing here knows the library or the network, so what a person sees can be tested without either.

Telegram lets a message carry one keyboard only: buttons under the message, or the phone's own keyboard (share
my place, share my number), or the removal of that one. Where a prompt needs two, a small carrier goes first
and the question last. A carrier that is repeated because the question failed does no harm; the question is
what the outbox counts. A place on the map and a file are messages of their own, and go before the words too.
A voice note and a picture carry the words themselves, as their caption.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape, unescape
from typing import NamedTuple, Protocol

from bot.channels.base import VOICE_NOT_HERE, Envelope
from bot.channels.callback_data import Question
from bot.channels.plainer import has_picture
from flows.model import Button, Document, Items, Name, Native, Prompt, Text, Venue

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200

CHOSEN = "✅"
THANKS = "👍"
LOOK_BELOW = "👇"

_NATIVE_REQUEST = {Native.LOCATION: "request_location", Native.CONTACT: "request_contact"}
_REMOVE_KEYBOARD = '{"remove_keyboard":true}'
_NO_PREVIEW = '{"is_disabled":true}'
# Made once: with options, `json.dumps` builds an encoder for every call.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_TAG = re.compile(r"<[^>]*>")
_TEXT_ONLY = {"text", "link_preview_options"}

Parameters = Mapping[str, str]


class Renderer(Protocol):
    """What `bot.i18n.Catalogues` does for us."""

    def render(self, text: Text | Name | Items, language: str, *, html: bool = False) -> str:
        """The text for this reader; with `html` safe inside an element."""


class Call(NamedTuple):
    """One call of the Bot API. All values are text, as the wire has them; keyboards are JSON. `document` is
    uploaded with it, under that name, and `sound` as its voice note.
    """

    endpoint: str
    parameters: Parameters
    document: Document | None = None
    sound: bytes = b""


def calls(envelope: Envelope, renderer: Renderer, *, sound: bytes = b"") -> tuple[Call, ...]:
    """What to call, in this order; the last is the message itself. Empty when there is nothing to show.
    `sound` is that of a voice note which was spoken elsewhere.

    Nothing is shown when a prompt only takes the buttons off a message that was never sent.
    """
    prompt = envelope.prompt
    if prompt.replaces and not envelope.replaces_ref and not _has_buttons(prompt):
        return ()
    if prompt.voice and prompt.voice.channel != "telegram" and not sound:
        return calls(replace(envelope, prompt=without_voice(prompt)), renderer)
    inline = inline_keyboard(envelope, renderer)
    own = _own_keyboard(envelope, renderer)
    edits = bool(prompt.replaces and envelope.replaces_ref)
    carriers = []
    if own and (inline or edits):
        carriers.append(_carrier(envelope, own))
        own = ""
    markup = inline or own
    carriers += _things(envelope)
    body = _body(envelope, renderer)
    if edits:
        return (*carriers, _edit(envelope, body, markup))
    if not body and not prompt.voice and carriers:
        return (*carriers[:-1], _with_markup(carriers[-1], markup))
    said = _messages(envelope, body, markup)
    if prompt.voice and sound:
        said[-1] = uploaded(said[-1], sound)
    return (*carriers, *said)


def uploaded(voice: Call, sound: bytes) -> Call:
    """The same voice note with its sound, instead of by a name that Telegram does not know."""
    named = {key: value for key, value in voice.parameters.items() if key != "voice"}
    return voice._replace(parameters=named, sound=sound)


def without_voice(prompt: Prompt) -> Prompt:
    """The same message for somebody who cannot hear its voice note: that there is one is told."""
    return replace(prompt, voice=None, lines=(*prompt.lines, VOICE_NOT_HERE))


def as_caption(edit: Call) -> Call:
    """The same change of a message that turns out to be no text but something with a caption."""
    kept = {key: value for key, value in edit.parameters.items() if key not in _TEXT_ONLY}
    caption = split(edit.parameters["text"], CAPTION_LIMIT)[0]
    return Call("editMessageCaption", {**kept, "caption": caption})


def split(html: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Cut a text into messages of at most `limit` UTF-16 units, between lines where that is possible.

    A single line that is too long loses its markup and is cut between words.
    """
    if len(html) * 2 <= limit:
        # Almost every message; no character is more than two units.
        return [html.strip("\n")]
    pages: list[str] = []
    for line in _short_lines(html, limit):
        if pages and _units(pages[-1]) + 1 + _units(line) <= limit:
            pages[-1] += "\n" + line
        else:
            pages.append(line)
    return [page.strip("\n") for page in pages if page.strip()] or [""]


def toast_text(shown: str) -> str:
    """The word for the one who tapped, as long as Telegram allows."""
    return shown if len(shown) <= TOAST_LIMIT else shown[: TOAST_LIMIT - 1] + "…"


def _has_buttons(prompt: Prompt) -> bool:
    return any(prompt.rows) or any(prompt.always)


def _body(envelope: Envelope, renderer: Renderer) -> str:
    prompt, language = envelope.prompt, envelope.language
    shown = "\n".join(renderer.render(line, language, html=True) for line in prompt.lines)
    if prompt.chosen:
        chosen = renderer.render(Items(prompt.chosen), language, html=True)
        shown += f"\n\n{CHOSEN} <b>{chosen}</b>"
    return shown


def _messages(envelope: Envelope, html: str, markup: str) -> list[Call]:
    """The words, and the voice note or the picture that they go with; the last has the buttons."""
    pages = split(html)
    if has_picture(envelope.prompt) and len(pages) == 1 and _units(pages[0]) <= CAPTION_LIMIT:
        return [_with_markup(_photo(envelope, pages[0]), markup)]
    if envelope.prompt.voice is None:
        return [*(_message(envelope, page, "") for page in pages[:-1]), _message(envelope, pages[-1], markup)]
    caption = pages.pop() if _units(pages[-1]) <= CAPTION_LIMIT else ""
    before = [_message(envelope, page, "") for page in pages]
    return [*before, _with_markup(_voice(envelope, caption), markup)]


def _message(envelope: Envelope, html: str, markup: str) -> Call:
    return Call("sendMessage", _text({"chat_id": envelope.address}, html, markup))


def _edit(envelope: Envelope, html: str, markup: str) -> Call:
    target = {"chat_id": envelope.address, "message_id": envelope.replaces_ref}
    edit = Call("editMessageText", _text(target, split(html)[0], markup))
    captioned = has_picture(envelope.prompt) and _units(html) <= CAPTION_LIMIT
    return as_caption(edit) if captioned or envelope.prompt.voice else edit


def _text(target: dict[str, str], html: str, markup: str) -> Parameters:
    parameters = {**target, "text": html, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}
    if markup:
        parameters["reply_markup"] = markup
    return parameters


def _carrier(envelope: Envelope, markup: str) -> Call:
    emblem = THANKS if markup == _REMOVE_KEYBOARD else LOOK_BELOW
    return Call("sendMessage", {"chat_id": envelope.address, "text": emblem, "reply_markup": markup})


def _with_markup(call: Call, markup: str) -> Call:
    return call._replace(parameters={**call.parameters, "reply_markup": markup}) if markup else call


def _things(envelope: Envelope) -> list[Call]:
    """What a message has besides its words."""
    document = envelope.prompt.document
    things = [_venue(envelope, envelope.prompt.venue)] if envelope.prompt.venue else []
    if document:
        things.append(Call("sendDocument", {"chat_id": envelope.address}, document))
    return things


def _voice(envelope: Envelope, caption: str) -> Call:
    voice = envelope.prompt.voice
    assert voice is not None  # noqa: S101 - the caller looked
    parameters = {"chat_id": envelope.address, "voice": voice.file, "duration": str(voice.seconds)}
    return Call(
        "sendVoice", {**parameters, **({"caption": caption, "parse_mode": "HTML"} if caption else {})}
    )


def _photo(envelope: Envelope, caption: str) -> Call:
    """Without the photo itself, which the channel adds."""
    parameters = {"chat_id": envelope.address}
    return Call(
        "sendPhoto", {**parameters, **({"caption": caption, "parse_mode": "HTML"} if caption else {})}
    )


def _venue(envelope: Envelope, venue: Venue) -> Call:
    parameters = {
        "chat_id": envelope.address,
        "latitude": str(venue.latitude),
        "longitude": str(venue.longitude),
        "title": venue.name,
        # Telegram refuses an empty address.
        "address": venue.address or venue.name,
    }
    return Call("sendVenue", parameters)


def inline_keyboard(envelope: Envelope, renderer: Renderer) -> str:
    """The buttons under a message as JSON, or ""."""
    prompt = envelope.prompt
    question = Question(envelope.conversation, prompt.serial)
    rows = []
    for row in (*prompt.rows, *prompt.always):
        # A button that only the phone's own keyboard can answer has no place under a message.
        keys = [
            {
                "text": _label(button, envelope.language, renderer),
                "callback_data": question.pack(button.choice),
            }
            for button in row
            if not button.native
        ]
        if keys:
            rows.append(keys)
    return _json({"inline_keyboard": rows}) if rows else ""


def _own_keyboard(envelope: Envelope, renderer: Renderer) -> str:
    """The phone's own keyboard, its removal, or "". A person may always type instead."""
    prompt = envelope.prompt
    if prompt.native:
        rows = [[_own_key(button, envelope.language, renderer)] for button in prompt.native]
        return _json({"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True})
    return _REMOVE_KEYBOARD if prompt.closes_native else ""


def _own_key(button: Button, language: str, renderer: Renderer) -> dict[str, str | bool]:
    key: dict[str, str | bool] = {"text": _label(button, language, renderer)}
    if button.native:
        key[_NATIVE_REQUEST[button.native]] = True
    return key


def _label(button: Button, language: str, renderer: Renderer) -> str:
    label = renderer.render(button.label, language)
    if button.picture:
        label = f"{button.picture} {label}"
    return f"{CHOSEN} {label}" if button.selected else label


def _units(text: str) -> int:
    # Telegram counts like UTF-16: a picture such as 🙂 is two.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _short_lines(html: str, limit: int) -> Iterator[str]:
    for line in html.split("\n"):
        if _units(line) <= limit:
            yield line
        else:
            yield from _cut(unescape(_TAG.sub("", line)), limit)


def _cut(plain: str, limit: int) -> Iterator[str]:
    piece = ""
    for word in re.findall(r"\S+\s?", plain):
        for part in _parts(word, limit):
            if piece and _units(escape(piece + part)) > limit:
                yield escape(piece.rstrip())
                piece = ""
            piece += part
    yield escape(piece.rstrip())


def _parts(word: str, limit: int) -> list[str]:
    if _units(escape(word)) <= limit:
        return [word]
    # One character is at most six when it is escaped.
    step = limit // 6
    return [word[start : start + step] for start in range(0, len(word), step)]
