"""What a report counts, in the words of the database: conditions over a sign-up and its referral, and the
moments from which days are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, cast, func, literal_column, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from bot.db.models import Appointment, Intake, Note, Referral, ReferralMove, RelayMessage
from bot.db.models.counts import AGREED_SQL, BY_MEMBER_SQL, QUESTION_SQL
from bot.domain.origin import Wall
from bot.domain.referral_status import SUCCESS, ReferralStatus
from bot.domain.reporting import (
    HELPERS,
    NEEDS,
    OTHERWISE,
    PARTS,
    REASONS,
    STATES,
    WELL,
    Cell,
    Dimension,
)

_D = Dimension


_SIGNALS: Mapping[Dimension, Any] = {
    _D.LANGUAGE: Intake.signal_language,
    _D.NUMBERS: Intake.signal_numbers,
    _D.DIGITAL: Intake.signal_digital,
}
LEFT: Mapping[Dimension, str] = {
    **dict.fromkeys(_SIGNALS, "unknown"),
    _D.FIRST: "nt2",
    _D.LEAFLET: "none",
    _D.CHANNEL: "other",
    _D.HELPER: "other",
}
"""The value of whoever has none of the others."""


def _counted() -> dict[Cell, ColumnElement[bool]]:
    """What a sign-up must be like to count. The last value of a dimension is what is left; see `LEFT`."""
    finished = Referral.status == ReferralStatus.FINISHED
    well = Referral.ended_why.in_(sorted(SUCCESS))
    text = cast(Intake.needs, String)
    states: dict[str, ColumnElement[bool]] = {
        WELL: and_(finished, well),
        OTHERWISE: and_(finished, ~well),
    }
    conditions: dict[Cell, ColumnElement[bool]] = {
        **{(_D.STATE, state): states.get(state, Referral.status == state) for state in STATES},
        **{(_D.NEED, need): text.like(f'%"{need}"%') for need in NEEDS},
        (_D.FIRST, "nt1"): Intake.dutch_first.is_(True),
        **{(_D.LEAFLET, wall): Intake.origin.startswith(f"th_{wall}_", autoescape=True) for wall in Wall},
        **{(_D.CHANNEL, name): Intake.channel == name for name in ("telegram", "web")},
        **{
            (_D.HELPER, name): and_(Intake.by_helper, Intake.helper_organisation == name)
            for name in HELPERS[:-1]
        },
        (_D.HELPER, "self"): ~Intake.by_helper,
        **{(_D.FINISH, why): and_(finished, Referral.ended_why == why) for why in REASONS[_D.FINISH]},
    }
    rejected = Referral.status == ReferralStatus.REJECTED
    conditions |= {(_D.REJECT, why): and_(rejected, Referral.ended_why == why) for why in REASONS[_D.REJECT]}
    for dimension, column in _SIGNALS.items():
        for value in PARTS[dimension][:3]:
            conditions[dimension, value] = column == value
    return conditions


COUNTED: Mapping[Cell, ColumnElement[bool]] = _counted()
"""Made once: there are some fifty."""


class days_between(GenericFunction[int]):
    """Whole days of 24 hours from one moment to a later one; 0 when it is not later."""

    type = Integer()
    inherit_cache = True

    def __init__(self, earlier: ColumnElement[Any], later: ColumnElement[Any]) -> None:
        super().__init__(earlier, later)


@compiles(days_between, "sqlite")
def _days_on_sqlite(element: days_between, compiler: Any, **kw: Any) -> str:
    # In whole seconds: days as a number with a fraction miss the end of a day by a hair.
    earlier, later = (f"strftime('%s', {compiler.process(one, **kw)})" for one in element.clauses)
    return f"max(({later} - {earlier}) / 86400, 0)"


@compiles(days_between, "postgresql")
def _days_on_postgresql(element: days_between, compiler: Any, **kw: Any) -> str:
    earlier, later = (f"date_trunc('second', {compiler.process(one, **kw)})" for one in element.clauses)
    return f"greatest(floor(extract(epoch from {later} - {earlier}) / 86400)::int, 0)"


def first_contact() -> ColumnElement[datetime | None]:
    """The first of: a message or a question of a member to the learner, a moment that was agreed on, the
    first talk. What the program says by itself is no contact.
    """
    moments = union_all(
        select(RelayMessage.sent_at.label("at"))
        .where(RelayMessage.referral_id == Referral.id, literal_column(f"relay_message.{BY_MEMBER_SQL}"))
        .correlate(Referral),
        select(Note.created_at)
        .where(Note.referral_id == Referral.id, literal_column(f"referral_note.{QUESTION_SQL}"))
        .correlate(Referral),
        select(ReferralMove.moved_at)
        .where(ReferralMove.referral_id == Referral.id, literal_column(f"referral_move.{AGREED_SQL}"))
        .correlate(Referral),
    ).subquery()
    return select(func.min(moments.c.at)).correlate(Referral).scalar_subquery()


def first_met() -> ColumnElement[datetime | None]:
    """The beginning of the first appointment at which both were."""
    return (
        select(func.min(Appointment.starts_at))
        .where(Appointment.referral_id == Referral.id, Appointment.outcome == "came")
        .correlate(Referral)
        .scalar_subquery()
    )
