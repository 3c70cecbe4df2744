"""Staff open a sign-up in the chat and decide: each deed is done once, everybody who has to hears of it, and
a foreign house sees nothing.
"""

from __future__ import annotations

import pytest

from flows.deeds import choice
from flows.model import Command, Name, Prompt, Spoken, Tap, Text, Typed, VoiceNote
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    cards,
    case_now,
    house_id,
    make_regional,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.signups import BSN, NAME

DEEDS = ("inacc", "own", "reopen", "seek", "wl", "rej", "dup", "assign", "move", "find")
LOOKS = ("intake", "hist", "notes", "hear", "note", "ask")


async def opened(rig: Rig, address: str = "staff") -> Prompt:
    """The card of the oldest sign-up, from the list."""
    await rig.hear(Command("intakes"), address=address)
    await tap_card(rig, "intake", address)
    return card(rig, address)


async def further(rig: Rig, verb: str, address: str = "staff") -> None:
    """Press a deed that stands on the second page of the card."""
    await opened(rig, address)
    await tap_card(rig, "general.more", address)
    await tap_card(rig, verb, address)


async def press(rig: Rig, verb: str, *args: int | str, address: str = "staff") -> str:
    """Press a button that may not be on the screen; the key of the toast."""
    receipt = await rig.hear(Tap(choice(verb, *args), 0, 0, "m1"), address=address)
    return receipt.toast.key if receipt.toast else ""


def said_to(rig: Rig, address: str = "7") -> list[str]:
    """The keys of every card and piece of news that came to this chat, the oldest first."""
    return [key for envelope in reversed(cards(rig, address)) for key in keys_of(envelope.prompt)]


async def status(rig: Rig, referral: int) -> str:
    return (await case_now(rig, referral)).status


# ── Looking ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_card_shows_answers_signals_why_this_house_and_who_has_the_ball(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    shown = await opened(rig)

    assert shown.lines[0] == Text("staff.card.title", {"name": Name(NAME), "place": Name("Zwolle")})
    expected = {
        "staff.card.state",
        "staff.card.ball",
        "overview.line",
        "staff.card.signals",
        "staff.card.house",
    }
    assert expected <= set(keys_of(shown))
    choices = [button.choice.split(":")[1] for button in buttons_of(shown)]
    assert choices[:2] == ["inacc", "own"]
    assert len(choices) <= 8
    assert await rig.rows("SELECT referral_id, role FROM reading") == [(case.id, "staff")]


