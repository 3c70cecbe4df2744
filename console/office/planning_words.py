"""What the pages about planning say of codes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.conflicts import Conflict
from bot.services.office.planning_moves import Came
from flows.model import Text

CONFLICTS: Mapping[Conflict, Text] = {
    # Translators: in the way of an appointment: the house is closed for a while.
    Conflict.CLOSED: Text("console.planning.conflict.closed"),
    # Translators: in the way of an appointment: a public holiday.
    Conflict.HOLIDAY: Text("console.planning.conflict.holiday"),
    # Translators: in the way of an appointment: outside the opening hours.
    Conflict.OUTSIDE_HOURS: Text("console.planning.conflict.outside_hours"),
    # Translators: in the way of an appointment: the volunteer has another one then.
    Conflict.VOLUNTEER_TWICE: Text("console.planning.conflict.volunteer_twice"),
    # Translators: in the way of an appointment: the learner has another one then.
    Conflict.LEARNER_TWICE: Text("console.planning.conflict.learner_twice"),
    # Translators: in the way of an appointment: the volunteer has a pause.
    Conflict.VOLUNTEER_PAUSED: Text("console.planning.conflict.volunteer_paused"),
    # Translators: in the way of an appointment: the learner said to be free at other times.
    Conflict.LEARNER_CANNOT: Text("console.planning.conflict.learner_cannot"),
}
STATES: Mapping[str, Text] = {
    # Translators: state of an appointment: the learner was asked and has not answered.
    "proposed": Text("console.planning.state.proposed"),
    # Translators: state of an appointment.
    "planned": Text("console.planning.state.planned"),
    # Translators: state of an appointment: it is over.
    "done": Text("console.planning.state.done"),
}
OUTCOMES: Mapping[str, Text] = {
    # Translators: what became of an appointment: the learner was there.
    "came": Text("console.planning.outcome.came"),
    # Translators: what became of an appointment: the learner was not there.
    "no_show": Text("console.planning.outcome.no_show"),
    # Translators: what became of an appointment: there was or will be another one in its place.
    "moved": Text("console.planning.outcome.moved"),
}
REFUSED: Mapping[str, Text] = {
    # Translators: a day and time cannot be read.
    "unreadable": Text("console.planning.refused.unreadable"),
    # Translators: a time that the clock skips when summer time begins.
    "skipped": Text("console.planning.refused.skipped"),
    # Translators: a moment that is past.
    "past": Text("console.planning.refused.past"),
}
DONE: Mapping[str, Text] = {
    # Translators: said after a form: the learner was asked in the chat.
    Came.ASKED: Text("console.planning.came.asked"),
    # Translators: said after a form: it is planned.
    Came.PLANNED: Text("console.planning.came.planned"),
    # Translators: said after a form: it does not take place.
    Came.CANCELLED: Text("console.planning.came.cancelled"),
    # Translators: said after a form: the question to the learner was taken back.
    Came.TAKEN_BACK: Text("console.planning.came.taken_back"),
}
NOT_DONE: Mapping[str, Text] = {
    # Translators: nothing was changed: somebody else changed the appointment meanwhile.
    Came.CHANGED: Text("console.planning.came.changed"),
    # Translators: nothing was changed: the learner has nobody to meet now.
    Came.NOT_NOW: Text("console.planning.came.not_now"),
    # Translators: nothing was changed: the learner has no chat here.
    Came.CANNOT_ASK: Text("console.planning.came.cannot_ask"),
    # Translators: it has been: first somebody says what became of it.
    Came.BEGUN: Text("console.sheet.do.outcome"),
}
