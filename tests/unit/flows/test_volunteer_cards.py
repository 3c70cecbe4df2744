"""The cards of volunteers: what each shows, which buttons it has, and that every word of it exists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.referral_status import REASONS_FINISHED, WITH_VOLUNTEER
from flows.cards import offer, profile, volunteer
from flows.cards.offer import Closed, Wanted
from flows.cards.profile import FOR_NOW, Profile
from flows.cards.volunteer import FINISH, Learner, Reach
from flows.deeds import deed_of
from flows.model import Button, Name, Prompt
from tests.support.worlds import catalogues

FATMA = Name("Fatma")
WANTED = Wanted(
    offer=1,
    name=FATMA,
    place="Zwolle",
    needs=("reading", "numbers"),
    languages=("tr",),
    day_parts=(),
    days=("mon", "thu"),
    before="2026-06-04T12:00",
)
LEARNER = Learner(
    referral=1,
    status="matched",
    name=FATMA,
    place="Zwolle",
    house="Taalhuis Zwolle",
    needs=("reading",),
    languages=("other",),
    day_parts=("evening",),
    days=(),
    reach=Reach.PHONE,
    phone="06 12345678",
    meeting="",
    writes=True,
    may_tell_helper=False,
    spoken=False,
)
ANNA = Profile(
    member=5,
    house="Taalhuis Zwolle",
    needs=(),
    languages=("tr",),
    day_parts=(),
    days=("mon",),
    capacity=2,
    learners=1,
    paused_until=FOR_NOW,
)
EVERY_CARD = (
    offer.offer_card(WANTED),
    offer.declined_card(1),
    offer.thanked_card(),
    offer.assigned_card(1, FATMA),
    offer.taken_over_card(FATMA),
    *(offer.closed_card(why) for why in Closed),
    profile.profile_card(ANNA),
    profile.profile_card(ANNA, is_new=True),
    profile.pause_card(ANNA),
    profile.paused_card(ANNA),
    profile.paused_card(replace(ANNA, paused_until="2026-06-07")),
    profile.paused_card(replace(ANNA, paused_until="")),
    *(page(ANNA, "g") for page in profile.PAGES.values()),
    *(volunteer.learner_card(replace(LEARNER, status=status.value)) for status in WITH_VOLUNTEER),
    *(volunteer.learner_card(replace(LEARNER, reach=reach)) for reach in Reach),
    volunteer.learner_card(replace(LEARNER, meeting="2026-06-04T12:00"), just_accepted=True),
    volunteer.mine_card([]),
    volunteer.mine_card([LEARNER]),
    volunteer.mine_card([LEARNER, replace(LEARNER, meeting="2026-06-04T12:00")]),
    volunteer.back_card(1, FATMA),
    volunteer.given_back_card(FATMA),
    volunteer.finish_card(1, FATMA),
    volunteer.finished_card(FATMA),
    volunteer.contact_card(1, FATMA),
    volunteer.mode_card("Taalhuis Zwolle", "one"),
)


def read(prompt: Prompt, language: str = "nl") -> str:
    """A card as it is read, a line each."""
    return "\n".join(catalogues().render(line, language) for line in prompt.lines)


def buttons(prompt: Prompt) -> list[Button]:
    return [button for row in prompt.rows for button in row]


def verbs(prompt: Prompt) -> set[str]:
    """What can be done with a card."""
    deeds = [deed_of(button.choice) for button in buttons(prompt)]
    assert all(deeds)
    return {deed.verb for deed in deeds if deed}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("prompt", EVERY_CARD)
def test_every_word_of_a_card_is_there_and_every_place_in_it_is_filled(prompt: Prompt, language: str) -> None:
    words = [read(prompt, language), *(catalogues().render(one.label, language) for one in buttons(prompt))]

    assert [word for word in words if not word or "{" in word or "volunteer." in word] == []


@pytest.mark.parametrize("prompt", EVERY_CARD)
def test_a_volunteer_is_spoken_to_politely(prompt: Prompt) -> None:
    words = read(prompt).lower().replace(",", " ").replace(".", " ").split()

    assert {"je", "jij", "jou", "jouw", "jullie"}.isdisjoint(words)


def test_an_offer_is_read_in_seven_lines() -> None:
    assert read(offer.offer_card(WANTED)).splitlines() == [
        "Kunt u Fatma helpen?",
        "📍 Plaats: Zwolle",
        "📖 Leren: Lezen en Rekenen",
        "🌍 Taal: Türkçe",
        "🕐 Tijd: Altijd",
        "📅 Dagen: Maandag en Donderdag",
        "Laat het weten voor donderdag 4 juni, 12 uur. Daarna vragen we iemand anders.",
    ]


@pytest.mark.parametrize("why", list(Closed))
def test_what_stands_in_the_place_of_an_offer_holds_nothing_of_the_learner(why: Closed) -> None:
    closed = offer.closed_card(why, ref="m7")

    assert (closed.replaces, closed.card_ref) == (True, "m7")
    assert [line.params for line in closed.lines] == [{}]
    assert verbs(closed) <= {"prof"}


@pytest.mark.parametrize(
    ("status", "possible"),
    [
        ("matched", {"prop"}),
        ("appointment_planned", {"pmove", "pcan"}),
        ("intake_done", {"going", "done"}),
        ("ongoing", {"done"}),
    ],
)
def test_each_state_has_its_own_next_step(status: str, possible: set[str]) -> None:
    shown = volunteer.learner_card(replace(LEARNER, status=status))

    assert verbs(shown) == possible | {"talk", "back", "mine", "menu"}


def test_who_cannot_be_written_to_here_has_no_button_for_it() -> None:
    shown = volunteer.learner_card(replace(LEARNER, writes=False, reach=Reach.HOUSE), just_accepted=True)

    assert "talk" not in verbs(shown)
    assert "hoort dat nu ook" not in read(shown)
    assert "Via het Taalhuis" in read(shown)


def test_a_number_is_shown_only_to_who_may_call() -> None:
    assert "06 12345678" in read(volunteer.learner_card(LEARNER))
    assert "06 12345678" not in read(volunteer.learner_card(replace(LEARNER, reach=Reach.CHAT)))


def test_whoever_signed_up_may_hear_of_contact_only_when_there_is_a_helper() -> None:
    assert "cont" not in verbs(volunteer.learner_card(LEARNER))
    assert "cont" in verbs(volunteer.learner_card(replace(LEARNER, may_tell_helper=True)))


def test_every_reason_to_finish_can_be_chosen() -> None:
    assert tuple(FINISH) == tuple(why.value for why in REASONS_FINISHED)


def test_a_profile_with_nothing_ticked_says_that_all_is_fine() -> None:
    empty = replace(ANNA, languages=(), days=(), paused_until="")

    assert read(profile.profile_card(empty)).splitlines()[2:] == [
        "📖 Helpt met: Alles",
        "🌍 Talen: Nederlands",
        "🕐 Tijd: Altijd",
        "📅 Dagen: Elke dag",
        "👥 Deelnemers, hooguit: 2",
    ]
