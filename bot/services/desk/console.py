"""Deeds around the web pages: get a link to them, and say whether it was oneself who opened it."""

from __future__ import annotations

from bot.services.desk.model import Doing, Role, Said, Verb, edited
from bot.services.office import signing_in
from flows.cards import console as cards
from flows.cards.members import NOT_HERE
from flows.model import Prompt

AT_A_DESK = frozenset({Role.STAFF, Role.REGIONAL})


async def link(doing: Doing) -> Said:
    """A link that signs this person in, once."""
    address = doing.scene.worlds.site.url
    if doing.actor.shared_screen:
        return Said((Prompt((NOT_HERE,)),))
    if not address:
        return Said((edited(doing, cards.no_address()),))
    made = await signing_in.make_for_chat(doing.scene, doing.chat.id)
    return Said(cards.link_card(made.address(address), signing_in.LINK_MINUTES))


async def yes(doing: Doing) -> Said:
    """It was this person: `conyes:<login>`."""
    login = await signing_in.confirm(doing.scene, doing.chat.id, doing.deed.number(0))
    return Said((edited(doing, cards.confirmed(login.browser) if login else cards.over()),))


async def no(doing: Doing) -> Said:
    """It was somebody else: `conno:<login>`."""
    refused = await signing_in.refuse(doing.scene, doing.chat.id, doing.deed.number(0))
    return Said((edited(doing, cards.refused() if refused else cards.over()),))


VERBS = (
    Verb("console", AT_A_DESK, link),
    Verb("conyes", AT_A_DESK, yes),
    Verb("conno", AT_A_DESK, no),
)