async def test_somebody_whose_first_language_is_not_dutch_gets_a_signal_and_no_level(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    shown = await opened(rig)

    assert "staff.card.signal" in keys_of(shown)
    assert "staff.card.signal.level" not in keys_of(shown)


async def test_the_list_is_oldest_first_four_a_page_with_filters(rig: Rig) -> None:
    await make_staff(rig)
    for number in range(5):
        await submitted_case(rig, f"1{number}")
        rig.clock.forward(minutes=1)
    await rig.hear(Command("intakes"), address="staff")
    first = card(rig, "staff")
    ages = [line.params["age"] for line in first.lines if line.key == "staff.queue.line"]
    assert [age.params["count"] for age in ages if isinstance(age, Text)] == [5, 4, 3, 2]
    await tap_card(rig, "staff.queue.on", "staff")
    assert keys_of(card(rig, "staff")).count("staff.queue.line") == 1
    await tap_card(rig, "do:queue:vol", "staff")
    assert keys_of(card(rig, "staff"))[1:] == ["staff.queue.none"]


async def test_a_second_sign_up_with_the_same_telephone_is_shown_as_a_possible_double(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig, "7")
    await submitted_case(rig, "8")
    shown = await opened(rig)

    (line,) = [line for line in shown.lines if line.key == "staff.card.alike"]
    assert line.params["why"] == Text("staff.alike.phone")


async def test_a_foreign_house_a_volunteer_and_the_region_see_nothing_and_can_do_nothing(rig: Rig) -> None:
    await make_staff(rig, OTHER_HOUSE, address="foreign", name="Femke")
    await make_volunteer(rig)
    await make_regional(rig)
    case = await submitted_case(rig)
    taalhuis = await house_id(rig, OTHER_HOUSE)
    before = await rig.rows("SELECT status, version, taalhuis_id, staff_id FROM referral")

    for address in ("foreign", "anna", "regional", "7"):
        for verb in (*DEEDS, *LOOKS):
            assert await press(rig, verb, case.id, taalhuis, address=address) == "desk.not_yours"
    await rig.hear(Command("intakes"), address="foreign")
    assert keys_of(card(rig, "foreign"))[1:] == ["staff.queue.none"]
    assert await rig.rows("SELECT status, version, taalhuis_id, staff_id FROM referral") == before
    assert await rig.rows("SELECT count(*) FROM reading") == [(0,)]
    everything = repr([envelope.prompt for envelope in rig.channel.delivered if envelope.address != "7"])
    assert NAME not in everything


async def test_the_history_tells_who_did_what_and_how_long_it_took(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    rig.clock.forward(hours=3)
    await opened(rig)
    await tap_card(rig, "inacc", "staff")
    await press(rig, "hist", case.id)

    shown = card(rig, "staff")
    assert keys_of(shown) == ["staff.history.title", "staff.history.line.first", "staff.history.line"]
    accepted = shown.lines[2].params
    assert accepted["who"] == Name("Sanne")
    assert accepted["age"] == Text("staff.age.hours", {"count": 3})


# ── Deciding ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_accepting_asks_a_volunteer_tells_the_learner_and_is_done_once(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await submitted_case(rig)
    await opened(rig)
    await tap_card(rig, "inacc", "staff")
    toast = await press(rig, "inacc", case.id)
    await rig.due()

    assert toast == "general.already_done"
    assert await status(rig, case.id) == "offered"
    assert said_to(rig).count("news.accepted") == 1
    assert "volunteer.offer.title" in said_to(rig, "anna")


async def test_who_decides_first_looks_after_it(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_staff(rig, address="second", name="Bram")
    case = await submitted_case(rig)
    await press(rig, "inacc", case.id)
    assert (await case_now(rig, case.id)).staff_id == staff.id
    await press(rig, "own", case.id, address="second")
    assert (await case_now(rig, case.id)).staff_id == other.id


@pytest.mark.parametrize(
    ("verb", "why", "after", "news"),
    [
        ("wl", "full", "waiting_list", "news.waiting"),
        ("rej", "no_offer", "rejected", "news.rejected"),
        ("rej", "not_wanted", "rejected", "news.rejected.wish"),
    ],
)
async def test_a_reason_is_asked_kept_and_told_kindly(
    rig: Rig, verb: str, why: str, after: str, news: str
) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await further(rig, verb)
    await tap_card(rig, f"do:{verb}:{case.id}:{why}", "staff")
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.ended_why) == (after, why)
    assert news in said_to(rig)
    assert await press(rig, verb, case.id, why) == "general.already_done"
    assert await rig.rows("SELECT why FROM referral_move WHERE to_status = :to", to=after) == [(why,)]


async def test_what_was_closed_can_be_opened_again_and_the_house_hears_of_it(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "rej", case.id, "other")
    await press(rig, "reopen", case.id)
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.ended_why) == ("submitted", "")
    assert said_to(rig)[-2] == "news.put_back"
    assert await rig.rows("SELECT kind FROM alert WHERE done_at IS NULL") == [("new",)]


async def test_a_double_is_closed_and_points_to_the_other(rig: Rig) -> None:
    await make_staff(rig)
    first = await submitted_case(rig, "7")
    second = await submitted_case(rig, "8")
    await press(rig, "dup", second.id)
    await tap_card(rig, f"do:dup:{second.id}:{first.id}", "staff")

    now = await case_now(rig, second.id)
    assert (now.status, now.duplicate_of) == ("duplicate", first.id)
    assert await press(rig, "dup", first.id, 9999) == "general.already_done"
    assert await status(rig, first.id) == "submitted"


async def test_staff_give_a_learner_to_a_volunteer_by_hand(rig: Rig) -> None:
    await make_staff(rig)
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await opened(rig)
    await tap_card(rig, "assign", "staff")
    assert "staff.assign.line.why" in keys_of(card(rig, "staff"))
    await tap_card(rig, "staff.assign.to", "staff")
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.volunteer_id) == ("matched", volunteer.id)
    assert any(key.startswith("news.matched") for key in said_to(rig))


