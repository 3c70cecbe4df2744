"""People write as they speak: in sentences, with "ik" in them, and about somebody else."""

from __future__ import annotations

import pytest

from flows import agreement, names, whom, words_of_calling, words_of_wishes
from flows.replies import Typed
from flows.step import Flow
from flows.validators import name_in, plain
from tests.support.walks import Walker
from tests.support.worlds import KIOSK, WEB, FakeWorld
from tests.unit.flows.test_language_change import EIGHT, LANGUAGES
from tests.unit.flows.test_typed import FLOW

TO_WHOM = ("nl", "start", "yes")
TO_PLACE = (*TO_WHOM, "self", "profile")


def _at(flow: Flow, *taps: str, world: FakeWorld | None = None) -> Walker:
    walker = Walker(flow, world or FakeWorld())
    walker.tap(*taps)
    return walker


@pytest.mark.parametrize("module", [agreement, names, whom, words_of_calling, words_of_wishes])
def test_every_word_is_written_as_typed_words_are_compared(module: object) -> None:
    tables = [value for value in vars(module).values() if isinstance(value, frozenset)]
    assert tables
    assert not [word for table in tables for word in table if plain(word) not in ("", word.rstrip("👍"))]


# ── For whom ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        *(
            "ik vul dit in voor mijn vader",
            "ik help mijn man",
            "ik doe het voor iemand",
            "ik ben vrijwilliger",
        ),
        *("me zus", "voor mijn buurvrouw", "mijn moeder", "ik meld aan", "voor haar", "voor hem", "ander"),
        *(
            "I help my mother",
            "for my husband",
            "for her",
            "someone else",
            "eşim için",
            "Annem için",
            "kızım için",
        ),
        *(
            "я заповнюю для мами",
            "для чоловіка",
            "انا اساعد امي",
            "لزوجتي",
            "من به مادرم کمک می‌کنم",
            "برای پدرم",
        ),
        *("yo ayudo a mi madre", "para mi hijo", "pomagam mamie", "dla męża", "dla mojej siostry"),
    ],
)
def test_who_helps_somebody_is_never_taken_for_the_learner(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_WHOM)
    walker.move(Typed(said))
    assert walker.state.answers.get("for_whom") == "other"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "ik",
            "Ik.",
            "mij",
            "me",
            "voor mij",
            "voor mij hoor",
            "voor mezelf",
            "ik zelf",
            "dat ben ik",
            "ja ik",
        ),
        *(
            "ik wil leren lezen",
            "ik meld mij aan",
            "myself",
            "for me",
            "ben",
            "kendim için",
            "benim için",
            "я",
        ),
        *("для мене", "انا", "لنفسي", "من", "برای خودم", "yo", "para mi", "para mí", "dla mnie"),
    ],
)
def test_who_says_that_it_is_for_themselves_is_the_learner(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_WHOM)
    walker.move(Typed(said))
    assert walker.state.answers.get("for_whom") == "self"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "voor mij en mijn man",
            "mijn zus en ik",
            "ik werk bij de bibliotheek",
            "niet voor mij",
            "voor mij?",
        ),
        *("niet voor mijn vader", "is dit voor mij?", "ik weet het niet zeker", "for me and my wife", "ja"),
    ],
)
def test_for_whom_is_asked_again_when_it_is_not_sure(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_WHOM)
    walker.move(Typed(said))
    assert (walker.state.step, walker.state.answers.get("for_whom")) == ("for_whom", None)


# ── The agreement of whom it is about ──────────────────────────────────────────────────────────────────────

TO_AGREEMENT = (*TO_WHOM, "other", "profile", "library")


@pytest.mark.parametrize(
    "said",
    [
        *("ja hij zit naast mij", "ja hij is erbij", "ja hij vindt het goed", "zij wil dat graag", "ja"),
        *("yes she wants it", "tak, mama chce", "так, вона хоче", "sí, ella quiere"),
    ],
)
def test_a_helper_may_say_in_a_sentence_that_the_person_agrees(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_AGREEMENT)
    walker.move(Typed(said))
    assert walker.state.answers.get("helper_agreed") is True


