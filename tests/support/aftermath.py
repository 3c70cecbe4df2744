"""What is left when people have talked to the bot: in the database, and on their phones."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.app import Core, build_core
from bot.db.models import UNSENT, Chat, Consent, Intake, Learner, OutboxMessage, Referral
from bot.settings import Settings
from flows.facts import Answer
from tests.support.bot_api import BotApiServer
from tests.support.learners import Learner as Person


@dataclass(frozen=True, slots=True)
class Signup:
    """One sign-up in the database, and how many referrals were made of it."""

    answers: dict[str, Answer]
    referrals: int


@contextlib.asynccontextmanager
async def looking_into(settings: Settings) -> AsyncIterator[Core]:
    """The database of a bot that runs or ran elsewhere, with its key."""
    core = build_core(settings, [], limits={})
    try:
        yield core
    finally:
        await core.database.close()


async def signups(core: Core) -> dict[int, list[Signup]]:
    """The sign-ups by Telegram chat."""
    found: dict[int, list[Signup]] = {}
    referrals = select(func.count(Referral.id)).where(Referral.intake_id == Intake.id).scalar_subquery()
    async with core.database.reading() as connection:
        rows = await connection.execute(
            select(Chat.address, Intake.answers, referrals).join(Intake, Intake.chat_id == Chat.id)
        )
        for address, answers, count in rows:
            found.setdefault(int(address), []).append(Signup(core.codec.open_answers(answers), count))
    return found


async def rows_left(core: Core) -> dict[str, int]:
    """How many rows there are of what must exist once for each person, and of messages that never left."""
    unsent = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.status.in_(UNSENT))
    queries = {"unsent": unsent} | {
        table.__tablename__: select(func.count(table.id)) for table in (Learner, Consent, Referral)
    }
    async with core.database.reading() as connection:
        return {name: await connection.scalar(query) or 0 for name, query in queries.items()}


def differences(people: Sequence[Person], stored: dict[int, list[Signup]]) -> list[str]:
    """Everything in the database that is not what a person chose, in words. All phones say Fatima."""
    return [wrong for person in people if (wrong := _difference(person, stored))]


def _difference(person: Person, stored: dict[int, list[Signup]]) -> str:
    chat = person.phone.chat_id
    mine = stored.get(chat, [])
    if [signup.referrals for signup in mine] != [1]:
        return f"{chat}: {len(mine)} sign-ups, {[signup.referrals for signup in mine]} referrals"
    answers = dict(mine[0].answers)
    place = answers.pop("place")
    code = place["postcode"] if isinstance(place, dict) else place
    chosen = person.plan.answers("Fatima")
    if (answers, code) == (chosen, person.plan.postcode):
        return ""
    steps = answers.keys() | chosen.keys()
    other = {step: (answers.get(step), chosen.get(step)) for step in steps}
    parts = {step: pair for step, pair in other.items() if pair[0] != pair[1]}
    return f"{chat}: stored and chosen {parts}, {code} and {person.plan.postcode}"


def repeats(server: BotApiServer) -> int:
    """Messages that somebody got more than once: the same words with the same buttons."""
    seen = Counter(
        (
            call.chat_id,
            call.params.get("text") or call.params.get("caption"),
            str(call.params.get("reply_markup")),
        )
        for method in ("sendMessage", "sendPhoto")
        for call in server.calls_of(method)
        if call.ok or "after_effect=True" in (call.fault or "")
    )
    return sum(times - 1 for times in seen.values())
