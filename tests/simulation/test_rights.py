"""Who may read of whom ends when it ends: asked, given back, handed over, erased; and what a helper hears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import insert

from bot.db.models import Offer
from bot.db.queries.cases import Case
from flows.deeds import choice
from flows.model import Name, Prompt, Text
from tests.simulation.judge import Judge
from tests.simulation.outside import Delivery
from tests.simulation.people import Person, Role
from tests.simulation.year import Year
from tests.support import loop
from tests.support.building import Rig
from tests.support.meetings import LEARNER, VOLUNTEER, matched_case

TOKEN, HELPER_NAME, PHONE = "Naam00001", "Help00001", "+31600000001"
COLLEAGUE, STAFF, ELSEWHERE = "bram", "staff", "elsewhere"
NAMED = Text("volunteer.assigned", {"name": Name(TOKEN)})
CALLED = Text("volunteer.reach.phone", {"phone": Name("06 00000001")})
BY_WHOM = Text("staff.card.helper", {"name": Name(HELPER_NAME)})


@dataclass
class Town:
    """One sign-up that Anna has, her colleague Bram, staff of this house and of another. Hours pass by
    `hours`, and the judge looks at the end of each.
    """

    rig: Rig
    case: Case
    people: list[Person]
    judge: Judge = field(default_factory=Judge)
    deliveries: list[Delivery] = field(default_factory=list)

    async def hours(self, count: int) -> list[str]:
        """What the judge finds in so many hours."""
        before = len(self.judge.wrong)
        for _ in range(count):
            self.rig.clock.forward(hours=1)
            await self._look()
        return self.judge.wrong[before:]

    async def reads(self, address: str, *lines: Text) -> list[str]:
        """What the judge finds when a message with these lines arrives at the end of the next hour."""
        self.rig.clock.forward(hours=1)
        reader = next(one for one in self.people if one.address == address)
        number = 900 + len(self.deliveries)
        delivery = Delivery(self.rig.clock(), address, reader.chat_id, number, Prompt(lines), edited=False)
        self.deliveries.append(delivery)
        before = len(self.judge.wrong)
        await self._look()
        return self.judge.wrong[before:]

    async def given_back(self) -> None:
        """Anna does not have the learner any more, and nobody is asked."""
        await self.rig.run("UPDATE referral SET volunteer_id = NULL, status = 'accepted'")

    async def _look(self) -> None:
        now = self.rig.clock()
        year = SimpleNamespace(
            # At noon it looks for owners as well, and what is planted here has none.
            now=now.replace(hour=3),
            end=now,
            people=self.people,
            outside=SimpleNamespace(deliveries=self.deliveries, maybe_twice=set()),
            running=SimpleNamespace(rig=self.rig),
        )
        await self.judge(cast(Year, year))


async def settled(rig: Rig, *, by_a_helper: bool = False) -> Town:
    """Everything as it stands after the first hour."""
    case = await matched_case(rig, by_a_helper=by_a_helper)
    await loop.make_volunteer(rig, address=COLLEAGUE, name="Bram")
    await loop.make_staff(rig, address=STAFF)
    await loop.make_staff(rig, loop.OTHER_HOUSE, address=ELSEWHERE)
    await rig.run("UPDATE learner SET first_name = :name", name=rig.codec.vault.seal(TOKEN))
    chats = {address: chat_id for chat_id, address in await rig.rows("SELECT id, address FROM chat")}
    sender = Role.HELPER if by_a_helper else Role.LEARNER
    roles = {LEARNER: sender, **dict.fromkeys((VOLUNTEER, COLLEAGUE), Role.VOLUNTEER)}
    roles |= dict.fromkeys((STAFF, ELSEWHERE), Role.STAFF)
    people = [
        Person(address, role, TOKEN if address == LEARNER else f"Else{n:05}", chat_id=chats[address])
        for n, (address, role) in enumerate(roles.items())
    ]
    people[0].phone_number = PHONE
    town = Town(rig, case, people)
    assert await town.hours(1) == []
    return town


@pytest.fixture
async def town(rig: Rig) -> Town:
    return await settled(rig)


@pytest.fixture
async def helped(rig: Rig) -> Town:
    """The same, where a helper signed them up."""
    return await settled(rig, by_a_helper=True)


async def ask(town: Town, address: str, status: str = "open") -> None:
    """An offer of the sign-up to this volunteer."""
    now = town.rig.clock() + timedelta(minutes=1)
    query = "SELECT m.id FROM member m JOIN chat c ON c.id = m.chat_id WHERE c.address = :address"
    ((member_id,),) = await town.rig.rows(query, address=address)
    offer = {"referral_id": town.case.id, "member_id": member_id, "round": 1, "place": 1, "reasons": []}
    times = {"offered_at": now, "expires_at": now, "answered_at": None if status == "open" else now}
    async with town.rig.database.transaction() as connection:
        await connection.execute(insert(Offer).values(**offer, **times, status=status))


def about(found: Sequence[str]) -> list[str]:
    """Whom, what and of whom each sentence names."""
    return [sentence.split(" at ")[0] for sentence in found]


# ── Volunteers ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_has_a_learner_reads_the_name_and_the_number(town: Town) -> None:
    assert await town.reads(VOLUNTEER, NAMED, CALLED) == []


async def test_another_volunteer_of_the_house_reads_neither(town: Town) -> None:
    found = about(await town.reads(COLLEAGUE, NAMED, CALLED))

    assert found == ["bram read the name of 7", "bram read the number of 7"]


async def test_who_gave_a_learner_back_reads_the_farewell_and_nothing_later(town: Town) -> None:
    await town.given_back()
    assert await town.reads(VOLUNTEER, NAMED) == []
    assert await town.hours(2) == []

    (found,) = await town.reads(VOLUNTEER, NAMED)

    assert found == f"anna read the name of 7 at {town.rig.clock()}: ['volunteer.assigned']"


async def test_who_said_yes_once_does_not_read_the_number_for_ever(town: Town) -> None:
    await town.given_back()
    await ask(town, VOLUNTEER, "accepted")
    assert await town.reads(VOLUNTEER, CALLED) == []
    await town.hours(2)

    assert about(await town.reads(VOLUNTEER, CALLED)) == ["anna read the number of 7"]


async def test_who_helped_until_the_end_may_hear_the_name_and_not_the_number(town: Town) -> None:
    await town.rig.run("UPDATE referral SET status = 'finished'")
    await town.hours(3)

    assert about(await town.reads(VOLUNTEER, NAMED, CALLED)) == ["anna read the number of 7"]


async def test_who_is_asked_reads_the_name_and_not_the_number(town: Town) -> None:
    await ask(town, COLLEAGUE)

    assert about(await town.reads(COLLEAGUE, NAMED, CALLED)) == ["bram read the number of 7"]


@pytest.mark.parametrize("status", ["declined", "timed_out", "withdrawn"])
async def test_who_was_asked_once_does_not_read_the_name_for_ever(town: Town, status: str) -> None:
    await ask(town, COLLEAGUE, status)
    assert await town.reads(COLLEAGUE, NAMED) == []
    await town.hours(2)

    assert about(await town.reads(COLLEAGUE, NAMED)) == ["bram read the name of 7"]


# ── Staff ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_staff_read_what_stands_at_their_house_and_others_do_not(town: Town) -> None:
    assert await town.reads(STAFF, NAMED, CALLED, BY_WHOM) == []

    found = about(await town.reads(ELSEWHERE, NAMED))

    assert found == ["elsewhere read the name of 7"]


async def test_staff_do_not_read_for_ever_what_was_handed_over(town: Town) -> None:
    there = await loop.house_id(town.rig, loop.OTHER_HOUSE)
    await town.given_back()
    await town.rig.run("UPDATE referral SET taalhuis_id = :there", there=there)
    assert await town.reads(STAFF, NAMED) == []
    await town.hours(2)

    assert about(await town.reads(STAFF, NAMED)) == ["staff read the name of 7"]
    assert await town.reads(ELSEWHERE, NAMED) == []


async def test_who_left_the_staff_does_not_read_on(town: Town) -> None:
    await town.rig.run("UPDATE member SET ended_at = joined_at WHERE role = 'staff'")
    await town.hours(3)

    assert about(await town.reads(STAFF, NAMED)) == ["staff read the name of 7"]


async def test_what_was_on_its_way_when_somebody_erased_all_may_come_and_nothing_later(town: Town) -> None:
    await town.rig.run("DELETE FROM learner")
    assert await town.reads(COLLEAGUE, NAMED) == []
    assert await town.reads(VOLUNTEER, NAMED) == []
    assert about(await town.reads(COLLEAGUE, NAMED)) == ["bram read the name of 7"]
    await town.hours(1)

    assert about(await town.reads(VOLUNTEER, NAMED)) == ["anna read the name of 7"]


# ── Helpers ────────────────────────────────────────────────────────────────────────────────────────────────

CONTACT = Text("news.helper.contact", {"name": Name(TOKEN)})
SENT = Text("answers.sent")
NEWS = Text("news.accepted")


async def test_the_name_of_a_helper_is_for_staff_only(helped: Town) -> None:
    assert await helped.reads(STAFF, BY_WHOM) == []

    assert about(await helped.reads(VOLUNTEER, BY_WHOM)) == ["anna read the helper of 7"]


async def test_a_helper_hears_that_it_arrived_and_sees_whom_they_sent(helped: Town) -> None:
    line = Text("overview.line", {"answer": Name(TOKEN)})

    assert await helped.reads(LEARNER, SENT, line) == []
    assert await helped.reads(LEARNER, Text("goodbye.next.call.other", {"name": Name(TOKEN)})) == []


async def test_whose_name_was_put_right_is_still_known_by_the_number(town: Town) -> None:
    await town.rig.run("UPDATE learner SET first_name = :name", name=town.rig.codec.vault.seal("Fatima"))
    assert await town.reads(VOLUNTEER, CALLED) == []
    await town.given_back()
    await town.hours(5)

    assert about(await town.reads(VOLUNTEER, CALLED)) == ["anna read the number of 7"]


@pytest.mark.parametrize("key", ["news.accepted", "news.house_stays", "reminder.tomorrow", "my.rejected"])
async def test_news_of_a_sign_up_is_not_for_the_helper(helped: Town, key: str) -> None:
    (found,) = await helped.reads(LEARNER, Text(key))

    assert found.endswith(f"{[key]}: that is not for a helper")


@pytest.mark.parametrize("key", ["news.helper.too_late", "relay.never_minded"])
async def test_the_answer_to_a_press_of_a_helper_names_nobody(helped: Town, key: str) -> None:
    assert await helped.reads(LEARNER, Text(key)) == []
    (found,) = await helped.reads(LEARNER, Text(key, {"name": Name(TOKEN)}))
    assert found.endswith("that names them")


async def test_a_helper_who_signed_up_as_well_hears_of_their_own(helped: Town) -> None:
    await helped.rig.run("UPDATE intake SET by_helper = :no", no=False)

    assert await helped.reads(LEARNER, NEWS) == []


async def test_a_helper_is_not_told_the_name_or_the_number_in_another_message(helped: Town) -> None:
    (found,) = await helped.reads(LEARNER, Text("home.ask", {"name": Name(TOKEN)}))
    assert found.endswith("that names them")

    called = await helped.reads(LEARNER, SENT, Text("overview.line", {"answer": Name(PHONE)}))
    assert called[0].endswith("the number is in it")


async def test_a_helper_hears_of_the_contact_once_and_only_when_the_learner_agreed(helped: Town) -> None:
    (found,) = await helped.reads(LEARNER, CONTACT)
    assert found.endswith("nobody said that they agree")
    helped.judge.helpers.contacts.clear()
    helped.people[1].pressed[choice("cont", helped.case.id, "yes")] += 1
    assert await helped.reads(LEARNER, CONTACT) == []

    (twice,) = await helped.reads(LEARNER, CONTACT)

    assert twice.endswith("that was said 2 times")


async def test_all_answers_are_shown_to_a_helper_until_they_are_sent(helped: Town) -> None:
    overview = Text("overview.ask"), Text("overview.line", {"answer": Name(PHONE)})
    (before, *_) = helped.judge.rights.hours
    helped.judge.rights.hours[:] = [replace(before, sign_ups={})]
    assert await helped.reads(LEARNER, *overview) == []
    await helped.hours(2)

    found = await helped.reads(LEARNER, *overview)

    assert found[0].endswith("the number is in it")
