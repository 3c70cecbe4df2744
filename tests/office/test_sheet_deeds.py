"""What staff do with a sign-up on its page is what they would do in the chat: the same rows, and the same
words to the same people.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from bot.db.queries.members import MemberRow
from bot.services.desk.model import Role
from bot.services.desk.verbs import verbs
from bot.services.office.sheet_possible import NOT_HERE, SHOWN, VERBS
from console.office.audit_words import told
from flows.cards.calendar import stamp
from flows.facts import PlaceFact
from flows.replies import Typed
from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, case_now, house_id, make_staff, make_volunteer
from tests.support.meetings import MONDAY, THURSDAY, make_case
from tests.support.office import Desk, at_desk
from tests.support.staffing import press, said_to

IN_CHAT, ON_PAGE = "7", "8"
WORDS = "Kunt u bellen na zes uur?"


@dataclass
class Twins:
    """Two learners in the same state: what happens to the first in the chat, happens to the other on the
    page. `first` and `second` are the referrals.
    """

    rig: Rig
    staff: MemberRow
    anna: MemberRow
    first: int
    second: int
    desk: Desk

    @property
    def both(self) -> tuple[int, int]:
        return self.first, self.second

    async def set(self, **columns: object) -> None:
        """These columns of both referrals, as raw values."""
        pairs = ", ".join(f"{name} = :{name}" for name in columns)
        await self.rig.run(
            f"UPDATE referral SET {pairs} WHERE id IN (:a, :b)",
            **columns,
            a=self.first,
            b=self.second,
        )

    async def same(self, chat: Sequence[Sequence[int | str]], deed: str, **fields: str) -> None:
        """In the chat these buttons, with words where words are asked for, and on the page this form: what is
        kept then and what was told has to be the same.
        """
        seen = {address: len(said_to(self.rig, address)) for address in (IN_CHAT, ON_PAGE)}
        for verb, *args in chat:
            await press(self.rig, str(verb), self.first, *args)
            if verb in ("note", "ask", "talk"):
                await self.rig.hear(Typed(WORDS), address="staff")
        async with self._agenda_free():
            await self.desk.get(f"/intake/{self.second}")
            answer = await self.desk.post(f"/intake/{self.second}/{deed}", **self._seen(), **fields)
            assert answer.status_code == 303, self.desk.page.text
        await self.rig.due()

        assert await _trace(self.rig, self.first) == await _trace(self.rig, self.second)
        heard = [said_to(self.rig, address)[seen[address] :] for address in (IN_CHAT, ON_PAGE)]
        assert heard[0] == heard[1]

    @asynccontextmanager
    async def _agenda_free(self) -> AsyncIterator[None]:
        """The twins have one volunteer, who cannot meet both at one moment: the first is over meanwhile."""
        begun = await self.rig.rows(
            "SELECT id, starts_at FROM appointment WHERE referral_id = :id", id=self.first
        )
        change = "UPDATE appointment SET starts_at = :at WHERE id = :id"
        for one, at in begun:
            await self.rig.run(change, at=at and self.rig.moment(seconds=-900_000), id=one)
        yield
        for one, at in begun:
            await self.rig.run(change, at=at, id=one)

    def _seen(self) -> dict[str, str]:
        return {"seen": self.desk.page.text.split('name="seen" value="')[1].split('"')[0]}


async def _trace(rig: Rig, referral: int) -> dict[str, Any]:
    """Everything that a deed leaves of one sign-up, without what is different of two people."""
    case = await case_now(rig, referral)
    found: dict[str, Any] = {
        "referral": (case.status, case.ended_why, case.staff_id, case.volunteer_id, case.relay, case.reason),
        "house": case.taalhuis_id,
        "double": case.duplicate_of is not None,
    }
    queries = {
        "moves": 'SELECT from_status, to_status, "by", member_id, why, taalhuis_id FROM referral_move',
        "notes": "SELECT kind, member_id FROM referral_note",
        "offers": "SELECT member_id, status FROM offer",
        "tasks": "SELECT kind, step, done_by, taalhuis_id FROM task",
        "said": 'SELECT "by", member_id FROM relay_message',
        "meetings": "SELECT status, sequence, moments, wall_at, outcome, member_id FROM appointment",
        "alerts": "SELECT kind, done_at IS NULL FROM alert",
        "timers": "SELECT kind, due_at, outcome FROM timer",
    }
    for name, query in queries.items():
        order = " ORDER BY kind, due_at" if name == "timers" else " ORDER BY id"
        rows = await rig.rows(f"{query} WHERE referral_id = :referral{order}", referral=referral)
        found[name] = [row for row in rows if name != "timers" or row[0] not in ("say", "kindly")]
    return found


@pytest.fixture
async def twins(rig: Rig) -> AsyncIterator[Twins]:
    staff = await make_staff(rig)
    anna = await make_volunteer(rig, capacity=9)
    async with rig.database.transaction() as connection:
        ids = [await make_case(rig, connection, address, anna) for address in (IN_CHAT, ON_PAGE)]
    async with at_desk(rig, staff) as desk:
        made = Twins(rig, staff, anna, ids[0], ids[1], desk)
        await made.set(status="submitted", volunteer_id=None)
        yield made


async def test_accept_asks_the_volunteers_and_tells_the_learner(twins: Twins) -> None:
    await twins.same([("inacc",)], "accept")

    assert (await case_now(twins.rig, twins.second)).status == "offered"


async def test_who_takes_it_on_looks_after_it(twins: Twins) -> None:
    await twins.same([("own",)], "own")

    assert (await case_now(twins.rig, twins.second)).staff_id == twins.staff.id


@pytest.mark.parametrize(("deed", "verb", "why"), [("wait", "wl", "full"), ("reject", "rej", "no_offer")])
async def test_waiting_and_rejecting_keep_the_reason(twins: Twins, deed: str, verb: str, why: str) -> None:
    await twins.same([(verb, why)], deed, why=why)

    assert (await case_now(twins.rig, twins.second)).ended_why == why


async def test_what_was_rejected_is_opened_again(twins: Twins) -> None:
    await twins.same([("rej", "other")], "reject", why="other")
    await twins.same([("reopen",)], "reopen")


async def test_volunteers_are_asked_again(twins: Twins) -> None:
    await twins.set(status="accepted")

    await twins.same([("seek",)], "seek")


async def test_a_volunteer_is_given_the_learner(twins: Twins) -> None:
    await twins.same([("assign", twins.anna.id)], "assign", whom=str(twins.anna.id))

    assert (await case_now(twins.rig, twins.second)).volunteer_id == twins.anna.id


async def test_it_goes_to_another_house_and_is_not_to_be_seen_here_any_more(twins: Twins) -> None:
    there = await house_id(twins.rig, OTHER_HOUSE)
    for referral in twins.both:
        await _with_place(twins.rig, referral)

    await twins.same([("move", there)], "transfer", whom=str(there))

    assert "handed" in str(twins.desk.page.url)
    assert (await twins.desk.get(f"/intake/{twins.second}")).status_code == 404


async def _with_place(rig: Rig, referral: int) -> None:
    """Where they live, which the quick way of these tests leaves out."""
    place = asdict(PlaceFact("8011", "Zwolle", "Zwolle", "GM0193", "Overijssel", 52.51, 6.09))
    await rig.run(
        "UPDATE intake SET answers = :answers WHERE id = (SELECT intake_id FROM referral WHERE id = :id)",
        answers=rig.codec.seal_answers({"place": place}),
        id=referral,
    )


async def test_a_double_is_closed(twins: Twins) -> None:
    await twins.desk.get(f"/intake/{twins.second}")
    await press(twins.rig, "dup", twins.second, twins.first)
    done = await case_now(twins.rig, twins.second)
    await press(twins.rig, "reopen", twins.second)
    await twins.desk.get(f"/intake/{twins.second}")
    await twins.desk.post(f"/intake/{twins.second}/duplicate", **twins._seen(), whom=str(twins.first))
    again = await case_now(twins.rig, twins.second)

    assert (
        (done.status, done.duplicate_of) == (again.status, again.duplicate_of) == ("duplicate", twins.first)
    )


@pytest.mark.parametrize(("deed", "verb"), [("note", "note"), ("ask", "ask"), ("write", "talk")])
async def test_words_arrive_as_from_the_chat(twins: Twins, deed: str, verb: str) -> None:
    await twins.same([(verb,)], deed, words=WORDS)


async def test_messages_are_stopped_and_allowed_again(twins: Twins) -> None:
    await twins.same([("mute",)], "mute")
    await twins.same([("unmute",)], "unmute")

    assert (await case_now(twins.rig, twins.second)).relay == "open"


async def test_a_task_is_done(twins: Twins) -> None:
    for address in (IN_CHAT, ON_PAGE):
        await twins.rig.block(address)
    tasks = await twins.rig.rows("SELECT id FROM task ORDER BY referral_id")
    await press(twins.rig, "tdone", tasks[0][0])
    await twins.desk.get(f"/intake/{twins.second}")
    await twins.desk.post(f"/intake/{twins.second}/task", **twins._seen(), whom=str(tasks[1][0]))

    assert await _trace(twins.rig, twins.first) == await _trace(twins.rig, twins.second)
    assert await twins.rig.rows("SELECT done_by FROM task") == [(twins.staff.id,)] * 2


# ── Appointments ───────────────────────────────────────────────────────────────────────────────────────────


async def _matched(twins: Twins) -> None:
    await twins.set(status="matched", volunteer_id=twins.anna.id)


TODAY = "2026-06-03T13:00"
MOMENTS = {"day1": THURSDAY[:10], "time1": THURSDAY[11:], "day2": MONDAY[:10], "time2": MONDAY[11:]}
AGREED = {"day1": MONDAY[:10], "time1": MONDAY[11:]}


async def test_moments_are_proposed_and_taken_back(twins: Twins) -> None:
    await _matched(twins)

    await twins.same([("pt", stamp(THURSDAY)), ("pt", stamp(MONDAY)), ("psend",)], "propose", **MOMENTS)
    await twins.same([("pclr",)], "clear")


async def test_what_was_agreed_by_telephone_is_planned_moved_and_called_off(twins: Twins) -> None:
    await _matched(twins)

    await twins.same([("pagr", stamp(MONDAY))], "agree", **AGREED)
    later = {"day1": THURSDAY[:10], "time1": THURSDAY[11:]}
    await twins.same([("pagr", stamp(THURSDAY))], "agree", **later)
    await twins.same([("pcanyes",)], "cancel")


@pytest.mark.parametrize("what", ["came", "no_show", "moved"])
async def test_what_became_of_it_is_written_down(twins: Twins, what: str) -> None:
    await _matched(twins)
    await twins.same([("pagr", stamp(TODAY))], "agree", day1=TODAY[:10], time1=TODAY[11:])
    twins.rig.clock.forward(hours=1.5)
    ((meeting,),) = await twins.rig.rows("SELECT id FROM appointment WHERE referral_id = :id", id=twins.first)
    await press(twins.rig, "out", meeting, what)
    await twins.desk.get(f"/intake/{twins.second}")
    await twins.desk.post(f"/intake/{twins.second}/outcome", **twins._seen(), why=what)
    await twins.rig.due()

    assert await _trace(twins.rig, twins.first) == await _trace(twins.rig, twins.second)


async def test_a_moment_at_which_the_house_is_closed_is_not_planned(twins: Twins) -> None:
    await _matched(twins)
    await twins.desk.get(f"/intake/{twins.second}")
    answer = await twins.desk.post(
        f"/intake/{twins.second}/agree", **twins._seen(), day1="2026-06-07", time1="03:00"
    )

    assert answer.status_code == 422
    assert await twins.rig.rows("SELECT id FROM appointment") == []


# ── All of them ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_deed_that_staff_have_in_the_chat_is_on_the_page_or_has_a_reason_not_to_be() -> None:
    of_staff = {
        verb.name for verb in verbs().values() if Role.STAFF in verb.roles and Role.LEARNER not in verb.roles
    }
    both = {"talk", "tback", "mute", "unmute"}
    here = {verb for each in VERBS.values() for verb in each}

    assert (of_staff | both) - here - set(SHOWN) - set(NOT_HERE) == set()
    assert all(reason.strip() for reason in (*SHOWN.values(), *NOT_HERE.values()))
    assert here & (set(SHOWN) | set(NOT_HERE)) == set()
    assert (here | set(SHOWN) | set(NOT_HERE)) <= set(verbs())


def test_every_deed_of_the_page_has_words_in_the_audit() -> None:
    assert [deed for deed, same in VERBS.items() if told(f"deed.{same[-1]}") is None] == []
