"""Tasks for people: what a machine cannot put right. The staff of the house hear of each, and end it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import alerts, chats, outbox, tasks
from bot.db.queries.cases import Case
from bot.domain.referral_status import OPEN
from bot.services.loop.absence import volunteer_unreachable
from bot.services.loop.alerting import raise_alert, told_in_vain
from bot.services.scene import Scene

TELEPHONE = "telephone"
PERSON_ASKED = "person_asked"
BLOCKED = "blocked"


async def person_unreachable(
    connection: AsyncConnection, chat_id: int, now: datetime, *, reason: str
) -> None:
    """The person blocked us or is gone: nothing more is sent. Somebody has to telephone about each sign-up
    that was sent from here for themselves and is still open; else nobody waits for anything (a group is only
    left alone, and whom a helper signed up is telephoned anyway). The learners of a volunteer who is gone get
    another, and what was told to somebody of the staff is told to others.
    """
    await chats.mark_unreachable(connection, chat_id, now)
    await outbox.end_all(connection, chat_id, reason, now)
    await volunteer_unreachable(connection, chat_id, now)
    await told_in_vain(connection, chat_id, now)
    for about in reversed(await tasks.own_open_cases(connection, chat_id, OPEN)):
        await _ask(connection, chat_id, now, kind=TELEPHONE, step=reason, about=about, each_step=True)


async def person_is_back(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """The person opened the chat again."""
    await tasks.end(connection, chat_id, kind=TELEPHONE, step=BLOCKED, now=now)


async def person_asked(
    connection: AsyncConnection,
    chat_id: int,
    now: datetime,
    *,
    step: str,
    about: tuple[int, int | None] | None = None,
) -> None:
    """Somebody wants to talk to a person. `about` is the sign-up that it is about (referral id, house id): it
    has a task for each `step`. Where that is not known one task is enough; see `_meant`.
    """
    known = about is not None
    meant = about or await _meant(connection, chat_id)
    await _ask(connection, chat_id, now, kind=PERSON_ASKED, step=step, about=meant, each_step=known)


async def _meant(connection: AsyncConnection, chat_id: int) -> tuple[int, int | None] | None:
    """About which sign-up of a chat somebody wants to talk: the newest when that has no house, for then a
    person has to find one; else their own that is still open; else the newest.
    """
    newest = await tasks.newest_case(connection, chat_id)
    if newest is None or newest[1] is None:
        return newest
    own = await tasks.own_open_cases(connection, chat_id, OPEN)
    return own[0] if own else newest


async def telephone(scene: Scene, case: Case, *, step: str) -> None:
    """Somebody has to be told something, and cannot be told in the chat. `step` is what."""
    about = (case.id, case.taalhuis_id)
    await _ask(
        scene.connection, case.chat_id, scene.now, kind=TELEPHONE, step=step, about=about, each_step=True
    )


async def move_house(scene: Scene, referral_id: int, taalhuis_id: int) -> None:
    """The referral went to this house: what is to be done for it has to be done there, and its staff hear so.
    Call it after the move.
    """
    for task_id, kind in await tasks.move_house(scene.connection, referral_id, taalhuis_id):
        await alerts.settle_task(scene.connection, task_id, scene.now)
        await raise_alert(
            scene.connection,
            scene.now,
            taalhuis_id=taalhuis_id,
            kind=_said(kind),
            referral_id=referral_id,
            task_id=task_id,
        )


async def _ask(
    connection: AsyncConnection,
    chat_id: int,
    now: datetime,
    *,
    kind: str,
    step: str,
    about: tuple[int, int | None] | None,
    each_step: bool,
) -> None:
    task_id = await tasks.add_once(
        connection, chat_id, kind=kind, step=step, now=now, about=about, each_step=each_step
    )
    if task_id is None or about is None or about[1] is None:
        return
    await raise_alert(
        connection, now, taalhuis_id=about[1], kind=_said(kind), referral_id=about[0], task_id=task_id
    )


def _said(kind: str) -> str:
    """How a digest tells of a task of this kind."""
    return "unreachable" if kind == TELEPHONE else kind
