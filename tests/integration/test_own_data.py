"""Learners see what is kept of them, take it along, put it right, and have it erased, in the chat."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import pytest

from flows.model import Text
from flows.replies import Command, Typed
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.helped import LEARNER, VOLUNTEER, helped_case, press, with_appointment
from tests.support.loop import card, cards, make_staff, submitted_by_a_helper, submitted_case, tap_card
from tests.support.signups import BSN, NAME, PHONE_STORED

HERE = ["dfile", "dseen", "dfix", "dcon", "dall"]


async def ask(rig: Rig, words: str = "mijn gegevens") -> list[str]:
    """Type it; the keys of all that is told then."""
    before = len(rig.channel.delivered)
    await rig.hear(Typed(words))
    return [key for envelope in rig.channel.delivered[before:] for key in keys_of(envelope.prompt)]


async def file_of(rig: Rig) -> str:
    """The file with everything."""
    await tap_card(rig, "dfile", LEARNER)
    document = card(rig, LEARNER).document
    assert document is not None
    assert document.mime == "text/html"
    return document.content


def data_in(page: str) -> list[dict[str, object]]:
    """What a machine reads in the file."""
    found = re.search(r'<script type="application/json" id="data">(.*)</script>', page, re.DOTALL)
    assert found
    data: list[dict[str, object]] = json.loads(found[1])
    return data


@pytest.mark.parametrize("words", ["mijn gegevens", "my data", "mis datos", "بياناتي", "мої дані"])
async def test_the_words_are_understood_in_every_language(words: str, rig: Rig) -> None:
    await submitted_case(rig)
    told = await ask(rig, words)

    assert {"my.submitted", "overview.line", "data.agreed", "data.until", "data.kept", "data.who"} <= set(
        told
    )


async def test_the_command_and_the_button_say_the_same(rig: Rig) -> None:
    await submitted_case(rig)
    await rig.taps("done")
    typed = await ask(rig)
    before = len(rig.channel.delivered)
    await rig.hear(Command("gegevens"))
    commanded = [key for one in rig.channel.delivered[before:] for key in keys_of(one.prompt)]
    menu = card(rig, LEARNER)
    before = len(rig.channel.delivered)
    await rig.taps("more data")
    tapped = [key for one in rig.channel.delivered[before:] for key in keys_of(one.prompt)]

    assert set(typed) == set(commanded)
    assert {"data.agreed", "data.kept"} <= set(tapped)
    assert [button.choice.split(":")[1] for button in buttons_of(menu)] == HERE


async def test_what_is_kept_of_an_unfinished_sign_up_is_told_too(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start yes self")
    await rig.hear(Typed(NAME))
    told = await ask(rig)

    assert {"data.draft", "overview.line"} <= set(told)
    assert rig.question().prompt.serial


async def test_before_consent_nothing_is_kept_and_nothing_told(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl")

    assert "data.nothing" in await ask(rig)


async def test_the_file_holds_everything_in_words_and_for_a_machine(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await with_appointment(rig)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.hear(Typed("Tot maandag in de hal"), address=VOLUNTEER)
    await press(rig, "staff", "intake", case.id)
    await press(rig, "staff", "note", case.id)
    await rig.hear(Typed("Komt met haar zus"), address="staff")
    await rig.due()
    await ask(rig)
    page = await file_of(rig)
    (data,) = data_in(page)

    for words in (NAME, "Tot maandag in de hal", "Komt met haar zus", "Anna", "8011", "Uw ja"):
        assert words in page
    assert data["sign_up"]["first_name"] == NAME  # type: ignore[index]
    assert data["sign_up"]["phone"] == PHONE_STORED  # type: ignore[index]
    assert data["sign_up"]["answers"]["needs"] == ["reading", "numbers"]  # type: ignore[index]
    assert data["consent"][0]["text_version"]  # type: ignore[index]
    assert len(data["appointment"]) == 1  # type: ignore[arg-type]
    assert data["reading"]
    assert rig.codec.vault.open(staff.name) not in json.dumps(data)


async def test_words_of_others_cannot_run_in_the_file(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    await press(rig, "staff", "note", case.id)
    await rig.hear(Typed("</script><script>alert(1)</script>"), address="staff")
    await ask(rig)
    page = await file_of(rig)

    assert "<script>alert" not in page
    assert "</script><script>" not in page
    assert data_in(page)[0]["referral_note"][0]["words"].startswith("</script>")  # type: ignore[index]


async def test_the_row_with_the_file_is_gone_a_day_later(rig: Rig) -> None:
    await submitted_case(rig)
    await ask(rig)
    await file_of(rig)
    ((number,),) = await rig.rows("SELECT max(number) FROM outbox")
    rig.clock.forward(hours=25)
    await rig.due()

    assert await rig.rows("SELECT count(*) FROM outbox WHERE number = :nr", nr=number) == [(0,)]


async def test_all_who_looked_are_told_by_role_and_time_a_page_at_a_time(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    for _ in range(10):
        rig.clock.forward(minutes=30)
        await press(rig, "staff", "intake", case.id)
    await ask(rig)
    await tap_card(rig, "dseen", LEARNER)
    first = card(rig, LEARNER)
    await tap_card(rig, "do:dseen:8", LEARNER)
    rest = card(rig, LEARNER)

    assert [len(first.lines), len(rest.lines)] == [8, 2]
    assert {line.key for line in (*first.lines, *rest.lines)} == {"data.seen.house"}
    assert len({str(line.params["moment"]) for line in (*first.lines, *rest.lines)}) == 10


async def test_a_helper_sees_that_somebody_was_signed_up_and_nothing_of_them(rig: Rig) -> None:
    await submitted_by_a_helper(rig)
    told = await ask(rig)

    assert "data.for_others" in told
    assert "data.agreed" not in told
    assert NAME not in json.dumps([asdict(one.prompt) for one in cards(rig, LEARNER)[:2]], default=str)


# ── Putting it right ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_name_and_a_number_are_changed_at_once(rig: Rig) -> None:
    case = await submitted_case(rig)
    await ask(rig)
    await tap_card(rig, "dfix", LEARNER)
    await tap_card(rig, f"do:dfix:{case.id}:name", LEARNER)
    await rig.hear(Typed("Zenobia"))
    await press(rig, LEARNER, "dfix", case.id, "phone")
    await rig.hear(Typed("geen nummer"))
    refused = keys_of(card(rig, LEARNER))
    await rig.hear(Typed("06 87654321"))
    ((name, name_hash, phone, phone_hash),) = await rig.rows(
        "SELECT first_name, first_name_hash, phone, phone_hash FROM learner"
    )
    ((answers,),) = await rig.rows("SELECT answers FROM intake")
    vault = rig.codec.vault

    assert refused == ["data.fix.phone"]
    assert (vault.open(name), vault.open(phone)) == ("Zenobia", "+31687654321")
    assert (name_hash, phone_hash) == (vault.hash("Zenobia"), vault.hash("+31687654321"))
    assert rig.codec.open_answers(answers)["first_name"] == "Zenobia"
    assert rig.codec.open_answers(answers)["phone"] == "+31687654321"


async def test_anything_else_goes_to_the_staff_as_a_task_with_the_words(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, LEARNER, "dfix", case.id, "other")
    await rig.hear(Typed("Ik kan nu op vrijdag"))
    ((body,),) = await rig.rows("SELECT body FROM referral_note")

    assert card(rig, LEARNER).lines == (Text("data.fix.passed_on"),)
    assert "Ik kan nu op vrijdag" in rig.codec.vault.open(body)
    assert await rig.rows("SELECT kind, step FROM task") == [("person_asked", "data")]
    assert ("person_asked",) in await rig.rows("SELECT kind FROM alert WHERE done_at IS NULL")


@pytest.mark.parametrize("what", ["name", "other"])
async def test_a_bsn_is_refused_there_too(what: str, rig: Rig) -> None:
    case = await submitted_case(rig)
    await press(rig, LEARNER, "dfix", case.id, what)
    await rig.hear(Typed(f"mijn nummer is {BSN}"))

    assert "general.bsn" in {key for one in cards(rig, LEARNER)[:2] for key in keys_of(one.prompt)}
    assert await rig.rows("SELECT count(*) FROM referral_note") == [(0,)]


async def test_nobody_puts_right_what_is_somebody_elses(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.start("8")
    await press(rig, "8", "dfix", case.id, "name")

    assert card(rig, "8").lines == (Text("desk.not_yours"),)


# ── Erasing it ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asks", "does", "why"), [("dall", "dally", "everything"), ("dcon", "dcony", "consent")]
)
async def test_two_taps_erase_everything_at_once(asks: str, does: str, why: str, rig: Rig) -> None:
    case = await helped_case(rig)
    await ask(rig)
    await tap_card(rig, asks, LEARNER)
    sure = keys_of(card(rig, LEARNER))
    still = await rig.rows("SELECT count(*) FROM learner")
    await tap_card(rig, does, LEARNER)
    await rig.due()

    assert sure in (["erase.ask"], ["data.consent.ask"])
    assert still == [(1,)]
    for table in ("learner", "intake", "referral", "consent", "reading", "offer"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert "erase.done" in {key for one in cards(rig, LEARNER)[:2] for key in keys_of(one.prompt)}
    assert await rig.rows("SELECT what, number FROM erasure WHERE what = 'learner'") == [
        ("learner", case.learner_id)
    ]
    assert (f"erased.{why}",) in await rig.rows("SELECT what FROM privacy_event")
    assert ("person.erased", "learner") in await rig.rows("SELECT what, role FROM audit_entry")


async def test_whoever_says_no_again_keeps_everything(rig: Rig) -> None:
    await submitted_case(rig)
    await ask(rig)
    await tap_card(rig, "dall", LEARNER)
    await tap_card(rig, "erase.no", LEARNER)

    assert keys_of(card(rig, LEARNER))[0] == "data.kept"
    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]
