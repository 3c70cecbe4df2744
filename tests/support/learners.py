"""Learners for tests, who read the question on their phone and tap what they have in mind.

A learner looks only at the screen. So it does not matter to them how often the bot was killed, or whether a
question came twice: they answer the newest one, wait, and after some seconds tap again, as a person would.
What was typed or shared is never sent a second time: Telegram keeps it, and a bot that loses it is found out.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from bot.i18n import Catalogues
from bot.resources import resource_dir
from flows.model import Text
from tests.support.bot_api import Phone
from tests.support.bot_api.screen import Button, Screen, ShownMessage
from tests.support.plans import DAY_PARTS, DAYS, ITEMS, NEEDS, NO, PURPOSES, STEPS, YES, Plan


@lru_cache(maxsize=1)
def _questions() -> tuple[tuple[str, str], ...]:
    """(words on the screen, step): the longest first, since one question may begin like another."""
    catalogues = Catalogues(resource_dir("locale"))
    asked = {f"intake.{step}.ask": step for step in STEPS} | {"overview.ask": "overview", "home.ask": "home"}
    shown = ((catalogues.render(Text(key), "nl"), step) for key, step in asked.items())
    return tuple(sorted(shown, key=lambda item: -len(item[0])))


def choice_of(button: Button) -> str:
    """What a button answers: the last part of its data."""
    return (button.data or "").split(":", 3)[-1]


def step_of(message: ShownMessage) -> str:
    """Which question this is, by its words; the goodbye by its buttons. "" for any other message."""
    if any(choice_of(button) == "done" for row in message.buttons for button in row):
        return "goodbye"
    return next((step for words, step in _questions() if words in message.text), "")


@dataclass(slots=True)
class Learner:
    """One person with a plan. `patience_s`: after so long without anything new they tap again.

    `taps` and `acts` (typed, shared) count what was done, `again` how often the same was tapped anew. Who
    sees no question for `lost_after_s` sends a sticker, which no bot can take for an answer: `lost`.
    """

    phone: Phone
    plan: Plan
    dice: random.Random = field(default_factory=random.Random)
    patience_s: float = 6.0
    lost_after_s: float = 30.0
    think_s: float = 0.05
    hasty: float = 0.0
    taps: int = 0
    acts: int = 0
    again: int = 0
    lost: int = 0
    goodbye: bool = False
    steps: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    _last: tuple[int, str] = (0, "")
    _seen_at: float = 0.0

    async def run(self, *, until: str = "home", within: float = 60.0) -> None:
        """From /start until this question is on the screen.

        Raises:
            AssertionError: it was not reached in time; with what the person sees.
        """
        self._seen_at = time.monotonic()
        deadline = self._seen_at + within
        self.phone.start()
        while True:
            before = self.phone.screen
            if self._reached(before, until):
                return
            if not self._act_on(before) and time.monotonic() - self._seen_at > self.lost_after_s:
                self._seen_at = time.monotonic()
                self.lost += 1
                self.phone.sticker("❓")
            await self._something_new(before, min(self.patience_s, deadline - time.monotonic()))
            assert time.monotonic() < deadline, f"not at {until}\n{self.phone.screen.describe()}"
            await asyncio.sleep(self.dice.random() * 2 * self.think_s)

    def _reached(self, screen: Screen, until: str) -> bool:
        question = _newest(screen)
        return question is not None and step_of(question) == until

    def _act_on(self, screen: Screen) -> bool:
        """Answer the newest question; False when there is none, or nothing left to do but wait."""
        question = _newest(screen)
        if question is None or question.message_id < self._last[0]:
            # What is left of an older question that came twice is no question any more.
            return False
        step = step_of(question)
        self.goodbye = self.goodbye or step == "goodbye"
        if step == "first_name" and self.plan.name:
            return self._once("first_name", lambda: self.phone.send(self.plan.name))
        if step == "phone" and any(key.asks == "contact" for row in screen.keyboard for key in row):
            return self._once("phone", lambda: self.phone.share_contact(self.plan.phone))
        if step == "phone" and "phone" in self._told:
            return False
        wish = wanted(step, question, self.plan)
        if wish is None:
            return False
        self._tap(question, wish, step)
        return True

    def _once(self, what: str, act: Callable[[], int]) -> bool:
        if what in self._told:
            return False
        self._told.add(what)
        self.acts += 1
        act()
        return True

    def _tap(self, question: ShownMessage, data: str, step: str) -> None:
        if self._last == (question.message_id, data):
            self.again += 1
        else:
            self.taps += 1
            self.steps.append(step)
        self._last = question.message_id, data
        self.phone.press(question.message_id, data)
        if self.dice.random() < self.hasty:
            self.phone.press(question.message_id, data)

    async def _something_new(self, before: Screen, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            await self.phone.wait_for(lambda screen: _seen(screen) != _seen(before), seconds)
        except AssertionError:
            return
        self._seen_at = time.monotonic()


def _seen(screen: Screen) -> tuple[object, ...]:
    """What a person would notice: new messages, and other buttons under the newest question."""
    question = _newest(screen)
    return len(screen.from_bot), question and (question.message_id, question.text, question.buttons)


def _newest(screen: Screen) -> ShownMessage | None:
    """The newest message with buttons; a keyboard of the phone leaves the question before it open."""
    said = [message for message in screen.from_bot if message.buttons]
    return said[-1] if said else None


def wanted(step: str, question: ShownMessage, plan: Plan) -> str | None:
    """The data of the button that this learner would press now, or None when there is none for them."""
    buttons = {choice_of(button): button.data for row in question.buttons for button in row}
    for choice in _wishes(step, buttons, plan):
        if choice in buttons:
            return buttons[choice]
    return None


def _wishes(step: str, buttons: dict[str, str | None], plan: Plan) -> list[str]:
    """The choices that would do, best first."""
    one = {
        "language": "nl",
        "hello": "start",
        "consent": YES,
        "for_whom": "self",
        "first_name": "profile",
        "dutch_first": YES if plan.dutch_first else NO,
        "inburgering": plan.inburgering,
        "form": plan.form,
        "contact": plan.contact,
        "phone": "contact",
        "overview": "ok",
        "goodbye": "done",
    }
    many = {
        "needs": (plan.needs, NEEDS),
        "purposes": (plan.purposes, PURPOSES),
        "day_parts": (plan.day_parts, DAY_PARTS),
        "days": (plan.days, DAYS),
    }
    if step == "first_language":
        return [plan.first_language, *(choice for choice in buttons if choice.startswith("more:"))]
    if step in one:
        return [one[step]]
    if step in ITEMS:
        return [plan.item(step)]
    if step == "place":
        return [f"k{plan.postcode[:length]}" for length in (4, 3, 2, 1)]
    if step in many:
        ticked, possible = many[step]
        everything = ["all"] if ticked == possible and "all" in buttons else []
        return [*everything, *(f"+{value}" for value in ticked), "ok"]
    return []
