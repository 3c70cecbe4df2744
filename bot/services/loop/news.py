"""The only door through which a learner is told what became of their sign-up: one message for each change.

Who cannot be told: somebody whom a helper signed up (the chat is the helper's), somebody who sat at a kiosk,
and somebody who blocked us. Each function returns whether the learner is told; when not, and it matters, a
person has to telephone. Everything is said between 9:00 and 20:00, unless the learner waits for it.

Sending a sign-up is answered by the goodbye of the conversation, so nobody calls `received` for that.
Call these after the move, in its transaction; `case` may be as it was before it. The days that are told are
promises, which `bot.services.loop.promises` sees to.
"""

from __future__ import annotations

from bot.db.queries import cases, taalhuizen
from bot.db.queries.cases import Case
from bot.domain.referral_status import SUCCESS, FinishReason, RejectReason
from bot.services.loop import promises
from bot.services.scene import Scene, tell, tell_kindly
from flows.cards import news
from flows.cards.news import Meeting
from flows.model import Name, Prompt, Venue

_BY_WISH = frozenset({RejectReason.NOT_WANTED, RejectReason.OTHER_HELP})


async def tell_learner(scene: Scene, case: Case, prompt: Prompt, *, at_once: bool = False) -> bool:
    """Say this to the learner, `at_once` when they wait for it or a person wrote it; False when they cannot
    be told here. A person did something about it, so it counts as contact with the learner in any case.
    """
    await contacted(scene, case)
    if not case.can_be_told:
        return False
    say = tell if at_once else tell_kindly
    await say(scene, case.chat_id, prompt, referral_id=case.id)
    return True


async def contacted(scene: Scene, case: Case) -> None:
    """Somebody and the learner had to do with each other, here or outside: what is kept is kept from now."""
    await cases.contacted(scene.connection, case.learner_id, scene.now)


# ── Changes of state ───────────────────────────────────────────────────────────────────────────────────────


async def received(scene: Scene, case: Case, house_name: Name) -> bool:
    """A house was found for a sign-up that had none."""
    return await tell_learner(scene, case, news.received(house_name, await promises.of_house(scene, case)))


async def put_back(scene: Scene, case: Case) -> bool:
    """It was closed, or on the list, and staff look at it again."""
    return await tell_learner(scene, case, news.put_back(await promises.of_house(scene, case)))


async def accepted(scene: Scene, case: Case) -> bool:
    """The house helps, and looks for somebody: also from the waiting list. Not followed by `looking`."""
    return await tell_learner(scene, case, news.accepted(await promises.of_search(scene, case)))


async def looking(scene: Scene, case: Case) -> bool:
    """Nobody was found yet, and the search goes on."""
    return await tell_learner(scene, case, news.looking(await promises.of_search(scene, case)))


async def matched(scene: Scene, case: Case, volunteer_name: Name) -> bool:
    """Somebody said yes, and writes or calls."""
    return await _matched(scene, case, volunteer_name, instead=False)


async def volunteer_changed(scene: Scene, case: Case, volunteer_name: Name | None = None) -> bool:
    """Whoever helped does not any more: the next is known, or (None) looked for."""
    if volunteer_name is not None:
        return await _matched(scene, case, volunteer_name, instead=True)
    return await tell_learner(scene, case, news.volunteer_left(await promises.of_search(scene, case)))


async def transferred(scene: Scene, case: Case, house_name: Name) -> bool:
    """Another house has it now."""
    venue = await _venue(scene, case)
    # The case may be as it was before the move; a map of the old house would lead there.
    on_map = venue if venue is not None and venue.name == house_name.name else None
    prompt = news.transferred(house_name, on_map, await promises.of_house(scene, case))
    return await tell_learner(scene, case, prompt)


async def waiting(scene: Scene, case: Case) -> bool:
    """There is no place yet. Before the promised day the learner hears again, for as long as it lasts."""
    return await tell_learner(scene, case, news.waiting(await promises.of_list(scene, case)))


async def rejected(scene: Scene, case: Case, why: RejectReason) -> bool:
    """The house cannot help, and there is another road; or the learner does not want to any more."""
    prompt = news.rejected(scene.worlds.help_phone, by_wish=why in _BY_WISH)
    return await tell_learner(scene, case, prompt)


async def duplicate(scene: Scene, case: Case) -> bool:
    """Signed up twice; the first sign-up goes on."""
    return await tell_learner(scene, case, news.DUPLICATE)


async def going_on(scene: Scene, case: Case, volunteer_name: Name) -> bool:
    """The first talk is done, and they go on together."""
    return await tell_learner(scene, case, news.going_on(case.id, volunteer_name))


async def finished(scene: Scene, case: Case, why: FinishReason) -> bool:
    """The lessons end."""
    return await tell_learner(scene, case, news.finished(well=why in SUCCESS))


# ── Appointments ───────────────────────────────────────────────────────────────────────────────────────────


async def planned(scene: Scene, case: Case, meeting: Meeting) -> bool:
    """Somebody else planned it; a learner who tapped a moment is answered at once."""
    return await tell_learner(scene, case, news.planned(meeting))


async def moved(scene: Scene, case: Case, meeting: Meeting) -> bool:
    """The same appointment at another moment."""
    return await tell_learner(scene, case, news.moved(meeting))


async def cancelled(scene: Scene, case: Case, meeting: Meeting, *, again: bool) -> bool:
    """It does not take place. `again`: the same person makes another."""
    return await tell_learner(scene, case, news.cancelled(meeting, again=again))


# ── The helper ─────────────────────────────────────────────────────────────────────────────────────────────


async def helper_hears_of_contact(scene: Scene, case: Case) -> bool:
    """The one thing that who signed up somebody hears afterwards, and only when that person agreed: whoever
    calls has asked them.
    """
    if not case.by_helper or case.chat_left or case.unreachable_at is not None:
        return False
    prompt = news.contact_made(scene.name(case.first_name))
    await tell_kindly(scene, case.chat_id, prompt, referral_id=case.id)
    return True


async def _matched(scene: Scene, case: Case, name: Name, *, instead: bool) -> bool:
    before = promises.promised(scene.now, promises.CONTACT_DAYS, scene.zone)
    calls = case.contact == "call" and case.phone is not None
    prompt = news.matched(case.id, name, before, calls=calls, instead=instead)
    return await tell_learner(scene, case, prompt)


async def _venue(scene: Scene, case: Case) -> Venue | None:
    now_at = await cases.get(scene.connection, case.id)
    if now_at is None or now_at.taalhuis_id is None:
        return None
    found = await taalhuizen.place_of(scene.connection, now_at.taalhuis_id)
    if found is None:
        return None
    address = f"{found.street}, {found.town}" if found.street else found.town
    return Venue(found.name, address, found.latitude, found.longitude)
