"""Two people who write to each other through the bot, for the tests of the relay."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.db.queries.cases import Case
from flows.model import Name, Prompt, VoiceNote
from flows.replies import Reply, Spoken, Typed
from tests.support.building import Rig
from tests.support.helped import LEARNER, VOLUNTEER, helped_case, press

VOICE = VoiceNote("telegram", "voice-of-anna", 4)
HELLO = "Dag! Kunt u donderdag?"


async def say(rig: Rig, reply: Reply, address: str) -> None:
    """Say something, and let what follows for others arrive."""
    await rig.hear(reply, address=address)
    await rig.due()


async def write(rig: Rig, case: Case, words: str | VoiceNote, address: str = VOLUNTEER) -> None:
    """Press the button, then type or speak."""
    await press(rig, address, "talk", case.id)
    await say(rig, Typed(words) if isinstance(words, str) else Spoken(words), address)


async def at_rest(rig: Rig) -> Case:
    """Anna has the learner, who said goodbye to the questions."""
    case = await helped_case(rig)
    await rig.tap("done", LEARNER)
    return case


def words_of(prompt: Prompt) -> list[str]:
    """What a person wrote, line by line."""
    found = [line.params["words"] for line in prompt.lines if line.key == "relay.words"]
    return [word.name for word in found if isinstance(word, Name)]


def everything(rig: Rig, address: str) -> str:
    """All that arrived in a chat, as it is stored."""
    return json.dumps(
        [asdict(one.prompt) for one in rig.channel.delivered if one.address == address], default=str
    )


async def kept(rig: Rig) -> list[tuple[str, object]]:
    """(by whom, what) of all that was passed on."""
    rows = await rig.rows('SELECT "by", body FROM relay_message ORDER BY id')
    return [(str(by), json.loads(rig.codec.vault.open_bytes(body))) for by, body in rows]