async def test_a_volunteer_of_another_house_cannot_be_given_a_learner(rig: Rig) -> None:
    await make_staff(rig)
    foreign = await make_volunteer(rig, OTHER_HOUSE, address="far", name="Far")
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, foreign.id)

    assert (await case_now(rig, case.id)).volunteer_id is None


# ── To another house ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_transfer_cancels_everything_of_the_old_house_and_tells_all_who_must_know(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE, address="there", name="Teun")
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, volunteer.id)
    await rig.due()
    await plan_a_meeting(rig, case.id, volunteer.id)
    there = await house_id(rig, OTHER_HOUSE)
    await press(rig, "move", case.id, there)

    now = await case_now(rig, case.id)
    assert (now.status, now.taalhuis_id, now.reason) == ("submitted", there, "changed_by_staff")
    assert (now.volunteer_id, now.staff_id) == (None, None)
    assert 30 < now.distance_km < 60
    assert await rig.rows("SELECT status FROM appointment") == [("cancelled",)]
    assert await rig.rows("SELECT count(*) FROM offer WHERE status = 'open'") == [(0,)]
    moves = await rig.rows("SELECT to_status, taalhuis_id FROM referral_move ORDER BY id DESC LIMIT 2")
    assert [to for to, _ in moves] == ["submitted", "transferred"]
    assert moves[0][1] == there != moves[1][1]
    await rig.due()
    assert said_to(rig)[-2:] == ["news.transferred", "news.before"]
    assert "volunteer.case.let_go" in said_to(rig, "anna")
    rig.clock.forward(minutes=11)
    await rig.due()
    assert "staff.digest.moved_in" in said_to(rig, "there")
    assert await press(rig, "intake", case.id) == "desk.not_yours"


async def plan_a_meeting(rig: Rig, referral: int, member: int) -> None:
    """Something that must be cancelled."""
    await rig.run(
        "INSERT INTO appointment (referral_id, taalhuis_id, member_id, uid, status, moments, wall_at, zone,"
        " starts_at, minutes, made_at, updated_at) SELECT :referral, taalhuis_id, :member, 'u@x', 'planned',"
        " '[]', '2026-06-10T10:00', 'Europe/Amsterdam', :at, 60, :at, :at FROM referral WHERE id = :referral",
        referral=referral,
        member=member,
        at=rig.moment(seconds=6 * 86400),
    )


async def test_another_house_is_found_by_its_town_and_the_nearest_are_offered(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "move", case.id)
    nearest = [button for button in buttons_of(card(rig, "staff")) if button.label.key == "staff.move.house"]
    assert len(nearest) == 5
    await tap_card(rig, "find", "staff")
    await rig.hear(Typed("almelo"), address="staff")
    found = [button for button in buttons_of(card(rig, "staff")) if button.label.key == "staff.move.house"]
    assert found
    assert all("Almelo" in repr(button.label.params["house"]) for button in found)
    await press(rig, "find", case.id)
    await rig.hear(Typed("qwxzjk"), address="staff")
    assert keys_of(card(rig, "staff")) == ["staff.ask.move.none"]


async def test_who_cannot_be_told_in_the_chat_is_telephoned(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_by_a_helper(rig)
    await press(rig, "rej", case.id, "no_offer")

    assert await rig.rows("SELECT kind, step, referral_id FROM task") == [("telephone", "rejected", case.id)]
    assert "news.rejected" not in said_to(rig)


async def test_once_somebody_helps_the_learner_stays_at_that_house_and_hears_why(rig: Rig) -> None:
    await make_staff(rig)
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, volunteer.id)
    await rig.taps("others h:demo-zwolle-3")

    assert (await case_now(rig, case.id)).taalhuis_id == case.taalhuis_id
    assert "news.house_stays" in said_to(rig)


async def test_while_a_volunteer_is_being_asked_the_learner_can_still_choose_another_house(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "inacc", case.id)
    await rig.taps("others h:demo-zwolle-3")

    now = await case_now(rig, case.id)
    assert (now.status, now.reason) == ("submitted", "chosen_by_learner")
    assert now.taalhuis_id == await house_id(rig, "demo-zwolle-3")
    assert await rig.rows("SELECT count(*) FROM offer WHERE status = 'open'") == [(0,)]


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────


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
