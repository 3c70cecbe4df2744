"""What stands in one line of the queue, and what has to be looked up row by row to know whether it belongs
there: needs, language, who has it, and whether its term is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    cast,
    exists,
    false,
    not_,
    or_,
    select,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import aliased

from bot.db.models import Appointment, Chat, Intake, Learner, Member, Referral, RelayMessage
from bot.db.queries.office_queue_model import Mark, Row, Term, Wanted
from bot.domain.waiting import Span

_Staff = aliased(Member)
_Volunteer = aliased(Member)


def lines(window: Subquery, wanted: Wanted) -> Select[Any]:
    """The lines of these ids that belong there."""
    late, soon = _late(wanted.terms, Referral), _soon(wanted.terms, Referral)
    columns = select(
        Referral.id,
        window.c.rank,
        window.c.moment,
        Intake.code,
        Referral.status,
        Referral.ended_why,
        Referral.taalhuis_id,
        Learner.first_name,
        Intake.place,
        Referral.created_at.label("sent_at"),
        Referral.updated_at.label("changed_at"),
        Intake.needs,
        Learner.language,
        Intake.first_language,
        _Staff.name.label("staff"),
        _Volunteer.name.label("volunteer"),
        Chat.unreachable_at.is_not(None).label("unreachable"),
        late.label("late"),
        soon.label("soon"),
    )
    return (
        joined(columns, window, wanted)
        .outerjoin(_Staff, _Staff.id == Referral.staff_id)
        .outerjoin(_Volunteer, _Volunteer.id == Referral.volunteer_id)
    )


def joined(columns: Select[Any], window: Subquery, wanted: Wanted) -> Select[Any]:
    """These columns of those ids that belong there."""
    return (
        columns.select_from(window)
        .join(Referral, Referral.id == window.c.id)
        .join(Intake, Intake.id == Referral.intake_id)
        .join(Learner, Learner.id == Intake.learner_id)
        .join(Chat, Chat.id == Intake.chat_id)
        .where(*_close_up(wanted))
    )


def row_of(row: RowMapping) -> Row:
    """SQLite has numbers for what is true."""
    return Row(**{**row, **{name: bool(row[name]) for name in ("unreachable", "late", "soon")}})


def looks_closer(wanted: Wanted) -> bool:
    """Is anything asked for that no index of the list knows?"""
    return any(getattr(wanted, name) for name in _CLOSE_UP)


def marked(wanted: Wanted, of: Any = Referral) -> ColumnElement[bool]:
    """Its term is over, or nearly: what is asked for. `of` has `id`, `status` and `updated_at`."""
    return _late(wanted.terms, of) if wanted.mark is Mark.LATE else _soon(wanted.terms, of)


_CLOSE_UP: Mapping[str, Callable[[Wanted], ColumnElement[bool]]] = {
    "need": lambda wanted: cast(Intake.needs, String).like(f'%"{wanted.need}"%'),
    "language": lambda wanted: or_(
        Learner.language == wanted.language, Intake.first_language == wanted.language
    ),
    "unreachable": lambda _wanted: Chat.unreachable_at.is_not(None),
    "without_volunteer": lambda _wanted: Referral.volunteer_id.is_(None),
    "without_staff": lambda _wanted: Referral.staff_id.is_(None),
    "common_places": lambda wanted: Intake.place.in_(wanted.common_places),
    "waited": lambda wanted: _within(Referral.updated_at, wanted.waited),
    "mark": marked,
}
"""By the field of `Wanted` that asks for it."""


def _close_up(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [condition(wanted) for name, condition in _CLOSE_UP.items() if getattr(wanted, name)]


def _late(terms: Iterable[Term], of: Any) -> ColumnElement[bool]:
    return or_(false(), *(_over(term, term.now, of) for term in terms))


def _soon(terms: Iterable[Term], of: Any) -> ColumnElement[bool]:
    return or_(
        false(), *(and_(_over(term, term.soon, of), not_(_over(term, term.now, of))) for term in terms)
    )


def _over(term: Term, spans: tuple[Span, ...], of: Any) -> ColumnElement[bool]:
    """The last move, and with a volunteer every sign of life since, lies so long ago. As
    `bot.db.queries.idle.last_sign` has it: what was written, and appointments; a planned one counts when it
    takes place.
    """
    over = and_(of.status.in_(sorted(term.statuses)), _within(of.updated_at, spans))
    if not term.signs:
        return over
    planned = and_(Appointment.status == "planned", not_(_within(Appointment.starts_at, spans)))
    meeting = or_(not_(_within(Appointment.updated_at, spans)), planned)
    written = not_(_within(RelayMessage.sent_at, spans))
    return and_(
        over,
        ~exists().where(RelayMessage.referral_id == of.id, written).correlate_except(RelayMessage),
        ~exists().where(Appointment.referral_id == of.id, meeting).correlate_except(Appointment),
    )


def _within(moment: Any, spans: tuple[Span, ...]) -> ColumnElement[bool]:
    return or_(
        false(),
        *(and_(moment < one.until, *([moment >= one.since] if one.since else [])) for one in spans),
    )
