"""Every screen of the web chat, in the order in which somebody sees them who presses everything once.

One walk shows them all, so that whoever looks can look at many things on one visit.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from tests.browser.person import Person

Look = Callable[[str], Awaitable[None]]

# What is pressed, and the name of the screen that follows; "" for one that looks as the one before.
_OPENING = (
    ("start", "consent"),
    ("yes", "for_whom"),
    ("self", "name"),
    ("explain", "explained"),
    ("no_name", "place"),
    ("k8", ""),
    ("k80", "keypad"),
    ("k801", ""),
    ("k8011", "needs"),
)
_LEARNING = (
    ("+reading", "ticked"),
    ("ok", "purposes"),
    ("+work", ""),
    ("ok", "first"),
    ("no", "languages"),
    ("other", "course"),
    ("unsure", "letter"),
    ("s0", "form"),
    ("s1", ""),
    ("sx", "day_parts"),
    ("all", "days"),
    ("+mon", ""),
    ("ok", "how"),
    ("any", "contact"),
)
_ENDING = (
    ("more:0", "change"),
    ("back", ""),
    ("stop", "stop"),
    ("go", ""),
    ("ok", "taalhuis"),
    ("others", "others"),
    ("back", ""),
    ("done", "home"),
)
PAGES = (("/privacy", "privacy"), ("/next-person", "next-person"), ("/nothing", "not-found"))


async def every_screen(person: Person, look: Look, *, language: str, kiosk: bool) -> None:
    """Go through the whole conversation and everything beside it, and look at each screen.

    `kiosk`: as on a screen that others use, which has a way out at the top.
    """
    await person.open(f"/?kiosk={int(kiosk)}")
    await person.open(f"/?lang={language}")
    await look("welcome")
    await person.begin(open_first=False)
    await look("language")
    await person.tap(language)
    await look("hello")
    await _press(person, look, (*_OPENING, *_LEARNING, ("call", "phone"), ("k0", "digits")))
    # Nine more digits look the same.
    await person.say("06 12345678")
    await look("overview")
    await _press(person, look, _ENDING)
    for path, screen in PAGES:
        await person.open(path)
        await look(screen)


async def _press(person: Person, look: Look, way: Sequence[tuple[str, str]]) -> None:
    for choice, screen in way:
        await person.tap(choice)
        if screen:
            await look(screen)
