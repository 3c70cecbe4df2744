"""The learner's deeds with an appointment: choose a moment, come, not come, say how it was, plan again.

Each button names the appointment; those of one version name that too (`sequence`), so that a button of what
was moved meanwhile does nothing but say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.db.queries import appointments, cases
from bot.db.queries.appointments import PLANNED, PROPOSED, AppointmentRow
from bot.db.queries.cases import Case
from bot.services.desk.model import EVERYBODY, Doing, Said, Verb, edited, not_yours
from bot.services.loop import appointments as service
from bot.services.loop import outcomes, promises, proposals, tasks
from bot.services.loop.appointment_rows import still_free
from bot.services.loop.meeting_news import calendar_file, for_learner, member_name, parties
from bot.services.loop.reminders import reminder_of
from bot.services.loop.rights import case_of_learner
from bot.services.scene import Scene
from flows.cards import appointment as cards
from flows.cards import news as news_cards
from flows.cards import reminder as reminder_cards
from flows.cards.calendar import read_stamp
from flows.engine import ALREADY_DONE
from flows.model import Prompt

BEFORE_DAYS = 3
"""Before this working day somebody proposes other moments."""


@dataclass(frozen=True, slots=True)
class Own:
    """An appointment of the doer, whose case is locked."""

    case: Case
    row: AppointmentRow


async def _own(doing: Doing) -> Own | None:
    """The appointment that the button names, when it is the doer's."""
    connection, appointment_id = doing.scene.connection, doing.deed.number(0)
    row = await appointments.get(connection, appointment_id)
    case = await case_of_learner(doing, row.referral_id) if row else None
    # Read again behind the lock of the case: it may have been changed meanwhile.
    row = await appointments.get(connection, appointment_id) if case else None
    return Own(case, row) if case and row else None


def _is_as_on_the_button(own: Own, doing: Doing) -> bool:
    return own.row.sequence == doing.deed.number(1)


def _is_over(own: Own, doing: Doing) -> bool:
    lasts = timedelta(minutes=own.row.minutes)
    return own.row.starts_at is not None and own.row.starts_at + lasts <= doing.scene.now


# ── Choosing ───────────────────────────────────────────────────────────────────────────────────────────────


async def choose(doing: Doing) -> Said:
    """Take one of the moments: it is planned."""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    chosen, row = await service.choose(doing.scene, own.case, own.row, read_stamp(doing.deed.word(1)))
    own = Own(own.case, row)
    if chosen is service.Chosen.PLANNED:
        card = edited(doing, cards.chose_card(row.wall_at))
        return Said((card, await _planned(doing.scene, own)))
    if chosen is service.Chosen.ALREADY:
        return Said((await _planned(doing.scene, own),), toast=ALREADY_DONE)
    if chosen is service.Chosen.GONE_BY:
        return await _gone_by(doing, own)
    return await _as_it_stands(doing, own)


async def none_fits(doing: Doing) -> Said:
    """None of the moments: the volunteer proposes others."""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    if not _is_as_on_the_button(own, doing) or not await proposals.none_fits(doing.scene, own.case, own.row):
        return await _as_it_stands(doing, own)
    return Said((edited(doing, await _plans_again(doing.scene, own)),))


async def _gone_by(doing: Doing, own: Own) -> Said:
    """The chosen moment is past or taken: choose another; when none is left the volunteer proposes others."""
    if await still_free(doing.scene, own.case, own.row):
        return Said((Prompt((cards.GONE_BY,)),), toast=cards.GONE_BY)
    await proposals.none_fits(doing.scene, own.case, own.row)
    return Said((edited(doing, await _plans_again(doing.scene, own)),))


async def _as_it_stands(doing: Doing, own: Own) -> Said:
    """A button of an old card: say what holds now."""
    row = await appointments.open_of(doing.scene.connection, own.case.id)
    if row is None or row.status not in (PLANNED, PROPOSED) or outcomes.can_settle(doing.scene, row):
        return Said((edited(doing, Prompt((cards.OLD_QUESTION,))),), toast=ALREADY_DONE)
    if row.status == PROPOSED:
        of = await parties(doing.scene, own.case, row)
        return Said((edited(doing, proposals.question(doing.scene, of)),))
    return Said((await _planned(doing.scene, Own(own.case, row)),), toast=ALREADY_DONE)


