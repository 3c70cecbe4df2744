"""Every error of our own, in one tree.

    TaalwijzerError
    ├── SettingsError            the settings cannot work; all problems at once; exit code 2
    ├── InputFileError           a file that was handed in has faults; all of them, by line and field; exit
    code 1
    ├── SchemaOutdated           the database is older or newer than this program; says what to run; exit
    code 2
    ├── StorageUnavailable       the database is away; nothing was acknowledged, the sender tries again
    │   └── StorageConflict      two processes stood in each other's way: begin again at once
    └── DeliveryError            a message did not go out
        ├── Retry                not arrived, may be tried again
        ├── Unsure               may have arrived
        ├── RecipientGone        the person blocked the bot or is gone: a task for staff
        └── Permanent            the message itself is wrong: a defect

A mistake of a person who talks to us is a branch of the conversation and never an exception.
"""

from __future__ import annotations


class TaalwijzerError(Exception):
    """Root of the tree. The text is for the operator; it never holds words of a person."""


class SettingsError(TaalwijzerError):
    """`problems` has one plain sentence a setting."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class InputFileError(TaalwijzerError):
    """`faults` has one plain sentence a fault, each with its line and field. Nothing of the file was taken
    over.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class SchemaOutdated(TaalwijzerError):
    """The database schema is not the one that this program was written for."""


class StorageUnavailable(TaalwijzerError):
    """The database did not answer. What was received is not acknowledged and will come again."""


class StorageConflict(StorageUnavailable):
    """A deadlock with another process, or a conflict: the database is there, and a second try may do it."""


class DeliveryError(TaalwijzerError):
    """A message did not go out. The text is for the log: a status or a class, no words of a person."""


class Retry(DeliveryError):
    """It did not arrive. `retry_after` in seconds when the other side named it (a 429), else None."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Unsure(DeliveryError):
    """A time-out after the request had left: it may have arrived."""


class RecipientGone(DeliveryError):
    """Blocked, deleted or kicked out: writing to this address again is of no use."""


class Permanent(DeliveryError):
    """The other side refused the message itself; trying again gives the same answer."""
