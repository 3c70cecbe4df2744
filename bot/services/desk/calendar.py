"""Deeds around one's own calendar: `cal` shows it, `cal:new` makes its address, `cal:off` takes that back."""

from __future__ import annotations

from bot.db.queries.members import MemberRow
from bot.domain.humane import wall_text
from bot.services.desk.model import WORKERS, Doing, Role, Said, Verb, edited
from bot.services.loop import feeds
from flows import engine
from flows.cards import feed as cards
from flows.model import Prompt


async def own(doing: Doing) -> Said:
    """The calendar of the role that is worn."""
    me = _worker(doing)
    if doing.deed.word(0) == "new" and _is_served(doing):
        return await _made(doing, me)
    if doing.deed.word(0) == "off":
        revoked = await feeds.revoke(doing.scene, me)
        toast = cards.REVOKED if revoked else engine.ALREADY_DONE
        return Said((edited(doing, await _card(doing, me)),), toast=toast)
    return Said((edited(doing, await _card(doing, me)),))


async def _made(doing: Doing, me: MemberRow) -> Said:
    address = await feeds.make(doing.scene, me)
    how, link = cards.made_cards(address.url, address.webcal)
    return Said((edited(doing, how), link, await _card(doing, me)))


async def _card(doing: Doing, me: MemberRow) -> Prompt:
    row = await feeds.current(doing.scene, me)
    made = wall_text(row.made_at, doing.scene.zone)[:10] if row else ""
    return cards.feed_card(me.taalhuis, made, served=_is_served(doing))


def _is_served(doing: Doing) -> bool:
    return bool(doing.scene.worlds.site.url)


def _worker(doing: Doing) -> MemberRow:
    """The role that is worn, or the first with a calendar; the desk has seen to it that there is one."""
    held = (doing.me, *doing.members) if doing.me else doing.members
    return next(member for member in held if Role(member.role) in WORKERS)


VERBS = (Verb("cal", WORKERS, own),)
