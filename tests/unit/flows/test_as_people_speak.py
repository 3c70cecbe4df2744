"""Wishes, stopping and the telephone, in the words that people use for them."""

from __future__ import annotations

import pytest

from flows.replies import Typed
from flows.step import Flow
from tests.support.walks import Walker
from tests.support.worlds import KIOSK, WEB, FakeWorld
from tests.unit.flows.test_language_change import EIGHT, LANGUAGES
from tests.unit.flows.test_typed import FLOW
from tests.unit.flows.test_who_it_is_about import TO_PLACE, TO_WHOM, walked

# ── Wishes ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        *("ik wil met iemand praten", "mag ik met een mens praten?", "ik wil een mens spreken", "mens graag"),
        *("kan iemand mij helpen", "mag ik iemand spreken", "een mens aub", "can I talk to someone please"),
        *(
            "اريد ان اتكلم مع شخص",
            "biriyle konuşmak istiyorum",
            "chcę porozmawiać z kimś",
            "хочу поговорити з людиною",
        ),
        *("quiero hablar con alguien", "می‌خواهم با کسی حرف بزنم"),
    ],
)
@pytest.mark.parametrize("taps", [TO_WHOM, (*TO_WHOM, "self")])
def test_a_person_may_be_asked_for_in_a_sentence(flow: Flow, said: str, taps: tuple[str, ...]) -> None:
    walker = walked(flow, *taps)
    turn = walker.move(Typed(said))
    assert turn.prompts[0].chosen[0].key == "general.person"  # type: ignore[union-attr]
    assert walker.state.step == ("for_whom" if taps == TO_WHOM else "first_name")


@pytest.mark.parametrize(
    "said",
    [
        *("later", "ik doe het later", "ik ga morgen verder", "nu even niet", "stop maar", "laat maar"),
        *(
            "ik wil stoppen",
            "ik wil niet meer",
            "not now",
            "şimdi değil",
            "nie teraz",
            "не зараз",
            "ahora no",
        ),
        *("بعدين", "الان نه", "sonra"),
    ],
)
def test_who_has_no_time_now_can_stop_in_a_sentence(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_PLACE)
    walker.move(Typed(said))
    assert walker.state.aside == "stop"


TO_TIMES = (*TO_PLACE, "k8", "k80", "k801", "k8011", "+reading", "ok", "skip", "yes", *("skip",) * 3)


def test_later_at_the_parts_of_the_day_stops_nothing(flow: Flow) -> None:
    walker = walked(flow, *TO_TIMES)
    assert walker.state.step == "day_parts"
    walker.move(Typed("later"))
    assert walker.state.aside == ""


def test_where_nothing_is_asked_later_is_a_word_for_a_volunteer(flow: Flow) -> None:
    walker = walked(flow, *TO_TIMES, "all", "all", "any", "chat", "ok", "done")
    turn = walker.move(Typed("ik doe het later"))
    assert "general.all_done" not in {line.key for prompt in turn.prompts for line in prompt.lines}


@pytest.mark.parametrize(
    "said",
    [
        *(
            "verwijder mijn gegevens",
            "wis mijn gegevens",
            "ik wil alles wissen",
            "gooi alles weg",
            "wis alles aub",
        ),
        *("borra mis datos", "verilerimi sil", "usuń moje dane", "видаліть мої дані", "احذف بياناتي"),
        "اطلاعات من را پاک کن",
    ],
)
def test_to_be_forgotten_may_be_asked_in_a_sentence(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_PLACE)
    turn = walker.move(Typed(said))
    assert (walker.state.aside, turn.events) == ("erase", ())


@pytest.mark.parametrize(
    "said",
    [
        *(
            "ik snap niet",
            "snap niet",
            "snap het niet",
            "begrijp ik niet",
            "ik begrijp niet",
            "ik versta het niet",
        ),
        *(
            "ik snap er niks van",
            "wat moet ik doen?",
            "huh",
            "no understand",
            "dont understand",
            "hiç anlamadım",
        ),
        *("ما فهمت", "چه کار کنم", "nic nie rozumiem", "що робити", "no entiendo nada"),
    ],
)
def test_who_does_not_understand_gets_other_words(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_WHOM)
    turn = walker.move(Typed(said))
    assert turn.prompts[-1].lines[0].key == "intake.for_whom.explain"


