"""What is wrong with the data of a Taalhuis: a sentence for the command line and a text for a page, and where
in a file it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import InputFileError
from flows.bsn import mask
from flows.model import Text


class Wrong(ValueError):
    """A value cannot be used. `text` says so to somebody at a desk, without the value itself."""

    def __init__(self, said: str, text: Text) -> None:
        super().__init__(said)
        self.text = text


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1; `field` is a column of the file."""

    line: int
    field: str
    wrong: Wrong

    def __str__(self) -> str:
        return mask(f"line {self.line}, {self.field}: {self.wrong}")


class TaalhuisFileError(InputFileError):
    """Fields of a file that cannot be used, all of them; also as `found`, for a page."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__(tuple(str(fault) for fault in found))
        self.found = found
