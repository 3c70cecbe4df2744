"""Many volunteers who say yes at the same moment: what they tap, and a process in which some of them do.

As a program (`python -m tests.support.accepting URL`) it is one process of the bot over this database: it
reads a line with the taps, says "ready", and waits for a line "go", so that several begin together. What was
delivered comes back as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bot.db.queries import chats, members
from bot.db.queries.chats import NewChat
from bot.db.session import Database
from bot.errors import StorageUnavailable
from bot.services.inbox import Inbound
from flows.replies import Tap
from tests.support.building import Rig, build_rig, keys_of
from tests.support.clock import FakeClock
from tests.support.loop import find_button, house_id
from tests.support.offering import ask_all_at_once, asked_case

MANY = 100
YOURS, TAKEN = "volunteer.yours", "volunteer.offer.taken"
TRIES = 30


@dataclass(frozen=True, slots=True)
class Yes:
    """A tap on "Ja, ik help": who, which button, on which message, and the number of the update."""

    address: str
    choice: str
    ref: str
    update: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that arrived: whose, its first text, and the card that it changed, "" for a new one."""

    address: str
    key: str
    ref: str


async def many_asked(rig: Rig) -> tuple[int, list[Yes]]:
    """A hundred volunteers who see the same offer; returns the referral and their yeses."""
    await _many_volunteers(rig)
    await ask_all_at_once(rig)
    case = await asked_case(rig)
    found = []
    for number in range(MANY):
        address = f"v{number}"
        envelope, button = find_button(rig, "take", address)
        ref = f"m{rig.channel.delivered.index(envelope) + 1}"
        found.append(Yes(address, button.choice, ref, 10_000 + number))
    return case.id, found


async def _many_volunteers(rig: Rig) -> None:
    """All in one transaction; without a profile, so each wants one learner and all is fine."""
    await rig.with_houses()
    house, addresses = await house_id(rig), [f"v{number}" for number in range(MANY)]
    async with rig.database.transaction() as connection:
        new = [NewChat(rig.channel.name, one, "nl", "Europe/Amsterdam", is_group=False) for one in addresses]
        await chats.make(connection, new, rig.clock())
        for chat in (await chats.lock_by_address(connection, rig.channel.name, addresses, me="")).values():
            role = {"chat_id": chat.id, "role": "volunteer", "taalhuis_id": house}
            name = {"name": rig.codec.vault.seal("Anna"), "joined_at": rig.clock()}
            await members.add(connection, {**role, **name})


async def all_say_yes(rig: Rig, yeses: Iterable[Yes]) -> None:
    """All of these together, and then everything that falls due by it."""
    rig.receiver.start()
    await asyncio.gather(*(_receive(rig, yes) for yes in yeses))
    await rig.due()
    await rig.receiver.stop()


async def _receive(rig: Rig, yes: Yes) -> None:
    """As a channel does it: what was not stored is delivered again."""
    inbound: Inbound = rig.inbound(Tap(yes.choice, 0, 0, yes.ref), address=yes.address, update=yes.update)
    for attempt in range(TRIES):
        try:
            await rig.receiver.receive(inbound)
        except StorageUnavailable:
            await asyncio.sleep(0.05 * (attempt + 1))
        else:
            return
    raise AssertionError(f"{yes.address} was never heard")


def heard_in(rig: Rig, since: int = 0) -> list[Heard]:
    """What this process delivered, from the `since`-th message on."""
    return [
        Heard(envelope.address, keys_of(envelope.prompt)[0], envelope.replaces_ref)
        for envelope in rig.channel.delivered[since:]
    ]


def judge(heard: Sequence[Heard], yeses: Sequence[Yes]) -> None:
    """One won, everybody else got a kind answer where the question stood, and the learner heard once.

    Raises:
        AssertionError: not so.
    """
    winners = [one.address for one in heard if one.key == YOURS]
    kindly = {one.address for one in heard if one.key == TAKEN}
    card_of = {yes.address: yes.ref for yes in yeses}
    assert len(winners) == 1
    assert kindly == set(card_of) - set(winners)
    assert len(kindly) == MANY - 1
    assert all(one.ref == card_of[one.address] for one in heard if one.key in (YOURS, TAKEN))
    assert Counter(one.key for one in heard if one.address == "7") == {"news.matched.call": 1}


# ── A process of its own ───────────────────────────────────────────────────────────────────────────────────


async def main(url: str) -> None:
    """Take part in a race, told over standard input."""
    lines = asyncio.to_thread
    yeses = [Yes(**one) for one in json.loads(await lines(sys.stdin.readline))]
    database = Database(url)
    rig = build_rig(database, FakeClock())
    rig.dispatcher.start()
    async with database.reading():
        pass
    print("ready", flush=True)  # noqa: T201 — this is how the test hears of it
    assert (await lines(sys.stdin.readline)).strip() == "go"
    await all_say_yes(rig, yeses)
    print(json.dumps([asdict(one) for one in heard_in(rig)]), flush=True)  # noqa: T201
    await rig.dispatcher.stop(patience_seconds=5.0)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
