"""What a person may ask of us at any time: to see what is kept, to have it as a file, and who looked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.db.queries import cases, intakes, outbox, readings, rights, timers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.humane import wall_text
from bot.services.clockwork import Act
from bot.services.rights import dossier, paper
from bot.services.scene import Scene
from flows.cards import own_data as cards
from flows.intake_ending import overview_lines
from flows.model import Moment, Prompt, State, Text
from flows.step import Flow

WHO_SEES = Text("data.who")
HOW_LONG = Text("data.how_long")
# Translators: nothing was sent, so there is only the chat itself.
NOTHING_KEPT = Text("data.nothing")
FILE_KIND = "file"
"""The timer that takes the file away again."""
FILE_KEPT = timedelta(days=1)


async def tell_data(scene: Scene, flow: Flow, chat_id: int, state: State | None = None) -> list[Prompt]:
    """All that is kept, in words; who sees it, and what can be done about it. `state`: what was answered for
    a sign-up that is not sent.
    """
    await rights.count(scene.connection, "data_shown", scene.now, zone=scene.zone)
    own = await own_cases(scene, chat_id)
    prompts = [await _sign_up(scene, case) for case in own]
    helped = await intakes.count_of_chat(scene.connection, chat_id) - len(own)
    if helped:
        # Translators: so many other people were signed up from this chat.
        prompts.append(Prompt((Text("data.for_others", {"count": helped}),)))
    if state is not None and state.answers.get("consent") is True and not flow.steps[state.step].rests:
        prompts.append(Prompt((cards.DRAFT, *overview_lines(flow.order, state.answers))))
    if not prompts:
        return [Prompt((NOTHING_KEPT,))]
    return [*prompts, await menu(scene, chat_id)]


async def menu(scene: Scene, chat_id: int) -> Prompt:
    """What can be done about it."""
    own = await own_cases(scene, chat_id)
    # Translators: `count` is how many sign-ups were sent from this chat.
    kept = (Text("data.kept", {"count": len(own)}),) if own else ()
    return cards.menu((*kept, WHO_SEES, HOW_LONG), own[-1].id if own else 0)


async def own_cases(scene: Scene, chat_id: int) -> list[Case]:
    """What somebody sent from this chat for themselves: what they sent for others is not theirs to see."""
    return [case for case in await cases.of_chat(scene.connection, chat_id) if not case.by_helper]


async def as_file(scene: Scene, chat: LockedChat) -> tuple[Prompt, tuple[int, ...]] | None:
    """Everything as a file, and the referrals with which it goes; None when there is nothing. The row that
    holds it is taken away a day later: by then it is on the phone.
    """
    own = await own_cases(scene, chat.id)
    if not own:
        return None
    await rights.count(scene.connection, "data_file", scene.now, zone=scene.zone)
    found = [await dossier.of_case(scene, case) for case in own]
    timer = new_timer(
        key=f"{FILE_KIND}:{chat.id}:{chat.messages + 1}",
        kind=FILE_KIND,
        chat_id=chat.id,
        due_at=scene.now + FILE_KEPT,
        zone=scene.zone,
        about=chat.messages + 1,
    )
    await timers.add_once(scene.connection, timer)
    made = paper.document(found, scene.worlds.catalogues, chat.language)
    return cards.file(made), tuple(case.id for case in own)


async def looked(scene: Scene, chat_id: int) -> list[Text]:
    """Who looked at the answers, in which role and when: all of it, the newest first, what was looked at
    within one minute once.
    """
    found = [
        (one.role, wall_text(one.read_at, scene.zone))
        for one in await readings.of_chat(scene.connection, chat_id)
    ]
    return [cards.looked(role, Moment(wall)) for role, wall in dict.fromkeys(found)]


async def _sign_up(scene: Scene, case: Case) -> Prompt:
    found = await dossier.of_case(scene, case)
    lines = [line for section in found.sections for line in section.lines if section.title in _IN_CHAT]
    for what, key in _COUNTED.items():
        if found.counts[what]:
            lines.append(Text(key, {"count": found.counts[what]}))
    return Prompt(tuple(line for line in lines if isinstance(line, Text)))


async def take_file_away(scene: Scene, timer: DueTimer, _chat: LockedChat) -> str:
    """The row with the file goes; what is on the phone is the person's own."""
    await outbox.forget(scene.connection, timer.chat_id, timer.about)
    return "gone"


KINDS: Mapping[str, Act] = {FILE_KIND: take_file_away}
_IN_CHAT = (cards.STATE, cards.ANSWERS, cards.AGREED, cards.HOW_LONG)
# Translators: how much more of it is in the file.
_COUNTED = {
    "messages": "data.count.messages",
    "notes": "data.count.notes",
    "voices": "data.count.voices",
}