# ── What is planned ────────────────────────────────────────────────────────────────────────────────────────


async def mine(doing: Doing) -> Said:
    """What is planned for the doer, each with its buttons; or the question that waits for them."""
    own = [case for case in await cases.of_chat(doing.scene.connection, doing.chat.id) if case.has_chat]
    prompts: list[Prompt] = []
    for case in own:
        row = await appointments.open_of(doing.scene.connection, case.id)
        if row is not None and row.status == PLANNED:
            prompts.append(await _planned(doing.scene, Own(case, row)))
        elif row is not None and row.status == PROPOSED:
            prompts.append(proposals.question(doing.scene, await parties(doing.scene, case, row)))
    return Said(tuple(prompts) or (Prompt((cards.NO_APPOINTMENT,)),))


async def come(doing: Doing) -> Said:
    """ "Ik kom". Who is late may still say so."""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    if own.row.status != PLANNED or not _is_as_on_the_button(own, doing) or _is_over(own, doing):
        return await _as_it_stands(doing, own)
    new = await outcomes.says(doing.scene, own.row, "learner_says")
    of = await parties(doing.scene, own.case, own.row)
    prompt = reminder_cards.see_you(reminder_of(doing.scene, of))
    return Said((edited(doing, prompt),), toast=None if new else ALREADY_DONE)


async def cannot(doing: Doing) -> Said:
    """ "Ik kan niet": it is off, and another moment is looked for. Once it has begun it is too late."""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    if own.row.status != PLANNED or not _is_as_on_the_button(own, doing):
        return await _as_it_stands(doing, own)
    of = await service.learner_cannot(doing.scene, own.case, own.row)
    if of is None:
        return await _as_it_stands(doing, own)
    document = calendar_file(doing.scene, of, "learner", cancelled=True)
    before = promises.promised(doing.scene.now, BEFORE_DAYS, doing.scene.zone)
    closing = edited(doing, cards.cannot_card(own.row.wall_at))
    return Said((closing, cards.plans_again(member_name(doing.scene, of), before, document)))


async def _planned(scene: Scene, own: Own) -> Prompt:
    return news_cards.planned(for_learner(scene, await parties(scene, own.case, own.row)))


async def _plans_again(scene: Scene, own: Own) -> Prompt:
    of = await parties(scene, own.case, own.row)
    before = promises.promised(scene.now, BEFORE_DAYS, scene.zone)
    return cards.plans_again(member_name(scene, of), before)


# ── Afterwards ─────────────────────────────────────────────────────────────────────────────────────────────


async def feel(doing: Doing) -> Said:
    """How was it?"""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    feeling = doing.deed.number(1)
    if not doing.deed.word(1) or not await outcomes.feel(doing.scene, own.row, feeling):
        return Said(toast=ALREADY_DONE)
    return Said((edited(doing, reminder_cards.thanks(own.case.id, feeling)),))


async def again(doing: Doing) -> Said:
    """Plan again after somebody did not come."""
    own = await _own(doing)
    if own is None:
        return not_yours(doing)
    of = await outcomes.wants_again(doing.scene, own.case, own.row)
    if of is None:
        return await _as_it_stands(doing, own)
    before = promises.promised(doing.scene.now, BEFORE_DAYS, doing.scene.zone)
    prompt = reminder_cards.wants_again(member_name(doing.scene, of), before)
    return Said((edited(doing, prompt),))


async def wants_person(doing: Doing) -> Said:
    """Somebody of the house is asked to write or call."""
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    scene, about = doing.scene, (case.id, case.taalhuis_id)
    await tasks.person_asked(scene.connection, doing.chat.id, scene.now, step="feeling", about=about)
    return Said((edited(doing, reminder_cards.PERSON_COMES),))


VERBS: tuple[Verb, ...] = (
    Verb("mom", EVERYBODY, choose),
    Verb("nofit", EVERYBODY, none_fits),
    Verb("myapp", EVERYBODY, mine),
    Verb("come", EVERYBODY, come),
    Verb("cannot", EVERYBODY, cannot),
    Verb("feel", EVERYBODY, feel),
    Verb("again", EVERYBODY, again),
    Verb("wantp", EVERYBODY, wants_person),
)
