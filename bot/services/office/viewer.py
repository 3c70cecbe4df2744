"""Who looks at a page: a session, and the roles that its person holds at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.act import Act


class OfficeRole(StrEnum):
    """Who may be signed in. Volunteers work in the chat."""

    STAFF = "staff"
    REGIONAL = "regional"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person. `chat_id` is NULL for an operator, who is no member; `members` are the roles that
    the chat holds now: staff and regional, no others.
    """

    session_id: int
    chat_id: int | None
    operator: bool
    language: str
    members: tuple[MemberRow, ...]

    @property
    def roles(self) -> frozenset[OfficeRole]:
        held = {OfficeRole(member.role) for member in self.members}
        return frozenset(held | {OfficeRole.OPERATOR} if self.operator else held)

    @property
    def houses(self) -> Mapping[int, MemberRow]:
        """The Taalhuizen where this person is staff, by id, each with the role."""
        return {one.taalhuis_id: one for one in self.members if one.role == "staff" and one.taalhuis_id}

    @property
    def regions(self) -> Mapping[int, MemberRow]:
        """The arbeidsmarktregio's of which this person is regional staff, by id."""
        return {one.region_id: one for one in self.members if one.role == "regional" and one.region_id}

    def staff_of(self, case: Case | None) -> MemberRow | None:
        """The role in which this case is theirs; None for "not yours" and "no such thing" alike."""
        return self.houses.get(case.taalhuis_id) if case and case.taalhuis_id else None

    def act(self, what: str, *, by: MemberRow | None = None) -> Act:
        """The beginning of an audit entry: `dataclasses.replace` adds what it is about."""
        role = by.role if by else (OfficeRole.OPERATOR if self.operator else self.members[0].role)
        house = by.taalhuis_id if by else None
        return Act(what=what, role=role, member_id=by.id if by else None, taalhuis_id=house)
