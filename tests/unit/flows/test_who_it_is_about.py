"""Who it is about and how they are called, in the words that people use for it."""

from __future__ import annotations

import pytest

from flows import agreement, names, whom, words_of_calling, words_of_wishes
from flows.replies import Typed
from flows.step import Flow
from flows.validators import name_in, plain
from tests.support.walks import Walker
from tests.support.worlds import FakeWorld

TO_WHOM = ("nl", "start", "yes")
TO_PLACE = (*TO_WHOM, "self", "profile")


def walked(flow: Flow, *taps: str, world: FakeWorld | None = None) -> Walker:
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
    walker = walked(flow, *TO_WHOM)
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
    walker = walked(flow, *TO_WHOM)
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
    walker = walked(flow, *TO_WHOM)
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
    walker = walked(flow, *TO_AGREEMENT)
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
    walker = walked(flow, *TO_AGREEMENT)
    turn = walker.move(Typed(said))
    assert (walker.state.step, turn.events) == ("helper_agreed", ())
    assert walker.state.answers["for_whom"] == "other"
    assert "helper_agreed" not in walker.state.answers


@pytest.mark.parametrize("said", ["nee", "nee hij wil dat niet", "Nee!", "no", "hayır", "ні", "nee hoor"])
def test_a_plain_no_of_a_helper_keeps_nothing(flow: Flow, said: str) -> None:
    walker = walked(flow, *TO_AGREEMENT)
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
    walker = walked(flow, *TO_WHOM, "self")
    walker.move(Typed(said))
    assert walker.state.answers["first_name"] == ""