@pytest.mark.parametrize(
    "said",
    [
        *(
            "nog niet gevraagd",
            "weet ik niet",
            "nog niet",
            "dat moet ik nog vragen",
            "wil hij dat",
            "is dat goed",
        ),
        *("I don't know", "nie wiem", "не знаю", "no lo sé", "لا اعرف", "bilmiyorum", "hij wil misschien"),
    ],
)
def test_a_helper_who_does_not_know_is_asked_again_and_loses_nothing(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_AGREEMENT)
    turn = walker.move(Typed(said))
    assert (walker.state.step, turn.events) == ("helper_agreed", ())
    assert walker.state.answers["for_whom"] == "other"
    assert "helper_agreed" not in walker.state.answers


@pytest.mark.parametrize("said", ["nee", "nee hij wil dat niet", "Nee!", "no", "hayır", "ні", "nee hoor"])
def test_a_plain_no_of_a_helper_keeps_nothing(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_AGREEMENT)
    walker.move(Typed(said))
    assert (walker.state.step, dict(walker.state.answers)) == ("no_agreement", {})


# ── The name ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("zeg maar Piet", "Piet"),
        ("noem mij maar Piet", "Piet"),
        ("Ahmed hier", "Ahmed"),
        ("Fatima hoor", "Fatima"),
        ("I am Sara from Iran", "Sara"),
        ("jestem Kasia z Polski", "Kasia"),
        ("soy María de Colombia", "María"),
        ("اسمي فاطمة من سوريا", "فاطمة"),
        ("اسم من رضا است", "رضا"),
        ("من رضا هستم", "رضا"),
        ("мене звати Олена, я з Києва", "Олена"),
        ("ik heet Fatima en ik kom uit Syrie", "Fatima"),
        ("Fatima uit Syrië", "Fatima"),
        ("Ahmed van Marokko", "Ahmed"),
        ("Ben Suriye'den Fatma", "Fatma"),
        ("haar naam is Fatima", "Fatima"),
        ("zijn naam is Ali", "Ali"),
        ("mijn vader heet Henk", "Henk"),
        ("mi madre se llama Rosa", "Rosa"),
        ("hallo Jan", "Jan"),
        ("Hallo, ik ben Jan", "Jan"),
        ("Fatima is mijn naam", "Fatima"),
        ("ja, Fatima", "Fatima"),
    ],
)
def test_a_name_is_all_that_is_kept_of_a_sentence(said: str, name: str) -> None:
    assert name_in(said) == name


@pytest.mark.parametrize(
    "said",
    [
        *(
            "weet ik niet",
            "waarom wil je dat weten",
            "rot op",
            "waarom?",
            "hoe lang duurt het",
            "Fatma?",
            "Fatma؟",
        ),
        *(
            "ik wil een mens spreken",
            "wil ik niet zeggen",
            "ik ben een vrouw",
            "ik kom uit Syrië",
            "soy de Colombia",
        ),
        *(
            "انا من سوريا",
            "من از ایران",
            "لماذا",
            "چرا",
            "neden",
            "dlaczego",
            "чому",
            "¿por qué",
            "why do you ask",
        ),
    ],
)
def test_a_question_or_a_sentence_without_a_name_is_no_name(said: str) -> None:
    assert name_in(said) is None


@pytest.mark.parametrize(
    "name",
    [
        *("Kim", "Wil de Vries", "Can", "Dat Nguyen", "My Linh", "Will Smith", "Ben", "María de los Ángeles"),
        *(
            "Jan van Dijk",
            "Lang Lang",
            "Selam Tesfaye",
            "Tak Wai",
            "Jay Z",
            "Maria i Jan",
            "Dag",
            "Abd al-Rahman",
        ),
    ],
)
def test_a_name_that_is_a_word_elsewhere_stays_whole(name: str) -> None:
    assert name_in(name) == name


@pytest.mark.parametrize(
    "said",
    ["zeg ik niet", "wil ik niet zeggen", "liever niet", "geen naam", "no name", "bez imienia", "sin nombre"],
)
def test_who_gives_no_name_is_called_nothing_and_goes_on(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_WHOM, "self")
    walker.move(Typed(said))
    assert walker.state.answers["first_name"] == ""


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
    walker = _at(flow, *taps)
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
    walker = _at(flow, *TO_PLACE)
    walker.move(Typed(said))
    assert walker.state.aside == "stop"


