"""The card about one's own calendar: an address for a calendar program, made, and taken back."""

from __future__ import annotations

from flows.cards.members import MENU, menu_button
from flows.deeds import card_button
from flows.model import Button, Day, Name, Prompt, Text

# Translators: button: see the appointments in one's own calendar program.
CALENDAR = Text("volunteer.calendar.button")
# Translators: the address was taken back.
REVOKED = Text("volunteer.calendar.feed.revoked")


def feed_card(place: str, made: str, *, served: bool) -> Prompt:
    """What it is, and what can be done. `made` is the day on which the present address was made, "" for none;
    `served`: this installation can be reached on the web.
    """
    # Translators: what the calendar is; {place} is the Taalhuis.
    title = Text("volunteer.calendar.feed", {"place": Name(place)})
    # Translators: privacy: calendar programs keep what they read somewhere else.
    elsewhere = Text("volunteer.calendar.feed.elsewhere")
    if not served:
        # Translators: there is no web address of this installation.
        return Prompt((title, Text("volunteer.calendar.feed.no_site")), rows=((menu_button(MENU),),))
    # Translators: since when there is an address.
    since = (Text("volunteer.calendar.feed.since", {"day": Day(made)}),) if made else ()
    return Prompt((title, elsewhere, *since), rows=(*_rows(has_one=bool(made)), (menu_button(MENU),)))


def _rows(*, has_one: bool) -> tuple[tuple[Button, ...], ...]:
    if not has_one:
        # Translators: button: make an address.
        return ((card_button(Text("volunteer.calendar.feed.new"), "📅", "cal", "new"),),)
    # Translators: button: make another address; the old one ends.
    again = card_button(Text("volunteer.calendar.feed.renew"), "📅", "cal", "new")
    # Translators: button: the address ends.
    revoke = card_button(Text("volunteer.calendar.feed.revoke"), "✖️", "cal", "off")
    return ((again,), (revoke,))


def made_cards(url: str, webcal: str) -> tuple[Prompt, Prompt]:
    """How to use it, and the address as a message of its own."""
    # Translators: what to do with the address that follows; it is a secret.
    how = Text("volunteer.calendar.feed.made")
    # Translators: a line that is the address alone.
    lines = tuple(Text("volunteer.calendar.feed.address", {"link": Name(link)}) for link in (url, webcal))
    return Prompt((how,)), Prompt(lines)
