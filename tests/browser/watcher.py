"""Somebody who watches the demo: three phones beside each other and a clock, driven as a person would."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import FrameLocator, Locator, Page, ViewportSize, expect

from tests.browser.person import TAPS_AFTER_THE_NAME, TAPS_TO_THE_NAME, WAIT_MS

WIDE = ViewportSize(width=1440, height=1000)
# What others say comes with the next look, which the page takes every 3 seconds.
NEWS_MS = 10_000


@dataclass(slots=True)
class Phone:
    """One of the three on the page."""

    frame: FrameLocator

    async def choose(self, *choices: str) -> None:
        """Answer questions, each when it is asked."""
        for choice in choices:
            await self._press(self.frame.locator(f'#now button[name=choice][value="{choice}"]'))

    async def do(self, verb: str, *, last: bool = True) -> None:
        """Press the newest button of a card that asks for this deed; or the oldest."""
        found = self.frame.locator(f'.deeds button[value*=" do:{verb}:"]')
        await self._press(found.last if last else found.first)

    async def hears(self, words: str) -> None:
        """Wait until the newest messages say this."""
        await expect(self.frame.locator(".turn").filter(has_text=words).last).to_be_visible(timeout=NEWS_MS)

    async def say(self, words: str) -> None:
        await self.frame.locator("#typed").fill(words)
        await self._press(self.frame.locator(".send"))

    async def _press(self, button: Locator) -> None:
        await button.click(timeout=NEWS_MS)
        await expect(self.frame.locator("main:not([aria-busy=true])")).to_be_attached(timeout=WAIT_MS)


@dataclass(slots=True)
class Watcher:
    """Somebody in front of the demo page."""

    page: Page
    learner: Phone
    volunteer: Phone
    staff: Phone

    async def later(self, label: str) -> str:
        """Move the clock; what it shows then."""
        await self.page.locator(".steps button").filter(has_text=label).click()
        await expect(self.page.locator('.steps [aria-disabled="true"]')).to_have_count(0, timeout=WAIT_MS)
        return await self.page.locator("#time").inner_text()

    async def sign_up(self) -> None:
        await self.learner.frame.locator("button[name=begin]").click()
        await self.learner.choose(*TAPS_TO_THE_NAME)
        await self.learner.say("Fatma")
        await self.learner.choose(*TAPS_AFTER_THE_NAME[:-1], "chat", "ok")

    async def find_a_volunteer(self) -> None:
        """Staff hear of the sign-up and accept it; the volunteer is asked."""
        await self.later("1 uur")
        await self.staff.hears("1 nieuwe aanmelding")
        await self.staff.do("intake")
        await self.staff.do("inacc")
        await self.volunteer.hears("Kunt u Fatma helpen?")

    async def propose_a_day(self) -> None:
        """The volunteer says yes and proposes a moment."""
        await self.volunteer.do("take")
        await self.volunteer.do("prop")
        # The last day of the first page: far enough for a reminder the day before.
        await self.volunteer.do("pday")
        await self.volunteer.do("pt", last=False)
        await self.volunteer.do("psend")
        await self.learner.hears("Welke tijd is goed?")

    async def agree(self) -> None:
        """The learner takes the moment."""
        await self.learner.do("mom")
        await self.learner.hears("U ziet Anna (demo)")
        await self.volunteer.hears("Afspraak met Fatma")


async def watching(page: Page, url: str) -> Watcher:
    """Open the demo that is served there."""
    await page.goto(f"{url}/demo")
    phones = {who: Phone(page.frame_locator(f"[name={who}]")) for who in ("learner", "volunteer", "staff")}
    return Watcher(page, **phones)