# ── The stop screen, and the first words ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["niet bewaren", "weggooien", "gooi maar weg", "no guardar", "не зберігати"])
def test_at_the_stop_screen_who_wants_nothing_kept_has_it_erased(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_PLACE, "stop")
    walker.move(Typed(said))
    assert (walker.state.step, dict(walker.state.answers)) == ("ended", {})


@pytest.mark.parametrize("said", ["stoppen", "stop", "ik wil stoppen", "later", "nu even niet"])
def test_who_says_stop_once_more_stops_and_loses_nothing(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_PLACE, "stop")
    walker.move(Typed(said))
    assert (walker.state.aside, walker.state.answers["for_whom"]) == ("paused", "self")


@pytest.mark.parametrize("world", [FakeWorld(), FakeWorld(capabilities=KIOSK)])
@pytest.mark.parametrize("said", ["ja", "ok", "goed", "niet stoppen"])
def test_a_bare_yes_at_the_stop_screen_erases_nothing(flow: Flow, world: FakeWorld, said: str) -> None:
    walker = walked(flow, *TO_WHOM, "self", "stop", world=world)
    walker.move(Typed(said))
    assert walker.state.answers["for_whom"] == "self"


@pytest.mark.parametrize(
    "said", ["Goedemorgen", "goedemiddag!", "goedenavond", "doe maar", "begin maar", "günaydın"]
)
def test_a_greeting_begins(flow: Flow, said: str) -> None:
    walker = walked(flow, "nl")
    walker.move(Typed(said))
    assert walker.state.step == "consent"


# ── The telephone ──────────────────────────────────────────────────────────────────────────────────────────

TO_CONTACT = (*TO_TIMES, "all", "all", "any")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "heb ik niet",
            "terug",
            "toch liever zelf komen",
            "overslaan",
            "Toch niet bellen",
            "liever niet bellen",
        ),
        *("I have no phone", "telefonum yok", "nie mam telefonu", "не маю телефону", "no tengo teléfono"),
        *("ما عندي هاتف", "تلفن ندارم", "geri", "skip"),
    ],
)
def test_who_wants_no_call_after_all_chooses_another_way(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_CONTACT, "call")
    walker.move(Typed(said))
    assert walker.state.step == "contact"
    assert not {"contact", "phone"} & set(walker.state.answers)
    assert walker.tap("walk_in").state.step == "overview"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_on_the_button_for_no_call_press_it_in_every_language(language: str) -> None:
    walker = walked(FLOW, *TO_CONTACT, "call", world=EIGHT)
    back = next(button for row in walker.screen[-1].rows for button in row if button.choice == "no_call")
    walker.move(Typed(EIGHT.label(back.label, language)))
    assert walker.state.step == "contact"


def test_the_button_for_no_call_leads_back_while_the_number_is_changed(flow: Flow) -> None:
    walker = walked(flow, *TO_CONTACT, "call")
    walker.move(Typed("0612345678"))
    walker.move(Typed("Telefoon"))
    assert (walker.state.step, walker.state.editing) == ("phone", "phone")
    walker.tap("no_call", "walk_in")
    assert (walker.state.step, walker.state.editing) == ("overview", "")
    assert "phone" not in walker.state.answers


@pytest.mark.parametrize(
    "said", ["bel mij maar 0612345678", "0612345678", "06-12345678 bellen", "٠٦١٢٣٤٥٦٧٨"]
)
def test_a_number_at_the_question_of_contact_is_both_answers(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_CONTACT)
    walker.move(Typed(said))
    answers = walker.state.answers
    assert (answers["contact"], answers["phone"], walker.state.step) == ("call", "+31612345678", "overview")


@pytest.mark.parametrize("said", ["niet bellen op 0612345678", "bellen op 0612345678?"])
def test_a_number_that_is_not_to_be_called_is_kept_nowhere(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_CONTACT)
    walker.move(Typed(said))
    assert "phone" not in walker.state.answers


def test_who_can_be_called_only_may_still_come_themselves(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(capabilities=WEB, profile_name=""))
    while walker.state.step != "phone":
        walker.tap("call") if walker.state.step == "contact" else walker.walk_a_step()
    walker.tap("no_call", "walk_in")
    assert walker.state.step == "overview"
