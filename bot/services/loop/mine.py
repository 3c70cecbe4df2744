"""What a learner may see of their own sign-ups: the answers, and where each of them stands."""

from __future__ import annotations

from bot.db.queries import appointments as appointment_rows
from bot.db.queries import cases, members, taalhuizen
from bot.db.queries.cases import Case
from bot.domain.referral_status import OPEN, ReferralStatus
from bot.services.loop import promises
from bot.services.loop.meeting_news import member_name, parties
from bot.services.loop.relay import Stopped
from bot.services.scene import Scene
from flows.cards import appointment as appointment_cards
from flows.cards import mine as cards
from flows.cards.mine import Standing
from flows.cards.news import NO_HOUSE
from flows.intake_ending import overview_lines
from flows.model import Button, Day, Name, Prompt, Text
from flows.step import Flow

# Translators: shown above the answers of one sign-up, when somebody asks what they sent.
SENT = Text("answers.sent")
# Translators: somebody asks for their answers, but nothing was sent yet.
NOTHING_SENT = Text("answers.none")
# What a helper may see again of somebody whom they signed up.
HELPER_SEES = ("first_name", "place")

_S = ReferralStatus
_PROMISED_DAYS = {
    _S.SUBMITTED: promises.HOUSE_DAYS,
    _S.TRANSFERRED: promises.HOUSE_DAYS,
    _S.ACCEPTED: promises.SEARCH_DAYS,
    _S.OFFERED: promises.SEARCH_DAYS,
    _S.MATCHED: promises.CONTACT_DAYS,
    _S.WAITING_LIST: promises.WAIT_DAYS,
}


async def tell(scene: Scene, flow: Flow, chat_id: int) -> list[Prompt]:
    """Of each sign-up all its answers, and where it stands; of one that a helper sent, only who it was and
    where. The answers are those of the learner, and the helper's chat is not theirs.
    """
    sent = await cases.of_chat(scene.connection, chat_id)
    if not sent:
        return [Prompt((NOTHING_SENT,))]
    for_helper = tuple(step for step in flow.order if step.name in HELPER_SEES)
    prompts: list[Prompt] = []
    for case in sent:
        steps = for_helper if case.by_helper else flow.order
        prompts.append(Prompt((SENT, *overview_lines(steps, scene.codec.open_answers(case.answers)))))
        if not case.by_helper:
            prompts.append(await card(scene, case))
    return prompts


async def card(scene: Scene, case: Case) -> Prompt:
    """Where a sign-up stands, for its learner."""
    connection = scene.connection
    status = _S(case.status)
    house = await taalhuizen.place_of(connection, case.taalhuis_id) if case.taalhuis_id else None
    row = await appointment_rows.open_of(connection, case.id)
    planned = row if row and row.status == appointment_rows.PLANNED else None
    told = await promises.told_last(scene, case)
    waits_for_word = (
        status in _PROMISED_DAYS and planned is None and (told is not None or not _goes_there(case))
    )
    return cards.card(
        Standing(
            referral_id=case.id,
            state=status if house else NO_HOUSE,
            house=Name(house.name) if house else None,
            helper=await _helper(scene, case, planned),
            wall=planned.wall_at if planned else "",
            before=_before(scene, case, told) if waits_for_word else None,
            promises=waits_for_word,
            is_open=status in OPEN,
            muted=case.relay == Stopped.LEARNER,
            buttons=_buttons(planned) if planned else (),
        )
    )


def _buttons(planned: appointment_rows.AppointmentRow) -> tuple[tuple[Button, ...], ...]:
    return appointment_cards.learner_buttons(planned.id, planned.sequence, planned.learner_says)


async def _helper(scene: Scene, case: Case, planned: appointment_rows.AppointmentRow | None) -> Name | None:
    """Who helps; whom the learner meets, where that is somebody else."""
    if planned is not None:
        return member_name(scene, await parties(scene, case, planned))
    member = await members.get(scene.connection, case.volunteer_id) if case.volunteer_id else None
    return scene.name(member.name) if member and _S(case.status) in OPEN else None


def _goes_there(case: Case) -> bool:
    """They go to the house themselves, and nobody is known yet who helps: the goodbye promises them nothing,
    so no day is named but one that they were told afterwards.
    """
    return case.contact == "walk_in" and _S(case.status) in promises.WAITS


def _before(scene: Scene, case: Case, told: Day | None) -> Day | None:
    """The day that was told last, or promised when it came into its present state; None when that is past."""
    days = _PROMISED_DAYS[_S(case.status)]
    day = told or promises.promised(case.updated_at, days, scene.zone)
    today = scene.now.astimezone(scene.zone).date().isoformat()
    return day if day.day > today else None
