"""From the welcome to the goodbye by keyboard alone, and what a screen reader hears on the way."""

from __future__ import annotations

from collections import Counter
from itertools import cycle

import pytest
from playwright.async_api import Page

from tests.browser.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What is pressed on the way; each is looked for with Tab and pressed by Enter and Space in turn.
_BY_TAB = ("nl", "start", "yes", "self", "no_name", "k8", "k80", "k801", "k8011", "+reading", "ok")
_MOST_TABS = 40

# The one with focus: what it is, and whether that can be seen.
_FOCUSED = """() => {
    const each = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 20
        && box.bottom > 0 && box.top < innerHeight;
    return [each === document.body ? "" : each.value || each.id || each.className || each.textContent, seen];
}"""

# What a screen reader says: what changes in a live region that was there, and the heading that gets focus.
_LISTEN = """() => {
    window.heard = [];
    const clean = (text) => text.replace(/\\s+/g, " ").trim();
    const tell = (text) => clean(text) && window.heard.push(clean(text));
    new MutationObserver((changes) => {
        for (const {target, addedNodes} of changes) {
            const from = target.nodeType === 1 ? target : target.parentElement;
            if (!from?.closest("[role=log], [role=status], [role=alert], [aria-live]")) continue;
            for (const node of addedNodes) if (!node.hidden) tell(node.textContent);
        }
    }).observe(document, {childList: true, subtree: true, characterData: true});
    addEventListener("focusin", ({target}) => tell(target.textContent || target.value || ""));
}"""


async def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until this has focus; on the way everything that gets focus shows it."""
    for _ in range(_MOST_TABS):
        await page.keyboard.press("Tab")
        name, seen = await page.evaluate(_FOCUSED)
        assert seen or name == "", f"no ring around {name}"
        if name == wanted:
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


async def test_from_welcome_to_goodbye_by_keyboard_alone(person: Person) -> None:
    page = person.page
    await person.open()
    # The first stop skips what is above the question.
    await page.keyboard.press("Tab")
    assert await page.evaluate(_FOCUSED) == ["skip", True]
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "question"
    await page.keyboard.press("Tab")
    await person.key("Enter")
    for choice, key in zip(_BY_TAB, cycle(("Enter", "Space")), strict=False):
        await _tab_to(page, choice)
        await person.key(key)
        # A tick and a digit keep their place, a new question gets it.
        now = await page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
        assert now == "question" or choice[0] in "k+", choice
    for keys in ("17", "1", "11111", "4", "8", "4"):
        for digit in keys:
            await person.key(digit)
    # How somebody can be reached depends on the page: the demo's looks for messages itself.
    walk_in = page.locator('#now button[value="walk_in"]')
    await person.key(await walk_in.get_attribute("aria-keyshortcuts") or "")
    await person.key("1")
    assert await page.locator(".card .place").count() == 1


async def test_tab_goes_through_a_page_in_order_and_out_again(person: Person) -> None:
    page = person.page
    await person.begin()
    await person.tap("nl", "start", "yes", "self", "no_name")
    order = await page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden])")]
            .filter((each) => each.offsetParent && !each.closest("dialog"))
            .map((each) => each.value || each.id || each.className || each.textContent)"""
    )
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0); document.body.focus()")
    await page.locator("body").press("Home")
    seen: list[str] = []
    for _ in range(len(order) + 2):
        await page.keyboard.press("Tab")
        name, _ring = await page.evaluate(_FOCUSED)
        if name == "" and seen:
            break
        seen.append(name)
    start = order.index(seen[0])
    assert seen == order[start:], "the order of the page, and no trap at its end"
    await page.keyboard.press("Shift+Tab")
    assert await page.evaluate("document.activeElement !== document.body")


async def test_a_screen_reader_hears_everything_new_once(person: Person) -> None:
    page = person.page
    await person.begin()
    await page.evaluate(_LISTEN)
    heard: list[str] = []
    for choice in (
        *("nl", "start", "yes", "self", "explain", "no_name", "k8", "k80", "k801", "k8011"),
        *("+reading", "ok", "+work", "ok", "yes", "s0", "s0", "s0", "all", "all", "any", "walk_in", "ok"),
    ):
        # A question stays when its tick or digit changes; then only that is said.
        before = await person.serial()
        await person.tap(choice)
        heard = await page.evaluate("window.heard.splice(0)")
        assert [text for text, times in Counter(heard).items() if times > 1] == [], choice
        question = " ".join((await page.locator("#question").inner_text()).split())
        asked = sum(question in text for text in heard)
        assert asked == (await person.serial() != before), f"{choice}: {heard}"
    # The Taalhuis is told in the log; the question after it gets focus.
    name = await page.locator(".card .place").inner_text()
    assert any(name in text for text in heard)
