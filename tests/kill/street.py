"""People who talk to a bot that is killed again and again."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.support.bot_api import BotApiServer
from tests.support.learners import Learner
from tests.support.plans import some_plan
from tests.support.running import BotProcess

FIRST_CHAT = 5000


@dataclass(slots=True)
class Street:
    """`talk` keeps `at_once` people talking; `leave` lets no new ones begin and waits for the others."""

    server: BotApiServer
    dice: random.Random
    at_once: int
    patience_s: float = 6.0
    people: list[Learner] = field(default_factory=list)
    _talking: set[asyncio.Task[None]] = field(default_factory=set)
    _open: bool = True

    def talk(self, *, within: float) -> None:
        """Let the first ones begin; when one is through, another begins."""
        for _ in range(self.at_once):
            self._begin(time.monotonic() + within)

    def let_nobody_in(self) -> None:
        """Nobody new begins any more."""
        self._open = False

    async def leave(self) -> None:
        """Wait until everybody is through.

        Raises:
            AssertionError: somebody never reached the end.
        """
        self.let_nobody_in()
        await asyncio.gather(*self._talking)

    def close(self) -> None:
        """Send everybody home at once; for a test that has failed."""
        self.let_nobody_in()
        for talk in self._talking:
            talk.cancel()

    def fail_early(self) -> None:
        """Raise what a person met that must not be met."""
        for talk in [talk for talk in self._talking if talk.done()]:
            talk.result()

    def _begin(self, deadline: float) -> None:
        phone = self.server.phone(chat_id=FIRST_CHAT + len(self.people), first_name="Fatima")
        person = Learner(
            phone,
            some_plan(self.dice),
            dice=random.Random(self.dice.random()),
            patience_s=self.patience_s,
            # A bot that starts for the fifth time has said nothing for long, and lost nothing.
            lost_after_s=90.0,
            think_s=0.3,
            hasty=0.05,
        )
        self.people.append(person)
        self._talking.add(asyncio.create_task(self._visit(person, deadline)))

    async def _visit(self, person: Learner, deadline: float) -> None:
        await asyncio.sleep(person.dice.random() * 2)
        await person.run(within=deadline - time.monotonic())
        if self._open:
            self._begin(deadline)

    def told(self) -> int:
        """How many messages were shown in all."""
        return sum(len(person.phone.screen.from_bot) for person in self.people)


async def kill_at_random(
    bot: BotProcess, dice: random.Random, street: Street, *, kills: int, within: float
) -> int:
    """Start the bot and kill it, this often or until the time is up; it runs again afterwards.

    One in six dies while it starts. Returns how often it was killed.
    """
    deadline = time.monotonic() + within
    killed = 0
    while killed < kills and time.monotonic() < deadline:
        street.fail_early()
        if dice.random() < 1 / 6:
            bot.spawn()
            await asyncio.sleep(dice.uniform(0.2, 1.2))
        else:
            await bot.start()
            await asyncio.sleep(dice.uniform(0.0, 1.6))
        bot.kill()
        killed += 1
        if killed >= kills * 2 // 3:
            # Who begins now would only be waited for.
            street.let_nobody_in()
    await bot.start()
    return killed
