"""Signing in on the web pages: the link, and the question whether it was this person who opened it."""

from __future__ import annotations

from flows.cards.members import MENU, menu_button
from flows.deeds import card_button
from flows.model import Name, Prompt, Text

# Translators: button of staff: a link to the web pages on which they work.
CONSOLE = Text("staff.console.button")
# Translators: a link to the web pages does not work any more; how to get another.
OVER = Text("staff.console.over")
# Translators: the operator has not yet said where the web pages can be found; {setting} is what to set.
_NO_ADDRESS = Text("staff.console.no_address", {"setting": Name("TAALWIJZER_PUBLIC_URL")})


def link_card(link: str, minutes: int) -> tuple[Prompt, Prompt]:
    """How to use it, and the link alone, so that it is easily opened or sent to one's own computer."""
    # Translators: above a link to the web pages: good for {minutes} minutes, once, and only after a tap here.
    how = Text("staff.console.how", {"minutes": minutes})
    # Translators: the link itself, and nothing else.
    return Prompt((how,)), Prompt((Text("staff.console.link", {"link": Name(link)}),))


def no_address() -> Prompt:
    """There is no link to give."""
    return Prompt((_NO_ADDRESS,), rows=((menu_button(MENU),),))


def is_that_you(login: int, browser: str, code: str) -> Prompt:
    """Somebody opened the link."""
    # Translators: somebody opened the link in {browser}, as "Firefox, Windows"; {code} is shown there.
    asked = Text("staff.console.ask", {"browser": Name(browser), "code": Name(code)})
    # Translators: button: yes, it was me who opened the link.
    yes = card_button(Text("staff.console.yes"), "✅", "conyes", login)
    # Translators: button: no, somebody else opened the link.
    no = card_button(Text("staff.console.no"), "✖️", "conno", login)
    return Prompt((asked,), rows=((yes, no),))


def confirmed(browser: str) -> Prompt:
    """It was this person."""
    # Translators: the web pages open now in {browser}.
    return Prompt((Text("staff.console.yes.done", {"browser": Name(browser)}),))


def refused() -> Prompt:
    """It was somebody else, who is kept out."""
    # Translators: the link is blocked; how to get another.
    return Prompt((Text("staff.console.no.done"),))


def over() -> Prompt:
    """Too late, or not a link of this person."""
    return Prompt((OVER,))
