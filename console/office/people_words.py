"""What the pages about people call things."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.referral_status import ReferralStatus
from bot.services.office.people import Sort
from flows.model import Text

_S = ReferralStatus

ROLES: Mapping[str, Text] = {
    # Translators: a choice in a list: only people with this role.
    "volunteer": Text("console.people.role.volunteer"),
    # Translators: a choice in a list: only people with this role.
    "staff": Text("console.people.role.staff"),
}
SORTS: Mapping[Sort, Text] = {
    # Translators: a choice in a list: in the order of this.
    Sort.NAME: Text("console.people.sort.name"),
    Sort.ROLE: Text("console.people.sort.role"),
    Sort.LOAD: Text("console.people.sort.load"),
    Sort.FREE: Text("console.people.sort.free"),
    Sort.SINCE: Text("console.people.sort.since"),
    Sort.ACTIVE: Text("console.people.sort.active"),
}
STATUSES: Mapping[str, Text] = {
    # Translators: where a sign-up stands, in a word or two.
    _S.SUBMITTED: Text("console.people.status.submitted"),
    _S.ACCEPTED: Text("console.people.status.accepted"),
    _S.OFFERED: Text("console.people.status.offered"),
    _S.MATCHED: Text("console.people.status.matched"),
    _S.APPOINTMENT_PLANNED: Text("console.people.status.appointment"),
    _S.INTAKE_DONE: Text("console.people.status.intake_done"),
    _S.ONGOING: Text("console.people.status.ongoing"),
    _S.WAITING_LIST: Text("console.people.status.waiting_list"),
    _S.TRANSFERRED: Text("console.people.status.transferred"),
}
DONE: Mapping[str, Text] = {
    # Translators: above a page: what was just done.
    "paused": Text("console.people.done.paused"),
    "resumed": Text("console.people.done.resumed"),
    "profile": Text("console.people.done.profile"),
    "ended": Text("console.people.done.ended"),
    "revoked": Text("console.people.done.revoked"),
}
FAULTS: Mapping[str, Text] = {
    # Translators: above a page: why it was not done.
    "day": Text("console.people.wrong.day"),
    "many": Text("console.people.wrong.many"),
    "gone": Text("console.people.wrong.gone"),
}
