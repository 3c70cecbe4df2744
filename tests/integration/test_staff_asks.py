"""Staff write notes and ask learners; the answer comes back into the card, typed or spoken."""

from __future__ import annotations

from flows.model import Name, VoiceNote
from flows.replies import Spoken, Typed
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    card,
    make_staff,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.signups import BSN
from tests.support.staffing import opened, press, said_to, status


async def test_a_question_goes_to_the_learner_and_the_answer_comes_back_into_the_card(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await opened(rig)
    await tap_card(rig, "ask", "staff")
    await rig.hear(Typed("Kunt u ook op dinsdag?"), address="staff")
    await rig.due()
    assert "question.frame" in said_to(rig)
    await tap_card(rig, "answer", "7")
    await rig.hear(Typed("Ja, dat kan."), address="7")
    rig.clock.forward(minutes=11)
    await rig.due()

    assert said_to(rig)[-1] == "question.thanks"
    assert "staff.digest.answer" in said_to(rig, "staff")
    shown = await opened(rig)
    kept = [line.params["words"] for line in shown.lines if line.key.startswith("staff.note.")]
    assert kept == [Name("Kunt u ook op dinsdag?"), Name("Ja, dat kan.")]
    assert await rig.rows("SELECT kind FROM referral_note ORDER BY id") == [("question",), ("answer",)]
    assert await status(rig, case.id) == "submitted"


async def test_an_answer_can_be_spoken_and_heard_by_staff(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "ask", case.id)
    await rig.hear(Typed("Wat wilt u lezen?"), address="staff")
    await rig.due()
    await tap_card(rig, "answer", "7")
    voice = VoiceNote("telegram", "file-1", 4)
    await rig.hear(Spoken(voice), address="7")
    await press(rig, "notes", case.id)
    await tap_card(rig, "hear", "staff")

    assert card(rig, "staff").voice == voice


async def test_a_bsn_is_neither_sent_nor_kept(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    for verb in ("ask", "note"):
        await press(rig, verb, case.id)
        await rig.hear(Typed(f"Is {BSN} van u?"), address="staff")
        assert keys_of(card(rig, "staff")) == ["general.bsn"]
    assert await rig.rows("SELECT count(*) FROM referral_note") == [(0,)]
    await rig.hear(Typed("Gewone woorden."), address="staff")
    assert await rig.rows("SELECT kind FROM referral_note") == [("note",)]


async def test_a_note_is_on_the_card_and_never_told_to_the_learner(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "note", case.id)
    await rig.hear(Typed("Belt liever na vijven."), address="staff")
    await rig.due()

    assert "staff.note.note" in keys_of(card(rig, "staff"))
    assert "Belt liever" not in repr([one.prompt for one in rig.channel.delivered if one.address == "7"])


async def test_somebody_without_a_chat_is_not_asked_there(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_by_a_helper(rig)
    shown = await opened(rig)
    assert "ask" not in [button.choice.split(":")[1] for button in buttons_of(shown)]
    assert "staff.card.helper" in keys_of(shown)
    await press(rig, "ask", case.id)
    await rig.hear(Typed("Hallo?"), address="staff")

    assert "staff.ask.cannot" in said_to(rig, "staff")
    assert await rig.rows("SELECT count(*) FROM referral_note") == [(0,)]


async def test_only_the_learner_who_was_asked_can_answer(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig, "7")
    await submitted_case(rig, "8")
    await press(rig, "ask", case.id)
    await rig.hear(Typed("Wat wilt u?"), address="staff")
    ((note,),) = await rig.rows("SELECT id FROM referral_note")

    assert await press(rig, "answer", case.id, note, address="8") == "desk.not_yours"
    assert await press(rig, "answer", case.id, note, address="staff") == "desk.not_yours"
    assert await press(rig, "answer", case.id, 36**9, address="7") == "desk.not_yours"


async def test_long_notes_stand_in_full_on_pages_that_fit_into_a_message(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    for number in range(4):
        await press(rig, "note", case.id)
        await rig.hear(Typed(f"{number}" + "x" * 999), address="staff")
    on_card = [line.params["words"] for line in card(rig, "staff").lines if line.key == "staff.note.note"]
    await press(rig, "notes", case.id)
    newest = [line.params["words"] for line in card(rig, "staff").lines[1:]]
    await tap_card(rig, "staff.notes.earlier", "staff")
    oldest = [line.params["words"] for line in card(rig, "staff").lines[1:]]

    assert [len(words.name) for words in on_card if isinstance(words, Name)] == [301] * 4
    assert [str(words.name)[0] for words in (*oldest, *newest) if isinstance(words, Name)] == list("0123")
    assert {len(words.name) for words in (*oldest, *newest) if isinstance(words, Name)} == {1000}
