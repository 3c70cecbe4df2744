"""Everybody can use every screen, in every language that is complete: one walk through all of them for each
language, and on each screen axe by day and by night, three sizes, and what a finger and an eye need.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.i18n import Catalogues
from bot.resources import resource_dir
from tests.browser.person import Person, person_in
from tests.browser.screens import every_screen
from tests.support import portraits
from tests.support.axe import findings

LANGUAGES = Catalogues(resource_dir("locale")).languages
SCREENS = 32
PHONE = {"width": 390, "height": 844}
# 1280 pixels at 400%, and at 200% with letters of double size too.
NARROWEST, ENLARGED = {"width": 320, "height": 512}, {"width": 640, "height": 800}
_WHOLE = ("welcome", "hello", "taalhuis", "home", "privacy", "next-person", "not-found")
"""Screens on which axe looks at the whole page; on the others at what is new."""

# The whole page is measured at once: what sticks out, what is cut off, what is too small.
_MEASURE = """() => {
    const root = document.documentElement, found = [];
    const told = (why, each) => found.push(`${why}: ${each.outerHTML.slice(0, 120)}`);
    if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} px sideways`);
    for (const each of document.querySelectorAll("button, a, input:not([type=hidden]), summary, audio")) {
        const { width, height, left, right } = each.getBoundingClientRect();
        if (!width || getComputedStyle(each).clipPath !== "none") continue;
        const room = (each.closest(".row, .field, .always") || root).getBoundingClientRect();
        if (left < room.left - 1 || right > room.right + 1) told("sticks out", each);
        if (each.matches("button, .map") && each.scrollWidth > each.clientWidth + 1) told("cut off", each);
        if (Math.min(width, height) < (each.matches(".many .choice, .text a") ? 24 : 44)) told("small", each);
    }
    for (const each of document.querySelectorAll("#question, #question *, .ask .choice, #details p"))
        if (parseFloat(getComputedStyle(each).fontSize) < 16) told("small letters", each);
    return found;
}"""


async def _measured(person: Person) -> list[str]:
    found = []
    for name, window, letters in (("narrow", NARROWEST, ""), ("enlarged", ENLARGED, "250%"), ("", PHONE, "")):
        await person.page.set_viewport_size(window)  # type: ignore[arg-type]
        await person.page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
        found += [f"{name} {each}" for each in await person.page.evaluate(_MEASURE)]
    return found


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_is_for_everybody(chromium: Browser, web_url: str, language: str) -> None:
    context = await chromium.new_context(locale=language, reduced_motion="reduce", viewport=PHONE)  # type: ignore[arg-type]
    person = await person_in(context, web_url)

    found: dict[str, list[str]] = {}

    async def look(screen: str) -> None:
        inside = "" if screen in _WHOLE else "#now"
        found[screen] = [*await _measured(person), *await findings(person.page, inside=inside)]
        await portraits.take(person.page, language, screen)

    await every_screen(person, look, language=language, kiosk=language != LANGUAGES[0])
    await context.close()
    assert len(found) == SCREENS
    assert {screen: each for screen, each in found.items() if each} == {}


def test_every_picture_of_the_docs_is_there_and_small() -> None:
    sizes = {path.name: path.stat().st_size for path in portraits.FOLDER.glob("*.png")}
    assert set(sizes) == portraits.expected(), "make screenshots takes them"
    assert {name: size for name, size in sizes.items() if size > portraits.MOST_BYTES} == {}
