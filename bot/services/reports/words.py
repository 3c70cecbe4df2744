"""The words of a report: what each thing that is counted is called, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.origin import Wall
from bot.domain.referral_status import FinishReason, ReferralStatus, RejectReason
from bot.domain.reporting import ERASED, NO, OTHERWISE, WELL, YES, Cell, Dimension
from bot.domain.screening import Signal
from flows.model import Text

_D, _S = Dimension, ReferralStatus

TITLES: Mapping[Dimension, tuple[Text, Text]] = {
    _D.STATE: (Text("console.reports.state"), Text("console.reports.state.means")),
    _D.NEED: (Text("console.reports.need"), Text("console.reports.need.means")),
    _D.LANGUAGE: (Text("console.reports.language"), Text("console.reports.signal.means")),
    _D.NUMBERS: (Text("console.reports.numbers"), Text("console.reports.signal.means")),
    _D.DIGITAL: (Text("console.reports.digital"), Text("console.reports.signal.means")),
    _D.FIRST: (Text("console.reports.first"), Text("console.reports.first.means")),
    _D.LEAFLET: (Text("console.reports.leaflet"), Text("console.reports.leaflet.means")),
    _D.HELPER: (Text("console.reports.helper"), Text("console.reports.helper.means")),
    _D.CHANNEL: (Text("console.reports.channel"), Text("console.reports.channel.means")),
    _D.CONTACT: (Text("console.reports.contact"), Text("console.reports.contact.means")),
    _D.MET: (Text("console.reports.met"), Text("console.reports.met.means")),
    _D.APPOINTMENT: (Text("console.reports.appointment"), Text("console.reports.appointment.means")),
    _D.TRANSFER: (Text("console.reports.transfer"), Text("console.reports.transfer.means")),
    _D.WAITED: (Text("console.reports.waited"), Text("console.reports.waited.means")),
    _D.FINISH: (Text("console.reports.finish"), Text("console.reports.finish.means")),
    _D.REJECT: (Text("console.reports.reject"), Text("console.reports.reject.means")),
}
"""The name of a dimension and its definition, in the order of a report."""

_YES_NO = {YES: Text("console.reports.yes"), NO: Text("console.reports.no")}
_ERASED = {ERASED: Text("console.reports.erased")}
_SIGNAL = {
    Signal.STRONG: Text("staff.signal.strong"),
    Signal.LIGHT: Text("staff.signal.light"),
    Signal.NO_SIGNAL: Text("staff.signal.no_signal"),
    Signal.UNKNOWN: Text("console.reports.unknown"),
    **_ERASED,
}

VALUES: Mapping[Dimension, Mapping[str, Text]] = {
    _D.STATE: {
        _S.SUBMITTED: Text("staff.state.submitted"),
        _S.ACCEPTED: Text("staff.state.accepted"),
        _S.OFFERED: Text("staff.state.offered"),
        _S.MATCHED: Text("staff.state.matched"),
        _S.APPOINTMENT_PLANNED: Text("staff.state.appointment_planned"),
        _S.INTAKE_DONE: Text("staff.state.intake_done"),
        _S.ONGOING: Text("staff.state.ongoing"),
        WELL: Text("console.reports.finished_well"),
        OTHERWISE: Text("console.reports.finished_else"),
        _S.WAITING_LIST: Text("staff.state.waiting_list"),
        _S.TRANSFERRED: Text("staff.state.transferred"),
        _S.REJECTED: Text("staff.state.rejected"),
        _S.DUPLICATE: Text("staff.state.duplicate"),
        _S.WITHDRAWN: Text("console.reports.withdrawn"),
    },
    _D.NEED: {
        "reading": Text("intake.needs.reading"),
        "writing": Text("intake.needs.writing"),
        "speaking": Text("intake.needs.speaking"),
        "numbers": Text("intake.needs.numbers"),
        "digital": Text("intake.needs.digital"),
    },
    _D.LANGUAGE: _SIGNAL,
    _D.NUMBERS: _SIGNAL,
    _D.DIGITAL: _SIGNAL,
    _D.FIRST: {"nt1": Text("console.reports.nt1"), "nt2": Text("console.reports.nt2"), **_ERASED},
    _D.LEAFLET: {
        Wall.LIBRARY: Text("console.reports.wall.library"),
        Wall.DOCTOR: Text("console.reports.wall.doctor"),
        Wall.SCHOOL: Text("console.reports.wall.school"),
        Wall.WORK: Text("console.reports.wall.work"),
        Wall.OTHER: Text("console.reports.wall.other"),
        "none": Text("console.reports.wall.none"),
        **_ERASED,
    },
    _D.HELPER: {
        "self": Text("console.reports.self"),
        "library": Text("intake.helper_organisation.library"),
        "welfare": Text("intake.helper_organisation.welfare"),
        "uwv": Text("intake.helper_organisation.uwv"),
        "social_service": Text("intake.helper_organisation.social_service"),
        "neighbourhood_team": Text("intake.helper_organisation.neighbourhood_team"),
        "volunteers": Text("intake.helper_organisation.volunteers"),
        "provider": Text("intake.helper_organisation.provider"),
        "other": Text("console.reports.other"),
        **_ERASED,
    },
    _D.CHANNEL: {
        "telegram": Text("console.reports.telegram"),
        "web": Text("console.reports.web"),
        "other": Text("console.reports.other"),
        **_ERASED,
    },
    _D.CONTACT: {**_YES_NO, **_ERASED},
    _D.MET: {**_YES_NO, **_ERASED},
    _D.APPOINTMENT: {
        "came": Text("console.reports.came"),
        "no_show": Text("console.reports.no_show"),
        "moved": Text("console.reports.moved"),
        "cancelled": Text("console.reports.cancelled"),
        "open": Text("console.reports.open"),
    },
    _D.TRANSFER: {**_YES_NO, **_ERASED},
    _D.WAITED: {**_YES_NO, **_ERASED},
    _D.FINISH: {
        FinishReason.GOAL_REACHED: Text("staff.why.goal_reached"),
        FinishReason.COURSE: Text("staff.why.course"),
        FinishReason.WORK: Text("staff.why.work"),
        FinishReason.MOVED: Text("staff.why.moved"),
        FinishReason.STOPPED: Text("staff.why.stopped"),
        FinishReason.UNREACHABLE: Text("staff.why.unreachable"),
        FinishReason.OTHER: Text("staff.why.other"),
    },
    _D.REJECT: {
        RejectReason.UNREACHABLE: Text("staff.why.unreachable"),
        RejectReason.NOT_WANTED: Text("staff.why.not_wanted"),
        RejectReason.OTHER_HELP: Text("staff.why.other_help"),
        RejectReason.NO_OFFER: Text("staff.why.no_offer"),
        RejectReason.MOVED: Text("staff.why.moved"),
        RejectReason.NOT_REAL: Text("staff.why.not_real"),
        RejectReason.OTHER: Text("staff.why.other"),
    },
}
"""The values of each dimension with their names, in order."""


def cells(dimension: Dimension) -> list[tuple[Cell, Text]]:
    """What is counted of a dimension, with its name."""
    return [((dimension, value), text) for value, text in VALUES[dimension].items()]
