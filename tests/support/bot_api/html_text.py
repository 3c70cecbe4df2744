"""Reads Telegram's HTML as the real server does, and refuses what it refuses.

Source: https://core.telegram.org/bots/api#html-style. Offsets of entities count UTF-16 units. A byte
offset in an error counts UTF-8 bytes, as in the answers of the real server.
"""

import html
import re
from dataclasses import dataclass

from tests.support.bot_api.model import ApiError, JsonDict, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_VALUE = r"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?"
_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+{_VALUE})*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
# The real server knows these four names and numbers; every other "&…;" stays as it is.
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")


def utf16_length(text: str) -> int:
    """The length as Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    name: str
    start: int
    extra: JsonDict


def _refuse(description: str) -> ApiError:
    return bad_request("html", f"can't parse entities: {description}")


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[JsonDict] = []

    def read(self) -> tuple[str, list[JsonDict]]:
        position = 0
        while (start := self._source.find("<", position)) >= 0:
            self._add(self._source[position:start])
            tag = _TAG.match(self._source, start)
            if tag is None:
                raise _refuse(f"Unsupported or unclosed start tag at byte offset {self._bytes(start)}")
            self._tag(tag, self._bytes(start))
            position = tag.end()
        self._add(self._source[position:])
        if self._open:
            name = self._open[-1].name
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{name}"')
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._text), self._entities

    def _bytes(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _add(self, piece: str) -> None:
        text = _CHARACTER.sub(lambda found: html.unescape(found.group()), piece)
        self._text.append(text)
        self._length += utf16_length(text)

    def _tag(self, tag: re.Match[str], offset: int) -> None:
        name = tag.group(2).lower()
        if tag.group(1):
            self._end(name, offset)
        elif name not in _KINDS:
            raise _refuse(f'Unsupported start tag "{name}" at byte offset {offset}')
        else:
            self._open.append(_Open(name, self._length, _extra(name, tag.group(3), offset)))

    def _end(self, name: str, offset: int) -> None:
        if not self._open:
            raise _refuse(f"Unexpected end tag at byte offset {offset}")
        opened = self._open.pop()
        if opened.name != name:
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            raise _refuse(f"Unmatched end tag at byte offset {offset}, {expected}")
        if self._length > opened.start:
            entity = {"type": _KINDS[name], "offset": opened.start, "length": self._length - opened.start}
            self._entities.append(entity | opened.extra)


def _extra(name: str, source: str, offset: int) -> JsonDict:
    """What a start tag adds to its entity; raises a 400 where a tag lacks the attribute it lives by."""
    found = {
        m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(source)
    }
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    if name == "tg-emoji":
        return {"custom_emoji_id": found.get("emoji-id", "")}
    if name == "blockquote" and "expandable" in found:
        return {"type": "expandable_blockquote"}
    if name == "a":
        return {"url": html.unescape(found.get("href", ""))}
    return {}


def parse_html(source: str) -> tuple[str, list[JsonDict]]:
    """The visible text and its entities. Raises a 400 "can't parse entities" for broken HTML."""
    return _Reader(source).read()
