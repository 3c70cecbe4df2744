"""Deeds that look: the list of sign-ups, the card of one, its notes and its history."""

from __future__ import annotations

from bot.db.queries import notes as rows
from bot.db.queries import queue, review, tasks
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from bot.services.loop import intake_view
from bot.services.loop.rights import Mine, case_of_staff
from bot.services.loop.todo import SHOWN
from flows.cards import queue as cards
from flows.cards.history import history_card, notes_card
from flows.cards.intake_buttons import buttons
from flows.cards.intake_card import intake_card
from flows.model import Prompt, VoiceNote

STAFF = frozenset({Role.STAFF})


async def listed(doing: Doing) -> Said:
    """The sign-ups of the doer's house: `queue`, `queue:<filter>`, `queue:<filter>:<page>`."""
    shown = doing.deed.word(0) if doing.deed.word(0) in SHOWN else "new"
    return Said((edited(doing, await _page(doing, shown, doing.deed.number(1))),))


async def opened(doing: Doing) -> Said:
    """The card of one: `intake:<referral>`, `intake:<referral>:<page of buttons>`. Reading it is written
    down, and what somebody only had to know is known then.
    """
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    await intake_view.known(doing.scene, mine.case)
    return Said((edited(doing, await card_of(doing, mine, doing.deed.number(1))),))


async def history(doing: Doing) -> Said:
    """Every move: `hist:<referral>`."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    await intake_view.seen_by(doing.scene, mine.case, mine.member)
    moves = await intake_view.history_of(doing.scene, mine.case)
    name = doing.scene.name(mine.case.first_name)
    return Said((edited(doing, history_card(mine.case.id, name, moves)),))


async def notes(doing: Doing) -> Said:
    """The notes in full, the newest first page: `notes:<referral>`, `notes:<referral>:<page>`."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    await intake_view.seen_by(doing.scene, mine.case, mine.member)
    many, size = await rows.count(doing.scene.connection, mine.case.id), intake_view.NOTES_ON_PAGE
    pages = max(1, -(-many // size))
    page = doing.deed.number(1) % pages
    found = await intake_view.notes_of(doing.scene, mine.case, limit=size, skip=page * size)
    earlier = page + 1 if page + 1 < pages else None
    name = doing.scene.name(mine.case.first_name)
    card = notes_card(mine.case.id, name, found, earlier=earlier)
    return Said((edited(doing, card),))


async def hear(doing: Doing) -> Said:
    """Listen to a note that was spoken: `hear:<referral>:<note>`."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    note = await intake_view.note_of(doing.scene, mine.case, doing.deed.number(1)) if mine else None
    if mine is None or note is None or not isinstance(note.said, VoiceNote):
        return not_yours(doing)
    await intake_view.seen_by(doing.scene, mine.case, mine.member)
    return Said((Prompt((), voice=note.said),))


async def card_of(doing: Doing, mine: Mine, page: int = 0) -> Prompt:
    """The card as it is now, for who has the case. Whatever it is shown for, that is a reading."""
    await intake_view.seen_by(doing.scene, mine.case, mine.member)
    facts = await intake_view.facts_of(doing.scene, mine.case, mine.member)
    doing.touched.extend(one.referral for one in facts.alike)
    return intake_card(facts, buttons(facts, page))


async def _page(doing: Doing, shown: str, page: int) -> Prompt:
    connection, scene = doing.scene.connection, doing.scene
    houses = {one.taalhuis_id: one for one in doing.members if one.role == Role.STAFF and one.taalhuis_id}
    if doing.me is not None and doing.me.taalhuis_id in houses and doing.me.role == Role.STAFF:
        houses = {doing.me.taalhuis_id: doing.me}
    ids = [house for house in houses if house]
    by_status = await queue.counts(connection, ids)
    counts = {name: sum(by_status.get(one, 0) for one in found) for name, found in SHOWN.items()}
    page = min(page, max(0, (counts[shown] - 1) // cards.PER_PAGE))
    found = await queue.page(
        connection, ids, SHOWN[shown], offset=page * cards.PER_PAGE, limit=cards.PER_PAGE
    )
    doing.touched.extend(row.id for row in found)
    lines = tuple(
        cards.Line(
            referral=row.id,
            name=scene.name(row.first_name),
            place=row.place,
            status=row.status,
            minutes=int((scene.now - row.submitted_at).total_seconds() // 60),
            staff=scene.name(row.staff) if row.staff else None,
        )
        for row in found
    )
    name = ", ".join([(await review.house(connection, house)).name for house in ids])
    todo = await tasks.count_open(connection, ids)
    return cards.queue_card(cards.Listed(name, shown, page, lines, counts, todo))


VERBS = (
    Verb("queue", STAFF, listed),
    Verb("intake", STAFF, opened),
    Verb("hist", STAFF, history),
    Verb("notes", STAFF, notes),
    Verb("hear", STAFF, hear),
)
