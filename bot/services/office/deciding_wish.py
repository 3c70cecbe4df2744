"""What a deed of the page of a sign-up is given, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services.scene import Scene
from flows.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody filled in. `seen` is the mark of the page (`sheet_mark`); `why` a code; `whom` the id of
    a volunteer, a house, a sign-up or a task; `walls` wall times.
    """

    seen: str
    words: str = ""
    why: str = ""
    whom: int = 0
    walls: tuple[str, ...] = ()


Do = Callable[[Scene, Case, MemberRow, Wish], Awaitable[bool | Text]]
"""A deed over a case that this transaction holds. True: done; False: not any more; a text says why not. What
it answers with a text or False it left as it was.
"""
