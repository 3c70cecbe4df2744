"""Put right what is kept of somebody: by themselves in the chat, or by staff whom they asked.

A name, a telephone number and a place follow from nothing and decide nothing that is done already, so they
are changed at once. Anything else goes to the Taalhuis, as words with a task to read them.
"""

from __future__ import annotations

from dataclasses import replace

from bot.db.queries import intakes, rights
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.act import Act
from bot.services import audit
from bot.services.loop import naming, news, notes, tasks
from bot.services.scene import Scene
from flows.facts import Answer
from flows.spoken import rewritten
from flows.validators import name_in, phone_in

STEP = "data"
"""The step of the task that somebody says something is wrong."""


async def set_name(scene: Scene, case: Case, words: str, *, by: MemberRow | None = None) -> bool:
    """Another first name; False when these words are none."""
    name = name_in(words)
    if name is None:
        return False
    if by is not None:
        await naming.write_down(scene, case, by, name)
    else:
        answers = scene.codec.open_answers(case.answers)
        answers["first_name"] = rewritten(answers.get("first_name"), name)
        await intakes.rename(
            scene.connection,
            intake_id=case.intake_id,
            learner_id=case.learner_id,
            answers=scene.codec.seal_answers(answers),
            name=scene.codec.vault.seal(name),
            name_hash=scene.codec.vault.hash(name),
        )
    await _corrected(scene, case, "name", by)
    return True


async def set_phone(scene: Scene, case: Case, words: str, *, by: MemberRow | None = None) -> bool:
    """Another telephone number; False when these words are none."""
    phone = phone_in(words)
    if phone is None:
        return False
    vault = scene.codec.vault
    await rights.set_phone(
        scene.connection,
        learner_id=case.learner_id,
        intake_id=case.intake_id,
        values={"phone": vault.seal(phone), "phone_hash": vault.hash(phone)},
        answers=scene.codec.seal_answers({**scene.codec.open_answers(case.answers), "phone": phone}),
    )
    await _corrected(scene, case, "phone", by)
    return True


async def set_place(scene: Scene, case: Case, postcode: str, *, by: MemberRow) -> bool:
    """Another place, by four digits; False when no place has them. The Taalhuis stays the same: staff hand
    the sign-up over where that is better.
    """
    place = scene.worlds.places.by_postcode(postcode)
    if place is None:
        return False
    fact: dict[str, str | int | float] = {
        "postcode": place.postcode,
        "name": place.name,
        "gemeente": place.gemeente,
        "gemeente_code": place.gemeente_code,
        "province": place.province,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    answers: dict[str, Answer] = {**scene.codec.open_answers(case.answers), "place": fact}
    await rights.set_place(
        scene.connection,
        case.intake_id,
        {
            "postcode": place.postcode,
            "place": place.name,
            "gemeente_code": place.gemeente_code,
            "answers": scene.codec.seal_answers(answers),
        },
    )
    await _corrected(scene, case, "place", by)
    return True


async def ask_staff(scene: Scene, case: Case, words: str) -> None:
    """Something else is wrong: staff read what, and have a task until they dealt with it. Words without a
    flaw; see `notes.flaw`.
    """
    await notes.said_by_learner(scene, case, words)
    await news.contacted(scene, case)
    about = (case.id, case.taalhuis_id)
    await tasks.person_asked(scene.connection, case.chat_id, scene.now, step=STEP, about=about)
    await rights.count(
        scene.connection, "data_correct_asked", scene.now, zone=scene.zone, taalhuis_id=case.taalhuis_id
    )


async def _corrected(scene: Scene, case: Case, field: str, by: MemberRow | None) -> None:
    await news.contacted(scene, case)
    await rights.count(
        scene.connection, "data_corrected", scene.now, zone=scene.zone, taalhuis_id=case.taalhuis_id
    )
    done = Act(
        what="person.corrected",
        role="learner",
        referral_id=case.id,
        taalhuis_id=case.taalhuis_id,
        detail={"field": field},
    )
    audit.note(scene, replace(done, role=by.role, member_id=by.id) if by else done)
