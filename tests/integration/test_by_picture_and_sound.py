"""Who understands only pictures and sound reaches a Taalhuis, in each language that is spoken.

Real texts, voices, engine and services; the phone alone is made up. `tests/support/listener.py` never looks
at a word on the screen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.speech.building import build_workshop
from flows.languages import language_choices
from flows.model import Text
from tests.support.building import Rig
from tests.support.listener import Ear, Listener
from tests.support.telling import Tell
from tests.support.worlds import catalogues

SPOKEN = catalogues().languages
_SCREENING = ("intake.l1.ask", "intake.l2.ask", "intake.l3.ask", "intake.r1.ask", "intake.r2.ask")
# What a friend explained: when you hear this, press that.
MEANS: dict[str, tuple[str, ...]] = {
    "intake.hello.ask": ("📢",),
    "intake.consent.ask": ("👍",),
    "intake.for_whom.ask": ("👤",),
    "intake.first_name.ask": ("👤",),
    "intake.place.ask": ("📍",),
    "intake.needs.ask": ("📖", "🔢", "✅"),
    "intake.purposes.ask": ("💼", "✅"),
    "intake.inburgering.ask": ("🤷",),
    **dict.fromkeys(_SCREENING, ("🙁",)),
    "intake.day_parts.ask": ("🌅", "✅"),
    "intake.days.ask": ("🔴", "✅"),
    "intake.form.ask": ("👥",),
    "intake.contact.ask": ("💬",),
    "overview.ask": ("👍",),
}
LAST = "overview.ask"
PHONE = "nl"


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where clips are kept, so that each is made once for both databases."""
    return tmp_path_factory.mktemp("clips")


def listener_of(rig: Rig, language: str, folder: Path) -> Listener:
    ear = Ear(build_workshop("espeak", folder), catalogues())
    dutch = {"intake.dutch_first.ask": ("👍",) if language == "nl" else ("👎",)}
    (own,) = (choice.button.label for choice in language_choices((language,)))
    questions = {
        # Before a language is chosen that of the phone is heard.
        ear.knows(Text("intake.language.ask"), PHONE): ear.knows(own, PHONE),
        ear.knows(Text("intake.first_language.ask"), language): ear.knows(own, language),
    }
    means = {ear.knows(Text(key), language): pictures for key, pictures in {**MEANS, **dutch}.items()}
    return Listener(rig, ear, means, questions)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", SPOKEN)
async def test_by_picture_and_sound_alone_to_a_taalhuis(
    rig: Rig, clips: Path, tell: Tell, language: str
) -> None:
    await rig.with_houses()
    learner = listener_of(rig, language, clips)
    await learner.walk(until=learner.ear.knows(Text(LAST), language))
    signed_up = await rig.rows(
        "SELECT l.language, r.reason, t.town FROM referral r JOIN intake i ON i.id = r.intake_id"
        " JOIN learner l ON l.id = i.learner_id JOIN taalhuis t ON t.id = r.taalhuis_id"
    )

    tell(f"{language}: {learner.taps} taps, {len(learner.answered)} questions heard")
    assert [tuple(row) for row in signed_up] == [(language, "coverage", "Zwolle")]
