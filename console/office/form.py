"""What a browser sends from a form of the console, with several values of one name and longer words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from console.forms import FormTooLarge, FormUnreadable, body_of
from flows.bsn import holds_bsn

MAX_BODY_BYTES = 64 * 1024
_MAX_FIELDS = 400
_NUMBER = re.compile(r"[0-9]{1,18}")


class HoldsBsn(Exception):
    """Somebody typed a number that can be a BSN: it may not be kept."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form, or of the query of an address."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str, default: str = "") -> str:
        """A value that a page offers: a code, a day, a token. The last one counts."""
        return self.fields[name][-1] if self.fields.get(name) else default

    def many(self, name: str) -> tuple[str, ...]:
        """All values of boxes of one name."""
        return tuple(self.fields.get(name, ()))

    def number(self, name: str, default: int = 0) -> int:
        """A number that a page offers; the default for anything else."""
        value = self.one(name)
        return int(value) if _NUMBER.fullmatch(value) else default

    def text(self, name: str, *, most: int) -> str:
        """Words that a person typed, without blanks at the ends.

        Raises:
            HoldsBsn: a number in it can be a BSN.
            FormTooLarge: it has more than `most` letters.
        """
        words = self.one(name).replace("\r\n", "\n").strip()
        if len(words) > most:
            raise FormTooLarge
        if holds_bsn(words):
            raise HoldsBsn
        return words


async def read_form(request: Request) -> Form:
    """Read the body, never more than the limit.

    Raises:
        FormTooLarge, FormUnreadable.
    """
    body = await body_of(request, most_bytes=MAX_BODY_BYTES)
    return parse(body.decode("ascii", errors="replace"))


def query_of(request: Request) -> Form:
    """What stands behind the question mark of the address.

    Raises:
        FormUnreadable: broken text, or far more of it than a page of ours would ask.
    """
    return parse(request.url.query)


def parse(text: str) -> Form:
    """Fields as a browser writes them.

    Raises:
        FormUnreadable: they are no such thing, or hold what no database can keep.
    """
    if "%00" in text or "\0" in text:
        raise FormUnreadable
    try:
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict"))
    except ValueError:
        raise FormUnreadable from None
