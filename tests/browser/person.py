"""A person in front of the page, as a test drives them: taps, keys, and what they see."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import BrowserContext, Locator, Page

WAIT_MS = 10_000

# A Dutch speaker with two needs, who taps only; the language comes before, the Taalhuis after.
TAPS_TO_THE_NAME = ("nl", "start", "yes", "self")
TAPS_AFTER_THE_NAME = (
    *("k8", "k80", "k801", "k8011"),
    *("+reading", "+numbers", "ok"),
    *("+work", "ok"),
    "yes",
    *("s0", "s1", "s2", "sx", "s0"),
    *("all", "all", "any", "walk_in"),
)
WHOLE_INTAKE = (*TAPS_TO_THE_NAME, "skip", *TAPS_AFTER_THE_NAME, "ok")


@dataclass(slots=True)
class Person:
    """`script` is False for a browser without JavaScript, where each answer is a new page."""

    page: Page
    web_url: str
    script: bool = True
    taps: int = 0

    async def open(self, path: str = "/") -> None:
        await self.page.goto(self.web_url + path)

    async def begin(self, *, open_first: bool = True) -> None:
        """Press the button of the welcome, which is opened unless it is there already."""
        if open_first:
            await self.open()
        await self.press(self.page.locator("button[name=begin]"))

    async def tap(self, *choices: str) -> None:
        for choice in choices:
            await self.press(self.page.locator(f'#now button[name=choice][value="{choice}"]'))

    async def press(self, button: Locator) -> None:
        """Click, and wait for the page that follows."""
        before = await self.nonce()
        await button.click(timeout=WAIT_MS)
        self.taps += 1
        await self.page.wait_for_selector(
            f'input[name=nonce]:not([value="{before}"])', state="attached", timeout=WAIT_MS
        )
        await self.settled()

    async def key(self, key: str) -> None:
        """Press a key that answers, and wait for the page that follows."""
        before = await self.nonce()
        await self.page.keyboard.press(key)
        await self.page.wait_for_selector(
            f'input[name=nonce]:not([value="{before}"])', state="attached", timeout=WAIT_MS
        )
        await self.settled()

    async def say(self, words: str) -> None:
        await self.page.locator("#typed").fill(words)
        await self.press(self.page.locator(".send"))

    async def settled(self) -> None:
        if self.script:
            await self.page.wait_for_selector("main:not([aria-busy=true])", timeout=WAIT_MS)

    async def nonce(self) -> str:
        return await self.page.locator("input[name=nonce]").first.get_attribute("value") or ""

    async def serial(self) -> int:
        return int(await self.page.locator("#now").get_attribute("data-serial") or 0)

    async def choices(self) -> list[str]:
        buttons = await self.page.locator("#now .ask button[name=choice]").all()
        return [await button.get_attribute("value") or "" for button in buttons]

    async def text(self) -> str:
        return await self.page.locator("main").inner_text()

    async def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


async def person_in(context: BrowserContext, web_url: str, *, script: bool = True) -> Person:
    context.set_default_timeout(WAIT_MS)
    return Person(await context.new_page(), web_url, script)