TO_TIMES = (*TO_PLACE, "k8", "k80", "k801", "k8011", "+reading", "ok", "skip", "yes", *("skip",) * 3)


def test_later_at_the_parts_of_the_day_stops_nothing(flow: Flow) -> None:
    walker = _at(flow, *TO_TIMES)
    assert walker.state.step == "day_parts"
    walker.move(Typed("later"))
    assert walker.state.aside == ""


def test_where_nothing_is_asked_later_is_a_word_for_a_volunteer(flow: Flow) -> None:
    walker = _at(flow, *TO_TIMES, "all", "all", "any", "chat", "ok", "done")
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
    walker = _at(flow, *TO_PLACE)
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
    walker = _at(flow, *TO_WHOM)
    turn = walker.move(Typed(said))
    assert turn.prompts[-1].lines[0].key == "intake.for_whom.explain"


# ── The stop screen, and the first words ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["niet bewaren", "weggooien", "gooi maar weg", "no guardar", "не зберігати"])
def test_at_the_stop_screen_who_wants_nothing_kept_has_it_erased(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_PLACE, "stop")
    walker.move(Typed(said))
    assert (walker.state.step, dict(walker.state.answers)) == ("ended", {})


@pytest.mark.parametrize("said", ["stoppen", "stop", "ik wil stoppen", "later", "nu even niet"])
def test_who_says_stop_once_more_stops_and_loses_nothing(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_PLACE, "stop")
    walker.move(Typed(said))
    assert (walker.state.aside, walker.state.answers["for_whom"]) == ("paused", "self")


@pytest.mark.parametrize("world", [FakeWorld(), FakeWorld(capabilities=KIOSK)])
@pytest.mark.parametrize("said", ["ja", "ok", "goed", "niet stoppen"])
def test_a_bare_yes_at_the_stop_screen_erases_nothing(flow: Flow, world: FakeWorld, said: str) -> None:
    walker = _at(flow, *TO_WHOM, "self", "stop", world=world)
    walker.move(Typed(said))
    assert walker.state.answers["for_whom"] == "self"


@pytest.mark.parametrize(
    "said", ["Goedemorgen", "goedemiddag!", "goedenavond", "doe maar", "begin maar", "günaydın"]
)
def test_a_greeting_begins(flow: Flow, said: str) -> None:
    walker = _at(flow, "nl")
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
    walker = _at(flow, *TO_CONTACT, "call")
    walker.move(Typed(said))
    assert walker.state.step == "contact"
    assert not {"contact", "phone"} & set(walker.state.answers)
    assert walker.tap("walk_in").state.step == "overview"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_on_the_button_for_no_call_press_it_in_every_language(language: str) -> None:
    walker = _at(FLOW, *TO_CONTACT, "call", world=EIGHT)
    back = next(button for row in walker.screen[-1].rows for button in row if button.choice == "no_call")
    walker.move(Typed(EIGHT.label(back.label, language)))
    assert walker.state.step == "contact"


def test_the_button_for_no_call_leads_back_while_the_number_is_changed(flow: Flow) -> None:
    walker = _at(flow, *TO_CONTACT, "call")
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
    walker = _at(flow, *TO_CONTACT)
    walker.move(Typed(said))
    answers = walker.state.answers
    assert (answers["contact"], answers["phone"], walker.state.step) == ("call", "+31612345678", "overview")


@pytest.mark.parametrize("said", ["niet bellen op 0612345678", "bellen op 0612345678?"])
def test_a_number_that_is_not_to_be_called_is_kept_nowhere(flow: Flow, said: str) -> None:
    walker = _at(flow, *TO_CONTACT)
    walker.move(Typed(said))
    assert "phone" not in walker.state.answers


def test_who_can_be_called_only_may_still_come_themselves(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(capabilities=WEB, profile_name=""))
    while walker.state.step != "phone":
        walker.tap("call") if walker.state.step == "contact" else walker.walk_a_step()
    walker.tap("no_call", "walk_in")
    assert walker.state.step == "overview"
