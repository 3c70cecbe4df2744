"""A first name that was spoken, as somebody of the Taalhuis heard it: written down, with who did and when."""

from __future__ import annotations

from bot.db.queries import intakes
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services.loop import notes
from bot.services.scene import Scene
from flows.model import VoiceNote
from flows.spoken import rewritten, voice_of

STEPS = ("first_name", "helper_name")


def spoken_of(scene: Scene, case: Case) -> dict[str, VoiceNote]:
    """What was spoken of the names of this sign-up, by step."""
    answers = scene.codec.open_answers(case.answers)
    found = {step: voice_of(answers.get(step)) for step in STEPS}
    return {step: voice for step, voice in found.items() if voice}


async def write_down(scene: Scene, case: Case, member: MemberRow, name: str) -> None:
    """From now on the learner is called so; what was said stays with it, and a note tells who wrote it."""
    vault = scene.codec.vault
    answers = scene.codec.open_answers(case.answers)
    answers["first_name"] = rewritten(answers.get("first_name"), name)
    await intakes.rename(
        scene.connection,
        intake_id=case.intake_id,
        learner_id=case.learner_id,
        answers=scene.codec.seal_answers(answers),
        name=vault.seal(name),
        name_hash=vault.hash(name),
    )
    await notes.name_written(scene, case, member, name)
